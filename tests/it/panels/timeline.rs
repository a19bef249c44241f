//! The timeline by what a person (or a screen reader) finds there.
#![expect(clippy::unwrap_used, reason = "in tests a panic is the report")]

use egui::{Event, Key, Modifiers, Role, pos2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use leadline::bridge::{Command, CustomerClock, HistoryState, Snapshot, Timeline};
use leadline::domain::LeadId;
use leadline::domain::home::home;
use leadline::domain::timeline::assemble;
use leadline::ui::state::Pane;

use crate::app::Stage;
use crate::support::{snapshots as make, strips};

/// Nadia with her history, chosen in the list.
fn nadia() -> Stage {
    open(nadia_open())
}

fn nadia_open() -> Snapshot {
    make::opened(make::inbox(), &make::people(), 1)
}

fn open(snapshot: Snapshot) -> Stage {
    let mut stage = Stage::new([1280.0, 1100.0], snapshot);
    stage.press(Key::J);
    stage.commands();
    stage
}

/// Nadia with another state of the system that keeps histories.
fn asked(state: HistoryState) -> Stage {
    let people = make::people();
    let mut timeline = strips::strip(&people[0].lead, &strips::plain_past(), state);
    timeline.sources[0].warnings = vec!["The list was shortened by the vendor.".to_owned()];
    open(strips::with_strip(nadia_open(), timeline))
}

/// The sentences of the lines in sight, from top to bottom.
fn lines(stage: &Stage) -> Vec<String> {
    let mut lines: Vec<(f32, String)> = stage
        .window
        .get_all_by_role(Role::ListItem)
        .map(|node| (node.rect().top(), node.accesskit_node().label().unwrap_or_default()))
        .collect();
    lines.sort_by(|a, b| a.0.total_cmp(&b.0));
    lines.into_iter().map(|(_, line)| line).collect()
}

fn has(stage: &Stage, label: &str) -> bool {
    stage.window.query_all_by_label(label).count() > 0
}

#[test]
fn every_source_stands_in_one_strip_with_its_state_in_words() {
    let stage = nadia();
    let lines = lines(&stage);
    assert_eq!(
        lines[..10],
        [
            "Where is my refund? The bank still shows nothing, Last message, Rayzing, 2 minutes ago",
            "Last seen, Rayzing, 3 minutes ago",
            "Your refund of EUR 84.20 has been issued, E-mail, Capillary, to nadia@example.org, Soft bounce, 4 minutes ago",
            "Open → Review, Status, you, Needs you, 11 minutes ago",
            "3 one-time codes in 2 h, SMS, Capillary, to +49 555 0143, Delivered, 1 hour ago",
            "Tag refund added by someone else, Seen by sync, between 10:02 and 10:07, 4 hours ago, order not sure",
            "Your order 60417 is on its way, WhatsApp, Capillary, assumed UTC+05:30, to +49 555 0143, Opened, 19 hours ago, order not sure",
            "Missed call, Call, Capillary, 1 day ago, order not sure",
            "Your points statement for October, LINE, Capillary, GTW_PROCESSED, 1 day ago",
            "After-sales survey, 6 of 10, Survey, Capillary, 2 days ago",
        ]
    );
    for day in ["Today, Fri 20 Nov", "Yesterday, Thu 19 Nov", "Tue 17 Nov"] {
        assert!(stage.window.query_by_role_and_label(Role::Heading, day).is_some(), "{day}");
    }
    let first = stage.window.get_all_by_role(Role::ListItem).next().unwrap();
    assert_eq!(first.accesskit_node().data().size_of_set(), Some(17));
}

#[test]
fn chips_count_narrow_and_are_remembered() {
    let mut stage = nadia();
    stage.click(Role::Button, "E-mail, 4");
    assert!(lines(&stage).iter().all(|line| line.contains("E-mail, Capillary")), "{:?}", lines(&stage));
    assert_eq!(lines(&stage).len(), 4);
    stage.click(Role::Button, "Failed, 2");
    assert!(has(&stage, "Nothing of this kind here."));
    stage.click(Role::Button, "All, 19");
    assert_eq!(lines(&stage).len(), 2);
    stage.window.run_steps(6);
    let kept = stage.all_commands().into_iter().rev().find_map(|command| match command {
        Command::Remember { key: "timeline", value } => Some(value),
        _ => None,
    });
    assert!(kept.as_deref().is_some_and(|value| value.contains("\"failed\":true")), "{kept:?}");
    stage.click(Role::Button, "Failed, 2");
    assert!(lines(&stage).len() > 10);
}

#[test]
fn what_finds_no_room_and_the_sources_are_in_a_menu() {
    let mut stage = nadia();
    stage.click(Role::Button, "More");
    stage.click(Role::MenuItem, "Changes  5");
    assert_eq!(lines(&stage).len(), 5);
    stage.click(Role::Button, "All, 19");
    stage.click(Role::Button, "More");
    stage.click(Role::MenuItem, "Rayzing");
    assert_eq!(lines(&stage).len(), 3, "the last message, when they were seen, and that the lead was created");
    stage.click(Role::Button, "Rayzing");
    stage.click(Role::MenuItem, "Every source");
    assert!(lines(&stage).len() > 10);
}

#[test]
fn a_filter_stays_from_lead_to_lead_and_says_why_nothing_is_there() {
    let mut stage = nadia();
    stage.click(Role::Button, "SMS, 3");
    let people = make::people();
    stage.window.get_by_label_contains("陈伟, On hold").click();
    stage.window.run();
    stage.publish(make::opened(make::inbox(), &people, 3));
    assert!(has(&stage, "Nothing of this kind here."));
    assert!(has(&stage, "SMS, 0"));
    stage.click(Role::Button, "Show everything");
    assert_eq!(lines(&stage).len(), 2);
}

#[test]
fn a_run_unfolds_and_folds_by_pointer_and_by_key() {
    let mut stage = nadia();
    let codes = |stage: &Stage| lines(stage).iter().filter(|line| line.starts_with("Your one-time code")).count();
    stage.window.get_by_label_contains("3 one-time codes in 2 h").click();
    stage.window.run();
    assert_eq!(codes(&stage), 3);
    assert!(has(&stage, "Show the code for 10 s"));
    stage.press(Key::Enter);
    assert_eq!(codes(&stage), 0);
    stage.press(Key::Enter);
    assert_eq!(codes(&stage), 3);
}

#[test]
fn enter_gives_the_keys_to_the_strip_and_j_and_k_walk_it() {
    let mut stage = nadia();
    stage.press(Key::Enter);
    assert_eq!(stage.window.state().state().pane, Pane::Lead);
    for key in [Key::J, Key::ArrowDown, Key::J, Key::J, Key::K] {
        stage.press(key);
    }
    let focused = stage.window.get_by(|node| node.is_focused());
    assert!(focused.accesskit_node().label().unwrap().starts_with("Your refund of EUR"));
    assert_eq!(focused.accesskit_node().is_selected(), Some(true));
    assert_eq!(stage.window.state().state().chosen, Some(LeadId(1)));
    assert!(stage.commands().is_empty());
    stage.press(Key::Escape);
    stage.press(Key::J);
    assert_eq!(stage.window.state().state().chosen, Some(LeadId(2)), "the list has the keys again");
}

/// Nadia with her codes unfolded and the newest chosen.
fn at_a_code() -> Stage {
    let mut stage = nadia();
    stage.window.get_by_label_contains("3 one-time codes in 2 h").click();
    stage.window.run();
    stage.press(Key::J);
    stage
}

fn shows(stage: &Stage, words: &str) -> bool {
    stage.window.query_all_by_label_contains(words).count() > 0
}

#[test]
fn a_code_is_shown_for_ten_seconds_and_no_frame_is_drawn_for_it_afterwards() {
    let mut stage = at_a_code();
    // The harness takes all motion away by itself.
    leadline::theme::set_reduced_motion(&stage.window.ctx, false);
    assert!(!shows(&stage, "482913"));
    assert!(shows(&stage, "code hidden, Enter shows it for 10 seconds"));
    stage.window.key_press(Key::Enter);
    stage.window.step();
    assert!(shows(&stage, "Your one-time code is 482913"));
    assert!(!shows(&stage, "771204"), "only the one that was asked for");
    let delay =
        |stage: &Stage| stage.window.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay.as_secs_f64();
    // A step of the test's clock is a quarter of a second.
    stage.window.run_steps(8);
    assert!(delay(&stage) > 0.0 && delay(&stage) < 0.05, "the line drains: {}", delay(&stage));
    stage.window.run_steps(28);
    assert!(shows(&stage, "482913"));
    stage.window.run_steps(6);
    assert!(!shows(&stage, "482913"));
    stage.window.run_steps(8);
    assert!(delay(&stage) > 5.0, "{}", delay(&stage));
}

#[test]
fn a_code_is_hidden_again_by_hand_and_by_leaving_the_lead() {
    let mut stage = at_a_code();
    let eye = |stage: &Stage, name: &str| {
        stage.window.get_all_by_label(name).next().unwrap().click();
    };
    eye(&stage, "Show the code for 10 s");
    stage.window.run_steps(2);
    assert!(shows(&stage, "482913"));
    eye(&stage, "Hide the code");
    stage.window.run_steps(2);
    assert!(!shows(&stage, "482913"));
    eye(&stage, "Show the code for 10 s");
    stage.window.run_steps(2);
    let people = make::people();
    stage.window.get_by_label_contains("陈伟, On hold").click();
    stage.window.run();
    stage.publish(make::opened(make::inbox(), &people, 3));
    stage.window.get_by_label_contains("Nadia Öztürk, Review").click();
    stage.window.run();
    stage.publish(nadia_open());
    stage.window.get_by_label_contains("3 one-time codes in 2 h").click();
    stage.window.run();
    assert!(!shows(&stage, "482913"));
}

#[test]
fn copying_a_line_takes_its_code_only_while_it_is_shown() {
    let mut stage = at_a_code();
    let copied = |stage: &mut Stage| {
        stage.window.event(Event::Copy);
        stage.window.step();
        let commands = &stage.window.output().platform_output.commands;
        commands.iter().find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
    };
    assert_eq!(copied(&mut stage).as_deref(), Some("Your one-time code is ••••••. It ends in 5 minutes."));
    stage.press(Key::Enter);
    assert_eq!(copied(&mut stage).as_deref(), Some("Your one-time code is 482913. It ends in 5 minutes."));
}

#[test]
fn with_reduced_motion_a_number_counts_instead_of_a_line() {
    let mut stage = at_a_code();
    leadline::theme::set_reduced_motion(&stage.window.ctx, true);
    stage.window.key_press(Key::Enter);
    stage.window.run_steps(6);
    let delay = stage.window.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay.as_secs_f64();
    assert!(delay > 0.1 && delay <= 1.0, "{delay}");
}

#[test]
fn a_text_that_was_cut_is_shown_whole_on_a_click() {
    let people = make::people();
    let mut lead = people[0].lead.clone();
    let long = "I ordered three weeks ago, was promised a refund, and nothing has come. ".repeat(4);
    lead.last_message.as_mut().unwrap().text = Some(long);
    let timeline = Timeline { items: assemble(&lead, &strips::nadias_past()).into(), sources: Vec::new() };
    let mut stage = open(strips::with_strip(nadia_open(), timeline));
    let line = |stage: &Stage| stage.window.line_that_begins("I ordered three weeks ago").height();
    assert!((line(&stage) - 48.0).abs() < 0.1);
    stage.window.get_all_by_role(Role::ListItem).next().unwrap().click();
    stage.window.run();
    assert!(line(&stage) > 100.0);
    stage.press(Key::Enter);
    assert!((line(&stage) - 48.0).abs() < 0.1);
}

/// The facts under the opened line, from top to bottom.
fn facts(stage: &Stage) -> Vec<String> {
    let known = ["As written: ", "Your clock: ", "Their clock: ", "UTC: ", "Zone: ", "Order: ", "Raw state: ", "To: "];
    let mut facts: Vec<(f32, String)> = stage
        .window
        .get_all_by_role(Role::Label)
        .filter_map(|node| Some((node.rect().top(), node.accesskit_node().value()?)))
        .filter(|(_, value)| known.iter().any(|known| value.starts_with(known)))
        .collect();
    facts.sort_by(|a, b| a.0.total_cmp(&b.0));
    facts.into_iter().map(|(_, fact)| fact).collect()
}

#[test]
fn an_opened_line_tells_its_time_by_every_clock_and_how_that_is_known() {
    let mut stage = nadia();
    assert!(facts(&stage).is_empty());
    stage.window.get_by_label_contains("Your order 60417 is on its way").click();
    stage.window.run();
    assert_eq!(
        facts(&stage),
        [
            "As written: 19-11-2026 16:00:00",
            "Your clock: 18:30:00 · Thu 19 Nov 2026 · UTC+08:00",
            "Their clock: 11:30:00 · Thu 19 Nov 2026 · UTC+01:00, Europe/Berlin, by the country Germany",
            "UTC: 10:30:00 · Thu 19 Nov 2026",
            "Zone: Capillary wrote none; assumed UTC+05:30, on which most sent and delivered times of its answer agree",
            "Order: Not sure: it happened at some moment between 19 Nov, 10:00 and 20 Nov, 12:00, so it may belong above or below \
             its neighbours",
            "Raw state: READ",
            "To: +49 555 0143",
        ]
    );
    stage.window.get_by_label_contains("Tag refund added by someone else").click();
    stage.window.run();
    let of_the_difference = facts(&stage);
    assert_eq!(of_the_difference[0], "Your clock: 10:02:00 – 10:07:00 · Fri 20 Nov 2026 · UTC+08:00");
    assert!(of_the_difference.contains(&"Zone: Between two readings, by this computer's clock".to_owned()));
}

#[test]
fn a_customers_clock_that_nobody_knows_is_said_not_to_be_known() {
    let people = make::people();
    let mut snapshot = make::opened(make::inbox(), &people, 1);
    for (country, code, words) in [
        (None, None, "Their clock: Not known: no country and no dial code says where they live"),
        (None, Some("1"), "Their clock: Not known: by the dial code +1 there are several clocks"),
        (
            Some("Germany"),
            Some("91"),
            "Their clock: Not known: the country Germany and the dial code +91 speak for different clocks",
        ),
    ] {
        let mut open = (**snapshot.open.as_ref().unwrap()).clone();
        let lead = &mut open.view.lead;
        (lead.country, lead.dial_code) = (country.map(str::to_owned), code.map(str::to_owned));
        open.clock = CustomerClock::of(home(lead));
        snapshot.open = Some(std::sync::Arc::new(open));
        let mut stage = self::open(snapshot.clone());
        stage.window.get_by_label_contains("shows nothing, Last message").click();
        stage.window.run();
        assert!(facts(&stage).iter().any(|fact| fact == words), "{words} in {:?}", facts(&stage));
    }
}

#[test]
fn right_opens_a_line_and_left_closes_it_also_where_enter_shows_a_code() {
    let mut stage = at_a_code();
    let expanded = |stage: &Stage| {
        let chosen = |node: &&egui_kittest::Node<'_>| node.accesskit_node().is_selected() == Some(true);
        let lines = stage.window.get_all_by_role(Role::ListItem).collect::<Vec<_>>();
        lines.iter().filter(chosen).filter(|node| node.accesskit_node().data().is_expanded() == Some(true)).count()
    };
    assert!(facts(&stage).is_empty());
    stage.press(Key::ArrowRight);
    assert!(facts(&stage).iter().any(|fact| fact.starts_with("UTC: ")));
    assert_eq!(expanded(&stage), 1);
    assert!(!shows(&stage, "482913"), "the code stays hidden");
    stage.press(Key::ArrowRight);
    assert!(!facts(&stage).is_empty(), "it is open already");
    stage.press(Key::ArrowLeft);
    assert!(facts(&stage).is_empty());
    // On the head of the run the same keys fold it.
    stage.press(Key::K);
    stage.press(Key::ArrowLeft);
    assert_eq!(lines(&stage).iter().filter(|line| line.starts_with("Your one-time code")).count(), 0);
    assert!(stage.commands().is_empty());
}

/// The line that begins like this.
trait Lines {
    fn line_that_begins(&self, begins: &str) -> egui::Rect;
}

impl Lines for egui_kittest::Harness<'static, leadline::app::LeadlineApp> {
    fn line_that_begins(&self, begins: &str) -> egui::Rect {
        self.get_all_by_role(Role::ListItem)
            .find(|node| node.accesskit_node().label().is_some_and(|label| label.starts_with(begins)))
            .unwrap()
            .rect()
    }
}

