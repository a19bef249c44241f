//! Writes: what is checked, what becomes of lists and unknown leads, how a write is answered (lines 8 to 11).

use std::collections::HashSet;

use leadline::sandbox::{ListMode, Lists, Quirks, UnknownUuid};
use serde_json::{Value, json};

use super::Site;
use crate::support::raw::ask;

#[test]
fn line_8_a_write_is_refused_unless_every_member_has_its_type() {
    let site = Site::small();
    let uuid = site.some_uuid();
    for missing in ["uuid", "botId", "customerId"] {
        let body = site.body(&uuid, json!({})).replace(missing, "other");
        let reply = ask(&site.address, "PUT", "/inbox/direct/lead", &[("x-bp-token", &site.token)], &body).unwrap();
        assert_eq!(reply.status, 400, "without {missing}");
    }
    let before = site.sandbox.record(&uuid);
    for wrong in [
        json!({ "status": "DEPENDENCY" }),
        json!({ "status": "open" }),
        json!({ "status": null }),
        json!({ "tags": "vip" }),
        json!({ "tags": [1] }),
        json!({ "notes": { "title": "a", "description": "b" } }),
        json!({ "notes": [{ "title": "a" }] }),
        json!({ "attributes": [{ "key": "A", "value": 1 }] }),
        json!({ "agentId": true }),
        json!({ "name": 7 }),
    ] {
        assert_eq!(site.put(&uuid, wrong.clone()).status, 400, "{wrong}");
    }
    assert_eq!(site.sandbox.record(&uuid), before);
    let errors = &site.sandbox.state()["vendors"]["rayzing"]["type_errors"];
    assert!(errors.as_array().unwrap().iter().any(|e| e["field"] == "agentId" && e["found"] == true));
    for status in ["OPEN", "INPROGRESS", "REVIEW", "ONHOLD", "DEPENDANCY", "CLOSED"] {
        assert_eq!(site.put(&uuid, json!({ "status": status, "agentId": "64aa0000000000000000000a" })).status, 200);
    }
    assert_eq!(site.sandbox.record(&uuid).unwrap()["_agentAssigned"], "64aa0000000000000000000a");

    let site = Site::with(Quirks { any_status: true, ..Quirks::default() });
    assert_eq!(site.put(&uuid, json!({ "status": "MY OWN" })).status, 200);
    assert_eq!(site.sandbox.record(&uuid).unwrap()["status"], "MY OWN");
}

#[test]
fn line_9_lists_are_replaced_appended_or_merged_each_by_its_own_switch() {
    let site = Site::small();
    let uuid = site.some_uuid();
    let written = |modes: Lists| {
        site.sandbox.set_lists(ListMode::Replace.into());
        let start = json!({ "tags": ["vip"], "notes": [{ "title": "A", "description": "old" }],
            "attributes": [{ "key": "PLAN", "value": "free" }] });
        site.put(&uuid, start);
        site.sandbox.set_lists(modes);
        let second = json!({ "tags": ["vip", "gold"], "notes": [{ "title": "A", "description": "new" }],
            "attributes": [{ "key": "PLAN", "value": "gold" }, { "key": "X", "value": "1" }] });
        assert_eq!(site.put(&uuid, second).status, 200);
        let profile = site.sandbox.record(&uuid).unwrap()["profile"].clone();
        let notes: Vec<Value> = profile["notes"].as_array().unwrap().iter().map(|n| n["description"].clone()).collect();
        let values = profile["userDetails"]["attributes"].as_array().unwrap().iter().map(|a| a["value"].clone());
        (profile["userDetails"]["tags"].clone(), Value::from(notes), values.collect::<Value>())
    };
    assert_eq!(written(ListMode::Replace.into()), (json!(["vip", "gold"]), json!(["new"]), json!(["gold", "1"])));
    assert_eq!(
        written(ListMode::Append.into()),
        (json!(["vip", "vip", "gold"]), json!(["old", "new"]), json!(["free", "gold", "1"]))
    );
    assert_eq!(written(ListMode::Merge.into()), (json!(["vip", "gold"]), json!(["new"]), json!(["gold", "1"])));
    let mixed = Lists { notes: ListMode::Append, tags: ListMode::Replace, attributes: ListMode::Merge };
    assert_eq!(written(mixed), (json!(["vip", "gold"]), json!(["old", "new"]), json!(["gold", "1"])));
}

#[test]
fn line_9_a_write_moves_updated_at_makes_note_ids_and_drops_the_plus() {
    let site = Site::small();
    let uuid = site.some_uuid();
    let before = site.sandbox.record(&uuid).unwrap();
    let note = json!({ "title": "Refund", "description": "waiting" });
    site.put(&uuid, json!({ "dialCode": "+49", "phone": "5550100", "notes": [note, note] }));
    let after = site.sandbox.record(&uuid).unwrap();
    assert!(after["updatedAt"].as_str() > before["updatedAt"].as_str());
    let contact = &after["profile"]["userDetails"]["contact"];
    assert_eq!(contact["phone"], json!({ "number": "5550100", "prefix": "49" }));
    assert_eq!(contact["email"], before["profile"]["userDetails"]["contact"]["email"], "untouched fields stay");
    assert_eq!((&after["createdAt"], &after["status"]), (&before["createdAt"], &before["status"]));
    let ids: HashSet<&str> =
        after["profile"]["notes"].as_array().unwrap().iter().map(|note| note["_id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 2);
    assert!(ids.iter().all(|id| id.len() == 24 && id.bytes().all(|byte| byte.is_ascii_hexdigit())));
    site.put(&uuid, json!({ "notes": [], "tags": [] }));
    let profile = site.sandbox.record(&uuid).unwrap()["profile"].clone();
    assert_eq!((&profile["notes"], &profile["userDetails"]["tags"]), (&json!([]), &json!([])));
}

#[test]
fn line_10_an_unknown_uuid_makes_a_lead_or_is_not_found() {
    let uuid = "0d1f8a52-3b65-4b5e-9f0e-6b0f9f1c2a77";
    let site = Site::small();
    assert_eq!(site.put(uuid, json!({ "name": "Nadia Example", "tags": ["vip"] })).status, 200);
    let first = site.page(1).json()["data"][0].clone();
    assert_eq!((&first["uuid"], &first["profile"]["userDetails"]["name"]), (&json!(uuid), &json!("Nadia Example")));

    let site = Site::with(Quirks { unknown_uuid: UnknownUuid::Refused, ..Quirks::default() });
    assert_eq!(site.put(uuid, json!({ "name": "Nadia Example" })).status, 404);
    assert_eq!(site.sandbox.record(uuid), None);
}

#[test]
fn line_11_a_write_is_answered_with_exactly_the_documented_text() {
    let site = Site::small();
    let reply = site.put(&site.some_uuid(), json!({ "status": "ONHOLD" }));
    assert_eq!(reply.text(), r#"{"success":true,"message":"ok","code":200}"#);
    assert!(reply.header("content-type").unwrap().starts_with("application/json"));
}
