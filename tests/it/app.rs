//! The whole window against a scripted engine: snapshots in, keys in, commands out.

use std::sync::Arc;

use egui::{Event, Key, Modifiers, Role, Vec2, ViewportEvent, ViewportId, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use jiff::tz::TimeZone;

use leadline::app::{DemoDoor, LeadlineApp, WindowOptions};
use leadline::bridge::link::{EngineEnd, QUEUE_LENGTH};
use leadline::bridge::{Command, Link, Phase, Refused, Snapshot};
use leadline::domain::{Field, LeadId, OutboxState};
use leadline::search::View;
use leadline::ui::state::{Leaving, Pane, Popup, Screen};

use crate::support::snapshots as make;

/// The window, and the engine's end of its line in the test's hands.
pub(crate) struct Stage {
    pub(crate) window: Harness<'static, LeadlineApp>,
    pub(crate) engine: EngineEnd,
}

impl Stage {
    /// A window of this size that starts with this snapshot.
    pub(crate) fn new(size: impl Into<Vec2>, snapshot: Snapshot) -> Self {
        Self::build(size, snapshot, egui::Theme::Light, false)
    }

    /// A window whose left door of the first start leads somewhere.
    pub(crate) fn with_door(size: impl Into<Vec2>, snapshot: Snapshot, door: Arc<dyn DemoDoor>) -> Self {
        Self::whole(size, snapshot, egui::Theme::Light, false, Some(door))
    }

    /// The same in a theme, with the system's fonts for pictures.
    pub(crate) fn build(size: impl Into<Vec2>, snapshot: Snapshot, theme: egui::Theme, system_fonts: bool) -> Self {
        Self::whole(size, snapshot, theme, system_fonts, None)
    }

    fn whole(
        size: impl Into<Vec2>,
        snapshot: Snapshot,
        theme: egui::Theme,
        system_fonts: bool,
        demo_door: Option<Arc<dyn DemoDoor>>,
    ) -> Self {
        let (link, engine) = Link::new(snapshot);
        let options = WindowOptions {
            demo: false,
            title: "Aurelia Retail".to_owned(),
            zone: TimeZone::get("Asia/Singapore").unwrap_or(TimeZone::UTC),
            placed: None,
            demo_door,
        };
        let window = Harness::builder()
            .with_size(size)
            .with_theme(theme)
            .with_os(egui::os::OperatingSystem::Nix)
            .allow_missing_glyphs()
            .build_eframe(|cc| {
                let app = LeadlineApp::with_options(&cc.egui_ctx, link, options);
                if system_fonts {
                    leadline::theme::system_fonts::install(&cc.egui_ctx);
                    let _ = crate::support::fonts::install_scripts(&cc.egui_ctx);
                }
                app
            });
        Self { window, engine }
    }

    /// The engine publishes.
    pub(crate) fn publish(&mut self, snapshot: Snapshot) {
        self.engine.snapshots.send_replace(Arc::new(snapshot));
        self.window.step();
        self.window.run();
    }

    /// What the window has asked for since the last time; what it only wants remembered aside.
    pub(crate) fn commands(&mut self) -> Vec<Command> {
        self.all_commands().into_iter().filter(|c| !matches!(c, Command::Remember { .. })).collect()
    }

    pub(crate) fn all_commands(&mut self) -> Vec<Command> {
        std::iter::from_fn(|| self.engine.commands.try_recv().ok()).collect()
    }

    pub(crate) fn press(&mut self, key: Key) {
        self.window.key_press(key);
        self.window.run();
    }

    pub(crate) fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        self.window.key_press_modifiers(modifiers, key);
        self.window.run();
    }

    /// Presses a key of a keyboard whose layout types something else there.
    fn press_at(&mut self, place: Key, types: Key, modifiers: Modifiers) {
        let event = Event::Key { key: types, physical_key: Some(place), pressed: true, repeat: false, modifiers };
        self.window.event_modifiers(event, modifiers);
        self.window.run();
    }

    pub(crate) fn click(&mut self, role: Role, label: &str) {
        self.window.get_by_role_and_label(role, label).click();
        self.window.run();
        self.window.run();
    }

    pub(crate) fn focus(&mut self, field: &str) {
        self.window.get_by_role_and_label(Role::TextInput, field).focus();
        self.window.run();
    }

    pub(crate) fn type_into(&mut self, field: &str, text: &str) {
        self.window.get_by_role_and_label(Role::TextInput, field).type_text(text);
        self.window.run();
    }

    /// Puts the focus into a field and types there.
    pub(crate) fn enter(&mut self, field: &str, text: &str) {
        self.focus(field);
        self.type_into(field, text);
    }

    pub(crate) fn value(&self, field: &str) -> String {
        self.window.get_by_role_and_label(Role::TextInput, field).value().unwrap_or_default()
    }

    fn chosen(&self) -> Option<LeadId> {
        self.window.state().state().chosen
    }
}

