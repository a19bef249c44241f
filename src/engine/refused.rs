//! A credential that the vendor refused for a write: nothing is written with that one again, not by the next process
//! either, until it is replaced or somebody says "try now".
//!
//! What is remembered is a salted 32-bit mark of the credential, in the encrypted database: enough to see that it is
//! still the same one, far too little to find it out.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::account::Credential;
use super::{Engine, Now};
use crate::domain::AccountName;
use crate::secrets::AccountCredentials;

/// Under which key the store's memory keeps the mark; an empty one is none. Whoever changes a credential while no engine
/// runs empties it.
pub fn refused_key(account: &AccountName) -> String {
    format!("refused/{account}")
}

/// `SALT:MARK` of a credential, both in hexadecimal digits.
fn mark(credential: &AccountCredentials, salt: u64) -> String {
    let mut hasher = DefaultHasher::new();
    salt.hash(&mut hasher);
    for field in credential.fields_present() {
        field.hash(&mut hasher);
        credential.get(field).map(|secret| secret.expose()).hash(&mut hasher);
    }
    format!("{salt:016x}:{:08x}", hasher.finish() & u64::from(u32::MAX))
}

/// Whether that mark is one of this credential.
fn is_of(mark_of: &str, credential: &AccountCredentials) -> bool {
    let salt = mark_of.split_once(':').and_then(|(salt, _)| u64::from_str_radix(salt, 16).ok());
    salt.is_some_and(|salt| mark(credential, salt) == mark_of)
}

impl Engine {
    /// The keychain gave this credential: is it one that was refused?
    pub(super) fn meet_credential(&mut self, now: Now, account: usize, found: Option<&AccountCredentials>) {
        let salt = now.at.as_microsecond().unsigned_abs();
        let refused = self.remembered_refusal(account);
        let entry = &mut self.accounts[account];
        entry.mark = found.map(|credential| mark(credential, salt));
        entry.writes_refused = match (refused, found) {
            (Some(refused), Some(credential)) => is_of(&refused, credential),
            _ => false,
        };
    }

    /// The vendor refused a write for its credential.
    pub(super) fn refused_for_writing(&mut self, account: usize) {
        self.accounts[account].writes_refused = true;
        let mark = self.accounts[account].mark.clone().unwrap_or_default();
        self.remember_refusal(account, &mark);
    }

    /// Somebody says "try now", or writing works: nothing is held back any more.
    pub(super) fn try_writing_again(&mut self, account: usize) {
        let entry = &mut self.accounts[account];
        if entry.credential == Credential::Refused {
            entry.credential = Credential::Present;
        }
        entry.writes_refused = false;
        // Also where the keychain has not answered yet, so that nobody knows whether it is still that credential.
        if self.remembered_refusal(account).is_some() {
            self.remember_refusal(account, "");
        }
    }

    fn remember_refusal(&mut self, account: usize, mark: &str) {
        let key = self.refused_key(account);
        let kept = self.store.write(|tx| tx.remember(&key, mark));
        self.say_if_not_kept(kept);
    }

    fn remembered_refusal(&self, account: usize) -> Option<String> {
        // What cannot be read is asked of the vendor instead.
        self.store.memory().ok()?.remove(&self.refused_key(account)).filter(|mark| !mark.is_empty())
    }

    fn refused_key(&self, account: usize) -> String {
        refused_key(&self.accounts[account].settings.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secrets::Secret;

    #[test]
    fn a_mark_is_of_one_credential_only_and_says_nothing_of_it() {
        let credential = |token: &str| {
            let mut credential = AccountCredentials::default();
            credential.set("token", Secret::new(token.to_owned()));
            credential
        };
        let marked = mark(&credential("hunter2"), 7);
        assert!(is_of(&marked, &credential("hunter2")));
        assert!(!is_of(&marked, &credential("hunter3")) && !is_of("", &credential("hunter2")));
        assert_ne!(mark(&credential("hunter2"), 8)[17..], marked[17..], "the salt is part of it");
        assert_eq!(marked.len(), 25);
    }
}
