//! The vendor contract: every vendor of the registry, with every part that it has, against its sandbox over real HTTP
//! and under every way of saying no that its contract lists.
//!
//! `calls` makes the calls of whatever parts a vendor has, `styles` holds the ways in which vendors say yes and no, and
//! `faults` the ways in which an answer goes wrong and what each of them means; all three are tables. What is asked and
//! understood in particular stands by part in `leads`, `histories` and `recordings`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "here a panic is the report, in helpers too")]

mod calls;
mod faults;
mod histories;
mod leads;
mod malformed;
mod recordings;
mod styles;
mod unreachable;

use std::cell::Cell;

use leadline::sandbox::{SandboxOptions, Timings};
use leadline::vendors::{REGISTRY, VendorSpec};

use crate::support::engine::small;
use crate::support::figures::proved;
use calls::{Call, Desk, held, tells_nothing};
use faults::{FAULTS, SILENT, expected, meaning};
use styles::{STYLES, Style, WAYS, Way};

/// Nothing that is slow on purpose is waited for.
fn options() -> SandboxOptions {
    SandboxOptions { timings: Timings { drip_ms: 500, ..Timings::default() }, ..small(20) }
}

/// Runs a test at every vendor of the registry, in every way of speaking to it and under every style of its answers.
fn everywhere(fits: impl Fn(&Style) -> bool, mut test: impl FnMut(&mut Desk, &str)) {
    for spec in REGISTRY {
        for way in ways(spec) {
            let styles = STYLES.iter().filter(|style| style.vendor == spec.name.as_str() && fits(style));
            let mut seen = 0;
            for style in styles {
                let mut desk = Desk::new(spec, options(), way, style);
                test(&mut desk, &format!("{} {}{} {}", spec.name, way.settings, way.template, style.switches));
                assert_eq!(desk.strays(), 0, "{}: something followed a redirect", spec.name);
                seen += 1;
            }
            assert!(seen > 0, "{} has no style in the table", spec.name);
        }
    }
}

/// The ways of speaking to a vendor; the plain one where there is no other.
fn ways(spec: &VendorSpec) -> impl Iterator<Item = &'static Way> {
    let own = WAYS.iter().filter(|way| way.vendor == spec.name.as_str());
    WAYS.first().into_iter().chain(own)
}

#[test]
fn every_call_of_every_vendor_works_in_every_style() {
    everywhere(
        |_| true,
        |desk, what| {
            let calls = desk.calls();
            assert!(!calls.is_empty(), "{what}: nothing can be asked");
            for call in calls {
                let outcome = desk.make(call);
                assert_eq!(meaning(&outcome), "yes", "{what} {call:?}: {outcome:?}");
            }
        },
    );
}

#[test]
fn what_a_vendor_refuses_is_refused_and_a_wrong_key_is_a_wrong_key_in_every_style() {
    everywhere(
        |style| style.says_no,
        |desk, what| {
            let held = held(desk.site.sandbox());
            for call in desk.calls().into_iter().filter(|call| *call != Call::Test) {
                let outcome = desk.make_spoilt(call);
                // A vendor that refuses to sign somebody in refuses who asks, whatever it is that it dislikes.
                let refused = if call == Call::Token { "credential" } else { "refused" };
                assert_eq!(meaning(&outcome), refused, "{what} {call:?}: {outcome:?}");
                tells_nothing(&held, &outcome.unwrap_err());
            }
            desk.enter_wrong_credential();
            for call in desk.calls() {
                let outcome = desk.make(call);
                assert_eq!(meaning(&outcome), "credential", "{what} {call:?}: {outcome:?}");
                tells_nothing(&held, &outcome.unwrap_err());
            }
        },
    );
}

#[test]
fn every_status_has_its_class_in_every_style() {
    everywhere(
        |style| style.says_no,
        |desk, what| {
            meets(desk, what, |word| word.starts_with(|c: char| c.is_ascii_digit()));
        },
    );
}

#[test]
fn every_fault_has_its_class_and_clear_words_without_anything_of_a_customer() {
    let met = Cell::new(0);
    everywhere(|style| style.switches == "{}", |desk, what| met.set(met.get() + meets(desk, what, |_| true)));
    proved("every fault of every call", &format!("{} faults met, each of its class, each healed", met.get()));
}

/// Lets every call meet each of these faults once; gives how many that were.
fn meets(desk: &mut Desk, what: &str, fits: impl Fn(&str) -> bool) -> usize {
    let mut met = 0;
    for call in desk.calls() {
        let endpoint = desk.endpoint(call);
        let held = held(desk.site.sandbox());
        for (word, _) in FAULTS.iter().filter(|(word, _)| fits(word)) {
            desk.fault(&endpoint, word);
            desk.waits_for_answers(!SILENT.contains(word));
            let outcome = desk.make(call);
            assert_eq!(
                meaning(&outcome),
                expected(desk.vendor(), &endpoint, word),
                "{what} {endpoint} {word}: {outcome:?}"
            );
            if let Err(error) = outcome {
                tells_nothing(&held, &error);
            }
            desk.heal();
            let healed = desk.make(call);
            assert_eq!(meaning(&healed), "yes", "{what} {endpoint} after {word}: {healed:?}");
            met += 1;
        }
    }
    met
}
