//! Files of other releases: newer ones are left alone, older ones are brought up to date or stay as they were.

use leadline::domain::{ChangeId, LeadKind, OutboxState};
use leadline::store::{ItemMove, Store};
use rusqlite::Connection;

use super::*;

/// The format of the first release, and what the second adds to it.
const VERSION_1: &str = include_str!("../../../src/store/schema/1.sql");
const VERSION_2: &str = include_str!("../../../src/store/schema/2.sql");

/// The version that this release writes.
const NEWEST: i64 = 5;

/// The release that brings a file to it.
const RELEASE: &str = env!("CARGO_PKG_VERSION");

/// The columns that a table had in version 1.
fn columns_of_version_1(table: &str) -> &'static str {
    match table {
        "outbox" => {
            "id, batch, account, lead, change, base, state, why, conflict, attempts, next_try_at, made_at, moved_at, said_yes"
        }
        "attempts" => "id, change, began_at, ended_at, outcome",
        _ => "*",
    }
}

/// Every row of every table of version 1, in words.
fn rows(connection: &Connection) -> Vec<String> {
    let mut all = Vec::new();
    for table in [
        "meta",
        "leads_hot",
        "leads_cold",
        "observed_differences",
        "batches",
        "outbox",
        "journal",
        "attempts",
        "drafts",
        "memory",
        "sync_state",
    ] {
        // Which release brought the file to its version is the one thing that changes.
        let which = if table == "meta" { "WHERE key <> 'release'" } else { "" };
        let sql = format!("SELECT {} FROM {table} {which} ORDER BY 1, 2", columns_of_version_1(table));
        let mut statement = connection.prepare(&sql).unwrap();
        let columns = statement.column_count();
        let mut found = statement.query([]).unwrap();
        let before = all.len();
        while let Some(row) = found.next().unwrap() {
            let cells: Vec<_> = (0..columns).map(|at| format!("{:?}", row.get_ref(at).unwrap())).collect();
            all.push(format!("{table}: {}", cells.join(", ")));
        }
        assert!(all.len() > before || table == "meta", "{table} is empty");
    }
    all
}

