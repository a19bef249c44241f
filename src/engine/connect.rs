//! A first account, and edits of the settings file from the window.
//!
//! An account is tried before anything of it is kept: the harmless request goes out with what was typed, its answer is
//! read as any other, and only then the keychain gets the credential and the settings file the account. What is typed
//! passes through here in values that cannot be printed, and is gone when the question is answered.

use std::sync::Arc;

use super::world::World;
use super::{Effect, Engine, Input};
use crate::bridge::command::Refused;
use crate::bridge::connect::{AccountInSettings, ConnectForm, NewAccount, Places, SettingsEdit, SettingsView};
use crate::bridge::{Reply, Secret};
use crate::config::write::{self, Edit, SettingsFile};
use crate::config::{AccountSettings, Config};
use crate::domain::{AccountName, LeadKind};
use crate::secrets::{AccountCredentials, SecretsError};
use crate::vendors::error::{ApiError, Failure};
use crate::vendors::request::ApiReply;
use crate::vendors::{REGISTRY, find, leads_of};

/// An account on its way into the settings, and who waits for it.
#[derive(Debug)]
pub struct Candidate {
    pub account: write::NewAccount,
    pub credentials: AccountCredentials,
    pub reply: Reply<Result<(), Refused>>,
}

/// How the form of the first start looks: that of the first vendor whose accounts can be pasted.
pub(super) fn connect_form() -> Option<Arc<ConnectForm>> {
    REGISTRY.iter().find_map(|spec| {
        let paste = spec.paste?;
        let auth = spec.setting("auth").and_then(|setting| setting.default).unwrap_or_default();
        let credentials = spec.credentials_for(auth.trim_matches('"'));
        Some(Arc::new(ConnectForm {
            vendor: spec.name.as_str(),
            title: spec.title,
            label: paste.label,
            placeholder: paste.placeholder,
            ids: paste.ids,
            read: paste.read,
            base_url: spec.base_url_example,
            account: paste.account,
            credentials: credentials.map(|field| (field.name, field.label)).collect(),
        }))
    })
}

/// The settings as the window shows them.
pub(super) fn settings_view(config: &Config, places: Places) -> SettingsView {
    let account = |settings: &AccountSettings| AccountInSettings {
        account: settings.name.clone(),
        title: settings.spec().title,
        has_leads: leads_of(settings.vendor).is_some(),
        me: settings.me.clone(),
        sync_every_secs: settings.sync_every.as_secs(),
    };
    SettingsView {
        my_name: config.my_name.clone().unwrap_or_default(),
        accounts: config.accounts.iter().map(account).collect(),
        places,
    }
}

impl Engine {
    /// Says where everything is kept, for the settings screen.
    pub fn tell_places(&mut self, places: Places) {
        self.settings_view = Arc::new(SettingsView { places, ..SettingsView::clone(&self.settings_view) });
        self.dirty = true;
    }

    /// Tries an account that is not in the settings yet.
    pub(super) fn connect(
        &mut self,
        account: NewAccount,
        fields: Vec<(String, Secret)>,
        reply: Reply<Result<(), Refused>>,
    ) {
        let Some(spec) = find(&account.vendor) else {
            let words = format!("Leadline cannot speak to “{}”. Nothing was saved.", account.vendor);
            return reply.answer(Err(Refused::Wrong(words)));
        };
        let settings = account.settings.into_iter().map(|(key, value)| (key, value.into()));
        let account = write::NewAccount {
            name: account.name.into(),
            vendor: spec.name,
            base_url: account.base_url,
            settings: settings.collect(),
        };
        let candidate = Candidate { account, credentials: fields.into_iter().collect(), reply };
        self.effects.push(Effect::TryAccount(Box::new(candidate)));
    }

    /// The vendor answered to what was typed, or did not.
    pub(super) fn tried(
        &mut self,
        candidate: Box<Candidate>,
        settings: &AccountSettings,
        outcome: Result<ApiReply, ApiError>,
    ) {
        let Some(part) = leads_of(settings.vendor) else { return };
        let read = outcome.and_then(|reply| part.read_list(settings, LeadKind::Lead, &reply).map(drop));
        match read {
            Ok(()) => self.effects.push(Effect::KeepCandidate(candidate)),
            Err(error) => {
                log::info!("an account was not connected: {:?}", error.failure);
                let words = not_connected(settings, &error);
                candidate.reply.answer(Err(Refused::Wrong(words)));
            }
        }
    }

    /// The keychain has the credential of a new account, or has not.
    pub(super) fn candidate_kept(&mut self, candidate: Candidate, kept: Result<(), SecretsError>) {
        match kept {
            Ok(()) => {
                let forget = Some(candidate.account.name.clone());
                let edits = vec![Edit::AddAccount(candidate.account)];
                self.effects.push(Effect::EditSettings { edits, forget, reply: candidate.reply });
            }
            Err(error) => {
                let words = format!("{error} Nothing was saved; what you typed is still here.");
                candidate.reply.answer(Err(Refused::NotKept(words)));
            }
        }
    }

