//! Carries out what the engine wants done: requests on the workers, keychain calls on threads of their own.
//!
//! The only place beside the keychain and a request where credentials are held, one per account.

use tokio::runtime::Runtime;
use tokio::sync::mpsc::UnboundedSender;

use super::credentials::CredentialKept;
use super::runner::Setup;
use super::{CallId, Effect, Input};
use crate::bridge::Reply;
use crate::bridge::command::Refused;
use crate::config::{AccountSettings, Config, Network, Severity};
use crate::secrets::{AccountCredentials, SecretStore};
use crate::vendors::error::{ApiError, Failure};
use crate::vendors::http::{Destination, Http};
use crate::vendors::parts::ACCESS_TOKEN;
use crate::vendors::request::ApiReply;

/// What effects act on.
pub(super) struct World<'s> {
    accounts: Vec<Known>,
    pub(super) inputs: UnboundedSender<Input>,
    pub(super) setup: &'s Setup,
    pub(super) runtime: &'s Runtime,
    network: Network,
    pub(super) http: Http,
}

/// One account: where its calls go, and what signs them.
struct Known {
    settings: AccountSettings,
    credentials: Option<AccountCredentials>,
}

impl<'s> World<'s> {
    pub(super) fn new(setup: &'s Setup, runtime: &'s Runtime, inputs: UnboundedSender<Input>) -> Self {
        let accounts =
            setup.config.accounts.iter().map(|settings| Known { settings: settings.clone(), credentials: None });
        Self {
            accounts: accounts.collect(),
            inputs,
            setup,
            runtime,
            network: setup.config.network.clone(),
            http: setup.http.clone(),
        }
    }

    /// Keeps what passes by that requests will need.
    pub(super) fn notice(&mut self, input: &Input) {
        let (account, credentials) = match input {
            Input::Credential(account, found) => (account, found.as_ref().ok().cloned().flatten()),
            Input::CredentialKept(account, CredentialKept::Stored { credentials: Ok(stored), .. }) => {
                (account, Some(stored.clone()))
            }
            Input::CredentialKept(account, CredentialKept::Removed { was_there: Ok(_), .. }) => (account, None),
            _ => return,
        };
        if let Some(known) = self.accounts.get_mut(*account) {
            known.credentials = credentials;
        }
    }

    /// True when it was the end.
    pub(super) fn carry_out(&mut self, effect: Effect) -> bool {
        match effect {
            Effect::End => return true,
            Effect::UseAccount { account, settings } => match self.accounts.get_mut(account) {
                Some(known) => known.settings = *settings,
                None => self.accounts.push(Known { settings: *settings, credentials: None }),
            },
            Effect::ReadSettings { reply } => self.read_settings(reply),
            Effect::EditSettings { edits, forget, reply } => self.edit_settings(&edits, forget, reply),
            Effect::ReadFile { path, reply } => self.read_file(path, reply),
            Effect::WriteFile { path, text, reply } => self.write_file(path, text, reply),
            Effect::TryAccount(candidate) => self.try_account(candidate),
            Effect::KeepCandidate(candidate) => self.keep_candidate(candidate),
            Effect::LoadCredential(account) => {
                self.with_keychain(account, move |secrets, profile, name| {
                    Input::Credential(account, secrets.load_account(profile, name))
                });
            }
            Effect::KeepCredential { account, credentials, reply } => {
                self.with_keychain(account, move |secrets, profile, name| {
                    let credentials = secrets.store_account(profile, name, &credentials).map(|()| credentials);
                    Input::CredentialKept(account, CredentialKept::Stored { credentials, reply })
                });
            }
            Effect::ShowRecoveryKey { reply } => self.show_recovery_key(reply),
            Effect::RemoveCredential { account, reply } => {
                self.with_keychain(account, move |secrets, profile, name| {
                    let was_there = secrets.remove_account(profile, name);
                    Input::CredentialKept(account, CredentialKept::Removed { was_there, reply })
                });
            }
            Effect::UseToken { account, token } => {
                if let Some(known) = self.accounts.get_mut(account) {
                    known.credentials.get_or_insert_default().set(ACCESS_TOKEN, token);
                }
            }
            Effect::CallForToken { call, account, request } => {
                let Some(to) = self.destination(account) else { return false };
                let http = self.http.clone();
                self.carry_call(call, async move { http.send_token(&to, request).await });
            }
            Effect::Reach { call, account } => {
                let Some(to) = self.destination(account) else { return false };
                let http = self.http.clone();
                self.carry_call(call, async move { http.reach(&to).await });
            }
            Effect::Ask { call, account, request, question } => {
                let Some(to) = self.destination(account) else { return false };
                let Some(settings) = self.accounts.get(account).map(|known| known.settings.clone()) else {
                    return false;
                };
                let (http, inputs) = (self.http.clone(), self.inputs.clone());
                self.runtime.spawn(async move {
                    let sent = tokio::spawn(async move { http.send(&to, request).await });
                    let outcome = sent.await.unwrap_or_else(|_| Err(met_a_fault()));
                    let read = tokio::task::spawn_blocking(move || super::told(call, &settings, &question, outcome));
                    // A reader that panicked is reported by the log; its call must end all the same.
                    let input = read.await.unwrap_or_else(|_| {
                        let words = "answered with something that could not be read";
                        Input::Told(call, Box::new(Err(ApiError::new(Failure::Unclear, words))), None)
                    });
                    inputs.send(input).unwrap_or_default();
                });
            }
            Effect::Call { call, account, request } => {
                let Some(to) = self.destination(account) else { return false };
                let http = self.http.clone();
                self.carry_call(call, async move { http.send(&to, request).await });
            }
        }
        false
    }

