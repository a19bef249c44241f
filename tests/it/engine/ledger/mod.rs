//! The ledger of edits: many of them on many leads, every fifth request met by a fault, colleagues at the same leads,
//! the program killed in between; counted at the end. Short in every run, long by `LEADLINE_LONG=1`.
//!
//! `desk` is the agent, the colleagues and the bad luck; `shadow` is what the vendor must hold by all of that.
#![allow(clippy::print_stdout, reason = "a ledger says its counts")]

mod desk;

use leadline::domain::OutboxState;
use leadline::sandbox::{Order, SandboxOptions, Timings};

use crate::engine::luck::state_ways;
use crate::support::dice::{Dice, rounds};
use crate::support::engine::{Site, small};
use crate::support::figures::proved;

use desk::Desk;

const ORDERS: [Order; 3] = [Order::UpdatedDesc, Order::CreatedDesc, Order::Shuffled];

#[test]
fn every_edit_ends_as_the_agent_wanted_or_is_shown_to_them_and_nobody_elses_work_is_touched() {
    let mut dice = Dice::steady();
    let total = usize::try_from(rounds(500, 10_000)).unwrap();
    let timings = Timings { slow_ms: 5, late_ms: 5, drip_ms: 0, retry_after_secs: 2 };
    let order = dice.pick(&ORDERS);
    let mut site = Site::new(SandboxOptions { timings, order, ..small(400) });
    state_ways(&mut site);
    let mut desk = Desk::new(&site, dice);
    while desk.edits() < total {
        match desk.dice.below(20) {
            0..10 => desk.edit(),
            10..14 => desk.colleague(),
            14 | 15 => desk.answers_one(),
            16 => desk.dies(),
            _ => {}
        }
        desk.goes_on();
    }
    desk.comes_to_rest();
    // Nothing was answered yet: whatever did not arrive has to be in front of the agent.
    let shown = desk.audit();
    desk.answers_all();
    assert_eq!(desk.audit(), 0);
    let (wishes, shadow, counts) = desk.close();
    let store = site.store();
    let mut ended = [0; OutboxState::ALL.len()];
    for intent in &wishes.all {
        let state = store.item(intent.id).unwrap().unwrap().state;
        ended[OutboxState::ALL.iter().position(|other| *other == state).unwrap()] += 1;
    }
    let ended: Vec<_> = OutboxState::ALL.iter().zip(ended).filter(|(_, n)| *n > 0).collect();
    println!("{} edits ended as {ended:?}; {shown} were in front of the agent at the end", wishes.all.len());
    println!("{} writes, {} counted; {counts:?}; {order:?}", shadow.writes, shadow.counted);
    proved(
        "edits under faults",
        &format!(
            "{} edits, {} of {} requests faulted, {} deaths: 0 lost, 0 overwritten, 0 twice",
            wishes.all.len(),
            counts.faults,
            counts.requests,
            counts.deaths
        ),
    );
    assert!(ended.iter().all(|(state, _)| state.is_done()), "{ended:?}");
    assert!(counts.faults * 6 > counts.requests, "too few faults for a ledger of bad luck: {counts:?}");
}
