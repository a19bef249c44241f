//! A change goes back to where it was typed: dropped and drafted, both or neither.

use std::time::Duration;

use leadline::bridge::command::Refused;
use leadline::bridge::{Command, OutboxAction};
use leadline::domain::{ChangeId, DraftOf, Field, OutboxState};
use leadline::engine::Mode;
use leadline::sandbox::Order;

use crate::support::engine::{Driver, Site, World, puts, small, uuids};

const MINUTE: Duration = Duration::from_secs(60);

fn again(driver: &mut Driver<'_>, change: ChangeId, text: &str) -> Result<(), Refused> {
    let text = text.to_owned();
    driver.ask(|reply| Command::EditAgain { change, of: DraftOf::Field(Field::Name), text, reply })
}

#[test]
fn what_has_not_left_goes_back_and_what_may_have_arrived_does_not() {
    let site = Site::new(leadline::sandbox::SandboxOptions { order: Order::UpdatedDesc, ..small(40) });
    let mut driver = site.drive(Mode::Live);
    driver.pass(MINUTE);
    let uuids = uuids(site.sandbox());
    driver.world = World::Offline;
    let waiting = driver.set(&uuids[1], Field::Name, "Nadja");
    let held = driver.set(&uuids[2], Field::Name, "Nadja");
    driver.act(held, OutboxAction::Hold).unwrap();
    for id in [waiting, held] {
        again(&mut driver, id, "Nadja").unwrap();
        let row = driver.row(id).item;
        assert_eq!((row.state, row.why.as_str()), (OutboxState::Cancelled, "taken back by you to edit it"));
    }
    assert_eq!(driver.snapshot().drafts.len(), 2);
    driver.world = World::Net;
    driver.pass(10 * MINUTE);
    assert!(puts(site.sandbox()).is_empty(), "nothing was sent");

    site.sandbox().add_fault("rayzing:update:reset-after:1".parse().unwrap());
    let unclear = driver.set(&uuids[3], Field::Name, "Nadja");
    driver.pass_until("a write without an answer", |_| !puts(site.sandbox()).is_empty());
    let refused = again(&mut driver, unclear, "Nadja").unwrap_err().to_string();
    assert!(refused.contains("may have arrived") || refused.contains("at this moment"), "{refused}");
    driver.pass(5 * MINUTE);
    assert_eq!(driver.state(unclear), OutboxState::Confirmed);
    let refused = again(&mut driver, unclear, "Nadja").unwrap_err().to_string();
    assert!(refused.contains("done already"), "{refused}");
    assert_eq!(driver.snapshot().drafts.len(), 2, "a refusal leaves no draft");
}

#[test]
fn on_a_full_disk_it_stays_where_it_is_with_its_text() {
    let site = Site::new(small(40));
    let mut driver = site.drive(Mode::Quiet);
    driver.sync(true);
    let id = driver.set(&uuids(site.sandbox())[1], Field::Name, "Nadja");
    driver.engine.limit_pages(1).unwrap();
    let long = "Nadja ".repeat(4_000);
    assert!(matches!(again(&mut driver, id, &long), Err(Refused::NotKept(_))));
    assert_eq!(driver.row(id).item.state, OutboxState::Queued);
    assert!(driver.snapshot().drafts.is_empty());
    driver.engine.limit_pages(1_000_000).unwrap();
    drop(driver);
    let mut driver = site.drive(Mode::Quiet);
    assert_eq!((driver.row(id).item.state, driver.snapshot().drafts.len()), (OutboxState::Queued, 0));
}