fn version(connection: &Connection) -> i64 {
    connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

fn names(connection: &Connection) -> Vec<String> {
    let mut statement = connection.prepare("SELECT name FROM sqlite_schema ORDER BY name").unwrap();
    let names = statement.query_map([], |row| row.get(0)).unwrap();
    names.collect::<Result<_, _>>().unwrap()
}

/// A database of version 1 with something in every table, its lead, and its rows.
fn of_version_1() -> (Profile, LeadId, Vec<String>) {
    let (profile, filled) = (Profile::new(), Profile::new());
    // What is in it is written by the store, then carried over: only columns were added to these tables since.
    let mut store = filled.open();
    let mut nadia = lead("64aa0000000000000000000c");
    nadia.name = Some("নাদিয়া \u{202e}".to_owned());
    nadia.tags = vec!["vip".to_owned()];
    let record = "{\"x\" : 1.0, \"x\":2}\n";
    let id = store.write(|tx| tx.upsert_lead(&nadia, record, 7, noon(), true)).unwrap();
    let (first, second) = (set_status(&mut store, id, "review"), set_status(&mut store, id, "closed"));
    let done = ItemMove {
        state: OutboxState::Confirmed,
        why: String::new(),
        conflict: None,
        next_try_at: None,
        said_yes: true,
        base: None,
    };
    store
        .write(|tx| {
            tx.begin_attempt(&[first, second], "PUT https://vendor.example/x", noon())?;
            tx.finish_attempt(&[first], "yes", noon())?;
            tx.move_item(first, &done, noon())?;
            tx.observed(id, "status", Some("OPEN"), None, noon(), noon())?;
            tx.set_draft(id, &Field::Name.into(), "half a na")?;
            tx.remember("search", "tag:vip")?;
            tx.set_sync_state(&"main-bot".into(), LeadKind::Lead, "{\"page\":7}")
        })
        .unwrap();
    drop(store);

    let bare = profile.bare();
    bare.execute_batch(VERSION_1).unwrap();
    bare.pragma_update(None, "user_version", 1).unwrap();
    bare.pragma_update(None, "foreign_keys", false).unwrap();
    let source = filled.path().to_str().unwrap().to_owned();
    bare.execute(&format!("ATTACH ?1 AS filled KEY \"x'{KEY}'\""), [source]).unwrap();
    for table in names(&bare) {
        let is_table = bare
            .query_row("SELECT count(*) FROM sqlite_schema WHERE name = ?1 AND type = 'table'", [&table], |row| {
                row.get::<_, i64>(0)
            })
            .unwrap();
        if is_table == 1 && table != "sqlite_sequence" {
            let columns = columns_of_version_1(&table);
            bare.execute_batch(&format!("INSERT INTO main.{table} SELECT {columns} FROM filled.{table}")).unwrap();
        }
    }
    let rows = rows(&bare);
    bare.execute_batch("DETACH filled").unwrap();
    (profile, id, rows)
}

fn backup(profile: &Profile) -> Connection {
    let copy = profile.folder.path().join("leadline.db.version-1.backup");
    assert!(!std::fs::read(&copy).unwrap().starts_with(b"SQLite format 3"), "the copy is encrypted");
    let connection = Connection::open(copy).unwrap();
    connection.execute_batch(&format!("PRAGMA key = \"x'{KEY}'\"")).unwrap();
    connection
}

#[test]
fn version_1_becomes_the_newest_with_everything_whole_and_a_copy_beside_it() {
    let (profile, id, before) = of_version_1();
    let mut store = profile.open();
    store.integrity().unwrap();
    let found = store.stored_lead(id).unwrap().unwrap();
    assert_eq!((found.lead.name.as_deref(), found.page, found.changed), (Some("নাদিয়া \u{202e}"), 7, true));
    assert_eq!(store.record(id).unwrap().as_deref(), Some("{\"x\" : 1.0, \"x\":2}\n"));
    let states: Vec<_> = store.journal_of(id).unwrap().into_iter().map(|row| row.entry.state).collect();
    assert_eq!(states, [OutboxState::Confirmed, OutboxState::Sending]);
    assert!(store.histories(id).unwrap().is_empty() && store.seen_messages(id).unwrap().is_empty());
    // Numbers that were given out are not given out again.
    assert_eq!(set_status(&mut store, id, "onhold").0, 3);
    drop(store);
    profile
        .bare()
        .execute_batch(
            "DELETE FROM journal WHERE change = 3; DELETE FROM outbox WHERE id = 3; DELETE FROM batches WHERE id = 3",
        )
        .unwrap();
    assert_eq!((version(&profile.bare()), rows(&profile.bare())), (NEWEST, before.clone()));
    assert_eq!(names(&profile.bare()), names(&profile_with_one_lead().bare()), "as a new database has it");

    let copy = backup(&profile);
    assert_eq!((version(&copy), rows(&copy)), (1, before));
    assert!(!names(&copy).contains(&"histories".to_owned()));
    let bytes = std::fs::read(profile.folder.path().join("leadline.db.version-1.backup")).unwrap();
    profile.open();
    let again = std::fs::read(profile.folder.path().join("leadline.db.version-1.backup")).unwrap();
    assert_eq!(bytes, again, "a file that is up to date is not copied");
}

#[test]
fn an_open_change_of_an_earlier_version_belongs_to_nobody_until_its_account_takes_it() {
    let (profile, id, _) = of_version_1();
    let mut store = profile.open();
    let (first, second) = (ChangeId(1), ChangeId(2));
    assert_eq!((store.identity(first).unwrap(), store.identity(second).unwrap()), (None, None));
    let name = store.stored_lead(id).unwrap().unwrap().lead.account;
    assert!(store.has_orphans(&name).unwrap() && !store.has_orphans(&"other".into()).unwrap());
    store.write(|tx| tx.adopt_orphans(&name, "x bot_id=1")).unwrap();
    // The first is history: nothing more happens to it.
    assert_eq!(store.open_identities().unwrap(), [(second, "x bot_id=1".to_owned())]);
    assert!(!store.has_orphans(&name).unwrap());
    // What is known is not overwritten.
    store.write(|tx| tx.adopt_orphans(&name, "x bot_id=2")).unwrap();
    assert_eq!(store.identity(second).unwrap().as_deref(), Some("x bot_id=1"));
    store.write(|tx| tx.belongs_to(ChangeId(99), "x")).unwrap_err();
}

#[test]
fn a_step_to_version_2_that_fails_half_way_leaves_version_1_whole() {
    let (profile, _, before) = of_version_1();
    // The step makes this table after others.
    profile.bare().execute_batch("CREATE TABLE seen_messages (canary TEXT)").unwrap();
    let tables = names(&profile.bare());
    let error = Store::open(&profile.path(), KEY).unwrap_err();
    assert!(!error.to_string().contains("seen_messages"), "{error}");
    let bare = profile.bare();
    assert_eq!((version(&bare), names(&bare), rows(&bare)), (1, tables, before.clone()));
    assert_eq!(rows(&backup(&profile)), before);
    // When what was in the way is gone, it goes on.
    bare.execute_batch("DROP TABLE seen_messages").unwrap();
    drop(bare);
    profile.open().integrity().unwrap();
    assert_eq!((version(&profile.bare()), rows(&profile.bare())), (NEWEST, before));
}

#[test]
fn a_step_to_version_2_that_was_killed_half_way_begins_anew() {
    let (profile, _, before) = of_version_1();
    let killed = Profile::new();
    let bare = profile.bare();
    bare.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).unwrap();
    bare.execute_batch(&format!("PRAGMA cache_size = 1; BEGIN IMMEDIATE; {VERSION_2}; PRAGMA user_version = 2;"))
        .unwrap();
    // Enough to push pages of the unfinished step into the log.
    bare.execute_batch(
        "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 2000) \
         INSERT INTO seen_messages (lead, text, seen_at) SELECT (SELECT id FROM leads_hot), hex(randomblob(200)), i FROM n",
    )
    .unwrap();
    for name in ["leadline.db", "leadline.db-wal"] {
        std::fs::copy(profile.folder.path().join(name), killed.folder.path().join(name)).unwrap();
    }
    let log = std::fs::metadata(killed.folder.path().join("leadline.db-wal")).unwrap();
    assert!(log.len() > 100_000, "nothing of the step was on its way to the disk");
    assert_eq!((version(&killed.bare()), rows(&killed.bare())), (1, before.clone()));

    let store = killed.open();
    store.integrity().unwrap();
    drop(store);
    let bare = killed.bare();
    assert_eq!((version(&bare), rows(&bare)), (NEWEST, before.clone()));
    let unfinished: i64 = bare.query_row("SELECT count(*) FROM seen_messages", [], |row| row.get(0)).unwrap();
    assert_eq!(unfinished, 0);
    assert_eq!(rows(&backup(&killed)), before);
}

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
    assert_eq!(
        Store::open(&copy.path(), KEY).unwrap_err(),
        StoreError::TooNew { found: 7, known: NEWEST, release: Some(RELEASE.to_owned()) }
    );
    assert!(ours(copy.files()).eq(ours(before)));
}

