//! Lines 10 and 11: interactions of the past, one by one and in bulk.

use leadline::sandbox::{BadItem, BulkBody, PutReply, TimeForm};
use serde_json::{Value, json};

use super::{BULK, OFFLINE, Site, THEN_MS, changed, interaction, late};

const THEN: &str = "2024-03-05T08:10:11.120Z";

#[test]
fn line_10_a_time_is_needed_and_is_kept_apart_from_the_arrival() {
    let site = Site::small();
    assert_eq!(site.call("PUT", OFFLINE, &interaction("a")).status, 400);
    assert_eq!(site.call("PUT", OFFLINE, &late("a")).status, 200);
    let entry = &site.desk.sandbox.recorded("mxo")[0];
    assert_eq!((&entry["endpoint"], &entry["happened_at"]), (&json!("offline"), &json!(THEN)));
    assert_ne!(entry["arrived_at"], entry["happened_at"]);
    site.post(&interaction("a"));
    let live = &site.desk.sandbox.recorded("mxo")[1];
    assert_eq!(live["arrived_at"], live["happened_at"]);
}

#[test]
fn line_10_times_are_milliseconds_or_text_by_mode() {
    let site = Site::small();
    let told = |at: Value| site.call("PUT", OFFLINE, &changed(&late("a"), "timestamp", at)).status;
    for (form, expected) in
        [(TimeForm::EpochMs, [200, 400]), (TimeForm::Iso, [400, 200]), (TimeForm::Either, [200, 200])]
    {
        site.desk.switch(&json!({ "timestamps": form }));
        assert_eq!([told(json!(THEN_MS)), told(json!(THEN))], expected, "{form:?}");
        assert_eq!([told(json!("yesterday")), told(json!(true)), told(json!([]))], [400; 3]);
    }
    let happened: Vec<Value> =
        site.desk.sandbox.recorded("mxo").iter().map(|entry| entry["happened_at"].clone()).collect();
    assert_eq!(happened, [THEN; 4]);
}

#[test]
fn line_11_a_bulk_call_holds_one_to_a_hundred_in_the_form_of_the_mode() {
    let site = Site::small();
    let items = |count: usize| (0..count).map(|at| late(&format!("c{at}"))).collect::<Vec<_>>();
    let told = |body: Value| site.call("PUT", BULK, &body).status;
    assert_eq!((told(json!([])), told(json!(items(101))), told(json!(items(100)))), (400, 400, 200));
    assert_eq!(site.desk.events(), items(100));
    assert_eq!(told(json!({ "interactions": items(1) })), 400);
    assert_eq!(site.call("PUT", BULK, &json!(items(1))).json(), json!({ "statusCode": 200 }));
    site.desk.switch(&json!({ "bulk_body": BulkBody::Wrapped, "put_reply": PutReply::Empty }));
    assert_eq!((told(json!(items(1))), told(json!({ "interactions": [] }))), (400, 400));
    let reply = site.call("PUT", BULK, &json!({ "interactions": items(1) }));
    assert_eq!((reply.status, reply.text().as_str()), (200, ""));
}

#[test]
fn line_11_a_bad_interaction_refuses_the_whole_call_or_is_left_out() {
    let site = Site::small();
    let list = json!([late("a"), interaction("no time"), late("c")]);
    assert_eq!((site.call("PUT", BULK, &list).status, site.desk.events().len()), (400, 0));
    site.desk.switch(&json!({ "bad_item": BadItem::Skipped }));
    assert_eq!(site.call("PUT", BULK, &list).json(), json!({ "statusCode": 200 }));
    assert_eq!(site.desk.events(), [late("a"), late("c")]);
}

#[test]
fn what_comes_twice_is_kept_twice_in_the_order_of_its_arrival() {
    let site = Site::small();
    for key in ["a", "b", "a"] {
        assert_eq!(site.call("PUT", OFFLINE, &late(key)).status, 200);
    }
    site.desk.sandbox.clear_log();
    let state = site.desk.state();
    assert_eq!((&state["count"], &state["repeated"]), (&json!(3), &json!(1)));
    assert_eq!(site.desk.events(), [late("a"), late("b"), late("a")]);
}
