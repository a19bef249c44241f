//! The plug is pulled while a database is made, or while an older one is copied and brought up to date.

use std::path::Path;

use leadline::domain::{Change, Field, Lead, LeadKind, RemoteId};
use leadline::store::{NewChange, Store};
use rusqlite::Connection;

use super::disk::{Disk, Files};
use super::power::orphans;
use super::told::{self, Op};
use super::{Bench, CHILD_IN, laid_out};
use crate::support::dice::{Dice, rounds};
use crate::support::figures::proved;

const KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/// The format of the first release.
const VERSION_1: &str = include_str!("../../../src/store/schema/1.sql");

/// Below the watched folder, in a folder that is not there either.
const NEW: &str = "home/profile/leadline.db";
const OLD: &str = "leadline.db";

/// Not a test of its own: what a child of the tests below does.
#[test]
fn child_that_opens() {
    let Some(folder) = std::env::var_os(CHILD_IN) else { return };
    let old = Path::new(&folder).join(OLD);
    if old.exists() {
        Store::open(&old, KEY).unwrap();
        println!("\nopened");
        return;
    }
    let mut store = Store::open(&Path::new(&folder).join(NEW), KEY).unwrap();
    println!("\nopened");
    let lead = Lead::empty("main-bot".into(), RemoteId::from("64aa"), LeadKind::Lead);
    let now = jiff::Timestamp::now();
    let change = |tx: &leadline::store::Tx<'_>| {
        let lead = tx.upsert_lead(&lead, "{}", 1, now, false)?;
        let batch = tx.new_batch(now, None)?;
        let change = Change::set(Field::Status, "review").unwrap();
        tx.add_change(&NewChange {
            batch,
            account: "main-bot".into(),
            lead,
            change,
            base: None,
            made_at: now,
            who: "Mira Tan".to_owned(),
        })
    };
    store.write(change).unwrap();
    println!("kept");
}

/// Where the power is cut: before anything, after everything, in between, and right after each word of the child; long:
/// everywhere, several times.
fn places(dice: &mut Dice, ops: &[Op], lines: &[(usize, String)]) -> Vec<usize> {
    let all = ops.len() + 1;
    let mut anywhere = || usize::try_from(dice.below(all as u64)).unwrap();
    let mut places: Vec<usize> = (0..12).map(|_| anywhere()).chain([0, ops.len()]).collect();
    let words = lines.iter().filter(|(_, line)| ["opened", "kept"].contains(&line.as_str()));
    words.for_each(|(at, _)| places.extend([at + 1; 6]));
    (0..rounds(0, 3)).for_each(|_| places.extend(0..all));
    places.sort_unstable();
    places
}

/// Cuts the power at these places and hands over what is left, with the lines that had been said. Gives the figures.
fn cut(bench: &Bench, dice: &mut Dice, mut look: impl FnMut(usize, &Files, &[String])) -> String {
    let (mut disk, ops) = bench.told_by(&mut bench.child("creation::child_that_opens"));
    let lines = told::lines(&ops);
    assert!(lines.iter().any(|(_, line)| line == "opened"));
    let (places, mut done) = (places(dice, &ops, &lines), 0);
    for place in &places {
        ops[done..*place].iter().for_each(|op| disk.does(op));
        done = *place;
        let said: Vec<String> = lines.iter().take_while(|(at, _)| at < place).map(|(_, line)| line.clone()).collect();
        look(*place, &disk.after_a_cut(dice), &said);
    }
    format!("{} cuts in {} operations, 0 lost, 0 damaged", places.len(), ops.len())
}

#[test]
fn a_database_whose_making_is_cut_short_is_made_anew_and_a_made_one_is_there_with_its_folder() {
    let (bench, mut dice) = (Bench::new(), Dice::new());
    let mut seen = [0, 0];
    let figures = cut(&bench, &mut dice, |place, files, said| {
        let said = |what: &str| said.iter().any(|line| line == what);
        seen[usize::from(files.contains_key(NEW))] += 1;
        assert!(files.contains_key(NEW) || !said("opened"), "cut at {place}: it was made and is gone");
        let left = laid_out(files);
        let file = left.path().join(NEW);
        let store = Store::open(&file, KEY).unwrap_or_else(|error| panic!("cut at {place}: {error:?}"));
        store.integrity().unwrap();
        assert!(store.open_items().unwrap().len() == 1 || !said("kept"), "cut at {place}: the edit is gone");
        drop(store);
        assert!(orphans(&file, KEY).is_empty(), "cut at {place}");
    });
    assert!(seen.iter().all(|count| *count > 0), "all cuts came before it was there, or all after: {seen:?}");
    proved("power cuts while a database is made", &figures);
}

fn open(file: &Path) -> Connection {
    let connection = Connection::open(file).unwrap();
    connection.execute_batch(&format!("PRAGMA key = \"x'{KEY}'\"")).unwrap();
    connection
}

