//! Panels by what a person (or a screen reader) finds there: names and roles in, actions and commands out.

mod accounts;
mod decide;
mod entries;
mod find_out;
mod first;
mod names;
mod new_lead;
mod pictures;
mod record;
mod recorded;
mod recovery;
mod scripts;
mod settings;
mod templates;
mod timeline;

use egui::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use leadline::bridge::{AccountState, Command, NoDatabase, OutboxAction, Phase, Side, Trouble};
use leadline::domain::{Change, ChangeId, DraftOf, Field, LeadId, LeadStatus, OutboxState};
use leadline::search::View;
use leadline::ui::state::{OutboxGroup, Pane, Screen};

use crate::app::Stage;
use crate::support::snapshots as make;

/// Nadia's clash and all other changes, Nadia open.
fn nadia_open() -> Stage {
    let snapshot = make::with_outbox(make::inbox(), make::outbox());
    let mut stage = Stage::new([1280.0, 800.0], make::opened(snapshot, &make::people(), 1));
    stage.press(egui::Key::J);
    stage.commands();
    stage
}

#[test]
fn a_row_is_one_node_with_a_full_sentence_and_its_place() {
    let stage = nadia_open();
    let row = stage.window.get_by(|node| node.label().is_some_and(|label| label.starts_with("Nadia Öztürk, Review")));
    let sentence = row.accesskit_node().label().unwrap_or_default();
    for part in ["needs you", "online", "tagged vip, refund, de", "agent You", "2 minutes ago: Where is my refund?"] {
        assert!(sentence.contains(part), "{part} in {sentence}");
    }
    let node = row.accesskit_node();
    assert_eq!(node.role(), Role::ListBoxOption);
    assert_eq!((node.data().position_in_set(), node.data().size_of_set()), (Some(1), Some(13)));
    assert_eq!(node.is_selected(), Some(true));
    assert_eq!(stage.window.get_all_by_label_contains("Nadia Öztürk, Review").count(), 1);
}

#[test]
fn a_click_chooses_a_row_and_opens_it() {
    let mut stage = nadia_open();
    stage.window.get_by_label_contains("陈伟, On hold").click();
    stage.window.run();
    assert!(matches!(stage.commands().as_slice(), [Command::Open(Some(LeadId(3))), ..]));
}

#[test]
fn views_have_live_counts_and_ask_for_another_list() {
    let mut stage = nadia_open();
    stage.click(Role::Button, "Mine, 4");
    let commands = stage.commands();
    assert!(matches!(commands.as_slice(), [Command::Look { view: View::Mine, .. }, ..]), "{commands:?}");
}

#[test]
fn the_pill_of_updates_lets_them_in() {
    let mut snapshot = make::inbox();
    snapshot.listing.updates_waiting = 12;
    let mut stage = Stage::new([1280.0, 800.0], snapshot);
    stage.click(Role::Button, "12 updates");
    assert!(matches!(stage.commands().as_slice(), [Command::LetUpdatesIn]));
}

#[test]
fn the_order_is_chosen_from_its_menu() {
    let mut stage = Stage::new([1280.0, 800.0], make::inbox());
    stage.click(Role::Button, "Order of the list: Newest change first");
    stage.click(Role::MenuItem, "By name");
    let commands = stage.commands();
    assert!(
        matches!(commands.as_slice(), [Command::Look { sort: leadline::search::Sort::Name, .. }, ..]),
        "{commands:?}"
    );
    assert!(stage.window.query_by_role_and_label(Role::MenuItem, "By name").is_none(), "the menu is closed");
}

#[test]
fn a_press_elsewhere_closes_a_menu_and_one_on_its_opener_too() {
    let mut stage = Stage::new([1280.0, 800.0], make::inbox());
    let opener = "Order of the list: Newest change first";
    stage.click(Role::Button, opener);
    stage.click(Role::Button, opener);
    assert_eq!(stage.window.state().state().popup, None);
    stage.click(Role::Button, opener);
    assert!(stage.window.state().state().popup.is_some());
    stage.window.get_by_label_contains("陈伟, On hold").click();
    stage.window.run();
    assert_eq!(stage.window.state().state().popup, None);
}

