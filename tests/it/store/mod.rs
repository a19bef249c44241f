//! The store on a real encrypted file: what it keeps, what it refuses, and what it says then.

#![allow(clippy::unwrap_used, reason = "here a panic is the report, in helpers too")]

mod files;
mod histories;
#[cfg(target_os = "linux")]
mod killed;
mod leads;
mod outbox;
mod room;
mod versions;

use std::path::PathBuf;

use jiff::Timestamp;
use leadline::domain::{Change, Field, Lead, LeadId, LeadKind, RemoteId};
use leadline::store::{NewChange, Store, StoreError};

const KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
const OTHER_KEY: &str = "ff112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/// A profile's folder with its database.
struct Profile {
    folder: tempfile::TempDir,
}

impl Profile {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("leadline.db")
    }

    fn open(&self) -> Store {
        Store::open(&self.path(), KEY).unwrap()
    }

    /// Every file in the folder with its bytes.
    fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut all: Vec<_> = std::fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap())
            .map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap()))
            .collect();
        all.sort();
        all
    }

    /// Whether there is a file with this in its name.
    #[cfg(target_os = "linux")]
    fn files_named(&self, part: &str) -> bool {
        let mut entries = std::fs::read_dir(self.folder.path()).unwrap();
        entries.any(|entry| entry.unwrap().file_name().to_string_lossy().contains(part))
    }

    /// The database through bare SQLite, for what the store itself would never do.
    fn bare(&self) -> rusqlite::Connection {
        let connection = rusqlite::Connection::open(self.path()).unwrap();
        connection.execute_batch(&format!("PRAGMA key = \"x'{KEY}'\"")).unwrap();
        connection
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn noon() -> Timestamp {
    at("2026-11-20T12:00:00.123456Z")
}

fn lead(remote_id: &str) -> Lead {
    Lead::empty("main-bot".into(), RemoteId::from(remote_id), LeadKind::Lead)
}

fn keep(store: &mut Store, lead: &Lead) -> LeadId {
    store.write(|tx| tx.upsert_lead(lead, "{}", 1, noon(), false)).unwrap()
}

/// A status change of this lead, in a batch of its own.
fn set_status(store: &mut Store, lead: LeadId, word: &str) -> leadline::domain::ChangeId {
    store
        .write(|tx| {
            let batch = tx.new_batch(noon(), None)?;
            tx.add_change(&NewChange {
                batch,
                account: "main-bot".into(),
                lead,
                change: Change::set(Field::Status, word).unwrap(),
                base: Some("OPEN".to_owned()),
                made_at: noon(),
                who: "Mira Tan".to_owned(),
            })
        })
        .unwrap()
}

fn refused() -> StoreError {
    StoreError::Other("the work was given up".to_owned())
}

#[test]
fn the_connection_itself_answers_wal_and_full() {
    let profile = Profile::new();
    assert_eq!(profile.open().durability().unwrap(), "wal, FULL");
    assert_eq!(profile.open().durability().unwrap(), "wal, FULL");
    assert_eq!(Store::in_memory().unwrap().durability().unwrap(), "memory, FULL");
}

#[test]
fn an_untouched_database_is_whole() {
    profile_with_one_lead().open().integrity().unwrap();
    Store::in_memory().unwrap().integrity().unwrap();
}

fn profile_with_one_lead() -> Profile {
    let profile = Profile::new();
    keep(&mut profile.open(), &lead("64aa0000000000000000000c"));
    profile
}
