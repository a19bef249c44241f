//! The outbox from outside: what a person can do with a change, and how a conflict is answered.

use leadline::sandbox::Sandbox;
use serde_json::{Value, json};

use super::{few, uuids};
use crate::support::program::Program;

fn row(program: &Program, id: u64) -> Value {
    program.outbox().into_iter().find(|row| row["id"] == id).unwrap()
}

fn writes(sandbox: &Sandbox) -> usize {
    sandbox.log().iter().filter(|entry| entry["method"] == "PUT").count()
}

#[test]
fn a_change_is_held_released_dropped_and_tried_again_by_its_number() {
    let (program, sandbox) = Program::with_sandbox(few());
    let uuids = uuids(&program);
    for uuid in &uuids[..3] {
        program.run(&["edit", uuid, "--name", "Somebody Else"]).ok();
    }
    let held = program.run(&["outbox", "hold", "1"]).ok();
    assert_eq!((held.out.as_str(), held.err.as_str()), ("", "Change 1 is held until it is released.\n"));
    program.run(&["outbox", "drop", "2"]).ok();
    assert_eq!((&row(&program, 1)["state"], &row(&program, 2)["state"]), (&json!("held"), &json!("cancelled")));
    program.run(&["outbox", "retry", "1"]).refused(1, "held");
    program.run(&["outbox", "hold", "2"]).refused(1, "done already");
    program.run(&["outbox", "retry", "99"]).refused(1, "no change 99");
    program.run(&["outbox", "arrived", "3"]).refused(1, "recordings");
    program.run(&["outbox", "release", "3"]).refused(1, "not held");
    program.run(&["outbox", "drop", "three"]).refused(2, "number");

    program.run(&["outbox", "send", "--until-idle"]).ok();
    assert_eq!((&row(&program, 1)["state"], &row(&program, 3)["state"]), (&json!("held"), &json!("confirmed")));
    assert_eq!(writes(&sandbox), 1);
    program.run(&["outbox", "release", "1"]).ok();
    assert_eq!(row(&program, 1)["state"], "queued");
    program.run(&["outbox", "send"]).ok();
    assert_eq!(row(&program, 1)["state"], "confirmed");
    assert_eq!(writes(&sandbox), 2);
    let table = program.run(&["outbox"]).ok().out;
    assert_eq!(table.lines().count(), 4, "{table}");
}

#[test]
fn a_colleagues_edit_is_a_conflict_that_a_person_answers() {
    let (program, sandbox) = Program::with_sandbox(few());
    let leads: Vec<Value> = program.leads("status:open").into_iter().filter(|lead| lead["kind"] == "lead").collect();
    let uuid = |at: usize| leads[at]["uuid"].as_str().unwrap();
    for at in 0..2 {
        program.run(&["edit", uuid(at), "--status", "review"]).ok();
        sandbox.edit(uuid(at), &json!({ "status": "ONHOLD" })).unwrap();
    }
    let sent = program.run(&["outbox", "send", "--json"]).with(5).json();
    assert_eq!((&sent["needs_agent"], &sent["confirmed"]), (&json!(2), &json!(0)));
    assert_eq!(writes(&sandbox), 0, "nobody's work is overwritten");
    let conflict = row(&program, 1);
    assert_eq!(conflict["state"], "needs_agent");
    let sides = &conflict["conflict"];
    assert_eq!((&sides["field"], &sides["before"]), (&json!("status"), &json!("OPEN")));
    assert_eq!((&sides["theirs"], &sides["mine"]), (&json!("ONHOLD"), &json!("REVIEW")));
    assert!(sides["read_at"].as_str().unwrap().parse::<jiff::Timestamp>().is_ok());
    assert_eq!(program.run(&["show", uuid(0), "--json"]).ok().json()["status"], "REVIEW", "mine stays in sight");

    // What waits behind a conflict waits for the agent, not for a credential.
    program.run(&["edit", uuid(0), "--name", "Behind It"]).ok();
    assert_eq!(program.run(&["outbox", "send", "--json"]).with(5).json()["waiting"], 1);
    assert_eq!(writes(&sandbox), 0);

    program.run(&["resolve", "1"]).with(2);
    program.run(&["resolve", "1", "--field", "status=ours"]).refused(2, "mine or theirs");
    program.run(&["resolve", "1", "--field", "colour=mine"]).refused(2, "no field of that name");
    program.run(&["resolve", "1", "--field", "name=mine"]).with(1);
    program.run(&["resolve", "1", "--field", "status=mine", "--field", "status=theirs"]).with(2);
    let answered = program.run(&["resolve", "1", "--field", "status=mine", "--json"]).ok().json();
    assert_eq!(answered, json!({ "change": 1, "fields": { "status": "mine" } }));
    program.run(&["resolve", "2", "--field", "status=theirs"]).ok();
    program.run(&["resolve", "2", "--field", "status=theirs"]).with(1);
    program.run(&["outbox", "send"]).ok();
    assert_eq!(sandbox.record(uuid(0)).unwrap()["status"], "REVIEW");
    assert_eq!(sandbox.record(uuid(0)).unwrap()["profile"]["userDetails"]["name"], "Behind It");
    assert_eq!(sandbox.record(uuid(1)).unwrap()["status"], "ONHOLD");
    assert_eq!((&row(&program, 1)["state"], &row(&program, 2)["state"]), (&json!("confirmed"), &json!("cancelled")));
    assert_eq!(program.run(&["show", uuid(1), "--json"]).ok().json()["status"], "ONHOLD");
    assert_eq!(writes(&sandbox), 1);
}

#[test]
fn an_answer_of_yes_that_stored_nothing_never_becomes_confirmed() {
    let (program, sandbox) = Program::with_sandbox(few());
    sandbox.add_fault("rayzing:update:ok-stores-nothing".parse().unwrap());
    let uuid = &uuids(&program)[0];
    let sent = program.run(&["edit", uuid, "--name", "New Name", "--send"]).with(5);
    assert_eq!(sent.lines(), ["1"]);
    assert_eq!(row(&program, 1)["state"], "needs_agent");
    sandbox.clear_faults();
    program.run(&["outbox", "retry", "1"]).ok();
    program.run(&["outbox", "send"]).ok();
    assert_eq!(row(&program, 1)["state"], "confirmed");
}
