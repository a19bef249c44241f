//! Pictures to look at beside those of the design; written when a folder is named, compared by a person.
#![expect(clippy::unwrap_used, reason = "in tests a panic is the report")]

use egui_kittest::kittest::Queryable as _;
use leadline::bridge::{AccountState, Phase, Trouble};
use leadline::domain::LeadId;

use crate::app::Stage;
use crate::support::{snapshots as make, strips};

/// Writes pictures to look at when asked: `LEADLINE_PICTURES=folder cargo test --test it panels::pictures`.
#[test]
fn pictures() {
    let Ok(folder) = std::env::var("LEADLINE_PICTURES") else { return };
    let people = make::people();
    let mut snapshot = make::with_outbox(make::inbox(), make::outbox());
    snapshot.listing.updates_waiting = 12;
    let opened = make::opened(snapshot.clone(), &people, 1);
    for (theme, name) in [(egui::Theme::Light, "light"), (egui::Theme::Dark, "dark")] {
        for size in [[1280.0, 800.0], [1024.0, 640.0], [640.0, 400.0], [1920.0, 1080.0], [800.0, 600.0]] {
            let mut stage = Stage::build(size, opened.clone(), theme, true);
            stage.window.run();
            shoot(&mut stage, &folder, &format!("empty-{name}-{}", size[0]));
            stage.window.key_press(egui::Key::J);
            stage.window.run();
            if size[0] < 700.0 {
                shoot(&mut stage, &folder, &format!("list-{name}-{}", size[0]));
                stage.window.key_press(egui::Key::Enter);
                stage.window.run();
            }
            shoot(&mut stage, &folder, &format!("inbox-{name}-{}", size[0]));
            assert_eq!(stage.window.state().state().chosen, Some(LeadId(1)));
            stage.window.key_press(egui::Key::G);
            stage.window.run();
            stage.window.key_press(egui::Key::O);
            stage.window.run();
            stage.window.key_press(egui::Key::J);
            stage.window.run();
            shoot(&mut stage, &folder, &format!("outbox-{name}-{}", size[0]));
        }
    }
}

/// The accounts page, its forms and its questions.
#[test]
fn pictures_of_accounts() {
    let Ok(folder) = std::env::var("LEADLINE_PICTURES") else { return };
    for (theme, name) in [(egui::Theme::Light, "light"), (egui::Theme::Dark, "dark")] {
        for size in [[1280.0, 800.0], [1024.0, 640.0], [640.0, 400.0]] {
            let mut stage = Stage::build(size, make::with_accounts(make::inbox()), theme, true);
            for key in [egui::Key::G, egui::Key::A] {
                stage.press(key);
            }
            shoot(&mut stage, &folder, &format!("accounts-{name}-{}", size[0]));
            stage.press(egui::Key::Enter);
            shoot(&mut stage, &folder, &format!("accounts-key-{name}-{}", size[0]));
            stage.press(egui::Key::Escape);
            stage.press(egui::Key::Escape);
            if size[0] > 700.0 {
                stage.click(egui::Role::Button, "Remove account…");
                shoot(&mut stage, &folder, &format!("accounts-remove-{name}-{}", size[0]));
                stage.click(egui::Role::Button, "Cancel");
            }
            let none =
                leadline::bridge::Snapshot { accounts: Default::default(), ..make::with_accounts(make::inbox()) };
            stage.publish(none);
            shoot(&mut stage, &folder, &format!("accounts-empty-{name}-{}", size[0]));
        }
    }
}

