//! The shapes of JSON, CSV and tables, member for member as scripts rely on them.

use leadline::sandbox::SandboxOptions;
use serde_json::{Value, json};

use super::{few, text, uuids};
use crate::support::program::{ACCOUNT, Program};

/// What a member holds: `?` may be null, `[x]` is an array of x.
const LEAD: &[(&str, &str)] = &[
    ("id", "text"),
    ("uuid", "text?"),
    ("account", "text"),
    ("kind", "kind"),
    ("name", "text?"),
    ("email", "text?"),
    ("phone", "text?"),
    ("dial_code", "text?"),
    ("status", "text?"),
    ("tags", "[text]"),
    ("notes", "[note]"),
    ("attributes", "[attribute]"),
    ("agent", "text?"),
    ("city", "text?"),
    ("country", "text?"),
    ("gender", "text?"),
    ("picture", "text?"),
    ("is_online", "bool"),
    ("last_message", "message?"),
    ("created_at", "time?"),
    ("updated_at", "time?"),
    ("last_seen_at", "time?"),
    ("website_visits", "count?"),
    ("pending", "[count]"),
    ("read_at", "time"),
];
const NOTE: &[(&str, &str)] = &[("id", "text?"), ("title", "text"), ("description", "text")];
const ATTRIBUTE: &[(&str, &str)] = &[("key", "text"), ("value", "text")];
const MESSAGE: &[(&str, &str)] = &[("at", "time?"), ("by", "text?"), ("text", "text?")];
const OUTBOX: &[(&str, &str)] = &[
    ("id", "count"),
    ("account", "text"),
    ("vendor", "text"),
    ("lead", "text"),
    ("op", "text"),
    ("summary", "text"),
    ("state", "state"),
    ("why", "text?"),
    ("attempts", "count"),
    ("next_try_at", "time?"),
    ("created_at", "time"),
    ("batch", "count"),
];
const SYNC: &[(&str, &str)] = &[
    ("name", "text"),
    ("vendor", "text"),
    ("pages", "count"),
    ("leads_seen", "count"),
    ("leads_new", "count"),
    ("leads_changed", "count"),
    ("skipped", "[skipped]"),
    ("requests", "count"),
    ("bytes", "count"),
    ("took_ms", "count"),
];
const ITEM: &[(&str, &str)] = &[
    ("at", "time?"),
    ("source", "text"),
    ("kind", "item_kind"),
    ("channel", "text?"),
    ("title", "text?"),
    ("receiver", "text?"),
    ("delivery", "delivery?"),
    ("campaign", "count?"),
    ("user", "count?"),
    ("remote_id", "text?"),
    ("masked", "bool"),
    ("extra", "object"),
];
const ITEM_KINDS: &str = "message missed_call survey social lead_created last_message change observed recording";
const DELIVERY: &[(&str, &str)] = &[("state", "text"), ("raw", "text?")];
const SKIPPED: &[(&str, &str)] = &[("remote_id", "text?"), ("path", "text"), ("why", "text")];
const STATES: &str = "queued sending waiting held unknown needs_agent confirmed accepted cancelled";

/// Exactly these members, each of its kind.
#[track_caller]
fn is(value: &Value, members: &[(&str, &str)]) {
    let mut names: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    let mut want: Vec<&str> = members.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    want.sort_unstable();
    assert_eq!(names, want, "{value}");
    for (name, kind) in members {
        assert!(holds(&value[*name], kind), "{name} is no {kind}: {value}");
    }
}

fn holds(value: &Value, kind: &str) -> bool {
    if let Some(kind) = kind.strip_suffix('?') {
        return value.is_null() || holds(value, kind);
    }
    if let Some(kind) = kind.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return value.as_array().is_some_and(|all| all.iter().all(|one| holds(one, kind)));
    }
    let word = value.as_str();
    match kind {
        "text" => word.is_some(),
        "bool" => value.is_boolean(),
        "count" => value.is_u64(),
        "time" => word.is_some_and(|word| word.ends_with('Z') && word.parse::<jiff::Timestamp>().is_ok()),
        "kind" => matches!(word, Some("lead" | "non_lead")),
        "state" => word.is_some_and(|word| STATES.split(' ').any(|state| state == word)),
        "object" => value.is_object(),
        "item_kind" => word.is_some_and(|word| ITEM_KINDS.split(' ').any(|kind| kind == word)),
        "delivery" => {
            is(value, DELIVERY);
            true
        }
        "note" => {
            is(value, NOTE);
            true
        }
        "attribute" => {
            is(value, ATTRIBUTE);
            true
        }
        "message" => {
            is(value, MESSAGE);
            true
        }
        "skipped" => {
            is(value, SKIPPED);
            true
        }
        _ => panic!("{kind}"),
    }
}

