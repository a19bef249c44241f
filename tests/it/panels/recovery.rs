//! The recovery key in the window, and the pages of a database that does not open.

use std::sync::Arc;

use egui::{Key, Role};
use egui_kittest::kittest::Queryable as _;
use leadline::bridge::{Command, NoDatabase, Phase, Refused, Reply, Secret, Snapshot, Trouble};
use leadline::ui::recovery::Shown;
use leadline::ui::state::Screen;

use super::unnamed;
use crate::app::Stage;
use crate::support::snapshots as make;

const KEY: &str = "008J2-4CT4R-ANK7V-F24SS-NAXW6-SQFE8-ZW01J-28HK2-8HAPE-CXW85-K6NB9-QK6XG-XVZGY";
const SPOKEN: &str = "Recovery key: 008J2 4CT4R ANK7V F24SS NAXW6 SQFE8 ZW01J 28HK2 8HAPE CXW85 K6NB9 QK6XG XVZGY";
const NOTICE: &str = "This computer’s keychain alone can open your database";

/// A database that does not open.
pub(crate) fn without(trouble: Trouble) -> Snapshot {
    let why = match trouble {
        Trouble::KeyGone => {
            "The database's key is not in the keychain (item `default/database/99afce181655fca6b9f2d21d735aeb72` of `leadline`), so the database cannot \
             be opened. Nothing was deleted. Restore or unlock the keychain that held it and try again, or enter the \
             recovery key (by command: `leadline recovery restore`)."
        }
        Trouble::WrongKey => {
            "The database cannot be opened with the key from the keychain: the key belongs to another database, or the file \
             is damaged. The file was left untouched. Enter the recovery key, or put back the file of a backup."
        }
        Trouble::Damaged => {
            "The database file is damaged (code 26). Nothing was deleted. Close Leadline, keep a copy of the file, and put \
             back a backup; or start anew in the window, which keeps this file beside the new one. What is only in the \
             outbox can still be in the damaged file."
        }
        Trouble::TooNew => {
            "The database was written by a newer Leadline (format 9, this one knows 4), so it was left untouched. Install \
             Leadline 2.5.0 or a later one again."
        }
        Trouble::Other => "There is no room left on the disk.",
    };
    let folder = Some("/home/mira/.local/share/leadline/default".to_owned());
    let mut snapshot = make::inbox();
    snapshot.phase = Phase::NoDatabase(NoDatabase { trouble, why: why.to_owned(), folder });
    snapshot
}

pub(crate) fn page(trouble: Trouble) -> Stage {
    Stage::new([1280.0, 800.0], without(trouble))
}

/// A database whose recovery key can be shown.
pub(crate) fn with_key() -> Snapshot {
    let mut snapshot = make::inbox();
    Arc::make_mut(&mut snapshot.settings).places.recovery_key = true;
    snapshot
}

/// The key that was entered, and who waits for the answer.
fn entered(stage: &mut Stage) -> (String, Reply<Result<(), Refused>>) {
    match stage.commands().pop() {
        Some(Command::EnterRecoveryKey { key, reply }) => (key.expose().to_owned(), reply),
        other => panic!("{other:?}"),
    }
}

fn type_key(stage: &mut Stage, text: &str) {
    stage.window.get_by_role_and_label(Role::PasswordInput, "Recovery key").type_text(text);
    stage.window.run();
}

#[test]
fn each_way_of_failing_has_its_title_its_reason_its_folder_and_its_ways_out() {
    let (enter, anew, again) = ("Open with this key", "Start anew, keep this file…", "Try again");
    for (trouble, title, ways) in [
        (Trouble::KeyGone, "The key of your database is gone", &[enter, again, anew][..]),
        (Trouble::WrongKey, "The key does not open your database", &[enter, again, anew]),
        (Trouble::Damaged, "Your database is damaged", &[again, anew]),
        (Trouble::TooNew, "Your database needs a newer Leadline", &[again]),
        (Trouble::Other, "The database cannot be opened", &[again]),
    ] {
        for size in [[1280.0, 800.0], [640.0, 400.0]] {
            let stage = Stage::new(size, without(trouble));
            assert!(stage.window.query_by_label(title).is_some(), "{title}");
            let why = stage.window.state().snapshot().phase.failure().unwrap_or_default().to_owned();
            assert!(stage.window.query_by_label(&why).is_some(), "{trouble:?}");
            let folder = "Folder: /home/mira/.local/share/leadline/default";
            assert!(stage.window.query_by_label(folder).is_some(), "{trouble:?}");
            for way in [enter, again, anew] {
                let offered = stage.window.query_by_role_and_label(Role::Button, way);
                assert_eq!(offered.is_some(), ways.contains(&way), "{trouble:?}: {way}");
                if let Some(button) = offered {
                    let place = button.rect();
                    assert!(
                        place.bottom() < size[1] && place.right() < size[0],
                        "{trouble:?} {size:?}: {way} {place:?}"
                    );
                }
            }
            assert_eq!(unnamed(&stage), Vec::<String>::new());
        }
    }
}

