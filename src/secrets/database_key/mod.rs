//! The database's key: made once, proven to be kept, never overwritten.
//!
//! The keychain holds the key as `PROFILE/database/ID`; the file `database.id` beside the database holds ID. The order
//! of a first start, each step durable before the next:
//!
//! 1. a new ID goes into `database.id` (in front; older IDs stay below it, since backups may need their keys);
//! 2. the keychain is asked for that ID and must have nothing, then stores the key;
//! 3. the key is read back and must be equal;
//! 4. only now does the caller get the key and make the database.
//!
//! Killed after 1: an ID without a key and without a database, for which the next start makes a new ID. Killed after
//! 2 or 3, or the storing timed out and landed late: the next start finds ID and key and uses them. So a database is
//! never made whose key is nowhere, and every key that was ever stored has its ID in the file. An ID is random and
//! used for one storing only, so no key can be overwritten, even when the keychain's "nothing there" was untrue (a
//! keychain that was never unlocked answers so). A recovery key (`printed`) goes back into the keychain only after it was
//! proven on the database itself. The caller holds the profile's [`Instance`](crate::instance::Instance).

mod printed;

use std::path::Path;

use zeroize::Zeroizing;

use super::{Secret, SecretStore, SecretsError};
use crate::paths::{ProfileName, read_text, write_atomically};

pub use printed::{print_recovery_key, read_recovery_key};

/// The file beside the database that holds the ID; its further lines are the IDs before it.
const ID_FILE: &str = "database.id";

/// Which of the keychain's keys: 32 hex digits. Not secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatabaseKeyId(String);

