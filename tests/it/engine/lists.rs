//! Tags, notes and attributes over real HTTP, under every way that a vendor may take a list.

use std::time::Duration;

use leadline::bridge::{Command, OutboxAction, Side, question};
use leadline::domain::{Change, ChangeId, Field, Note, OutboxState};
use leadline::engine::Mode;
use leadline::sandbox::{ListMode, Order, SandboxOptions};
use serde_json::{Value, json};

use crate::support::engine::{Driver, Site, puts, small, uuids};

/// A site whose vendor takes lists this way, and whose settings say so.
fn site_of(mode: ListMode, options: SandboxOptions) -> Site {
    let mut site = Site::new(SandboxOptions { lists: mode.into(), ..options });
    state_ways(&mut site, mode);
    site
}

fn state_ways(site: &mut Site, mode: ListMode) {
    let word = serde_json::to_value(mode).unwrap().as_str().unwrap().to_owned();
    let table = ["tags", "notes", "attributes"].map(|list| (list.to_owned(), toml::Value::from(word.clone())));
    site.config.accounts[0].options.insert("lists".to_owned(), toml::Table::from_iter(table).into());
}

/// A lead with one entry of each list, synced.
fn lead_of(site: &Site) -> (Driver<'_>, String) {
    let uuid = uuids(site.sandbox())[3].clone();
    let lists = json!({
        "status": "OPEN", "name": "Nadia", "tags": ["vip"], "notes": [{ "title": "Call", "description": "after 17:00" }],
        "attributes": [{ "key": "PLAN", "value": "gold" }],
    });
    site.sandbox().edit(&uuid, &lists).unwrap();
    let mut driver = site.drive(Mode::Quiet);
    driver.sync(true);
    site.sandbox().clear_log();
    (driver, uuid)
}

fn wish(driver: &mut Driver<'_>, uuid: &str, changes: Vec<Change>) -> Vec<ChangeId> {
    let lead = driver.id(uuid);
    let (reply, answer) = question();
    driver.command(Command::Change { leads: vec![lead], changes, reply: Some(reply) });
    answer.try_take().ok().unwrap().unwrap().unwrap().changes
}

fn note_of(driver: &mut Driver<'_>, uuid: &str, title: &str) -> Note {
    driver.lead(uuid).lead.notes.into_iter().find(|note| note.title == title).unwrap()
}

fn held(site: &Site, uuid: &str) -> (Vec<Value>, Vec<Value>, Vec<Value>) {
    let record = site.sandbox().record(uuid).unwrap();
    let details = &record["profile"]["userDetails"];
    let notes = record["profile"]["notes"].as_array().unwrap();
    (
        details["tags"].as_array().unwrap().clone(),
        notes.iter().map(|note| json!([note["title"], note["description"]])).collect(),
        details["attributes"].as_array().unwrap().iter().map(|one| json!([one["key"], one["value"]])).collect(),
    )
}

const MODES: [ListMode; 3] = [ListMode::Replace, ListMode::Append, ListMode::Merge];

#[test]
fn additions_land_once_whatever_the_vendor_makes_of_a_list() {
    for mode in MODES {
        for (order, page_size) in
            [(Order::UpdatedDesc, 20), (Order::CreatedDesc, 7), (Order::OldestFirst, 3), (Order::Shuffled, 1)]
        {
            let site = site_of(mode, SandboxOptions { order, page_size, ..small(20) });
            let (mut driver, uuid) = lead_of(&site);
            let changes = vec![
                Change::add_tag("refund").unwrap(),
                Change::add_note("Refund", "waiting").unwrap(),
                Change::set_attribute("ZONE", "north").unwrap(),
            ];
            let made = wish(&mut driver, &uuid, changes);
            assert_eq!(driver.send().confirmed, 3, "{mode:?} {order:?}");
            for change in made {
                assert_eq!(driver.state(change), OutboxState::Confirmed, "{mode:?} {order:?}");
            }
            let expected = (
                vec![json!("vip"), json!("refund")],
                vec![json!(["Call", "after 17:00"]), json!(["Refund", "waiting"])],
                vec![json!(["PLAN", "gold"]), json!(["ZONE", "north"])],
            );
            assert_eq!(held(&site, &uuid), expected, "{mode:?} {order:?}");
            assert_eq!(puts(site.sandbox()).len(), 1);
        }
    }
}