#[test]
fn a_newer_database_is_refused_untouched() {
    let profile = profile_with_one_lead();
    profile.bare().pragma_update(None, "user_version", 7).unwrap();
    let before = profile.files();
    let error = Store::open(&profile.path(), KEY).unwrap_err();
    assert_eq!(error, StoreError::TooNew { found: 7, known: NEWEST, release: Some(RELEASE.to_owned()) });
    assert!(error.to_string().contains("newer Leadline"));
    assert_eq!(profile.files(), before);
}

#[test]
fn a_newer_database_says_which_release_it_takes_where_the_file_tells_it() {
    for (told, wanted) in [
        (Some("2.5.0-beta+7"), "Install Leadline 2.5.0-beta+7 or a later one again."),
        (Some("https://elsewhere.example/?"), "Install the newer Leadline again."),
        (None, "Install the newer Leadline again."),
    ] {
        let profile = profile_with_one_lead();
        let bare = profile.bare();
        bare.execute("DELETE FROM meta", []).unwrap();
        if let Some(told) = told {
            bare.execute("INSERT INTO meta VALUES ('release', ?1)", [told]).unwrap();
        }
        bare.pragma_update(None, "user_version", 7).unwrap();
        drop(bare);
        let said = Store::open(&profile.path(), KEY).unwrap_err().to_string();
        assert!(said.ends_with(wanted), "{said}");
    }
    // Where it does not even have the table.
    let profile = profile_with_one_lead();
    profile.bare().execute_batch("DROP TABLE meta; PRAGMA user_version = 7").unwrap();
    let said = Store::open(&profile.path(), KEY).unwrap_err().to_string();
    assert!(said.ends_with("Install the newer Leadline again."), "{said}");
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
