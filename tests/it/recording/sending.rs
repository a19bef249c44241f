//! How a recording leaves, and what each answer makes of it.

use std::time::Duration;

use leadline::bridge::{Command, OutboxAction, Refused};
use leadline::domain::OutboxState;
use leadline::engine::Mode;

use super::*;
use crate::support::engine::World;

#[test]
fn one_fact_goes_to_every_system_as_one_batch_and_each_has_it_once() {
    let site = site(options(), &[]);
    let mut driver = site.drive(Mode::Quiet);
    let lead = driver.people()[0];
    let ids = driver.record(lead, "asked for the invoice", &[]);
    assert_eq!(ids.len(), 3);
    let batches: Vec<_> = ids.iter().map(|id| driver.row(*id).item.batch).collect();
    assert!(batches.iter().all(|batch| *batch == batches[0]));
    let report = driver.send();
    assert_eq!((report.confirmed, report.needs_agent, report.waiting), (3, 0, 0), "{report:?}");
    for vendor in VENDORS {
        let stored = stored(&site, vendor);
        assert_eq!(stored.len(), 1, "{vendor}");
        assert_eq!(comment(&stored[0]), "asked for the invoice", "{vendor}");
    }
    assert_eq!(states(&mut driver, &ids), [OutboxState::Accepted; 3]);
}

#[test]
fn what_may_have_arrived_is_unknown_and_never_sent_again_by_the_program() {
    for vendor in VENDORS {
        let endpoint = if vendor == "releva" { "events" } else { "interaction" };
        for (kind, arrives) in [("reset-after", 1), ("timeout-after", 1), ("500", 0), ("reset-before", 0), ("html", 0)]
        {
            let site = site(options(), &[]);
            fault(&site, &format!("{vendor}:{endpoint}:{kind}:1"));
            let mut driver = site.drive(Mode::Live);
            let lead = driver.people()[0];
            let ids = driver.record(lead, "called back", &[vendor]);
            driver.pass(Duration::from_secs(600));
            assert_eq!(states(&mut driver, &ids), [OutboxState::Unknown], "{vendor} {kind}");
            assert_eq!(stored(&site, vendor).len(), arrives, "{vendor} {kind}");
            assert_eq!(calls(&site, vendor), 1, "{vendor} {kind}");
            let why = driver.row(ids[0]).item.why;
            assert!(why.contains("may have recorded it") && why.contains("discard"), "{why}");
            // The agent decides, and the same bytes go.
            settle(&mut driver, ids[0], OutboxAction::Retry);
            driver.pass(Duration::from_secs(600));
            assert_eq!(states(&mut driver, &ids), [OutboxState::Accepted], "{vendor} {kind}");
            let bodies: Vec<Value> = stored(&site, vendor).into_iter().map(|entry| entry["event"].clone()).collect();
            assert!(bodies.iter().all(|body| *body == bodies[0]), "{vendor} {kind}: {bodies:?}");
        }
    }
}

#[test]
fn a_sending_ends_and_says_why_where_the_disk_does_not_take_the_attempt() {
    let site = site(options(), &[]);
    let mut driver = site.drive(Mode::Quiet);
    let lead = driver.people()[0];
    let ids = driver.record(lead, "called back", &["ray"]);
    let locked = site.locked_database();
    driver.engine.give_up_waiting_after(Duration::from_millis(1)).unwrap();
    let began = driver.now.mono;
    let report = driver.send();
    assert!(driver.now.mono - began < Duration::from_secs(600), "{:?}", driver.now.mono - began);
    assert_eq!((report.waiting, report.undelivered), (1, true), "{report:?}");
    assert!(report.reasons[0].contains("Another program is using the database"), "{report:?}");
    assert_eq!((states(&mut driver, &ids), calls(&site, "ray")), (vec![OutboxState::Waiting], 0));
    drop(locked);
    driver.send();
    assert_eq!((states(&mut driver, &ids), stored(&site, "ray").len()), (vec![OutboxState::Accepted], 1));
}

