//! From an empty home to an edit that the vendor has.

use serde_json::{Value, json};

use super::few;
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
