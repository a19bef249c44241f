//! The engine against the sandbox over real HTTP: what it reads, what it writes, what it says, and what it never does.

#![allow(clippy::unwrap_used, clippy::panic, reason = "here a panic is the report, in helpers too")]

mod accounts;
mod clock;
mod conflict;
mod connect;
mod create;
mod edit_again;
mod faults;
mod golden;
mod holding;
mod keeping;
mod ledger;
mod lists;
mod live;
mod luck;
mod machine;
mod moved;
mod outage;
mod probe;
mod recovery;
mod shadow;
mod slots;
mod supervise;
mod sync;
mod take_back;
mod undo;
mod wishes;
mod writing;