#[test]
fn a_search_hit_that_the_row_does_not_show_is_told_with_its_source() {
    let mut stage = nadia_open();
    stage.click(Role::TextInput, "Search leads");
    stage.window.get_by_role_and_label(Role::TextInput, "Search leads").type_text("colour:red");
    stage.window.run();
    let fault = stage.window.query_by_label_contains("“colour:” is not known here");
    assert!(fault.is_some(), "what is wrong with the search is said");
    assert!(stage.commands().is_empty(), "the list stays what it was");
    let row = leadline::ui::list::hit::Needles::new(
        &leadline::domain::query::Query::parse("example.org").unwrap_or_default(),
    );
    let people = make::people();
    let found = row.out_of_sight(&people[0].row(LeadId(1)), usize::MAX, 2);
    assert_eq!(found, Some((leadline::ui::list::hit::Source::Email, "nadia@example.org".to_owned())));
}

#[test]
fn a_clash_leads_to_three_values_and_two_ways_out() {
    for (option, side) in [("Status, Yours: Review", Side::Mine), ("Status, Theirs: Closed", Side::Theirs)] {
        let mut stage = nadia_open();
        assert!(stage.window.query_by_label("Changed by someone else meanwhile: Status").is_some());
        stage.click(Role::Button, "Decide…");
        let row = "Status: before Open, theirs Closed, yours Review, will be saved your choice";
        assert!(stage.window.query_by_label(row).is_some());
        stage.click(Role::RadioButton, option);
        stage.press_with(egui::Modifiers::COMMAND, egui::Key::Enter);
        let commands = stage.commands();
        assert!(
            matches!(commands.as_slice(), [Command::Resolve { change: ChangeId(1), name, side: s, .. }] if *s == side && name == "status"),
            "{commands:?}"
        );
    }
}

#[test]
fn the_status_menu_offers_the_six_and_no_other() {
    let mut stage = nadia_open();
    stage.click(Role::ComboBox, "Status: Review, Needs you");
    let offered: Vec<String> =
        stage.window.get_all_by_role(Role::MenuItem).filter_map(|node| node.accesskit_node().label()).collect();
    assert_eq!(offered, LeadStatus::SETTABLE.map(|status| status.word().to_owned()));
    stage.click(Role::MenuItem, "Closed");
    let commands = stage.commands();
    assert_eq!(wanted(&commands), [(vec![LeadId(1)], Change::set(Field::Status, "CLOSED").ok())]);
}

/// Nodes that can be used and that no screen reader could name.
fn unnamed(stage: &Stage) -> Vec<String> {
    let usable = [
        Role::Button,
        Role::TextInput,
        Role::PasswordInput,
        Role::MenuItem,
        Role::ComboBox,
        Role::CheckBox,
        Role::ScrollBar,
    ];
    let nameless = usable.into_iter().flat_map(|role| {
        stage.window.query_all_by_role(role).filter(|node| node.accesskit_node().label().is_none_or(|l| l.is_empty()))
    });
    nameless.map(|node| format!("{:?}", node.accesskit_node().role())).collect()
}

/// The changes among commands: leads and wish.
fn wanted(commands: &[Command]) -> Vec<(Vec<LeadId>, Option<Change>)> {
    commands
        .iter()
        .filter_map(|command| match command {
            Command::Change { leads, changes, .. } => Some((leads.clone(), changes.first().cloned())),
            _ => None,
        })
        .collect()
}

#[test]
fn a_field_is_saved_by_enter_kept_as_a_draft_at_a_pause_and_given_up_by_esc() {
    let mut stage = nadia_open();
    stage.focus("E-mail");
    stage.type_into("E-mail", "x");
    stage.window.run_steps(3);
    assert!(
        stage.commands().iter().any(|c| matches!(c, Command::Draft { lead: LeadId(1), of: DraftOf::Field(Field::Email), text, .. } if text == "nadia@example.orgx")),
        "typing paused"
    );
    stage.press(egui::Key::Enter);
    assert_eq!(wanted(&stage.commands()), [(vec![LeadId(1)], Change::set(Field::Email, "nadia@example.orgx").ok())]);

    stage.focus("Name");
    stage.type_into("Name", "?");
    stage.press(egui::Key::Escape);
    let commands = stage.commands();
    assert!(wanted(&commands).is_empty(), "{commands:?}");
    assert!(stage.window.state().state().drafts.get(LeadId(1), Field::Name).is_none());
    assert_eq!(stage.value("Name"), "Nadia Öztürk");
}

#[test]
fn what_no_vendor_could_take_is_said_under_the_field_and_stays_typed() {
    let mut stage = nadia_open();
    stage.focus("Dial code");
    stage.type_into("Dial code", "x");
    stage.press(egui::Key::Enter);
    assert!(wanted(&stage.commands()).is_empty());
    assert!(stage.window.query_by_label_contains("is not a dial code").is_some());
    assert_eq!(stage.value("Dial code"), "+49x");
}

