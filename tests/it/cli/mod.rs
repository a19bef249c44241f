//! The program from outside: what it prints, keeps, sends, and how it leaves.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "here a panic is the report")]

mod journey;
mod outbox;
mod queries;
mod shapes;

use leadline::sandbox::{Order, SandboxOptions};
use serde_json::Value;

use crate::support::program::Program;

/// A few leads of every language.
fn few() -> SandboxOptions {
    SandboxOptions { leads: 40, order: Order::UpdatedDesc, ..SandboxOptions::default() }
}

/// The uuids of leads that have one (not of other records), newest change first.
fn uuids(program: &Program) -> Vec<String> {
    let leads = program.leads("");
    let leads = leads.iter().filter(|lead| lead["kind"] == "lead");
    leads.filter_map(|lead| lead["uuid"].as_str().map(str::to_owned)).collect()
}

#[track_caller]
fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}
