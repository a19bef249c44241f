//! The state machine: whatever an agent, their colleagues, the vendor, the network, the clock and the power do, in any
//! order, a few laws hold after every step. Short in every run, long by `LEADLINE_LONG=1`; a failure is shrunk.
//!
//! `bench` does the steps and keeps the simple model beside them (the vendor's [`super::shadow`] and the agent's
//! [`super::wishes`]); `laws` is what holds after each of them.
#![allow(clippy::print_stdout, reason = "a test that fails says its seed")]

mod bench;
mod laws;

use leadline::sandbox::{Order, SandboxOptions, Timings};
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};

use super::luck::state_ways;
use crate::support::dice::{Dice, rounds};
use crate::support::engine::{Site, small};
use crate::support::figures::proved;

use bench::Bench;

/// One thing that happens. Numbers choose among what there is at that moment.
#[derive(Clone, Debug)]
enum Step {
    Edit {
        lead: usize,
        what: usize,
    },
    Undo,
    Redo,
    Hold(usize),
    Release(usize),
    Drop(usize),
    Retry(usize),
    Resolve {
        row: usize,
        mine: bool,
    },
    Network(bool),
    /// The next request to one of the two endpoints meets this.
    Fault {
        writes: bool,
        kind: usize,
    },
    Colleague {
        lead: usize,
        what: usize,
    },
    /// So many answers come in, and what they cause goes out; the last ones are still on their way.
    Answers(usize),
    /// The next write is answered with a yes that is none.
    Lie(usize),
    /// The program is killed as it is.
    Crash,
    /// It is killed when a write has left and nothing came back yet.
    CrashInWrite,
    /// The same at rest.
    Restart,
    /// The wall clock jumps by so many seconds.
    Clock(i64),
    Key {
        right: bool,
    },
    /// Somebody starts a second one.
    Second,
    /// So many seconds pass.
    Time(u64),
}

fn step() -> impl Strategy<Value = Step> {
    let row = 0..8_usize;
    prop_oneof![
        10 => (0..4_usize, 0..6_usize).prop_map(|(lead, what)| Step::Edit { lead, what }),
        2 => Just(Step::Undo),
        1 => Just(Step::Redo),
        1 => row.clone().prop_map(Step::Hold),
        1 => row.clone().prop_map(Step::Release),
        1 => row.clone().prop_map(Step::Drop),
        1 => row.clone().prop_map(Step::Retry),
        2 => (row, any::<bool>()).prop_map(|(row, mine)| Step::Resolve { row, mine }),
        1 => any::<bool>().prop_map(Step::Network),
        4 => (any::<bool>(), any::<usize>()).prop_map(|(writes, kind)| Step::Fault { writes, kind }),
        3 => (0..4_usize, 0..6_usize).prop_map(|(lead, what)| Step::Colleague { lead, what }),
        6 => (0..5_usize).prop_map(Step::Answers),
        1 => any::<usize>().prop_map(Step::Lie),
        2 => Just(Step::Crash),
        2 => Just(Step::CrashInWrite),
        1 => Just(Step::Restart),
        1 => prop_oneof![-90_000..90_000_i64, -90..90_i64].prop_map(Step::Clock),
        1 => any::<bool>().prop_map(|right| Step::Key { right }),
        1 => Just(Step::Second),
        5 => prop_oneof![0..4_u64, 0..700_u64].prop_map(Step::Time),
    ]
}

fn order() -> impl Strategy<Value = Order> {
    prop_oneof![Just(Order::UpdatedDesc), Just(Order::CreatedDesc), Just(Order::Shuffled)]
}

#[test]
fn whatever_happens_in_whatever_order_nothing_is_lost_overwritten_or_sent_twice() {
    let seed = Dice::steady_seed();
    println!("LEADLINE_SEED={seed}");
    let config = ProptestConfig {
        cases: u32::try_from(rounds(60, 10_000)).unwrap(),
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        max_shrink_iters: 200,
        ..ProptestConfig::default()
    };
    let done = std::cell::Cell::new((0, 0, 0));
    let cases = (order(), 3..8_usize, proptest::collection::vec(step(), 1..25));
    let outcome = TestRunner::new(config).run(&cases, |(order, page_size, steps)| {
        let timings = Timings { slow_ms: 2, late_ms: 2, drip_ms: 0, retry_after_secs: 2 };
        let mut site = Site::new(SandboxOptions { timings, order, page_size, ..small(12) });
        state_ways(&mut site);
        let mut bench = Bench::new(&site);
        for step in &steps {
            bench.does(step);
            bench.obeys();
        }
        let writes = bench.ends();
        let (cases, all, written) = done.get();
        done.set((cases + 1, all + steps.len(), written + writes));
        Ok(())
    });
    let (cases, steps, writes) = done.get();
    println!("{cases} sequences, {steps} steps, {writes} writes");
    if let Err(failed) = outcome {
        panic!("{failed}");
    }
    proved("random sequences", &format!("{cases} sequences of {steps} steps, {writes} writes: 0 violations"));
}
