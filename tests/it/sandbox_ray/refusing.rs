//! Lines 5 and 8: the styles of refusals, and the ways in which this vendor fails.

use leadline::sandbox::{RayErrors, RayQuirks, RaySignIn, Timings};
use serde_json::{Value, json};

use super::{Site, changed, event};

#[test]
fn line_5_a_refusal_has_its_status_in_http_or_in_the_body() {
    let site = Site::small();
    let bad = json!([changed("type", json!(""))]);
    for (errors, http, code, result) in [
        (RayErrors::Status, 400, 400, "error"),
        (RayErrors::Body, 200, 400, "error"),
        (RayErrors::OnlyHttp, 400, 200, "success"),
        (RayErrors::OnlyCode, 200, 400, "success"),
        (RayErrors::OnlyResult, 200, 200, "error"),
    ] {
        site.desk.switch(&json!({ "errors": errors }));
        let reply = site.tell(&bad);
        let answer = reply.json();
        assert_eq!((reply.status, &answer["statusCode"], &answer["result"]), (http, &json!(code), &json!(result)));
        assert!(answer["message"].as_str().unwrap().contains("type"));
    }
    site.desk.switch(&json!({ "errors": RayErrors::Body, "code_as_text": true, "failure_word": "KO" }));
    let answer = site.tell(&bad).json();
    assert_eq!((&answer["statusCode"], &answer["result"]), (&json!("400"), &json!("KO")));
    assert_eq!(site.desk.events(), Vec::<Value>::new());
}

#[test]
fn line_5_a_refusal_can_be_words_a_page_or_nothing() {
    let site = Site::small();
    let refused = |errors: RayErrors| {
        site.desk.switch(&json!({ "errors": errors }));
        let reply = site.tell(&json!([changed("source", json!("RAY"))]));
        assert_eq!(reply.status, 400);
        reply
    };
    let text = refused(RayErrors::Text);
    assert!(text.header("content-type").unwrap().starts_with("text/plain") && text.text().contains("source"));
    let page = refused(RayErrors::Html);
    assert!(page.is_html() && page.text().starts_with("<html>"));
    assert_eq!(refused(RayErrors::Empty).text(), "");
}

#[test]
fn paths_and_methods_that_are_not_there_are_refused_by_their_status_in_every_style() {
    let site =
        Site::with(RayQuirks { errors: RayErrors::Body, sign_in: RaySignIn::OkEnvelope, ..RayQuirks::default() });
    for (method, path, status) in
        [("GET", "/events/interaction", 405), ("POST", "/events", 404), ("POST", "/oauth/token/", 404)]
    {
        let reply = site.desk.ask(method, path, &[], "");
        assert_eq!((reply.status, &reply.json()["statusCode"]), (status, &json!(status)));
    }
}

#[test]
fn line_8_each_endpoint_fails_in_each_way_and_then_works_again() {
    let site = Site::small();
    for endpoint in ["token", "interaction"] {
        let at = || if endpoint == "token" { site.ask_token(&site.form()) } else { site.tell(&json!([event("x")])) };
        let failed = |word: &str| {
            site.desk.fault(&format!("{endpoint}:{word}:1"));
            at()
        };
        let wait = Timings::default().retry_after_secs.to_string();
        for status in ["429", "503"] {
            assert_eq!(failed(status).header("retry-after"), None);
            let reply = failed(&format!("{status}-retry"));
            assert_eq!((reply.status.to_string().as_str(), reply.header("retry-after")), (status, Some(wait.as_str())));
            assert!(failed(&format!("{status}-retry-date")).header("retry-after").unwrap().ends_with(" GMT"));
        }
        for status in ["500", "502", "503", "504"] {
            let reply = failed(status);
            assert_eq!((reply.status.to_string().as_str(), reply.is_html()), (status, true));
        }
        assert_eq!(failed("own-503").json()["statusCode"], 503);
        assert_eq!(failed("408").json()["statusCode"], 408);
        assert!(failed("html").text().starts_with("<!DOCTYPE html>"));
        let answer = failed("refusal");
        assert_eq!((answer.status, &answer.json()["statusCode"]), (200, &json!(400)));
        assert!(serde_json::from_slice::<Value>(&failed("invalid-json").body).is_err());
        assert_eq!(failed("wrong-type").json(), json!([true]));
        assert_eq!(failed("empty").text(), "");
        let cut = failed("cut");
        assert!(cut.body.len() < cut.header("content-length").unwrap().parse().unwrap());
        let error = failed("401").json();
        assert_eq!(error["error"], if endpoint == "token" { "unauthorized" } else { "invalid_token" });
        assert_eq!(at().status, 200, "each was armed for one request only");
    }
}

