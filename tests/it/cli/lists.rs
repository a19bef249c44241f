//! Tags, notes and attributes, the probe, and new leads, as a script meets them.

use leadline::sandbox::{ListMode, SandboxOptions};
use serde_json::{Value, json};

use super::{few, text, uuids};
use crate::support::program::{ACCOUNT, Program, settings, wait_for};

const UUID: &str = "0d1f8a52-3b65-4b5e-9f0e-6b0f9f1c2a77";

/// A lead with an entry of each list.
fn prepared(options: SandboxOptions) -> (Program, leadline::sandbox::Sandbox, String) {
    let (program, sandbox) = Program::with_sandbox(options);
    let uuid = uuids(&program)[2].clone();
    let lists = json!({
        "status": "OPEN", "tags": ["vip"], "notes": [{ "title": "Call", "description": "after 17:00" }],
        "attributes": [{ "key": "PLAN", "value": "gold" }],
    });
    sandbox.edit(&uuid, &lists).unwrap();
    program.run(&["sync"]).ok();
    sandbox.clear_log();
    (program, sandbox, uuid)
}

fn notes(record: &Value) -> Vec<String> {
    let words = |note: &Value| format!("{}={}", text(&note["title"]), text(&note["description"]));
    record["profile"]["notes"].as_array().unwrap().iter().map(words).collect()
}

fn puts(sandbox: &leadline::sandbox::Sandbox) -> usize {
    sandbox.log().iter().filter(|entry| entry["method"] == "PUT").count()
}

#[test]
fn a_script_edits_lists_finds_out_first_and_then_everything_is_there() {
    for mode in [ListMode::Replace, ListMode::Append, ListMode::Merge] {
        let (program, sandbox, uuid) = prepared(SandboxOptions { lists: mode.into(), ..few() });
        let edit = [
            "edit",
            &uuid,
            "--add-tag",
            "refund",
            "--status",
            "review",
            "--add-note",
            "Refund=wait=ing",
            "--set-attribute",
            "ZONE=north",
            "--json",
        ];
        let made = program.run(&edit).ok().json();
        assert_eq!(made, json!({ "changes": [1, 2, 3, 4], "batch": 1 }));
        let ops: Vec<String> = program.outbox().iter().map(|row| text(&row["op"]).to_owned()).collect();
        assert_eq!(ops, ["add_tag", "set_status", "add_note", "set_attribute"]);
        let shown = program.run(&["show", &uuid, "--json"]).ok().json();
        assert_eq!(shown["tags"], json!(["vip", "refund"]));
        assert_eq!(shown["notes"][1], json!({ "id": null, "title": "Refund", "description": "wait=ing" }));
        assert_eq!(shown["attributes"][1], json!({ "key": "ZONE", "value": "north" }));

        let sent = program.run(&["outbox", "send", "--json"]).with(5).json();
        assert_eq!((&sent["confirmed"], &sent["needs_agent"]), (&json!(1), &json!(3)));
        assert!(text(&program.outbox()[0]["why"]).starts_with("find out first"));
        let other = uuids(&program)[5].clone();
        sandbox.edit(&other, &json!({ "tags": [], "notes": [], "attributes": [] })).unwrap();
        let found = program.run(&["account", "probe", ACCOUNT, "--lead", &other, "--json"]).ok().json();
        let word = serde_json::to_value(mode).unwrap();
        assert_eq!(found["lists"], json!({ "tags": word, "notes": word, "attributes": word }), "{found}");
        assert_eq!(found["findings"][0]["left"].is_null(), mode == ListMode::Replace, "{found}");

        program.run(&["outbox", "send"]).ok();
        let record = sandbox.record(&uuid).unwrap();
        assert_eq!(record["profile"]["userDetails"]["tags"], json!(["vip", "refund"]), "{mode:?}");
        assert_eq!(notes(&record), ["Call=after 17:00", "Refund=wait=ing"], "{mode:?}");
        assert_eq!(program.run(&["show", &uuid, "--json"]).ok().json()["pending"], json!([]));

        let id = text(&record["profile"]["notes"][0]["_id"]).to_owned();
        let exit = if mode == ListMode::Replace { 0 } else { 5 };
        program.run(&["edit", &uuid, "--delete-note", &id, "--remove-tag", "vip", "--send"]).with(exit);
        let left = notes(&sandbox.record(&uuid).unwrap());
        if mode == ListMode::Replace {
            assert_eq!(left, ["Refund=wait=ing"]);
        } else {
            assert_eq!(left.len(), 2);
            let rows = program.outbox();
            let whys = rows.iter().rev().take(2).map(|row| text(&row["why"]));
            assert!(whys.into_iter().all(|why| why.starts_with("the vendor keeps it")));
        }
    }
}

