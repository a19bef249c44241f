//! The operating system's keychain, by `keyring`: the only file that names it.
//!
//! `keyring` chooses the platform's store and opens it once per process; a failure it remembers for ever. On Linux
//! the Secret Service may start later or be restarted, so there a failed opening is repeated by hand at the next call.

use std::sync::Arc;

use keyring_core::{CredentialStore, Entry, Error};

use super::worker::Keychain;
use super::{Secret, SecretsError};

/// The name under which the keychain's own program lists our items.
const SERVICE: &str = "leadline";

/// Opens the store; `again` when an earlier opening failed or its store stopped working.
type Open = Box<dyn FnMut(bool) -> keyring_core::Result<Arc<CredentialStore>> + Send>;

pub(super) struct OsKeychain {
    store: Option<Arc<CredentialStore>>,
    asked_before: bool,
    open: Open,
}

impl OsKeychain {
    pub(super) fn new() -> Self {
        Self::with_open(Box::new(open_platform_store))
    }

    fn with_open(open: Open) -> Self {
        Self { store: None, asked_before: false, open }
    }

    fn entry(&mut self, user: &str) -> Result<Entry, SecretsError> {
        let store = match &self.store {
            Some(store) => store.clone(),
            None => {
                let again = std::mem::replace(&mut self.asked_before, true);
                let opened = (self.open)(again).map_err(|e| SecretsError::from_keyring(e, true))?;
                self.store.insert(opened).clone()
            }
        };
        store.build(SERVICE, user, None).map_err(|e| SecretsError::from_keyring(e, false))
    }

    /// One call, repeated once with a new store when the old one failed: a restarted service has forgotten our session.
    fn call<T>(
        &mut self,
        user: &str,
        ask: impl Fn(&Entry) -> keyring_core::Result<T>,
    ) -> Result<Option<T>, SecretsError> {
        let had_store = self.store.is_some();
        match ask(&self.entry(user)?) {
            Ok(answer) => Ok(Some(answer)),
            Err(Error::NoEntry) => Ok(None),
            Err(error @ Error::PlatformFailure(_)) => {
                self.store = None;
                let failed = SecretsError::from_keyring(error, false);
                // Locked comes in this form too, and asking again would open a second dialog.
                if !had_store || matches!(failed, SecretsError::Locked | SecretsError::NotSetUp) {
                    return Err(failed);
                }
                match ask(&self.entry(user)?) {
                    Ok(answer) => Ok(Some(answer)),
                    Err(Error::NoEntry) => Ok(None),
                    Err(error) => Err(SecretsError::from_keyring(error, false)),
                }
            }
            Err(error) => Err(SecretsError::from_keyring(error, false)),
        }
    }
}

impl Keychain for OsKeychain {
    fn get(&mut self, user: &str) -> Result<Option<Secret>, SecretsError> {
        self.call(user, |entry| entry.get_password().map(Secret::new))
    }

    fn set(&mut self, user: &str, secret: &Secret) -> Result<(), SecretsError> {
        self.call(user, |entry| entry.set_password(secret.expose()))?.ok_or(SecretsError::Gone)
    }

    fn remove(&mut self, user: &str) -> Result<bool, SecretsError> {
        Ok(self.call(user, Entry::delete_credential)?.is_some())
    }

    fn forget(&mut self) {
        self.store = None;
    }
}

fn open_platform_store(again: bool) -> keyring_core::Result<Arc<CredentialStore>> {
    let status = keyring::Entry::store_status();
    if status.is_ok() && !again {
        return keyring_core::get_default_store().ok_or(Error::NoDefaultStore);
    }
    reopen(status)
}

#[cfg(target_os = "linux")]
fn reopen(_: &keyring_core::Result<()>) -> keyring_core::Result<Arc<CredentialStore>> {
    let store: Arc<CredentialStore> = zbus_secret_service_keyring_store::Store::new()?;
    keyring_core::set_default_store(store.clone());
    Ok(store)
}

/// These stores keep no connection: what is there stays good, what is not will not come.
#[cfg(not(target_os = "linux"))]
fn reopen(status: &keyring_core::Result<()>) -> keyring_core::Result<Arc<CredentialStore>> {
    match status {
        Ok(()) => keyring_core::get_default_store().ok_or(Error::NoDefaultStore),
        Err(error) => Err(Error::PlatformFailure(error.to_string().into())),
    }
}

#[cfg(test)]
mod tests {
    use keyring_core::mock;

    use super::*;

    fn failure(words: &str) -> Error {
        Error::PlatformFailure(words.to_owned().into())
    }

    fn fail_next(store: &Arc<mock::Store>, user: &str, error: Error) {
        let store: Arc<CredentialStore> = store.clone();
        let entry = store.build(SERVICE, user, None).unwrap();
        entry.as_any().downcast_ref::<mock::Cred>().unwrap().set_error(error);
    }

    fn over(store: &Arc<mock::Store>) -> OsKeychain {
        let store = store.clone();
        OsKeychain::with_open(Box::new(move |_| Ok(store.clone())))
    }

    #[test]
    fn an_opening_that_failed_is_tried_again_at_the_next_call() {
        let mut openings = 0;
        let store = mock::Store::new().unwrap();
        let mut keychain = OsKeychain::with_open(Box::new(move |again| {
            assert_eq!(again, openings > 0);
            openings += 1;
            if openings == 1 { Err(failure("org.freedesktop.DBus.Error.ServiceUnknown: x")) } else { Ok(store.clone()) }
        }));
        assert!(matches!(keychain.get("u"), Err(SecretsError::NoService)));
        keychain.set("u", &Secret::new("s".into())).unwrap();
        assert_eq!(keychain.get("u").unwrap().unwrap().expose(), "s");
    }

    #[test]
    fn a_store_that_stopped_working_is_replaced_within_the_call() {
        let store = mock::Store::new().unwrap();
        let mut keychain = over(&store);
        keychain.set("u", &Secret::new("s".into())).unwrap();
        fail_next(&store, "u", failure("org.freedesktop.DBus.Error.NoReply: gone"));
        assert_eq!(keychain.get("u").unwrap().unwrap().expose(), "s");
    }

    #[test]
    fn each_answer_of_the_platform_has_its_kind() {
        let boxed = |words: &str| words.to_owned().into();
        let cases: Vec<(Error, &str)> = vec![
            (failure("SS error: prompt dismissed"), "Locked"),
            (Error::NoStorageAccess(boxed("SS Error: object locked")), "Locked"),
            (Error::NoStorageAccess(boxed("SS error: result not returned from SS API")), "NotSetUp"),
            (Error::NoStorageAccess(boxed("User interaction is not allowed.")), "Denied"),
            (Error::BadEncoding(vec![0xff]), "Damaged"),
            (Error::TooLong("secret".into(), 2560), "TooLong { limit: 2560 }"),
            (Error::Ambiguous(vec![]), "Ambiguous"),
            (failure("org.freedesktop.Odd.Name: canary"), "Other { code: Some(\"org.freedesktop.Odd.Name\") }"),
        ];
        for (error, want) in cases {
            let store = mock::Store::new().unwrap();
            let mut keychain = over(&store);
            fail_next(&store, "u", error);
            assert_eq!(format!("{:?}", keychain.get("u").unwrap_err()), want);
        }
    }

    #[test]
    fn an_item_that_is_not_there_is_no_error() {
        let mut keychain = over(&mock::Store::new().unwrap());
        assert!(keychain.get("u").unwrap().is_none());
        assert!(!keychain.remove("u").unwrap());
    }
}