#[test]
fn line_8_a_service_is_away_for_some_requests_and_then_back() {
    let site = Site::small();
    site.desk.fault("interaction:503:2");
    let status = || site.tell(&json!([event("x")])).status;
    assert_eq!([status(), status(), status()], [503, 503, 200]);
    assert_eq!(site.desk.events().len(), 1);
}

#[test]
fn line_8_an_event_is_kept_although_its_answer_is_lost() {
    let site = Site::small();
    site.desk.fault("interaction:reset-after:1");
    assert!(site.try_tell(&json!([event("lost")])).is_err());
    assert_eq!(site.desk.events(), [event("lost")]);
    site.desk.fault("interaction:502-after:1");
    assert_eq!(site.tell(&json!([event("proxy")])).status, 502);
    assert_eq!(site.desk.events(), [event("lost"), event("proxy")]);
    site.desk.fault("interaction:reset-before:1");
    assert!(site.try_tell(&json!([event("never")])).is_err());
    site.desk.fault("interaction:ok-stores-nothing:1");
    assert_eq!(site.tell(&json!([event("never")])).status, 200);
    assert_eq!(site.desk.events().len(), 2);
    site.desk.fault("interaction:trims:1");
    assert_eq!(site.tell(&json!([event("short")])).status, 200);
    assert_eq!(site.desk.events()[2]["customProps"]["comment"], "shor");
}

#[test]
fn line_8_a_slow_answer_is_the_right_one() {
    let site = Site::small();
    site.desk.sandbox.set_options(&json!({ "timings": { "slow_ms": 20, "drip_ms": 1 } })).unwrap();
    for word in ["slow", "drip"] {
        site.desk.fault(&format!("interaction:{word}:1"));
        assert_eq!(site.tell(&json!([event(word)])).json(), super::done());
    }
}

#[test]
fn line_8_a_token_ends_between_two_calls_or_when_it_is_revoked() {
    let mut site = Site::with(RayQuirks { token_calls: Some(1), ..RayQuirks::default() });
    for _ in 0..3 {
        assert_eq!(site.tell(&json!([event("first")])).status, 200);
        assert_eq!(site.tell(&json!([event("second")])).status, 401);
        site.token = site.fresh_token();
    }
    assert_eq!((site.desk.events().len(), &site.desk.state()["tokens_issued"]), (3, &json!(4)));
    let site = Site::small();
    site.desk.sandbox.act("ray", "revoke", &json!({})).unwrap();
    assert_eq!(site.tell(&json!([event("x")])).status, 401);
    assert!(site.desk.sandbox.act("ray", "edit", &json!({})).unwrap_err().contains("known: revoke"));
}

#[test]
fn what_signs_in_stands_neither_in_the_log_nor_in_the_state() {
    let site = Site::small();
    site.tell(&json!([event("x")]));
    let (log, state) = (site.desk.log(), site.desk.state());
    let entry = &log[0];
    assert_eq!((&entry["endpoint"], &entry["body"]["grant_type"]), (&json!("token"), &json!("password")));
    assert_eq!((&entry["body"]["username"], &entry["body"]["password"]), (&json!("***"), &json!("***")));
    assert_eq!(log[1]["body"], json!([event("x")]));
    let told = format!("{log}{state}");
    for name in ["client_secret", "username", "password"] {
        let secret = site.desk.credential(name);
        assert!(!told.contains(secret) && !told.contains(&crate::support::raw::percent(secret)), "{name}");
    }
    assert!(!told.contains(&site.token));
}
