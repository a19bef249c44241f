//! The credential fields of one account, kept together as one keychain item.
//!
//! The item's text is a JSON object of strings: some keychains keep only UTF-8, and a person can restore it by hand.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use super::{Secret, SecretStore, SecretsError};
use crate::domain::ids::AccountName;
use crate::paths::ProfileName;

/// Field name (such as `token`, `client_id`) to secret. Printing it shows the names only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct AccountCredentials(BTreeMap<String, Secret>);

impl AccountCredentials {
    /// The secret of `field`, when it is present.
    pub fn get(&self, field: &str) -> Option<&Secret> {
        self.0.get(field)
    }

    /// Sets or replaces `field`.
    pub fn set(&mut self, field: impl Into<String>, secret: Secret) {
        self.0.insert(field.into(), secret);
    }

    /// The names of the fields that hold something, in alphabetical order; never a value.
    pub fn fields_present(&self) -> Vec<&str> {
        self.0.iter().filter(|(_, secret)| !secret.is_empty()).map(|(field, _)| field.as_str()).collect()
    }

    /// Whether no field holds anything.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(Secret::is_empty)
    }

    fn to_text(&self) -> Result<Secret, SecretsError> {
        let plain: BTreeMap<&str, &str> = self.0.iter().map(|(f, s)| (f.as_str(), s.expose())).collect();
        // Enough room from the start (an escaped byte takes six): growing would leave copies behind unwiped.
        let room = plain.iter().map(|(f, s)| 6 * (f.len() + s.len()) + 8).sum::<usize>() + 2;
        let mut bytes = Zeroizing::new(Vec::with_capacity(room));
        serde_json::to_writer(&mut *bytes, &plain).map_err(|_| SecretsError::other("json"))?;
        let text = String::from_utf8(std::mem::take(&mut *bytes)).map_err(|_| SecretsError::other("json"))?;
        Ok(Secret::new(text))
    }

    fn from_text(text: &Secret) -> Result<Self, SecretsError> {
        // The parser's error could quote the text, so it is dropped.
        let plain: BTreeMap<String, String> = serde_json::from_str(text.expose()).map_err(|_| SecretsError::Damaged)?;
        Ok(Self(plain.into_iter().map(|(field, value)| (field, Secret::new(value))).collect()))
    }
}

impl std::fmt::Debug for AccountCredentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("AccountCredentials").field(&self.fields_present()).finish()
    }
}

impl FromIterator<(String, Secret)> for AccountCredentials {
    fn from_iter<I: IntoIterator<Item = (String, Secret)>>(fields: I) -> Self {
        Self(fields.into_iter().collect())
    }
}

fn item(profile: &ProfileName, account: &AccountName) -> String {
    format!("{profile}/account/{account}")
}

impl SecretStore {
    /// The credentials of `account`; `None` when the keychain has no item for it.
    ///
    /// # Errors
    /// The keychain's, and [`SecretsError::Damaged`] when the item is not ours.
    pub fn load_account(
        &self,
        profile: &ProfileName,
        account: &AccountName,
    ) -> Result<Option<AccountCredentials>, SecretsError> {
        self.get(&item(profile, account))?.as_ref().map(AccountCredentials::from_text).transpose()
    }

    /// Stores the credentials of `account` in place of those that were there.
    ///
    /// # Errors
    /// The keychain's.
    pub fn store_account(
        &self,
        profile: &ProfileName,
        account: &AccountName,
        credentials: &AccountCredentials,
    ) -> Result<(), SecretsError> {
        self.set(&item(profile, account), &credentials.to_text()?)
    }

    /// Removes the credentials of `account`; answers whether there were any.
    ///
    /// # Errors
    /// The keychain's.
    pub fn remove_account(&self, profile: &ProfileName, account: &AccountName) -> Result<bool, SecretsError> {
        self.remove(&item(profile, account))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_accounts_fields_come_back_as_they_were_whatever_they_hold() {
        let store = SecretStore::in_memory();
        let (profile, account) = (ProfileName::default(), AccountName::from("main-bot"));
        assert!(store.load_account(&profile, &account).unwrap().is_none());
        let mut stored = AccountCredentials::default();
        stored.set("token", Secret::new("a\"\\\n\u{1}ü🔑".into()));
        stored.set("empty", Secret::new(String::new()));
        store.store_account(&profile, &account, &stored).unwrap();
        let loaded = store.load_account(&profile, &account).unwrap().unwrap();
        assert_eq!(loaded, stored);
        assert_eq!(loaded.fields_present(), ["token"]);
        assert_eq!(format!("{loaded:?}"), "AccountCredentials([\"token\"])");
        assert!(store.load_account(&"other".parse().unwrap(), &account).unwrap().is_none());
        assert!(store.remove_account(&profile, &account).unwrap());
        assert!(!store.remove_account(&profile, &account).unwrap());
    }

    #[test]
    fn an_item_that_is_not_ours_is_said_to_be_damaged_and_left_alone() {
        let store = SecretStore::in_memory();
        let (profile, account) = (ProfileName::default(), AccountName::from("a"));
        for text in ["", "plain", "[]", "{\"token\":1}"] {
            store.set("default/account/a", &Secret::new(text.into())).unwrap();
            assert!(matches!(store.load_account(&profile, &account), Err(SecretsError::Damaged)));
            assert_eq!(store.get("default/account/a").unwrap().unwrap().expose(), text);
        }
    }
}