    /// Carries a call to its end, whatever happens on the way: a call without an end would mute its account for good.
    fn carry_call(&self, call: CallId, work: impl Future<Output = Result<ApiReply, ApiError>> + Send + 'static) {
        let work = self.runtime.spawn(work);
        let inputs = self.inputs.clone();
        self.runtime.spawn(async move {
            let outcome = work.await.unwrap_or_else(|_| Err(met_a_fault()));
            inputs.send(Input::Reply(call, outcome)).unwrap_or_default();
        });
    }

    /// Asks the keychain on a thread of its own: it may show a dialog and block for as long as it likes.
    fn with_keychain(
        &self,
        account: usize,
        ask: impl FnOnce(&SecretStore, &crate::paths::ProfileName, &crate::domain::AccountName) -> Input + Send + 'static,
    ) {
        let Some(known) = self.accounts.get(account) else { return };
        self.ask_keychain(known.settings.name.clone(), ask);
    }

    /// The same for an account that may have no place yet.
    pub(super) fn ask_keychain(
        &self,
        name: crate::domain::AccountName,
        ask: impl FnOnce(&SecretStore, &crate::paths::ProfileName, &crate::domain::AccountName) -> Input + Send + 'static,
    ) {
        let (secrets, profile) = (self.setup.secrets.clone(), self.setup.profile.clone());
        let inputs = self.inputs.clone();
        let spawned = std::thread::Builder::new().name("keychain-ask".to_owned()).spawn(move || {
            inputs.send(ask(&secrets, &profile, &name)).unwrap_or_default();
        });
        if let Err(error) = spawned {
            log::error!("no thread for the keychain: {}", error.kind());
        }
    }

    /// Reads the settings file. A small file, read seldom, on the engine's own thread, which may wait.
    pub(super) fn read_settings(&mut self, reply: Option<Reply<Result<(), Refused>>>) {
        let found = Config::read(&self.setup.paths.config_file).map_err(|problems| {
            let wrong: Vec<_> = problems.iter().filter(|problem| problem.severity == Severity::Error).collect();
            let first = wrong.first().map(|problem| problem.to_string()).unwrap_or_default();
            let many = if wrong.len() > 1 { format!(" (and {} more)", wrong.len() - 1) } else { String::new() };
            format!(
                "The settings file cannot be used: {first}{many}. Nothing of it was taken in; `leadline config check` lists all."
            )
        });
        let found = found.and_then(|config| {
            if config.network != self.network {
                self.http = Http::new(&config.network)?;
                self.network = config.network.clone();
            }
            Ok(Box::new(config))
        });
        self.inputs.send(Input::Settings(found, reply)).unwrap_or_default();
    }

    /// Where the account's calls go, and what signs them.
    fn destination(&self, account: usize) -> Option<Destination> {
        let known = self.accounts.get(account)?;
        Some(Self::destination_of(&known.settings, known.credentials.as_ref()))
    }

    /// Where calls with these settings go, signed by this.
    pub(super) fn destination_of(settings: &AccountSettings, credentials: Option<&AccountCredentials>) -> Destination {
        Destination {
            vendor: settings.vendor.as_str(),
            base_url: settings.base_url.clone(),
            timeout: settings.timeout,
            credential: credentials.cloned().unwrap_or_default(),
        }
    }
}

/// A fault of our own during a call, which has left its report: nobody knows how far the call came.
fn met_a_fault() -> ApiError {
    ApiError::new(Failure::Unclear, "was asked, and Leadline met a fault of its own before the answer")
}
