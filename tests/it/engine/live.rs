//! By itself: how often it asks, what it writes to disk, and how it comes through an hour without a network.

use std::time::Duration;

use leadline::bridge::Command;
use leadline::domain::{Field, OutboxState};
use leadline::engine::Mode;
use leadline::sandbox::{Order, SandboxOptions};
use leadline::vendors::error::Failure;
use leadline::vendors::request::RetryAfter;
use serde_json::json;

use crate::support::engine::{Site, World, gets, puts, small, uuids};
use crate::support::figures::proved;

const MINUTE: Duration = Duration::from_secs(60);

#[test]
fn a_bot_at_rest_costs_one_request_per_list_and_poll_and_no_write_to_disk() {
    let site = Site::new(SandboxOptions { order: Order::UpdatedDesc, ..small(200) });
    let mut driver = site.drive(Mode::Live);
    driver.pass(MINUTE / 2);
    // The pages of the log and of the file do not move while nothing is written.
    let size = || site.database_bytes();
    driver.pass(MINUTE);
    let before = (driver.calls, size());
    driver.pass(10 * MINUTE);
    assert_eq!((driver.calls - before.0, size()), (20, before.1));
}

#[test]
fn what_happens_elsewhere_is_there_after_the_next_poll() {
    let site = Site::new(SandboxOptions { order: Order::UpdatedDesc, page_size: 7, ..small(60) });
    let mut driver = site.drive(Mode::Live);
    driver.pass(MINUTE);
    let uuid = uuids(site.sandbox())[40].clone();
    site.sandbox().edit(&uuid, &json!({ "status": "ESCALATED" })).unwrap();
    site.sandbox().arrive(20);
    driver.pass(MINUTE);
    assert_eq!(driver.lead(&uuid).lead.status.unwrap().wire(), "ESCALATED");
    assert_eq!(driver.snapshot().rows.len(), 80);
}

#[test]
fn an_hour_without_a_network_costs_few_requests_and_ends_without_a_storm() {
    let mut worst = (0, 0);
    for failure in [
        Failure::NotSent,
        Failure::Unclear,
        Failure::Slowed(None),
        Failure::Slowed(Some(RetryAfter::In(Duration::ZERO))),
    ] {
        let site = Site::new(SandboxOptions { order: Order::UpdatedDesc, ..small(60) });
        let mut driver = site.drive(Mode::Live);
        driver.pass(MINUTE);
        site.sandbox().clear_log();
        driver.world = World::Fails(failure.clone());
        let before = driver.calls;
        for uuid in &uuids(site.sandbox())[..10] {
            driver.set(uuid, Field::Name, "Somebody Else");
        }
        driver.pass(60 * MINUTE);
        let asked = driver.calls - before;
        assert!(asked <= 40, "{asked} requests in an hour of {failure:?}");
        driver.world = World::Net;
        let before = driver.calls;
        driver.pass(10 * MINUTE);
        let after = driver.calls - before;
        // Ten edits: check, write, read back; two lists, ten polls.
        assert!(after <= 10 * 3 + 2 * 12, "{after} requests in the ten minutes after");
        assert!(driver.snapshot().outbox.is_empty(), "all edits went");
        assert_eq!((puts(site.sandbox()).len(), site.writes_that_counted()), (10, 10));
        worst = (worst.0.max(asked), worst.1.max(after));
    }
    proved(
        "an hour without a network",
        &format!("at most {} requests in the hour, {} in the ten minutes after", worst.0, worst.1),
    );
}

#[test]
fn after_a_day_without_an_answer_it_is_tried_once_an_hour_and_never_given_up() {
    let site = Site::new(SandboxOptions { order: Order::UpdatedDesc, ..small(60) });
    let mut driver = site.drive(Mode::Live);
    driver.pass(MINUTE);
    driver.world = World::Offline;
    let change = driver.set(&uuids(site.sandbox())[3], Field::Name, "Somebody Else");
    driver.pass(25 * 60 * MINUTE);
    let before = driver.calls;
    driver.pass(10 * 60 * MINUTE);
    assert!((9..=11).contains(&(driver.calls - before)), "{} requests in ten hours", driver.calls - before);
    let accounts = driver.ask(|reply| Command::Accounts { reply });
    assert!(accounts[0].sentence.contains("once an hour"), "{}", accounts[0].sentence);
    driver.world = World::Net;
    driver.pass(61 * MINUTE);
    assert_eq!(driver.state(change), OutboxState::Confirmed);
}

