//! A token that ends, and a credential that is refused: counted requests, each fact told once.

use std::time::Duration;

use leadline::bridge::Command;
use leadline::domain::OutboxState;
use leadline::engine::Mode;

use super::*;

/// Vendors whose calls carry a token.
const SIGNED: [&str; 2] = ["ray", "mxo"];

/// What a vendor has been told, sorted.
fn texts(site: &Site, vendor: &str) -> Vec<String> {
    let mut texts: Vec<String> = stored(site, vendor).iter().map(comment).collect();
    texts.sort();
    texts
}

fn place(site: &Site, vendor: &str) -> usize {
    site.config.accounts.iter().position(|account| account.vendor.as_str() == vendor).unwrap()
}

impl Driver<'_> {
    fn credential_changed(&mut self, site: &Site, vendor: &str) {
        self.command(Command::CredentialChanged(site.config.accounts[place(site, vendor)].name.clone()));
    }
}

#[test]
fn a_token_that_ends_between_two_calls_is_renewed_once_and_each_fact_is_told_once() {
    // How it ends, and the calls that this costs: one is refused where nobody could know.
    for (ends, costs) in [("after one call", 3), ("withdrawn", 3), ("by its age", 2)] {
        for vendor in SIGNED {
            for sign_in in ["oauth", "envelope", "ok-envelope"] {
                if vendor != "ray" && sign_in != "oauth" {
                    continue;
                }
                let site = site(options(), &[]);
                if vendor == "ray" {
                    switch(&site, vendor, &json!({ "sign_in": sign_in }));
                }
                if ends == "after one call" {
                    switch(&site, vendor, &json!({ "token_calls": 1 }));
                }
                let mut driver = site.drive(Mode::Live);
                let people = driver.people();
                driver.record(people[0], "one", &[vendor]);
                match ends {
                    "withdrawn" => drop(site.sandbox().act(vendor, "revoke", &json!({})).unwrap()),
                    "by its age" => driver.pass(Duration::from_secs(4_000)),
                    _ => {}
                }
                let ids = driver.record(people[1], "two", &[vendor]);
                driver.pass(Duration::from_secs(600));
                assert_eq!(states(&mut driver, &ids), [OutboxState::Accepted], "{vendor} {ends} {sign_in}");
                assert_eq!((tokens(&site, vendor), calls(&site, vendor)), (2, costs), "{vendor} {ends} {sign_in}");
                assert_eq!(texts(&site, vendor), ["one", "two"], "{vendor} {ends} {sign_in}");
            }
        }
    }
}

#[test]
fn tokens_that_serve_three_calls_are_renewed_as_often_as_that_takes() {
    for vendor in SIGNED {
        let site = site(options(), &[]);
        switch(&site, vendor, &json!({ "token_calls": 3 }));
        let mut driver = site.drive(Mode::Quiet);
        let people = driver.people();
        for (n, lead) in people.iter().take(10).enumerate() {
            driver.record(*lead, &format!("fact {n}"), &[vendor]);
        }
        let report = driver.send();
        assert_eq!((report.confirmed, report.waiting, report.needs_agent), (10, 0, 0), "{vendor}: {report:?}");
        // Three of the ten were refused first, each for a token that had served its three.
        assert_eq!((tokens(&site, vendor), calls(&site, vendor)), (4, 13), "{vendor}");
        assert_eq!(texts(&site, vendor), (0..10).map(|n| format!("fact {n}")).collect::<Vec<_>>(), "{vendor}");
    }
}

#[test]
fn a_token_that_never_serves_is_no_storm() {
    for vendor in SIGNED {
        for switches in [json!({ "token_calls": 0 }), json!({ "token_ttl_secs": 0 })] {
            let site = site(options(), &[]);
            switch(&site, vendor, &switches);
            let mut driver = site.drive(Mode::Live);
            let people = driver.people();
            let ids: Vec<_> = (0..3).flat_map(|n| driver.record(people[n], &format!("fact {n}"), &[vendor])).collect();
            driver.pass(Duration::from_secs(3600));
            assert_eq!(states(&mut driver, &ids), [OutboxState::Waiting; 3], "{vendor} {switches}");
            assert_eq!((tokens(&site, vendor), calls(&site, vendor)), (2, 2), "{vendor} {switches}");
            assert_eq!(stored(&site, vendor).len(), 0, "{vendor} {switches}");
        }
    }
}