#[test]
fn a_typed_recovery_key_goes_to_the_engine_and_stays_typed_until_it_opened_the_database() {
    let mut stage = page(Trouble::KeyGone);
    stage.click(Role::Button, "Open with this key");
    assert!(stage.commands().is_empty(), "nothing is typed yet");
    // The field has the focus from the start.
    let mut stage = page(Trouble::KeyGone);
    type_key(&mut stage, " abc-def");
    stage.press(Key::Enter);
    let (key, reply) = entered(&mut stage);
    assert_eq!(key, "abc-def");
    stage.click(Role::Button, "Open with this key");
    assert!(stage.commands().is_empty(), "one try at a time");
    reply.answer(Err(Refused::Wrong("There is a slip in group 1.".to_owned())));
    stage.window.run();
    // With two lines of it there is still room in the smallest window.
    let mut small = Stage::new([640.0, 400.0], without(Trouble::KeyGone));
    type_key(&mut small, "abc");
    small.press(Key::Enter);
    entered(&mut small).1.answer(Err(Refused::Wrong("There is a slip in group 1 of this recovery key. ".repeat(2))));
    small.window.run();
    let button = small.window.get_by_role_and_label(Role::Button, "Open with this key").rect();
    assert!(button.bottom() < 400.0, "{button:?}");
    assert!(stage.window.query_by_label("There is a slip in group 1.").is_some());
    assert_eq!(stage.window.state().state().recovery.typed.expose(), " abc-def");

    stage.click(Role::Button, "Show what is typed");
    assert_eq!(stage.value("Recovery key"), " abc-def");
    stage.click(Role::Button, "Show what is typed");
    stage.window.get_by_role_and_label(Role::PasswordInput, "Recovery key").focus();
    stage.window.run();
    type_key(&mut stage, "g");
    stage.click(Role::Button, "Open with this key");
    let (key, reply) = entered(&mut stage);
    assert_eq!(key.len(), "abc-def".len() + 1);
    assert!(stage.window.query_by_label("There is a slip in group 1.").is_none());
    reply.answer(Ok(()));
    stage.publish(make::inbox());
    assert!(stage.window.state().state().recovery.typed.is_empty(), "it was not wiped");
    assert!(!format!("{:?}", stage.window.state().state()).contains("abc-def"));
}

#[test]
fn a_new_database_is_begun_only_after_a_question_that_says_what_is_lost() {
    let mut stage = page(Trouble::Damaged);
    stage.click(Role::Button, "Start anew, keep this file…");
    assert!(stage.commands().is_empty(), "not asked yet");
    for words in ["nothing is deleted", "changes that were not sent", "Leads come back from the vendors"] {
        assert!(stage.window.query_all_by_label_contains(words).count() > 0, "{words}");
    }
    assert_eq!(unnamed(&stage), Vec::<String>::new());
    stage.click(Role::Button, "Go back");
    assert!(stage.commands().is_empty());
    stage.click(Role::Button, "Start anew, keep this file…");
    stage.press(Key::Escape);
    assert!(stage.window.query_by_role_and_label(Role::Button, "Try again").is_some(), "Esc is no");
    stage.click(Role::Button, "Start anew, keep this file…");
    stage.click(Role::Button, "Start anew, keep the old file");
    let commands = stage.commands();
    let [Command::StartAnew { .. }] = commands.as_slice() else { panic!("{commands:?}") };
    let Some(Command::StartAnew { reply }) = commands.into_iter().next() else { return };
    reply.answer(Err(Refused::NotKept("The disk is read-only.".to_owned())));
    stage.window.run();
    assert!(stage.window.query_by_label("The disk is read-only.").is_some());
}

/// Opens the sheet and answers with the key.
pub(crate) fn shown(stage: &mut Stage) {
    stage.click(Role::Button, "Show the recovery key…");
    assert!(stage.window.query_by_label("Asking the keychain…").is_some());
    match stage.commands().pop() {
        Some(Command::ShowRecoveryKey { reply }) => reply.answer(Ok(Secret::new(KEY.to_owned()))),
        other => panic!("{other:?}"),
    }
    stage.window.run();
    assert!(stage.window.query_by_label(SPOKEN).is_some());
}

