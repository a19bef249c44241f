//! Lines 12 and 15: the styles of refusals, and the ways in which this vendor fails.

use leadline::sandbox::{MxoErrors, MxoQuirks, Timings};
use serde_json::{Value, json};

use super::{BULK, LIVE, OFFLINE, Site, interaction, late};
use crate::support::raw::Reply;

#[test]
fn line_12_a_refusal_is_a_message_an_error_words_a_page_nothing_or_only_half_a_no() {
    let site = Site::small();
    let refused = |errors: MxoErrors| {
        site.desk.switch(&json!({ "errors": errors }));
        site.post(&json!({}))
    };
    let reply = refused(MxoErrors::Message);
    assert_eq!((reply.status, &reply.json()["statusCode"]), (400, &json!(400)));
    assert!(reply.json()["message"].as_str().unwrap().contains("uri"));
    let reply = refused(MxoErrors::Oauth);
    assert!(reply.status == 400 && reply.json()["error"].is_string() && reply.json()["error_description"].is_string());
    let reply = refused(MxoErrors::Text);
    assert!(reply.status == 400 && reply.header("content-type").unwrap().starts_with("text/plain"));
    let reply = refused(MxoErrors::Html);
    assert!(reply.status == 400 && reply.is_html());
    let reply = refused(MxoErrors::Empty);
    assert_eq!((reply.status, reply.text().as_str()), (400, ""));
    let reply = refused(MxoErrors::Ok);
    assert_eq!((reply.status, &reply.json()["statusCode"]), (200, &json!(400)));
    assert!(reply.json()["message"].is_string() && reply.json().get("tid").is_none());
    let reply = refused(MxoErrors::OnlyHttp);
    assert_eq!((reply.status, reply.json()), (400, json!({ "statusCode": 200 })));
    assert_eq!(site.desk.events(), Vec::<Value>::new());
}

#[test]
fn line_12_a_token_a_path_and_a_method_are_refused_by_their_status_also_under_http_200() {
    let mut site = Site::with(MxoQuirks { errors: MxoErrors::Ok, ..MxoQuirks::default() });
    assert_eq!(site.call("POST", OFFLINE, &late("a")).status, 405);
    assert_eq!(site.call("POST", "/x", &late("a")).status, 404);
    site.desk.switch(&json!({ "forbidden": true }));
    let reply = site.post(&interaction("a"));
    assert_eq!((reply.status, &reply.json()["statusCode"]), (200, &json!(403)));
    site.bearer = "Bearer no".to_owned();
    assert_eq!(site.post(&interaction("a")).status, 401);
    let token = site.ask_token("grant_type=password");
    assert_eq!((token.status, &token.json()["error"]), (400, &json!("unsupported_grant_type")));
}

/// A call of every endpoint that writes, and the token.
fn at(site: &Site, endpoint: &str) -> std::io::Result<Reply> {
    match endpoint {
        "token" => Ok(site.ask_token("grant_type=client_credentials")),
        "interaction" => site.try_call("POST", LIVE, &interaction("a")),
        "update" => site.try_call("PUT", LIVE, &interaction("a")),
        "offline" => site.try_call("PUT", OFFLINE, &late("a")),
        "bulk" => site.try_call("PUT", BULK, &json!([late("a")])),
        other => panic!("{other}"),
    }
}

