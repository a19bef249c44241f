//! When anybody is asked: after a rest, one request at a time, at the pace, and for no other reason.

use leadline::bridge::OutboxAction;
use leadline::domain::{Field, query::Query};
use leadline::search::{Sort, View};
use serde_json::json;

use super::*;

fn all(driver: &mut Driver<'_>) -> Vec<LeadId> {
    let leads = driver.ask(|reply| Command::Leads { query: Query::default(), limit: None, reply });
    leads.leads.iter().map(|view| view.id).collect()
}

#[test]
fn nobody_is_asked_before_three_hundred_milliseconds_of_rest() {
    let site = site(small(40));
    let (uuid, _) = somebody(&site);
    let mut driver = site.drive(Mode::Live);
    let id = driver.id(&uuid);
    driver.command(Command::Open(Some(id)));
    driver.pass(Duration::from_millis(299));
    assert_eq!(asked(&site), Vec::<String>::new());
    assert_eq!(driver.shown().1.state, HistoryState::NeverAsked);
    driver.pass(Duration::from_millis(1));
    assert_eq!(asked(&site).len(), 2, "a token and the question");
    let (timeline, source) = driver.shown();
    assert_eq!((source.state, theirs(&timeline).len() > 3), (HistoryState::Known, true));
}

#[test]
fn fifty_steps_in_five_seconds_cause_two_requests_and_a_token_at_most() {
    let site = site(small(80));
    let mut driver = site.drive(Mode::Live);
    let leads = all(&mut driver);
    for lead in leads.iter().take(50) {
        driver.command(Command::Open(Some(*lead)));
        driver.pass(Duration::from_millis(100));
    }
    assert_eq!(asked(&site), Vec::<String>::new());
    let (uuid, _) = somebody(&site);
    let last = driver.id(&uuid);
    driver.command(Command::Open(Some(last)));
    driver.pass(Duration::from_secs(5));
    let asked = asked(&site);
    assert!(asked.len() - tokens(&asked) <= 2 && tokens(&asked) == 1, "{asked:?}");
}

#[test]
fn a_lead_that_was_left_before_its_turn_is_not_asked_about() {
    let mut site = site(small(40));
    site.config.accounts[LOYALTY].requests_per_second = 0.2;
    let mut driver = site.drive(Mode::Live);
    let leads = all(&mut driver);
    // The first takes the turn with its token; the others rest and leave before the pace lets them in.
    for lead in &leads[..6] {
        driver.rest(*lead);
    }
    assert_eq!(asked(&site).len(), 1);
    driver.command(Command::Open(None));
    driver.pass(Duration::from_secs(60));
    assert_eq!(asked(&site).len(), 1, "a token, and nobody was asked about");
    driver.command(Command::Open(Some(leads[2])));
    driver.command(Command::AskHistory(leads[3]));
    driver.pass(Duration::from_secs(60));
    let sources = driver.strip(leads[3], false).sources;
    assert!(
        !matches!(sources[0].state, HistoryState::NeverAsked | HistoryState::Asking),
        "what was asked for in words is not given up: {:?}",
        sources[0].state
    );
}

#[test]
fn what_somebody_waits_for_is_not_given_up_by_moving_on() {
    let mut site = site(small(40));
    site.config.accounts[LOYALTY].requests_per_second = 0.2;
    let (uuid, _) = somebody(&site);
    let mut driver = site.drive(Mode::Live);
    let id = driver.id(&uuid);
    let other = all(&mut driver).into_iter().find(|other| *other != id).unwrap();
    driver.rest(id);
    let (reply, answer) = leadline::bridge::question();
    driver.command(Command::Timeline { lead: id, refresh: Some(Wanted::default()), reply });
    driver.command(Command::Open(Some(other)));
    driver.pass(Duration::from_secs(30));
    let timeline = answer.try_take().ok().unwrap().unwrap().unwrap().timeline;
    assert_eq!(timeline.sources[0].state, HistoryState::Known);
}

#[test]
fn one_request_at_a_time_and_never_faster_than_the_pace() {
    let mut site = site(small(40));
    site.config.accounts[LOYALTY].requests_per_second = 1.5;
    let mut driver = site.drive_without_pumping(Mode::Live);
    driver.pump();
    let leads = all(&mut driver);
    site.sandbox().clear_log();
    for lead in &leads {
        driver.command(Command::AskHistory(*lead));
        driver.command(Command::AskHistory(*lead));
    }
    let began = driver.now.mono;
    for second in 1..=20_u64 {
        driver.pass(Duration::from_secs(1));
        let most = 1 + second * 3 / 2;
        assert!(asked(&site).len() as u64 <= most, "{} requests in {second} s", asked(&site).len());
    }
    assert!(asked(&site).len() >= 25, "the pace is used: {}", asked(&site).len());
    assert_eq!(driver.now.mono - began, Duration::from_secs(20));
    driver.pass(Duration::from_secs(120));
    let mut questions: Vec<Value> = site.sandbox().log();
    questions.retain(|entry| entry["vendor"] == VENDOR && entry["query"]["identifierValue"].is_string());
    let mut values: Vec<String> = questions.iter().map(|entry| entry["query"].to_string()).collect();
    let asked = values.len();
    values.sort();
    values.dedup();
    // Two leads may share an address; nobody is asked twice about the same lead.
    assert!(asked - values.len() <= 2, "{asked} questions, {} different", values.len());
}