/// More to look at: popups, notices, faults, marks, starts.
#[test]
fn pictures_of_what_lies_over() {
    let Ok(folder) = std::env::var("LEADLINE_PICTURES") else { return };
    let people = make::people();
    let snapshot = make::with_outbox(make::inbox(), make::outbox());
    let opened = make::opened(snapshot.clone(), &people, 1);
    for (theme, name) in [(egui::Theme::Light, "light"), (egui::Theme::Dark, "dark")] {
        let mut stage = Stage::build([1280.0, 800.0], opened.clone(), theme, true);
        stage.window.key_press(egui::Key::J);
        stage.window.run();
        stage.window.key_press(egui::Key::Questionmark);
        stage.window.run();
        stage.window.run();
        shoot(&mut stage, &folder, &format!("keys-{name}"));
        stage.window.key_press(egui::Key::Escape);
        stage.window.run();
        stage.window.get_by_label("Settings").click();
        stage.window.run();
        stage.window.run();
        shoot(&mut stage, &folder, &format!("settings-{name}"));
        stage.window.get_by_label("Compact").click();
        stage.window.run();
        stage.window.key_press(egui::Key::Escape);
        stage.window.run();
        let status = stage.window.get_by(|node| node.label().is_some_and(|l| l.starts_with("Status: Review")));
        status.click();
        stage.window.run();
        stage.window.run();
        shoot(&mut stage, &folder, &format!("compact-status-{name}"));
        stage.window.key_press(egui::Key::Escape);
        stage.window.run();
        let field = stage.window.get_by_role_and_label(egui::Role::TextInput, "Dial code");
        field.focus();
        stage.window.run();
        stage.window.get_by_role_and_label(egui::Role::TextInput, "Dial code").type_text("x");
        stage.window.run();
        stage.window.key_press(egui::Key::Enter);
        stage.window.run();
        let mut undone = opened.clone();
        undone.undo = Some(make::undo("Nadia: Open → Review"));
        undone.listing.query = leadline::domain::query::Query::parse("ref example").unwrap();
        stage.publish(undone);
        shoot(&mut stage, &folder, &format!("fault-undo-{name}"));
        for (n, phase) in [
            Phase::Starting,
            Phase::NoKeychain("The keychain did not answer: no Secret Service runs in this session. Start one (for example gnome-keyring) and try again.".into()),
            Phase::InUse("Another Leadline has this profile open. Close it, or start this one with another profile.".into()),
        ]
        .into_iter()
        .enumerate()
        {
            let mut start = make::inbox();
            start.phase = phase;
            let mut stage = Stage::build([1280.0, 800.0], start, theme, true);
            stage.window.run();
            shoot(&mut stage, &folder, &format!("start-{n}-{name}"));
        }
        let mut large = make::opened(make::with_outbox(make::inbox(), make::outbox()), &people, 1);
        let remembered = [("appearance", r#"{"text_size":200}"#), ("place", r#"{"chosen":1}"#)];
        large.memory = std::sync::Arc::new(remembered.map(|(k, v)| (k.to_owned(), v.to_owned())).into());
        let mut stage = Stage::build([1280.0, 800.0], large, theme, true);
        stage.window.run();
        stage.window.key_press(egui::Key::Enter);
        stage.window.run();
        stage.window.run();
        shoot(&mut stage, &folder, &format!("large-{name}"));
        stage.window.key_press(egui::Key::CloseBracket);
        stage.window.run();
        stage.window.run();
        shoot(&mut stage, &folder, &format!("large-profile-{name}"));
        let mut none = make::showing(&[]);
        none.phase = Phase::InMemory("no keychain was there at the start".into());
        none.accounts = std::sync::Arc::new(vec![
            make::account("Rayzing", AccountState::CredentialRefused),
            make::account("Rayzing two", AccountState::Offline { since: make::minutes_ago(4) }),
        ]);
        let mut stage = Stage::build([1280.0, 800.0], none, theme, true);
        stage.window.run();
        shoot(&mut stage, &folder, &format!("nothing-{name}"));
    }
}

/// The recovery key, and a database that does not open.
#[test]
fn pictures_of_recovery() {
    let Ok(folder) = std::env::var("LEADLINE_PICTURES") else { return };
    for (theme, name) in [(egui::Theme::Light, "light"), (egui::Theme::Dark, "dark")] {
        let troubles = [Trouble::KeyGone, Trouble::WrongKey, Trouble::Damaged, Trouble::TooNew];
        for (n, trouble) in troubles.into_iter().enumerate() {
            let mut stage = Stage::build([1280.0, 800.0], super::recovery::without(trouble), theme, true);
            stage.window.run();
            shoot(&mut stage, &folder, &format!("database-{n}-{name}"));
            if trouble == Trouble::Damaged {
                stage.click(egui::Role::Button, "Start anew, keep this file…");
                shoot(&mut stage, &folder, &format!("database-anew-{name}"));
            }
        }
        let mut stage = Stage::build([1280.0, 800.0], super::recovery::with_key(), theme, true);
        stage.window.run();
        shoot(&mut stage, &folder, &format!("recovery-notice-{name}"));
        super::recovery::shown(&mut stage);
        shoot(&mut stage, &folder, &format!("recovery-sheet-{name}"));
    }
}

/// The conflict screen, and entries while they are edited.
#[test]
fn pictures_of_edits() {
    let Ok(folder) = std::env::var("LEADLINE_PICTURES") else { return };
    for (theme, name) in [(egui::Theme::Light, "light"), (egui::Theme::Dark, "dark")] {
        for (size, memory) in
            [([1280.0, 800.0], r#"{}"#), ([1024.0, 640.0], r#"{"compact":true}"#), ([800.0, 600.0], r#"{}"#)]
        {
            let memory = || std::sync::Arc::new([("appearance".to_owned(), memory.to_owned())].into());
            let mut snapshot = super::decide::picture();
            snapshot.memory = memory();
            let mut stage = Stage::build(size, snapshot, theme, true);
            stage.press(egui::Key::J);
            stage.click(egui::Role::Button, "Decide…");
            stage.click(egui::Role::RadioButton, "Status, Yours: Review");
            shoot(&mut stage, &folder, &format!("conflict-{name}-{}", size[0]));
            let mut snapshot = super::entries::busy();
            snapshot.memory = memory();
            let mut stage = Stage::build(size, snapshot, theme, true);
            stage.press(egui::Key::J);
            shoot(&mut stage, &folder, &format!("entries-rest-{name}-{}", size[0]));
            if size[0] > 1000.0 {
                stage.click(egui::Role::Button, "Edit note Call back");
            }
            stage.press(egui::Key::Escape);
            stage.press(egui::Key::N);
            for line in ["Refund promised", "until Friday, in writing"] {
                stage.window.get_by_role_and_label(egui::Role::MultilineTextInput, "New note").type_text(line);
                stage.press(egui::Key::Enter);
            }
            stage.press(egui::Key::Escape);
            stage.press(egui::Key::T);
            stage.type_into("New tag", "a");
            stage.press(egui::Key::ArrowDown);
            shoot(&mut stage, &folder, &format!("entries-{name}-{}", size[0]));
        }
    }
}

/// The form of a recording with a fault and a twin, its lamps, and one whose outcome is unknown.
#[test]
fn pictures_of_recordings() {
    let Ok(folder) = std::env::var("LEADLINE_PICTURES") else { return };
    for size in [[1280.0, 800.0], [960.0, 600.0], [640.0, 400.0]] {
        let mut stage = super::record::filled(size);
        shoot(&mut stage, &folder, &format!("record-{}", size[0]));
    }
    let mut stage = Stage::build([1280.0, 800.0], super::recorded::told(), egui::Theme::Light, true);
    stage.press(egui::Key::J);
    shoot(&mut stage, &folder, "recorded");
    let (mut stage, reply) = super::recorded::unknown();
    let body = Some(r#"{"type":"CALL","customProps":{"comment":"refund explained"}}"#.to_owned());
    reply.answer(Ok(leadline::bridge::recording::InFull { body, ..Default::default() }));
    stage.window.run_steps(3);
    shoot(&mut stage, &folder, "record-unknown");
}

fn shoot(stage: &mut Stage, folder: &str, name: &str) {
    let picture = stage.window.render().unwrap();
    picture.save(format!("{folder}/{name}.png")).unwrap();
}

/// The timeline beside the design's pictures: without a clash, unfolded, a code shown, dense, and with nothing to show.
#[test]
fn pictures_of_the_timeline() {
    let Ok(folder) = std::env::var("LEADLINE_PICTURES") else { return };
    let people = make::people();
    let opened = make::opened(make::inbox(), &people, 1);
    for (theme, name) in [(egui::Theme::Light, "light"), (egui::Theme::Dark, "dark")] {
        for (size, memory) in [
            ([1280.0, 800.0], r#"{}"#),
            ([1024.0, 640.0], r#"{"compact":true}"#),
            ([1920.0, 1080.0], r#"{}"#),
            ([1281.0, 800.0], r#"{"text_size":200}"#),
        ] {
            let mut snapshot = opened.clone();
            let memory = [("appearance", memory)];
            snapshot.memory = std::sync::Arc::new(memory.map(|(k, v)| (k.to_owned(), v.to_owned())).into());
            let mut stage = Stage::build(size, snapshot, theme, true);
            stage.press(egui::Key::J);
            if size[0] > 1280.5 && size[0] < 1290.0 {
                stage.press(egui::Key::Enter);
            }
            stage.window.run();
            shoot(&mut stage, &folder, &format!("timeline-{name}-{}", size[0]));
            if size[0] < 1280.5 {
                stage.window.get_by_label_contains("3 one-time codes in 2 h").click();
                stage.window.run();
                stage.press(egui::Key::J);
                leadline::theme::set_reduced_motion(&stage.window.ctx, size[0] < 1100.0);
                stage.window.key_press(egui::Key::Enter);
                stage.window.run_steps(12);
                shoot(&mut stage, &folder, &format!("timeline-code-{name}-{}", size[0]));
                stage.click(egui::Role::Button, "More");
                shoot(&mut stage, &folder, &format!("timeline-menu-{name}-{}", size[0]));
            }
        }
        let failed =
            leadline::bridge::HistoryState::Failed("Capillary answered 503. It is asked again in a minute.".to_owned());
        for (n, state) in [failed, leadline::bridge::HistoryState::NeverAsked, leadline::bridge::HistoryState::Unlinked]
            .into_iter()
            .enumerate()
        {
            let mut timeline = strips::strip(&people[0].lead, &strips::plain_past(), state);
            timeline.sources[0].warnings = vec!["Only the newest 200 messages were told.".to_owned()];
            if n == 1 {
                timeline.items = Vec::new().into();
            }
            let mut stage = Stage::build([1280.0, 800.0], strips::with_strip(opened.clone(), timeline), theme, true);
            stage.press(egui::Key::J);
            shoot(&mut stage, &folder, &format!("timeline-source-{n}-{name}"));
        }
    }
}

/// The first start, the settings and the choice of agents, in both themes and at three sizes.
#[test]
fn pictures_of_doors_and_settings() {
    let Ok(folder) = std::env::var("LEADLINE_PICTURES") else { return };
    for (theme, name) in [(egui::Theme::Light, "light"), (egui::Theme::Dark, "dark")] {
        for size in [[1280.0, 800.0], [1024.0, 640.0], [640.0, 400.0]] {
            let mut stage = Stage::build(size, make::doors(), theme, true);
            stage.window.run();
            shoot(&mut stage, &folder, &format!("first-{name}-{}", size[0]));
            stage.enter(
                "Bot page or widget script",
                "https://page.example.com/64aa0000000000000000000c/64aa0000000000000000000d",
            );
            shoot(&mut stage, &folder, &format!("first-pasted-{name}-{}", size[0]));
            stage.click(egui::Role::Button, "Change…");
            shoot(&mut stage, &folder, &format!("first-more-{name}-{}", size[0]));
            let mut stage = Stage::build(size, make::inbox(), theme, true);
            stage.press(egui::Key::J);
            stage.press(egui::Key::A);
            stage.window.run();
            shoot(&mut stage, &folder, &format!("assign-{name}-{}", size[0]));
            stage.press(egui::Key::Escape);
            stage.press(egui::Key::G);
            stage.press(egui::Key::S);
            stage.window.run();
            shoot(&mut stage, &folder, &format!("settings-{name}-{}", size[0]));
        }
        let mut stage = Stage::build([1280.0, 1300.0], make::inbox(), theme, true);
        stage.press(egui::Key::G);
        stage.press(egui::Key::S);
        stage.enter("Seconds between two looks at aurelia", "soon");
        stage.press(egui::Key::Enter);
        shoot(&mut stage, &folder, &format!("settings-whole-{name}"));
    }
}