#[test]
fn every_answer_of_a_source_is_a_sentence_with_a_way_on() {
    for (state, words, button) in [
        (HistoryState::NeverAsked, "Not asked Capillary about this person yet.", Some("Ask now")),
        (HistoryState::Asking, "Asking Capillary…", None),
        (HistoryState::Known, "Capillary asked 14:02", Some("Ask again")),
        (HistoryState::NobodyFound, "Capillary knows nobody by what this lead gives. Asked 14:02.", Some("Ask again")),
        (
            HistoryState::NothingToAskBy,
            "Capillary cannot be asked: this lead has no e-mail, no phone and no id there.",
            None,
        ),
        (
            HistoryState::Unlinked,
            "Capillary found somebody else, by your word. Their history is not shown.",
            Some("Ask again"),
        ),
    ] {
        let mut stage = asked(state);
        assert!(has(&stage, words), "{words}");
        assert!(has(&stage, "The list was shortened by the vendor."), "warnings are shown");
        match button {
            Some(button) => {
                stage.click(Role::Button, button);
                assert!(matches!(stage.commands().as_slice(), [Command::AskHistory(LeadId(1))]), "{words}");
            }
            None => assert!(stage.window.query_by_role_and_label(Role::Button, "Ask again").is_none(), "{words}"),
        }
    }
}

