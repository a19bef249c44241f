//! Credentials from the window to the keychain: checked against the vendor's fields, kept, and then used at once.
//!
//! The values pass through here once, on their way to the thread that waits for the keychain. Nothing of them is kept,
//! compared or said.

use super::{Effect, Engine, Now};
use crate::bridge::command::Refused;
use crate::bridge::{Reply, Secret};
use crate::domain::AccountName;
use crate::secrets::{AccountCredentials, SecretsError};

/// What the keychain did, and who waits to hear of it.
#[derive(Debug)]
pub enum CredentialKept {
    Stored { credentials: Result<AccountCredentials, SecretsError>, reply: Reply<Result<(), Refused>> },
    Removed { was_there: Result<bool, SecretsError>, reply: Reply<Result<bool, Refused>> },
}

impl Engine {
    /// Puts a credential into the keychain, all fields at once.
    pub(super) fn enter_credential(
        &mut self,
        name: &AccountName,
        fields: Vec<(String, Secret)>,
        reply: Reply<Result<(), Refused>>,
    ) {
        self.dirty = true;
        let account = match self.named_account(name) {
            Ok(at) => at,
            Err(refused) => return reply.answer(Err(refused)),
        };
        let (spec, auth) = (self.accounts[account].spec, self.accounts[account].settings.auth());
        let known = |name: &str| spec.credentials.iter().any(|field| field.name == name);
        if let Some((unknown, _)) = fields.iter().find(|(name, _)| !known(name)) {
            let words = format!("{} accounts have no credential field “{unknown}”. Nothing was stored.", spec.title);
            return reply.answer(Err(Refused::Wrong(words)));
        }
        let given: Vec<&str> =
            fields.iter().filter(|(_, secret)| !secret.is_empty()).map(|(name, _)| name.as_str()).collect();
        let missing = spec.credentials_missing(auth, &given);
        if !missing.is_empty() {
            let labels = spec.credentials.iter().filter(|field| missing.contains(&field.name));
            let missing = labels.map(|field| field.label.to_lowercase()).collect::<Vec<_>>().join(" and ");
            let words =
                format!("Account “{name}” also needs its {missing}. Nothing was stored; give all fields at once.");
            return reply.answer(Err(Refused::Wrong(words)));
        }
        let credentials: AccountCredentials = fields.into_iter().collect();
        self.effects.push(Effect::KeepCredential { account, credentials, reply });
    }

    /// Takes a credential out of the keychain.
    pub(super) fn remove_credential(&mut self, name: &AccountName, reply: Reply<Result<bool, Refused>>) {
        self.dirty = true;
        match self.named_account(name) {
            Ok(account) => self.effects.push(Effect::RemoveCredential { account, reply }),
            Err(refused) => reply.answer(Err(refused)),
        }
    }

    /// The keychain did it, or did not. An answer that came too late may still have been done: the keychain is asked.
    pub(super) fn credential_kept(&mut self, now: Now, account: usize, kept: CredentialKept) {
        // An answer is news: whoever asked looks when the next snapshot is there.
        self.dirty = true;
        match kept {
            CredentialKept::Stored { credentials: Ok(credentials), reply } => {
                self.try_writing_again(account);
                self.credential(now, account, Ok(Some(credentials)));
                reply.answer(Ok(()));
            }
            CredentialKept::Removed { was_there: Ok(was_there), reply } => {
                self.credential(now, account, Ok(None));
                reply.answer(Ok(was_there));
            }
            CredentialKept::Stored { credentials: Err(error), reply } => {
                self.effects.push(Effect::LoadCredential(account));
                reply.answer(Err(Refused::NotKept(error.to_string())));
            }
            CredentialKept::Removed { was_there: Err(error), reply } => {
                self.effects.push(Effect::LoadCredential(account));
                reply.answer(Err(Refused::NotKept(error.to_string())));
            }
        }
    }

    /// The account of this name.
    ///
    /// # Errors
    /// That there is none, and which there are.
    pub(super) fn named_account(&self, name: &AccountName) -> Result<usize, Refused> {
        self.account_at(name).ok_or_else(|| {
            let known: Vec<_> = self.live_accounts().map(|(_, account)| account.settings.name.to_string()).collect();
            let known =
                if known.is_empty() { "none is configured".to_owned() } else { format!("known: {}", known.join(", ")) };
            Refused::Wrong(format!("There is no account “{name}” ({known})."))
        })
    }
}
