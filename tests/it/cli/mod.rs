//! The program from outside: what it prints, keeps, sends, and how it leaves.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "here a panic is the report")]
#![allow(clippy::print_stdout, reason = "a test that fails says its seed")]

mod crash;
mod credentials;
mod exits;
mod faults_of_ours;
mod handover;
mod histories;
mod journey;
mod keychain;
mod lists;
mod outbox;
mod places;
mod queries;
mod recovery;
mod secrecy;
mod settings;
mod shapes;
mod trouble;

use std::process::Child;

use leadline::sandbox::{Order, Sandbox, SandboxOptions};
use serde_json::Value;

use crate::secret_service::Asker;
use crate::support::program::{Program, wait_for};

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

/// The key of the default profile's database, from the keychain.
pub(crate) fn database_key(program: &Program) -> String {
    let ids = std::fs::read_to_string(program.database_dir().join("database.id")).unwrap();
    let mut asker = Asker::start(&program.session);
    let key = asker.ask(&format!("get default/database/{}", ids.lines().next().unwrap()));
    asker.finish();
    assert_eq!(key.len(), 64, "{key}");
    key
}

/// The default profile's database through bare SQLite.
pub(crate) fn database(program: &Program) -> rusqlite::Connection {
    let connection = rusqlite::Connection::open(program.database_dir().join("leadline.db")).unwrap();
    connection.execute_batch(&format!("PRAGMA key = \"x'{}'\"", database_key(program))).unwrap();
    connection
}

/// A call that has the profile open until it is dropped: it waits for a vendor that never answers.
struct Holder(Child);

impl Holder {
    fn start(program: &Program, sandbox: &Sandbox) -> Self {
        sandbox.add_fault("rayzing:list:timeout-before".parse().unwrap());
        sandbox.clear_log();
        let child = program.command(&["sync"]).spawn().unwrap();
        wait_for("the sync to be under way", || !sandbox.log().is_empty());
        sandbox.clear_faults();
        Self(child)
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