#[test]
fn a_clash_over_a_note_is_named_shown_and_answered() {
    let (program, sandbox, uuid) = prepared(few());
    program.configure(&settings(&sandbox.describe(), "lists = { notes = \"replace\", tags = \"replace\" }"));
    let id = text(&sandbox.record(&uuid).unwrap()["profile"]["notes"][0]["_id"]).to_owned();
    program.run(&["edit", &uuid, "--edit-note", "no-such", "A=b"]).refused(2, &format!("{id} (Call)"));
    program.run(&["edit", &uuid, "--edit-note", &id, "Call=mine"]).ok();
    let theirs = json!({ "profile.notes": [{ "_id": id, "title": "Call", "description": "theirs" }] });
    sandbox.edit(&uuid, &theirs).unwrap();
    program.run(&["outbox", "send"]).with(5);
    let clash = program.outbox()[0]["conflict"].clone();
    assert_eq!(clash["field"], "note");
    assert_eq!(clash["theirs"], json!({ "title": "Call", "description": "theirs" }));
    assert_eq!(clash["mine"], json!({ "title": "Call", "description": "mine" }));
    program.run(&["resolve", "1", "--field", "status=mine"]).with(1);
    program.run(&["resolve", "1", "--field", "note=mine"]).ok();
    program.run(&["outbox", "send"]).ok();
    assert_eq!(notes(&sandbox.record(&uuid).unwrap()), ["Call=mine"]);
}

#[test]
fn a_probe_that_is_killed_is_made_good_by_the_next_call() {
    let (program, sandbox, uuid) = prepared(few());
    sandbox.add_fault("rayzing:update:timeout-after:1".parse().unwrap());
    let mut child = program.command(&["account", "probe", ACCOUNT, "--lead", &uuid]).spawn().unwrap();
    wait_for("its first write", || puts(&sandbox) == 1);
    let is_wiped = || sandbox.record(&uuid).unwrap()["profile"]["notes"][0]["title"] != "Call";
    wait_for("the write to be stored", is_wiped);
    child.kill().unwrap();
    child.wait().unwrap();
    program.run(&["sync"]).ok();
    let record = sandbox.record(&uuid).unwrap();
    assert_eq!(notes(&record), ["Call=after 17:00"]);
    assert_eq!(record["profile"]["userDetails"]["tags"], json!(["vip"]));
    // And it is known what it was.
    program.run(&["edit", &uuid, "--remove-tag", "vip", "--send"]).ok();
    assert_eq!(sandbox.record(&uuid).unwrap()["profile"]["userDetails"]["tags"], json!([]));
}

#[test]
fn a_new_lead_is_kept_shown_sent_and_found() {
    let (program, sandbox, uuid) = prepared(few());
    program.run(&["create", "--uuid", "64aa"]).refused(2, "uuid");
    program.run(&["create", "--uuid", &uuid]).refused(1, "here already");
    let made = program.run(&["create", "--uuid", UUID, "--name", "Omar", "--status", "review", "--json"]).ok().json();
    assert_eq!(made["changes"].as_array().unwrap().len(), 3);
    assert_eq!(puts(&sandbox), 0);
    let shown = program.run(&["show", UUID, "--json"]).ok().json();
    assert_eq!((&shown["name"], &shown["pending"]), (&json!("Omar"), &made["changes"]));
    assert!(program.leads("omar").iter().any(|lead| lead["uuid"] == UUID));
    assert_eq!(program.outbox()[0]["op"], "create");
    program.run(&["outbox", "send", "--until-idle"]).ok();
    let record = sandbox.record(UUID).unwrap();
    assert_eq!((&record["status"], &record["profile"]["userDetails"]["name"]), (&json!("REVIEW"), &json!("Omar")));
    assert_eq!(program.run(&["show", UUID, "--json"]).ok().json()["id"], record["_id"]);
    assert_eq!(puts(&sandbox), 1);
}