#[test]
fn the_agent_can_say_that_it_arrived_or_discard_it() {
    let site = site(options(), &[]);
    fault(&site, "ray:interaction:reset-after:2");
    let mut driver = site.drive(Mode::Live);
    let people = driver.people();
    let ids = [driver.record(people[0], "one", &["ray"]), driver.record(people[1], "two", &["ray"])].concat();
    driver.pass(Duration::from_secs(600));
    assert_eq!(states(&mut driver, &ids), [OutboxState::Unknown; 2]);
    settle(&mut driver, ids[0], OutboxAction::Arrived);
    settle(&mut driver, ids[1], OutboxAction::Drop);
    assert_eq!(states(&mut driver, &ids), [OutboxState::Accepted, OutboxState::Cancelled]);
    assert!(driver.row(ids[0]).item.why.contains("on your word"));
    driver.pass(Duration::from_secs(600));
    assert_eq!(calls(&site, "ray"), 2);
}

#[test]
fn what_never_left_goes_again_and_keeps_the_time_it_happened() {
    let site = site(options(), &[]);
    let mut driver = site.drive(Mode::Live);
    let lead = driver.people()[0];
    driver.world = World::Offline;
    let happened = driver.now.at;
    let ids = driver.record(lead, "during the outage", &[]);
    driver.pass(Duration::from_secs(3600));
    assert!(states(&mut driver, &ids).iter().all(|state| *state == OutboxState::Waiting));
    driver.world = World::Net;
    driver.pass(Duration::from_secs(600));
    assert_eq!(states(&mut driver, &ids), [OutboxState::Accepted; 3]);
    let text = happened.strftime("%Y-%m-%dT%H:%M:%S").to_string();
    for vendor in ["ray", "releva"] {
        let stored = stored(&site, vendor);
        assert_eq!(stored.len(), 1);
        assert!(stored[0]["event"]["timestamp"].as_str().unwrap().starts_with(&text), "{vendor}");
    }
    let late = stored(&site, "mxo");
    assert_eq!(late.len(), 1);
    assert_eq!(late[0]["event"]["timestamp"], happened.as_millisecond());
}

#[test]
fn a_refusal_needs_the_agent_and_stops_nobody_else() {
    let site = site(options(), &[]);
    fault(&site, "ray:interaction:403:1");
    let mut driver = site.drive(Mode::Live);
    let people = driver.people();
    let ids = [driver.record(people[0], "one", &["ray"]), driver.record(people[1], "two", &["ray"])].concat();
    driver.pass(Duration::from_secs(600));
    assert_eq!(states(&mut driver, &ids), [OutboxState::NeedsAgent, OutboxState::Accepted]);
}

#[test]
fn a_stated_wait_is_kept_and_then_it_goes() {
    let site = site(options(), &[]);
    fault(&site, "releva:events:429-retry:1");
    let mut driver = site.drive(Mode::Live);
    let lead = driver.people()[0];
    let ids = driver.record(lead, "later", &["releva"]);
    assert_eq!(states(&mut driver, &ids), [OutboxState::Waiting]);
    assert!(driver.row(ids[0]).item.next_try_at.is_some());
    driver.pass(Duration::from_secs(3700));
    assert_eq!(states(&mut driver, &ids), [OutboxState::Accepted]);
    assert_eq!(stored(&site, "releva").len(), 1);
}

#[test]
fn a_token_that_is_withdrawn_is_renewed_once_and_then_the_key_is_in_doubt() {
    for vendor in ["ray", "mxo"] {
        let site = site(options(), &[]);
        let mut driver = site.drive(Mode::Live);
        let people = driver.people();
        driver.record(people[0], "one", &[vendor]);
        assert_eq!(tokens(&site, vendor), 1);
        fault(&site, &format!("{vendor}:interaction:401:1"));
        let ids = driver.record(people[1], "two", &[vendor]);
        driver.pass(Duration::from_secs(60));
        assert_eq!(states(&mut driver, &ids), [OutboxState::Accepted], "{vendor}");
        assert_eq!((tokens(&site, vendor), stored(&site, vendor).len()), (2, 2), "{vendor}");
        // For good: one more token, then it waits with a sentence and asks for nothing.
        fault(&site, &format!("{vendor}:interaction:401"));
        let ids = driver.record(people[2], "three", &[vendor]);
        let before = calls(&site, vendor) + tokens(&site, vendor);
        driver.pass(Duration::from_secs(3600));
        assert_eq!(states(&mut driver, &ids), [OutboxState::Waiting], "{vendor}");
        assert!(driver.row(ids[0]).item.why.starts_with("credential:"), "{}", driver.row(ids[0]).item.why);
        assert_eq!(calls(&site, vendor) + tokens(&site, vendor), before, "{vendor}");
    }
}

