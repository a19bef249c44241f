//! An edit that waits while its record moves: to another page, to the other list, out of the bot.

use std::time::Duration;

use leadline::domain::{ChangeId, Field, OutboxState};
use leadline::engine::Mode;
use leadline::sandbox::{Order, SandboxOptions};
use serde_json::json;

use crate::support::engine::{Driver, Site, World, gets, puts, small, uuids};

/// What the contract allows for finding one record (architecture, section 6).
const READS_MOST: usize = 20;

/// The edit is made without a network; `meanwhile` something happens; then the network is back.
fn edited_meanwhile<'s>(site: &'s Site, at: usize, meanwhile: impl Fn(&str)) -> (Driver<'s>, String, ChangeId) {
    let mut driver = site.drive(Mode::Live);
    driver.pass(Duration::from_secs(60));
    let uuid = uuids(site.sandbox())[at].clone();
    site.sandbox().edit(&uuid, &json!({ "status": "OPEN" })).unwrap();
    driver.pass(Duration::from_secs(700));
    driver.world = World::Offline;
    let change = driver.set(&uuid, Field::Status, "review");
    driver.pass(Duration::from_secs(120));
    meanwhile(&uuid);
    driver.world = World::Net;
    site.sandbox().clear_log();
    (driver, uuid, change)
}

#[test]
fn an_edit_follows_its_record_to_other_pages_in_every_order_within_twenty_reads() {
    for order in [Order::UpdatedDesc, Order::CreatedDesc, Order::OldestFirst] {
        let site = Site::new(SandboxOptions { order, page_size: 7, ..small(210) });
        let (mut driver, uuid, change) = edited_meanwhile(&site, 60, |_| {
            // Thirty others come or are touched: every record stands on another page now.
            site.sandbox().arrive(30);
        });
        driver.pass_until("the write", |driver| driver.state(change) == OutboxState::Confirmed);
        assert_eq!(site.sandbox().record(&uuid).unwrap()["status"], "REVIEW", "{order:?}");
        assert_eq!((puts(site.sandbox()).len(), site.writes_that_counted()), (1, 1), "{order:?}");
        let first_put = site.sandbox().log().iter().position(|entry| entry["method"] == "PUT").unwrap();
        let polls = 2 * 4;
        assert!(first_put <= READS_MOST + polls, "{order:?}: {first_put} requests before the write");
    }
}

#[test]
fn an_edit_of_a_lead_that_became_a_chat_or_came_back_as_one_is_written_where_it_is_now() {
    let site = Site::new(SandboxOptions { order: Order::UpdatedDesc, page_size: 7, ..small(120) });
    let (mut driver, uuid, change) = edited_meanwhile(&site, 40, |uuid| {
        site.sandbox().convert(uuid, "non-lead").unwrap();
    });
    driver.pass_until("the write", |driver| driver.state(change) == OutboxState::Confirmed);
    assert_eq!(site.sandbox().record(&uuid).unwrap()["status"], "REVIEW");
    assert_eq!((puts(site.sandbox()).len(), site.writes_that_counted()), (1, 1));
    assert!(gets(site.sandbox()).iter().any(|get| get["query"]["type"] == "non-lead"), "it was looked for there");
}

#[test]
fn an_edit_of_a_lead_that_was_removed_comes_to_the_agent_and_is_never_written() {
    let site = Site::new(SandboxOptions { order: Order::UpdatedDesc, page_size: 7, ..small(80) });
    let (mut driver, uuid, change) = edited_meanwhile(&site, 40, |uuid| {
        site.sandbox().remove(uuid).unwrap();
    });
    driver.pass_until("the agent is asked", |driver| driver.state(change) == OutboxState::NeedsAgent);
    let why = driver.row(change).item.why.clone();
    assert!(why.len() > 20, "{why}");
    assert!(puts(site.sandbox()).is_empty(), "nobody is made anew by an edit");
    let asked = driver.calls;
    driver.pass(Duration::from_secs(600));
    assert!(driver.calls - asked < 60, "{} requests in ten minutes for a lead that is gone", driver.calls - asked);
    // What the agent typed is still there.
    assert!(driver.lead(&uuid).pending.contains(&change));
}

#[test]
fn lists_that_come_back_in_another_order_confirm_what_was_written() {
    let site = Site::new(SandboxOptions { order: Order::UpdatedDesc, ..small(40) });
    let mut driver = site.drive(Mode::Live);
    driver.pass(Duration::from_secs(60));
    let uuid = uuids(site.sandbox())[5].clone();
    site.sandbox().edit(&uuid, &json!({ "tags": ["b", "a", "c"] })).unwrap();
    driver.pass(Duration::from_secs(120));
    site.sandbox().edit(&uuid, &json!({ "tags": ["c", "b", "a"] })).unwrap();
    let change = driver.set(&uuid, Field::Status, "review");
    driver.pass_until("the write", |driver| driver.state(change) == OutboxState::Confirmed);
    let record = site.sandbox().record(&uuid).unwrap();
    let tags = &record["profile"]["userDetails"]["tags"];
    assert_eq!((&record["status"], tags), (&json!("REVIEW"), &json!(["c", "b", "a"])));
    let put = puts(site.sandbox()).remove(0);
    assert!(put["body"].get("tags").is_none(), "what was not touched is not written: {put}");
}