#[test]
fn a_token_that_lives_shorter_than_the_pace_serves_the_call_it_was_fetched_for() {
    for vendor in SIGNED {
        let mut site = site(options(), &[]);
        switch(&site, vendor, &json!({ "token_ttl_secs": 30 }));
        let at = place(&site, vendor);
        site.config.accounts[at].requests_per_second = 0.05;
        let mut driver = site.drive(Mode::Live);
        let people = driver.people();
        let ids: Vec<_> = (0..3).flat_map(|n| driver.record(people[n], &format!("fact {n}"), &[vendor])).collect();
        driver.pass(Duration::from_secs(300));
        assert_eq!(states(&mut driver, &ids), [OutboxState::Accepted; 3], "{vendor}");
        assert_eq!((tokens(&site, vendor), calls(&site, vendor)), (3, 3), "{vendor}");
    }
}

/// Every way in which a vendor refuses for good who asks: a withdrawn key, or a fault of the call; with these switches;
/// and the requests that this costs.
const REFUSALS: &[(&str, Option<&str>, &str, usize)] = &[
    ("ray", None, r#"{ "sign_in": "oauth" }"#, 1),
    ("ray", None, r#"{ "sign_in": "envelope" }"#, 1),
    ("ray", None, r#"{ "sign_in": "ok-envelope" }"#, 1),
    ("ray", None, r#"{ "grant_refusal": "401" }"#, 1),
    // A token is had, and refused, and another one is refused as well.
    ("ray", Some("interaction:401"), r#"{ "sign_in": "oauth" }"#, 4),
    ("ray", Some("interaction:401"), r#"{ "sign_in": "envelope" }"#, 4),
    ("releva", None, r#"{ "unauthorized": "401" }"#, 1),
    ("releva", None, r#"{ "unauthorized": "400-token" }"#, 1),
    ("releva", None, r#"{ "unauthorized": "400-domain" }"#, 1),
    ("mxo", None, "{}", 1),
    ("mxo", None, r#"{ "client_refused_by_400": true }"#, 1),
    ("mxo", Some("interaction:401"), r#"{ "errors": "empty" }"#, 4),
];

#[test]
fn a_credential_refused_for_good_waits_with_a_sentence_and_a_new_one_lets_each_fact_go_once() {
    for (vendor, kind, switches, costs) in REFUSALS {
        let what = format!("{vendor} {kind:?} {switches}");
        let site = site(options(), &[]);
        switch(&site, vendor, &serde_json::from_str(switches).unwrap());
        match kind {
            Some(kind) => fault(&site, &format!("{vendor}:{kind}")),
            None => site.enter_wrong_credential(place(&site, vendor)),
        }
        let mut driver = site.drive(Mode::Live);
        let people = driver.people();
        let ids: Vec<_> = (0..3).flat_map(|n| driver.record(people[n], &format!("fact {n}"), &[vendor])).collect();
        driver.pass(Duration::from_secs(3600));
        let asked = || calls(&site, vendor) + tokens(&site, vendor);
        assert_eq!(asked(), *costs, "{what}: an hour");
        for id in &ids {
            let item = driver.row(*id).item;
            assert_eq!((item.state, item.next_try_at), (OutboxState::Waiting, None), "{what}: no time heals it");
            assert!(item.why.starts_with("credential: "), "{what}: {}", item.why);
            assert!(item.why.contains(&format!("leadline credential set {vendor}-0")), "{what}: {}", item.why);
        }
        assert_eq!(stored(&site, vendor).len(), 0, "{what}");
        // A new one, which the vendor takes.
        site.sandbox().clear_faults();
        site.enter_credential(place(&site, vendor));
        driver.credential_changed(&site, vendor);
        driver.pass(Duration::from_secs(3600));
        assert_eq!(states(&mut driver, &ids), [OutboxState::Accepted; 3], "{what}");
        assert_eq!(texts(&site, vendor), ["fact 0", "fact 1", "fact 2"], "{what}");
        let more = asked() - costs;
        let most = if SIGNED.contains(vendor) { 4 } else { 3 };
        assert!(more <= most, "{what}: {more} requests for three facts");
    }
}
