//! A keychain that lasts as long as the process: the demo, a session without a keychain, and tests.

use std::collections::BTreeMap;

use super::worker::Keychain;
use super::{Secret, SecretsError};

#[derive(Default)]
pub(super) struct MemoryKeychain(BTreeMap<String, Secret>);

impl Keychain for MemoryKeychain {
    fn get(&mut self, user: &str) -> Result<Option<Secret>, SecretsError> {
        Ok(self.0.get(user).cloned())
    }

    fn set(&mut self, user: &str, secret: &Secret) -> Result<(), SecretsError> {
        self.0.insert(user.into(), secret.clone());
        Ok(())
    }

    fn remove(&mut self, user: &str) -> Result<bool, SecretsError> {
        Ok(self.0.remove(user).is_some())
    }
}
