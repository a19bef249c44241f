//! The page of templates: what is edited there, what goes into the settings, and how templates come and go as JSON.

use std::collections::BTreeMap;

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use leadline::bridge::command::Refused;
use leadline::bridge::recording::TemplateView;
use leadline::bridge::templates::PartFault;
use leadline::bridge::{Command, Reply, SettingsEdit, Snapshot};
use leadline::domain::template::{Sheet, read, written};
use leadline::ui::state::Screen;
use leadline::ui::templates::Shown;
use leadline::vendors::REGISTRY;

use crate::app::Stage;
use crate::support::snapshots as make;

const RAY: &str = "type = \"CALL\"\nsub_type = \"OUT\"\nprops = [{ key = \"comment\", from = \"text\" }, { key = \"minutes\", value = 5 }]";

fn sheet(name: &str, parts: &[(&str, &str)]) -> Sheet {
    let parts = parts.iter().map(|(vendor, part)| ((*vendor).to_owned(), part.parse().unwrap()));
    Sheet { name: name.to_owned(), parts: parts.collect() }
}

fn with(snapshot: Snapshot, sheets: &[Sheet]) -> Snapshot {
    let mut snapshot = make::with_accounts(snapshot);
    let view =
        |sheet: &Sheet| TemplateView { name: sheet.name.clone(), sheet: sheet.clone(), ..TemplateView::default() };
    snapshot.templates = sheets.iter().map(view).collect::<Vec<_>>().into();
    let mut forms = (*snapshot.vendors).clone();
    let first = forms[0].clone();
    forms.extend(REGISTRY.iter().map(|spec| leadline::bridge::forms::VendorForm {
        vendor: spec.name.as_str(),
        title: spec.title,
        template: spec.template,
        slots: spec.slots,
        ..first.clone()
    }));
    snapshot.vendors = forms.into();
    snapshot
}

fn call() -> Sheet {
    sheet("Phone call", &[("ray", RAY)])
}

fn visit() -> Sheet {
    sheet("Visit", &[("mxo", "path = \"/visit\"")])
}

/// The page with two templates.
pub(super) fn page(size: [f32; 2]) -> Stage {
    let mut stage = Stage::new(size, with(make::inbox(), &[call(), visit()]));
    stage.press(Key::G);
    stage.press(Key::T);
    assert_eq!(stage.window.state().state().screen, Screen::Templates);
    stage
}

type Asked = (Vec<SettingsEdit>, Reply<Result<(), Refused>>);

fn edits(stage: &mut Stage) -> Vec<Asked> {
    let asked = stage.commands().into_iter().filter_map(|command| match command {
        Command::EditSettings { edits, reply } => Some((edits, reply)),
        _ => None,
    });
    asked.collect()
}

fn one_edit(stage: &mut Stage) -> Asked {
    let mut asked = edits(stage);
    assert_eq!(asked.len(), 1, "{asked:?}");
    asked.remove(0)
}

fn save(stage: &mut Stage) -> Asked {
    stage.press_with(Modifiers::COMMAND, Key::Enter);
    one_edit(stage)
}

fn put(edits: &[SettingsEdit]) -> (Option<&str>, &Sheet) {
    match edits {
        [SettingsEdit::PutTemplate { instead_of, sheet }] => (instead_of.as_deref(), sheet),
        other => panic!("{other:?}"),
    }
}

fn answer(stage: &mut Stage, reply: Reply<Result<(), Refused>>, done: Result<(), Refused>, sheets: &[Sheet]) {
    reply.answer(done);
    let snapshot = with(make::inbox(), sheets);
    stage.publish(snapshot);
}

fn sees(stage: &Stage, words: &str) -> bool {
    stage.window.query_all_by_label_contains(words).count() > 0
}

