//! Every way an answer can fail: it is said in words, the earlier answer stays, and the next asking heals it.

use leadline::bridge::AccountState;
use leadline::sandbox::{CapillaryQuirks, Timings};
use serde_json::json;

use super::*;

/// A short `slow` and `drip`, so that no test waits.
fn quick() -> SandboxOptions {
    let timings = Timings { slow_ms: 2_000, late_ms: 50, drip_ms: 30, retry_after_secs: 2 };
    SandboxOptions { timings, ..small(40) }
}

#[test]
fn every_fault_that_stays_ends_in_words_beside_the_earlier_answer_and_heals_at_the_next_asking() {
    for (word, says) in [
        ("429", "slow down (429)"),
        ("429-retry", "slow down (429)"),
        ("429-retry-date", "slow down (429)"),
        ("461", "busy searching (461)"),
        ("500", "server fault (500)"),
        ("own-500", "server fault (500)"),
        ("502", "server fault (502)"),
        ("503", "server fault (503)"),
        ("own-503", "4001"),
        ("503-retry", "said when to come back (503)"),
        ("504", "server fault (504)"),
        ("520", "server fault (520)"),
        ("521", "busy with this customer (521)"),
        ("400", "as wrong (400)"),
        ("404", "does not know this address (404)"),
        ("refusal", "server fault (500)"),
        ("html", "web page"),
        ("invalid-json", "breaks off"),
        ("invalid-utf8", "no UTF-8"),
        ("empty", "answered with nothing"),
        ("wrong-type", "answered with"),
        ("cut", "broke"),
        ("drip", "s"),
        ("huge", "M"),
        ("redirect", "redirect (302)"),
        ("reset-before", "s"),
        ("timeout-before", "s"),
    ] {
        let mut site = site(quick());
        if word == "huge" {
            // How far it is read before the time is up depends on the machine; how much of it is read must not.
            site.config.accounts.iter_mut().for_each(|account| account.timeout = Duration::from_secs(30));
        }
        let (uuid, customer) = somebody(&site);
        let mut driver = site.drive(Mode::Quiet);
        let id = driver.id(&uuid);
        let before = driver.strip(id, true);
        assert_eq!(before.sources[0].state, HistoryState::Known);
        act(&site, "send", &json!({ "key": customer["mobile"], "subject": "Since then" }));
        site.sandbox().clear_log();
        fault(&site, &format!("interactions:{word}"));
        let strip = driver.strip(id, true);
        let sentence = failed(&strip.sources[0]);
        assert!(sentence.starts_with("Capillary ") && sentence.ends_with('.'), "{word}: {sentence}");
        assert!(sentence.contains(says) && sentence.matches(". ").count() == 1, "{word}: {sentence}");
        for secret in [&uuid, "127.0.0.1", "http:", customer["mobile"].as_str().unwrap()] {
            assert!(!sentence.contains(secret), "{word}: {sentence}");
        }
        assert_eq!(strip.items, before.items, "{word}: what was told earlier stays");
        assert_eq!(strip.sources[0].asked_at, before.sources[0].asked_at, "{word}");
        let tries = asked(&site).len();
        assert!((1..=3).contains(&tries), "{word}: {tries} tries");
        site.sandbox().clear_faults();
        let healed = driver.strip(id, true);
        assert_eq!(healed.sources[0].state, HistoryState::Known, "{word}");
        assert_eq!(theirs(&healed).len(), theirs(&before).len() + 1, "{word}");
    }
}

#[test]
fn one_fault_of_a_passing_kind_costs_a_try_and_no_word() {
    for endpoint in ["interactions", "token"] {
        for word in ["429-retry", "461", "500", "503-retry-date", "520", "html", "cut", "reset-before", "empty"] {
            if endpoint == "token" && ["461", "520"].contains(&word) {
                continue;
            }
            let site = site(quick());
            let (uuid, _) = somebody(&site);
            fault(&site, &format!("{endpoint}:{word}:1"));
            let mut driver = site.drive(Mode::Quiet);
            let id = driver.id(&uuid);
            assert_eq!(driver.strip(id, true).sources[0].state, HistoryState::Known, "{endpoint} {word}");
        }
    }
}

