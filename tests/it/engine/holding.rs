//! Rows that wait with their account: each says for what, and until when, and no longer than it is true.

use std::time::Duration;

use leadline::bridge::Command;
use leadline::domain::{Field, OutboxState};
use leadline::engine::Mode;
use leadline::sandbox::{Order, SandboxOptions};
use leadline::vendors::error::Failure;
use leadline::vendors::request::RetryAfter;

use crate::support::engine::{Driver, Site, World, small, uuids};

const MINUTE: Duration = Duration::from_secs(60);

fn ready(site: &Site) -> Driver<'_> {
    let mut driver = site.drive(Mode::Live);
    driver.pass(MINUTE);
    driver
}

#[test]
fn every_row_of_an_account_that_waits_says_for_what_and_until_when() {
    for (failure, word) in [
        (Failure::NotSent, "can be reached again"),
        (Failure::Unclear, "answers again"),
        (Failure::Slowed(Some(RetryAfter::In(Duration::from_secs(900)))), "asked us to slow down"),
    ] {
        let site = Site::new(SandboxOptions { order: Order::UpdatedDesc, ..small(60) });
        let mut driver = ready(&site);
        driver.world = World::Fails(failure.clone());
        let uuids = uuids(site.sandbox());
        let ids: Vec<_> = uuids[..6].iter().map(|uuid| driver.set(uuid, Field::Name, "Somebody Else")).collect();
        driver.pass(5 * MINUTE);
        // One that is made while the account waits says so, too.
        let late = driver.set(&uuids[7], Field::Name, "Somebody Else");
        driver.pass(Duration::from_secs(1));
        for id in ids.iter().chain([&late]) {
            let row = driver.row(*id).item;
            let next = row.next_try_at.unwrap_or_else(|| panic!("{failure:?}: {row:?}"));
            assert!(next >= driver.now.at, "{failure:?}: a time that is past: {row:?}");
            assert!(!row.why.is_empty(), "{failure:?}: {row:?}");
        }
        let row = driver.row(late).item;
        assert!(row.state == OutboxState::Queued && row.why.contains(word), "{failure:?}: {row:?}");

        driver.world = World::Net;
        driver.pass(30 * MINUTE);
        for id in ids.iter().chain([&late]) {
            let row = driver.row(*id).item;
            assert_eq!(row.state, OutboxState::Confirmed, "{failure:?}: {row:?}");
        }
    }
}

#[test]
fn what_they_said_is_taken_back_when_it_is_not_true_any_more() {
    let site = Site::new(SandboxOptions { order: Order::UpdatedDesc, ..small(60) });
    let mut driver = ready(&site);
    driver.world = World::Offline;
    let uuids = uuids(site.sandbox());
    let held = driver.set(&uuids[1], Field::Name, "Somebody Else");
    let others: Vec<_> = uuids[2..8].iter().map(|uuid| driver.set(uuid, Field::Name, "Somebody Else")).collect();
    driver.pass(2 * MINUTE);
    assert!(others.iter().all(|id| !driver.row(*id).item.why.is_empty()));
    driver.act(held, leadline::bridge::OutboxAction::Hold).unwrap();
    let row = driver.row(held).item;
    assert_eq!((row.state, row.why.as_str()), (OutboxState::Held, "you asked to wait"));
    // One after the other they go, and none says any longer that it waits.
    driver.world = World::Net;
    driver.pass_until("the first", |driver| driver.state_now(others[0]) == OutboxState::Confirmed);
    let mut waits = |id| driver.row_now(id).item.why.starts_with("its turn comes");
    assert_eq!(others.iter().copied().filter(|id| waits(*id)).count(), 0);
}

