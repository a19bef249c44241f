//! The mirror: round trips, marks, and finding a lead by name.

use leadline::domain::{LastMessage, LeadKind, LeadStatus};
use leadline::store::{Store, StoredLead};

use super::*;

fn full_lead() -> Lead {
    let mut lead = lead("64aa0000000000000000000c");
    lead.uuid = Some("0f8fad5b-d9cb-469f-a165-70867728950e".to_owned());
    lead.kind = LeadKind::NonLead;
    lead.name = Some("নাদিয়া O'Neil \u{202e}".to_owned());
    lead.provided_name = Some("Nadia".to_owned());
    lead.email = Some("nadia@example.org".to_owned());
    lead.phone = Some("555-0100".to_owned());
    lead.dial_code = Some("49".to_owned());
    lead.status = Some(LeadStatus::Other("ESCALATED".to_owned()));
    lead.tags = vec!["vip".to_owned(), "a,\"b\"".to_owned()];
    lead.agent = Some("631aa793bcfa100487d13d0d".into());
    lead.is_online = true;
    lead.last_message = Some(LastMessage {
        at: Some(at("2026-11-20T11:00:00Z")),
        by: Some("bot".to_owned()),
        text: Some("Hello".to_owned()),
    });
    lead.created_at = Some(at("2024-02-29T00:00:00.000001Z"));
    lead.updated_at = Some(at("2026-11-20T11:00:01Z"));
    lead.last_seen_at = Some(at("1969-12-31T23:59:59.5Z"));
    lead
}

fn stored(store: &Store, id: LeadId) -> StoredLead {
    store.stored_lead(id).unwrap().unwrap()
}

#[test]
fn a_lead_and_its_record_come_back_as_they_went_in() {
    let profile = Profile::new();
    let record = "{\"_id\" : \"64aa\",  \"nobody_documents\": [1.0, 1e5, \"\\u0000\"], \"dup\":1,\"dup\":2}\n";
    let lead = full_lead();
    let id = profile.open().write(|tx| tx.upsert_lead(&lead, record, 7, noon(), true)).unwrap();

    let store = profile.open();
    let kept = StoredLead { id, lead: lead.clone(), page: 7, read_at: noon(), changed: true, missed_passes: 0 };
    assert_eq!(stored(&store, id), kept);
    assert_eq!(store.record(id).unwrap().as_deref(), Some(record));
    assert_eq!(store.lead_id(&lead.account, &lead.remote_id).unwrap(), Some(id));
    let mut all = Vec::new();
    store.stored_leads(&mut |lead| all.push(lead)).unwrap();
    assert_eq!(all, [kept]);

    assert_eq!(store.stored_lead(LeadId(99)).unwrap(), None);
    assert_eq!(store.record(LeadId(99)).unwrap(), None);
    assert_eq!(store.lead_id(&"other-bot".into(), &lead.remote_id).unwrap(), None);
}

#[test]
fn a_lead_about_which_nothing_is_known_stays_so() {
    let mut store = Store::in_memory().unwrap();
    let empty = lead("1");
    let id = keep(&mut store, &empty);
    assert_eq!(stored(&store, id).lead, empty);
}

#[test]
fn the_same_record_of_another_account_is_another_lead() {
    let mut store = Store::in_memory().unwrap();
    let first = keep(&mut store, &lead("64aa0000000000000000000c"));
    let mut elsewhere = lead("64aa0000000000000000000c");
    elsewhere.account = "second-bot".into();
    let second = keep(&mut store, &elsewhere);
    assert_ne!(first, second);
    assert_eq!(store.find_leads("64aa0000000000000000000c").unwrap(), [first, second]);
}

#[test]
fn reading_a_lead_again_replaces_its_values_and_keeps_its_number() {
    let mut store = Store::in_memory().unwrap();
    let id = keep(&mut store, &full_lead());
    let mut newer = lead("64aa0000000000000000000c");
    newer.name = Some("Somebody".to_owned());
    let later = at("2026-11-21T00:00:00Z");
    assert_eq!(store.write(|tx| tx.upsert_lead(&newer, "{\"x\":2}", 3, later, false)).unwrap(), id);
    assert_eq!(stored(&store, id).lead, newer);
    assert_eq!(stored(&store, id).page, 3);
    assert_eq!(store.record(id).unwrap().as_deref(), Some("{\"x\":2}"));
}

#[test]
fn the_changed_mark_stays_until_the_agent_looked() {
    let mut store = Store::in_memory().unwrap();
    let id = keep(&mut store, &lead("1"));
    assert!(!stored(&store, id).changed);
    store.write(|tx| tx.upsert_lead(&lead("1"), "{}", 1, noon(), true)).unwrap();
    store.write(|tx| tx.upsert_lead(&lead("1"), "{}", 1, noon(), false)).unwrap();
    store.write(|tx| tx.touch_lead(id, 1, noon())).unwrap();
    assert!(stored(&store, id).changed);
    store.write(|tx| tx.seen_by_agent(id)).unwrap();
    assert!(!stored(&store, id).changed);
}

