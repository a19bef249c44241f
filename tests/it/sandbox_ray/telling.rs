//! Lines 3, 4, 6, 7 and 9: what an event must hold, and what becomes of lists of them.

use leadline::sandbox::{RayList, RayQuirks};
use serde_json::{Value, json};

use super::{EVENTS, JSON, Site, changed, done, event};

#[test]
fn line_3_the_body_is_an_array_that_is_not_empty() {
    let site = Site::small();
    for body in [event("alone"), json!([]), json!("text"), Value::Null] {
        let reply = site.tell(&body);
        assert_eq!((reply.status, &reply.json()["statusCode"]), (400, &json!(400)), "{body}");
    }
    let bearer = format!("Bearer {}", site.token);
    let headers = [("authorization", bearer.as_str()), JSON];
    assert_eq!(site.desk.ask("POST", EVENTS, &headers, "[{").status, 400);
    let headers = [("authorization", bearer.as_str()), ("content-type", "text/plain")];
    assert_eq!(site.desk.ask("POST", EVENTS, &headers, "[]").status, 415);
    site.desk.switch(&json!({ "empty_list": true }));
    assert_eq!((site.tell(&json!([])).status, site.desk.events().len()), (200, 0));
}

#[test]
fn line_4_a_wrong_member_is_refused_with_its_name_and_the_place_of_its_event() {
    let site = Site::small();
    let null = Value::Null;
    for (path, value) in [
        ("type", json!("")),
        ("type", null.clone()),
        ("subType", json!(" ")),
        ("subType", json!(3)),
        ("customProps", null.clone()),
        ("customProps", json!([])),
        ("storeId", null.clone()),
        ("storeId", json!("1203")),
        ("source", json!("RAY")),
        ("source", null.clone()),
        ("timestamp", null.clone()),
        ("timestamp", json!(1_709_626_211_120_i64)),
        ("timestamp", json!("2024-03-05")),
        ("timestamp", json!("2024-03-05T08:10:11.120+01:00")),
        ("timestamp", json!("2024-13-05T08:10:11.120Z")),
        ("user", null.clone()),
        ("user.email", json!(7)),
        ("user.phone", json!(495_550_100)),
        ("user.name", json!(["Nadia"])),
        ("user.gender", json!("Or")),
        ("user.gender", json!("f")),
        ("user.country", json!("Germany")),
        ("user.birthDate", json!("1990-04-01")),
        ("user.twitterProfile", json!(1)),
    ] {
        let reply = site.tell(&json!([event("good"), changed(path, value.clone())]));
        let answer = reply.json();
        assert_eq!((reply.status, &answer["statusCode"], &answer["result"]), (400, &json!(400), &json!("error")));
        let said = answer["message"].as_str().unwrap();
        assert!(said.contains("event 1") && said.contains(path), "{path} {value}: {said}");
    }
    assert_eq!(site.desk.events(), Vec::<Value>::new());
}

#[test]
fn line_4_a_store_of_somebody_else_is_a_matter_of_permission() {
    let site = Site::small();
    let reply = site.tell(&json!([changed("storeId", json!(9_999))]));
    assert_eq!((reply.status, &reply.json()["statusCode"]), (403, &json!(403)));
    assert!(reply.json()["message"].as_str().unwrap().contains("permission"));
    for store in site.desk.state()["stores"].as_array().unwrap() {
        assert_eq!(site.tell(&json!([changed("storeId", store.clone())])).status, 200);
    }
    assert!(site.desk.about["store_id"].is_number());
}

#[test]
fn line_4_email_or_phone_is_enough_and_everything_else_about_a_person_may_be_missing() {
    let site = Site::small();
    for user in [json!({ "email": "a@example.org" }), json!({ "phone": "+495550100", "gender": "O" })] {
        assert_eq!(site.tell(&json!([changed("user", user)])).status, 200);
    }
    let reply = site.tell(&json!([changed("user", json!({ "name": "Nadia" }))]));
    assert_eq!(reply.status, 400);
    assert!(reply.json()["message"].as_str().unwrap().contains("user.email"));
}

#[test]
fn line_4_limits_of_time_list_and_phone_are_kept_where_they_are_set() {
    let site = Site::small();
    let ahead = changed("timestamp", json!("2999-01-01T00:00:00.000Z"));
    let local = changed("user.phone", json!("0555 0100"));
    assert_eq!(site.tell(&json!([ahead, local, event("old")])).status, 200);
    site.desk.switch(&json!({ "future_limit_secs": 300, "max_events": 2, "strict_phone": true }));
    for (bad, named) in [(&ahead, "timestamp"), (&local, "user.phone")] {
        let reply = site.tell(&json!([bad]));
        assert_eq!(reply.status, 400);
        assert!(reply.json()["message"].as_str().unwrap().contains(named));
    }
    assert_eq!(site.tell(&json!([event("a"), event("b"), event("c")])).status, 413);
    assert_eq!(site.tell(&json!([event("a"), event("b")])).status, 200);
    site.desk.switch(&json!({ "past_limit_secs": 3_600 }));
    assert_eq!(site.tell(&json!([event("old")])).status, 400);
}

#[test]
fn line_6_a_success_says_so_three_times() {
    let site = Site::small();
    let reply = site.tell(&json!([event("x")]));
    assert_eq!((reply.status, reply.json()), (200, done()));
    site.desk.switch(&json!({ "code_as_text": true }));
    assert_eq!(site.tell(&json!([event("x")])).json()["statusCode"], "200");
}

#[test]
fn line_7_what_comes_twice_is_kept_twice_in_the_order_of_its_arrival() {
    let site = Site::small();
    for comment in ["one", "two", "one"] {
        assert_eq!(site.tell(&json!([event(comment)])).status, 200);
    }
    site.desk.sandbox.clear_log();
    let state = site.desk.state();
    assert_eq!((&state["count"], &state["repeated"]), (&json!(3), &json!(1)));
    assert_eq!(site.desk.events(), [event("one"), event("two"), event("one")]);
    let numbers: Vec<&Value> = state["recorded"].as_array().unwrap().iter().map(|entry| &entry["n"]).collect();
    assert_eq!(numbers, [&json!(1), &json!(2), &json!(3)]);
    assert!(state["recorded"][0]["arrived_at"].is_string());
    let about_her = crate::support::raw::ask(&site.desk.control, "GET", "/state?key=nadia@example.org", &[], "");
    assert_eq!(about_her.unwrap().json()["vendors"]["ray"]["recorded"].as_array().unwrap().len(), 3);
    let about_nobody = crate::support::raw::ask(&site.desk.control, "GET", "/state?key=nobody", &[], "");
    assert_eq!(about_nobody.unwrap().json()["vendors"]["ray"]["recorded"], json!([]));
}

#[test]
fn line_9_a_bad_event_spoils_its_list_or_stops_it() {
    let list = json!([event("one"), event("two"), changed("type", json!("")), event("four")]);
    let site = Site::small();
    assert_eq!((site.tell(&list).status, site.desk.events().len()), (400, 0));
    let site = Site::with(RayQuirks { list: RayList::FirstBadStops, ..RayQuirks::default() });
    assert_eq!(site.tell(&list).status, 400);
    assert_eq!(site.desk.events(), [event("one"), event("two")]);
}
