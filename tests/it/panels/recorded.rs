//! Recorded facts where they are seen afterwards: lamps in the timeline, unknown ones in the outbox, advice in the
//! profile.
#![expect(clippy::unwrap_used, reason = "in tests a panic is the report")]

use std::sync::Arc;

use egui::{Key, OutputCommand, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use leadline::bridge::recording::{InFull, NextBest};
use leadline::bridge::{Command, OutboxAction, OutboxView, Reply, Snapshot};
use leadline::domain::recorded::Told;
use leadline::domain::recording::{Advice, Event, Fact, Response, ToRecord};
use leadline::domain::timeline::{Past, Wished, assemble};
use leadline::domain::{BatchId, Change, ChangeId, DraftOf, Field, Lead, OutboxState};
use leadline::ui::record::Form;
use leadline::ui::state::Screen;

use crate::app::Stage;
use crate::support::snapshots as make;

fn recording() -> Change {
    let fact = Fact {
        template: "Phone call".into(),
        happened_at: make::minutes_ago(28),
        text: "refund explained".into(),
        inputs: [("Minutes".to_owned(), "7".to_owned())].into(),
        agent: "Mira Tan".into(),
    };
    let event = Event { body: "{}".into(), happened_at: fact.happened_at, way: String::new(), subject: None };
    Change::Record { recording: Box::new(ToRecord { fact, event }) }
}

fn wished(change: i64, title: &str, rank: usize, state: OutboxState, why: &str) -> Wished {
    let vendor = title.to_lowercase();
    Wished {
        change: ChangeId(change),
        wish: recording(),
        before: None,
        who: "Mira Tan".into(),
        made_at: make::minutes_ago(20),
        state,
        why: why.into(),
        batch: BatchId(5),
        told: Some(Told { account: vendor.as_str().into(), vendor, title: title.into(), rank }),
    }
}

fn with_open(bend: impl FnOnce(&mut leadline::bridge::OpenLead, &Lead)) -> Snapshot {
    let people = make::people();
    let mut snapshot = make::opened(make::inbox(), &people, 1);
    let mut open = (**snapshot.open.as_ref().unwrap()).clone();
    bend(&mut open, &people[0].lead);
    snapshot.open = Some(Arc::new(open));
    snapshot
}

/// One fact, told to three: yes, unknown, needs the agent.
pub(crate) fn told() -> Snapshot {
    with_open(|open, lead| {
        let past = Past {
            wished: vec![
                wished(3, "Gamma", 4, OutboxState::NeedsAgent, "no site key"),
                wished(1, "Alpha", 2, OutboxState::Accepted, ""),
                wished(2, "Beta", 3, OutboxState::Unknown, "no answer came"),
            ],
            ..Past::default()
        };
        let mut timeline = (*open.timeline).clone();
        timeline.items = Arc::new(assemble(lead, &past));
        open.timeline = Arc::new(timeline);
    })
}

#[test]
fn a_fact_is_one_line_that_says_its_lamps_in_the_fixed_order() {
    for size in [[1280.0, 800.0], [1024.0, 640.0]] {
        let mut stage = Stage::new(size, told());
        stage.press(Key::J);
        let all: Vec<_> = stage.window.query_all_by(|n| n.role() == Role::ListItem).collect();
        let labels: Vec<String> = all.iter().filter_map(|node| node.accesskit_node().label()).collect();
        let cards: Vec<&String> =
            labels.iter().filter(|label| label.contains("Phone call, refund explained")).collect();
        let [card] = cards.as_slice() else { panic!("{labels:?}") };
        let lamps = "Alpha: Accepted, Beta: Outcome unknown, Gamma: Needs you, 28 minutes ago";
        assert!(card.contains(lamps) && card.contains("template Phone call"), "{card}");
    }
}

#[test]
fn an_opened_card_tells_the_fields_and_why_each_system_stands_where_it_stands() {
    let mut stage = Stage::new([1280.0, 800.0], told());
    stage.press(Key::J);
    stage.window.get_by(|n| n.role() == Role::ListItem && n.label().is_some_and(|l| l.contains("Phone call,"))).click();
    stage.window.run();
    for words in ["Minutes: 7", "Beta: Outcome unknown: no answer came", "Gamma: Needs you: no site key"] {
        assert!(stage.window.query_by_label(words).is_some(), "{words}");
    }
}

/// A recording whose outcome is unknown, chosen in the outbox.
pub(crate) fn unknown() -> (Stage, Reply<Result<InFull, leadline::bridge::Refused>>) {
    let mut row: OutboxView = make::change(40, 1, "Nadia Öztürk", Field::Name, "", "x", OutboxState::Unknown);
    row.item.change = recording();
    row.summary = row.item.change.summary(None);
    row.item.why = "Alpha was told, and no readable answer came".into();
    let mut stage = Stage::new([1280.0, 800.0], make::with_outbox(make::inbox(), vec![row]));
    stage.press(Key::G);
    stage.press(Key::O);
    stage.press(Key::J);
    stage.window.run_steps(2);
    let asked = stage.commands().into_iter().find_map(|command| match command {
        Command::InFull { change: ChangeId(40), reply } => Some(reply),
        _ => None,
    });
    (stage, asked.unwrap())
}

#[test]
fn an_unknown_one_is_settled_by_the_agent_each_way_with_its_consequence() {
    for (key, name, means, action) in [
        (Key::Y, "It arrived", "Counts as accepted, on your word", OutboxAction::Arrived),
        (Key::S, "Send again (may duplicate)", "The same bytes, once more", OutboxAction::Retry),
        (Key::D, "Discard", "Nothing more is sent", OutboxAction::Drop),
    ] {
        let (mut stage, _reply) = unknown();
        assert!(stage.window.query_by_label("Alpha was told, and no readable answer came.").is_some());
        let button = stage.window.get_by_role_and_label(Role::Button, name);
        assert_eq!(button.accesskit_node().description().as_deref(), Some(means));
        stage.press(key);
        let commands = stage.commands();
        let wanted = |c: &Command| matches!(c, Command::Outbox { change: ChangeId(40), action: a, .. } if *a == action);
        assert_eq!(commands.iter().filter(|c| wanted(c)).count(), 1, "{name}: {commands:?}");
    }
}

#[test]
fn the_inspector_shows_what_left_and_asks_for_it_once() {
    let (mut stage, reply) = unknown();
    reply.answer(Ok(InFull { body: Some(r#"{"type":"CALL"}"#.into()), ..InFull::default() }));
    stage.window.run_steps(3);
    assert!(stage.window.query_by_label("type: CALL").is_some());
    stage.click(Role::Button, "Raw");
    assert!(stage.window.query_by_label("{\"type\":\"CALL\"}").is_some());
    let again = stage.commands().into_iter().any(|command| matches!(command, Command::InFull { .. }));
    assert!(!again);
}

#[test]
fn the_next_best_action_stands_in_the_profile_and_links_are_only_copied() {
    let snapshot = with_open(|open, _| {
        let link = "https://shop.example/delivery?a=1";
        let responses = vec![Response { label: "Accepted".into(), address: Some(link.into()) }];
        let plain =
            |name: &str, text: &str, raw, responses| Advice { name: name.into(), text: text.into(), raw, responses };
        open.next_best = Some(NextBest {
            title: "Gamma".into(),
            at: make::minutes_ago(28),
            advice: vec![
                plain("Free delivery", "Offer free delivery", false, responses),
                plain("Other", "<b>&quot;", true, Vec::new()),
            ],
        });
    });
    let mut stage = Stage::new([1280.0, 1100.0], snapshot);
    stage.press(Key::J);
    for words in ["Next best action: Gamma, 13:41", "Offer free delivery", "Other, raw, as it came", "<b>&quot;"] {
        assert!(stage.window.query_by_label(words).is_some(), "{words}");
    }
    assert!(stage.window.query_by_label("https://shop.example/delivery?a=1").is_some());
    assert!(stage.window.query_all_by(|node| node.role() == Role::Link).next().is_none());
    stage.window.get_by_role_and_label(Role::Button, "Copy the link").click();
    let mut copied = Vec::new();
    for _ in 0..4 {
        stage.window.step();
        for command in &stage.window.output().platform_output.commands {
            match command {
                OutputCommand::CopyText(text) => copied.push(text.clone()),
                OutputCommand::OpenUrl(_) => panic!("nothing is opened by the program"),
                _ => {}
            }
        }
    }
    assert_eq!(copied, ["https://shop.example/delivery?a=1"]);
}

#[test]
fn a_refused_one_goes_back_into_the_form_with_its_time_and_only_its_own_system() {
    let mut row: OutboxView = make::change(40, 1, "Nadia Öztürk", Field::Name, "", "x", OutboxState::NeedsAgent);
    row.item.change = recording();
    row.summary = row.item.change.summary(None);
    row.item.why = "Alpha refused it: no such type".into();
    let mut stage = Stage::new([1280.0, 800.0], make::with_outbox(make::inbox(), vec![row]));
    for key in [Key::G, Key::O, Key::J, Key::E] {
        stage.press(key);
    }
    let asked = stage.commands().into_iter().find_map(|command| match command {
        Command::EditAgain { change: ChangeId(40), of: DraftOf::Recording, text, reply } => Some((text, reply)),
        _ => None,
    });
    let (text, reply) = asked.unwrap();
    assert_eq!(stage.window.state().state().screen, Screen::Outbox, "not before the engine took it back");
    reply.answer(Ok(()));
    stage.publish(make::with_outbox(make::inbox(), Vec::new()));
    let state = stage.window.state().state();
    assert_eq!((state.screen, state.record.is_open), (Screen::Inbox, true));
    assert_eq!(Some(&state.record.form), Form::read(&text).as_ref());
    let Change::Record { recording } = recording() else { panic!("a recording") };
    assert_eq!(state.record.form.text, recording.fact.text);
    assert!(!state.record.form.when.is_empty(), "it happened when it happened");
}
