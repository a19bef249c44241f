//! Sync: every lead that is there comes into the mirror, whatever the pages look like, and the pass ends.

use std::collections::BTreeSet;
use std::time::Duration;

use leadline::bridge::Command;
use leadline::domain::LeadKind;
use leadline::domain::query::Query;
use leadline::engine::Mode;
use leadline::sandbox::{Arrivals, Order, PastTheEnd, Quirks, SandboxOptions};
use serde_json::{Value, json};

use crate::support::engine::{Driver, Site, gets, small};

const ORDERS: [Order; 4] = [Order::UpdatedDesc, Order::CreatedDesc, Order::OldestFirst, Order::Shuffled];

fn records(site: &Site) -> BTreeSet<(String, LeadKind)> {
    let state = site.sandbox().state();
    let vendors = state["vendors"].as_object().unwrap();
    let records = vendors.values().find_map(|vendor| vendor["records"].as_array()).unwrap();
    let kind = |found: &Value| if found["kind"] == "lead" { LeadKind::Lead } else { LeadKind::NonLead };
    records.iter().map(|found| (found["record"]["_id"].as_str().unwrap().to_owned(), kind(found))).collect()
}

fn mirrored(driver: &mut Driver<'_>) -> BTreeSet<(String, LeadKind)> {
    let leads = driver.ask(|reply| Command::Leads { query: Query::default(), limit: None, reply });
    leads.leads.iter().filter(|view| !view.gone).map(|view| (view.lead.remote_id.to_string(), view.lead.kind)).collect()
}

#[test]
fn every_lead_that_was_there_comes_in_whatever_the_pages_and_the_order() {
    for page_size in [1, 7, 20, 1000] {
        for order in ORDERS {
            for (every, count) in [(0, 0), (3, 1), (11, 6)] {
                for past_the_end in [PastTheEnd::Empty, PastTheEnd::RepeatLast] {
                    if past_the_end == PastTheEnd::RepeatLast && every == 3 {
                        continue; // something new on every third page for ever has no end to find
                    }
                    let rayzing = Quirks { past_the_end, ..Quirks::default() };
                    let arrivals = Arrivals { every, count };
                    let site = Site::new(SandboxOptions { page_size, order, arrivals, rayzing, ..small(60) });
                    let there = records(&site);
                    let case =
                        format!("pages of {page_size}, {order:?}, {count} arrive every {every}, {past_the_end:?}");
                    println!("{case}");
                    let mut driver = site.drive(Mode::Quiet);
                    let report = driver.sync(true);
                    assert_eq!(report.failure, None, "{case}");
                    let missing: Vec<_> = there.difference(&mirrored(&mut driver)).cloned().collect();
                    assert_eq!(missing, [], "{case}");
                }
            }
        }
    }
}

#[test]
fn records_that_move_between_two_pages_are_not_lost() {
    for page_size in [7, 20] {
        // A list that moves by most of a page between two requests cannot be read by anybody.
        for by in [1, 5].into_iter().filter(|by| 3 * *by <= page_size) {
            let rayzing = Quirks { shift: i64::try_from(by).unwrap(), ..Quirks::default() };
            let site = Site::new(SandboxOptions { page_size, rayzing, ..small(60) });
            let mut driver = site.drive(Mode::Quiet);
            assert_eq!(driver.sync(true).failure, None);
            let missing: Vec<_> = records(&site).difference(&mirrored(&mut driver)).cloned().collect();
            assert_eq!(missing, [], "pages of {page_size}, shift {by}");
        }
    }
}

#[test]
fn records_that_slip_past_a_pass_are_never_called_gone_for_one_pass() {
    for page_size in [1, 7, 20] {
        let rayzing = Quirks { shift: -1, ..Quirks::default() };
        let site = Site::new(SandboxOptions { page_size, rayzing, ..small(60) });
        let mut driver = site.drive(Mode::Quiet);
        let first = driver.sync(true);
        assert_eq!(first.failure, None);
        let known = mirrored(&mut driver);
        assert_eq!(driver.sync(true).failure, None);
        assert!(mirrored(&mut driver).is_superset(&known), "pages of {page_size}");
    }
}

