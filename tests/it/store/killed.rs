//! Migrations that are killed: whenever it happens, the next start has every row, and a copy from before lies beside it.
//!
//! The one that opens is a child, this very test binary, told by a variable to act as one.

#![allow(clippy::print_stdout, reason = "a test that fails says how far it came")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use leadline::store::Store;
use rusqlite::Connection;

use super::{KEY, Profile};
use crate::support::dice::{Dice, rounds};
use crate::support::figures::proved;
use crate::support::program::{pause, wait_for};

const OPENS: &str = "LEADLINE_TEST_OPENS";

/// Every step that was released, in order.
const STEPS: [&str; 5] = [
    include_str!("../../../src/store/schema/1.sql"),
    include_str!("../../../src/store/schema/2.sql"),
    include_str!("../../../src/store/schema/3.sql"),
    include_str!("../../../src/store/schema/4.sql"),
    include_str!("../../../src/store/schema/5.sql"),
];
/// In the name of a copy that is whole.
const COPY_DONE: &str = "leadline.db.version-";
const NEWEST: usize = STEPS.len();

/// Enough rows that copying and migrating take a while: some two thousand leads, and something in most other tables.
const ROWS: &str = "
    WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
        INSERT INTO leads_hot (account, remote_id, uuid, kind, name, tags, is_online, page, read_at)
        SELECT 'main-bot', printf('%024x', i), hex(randomblob(16)), 'lead', hex(randomblob(12)), '[\"vip\"]', 0, i / 50, i FROM n;
    INSERT INTO leads_cold SELECT id, hex(randomblob(400)) FROM leads_hot;
    INSERT INTO batches (made_at) SELECT 1000 + id FROM leads_hot WHERE id <= 300;
    INSERT INTO outbox (batch, account, lead, change, state, attempts, made_at, moved_at)
        SELECT id, 'main-bot', id, hex(randomblob(60)), 'queued', 0, id, id FROM batches;
    INSERT INTO memory VALUES ('search', 'tag:vip');
    INSERT INTO meta VALUES ('canary', 'sings');
";

/// What came with the second version.
const ROWS_2: &str = "
    INSERT INTO histories SELECT id, 'loyalty', id, '{}' FROM leads_hot WHERE id <= 200;
    INSERT INTO interactions (lead, account, item) SELECT lead, account, hex(randomblob(200)) FROM histories;
    INSERT INTO seen_messages (lead, text, seen_at) SELECT id, name, id FROM leads_hot WHERE id <= 200;
";

/// A filled database of an old version.
struct Old {
    profile: Profile,
    /// Kept open where the rows stand in the log alone, as a program that was killed leaves them.
    log: Option<Connection>,
    version: usize,
    rows: Vec<String>,
}

impl Old {
    fn of(version: usize, in_log: bool) -> Self {
        let profile = Profile::new();
        let bare = profile.bare();
        if in_log {
            bare.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).unwrap();
            bare.query_row("PRAGMA wal_autocheckpoint = 0", [], |_| Ok(())).unwrap();
        }
        let more = if version > 1 { ROWS_2 } else { "" };
        bare.execute_batch(&format!("BEGIN; {} {ROWS} {more} COMMIT;", STEPS[..version].concat())).unwrap();
        bare.pragma_update(None, "user_version", i64::try_from(version).unwrap()).unwrap();
        let rows = rows(&bare, &tables(&bare));
        assert!(rows.len() > 4_000, "{}", rows.len());
        Self { profile, log: in_log.then_some(bare), version, rows }
    }

    /// Its files, as they stand on the disk, in a folder of their own.
    fn copied(&self) -> Profile {
        let copy = Profile::new();
        for name in ["leadline.db", "leadline.db-wal"] {
            let from = self.profile.folder.path().join(name);
            assert_eq!(from.exists(), name == "leadline.db" || self.log.is_some());
            if from.exists() {
                std::fs::copy(from, copy.folder.path().join(name)).unwrap();
            }
        }
        copy
    }

    /// Opens what was killed, and looks at every row of it and of the copy beside it.
    fn is_whole_in(&self, profile: &Profile) {
        let tables = tables(&self.profile.bare());
        let store = Store::open(&profile.path(), KEY).unwrap();
        store.integrity().unwrap();
        drop(store);
        let bare = profile.bare();
        assert_eq!((version(&bare), rows(&bare, &tables) == self.rows), (NEWEST, true), "rows differ");
        let copy = profile.folder.path().join(format!("leadline.db.version-{}.backup", self.version));
        let copy = opened(&copy);
        assert_eq!((version(&copy), rows(&copy, &tables) == self.rows), (self.version, true), "the copy differs");
        let names: Vec<String> = profile.files().into_iter().map(|(name, _)| name).collect();
        assert!(!names.iter().any(|name| name.contains(".part")), "half a copy stays behind: {names:?}");
    }
}

