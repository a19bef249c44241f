//! The form of a recording: what is typed is asked about at a pause, faults stand where they belong, one command tells
//! everyone that was chosen, and nothing of it is lost before it is kept.
#![expect(clippy::unwrap_used, reason = "in tests a panic is the report")]

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use leadline::bridge::command::ChangesMade;
use leadline::bridge::forms::VendorForm;
use leadline::bridge::recording::{Draft, Fault, InputKind, InputView, Preview, RecordRefused, Target, TemplateView};
use leadline::bridge::{AccountHealth, AccountState, Command, Refused, Reply, Snapshot};
use leadline::config::Config;
use leadline::domain::{BatchId, ChangeId, DraftOf, LeadId};

use leadline::ui::record::words;
use leadline::vendors::{REGISTRY, recording_of};

use crate::app::Stage;
use crate::support::snapshots as make;

type Previewed = Reply<Result<Vec<Preview>, RecordRefused>>;
type Recorded = Reply<Result<ChangesMade, RecordRefused>>;

const VENDORS: [(&str, &str); 3] = [("alpha", "Alpha"), ("beta", "Beta"), ("gamma", "Gamma")];

fn template(name: &str, inputs: Vec<InputView>) -> TemplateView {
    let target =
        |(vendor, title): (&'static str, _)| Target { account: vendor.into(), vendor, title, faults: Vec::new() };
    TemplateView { name: name.to_owned(), targets: VENDORS.map(target).to_vec(), inputs, ..TemplateView::default() }
}

fn input(label: &str, kind: InputKind, default: Option<&str>) -> InputView {
    InputView { label: label.to_owned(), kind, default: default.map(str::to_owned), required: false }
}

fn inputs() -> Vec<InputView> {
    let outcomes = ["Reached", "Voicemail"].map(str::to_owned).to_vec();
    vec![
        input("Outcome", InputKind::Choice(outcomes), Some("Reached")),
        input("Minutes", InputKind::Number, None),
        input("Follow up", InputKind::Truth, None),
        input("Callback on", InputKind::Date, None),
        input("Reference", InputKind::Text, None),
    ]
}

fn health(vendor: &'static str, title: &'static str, state: AccountState) -> AccountHealth {
    let known = make::with_outbox(make::inbox(), make::outbox());
    AccountHealth { account: vendor.into(), vendor, title, state, has_leads: false, ..known.accounts[0].clone() }
}

/// Nadia is open; there are two templates, and the third system has no key.
pub(crate) fn snapshot() -> Snapshot {
    let mut snapshot = make::opened(make::inbox(), &make::people(), 1);
    snapshot.templates = Arc::new(vec![template("Phone call", inputs()), template("Store visit", Vec::new())]);
    let mut accounts = (*snapshot.accounts).clone();
    accounts.extend([
        health("alpha", "Alpha", AccountState::Works),
        health("beta", "Beta", AccountState::Works),
        health("gamma", "Gamma", AccountState::CredentialMissing),
    ]);
    snapshot.accounts = Arc::new(accounts);
    snapshot
}

fn begin(size: [f32; 2], snapshot: Snapshot) -> Stage {
    let mut stage = Stage::new(size, snapshot);
    stage.press(Key::J);
    stage.press(Key::R);
    stage.window.run_steps(3);
    stage
}

fn form() -> Stage {
    begin([1280.0, 800.0], snapshot())
}

/// Lets typing pause, and gives the newest question about what would go out.
fn asked(stage: &mut Stage) -> Option<(Draft, Previewed)> {
    stage.window.run_steps(6);
    stage.commands().into_iter().rev().find_map(|command| match command {
        Command::PreviewRecording { draft, reply } => Some((*draft, reply)),
        _ => None,
    })
}

pub(crate) fn preview(vendor: usize, text: &str) -> Preview {
    let (account, title) = VENDORS[vendor];
    let request = format!(
        "POST https://{account}.example/events\nAuthorization: Bearer ••••••••\n\n{{\n  \"comment\": \"{text}\"\n}}"
    );
    Preview { account: account.into(), title, request, faults: Vec::new(), twin: None }
}

fn previews(text: &str) -> Vec<Preview> {
    (0..3).map(|vendor| preview(vendor, text)).collect()
}

/// The form with its previews, one of them faulty, one a twin.
pub(crate) fn filled(size: [f32; 2]) -> Stage {
    let mut stage = begin(size, snapshot());
    let mut all = previews("x");
    all[0].faults = vec![Fault { account: "alpha".into(), input: None, why: "No e-mail.".into() }];
    all[1].twin = Some("The same was recorded.".into());
    answer(&mut stage, all);
    stage
}

fn answer(stage: &mut Stage, previews: Vec<Preview>) -> Draft {
    let (draft, reply) = asked(stage).unwrap();
    reply.answer(Ok(previews));
    stage.window.run_steps(2);
    draft
}

fn recorded(stage: &mut Stage) -> Option<(Draft, Recorded)> {
    stage.commands().into_iter().find_map(|command| match command {
        Command::Record { draft, reply } => Some((*draft, reply)),
        _ => None,
    })
}

fn text_of(stage: &Stage) -> String {
    let node = stage.window.get_by_role_and_label(Role::MultilineTextInput, "What was said");
    node.value().unwrap_or_default()
}

fn write(stage: &mut Stage, text: &str) {
    let node = stage.window.get_by_role_and_label(Role::MultilineTextInput, "What was said");
    node.focus();
    stage.window.run();
    stage.window.get_by_role_and_label(Role::MultilineTextInput, "What was said").type_text(text);
    stage.window.run();
}

fn is_open(stage: &Stage) -> bool {
    stage.window.query_by_role_and_label(Role::MultilineTextInput, "What was said").is_some()
}

fn says(stage: &Stage, words: &str) -> bool {
    stage.window.query_all_by_label_contains(words).next().is_some()
}

#[test]
fn what_is_typed_and_chosen_goes_to_everyone_that_is_ticked() {
    let mut stage = begin([1280.0, 1200.0], snapshot());
    answer(&mut stage, previews("x"));
    stage.enter("When it happened", "13:41");
    stage.enter("Minutes", "7");
    stage.enter("Callback on", "2026-12-01");
    stage.enter("Reference", "A-1");
    stage.click(Role::Button, "Outcome: Reached");
    stage.click(Role::MenuItem, "Voicemail");
    stage.click(Role::Button, "Follow up: Yes");
    write(&mut stage, "Refund explained");
    let asked = answer(&mut stage, previews("Refund explained"));
    assert_eq!(asked.to, None, "the preview is of everyone the template has words for");
    stage
        .window
        .get_by(|node| node.role() == Role::CheckBox && node.label().is_some_and(|l| l.starts_with("Beta")))
        .click();
    stage.window.run();
    assert!(self::asked(&mut stage).is_none(), "what would go out is the same whoever is told");
    stage.press_with(Modifiers::COMMAND, Key::Enter);
    let (draft, _reply) = recorded(&mut stage).unwrap();
    let typed = [
        ("Callback on", "2026-12-01"),
        ("Follow up", "true"),
        ("Minutes", "7"),
        ("Outcome", "Voicemail"),
        ("Reference", "A-1"),
    ];
    let inputs: BTreeMap<String, String> = typed.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let wanted = Draft {
        lead: LeadId(1),
        template: "Phone call".into(),
        happened_at: "2026-11-20T05:41:00Z".parse().unwrap(),
        text: "Refund explained".into(),
        inputs,
        to: Some(vec!["alpha".into(), "gamma".into()]),
        although_twin: false,
    };
    assert_eq!(draft, wanted);
    assert_eq!(text_of(&stage), "Refund explained", "it stays typed until it is kept");
}

#[test]
fn once_it_is_kept_the_form_goes_and_its_draft_with_it() {
    let mut stage = form();
    write(&mut stage, "called back");
    answer(&mut stage, previews("called back"));
    stage.click(Role::Button, "Record");
    let (draft, reply) = recorded(&mut stage).unwrap();
    let since = draft.happened_at.duration_since(make::now());
    assert!((0..60).contains(&since.as_secs()), "nothing typed is now: {since}");
    reply.answer(Ok(ChangesMade { batch: BatchId(9), changes: vec![ChangeId(1)] }));
    stage.window.run_steps(3);
    assert!(!is_open(&stage));
    let forgotten = stage
        .commands()
        .into_iter()
        .any(|c| matches!(c, Command::Draft { lead: LeadId(1), of: DraftOf::Recording, text, .. } if text.is_empty()));
    assert!(forgotten);
    stage.press(Key::R);
    assert_eq!(text_of(&stage), "");
}

#[test]
fn the_request_is_asked_for_at_a_pause_and_shown_for_each_system() {
    let mut stage = form();
    let first = asked(&mut stage).unwrap();
    assert_eq!((first.0.template.as_str(), first.0.lead), ("Phone call", LeadId(1)));
    assert!(asked(&mut stage).is_none(), "nothing changed, so nothing is asked");
    write(&mut stage, "a");
    let (draft, reply) = asked(&mut stage).unwrap();
    assert_eq!(draft.text, "a");
    reply.answer(Ok(previews("a")));
    // The answer about the earlier form comes late and is not shown.
    first.1.answer(Ok(previews("older")));
    stage.window.run_steps(2);
    assert!(says(&stage, "\"comment\": \"a\"") && !says(&stage, "older"));
    assert!(says(&stage, "https://alpha.example/events"));
    stage.click(Role::Button, "Gamma");
    assert!(says(&stage, "https://gamma.example/events") && says(&stage, "Bearer ••••••••"));
    assert!(says(&stage, "2 go now, 1 waits."));
    let gamma = stage
        .window
        .get_by(|node| node.role() == Role::CheckBox && node.label().is_some_and(|l| l.starts_with("Gamma")));
    assert_eq!(gamma.accesskit_node().label().unwrap(), "Gamma: Will wait, No key yet, stays in the outbox");
}

#[test]
fn faults_stand_under_their_field_and_their_system_and_hold_it_back() {
    let mut stage = form();
    let mut all = previews("x");
    let fault = |input: Option<&str>, why: &str| Fault {
        account: "alpha".into(),
        input: input.map(str::to_owned),
        why: why.to_owned(),
    };
    all[0].faults = vec![
        fault(Some("Minutes"), "Minutes must be a number."),
        fault(None, "This lead has neither e-mail nor phone."),
    ];
    all[0].request.clear();
    answer(&mut stage, all);
    assert!(says(&stage, "Minutes must be a number.") && says(&stage, "This lead has neither e-mail nor phone."));
    let button = stage.window.get_by_role_and_label(Role::Button, "Record");
    assert!(button.accesskit_node().is_disabled());
    stage.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(recorded(&mut stage).is_none());
    // Whoever is not told cannot hold the others back.
    stage
        .window
        .get_by(|node| node.role() == Role::CheckBox && node.label().is_some_and(|l| l.starts_with("Alpha")))
        .click();
    stage.window.run();
    stage.press_with(Modifiers::COMMAND, Key::Enter);
    let (draft, _reply) = recorded(&mut stage).unwrap();
    assert_eq!(draft.to, Some(vec!["beta".into(), "gamma".into()]));
}

#[test]
fn a_template_that_was_changed_is_asked_about_anew_and_a_faulty_part_holds_it_back() {
    let mut stage = form();
    answer(&mut stage, previews("x"));
    let mut news = snapshot();
    let mut templates = (*news.templates).clone();
    templates[0].targets[1].faults = vec!["action: is missing; name one.".into()];
    news.templates = Arc::new(templates);
    news.revision += 1;
    stage.publish(news);
    assert!(asked(&mut stage).is_some());
    assert!(says(&stage, "action: is missing; name one."));
    stage.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(recorded(&mut stage).is_none());
}

#[test]
fn a_time_to_come_is_refused_while_it_is_typed() {
    let mut stage = form();
    answer(&mut stage, previews("x"));
    stage.enter("When it happened", "14:10");
    assert!(says(&stage, "This is still to come."));
    assert!(asked(&mut stage).is_none());
    stage.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(recorded(&mut stage).is_none());
}

#[test]
fn a_twin_asks_before_it_is_recorded_again() {
    let mut stage = form();
    let mut all = previews("x");
    all[1].twin = Some("The same was recorded.".into());
    answer(&mut stage, all);
    assert!(says(&stage, "Beta was told the same before. This would be a second one."));
    stage.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(recorded(&mut stage).is_none(), "it has to be said");
    stage.click(Role::Button, "Record anyway");
    let (draft, _reply) = recorded(&mut stage).unwrap();
    assert!(draft.although_twin);
}

#[test]
fn what_the_engine_refuses_is_said_and_nothing_typed_is_lost() {
    let refusals = [
        (RecordRefused::Refused(Refused::Wrong("The disk is full.".into())), "The disk is full."),
        (RecordRefused::Twin("The same stands in the outbox.".into()), "The same stands in the outbox."),
        (
            RecordRefused::Faults(vec![Fault { account: "beta".into(), input: None, why: "No locale.".into() }]),
            "No locale.",
        ),
    ];
    for (refused, words) in refusals {
        let mut stage = form();
        write(&mut stage, "kept");
        answer(&mut stage, previews("kept"));
        stage.press_with(Modifiers::COMMAND, Key::Enter);
        let (_, reply) = recorded(&mut stage).unwrap();
        reply.answer(Err(refused));
        stage.window.run_steps(3);
        assert!(says(&stage, words), "{words}");
        assert_eq!(text_of(&stage), "kept");
    }
}

#[test]
fn esc_leaves_the_form_and_a_restart_brings_the_draft_back_to_its_lead() {
    let mut stage = form();
    write(&mut stage, "half");
    stage.press(Key::Escape);
    stage.press(Key::Escape);
    assert!(!is_open(&stage));
    stage.window.run_steps(6);
    let mut news = snapshot();
    for command in stage.all_commands() {
        if let Command::Draft { lead, of, text, .. } = command {
            news.drafts.insert((lead, of), text.into());
        }
    }
    assert_eq!(news.drafts.len(), 1);
    let mut stage = begin([1280.0, 800.0], news);
    assert_eq!(text_of(&stage), "half");
    // Another lead has a form of its own.
    // Out of the field, out of the form, to the next one: over the form the keys of the list are not heard.
    stage.press(Key::Escape);
    stage.press(Key::J);
    assert!(is_open(&stage));
    stage.press(Key::Escape);
    stage.press(Key::J);
    assert!(!is_open(&stage));
    stage.press(Key::R);
    assert_eq!(text_of(&stage), "");
    stage.press(Key::Escape);
    stage.press(Key::Escape);
    stage.press(Key::K);
    stage.press(Key::R);
    assert_eq!(text_of(&stage), "half");
}

#[test]
fn without_a_template_it_says_how_to_add_one() {
    let mut news = snapshot();
    news.templates = Arc::default();
    let mut settings = (*news.settings).clone();
    settings.places.settings = Some("/home/mira/config.toml".into());
    news.settings = Arc::new(settings);
    let mut stage = begin([1280.0, 800.0], news);
    assert!(says(&stage, "There is no template to record by yet.") && says(&stage, "/home/mira/config.toml"));
    assert!(asked(&mut stage).is_none());
    assert!(stage.window.query_by_role_and_label(Role::Button, "Record").is_none(), "nothing that cannot be done");
    assert!(stage.window.query_by_role_and_label(Role::Button, "Copy an example").is_some());
}

#[test]
fn the_example_that_is_offered_is_right() {
    let forms: Vec<VendorForm> = REGISTRY
        .iter()
        .map(|spec| VendorForm {
            vendor: spec.name.as_str(),
            title: spec.title,
            base_url_example: "",
            required: Vec::new(),
            optional: Vec::new(),
            secrets: Vec::new(),
            template: spec.template,
            slots: spec.slots,
        })
        .collect();
    let config = Config::parse(&words::example(&forms)).unwrap();
    let [template] = config.templates.as_slice() else { panic!("{:?}", config.templates) };
    for spec in REGISTRY {
        assert_eq!(recording_of(spec.name).is_some(), template.parts.contains_key(&spec.name), "{}", spec.name);
        if let Some(part) = recording_of(spec.name) {
            assert!(part.check(&template.parts[&spec.name]).is_empty());
        }
    }
}

#[test]
fn in_a_narrow_window_the_preview_is_a_second_tab() {
    for size in [[1024.0, 640.0], [960.0, 600.0], [640.0, 400.0]] {
        let mut stage = Stage::new(size, snapshot());
        stage.press(Key::J);
        stage.press(Key::R);
        answer(&mut stage, previews("x"));
        let beside = size[0] >= 970.0;
        assert!(is_open(&stage), "{size:?}");
        assert_eq!(says(&stage, "https://alpha.example/events"), beside, "{size:?}");
        if !beside {
            stage.click(Role::Button, "Preview");
            assert!(says(&stage, "https://alpha.example/events") && !is_open(&stage), "{size:?}");
        }
    }
}

#[test]
fn the_whole_form_is_reached_by_tab() {
    let mut stage = form();
    answer(&mut stage, previews("x"));
    let mut reached = Vec::new();
    for _ in 0..40 {
        stage.press(Key::Tab);
        let focused = stage.window.query_all_by(|node| node.is_focused()).next();
        let label = focused.and_then(|node| node.accesskit_node().label());
        reached.extend(label);
    }
    for wanted in [
        "When it happened",
        "Outcome: Reached",
        "Minutes",
        "Follow up: Yes",
        "What was said",
        "Alpha",
        "Gamma",
        "Record",
        "Cancel",
        "Copy",
    ] {
        assert!(reached.iter().any(|label| label.starts_with(wanted)), "{wanted} in {reached:?}");
    }
}