#[test]
fn a_second_sync_of_an_unchanged_bot_counts_nothing_new_and_nothing_changed() {
    for order in ORDERS {
        let site = Site::new(SandboxOptions { order, ..small(60) });
        let mut driver = site.drive(Mode::Quiet);
        let first = driver.sync(true);
        assert_eq!((first.leads_seen, first.leads_new, first.leads_changed), (60, 60, 0), "{order:?}");
        let second = driver.sync(true);
        assert_eq!((second.leads_seen, second.leads_new, second.leads_changed), (60, 0, 0), "{order:?}");
    }
}

#[test]
fn newest_change_first_is_proven_once_and_remembered_so_the_next_sync_reads_the_head_only() {
    let site = Site::new(SandboxOptions { order: Order::UpdatedDesc, page_size: 7, ..small(200) });
    assert_eq!(site.drive(Mode::Quiet).sync(false).failure, None);
    site.sandbox().clear_log();
    let report = site.drive(Mode::Quiet).sync(false);
    assert_eq!((report.requests, report.leads_new, report.leads_changed), (2, 0, 0));
    assert_eq!(gets(site.sandbox()).len(), 2, "one page of each list");
}

#[test]
fn an_arrival_during_the_pass_does_not_hide_the_order() {
    let arrivals = Arrivals { every: 4, count: 1 };
    let site = Site::new(SandboxOptions { order: Order::UpdatedDesc, page_size: 20, arrivals, ..small(200) });
    site.drive(Mode::Quiet).sync(true);
    site.sandbox().arrivals_every(0, 0);
    site.drive(Mode::Quiet).sync(false);
    site.sandbox().clear_log();
    site.drive(Mode::Quiet).sync(false);
    assert_eq!(gets(site.sandbox()).len(), 2, "one page of each list");
}

#[test]
fn a_list_that_changes_its_order_is_swept_again_even_after_a_restart() {
    let site = Site::new(SandboxOptions { order: Order::UpdatedDesc, page_size: 20, ..small(200) });
    site.drive(Mode::Quiet).sync(true);
    site.sandbox().set_order(Order::Shuffled);
    // Only the head is read, but it speaks against what was believed.
    site.drive(Mode::Quiet).sync(false);
    site.sandbox().clear_log();
    let report = site.drive(Mode::Quiet).sync(false);
    assert_eq!(report.leads_seen, 200, "the whole list is read again");
}

#[test]
fn the_head_is_read_as_far_as_there_is_news_even_when_another_reading_saw_its_first_page() {
    let site = Site::new(SandboxOptions { order: Order::UpdatedDesc, page_size: 7, ..small(200) });
    let mut driver = site.drive(Mode::Quiet);
    driver.sync(true);
    let oldest = crate::support::engine::uuids(site.sandbox())[150].clone();
    let lead = driver.id(&oldest);
    site.sandbox().arrive(30);
    // Reading one lead again takes the first page along, and with it the news on that page.
    driver.command(Command::Refresh(lead));
    driver.pump();
    driver.sync(false);
    let missing: Vec<_> = records(&site).difference(&mirrored(&mut driver)).cloned().collect();
    assert_eq!(missing, []);
}

#[test]
fn a_pass_over_the_head_that_broke_off_is_made_good_by_the_next() {
    let site = Site::new(SandboxOptions { order: Order::UpdatedDesc, page_size: 7, ..small(200) });
    let mut driver = site.drive(Mode::Quiet);
    driver.sync(true);
    site.sandbox().arrive(30);
    site.sandbox().set_options(&json!({ "rayzing": { "page_limit": 1 } })).unwrap();
    assert!(driver.sync(false).failure.is_some());
    drop(driver);
    site.sandbox().set_options(&json!({ "rayzing": { "page_limit": null } })).unwrap();
    let mut driver = site.drive(Mode::Quiet);
    assert_eq!(driver.sync(false).failure, None);
    let missing: Vec<_> = records(&site).difference(&mirrored(&mut driver)).cloned().collect();
    assert_eq!(missing, []);
}

