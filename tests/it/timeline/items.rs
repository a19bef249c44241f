//! For two hundred customers the strip equals the fake's history item for item, whatever the shape, zone and masking.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use leadline::bridge::{HistoryState, Timeline};
use leadline::domain::mask;
use leadline::sandbox::{CapillaryQuirks, V1Paging, Zone};
use serde_json::json;

use super::*;

/// How the fake writes.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Shape {
    V2,
    V1,
    /// The newer address in the older envelope.
    OldEnvelope,
}

/// A way of asking and answering.
#[derive(Clone, Copy, Debug)]
struct Way {
    shape: Shape,
    zone: Zone,
    /// What the settings say about it.
    setting: &'static str,
    masked: bool,
    identifiers: [&'static str; 3],
}

const USUAL: [&str; 3] = ["mobile", "email", "external_id"];

impl Way {
    fn site(self) -> Site {
        let capillary = CapillaryQuirks {
            old_envelope: self.shape == Shape::OldEnvelope,
            zone: self.zone,
            mask_otp: self.masked,
            mask_receiver: self.masked,
            ..CapillaryQuirks::default()
        };
        let mut site = Site::with_histories(SandboxOptions { capillary, page_size: 1_000, ..small(270) });
        let options = &mut site.config.accounts[LOYALTY].options;
        options.insert("zone".into(), self.setting.into());
        options.insert("api".into(), if self.shape == Shape::V1 { "v1.1" } else { "v2" }.into());
        options.insert("identifiers".into(), self.identifiers.map(toml::Value::from).to_vec().into());
        site.drive(Mode::Quiet).sync(true);
        site
    }