#[test]
fn a_stated_wait_is_kept_and_nobodys_try_now_ends_it() {
    let site = Site::new(SandboxOptions { order: Order::UpdatedDesc, ..small(60) });
    let mut driver = site.drive(Mode::Live);
    driver.pass(MINUTE);
    driver.world = World::Fails(Failure::Slowed(Some(RetryAfter::In(Duration::from_secs(1_000)))));
    let change = driver.set(&uuids(site.sandbox())[3], Field::Name, "Somebody Else");
    driver.pass(Duration::from_secs(5));
    let (asked, item) = (driver.calls, driver.row(change).item);
    assert_eq!(item.state, OutboxState::Waiting);
    assert!(item.why.starts_with("rate limit") && item.next_try_at.is_some(), "{}", item.why);
    driver.world = World::Net;
    driver.act(change, leadline::bridge::OutboxAction::Retry).unwrap();
    driver.pass(Duration::from_secs(990));
    assert_eq!(driver.calls, asked);
    driver.pass(Duration::from_secs(10));
    assert_eq!(driver.state(change), OutboxState::Confirmed);
}

#[test]
fn two_accounts_work_side_by_side_and_one_that_fails_does_not_hold_up_the_other() {
    let site = Site::of(vec![small(40), SandboxOptions { seed: 8, ..small(30) }]);
    let mut driver = site.drive(Mode::Quiet);
    let reports = driver.sync_all(true);
    assert_eq!((reports[0].leads_new, reports[1].leads_new), (40, 30));
    let first = driver.set(&uuids(&site.sandboxes[0])[3], Field::Name, "One");
    let second = driver.set(&uuids(&site.sandboxes[1])[3], Field::Name, "Two");
    let vendor = site.config.accounts[0].vendor.as_str();
    site.sandboxes[0].add_fault(format!("{vendor}:list:401").parse().unwrap());
    let report = driver.send();
    assert!(report.credential);
    assert_eq!((driver.state(first), driver.state(second)), (OutboxState::Waiting, OutboxState::Confirmed));
    assert_eq!((puts(&site.sandboxes[0]).len(), puts(&site.sandboxes[1]).len()), (0, 1));
    let reports = driver.sync_all(true);
    assert!(reports[0].failure.is_some() && reports[1].failure.is_none());
}

#[test]
fn an_account_that_left_the_settings_keeps_its_leads_and_its_rows_say_why_they_wait() {
    let mut site = Site::of(vec![small(40), SandboxOptions { seed: 8, ..small(30) }]);
    let uuid = uuids(&site.sandboxes[1])[3].clone();
    let mut driver = site.drive(Mode::Quiet);
    driver.sync_all(true);
    let change = driver.set(&uuid, Field::Name, "Two");
    drop(driver);
    let gone = site.config.accounts.pop().unwrap();
    let mut driver = site.drive(Mode::Live);
    driver.pass(MINUTE);
    assert_eq!(driver.snapshot().rows.len(), 70);
    let why = driver.row(change).item.why;
    assert!(why.contains(gone.name.as_str()) && why.contains("not in the settings"), "{why}");
    driver.act(change, leadline::bridge::OutboxAction::Retry).unwrap();
    assert!(driver.row(change).item.why.contains("not in the settings"));
    assert!(gets(&site.sandboxes[0]).len() < 40);
    drop(driver);
    site.config.accounts.push(gone);
    let mut driver = site.drive(Mode::Quiet);
    driver.send();
    assert_eq!(driver.state(change), OutboxState::Confirmed);
}

#[test]
fn skipped_records_are_counted_and_the_others_live() {
    let site = Site::new(SandboxOptions { malformed: 9, ..small(60) });
    let mut driver = site.drive(Mode::Quiet);
    let report = driver.sync(true);
    assert_eq!(report.leads_seen, 60);
    assert_eq!(report.skipped.len(), 9, "{:?}", report.skipped);
    assert!(report.skipped.iter().all(|skipped| skipped.path.starts_with('$') && !skipped.why.is_empty()));
    let accounts = driver.ask(|reply| Command::Accounts { reply });
    assert_eq!(accounts[0].skipped, 9);
}
