//! Nothing that was accepted is lost: bursts of commands, a full disk, a locked file.

use std::time::Duration;

use leadline::bridge::command::Refused;
use leadline::bridge::health::SyncFailureKind;
use leadline::bridge::reply::question;
use leadline::bridge::{Command, OutboxAction, Phase};
use leadline::domain::{Change, DraftOf, Field, OutboxState};
use leadline::engine::Mode;

use crate::support::engine::{Driver, Site, puts, small, uuids};

#[test]
fn every_command_of_a_burst_is_answered() {
    let site = Site::new(small(30));
    let engine = site.start(Mode::Quiet);
    engine.wait_for("a working engine", |snapshot| snapshot.phase == Phase::Ready);
    let reports = engine.ask(|reply| Command::Sync { full: true, reply: Some(reply) });
    assert_eq!(reports[0].failure, None);
    let lead = engine.link.snapshot().listing.order[0];
    let lead = if engine.link.snapshot().rows.get(lead).unwrap().read_only { panic!("read-only") } else { lead };
    let mut answers = Vec::new();
    for number in 0..200 {
        let (reply, answer) = question();
        let change = Change::set(Field::Name, &format!("Name {number}")).unwrap();
        engine.command(Command::Change { leads: vec![lead], changes: vec![change], reply: Some(reply) });
        answers.push(answer);
    }
    for (number, answer) in answers.into_iter().enumerate() {
        let made = answer.block_and_take().unwrap_or_else(|gone| panic!("wish {number}: {gone}"));
        assert!(made.is_ok(), "wish {number}: {made:?}");
    }
    let rows = engine.ask(|reply| Command::OutboxList { reply });
    assert_eq!(rows.len(), 200);
}

#[test]
fn a_full_disk_keeps_nothing_half_and_works_again_when_there_is_room() {
    let site = Site::new(small(60));
    let mut driver = site.drive(Mode::Quiet);
    driver.sync(true);
    let uuid = uuids(site.sandbox())[3].clone();
    let lead = driver.id(&uuid);
    driver.engine.limit_pages(1).unwrap();
    let long = "x".repeat(60_000);
    let refused = (0..50).find_map(|_| driver.wish(lead, Field::Name, &long).err());
    let Some(Refused::NotKept(why)) = refused else { panic!("the disk never filled: {refused:?}") };
    assert!(why.contains("no room"), "{why}");
    let before = driver.outbox();
    assert!(matches!(driver.wish(lead, Field::Name, &long), Err(Refused::NotKept(_))));
    assert_eq!(driver.outbox(), before, "nothing half done");
    drop(driver);
    let mut driver = site.drive(Mode::Quiet);
    assert_eq!(driver.outbox(), before, "what was accepted is there, and nothing else");
    for view in before {
        driver.act(view.item.id, OutboxAction::Drop).unwrap();
    }
    let change = driver.wish(lead, Field::Name, "Nadia").unwrap().changes[0];
    driver.send();
    assert_eq!(driver.state(change), OutboxState::Confirmed);
}

#[test]
fn the_connection_that_an_engine_works_on_flushes_before_it_says_yes() {
    let site = Site::new(small(3));
    let driver = site.drive(Mode::Live);
    assert_eq!(driver.engine.durability().unwrap(), "wal, FULL");
}

#[test]
fn a_text_that_is_typed_on_a_full_disk_is_not_called_kept() {
    let site = Site::new(small(400));
    let mut driver = site.drive(Mode::Quiet);
    driver.sync(true);
    let lead = driver.lead(&uuids(site.sandbox())[2]).id;
    let keep = |driver: &mut Driver<'_>, text: &str| {
        let text = text.to_owned();
        driver.ask(|reply| Command::Draft { lead, of: DraftOf::NewNote, text, reply: Some(reply) })
    };
    keep(&mut driver, "half").unwrap();
    driver.engine.limit_pages(1).unwrap();
    let long = "half a thought ".repeat(4_000);
    let refused = keep(&mut driver, &long).unwrap_err().to_string();
    assert!(refused.contains("no room left on the disk"), "{refused}");
    assert_eq!(driver.snapshot().drafts.values().map(|text| text.len()).collect::<Vec<_>>(), [4]);
    driver.engine.limit_pages(1_000_000).unwrap();
    keep(&mut driver, &long).unwrap();
    assert_eq!(driver.snapshot().drafts.values().map(|text| text.len()).collect::<Vec<_>>(), [long.len()]);
}

#[test]
fn a_disk_that_fills_during_a_sync_is_told_and_the_next_sync_makes_it_good() {
    let site = Site::new(small(400));
    site.remove_credential(0);
    let mut driver = site.drive(Mode::Live);
    driver.engine.limit_pages(1).unwrap();
    site.enter_credential(0);
    driver.command(Command::TryAgain);
    driver.pass(Duration::from_secs(5));
    let report = driver.sync(true);
    assert_eq!(report.failure.map(|failure| failure.kind), Some(SyncFailureKind::NotKept));
    assert!(driver.snapshot().notice.unwrap().bad);
    let asked = driver.calls;
    driver.pass(Duration::from_secs(300));
    assert!(driver.calls - asked < 20, "{} requests in five minutes", driver.calls - asked);
    driver.engine.limit_pages(1_000_000).unwrap();
    assert_eq!(driver.sync(true).failure, None);
    assert_eq!(driver.snapshot().rows.len(), 400);
}

#[test]
fn a_row_that_cannot_be_marked_as_leaving_does_not_leave() {
    let site = Site::new(small(30));
    let mut driver = site.drive(Mode::Quiet);
    driver.sync(true);
    let change = driver.set(&uuids(site.sandbox())[3], Field::Name, "Nadia");
    // Somebody else holds the file: what is to be noted before a request leaves cannot be noted.
    let locked = site.locked_database();
    driver.engine.give_up_waiting_after(Duration::from_millis(1)).unwrap();
    let report = driver.send_for(Duration::from_secs(2));
    assert_eq!(puts(site.sandbox()).len(), 0, "{report:?}");
    assert!(!driver.state(change).is_done());
    drop(locked);
    driver.send();
    assert_eq!(driver.state(change), OutboxState::Confirmed);
    assert_eq!(puts(site.sandbox()).len(), 1);
}

#[test]
fn a_program_that_ends_while_its_write_is_out_reads_back_and_writes_no_second_time() {
    for stored in [true, false] {
        let site = Site::new(small(20));
        let uuid = uuids(site.sandbox())[3].clone();
        site.drive(Mode::Quiet).sync(true);
        if !stored {
            let vendor = site.config.accounts[0].vendor.as_str();
            site.sandbox().add_fault(format!("{vendor}:update:reset-before:1").parse().unwrap());
        }
        let mut driver = site.drive(Mode::Live);
        let lead = driver.id(&uuid);
        let change = driver.wish(lead, Field::Name, "Nadia").unwrap().changes[0];
        driver.send_only();
        while puts(site.sandbox()).is_empty() {
            assert!(driver.one_answer(), "the write never went out");
        }
        drop(driver);
        let mut driver = site.drive(Mode::Quiet);
        let item = driver.row(change).item;
        assert_eq!((item.state, item.attempts), (OutboxState::Waiting, 1));
        assert!(item.why.starts_with("reading back"), "{}", item.why);
        driver.send();
        assert_eq!(driver.state(change), OutboxState::Confirmed);
        assert_eq!((puts(site.sandbox()).len(), site.writes_that_counted()), (if stored { 1 } else { 2 }, 1));
    }
}