fn inbox() -> Stage {
    Stage::new([1280.0, 800.0], make::inbox())
}

/// The changes among commands: leads and status.
fn statuses(commands: &[Command]) -> Vec<(LeadId, String)> {
    commands
        .iter()
        .filter_map(|command| match command {
            Command::Change { leads, changes, .. } => Some((leads[0], changes[0].value().unwrap())),
            _ => None,
        })
        .collect()
}

#[test]
fn j_k_and_arrows_walk_the_list_and_stop_at_its_ends() {
    let mut stage = inbox();
    for (key, lead) in [(Key::J, 1), (Key::J, 2), (Key::ArrowDown, 3), (Key::K, 2), (Key::ArrowUp, 1), (Key::K, 1)] {
        stage.press(key);
        assert_eq!(stage.chosen(), Some(LeadId(lead)), "{key:?}");
    }
    let commands = stage.commands();
    assert!(matches!(commands[0], Command::Open(Some(LeadId(1)))));
    assert!(commands.iter().any(|c| matches!(c, Command::Seen(LeadId(2)))), "the mark of a change goes: {commands:?}");
    assert!(!commands.iter().any(|c| matches!(c, Command::Seen(LeadId(1)))), "it had none");
    for _ in 0..20 {
        stage.press(Key::J);
    }
    assert_eq!(stage.chosen(), Some(LeadId(13)));
}

#[test]
fn the_chosen_row_stays_in_sight_and_has_the_focus() {
    let mut stage = inbox();
    for _ in 0..13 {
        stage.press(Key::J);
    }
    let row = stage.window.get_by_label_contains("José Núñez Ibáñez, Closed");
    assert!(row.is_focused());
    assert!(row.rect().bottom() <= 776.5 && row.rect().top() >= 84.0, "{:?}", row.rect());
}

#[test]
fn enter_gives_the_keys_to_the_lead_and_esc_back_to_the_list() {
    let mut stage = inbox();
    stage.press(Key::J);
    stage.press(Key::Enter);
    assert_eq!(stage.window.state().state().pane, Pane::Lead);
    stage.press(Key::Escape);
    assert_eq!(stage.window.state().state().pane, Pane::List);
    assert_eq!(stage.chosen(), Some(LeadId(1)));
}

#[test]
fn a_digit_sets_the_status_and_with_shift_it_moves_on() {
    let mut stage = inbox();
    stage.press(Key::J);
    stage.press(Key::Num6);
    stage.press_with(Modifiers::SHIFT, Key::Num1);
    let commands = stage.commands();
    assert_eq!(statuses(&commands), [(LeadId(1), "CLOSED".into()), (LeadId(1), "OPEN".into())]);
    assert_eq!(stage.chosen(), Some(LeadId(2)));
}

#[test]
fn digits_count_by_their_place_on_the_keyboard() {
    let mut stage = inbox();
    stage.press(Key::J);
    // French boards type "é" on the key of the 2, and "2" with Shift.
    stage.press_at(Key::Num2, Key::Quote, Modifiers::NONE);
    stage.press_at(Key::Num5, Key::Num5, Modifiers::SHIFT);
    let commands = stage.commands();
    assert_eq!(statuses(&commands), [(LeadId(1), "INPROGRESS".into()), (LeadId(1), "DEPENDANCY".into())]);
}