#[test]
fn json_has_every_member_of_the_contract_and_no_other() {
    let options = SandboxOptions { leads: 300, malformed: 9, page_size: 100, ..few() };
    let (program, _sandbox) = Program::with_sandbox(options);
    let leads = program.leads("");
    assert!(leads.len() >= 300, "{}", leads.len());
    leads.iter().for_each(|lead| is(lead, LEAD));
    for member in ["uuid", "name", "email", "phone", "dial_code", "status", "agent", "city", "last_message"] {
        assert!(leads.iter().any(|lead| !lead[member].is_null()), "{member} is always null");
    }
    for list in ["tags", "notes", "attributes"] {
        assert!(leads.iter().any(|lead| !lead[list].as_array().unwrap().is_empty()), "{list} is always empty");
    }
    let uuid = &uuids(&program)[0];
    is(&program.run(&["show", uuid, "--json"]).ok().json(), LEAD);

    let report = program.run(&["sync", "--full", "--json"]).ok().json();
    assert_eq!(report.as_object().unwrap().len(), 1);
    assert_eq!(report["accounts"].as_array().unwrap().len(), 1);
    is(&report["accounts"][0], SYNC);
    assert!(!report["accounts"][0]["skipped"].as_array().unwrap().is_empty());

    let made = program.run(&["edit", uuid, "--status", "closed", "--name", "A B", "--json"]).ok().json();
    assert_eq!(made, json!({ "changes": [1, 2], "batch": 1 }));
    for row in program.outbox() {
        is(&row, OUTBOX);
        assert_eq!((&row["account"], &row["vendor"], &row["why"]), (&json!(ACCOUNT), &json!("rayzing"), &Value::Null));
    }
    let listed = program.run(&["outbox", "list", "--json"]).ok();
    assert_eq!(listed.json().as_array().unwrap(), &program.outbox());

    let items = program.run(&["timeline", uuid, "--json"]).ok().json();
    let kinds: Vec<&str> = items.as_array().unwrap().iter().map(|item| text(&item["kind"])).collect();
    items.as_array().unwrap().iter().for_each(|item| is(item, ITEM));
    assert_eq!(kinds[..2], ["change", "change"], "the newest first");
    assert!(kinds.contains(&"lead_created"), "{kinds:?}");
    let changes = program.run(&["timeline", uuid, "--type", "change", "--json"]).ok().json();
    assert_eq!(changes.as_array().unwrap(), &items.as_array().unwrap()[..2]);

    let credentials = program.run(&["credential", "list", "--json"]).ok().json();
    assert_eq!(credentials, json!([{ "account": ACCOUNT, "vendor": "rayzing", "fields": { "token": true } }]));
    let tested = program.run(&["account", "test", ACCOUNT, "--json"]).ok().json();
    let want =
        [("account", "text"), ("vendor", "text"), ("outcome", "text"), ("sentence", "text"), ("took_ms", "count")];
    is(&tested, &want);
    let found = program.run(&["doctor", "--json"]).ok().json();
    for finding in found["findings"].as_array().unwrap() {
        is(finding, &[("name", "text"), ("state", "text"), ("detail", "text")]);
        assert_ne!(finding["state"], "bad", "{finding}");
    }
}

#[test]
fn csv_has_the_members_of_the_json_and_a_record_for_each_lead() {
    let (program, _sandbox) = Program::with_sandbox(SandboxOptions { leads: 200, page_size: 100, ..few() });
    let csv = program.run(&["leads", "--format", "csv"]).ok().out;
    let records = read_csv(&csv);
    let want: Vec<&str> = LEAD.iter().map(|(name, _)| *name).collect();
    assert_eq!(records[0], want);
    let leads = program.leads("");
    assert_eq!(records.len(), leads.len() + 1);
    for (record, lead) in records[1..].iter().zip(&leads) {
        assert_eq!(record.len(), want.len(), "{record:?}");
        assert_eq!((record[0].as_str(), record[1].as_str()), (text(&lead["id"]), lead["uuid"].as_str().unwrap_or("")));
        assert_eq!(record[8], lead["status"].as_str().unwrap_or(""));
        for cell in record {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "a formula: {cell}");
        }
    }
}

/// Reads RFC 4180.
fn read_csv(text: &str) -> Vec<Vec<String>> {
    let (mut records, mut record, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(std::mem::take(&mut cell)),
            '\r' if !quoted && chars.peek() == Some(&'\n') => {
                chars.next();
                record.push(std::mem::take(&mut cell));
                records.push(std::mem::take(&mut record));
            }
            _ => cell.push(c),
        }
    }
    assert!(cell.is_empty() && record.is_empty() && !quoted, "the last record does not end");
    records
}

#[test]
fn nothing_in_any_format_can_act_on_a_terminal() {
    let (program, sandbox) = Program::with_sandbox(SandboxOptions { leads: 600, page_size: 200, ..few() });
    let uuid = &uuids(&program)[0];
    let hostile = "\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}31m\u{202e}gpj.exe\u{2066}x\u{200f}\r\n\u{7f}\u{feff}\u{2028}y";
    sandbox
        .edit(uuid, &json!({ "name": hostile, "tags": [hostile], "email": hostile, "lastMessage.text": hostile }))
        .unwrap();
    program.run(&["sync", "--full"]).ok();
    program.run(&["edit", uuid, "--status", "closed"]).ok();
    assert_eq!(program.run(&["show", uuid, "--json"]).ok().json()["name"], hostile, "JSON loses nothing");
    for call in [
        &["leads"][..],
        &["leads", "--format", "json"],
        &["leads", "--format", "csv"],
        &["show", uuid],
        &["show", uuid, "--json"],
        &["timeline", uuid],
        &["timeline", uuid, "--json"],
        &["outbox"],
        &["outbox", "--json"],
        &["show", hostile],
        &["account", "test", hostile],
        &["edit", hostile, "--status", "open"],
    ] {
        let ran = program.run(call);
        for (stream, text) in [("stdout", &ran.out), ("stderr", &ran.err)] {
            let bad = text.chars().find(|c| {
                (c.is_control() && !matches!(c, '\n' | '\r'))
                    || matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
                    || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
            });
            assert_eq!(bad, None, "{call:?} put it raw on {stream}");
            let lone_return = text.replace("\r\n", "").contains('\r');
            assert!(!lone_return, "{call:?} put a carriage return on {stream}");
        }
    }
}
