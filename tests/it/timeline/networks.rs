//! What the settings of an account add to its questions, and pages and networks that answer in odd ways.

use leadline::sandbox::{CapillaryQuirks, V1Paging};
use serde_json::json;

use super::*;

fn social() -> SandboxOptions {
    SandboxOptions { capillary: CapillaryQuirks { social: true, ..CapillaryQuirks::default() }, ..small(40) }
}

fn words(words: &[&str]) -> toml::Value {
    toml::Value::Array(words.iter().map(|word| (*word).into()).collect())
}

/// How many of the items came over each network.
fn over(timeline: &Timeline, network: &str) -> usize {
    theirs(timeline).iter().filter(|item| item["extra"]["network"].as_str().unwrap_or("capillary") == network).count()
}

#[test]
fn every_configured_network_is_asked_for_and_reaches_the_strip() {
    for (api, old_envelope) in [("v2", false), ("v2", true), ("v1.1", false)] {
        let mut site = site(social());
        site.sandbox().set_options(&json!({ "capillary": { "old_envelope": old_envelope } })).unwrap();
        set(&mut site, "api", api);
        let (uuid, customer) = somebody(&site);
        let mut driver = site.drive(Mode::Quiet);
        let id = driver.id(&uuid);
        let own = theirs(&driver.strip(id, true));
        drop(driver);
        set(&mut site, "networks", words(&["capillary", "facebook", "twitter", "foursquare", "viber"]));
        site.sandbox().clear_log();
        let mut driver = site.drive(Mode::Quiet);
        let strip = driver.strip(id, true);
        let networks: Vec<Value> = questions(&site).iter().map(|query| query["network"].clone()).collect();
        assert_eq!(networks, ["capillary", "facebook", "twitter", "foursquare", "viber"], "{api}");
        assert_eq!(strip.sources[0].state, HistoryState::Known);
        let visits = usize::try_from(customer["id"].as_i64().unwrap() % 4 + 1).unwrap();
        for (network, count) in
            [("capillary", own.len()), ("facebook", visits), ("foursquare", visits), ("twitter", 2), ("viber", 0)]
        {
            assert_eq!(over(&strip, network), count, "{api} {old_envelope} {network}");
        }
        for item in theirs(&strip) {
            let channel = item["channel"].as_str().unwrap();
            let network = item["extra"]["network"].as_str();
            assert_eq!(item["kind"] == "social", network.is_some(), "{item}");
            if channel == "checkin" {
                assert!(item["at"].is_string() && item["extra"]["lat"].to_string().contains("12.97"), "{item}");
            }
            if network == Some("twitter") {
                assert!(["tweet", "retweet"].contains(&channel) && !item["extra"]["count"].is_null(), "{item}");
            }
        }
    }
}

#[test]
fn source_account_and_attribution_of_the_settings_are_in_every_question() {
    let mut site = site(small(40));
    let (uuid, _) = somebody(&site);
    set(&mut site, "source", "WECHAT");
    let mut driver = site.drive(Mode::Quiet);
    let id = driver.id(&uuid);
    let strip = driver.strip(id, true);
    assert!(failed(&strip.sources[0]).contains("set account_id"), "{:?}", strip.sources[0]);
    drop(driver);
    set(&mut site, "account_id", "12");
    let mut attribution = toml::Table::new();
    attribution.insert("type".into(), "STORE_CODE".into());
    attribution.insert("code".into(), "b7".into());
    set(&mut site, "attribution", attribution);
    site.sandbox().clear_log();
    let mut driver = site.drive(Mode::Quiet);
    assert_eq!(driver.strip(id, true).sources[0].state, HistoryState::Known);
    let log = site.sandbox().log();
    let question = log.iter().find(|entry| entry["query"]["identifierValue"].is_string()).unwrap();
    assert_eq!((&question["query"]["source"], &question["query"]["accountId"]), (&json!("WECHAT"), &json!("12")));
    // The log blanks what headers say; what these say is a matter of the vendor's own tests.
    for header in ["x-cap-api-attribution-entity-type", "x-cap-api-attribution-entity-code"] {
        assert!(question["headers"][header].is_string(), "{question}");
    }
    drop(driver);
    for (key, value, says) in [("source", "NOWHERE", "check source"), ("account_id", "1-2", "check account_id")] {
        let before = site.config.accounts[LOYALTY].options.insert(key.into(), value.into()).unwrap();
        let mut driver = site.drive(Mode::Quiet);
        let strip = driver.strip(id, true);
        assert!(failed(&strip.sources[0]).contains(says), "{:?}", strip.sources[0]);
        drop(driver);
        set(&mut site, key, before);
    }
}

