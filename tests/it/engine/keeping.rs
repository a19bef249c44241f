//! Nothing that was accepted is lost: bursts of commands.

use leadline::bridge::{Command, Phase, question};
use leadline::domain::{Change, Field};
use leadline::engine::Mode;

use crate::support::engine::{Site, small};

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
