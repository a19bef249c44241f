//! First starts, kills at each step, keychains that lie: no key is lost, overwritten or used unproven.

use std::collections::BTreeMap;
use std::fs;

use super::*;
use crate::secrets::worker::{Keychain, Worker};

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
         the recovery key (by command: `leadline recovery restore`)."
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

/// Restores for a database whose key is `right`.
fn restore(store: &SecretStore, dir: &Path, typed: &str, right: &Secret) -> Result<(), SecretsError> {
    store.restore_database_key(&profile(), dir, &Secret::new(typed.into()), |key| {
        if key == right { Ok(()) } else { Err(SecretsError::other("does not open it")) }
    })
}

#[test]
fn a_recovery_key_fills_a_gap_once_it_was_proven() {
    let (dir, store) = (tempfile::tempdir().unwrap(), SecretStore::in_memory());
    let key = store.open_or_create_database_key(&profile(), dir.path(), false).unwrap();
    let written = store.recovery_key(&profile(), dir.path()).unwrap();
    let user = format!("default/database/{}", id_lines(dir.path())[0]);
    assert!(store.remove(&user).unwrap());
    assert!(matches!(store.recovery_key(&profile(), dir.path()), Err(SecretsError::KeyGone { .. })));

    for wrong in ["too short".to_owned(), "cd".repeat(32), written.expose().replacen('-', "x", 1)] {
        restore(&store, dir.path(), &wrong, &key).unwrap_err();
        assert_eq!((store.get(&user).unwrap(), id_lines(dir.path()).len()), (None, 1), "{wrong}");
    }
    for _ in 0..2 {
        restore(&store, dir.path(), &format!(" {}\n", written.expose().to_lowercase()), &key).unwrap();
        assert_eq!(store.open_or_create_database_key(&profile(), dir.path(), true).unwrap(), key);
    }
    assert_eq!(id_lines(dir.path()).len(), 1);
}

#[test]
fn a_recovery_key_is_not_tried_on_anything_before_its_slips_are_noticed() {
    let (dir, store) = (tempfile::tempdir().unwrap(), SecretStore::in_memory());
    let typed = Secret::new("0123-no-key".into());
    let tried = store.restore_database_key(&profile(), dir.path(), &typed, |_| -> Result<(), SecretsError> {
        panic!("it was tried")
    });
    assert!(matches!(tried, Err(SecretsError::Slip { group: 1 })));
}

#[test]
fn a_proven_recovery_key_is_kept_beside_whatever_stands_in_its_place() {
    let (dir, store) = (tempfile::tempdir().unwrap(), SecretStore::in_memory());
    store.open_or_create_database_key(&profile(), dir.path(), false).unwrap();
    let right = Secret::new("ab".repeat(32));
    for item in [Secret::new("cd".repeat(32)), Secret::new("no key".into())] {
        let id = id_lines(dir.path())[0].clone();
        store.set(&format!("default/database/{id}"), &item).unwrap();
        restore(&store, dir.path(), right.expose(), &right).unwrap();
        assert_eq!(store.open_or_create_database_key(&profile(), dir.path(), true).unwrap(), right);
        assert_eq!(store.get(&format!("default/database/{id}")).unwrap(), Some(item), "it was overwritten");
        assert_eq!(id_lines(dir.path())[1], id);
    }
    // Where the ID is lost or damaged, too.
    for lost in [None, Some("half an i")] {
        fs::remove_file(dir.path().join(ID_FILE)).unwrap();
        lost.iter().for_each(|text| fs::write(dir.path().join(ID_FILE), text).unwrap());
        restore(&store, dir.path(), right.expose(), &right).unwrap();
        assert_eq!(store.open_or_create_database_key(&profile(), dir.path(), true).unwrap(), right);
        assert_eq!(id_lines(dir.path()).get(1).map(String::as_str), lost);
    }
}

#[test]
fn an_item_that_is_no_key_is_left_alone_and_matters_only_to_a_database() {
    let (dir, store) = (tempfile::tempdir().unwrap(), SecretStore::in_memory());
    store.open_or_create_database_key(&profile(), dir.path(), false).unwrap();
    let user = format!("default/database/{}", id_lines(dir.path())[0]);
    store.set(&user, &Secret::new("no key".into())).unwrap();
    let opened = store.open_or_create_database_key(&profile(), dir.path(), true);
    assert!(matches!(opened, Err(SecretsError::KeyDamaged { user: named }) if named == user));
    store.open_or_create_database_key(&profile(), dir.path(), false).unwrap();
    assert_eq!(store.get(&user).unwrap().unwrap().expose(), "no key");
}