#[test]
fn a_chat_that_becomes_a_lead_and_a_lead_that_becomes_a_chat_are_shown_as_such() {
    let site = Site::new(small(120));
    let mut driver = site.drive(Mode::Quiet);
    driver.sync(true);
    let all = records(&site);
    let chat = all.iter().find(|(_, kind)| *kind == LeadKind::NonLead).unwrap().0.clone();
    let lead = all.iter().find(|(_, kind)| *kind == LeadKind::Lead).unwrap().0.clone();
    site.sandbox().convert(&chat, "lead").unwrap();
    site.sandbox().convert(&lead, "non-lead").unwrap();
    driver.sync(true);
    assert_eq!(mirrored(&mut driver), records(&site));
}

#[test]
fn a_lead_missing_from_two_whole_passes_is_gone_and_kept_and_comes_back() {
    let site = Site::new(small(40));
    let mut driver = site.drive(Mode::Quiet);
    driver.sync(true);
    let id = records(&site).into_iter().find(|(_, kind)| *kind == LeadKind::Lead).unwrap().0;
    site.sandbox().remove(&id).unwrap();
    driver.sync(true);
    assert!(!driver.lead(&id).gone, "one pass proves nothing");
    driver.sync(true);
    assert!(driver.lead(&id).gone);
    assert_eq!(driver.sync(true).failure, None);
    assert!(driver.lead(&id).gone, "and it is still there to be looked at");
}

#[test]
fn leads_that_were_gone_come_back_with_any_reading_that_shows_them() {
    let mut site = Site::new(SandboxOptions { order: Order::UpdatedDesc, ..small(40) });
    site.drive(Mode::Quiet).sync(true);
    // A bot that nobody knows has empty lists.
    let right = site.config.accounts[0].options.insert("bot_id".to_owned(), "nobody".into()).unwrap();
    let mut driver = site.drive(Mode::Quiet);
    driver.sync(true);
    driver.sync(true);
    let rows = driver.snapshot().rows;
    assert_eq!((rows.len(), rows.iter().filter(|row| row.gone).count()), (40, 40), "nothing is deleted");
    drop(driver);
    site.config.accounts[0].options.insert("bot_id".to_owned(), right);
    let mut driver = site.drive(Mode::Quiet);
    let lead = *driver.snapshot().listing.order.front().unwrap();
    driver.command(Command::Refresh(lead));
    driver.pump();
    assert!(!driver.snapshot().rows.get(lead).unwrap().gone);
    driver.sync(true);
    assert_eq!(driver.snapshot().rows.iter().filter(|row| row.gone).count(), 0);
}

#[test]
fn what_a_colleague_changed_is_kept_with_the_two_readings_it_fell_between() {
    let site = Site::new(SandboxOptions { order: Order::UpdatedDesc, ..small(40) });
    let uuid = crate::support::engine::uuids(site.sandbox())[3].clone();
    site.sandbox().edit(&uuid, &json!({ "status": "OPEN" })).unwrap();
    let mut driver = site.drive(Mode::Live);
    driver.pass(Duration::from_secs(600));
    // An unchanged lead is only read again, which is not worth a write; its last reading counts all the same.
    let read_at = driver.lead(&uuid).read_at;
    site.sandbox().edit(&uuid, &json!({ "status": "CLOSED" })).unwrap();
    driver.pass(Duration::from_secs(60));
    let view = driver.lead(&uuid);
    assert!(driver.snapshot().rows.get(view.id).unwrap().changed, "and the agent is told");
    drop(driver);
    let seen = site.store().observed_differences(view.id).unwrap();
    assert_eq!(seen.len(), 1);
    assert_eq!((seen[0].old.as_deref(), seen[0].new.as_deref()), (Some("OPEN"), Some("CLOSED")));
    // The database keeps microseconds.
    let micros = |at: jiff::Timestamp| at.as_microsecond();
    assert_eq!((micros(seen[0].from), micros(seen[0].to)), (micros(read_at), micros(view.read_at)));
    assert!(seen[0].from < seen[0].to);
}

#[test]
fn a_whole_pass_that_broke_off_is_tried_again_when_it_is_due_and_not_at_once() {
    let site = Site::new(small(40));
    site.sandbox().set_options(&json!({ "rayzing": { "page_limit": 0 } })).unwrap();
    let mut driver = site.drive(Mode::Live);
    driver.pass(Duration::from_secs(301));
    // Two lists, every minute.
    assert!(driver.calls <= 14, "{} requests in five minutes", driver.calls);
}
