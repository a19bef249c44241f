//! The conflict screen by what a person finds there: every clash of a lead, nothing written before it is chosen,
//! nothing of either side lost.
#![expect(clippy::unwrap_used, reason = "in tests a panic is the report")]

use std::sync::Arc;

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use leadline::bridge::{Command, OutboxView, Side, Snapshot};
use leadline::domain::change::note::note_value;
use leadline::domain::outbox::Conflict;
use leadline::domain::timeline::{Difference, Past};
use leadline::domain::{Change, ChangeId, DraftOf, Field, LeadId, Note, OutboxState, Slot};
use leadline::ui::decide::plan::{Cell, Kind, Mark, plan};

use crate::app::Stage;
use crate::support::{snapshots as make, strips};

fn note(text: &str) -> Note {
    Note { id: Some("n1".into()), title: "Call back".into(), description: text.into() }
}

/// An open change of ours about Nadia.
fn ours(id: i64, change: Change, base: Option<&str>, state: OutboxState) -> OutboxView {
    let mut row = make::change(id, 1, "Nadia Öztürk", Field::Name, "", "x", state);
    row.summary = change.summary(base);
    row.item.change = change;
    row.item.base = base.map(str::to_owned);
    row
}

/// A note that both sides gave other words.
fn note_clash(id: i64) -> OutboxView {
    let before = note("after 17:00");
    let (mine, theirs) = ("after 17:00, German and Turkish", "after 18:00, German");
    let change = Change::edit_note(before.clone(), "Call back", mine).unwrap();
    let mut row = ours(id, change, Some(&note_value(&before)), OutboxState::NeedsAgent);
    row.item.conflict = Some(Conflict {
        slot: Slot::Note(before.clone()),
        before: Some(note_value(&before)),
        theirs: Some(note_value(&note(theirs))),
        mine: Some(note_value(&note(mine))),
        read_at: make::minutes_ago(2),
    });
    row
}

