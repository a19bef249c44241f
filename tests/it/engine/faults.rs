//! Every way an answer can go wrong: the edit takes effect at most once per wish, and its row says what is known.

use std::time::Duration;

use leadline::bridge::{Command, OutboxAction};
use leadline::domain::{ChangeId, Field, OutboxState};
use leadline::engine::Mode;
use leadline::sandbox::{KINDS, SandboxOptions, Timings};
use serde_json::json;

use crate::support::engine::{Driver, Site, gets, puts, small, uuids};

fn faulty(fault: &str) -> (Site, String) {
    let timings = Timings { slow_ms: 100, late_ms: 50, drip_ms: 20, retry_after_secs: 2 };
    let site = Site::new(SandboxOptions { timings, ..small(20) });
    let uuid = uuids(site.sandbox())[3].clone();
    site.sandbox().edit(&uuid, &json!({ "status": "OPEN", "name": "Nadia" })).unwrap();
    site.drive(Mode::Quiet).sync(true);
    let vendor = site.config.accounts[0].vendor.as_str();
    site.sandbox().add_fault(format!("{vendor}:{fault}").parse().unwrap());
    site.sandbox().clear_log();
    (site, uuid)
}

fn settled(driver: &mut Driver<'_>, change: ChangeId) -> OutboxState {
    driver.pass_until("the row settles", |driver| {
        let state = driver.state(change);
        state.is_done() || state.waits_for_agent()
    });
    driver.state(change)
}

/// Everything that went to nobody we know.
fn strays(site: &Site) -> usize {
    site.sandbox().log().iter().filter(|entry| entry["vendor"] == "elsewhere").count()
}

#[test]
fn one_fault_of_a_write_never_makes_it_count_twice_and_ends_as_the_table_says() {
    for (word, _) in KINDS.iter().filter(|(word, _)| !["401", "late"].contains(word)) {
        let (site, uuid) = faulty(&format!("update:{word}:1"));
        let mut driver = site.drive(Mode::Live);
        let change = driver.set(&uuid, Field::Status, "review");
        let state = settled(&mut driver, change);
        let expected = match *word {
            "400" | "403" | "404" | "409" | "413" | "422" | "461" | "refusal" | "ok-stores-nothing" => {
                OutboxState::NeedsAgent
            }
            _ => OutboxState::Confirmed,
        };
        let why = driver.row(change).item.why;
        assert_eq!(state, expected, "{word}: {why}");
        let counted = site.writes_that_counted();
        assert_eq!(counted, usize::from(expected == OutboxState::Confirmed), "{word}");
        assert!(puts(site.sandbox()).len() <= 2, "{word}");
        assert_eq!(strays(&site), 0, "{word}");
        assert!(!why.contains(&uuid) && !why.contains("127.0.0.1"), "{word}: {why}");
    }
}

#[test]
fn a_write_that_may_have_arrived_is_healed_by_reading_alone() {
    for word in [
        "timeout-after",
        "reset-after",
        "500-after",
        "502-after",
        "504-after",
        "cut",
        "invalid-json",
        "empty",
        "wrong-type",
    ] {
        let (site, uuid) = faulty(&format!("update:{word}:1"));
        let mut driver = site.drive(Mode::Live);
        let change = driver.set(&uuid, Field::Status, "review");
        assert_eq!(settled(&mut driver, change), OutboxState::Confirmed, "{word}");
        assert_eq!(puts(site.sandbox()).len(), 1, "{word}");
    }
}

#[test]
fn a_second_edit_over_one_that_may_have_arrived_is_no_conflict_with_ourselves() {
    let (site, uuid) = faulty("update:reset-after:1");
    let mut driver = site.drive(Mode::Live);
    let first = driver.set(&uuid, Field::Status, "review");
    driver.pass_until("the first is unclear", |driver| driver.row(first).item.why.starts_with("reading back"));
    let second = driver.set(&uuid, Field::Status, "closed");
    assert_eq!(settled(&mut driver, second), OutboxState::Confirmed, "{}", driver.row(second).item.why);
    assert_eq!(site.sandbox().record(&uuid).unwrap()["status"], "CLOSED");
}

#[test]
fn what_may_have_arrived_stays_so_while_nothing_can_be_read() {
    let (site, uuid) = faulty("update:reset-after:1");
    let mut driver = site.drive(Mode::Live);
    let change = driver.set(&uuid, Field::Status, "review");
    driver.pass_until("it is unclear", |driver| driver.row(change).item.why.starts_with("reading back"));
    driver.world = crate::support::engine::World::Offline;
    driver.pass(Duration::from_secs(120));
    assert!(driver.row(change).item.why.starts_with("reading back"), "{}", driver.row(change).item.why);
    assert!(driver.act(change, OutboxAction::Hold).is_err());
    drop(driver);
    let mut driver = site.drive(Mode::Quiet);
    assert!(driver.row(change).item.why.starts_with("reading back"), "after a restart, too");
    driver.send();
    assert_eq!(driver.state(change), OutboxState::Confirmed);
    assert_eq!(puts(site.sandbox()).len(), 1);
}

#[test]
fn a_yes_that_stores_nothing_is_never_confirmed_and_never_written_again_by_itself() {
    let (site, uuid) = faulty("update:ok-stores-nothing");
    let mut driver = site.drive(Mode::Live);
    let change = driver.set(&uuid, Field::Status, "review");
    assert_eq!(settled(&mut driver, change), OutboxState::NeedsAgent);
    assert!(driver.row(change).item.why.contains("said yes, but still shows Open"), "{}", driver.row(change).item.why);
    driver.pass(Duration::from_secs(600));
    assert_eq!(puts(site.sandbox()).len(), 1);
    site.sandbox().clear_faults();
    driver.act(change, OutboxAction::Retry).unwrap();
    assert_eq!(settled(&mut driver, change), OutboxState::Confirmed);
    assert_eq!(puts(site.sandbox()).len(), 2);
}