#[test]
fn an_edited_template_goes_into_the_settings_as_a_whole_and_a_refused_one_stays_typed() {
    let mut stage = page([1280.0, 2400.0]);
    stage.enter("Name", " in");
    stage.focus("Type");
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.type_into("Type", "ANRUF");
    stage.click(Role::Button, "Add to props");
    stage.enter("Name of Props 3", "who");
    stage.click(Role::Button, "Where Props 3 comes from: What was said");
    stage.click(Role::MenuItem, "Who records it");
    assert!(sees(&stage, "Edited, not saved"));
    let (edits, reply) = save(&mut stage);
    let (instead_of, saved) = put(&edits);
    let ray = RAY.replace("CALL", "ANRUF").replace("5 }]", "5 }, { key = \"who\", from = \"agent\" }]");
    let wanted = sheet("Phone call in", &[("ray", &ray)]);
    assert_eq!((instead_of, saved), (Some("Phone call"), &wanted));

    answer(&mut stage, reply, Err(Refused::NotKept("The disk is full.".to_owned())), &[call(), visit()]);
    assert!(sees(&stage, "The disk is full."));
    assert_eq!(stage.value("Type"), "ANRUF", "nothing that was typed is lost");
    let (_, reply) = save(&mut stage);
    answer(&mut stage, reply, Ok(()), &[wanted, visit()]);
    let place = &stage.window.state().state().templates;
    assert_eq!((place.chosen.clone(), place.drafts.len()), (Some(Shown::Kept("Phone call in".to_owned())), 0));
    assert!(sees(&stage, "Saved in the settings."));
}

#[test]
fn a_value_that_comes_from_elsewhere_keeps_nothing_of_where_it_came_from() {
    let mut stage = page([1280.0, 2400.0]);
    stage.click(Role::Button, "Where Props 1 comes from: What was said");
    stage.click(Role::MenuItem, "A field of the form");
    stage.enter("Label", "Outcome");
    let choices = stage.window.get_by_role_and_label(Role::MultilineTextInput, "Choices");
    choices.focus();
    stage.window.run();
    stage.window.get_by_role_and_label(Role::MultilineTextInput, "Choices").type_text("Reached\n Voicemail\n");
    stage.window.run();
    stage.click(Role::Button, "Must be filled in");
    // A number that is typed over stays one.
    stage.focus("Props 2");
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.type_into("Props 2", "7");
    let (edits, reply) = save(&mut stage);
    drop(reply);
    let ray = "type = \"CALL\"\nsub_type = \"OUT\"\nprops = [{ key = \"comment\", from = \"input\", label = \"Outcome\", options = [\"Reached\", \"Voicemail\"], required = true }, { key = \"minutes\", value = \"7\", type = \"number\" }]";
    assert_eq!(put(&edits).1, &sheet("Phone call", &[("ray", ray)]));
    stage.window.run();
    stage.click(Role::Button, "Where Props 1 comes from: A field of the form");
    stage.click(Role::MenuItem, "An attribute of the lead");
    stage.enter("Key of the attribute", "TIER");
    let (edits, _) = save(&mut stage);
    let ray = "type = \"CALL\"\nsub_type = \"OUT\"\nprops = [{ key = \"comment\", from = \"attribute:TIER\" }, { key = \"minutes\", value = \"7\", type = \"number\" }]";
    assert_eq!(put(&edits).1, &sheet("Phone call", &[("ray", ray)]));
}

#[test]
fn a_system_that_is_switched_off_and_on_again_is_as_it_was() {
    let mut stage = page([1280.0, 2400.0]);
    stage.click(Role::CheckBox, "Record in RAY");
    assert!(stage.window.query_by_role_and_label(Role::TextInput, "Type").is_none());
    stage.click(Role::CheckBox, "Record in RAY");
    assert_eq!(stage.value("Type"), "CALL");
    assert!(stage.window.state().state().templates.drafts.is_empty(), "it is as it was");
    stage.click(Role::CheckBox, "Record in Releva");
    assert_eq!(stage.value("Action"), "phone_call", "it begins as the vendor's own example");
    let (edits, _) = save(&mut stage);
    assert!(put(&edits).1.parts.contains_key("releva"));
}

#[test]
fn what_the_vendors_find_wrong_stands_where_it_is_wrong() {
    let mut stage = page([1280.0, 2400.0]);
    stage.commands();
    stage.focus("Subtype");
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.press(Key::Backspace);
    let check = stage.commands().into_iter().rev().find_map(|command| match command {
        Command::CheckTemplate { sheet, reply } => Some((sheet, reply)),
        _ => None,
    });
    // The first check may still be out: the newest state is asked once it came.
    let (sheet, reply) = check.unwrap_or_else(|| panic!("nothing was asked"));
    let fault = PartFault { vendor: "ray".into(), at: "sub_type".into(), sentence: "It is missing; write it.".into() };
    reply.answer(if sheet.parts["ray"].contains_key("sub_type") { Vec::new() } else { vec![fault.clone()] });
    stage.publish(with(make::inbox(), &[call(), visit()]));
    for command in stage.commands() {
        if let Command::CheckTemplate { reply, .. } = command {
            reply.answer(vec![fault.clone()]);
        }
    }
    stage.publish(with(make::inbox(), &[call(), visit()]));
    assert!(sees(&stage, "It is missing; write it."));
    assert!(sees(&stage, "1 thing is missing. Until then nothing is recorded there."));
}

