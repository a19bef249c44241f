//! Every screen's accessibility tree: whatever can be pressed or typed into has a name.

use egui::{Key, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use leadline::bridge::{Phase, Snapshot, Trouble};
use leadline::domain::{Change, OutboxState};

use crate::app::Stage;
use crate::support::snapshots as make;

/// Roles that somebody acts on.
const ACTED_ON: [Role; 13] = [
    Role::Button,
    Role::CheckBox,
    Role::ComboBox,
    Role::Link,
    Role::ListBoxOption,
    Role::ListItem,
    Role::MenuItem,
    Role::MultilineTextInput,
    Role::PasswordInput,
    Role::RadioButton,
    Role::SearchInput,
    Role::TextInput,
    Role::Switch,
];

/// What can be acted on and has no name, and how many have one.
fn unnamed(stage: &Stage) -> (Vec<String>, usize) {
    let (mut without, mut with) = (Vec::new(), 0);
    for node in stage.window.query_all_by(|_| true) {
        let node = node.accesskit_node();
        let clickable = node.data().supports_action(egui::accesskit::Action::Click);
        if !(ACTED_ON.contains(&node.role()) || clickable && node.role() != Role::GenericContainer) || node.is_hidden()
        {
            continue;
        }
        if node.label().is_some_and(|label| !label.trim().is_empty()) {
            with += 1;
        } else {
            without.push(format!("{:?} {:?} at {:?}", node.role(), node.value(), node.bounding_box()));
        }
    }
    (without, with)
}

fn all_named(stage: &Stage, screen: &str) {
    let (without, with) = unnamed(stage);
    assert!(with > 0, "{screen}: the tree was walked ({with})");
    assert!(without.is_empty(), "{screen}: {without:?}");
}

/// A lead whose list changes wait for the way of the vendor.
pub(crate) fn waits_for_a_way() -> Snapshot {
    let mut row = make::change(30, 1, "Nadia Öztürk", leadline::domain::Field::Name, "", "x", OutboxState::NeedsAgent);
    row.item.change = Change::AddTag { tag: "vip".into() };
    row.summary = row.item.change.summary(None);
    row.item.why = "find out first: nobody knows yet whether Rayzing replaces, appends or merges tags".into();
    make::opened(make::with_outbox(make::inbox(), vec![row]), &make::people(), 1)
}

#[test]
fn whatever_can_be_acted_on_has_a_name_on_every_screen() {
    for size in [[1280.0, 800.0], [1024.0, 640.0], [800.0, 600.0], [640.0, 400.0]] {
        let mut stage = Stage::new(size, super::entries::busy());
        all_named(&stage, "inbox");
        stage.press(Key::J);
        all_named(&stage, "a lead");
        stage.press(Key::N);
        all_named(&stage, "composer");
        stage.press(Key::Escape);
        stage.press(Key::T);
        stage.window.get_by_role_and_label(Role::TextInput, "New tag").type_text("a");
        stage.window.run();
        all_named(&stage, "tags");
        for popup in ["keys", "assign"] {
            let mut stage = Stage::new(size, super::entries::busy());
            stage.press(Key::J);
            stage.press(if popup == "keys" { Key::Questionmark } else { Key::A });
            all_named(&stage, popup);
        }
        let mut stage = Stage::new(size, super::entries::busy());
        stage.press(Key::J);
        for second in [Key::O, Key::I] {
            stage.press(Key::G);
            stage.press(second);
            stage.press(Key::J);
            all_named(&stage, "a place");
        }
    }
    for size in [[1280.0, 800.0], [960.0, 700.0]] {
        let mut stage = Stage::new(size, super::decide::picture());
        stage.press(Key::J);
        stage.click(Role::Button, "Decide…");
        all_named(&stage, "conflict");
        let mut stage = Stage::new(size, waits_for_a_way());
        stage.press(Key::J);
        all_named(&stage, "find out");
        stage.click(Role::Button, "State it in the settings");
        all_named(&stage, "settings");
    }
    all_named(&super::new_lead::form(), "new lead");
    for size in [[1280.0, 800.0], [960.0, 700.0], [640.0, 400.0]] {
        all_named(&super::record::filled(size), "recording");
    }
    for size in [[1280.0, 800.0], [960.0, 700.0], [640.0, 400.0]] {
        let mut stage = super::templates::page(size);
        all_named(&stage, "templates");
        for button in ["Import…", "Export all…"] {
            stage.click(Role::Button, button);
            all_named(&stage, button);
            while stage.window.state().state().templates.aside.is_open() {
                stage.press(Key::Escape);
            }
        }
        if size[0] < 700.0 {
            stage.press(Key::Enter);
            all_named(&stage, "a template alone");
        }
    }
    all_named(&super::recorded::unknown().0, "an unknown recording");
    let mut start = make::inbox();
    start.phase = Phase::NoKeychain("The keychain did not answer. Start one and try again.".into());
    all_named(&Stage::new([1280.0, 800.0], start), "no keychain");
    for size in [[1280.0, 800.0], [640.0, 400.0]] {
        for trouble in [Trouble::KeyGone, Trouble::WrongKey, Trouble::Damaged, Trouble::TooNew, Trouble::Other] {
            all_named(&Stage::new(size, super::recovery::without(trouble)), "a database that does not open");
        }
        let mut stage = Stage::new(size, super::recovery::with_key());
        all_named(&stage, "the notice of the recovery key");
        super::recovery::shown(&mut stage);
        all_named(&stage, "the recovery key");
    }
    let mut doors = make::showing(&[]);
    doors.accounts = Default::default();
    all_named(&Stage::new([1280.0, 800.0], doors), "two doors");
}
