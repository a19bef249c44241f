//! What is being typed: there after a colleague's edit, a refused account and a killed process.

use std::time::Duration;

use leadline::sandbox::{Order, Sandbox, SandboxOptions};
use serde_json::json;

use super::{Window, log};
use crate::cli::database;
use crate::support::display::{Display, let_pass, until};
use crate::support::program::Program;

/// The drafts on disk: place and text.
fn drafts(program: &Program) -> Vec<(String, String)> {
    let database = database(program);
    let mut statement = database.prepare("SELECT field, text FROM drafts").unwrap();
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
}

#[test]
fn a_note_that_is_being_typed_outlives_a_colleague_a_refused_account_and_the_plug() {
    let options = SandboxOptions { leads: 60, order: Order::UpdatedDesc, ..SandboxOptions::default() };
    let (program, sandbox) = Program::with_sandbox(options);
    let leads = program.leads("");
    let half = |lead: &serde_json::Value| Some(lead["email"].as_str()?.split_once('@')?.0.to_owned());
    let (lead, name) = leads
        .iter()
        .filter(|lead| lead["kind"] == "lead" && lead["uuid"].is_string())
        .filter_map(|lead| Some((lead, half(lead)?)))
        .find(|(_, half)| half.is_ascii() && program.leads(half).len() == 1)
        .expect("somebody has an address of their own");
    let uuid = lead["uuid"].as_str().unwrap();
    let display = Display::start("1280x800");
    let window = Window::open(&program, &display);
    open_lead(&program, &display, &name);
    display.keys(&["n"]);
    display.types("Asked twice about the invoice");
    let colleague = if lead["status"] == "CLOSED" { "OPEN" } else { "CLOSED" };
    sandbox.edit(uuid, &json!({ "status": colleague })).unwrap();
    refuse(&sandbox);
    // A pause in typing is what keeps it; the refusal comes with the next look.
    let_pass(Duration::from_secs(2));
    window.kill();
    assert_eq!(drafts(&program), [("new_note".to_owned(), "Asked twice about the invoice".to_owned())]);

    // The window comes back with the lead that was open, and what was typed about it.
    let before = opened(&program);
    let window = Window::open(&program, &display);
    until("the lead of before", || (opened(&program) > before).then_some(()));
    let_pass(Duration::from_secs(1));
    display.keys(&["n"]);
    let_pass(Duration::from_secs(1));
    display.keys(&["ctrl+Return"]);
    until("the note in the outbox", || log(&program).contains("made 1 changes").then_some(()));
    // The draft goes after the change is safe, not before.
    let_pass(Duration::from_secs(1));
    window.kill();
    let rows = program.run(&["outbox", "list", "--json"]).ok().json();
    assert_eq!((&rows[0]["op"], &rows[0]["lead"]), (&json!("add_note"), &lead["id"]), "{rows}");
    assert!(rows[0]["summary"].as_str().unwrap().contains("Asked twice about the invoice"), "{rows}");
    assert!(drafts(&program).is_empty(), "a draft goes when it became a change");
}

fn refuse(sandbox: &Sandbox) {
    for endpoint in ["list", "update"] {
        sandbox.add_fault(format!("rayzing:{endpoint}:401").parse().unwrap());
    }
}

fn opened(program: &Program) -> usize {
    log(program).matches("opens a lead").count()
}

pub(super) fn open_lead(program: &Program, display: &Display, half: &str) {
    let before = opened(program);
    display.keys(&["slash"]);
    display.types(half);
    until("what was searched for", || log(program).contains("lists 1 leads").then_some(()));
    display.keys(&["Return"]);
    until("the lead found", || (opened(program) > before).then_some(()));
}