#[test]
fn an_import_replaces_nothing_unless_it_is_said() {
    let mut stage = page([1280.0, 1200.0]);
    stage.click(Role::Button, "Import…");
    let theirs = sheet("Phone call", &[("ray", "type = \"X\"\nsub_type = \"Y\"")]);
    let new = sheet("E-mail", &[("releva", "action = \"email\"")]);
    let text = written(&[theirs.clone(), visit(), new.clone()]);
    stage.window.get_by_role_and_label(Role::MultilineTextInput, "Exported text").type_text(&text);
    stage.window.run();
    for said in ["Phone call, differs from yours", "Visit, the same as yours", "E-mail, new"] {
        assert!(stage.window.query_by_label(said).is_some(), "{said}");
    }
    stage.click(Role::Button, "Import 2 templates");
    let (edits, reply) = one_edit(&mut stage);
    let beside = SettingsEdit::PutTemplate {
        instead_of: None,
        sheet: Sheet { name: "Phone call 2".to_owned(), ..theirs.clone() },
    };
    let added = SettingsEdit::PutTemplate { instead_of: None, sheet: new.clone() };
    assert_eq!(edits, [beside, added.clone()]);
    answer(&mut stage, reply, Err(Refused::NotKept("It is not writable.".into())), &[call(), visit()]);
    assert!(sees(&stage, "It is not writable."));
    stage.click(Role::Button, "Phone call: Replace mine");
    stage.click(Role::Button, "Import 2 templates");
    let (edits, reply) = one_edit(&mut stage);
    let instead = SettingsEdit::PutTemplate { instead_of: Some("Phone call".to_owned()), sheet: theirs.clone() };
    assert_eq!(edits, [instead, added]);
    answer(&mut stage, reply, Ok(()), &[theirs, visit(), new]);
    assert!(!stage.window.state().state().templates.aside.is_open());
}

#[test]
fn what_is_no_export_says_why_and_a_file_is_read_by_its_path() {
    let mut stage = page([1280.0, 1200.0]);
    stage.click(Role::Button, "Import…");
    stage.window.get_by_role_and_label(Role::MultilineTextInput, "Exported text").type_text("{\"name\":");
    stage.window.run();
    assert!(sees(&stage, "This cannot be read as JSON"));
    stage.commands();
    stage.enter("File", "/home/mira/templates.json");
    stage.click(Role::Button, "Read the file");
    let mut asked = stage.commands().into_iter().filter_map(|command| match command {
        Command::ReadFile { path, reply } => Some((path, reply)),
        _ => None,
    });
    let (path, reply) = asked.next().unwrap();
    assert_eq!(path, "/home/mira/templates.json");
    reply.answer(Ok(written(&[sheet("E-mail", &[])])));
    stage.publish(with(make::inbox(), &[call(), visit()]));
    assert!(stage.window.query_by_label("E-mail, new").is_some());
}

#[test]
fn an_export_holds_the_shown_one_as_it_is_edited_and_names_its_file() {
    let mut stage = page([1280.0, 1200.0]);
    stage.enter("Name", " in");
    stage.click(Role::Button, "Export this template");
    assert_eq!(stage.value("File"), "leadline-Phone-call-in.json");
    stage.commands();
    stage.click(Role::Button, "Write the file");
    let (path, text, reply) = stage
        .commands()
        .into_iter()
        .find_map(|command| match command {
            Command::WriteFile { path, text, reply } => Some((path, text, reply)),
            _ => None,
        })
        .unwrap();
    assert_eq!(path, "leadline-Phone-call-in.json");
    assert_eq!(read(&text).unwrap(), [Sheet { name: "Phone call in".to_owned(), ..call() }]);
    reply.answer(Err(Refused::NotKept("There is such a file already.".to_owned())));
    stage.publish(with(make::inbox(), &[call(), visit()]));
    assert!(sees(&stage, "There is such a file already."));
    stage.press(Key::Escape);
    stage.click(Role::Button, "Export all…");
    assert!(stage.window.query_by_label("Export 2 templates").is_some());
}