#[test]
fn a_status_that_is_so_already_asks_for_nothing_and_no_lead_gets_none() {
    let mut stage = inbox();
    stage.press(Key::Num3);
    stage.press(Key::J);
    stage.press(Key::Num3);
    assert!(statuses(&stage.commands()).is_empty());
}

#[test]
fn single_keys_are_letters_while_a_text_field_has_the_focus() {
    let mut stage = inbox();
    stage.press(Key::J);
    stage.commands();
    stage.press(Key::Slash);
    for (key, text) in [(Key::J, "j"), (Key::Num1, "1"), (Key::U, "u"), (Key::G, "g"), (Key::O, "o")] {
        stage.window.key_press(key);
        stage.type_into("Search leads", text);
    }
    assert_eq!(stage.value("Search leads"), "j1ugo");
    let commands = stage.commands();
    assert!(commands.iter().all(|c| matches!(c, Command::Look { .. })), "{commands:?}");
    assert_eq!(stage.chosen(), Some(LeadId(1)));
    assert_eq!(stage.window.state().state().screen, Screen::Inbox);
}

#[test]
fn search_looks_while_typing_and_esc_leaves_first_and_clears_then() {
    let mut stage = inbox();
    stage.press(Key::Slash);
    stage.type_into("Search leads", "nad");
    let commands = stage.commands();
    assert!(matches!(commands.as_slice(), [Command::Look { query, .. }] if query.terms.len() == 1), "{commands:?}");
    stage.press(Key::Escape);
    assert_eq!(stage.value("Search leads"), "nad");
    stage.press(Key::Escape);
    assert_eq!(stage.value("Search leads"), "");
    assert!(matches!(stage.commands().as_slice(), [Command::Look { query, .. }] if query.is_empty()));
}

#[test]
fn fast_fingers_wait_for_the_list_they_searched_for() {
    let mut stage = inbox();
    stage.focus("Search leads");
    stage.type_into("Search leads", "Siob");
    // Enter for the first hit, and its status, before the engine has listed anything.
    stage.press(Key::Enter);
    stage.press(Key::Num3);
    let asked = stage.commands();
    assert!(asked.iter().any(|c| matches!(c, Command::Look { .. })), "{asked:?}");
    assert!(statuses(&asked).is_empty(), "a row of the old list was meant: {asked:?}");
    assert_eq!(stage.chosen(), None);

    let mut found = make::inbox();
    let siobhan = found.rows.iter().find(|row| row.name.starts_with("Siob")).unwrap().id;
    found.listing.query = leadline::domain::query::Query::parse("Siob").unwrap();
    found.listing.order = [siobhan].into_iter().collect();
    stage.publish(found);
    assert_eq!(stage.chosen(), Some(siobhan));
    assert_eq!(statuses(&stage.commands()), [(siobhan, "REVIEW".to_owned())]);
}

#[test]
fn undo_refresh_and_updates_go_out_when_there_is_something_to_do() {
    let mut stage = inbox();
    stage.press_with(Modifiers::COMMAND, Key::Z);
    stage.press(Key::F5);
    stage.press(Key::U);
    assert!(stage.commands().is_empty(), "nothing to undo, no lead, no updates");
    let mut snapshot = make::inbox();
    snapshot.undo = Some(make::undo("Nadia: Open → Review"));
    snapshot.listing.updates_waiting = 3;
    stage.publish(snapshot);
    stage.press(Key::J);
    stage.commands();
    stage.press_with(Modifiers::COMMAND, Key::Z);
    stage.press(Key::F5);
    stage.press(Key::U);
    let commands = stage.commands();
    assert!(
        matches!(commands.as_slice(), [Command::Undo, Command::Refresh(LeadId(1)), Command::LetUpdatesIn]),
        "{commands:?}"
    );
}

#[test]
fn g_leads_to_the_places_and_a_late_second_key_is_itself() {
    let mut stage = inbox();
    stage.press(Key::G);
    stage.press(Key::O);
    assert_eq!(stage.window.state().state().screen, Screen::Outbox);
    stage.press(Key::G);
    stage.press(Key::I);
    assert_eq!(stage.window.state().state().screen, Screen::Inbox);
    stage.press(Key::G);
    stage.window.run_steps(8);
    stage.press(Key::O);
    assert_eq!(stage.window.state().state().screen, Screen::Inbox);
}