#[test]
fn what_was_typed_and_left_says_that_it_is_not_saved() {
    let mut stage = nadia_open();
    stage.focus("Phone");
    stage.type_into("Phone", "9");
    stage.focus("Name");
    assert!(stage.window.query_by_label("Not saved. Enter saves, Esc gives up.").is_some());
    assert_eq!(stage.value("Phone"), "555 01439");
}

#[test]
fn an_agent_may_be_named_and_goes_out_by_id() {
    let mut stage = nadia_open();
    stage.focus("Agent");
    stage.window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    stage.type_into("Agent", "arif");
    stage.press(egui::Key::Enter);
    assert_eq!(wanted(&stage.commands()), [(vec![LeadId(1)], Change::set(Field::Agent, "arif").ok())]);
}

#[test]
fn a_lead_without_uuid_is_read_only_and_says_why() {
    let people = make::people();
    let mut stage = Stage::new([1280.0, 1000.0], make::opened(make::inbox(), &people, 13));
    stage.window.get_by_label_contains("José Núñez Ibáñez, Closed").click();
    stage.window.run();
    stage.commands();
    assert!(stage.window.query_all_by_label_contains("has no uuid").count() > 0);
    let inputs: Vec<_> =
        stage.window.get_all_by_role(Role::TextInput).filter_map(|node| node.accesskit_node().label()).collect();
    assert_eq!(inputs, ["Search leads"]);
    stage.press(egui::Key::Num1);
    assert!(wanted(&stage.commands()).is_empty());
}

#[test]
fn identifiers_are_shown_short_and_copied_whole() {
    let mut stage = nadia_open();
    assert!(stage.window.query_by_label("UUID: 00000001…2a77").is_some());
    stage.window.get_by_role_and_label(Role::Button, "Copy UUID").click();
    stage.window.step();
    stage.window.run();
    assert!(stage.window.query_by_label("UUID copied").is_some());
}

#[test]
fn the_outbox_lists_three_groups_and_acts_on_the_chosen_row() {
    let mut stage = nadia_open();
    stage.click(Role::Button, "Outbox, 2 need you");
    for heading in ["For you, 2", "On its way, 4", "Done today, 3"] {
        assert!(stage.window.query_by_role_and_label(Role::Heading, heading).is_some(), "{heading}");
    }
    stage.window.get_by_label_contains("Waiting: Phone 555 0100 → 555 0199").click();
    stage.window.run();
    assert_eq!(stage.window.state().state().outbox.chosen, Some(ChangeId(4)));
    for (name, action) in [("Try now", OutboxAction::Retry), ("Hold", OutboxAction::Hold), ("Drop", OutboxAction::Drop)]
    {
        stage.click(Role::Button, name);
        let commands = stage.commands();
        let asked = commands
            .iter()
            .any(|c| matches!(c, Command::Outbox { change: ChangeId(4), action: a, .. } if *a == action));
        assert!(asked, "{name}: {commands:?}");
    }
    assert!(stage.window.query_by_role_and_label(Role::Button, "Release").is_none(), "it is not held");
}

#[test]
fn a_clash_is_answered_in_the_outbox_too() {
    let mut stage = nadia_open();
    stage.click(Role::Button, "Outbox, 2 need you");
    stage.press(egui::Key::J);
    assert!(stage.window.query_by_label_contains("Somebody changed status from Open to Closed meanwhile").is_some());
    stage.press(egui::Key::T);
    let commands = stage.commands();
    let theirs = commands.iter().any(|c| matches!(c, Command::Resolve { change: ChangeId(1), side: Side::Theirs, .. }));
    assert!(theirs, "{commands:?}");
}

#[test]
fn groups_narrow_the_outbox() {
    let mut stage = nadia_open();
    stage.click(Role::Button, "Outbox, 2 need you");
    stage.click(Role::Button, "Held, 1");
    assert_eq!(stage.window.state().state().outbox.group, OutboxGroup::State(OutboxState::Held));
    assert_eq!(stage.window.get_all_by_role(Role::Row).count(), 1);
}