#[test]
fn a_network_that_refuses_takes_nothing_from_what_the_others_tell() {
    let mut site = site(social());
    let (uuid, customer) = somebody(&site);
    set(&mut site, "networks", words(&["capillary", "facebook", "twitter"]));
    for trouble in ["refused", "merged"] {
        let mut driver = site.drive(Mode::Quiet);
        let id = driver.id(&uuid);
        driver.command(Command::AskHistory(id));
        driver.send_only();
        // The token is in, and the first network answered.
        assert!(driver.one_answer());
        match trouble {
            "refused" => fault(&site, "interactions:400:1"),
            _ => act(&site, "merge", &json!({ "key": customer["mobile"] })),
        }
        driver.pump();
        let strip = driver.strip(id, false);
        let source = &strip.sources[0];
        assert_eq!(source.state, HistoryState::Known, "{trouble}");
        assert!(over(&strip, "capillary") > 3, "{trouble}");
        assert_eq!((over(&strip, "facebook"), over(&strip, "twitter") > 0), (0, trouble == "refused"), "{trouble}");
        let says = if trouble == "refused" { "for “facebook”" } else { "merged" };
        assert!(source.warnings.iter().any(|warning| warning.contains(says)), "{trouble}: {source:?}");
    }
}

#[test]
fn all_networks_refused_is_a_failure_like_any_other() {
    let mut site = site(social());
    let (uuid, _) = somebody(&site);
    set(&mut site, "networks", words(&["capillary", "facebook"]));
    let mut driver = site.drive(Mode::Quiet);
    let id = driver.id(&uuid);
    fault(&site, "interactions:400");
    let strip = driver.strip(id, true);
    assert!(failed(&strip.sources[0]).contains("as wrong (400)"), "{:?}", strip.sources[0]);
    assert_eq!(questions(&site).len(), 2);
}

#[test]
fn a_server_that_forgets_where_it_was_is_not_read_for_ever_and_nothing_stands_twice() {
    for (paging, whole) in [(V1Paging::NoOffset, false), (V1Paging::Nothing, true)] {
        let capillary = CapillaryQuirks { v1_paging: paging, social: true, ..CapillaryQuirks::default() };
        let mut site = Site::with_histories(SandboxOptions { capillary, huge_history: 400, ..small(3) });
        set(&mut site, "api", "v1.1");
        set(&mut site, "networks", words(&["capillary", "facebook"]));
        site.config.accounts[LOYALTY].timeout = Duration::from_secs(10);
        let mut driver = site.drive(Mode::Quiet);
        driver.sync(true);
        let customers = customers(&site);
        let huge = customers.iter().max_by_key(|one| one["history"]["items"].as_array().unwrap().len()).unwrap();
        let id = driver.id(huge["lead"]["_id"].as_str().unwrap());
        site.sandbox().clear_log();
        let strip = driver.strip(id, true);
        assert_eq!(questions(&site).len(), 3, "{paging:?}: the page, the page once more, and the other network");
        assert_eq!(strip.sources[0].state, HistoryState::Known);
        assert!(over(&strip, "facebook") > 0);
        let mut names: Vec<String> = theirs(&strip)
            .iter()
            .filter(|item| item["kind"] == "message")
            .map(|item| format!("{} {}", item["channel"], item["remote_id"]))
            .collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count, "{paging:?}: nothing twice");
        assert_eq!(count == 400, whole, "{paging:?}: {count}");
        let says = strip.sources[0].warnings.iter().any(|warning| warning.contains("the same page again"));
        assert_eq!(says, !whole, "{:?}", strip.sources[0].warnings);
    }
}

#[test]
fn a_lead_that_is_known_by_nothing_but_an_external_id_is_asked_for_by_it() {
    for api in ["v2", "v1.1"] {
        let mut site = site(small(60));
        set(&mut site, "api", api);
        let all = customers(&site);
        let customer = all.iter().find(|one| {
            one["external_id"].is_string()
                && one["lead"]["uuid"].is_string()
                && one["history"]["items"].as_array().unwrap().len() > 1
        });
        let customer = customer.unwrap();
        let uuid = customer["lead"]["uuid"].as_str().unwrap();
        site.sandbox().edit(uuid, &json!({ "email": "", "phone": "", "dial_code": "" })).unwrap();
        let mut driver = site.drive(Mode::Quiet);
        driver.sync(true);
        site.sandbox().clear_log();
        let id = driver.id(uuid);
        let source = driver.strip(id, true).sources.remove(0);
        assert_eq!(source.state, HistoryState::Known, "{api}");
        assert_eq!(source.customer.unwrap().evidence, ["external id"]);
        let [question] = <[Value; 1]>::try_from(questions(&site)).unwrap();
        assert_eq!(question["identifierName"], "external_id");
        assert_eq!(question["identifierValue"], customer["external_id"]);
    }
}
