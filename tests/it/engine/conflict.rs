//! A colleague was faster: nothing of theirs is overwritten unseen.

use leadline::bridge::{OutboxAction, Side};
use leadline::domain::{Field, OutboxState};
use leadline::engine::Mode;
use serde_json::json;

use crate::support::engine::{Driver, Site, puts, small, uuids};

/// A site with a lead that reads OPEN, synced.
fn open_lead(site: &Site) -> (Driver<'_>, String) {
    let uuid = uuids(site.sandbox())[3].clone();
    site.sandbox().edit(&uuid, &json!({ "status": "OPEN", "name": "Nadia" })).unwrap();
    let mut driver = site.drive(Mode::Quiet);
    driver.sync(true);
    (driver, uuid)
}

#[test]
fn the_same_field_changed_by_a_colleague_asks_the_agent_and_sends_nothing() {
    let site = Site::new(small(20));
    let (mut driver, uuid) = open_lead(&site);
    let change = driver.set(&uuid, Field::Status, "review");
    site.sandbox().edit(&uuid, &json!({ "status": "CLOSED" })).unwrap();
    let report = driver.send();
    assert_eq!((report.confirmed, report.needs_agent), (0, 1));
    let item = driver.row(change).item;
    let conflict = item.conflict.unwrap();
    assert_eq!(
        (conflict.before.as_deref(), conflict.theirs.as_deref(), conflict.mine.as_deref()),
        (Some("OPEN"), Some("CLOSED"), Some("REVIEW"))
    );
    assert!(item.why.contains("Closed") && item.why.contains("Review") && item.why.contains("Open"), "{}", item.why);
    assert_eq!(puts(site.sandbox()).len(), 0);

    // Mine, but theirs moves once more: asked again.
    driver.resolve(change, Field::Status, Side::Mine);
    site.sandbox().edit(&uuid, &json!({ "status": "ONHOLD" })).unwrap();
    driver.send();
    assert_eq!(driver.row(change).item.conflict.unwrap().theirs.as_deref(), Some("ONHOLD"));
    assert_eq!(puts(site.sandbox()).len(), 0);

    driver.resolve(change, Field::Status, Side::Mine);
    driver.send();
    assert_eq!(driver.state(change), OutboxState::Confirmed);
    assert_eq!(site.sandbox().record(&uuid).unwrap()["status"], "REVIEW");
    assert_eq!(puts(site.sandbox()).len(), 1);
}

#[test]
fn keeping_theirs_ends_the_change_without_a_write() {
    let site = Site::new(small(20));
    let (mut driver, uuid) = open_lead(&site);
    let change = driver.set(&uuid, Field::Status, "review");
    site.sandbox().edit(&uuid, &json!({ "status": "CLOSED" })).unwrap();
    driver.send();
    driver.resolve(change, Field::Status, Side::Theirs);
    assert_eq!(driver.state(change), OutboxState::Cancelled);
    assert_eq!(driver.lead(&uuid).lead.status.unwrap().wire(), "CLOSED");
    assert_eq!(puts(site.sandbox()).len(), 0);
}

#[test]
fn another_field_changed_by_a_colleague_stays_and_ours_goes() {
    let site = Site::new(small(20));
    let (mut driver, uuid) = open_lead(&site);
    let change = driver.set(&uuid, Field::Status, "review");
    site.sandbox().edit(&uuid, &json!({ "name": "Nadia B." })).unwrap();
    driver.send();
    assert_eq!(driver.state(change), OutboxState::Confirmed);
    let record = site.sandbox().record(&uuid).unwrap();
    assert_eq!((&record["status"], &record["profile"]["userDetails"]["name"]), (&json!("REVIEW"), &json!("Nadia B.")));
}

#[test]
fn a_colleague_who_set_exactly_our_value_confirms_it_without_a_write() {
    let site = Site::new(small(20));
    let (mut driver, uuid) = open_lead(&site);
    let change = driver.set(&uuid, Field::Status, "review");
    site.sandbox().edit(&uuid, &json!({ "status": "REVIEW" })).unwrap();
    driver.send();
    assert_eq!(driver.state(change), OutboxState::Confirmed);
    assert_eq!(puts(site.sandbox()).len(), 0);
}

#[test]
fn a_field_behind_a_conflict_waits_with_its_reason_and_goes_afterwards_without_a_false_alarm() {
    let site = Site::new(small(20));
    let (mut driver, uuid) = open_lead(&site);
    let first = driver.set(&uuid, Field::Status, "review");
    let name = driver.set(&uuid, Field::Name, "Mine");
    let second = driver.set(&uuid, Field::Status, "onhold");
    site.sandbox().edit(&uuid, &json!({ "name": "Theirs" })).unwrap();
    driver.send();
    assert_eq!(driver.state(name), OutboxState::NeedsAgent);
    assert_eq!(driver.state(first), OutboxState::Cancelled, "the later one took its place");
    let waiting = driver.row(second).item;
    assert_eq!(
        (waiting.state, waiting.why),
        (OutboxState::Queued, format!("waits for change {name}, which needs you"))
    );
    driver.resolve(name, Field::Name, Side::Theirs);
    assert_eq!(driver.row(second).item.why, "");
    driver.send();
    assert_eq!(driver.state(second), OutboxState::Confirmed);
    assert_eq!(site.sandbox().record(&uuid).unwrap()["status"], "ONHOLD");
}

#[test]
fn dropping_the_first_of_two_edits_leaves_no_false_conflict_behind() {
    let site = Site::new(small(20));
    let (mut driver, uuid) = open_lead(&site);
    let first = driver.set(&uuid, Field::Status, "review");
    let second = driver.set(&uuid, Field::Status, "closed");
    driver.act(first, OutboxAction::Drop).unwrap();
    driver.send();
    assert_eq!(driver.state(second), OutboxState::Confirmed);
}