#[test]
fn line_15_each_endpoint_fails_in_each_way_and_then_works_again() {
    let site = Site::small();
    for endpoint in ["token", "interaction", "update", "offline", "bulk"] {
        let failed = |word: &str| {
            site.desk.fault(&format!("{endpoint}:{word}:1"));
            at(&site, endpoint).unwrap()
        };
        let wait = Timings::default().retry_after_secs.to_string();
        for status in ["429", "503"] {
            assert_eq!(failed(status).header("retry-after"), None);
            assert_eq!(failed(&format!("{status}-retry")).header("retry-after"), Some(wait.as_str()));
            assert!(failed(&format!("{status}-retry-date")).header("retry-after").unwrap().ends_with(" GMT"));
        }
        for status in ["500", "502", "503", "504"] {
            let page = failed(status);
            assert_eq!((page.status.to_string().as_str(), page.is_html()), (status, true));
        }
        for status in ["500", "503"] {
            assert_eq!(failed(&format!("own-{status}")).json()["statusCode"].to_string(), status);
        }
        assert_eq!(failed("408").json()["statusCode"], 408);
        assert!(failed("html").text().starts_with("<!DOCTYPE html>"));
        let polite = failed("refusal");
        assert_eq!((polite.status, &polite.json()["statusCode"]), (200, &json!(400)));
        assert!(serde_json::from_slice::<Value>(&failed("invalid-json").body).is_err());
        let refused = failed("401").json();
        let word = if endpoint == "token" { &refused["error"] } else { &refused["message"] };
        assert!(word.is_string());
        assert_eq!(at(&site, endpoint).unwrap().status, 200, "each was armed for one request only");
    }
}

#[test]
fn line_15_an_interaction_is_kept_although_its_answer_is_lost() {
    for endpoint in ["interaction", "update", "offline", "bulk"] {
        let site = Site::small();
        let failed = |word: &str| {
            site.desk.fault(&format!("{endpoint}:{word}:1"));
            at(&site, endpoint)
        };
        assert!(failed("reset-after").is_err());
        assert_eq!(site.desk.events().len(), 1);
        assert_eq!(failed("504-after").unwrap().status, 504);
        assert_eq!(failed("empty").unwrap().text(), "");
        assert_eq!(site.desk.events().len(), 3);
        assert!(failed("reset-before").is_err());
        assert_eq!(failed("ok-stores-nothing").unwrap().status, 200);
        assert_eq!((site.desk.events().len(), site.licensed()), (3, 5));
    }
}

#[test]
fn line_15_a_slow_answer_is_the_right_one() {
    let site = Site::small();
    site.desk.sandbox.set_options(&json!({ "timings": { "slow_ms": 20, "drip_ms": 1 } })).unwrap();
    let tid = site.post(&interaction("a")).json()["tid"].clone();
    for word in ["slow", "drip"] {
        site.desk.fault(&format!("offline:{word}:1"));
        assert_eq!(site.call("PUT", OFFLINE, &late("a")).json()["tid"], tid);
    }
}

#[test]
fn line_15_a_token_ends_between_two_calls_or_when_it_is_revoked() {
    let mut site = Site::with(MxoQuirks { token_calls: Some(1), ..MxoQuirks::default() });
    for _ in 0..3 {
        assert_eq!(site.post(&interaction("a")).status, 200);
        assert_eq!(site.post(&interaction("a")).status, 401);
        site.bearer = site.fresh_bearer();
    }
    assert_eq!((site.desk.events().len(), &site.desk.state()["tokens_issued"]), (3, &json!(4)));
    let site = Site::small();
    site.desk.sandbox.act("mxo", "revoke", &json!({})).unwrap();
    assert_eq!(site.post(&interaction("a")).status, 401);
    let site = Site::with(MxoQuirks { token_ttl_secs: 0, ..MxoQuirks::default() });
    assert_eq!(site.post(&interaction("a")).status, 401);
}

#[test]
fn what_signs_in_stands_neither_in_the_log_nor_in_the_state() {
    let site = Site::small();
    site.post(&interaction("a"));
    let (log, state) = (site.desk.log(), site.desk.state());
    assert_eq!((&log[0]["endpoint"], &log[0]["body"]["grant_type"]), (&json!("token"), &json!("client_credentials")));
    assert_eq!((&log[1]["body"], &log[1]["headers"]["datamimetype"]), (&interaction("a"), &json!("application/json")));
    assert_eq!(log[1]["query"]["sk"], json!(site.site_key));
    let told = format!("{log}{state}");
    assert!(!told.contains(site.desk.credential("client_secret")) && !told.contains(&site.bearer[7..]));
}