#[test]
fn a_failure_is_a_strip_over_what_is_known_and_asks_again() {
    let mut stage = asked(HistoryState::Failed("Capillary answered 503. It is asked again in a minute.".to_owned()));
    assert!(has(&stage, "Capillary answered 503. It is asked again in a minute."));
    assert!(has(&stage, "Capillary did not answer; this is as of 14:02"));
    assert_eq!(lines(&stage).len(), 3, "the rest of the strip stays");
    stage.click(Role::Button, "Ask again");
    assert!(matches!(stage.commands().as_slice(), [Command::AskHistory(LeadId(1))]));
}

#[test]
fn an_empty_strip_says_whether_anybody_was_asked() {
    for (state, words, button) in [
        (HistoryState::NeverAsked, "Not asked Capillary about this person yet.", "Ask now"),
        (HistoryState::Known, "Capillary knows this person and has sent nothing. Asked 14:02.", "Ask again"),
    ] {
        let empty = Timeline { items: Vec::new().into(), sources: vec![strips::source(state)] };
        let mut stage = open(strips::with_strip(nadia_open(), empty));
        assert!(has(&stage, words));
        stage.click(Role::Button, button);
        assert!(matches!(stage.commands().as_slice(), [Command::AskHistory(LeadId(1))]));
    }
}

