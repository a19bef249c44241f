//! The program itself on a disk that fails or is full: an edit is acknowledged only when it is there.

use leadline::sandbox::{Order, SandboxOptions};
use leadline::store::Store;

use super::Bench;
use super::power::orphans;
use crate::cli::database_key;
use crate::support::dice::{Dice, rounds};
use crate::support::figures::proved;
use crate::support::program::{Program, finish};

/// What a sentence about such a disk speaks of.
const WORDS: [&str; 4] = ["disk", "cannot be written", "cannot be opened", "database"];

#[test]
fn on_a_failing_disk_an_edit_is_acknowledged_only_when_it_is_there_and_otherwise_said_to_be_not() {
    let options = SandboxOptions { leads: 40, order: Order::UpdatedDesc, ..SandboxOptions::default() };
    let (program, sandbox) = Program::with_sandbox(options);
    let (bench, mut dice) = (Bench::new(), Dice::new());
    let failing = bench.failing();
    let lead = &program.leads("status:open").into_iter().find(|lead| lead["kind"] == "lead").unwrap();
    let uuid = lead["uuid"].as_str().unwrap();
    let folder = program.database_dir().canonicalize().unwrap();
    let (mut kept, mut unsaid, mut refused) = (Vec::new(), 0, 0);
    for round in 0..rounds(30, 600) {
        let (name, email) = (format!("Name {round:06}"), format!("n{round:06}@example.com"));
        let how = failing.begin(&mut dice, round);
        let mut edit = program.bounded(&["edit", uuid, "--name", &name, "--email", &email]);
        let ran = finish(bench.preload(&mut edit, &folder), "");
        let met = failing.end();
        let ids: Vec<i64> = ran.lines().iter().map(|line| line.parse().unwrap()).collect();
        match ran.code {
            Some(0) => assert_eq!(ids.len(), 2, "round {round}, {how}: {ran:?}"),
            // 1: it could not be kept. 7: the database could not even be opened.
            Some(1 | 7) => {
                refused += 1;
                assert!(met && ids.is_empty(), "round {round}, {how}: {ran:?}");
                assert!(WORDS.iter().any(|word| ran.err.contains(word)), "round {round}, {how}: {ran:?}");
            }
            _ => panic!("round {round}, {how}: {ran:?}"),
        }
        let rows = program.outbox();
        let there = |id: i64| rows.iter().find(|row| row["id"] == id);
        for (id, value) in ids.into_iter().zip([name.clone(), email]) {
            kept.push((id, value));
        }
        for (id, value) in &kept {
            let row = there(*id).unwrap_or_else(|| panic!("round {round}, {how}: {id} was acknowledged and is gone"));
            assert!(row.to_string().contains(value), "round {round}, {how}: {row}");
        }
        let of_this_round = rows.iter().filter(|row| row.to_string().contains(&format!("{round:06}"))).count();
        assert!(of_this_round % 2 == 0, "round {round}, {how}: half an edit is there");
        unsaid += usize::from(of_this_round == 2 && ran.code != Some(0));
    }
    assert!(!kept.is_empty() && refused > 0, "the disk failed never, or always");
    let figures =
        format!("{} acknowledged, 0 lost, {refused} calls refused, {unsaid} of them kept all the same", kept.len());
    proved("edits on a failing disk", &figures);

    // When the disk works again, so does everything.
    program.run(&["sync"]).ok();
    program.run(&["outbox", "send", "--until-idle"]).ok();
    let rows = program.outbox();
    for row in &rows {
        assert!(row["state"] == "confirmed" || row["state"] == "cancelled", "{row}");
    }
    let record = sandbox.record(uuid).unwrap();
    let name = record["profile"]["userDetails"]["name"].as_str().unwrap();
    let newest = rows.iter().rev().find(|row| row.to_string().contains("Name ")).unwrap();
    assert!(newest.to_string().contains(name), "the vendor has {name}: {newest}");
    let (file, key) = (folder.join("leadline.db"), database_key(&program));
    assert!(orphans(&file, &key).is_empty());
    Store::open(&file, &key).unwrap().integrity().unwrap();
}
