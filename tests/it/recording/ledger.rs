//! The ledger: many recordings, every fifth of them met by a fault, counted at the end. Short in every run, long by
//! `LEADLINE_LONG=1`.
#![allow(clippy::print_stdout, reason = "a ledger says its counts")]

use std::time::Duration;

use leadline::engine::Mode;

use super::*;
use crate::support::dice::{Dice, rounds};
use crate::support::figures::proved;

/// Faults after which nobody can know, whether it was done (`true`) or not.
const UNCLEAR: [(&str, bool); 6] = [
    ("reset-after", true),
    ("500-after", true),
    ("500", false),
    ("reset-before", false),
    ("html", false),
    ("empty", true),
];

/// Faults that leave no doubt that nothing was done. A refused token is renewed; a refused key would wait for a person.
const CLEAR: [&str; 3] = ["429", "503-retry", "401"];

#[test]
fn nothing_is_lost_nothing_is_repeated_and_the_unknown_ones_are_exactly_the_unclear_ones() {
    let mut dice = Dice::new();
    let total = usize::try_from(rounds(500, 10_000)).unwrap();
    let site = site(small(300), &[]);
    let mut driver = site.drive(Mode::Live);
    let people = driver.people();
    let mut unclear = 0;
    let mut done_but_unclear = 0;
    let mut ids = Vec::new();
    for n in 0..total {
        let vendor = VENDORS[n % VENDORS.len()];
        let endpoint = if vendor == "releva" { "events" } else { "interaction" };
        if dice.below(5) == 0 {
            let (kind, is_unclear, done) = if dice.below(4) == 0 {
                (dice.pick(if vendor == "releva" { &CLEAR[..2] } else { &CLEAR }), false, false)
            } else {
                let (kind, done) = dice.pick(&UNCLEAR);
                // Nothing at all is one of this vendor's ways to say yes.
                (kind, !(kind == "empty" && vendor == "releva"), done)
            };
            fault(&site, &format!("{vendor}:{endpoint}:{kind}:1"));
            unclear += usize::from(is_unclear);
            done_but_unclear += usize::from(is_unclear && done);
        }
        let lead = people[n % people.len()];
        ids.extend(driver.record(lead, &format!("fact {n}"), &[vendor]));
        // Every fault meets exactly the recording it was meant for.
        driver.pass(Duration::from_secs(900));
    }
    driver.pass(Duration::from_secs(7200));
    drop(driver);
    let store = site.store();
    let states: Vec<OutboxState> = ids.iter().map(|id| store.item(*id).unwrap().unwrap().state).collect();
    let count = |wanted: OutboxState| states.iter().filter(|state| **state == wanted).count();
    let accepted = count(OutboxState::Accepted);
    let unknown = count(OutboxState::Unknown);
    assert_eq!((accepted, unknown), (total - unclear, unclear));
    let mut texts: Vec<String> = VENDORS.iter().flat_map(|vendor| stored(&site, vendor)).map(|e| comment(&e)).collect();
    assert_eq!(texts.len(), accepted + done_but_unclear);
    texts.sort();
    texts.dedup();
    assert_eq!(texts.len(), accepted + done_but_unclear, "something stands twice");
    proved(
        "recordings under faults",
        &format!(
            "{total} recordings, {unclear} unclear faults: {accepted} accepted, {unknown} unknown, 0 lost, 0 twice"
        ),
    );
}