#[test]
fn a_token_that_ended_early_is_renewed_once_without_a_word() {
    let site = site(quick());
    let (uuid, _) = somebody(&site);
    let mut driver = site.drive(Mode::Quiet);
    let id = driver.id(&uuid);
    driver.strip(id, true);
    driver.strip(id, true);
    assert_eq!(tokens(&asked(&site)), 1, "one token serves many questions");
    for ends in ["revoked", "401 once", "403 once"] {
        site.sandbox().clear_log();
        match ends {
            "revoked" => act(&site, "revoke", &json!({})),
            one => fault(&site, &format!("interactions:{}:1", &one[..3])),
        }
        let strip = driver.strip(id, true);
        assert_eq!(strip.sources[0].state, HistoryState::Known, "{ends}");
        let asked = asked(&site);
        assert_eq!((tokens(&asked), asked.len()), (1, 3), "{ends}: {asked:?}");
        assert_eq!(driver.ask(|reply| Command::Accounts { reply })[LOYALTY].state, AccountState::Works);
    }
}

#[test]
fn a_token_is_fetched_anew_shortly_before_its_end() {
    let capillary = CapillaryQuirks { token_ttl_secs: 300, ..CapillaryQuirks::default() };
    let site = site(SandboxOptions { capillary, ..quick() });
    let (uuid, _) = somebody(&site);
    let mut driver = site.drive(Mode::Quiet);
    let id = driver.id(&uuid);
    for (wait, expected) in [(0, 1), (200, 1), (69, 1), (2, 2)] {
        driver.pass(Duration::from_secs(wait));
        driver.strip(id, true);
        assert_eq!(tokens(&asked(&site)), expected, "after {wait} s more");
    }
}

#[test]
fn a_token_that_lives_shorter_than_the_pace_is_no_storm_and_still_serves() {
    for (secs, calls, works) in [(0, None, false), (1, None, true), (300, Some(1), true), (300, Some(0), false)] {
        let capillary = CapillaryQuirks { token_ttl_secs: secs, token_calls: calls, ..CapillaryQuirks::default() };
        let mut site = site(SandboxOptions { capillary, ..quick() });
        site.config.accounts[LOYALTY].requests_per_second = 0.5;
        let (uuid, _) = somebody(&site);
        let mut driver = site.drive(Mode::Quiet);
        let id = driver.id(&uuid);
        let strip = driver.strip(id, true);
        assert_eq!(strip.sources[0].state == HistoryState::Known, works, "{:?}", strip.sources[0].state);
        let asked = asked(&site);
        assert!(asked.len() <= 4 && tokens(&asked) <= 2, "{secs} s, {calls:?} calls: {asked:?}");
    }
}

#[test]
fn a_credential_that_is_refused_for_good_is_said_as_such_and_a_new_one_heals_by_itself() {
    for auth in ["oauth", "basic"] {
        let mut site = site(quick());
        site.config.accounts[LOYALTY].options.insert("auth".into(), auth.into());
        let (uuid, _) = somebody(&site);
        let mut driver = site.drive(Mode::Live);
        let id = driver.id(&uuid);
        driver.rest(id);
        let (before, _) = driver.shown();
        assert_eq!(before.sources[0].state, HistoryState::Known, "{auth}");
        driver.pass(Duration::from_secs(700));
        site.enter_wrong_credential(LOYALTY);
        driver.command(Command::CredentialChanged("loyalty-0".into()));
        driver.pump();
        site.sandbox().clear_log();
        driver.command(Command::AskHistory(id));
        driver.pass(Duration::from_secs(5));
        let (shown, source) = driver.shown();
        let sentence = failed(&source);
        assert!(sentence.contains("refused the credential of account “loyalty-0”"), "{auth}: {sentence}");
        assert!(sentence.contains("leadline credential set loyalty-0"), "{auth}: {sentence}");
        assert_eq!(theirs(&shown), theirs(&before), "{auth}");
        assert_eq!(asked(&site).len(), 1, "{auth}");
        // Resting on other leads costs nothing while it is refused, and says why.
        let other = driver.ask(|reply| Command::Leads { query: Default::default(), limit: None, reply });
        let other = other.leads.iter().map(|view| view.id).find(|other| *other != id).unwrap();
        driver.rest(other);
        let (_, source) = driver.shown();
        assert!(matches!(source.state, HistoryState::Failed(_) | HistoryState::NothingToAskBy), "{:?}", source.state);
        driver.rest(id);
        assert_eq!(asked(&site).len(), 1, "{auth}");
        site.enter_credential(LOYALTY);
        driver.command(Command::CredentialChanged("loyalty-0".into()));
        driver.pass(Duration::from_secs(2));
        assert_eq!(driver.shown().1.state, HistoryState::Known, "{auth}: the open lead is asked about by itself");
    }
}