#[test]
fn edits_and_removals_end_as_meant_or_as_what_the_vendor_keeps() {
    for mode in MODES {
        let site = site_of(mode, small(20));
        let (mut driver, uuid) = lead_of(&site);
        let note = note_of(&mut driver, &uuid, "Call");
        let made = wish(
            &mut driver,
            &uuid,
            vec![
                Change::edit_note(note, "Call", "after 18:00").unwrap(),
                Change::set_attribute("PLAN", "silver").unwrap(),
                Change::remove_tag("vip").unwrap(),
            ],
        );
        driver.send();
        let edited = (json!(["Call", "after 18:00"]), json!(["PLAN", "silver"]));
        let before = (json!(["Call", "after 17:00"]), json!(["PLAN", "gold"]));
        let (tags, notes, attributes) = held(&site, &uuid);
        let kept = |driver: &mut Driver<'_>, change: ChangeId| {
            let item = driver.row(change).item;
            assert_eq!(item.state, OutboxState::NeedsAgent, "{mode:?}: {}", item.why);
            assert!(item.why.starts_with("the vendor keeps it"), "{mode:?}: {}", item.why);
        };
        let right = if mode == ListMode::Append { before } else { edited };
        assert_eq!((notes, attributes), (vec![right.0], vec![right.1]), "{mode:?}");
        if mode == ListMode::Replace {
            assert_eq!(tags, Vec::<Value>::new());
            assert_eq!(driver.state(made[2]), OutboxState::Confirmed);
        } else {
            assert_eq!(tags, [json!("vip")]);
            kept(&mut driver, made[2]);
        }
        for change in &made[..2] {
            if mode == ListMode::Append {
                kept(&mut driver, *change);
            } else {
                assert_eq!(driver.state(*change), OutboxState::Confirmed, "{mode:?}");
            }
        }
    }
}

#[test]
fn a_list_waits_to_be_found_out_and_holds_no_field_back() {
    let site = Site::new(small(20));
    let (mut driver, uuid) = lead_of(&site);
    let tag = wish(&mut driver, &uuid, vec![Change::add_tag("refund").unwrap()])[0];
    let status = driver.set(&uuid, Field::Status, "review");
    let report = driver.send();
    assert_eq!((report.confirmed, report.needs_agent), (1, 1));
    assert_eq!(driver.state(status), OutboxState::Confirmed);
    let item = driver.row(tag).item;
    assert!(item.why.starts_with("find out first") && item.why.contains("account probe"), "{}", item.why);
    let sent = puts(site.sandbox());
    assert_eq!(sent.len(), 1);
    assert!(!sent[0].to_string().contains("refund"), "{}", sent[0]);
    drop(driver);
    // The settings say it since: the next start lets it go.
    let mut site = site;
    state_ways(&mut site, ListMode::Replace);
    let mut driver = site.drive(Mode::Quiet);
    assert_eq!(driver.state(tag), OutboxState::Queued);
    driver.send();
    assert_eq!(driver.state(tag), OutboxState::Confirmed);
    assert_eq!(held(&site, &uuid).0, [json!("vip"), json!("refund")]);
}