#[test]
fn the_status_bar_tells_accounts_counts_and_the_zone() {
    let mut snapshot = make::with_outbox(make::inbox(), make::outbox());
    let mut refused = make::account("Rayzing", AccountState::CredentialRefused);
    refused.last_refusal = Some((make::minutes_ago(28), "401".into()));
    let mut syncing = make::account("Rayzing two", AccountState::Works);
    syncing.syncing = Some(1_200);
    let offline = make::account("Rayzing three", AccountState::Offline { since: make::minutes_ago(4) });
    snapshot.accounts = std::sync::Arc::new(vec![refused, syncing, offline]);
    let stage = Stage::new([1280.0, 800.0], snapshot);
    for words in [
        "Rayzing refused the key 13:41",
        "Rayzing two 14:08, 1,200 leads read",
        "Rayzing three offline since 14:05",
        "2 need you",
        "4 on their way",
        "Times in UTC+08:00",
    ] {
        assert!(stage.window.query_by_label(words).is_some(), "{words}");
    }
}

#[test]
fn a_session_in_memory_says_that_nothing_is_kept() {
    let mut snapshot = make::inbox();
    snapshot.phase = Phase::InMemory("no keychain was there at the start".into());
    let stage = Stage::new([1280.0, 800.0], snapshot);
    assert!(stage.window.query_by_label("Nothing is kept: no keychain was there at the start").is_some());
}

#[test]
fn a_start_that_failed_says_why_and_offers_its_ways_out() {
    let mut snapshot = make::inbox();
    snapshot.phase = Phase::Starting;
    let stage = Stage::new([1280.0, 800.0], snapshot.clone());
    assert!(stage.window.query_by_label("Opening the encrypted database…").is_some());
    assert!(stage.window.query_all_by_role(Role::ListBoxOption).count() == 0);

    snapshot.phase = Phase::NoKeychain("The keychain did not answer. Start it and try again.".into());
    let mut stage = Stage::new([1280.0, 800.0], snapshot.clone());
    assert!(stage.window.query_by_label("The keychain did not answer. Start it and try again.").is_some());
    stage.click(Role::Button, "Try again");
    stage.click(Role::Button, "Work in memory only");
    assert!(matches!(stage.commands().as_slice(), [Command::TryAgain, Command::WorkInMemory]));

    let full = NoDatabase { trouble: Trouble::Other, why: "The disk is full.".into(), folder: None };
    for phase in [Phase::NoDatabase(full), Phase::InUse("It is open already.".into())] {
        let why = phase.failure().unwrap_or_default().to_owned();
        snapshot.phase = phase;
        let stage = Stage::new([1280.0, 800.0], snapshot.clone());
        assert!(stage.window.query_by_label(&why).is_some());
        assert!(stage.window.query_by_role_and_label(Role::Button, "Work in memory only").is_none());
    }
}

#[test]
fn an_empty_view_says_what_it_would_show_and_leads_back() {
    let mut snapshot = make::showing(&[]);
    snapshot.listing.view = View::Unanswered;
    let mut stage = Stage::new([1280.0, 800.0], snapshot);
    assert!(stage.window.query_by_label("Nothing here.").is_some());
    stage.click(Role::Button, "Show all leads");
    let commands = stage.commands();
    assert!(matches!(commands.last(), Some(Command::Look { view: View::All, .. })), "{commands:?}");
}

#[test]
fn the_undo_notice_stays_eight_seconds_and_undoes() {
    let mut snapshot = make::inbox();
    snapshot.undo = Some(make::undo("Nadia: Open → Review"));
    let mut stage = Stage::new([1280.0, 800.0], snapshot);
    assert!(stage.window.query_by_label("Nadia: Open → Review.").is_some());
    stage.click(Role::Button, "Undo");
    assert!(matches!(stage.commands().as_slice(), [Command::Undo]));
    // A step of the test's clock is a quarter of a second.
    stage.window.run_steps(33);
    assert!(stage.window.query_by_label("Nadia: Open → Review.").is_none());
}

#[test]
fn every_width_shows_the_panes_of_its_row_in_the_table() {
    let snapshot = make::opened(make::inbox(), &make::people(), 1);
    for (width, views, lead, profile) in [
        (1600.0, true, true, true),
        (1240.0, true, true, true),
        (1024.0, false, true, true),
        (800.0, false, true, false),
    ] {
        let mut stage = Stage::new([width, 700.0], snapshot.clone());
        stage.press(egui::Key::J);
        let has = |label: &str| stage.window.query_by_label(label).is_some();
        assert_eq!(has("Mine, 4"), views, "views at {width}");
        assert_eq!(stage.window.query_by_role_and_label(Role::Heading, "Nadia Öztürk").is_some(), lead, "{width}");
        let fields = stage.window.query_by_role_and_label(Role::TextInput, "E-mail").is_some();
        assert_eq!(fields, profile, "profile at {width}");
    }
}

