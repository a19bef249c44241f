//! Lines 6 to 8: what is kept, what is dropped, and when it can be read back.

use leadline::sandbox::RelevaQuirks;
use serde_json::{Value, json};

use super::{EVENTS, JSON, Site, changed, event};

#[test]
fn line_6_an_accepted_event_is_live_after_a_delay_only() {
    let site = Site::with(RelevaQuirks::default());
    assert_eq!(site.desk.sandbox.options().releva.visible_after_ms, 10_000);
    site.desk.switch(&json!({ "visible_after_ms": 3_600_000 }));
    assert_eq!(site.tell(&json!([event("x")])).status, 202);
    let reply = site.export("");
    assert_eq!((reply.status, reply.json()), (200, json!({ "events": [], "nextCursor": null })));
    assert_eq!(site.desk.events().len(), 1, "it is kept all the same");
    site.desk.switch(&json!({ "visible_after_ms": 0 }));
    assert_eq!(site.export("").json()["events"], json!([event("x")]));
}

#[test]
fn line_6_the_export_pages_by_cursor_and_filters_by_action_and_time() {
    let site = Site::small();
    site.desk.sandbox.set_page_size(2);
    let dated = |action: &str, at: &str| {
        let mut event = event(action);
        event["timestamp"] = at.into();
        event
    };
    let events: Vec<Value> = (1..=5)
        .map(|day| dated(if day == 3 { "call" } else { "visit" }, &format!("2024-03-0{day}T08:00:00Z")))
        .collect();
    assert_eq!(site.tell(&json!(events)).status, 202);
    let (mut all, mut cursor, mut pages) = (Vec::new(), String::new(), 0);
    loop {
        let page = site.export(&format!("?cursor={cursor}")).json();
        all.extend(page["events"].as_array().unwrap().clone());
        pages += 1;
        match page["nextCursor"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    assert_eq!((all, pages), (events.clone(), 3));
    assert_eq!(site.export("?eventTypes%5B%5D=call").json()["events"], json!([events[2]]));
    let between = site.export("?startDateTime=2024-03-02T00:00:00Z&endDateTime=2024-03-04T00:00:00Z").json();
    assert_eq!(between["events"], json!([events[1], events[2]]));
    assert_eq!((site.export("?cursor=x").status, site.export("?startDateTime=x").status), (400, 400));
    let without = changed("/timestamp", Value::Null);
    assert_eq!(site.tell(&json!([without])).status, 202);
    let last = site.export("?cursor=5").json()["events"][0]["timestamp"].clone();
    assert!(last.is_string(), "its time is that of its arrival");
}

#[test]
fn line_7_programs_that_look_like_a_bot_are_told_yes_and_nothing_is_kept() {
    let site = Site::small();
    site.desk.switch(&json!({ "drop_bots": true }));
    let body = json!({ "events": [event("x")] }).to_string();
    let told = |agent: &str| {
        let headers = [("authorization", site.bearer.as_str()), JSON, ("user-agent", agent)];
        assert_eq!(site.desk.ask("POST", EVENTS, &headers, &body).status, 202);
        site.desk.events().len()
    };
    assert_eq!(site.tell(&json!([event("x")])).text(), "{}");
    for agent in ["curl/8.5", "Googlebot/2.1", "python-requests/2.31", "Leadline", "", "(desktop)"] {
        assert_eq!(told(agent), 0, "{agent}");
    }
    assert_eq!(site.desk.state()["dropped"], 7);
    assert_eq!(told("Leadline/1.0 (desktop)"), 1);
}

#[test]
fn line_7_people_who_are_not_tracked_are_told_yes_and_nothing_is_kept() {
    let site = Site::small();
    let state = site.desk.sandbox.state();
    let leads = state["vendors"]["rayzing"]["records"].as_array().unwrap();
    let contact = |lead: &Value| lead["record"]["profile"]["userDetails"]["contact"].clone();
    let email = leads.iter().find_map(|lead| contact(lead)["email"].as_str().map(str::to_owned)).unwrap();
    let phone = leads
        .iter()
        .find_map(|lead| {
            let phone = contact(lead)["phone"].clone();
            let digits = |value: &Value| Some(value.as_str()?.chars().filter(char::is_ascii_digit).collect::<String>());
            Some(format!("+{}{}", digits(&phone["prefix"])?, digits(&phone["number"])?))
        })
        .unwrap();
    site.desk.switch(&json!({ "drop_untracked": true }));
    let events = json!([
        { "email": email.trim().to_uppercase(), "action": "x" },
        { "email": "stranger@example.org", "action": "x" },
        { "phoneNumber": phone, "action": "x" },
        { "phoneNumber": "+1", "action": "x" },
    ]);
    assert_eq!(site.tell(&events).status, 202);
    assert_eq!(site.desk.events(), [events[0].clone(), events[2].clone()]);
    assert_eq!(site.desk.state()["dropped"], 2);
}

#[test]
fn line_8_what_comes_twice_is_kept_twice() {
    let site = Site::small();
    for action in ["one", "two", "one"] {
        assert_eq!(site.tell(&json!([event(action)])).status, 202);
    }
    site.desk.sandbox.clear_log();
    let state = site.desk.state();
    assert_eq!((&state["count"], &state["repeated"]), (&json!(3), &json!(1)));
    assert_eq!(site.desk.events(), [event("one"), event("two"), event("one")]);
    assert_eq!(site.export("").json()["events"].as_array().unwrap().len(), 3);
}
