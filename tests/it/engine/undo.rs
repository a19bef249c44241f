//! Taking back, holding, dropping: what an agent does with a row of the outbox.

use leadline::bridge::{Command, OutboxAction};
use leadline::domain::{Field, OutboxState};
use leadline::engine::Mode;
use serde_json::json;

use crate::support::engine::{Driver, Site, World, puts, small, uuids};

fn open_lead(site: &Site, mode: Mode) -> (Driver<'_>, String) {
    let uuid = uuids(site.sandbox())[3].clone();
    site.sandbox().edit(&uuid, &json!({ "status": "OPEN", "name": "Nadia" })).unwrap();
    let mut driver = site.drive(mode);
    driver.sync(true);
    site.sandbox().clear_log();
    (driver, uuid)
}

fn shown(driver: &mut Driver<'_>, uuid: &str) -> String {
    driver.lead(uuid).lead.status.unwrap().wire().to_owned()
}

#[test]
fn a_queued_edit_is_taken_back_and_nothing_is_sent() {
    let site = Site::new(small(20));
    let (mut driver, uuid) = open_lead(&site, Mode::Quiet);
    let change = driver.set(&uuid, Field::Status, "review");
    driver.command(Command::Undo);
    assert_eq!((driver.state(change), shown(&mut driver, &uuid).as_str()), (OutboxState::Cancelled, "OPEN"));
    driver.send();
    assert_eq!(puts(site.sandbox()).len(), 0);
    assert!(driver.snapshot().undo.is_none());
}

#[test]
fn a_confirmed_edit_is_taken_back_by_a_new_checked_write_even_after_a_restart() {
    let site = Site::new(small(20));
    let (mut driver, uuid) = open_lead(&site, Mode::Quiet);
    driver.set(&uuid, Field::Status, "review");
    driver.send();
    drop(driver);
    let mut driver = site.drive(Mode::Quiet);
    driver.command(Command::Undo);
    assert_eq!(shown(&mut driver, &uuid), "OPEN");
    assert_eq!(driver.send().confirmed, 1);
    assert_eq!(site.sandbox().record(&uuid).unwrap()["status"], "OPEN");
    assert_eq!(puts(site.sandbox()).len(), 2);
}

#[test]
fn taking_back_the_second_of_two_quick_edits_leaves_the_first() {
    let site = Site::new(small(20));
    let (mut driver, uuid) = open_lead(&site, Mode::Quiet);
    driver.set(&uuid, Field::Status, "review");
    driver.set(&uuid, Field::Status, "closed");
    driver.command(Command::Undo);
    assert_eq!(shown(&mut driver, &uuid), "REVIEW");
    driver.send();
    assert_eq!(site.sandbox().record(&uuid).unwrap()["status"], "REVIEW");
    driver.command(Command::Undo);
    driver.send();
    assert_eq!(site.sandbox().record(&uuid).unwrap()["status"], "OPEN");
}

#[test]
fn an_edit_that_is_out_is_taken_back_behind_itself() {
    let site = Site::new(small(20));
    let (mut driver, uuid) = open_lead(&site, Mode::Live);
    let change = driver.set(&uuid, Field::Status, "review");
    driver.send_only();
    assert_eq!(driver.state_now(change), OutboxState::Sending);
    driver.command(Command::Undo);
    driver.pass_until("all done", |driver| driver.snapshot().outbox.is_empty());
    assert_eq!(site.sandbox().record(&uuid).unwrap()["status"], "OPEN");
    assert_eq!(shown(&mut driver, &uuid), "OPEN");
}

#[test]
fn an_edit_that_may_have_arrived_is_taken_back_at_the_vendor_too() {
    for fault in ["reset-after", "reset-before"] {
        let site = Site::new(small(20));
        let (mut driver, uuid) = open_lead(&site, Mode::Live);
        let vendor = site.config.accounts[0].vendor.as_str();
        site.sandbox().add_fault(format!("{vendor}:update:{fault}:1").parse().unwrap());
        let change = driver.set(&uuid, Field::Status, "review");
        driver.pass_until("it is unclear", |driver| driver.row(change).item.why.starts_with("reading back"));
        driver.command(Command::Undo);
        driver.pass_until("all done", |driver| driver.snapshot().outbox.is_empty());
        assert_eq!(site.sandbox().record(&uuid).unwrap()["status"], "OPEN", "{fault}");
        assert_eq!(shown(&mut driver, &uuid), "OPEN", "{fault}");
    }
}

