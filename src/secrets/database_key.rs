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
//! keychain that was never unlocked answers so). The caller holds the profile's [`Instance`](crate::instance::Instance).

use std::path::Path;

use zeroize::Zeroizing;

use super::{Secret, SecretStore, SecretsError};
use crate::paths::{ProfileName, read_text, write_atomically};

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
    /// The key for the database in `data_dir`, making one only when there is no database yet. `database_exists` is the
    /// caller's look at the disk, taken while it holds the profile.
    ///
    /// # Errors
    /// [`SecretsError::KeyGone`] or [`SecretsError::KeyIdGone`]: there is a database but no key for it; nothing was
    /// changed. [`SecretsError::NotKept`], [`SecretsError::Path`] and the keychain's: no key may be used, try again.
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
            match self.database_key(profile, &id)? {
                DatabaseKey::Found(key) => return Ok(key),
                DatabaseKey::Missing if database_exists => {
                    return Err(SecretsError::KeyGone { user: item(profile, &id) });
                }
                DatabaseKey::Missing => {}
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

    /// Puts a key that a person wrote down back into the keychain, for the existing database in `data_dir`. Where
    /// `database.id` is lost too, it gets a new ID. The key is proven only by opening the database with it.
    ///
    /// # Errors
    /// [`SecretsError::NotAKey`], [`SecretsError::KeyTaken`] when a different key is there (it is left alone),
    /// [`SecretsError::Path`], [`SecretsError::NotKept`] and the keychain's.
    pub fn restore_database_key(
        &self,
        profile: &ProfileName,
        data_dir: &Path,
        key: &Secret,
    ) -> Result<(), SecretsError> {
        let key = Secret::new(key.expose().trim().to_ascii_lowercase());
        if !is_hex(key.expose(), 64) {
            return Err(SecretsError::NotAKey);
        }
        let ids = read_ids(data_dir)?;
        let id = match ids.current() {
            Ok(Some(id)) => id,
            // Lost or damaged: what stood there is kept below the new one.
            _ => {
                let id = DatabaseKeyId::random()?;
                ids.put_in_front(data_dir, &id)?;
                id
            }
        };
        match self.database_key(profile, &id)? {
            DatabaseKey::Found(held) if held == key => Ok(()),
            DatabaseKey::Found(_) => Err(SecretsError::KeyTaken),
            DatabaseKey::Missing => self.store_new_key(profile, &id, &key),
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
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use super::super::worker::{Keychain, Worker};
    use super::*;

    fn profile() -> ProfileName {
        ProfileName::default()
    }

    fn id_lines(dir: &Path) -> Vec<String> {
        fs::read_to_string(dir.join(ID_FILE)).unwrap().lines().map(str::to_owned).collect()
    }

    #[test]
    fn the_first_start_makes_a_key_and_every_later_one_finds_it() {
        let (dir, store) = (tempfile::tempdir().unwrap(), SecretStore::in_memory());
        let key = store.open_or_create_database_key(&profile(), dir.path(), false).unwrap();
        assert!(is_hex(key.expose(), 64));
        for exists in [false, true, true] {
            assert_eq!(store.open_or_create_database_key(&profile(), dir.path(), exists).unwrap(), key);
        }
        assert_eq!(id_lines(dir.path()).len(), 1);
    }

    #[test]
    fn with_a_database_no_key_is_ever_made() {
        let (dir, store) = (tempfile::tempdir().unwrap(), SecretStore::in_memory());
        let open = |exists| store.open_or_create_database_key(&profile(), dir.path(), exists);
        assert!(matches!(open(true), Err(SecretsError::KeyIdGone)));
        assert!(!dir.path().join(ID_FILE).exists());
        let id = "0".repeat(32);
        fs::write(dir.path().join(ID_FILE), &id).unwrap();
        let said = open(true).unwrap_err().to_string();
        let want = format!(
            "The database's key is not in the keychain (item `default/database/{id}` of `leadline`), so the database \
             cannot be opened. Nothing was deleted. Restore or unlock the keychain that held it and try again, or enter \
             the recovery key."
        );
        assert_eq!(said, want);
        fs::write(dir.path().join(ID_FILE), "half an i").unwrap();
        assert!(matches!(open(true), Err(SecretsError::KeyIdGone)));
        assert_eq!(id_lines(dir.path()), ["half an i"]);
    }

    #[test]
    fn a_start_killed_between_id_and_key_gets_a_new_id_and_keeps_the_old_one_in_the_file() {
        let (dir, store) = (tempfile::tempdir().unwrap(), SecretStore::in_memory());
        for old in ["0".repeat(32), "damaged".into()] {
            fs::write(dir.path().join(ID_FILE), format!("{old}\n")).unwrap();
            let key = store.open_or_create_database_key(&profile(), dir.path(), false).unwrap();
            let lines = id_lines(dir.path());
            assert_eq!(lines[1], old);
            let held = store.get(&format!("default/database/{}", lines[0])).unwrap().unwrap();
            assert_eq!(held, key);
        }
    }

    #[test]
    fn nothing_is_stored_when_the_id_could_not_be_written() {
        let store = SecretStore::in_memory();
        let gone = tempfile::tempdir().unwrap().path().join("gone");
        let mut tried = None;
        let made = store.create_database_key(&profile(), |id| {
            tried = Some(id.clone());
            Ids(None).put_in_front(&gone, id)
        });
        assert!(matches!(made, Err(SecretsError::Path(_))));
        assert_eq!(store.database_key(&profile(), &tried.unwrap()).unwrap(), DatabaseKey::Missing);
    }

    /// Says "stored" and keeps something else, as a keychain with an attached sync or a full disk may.
    #[derive(Default)]
    struct Forgetful(BTreeMap<String, Secret>, Option<&'static str>);

    impl Keychain for Forgetful {
        fn get(&mut self, user: &str) -> Result<Option<Secret>, SecretsError> {
            Ok(self.0.get(user).cloned())
        }

        fn set(&mut self, user: &str, _: &Secret) -> Result<(), SecretsError> {
            if let Some(other) = self.1 {
                self.0.insert(user.into(), Secret::new(other.into()));
            }
            Ok(())
        }

        fn remove(&mut self, _: &str) -> Result<bool, SecretsError> {
            Ok(false)
        }
    }

    #[test]
    fn a_key_that_does_not_come_back_equal_is_never_handed_out() {
        for kept in [None, Some("something else")] {
            let dir = tempfile::tempdir().unwrap();
            let store = SecretStore::over(Worker::start(Forgetful(BTreeMap::new(), kept)), false);
            let made = store.open_or_create_database_key(&profile(), dir.path(), false);
            assert!(matches!(made, Err(SecretsError::NotKept)));
        }
    }

    #[test]
    fn a_recovery_key_fills_a_gap_and_never_overwrites() {
        let (dir, store) = (tempfile::tempdir().unwrap(), SecretStore::in_memory());
        let restore = |text: &str| store.restore_database_key(&profile(), dir.path(), &Secret::new(text.into()));
        assert!(matches!(restore("too short"), Err(SecretsError::NotAKey)));
        let key = "AB".repeat(32);
        restore(&format!(" {key}\n")).unwrap();
        restore(&key).unwrap();
        assert!(matches!(restore(&"cd".repeat(32)), Err(SecretsError::KeyTaken)));
        let found = store.open_or_create_database_key(&profile(), dir.path(), true).unwrap();
        assert_eq!(found.expose(), key.to_ascii_lowercase());
    }
}