#[test]
fn a_text_that_was_stored_otherwise_is_shown_as_stored() {
    let (site, uuid) = faulty("update:trims");
    let mut driver = site.drive(Mode::Live);
    let change = driver.set(&uuid, Field::Name, "Nadia Example");
    assert_eq!(settled(&mut driver, change), OutboxState::NeedsAgent);
    assert!(
        driver.row(change).item.why.contains("stored it as Nadia Exampl instead"),
        "{}",
        driver.row(change).item.why
    );
    assert_eq!(puts(site.sandbox()).len(), 1);
}

#[test]
fn a_write_that_takes_effect_late_is_confirmed_by_a_later_reading() {
    let (site, uuid) = faulty("update:late:1");
    let engine = site.start(Mode::Live);
    engine.wait_for("leads", |snapshot| !snapshot.rows.is_empty());
    let lead = engine.ask(|reply| Command::FindLead { name: uuid.clone(), reply }).unwrap().id;
    let changes = vec![leadline::domain::Change::set(Field::Status, "review").unwrap()];
    let made = engine.ask(|reply| Command::Change { leads: vec![lead], changes, reply: Some(reply) }).unwrap();
    let snapshot = engine.wait_for("its end", |snapshot| snapshot.outbox_done.contains_key(&made.changes[0]));
    assert_eq!(snapshot.outbox_done[&made.changes[0]].item.state, OutboxState::Confirmed);
    assert_eq!(puts(site.sandbox()).len(), 1);
}

#[test]
fn a_fault_of_the_reading_before_a_write_costs_a_try_and_nothing_else() {
    for (word, _) in KINDS.iter() {
        if ["401", "late", "trims", "ok-stores-nothing"].contains(word) {
            continue;
        }
        let (site, uuid) = faulty(&format!("list:{word}:1"));
        let mut driver = site.drive(Mode::Quiet);
        let change = driver.set(&uuid, Field::Status, "review");
        driver.send();
        let refused = ["400", "403", "404", "409", "413", "422", "461", "refusal"].contains(word);
        let expected = if refused { OutboxState::NeedsAgent } else { OutboxState::Confirmed };
        assert_eq!(driver.state(change), expected, "{word}: {}", driver.row(change).item.why);
        assert_eq!(site.writes_that_counted(), usize::from(!refused), "{word}");
        assert_eq!(strays(&site), 0, "{word}");
    }
}

#[test]
fn a_refused_credential_stops_the_account_and_a_new_one_lets_it_go_by_itself() {
    for endpoint in ["list", "update"] {
        let (site, uuid) = faulty(&format!("{endpoint}:401:1"));
        let mut driver = site.drive(Mode::Live);
        let change = driver.set(&uuid, Field::Status, "review");
        driver.pass(Duration::from_secs(2));
        let item = driver.row(change).item;
        assert_eq!(item.state, OutboxState::Waiting, "{endpoint}: {}", item.why);
        assert!(item.why.starts_with("credential"), "{endpoint}: {}", item.why);
        assert_eq!(item.next_try_at, None, "no time heals a credential");
        let asked = driver.calls;
        driver.pass(Duration::from_secs(600));
        assert_eq!(driver.calls, asked, "{endpoint}: nothing more is asked");
        site.enter_credential(0);
        driver.command(Command::CredentialChanged(site.config.accounts[0].name.clone()));
        assert_eq!(settled(&mut driver, change), OutboxState::Confirmed, "{endpoint}");
        assert_eq!(site.writes_that_counted(), 1);
    }
}

#[test]
fn nothing_is_asked_without_a_credential() {
    let site = Site::new(small(20));
    site.remove_credential(0);
    let mut driver = site.drive(Mode::Live);
    driver.pass(Duration::from_secs(600));
    assert_eq!((driver.calls, gets(site.sandbox()).len()), (0, 0));
    site.enter_wrong_credential(0);
    driver.command(Command::TryAgain);
    driver.pass(Duration::from_secs(600));
    assert_eq!(driver.calls, 1, "asked once, refused once");
    site.enter_credential(0);
    driver.command(Command::TryAgain);
    driver.pass(Duration::from_secs(5));
    assert_eq!(driver.snapshot().rows.len(), 20);
}

#[test]
fn a_lead_whose_write_always_fails_is_tried_ever_less_often_although_readings_work() {
    let (site, uuid) = faulty("update:500");
    let mut driver = site.drive(Mode::Live);
    let change = driver.set(&uuid, Field::Status, "review");
    driver.pass(Duration::from_secs(60));
    let tried = puts(site.sandbox()).len();
    assert!((2..=25).contains(&tried), "{tried} writes in a minute");
    assert_eq!(driver.state(change), OutboxState::Waiting);
}

#[test]
fn one_lead_that_fails_does_not_hold_up_the_others_of_a_sending() {
    let (site, uuid) = faulty("update:500:1");
    let mut driver = site.drive(Mode::Quiet);
    driver.set(&uuid, Field::Status, "review");
    let other = uuids(site.sandbox())[5].clone();
    driver.set(&other, Field::Name, "Somebody Else");
    let report = driver.ask(|reply| Command::Send { until_idle: false, reply });
    // Whichever went first met the fault (and may have come round again); it never stood in the other's way.
    assert!(report.confirmed >= 1, "{report:?}");
    assert_eq!((report.confirmed + report.waiting, report.undelivered), (2, report.waiting > 0), "{report:?}");
}