#[test]
fn folded_views_open_from_the_title_and_the_drawer_by_its_key() {
    let snapshot = make::opened(make::inbox(), &make::people(), 1);
    let mut stage = Stage::new([800.0, 700.0], snapshot);
    stage.press(egui::Key::J);
    stage.commands();
    stage.press(egui::Key::CloseBracket);
    assert!(stage.window.query_by_role_and_label(Role::TextInput, "E-mail").is_some());
    stage.press(egui::Key::Escape);
    assert!(stage.window.query_by_role_and_label(Role::TextInput, "E-mail").is_none());
    stage.click(Role::Button, "All leads, 13: other views");
    stage.click(Role::MenuItem, "Stale  0");
    assert!(stage.commands().iter().any(|c| matches!(c, Command::Look { view: View::Stale, .. })));
}

#[test]
fn one_pane_at_a_time_where_there_is_room_for_one() {
    let snapshot = make::opened(make::inbox(), &make::people(), 1);
    let mut stage = Stage::new([640.0, 400.0], snapshot);
    stage.press(egui::Key::J);
    assert_eq!(stage.window.state().state().pane, Pane::List);
    stage.press(egui::Key::Enter);
    assert!(stage.window.query_all_by_role(Role::ListBoxOption).count() == 0);
    assert!(stage.window.query_by_role_and_label(Role::Heading, "Nadia Öztürk").is_some());
    stage.press(egui::Key::CloseBracket);
    assert!(stage.window.query_by_role_and_label(Role::TextInput, "E-mail").is_some());
    stage.press(egui::Key::Escape);
    stage.press(egui::Key::Escape);
    assert!(stage.window.query_all_by_role(Role::ListBoxOption).count() > 0);
    stage.click(Role::Button, "Places and views");
    stage.click(Role::MenuItem, "Outbox");
    assert_eq!(stage.window.state().state().screen, Screen::Outbox);
}

#[test]
fn the_key_sheet_names_every_action_that_has_a_key() {
    let mut stage = Stage::new([1280.0, 800.0], make::inbox());
    stage.click(Role::Button, "Keys");
    for action in leadline::ui::actions::Action::keyed() {
        let line = format!("{}: {}", action.name(), action.key_cap().unwrap_or_default());
        assert!(stage.window.query_all_by_label(&line).count() > 0, "{line}");
    }
}

#[test]
fn the_settings_change_theme_rows_and_text_size() {
    let mut stage = Stage::new([1280.0, 800.0], make::inbox());
    stage.click(Role::Button, "Settings");
    stage.click(Role::Button, "Dark");
    stage.click(Role::Button, "Compact");
    let appearance = stage.window.state().state().appearance;
    assert_eq!(appearance.density, leadline::theme::Density::Compact);
    assert_eq!(stage.window.ctx.theme(), egui::Theme::Dark);
    stage.click(Role::Button, "115 %");
    assert!((stage.window.ctx.zoom_factor() - 1.15).abs() < 0.001);
}

#[test]
fn a_fault_while_drawing_keeps_what_was_typed_and_the_window_comes_back() {
    let mut stage = Stage::new([1280.0, 800.0], make::opened(make::inbox(), &make::people(), 1));
    stage.press(egui::Key::J);
    stage.press(egui::Key::N);
    let note = stage.window.get_by_role_and_label(Role::MultilineTextInput, "New note");
    note.type_text("half a thought");
    stage.window.step();
    stage.commands();
    stage.window.state_mut().fall();
    stage.window.run();
    assert!(stage.window.query_by_label_contains("What you typed is kept").is_some());
    let drafts: Vec<_> = stage
        .commands()
        .into_iter()
        .filter_map(|command| match command {
            Command::Draft { text, .. } => Some(text),
            _ => None,
        })
        .collect();
    assert_eq!(drafts, ["half a thought"], "at once, and not after a pause");
    // The engine goes on, and so does everything that it publishes.
    stage.publish(make::opened(make::inbox(), &make::people(), 1));
    stage.click(Role::Button, "Show the window again");
    assert!(stage.window.query_by_label_contains("What you typed is kept").is_none());
    let shown = stage.window.get_by_role_and_label(Role::MultilineTextInput, "New note").value();
    assert_eq!(shown.as_deref(), Some("half a thought"));
    stage.press(egui::Key::Escape);
    stage.press(egui::Key::Escape);
    stage.press(egui::Key::J);
    assert!(!stage.commands().is_empty(), "keys are heard again");
}
