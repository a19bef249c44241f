//! Lines 5 and 9: how this vendor says yes, and the ways in which it fails.

use leadline::sandbox::{Accepted, RelevaErrors, Timings};
use serde_json::{Value, json};

use super::{Site, changed, event};

#[test]
fn line_5_a_success_is_accepted_with_empty_braces_without_a_body_or_as_200() {
    let site = Site::small();
    for (mode, status, body) in [(Accepted::Accepted, 202, "{}"), (Accepted::Empty, 202, ""), (Accepted::Ok, 200, "{}")]
    {
        site.desk.switch(&json!({ "accepted": mode }));
        let reply = site.tell(&json!([event("x")]));
        assert_eq!((reply.status, reply.text().as_str()), (status, body));
    }
    assert_eq!(site.desk.events().len(), 3);
}

#[test]
fn a_refusal_can_be_a_message_braces_words_a_page_or_nothing() {
    let site = Site::small();
    let refused = |errors: RelevaErrors| {
        site.desk.switch(&json!({ "errors": errors }));
        let reply = site.tell(&json!([changed("/action", json!(""))]));
        assert_eq!(reply.status, 400);
        reply
    };
    assert!(refused(RelevaErrors::Message).json()["message"].as_str().unwrap().contains("action"));
    assert_eq!(refused(RelevaErrors::Braces).text(), "{}");
    assert!(refused(RelevaErrors::Text).header("content-type").unwrap().starts_with("text/plain"));
    assert!(refused(RelevaErrors::Html).is_html());
    assert_eq!(refused(RelevaErrors::Empty).text(), "");
}

#[test]
fn line_9_each_endpoint_fails_in_each_way_and_then_works_again() {
    let site = Site::small();
    for endpoint in ["events", "export"] {
        let at = || if endpoint == "export" { site.export("") } else { site.tell(&json!([event("x")])) };
        let works = at().status;
        let failed = |word: &str| {
            site.desk.fault(&format!("{endpoint}:{word}:1"));
            at()
        };
        let wait = Timings::default().retry_after_secs.to_string();
        for status in ["429", "503"] {
            assert_eq!(failed(status).header("retry-after"), None);
            assert_eq!(failed(&format!("{status}-retry")).header("retry-after"), Some(wait.as_str()));
            assert!(failed(&format!("{status}-retry-date")).header("retry-after").unwrap().ends_with(" GMT"));
        }
        for status in ["500", "503"] {
            let page = failed(status);
            assert_eq!((page.status.to_string().as_str(), page.is_html()), (status, true));
            let own = failed(&format!("own-{status}"));
            assert_eq!(own.status, page.status);
            assert!(own.json()["message"].is_string());
        }
        for status in ["400", "403", "408", "413", "422", "429"] {
            let reply = failed(status);
            assert_eq!(reply.status.to_string(), status);
            assert!(reply.json()["message"].is_string());
        }
        assert!(failed("html").text().starts_with("<!DOCTYPE html>"));
        let polite = failed("refusal");
        assert_eq!((polite.status, polite.json()["message"].is_string()), (200, true));
        assert!(serde_json::from_slice::<Value>(&failed("invalid-json").body).is_err());
        assert_eq!(at().status, works, "each was armed for one request only");
    }
}

#[test]
fn line_9_more_events_than_it_takes_are_refused_with_413_and_half_of_them_are_not() {
    let site = Site::small();
    let events = |count: usize| json!((0..count).map(|at| event(&format!("e{at}"))).collect::<Vec<_>>());
    assert_eq!((site.tell(&events(51)).status, site.tell(&events(50)).status), (413, 202));
    site.desk.switch(&json!({ "max_events": 4 }));
    let refused = site.tell(&events(8));
    assert_eq!(refused.status, 413);
    assert!(refused.json()["message"].is_string());
    assert_eq!(site.tell(&events(4)).status, 202);
    assert_eq!(site.desk.events().len(), 54);
}

#[test]
fn line_9_an_event_is_kept_although_its_answer_is_lost_or_late() {
    let site = Site::small();
    site.desk.sandbox.set_options(&json!({ "timings": { "slow_ms": 20 } })).unwrap();
    site.desk.fault("events:reset-after:1");
    assert!(site.try_tell(&json!([event("lost")])).is_err());
    site.desk.fault("events:500-after:1");
    assert_eq!(site.tell(&json!([event("failed")])).status, 500);
    site.desk.fault("events:slow:1");
    assert_eq!(site.tell(&json!([event("slow")])).text(), "{}");
    assert_eq!(site.desk.events(), [event("lost"), event("failed"), event("slow")]);
    site.desk.fault("events:reset-before:1");
    assert!(site.try_tell(&json!([event("never")])).is_err());
    site.desk.fault("events:ok-stores-nothing:1");
    assert_eq!(site.tell(&json!([event("never")])).status, 202);
    assert_eq!(site.desk.events().len(), 3);
}

#[test]
fn the_key_stands_neither_in_the_log_nor_in_the_state() {
    let site = Site::small();
    site.tell(&json!([event("x")]));
    let log = site.desk.log();
    assert_eq!((&log[0]["endpoint"], &log[0]["body"]), (&json!("events"), &json!({ "events": [event("x")] })));
    assert!(!format!("{log}{}", site.desk.state()).contains(site.desk.credential("secret_key")));
}