#[test]
fn a_held_row_keeps_the_later_ones_of_its_lead_behind_it_and_of_no_other() {
    let site = Site::new(small(20));
    let (mut driver, uuid) = open_lead(&site, Mode::Quiet);
    let held = driver.set(&uuid, Field::Status, "review");
    driver.act(held, OutboxAction::Hold).unwrap();
    let later = driver.set(&uuid, Field::Name, "Later");
    let other = driver.set(&uuids(site.sandbox())[5], Field::Name, "Other");
    driver.send();
    assert_eq!((driver.state(held), driver.state(later)), (OutboxState::Held, OutboxState::Queued));
    assert_eq!(driver.row(later).item.why, format!("waits for change {held}, which you hold"));
    assert_eq!(driver.state(other), OutboxState::Confirmed);
    assert!(driver.act(held, OutboxAction::Retry).unwrap_err().to_string().contains("held"));
    assert!(driver.act(held, OutboxAction::Arrived).unwrap_err().to_string().contains("recordings"));
    drop(driver);
    let mut driver = site.drive(Mode::Quiet);
    assert_eq!(driver.row(later).item.why, format!("waits for change {held}, which you hold"), "after a restart, too");
    driver.act(held, OutboxAction::Release).unwrap();
    driver.send();
    assert_eq!((driver.state(held), driver.state(later)), (OutboxState::Confirmed, OutboxState::Confirmed));
    assert!(driver.act(held, OutboxAction::Drop).unwrap_err().to_string().contains("done already"));
}

#[test]
fn try_now_ends_a_wait_of_ours_and_a_dropped_row_is_not_sent() {
    let site = Site::new(small(20));
    let (mut driver, uuid) = open_lead(&site, Mode::Live);
    driver.world = World::Offline;
    let change = driver.set(&uuid, Field::Status, "review");
    let dropped = driver.set(&uuids(site.sandbox())[5], Field::Status, "review");
    driver.pass(std::time::Duration::from_secs(600));
    let item = driver.row(change).item;
    assert_eq!(item.state, OutboxState::Waiting);
    assert!(item.why.starts_with("offline"), "{}", item.why);
    driver.act(dropped, OutboxAction::Drop).unwrap();
    driver.world = World::Net;
    driver.act(change, OutboxAction::Retry).unwrap();
    driver.pass(std::time::Duration::from_secs(5));
    assert_eq!((driver.state(change), driver.state(dropped)), (OutboxState::Confirmed, OutboxState::Cancelled));
    assert_eq!(puts(site.sandbox()).len(), 1);
}

#[test]
fn what_was_taken_back_is_done_again_until_something_new_is_done() {
    let site = Site::new(small(20));
    let (mut driver, uuid) = open_lead(&site, Mode::Quiet);
    driver.set(&uuid, Field::Status, "review");
    driver.send();
    driver.set(&uuid, Field::Status, "closed");
    assert!(driver.snapshot().redo.is_none());
    // The unsent one, then the one that was confirmed, and both again.
    driver.command(Command::Undo);
    assert_eq!(driver.snapshot().redo.unwrap().words, "Nadia: Review → Closed");
    driver.command(Command::Undo);
    assert_eq!(shown(&mut driver, &uuid), "OPEN");
    driver.command(Command::Redo);
    assert_eq!(shown(&mut driver, &uuid), "REVIEW");
    driver.command(Command::Redo);
    assert_eq!(shown(&mut driver, &uuid), "CLOSED");
    assert!(driver.snapshot().redo.is_none());
    driver.command(Command::Redo);
    assert!(driver.snapshot().notice.unwrap().text.contains("nothing to do again"));
    // What was done again can be taken back again, also by the next process.
    drop(driver);
    let mut driver = site.drive(Mode::Quiet);
    driver.command(Command::Undo);
    assert_eq!(shown(&mut driver, &uuid), "REVIEW");
    driver.set(&uuid, Field::Name, "New");
    assert!(driver.snapshot().redo.is_none(), "a new edit ends it");
    driver.send();
    assert_eq!(site.sandbox().record(&uuid).unwrap()["status"], "REVIEW");
}

#[test]
fn what_the_agent_dropped_is_not_done_again() {
    let site = Site::new(small(20));
    let (mut driver, uuid) = open_lead(&site, Mode::Quiet);
    let lead = driver.id(&uuid);
    let made = driver.wishes(lead, &[(Field::Status, "review"), (Field::Name, "Dropped")]).unwrap();
    driver.act(made.changes[1], OutboxAction::Drop).unwrap();
    driver.command(Command::Undo);
    driver.command(Command::Redo);
    let lead = driver.lead(&uuid).lead;
    assert_eq!((lead.status.unwrap().wire(), lead.name.as_deref()), ("REVIEW", Some("Nadia")));
}

#[test]
fn a_database_that_cannot_be_written_leaves_an_undo_undone_as_a_whole() {
    let site = Site::new(small(20));
    let (mut driver, uuid) = open_lead(&site, Mode::Quiet);
    driver.set(&uuid, Field::Status, "review");
    driver.send();
    let lead = driver.id(&uuid);
    let queued = driver.wishes(lead, &[(Field::Status, "closed"), (Field::Name, "N")]).unwrap();
    let _blocks = site.locked_database();
    driver.engine.give_up_waiting_after(std::time::Duration::from_millis(20)).unwrap();
    driver.command(Command::Undo);
    assert!(driver.snapshot().notice.unwrap().bad);
    for change in queued.changes {
        assert_eq!(driver.state_now(change), OutboxState::Queued);
    }
}
