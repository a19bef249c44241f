//! Finding out how a vendor takes lists: offered in place, said exactly, never begun by itself.
#![expect(clippy::unwrap_used, reason = "in tests a panic is the report")]

use egui::{Key, Role};
use egui_kittest::kittest::Queryable as _;
use leadline::bridge::{Command, ListProbed, ProbeReport, Refused};
use leadline::domain::{AccountName, LeadId, List, ListKnowledge, ListMode};
use leadline::ui::state::Screen;

use super::names::waits_for_a_way;
use crate::app::Stage;
use crate::support::snapshots as make;

fn offered() -> Stage {
    let mut stage = Stage::new([1280.0, 900.0], waits_for_a_way());
    stage.press(Key::J);
    stage.commands();
    stage
}

fn says(stage: &Stage, part: &str) -> bool {
    stage.window.query_all_by_label_contains(part).count() > 0
}

fn begun(stage: &mut Stage) -> leadline::bridge::Reply<Result<ProbeReport, Refused>> {
    stage.click(Role::Button, "Find out on Nadia Öztürk");
    let mut commands = stage.commands();
    let at = commands.iter().position(|c| matches!(c, Command::ProbeLists { .. })).unwrap();
    let Command::ProbeLists { account, lead, reply } = commands.swap_remove(at) else { unreachable!() };
    assert_eq!((account, lead), (AccountName::from(make::ACCOUNT), LeadId(1)));
    reply
}

fn report(knowledge: impl Fn(List) -> ListKnowledge) -> ProbeReport {
    ProbeReport {
        account: make::ACCOUNT.into(),
        vendor: "rayzing".into(),
        lead_remote_id: "rec-1".into(),
        lead_name: "Nadia Öztürk".into(),
        lists: List::ALL.map(|list| ListProbed {
            list,
            knowledge: knowledge(list),
            words: "Both test entries stood there.".into(),
            left: (list == List::Notes).then(|| "Two test notes stay on the lead.".into()),
        }),
        credential: false,
        unreachable: false,
        took_ms: 5,
    }
}

#[test]
fn what_would_be_written_is_said_before_anything_is() {
    let mut stage = offered();
    for part in [
        "Find out first how Rayzing takes tags, notes and attributes",
        "Nobody documents whether Rayzing replaces a list",
        "marked test entries",
        "test entries stay on the lead",
        "which has 3 tags, 2 notes, 4 attributes. A lead with empty lists is safer",
    ] {
        assert!(says(&stage, part), "{part}");
    }
    assert!(stage.commands().is_empty());
}

#[test]
fn it_stays_open_while_a_better_lead_is_chosen_and_begins_there() {
    let mut stage = offered();
    let mut snapshot = make::opened(waits_for_a_way(), &make::people(), 12);
    snapshot.revision += 1;
    stage.window.get_by_label_contains("priya.n@example.com, Open").click();
    stage.window.run();
    stage.publish(snapshot);
    stage.commands();
    assert!(says(&stage, "its lists are empty, so nothing of anybody can be touched"));
    stage.click(Role::Button, "Find out here");
    let commands = stage.commands();
    assert!(commands.iter().any(|c| matches!(c, Command::ProbeLists { lead: LeadId(12), .. })), "{commands:?}");
}

#[test]
fn later_folds_it_to_one_line_and_the_line_opens_it() {
    let mut stage = offered();
    stage.click(Role::Button, "Later");
    assert!(!says(&stage, "Nobody documents"));
    assert!(says(&stage, "Find out first how Rayzing takes tags"));
    stage.click(Role::Button, "Find out…");
    assert!(says(&stage, "Nobody documents"));
    stage.click(Role::Button, "State it in the settings");
    assert_eq!(stage.window.state().state().screen, Screen::Settings);
    assert!(!stage.commands().iter().any(|c| matches!(c, Command::ProbeLists { .. })));
}

#[test]
fn progress_and_what_was_found_are_said_in_words() {
    let mut stage = offered();
    let reply = begun(&mut stage);
    assert!(says(&stage, "Finding out on Nadia Öztürk"));
    assert!(stage.window.query_by_role_and_label(Role::Button, "Find out on Nadia Öztürk").is_none());
    reply.answer(Ok(report(|_| ListKnowledge::Set { mode: ListMode::Append })));
    stage.window.run();
    for part in
        ["Tags: appended (Both test entries stood there).", "Notes: appended", "Two test notes stay on the lead."]
    {
        assert!(says(&stage, part), "{part}");
    }
    assert!(stage.window.query_by_role_and_label(Role::Button, "Try again").is_none());
    stage.click(Role::Button, "Put away");
    assert!(!says(&stage, "Two test notes stay"));
}

#[test]
fn a_refusal_says_why_and_can_be_tried_again() {
    let mut stage = offered();
    begun(&mut stage).answer(Err(Refused::Wrong("Rayzing cannot be reached. Try again when it can.".into())));
    stage.window.run();
    assert!(says(&stage, "Rayzing cannot be reached."));
    stage.click(Role::Button, "Try again");
    assert!(stage.commands().iter().any(|c| matches!(c, Command::ProbeLists { .. })));
}

#[test]
fn it_is_offered_for_no_list_whose_way_is_known() {
    let mut snapshot = waits_for_a_way();
    let mut accounts = (*snapshot.accounts).clone();
    accounts[0].ways = std::array::from_fn(|_| ListKnowledge::Set { mode: ListMode::Merge });
    snapshot.accounts = std::sync::Arc::new(accounts);
    let mut stage = Stage::new([1280.0, 900.0], snapshot);
    stage.press(Key::J);
    assert!(!says(&stage, "Find out first how"));
}

#[test]
fn the_outbox_leads_from_a_waiting_row_to_its_lead_and_the_offer() {
    let mut stage = offered();
    stage.press(Key::G);
    stage.press(Key::O);
    stage.press(Key::J);
    assert!(says(&stage, "Find out first: nobody knows yet"));
    stage.window.get_by_role_and_label(Role::Button, "Find out…").click();
    stage.window.run();
    assert_eq!(stage.window.state().state().screen, Screen::Inbox);
    assert!(says(&stage, "Nobody documents whether"));
}