impl DatabaseKeyId {
    fn random() -> Result<Self, SecretsError> {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes).map_err(|_| SecretsError::other("no random numbers"))?;
        Ok(Self(hex(&bytes).to_string()))
    }

    fn parse(text: &str) -> Option<Self> {
        is_hex(text, 32).then(|| Self(text.into()))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What the keychain has for an ID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatabaseKey {
    /// The key, 64 hex digits.
    Found(Secret),
    /// Nothing, by the keychain's word, which is no proof.
    Missing,
}

impl SecretStore {
    /// The key for the database in `data_dir` (which exists), making one only when there is no database yet. `database_exists` is the
    /// caller's look at the disk, taken while it holds the profile.
    ///
    /// # Errors
    /// [`SecretsError::KeyGone`], [`SecretsError::KeyDamaged`] or [`SecretsError::KeyIdGone`]: there is a database but no
    /// key for it; nothing was changed. [`SecretsError::NotKept`], [`SecretsError::Path`] and the keychain's: no key may be used, try again.
    pub fn open_or_create_database_key(
        &self,
        profile: &ProfileName,
        data_dir: &Path,
        database_exists: bool,
    ) -> Result<Secret, SecretsError> {
        let ids = read_ids(data_dir)?;
        // A damaged ID file matters only to a database; without one its lines just stay below the new ID.
        let current = if database_exists {
            Some(ids.current()?.ok_or(SecretsError::KeyIdGone)?)
        } else {
            ids.current().ok().flatten()
        };
        if let Some(id) = current {
            match self.database_key(profile, &id) {
                Ok(DatabaseKey::Found(key)) => return Ok(key),
                Ok(DatabaseKey::Missing) if database_exists => {
                    return Err(SecretsError::KeyGone { user: item(profile, &id) });
                }
                // Nothing, or no key, and nothing that needs it: a first start that was cut short.
                Ok(DatabaseKey::Missing) => {}
                Err(SecretsError::Damaged) if database_exists => {
                    return Err(SecretsError::KeyDamaged { user: item(profile, &id) });
                }
                Err(SecretsError::Damaged) => {}
                Err(error) => return Err(error),
            }
        }
        let (_, key) = self.create_database_key(profile, |id| ids.put_in_front(data_dir, id))?;
        Ok(key)
    }

    /// What the keychain has for `id`.
    ///
    /// # Errors
    /// The keychain's, and [`SecretsError::Damaged`] when the item is no key.
    pub fn database_key(&self, profile: &ProfileName, id: &DatabaseKeyId) -> Result<DatabaseKey, SecretsError> {
        match self.get(&item(profile, id))? {
            Some(key) if is_hex(key.expose(), 64) => Ok(DatabaseKey::Found(key)),
            Some(_) => Err(SecretsError::Damaged),
            None => Ok(DatabaseKey::Missing),
        }
    }

    /// Makes a key of 32 random bytes under a new ID, stores it and reads it back. `remember` makes the ID durable
    /// before anything is stored.
    ///
    /// # Errors
    /// Those of `remember` and of the keychain; [`SecretsError::NotKept`] when the key did not come back equal. The
    /// key must not be used then, and is found under its ID should it have been stored after all.
    pub fn create_database_key(
        &self,
        profile: &ProfileName,
        remember: impl FnOnce(&DatabaseKeyId) -> Result<(), SecretsError>,
    ) -> Result<(DatabaseKeyId, Secret), SecretsError> {
        let id = DatabaseKeyId::random()?;
        let mut bytes = Zeroizing::new([0_u8; 32]);
        getrandom::fill(&mut *bytes).map_err(|_| SecretsError::other("no random numbers"))?;
        let key = Secret::new(std::mem::take(&mut *hex(&*bytes)));
        remember(&id)?;
        self.store_new_key(profile, &id, &key)?;
        Ok((id, key))
    }

    /// Puts a recovery key that a person typed back into the keychain, for the existing database in `data_dir`.
    /// `opens` proves that it opens that database; before that nothing is stored, so a wrong one changes nothing and
    /// can never stand in the way of the right one. Where `database.id` is lost, or its item holds something else
    /// (which is left alone), the key gets a new ID.
    ///
    /// # Errors
    /// [`SecretsError::NotAKey`] and [`SecretsError::Slip`] before anything is tried; what `opens` says;
    /// [`SecretsError::Path`], [`SecretsError::NotKept`] and the keychain's.
    pub fn restore_database_key<E: From<SecretsError>>(
        &self,
        profile: &ProfileName,
        data_dir: &Path,
        typed: &Secret,
        opens: impl FnOnce(&Secret) -> Result<(), E>,
    ) -> Result<(), E> {
        let key = read_recovery_key(typed.expose())?;
        opens(&key)?;
        Ok(self.keep_proven_key(profile, data_dir, &key)?)
    }

    fn keep_proven_key(&self, profile: &ProfileName, data_dir: &Path, key: &Secret) -> Result<(), SecretsError> {
        let ids = read_ids(data_dir)?;
        if let Ok(Some(id)) = ids.current() {
            match self.database_key(profile, &id) {
                Ok(DatabaseKey::Found(held)) if held == *key => return Ok(()),
                Ok(DatabaseKey::Missing) => return self.store_new_key(profile, &id, key),
                Ok(DatabaseKey::Found(_)) | Err(SecretsError::Damaged) => {}
                Err(error) => return Err(error),
            }
        }
        // What stood there is kept below the new one: it may be the key of a backup, or of a file that was set aside.
        let id = DatabaseKeyId::random()?;
        ids.put_in_front(data_dir, &id)?;
        self.store_new_key(profile, &id, key)
    }

    /// The key of the database in `data_dir`, as the keychain has it, printed for a person to write down.
    ///
    /// # Errors
    /// [`SecretsError::KeyGone`] or [`SecretsError::KeyIdGone`] where there is none, and the keychain's.
    pub fn recovery_key(&self, profile: &ProfileName, data_dir: &Path) -> Result<Secret, SecretsError> {
        let id = read_ids(data_dir)?.current()?.ok_or(SecretsError::KeyIdGone)?;
        match self.database_key(profile, &id)? {
            DatabaseKey::Found(key) => print_recovery_key(&key),
            DatabaseKey::Missing => Err(SecretsError::KeyGone { user: item(profile, &id) }),
        }
    }

    fn store_new_key(&self, profile: &ProfileName, id: &DatabaseKeyId, key: &Secret) -> Result<(), SecretsError> {
        let user = item(profile, id);
        if self.get(&user)?.is_some() {
            return Err(SecretsError::KeyTaken);
        }
        self.set(&user, key)?;
        match self.get(&user)? {
            Some(kept) if kept == *key => Ok(()),
            _ => Err(SecretsError::NotKept),
        }
    }
}

/// The lines of `database.id`, newest first, as they stand there.
struct Ids(Option<String>);

fn read_ids(data_dir: &Path) -> Result<Ids, SecretsError> {
    Ok(Ids(read_text("key id file", &data_dir.join(ID_FILE))?))
}

impl Ids {
    /// The first line; `None` when there is no file. A file that cannot be understood is an error: taking it for "no
    /// file" would forget a key.
    fn current(&self) -> Result<Option<DatabaseKeyId>, SecretsError> {
        let Some(text) = &self.0 else { return Ok(None) };
        let first = text.lines().next().unwrap_or_default();
        DatabaseKeyId::parse(first.trim()).map(Some).ok_or(SecretsError::KeyIdGone)
    }

    fn put_in_front(&self, data_dir: &Path, id: &DatabaseKeyId) -> Result<(), SecretsError> {
        let older = self.0.as_deref().unwrap_or_default();
        let text = format!("{}\n{older}", id.as_str());
        Ok(write_atomically("key id file", &data_dir.join(ID_FILE), text.as_bytes())?)
    }
}

fn item(profile: &ProfileName, id: &DatabaseKeyId) -> String {
    format!("{profile}/database/{}", id.as_str())
}

fn is_hex(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

fn hex(bytes: &[u8]) -> Zeroizing<String> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() * 2));
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

#[cfg(test)]
mod tests;