#[test]
fn a_template_goes_only_after_a_question() {
    let mut stage = page([1280.0, 800.0]);
    stage.click(Role::Button, "Remove this template");
    assert!(edits(&mut stage).is_empty());
    assert!(sees(&stage, "Remove “Phone call”? What was recorded with it, and what still waits, stays."));
    stage.press(Key::Escape);
    assert!(!sees(&stage, "Remove “Phone call”?"));
    stage.click(Role::Button, "Remove this template");
    stage.click(Role::Button, "Remove it");
    let (edits, reply) = one_edit(&mut stage);
    assert_eq!(edits, [SettingsEdit::RemoveTemplate("Phone call".to_owned())]);
    answer(&mut stage, reply, Ok(()), &[visit()]);
    assert_eq!(stage.value("Name"), "Visit");
}

#[test]
fn drafts_are_remembered_over_a_restart() {
    let mut stage = page([1280.0, 800.0]);
    stage.enter("Name", " in");
    stage.click(Role::Button, "New template");
    stage.type_into("Name", "Letter");
    stage.window.run_steps(60);
    let kept = stage.all_commands().into_iter().rev().find_map(|command| match command {
        Command::Remember { key: "templates", value } => Some(value),
        _ => None,
    });
    let mut snapshot = with(make::inbox(), &[call(), visit()]);
    snapshot.memory = BTreeMap::from([("templates".to_owned(), kept.unwrap())]).into();
    let mut stage = Stage::new([1280.0, 800.0], snapshot);
    stage.press(Key::G);
    stage.press(Key::T);
    assert_eq!(stage.value("Name"), "Phone call in");
    assert!(stage.window.query_by_label("Letter, Edited, not saved").is_some());
}

#[test]
fn the_list_is_walked_by_keys_and_the_way_back_leads_to_the_inbox() {
    let mut stage = page([1280.0, 800.0]);
    stage.press(Key::J);
    assert_eq!(stage.value("Name"), "Visit");
    stage.press(Key::K);
    assert_eq!(stage.value("Name"), "Phone call");
    stage.press(Key::Enter);
    stage.type_into("Name", "!");
    assert_eq!(stage.value("Name"), "Phone call!", "Enter leads into the name");
    stage.press(Key::Escape);
    stage.press(Key::Escape);
    assert_eq!(stage.window.state().state().screen, Screen::Inbox);
}

fn focused(stage: &Stage) -> Option<String> {
    stage.window.query_all_by(|node| node.is_focused()).next().and_then(|node| node.accesskit_node().label())
}

/// Tab after Tab until this has the focus.
fn tab_to(stage: &mut Stage, label: &str) {
    for _ in 0..60 {
        if focused(stage).as_deref() == Some(label) {
            return;
        }
        stage.press(Key::Tab);
    }
    panic!("{label} is not reached by Tab; {:?} has the focus", focused(stage));
}

#[test]
fn a_template_is_made_whole_by_keys_alone() {
    let mut stage = page([1280.0, 1600.0]);
    tab_to(&mut stage, "New template");
    stage.press(Key::Enter);
    assert_eq!(focused(&stage).as_deref(), Some("Name"), "the name is what comes first");
    stage.type_into("Name", "Letter");
    tab_to(&mut stage, "Record in Releva");
    stage.press(Key::Space);
    tab_to(&mut stage, "Action");
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.type_into("Action", "letter");
    tab_to(&mut stage, "Where Custom values 1 comes from: What was said");
    stage.press(Key::Enter);
    tab_to(&mut stage, "Who records it");
    stage.press(Key::Enter);
    tab_to(&mut stage, "Kind of Custom values 1: Text");
    tab_to(&mut stage, "Take Custom values 1 away");
    let (edits, _) = save(&mut stage);
    let releva = "action = \"letter\"\ncustom = [{ key = \"comment\", kind = \"string\", from = \"agent\" }]";
    assert_eq!(put(&edits), (None, &sheet("Letter", &[("releva", releva)])));
}
