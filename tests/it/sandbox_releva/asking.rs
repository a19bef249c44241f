//! Lines 1 to 4 and 10: who is let in, and what must be told.

use leadline::sandbox::{RelevaQuirks, Unauthorized};
use serde_json::{Value, json};

use super::{EVENTS, JSON, Site, changed, event};

#[test]
fn line_1_only_the_secret_key_opens_it_and_the_rest_is_refused_in_three_ways() {
    let site = Site::small();
    let body = json!({ "events": [event("x")] }).to_string();
    let access = format!("Bearer {}", site.desk.state()["front_end_token"].as_str().unwrap());
    let basic = site.bearer.replace("Bearer", "Basic");
    for (mode, status, word) in
        [(Unauthorized::Status, 401, "key"), (Unauthorized::Token, 400, "token"), (Unauthorized::Domain, 400, "domain")]
    {
        site.desk.switch(&json!({ "unauthorized": mode }));
        for wrong in [&access, &basic, "Bearer no", ""] {
            let reply = site.desk.ask("POST", EVENTS, &[JSON, ("authorization", wrong)], &body);
            assert_eq!(reply.status, status, "{wrong}");
            assert!(reply.json()["message"].as_str().unwrap().contains(word));
        }
        assert_eq!(site.desk.ask("POST", EVENTS, &[JSON], &body).status, status);
        assert_eq!(site.desk.ask("GET", EVENTS, &[], "").status, status);
    }
    assert_eq!(site.desk.events(), Vec::<Value>::new());
    assert_eq!(site.tell(&json!([event("x")])).status, 202);
}

#[test]
fn line_2_another_content_type_and_broken_json_are_refused_with_a_message() {
    let site = Site::small();
    let body = json!({ "events": [event("x")] }).to_string();
    let key = ("authorization", site.bearer.as_str());
    for (headers, body) in [
        (vec![key, ("content-type", "text/plain")], body.as_str()),
        (vec![key], body.as_str()),
        (vec![key, JSON], &body[..body.len() - 1]),
        // The document's own sample, as far as its mistake: dots, and no comma.
        (vec![key, JSON], "{\"events\": [{\"email\": \"...\" \"action\": ... }]}"),
    ] {
        let reply = site.desk.ask("POST", EVENTS, &headers, body);
        assert_eq!(reply.status, 400);
        assert!(reply.json()["message"].is_string());
    }
    let utf8 = [key, ("content-type", "application/json; charset=utf-8")];
    assert_eq!(site.desk.ask("POST", EVENTS, &utf8, &body).status, 202);
}

#[test]
fn line_3_events_must_be_there_be_an_array_and_hold_something() {
    let site = Site::small();
    let headers = [("authorization", site.bearer.as_str()), JSON];
    for body in [json!({}), json!({ "events": event("x") }), json!({ "events": [] }), json!([event("x")]), json!(1)] {
        let reply = site.desk.ask("POST", EVENTS, &headers, &body.to_string());
        assert_eq!(reply.status, 400, "{body}");
        assert!(reply.json()["message"].as_str().unwrap().contains("events"));
    }
}