/// The lead of the design's picture: two clashes, tags of both sides, a phone of ours, a plan of theirs.
pub(crate) fn picture() -> Snapshot {
    let mut people = make::people();
    people[0].lead.tags = ["vip", "de", "refund"].map(str::to_owned).to_vec();
    people[0].lead.attributes[0].value = "platinum".into();
    let rows = vec![
        make::clash(1),
        note_clash(2),
        ours(3, Change::add_tag("callback").unwrap(), None, OutboxState::Queued),
        ours(4, Change::remove_tag("de").unwrap(), Some("yes"), OutboxState::Queued),
        ours(5, Change::set(Field::Phone, "+49 555 0144").unwrap(), Some("+49 555 0143"), OutboxState::Queued),
    ];
    let mut snapshot = make::opened(make::with_outbox(make::inbox(), rows), &people, 1);
    let seen = |field: &str, old: &str, new: &str| Difference {
        field: field.into(),
        old: Some(old.into()),
        new: Some(new.into()),
        from: make::minutes_ago(7),
        to: make::minutes_ago(2),
    };
    let past = Past {
        differences: vec![
            seen("tags", r#"["vip","de"]"#, r#"["vip","de","refund"]"#),
            seen("attributes", r#"[{"key":"PLAN","value":"gold"}]"#, r#"[{"key":"PLAN","value":"platinum"}]"#),
            seen("status", "OPEN", "CLOSED"),
            Difference { to: make::minutes_ago(600), ..seen("email", "old@example.org", "nadia@example.org") },
        ],
        ..strips::plain_past()
    };
    let mut timeline = strips::strip(&people[0].lead, &past, leadline::bridge::HistoryState::Known);
    timeline.sources.clear();
    let open = Arc::make_mut(snapshot.open.as_mut().unwrap());
    open.timeline = Arc::new(timeline);
    snapshot
}

fn screen(snapshot: Snapshot) -> Stage {
    let mut stage = Stage::new([1280.0, 800.0], snapshot);
    stage.press(Key::J);
    stage.click(Role::Button, "Decide…");
    stage.commands();
    stage
}

fn has(stage: &Stage, role: Role, label: &str) -> bool {
    stage.window.query_by_role_and_label(role, label).is_some()
}

#[test]
fn the_plan_of_the_design_s_picture_comes_out_row_by_row() {
    let snapshot = picture();
    let plan = plan(snapshot.open.as_deref().unwrap(), &Default::default());
    let names: Vec<&str> = plan.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["Status", "Note “Call back”", "Tags", "Phone", "PLAN"]);
    assert_eq!((plan.clashes, plan.undecided, plan.written), (2, 1, 3));
    assert_eq!(plan.rows[0].saved, Cell::Open, "a status is never picked for the agent");
    assert_eq!(plan.rows[1].saved, Cell::Both);
    assert_eq!(plan.rows[1].theirs, Cell::Text("after 18:00, German".into()));
    let tags =
        |pairs: &[(&str, Mark)]| Cell::Tags(pairs.iter().map(|(tag, mark)| ((*tag).to_owned(), *mark)).collect());
    use Mark::{Added, Kept, Removed};
    assert_eq!(plan.rows[2].kind, Kind::Merged);
    assert_eq!(plan.rows[2].before, tags(&[("vip", Kept), ("de", Kept)]));
    assert_eq!(plan.rows[2].theirs, tags(&[("vip", Kept), ("de", Kept), ("refund", Added)]));
    assert_eq!(plan.rows[2].yours, tags(&[("vip", Kept), ("de", Removed), ("callback", Added)]));
    assert_eq!(plan.rows[2].saved, tags(&[("vip", Kept), ("refund", Kept), ("callback", Kept)]));
    assert_eq!((plan.rows[3].kind.clone(), plan.rows[3].theirs.clone()), (Kind::OnlyYou, Cell::Unchanged));
    assert_eq!(
        (plan.rows[4].kind.clone(), plan.rows[4].theirs.clone()),
        (Kind::OnlyThey, Cell::Text("platinum".into()))
    );
}

#[test]
fn nothing_is_written_before_each_clash_has_a_choice() {
    let mut stage = screen(picture());
    assert!(stage.window.query_by_label_contains("2 fields clash and need you. 3 others fit together").is_some());
    let save = stage.window.get_by_role_and_label(Role::Button, "Save 3 fields");
    assert!(save.accesskit_node().is_disabled());
    stage.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(stage.commands().is_empty());
    stage.click(Role::RadioButton, "Status, Yours: Review");
    stage.click(Role::Button, "Save 4 fields");
    let commands = stage.commands();
    let [
        Command::Resolve { change: status, side: Side::Mine, .. },
        Command::Change { leads, changes, .. },
        Command::Resolve { change: noted, side: Side::Theirs, name, .. },
        ..,
    ] = commands.as_slice()
    else {
        panic!("{commands:?}")
    };
    assert_eq!((*status, *noted, name.as_str()), (ChangeId(1), ChangeId(2), "note"));
    assert_eq!(leads, &[LeadId(1)]);
    let both = Change::add_note("Call back", "after 17:00, German and Turkish").unwrap();
    assert_eq!(changes, &[both], "both notes stay: theirs is kept and ours becomes one of its own");
    assert!(!has(&stage, Role::Button, "Later"), "the screen is left");
}

#[test]
fn arrows_choose_j_goes_on_and_command_enter_saves() {
    let mut stage = screen(picture());
    stage.press(Key::ArrowLeft);
    stage.press(Key::J);
    stage.press(Key::ArrowRight);
    stage.press_with(Modifiers::COMMAND, Key::Enter);
    let commands = stage.commands();
    let sides: Vec<(ChangeId, Side)> = commands
        .iter()
        .filter_map(|command| match command {
            Command::Resolve { change, side, .. } => Some((*change, *side)),
            _ => None,
        })
        .collect();
    assert_eq!(sides, [(ChangeId(1), Side::Theirs), (ChangeId(2), Side::Mine)]);
    assert_eq!(stage.window.state().state().chosen, Some(LeadId(1)), "J walked the clashes, not the list");
}

#[test]
fn taking_theirs_keeps_what_was_ours_as_a_draft() {
    let mut stage = screen(picture());
    stage.click(Role::Button, "Pick theirs for all");
    stage.click(Role::Button, "Save 2 fields");
    stage.window.run_steps(8);
    let commands = stage.commands();
    assert!(!commands.iter().any(|c| matches!(c, Command::Change { .. })), "{commands:?}");
    let of = DraftOf::note(&note("after 17:00"));
    assert!(
        commands.iter().any(|c| matches!(c, Command::Draft { lead: LeadId(1), of: kept, text, .. } if *kept == of && text == "Call back\nafter 17:00, German and Turkish")),
        "{commands:?}"
    );
}

#[test]
fn both_check_boxes_of_a_note_can_be_ticked_and_one_always_is() {
    let mut stage = screen(picture());
    let (theirs, yours) =
        ("Note “Call back”, Theirs: after 18:00, German", "Note “Call back”, Yours: after 17:00, German and Turkish");
    stage.click(Role::CheckBox, theirs);
    assert!(stage.window.query_by_label_contains("will be saved after 17:00, German and Turkish").is_some());
    stage.click(Role::CheckBox, yours);
    assert!(stage.window.query_by_label_contains("will be saved after 17:00, German and Turkish").is_some());
    stage.click(Role::CheckBox, theirs);
    assert!(stage.window.query_by_label_contains("will be saved Both, as two notes").is_some());
}

#[test]
fn later_keeps_what_was_picked_and_esc_does_not_leave_the_lead() {
    let mut stage = screen(picture());
    stage.click(Role::RadioButton, "Status, Theirs: Closed");
    stage.press(Key::Escape);
    assert!(has(&stage, Role::Button, "Decide…"));
    assert_eq!(stage.window.state().state().chosen, Some(LeadId(1)));
    assert!(stage.commands().is_empty());
}

#[test]
fn a_narrow_window_tells_before_in_the_tooltips_of_the_cells() {
    let mut stage = Stage::new([960.0, 700.0], picture());
    stage.press(Key::J);
    stage.click(Role::Button, "Decide…");
    assert!(has(&stage, Role::ColumnHeader, "Theirs, read 14:07"));
    assert!(stage.window.query_by_label_contains("Before, when").is_none());
    stage.window.get_by_role_and_label(Role::RadioButton, "Status, Theirs: Closed").hover();
    stage.window.run_steps(40);
    assert!(stage.window.query_by_label_contains("Before Open").is_some());
}

#[test]
fn the_screen_goes_by_itself_when_nothing_clashes_any_more() {
    let mut stage = screen(picture());
    stage.publish(make::opened(make::inbox(), &make::people(), 1));
    assert!(!has(&stage, Role::Button, "Later"));
    assert!(has(&stage, Role::MultilineTextInput, "New note"));
}
