//! What it costs to tell the window about one edit: time and bytes, from 100 to 100,000 leads.
//!
//! Both figures of a row must stand flat from top to bottom: a snapshot shares everything that did not change.
//! `cargo bench --bench publish` prints them; `LEADLINE_LONG=1` adds a million leads.
#![allow(clippy::expect_used, reason = "a bench that cannot be set up has nothing to measure")]

use std::cell::RefCell;
use std::time::Duration;

use divan::{AllocProfiler, Bencher};
use jiff::Timestamp;
use leadline::bridge::{Command, Phase, Snapshot};
use leadline::config::Config;
use leadline::domain::{Change, Field, Lead, LeadId, LeadKind, LeadStatus, RemoteId};
use leadline::engine::{Engine, Input, Mode, Now};
use leadline::store::Store;

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

const SETTINGS: &str = r#"
[[account]]
name = "bench"
vendor = "rayzing"
base_url = "http://127.0.0.1:1"
bot_id = "64aa0000000000000000000c"
customer_id = "64aa0000000000000000000d"
"#;

fn main() {
    divan::main();
}

fn sizes() -> Vec<i64> {
    let mut sizes = vec![100, 1_000, 10_000, 100_000];
    if std::env::var_os("LEADLINE_LONG").is_some() {
        sizes.push(1_000_000);
    }
    sizes
}

/// The engine's answer to an edit whose row is already on disk: only what the window is handed.
#[divan::bench(args = sizes())]
fn publish(bencher: Bencher, leads: i64) {
    let desk = RefCell::new(Desk::with(leads));
    bencher.with_inputs(|| desk.borrow_mut().edit()).bench_local_values(|()| desk.borrow_mut().publish());
}

/// The whole edit, with a store in memory: journal, outbox, list, counts and snapshot.
#[divan::bench(args = sizes())]
fn edit_and_publish(bencher: Bencher, leads: i64) {
    let desk = RefCell::new(Desk::with(leads));
    bencher.bench_local(|| {
        desk.borrow_mut().edit();
        desk.borrow_mut().publish()
    });
}

/// An engine with so many leads, and the window's last snapshot, which keeps everything shared alive.
struct Desk {
    engine: Engine,
    leads: i64,
    edits: i64,
    shown: Option<Snapshot>,
}

impl Desk {
    fn with(leads: i64) -> Self {
        let mut store = Store::in_memory().expect("a store in memory opens");
        store
            .write(|tx| {
                (0..leads).try_for_each(|number| {
                    let lead = lead(number);
                    tx.upsert_lead(&lead, "{}", 1, Timestamp::UNIX_EPOCH, false).map(drop)
                })
            })
            .expect("leads are kept");
        let config = Config::parse(SETTINGS).expect("the settings are right");
        let mut engine = Engine::new(store, &config, Mode::Quiet, Phase::Ready, now(0), 1).expect("the engine starts");
        engine.take_effects();
        let shown = engine.take_snapshot(now(0));
        Self { engine, leads, edits: 0, shown }
    }

    /// One status, on another lead each time.
    fn edit(&mut self) {
        self.edits += 1;
        let status = LeadStatus::SETTABLE[usize::try_from(self.edits % 6).unwrap_or(0)].wire().to_owned();
        let change = Change::Set { field: Field::Status, value: status };
        let lead = LeadId(self.edits * 7_919 % self.leads + 1);
        let command = Command::Change { leads: vec![lead], changes: vec![change], reply: None };
        self.engine.step(now(self.edits), Input::Command(command));
    }

    fn publish(&mut self) -> Option<Snapshot> {
        let next = self.engine.take_snapshot(now(self.edits));
        std::mem::replace(&mut self.shown, next)
    }
}

fn now(second: i64) -> Now {
    let at = Timestamp::from_second(1_795_000_000 + second).expect("a moment in 2026");
    Now { at, mono: Duration::from_secs(second.unsigned_abs()) }
}

fn lead(number: i64) -> Lead {
    let mut lead = Lead::empty("bench".into(), RemoteId::from(format!("{number:024x}")), LeadKind::Lead);
    lead.uuid = Some(format!("0d1f8a52-3b65-4b5e-9f0e-{number:012x}"));
    lead.name = Some(format!("Customer {number}"));
    lead.email = Some(format!("customer{number}@example.org"));
    lead.status = Some(LeadStatus::Open);
    lead.updated_at = Timestamp::from_second(1_790_000_000 + number).ok();
    lead
}
