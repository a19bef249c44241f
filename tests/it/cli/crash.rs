//! Pulling the plug: what was acknowledged is there, and reaches the vendor once and in order.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::time::{Duration, Instant};

use leadline::sandbox::{Sandbox, SandboxOptions};
use leadline::store::Store;
use serde_json::{Value, json};

use super::{database, database_key, few, text, uuids};
use crate::support::dice::{Dice, rounds};
use crate::support::figures::proved;
use crate::support::program::{Program, pause};

/// Starts the program, kills it after that time (or lets it end before), and gives what it had printed.
fn killed_after(program: &Program, time: Duration, arguments: &[&str]) -> (bool, String) {
    let mut child = program.command(arguments).spawn().unwrap();
    pause(time);
    child.kill().unwrap();
    let ended = child.wait().unwrap().success();
    let mut printed = String::new();
    child.stdout.take().unwrap().read_to_string(&mut printed).unwrap();
    (ended, printed)
}

#[test]
fn every_edit_that_was_acknowledged_before_a_kill_is_in_the_outbox_at_the_next_start() {
    let (program, _sandbox) = Program::with_sandbox(few());
    let uuids = uuids(&program);
    let mut dice = Dice::new();
    let began = Instant::now();
    program.run(&["edit", &uuids[0], "--name", "First"]).ok();
    let usual = u64::try_from(began.elapsed().as_micros()).unwrap();
    let mut acknowledged = BTreeMap::from([(1_i64, "First".to_owned())]);
    let (mut cut_short, mut unasked) = (0, 0);
    let (file, key) = (program.database_dir().join("leadline.db"), database_key(&program));
    let rounds = rounds(50, 1_000);
    for round in 0..rounds {
        let uuid = &uuids[usize::try_from(dice.below(uuids.len() as u64)).unwrap()];
        let (name, email) = (format!("Name {round}"), format!("n{round}@example.com"));
        // From before anything is open to after the end, most often around the writing.
        let time = Duration::from_micros(usual / 4 + dice.below(usual));
        let (ended, printed) =
            killed_after(&program, time, &["edit", uuid, "--name", &name, "--email", &email, "--status", "review"]);
        cut_short += u64::from(!ended);
        let whole = printed.rfind('\n').map_or("", |end| &printed[..end]);
        let ids: Vec<i64> = whole.lines().map(|line| line.parse().unwrap()).collect();
        assert!(!ended || ids.len() == 3, "round {round} ended well and printed {printed:?}");
        for (id, what) in ids.iter().zip([&name, &email, "REVIEW"]) {
            assert_eq!(acknowledged.insert(*id, what.to_owned()), None, "change {id} was acknowledged twice");
        }
        let rows = program.outbox();
        let there: BTreeSet<i64> = rows.iter().map(|row| row["id"].as_i64().unwrap()).collect();
        let lost: Vec<_> = acknowledged.keys().filter(|id| !there.contains(id)).collect();
        assert!(lost.is_empty(), "round {round} lost {lost:?} of {acknowledged:?}");
        // All wishes of one call are kept, or none.
        assert_eq!(rows.len() % 3, 1, "half an edit in round {round}: {} rows", rows.len());
        unasked = rows.len() - acknowledged.len();
        let store = Store::open(&file, &key).unwrap();
        store.integrity().unwrap_or_else(|error| panic!("round {round}: {error}"));
    }
    let figures = format!(
        "{rounds} rounds, {cut_short} killed in time, {} acknowledged, 0 lost, {unasked} kept without",
        acknowledged.len()
    );
    proved("killed while it keeps edits", &figures);
    assert!(cut_short > 0 && acknowledged.len() > 1, "the kills came all too early or all too late");
    let bare = database(&program);
    let wish =
        |id: i64| bare.query_row("SELECT wish FROM journal WHERE change = ?1", [id], |row| row.get::<_, String>(0));
    for (id, what) in &acknowledged {
        let wish: Value = serde_json::from_str(&wish(*id).unwrap()).unwrap();
        assert_eq!(text(&wish["value"]), what, "change {id}");
    }
    let without =
        "SELECT count(*) FROM outbox LEFT JOIN journal ON journal.change = outbox.id WHERE journal.change IS NULL";
    assert_eq!(bare.query_row(without, [], |row| row.get::<_, i64>(0)).unwrap(), 0, "rows without a journal entry");
    drop(bare);
    assert_eq!(Store::open(&file, &key).unwrap().durability().unwrap(), "wal, FULL");
}

#[test]
fn a_sending_that_is_killed_again_and_again_delivers_each_edit_once_and_in_order() {
    let slow = leadline::sandbox::Timings { slow_ms: 120, ..Default::default() };
    let options = SandboxOptions { timings: slow, page_size: 10, ..few() };
    let (program, sandbox) = Program::with_sandbox(options);
    sandbox.add_fault("rayzing:update:slow".parse().unwrap());
    sandbox.add_fault("rayzing:list:slow".parse().unwrap());
    sandbox.clear_log();
    let uuids: Vec<String> = uuids(&program).into_iter().take(4).collect();
    let mut dice = Dice::new();
    let rounds = rounds(20, 1_000);
    let mut killed = 0;
    for round in 0..rounds {
        for uuid in &uuids[..usize::try_from(1 + dice.below(3)).unwrap()] {
            program.run(&["edit", uuid, "--name", &format!("{round:04}")]).ok();
        }
        let time = Duration::from_millis(80 + dice.below(700));
        let (ended, _) = killed_after(&program, time, &["outbox", "send", "--until-idle"]);
        killed += u64::from(!ended);
    }
    program.run(&["outbox", "send", "--until-idle"]).ok();
    assert!(killed > 0, "no sending was killed in time");

    let written = written(&sandbox);
    let writes: usize = written.values().map(Vec::len).sum();
    proved(
        "killed while it sends",
        &format!("{rounds} rounds, {killed} killed in time, {writes} writes, 0 twice, 0 out of order"),
    );
    for (uuid, names) in &written {
        assert!(names.is_sorted_by(|a, b| a < b), "{uuid} was written twice or out of order: {names:?}");
        assert_eq!(&sandbox.record(uuid).unwrap()["profile"]["userDetails"]["name"], names.last().unwrap());
    }
    let rows = program.outbox();
    for row in &rows {
        assert!(row["state"] == "confirmed" || row["state"] == "cancelled", "{row}");
    }
    for uuid in &uuids[..1] {
        assert_eq!(
            sandbox.record(uuid).unwrap()["profile"]["userDetails"]["name"],
            json!(format!("{:04}", rounds - 1))
        );
    }
}

/// The names that each lead was given, in the order of the requests.
fn written(sandbox: &Sandbox) -> BTreeMap<String, Vec<String>> {
    let mut written: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in sandbox.log().iter().filter(|entry| entry["method"] == "PUT") {
        let body = &entry["body"];
        let name =
            body.pointer("/userDetails/name").or_else(|| body.pointer("/name")).unwrap_or_else(|| panic!("{body}"));
        written.entry(text(&body["uuid"]).to_owned()).or_default().push(text(name).to_owned());
    }
    written
}