#[test]
fn the_key_sheet_opens_and_closes_and_takes_the_keys() {
    let mut stage = inbox();
    stage.press(Key::Questionmark);
    assert_eq!(stage.window.state().state().popup, Some(Popup::KeySheet));
    stage.press(Key::J);
    assert_eq!(stage.chosen(), None);
    stage.press(Key::Escape);
    assert_eq!(stage.window.state().state().popup, None);
}

#[test]
fn zoom_walks_its_steps() {
    let mut stage = inbox();
    for (key, percent) in [(Key::Plus, 115), (Key::Plus, 130), (Key::Minus, 115), (Key::Num0, 100), (Key::Minus, 90)] {
        stage.press_with(Modifiers::COMMAND, key);
        assert_eq!(stage.window.state().state().appearance.text_size.percent(), percent);
    }
}

#[test]
fn the_selection_is_kept_over_updates_and_stays_where_the_eye_has_it() {
    let people: Vec<make::Person> = (0..200).map(|_| make::people()[1].clone()).collect();
    let mut stage = Stage::new([1280.0, 800.0], make::showing(&people));
    for _ in 0..30 {
        stage.press(Key::J);
    }
    let place = |stage: &Stage| stage.window.ctx.read_response(leadline::ui::list::row_id(LeadId(30))).map(|r| r.rect);
    let before = place(&stage);
    assert!(before.is_some());
    let mut snapshot = make::showing(&people);
    snapshot.listing.order = (100..150).chain(1..100).chain(150..=200).map(LeadId).collect();
    stage.publish(snapshot);
    assert_eq!(stage.chosen(), Some(LeadId(30)));
    assert_eq!(place(&stage), before);
    // It leaves the list: keys go on from where it was.
    let mut snapshot = make::showing(&people);
    snapshot.listing.order = (100..150).chain(1..30).chain(31..100).map(LeadId).collect();
    stage.publish(snapshot);
    assert_eq!(stage.chosen(), Some(LeadId(30)));
    stage.press(Key::J);
    assert_eq!(stage.chosen(), Some(LeadId(31)));
}

#[test]
fn one_point_of_wheel_moves_one_point_everywhere_in_a_million_rows() {
    let mut snapshot = make::inbox();
    snapshot.listing.order = (1..=1_000_000).map(LeadId).collect();
    for start in [1_000, 300_000, 600_000, 999_000] {
        let mut memory = (*snapshot.memory).clone();
        memory.insert("place".into(), format!("{{\"top\":{start}.0}}"));
        snapshot.memory = Arc::new(memory);
        let mut stage = Stage::new([1280.0, 800.0], snapshot.clone());
        let top = |stage: &Stage| stage.window.state().state().list.place.top;
        assert!((top(&stage) - f64::from(start)).abs() < 1e-9);
        stage.window.hover_at(pos2(400.0, 400.0));
        for _ in 0..100 {
            stage.window.event(Event::MouseWheel {
                unit: egui::MouseWheelUnit::Point,
                delta: vec2(0.0, -1.0),
                phase: egui::TouchPhase::Move,
                source: egui::MouseWheelSource::Unknown,
                modifiers: Modifiers::NONE,
            });
        }
        stage.window.run_steps(4);
        stage.window.run();
        let moved = (top(&stage) - f64::from(start)) * 68.0;
        assert!((moved - 100.0).abs() < 0.01, "from {start}: {moved}");
    }
}

#[test]
fn an_idle_window_asks_for_no_frame_before_the_next_minute() {
    let mut stage = inbox();
    stage.press(Key::J);
    stage.window.run_steps(8);
    assert_eq!(stage.window.run(), 1, "one frame settles it");
    let delay = stage.window.output().viewport_output[&ViewportId::ROOT].repaint_delay;
    assert!(delay.as_secs_f64() > 5.0, "{delay:?}");
}