    /// Changes the settings file as the window asks.
    pub(super) fn edit_settings(&mut self, edits: Vec<SettingsEdit>, reply: Reply<Result<(), Refused>>) {
        // An answer is news: whoever asked looks when the next snapshot is there.
        self.dirty = true;
        match edits.into_iter().map(edit).collect() {
            Ok(edits) => self.effects.push(Effect::EditSettings { edits, forget: None, reply }),
            Err(refused) => reply.answer(Err(refused)),
        }
    }
}

/// A wish of the window as an edit of the file.
fn edit(wish: SettingsEdit) -> Result<Edit, Refused> {
    Ok(match wish {
        SettingsEdit::MyName(name) => Edit::SetMyName((!name.is_empty()).then_some(name)),
        SettingsEdit::MyId { account, id } if id.is_empty() => Edit::RemoveAccountKey { account, key: "me".to_owned() },
        SettingsEdit::MyId { account, id } => Edit::SetAccountKey { account, key: "me".to_owned(), value: id.into() },
        SettingsEdit::Colleague { id, name: Some(name) } => Edit::SetAgent { id, name },
        SettingsEdit::Colleague { id, name: None } => Edit::RemoveAgent(id),
        SettingsEdit::SyncEvery { account, secs } => Edit::SetAccountKey {
            account,
            key: "sync_every_secs".to_owned(),
            value: i64::try_from(secs).unwrap_or(i64::MAX).into(),
        },
        SettingsEdit::Add(new) => Edit::AddAccount(super::forms::added(new)?),
        SettingsEdit::Remove(name) => Edit::RemoveAccount(name),
        SettingsEdit::PutTemplate { instead_of, sheet } => super::templates::put(instead_of, sheet)?,
        SettingsEdit::RemoveTemplate(name) => Edit::RemoveTemplate(name),
    })
}

/// Why an account was not connected, and what to do.
fn not_connected(settings: &AccountSettings, error: &ApiError) -> String {
    let title = settings.spec().title;
    let said = error.sentence();
    // Some reasons say themselves what to do.
    let what_now = |advice: &str| {
        let advice = if error.words.contains("check ") { String::new() } else { format!(" {advice}") };
        format!("{title} {said}.{advice} Nothing was saved.")
    };
    match error.failure {
        Failure::Credential => {
            let labels: Vec<_> = settings.spec().credentials_for(settings.auth()).map(|field| field.label).collect();
            format!(
                "{title} refused the {}. Check that it was copied whole and belongs to this bot; vendor support gives a new one. Nothing was saved.",
                labels.join(" and ").to_lowercase()
            )
        }
        Failure::NotSent | Failure::Slowed(_) => what_now("Check the network and the address, then test again."),
        Failure::Unclear => what_now("Test again in a moment."),
        Failure::Refused => what_now("Check the ids and the address."),
    }
}

impl World<'_> {
    /// Asks the vendor's harmless question with what was typed.
    pub(super) fn try_account(&self, candidate: Box<Candidate>) {
        let edits = [Edit::AddAccount(candidate.account.clone())];
        let checked = SettingsFile::read(&self.setup.paths).and_then(|file| file.preview(&edits));
        let config = match checked {
            Ok(config) => config,
            Err(fault) => return candidate.reply.answer(Err(Refused::Wrong(fault.to_string()))),
        };
        let settings = config.account(&candidate.account.name);
        let Some((settings, part)) = settings.and_then(|found| Some((found.clone(), leads_of(found.vendor)?))) else {
            let words = "An account of this kind cannot be tried here. Write it into the settings file.";
            return candidate.reply.answer(Err(Refused::Wrong(words.to_owned())));
        };
        let request = part.list(&settings, LeadKind::Lead, 1);
        let to = Self::destination_of(&settings, Some(&candidate.credentials));
        let (http, inputs) = (self.http.clone(), self.inputs.clone());
        self.runtime.spawn(async move {
            let outcome = http.send(&to, request).await;
            inputs.send(Input::Tried { candidate, settings: Box::new(settings), outcome }).unwrap_or_default();
        });
    }

    /// Puts the credential of an account that works into the keychain.
    pub(super) fn keep_candidate(&self, candidate: Box<Candidate>) {
        let name = candidate.account.name.clone();
        self.ask_keychain(name, move |secrets, profile, name| {
            let kept = secrets.store_account(profile, name, &candidate.credentials);
            Input::CandidateKept(candidate, kept)
        });
    }

    /// Writes the settings file and takes in what it says now. A small file, written seldom, on the engine's own
    /// thread, which may wait. `forget`: a credential that was stored for an account that is not written after all.
    pub(super) fn edit_settings(
        &mut self,
        edits: &[Edit],
        forget: Option<AccountName>,
        reply: Reply<Result<(), Refused>>,
    ) {
        let written = SettingsFile::read(&self.setup.paths).and_then(|mut file| file.write(edits));
        match written {
            Ok(_) => self.read_settings(Some(reply)),
            Err(fault) => {
                if let Some(name) = forget {
                    self.ask_keychain(name, |secrets, profile, name| {
                        if let Err(error) = secrets.remove_account(profile, name) {
                            log::warn!("a credential without an account stays in the keychain: {error}");
                        }
                        Input::Tick
                    });
                }
                reply.answer(Err(Refused::NotKept(fault.to_string())));
            }
        }
    }
}
