//! Finding leads: what a query matches, and how a lead is named.

use leadline::sandbox::Sandbox;
use serde_json::json;

use super::{few, text, uuids};
use crate::support::program::Program;

/// The ids that a query finds.
fn found(program: &Program, query: &str) -> Vec<String> {
    program.leads(query).iter().map(|lead| text(&lead["id"]).to_owned()).collect()
}

#[test]
fn half_a_name_without_accents_digits_of_a_phone_tags_and_statuses_find_their_lead() {
    let program = Program::start();
    let sandbox = Sandbox::start(few()).unwrap();
    program.connect(&sandbox.describe());
    program.run(&["sync"]).ok();
    let uuid = &uuids(&program)[0];
    let set = json!({
        "name": "Zoë Qvørnström-Ünal", "email": "zoe.q@bücher.example", "phone": "0176 5550-9142",
        "tags": ["Große Kundin", "vip-xq"], "status": "ONHOLD",
    });
    sandbox.edit(uuid, &set).unwrap();
    program.run(&["sync"]).ok();
    let id = text(&program.run(&["show", uuid, "--json"]).ok().json()["id"]).to_owned();
    for query in [
        "qvornstr",
        "QVØRN unal",
        "zoe qvorn",
        "65550914",
        "5550-9142",
        "zoe.q@",
        "tag:vip-xq",
        "tag:VIP-XQ status:onhold",
        "status:\"On hold\" qvorn",
        "tag:\"große kundin\"",
        "qvorn -status:open",
        "kundin",
    ] {
        assert_eq!(found(&program, query), [id.as_str()], "{query}");
    }
    for query in ["qvornstromx", "qvorn -tag:vip-xq", "tag:vip-x", "qvorn status:open", "status:escalated"] {
        assert_eq!(found(&program, query), Vec::<String>::new(), "{query}");
    }
    let none = program.run(&["leads", "qvornstromx"]).ok();
    assert_eq!((none.out.as_str(), none.err.as_str()), ("", "No lead matches.\n"));
    program.run(&["leads", "colour:red"]).refused(2, "“colour:” is not known here; use status:, tag: or agent:");
    program.run(&["leads", "status:"]).refused(2, "needs a value");
    program.run(&["leads", "\"open"]).refused(2, "never closed");
    program.run(&["leads", "--lmit"]).refused(2, "no option here");
}

#[test]
fn a_limit_cuts_the_newest_changes_out_and_a_table_counts_on_stderr() {
    let (program, _sandbox) = Program::with_sandbox(few());
    let all = found(&program, "");
    assert_eq!(all.len(), 40);
    let three = program.run(&["leads", "--limit", "3", "--format", "json"]).ok().json();
    let ids: Vec<&str> = three.as_array().unwrap().iter().map(|lead| text(&lead["id"])).collect();
    assert_eq!(ids, all[..3]);
    let updated: Vec<_> = program.leads("").iter().map(|lead| lead["updated_at"].as_str().map(str::to_owned)).collect();
    assert!(updated.is_sorted_by(|a, b| a >= b), "{updated:?}");
    let table = program.run(&["leads", "--limit", "3"]).ok();
    assert_eq!((table.lines().len(), table.err.as_str()), (4, "3 leads\n"));
    assert!(table.out.starts_with("Status"), "{}", table.out);
    assert!(!table.out.contains('\u{1b}'), "colour without a terminal");
    assert_eq!(program.run(&["leads", "--limit", "0", "--format", "json"]).ok().json(), json!([]));
}

#[test]
fn a_lead_is_named_by_uuid_id_or_a_unique_beginning_of_either() {
    let (program, sandbox) = Program::with_sandbox(few());
    // An id begins with the time of its making: these two share theirs.
    let uuid = &sandbox.arrive(2)[0];
    program.run(&["sync"]).ok();
    let mut leads = program.leads("");
    let at = leads.iter().position(|lead| lead["uuid"] == *uuid).unwrap();
    leads.swap(0, at);
    let id = text(&leads[0]["id"]);
    program.run(&["show", &id[..6]]).refused(1, "Several leads");
    program.run(&["edit", &id[..6], "--status", "open"]).refused(1, "Give more of it");
    program.run(&["show", &uuid[..5]]).refused(1, "at least the first 6 characters");
    program.run(&["show", "ffffffffff"]).refused(1, "begins with");
    let unique = |whole: &str, other: &dyn Fn(usize) -> String| {
        let alone = |length: &usize| (1..leads.len()).all(|at| !other(at).starts_with(&whole[..*length]));
        whole[..(6..=whole.len()).find(alone).unwrap()].to_owned()
    };
    let by_id = unique(id, &|at| text(&leads[at]["id"]).to_owned());
    let by_uuid = unique(uuid, &|at| leads[at]["uuid"].as_str().unwrap_or_default().to_owned());
    for name in [id, uuid, &by_id, &by_uuid, &uuid.to_uppercase()] {
        assert_eq!(program.run(&["show", name, "--json"]).ok().json()["id"], id, "{name}");
    }
    assert_eq!(program.outbox().len(), 0, "a refused edit keeps nothing");
}
