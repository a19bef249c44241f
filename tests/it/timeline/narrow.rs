//! Questions about a part of a history: what is passed on, and that no part ever passes for the whole.

use leadline::bridge::TimelineAnswer;
use leadline::sandbox::{CapillaryQuirks, TypeFilter};
use serde_json::json;

use super::*;

impl Driver<'_> {
    fn part(&mut self, lead: LeadId, networks: &[&str], types: &[&str]) -> TimelineAnswer {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let wanted = Wanted { networks: owned(networks), types: owned(types) };
        self.ask(|reply| Command::Timeline { lead, refresh: Some(wanted), reply }).unwrap()
    }
}

fn social() -> SandboxOptions {
    SandboxOptions { capillary: CapillaryQuirks { social: true, ..CapillaryQuirks::default() }, ..small(40) }
}

/// Network and type of each question.
fn asked_for(site: &Site) -> Vec<(Option<String>, Option<String>)> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    questions(site).iter().map(|query| (text(&query["network"]), text(&query["type"]))).collect()
}

fn word(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn a_part_is_asked_for_in_the_vendors_words_and_nothing_where_it_has_none_of_it() {
    let site = site(social());
    let (uuid, _) = somebody(&site);
    let mut driver = site.drive(Mode::Quiet);
    let id = driver.id(&uuid);
    let own = word("capillary");
    for (networks, types, expected) in [
        (&["facebook"][..], &[][..], vec![(word("facebook"), None)]),
        (&["Facebook", "twitter"], &[], vec![(word("facebook"), None), (word("twitter"), None)]),
        (&["viber"], &[], vec![(word("viber"), None)]),
        (&[], &["email"], vec![(own.clone(), word("email"))]),
        (&[], &["EmailBulk", "zalo"], vec![(own.clone(), word("emailbulk")), (own.clone(), word("zalo"))]),
        (&["foursquare"], &["checkin"], vec![(word("foursquare"), word("checkin"))]),
        // These have no word of their own: all of it is asked for.
        (&[], &["sms"], vec![(own.clone(), None)]),
        (&[], &["missed_call", "email"], vec![(own.clone(), None)]),
        (&["capillary"], &[], vec![(own.clone(), None)]),
        // Nothing of this can be theirs.
        (&["leadline"], &[], vec![]),
        (&["myspace"], &["email"], vec![]),
        (&[], &["change", "observed"], vec![]),
        (&[], &["change", "like"], vec![(own, word("like"))]),
    ] {
        site.sandbox().clear_log();
        driver.part(id, networks, types);
        assert_eq!(asked_for(&site), expected, "{networks:?} {types:?}");
    }
}

#[test]
fn a_part_is_shown_and_never_kept() {
    let site = site(social());
    let (uuid, _) = somebody(&site);
    let mut driver = site.drive(Mode::Quiet);
    let id = driver.id(&uuid);
    let answer = driver.part(id, &["facebook"], &[]);
    assert_eq!((&answer.timeline.sources[0].state, answer.timeline.sources[0].asked_at), (&HistoryState::Known, None));
    assert_eq!(answer.in_part, ["loyalty-0".into()]);
    let items = theirs(&answer.timeline);
    assert!(!items.is_empty());
    for item in &items {
        assert_eq!((&item["extra"]["network"], &item["kind"]), (&json!("facebook"), &json!("social")), "{item}");
    }
    let strip = driver.strip(id, false);
    assert_eq!((strip.sources[0].state.clone(), theirs(&strip).len()), (HistoryState::NeverAsked, 0));
    drop(driver);
    assert_eq!(site.store().leads_with_history().unwrap(), 0);
}

#[test]
fn a_part_lies_over_what_is_kept_and_takes_nothing_from_it() {
    for filter in [TypeFilter::Ignored, TypeFilter::Applied] {
        let site = site(social());
        let mail = |one: &Value| one["group"] == "email" && one["campaign"] == -1;
        let all = customers(&site);
        let fits = |one: &&Value| {
            let items = one["history"]["items"].as_array().unwrap();
            one["mobile"].is_string() && items.iter().any(mail) && !items.iter().all(mail)
        };
        let customer = all.iter().find(fits).unwrap();
        let mut driver = site.drive(Mode::Quiet);
        let id = driver.id(customer["lead"]["_id"].as_str().unwrap());
        let whole = driver.strip(id, true);
        let asked_at = whole.sources[0].asked_at;
        site.sandbox().set_options(&json!({ "capillary": { "type_filter": filter } })).unwrap();
        act(&site, "send", &json!({ "key": customer["mobile"], "group": "email", "subject": "Since then" }));
        act(&site, "send", &json!({ "key": customer["mobile"], "group": "zalo", "subject": "And this" }));
        driver.pass(Duration::from_secs(5));
        let answer = driver.part(id, &[], &["email"]);
        let shown = theirs(&answer.timeline);
        assert_eq!(shown.len(), theirs(&whole).len() + 1, "{filter:?}: one mail more, and nothing twice");
        assert_eq!(shown[0]["title"], "Since then");
        assert_eq!(answer.timeline.sources[0].asked_at, asked_at, "the whole is as old as it was");
        let more = driver.part(id, &["facebook", "twitter"], &[]);
        assert!(theirs(&more.timeline).len() > theirs(&whole).len());
        assert_eq!(theirs(&driver.strip(id, false)), theirs(&whole), "{filter:?}: what is kept stays as it was");
        // The whole takes it in.
        assert_eq!(theirs(&driver.strip(id, true)).len(), theirs(&whole).len() + 2);
    }
}

#[test]
fn a_part_that_fails_is_said_and_a_customer_nobody_knows_too() {
    let site = site(small(40));
    let (uuid, customer) = somebody(&site);
    let mut driver = site.drive(Mode::Quiet);
    let id = driver.id(&uuid);
    let whole = theirs(&driver.strip(id, true));
    fault(&site, "interactions:500");
    let answer = driver.part(id, &[], &["zalo"]);
    assert!(failed(&answer.timeline.sources[0]).contains("server fault (500)"));
    assert_eq!(theirs(&answer.timeline), whole);
    site.sandbox().clear_faults();
    assert_eq!(driver.strip(id, false).sources[0].state, HistoryState::Known, "the whole did not fail");
    act(&site, "merge", &json!({ "key": customer["mobile"] }));
    let source = driver.part(id, &[], &["zalo"]).timeline.sources.remove(0);
    assert_eq!(source.state, HistoryState::NobodyFound);
    assert!(source.warnings.iter().any(|warning| warning.contains("merged")), "{source:?}");
    // In the window, an agent who rests does not see any of this.
    let mut window = site.drive(Mode::Live);
    window.command(Command::Open(Some(id)));
    assert_eq!(theirs(&window.shown().0), whole);
}