#[test]
fn the_same_person_elsewhere_is_told_with_its_evidence_and_can_be_unlinked_and_linked() {
    let mut stage = nadia();
    assert!(has(&stage, "Capillary: 204417"));
    assert!(has(&stage, "by e-mail and phone"));
    stage.click(Role::Button, "This is somebody else");
    let commands = stage.commands();
    assert!(
        matches!(commands.as_slice(), [Command::Link { lead: LeadId(1), account, linked: false }] if account.as_str() == "loyalty"),
        "{commands:?}"
    );
    let mut stage = asked(HistoryState::Unlinked);
    assert!(has(&stage, "Capillary: not the same person"));
    stage.click(Role::Button, "This is the same person");
    assert!(matches!(stage.commands().as_slice(), [Command::Link { linked: true, .. }]));
}

fn wheel(stage: &mut Stage, points: f32) {
    stage.window.event(Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: vec2(0.0, -points),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
    stage.window.step();
}

#[test]
fn twenty_thousand_items_cost_a_frame_what_twenty_cost() {
    let shown = |count: usize| {
        let stage = open(strips::with_strip(nadia_open(), strips::long(count)));
        (lines(&stage).len(), stage.window.state().state().timeline.built)
    };
    assert_eq!(shown(20_000), shown(40));
    let mut stage = open(strips::with_strip(nadia_open(), strips::long(20_000)));
    let built = stage.window.state().state().timeline.built;
    stage.window.hover_at(pos2(800.0, 500.0));
    for _ in 0..40 {
        wheel(&mut stage, 20_000.0);
        assert!(stage.window.get_all_by_role(Role::ListItem).count() <= 22);
    }
    let state = stage.window.state().state();
    assert_eq!(state.timeline.built, built, "lines are not put together while scrolling");
    assert!(state.timeline.top > 400_000.0);
    assert!(stage.commands().is_empty(), "scrolling asks for nothing");
    // What is said of a source moves no line.
    let mut open = (**stage.window.state().snapshot().open.as_ref().unwrap()).clone();
    let sources = vec![strips::source(HistoryState::Asking)];
    open.timeline = std::sync::Arc::new(Timeline { items: open.timeline.items.clone(), sources });
    let mut snapshot = stage.window.state().snapshot().clone();
    (snapshot.open, snapshot.revision) = (Some(std::sync::Arc::new(open)), snapshot.revision + 1);
    stage.publish(snapshot);
    assert_eq!(stage.window.state().state().timeline.built, built, "nor are they for a word beside them");
}

#[test]
fn one_point_of_wheel_moves_one_point_far_down_too() {
    let mut stage = open(strips::with_strip(nadia_open(), strips::long(20_000)));
    stage.window.hover_at(pos2(800.0, 500.0));
    wheel(&mut stage, 900_000.0);
    stage.window.run_steps(8);
    let before = stage.window.state().state().timeline.top;
    for _ in 0..50 {
        wheel(&mut stage, 1.0);
    }
    stage.window.run_steps(8);
    let moved = stage.window.state().state().timeline.top - before;
    assert!((moved - 50.0).abs() < 0.1, "{moved}");
}

#[test]
fn what_the_eye_has_stays_when_something_new_comes() {
    let timeline = strips::long(200);
    let mut stage = open(strips::with_strip(nadia_open(), timeline.clone()));
    stage.window.hover_at(pos2(800.0, 500.0));
    wheel(&mut stage, 1_000.0);
    stage.window.run_steps(8);
    let seen = lines(&stage);
    let mut grown = timeline;
    let mut items = grown.items.to_vec();
    items.insert(0, strips::long(1).items[0].clone());
    items[0].item.remote_id = Some("new".to_owned());
    grown.items = items.into();
    stage.publish(strips::with_strip(nadia_open(), grown));
    assert_eq!(lines(&stage), seen);
}

#[test]
fn two_that_nothing_tells_apart_are_two_lines() {
    let mut timeline = strips::long(2);
    timeline.items = vec![timeline.items[0].clone(), timeline.items[0].clone()].into();
    let stage = open(strips::with_strip(nadia_open(), timeline));
    assert_eq!(lines(&stage).len(), 2);
}

#[test]
fn a_filter_is_back_after_a_restart() {
    let mut snapshot = nadia_open();
    let memory = [("timeline", r#"{"kind":{"channel":"email"},"failed":false,"source":null}"#)];
    snapshot.memory = std::sync::Arc::new(memory.map(|(k, v)| (k.to_owned(), v.to_owned())).into());
    let stage = open(snapshot);
    assert_eq!(lines(&stage).len(), 4);
}

#[test]
fn status_keys_still_mean_the_lead_while_the_strip_has_the_keys() {
    let mut stage = nadia();
    stage.press(Key::Enter);
    stage.press(Key::J);
    stage.press_with(Modifiers::SHIFT, Key::Num6);
    let commands = stage.commands();
    assert!(
        matches!(commands.first(), Some(Command::Change { leads, .. }) if leads[..] == [LeadId(1)]),
        "{commands:?}"
    );
    assert_eq!(stage.window.state().state().chosen, Some(LeadId(2)), "and the next lead is open");
}

#[test]
fn walking_the_list_asks_for_nothing_but_to_open() {
    let mut stage = Stage::new([1280.0, 800.0], make::inbox());
    for _ in 0..50 {
        stage.press(Key::J);
    }
    let commands = stage.commands();
    let only = commands.iter().all(|command| matches!(command, Command::Open(_) | Command::Seen(_)));
    assert!(only, "{commands:?}");
}