    fn ahead(self) -> i64 {
        if self.zone == Zone::India { 19_800 } else { 0 }
    }
}

/// By identifier and its value, the customer's place.
pub(super) type Known = HashMap<(&'static str, String), usize>;

pub(super) fn known(customers: &[Value]) -> Known {
    let mut known = Known::new();
    for (at, customer) in customers.iter().enumerate() {
        for name in USUAL {
            if let Some(value) = customer[name].as_str() {
                let value = if name == "email" { value.to_lowercase() } else { value.to_owned() };
                known.insert((name, value), at);
            }
        }
    }
    known
}

/// What a lead's own record says it can be found by.
fn identifiers(record: &Value) -> HashMap<&'static str, String> {
    let details = &record["profile"]["userDetails"];
    let digits = |value: &Value| {
        let digits: String = value.as_str().unwrap_or("").chars().filter(char::is_ascii_digit).collect();
        (!digits.is_empty()).then_some(digits)
    };
    let phone = &details["contact"]["phone"];
    let mobile = digits(&phone["prefix"]).zip(digits(&phone["number"])).map(|(prefix, number)| prefix + &number);
    let email = details["contact"]["email"].as_str().map(|email| email.trim().to_lowercase());
    let attributes = details["attributes"].as_array().map_or(&[][..], Vec::as_slice);
    let external = attributes.iter().find(|one| one["key"] == "LOYALTY_ID").and_then(|one| one["value"].as_str());
    let all = [("mobile", mobile), ("email", email), ("external_id", external.map(|id| id.trim().to_owned()))];
    all.into_iter().filter_map(|(name, value)| Some((name, value.filter(|value| !value.is_empty())?))).collect()
}

/// Compares every lead of the bot with what the fake holds about it.
fn compare(way: Way) {
    let site = way.site();
    let customers = customers(&site);
    let known = known(&customers);
    let mut driver = site.drive(Mode::Quiet);
    let state = site.sandbox().state();
    let records = state["vendors"]["rayzing"]["records"].as_array().unwrap();
    let (mut equal, mut strangers) = (0, 0);
    for record in records {
        let record = &record["record"];
        let ours = identifiers(record);
        let found = way.identifiers.iter().find_map(|name| known.get(&(*name, ours.get(name)?.clone())));
        let id = driver.id(record["_id"].as_str().unwrap());
        let strip = driver.strip(id, true);
        let source = &strip.sources[0];
        match found {
            Some(at) => {
                assert_eq!(source.state, HistoryState::Known, "{way:?}: {}", record["_id"]);
                check(way, &customers[*at], &strip);
                equal += 1;
            }
            None => {
                let nobody = [HistoryState::NobodyFound, HistoryState::NothingToAskBy];
                assert!(nobody.contains(&source.state), "{way:?}: {:?}", source.state);
                assert_eq!(theirs(&strip), Vec::<Value>::new());
                strangers += 1;
            }
        }
    }
    assert!(equal >= 200 && strangers > 5, "{equal} customers, {strangers} others");
}

/// Everything about one customer.
fn check(way: Way, customer: &Value, strip: &Timeline) {
    let shown = theirs(strip);
    let history = &customer["history"];
    let items = history["items"].as_array().unwrap();
    let mut left: Vec<&Value> = shown.iter().collect();
    for item in items {
        let (group, number) = (item["group"].as_str().unwrap(), item["id"].to_string());
        let place = left.iter().position(|shown| shown["channel"] == group && shown["remote_id"] == number.as_str());
        let shown = left.remove(place.unwrap_or_else(|| panic!("{way:?}: {item} is missing")));
        message(way, item, shown, strip);
    }
    for survey in history["surveys"].as_array().unwrap() {
        let sent = if way.shape == Shape::V2 { "sentBy" } else { "sent_by" };
        let when = if survey["completed_at"].is_null() { &survey["sent_at"] } else { &survey["completed_at"] };
        let is_it = |shown: &&Value| {
            let facts = [&shown["title"], &shown["extra"][sent]];
            shown["kind"] == "survey"
                && facts == [&survey["name"], &survey["sent_by"]]
                && at(&shown["at"]) == read_at(way, when, true, shown)
        };
        let place = left.iter().position(is_it);
        let shown = left.remove(place.unwrap_or_else(|| panic!("{way:?}: {survey} is missing among {left:?}")));
        assert_eq!(shown["delivery"], Value::Null);
        time(way, when, true, shown);
    }
    let missed = &history["missed_calls"];
    if missed["count"].as_u64() > Some(0) || missed["used"] == true {
        let place = left.iter().position(|shown| shown["kind"] == "missed_call");
        let shown = left.remove(place.expect("missed calls are told"));
        let counted = shown["extra"]["count"].to_string();
        assert_eq!(counted.trim_matches('"'), missed["count"].to_string());
    }
    assert_eq!(left, Vec::<&Value>::new(), "{way:?}: nothing is shown that is not there");
    let times: Vec<Option<Timestamp>> = strip.items.iter().map(|line| line.item.at).collect();
    assert!(times.is_sorted_by(|newer, older| older <= newer), "newest first, and what has no time last");
}

fn message(way: Way, item: &Value, shown: &Value, strip: &Timeline) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    assert_eq!(shown["kind"], "message");
    let receiver = if way.masked { json!("*****") } else { item["receiver"].clone() };
    assert_eq!(shown["receiver"], receiver);
    for name in ["campaign", "user"] {
        // The older shape says whose they are once, around all of them.
        let is_told = item[name] != -1 && (name == "campaign" || way.shape == Shape::V2);
        let expected = if is_told { item[name].clone() } else { Value::Null };
        assert_eq!(shown[name], expected, "{name}");
    }
    match item["status"].as_str() {
        Some(status) => assert_eq!(shown["delivery"]["raw"], status),
        None => assert_eq!(shown["delivery"]["raw"], Value::Null),
    }
    // The title, with its code hidden by the fake or by us.
    let code = item["code"].as_str().unwrap_or_default();
    let mut subject = text(&item["subject"]);
    if way.masked && !code.is_empty() {
        let stars: String = code.chars().map(|c| if c.is_numeric() { '*' } else { c }).collect();
        subject = subject.replace(code, &stars);
    } else if !code.is_empty() {
        assert_eq!(shown["masked"], true, "{item}");
        assert!(!shown.to_string().contains(code), "{shown}");
    }
    if way.shape != Shape::V2 {
        subject = subject.trim().to_owned();
    }
    let line = strip.items.iter().find(|line| {
        line.item.remote_id.as_deref() == shown["remote_id"].as_str()
            && line.item.channel.as_deref() == shown["channel"].as_str()
    });
    let line = line.unwrap();
    if subject.trim().is_empty() {
        assert_eq!(shown["title"], Value::Null);
    } else if let Some(hidden) = mask::shield(&subject) {
        assert_eq!(shown["title"], hidden);
        assert_eq!(line.unmasked.as_deref().map(str::trim), Some(subject.trim()));
    } else {
        assert_eq!((text(&shown["title"]), line.unmasked.as_ref()), (subject, None));
    }
    let mut extra = shown["extra"].clone();
    let broken = item["broken_date"] == true && way.shape != Shape::V2;
    if broken {
        assert_eq!(extra["sent_time"], "45837-06-15 02:56:40");
        extra.as_object_mut().unwrap().remove("sent_time");
    }
    assert_eq!(extra, item["extra"], "members that nobody knows, word for word");
    match item["delivered_at"].as_str() {
        Some(_) => time(way, &item["delivered_at"], way.shape != Shape::V2, shown),
        None if broken => assert_eq!(shown["at"], Value::Null),
        None => time(way, &item["sent_at"], true, shown),
    }
}

fn at(text: &Value) -> Timestamp {
    text.as_str().unwrap().parse().unwrap()
}