#[test]
fn missed_passes_are_counted_and_forgotten_when_it_is_seen_again() {
    let mut store = Store::in_memory().unwrap();
    let id = keep(&mut store, &lead("1"));
    assert_eq!(store.write(|tx| tx.missed_by_pass(id)).unwrap(), 1);
    assert_eq!(store.write(|tx| tx.missed_by_pass(id)).unwrap(), 2);
    assert_eq!(stored(&store, id).missed_passes, 2);
    let later = at("2026-11-21T00:00:00Z");
    store.write(|tx| tx.touch_lead(id, 9, later)).unwrap();
    assert_eq!((stored(&store, id).missed_passes, stored(&store, id).page, stored(&store, id).read_at), (0, 9, later));
    store.write(|tx| tx.missed_by_pass(id)).unwrap();
    keep(&mut store, &lead("1"));
    assert_eq!(stored(&store, id).missed_passes, 0);
    assert!(store.write(|tx| tx.touch_lead(LeadId(99), 1, noon())).is_err());
    assert!(store.write(|tx| tx.missed_by_pass(LeadId(99))).is_err());
}

#[test]
fn a_long_message_is_cut_between_characters_and_stands_whole_in_the_record() {
    let mut store = Store::in_memory().unwrap();
    let mut long = lead("1");
    let text = "ন".repeat(1_000_000);
    long.last_message = Some(LastMessage { at: None, by: None, text: Some(text.clone()) });
    let id = store.write(|tx| tx.upsert_lead(&long, &text, 1, noon(), false)).unwrap();
    let kept = stored(&store, id).lead.last_message.unwrap().text.unwrap();
    assert_eq!(kept, format!("{}…", "ন".repeat(200)));
    assert_eq!(store.record(id).unwrap(), Some(text));
}

#[test]
fn a_lead_is_found_by_uuid_id_and_unique_beginning() {
    let mut store = Store::in_memory().unwrap();
    let mut named = lead("64aa0000000000000000000c");
    named.uuid = Some("0F8fad5b-d9cb-469f-a165-70867728950e".to_owned());
    let first = keep(&mut store, &named);
    let second = keep(&mut store, &lead("64aa0000000000000000000d"));
    let odd = keep(&mut store, &lead("per%cent_Case"));
    let short = keep(&mut store, &lead("7"));
    let find = |name: &str| store.find_leads(name).unwrap();

    for name in [
        "64aa0000000000000000000c",
        "64AA0000000000000000000C",
        "0f8fad5b-d9cb-469f-a165-70867728950e",
        "0F8FAD5B-D9CB-469F-A165-70867728950E",
        "0f8FaD",
        " 0f8fad5b ",
    ] {
        assert_eq!(find(name), [first], "{name}");
    }
    assert_eq!(find("64AA00"), [first, second]);
    assert_eq!(find("64aa0"), [], "five characters are no name");
    assert_eq!(find("7"), [short], "a whole id may be short");
    assert_eq!(find("per%ce"), [odd]);
    assert_eq!(find("per%cent_"), [odd]);
    for name in ["", "   ", "%%%%%%", "64aa__", "per_cent", "PER%CENT", "64aa0000000000000000000cc", "' OR 1=1 --"] {
        assert_eq!(find(name), [], "{name}");
    }
}

#[test]
fn a_whole_id_counts_before_a_beginning() {
    let mut store = Store::in_memory().unwrap();
    let whole = keep(&mut store, &lead("abcdef"));
    keep(&mut store, &lead("abcdef01"));
    assert_eq!(store.find_leads("abcdef").unwrap(), [whole]);
    for n in 2..6 {
        keep(&mut store, &lead(&format!("abcdef0{n}")));
    }
    assert_eq!(store.find_leads("abcdef0").unwrap().len(), 2, "never more than two candidates");
}

#[test]
fn observed_differences_and_sync_state_come_back() {
    let profile = Profile::new();
    let mut store = profile.open();
    let id = keep(&mut store, &lead("1"));
    let (from, to) = (at("2026-11-20T11:00:00Z"), noon());
    store
        .write(|tx| {
            tx.observed(id, "status", Some("OPEN"), None, from, to)?;
            tx.set_sync_state(&"main-bot".into(), LeadKind::Lead, "{\"page\":1}")?;
            tx.set_sync_state(&"main-bot".into(), LeadKind::Lead, "{\"page\":2}")?;
            tx.set_sync_state(&"main-bot".into(), LeadKind::NonLead, "null")
        })
        .unwrap();
    drop(store);
    let store = profile.open();
    let seen = store.observed_differences(id).unwrap();
    assert_eq!(seen.len(), 1);
    assert_eq!(
        (seen[0].field.as_str(), seen[0].old.as_deref(), seen[0].new.as_deref()),
        ("status", Some("OPEN"), None)
    );
    assert_eq!((seen[0].from, seen[0].to), (from, to));
    assert_eq!(store.sync_state(&"main-bot".into(), LeadKind::Lead).unwrap().as_deref(), Some("{\"page\":2}"));
    assert_eq!(store.sync_state(&"main-bot".into(), LeadKind::NonLead).unwrap().as_deref(), Some("null"));
    assert_eq!(store.sync_state(&"x".into(), LeadKind::Lead).unwrap(), None);
}
