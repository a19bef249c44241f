//! From an empty home to an edit that the vendor has.

use std::path::Path;

use leadline::sandbox::{Arrivals, Order, Sandbox, SandboxOptions};
use serde_json::{Value, json};

use super::{few, text};
use crate::support::program::{ACCOUNT, Program, Served, credential, settings};

/// What stands in the sandbox's log, without its times.
fn sent(log: &[Value]) -> Vec<String> {
    log.iter().map(|entry| format!("{} {}", entry["method"].as_str().unwrap(), entry["endpoint"])).collect()
}

/// Requests that changed something.
fn puts(log: &[Value]) -> Vec<&Value> {
    log.iter().filter(|entry| entry["method"] == "PUT").collect()
}

#[test]
fn an_edit_made_today_is_there_after_a_restart_and_reaches_the_vendor_once() {
    let program = Program::start();
    let served = Served::start(&program, &["--leads", "60", "--page-size", "7", "--order", "updated-desc"]);
    program.configure(&settings(&served.description, ""));
    let missing = program.run(&["sync", "--json"]).with(4);
    assert_eq!(missing.json()["accounts"][0]["failure"]["kind"], "credential");
    assert!(missing.err.contains("leadline credential set main-bot"), "{}", missing.err);

    let stored = program.run_with(&["credential", "set", ACCOUNT], &credential(&served.description)).ok();
    assert_eq!((stored.out.as_str(), stored.err.as_str()), ("", "Stored for main-bot: token.\n"));
    let test = program.run(&["account", "test", ACCOUNT, "--json"]).ok().json();
    assert_eq!(
        (&test["account"], &test["vendor"], &test["outcome"]),
        (&json!(ACCOUNT), &json!("rayzing"), &json!("works"))
    );

    let report = program.run(&["sync", "--json"]).ok().json();
    let account = &report["accounts"][0];
    assert_eq!((&account["leads_seen"], &account["leads_new"]), (&json!(60), &json!(60)), "{account}");
    assert_eq!((&account["name"], &account["skipped"]), (&json!(ACCOUNT), &json!([])));

    let open = program.leads("status:open");
    let lead = open.iter().find(|lead| lead["kind"] == "lead").unwrap();
    let (id, uuid) = (lead["id"].as_str().unwrap(), lead["uuid"].as_str().unwrap());
    let before = served.control(&format!("/state?key={uuid}"))["vendors"]["rayzing"]["records"][0]["record"].clone();
    let mark = served.control("/log").as_array().unwrap().last().unwrap()["n"].clone();

    let edited = program.run(&["edit", uuid, "--status", "REVIEW"]).ok();
    assert_eq!(edited.lines(), ["1"]);
    assert_eq!(served.control(&format!("/log?after={mark}")), json!([]), "an edit alone sends nothing");

    let waiting = program.outbox();
    assert_eq!(waiting.len(), 1);
    assert_eq!(
        (&waiting[0]["id"], &waiting[0]["state"], &waiting[0]["op"]),
        (&json!(1), &json!("queued"), &json!("set_status"))
    );
    assert_eq!(waiting[0]["lead"], id);
    let shown = program.run(&["show", uuid, "--json"]).ok().json();
    assert_eq!((&shown["status"], &shown["pending"]), (&json!("REVIEW"), &json!([1])));

    let report = program.run(&["outbox", "send", "--json"]).ok().json();
    assert_eq!(report, json!({ "confirmed": 1, "needs_agent": 0, "waiting": 0, "reasons": [] }));
    let log = served.control(&format!("/log?after={mark}"));
    let log = log.as_array().unwrap();
    let writes = puts(log);
    assert_eq!(writes.len(), 1, "{:?}", sent(log));
    let vendor = &served.description["vendors"]["rayzing"];
    let want =
        json!({ "uuid": uuid, "botId": vendor["bot_id"], "customerId": vendor["customer_id"], "status": "REVIEW" });
    assert_eq!(writes[0]["body"], want);
    assert_eq!(writes[0]["headers"]["x-bp-token"], "***");
    assert_eq!(writes[0]["headers"]["x-bot-token"], Value::Null);
    let at = log.iter().position(|entry| entry["method"] == "PUT").unwrap();
    let check = &log[at.checked_sub(1).expect("a check before the write")];
    assert_eq!((&check["method"], &check["endpoint"], &check["status"]), (&json!("GET"), &json!("list"), &json!(200)));
    assert_eq!(check["headers"]["x-bot-token"], "***");
    assert_eq!(check["headers"]["x-bp-token"], Value::Null);

    let mut after = served.control(&format!("/state?key={uuid}"))["vendors"]["rayzing"]["records"][0]["record"].clone();
    assert_eq!(after["status"], "REVIEW");
    for name in ["status", "updatedAt"] {
        after[name] = before[name].clone();
    }
    assert_eq!(after, before, "nothing but the status changed");
    assert_eq!(program.outbox()[0]["state"], "confirmed");
    assert_eq!(program.run(&["show", uuid, "--json"]).ok().json()["pending"], json!([]));
    program.run(&["outbox", "send"]).ok();
    assert_eq!(puts(served.control("/log").as_array().unwrap()).len(), 1, "nothing is sent twice");
}

