//! Faults of our own: the engine begins anew on what it kept, and stops where that does not help.

use leadline::bridge::{Command, NoAnswer, Phase, question};
use leadline::domain::{Change, Field, OutboxState};
use leadline::engine::Mode;

use crate::support::engine::{Running, Site, puts, small, uuids};

fn ready() -> Site {
    let site = Site::new(small(30));
    // An engine that begins anew reads its settings anew.
    site.write_settings(&site.config.accounts);
    site.drive(Mode::Quiet).sync(true);
    site
}

/// Lets the engine meet so many faults. Whatever it falls over, each question ends: with an answer, or in words.
fn fall(running: &Running<'_>, times: u32) {
    running.fault.plan(times);
    for _ in 0..times {
        let (reply, answer) = question();
        running.command(Command::Accounts { reply });
        let ended: Result<_, NoAnswer> = answer.block_and_take();
        drop(ended);
    }
}

#[test]
fn an_engine_that_fell_begins_anew_with_everything_that_it_acknowledged_and_says_so() {
    let site = ready();
    let running = site.start(Mode::Live);
    running.wait_for("the start", |snapshot| snapshot.rows.len() == 30);
    let uuid = uuids(site.sandbox())[4].clone();
    let lead = running.ask(|reply| Command::FindLead { name: uuid.clone(), reply }).unwrap().id;
    site.sandbox().add_fault("rayzing:list:timeout-before".parse().unwrap());
    let change = Change::Set { field: Field::Name, value: "Somebody Else".to_owned() };
    let made = running.ask(|reply| Command::Change { leads: vec![lead], changes: vec![change], reply: Some(reply) });
    let made = made.unwrap().changes[0];
    running
        .ask(|reply| Command::Draft {
            lead,
            of: leadline::domain::DraftOf::NewNote,
            text: "half a".to_owned(),
            reply: Some(reply),
        })
        .unwrap();
    let before = running.link.snapshot().revision;

    fall(&running, 1);
    let snapshot = running.wait_for("a word about it", |snapshot| {
        snapshot.notice.as_ref().is_some_and(|notice| notice.text.contains("met a fault of its own and began anew"))
    });
    assert!(snapshot.revision > before, "snapshots go on being counted");
    assert!(snapshot.outbox.contains_key(&made));
    assert_eq!(snapshot.drafts.values().map(|text| &**text).collect::<Vec<_>>(), ["half a"]);
    assert_eq!(snapshot.rows.len(), 30);

    site.sandbox().clear_faults();
    running.wait_for("the edit at the vendor", |snapshot| {
        snapshot.outbox_done.get(&made).is_some_and(|row| row.item.state == OutboxState::Confirmed)
    });
    assert_eq!(puts(site.sandbox()).len(), 1);
}

#[test]
fn a_fault_that_comes_again_and_again_stops_it_in_words_and_the_agent_can_try_again() {
    let site = ready();
    let running = site.start(Mode::Live);
    running.wait_for("the start", |snapshot| snapshot.rows.len() == 30);
    fall(&running, 3);
    let snapshot = running.wait_for("the stop", |snapshot| matches!(snapshot.phase, Phase::Stopped(_)));
    let why = snapshot.phase.failure().unwrap().to_owned();
    assert!(why.contains("stopped") && why.contains("is kept") && why.contains("Try again"), "{why}");
    running.command(Command::TryAgain);
    let snapshot = running.wait_for("another start", |snapshot| snapshot.phase == Phase::Ready);
    assert_eq!(snapshot.rows.len(), 30);
}

#[test]
fn a_session_in_memory_survives_a_fault_too() {
    let site = Site::new(small(30));
    site.write_settings(&site.config.accounts);
    let running = site.start_in_memory(Mode::Live);
    running.wait_for("the leads", |snapshot| snapshot.rows.len() == 30);
    fall(&running, 1);
    let snapshot = running.wait_for("a word about it", |snapshot| snapshot.notice.is_some());
    assert!(matches!(snapshot.phase, Phase::InMemory(_)));
    assert_eq!(snapshot.rows.len(), 30, "nothing was read again");
}
