//! The checked write: one reading, one write of the touched fields, one reading back.

use leadline::domain::{Field, OutboxState};
use leadline::engine::Mode;
use leadline::sandbox::{Order, SandboxOptions};
use serde_json::Value;

use crate::support::engine::{Site, World, puts, small, uuids};

const ORDERS: [Order; 4] = [Order::UpdatedDesc, Order::CreatedDesc, Order::OldestFirst, Order::Shuffled];

/// The members of a write beside the three ids.
fn touched(put: &Value) -> Vec<String> {
    let ids = ["uuid", "botId", "customerId"];
    let body = put["body"].as_object().unwrap();
    assert!(ids.iter().all(|id| body[*id].is_string()), "{body:?}");
    body.keys().filter(|key| !ids.contains(&key.as_str())).cloned().collect()
}

#[test]
fn an_edit_survives_a_restart_and_is_written_once_after_a_reading_of_its_lead() {
    for page_size in [1, 7, 20, 1000] {
        for order in ORDERS {
            for arrivals in [0, 4] {
                let case = format!("pages of {page_size}, {order:?}, {arrivals} arrivals");
                let site = Site::new(SandboxOptions { page_size, order, ..small(60) });
                let uuid = uuids(site.sandbox())[30].clone();
                let mut driver = site.drive(Mode::Quiet);
                driver.sync(true);
                let change = driver.set(&uuid, Field::Status, "REVIEW");
                drop(driver);
                site.sandbox().arrive(arrivals);
                site.sandbox().clear_log();
                let mut driver = site.drive(Mode::Quiet);
                assert_eq!(driver.state(change), OutboxState::Queued, "{case}");
                let report = driver.send();
                assert_eq!((report.confirmed, report.needs_agent, report.waiting), (1, 0, 0), "{case}: {report:?}");
                assert_eq!(driver.state(change), OutboxState::Confirmed, "{case}");
                let log = site.sandbox().log();
                let at = log.iter().position(|entry| entry["method"] == "PUT").unwrap();
                assert_eq!(puts(site.sandbox()).len(), 1, "{case}");
                assert_eq!(touched(&log[at]), ["status"], "{case}");
                assert!(
                    log[at]["headers"]["x-bp-token"].is_string() && log[at - 1]["headers"]["x-bot-token"].is_string()
                );
                assert_eq!(log[at - 1]["method"], "GET", "{case}: the write comes at once after its check");
                assert_eq!(site.sandbox().record(&uuid).unwrap()["status"], "REVIEW", "{case}");
                assert_eq!(driver.lead(&uuid).lead.status.unwrap().wire(), "REVIEW", "{case}");
            }
        }
    }
}

#[test]
fn every_field_is_written_under_its_own_name_and_read_back() {
    for (field, value, name, sent) in [
        (Field::Status, "dependency", "status", "DEPENDANCY"),
        (Field::Name, "Nadia Ört", "name", "Nadia Ört"),
        (Field::Email, "nadia@example.org", "email", "nadia@example.org"),
        (Field::Phone, "555-0100", "phone", "555-0100"),
        (Field::DialCode, "+998", "dialCode", "+998"),
        (Field::Picture, "https://img.example/n.png", "picture", "https://img.example/n.png"),
        (Field::Agent, "64aa0000000000000000000a", "agentId", "64aa0000000000000000000a"),
    ] {
        let site = Site::new(small(20));
        let mut driver = site.drive(Mode::Quiet);
        driver.sync(true);
        let change = driver.set(&uuids(site.sandbox())[3], field, value);
        driver.send();
        assert_eq!(driver.state(change), OutboxState::Confirmed, "{field:?}");
        let all = puts(site.sandbox());
        assert_eq!(all.len(), 1, "{field:?}");
        assert_eq!(touched(&all[0]), [name]);
        assert_eq!(all[0]["body"][name], sent);
    }
}