#[test]
fn a_key_that_nobody_wrote_down_is_offered_until_somebody_says_so() {
    let mut stage = Stage::new([1280.0, 800.0], with_key());
    assert_eq!(stage.window.query_all_by_label_contains(NOTICE).count(), 1);
    shown(&mut stage);
    assert_eq!(unnamed(&stage), Vec::<String>::new());
    stage.press(Key::Escape);
    assert!(stage.window.query_by_label(SPOKEN).is_none());
    assert!(matches!(stage.window.state().state().recovery.shown, Shown::Nothing), "the key was not wiped");
    assert_eq!(stage.window.query_all_by_label_contains(NOTICE).count(), 1, "a look is not yet paper");

    shown(&mut stage);
    stage.click(Role::Button, "I wrote it down");
    assert_eq!(stage.window.query_all_by_label_contains(NOTICE).count(), 0);
    assert!(matches!(stage.window.state().state().recovery.shown, Shown::Nothing));
    stage.window.run_steps(3);
    let kept = stage.all_commands().into_iter().find_map(|command| match command {
        Command::Remember { key: "recovery_key", value } => Some(value),
        _ => None,
    });
    let mut snapshot = with_key();
    snapshot.memory = Arc::new([("recovery_key".to_owned(), kept.expect("it is remembered"))].into());
    let stage = Stage::new([1280.0, 800.0], snapshot);
    assert_eq!(stage.window.query_all_by_label_contains(NOTICE).count(), 0, "after a restart, too");
}

#[test]
fn put_away_it_comes_back_with_the_next_start_and_without_a_key_it_never_comes() {
    let mut stage = Stage::new([1280.0, 800.0], with_key());
    stage.click(Role::Button, "Not now");
    assert_eq!(stage.window.query_all_by_label_contains(NOTICE).count(), 0);
    stage.window.run_steps(3);
    let kept = stage.all_commands().into_iter().any(|c| matches!(c, Command::Remember { key: "recovery_key", .. }));
    assert!(!kept);
    let mut in_memory = with_key();
    in_memory.phase = Phase::InMemory("no keychain was there at the start".into());
    for snapshot in [make::inbox(), in_memory] {
        let mut stage = Stage::new([1280.0, 800.0], snapshot);
        assert_eq!(stage.window.query_all_by_label_contains(NOTICE).count(), 0);
        stage.click(Role::Button, "Settings");
        assert!(stage.window.query_by_role_and_label(Role::Button, "Show the recovery key…").is_none());
    }
}

#[test]
fn the_settings_show_it_again_and_copy_takes_it_whole() {
    let mut snapshot = with_key();
    // Whether it stands on paper or not.
    for memory in ["{\"written\":true}", "{}"] {
        snapshot.memory = Arc::new([("recovery_key".to_owned(), memory.to_owned())].into());
        let mut stage = Stage::new([1280.0, 2400.0], snapshot.clone());
        stage.click(Role::Button, "Settings");
        assert!(stage.window.query_by_role_and_label(Role::Button, "Show the recovery key…").is_some(), "once");
    }
    let mut stage = Stage::new([1280.0, 2400.0], snapshot);
    stage.click(Role::Button, "Settings");
    assert_eq!(stage.window.state().state().screen, Screen::Settings);
    stage.commands();
    shown(&mut stage);
    stage.window.get_by_role_and_label(Role::Button, "Copy").click();
    let is_copy = |command: &egui::OutputCommand| matches!(command, egui::OutputCommand::CopyText(text) if text == KEY);
    let copied = (0..4).any(|_| {
        stage.window.step();
        stage.window.output().platform_output.commands.iter().any(is_copy)
    });
    assert!(copied, "nothing was copied");
    stage.window.run();
    assert!(!format!("{:?}", stage.window.state().state()).contains("008J2"));
}

#[test]
fn a_keychain_that_does_not_give_the_key_says_why() {
    let mut stage = Stage::new([1280.0, 800.0], with_key());
    stage.click(Role::Button, "Show the recovery key…");
    match stage.commands().pop() {
        Some(Command::ShowRecoveryKey { reply }) => reply.answer(Err(Refused::Wrong("The keychain is locked.".into()))),
        other => panic!("{other:?}"),
    }
    stage.window.run();
    assert!(stage.window.query_by_label("The keychain is locked.").is_some());
    assert!(stage.window.query_by_role_and_label(Role::Button, "I wrote it down").is_none());
}