#[test]
fn everything_on_its_way_is_held_at_once_and_goes_on_at_once_but_what_may_have_arrived() {
    let site = Site::new(SandboxOptions { order: Order::UpdatedDesc, ..small(60) });
    let mut driver = ready(&site);
    let uuids = uuids(site.sandbox());
    // One write leaves and gets no answer: it is read back, whatever the agent says.
    site.sandbox().add_fault("rayzing:update:reset-after:1".parse().unwrap());
    let unclear = driver.set(&uuids[0], Field::Name, "Somebody Else");
    driver.pass(Duration::from_millis(800));
    driver.world = World::Offline;
    let ids: Vec<_> = uuids[1..5].iter().map(|uuid| driver.set(uuid, Field::Name, "Somebody Else")).collect();
    let hold = |driver: &mut Driver<'_>, hold| driver.ask(|reply| Command::HoldAll { hold, reply: Some(reply) });
    hold(&mut driver, true).unwrap();
    assert!(ids.iter().all(|id| driver.row(*id).item.state == OutboxState::Held));
    assert_ne!(driver.row(unclear).item.state, OutboxState::Held);
    driver.world = World::Net;
    driver.pass(20 * MINUTE);
    assert!(ids.iter().all(|id| driver.row(*id).item.state == OutboxState::Held), "held is held");
    assert_eq!(driver.state(unclear), OutboxState::Confirmed);
    assert_eq!(site.writes_that_counted(), 1);
    hold(&mut driver, false).unwrap();
    driver.pass(5 * MINUTE);
    assert!(ids.iter().all(|id| driver.row(*id).item.state == OutboxState::Confirmed));
    // Each try is there afterwards, with what left and how it ended, and no credential in it.
    let shown = driver.ask(|reply| Command::InFull { change: ids[0], reply }).unwrap();
    let [one] = shown.tries.as_slice() else { panic!("{shown:?}") };
    let request = one.request.as_deref().unwrap();
    assert!(request.starts_with("PUT http://127.0.0.1") && request.contains("Somebody Else"), "{request}");
    assert!(request.contains("••••••••"), "{request}");
    let about = site.sandbox().describe();
    let vendor = site.config.accounts[0].vendor.as_str();
    for secret in about["vendors"][vendor]["credentials"].as_object().unwrap().values() {
        assert!(!request.contains(secret.as_str().unwrap()));
    }
    assert!(one.ended_at.is_some() && one.outcome.is_some(), "{one:?}");
}

#[test]
fn a_row_whose_search_stops_because_its_account_waits_is_not_called_sending() {
    for (failure, yes) in [(Failure::NotSent, false), (Failure::Credential, false), (Failure::NotSent, true)] {
        let site = Site::new(SandboxOptions { order: Order::UpdatedDesc, page_size: 10, ..small(60) });
        let mut driver = ready(&site);
        let uuids = uuids(site.sandbox());
        let mut leads: Vec<_> = [5, 40].map(|at: usize| (driver.id(&uuids[at]), uuids[at].clone())).into();
        leads.sort();
        let [(first, _), (searched, uuid)] = leads.try_into().unwrap();
        if !yes {
            // It is not where it was: one reading does not find it.
            site.sandbox().edit(&uuid, &serde_json::json!({ "websiteVisits": 7 })).unwrap();
        }
        let change = driver.wish(searched, Field::Name, "Somebody Else").unwrap().changes[0];
        driver.send_only();
        if yes {
            let vendor = site.config.accounts[0].vendor.as_str();
            site.sandbox().add_fault(format!("{vendor}:update:ok-stores-nothing").parse().unwrap());
            while driver.row_now(change).item.why != "reading back" {
                assert!(driver.one_answer());
            }
            driver.one_answer();
        }
        driver.wish(first, Field::Name, "Somebody Else").unwrap();
        driver.world = World::Fails(failure.clone());
        driver.pump();
        let row = driver.row_now(change).item;
        assert_ne!(row.state, OutboxState::Sending, "{failure:?}, {yes}: {row:?}");
        assert!(!row.why.is_empty(), "{failure:?}, {yes}: {row:?}");
        assert!(row.next_try_at.is_some() || failure == Failure::Credential, "{failure:?}, {yes}: {row:?}");
        site.sandbox().clear_faults();
        driver.world = World::Net;
        site.enter_credential(0);
        driver.command(leadline::bridge::Command::CredentialChanged(site.config.accounts[0].name.clone()));
        driver.pass(MINUTE);
        let row = driver.row(change).item;
        let end = if yes { OutboxState::NeedsAgent } else { OutboxState::Confirmed };
        assert_eq!(row.state, end, "{failure:?}, {yes}: {row:?}");
    }
}

