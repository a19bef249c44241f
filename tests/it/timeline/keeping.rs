//! What is kept of an answer: over restarts, beside links that were undone, and by accounts that left.

use std::sync::Arc;

use leadline::domain::{AccountName, Field};
use leadline::sandbox::CapillaryQuirks;
use leadline::store::{StoredHistory, StoredItem};
use serde_json::json;

use super::*;
use crate::support::engine::World;

#[test]
fn a_customer_who_is_somebody_else_is_not_shown_until_that_is_taken_back() {
    let site = site(small(40));
    let (uuid, _) = somebody(&site);
    let account = AccountName::from("loyalty-0");
    let mut driver = site.drive(Mode::Live);
    let id = driver.id(&uuid);
    driver.rest(id);
    let (before, source) = driver.shown();
    let customer = source.customer.unwrap();
    assert_eq!(customer.evidence, ["phone"]);
    driver.command(Command::Link { lead: id, account: account.clone(), linked: false });
    for round in 0..2 {
        let (timeline, source) = driver.shown();
        assert_eq!(source.state, HistoryState::Unlinked);
        assert_eq!(source.customer.as_ref(), Some(&customer), "what was decided about stays in sight");
        assert_eq!(theirs(&timeline), Vec::<Value>::new());
        assert!(timeline.items.len() < before.items.len());
        site.sandbox().clear_log();
        driver.pass(Duration::from_secs(700));
        driver.rest(id);
        assert_eq!(asked(&site), Vec::<String>::new(), "nobody rests on a stranger's history");
        if round == 0 {
            driver = site.drive(Mode::Live);
            driver.command(Command::Open(Some(id)));
        }
    }
    driver.command(Command::Link { lead: id, account, linked: true });
    let (timeline, source) = driver.shown();
    assert_eq!((source.state, theirs(&timeline)), (HistoryState::Known, theirs(&before)));
    driver = site.drive(Mode::Live);
    driver.command(Command::Open(Some(id)));
    assert_eq!(driver.shown().1.state, HistoryState::Known);
}

#[test]
fn the_evidence_names_what_found_the_customer_and_what_else_agrees() {
    let capillary = CapillaryQuirks { old_envelope: true, ..CapillaryQuirks::default() };
    let site = site(SandboxOptions { capillary, ..small(60) });
    let mut driver = site.drive(Mode::Quiet);
    let mut seen = std::collections::BTreeSet::new();
    for customer in customers(&site) {
        let id = driver.id(customer["lead"]["_id"].as_str().unwrap());
        let source = driver.strip(id, true).sources[0].clone();
        let Some(found) = source.customer else { continue };
        if found.number.as_deref() != Some(customer["id"].to_string().as_str()) {
            continue;
        }
        seen.insert(found.evidence.join("+"));
    }
    for all in ["phone+e-mail+external id", "phone+e-mail", "phone", "e-mail"] {
        assert!(seen.contains(all), "{all} is not among {seen:?}");
    }
    site.sandbox().set_options(&json!({ "capillary": { "mask_receiver": true } })).unwrap();
    let (uuid, _) = somebody(&site);
    let id = driver.id(&uuid);
    let masked = driver.strip(id, true).sources[0].customer.clone().unwrap();
    assert!(!masked.evidence.contains(&"e-mail".to_owned()), "asterisks are no evidence: {masked:?}");
}

#[test]
fn a_merged_customer_an_empty_history_and_warnings_are_told_apart() {
    let capillary = CapillaryQuirks { warnings: true, ..CapillaryQuirks::default() };
    let site = site(SandboxOptions { capillary, ..small(40) });
    let mut driver = site.drive(Mode::Quiet);
    let (uuid, customer) = somebody(&site);
    let id = driver.id(&uuid);
    let source = driver.strip(id, true).sources[0].clone();
    assert_eq!(source.warnings, ["Some interactions could not be retrieved"]);
    act(&site, "merge", &json!({ "key": customer["id"].to_string() }));
    let strip = driver.strip(id, true);
    assert_eq!((&strip.sources[0].state, theirs(&strip).len()), (&HistoryState::NobodyFound, 0));
    assert!(strip.sources[0].warnings[0].contains("merged into another"), "{:?}", strip.sources[0]);
    let silent = customers(&site).into_iter().find(|one| {
        one["history"]["items"] == json!([])
            && one["history"]["surveys"] == json!([])
            && one["history"]["missed_calls"]["count"] == 0
    });
    let id = driver.id(silent.unwrap()["lead"]["_id"].as_str().unwrap());
    let strip = driver.strip(id, true);
    assert_eq!((&strip.sources[0].state, theirs(&strip).len()), (&HistoryState::Known, 0));
}

#[test]
fn only_accounts_that_keep_histories_are_sources() {
    let site = Site::new(small(20));
    let mut driver = site.drive(Mode::Quiet);
    driver.sync(true);
    let lead = driver.ask(|reply| Command::Leads { query: Default::default(), limit: Some(1), reply }).leads[0].id;
    let strip = driver.strip(lead, true);
    assert_eq!(strip.sources, []);
    assert!(!strip.items.is_empty());
}