#[test]
fn what_a_colleague_did_meanwhile_survives_and_only_the_true_clash_asks() {
    for mode in MODES {
        let site = site_of(mode, small(20));
        let (mut driver, uuid) = lead_of(&site);
        let made = wish(
            &mut driver,
            &uuid,
            vec![
                Change::add_tag("refund").unwrap(),
                Change::add_note("Refund", "waiting").unwrap(),
                Change::set_attribute("ZONE", "north").unwrap(),
            ],
        );
        let status = driver.set(&uuid, Field::Status, "review");
        let theirs = json!({
            "status": "CLOSED", "tags": ["vip", "theirs"],
            "notes": [{ "title": "Call", "description": "theirs" }, { "title": "Theirs", "description": "new" }],
            "attributes": [{ "key": "PLAN", "value": "theirs" }],
        });
        site.sandbox().edit(&uuid, &theirs).unwrap();
        driver.send();
        for change in made {
            assert_eq!(driver.state(change), OutboxState::Confirmed, "{mode:?}");
        }
        assert!(driver.row(status).item.conflict.is_some());
        let expected = (
            vec![json!("vip"), json!("theirs"), json!("refund")],
            vec![json!(["Call", "theirs"]), json!(["Theirs", "new"]), json!(["Refund", "waiting"])],
            vec![json!(["PLAN", "theirs"]), json!(["ZONE", "north"])],
        );
        assert_eq!(held(&site, &uuid), expected, "{mode:?}");
        assert_eq!(site.sandbox().record(&uuid).unwrap()["status"], "CLOSED");
    }
}