#[test]
fn what_happened_long_ago_goes_in_bulk_where_the_settings_say_so() {
    let site = site(small(400), &[("mxo", "late_sending = \"bulk\"")]);
    let mut driver = site.drive(Mode::Quiet);
    let people = driver.people();
    assert!(people.len() >= 250, "{}", people.len());
    let at = driver.now.at.checked_sub(hours(3)).unwrap();
    for (n, lead) in people.iter().take(250).enumerate() {
        driver.try_record(draft(*lead, &format!("call {n}"), &["mxo"], at)).unwrap();
    }
    let report = driver.send();
    assert_eq!(report.confirmed, 250, "{report:?}");
    assert_eq!(calls(&site, "mxo"), 3);
    assert_eq!(stored(&site, "mxo").len(), 250);
}

#[test]
fn a_refused_chunk_goes_one_by_one_so_that_only_the_wrong_one_stays() {
    let site = site(small(60), &[]);
    fault(&site, "releva:events:400:1");
    let mut driver = site.drive(Mode::Quiet);
    let people = driver.people();
    let mut ids = Vec::new();
    for (n, lead) in people.iter().take(5).enumerate() {
        ids.extend(driver.record(*lead, &format!("call {n}"), &["releva"]));
    }
    let report = driver.send();
    assert_eq!(report.confirmed, 5, "{report:?}");
    assert_eq!((calls(&site, "releva"), stored(&site, "releva").len()), (6, 5));
}