#[test]
fn an_account_that_left_the_settings_still_shows_what_it_told_until_its_successor_answers() {
    let mut site = site(small(40));
    let (uuid, _) = somebody(&site);
    let id = {
        let mut driver = site.drive(Mode::Quiet);
        let id = driver.id(&uuid);
        driver.strip(id, true);
        id
    };
    let before = theirs(&site.drive(Mode::Quiet).strip(id, false));
    assert!(before.len() > 3);
    let loyalty = site.config.accounts.remove(LOYALTY);
    let strip = site.drive(Mode::Quiet).strip(id, true);
    assert_eq!((strip.sources.len(), theirs(&strip)), (0, before.clone()));
    // The same account under another name.
    site.config.accounts.push(loyalty);
    site.config.accounts[LOYALTY].name = "points-0".into();
    site.enter_credential(LOYALTY);
    let mut driver = site.drive(Mode::Quiet);
    assert_eq!(theirs(&driver.strip(id, false)), before, "it has not answered yet");
    let strip = driver.strip(id, true);
    assert_eq!(theirs(&strip), before, "nothing stands twice");
    assert_eq!(strip.sources[0].account, "points-0".into());
    // The lead's own account left as well: its name stands for its vendor.
    site.config.accounts.remove(0);
    let strip = site.drive(Mode::Quiet).strip(id, false);
    let created = strip.items.iter().find(|line| line.item.title.as_deref() == Some("Lead created")).unwrap();
    assert_eq!(created.item.source, "desk-0");
}

#[test]
fn what_another_version_kept_and_nobody_can_read_is_said_and_asked_for_again() {
    let site = site(small(40));
    let (uuid, _) = somebody(&site);
    let mut driver = site.drive(Mode::Quiet);
    let id = driver.id(&uuid);
    let before = theirs(&driver.strip(id, true));
    drop(driver);
    let mut store = site.store();
    let mut history: StoredHistory = store.histories(id).unwrap().remove(0);
    history.items[0] = StoredItem { item: r#"{"v":3}"#.into(), unmasked: None };
    history.items.truncate(2);
    store.write(|tx| tx.replace_history(id, &history)).unwrap();
    drop(store);
    let mut driver = site.drive(Mode::Live);
    driver.command(Command::Open(Some(id)));
    let (timeline, source) = driver.shown();
    assert_eq!(theirs(&timeline).len(), 1);
    assert!(source.warnings[0].contains("1 of its items") && source.warnings[0].contains("ask again"), "{source:?}");
    site.sandbox().clear_log();
    driver.pass(Duration::from_secs(1));
    assert_eq!(asked(&site).len(), 2, "fresh as it is");
    let (timeline, source) = driver.shown();
    assert_eq!((theirs(&timeline), source.warnings), (before, Vec::new()));
}

#[test]
fn a_long_history_is_read_once_and_its_strip_is_shared_until_something_of_it_moves() {
    let site = Site::with_histories(SandboxOptions { huge_history: 20_000, ..small(3) });
    let mut site = site;
    site.config.accounts[LOYALTY].timeout = Duration::from_secs(60);
    let mut driver = site.drive(Mode::Live);
    driver.sync(true);
    let huge = customers(&site).into_iter().max_by_key(|one| one["history"]["items"].as_array().unwrap().len());
    let id = driver.id(huge.unwrap()["lead"]["_id"].as_str().unwrap());
    driver.rest(id);
    let (first, source) = driver.shown();
    assert_eq!(source.state, HistoryState::Known);
    assert!(first.items.len() > 20_000, "{}", first.items.len());
    // Readings and looks leave the pointer as it is.
    driver.command(Command::Seen(id));
    driver.command(Command::Refresh(id));
    driver.pass(Duration::from_secs(1));
    driver.command(Command::Open(Some(id)));
    assert!(Arc::ptr_eq(&first, &driver.shown().0));
    // Being asked is a word beside it; the items are the same ones.
    driver.command(Command::AskHistory(id));
    let (asking, source) = driver.shown();
    assert_eq!(source.state, HistoryState::Asking);
    assert!(Arc::ptr_eq(&first.items, &asking.items));
    driver.world = World::Offline;
    driver.pass(Duration::from_secs(30));
    let (asking, source) = driver.shown();
    assert!(failed(&source).contains("could not be reached"));
    assert!(Arc::ptr_eq(&first.items, &asking.items));
    driver.world = World::Net;
    // Somebody takes the rows out of the file; an edit does not read them again.
    let rows = site.locked_database();
    rows.execute_batch("DELETE FROM interactions; COMMIT;").unwrap();
    drop(rows);
    driver.wish(id, Field::Status, "review").unwrap();
    let (edited, _) = driver.shown();
    assert_eq!(edited.items.len(), first.items.len() + 1);
    assert!(!Arc::ptr_eq(&first, &edited));
}
