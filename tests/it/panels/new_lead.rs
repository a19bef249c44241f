//! The form of a new lead: what was typed is kept, nothing goes out before it can, and one command makes it.
#![expect(clippy::unwrap_used, reason = "in tests a panic is the report")]

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use leadline::bridge::command::{ChangesMade, LeadMade};
use leadline::bridge::{Command, Refused, Reply};
use leadline::domain::{AccountName, BatchId, Change, Field, LeadId};

use crate::app::Stage;
use crate::support::snapshots as make;

const UUID: &str = "0d1f8a52-3b65-4b5e-9f0e-6b0f9f1c2a77";

pub(super) fn form() -> Stage {
    let mut stage = Stage::new([1280.0, 800.0], make::inbox());
    stage.click(Role::Button, "New lead…");
    stage.commands();
    stage
}

type Made = Reply<Result<LeadMade, Refused>>;

fn asked(stage: &mut Stage) -> (Option<AccountName>, String, Vec<Change>, Made) {
    let mut commands = stage.commands();
    let at = commands.iter().position(|c| matches!(c, Command::CreateLead { .. })).unwrap();
    let Command::CreateLead { account, uuid, changes, reply } = commands.swap_remove(at) else { unreachable!() };
    (account, uuid, changes, reply.unwrap())
}

#[test]
fn the_uuid_is_read_out_of_an_address_and_the_rest_goes_along() {
    let mut stage = form();
    assert!(stage.window.get_by_role_and_label(Role::Button, "Make the lead").accesskit_node().is_disabled());
    stage.type_into("Uuid", &format!("https://pages.example/visitors/{UUID}?tab=chat"));
    assert!(stage.window.query_by_label(&format!("Uuid {UUID}")).is_some());
    stage.focus("New lead's name");
    stage.type_into("New lead's name", "Ada");
    stage.focus("New lead's dial code");
    stage.type_into("New lead's dial code", "+49");
    stage.focus("New lead's tags");
    stage.type_into("New lead's tags", "vip, fair");
    stage.click(Role::Button, "Review");
    stage.click(Role::Button, "Make the lead");
    let (account, uuid, changes, reply) = asked(&mut stage);
    assert_eq!((account, uuid.as_str()), (Some(make::ACCOUNT.into()), UUID));
    let wanted = [
        Change::set(Field::Name, "Ada"),
        Change::set(Field::DialCode, "49"),
        Change::set(Field::Status, "REVIEW"),
        Change::add_tag("vip"),
        Change::add_tag("fair"),
    ];
    assert_eq!(changes, wanted.into_iter().map(Result::unwrap).collect::<Vec<_>>());
    assert_eq!(stage.value("New lead's name"), "Ada", "it stays typed until the lead is kept");
    reply.answer(Ok(LeadMade { lead: LeadId(4), made: ChangesMade { batch: BatchId(1), changes: vec![] } }));
    stage.window.run();
    assert!(stage.window.query_by_role_and_label(Role::TextInput, "Uuid").is_none());
    assert_eq!(stage.window.state().state().chosen, Some(LeadId(4)));
}

#[test]
fn a_refusal_keeps_the_form_and_says_why() {
    let mut stage = form();
    stage.type_into("Uuid", UUID);
    stage.press_with(Modifiers::COMMAND, Key::Enter);
    let (.., reply) = asked(&mut stage);
    reply.answer(Err(Refused::Wrong("This lead is here already: Nadia. Edit it instead.".into())));
    stage.window.run();
    assert_eq!(stage.value("Uuid"), UUID);
    assert!(stage.window.query_by_label("This lead is here already: Nadia. Edit it instead.").is_some());
}

#[test]
fn what_no_vendor_could_take_is_said_and_nothing_goes_out() {
    let mut stage = form();
    stage.type_into("Uuid", UUID);
    stage.focus("New lead's dial code");
    stage.type_into("New lead's dial code", "x");
    stage.click(Role::Button, "Make the lead");
    assert!(!stage.commands().iter().any(|c| matches!(c, Command::CreateLead { .. })));
    assert!(stage.window.query_by_label_contains("is not a dial code").is_some());
}

#[test]
fn esc_leaves_the_form_and_a_restart_brings_it_back() {
    let mut stage = form();
    stage.type_into("Uuid", "half");
    stage.press(Key::Escape);
    stage.press(Key::Escape);
    assert!(stage.window.query_by_role_and_label(Role::TextInput, "Uuid").is_none());
    stage.window.run_steps(6);
    let mut snapshot = make::inbox();
    let mut memory = (*snapshot.memory).clone();
    for command in stage.all_commands() {
        if let Command::Remember { key, value } = command {
            memory.insert(key.to_owned(), value);
        }
    }
    snapshot.memory = std::sync::Arc::new(memory);
    let mut stage = Stage::new([1280.0, 800.0], snapshot);
    stage.click(Role::Button, "New lead…");
    assert_eq!(stage.value("Uuid"), "half");
}

#[test]
fn the_form_stands_at_every_width() {
    for size in [[1024.0, 640.0], [800.0, 600.0], [640.0, 400.0]] {
        let mut stage = Stage::new(size, make::inbox());
        if size[0] > 700.0 {
            stage.click(Role::Button, "New lead…");
            assert!(stage.window.query_by_role_and_label(Role::TextInput, "New lead's phone").is_some(), "{size:?}");
        }
    }
}