#[test]
fn edit_with_send_prints_its_ids_in_the_order_of_the_options_and_delivers() {
    let (program, sandbox) = Program::with_sandbox(few());
    let leads = program.leads("-status:closed");
    let lead = leads.iter().find(|lead| lead["kind"] == "lead").unwrap();
    let uuid = lead["uuid"].as_str().unwrap();
    sandbox.clear_log();
    let made = program
        .run(&["edit", uuid, "--phone", "5550142", "--status", "closed", "--name", "Zoë Ünal", "--json", "--send"])
        .ok();
    assert_eq!(made.json(), json!({ "changes": [1, 2, 3], "batch": 1 }));
    let ops: Vec<_> = program.outbox().iter().map(|row| row["op"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ops, ["set_phone", "set_status", "set_name"]);
    let record = sandbox.record(uuid).unwrap();
    let details = &record["profile"]["userDetails"];
    assert_eq!((&record["status"], &details["name"]), (&json!("CLOSED"), &json!("Zoë Ünal")));
    assert_eq!(details["contact"]["phone"]["number"], "5550142");
    let log = sandbox.log();
    assert_eq!(puts(&log).len(), 1, "one write for three fields: {:?}", sent(&log));
}

#[test]
fn many_wishes_for_one_field_go_out_as_the_last_of_them_also_where_it_empties_the_field() {
    let (program, sandbox) = Program::with_sandbox(few());
    let uuids = super::uuids(&program);
    let last = ["Third", ""];
    for (uuid, last) in uuids.iter().zip(last) {
        for name in ["First", "Second", last] {
            program.run(&["edit", uuid, &format!("--name={name}")]).ok();
        }
    }
    sandbox.clear_log();
    let report = program.run(&["outbox", "send", "--json"]).ok().json();
    assert_eq!((&report["confirmed"], &report["needs_agent"]), (&json!(2), &json!(0)), "{report}");
    let log = sandbox.log();
    let names: Vec<&str> = puts(&log).iter().map(|entry| text(&entry["body"]["name"])).collect();
    assert_eq!(names, last);
    let states: Vec<_> = program.outbox().iter().map(|row| text(&row["state"]).to_owned()).collect();
    assert_eq!(states, ["cancelled", "cancelled", "confirmed"].repeat(2));
}

/// Every order with a page size of its own, both ways round, while leads arrive.
#[test]
fn whatever_the_order_and_the_size_of_pages_an_edit_is_checked_and_written_once() {
    let program = Program::start();
    let orders = [Order::UpdatedDesc, Order::CreatedDesc, Order::OldestFirst, Order::Shuffled];
    for (at, (order, page_size)) in orders.into_iter().cycle().zip([1, 7, 20, 1_000, 1_000, 20, 7, 1]).enumerate() {
        let arrivals = Arrivals { every: 5, count: 1 };
        let options = SandboxOptions { leads: 24, seed: at as u64, order, page_size, arrivals, ..few() };
        let sandbox = Sandbox::start(options).unwrap();
        let profile = format!("p{at}");
        let run = |arguments: &[&str]| program.run(&[&["--profile", &profile], arguments].concat());
        let file = run(&["config", "path"]).ok().out;
        std::fs::create_dir_all(Path::new(file.trim_end()).parent().unwrap()).unwrap();
        std::fs::write(file.trim_end(), settings(&sandbox.describe(), "")).unwrap();
        let token = credential(&sandbox.describe());
        program.run_with(&["--profile", &profile, "credential", "set", ACCOUNT], &token).ok();
        let case = format!("{order:?}, {page_size} a page");
        let seen = run(&["sync", "--json"]).ok().json()["accounts"][0]["leads_seen"].as_u64().unwrap();
        assert!(seen >= 24, "{case}: {seen} leads");
        let leads = run(&["leads", "status:open", "--format", "json"]).ok().json();
        let mut leads = leads.as_array().unwrap().iter().filter(|lead| lead["kind"] == "lead");
        let uuid = text(&leads.next_back().unwrap()["uuid"]);
        sandbox.arrive(9);
        sandbox.clear_log();
        run(&["edit", uuid, "--status", "review"]).ok();
        run(&["outbox", "send", "--until-idle"]).ok();
        let log = sandbox.log();
        assert_eq!(puts(&log).len(), 1, "{case}: {:?}", sent(&log));
        assert_eq!(sandbox.record(uuid).unwrap()["status"], "REVIEW", "{case}");
        let last_read = log.iter().rposition(|entry| entry["method"] == "PUT").and_then(|put| put.checked_sub(1));
        assert_eq!(log[last_read.expect("a check")]["endpoint"], "list", "{case}");
    }
}

#[test]
fn whatever_becomes_of_a_write_and_its_answer_the_edit_takes_effect_once() {
    let program = Program::start();
    let sandbox = Sandbox::start(few()).unwrap();
    program.configure(&settings(&sandbox.describe(), "timeout_secs = 1\n"));
    program.run_with(&["credential", "set", ACCOUNT], &credential(&sandbox.describe())).ok();
    program.run(&["sync"]).ok();
    let faults =
        ["503", "503-retry", "timeout-before", "timeout-after", "reset-before", "reset-after", "cut", "502-after"];
    let uuids = super::uuids(&program);
    for (fault, uuid) in faults.into_iter().zip(&uuids) {
        sandbox.add_fault(format!("rayzing:update:{fault}:1").parse().unwrap());
        program.run(&["edit", uuid, "--name", fault]).ok();
        program.run(&["outbox", "send", "--until-idle"]).ok();
        sandbox.clear_faults();
    }
    for (fault, uuid) in faults.into_iter().zip(&uuids) {
        assert_eq!(sandbox.record(uuid).unwrap()["profile"]["userDetails"]["name"], fault);
        let log = sandbox.log();
        let of_this = puts(&log).into_iter().filter(|entry| entry["body"]["uuid"] == **uuid).count();
        let arrived = matches!(fault, "timeout-after" | "reset-after" | "cut" | "502-after");
        assert_eq!(of_this, if arrived { 1 } else { 2 }, "{fault}");
    }
    assert!(program.outbox().iter().all(|row| row["state"] == "confirmed"));
}