#[test]
fn a_note_that_both_edited_asks_and_either_answer_holds() {
    for side in [Side::Mine, Side::Theirs] {
        let site = site_of(ListMode::Replace, small(20));
        let (mut driver, uuid) = lead_of(&site);
        let note = note_of(&mut driver, &uuid, "Call");
        let change = wish(&mut driver, &uuid, vec![Change::edit_note(note, "Call", "mine").unwrap()])[0];
        let id = site.sandbox().record(&uuid).unwrap()["profile"]["notes"][0]["_id"].clone();
        // The same note under its id.
        let theirs = json!({ "profile.notes": [{ "_id": id, "title": "Call", "description": "theirs" }] });
        site.sandbox().edit(&uuid, &theirs).unwrap();
        driver.send();
        let conflict = driver.row(change).item.conflict.unwrap();
        assert_eq!(conflict.theirs.as_deref(), Some(r#"["Call","theirs"]"#));
        let (reply, answer) = question();
        driver.command(Command::Resolve { change, name: "note".to_owned(), side, reply: Some(reply) });
        answer.try_take().ok().unwrap().unwrap().unwrap();
        driver.send();
        let right = if side == Side::Mine { "mine" } else { "theirs" };
        assert_eq!(held(&site, &uuid).1, [json!(["Call", right])]);
    }
}

#[test]
fn of_two_equal_notes_exactly_one_is_deleted_though_every_write_gives_new_ids() {
    let site = site_of(ListMode::Replace, small(20));
    let uuid = uuids(site.sandbox())[3].clone();
    let twin = json!({ "title": "Called", "description": "no answer" });
    site.sandbox().edit(&uuid, &json!({ "notes": [twin, { "title": "Other", "description": "" }, twin] })).unwrap();
    let mut driver = site.drive(Mode::Quiet);
    driver.sync(true);
    let second = driver.lead(&uuid).lead.notes[2].clone();
    let deleted = wish(&mut driver, &uuid, vec![Change::DeleteNote { note: second }])[0];
    assert_eq!(driver.lead(&uuid).lead.notes.len(), 2);
    driver.send();
    assert_eq!(driver.state(deleted), OutboxState::Confirmed);
    assert_eq!(held(&site, &uuid).1, [json!(["Called", "no answer"]), json!(["Other", ""])]);
    // And it comes back as one more of them.
    driver.command(Command::Undo);
    driver.send();
    assert_eq!(held(&site, &uuid).1.iter().filter(|note| note[0] == "Called").count(), 2);
    // A third one is a third one.
    let third = wish(&mut driver, &uuid, vec![Change::add_note("Called", "no answer").unwrap()])[0];
    driver.send();
    assert_eq!(driver.state(third), OutboxState::Confirmed);
    assert_eq!(held(&site, &uuid).1.iter().filter(|note| note[0] == "Called").count(), 3);
    driver.command(Command::Undo);
    driver.send();
    assert_eq!(held(&site, &uuid).1.iter().filter(|note| note[0] == "Called").count(), 2);
    assert!(driver.snapshot().outbox.is_empty());
}

#[test]
fn what_was_added_edited_and_deleted_before_it_was_sent_is_never_sent() {
    for mode in MODES {
        let site = site_of(mode, small(20));
        let (mut driver, uuid) = lead_of(&site);
        let note = |title: &str, text: &str| Note { id: None, title: title.into(), description: text.into() };
        let made = wish(
            &mut driver,
            &uuid,
            vec![
                Change::add_note("A", "1").unwrap(),
                Change::edit_note(note("A", "1"), "B", "2").unwrap(),
                Change::DeleteNote { note: note("B", "2") },
                Change::add_note("C", "3").unwrap(),
                Change::edit_note(note("C", "3"), "C", "4").unwrap(),
                Change::add_tag("x").unwrap(),
                Change::remove_tag("x").unwrap(),
            ],
        );
        let shown = driver.lead(&uuid).lead;
        assert_eq!(shown.notes.iter().map(|note| note.description.as_str()).collect::<Vec<_>>(), ["after 17:00", "4"]);
        assert_eq!(shown.tags, ["vip"]);
        driver.send();
        assert!(driver.snapshot().outbox.is_empty(), "{mode:?}: {:?}", driver.snapshot().outbox);
        assert_eq!(held(&site, &uuid).1, [json!(["Call", "after 17:00"]), json!(["C", "4"])], "{mode:?}");
        let sent = puts(site.sandbox());
        assert_eq!(sent.len(), 1, "{mode:?}");
        assert!(!sent[0].to_string().contains("\"x\""), "{}", sent[0]);
        assert_eq!(driver.state(*made.last().unwrap()), OutboxState::Confirmed);
    }
}

#[test]
fn an_edited_note_is_taken_back_after_its_id_changed_and_done_again() {
    let site = site_of(ListMode::Replace, small(20));
    let (mut driver, uuid) = lead_of(&site);
    let note = note_of(&mut driver, &uuid, "Call");
    wish(&mut driver, &uuid, vec![Change::edit_note(note.clone(), "Call", "edited").unwrap()]);
    driver.send();
    assert_ne!(note_of(&mut driver, &uuid, "Call").id, note.id, "the vendor gave it a new one");
    driver.command(Command::Undo);
    driver.send();
    assert_eq!(held(&site, &uuid).1, [json!(["Call", "after 17:00"])]);
    driver.command(Command::Redo);
    driver.send();
    assert_eq!(held(&site, &uuid).1, [json!(["Call", "edited"])]);
}

#[test]
fn nothing_stands_twice_because_of_us_whatever_fails() {
    for mode in MODES {
        for fault in ["500-after", "timeout-after", "reset-after", "reset-before", "cut", "invalid-json", "500", "late"]
        {
            let mut options = small(20);
            options.timings.late_ms = 300;
            let site = site_of(mode, options);
            let (mut driver, uuid) = lead_of(&site);
            let vendor = site.config.accounts[0].vendor.as_str();
            site.sandbox().add_fault(format!("{vendor}:update:{fault}:1").parse().unwrap());
            let made = wish(
                &mut driver,
                &uuid,
                vec![Change::add_tag("refund").unwrap(), Change::add_note("Refund", "waiting").unwrap()],
            );
            let report = driver.send();
            std::thread::park_timeout(Duration::from_millis(if fault == "late" { 400 } else { 0 }));
            let (tags, notes, _) = held(&site, &uuid);
            let refunds = tags.iter().filter(|tag| **tag == "refund").count();
            let waiting = notes.iter().filter(|note| note[0] == "Refund").count();
            assert!(refunds <= 1 && waiting <= 1, "{mode:?} {fault}: {tags:?} {notes:?}");
            assert!(tags.contains(&json!("vip")) && notes.contains(&json!(["Call", "after 17:00"])));
            for change in &made {
                let item = driver.row(*change).item;
                match item.state {
                    OutboxState::Confirmed => assert_eq!(refunds, 1, "{mode:?} {fault}"),
                    OutboxState::NeedsAgent => assert!(!item.why.is_empty()),
                    state => panic!("{mode:?} {fault}: {state:?} {report:?}"),
                }
            }
            // Whatever a later reading finds there is settled without anybody's help.
            if refunds == 1 {
                driver.sync(true);
                assert_eq!(driver.state(made[0]), OutboxState::Confirmed, "{mode:?} {fault}");
            }
        }
    }
}

#[test]
fn a_killed_process_looks_before_it_adds_again() {
    for mode in MODES {
        let site = site_of(mode, small(20));
        let (driver, uuid) = lead_of(&site);
        drop(driver);
        let mut driver = site.drive(Mode::Live);
        let made = wish(&mut driver, &uuid, vec![Change::add_note("Refund", "waiting").unwrap()]);
        // Its check, then its write: the answer never comes in.
        while puts(site.sandbox()).is_empty() {
            driver.send_only();
            driver.one_answer();
        }
        drop(driver);
        let mut driver = site.drive(Mode::Quiet);
        driver.send();
        assert_eq!(driver.state(made[0]), OutboxState::Confirmed, "{mode:?}");
        assert_eq!(held(&site, &uuid).1.len(), 2, "{mode:?}");
        assert_eq!(puts(site.sandbox()).len(), 1, "{mode:?}");
    }
}

#[test]
fn an_empty_list_that_the_vendor_ignores_is_kept_by_it_and_said() {
    let site = site_of(ListMode::Replace, small(20));
    let (mut driver, uuid) = lead_of(&site);
    let vendor = site.config.accounts[0].vendor.as_str();
    site.sandbox().add_fault(format!("{vendor}:update:ok-stores-nothing:1").parse().unwrap());
    let change = wish(&mut driver, &uuid, vec![Change::remove_tag("vip").unwrap()])[0];
    driver.send();
    let item = driver.row(change).item;
    assert_eq!(item.state, OutboxState::NeedsAgent);
    assert!(item.why.starts_with("the vendor keeps it") && item.why.contains("vip"), "{}", item.why);
    let status = driver.set(&uuid, Field::Status, "review");
    driver.send();
    assert_eq!(driver.state(status), OutboxState::Confirmed, "it holds nobody back");
    driver.act(change, OutboxAction::Drop).unwrap();
    assert_eq!(driver.lead(&uuid).lead.tags, ["vip"]);
}

#[test]
fn only_what_others_did_is_told_as_somebody_elses() {
    let site = site_of(ListMode::Replace, small(20));
    let (mut driver, uuid) = lead_of(&site);
    wish(&mut driver, &uuid, vec![Change::add_tag("mine").unwrap(), Change::add_note("Mine", "").unwrap()]);
    site.sandbox().edit(&uuid, &json!({ "tags": ["vip", "theirs"] })).unwrap();
    driver.send();
    let lead = driver.id(&uuid);
    drop(driver);
    let seen = site.store().observed_differences(lead).unwrap();
    let tags: Vec<_> = seen.iter().filter(|seen| seen.field == "tags").collect();
    assert_eq!(tags.len(), 1, "{seen:?}");
    assert_eq!(tags[0].new.as_deref(), Some(r#"["vip","theirs"]"#));
    assert!(seen.iter().all(|seen| seen.field != "notes"), "{seen:?}");
}
