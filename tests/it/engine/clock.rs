//! Clocks that jump under a running engine: sleep, and a clock that somebody set.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::SignedDuration;
use leadline::bridge::{AccountState, Command};
use leadline::domain::{Field, OutboxState};
use leadline::engine::Mode;
use leadline::sandbox::{Order, SandboxOptions};
use leadline::vendors::error::Failure;
use leadline::vendors::request::RetryAfter;
use serde_json::Value;

use crate::support::engine::{Driver, Site, World, puts, small, uuids};

const MINUTE: Duration = Duration::from_secs(60);

fn site(order: Order) -> Site {
    Site::new(SandboxOptions { order, ..small(60) })
}

/// The computer sleeps: the wall clock goes on, the other one stands still.
fn jump(driver: &mut Driver<'_>, hours: i64) {
    driver.now.at += SignedDuration::from_hours(hours);
}

#[test]
fn a_laptop_that_slept_for_two_days_with_a_failure_open_goes_on_at_once_and_not_once_an_hour() {
    let site = site(Order::UpdatedDesc);
    let mut driver = site.drive(Mode::Live);
    driver.pass(MINUTE);
    driver.world = World::Offline;
    let change = driver.set(&uuids(site.sandbox())[3], Field::Name, "Somebody Else");
    driver.pass(30 * MINUTE);
    assert_eq!(driver.state(change), OutboxState::Waiting);
    jump(&mut driver, 48);
    // The network of the train has not come back yet.
    let before = driver.calls;
    driver.pass(10 * MINUTE);
    let asked = driver.calls - before;
    assert!((2..=20).contains(&asked), "{asked} requests in the ten minutes after waking");
    driver.world = World::Net;
    driver.pass(6 * MINUTE);
    assert_eq!(driver.state(change), OutboxState::Confirmed, "within minutes of the network");
    assert_eq!(puts(site.sandbox()).len(), 1);
}

#[test]
fn waking_up_looks_for_news_at_once() {
    let site = site(Order::UpdatedDesc);
    let mut driver = site.drive(Mode::Live);
    driver.pass(2 * MINUTE);
    jump(&mut driver, 9);
    site.sandbox().clear_log();
    driver.pass(Duration::from_secs(5));
    let asked = site.sandbox().log();
    let lists: BTreeSet<String> = asked.iter().map(|entry| entry["query"]["type"].to_string()).collect();
    assert_eq!(lists.len(), 2, "each of the two lists");
    // One of them has no proven order, so a sweep of it was due as well.
    assert!(asked.len() <= 5, "{} requests", asked.len());
}

#[test]
fn a_wait_that_the_vendor_stated_goes_on_in_sleep_and_is_kept_where_the_clock_is_set_back() {
    for (hours, over) in [(2, true), (-5, false)] {
        let site = site(Order::UpdatedDesc);
        let mut driver = site.drive(Mode::Live);
        driver.pass(MINUTE);
        driver.world = World::Fails(Failure::Slowed(Some(RetryAfter::In(Duration::from_secs(1_000)))));
        let change = driver.set(&uuids(site.sandbox())[3], Field::Name, "Somebody Else");
        driver.pass(Duration::from_secs(5));
        driver.world = World::Net;
        let asked = driver.calls;
        jump(&mut driver, hours);
        driver.pass(Duration::from_secs(60));
        assert_eq!(driver.calls > asked, over, "{hours} hours");
        if !over {
            let accounts = driver.ask(|reply| Command::Accounts { reply });
            let AccountState::Slowed { until } = accounts[0].state else { panic!("{:?}", accounts[0].state) };
            let left = until.as_second() - driver.now.at.as_second();
            assert!((800..=1_000).contains(&left), "the time that is shown is that of the clock as it is now: {left}");
            driver.pass(Duration::from_secs(1_000));
        }
        driver.pass(MINUTE);
        assert_eq!(driver.state(change), OutboxState::Confirmed);
    }
}

#[test]
fn a_clock_that_is_set_back_a_year_does_not_stop_the_sweeps() {
    let site = site(Order::Shuffled);
    let mut driver = site.drive(Mode::Live);
    driver.pass(15 * MINUTE);
    jump(&mut driver, -365 * 24);
    site.sandbox().clear_log();
    driver.pass(15 * MINUTE);
    let behind_the_head = |entry: &Value| entry["query"]["page"].as_str().is_some_and(|page| page != "1");
    let swept = site.sandbox().log().iter().filter(|entry| behind_the_head(entry)).count();
    assert!(swept >= 2, "only a whole pass reads beyond the first page");
}

#[test]
fn clocks_that_jump_to_and_fro_lose_nothing_and_cause_no_storm() {
    let site = site(Order::UpdatedDesc);
    let mut driver = site.drive(Mode::Live);
    driver.pass(MINUTE);
    driver.world = World::Offline;
    let uuids = uuids(site.sandbox());
    let changes: Vec<_> = uuids[..5].iter().map(|uuid| driver.set(uuid, Field::Name, "Somebody Else")).collect();
    let before = driver.calls;
    for hours in [1, -1, 24, -24, 365 * 24, -365 * 24] {
        jump(&mut driver, hours);
        driver.pass(10 * MINUTE);
    }
    let asked = driver.calls - before;
    assert!(asked <= 6 * 20, "{asked} requests in an hour of jumps without a network");
    driver.world = World::Net;
    driver.pass(10 * MINUTE);
    for change in changes {
        assert_eq!(driver.state(change), OutboxState::Confirmed);
    }
    assert_eq!((puts(site.sandbox()).len(), site.writes_that_counted()), (5, 5));
}