#[test]
fn two_edits_of_one_field_are_one_write_and_edits_of_different_fields_share_it() {
    let site = Site::new(small(20));
    let mut driver = site.drive(Mode::Quiet);
    driver.sync(true);
    let uuid = &uuids(site.sandbox())[3];
    site.sandbox().edit(uuid, &serde_json::json!({ "status": "OPEN" })).unwrap();
    driver.sync(true);
    let first = driver.set(uuid, Field::Status, "review");
    let name = driver.set(uuid, Field::Name, "Nadia");
    let second = driver.set(uuid, Field::Status, "closed");
    driver.send();
    let all = puts(site.sandbox());
    assert_eq!(all.len(), 1);
    assert_eq!((all[0]["body"]["status"].as_str(), all[0]["body"]["name"].as_str()), (Some("CLOSED"), Some("Nadia")));
    assert_eq!(driver.state(first), OutboxState::Cancelled);
    assert_eq!((driver.state(name), driver.state(second)), (OutboxState::Confirmed, OutboxState::Confirmed));
}

#[test]
fn an_edit_made_while_another_of_its_lead_is_out_follows_it() {
    let site = Site::new(small(20));
    let mut driver = site.drive(Mode::Live);
    driver.sync(true);
    let uuid = &uuids(site.sandbox())[3];
    site.sandbox().edit(uuid, &serde_json::json!({ "status": "OPEN" })).unwrap();
    driver.sync(true);
    let first = driver.set(uuid, Field::Status, "review");
    driver.send_only();
    // The check of the first one is out now.
    let second = driver.set(uuid, Field::Status, "closed");
    driver.pass_until("both done", |driver| driver.state(second) == OutboxState::Confirmed);
    assert_eq!(driver.state(first), OutboxState::Confirmed);
    let sent: Vec<Value> = puts(site.sandbox()).iter().map(|put| put["body"]["status"].clone()).collect();
    assert_eq!(sent, ["REVIEW", "CLOSED"]);
}

#[test]
fn an_edit_of_a_lead_whose_record_nobody_can_read_any_more_comes_to_the_agent() {
    let site = Site::new(small(40));
    let mut driver = site.drive(Mode::Live);
    driver.sync(true);
    let uuid = uuids(site.sandbox())[3].clone();
    let id = driver.lead(&uuid).lead.remote_id.to_string();
    site.sandbox().edit(&id, &serde_json::json!({ "websiteVisits": "many" })).unwrap();
    let change = driver.set(&uuid, Field::Status, "review");
    driver.pass_until("the agent is asked", |driver| driver.state(change) == OutboxState::NeedsAgent);
    let asked = driver.calls;
    driver.pass(std::time::Duration::from_secs(120));
    assert!(driver.calls - asked < 20, "{} requests in two quiet minutes", driver.calls - asked);
    assert_eq!(puts(site.sandbox()).len(), 0);
}

#[test]
fn an_edit_that_waits_for_a_whole_pass_gets_one_even_when_the_first_breaks_off() {
    let site = Site::new(SandboxOptions { order: Order::UpdatedDesc, ..small(100) });
    let uuid = uuids(site.sandbox())[40].clone();
    let mut driver = site.drive(Mode::Quiet);
    driver.sync(true);
    let change = driver.set(&uuid, Field::Name, "Nadia");
    drop(driver);
    // Whatever is read, it is not found: nobody can read its record any more.
    site.sandbox().edit(&uuid, &serde_json::json!({ "websiteVisits": "many" })).unwrap();
    let mut driver = site.drive_without_pumping(Mode::Live);
    driver.send_only();
    while !driver.row_now(change).item.why.starts_with("next full pass") {
        assert!(driver.one_answer(), "{}", driver.row_now(change).item.why);
    }
    driver.world = World::Offline;
    driver.pass(std::time::Duration::from_secs(600));
    driver.world = World::Net;
    driver.pass_until("the agent is asked", |driver| driver.state(change) == OutboxState::NeedsAgent);
}