fn version(connection: &Connection) -> i64 {
    connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

/// What an agent wanted and what a vendor said, in words.
fn content(connection: &Connection) -> Vec<String> {
    let mut all = connection
        .prepare(
            "SELECT id || remote_id || (SELECT record FROM leads_cold WHERE lead = id) FROM leads_hot \
             UNION ALL SELECT id || change || state FROM outbox UNION ALL SELECT change || wish || who FROM journal",
        )
        .unwrap();
    all.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

/// A database of the first release on several pages; its newest rows stand in the log where `with_log` says so.
fn lay_down_version_1(file: &Path, with_log: bool) -> Vec<String> {
    let made = tempfile::tempdir().unwrap();
    let bare = open(&made.path().join(OLD));
    bare.execute_batch(VERSION_1).unwrap();
    bare.pragma_update(None, "user_version", 1).unwrap();
    bare.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).unwrap();
    bare.execute_batch(
        "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 40) \
         INSERT INTO leads_hot (id, account, remote_id, kind, is_online, page, read_at) \
         SELECT i, 'main-bot', 'r' || i, 'lead', 0, 1, i FROM n; \
         INSERT INTO leads_cold SELECT id, hex(randomblob(1000)) FROM leads_hot; \
         INSERT INTO batches (id, made_at) VALUES (1, 1); \
         INSERT INTO outbox (id, batch, account, lead, change, state, made_at, moved_at) \
         SELECT id, 1, account, id, '{\"op\":\"set\",\"field\":\"name\",\"value\":\"N\"}', 'queued', 1, 1 FROM leads_hot; \
         INSERT INTO journal (change, batch, account, lead, wish, who, made_at) \
         SELECT id, batch, account, lead, change, 'Mira Tan', 1 FROM outbox;",
    )
    .unwrap();
    let content = content(&bare);
    // While it is open its log is there.
    let bare = if with_log { Some(bare) } else { bare.close().map(|()| None).unwrap() };
    for entry in std::fs::read_dir(made.path()).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if !name.ends_with("-shm") {
            std::fs::copy(entry.path(), file.with_file_name(name)).unwrap();
        }
    }
    assert_eq!(bare.is_some(), file.with_file_name("leadline.db-wal").exists());
    content
}

#[test]
fn an_older_database_whose_bringing_up_to_date_is_cut_short_is_whole_and_never_without_its_copy() {
    let mut dice = Dice::new();
    for with_log in [false, true] {
        let bench = Bench::new();
        let before = lay_down_version_1(&bench.folder().join(OLD), with_log);
        let mut seen = [0, 0];
        let figures = cut(&bench, &mut dice, |place, files, said| {
            // Looked at apart: looking folds the log in.
            let (aside, left) = (laid_out(files), laid_out(files));
            let found = version(&open(&aside.path().join(OLD)));
            let is_new = found > 1;
            seen[usize::from(is_new)] += 1;
            assert!(is_new || !said.iter().any(|line| line == "opened"), "cut at {place}: what was done is undone");
            let copy = left.path().join("leadline.db.version-1.backup");
            if is_new {
                let copy = open(&copy);
                assert_eq!((version(&copy), content(&copy)), (1, before.clone()), "cut at {place}: the copy");
            }
            let file = left.path().join(OLD);
            let store = Store::open(&file, KEY).unwrap_or_else(|error| panic!("cut at {place}: {error:?}"));
            store.integrity().unwrap_or_else(|error| panic!("cut at {place}: {error:?}"));
            drop(store);
            assert_eq!(content(&open(&file)), before, "cut at {place}");
            assert_eq!(content(&open(&copy)), before, "cut at {place}: the copy afterwards");
            assert!(orphans(&file, KEY).is_empty(), "cut at {place}");
        });
        assert!(seen.iter().all(|count| *count > 0), "all cuts came before the steps, or all after: {seen:?}");
        proved("power cuts while one is renewed", &figures);
    }
}

#[test]
fn a_disk_that_was_not_asked_to_keep_a_folder_may_lose_what_is_in_it() {
    let mut disk = Disk::default();
    disk.does(&Op::MadeFolder { name: "home".to_owned() });
    disk.does(&Op::Created { file: 7, name: "home/a".to_owned() });
    disk.does(&Op::SyncedFolder { folder: "home".to_owned(), names: vec![("home/a".to_owned(), 7)] });
    let mut dice = Dice::new();
    let there = |disk: &Disk, dice: &mut Dice| (0..100).filter(|_| disk.after_a_cut(dice).len() == 1).count();
    assert!((1..100).contains(&there(&disk, &mut dice)));
    disk.does(&Op::SyncedFolder { folder: ".".to_owned(), names: Vec::new() });
    assert_eq!(there(&disk, &mut dice), 100);
}
