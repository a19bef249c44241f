//! Taking back a batch that is not the newest: whatever was changed since stays.

use std::time::Duration;

use leadline::bridge::Command;
use leadline::bridge::command::{Refused, TakenBack};
use leadline::domain::{Change, ChangeId, Field, LeadId, OutboxState};
use leadline::engine::Mode;
use leadline::sandbox::{Order, SandboxOptions};
use serde_json::json;

use crate::support::engine::{Driver, Site, puts, small, uuids};

const MINUTE: Duration = Duration::from_secs(60);

fn take_back(driver: &mut Driver<'_>, change: ChangeId, alone: bool) -> Result<TakenBack, Refused> {
    driver.ask(|reply| Command::TakeBack { change, alone, reply })
}

/// Forty leads are closed in one go, and that arrives.
fn closed_yesterday(site: &Site) -> (Driver<'_>, Vec<String>, Vec<LeadId>, Vec<ChangeId>) {
    let mut driver = site.drive(Mode::Live);
    driver.pass(MINUTE);
    let uuids = uuids(site.sandbox())[..40].to_vec();
    let leads: Vec<LeadId> = uuids.iter().map(|uuid| driver.id(uuid)).collect();
    let changes = vec![Change::set(Field::Status, "closed").unwrap()];
    let made =
        driver.ask(|reply| Command::Change { leads: leads.clone(), changes, reply: Some(reply) }).unwrap().changes;
    driver.pass(20 * MINUTE);
    assert!(made.iter().all(|id| driver.state(*id) == OutboxState::Confirmed));
    driver.now.at += jiff::SignedDuration::from_hours(24);
    driver.pass(MINUTE);
    (driver, uuids, leads, made)
}

fn status(site: &Site, uuid: &str) -> String {
    site.sandbox().record(uuid).unwrap()["status"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn yesterdays_batch_is_taken_back_but_for_what_was_changed_since() {
    let site = Site::new(SandboxOptions { order: Order::UpdatedDesc, ..small(80) });
    let before: Vec<String> = uuids(site.sandbox())[..40].iter().map(|uuid| status(&site, uuid)).collect();
    let (mut driver, uuids, _, made) = closed_yesterday(&site);
    // A later edit of ours, and one of a colleague.
    let later = driver.set(&uuids[3], Field::Status, "review");
    driver.pass(5 * MINUTE);
    assert_eq!(driver.state(later), OutboxState::Confirmed);
    site.sandbox().edit(&uuids[5], &json!({ "status": "DEPENDENCY" })).unwrap();
    driver.pass(2 * MINUTE);
    drop(driver);
    // It is taken back after a restart, with another edit made in between.
    let mut driver = site.drive(Mode::Live);
    driver.pass(MINUTE);
    driver.set(&uuids[39], Field::Name, "Somebody Else");
    driver.pass(2 * MINUTE);
    let taken = take_back(&mut driver, made[7], false).unwrap();
    assert_eq!(taken, TakenBack { changes: 38, stayed: 2 });
    driver.pass(30 * MINUTE);
    assert!(driver.snapshot().outbox.is_empty(), "{:?}", driver.snapshot().outbox);
    for (n, uuid) in uuids.iter().enumerate() {
        let wanted = match n {
            3 => "REVIEW",
            5 => "DEPENDENCY",
            _ => before[n].as_str(),
        };
        assert_eq!(status(&site, uuid), wanted, "lead {n}");
    }
    let refused = take_back(&mut driver, made[0], false).unwrap_err().to_string();
    assert!(refused.contains("taken back already"), "{refused}");
    // And that can be done again like any other undo.
    driver.command(Command::Redo);
    driver.pass(30 * MINUTE);
    assert_eq!(status(&site, &uuids[0]), "CLOSED");
}

#[test]
fn one_lead_alone_is_taken_back_and_the_others_of_its_batch_can_be_later() {
    let site = Site::new(SandboxOptions { order: Order::UpdatedDesc, ..small(80) });
    let before: Vec<String> = uuids(site.sandbox())[..40].iter().map(|uuid| status(&site, uuid)).collect();
    let (mut driver, uuids, _, made) = closed_yesterday(&site);
    let n = before.iter().position(|status| status != "CLOSED").unwrap();
    let writes = puts(site.sandbox()).len();
    assert_eq!(take_back(&mut driver, made[n], true).unwrap(), TakenBack { changes: 1, stayed: 0 });
    driver.pass(5 * MINUTE);
    assert_eq!((status(&site, &uuids[n]), puts(site.sandbox()).len()), (before[n].clone(), writes + 1));
    let refused = take_back(&mut driver, made[n], true).unwrap_err().to_string();
    assert!(refused.contains("Nothing of this stands any more"), "{refused}");
    take_back(&mut driver, made[n], false).unwrap();
    driver.pass(30 * MINUTE);
    assert!((0..40).all(|at| status(&site, &uuids[at]) == before[at]));
}