#[test]
fn a_full_line_keeps_commands_in_order_and_a_long_wait_is_said() {
    let (link, mut engine) = Link::new(make::inbox());
    for _ in 0..QUEUE_LENGTH {
        assert!(link.try_send(Command::LetUpdatesIn).is_ok());
    }
    let mut window = Harness::builder()
        .with_size([1280.0, 800.0])
        .allow_missing_glyphs()
        .build_eframe(|cc| LeadlineApp::for_tests(&cc.egui_ctx, link));
    for key in [Key::J, Key::Num6, Key::Num1] {
        window.key_press(key);
        window.run_steps(2);
    }
    window.run_steps(6);
    assert!(window.query_by_label_contains("Leadline is catching up: ").is_some());
    while engine.commands.try_recv().is_ok() {}
    window.run_steps(2);
    let commands: Vec<Command> = std::iter::from_fn(|| engine.commands.try_recv().ok()).collect();
    assert!(matches!(commands.first(), Some(Command::Open(Some(LeadId(1))))), "{commands:?}");
    assert_eq!(statuses(&commands), [(LeadId(1), "CLOSED".into()), (LeadId(1), "OPEN".into())]);
    window.run_steps(1);
    assert!(window.query_by_label_contains("catching up").is_none());
}

#[test]
fn a_refused_edit_stays_typed_and_says_why_and_a_kept_one_goes() {
    let people = make::people();
    let mut stage = Stage::new([1280.0, 800.0], make::opened(make::inbox(), &people, 1));
    stage.press(Key::J);
    stage.commands();
    stage.focus("Name");
    stage.type_into("Name", "!");
    stage.press(Key::Enter);
    let answer = |stage: &mut Stage, with: Result<(), &str>| {
        for command in stage.commands() {
            if let Command::Change { reply: Some(reply), .. } = command {
                reply.answer(match with {
                    Ok(()) => Ok(leadline::bridge::command::ChangesMade {
                        batch: leadline::domain::BatchId(1),
                        changes: Vec::new(),
                    }),
                    Err(why) => Err(Refused::NotKept(why.to_owned())),
                });
            }
        }
        stage.window.run_steps(2);
    };
    answer(&mut stage, Err("The disk is full. Nothing was changed."));
    assert!(stage.window.query_by_label("The disk is full. Nothing was changed.").is_some());
    assert_eq!(stage.value("Name"), "Nadia Öztürk!");
    stage.focus("Name");
    stage.press(Key::Enter);
    answer(&mut stage, Ok(()));
    assert_eq!(stage.value("Name"), "Nadia Öztürk");
    assert!(stage.commands().iter().any(|c| matches!(c, Command::Draft { text, .. } if text.is_empty())));
}

#[test]
fn everything_is_back_after_a_restart() {
    let people = make::people();
    let mut stage = Stage::new([1280.0, 500.0], make::inbox());
    for _ in 0..9 {
        stage.press(Key::J);
    }
    stage.click(Role::Button, "Mine, 4");
    stage.press(Key::Slash);
    stage.type_into("Search leads", "nadia");
    stage.press(Key::Escape);
    stage.press_with(Modifiers::COMMAND, Key::Plus);
    stage.window.run_steps(6);
    let mut snapshot = make::inbox();
    let mut memory = (*snapshot.memory).clone();
    for command in stage.all_commands() {
        if let Command::Remember { key, value } = command {
            memory.insert(key.to_owned(), value);
        }
    }
    snapshot.memory = Arc::new(memory);
    snapshot.drafts.insert((LeadId(9), Field::Email.into()), "half@".into());
    let mut again = Stage::new([1280.0, 500.0], make::opened(snapshot, &people, 9));
    let commands = again.commands();
    assert!(
        commands.iter().any(|c| matches!(c, Command::Look { view: View::Mine, query, .. } if query.terms.len() == 1)),
        "{commands:?}"
    );
    assert!(commands.iter().any(|c| matches!(c, Command::Open(Some(LeadId(9))))), "{commands:?}");
    assert_eq!(again.value("Search leads"), "nadia");
    assert_eq!(again.window.state().state().appearance.text_size.percent(), 115);
    assert_eq!(
        again.window.state().state().drafts.get(LeadId(9), Field::Email).map(|d| d.text.as_str()),
        Some("half@")
    );
}