/// The moment as it must be shown: off by a zone where another one is read into it.
fn read_at(way: Way, when: &Value, without_zone: bool, shown: &Value) -> Timestamp {
    let read_as = match (without_zone, way.setting) {
        (false, _) => way.ahead(),
        (true, "auto") => match shown["zone_assumed"].as_str().expect("an assumed zone is said") {
            "+05:30" => 19_800,
            "+00:00" => 0,
            other => panic!("{way:?}: {other}"),
        },
        (true, "+05:30") => 19_800,
        (true, _) => 0,
    };
    at(when) + SignedDuration::from_secs(way.ahead() - read_as)
}

fn time(way: Way, when: &Value, without_zone: bool, shown: &Value) {
    assert_eq!(at(&shown["at"]), read_at(way, when, without_zone, shown), "{way:?}: {shown}");
    assert_eq!(shown.get("zone_assumed").is_some(), without_zone && way.setting == "auto");
}

fn both_zones(shape: Shape, masked: bool) {
    for zone in [Zone::Utc, Zone::India] {
        let setting = if zone == Zone::India { "+05:30" } else { "UTC" };
        compare(Way { shape, zone, setting, masked, identifiers: USUAL });
    }
}

#[test]
fn two_hundred_strips_equal_their_histories_in_the_newer_shape() {
    both_zones(Shape::V2, false);
}

#[test]
fn two_hundred_strips_equal_their_histories_in_the_older_shape() {
    both_zones(Shape::V1, false);
}

#[test]
fn two_hundred_strips_equal_their_histories_in_the_newer_shape_in_the_older_envelope() {
    both_zones(Shape::OldEnvelope, false);
}

#[test]
fn masking_by_the_vendor_changes_what_it_masked_and_nothing_else() {
    for shape in [Shape::V2, Shape::V1, Shape::OldEnvelope] {
        both_zones(shape, true);
    }
}

#[test]
fn a_zone_that_nobody_stated_is_inferred_and_said_and_a_wrong_one_is_taken_at_its_word() {
    for zone in [Zone::Utc, Zone::India] {
        for setting in ["auto", "UTC", "+05:30"] {
            compare(Way { shape: Shape::V2, zone, setting, masked: false, identifiers: USUAL });
        }
    }
}

#[test]
fn identifiers_are_asked_in_the_configured_order() {
    for identifiers in [["email", "external_id", "mobile"], ["external_id", "mobile", "email"]] {
        compare(Way { shape: Shape::V2, zone: Zone::Utc, setting: "UTC", masked: false, identifiers });
    }
}

#[test]
fn a_wrong_zone_is_said_once_the_vendors_own_times_speak_for_another() {
    let capillary = CapillaryQuirks { zone: Zone::India, ..CapillaryQuirks::default() };
    let site = site(SandboxOptions { capillary, ..small(60) });
    let mut driver = site.drive(Mode::Quiet);
    let mut said = 0;
    for customer in customers(&site) {
        let id = driver.id(customer["lead"]["_id"].as_str().unwrap());
        let strip = driver.strip(id, true);
        // The account's setting came from the sandbox itself and is right.
        assert_eq!(strip.sources[0].warnings, Vec::<String>::new());
    }
    let mut wrong = site;
    wrong.config.accounts[LOYALTY].options.insert("zone".into(), "UTC".into());
    let mut driver = wrong.drive(Mode::Quiet);
    for customer in customers(&wrong) {
        let id = driver.id(customer["lead"]["_id"].as_str().unwrap());
        for warning in &driver.strip(id, true).sources[0].warnings {
            assert!(warning.contains("+05:30") && warning.contains("“loyalty-0”"), "{warning}");
            said += 1;
        }
    }
    assert!(said > 20, "{said}");
}

#[test]
fn a_history_of_many_pages_comes_whole_however_its_pages_are_counted() {
    for (paging, leads) in [(V1Paging::PerGroup, 3), (V1Paging::Overall, 3)] {
        let capillary = CapillaryQuirks { v1_paging: paging, token_calls: Some(3), ..CapillaryQuirks::default() };
        let mut site =
            Site::with_histories(SandboxOptions { capillary, huge_history: 700, base_ms: None, ..small(leads) });
        site.config.accounts[LOYALTY].options.insert("api".into(), "v1.1".into());
        site.config.accounts[LOYALTY].timeout = Duration::from_secs(10);
        let mut driver = site.drive(Mode::Quiet);
        driver.sync(true);
        let customers = customers(&site);
        let huge = customers.iter().max_by_key(|one| one["history"]["items"].as_array().unwrap().len()).unwrap();
        assert_eq!(huge["history"]["items"].as_array().unwrap().len(), 700);
        let id = driver.id(huge["lead"]["_id"].as_str().unwrap());
        let strip = driver.strip(id, true);
        assert_eq!(strip.sources[0].state, HistoryState::Known, "a token that ends on the way is renewed each time");
        let way = Way { shape: Shape::V1, zone: Zone::Utc, setting: "UTC", masked: false, identifiers: USUAL };
        check(way, huge, &strip);
    }
}