#[test]
fn a_right_that_was_withdrawn_for_a_while_heals_at_the_next_asking() {
    let site = site(quick());
    let (uuid, _) = somebody(&site);
    let mut driver = site.drive(Mode::Quiet);
    let id = driver.id(&uuid);
    fault(&site, "interactions:403:2");
    let strip = driver.strip(id, true);
    assert!(failed(&strip.sources[0]).contains("refused the credential"), "{:?}", strip.sources[0]);
    assert_eq!(driver.strip(id, true).sources[0].state, HistoryState::Known);
}

#[test]
fn without_a_credential_nobody_is_asked_and_that_is_said() {
    let site = site(quick());
    site.remove_credential(LOYALTY);
    let (uuid, _) = somebody(&site);
    let mut driver = site.drive(Mode::Live);
    let id = driver.id(&uuid);
    driver.rest(id);
    assert!(failed(&driver.shown().1).contains("No credential for account “loyalty-0”"));
    assert_eq!(asked(&site), Vec::<String>::new());
}

#[test]
fn nobody_who_waits_sits_out_a_long_wait_that_the_vendor_named() {
    let timings = Timings { retry_after_secs: 1_800, ..quick().timings };
    for word in ["429-retry", "429-retry-date", "503-retry"] {
        let site = site(SandboxOptions { timings, ..quick() });
        let (uuid, _) = somebody(&site);
        let mut driver = site.drive(Mode::Quiet);
        let id = driver.id(&uuid);
        fault(&site, &format!("interactions:{word}:1"));
        let began = driver.now.mono;
        let strip = driver.strip(id, true);
        assert!(failed(&strip.sources[0]).contains("may be asked again in 1"), "{:?}", strip.sources[0]);
        assert!(driver.now.mono - began < Duration::from_secs(5));
        // Asking again does not break the word that was given.
        let strip = driver.strip(id, true);
        failed(&strip.sources[0]);
        assert_eq!(asked(&site).len(), 2, "{word}: one token, one question");
    }
}

#[test]
fn in_the_window_a_slowed_account_holds_its_questions_says_so_and_goes_on_by_itself() {
    let timings = Timings { retry_after_secs: 60, ..quick().timings };
    let site = site(SandboxOptions { timings, ..quick() });
    let (uuid, _) = somebody(&site);
    let mut driver = site.drive(Mode::Live);
    let id = driver.id(&uuid);
    fault(&site, "interactions:429-retry:1");
    driver.rest(id);
    driver.pass(Duration::from_secs(2));
    let (_, source) = driver.shown();
    let sentence = failed(&source);
    assert!(sentence.contains("slow down (429)") && sentence.contains("asked again by itself in"), "{sentence}");
    driver.command(Command::AskHistory(id));
    driver.pass(Duration::from_secs(50));
    assert_eq!(asked(&site).len(), 2, "one token, one question");
    driver.pass(Duration::from_secs(10));
    assert_eq!(driver.shown().1.state, HistoryState::Known);
    assert_eq!(asked(&site).len(), 3);
}

#[test]
fn walking_over_leads_while_nothing_works_is_no_storm() {
    for word in ["500", "400"] {
        let site = site(quick());
        let mut driver = site.drive(Mode::Live);
        let leads = driver.ask(|reply| Command::Leads { query: Default::default(), limit: None, reply }).leads;
        fault(&site, &format!("interactions:{word}"));
        // Two minutes of resting half a second on each of five leads, again and again.
        for step in 0..240 {
            driver.command(Command::Open(Some(leads[step % 5].id)));
            driver.pass(Duration::from_millis(500));
        }
        let count = asked(&site).len();
        let most = if word == "500" { 25 } else { 30 };
        assert!(count <= most, "{word}: {count} requests in two minutes");
        site.sandbox().clear_faults();
        let (uuid, _) = somebody(&site);
        let id = driver.id(&uuid);
        driver.command(Command::Open(Some(id)));
        driver.command(Command::AskHistory(id));
        driver.pass(Duration::from_secs(1));
        assert_eq!(driver.shown().1.state, HistoryState::Known, "{word}: being asked is a reason to try at once");
    }
}
