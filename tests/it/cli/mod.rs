//! The program from outside: what it prints, keeps, sends, and how it leaves.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "here a panic is the report")]

mod journey;

use leadline::sandbox::{Order, SandboxOptions};

/// A few leads of every language.
fn few() -> SandboxOptions {
    SandboxOptions { leads: 40, order: Order::UpdatedDesc, ..SandboxOptions::default() }
}