#[test]
fn a_fresh_answer_is_not_asked_for_again_by_resting_but_by_asking() {
    let site = site(small(40));
    let (uuid, _) = somebody(&site);
    let mut driver = site.drive(Mode::Live);
    let id = driver.id(&uuid);
    driver.rest(id);
    assert_eq!(asked(&site).len(), 2);
    for _ in 0..3 {
        driver.command(Command::Open(None));
        driver.rest(id);
    }
    assert_eq!(asked(&site).len(), 2, "fresh");
    driver.command(Command::AskHistory(id));
    driver.pass(Duration::from_millis(100));
    assert_eq!(asked(&site).len(), 3, "asked for in words");
    drop(driver);
    let mut driver = site.drive(Mode::Live);
    driver.rest(id);
    assert_eq!(asked(&site).len(), 3, "fresh after a restart too");
    let (timeline, source) = driver.shown();
    assert!(theirs(&timeline).len() > 3 && source.state == HistoryState::Known);
    driver.pass(Duration::from_secs(601));
    assert_eq!(asked(&site).len(), 3, "lying open is no resting anew");
    driver.rest(id);
    assert!(asked(&site).len() > 3, "old");
}

#[test]
fn an_answer_from_the_future_is_not_fresh_for_ever() {
    let site = site(small(40));
    let (uuid, _) = somebody(&site);
    let mut driver = site.drive(Mode::Live);
    let id = driver.id(&uuid);
    driver.now.at += jiff::SignedDuration::from_hours(48);
    driver.rest(id);
    drop(driver);
    let mut driver = site.drive(Mode::Live);
    site.sandbox().clear_log();
    driver.rest(id);
    assert_eq!(asked(&site).len(), 2);
}

#[test]
fn nothing_else_asks_for_a_history() {
    let site = site(small(60));
    let mut driver = site.drive(Mode::Live);
    let leads = all(&mut driver);
    let (uuid, _) = somebody(&site);
    let id = driver.id(&uuid);
    for view in View::READY_MADE {
        for sort in [Sort::NewestChange, Sort::Name] {
            driver.command(Command::Look { view, query: Query::default(), sort });
        }
    }
    driver.command(Command::LetUpdatesIn);
    leads.iter().for_each(|lead| driver.command(Command::Seen(*lead)));
    driver.command(Command::Draft { lead: id, of: Field::Name.into(), text: "Na".into(), reply: None });
    let change = driver.wish(id, Field::Status, "review").unwrap().changes[0];
    let _ = driver.act(change, OutboxAction::Retry);
    driver.command(Command::Refresh(id));
    driver.command(Command::Sync { full: true, reply: None });
    driver.command(Command::Undo);
    driver.strip(id, false);
    driver.pass(Duration::from_secs(120));
    assert_eq!(asked(&site), Vec::<String>::new());
    // The command line's mode asks nobody because of an open lead either.
    let mut quiet = site.drive(Mode::Quiet);
    quiet.rest(id);
    quiet.pass(Duration::from_secs(5));
    assert_eq!(asked(&site), Vec::<String>::new());
}

#[test]
fn a_lead_without_anything_to_ask_by_is_said_and_costs_nothing_and_loses_nothing() {
    let site = site(small(40));
    let (uuid, _) = somebody(&site);
    let mut driver = site.drive(Mode::Live);
    let id = driver.id(&uuid);
    driver.rest(id);
    let before = theirs(&driver.shown().0);
    let nothing = json!({ "email": "", "phone": "", "attributes": [] });
    site.sandbox().edit(&uuid, &nothing).unwrap();
    driver.sync(true);
    site.sandbox().clear_log();
    driver.command(Command::AskHistory(id));
    driver.pass(Duration::from_secs(1));
    let (timeline, source) = driver.shown();
    assert_eq!(source.state, HistoryState::NothingToAskBy);
    assert_eq!(theirs(&timeline), before, "what was told while there was something to ask by stays");
    assert!(source.asked_at.is_some());
    assert_eq!(asked(&site), Vec::<String>::new());
}

#[test]
fn an_answer_to_another_number_is_not_fresh() {
    let site = site(small(40));
    let (uuid, customer) = somebody(&site);
    let other = customers(&site).into_iter().find(|other| {
        other["mobile"].as_str().is_some_and(|mobile| mobile.len() >= 12)
            && other["id"] != customer["id"]
            && other["history"]["items"].as_array().unwrap().len() > 3
    });
    let other = other.unwrap();
    let mut driver = site.drive(Mode::Live);
    let id = driver.id(&uuid);
    driver.rest(id);
    let before = driver.shown().1.customer.unwrap().number;
    site.sandbox().edit(&uuid, &json!({ "dial_code": "", "phone": other["mobile"] })).unwrap();
    driver.sync(true);
    driver.rest(id);
    let source = driver.shown().1;
    assert_eq!(source.customer.unwrap().number, Some(other["id"].to_string()), "was {before:?}");
}

#[test]
fn the_engine_on_its_thread_asks_after_the_rest_and_shares_what_it_learned() {
    let site = site(small(40));
    let (uuid, _) = somebody(&site);
    let engine = site.start(Mode::Live);
    let id = engine.ask(|reply| Command::FindLead { name: uuid, reply }).unwrap().id;
    engine.command(Command::Open(Some(id)));
    let snapshot = engine.wait_for("the history", |snapshot| {
        let source = snapshot.open.as_ref().and_then(|open| open.timeline.sources.first());
        source.is_some_and(|source| source.state == HistoryState::Known)
    });
    assert!(theirs(&snapshot.open.as_ref().unwrap().timeline).len() > 3);
    assert_eq!(asked(&site).len(), 2);
}