#[test]
fn line_4_each_wrong_member_refuses_the_whole_list_and_is_named() {
    let site = Site::small();
    let null = Value::Null;
    for (pointer, value, named) in [
        ("/action", null.clone(), "action"),
        ("/action", json!(" "), "action"),
        ("/action", json!(4), "action"),
        ("/email", json!(4), "email"),
        ("/phoneNumber", json!("495550100"), "phoneNumber"),
        ("/phoneNumber", json!("+49 555 0100"), "phoneNumber"),
        ("/phoneNumber", json!("+"), "phoneNumber"),
        ("/profileId", json!(42), "profileId"),
        ("/timestamp", json!("yesterday"), "timestamp"),
        ("/timestamp", json!(1_709_626_211_120_i64), "timestamp"),
        ("/locale", json!("deu"), "locale"),
        ("/custom", json!([]), "custom"),
        ("/custom/boolean", json!([]), "custom.boolean"),
        ("/custom/string", json!({ "key": "a", "values": ["b"] }), "custom.string"),
        ("/custom/string/0", json!({ "values": ["b"] }), "key"),
        ("/custom/string/0", json!({ "key": "a", "values": "b" }), "values"),
        ("/custom/string/0", json!({ "key": "a", "values": [1] }), "values"),
        ("/custom/numeric/0", json!({ "key": "a", "values": ["1"] }), "values"),
        ("/custom/date/0", json!({ "key": "a", "values": ["soon"] }), "values"),
        ("/custom/date/0", json!({ "key": "a", "values": [1] }), "values"),
        ("/products", json!({}), "products"),
        ("/products/0", json!("p-1"), "products[0]"),
        ("/products/0/id", json!(1), "products[0].id"),
        ("/products/0/custom/string/0", json!({ "key": "a", "values": [1] }), "products[0].custom.string[0]"),
    ] {
        let reply = site.tell(&json!([event("good"), changed(pointer, value.clone())]));
        assert_eq!(reply.status, 400, "{pointer} {value}");
        let said = reply.json()["message"].as_str().unwrap().to_owned();
        assert!(said.contains("events[1]") && said.contains(named), "{pointer} {value}: {said}");
    }
    assert_eq!(site.desk.events(), Vec::<Value>::new());
    assert_eq!(site.tell(&json!([event("good"), changed("/products/0/id", null)])).status, 202);
}

#[test]
fn line_4_a_bad_event_is_left_out_of_its_list_where_the_switch_says_so() {
    let site = Site::with(RelevaQuirks { skip_bad_events: true, ..RelevaQuirks::default() });
    let events = json!([event("one"), changed("/action", json!("")), event("three")]);
    assert_eq!(site.tell(&events).status, 202);
    assert_eq!(site.desk.events(), [event("one"), event("three")]);
}

#[test]
fn line_4_email_or_phone_must_be_there_and_in_the_new_mode_a_profile_id_is_enough() {
    let site = Site::small();
    let told = |event: Value| site.tell(&json!([event])).status;
    assert_eq!(told(json!({ "email": "a@example.org", "action": "x" })), 202);
    assert_eq!(told(json!({ "phoneNumber": "+495550100", "action": "x" })), 202);
    let known_by_id = json!({ "profileId": "crm-42", "action": "x" });
    assert_eq!((told(known_by_id.clone()), told(json!({ "email": "", "action": "x" }))), (400, 400));
    site.desk.switch(&json!({ "profile_id_is_enough": true }));
    assert_eq!((told(known_by_id), told(json!({ "action": "x" }))), (202, 400));
}

#[test]
fn line_4_what_nobody_knows_about_locale_and_empty_members_is_a_switch() {
    let site = Site::small();
    let without = changed("/locale", Value::Null);
    let hollow = changed("/custom", json!({ "string": [] }));
    assert_eq!(site.tell(&json!([without, hollow])).status, 202);
    site.desk.switch(&json!({ "needs_locale": true, "no_empty_custom": true }));
    assert_eq!((site.tell(&json!([without])).status, site.tell(&json!([hollow])).status), (400, 400));
    assert_eq!(site.tell(&json!([event("whole")])).status, 202);
}

#[test]
fn line_10_other_paths_are_not_there_and_other_methods_not_allowed() {
    let site = Site::with(RelevaQuirks::default());
    let at = |method: &str, path: &str| {
        let reply = site.desk.ask(method, path, &[("authorization", &site.bearer)], "");
        assert!(reply.json()["message"].is_string());
        (reply.status, reply.header("allow").map(str::to_owned))
    };
    assert_eq!(at("POST", "/api/v0/event"), (404, None));
    assert_eq!(at("POST", "/"), (404, None));
    assert_eq!(at("POST", "/api/v0/profiles"), (404, None));
    assert_eq!(at("GET", "/api/v0/profiles"), (405, Some("POST".to_owned())));
    assert_eq!(at("GET", "/api/v0/subscribe"), (405, Some("POST".to_owned())));
    assert_eq!(at("PUT", EVENTS), (405, Some("GET, POST".to_owned())));
}
