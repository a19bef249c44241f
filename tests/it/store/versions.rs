//! Files of other releases: newer ones are left alone, older ones are brought up to date or stay as they were.

use leadline::store::Store;

use super::*;

#[test]
fn a_newer_version_that_stands_only_in_the_log_is_refused_untouched() {
    let (profile, copy) = (profile_with_one_lead(), Profile::new());
    let bare = profile.bare();
    bare.pragma_update(None, "user_version", 7).unwrap();
    for name in ["leadline.db", "leadline.db-wal"] {
        std::fs::copy(profile.folder.path().join(name), copy.folder.path().join(name)).unwrap();
    }
    let ours = |files: Vec<(String, Vec<u8>)>| files.into_iter().filter(|(name, _)| !name.ends_with("-shm"));
    let before = copy.files();
    assert_eq!(Store::open(&copy.path(), KEY).unwrap_err(), StoreError::TooNew { found: 7, known: 2 });
    assert!(ours(copy.files()).eq(ours(before)));
}

#[test]
fn a_newer_database_is_refused_untouched() {
    let profile = profile_with_one_lead();
    profile.bare().pragma_update(None, "user_version", 7).unwrap();
    let before = profile.files();
    let error = Store::open(&profile.path(), KEY).unwrap_err();
    assert_eq!(error, StoreError::TooNew { found: 7, known: 2 });
    assert!(error.to_string().contains("newer Leadline"));
    assert_eq!(profile.files(), before);
}

#[test]
fn an_older_database_is_brought_up_to_date_after_an_encrypted_copy() {
    let profile = Profile::new();
    profile.bare().execute_batch("CREATE TABLE older (canary TEXT); INSERT INTO older VALUES ('canary')").unwrap();
    let mut store = profile.open();
    keep(&mut store, &lead("1"));
    drop(store);
    let rows = |connection: &rusqlite::Connection| -> String {
        connection.query_row("SELECT canary FROM older", [], |row| row.get(0)).unwrap()
    };
    assert_eq!(rows(&profile.bare()), "canary");

    let copy = profile.folder.path().join("leadline.db.version-0.backup");
    let bytes = std::fs::read(&copy).unwrap();
    assert!(!bytes.starts_with(b"SQLite format 3"));
    assert!(!String::from_utf8_lossy(&bytes).contains("canary"));
    let connection = rusqlite::Connection::open(&copy).unwrap();
    connection.execute_batch(&format!("PRAGMA key = \"x'{KEY}'\"")).unwrap();
    assert_eq!(rows(&connection), "canary");
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(version, 0);
}

#[test]
fn a_step_that_fails_leaves_the_older_database_as_it_was() {
    let profile = Profile::new();
    // The step makes this table too, after many others.
    profile.bare().execute_batch("CREATE TABLE sync_state (canary TEXT)").unwrap();
    let error = Store::open(&profile.path(), KEY).unwrap_err();
    assert!(!error.to_string().contains("sync_state"), "{error}");
    let bare = profile.bare();
    let tables: i64 = bare.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
    let version: i64 = bare.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!((tables, version), (1, 0));
}
