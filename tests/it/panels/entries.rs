//! Tags, notes and attributes by what a person finds there: names in, exact commands out; nothing typed is lost.

use egui::{Event, Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use leadline::bridge::command::ChangesMade;
use leadline::bridge::{Command, Refused, Snapshot};
use leadline::domain::{BatchId, Change, ChangeId, DraftOf, LeadId, Note, OutboxState};

use crate::app::Stage;
use crate::support::snapshots as make;

/// Nadia open, in a window tall enough for her whole profile, with tags that others wear.
fn open_with(bend: impl FnOnce(&mut Snapshot)) -> Stage {
    let mut snapshot = make::opened(make::inbox(), &make::people(), 1);
    for (tag, leads) in [("vip", 3), ("VIP club", 40), ("Öl-vip", 9), ("refund", 2), ("callback", 5)] {
        snapshot.tags.insert(tag.to_owned(), leads);
    }
    bend(&mut snapshot);
    let mut stage = Stage::new([1280.0, 1100.0], snapshot);
    stage.press(Key::J);
    stage.commands();
    stage
}

/// Nadia with everything that can be odd: long tags, pending ones, tags from right to left, long notes and values.
pub(crate) fn busy() -> Snapshot {
    let change = |id, change: Change, state| {
        let mut row = make::change(id, 1, "Nadia", leadline::domain::Field::Name, "", "x", state);
        row.item.change = change;
        row
    };
    let mut people = make::people();
    people[0].lead.tags = ["vip", "refund", "عميل مهم", "asked for the paper catalogue of last winter twice", "de"]
        .map(str::to_owned)
        .to_vec();
    people[0].lead.notes[0].description = "Card ending 0042 was closed in October. Finance is checking with the bank, which wants a letter. The letter went out on Monday, and again on Tuesday, since the first had no stamp.".into();
    people[0].lead.attributes[1].value = "CR-204417-AND-A-LOT-MORE-THAN-FITS-HERE".into();
    let rows = vec![
        change(20, Change::AddTag { tag: "refund".into() }, OutboxState::Queued),
        change(21, Change::AddTag { tag: "عميل مهم".into() }, OutboxState::NeedsAgent),
        change(22, Change::SetAttribute { key: "PLAN".into(), value: "gold".into() }, OutboxState::Waiting),
    ];
    let mut snapshot = make::opened(make::with_outbox(make::inbox(), rows), &people, 1);
    for (tag, leads) in [("callback", 40), ("address changed", 9), ("a very long tag that nobody should have made", 2)]
    {
        snapshot.tags.insert(tag.to_owned(), leads);
    }
    snapshot
}

fn open() -> Stage {
    open_with(|_| {})
}

/// All changes among commands, each with the leads it is about.
fn wanted(commands: &[Command]) -> Vec<(Vec<LeadId>, Vec<Change>)> {
    commands
        .iter()
        .filter_map(|command| match command {
            Command::Change { leads, changes, .. } => Some((leads.clone(), changes.clone())),
            _ => None,
        })
        .collect()
}

fn on_nadia(changes: Vec<Change>) -> Vec<(Vec<LeadId>, Vec<Change>)> {
    vec![(vec![LeadId(1)], changes)]
}

fn draft(stage: &Stage, of: DraftOf) -> Option<String> {
    stage.window.state().state().drafts.get(LeadId(1), of).map(|draft| draft.text.clone())
}

/// Types into a text of several lines.
fn write(stage: &mut Stage, field: &str, text: &str) {
    stage.window.get_by_role_and_label(Role::MultilineTextInput, field).type_text(text);
    stage.window.run();
}

fn written(stage: &Stage, field: &str) -> String {
    stage.window.get_by_role_and_label(Role::MultilineTextInput, field).value().unwrap_or_default()
}

fn there(stage: &Stage, role: Role, label: &str) -> bool {
    stage.window.query_by_role_and_label(role, label).is_some()
}

#[test]
fn t_leads_to_the_field_and_several_tags_go_out_as_one_batch() {
    let mut stage = open();
    assert!(!there(&stage, Role::TextInput, "New tag"));
    stage.press(Key::T);
    stage.type_into("New tag", "  de , callback,, callback ,urgent");
    stage.press(Key::Enter);
    let commands = stage.commands();
    assert_eq!(
        wanted(&commands),
        on_nadia(vec![Change::AddTag { tag: "callback".into() }, Change::AddTag { tag: "urgent".into() }]),
        "what the lead wears already is not asked for again"
    );
}

#[test]
fn typing_completes_with_counts_and_arrows_choose_before_enter() {
    let mut stage = open();
    stage.press(Key::T);
    stage.type_into("New tag", "ol");
    assert!(there(&stage, Role::ListBoxOption, "Öl-vip, 9 leads"), "accents and case do not matter");
    stage.window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    stage.type_into("New tag", "VIP");
    let offered: Vec<String> =
        stage.window.get_all_by_role(Role::ListBoxOption).filter_map(|node| node.accesskit_node().label()).collect();
    let tags: Vec<&String> = offered.iter().filter(|label| label.ends_with(" leads")).collect();
    assert_eq!(tags, ["VIP club, 40 leads", "Öl-vip, 9 leads"], "what begins like it comes first");
    stage.press(Key::ArrowDown);
    stage.press(Key::Enter);
    assert_eq!(wanted(&stage.commands()), on_nadia(vec![Change::AddTag { tag: "VIP club".into() }]));
}

#[test]
fn a_known_tag_is_taken_by_pointer() {
    let mut stage = open();
    stage.press(Key::T);
    stage.type_into("New tag", "urgent, call");
    stage.click(Role::ListBoxOption, "callback, 5 leads");
    assert_eq!(
        wanted(&stage.commands()),
        on_nadia(vec![Change::AddTag { tag: "urgent".into() }, Change::AddTag { tag: "callback".into() }])
    );
}

#[test]
fn a_tag_goes_by_its_cross_and_by_backspace_only_at_the_second_press() {
    let mut stage = open();
    stage.click(Role::Button, "Remove tag refund");
    assert_eq!(wanted(&stage.commands()), on_nadia(vec![Change::RemoveTag { tag: "refund".into() }]));
    stage.press(Key::T);
    stage.press(Key::Backspace);
    assert!(wanted(&stage.commands()).is_empty());
    assert!(stage.window.query_by_label("Press Backspace again to remove “de”.").is_some());
    stage.press(Key::Backspace);
    assert_eq!(wanted(&stage.commands()), on_nadia(vec![Change::RemoveTag { tag: "de".into() }]));
}

#[test]
fn a_tag_that_is_there_is_refused_in_words_and_stays_typed() {
    let mut stage = open();
    stage.press(Key::T);
    stage.type_into("New tag", "vip");
    stage.press(Key::Enter);
    assert!(wanted(&stage.commands()).is_empty());
    assert!(stage.window.query_by_label("“vip” is there already.").is_some());
    assert_eq!(draft(&stage, DraftOf::NewTag).as_deref(), Some("vip"));
    stage.press(Key::Escape);
    assert_eq!(draft(&stage, DraftOf::NewTag), None);
    assert!(!there(&stage, Role::TextInput, "New tag"));
}

#[test]
fn tags_say_what_their_changes_wait_for() {
    let change = |id, change: Change, state| {
        let mut row = make::change(id, 1, "Nadia", leadline::domain::Field::Name, "", "x", state);
        row.item.change = change;
        row
    };
    let rows = vec![
        change(20, Change::AddTag { tag: "vip".into() }, OutboxState::Queued),
        change(21, Change::RemoveTag { tag: "gone".into() }, OutboxState::NeedsAgent),
    ];
    let mut people = make::people();
    let mut snapshot = make::opened(make::with_outbox(make::inbox(), rows), &people, 1);
    people[0].lead.tags.push("gone".into());
    if let Some(open) = &mut snapshot.open {
        std::sync::Arc::make_mut(open).mirror = people[0].lead.clone();
    }
    let mut stage = Stage::new([1280.0, 800.0], snapshot);
    stage.press(Key::J);
    for label in ["tag vip, Queued", "tag refund", "tag gone is being removed, Needs you"] {
        assert!(there(&stage, Role::Label, label), "{label}");
    }
    assert!(!there(&stage, Role::Button, "Remove tag gone"));
}

#[test]
fn n_leads_to_the_composer_and_command_enter_saves_title_and_text() {
    let mut stage = open();
    stage.press(Key::N);
    write(&mut stage, "New note", "Call back");
    stage.press(Key::Enter);
    assert!(wanted(&stage.commands()).is_empty(), "Enter begins a line");
    write(&mut stage, "New note", "after 18:00, German");
    stage.press_with(Modifiers::COMMAND, Key::Enter);
    let commands = stage.commands();
    assert_eq!(
        wanted(&commands),
        on_nadia(vec![Change::AddNote { title: "Call back".into(), description: "after 18:00, German".into() }])
    );
}

#[test]
fn letters_of_the_same_slow_frame_are_typed_and_do_nothing_else() {
    let mut stage = open();
    for (key, text) in [(Key::N, "n"), (Key::Num1, "1"), (Key::D, "d")] {
        let press =
            Event::Key { key, physical_key: Some(key), pressed: true, repeat: false, modifiers: Modifiers::NONE };
        stage.window.input_mut().events.extend([press, Event::Text(text.to_owned())]);
    }
    stage.window.step();
    stage.window.run();
    assert!(wanted(&stage.commands()).is_empty(), "1 was a letter of the note");
    assert_eq!(draft(&stage, DraftOf::NewNote).as_deref(), Some("1d"));
}

/// The changes that the window sent, each of them made durable.
fn kept(stage: &mut Stage) -> Vec<(Vec<LeadId>, Vec<Change>)> {
    let commands = stage.commands();
    let wanted = wanted(&commands);
    for command in commands {
        if let Command::Change { reply: Some(reply), .. } = command {
            reply.answer(Ok(ChangesMade { batch: BatchId(5), changes: vec![ChangeId(50)] }));
        }
    }
    stage.window.run();
    wanted
}

/// The one change among what the window sent, answered.
fn answer(stage: &mut Stage, with: &Result<ChangesMade, Refused>) {
    for command in stage.commands() {
        if let Command::Change { reply: Some(reply), .. } = command {
            reply.answer(with.clone());
        }
    }
    stage.window.run();
}

#[test]
fn a_note_stays_typed_until_it_is_durable_and_when_it_is_refused() {
    let mut stage = open();
    stage.press(Key::N);
    write(&mut stage, "New note", "Call back");
    stage.press_with(Modifiers::COMMAND, Key::Enter);
    assert_eq!(draft(&stage, DraftOf::NewNote).as_deref(), Some("Call back"), "no answer yet");
    answer(&mut stage, &Err(Refused::NotKept("The disk is full. Make room, then save again.".into())));
    assert_eq!(written(&stage, "New note"), "Call back");
    assert!(stage.window.query_by_label("The disk is full. Make room, then save again.").is_some());
    stage.click(Role::Button, "Save note");
    answer(&mut stage, &Ok(ChangesMade { batch: BatchId(5), changes: vec![ChangeId(50)] }));
    assert_eq!(written(&stage, "New note"), "");
    let forgotten = stage.commands();
    assert!(
        forgotten.iter().any(|c| matches!(c, Command::Draft { of: DraftOf::NewNote, text, .. } if text.is_empty())),
        "{forgotten:?}"
    );
}

#[test]
fn what_is_typed_is_kept_at_a_pause_and_comes_back_with_its_lead() {
    let mut stage = open();
    stage.press(Key::N);
    write(&mut stage, "New note", "half a sen");
    stage.window.run_steps(3);
    let kept = stage.commands();
    assert!(
        kept.iter().any(
            |c| matches!(c, Command::Draft { lead: LeadId(1), of: DraftOf::NewNote, text, .. } if text == "half a sen")
        ),
        "{kept:?}"
    );
    // The next start.
    let mut stage = open_with(|snapshot| {
        snapshot.drafts.insert((LeadId(1), DraftOf::NewNote), "half a sen".into());
        snapshot.drafts.insert((LeadId(1), DraftOf::NewTag), "half".into());
        snapshot.drafts.insert((LeadId(1), DraftOf::Attribute("PLAN".into())), "plat".into());
        snapshot.drafts.insert((LeadId(1), DraftOf::Attribute("NO_MORE".into())), "gone".into());
        snapshot.drafts.insert((LeadId(1), DraftOf::Note("of another time".into())), "Call\nlater".into());
    });
    assert_eq!(written(&stage, "New note"), "half a sen");
    assert_eq!(stage.value("New tag"), "half");
    assert_eq!(stage.value("PLAN"), "plat");
    assert_eq!(stage.value("NO_MORE"), "gone");
    // Its note has gone; the words have not.
    assert_eq!(written(&stage, "Save as a new note"), "Call\nlater");
    stage.click(Role::Button, "Save as a new note");
    assert_eq!(
        wanted(&stage.commands()),
        on_nadia(vec![Change::AddNote { title: "Call".into(), description: "later".into() }])
    );
}

fn call_back() -> Note {
    Note { id: None, title: "Call back".into(), description: "after 17:00, speaks German and Turkish".into() }
}

#[test]
fn a_note_is_edited_in_place_and_goes_out_with_what_was_seen() {
    let mut stage = open();
    stage.click(Role::Button, "Edit note Call back");
    assert_eq!(written(&stage, "Note Call back"), "Call back\nafter 17:00, speaks German and Turkish");
    stage.window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    write(&mut stage, "Note Call back", "Call back soon");
    stage.press_with(Modifiers::COMMAND, Key::Enter);
    assert_eq!(
        wanted(&stage.commands()),
        on_nadia(vec![Change::EditNote {
            note: call_back(),
            title: "Call back soon".into(),
            description: String::new()
        }])
    );
}

#[test]
fn a_note_is_deleted_at_once_without_a_question() {
    let mut stage = open();
    stage.click(Role::Button, "Delete note Call back");
    assert_eq!(wanted(&stage.commands()), on_nadia(vec![Change::DeleteNote { note: call_back() }]));
}

#[test]
fn an_attribute_is_changed_added_and_removed() {
    let mut stage = open();
    stage.focus("PLAN");
    stage.window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    stage.type_into("PLAN", "platinum");
    stage.press(Key::Enter);
    assert_eq!(kept(&mut stage), on_nadia(vec![Change::SetAttribute { key: "PLAN".into(), value: "platinum".into() }]));
    stage.click(Role::Button, "Remove BIRTHDAY");
    assert_eq!(kept(&mut stage), on_nadia(vec![Change::RemoveAttribute { key: "BIRTHDAY".into() }]));
    stage.click(Role::Button, "Add an attribute");
    stage.type_into("Key of the new attribute", "SHOE SIZE");
    stage.press(Key::Enter);
    assert!(wanted(&stage.commands()).is_empty(), "Enter in the key leads to the value");
    stage.type_into("Value of the new attribute", "4 2");
    stage.press(Key::Enter);
    assert_eq!(
        wanted(&stage.commands()),
        on_nadia(vec![Change::SetAttribute { key: "SHOE SIZE".into(), value: "4 2".into() }])
    );
}

#[test]
fn a_new_attribute_whose_key_is_there_is_refused_in_words() {
    let mut stage = open();
    stage.click(Role::Button, "Add an attribute");
    stage.type_into("Key of the new attribute", "PLAN");
    stage.focus("Value of the new attribute");
    stage.type_into("Value of the new attribute", "x");
    stage.press(Key::Enter);
    assert!(wanted(&stage.commands()).is_empty());
    assert!(stage.window.query_by_label("PLAN is there already; change its value in its own row.").is_some());
}

#[test]
fn what_a_colleague_does_to_a_value_while_it_is_typed_is_said_before_it_is_saved() {
    let mut stage = open();
    stage.focus("PLAN");
    stage.type_into("PLAN", "!");
    let mut people = make::people();
    people[0].lead.attributes[0].value = "silver".into();
    stage.publish(make::opened(make::inbox(), &people, 1));
    assert_eq!(stage.value("PLAN"), "gold!", "what was typed stays");
    assert!(stage.window.query_by_label_contains("Someone else changed this to silver").is_some());
}

#[test]
fn a_key_that_stands_twice_is_shown_twice_and_says_so() {
    let mut people = make::people();
    let twin = people[0].lead.attributes[0].clone();
    people[0].lead.attributes.push(twin);
    let mut stage = Stage::new([1280.0, 1100.0], make::opened(make::inbox(), &people, 1));
    stage.press(Key::J);
    assert!(there(&stage, Role::TextInput, "PLAN"));
    assert!(there(&stage, Role::Label, "PLAN: gold"));
    assert!(stage.window.query_by_label_contains("This key stands here twice").is_some());
}

#[test]
fn a_lead_without_uuid_offers_no_entry_and_says_why_at_its_foot() {
    let people = make::people();
    let mut stage = Stage::new([1280.0, 1000.0], make::opened(make::inbox(), &people, 13));
    stage.window.get_by_label_contains("José Núñez Ibáñez, Closed").click();
    stage.window.run();
    stage.commands();
    stage.press(Key::T);
    stage.press(Key::N);
    assert!(!there(&stage, Role::TextInput, "New tag") && !there(&stage, Role::MultilineTextInput, "New note"));
    assert!(!there(&stage, Role::Button, "Add a tag") && !there(&stage, Role::Button, "Remove tag parcel"));
    assert!(stage.window.query_all_by_label_contains("has no uuid").count() > 1);
}

#[test]
fn shift_command_z_does_again_and_only_where_there_is_something() {
    let mut stage = open();
    let shift = Modifiers { shift: true, ..Modifiers::COMMAND };
    stage.press_with(shift, Key::Z);
    assert!(stage.commands().is_empty());
    let mut snapshot = make::opened(make::inbox(), &make::people(), 1);
    snapshot.redo = Some(make::undo("Nadia: Add tag “vip”"));
    snapshot.undo = Some(make::undo("Nadia: Open → Review"));
    stage.publish(snapshot);
    stage.press_with(shift, Key::Z);
    assert!(matches!(stage.commands().as_slice(), [Command::Redo]));
    stage.press_with(Modifiers::COMMAND, Key::Z);
    assert!(matches!(stage.commands().as_slice(), [Command::Undo]));
}