#[test]
fn a_row_whose_turn_comes_while_its_account_waits_says_so() {
    let site = Site::new(SandboxOptions { order: Order::UpdatedDesc, ..small(60) });
    let mut driver = ready(&site);
    driver.world = World::Offline;
    let uuids = uuids(site.sandbox());
    driver.set(&uuids[1], Field::Name, "Somebody Else");
    driver.pass(5 * MINUTE);
    let first = driver.set(&uuids[2], Field::Name, "Somebody Else");
    driver.act(first, leadline::bridge::OutboxAction::Hold).unwrap();
    let second = driver.set(&uuids[2], Field::Email, "else@example.org");
    assert!(driver.row_now(second).item.why.starts_with("waits for change"));
    driver.act(first, leadline::bridge::OutboxAction::Drop).unwrap();
    let row = driver.row_now(second).item;
    assert!(row.why.contains("can be reached again") && row.next_try_at.is_some(), "{row:?}");
}

#[test]
fn a_row_behind_one_that_is_read_back_says_so_and_one_that_was_replaced_is_not_called_sending() {
    let site = Site::new(SandboxOptions { order: Order::UpdatedDesc, ..small(60) });
    let mut driver = ready(&site);
    let vendor = site.config.accounts[0].vendor.as_str();
    site.sandbox().add_fault(format!("{vendor}:update:500").parse().unwrap());
    let uuid = &uuids(site.sandbox())[2];
    let replaced = driver.set(uuid, Field::Name, "One");
    let newest = driver.set(uuid, Field::Name, "Two");
    let tries = |driver: &mut Driver<'_>| driver.row_now(newest).item.attempts;
    driver.pass_until("several tries", |driver| tries(driver) > 3);
    let behind = driver.set(uuid, Field::Email, "else@example.org");
    for id in [replaced, behind] {
        let row = driver.row_now(id).item;
        assert_eq!(row.state, OutboxState::Queued, "{row:?}");
        assert_eq!(row.why, format!("waits for change {newest}, which is being read back"), "{row:?}");
    }
    site.sandbox().clear_faults();
    driver.pass(10 * MINUTE);
    assert_eq!(driver.row(newest).item.state, OutboxState::Confirmed);
    assert_eq!(driver.row(behind).item.state, OutboxState::Confirmed);
    assert_eq!(driver.row(replaced).item.state, OutboxState::Cancelled);
}

#[test]
fn a_row_whose_turn_comes_while_its_account_lacks_a_credential_says_so() {
    let site = Site::new(SandboxOptions { order: Order::UpdatedDesc, ..small(60) });
    let mut driver = ready(&site);
    site.enter_wrong_credential(0);
    driver.command(leadline::bridge::Command::CredentialChanged(site.config.accounts[0].name.clone()));
    driver.pass(2 * MINUTE);
    let uuid = &uuids(site.sandbox())[2];
    let first = driver.set(uuid, Field::Name, "Somebody Else");
    let second = driver.set(uuid, Field::Email, "else@example.org");
    driver.act(first, leadline::bridge::OutboxAction::Hold).unwrap();
    driver.pass(MINUTE);
    assert!(driver.row_now(second).item.why.starts_with("waits for change"));
    driver.act(first, leadline::bridge::OutboxAction::Drop).unwrap();
    let row = driver.row_now(second).item;
    assert!(row.state == OutboxState::Waiting && row.why.starts_with("credential"), "{row:?}");
}
