//! Secrets: the text that must not be seen, and the keychain that keeps it. The only home of `keyring`.
//!
//! [`SecretStore`] is the door; behind it one thread (`worker`) owns the system's keychain (`os`) or a map
//! (`memory`). Above it lie the two things that are kept: an account's fields (`credentials`) and the database's key
//! (`database_key`). Items are named `leadline` / `PROFILE/account/ACCOUNT` and `PROFILE/database/ID`.

mod credentials;
mod database_key;
mod error;
mod memory;
mod os;
mod secret;
mod worker;

use std::sync::Arc;
use std::time::Duration;

pub use credentials::AccountCredentials;
pub use database_key::{DatabaseKey, DatabaseKeyId, print_recovery_key, read_recovery_key};
pub use error::{SecretsError, SecretsKind};
pub use secret::Secret;

use worker::{Answer, Request, Worker};

/// How long a call waits for the keychain unless told otherwise.
pub const TIMEOUT: Duration = Duration::from_secs(5);

/// A handle on the keychain; clones share it. Calls block up to the time-out, so never call one from the window's thread.
#[derive(Clone)]
pub struct SecretStore {
    worker: Arc<Worker>,
    timeout: Duration,
    in_memory: bool,
}

impl SecretStore {
    /// The operating system's keychain. Nothing is asked before the first call; a failed opening is tried again by the next.
    pub fn os_keychain() -> Self {
        Self::over(Worker::start(os::OsKeychain::new()), false)
    }

    /// Keeps everything in memory until the last handle is dropped: the demo, a session without a keychain, tests.
    pub fn in_memory() -> Self {
        Self::over(Worker::start(memory::MemoryKeychain::default()), true)
    }

    fn over(worker: Worker, in_memory: bool) -> Self {
        Self { worker: Arc::new(worker), timeout: TIMEOUT, in_memory }
    }

    /// The same keychain with another time-out a call.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Whether what is stored here ends with the process.
    pub fn is_in_memory(&self) -> bool {
        self.in_memory
    }

    /// Whether a call that timed out is still out, most often because of a dialog nobody has answered.
    pub fn is_waiting(&self) -> bool {
        self.worker.is_waiting()
    }

    /// Reads the item of `user`; `None` is the keychain's answer, which a keychain that was never unlocked also gives.
    ///
    /// # Errors
    /// Any [`SecretsError`] of the keychain; after [`SecretsError::Slow`] a late answer is kept for the next get of `user`.
    pub fn get(&self, user: &str) -> Result<Option<Secret>, SecretsError> {
        match self.worker.call(Request::Get(user.into()), self.timeout)? {
            Answer::Got(secret) => Ok(secret),
            _ => Err(SecretsError::other("answer")),
        }
    }

    /// Stores or replaces the item of `user`.
    ///
    /// # Errors
    /// Any [`SecretsError`] of the keychain; after [`SecretsError::Slow`] it may still be stored.
    pub fn set(&self, user: &str, secret: &Secret) -> Result<(), SecretsError> {
        self.worker.call(Request::Set(user.into(), secret.clone()), self.timeout).map(drop)
    }

    /// Removes the item of `user`; answers whether there was one.
    ///
    /// # Errors
    /// Any [`SecretsError`] of the keychain; after [`SecretsError::Slow`] it may still be removed.
    pub fn remove(&self, user: &str) -> Result<bool, SecretsError> {
        match self.worker.call(Request::Remove(user.into()), self.timeout)? {
            Answer::Removed(was_there) => Ok(was_there),
            _ => Err(SecretsError::other("answer")),
        }
    }
}

impl std::fmt::Debug for SecretStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecretStore").field("in_memory", &self.in_memory).finish_non_exhaustive()
    }
}