#[test]
fn a_visitor_is_bound_to_its_key_and_never_to_another() {
    let site = site(options(), &[]);
    let mut driver = site.drive(Mode::Quiet);
    let people = driver.people();
    for (lead, text) in [(people[0], "one"), (people[1], "two"), (people[0], "three")] {
        driver.record(lead, text, &["mxo"]);
        driver.send();
    }
    let tids: Vec<String> = site
        .sandbox()
        .log()
        .iter()
        .filter(|entry| entry["vendor"] == "mxo" && entry["method"] == "POST")
        .filter(|entry| !entry["path"].as_str().unwrap().contains("token"))
        .map(|entry| entry["query"]["tid"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert_eq!((tids[0].as_str(), tids[1].as_str()), ("", ""));
    assert!(!tids[2].is_empty());
}

#[test]
fn a_program_that_ends_while_a_recording_is_out_calls_it_unknown() {
    let site = site(options(), &[]);
    let id = {
        let mut driver = site.drive(Mode::Live);
        let lead = driver.people()[0];
        let at = driver.now.at;
        // The token first; then the call leaves and nobody waits for its answer.
        driver.record(lead, "first", &["ray"]);
        let draft = Box::new(draft(lead, "second", &["ray"], at));
        let (reply, answer) = leadline::bridge::question();
        driver.engine.step(driver.now, leadline::engine::Input::Command(Command::Record { draft, reply }));
        driver.send_only();
        answer.try_take().ok().unwrap().unwrap().unwrap().changes[0]
    };
    let mut driver = site.drive(Mode::Live);
    driver.pass(Duration::from_secs(600));
    assert_eq!(states(&mut driver, &[id]), [OutboxState::Unknown]);
    assert_eq!(stored(&site, "ray").len(), 2);
}

#[test]
fn it_can_be_held_dropped_and_taken_back_only_before_it_left() {
    let site = site(options(), &[]);
    let mut driver = site.drive(Mode::Quiet);
    let people = driver.people();
    let held = driver.record(people[0], "one", &["ray"])[0];
    driver.act(held, OutboxAction::Hold).unwrap();
    driver.send();
    assert_eq!(states(&mut driver, &[held]), [OutboxState::Held]);
    driver.act(held, OutboxAction::Release).unwrap();
    driver.command(Command::Undo);
    assert_eq!(states(&mut driver, &[held]), [OutboxState::Cancelled]);
    let gone = driver.record(people[1], "two", &["ray"])[0];
    driver.send();
    driver.command(Command::Undo);
    assert_eq!(states(&mut driver, &[gone]), [OutboxState::Accepted]);
    assert!(matches!(driver.act(gone, OutboxAction::Arrived), Err(Refused::Wrong(_))));
    assert_eq!(stored(&site, "ray").len(), 1);
}

#[test]
fn a_recorded_fact_stands_once_in_the_timeline_with_what_became_of_it_everywhere() {
    let site = site(options(), &[]);
    let mut driver = site.drive(Mode::Quiet);
    let (lead, now) = (driver.people()[0], driver.now.at);
    let happened_at = now.checked_sub(hours(3)).unwrap();
    let text = "read out: your one-time code is 482913\nand said goodbye";
    driver.try_record(draft(lead, text, &[], happened_at)).unwrap();
    let told = |driver: &mut Driver<'_>| {
        let answer = driver.ask(|reply| Command::Timeline { lead, refresh: None, reply }).unwrap();
        let json = serde_json::to_value(&*answer.timeline.items).unwrap();
        assert!(!json.to_string().contains("482913"));
        let of_kind = |kind: &str| -> Vec<Value> {
            json.as_array().unwrap().iter().filter(|item| item["kind"] == kind).cloned().collect()
        };
        assert!(of_kind("change").is_empty(), "a recording is no change of the lead");
        let [item] = <[Value; 1]>::try_from(of_kind("recording")).unwrap();
        item
    };
    let state = |item: &Value| -> Vec<(String, String)> {
        let targets = item["extra"]["targets"].as_array().unwrap();
        let word = |target: &Value, name: &str| target[name].as_str().unwrap().to_owned();
        targets.iter().map(|target| (word(target, "vendor"), word(target, "state"))).collect()
    };
    let all = |word: &str| VENDORS.map(|vendor| (vendor.to_owned(), word.to_owned())).to_vec();
    let item = told(&mut driver);
    assert_eq!(state(&item), all("queued"));
    assert_eq!((item["source"].as_str(), item["masked"].as_bool()), (Some("leadline"), Some(true)));
    assert_eq!(item["at"].as_str().and_then(|at| at.parse().ok()), Some(happened_at));
    assert!(item["title"].as_str().unwrap().starts_with("Phone call, read out:"));
    driver.send();
    assert_eq!(state(&told(&mut driver)), all("accepted"));
}

#[test]
fn an_accepted_answer_becomes_the_next_best_action_of_the_open_lead() {
    let site = site(options(), &[]);
    let mut driver = site.drive(Mode::Quiet);
    let lead = driver.people()[0];
    driver.command(Command::Open(Some(lead)));
    let best = |driver: &mut Driver<'_>| driver.snapshot().open.as_ref().unwrap().next_best.clone();
    assert_eq!(best(&mut driver), None);
    driver.record(lead, "called", &["mxo"]);
    driver.send();
    let advised = best(&mut driver).unwrap();
    assert!(!advised.advice.is_empty() && advised.advice.iter().all(|one| !one.text.is_empty()), "{advised:?}");
    assert_eq!(advised.title, "Medallia MXO");
    // Another lead has nothing of it; coming back, it is there again.
    let other = driver.people()[1];
    driver.command(Command::Open(Some(other)));
    assert_eq!(best(&mut driver), None);
    driver.command(Command::Open(Some(lead)));
    assert_eq!(best(&mut driver), Some(advised));
}

#[test]
fn try_now_ends_the_wait_of_the_system_that_is_told_and_of_no_other() {
    let site = site(options(), &[]);
    let mut driver = site.drive(Mode::Live);
    let lead = driver.people()[0];
    driver.world = World::Offline;
    let ids = driver.record(lead, "during the outage", &["ray"]);
    driver.pass(Duration::from_secs(1200));
    assert_eq!(states(&mut driver, &ids), [OutboxState::Waiting]);
    driver.world = World::Net;
    settle(&mut driver, ids[0], OutboxAction::Retry);
    driver.pass(Duration::from_secs(1));
    assert_eq!(states(&mut driver, &ids), [OutboxState::Accepted], "it went at once, whatever it waited for");
}

#[test]
fn a_bot_without_a_key_says_nothing_about_what_others_are_told() {
    let site = site(options(), &[]);
    let mut driver = site.drive(Mode::Quiet);
    let lead = driver.people()[0];
    let ids = driver.record(lead, "later", &["ray"]);
    site.remove_credential(0);
    driver.command(Command::CredentialChanged("desk-0".into()));
    driver.pass(Duration::from_secs(60));
    let row = driver.row(ids[0]).item;
    assert_eq!((row.state, row.why.as_str()), (OutboxState::Queued, ""));
}