#[test]
fn quitting_asks_only_when_something_would_be_lost() {
    let close = |stage: &mut Stage| {
        let viewport = stage.window.input_mut().viewports.get_mut(&ViewportId::ROOT);
        viewport.unwrap_or(&mut egui::ViewportInfo::default()).events.push(ViewportEvent::Close);
        stage.window.step();
        stage.window.step();
    };
    let mut stage = Stage::new([1280.0, 800.0], make::with_outbox(make::inbox(), make::outbox()));
    close(&mut stage);
    assert_eq!(stage.window.state().state().leaving, Leaving::Yes, "what is in the database is safe");

    let mut snapshot = make::with_outbox(make::inbox(), make::outbox());
    snapshot.phase = Phase::InMemory("no keychain".into());
    let mut stage = Stage::new([1280.0, 800.0], snapshot);
    close(&mut stage);
    assert_eq!(stage.window.state().state().leaving, Leaving::Asking);
    stage.window.step();
    assert!(stage.window.query_by_label_contains("6 changes are not sent yet and would be lost").is_some());
    stage.press(Key::Escape);
    assert_eq!(stage.window.state().state().leaving, Leaving::No);
    close(&mut stage);
    stage.window.step();
    stage.window.get_by_role_and_label(Role::Button, "Quit and lose them").click();
    stage.window.run_steps(4);
    assert_eq!(stage.window.state().state().leaving, Leaving::Yes);
}

#[test]
fn a_change_of_state_in_the_snapshot_shows_in_the_very_next_frame() {
    let mut stage = inbox();
    assert!(stage.window.query_by_label_contains("Łukasz Wiśniewski, Closed, outcome unknown").is_some());
    let mut people = make::people();
    people[6] = people[6].clone().pending(OutboxState::Queued);
    let snapshot = make::showing(&people);
    stage.engine.snapshots.send_replace(Arc::new(snapshot));
    stage.window.step();
    assert!(stage.window.query_by_label_contains("Łukasz Wiśniewski, Closed, queued").is_some());
}

#[test]
fn a_dragged_edge_moves_its_pane_and_is_remembered() {
    let mut stage = inbox();
    stage.window.hover_at(pos2(560.0, 400.0));
    stage.window.drag_at(pos2(560.0, 400.0));
    stage.window.hover_at(pos2(600.0, 400.0));
    stage.window.hover_at(pos2(620.0, 400.0));
    stage.window.drop_at(pos2(620.0, 400.0));
    stage.window.run_steps(8);
    assert_eq!(stage.window.state().state().widths.list, Some(396.0));
    let kept = stage
        .all_commands()
        .into_iter()
        .any(|command| matches!(command, Command::Remember { key: "panes", value } if value.contains("396")));
    assert!(kept);
}

#[test]
fn an_outbox_at_rest_says_when_the_last_change_arrived() {
    let mut stage = inbox();
    stage.press(Key::G);
    stage.press(Key::O);
    assert!(stage.window.query_by_label("Nothing waits.").is_some());
    let done: Vec<_> = make::outbox().into_iter().filter(|row| row.item.state.is_done()).collect();
    stage.publish(make::with_outbox(make::inbox(), done));
    assert!(stage.window.query_by_label("Nothing waits. Last change was confirmed at 14:02.").is_some());
}

#[test]
fn a_lead_that_is_being_looked_at_is_seen_once_for_every_change() {
    let mut people = make::people();
    let mut stage = Stage::new([1280.0, 800.0], make::showing(&people));
    stage.press(Key::J);
    stage.commands();
    people[0] = people[0].clone().changed();
    let seen = |stage: &mut Stage| stage.commands().iter().filter(|c| matches!(c, Command::Seen(LeadId(1)))).count();
    stage.publish(make::showing(&people));
    assert_eq!(seen(&mut stage), 1);
    stage.publish(make::showing(&people));
    assert_eq!(seen(&mut stage), 0, "an engine that cannot keep it is not asked in a loop");
}