fn opened(path: &Path) -> Connection {
    let connection = Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
    connection.execute_batch(&format!("PRAGMA key = \"x'{KEY}'\"")).unwrap();
    connection
}

fn version(connection: &Connection) -> usize {
    let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    usize::try_from(found).unwrap()
}

/// The tables with their columns.
fn tables(connection: &Connection) -> Vec<(String, String)> {
    let sql = "SELECT m.name, group_concat(c.name, ', ') FROM sqlite_schema m, pragma_table_info(m.name) c \
               WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' GROUP BY m.name ORDER BY m.name";
    let mut statement = connection.prepare(sql).unwrap();
    let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    found.collect::<Result<_, _>>().unwrap()
}

/// Every row of these columns, in words.
fn rows(connection: &Connection, tables: &[(String, String)]) -> Vec<String> {
    let mut all = Vec::new();
    for (table, columns) in tables {
        // Which release brought the file to its version is the one thing that changes.
        let which = if table == "meta" { "WHERE key <> 'release'" } else { "" };
        let mut statement =
            connection.prepare(&format!("SELECT {columns} FROM {table} {which} ORDER BY 1, 2")).unwrap();
        let count = statement.column_count();
        let mut found = statement.query([]).unwrap();
        while let Some(row) = found.next().unwrap() {
            let cells: Vec<_> = (0..count).map(|at| format!("{:?}", row.get_ref(at).unwrap())).collect();
            all.push(format!("{table}: {}", cells.join(", ")));
        }
    }
    all
}

/// Not a test of its own: what the children of the test below run.
#[test]
fn child_process_entry() {
    let Some(path) = std::env::var_os(OPENS) else { return };
    println!("\n@ready");
    let mut go = [0];
    std::io::stdin().read_exact(&mut go).unwrap();
    let _store = Store::open(Path::new(&path), KEY).unwrap();
    println!("@open");
    // Until it is killed, or the other end goes.
    let _ended = std::io::stdin().read(&mut go);
}

/// A process of its own that opens the database.
struct Opener {
    child: Child,
    lines: std::io::Lines<BufReader<std::process::ChildStdout>>,
}

impl Opener {
    /// Stands before the opening.
    fn ready(profile: &Profile) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["store::killed::child_process_entry", "--exact", "--nocapture", "--test-threads=1"]);
        command.env(OPENS, profile.path()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut opener = Self { child, lines };
        assert!(opener.says("@ready"), "the child does not start");
        opener
    }

    /// Waits for this word; false when the child ended without it.
    fn says(&mut self, word: &str) -> bool {
        self.lines.by_ref().map_while(Result::ok).any(|line| line == word)
    }

    fn go(&mut self) {
        self.child.stdin.as_mut().unwrap().write_all(b"!").unwrap();
    }

    /// Kills it so that it can do nothing about it; whether it had opened by then.
    fn kill(mut self) -> bool {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.says("@open")
    }
}

#[test]
fn a_migration_killed_at_any_moment_loses_no_row_and_leaves_a_copy_from_before() {
    let mut dice = Dice::new();
    let olds: Vec<Old> = (1..NEWEST).flat_map(|version| [false, true].map(|in_log| Old::of(version, in_log))).collect();
    // How long an opening takes that nobody disturbs.
    let mut opener = Opener::ready(&olds[0].copied());
    let began = Instant::now();
    opener.go();
    assert!(opener.says("@open"));
    let whole = u64::try_from(began.elapsed().as_micros()).unwrap();
    opener.kill();

    let mut killed = std::collections::BTreeMap::new();
    for round in 0..rounds(20, 200) {
        let old = &olds[usize::try_from(round).unwrap() % olds.len()];
        let profile = old.copied();
        for _ in 0..=dice.below(3) {
            let mut opener = Opener::ready(&profile);
            opener.go();
            // Anywhere at all, or near the making of the copy, or in the steps after it.
            let (name, within) = dice.pick(&[("leadline.db", whole), (".backup", whole / 4), (COPY_DONE, whole / 4)]);
            wait_for(name, || profile.files_named(name));
            pause(Duration::from_micros(dice.below(within.max(1))));
            let moment = match opener.kill() {
                true => "too late",
                false if profile.files_named(COPY_DONE) => "after the copy",
                false if profile.files_named(".backup") => "in the copy",
                false => "before the copy",
            };
            *killed.entry(moment).or_insert(0) += 1;
        }
        println!("round {round}: version {}; killed so far: {killed:?}", old.version);
        old.is_whole_in(&profile);
    }
    let moments: Vec<String> = killed.iter().map(|(moment, count)| format!("{count} {moment}")).collect();
    proved("killed while it migrates", &format!("kills: {}; rows lost: 0; copies missing: 0", moments.join(", ")));
    assert!(killed.keys().any(|moment| *moment != "too late"), "none was killed before it was done");
}
