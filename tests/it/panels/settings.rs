//! The settings screen: who I am, my colleagues, the window, intervals, places; and giving leads to agents.

use egui::{Key, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use leadline::bridge::command::Refused;
use leadline::bridge::{Command, Reply, SettingsEdit};
use leadline::domain::{Change, Field, LeadId};
use leadline::ui::state::{Popup, Screen};

use super::{unnamed, wanted};
use crate::app::Stage;
use crate::support::snapshots as make;

fn settings() -> Stage {
    let mut stage = Stage::new([1280.0, 2400.0], make::inbox());
    stage.click(Role::Button, "Settings");
    stage.commands();
    stage
}

type Asked = (Vec<SettingsEdit>, Reply<Result<(), Refused>>);

fn edits(commands: Vec<Command>) -> Vec<Asked> {
    let asked = commands.into_iter().filter_map(|command| match command {
        Command::EditSettings { edits, reply } => Some((edits, reply)),
        _ => None,
    });
    asked.collect()
}

fn replace(stage: &mut Stage, field: &str, text: &str) {
    stage.focus(field);
    stage.press_with(egui::Modifiers::COMMAND, Key::A);
    stage.type_into(field, text);
}

#[test]
fn the_screen_says_who_everybody_is_and_how_many_leads_they_hold() {
    let stage = settings();
    assert_eq!(stage.window.state().state().screen, Screen::Settings);
    assert_eq!(stage.value("My name"), "Mira Tan");
    assert_eq!(stage.value("My id on aurelia"), "me");
    assert_eq!(stage.value("Name of arif"), "Arif");
    for held in ["holds 4 leads", "holds 2 leads", "holds 1 lead"] {
        assert!(stage.window.query_all_by_label(held).count() > 0, "{held}");
    }
    assert!(stage.window.query_by_role_and_label(Role::TextInput, "Name of me").is_none(), "I am no colleague");
    assert!(stage.window.query_by_label("Settings: /home/mira/config.toml").is_some());
    assert_eq!(unnamed(&stage), Vec::<String>::new());
}

#[test]
fn what_is_typed_is_asked_of_the_settings_file_and_nothing_else() {
    for (field, text, edit) in [
        ("My name", "Mira", SettingsEdit::MyName("Mira".to_owned())),
        ("My id on aurelia", "64aa", SettingsEdit::MyId { account: "aurelia".into(), id: "64aa".to_owned() }),
        ("Name of arif", "Arif R.", SettingsEdit::Colleague { id: "arif".into(), name: Some("Arif R.".to_owned()) }),
        ("Name of arif", " ", SettingsEdit::Colleague { id: "arif".into(), name: None }),
        ("Seconds between two looks at aurelia", "90", SettingsEdit::SyncEvery { account: "aurelia".into(), secs: 90 }),
    ] {
        let mut stage = settings();
        replace(&mut stage, field, text);
        assert!(edits(stage.commands()).is_empty(), "{field}: not while it is typed");
        stage.press(Key::Enter);
        let asked = edits(stage.commands());
        assert_eq!(asked.iter().map(|(edits, _)| edits.clone()).collect::<Vec<_>>(), [vec![edit]], "{field}");
    }
}

#[test]
fn esc_gives_up_and_what_is_no_value_is_said_under_the_field() {
    let mut stage = settings();
    replace(&mut stage, "My name", "Somebody");
    stage.press(Key::Escape);
    assert!(edits(stage.commands()).is_empty());
    assert_eq!(stage.value("My name"), "Mira Tan");
    let field = "Seconds between two looks at aurelia";
    replace(&mut stage, field, "soon");
    stage.press(Key::Enter);
    assert!(edits(stage.commands()).is_empty());
    assert!(stage.window.query_by_label_contains("Write whole seconds").is_some());
    assert_eq!(stage.value(field), "soon");
}

#[test]
fn a_refusal_of_the_file_stays_under_its_field_with_what_was_typed() {
    let mut stage = settings();
    replace(&mut stage, "My name", "Mira");
    stage.press(Key::Enter);
    let (_, reply) = edits(stage.commands()).pop().expect("asked");
    reply.answer(Err(Refused::NotKept("The settings file cannot be written.".to_owned())));
    stage.window.run();
    assert!(stage.window.query_by_label("The settings file cannot be written.").is_some());
    assert_eq!(stage.value("My name"), "Mira");
}

#[test]
fn a_colleague_is_added_by_id_and_name_and_taken_out_again() {
    let mut stage = settings();
    stage.click(Role::Button, "Add");
    assert!(stage.window.query_by_label_contains("An id is needed").is_some());
    stage.enter("Their agent id", "64bb");
    stage.click(Role::Button, "Add");
    assert!(stage.window.query_by_label_contains("A name is needed").is_some());
    stage.enter("Name of another colleague", "Lin");
    stage.click(Role::Button, "Add");
    let (asked, reply) = edits(stage.commands()).pop().expect("asked");
    assert_eq!(asked, [SettingsEdit::Colleague { id: "64bb".into(), name: Some("Lin".to_owned()) }]);
    reply.answer(Ok(()));
    stage.window.run();
    assert_eq!(stage.value("Their agent id"), "");
    stage.click(Role::Button, "Take lena out of the address book");
    let (asked, _reply) = edits(stage.commands()).pop().expect("asked");
    assert_eq!(asked, [SettingsEdit::Colleague { id: "lena".into(), name: None }]);
}

#[test]
fn one_switch_turns_single_keys_off_and_leaves_the_others() {
    let mut stage = settings();
    stage.click(Role::Button, "Single keys off");
    stage.press(Key::Escape);
    assert_eq!(stage.window.state().state().screen, Screen::Inbox, "Esc is no single key");
    stage.press(Key::J);
    stage.press(Key::G);
    stage.press(Key::O);
    stage.press(Key::Questionmark);
    assert_eq!(stage.window.state().state().chosen, None);
    assert_eq!((stage.window.state().state().screen, stage.window.state().state().popup), (Screen::Inbox, None));
    stage.press(Key::ArrowDown);
    assert_eq!(stage.window.state().state().chosen, Some(LeadId(1)));
    stage.press(Key::Num3);
    assert!(wanted(&stage.commands()).is_empty());
}

#[test]
fn motion_and_shadows_are_taken_away_when_asked() {
    let mut stage = settings();
    stage.click(Role::Button, "No motion");
    stage.click(Role::Button, "Plain, for remote desktops");
    let style = stage.window.ctx.global_style();
    assert!(style.animation_time < 0.001);
    assert!(leadline::theme::is_plain(&style.visuals));
    let appearance = stage.window.state().state().appearance;
    assert!(appearance.reduced_motion && appearance.plain);
}

fn assigning() -> Stage {
    let mut stage = Stage::new([1280.0, 800.0], make::opened(make::inbox(), &make::people(), 2));
    stage.press(Key::J);
    stage.press(Key::J);
    stage.press(Key::A);
    stage.window.run();
    stage.commands();
    stage
}

fn offered(stage: &Stage) -> Vec<String> {
    stage.window.get_all_by_role(Role::MenuItem).filter_map(|node| node.accesskit_node().label()).collect()
}

fn agent(id: &str) -> Vec<(Vec<LeadId>, Option<Change>)> {
    vec![(vec![LeadId(2)], Change::set(Field::Agent, id).ok())]
}

#[test]
fn a_offers_me_first_then_colleagues_and_gives_the_lead_by_enter() {
    let mut stage = assigning();
    assert_eq!(offered(&stage), ["Mira Tan (you), holds 4 leads", "Arif, holds 2 leads", "Lena, holds 1 lead"]);
    assert_eq!(unnamed(&stage), Vec::<String>::new());
    stage.press(Key::Enter);
    assert_eq!(wanted(&stage.commands()), agent("me"));
    assert_eq!(stage.window.state().state().popup, None);
}

#[test]
fn typing_narrows_arrows_choose_and_any_id_can_be_named() {
    let mut stage = assigning();
    stage.press(Key::ArrowDown);
    stage.press(Key::Enter);
    assert_eq!(wanted(&stage.commands()), agent("arif"));

    let mut stage = assigning();
    stage.enter("Search agents", "LÉN");
    assert_eq!(offered(&stage), ["Lena, holds 1 lead", "The agent with the id “LÉN”"]);
    stage.press(Key::Enter);
    assert_eq!(wanted(&stage.commands()), agent("lena"));

    let mut stage = assigning();
    stage.enter("Search agents", "64cc");
    stage.press(Key::Enter);
    assert_eq!(wanted(&stage.commands()), agent("64cc"));
}

#[test]
fn esc_gives_the_lead_to_nobody_and_there_is_no_taking_away() {
    let mut stage = assigning();
    stage.press(Key::Escape);
    assert_eq!(stage.window.state().state().popup, None);
    assert!(wanted(&stage.commands()).is_empty());
    assert!(offered(&assigning()).iter().all(|line| !line.to_lowercase().contains("nobody")));
}

#[test]
fn without_my_id_on_this_bot_the_way_to_set_it_is_offered() {
    let mut snapshot = make::inbox();
    let mut view = (*snapshot.settings).clone();
    view.accounts[0].me = None;
    snapshot.settings = std::sync::Arc::new(view);
    snapshot.me = std::sync::Arc::default();
    let mut stage = Stage::new([1280.0, 800.0], snapshot);
    stage.press(Key::J);
    stage.press(Key::A);
    stage.window.run();
    assert_eq!(offered(&stage)[0], "To me: set your agent id on this bot first…");
    stage.press(Key::Enter);
    assert_eq!(stage.window.state().state().screen, Screen::Settings);
}

#[test]
fn the_profile_leads_to_the_same_choice() {
    let mut stage = Stage::new([1280.0, 800.0], make::opened(make::inbox(), &make::people(), 2));
    stage.press(Key::J);
    stage.press(Key::J);
    stage.click(Role::Button, "Assign…");
    assert_eq!(stage.window.state().state().popup, Some(Popup::Assign));
}
