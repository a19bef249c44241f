//! The file itself: encrypted, private, and left alone when it is not ours to open.

use leadline::store::{Store, StoreErrorKind};

use super::*;

#[test]
fn nothing_of_a_customer_stands_readable_in_any_file() {
    let profile = Profile::new();
    let mut store = profile.open();
    let mut nadia = lead("64aaCANARY");
    nadia.name = Some("Canary Nightingale".to_owned());
    let id = store.write(|tx| tx.upsert_lead(&nadia, r#"{"note":"canary song"}"#, 1, noon(), true)).unwrap();
    store
        .write(|tx| {
            tx.set_draft(id, &Field::Name.into(), "canary draft")?;
            tx.remember("search", "canary search")
        })
        .unwrap();
    set_status(&mut store, id, "review");
    // While it is open the log is full; afterwards everything is in the file.
    for when in ["open", "closed"] {
        let files = profile.files();
        assert!(files.iter().any(|(name, bytes)| name == "leadline.db" && bytes.len() > 4096));
        assert_eq!(files.iter().any(|(name, _)| name == "leadline.db-wal"), when == "open");
        for (name, bytes) in files {
            assert!(!bytes.starts_with(b"SQLite format 3"), "{name}");
            let readable = String::from_utf8_lossy(&bytes).to_lowercase();
            for canary in ["canary", "nightingale", "leads_hot", "mira tan"] {
                assert!(!readable.contains(canary), "{canary} in {name}, {when}");
            }
        }
        if when == "open" {
            store = Store::in_memory().unwrap();
        }
    }
    drop(store);
}

#[test]
fn a_wrong_key_is_refused_and_changes_nothing() {
    let profile = profile_with_one_lead();
    let before = profile.files();
    for key in [OTHER_KEY, "", "00", &format!("{KEY}'; --"), &KEY.replace('0', "g")] {
        let error = Store::open(&profile.path(), key).unwrap_err();
        assert_eq!(error, StoreError::WrongKey);
        assert_eq!(error.kind(), StoreErrorKind::CannotOpen);
        let words = error.to_string();
        assert!(words.contains("another database") && words.contains("damaged"), "{words}");
    }
    assert_eq!(profile.files(), before);
    profile.open().integrity().unwrap();
}

/// A copy of the files as a killed process leaves them: the newest writes in the log only.
fn killed() -> Profile {
    let (profile, copy) = (Profile::new(), Profile::new());
    let mut store = profile.open();
    // Large enough to make the file grow, which is written down in the first page.
    store.write(|tx| tx.upsert_lead(&lead("64aa"), &"x".repeat(100_000), 1, noon(), false)).unwrap();
    for name in ["leadline.db", "leadline.db-wal"] {
        std::fs::copy(profile.folder.path().join(name), copy.folder.path().join(name)).unwrap();
    }
    copy
}

fn leads_in(store: &Store) -> usize {
    let mut seen = 0;
    store.stored_leads(&mut |_| seen += 1).unwrap();
    seen
}

#[test]
fn a_wrong_key_leaves_the_log_of_a_killed_process_alone() {
    let copy = killed();
    let before = copy.files();
    assert_eq!(Store::open(&copy.path(), OTHER_KEY).unwrap_err(), StoreError::WrongKey);
    assert_eq!(copy.files(), before);
    assert_eq!(leads_in(&copy.open()), 1);
}

#[test]
fn a_first_page_that_stands_only_in_the_log_is_recovered() {
    let copy = killed();
    let mut bytes = std::fs::read(copy.path()).unwrap();
    // Everything behind the salt: what a power cut in the middle of a checkpoint can do.
    bytes[16..4096].fill(0);
    std::fs::write(copy.path(), bytes).unwrap();
    let before = copy.files();
    assert_eq!(Store::open(&copy.path(), OTHER_KEY).unwrap_err(), StoreError::WrongKey);
    assert_eq!(copy.files(), before);
    let store = copy.open();
    store.integrity().unwrap();
    assert_eq!(leads_in(&store), 1);
}

#[test]
fn a_first_page_that_was_folded_in_before_the_pages_it_tells_of_is_no_damage() {
    let copy = killed();
    let folded = Profile::new();
    for name in ["leadline.db", "leadline.db-wal"] {
        std::fs::copy(copy.folder.path().join(name), folded.folder.path().join(name)).unwrap();
    }
    folded.open().integrity().unwrap();
    // Where a checkpoint was cut short after its first page: the file is said to be longer than it is.
    let (mut bytes, grown) = (std::fs::read(copy.path()).unwrap(), std::fs::read(folded.path()).unwrap());
    assert!(grown.len() > bytes.len(), "the file did not grow");
    bytes[..4096].copy_from_slice(&grown[..4096]);
    std::fs::write(copy.path(), bytes).unwrap();
    let before = copy.files();
    assert_eq!(Store::open(&copy.path(), OTHER_KEY).unwrap_err(), StoreError::WrongKey);
    assert_eq!(copy.files(), before);
    let store = copy.open();
    store.integrity().unwrap();
    assert_eq!(leads_in(&store), 1);
}

#[test]
fn a_flipped_byte_is_an_error_and_never_other_data() {
    let profile = Profile::new();
    let mut store = profile.open();
    for n in 0..200 {
        keep(&mut store, &lead(&format!("64aa{n:020}")));
    }
    let mut expected = Vec::new();
    store.stored_leads(&mut |lead| expected.push(lead)).unwrap();
    drop(store);
    let whole = std::fs::read(profile.path()).unwrap();
    for at in (0..whole.len()).step_by(whole.len() / 40) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        std::fs::write(profile.path(), &bytes).unwrap();
        let mut seen = Vec::new();
        match Store::open(&profile.path(), KEY) {
            Err(error) => assert_eq!(error.kind(), StoreErrorKind::CannotOpen, "{error}"),
            Ok(store) => {
                assert!(matches!(store.integrity(), Err(StoreError::Damaged(_))), "byte {at}");
                let read = store.stored_leads(&mut |lead| seen.push(lead));
                assert!(read.is_ok() || matches!(read, Err(StoreError::Damaged(_))), "{read:?}");
                assert!(expected.starts_with(&seen), "byte {at}");
            }
        }
    }
}

#[test]
fn an_emptied_file_is_said_and_not_taken_for_a_new_one() {
    let copy = killed();
    std::fs::write(copy.path(), b"").unwrap();
    let before = copy.files();
    assert_eq!(Store::open(&copy.path(), KEY).unwrap_err(), StoreError::Damaged(0));
    assert_eq!(copy.files(), before, "the log still holds the newest writes");
}

#[test]
fn a_key_is_proven_without_a_trace() {
    let copy = killed();
    let before = copy.files();
    Store::is_key_of(&copy.path(), KEY).unwrap();
    for wrong in [OTHER_KEY, "", "00", &KEY.replace('0', "g")] {
        assert_eq!(Store::is_key_of(&copy.path(), wrong), Err(StoreError::WrongKey), "{wrong}");
    }
    assert_eq!(copy.files(), before);
    let newer = profile_with_one_lead();
    newer.bare().pragma_update(None, "user_version", 7).unwrap();
    Store::is_key_of(&newer.path(), KEY).unwrap();
    assert_eq!(Store::is_key_of(&newer.path(), OTHER_KEY), Err(StoreError::WrongKey));
    assert!(matches!(Store::is_key_of(&Profile::new().path(), KEY), Err(StoreError::Unwritable { .. })));
}

#[test]
fn a_database_that_is_set_aside_keeps_its_log_and_can_be_opened_under_its_new_name() {
    let profile = killed();
    let mut before = profile.files();
    before.retain(|(name, _)| !name.ends_with("-shm"));
    assert!(before.iter().any(|(name, bytes)| name == "leadline.db-wal" && !bytes.is_empty()));
    for n in 1..3 {
        let aside = Store::set_aside(&profile.path()).unwrap();
        assert_eq!(aside, profile.folder.path().join(format!("leadline.db.aside-{n}")));
        let files = profile.files();
        assert!(!files.iter().any(|(name, _)| name == "leadline.db" || name.starts_with("leadline.db-")), "{n}");
        if n == 1 {
            for (name, bytes) in &before {
                let new = name.replacen("leadline.db", "leadline.db.aside-1", 1);
                assert!(files.iter().any(|(other, same)| *other == new && same == bytes), "{new}");
            }
            keep(&mut profile.open(), &lead("new"));
        }
    }
    let names = |n: u32| {
        let store = Store::open(&profile.folder.path().join(format!("leadline.db.aside-{n}")), KEY).unwrap();
        let mut all = Vec::new();
        store.stored_leads(&mut |stored| all.push(stored.lead.remote_id.to_string())).unwrap();
        all
    };
    assert_eq!((names(1).contains(&"new".to_owned()), names(2)), (false, vec!["new".to_owned()]));
    assert!(!names(1).is_empty());
}

#[test]
fn the_log_of_a_database_that_was_taken_away_is_set_aside() {
    let profile = Profile::new();
    let log = profile.folder.path().join("leadline.db-wal");
    for n in 1..3 {
        std::fs::write(&log, format!("log {n}")).unwrap();
        profile.open().integrity().unwrap();
        std::fs::remove_file(profile.path()).unwrap();
        let aside = profile.folder.path().join(format!("leadline.db-wal.aside-{n}"));
        assert_eq!(std::fs::read(aside).unwrap(), format!("log {n}").into_bytes());
    }
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    fn mode(path: &std::path::Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn folder_and_files_are_for_this_user_only() {
        let outer = Profile::new();
        let path = outer.folder.path().join("new/profile/leadline.db");
        let mut store = Store::open(&path, KEY).unwrap();
        keep(&mut store, &lead("1"));
        assert_eq!(mode(path.parent().unwrap()), 0o700);
        for name in ["leadline.db", "leadline.db-wal", "leadline.db-shm"] {
            assert_eq!(mode(&path.with_file_name(name)), 0o600, "{name}");
        }
        drop(store);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        Store::open(&path, KEY).unwrap();
        assert_eq!(mode(&path), 0o600);
    }

    #[test]
    fn a_link_is_refused() {
        let profile = profile_with_one_lead();
        let link = profile.folder.path().join("link.db");
        symlink(profile.path(), &link).unwrap();
        let error = Store::open(&link, KEY).unwrap_err();
        assert!(error.to_string().contains("link.db cannot be written (it is a link"), "{error}");
    }

    #[test]
    fn a_place_that_cannot_be_written_is_named() {
        let profile = Profile::new();
        let file = profile.folder.path().join("file");
        std::fs::write(&file, b"").unwrap();
        // Permissions do not stop root, in whose name tests may run; these two stop everybody.
        for path in [file.join("leadline.db"), "/proc/leadline/leadline.db".into()] {
            let error = Store::open(&path, KEY).unwrap_err();
            let words = error.to_string();
            assert!(matches!(error, StoreError::Unwritable { .. }), "{error:?}");
            assert!(words.contains("cannot be written (") && words.contains("--data-dir"), "{words}");
        }
    }

    #[test]
    fn a_folder_without_permission_is_named() {
        let profile = Profile::new();
        let folder = profile.folder.path().join("closed");
        std::fs::create_dir(&folder).unwrap();
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o500)).unwrap();
        // Root may write there all the same.
        if std::fs::write(folder.join("probe"), b"").is_err() {
            let error = Store::open(&folder.join("leadline.db"), KEY).unwrap_err();
            assert!(error.to_string().contains("permission denied"), "{error}");
        }
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o700)).unwrap();
    }
}
