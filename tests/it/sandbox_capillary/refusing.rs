//! Line 13: the ways in which this vendor fails.

use leadline::sandbox::{CapillaryQuirks, Timings};
use serde_json::json;

use super::{Reply, Site};

const ENDPOINTS: [&str; 3] = ["token", "interactions", "interactions-v1"];

fn at(site: &Site, endpoint: &str) -> std::io::Result<Reply> {
    let customer = site.somebody();
    let mobile = customer["mobile"].as_str().unwrap();
    match endpoint {
        "token" => Ok(site.ask_token(json!({ "key": site.credential("key"), "secret": site.credential("secret") }))),
        "interactions" => site.try_get(&format!("{}?identifierName=mobile&identifierValue={mobile}", super::V2)),
        _ => site.try_get(&format!("{}?format=json&mobile={mobile}", super::V1)),
    }
}

#[test]
fn line_13_each_endpoint_fails_in_each_documented_way_and_then_works_again() {
    let site = Site::small();
    for endpoint in ENDPOINTS {
        let failed = |word: &str| {
            site.fault(&format!("capillary:{endpoint}:{word}:1"));
            at(&site, endpoint).unwrap()
        };
        let reply = failed("429");
        assert_eq!((reply.status, reply.header("retry-after"), reply.code()), (429, None, json!(429)));
        let reply = failed("429-retry");
        let wait = Timings::default().retry_after_secs.to_string();
        assert_eq!((reply.status, reply.header("retry-after")), (429, Some(wait.as_str())));
        assert_eq!((failed("461").status, failed("461").code()), (461, json!(461)));
        let reply = failed("own-503");
        assert_eq!((reply.status, reply.code()), (503, json!(4001)));
        assert_eq!((failed("own-500").status, failed("own-521").status), (500, 521));
        assert_eq!(failed("403").code(), json!(4000));
        for word in ["500", "503", "520", "521"] {
            let reply = failed(word);
            assert_eq!(reply.status.to_string(), word);
            assert!(reply.header("content-type").unwrap().starts_with("text/html"));
        }
        let reply = failed("html");
        assert_eq!(reply.status, 200);
        assert!(reply.body.starts_with(b"<!DOCTYPE html>"));
        let reply = failed("refusal");
        assert_eq!((reply.status, reply.code()), (200, json!(500)), "a no under HTTP 200");
        assert_eq!(at(&site, endpoint).unwrap().status, 200, "each was armed for one request only");
    }
}

#[test]
fn line_13_a_line_is_cut_in_the_middle_or_before_the_first_byte() {
    let site = Site::small();
    for endpoint in ["interactions", "interactions-v1"] {
        let whole = at(&site, endpoint).unwrap().body.len();
        site.fault(&format!("capillary:{endpoint}:cut:1"));
        let cut = at(&site, endpoint).unwrap();
        let promised: usize = cut.header("content-length").unwrap().parse().unwrap();
        assert_eq!((promised, cut.body.len()), (whole, whole / 2));
        site.fault(&format!("capillary:{endpoint}:reset-before:1"));
        assert!(at(&site, endpoint).is_err());
        assert_eq!(at(&site, endpoint).unwrap().status, 200);
    }
}

#[test]
fn line_13_a_token_that_ends_after_some_calls_is_healed_by_a_new_one() {
    let mut site = Site::with(CapillaryQuirks { token_calls: Some(1), ..CapillaryQuirks::default() });
    for _ in 0..3 {
        assert_eq!(at(&site, "interactions").unwrap().status, 200);
        assert_eq!(at(&site, "interactions-v1").unwrap().status, 401);
        site.token = site.fresh_token();
    }
}

#[test]
fn what_signs_in_stands_neither_in_the_log_nor_in_the_state() {
    let site = Site::small();
    for endpoint in ENDPOINTS {
        at(&site, endpoint).unwrap();
    }
    let log = site.control("GET", "/log", json!(null)).json();
    let endpoints: Vec<&str> = log.as_array().unwrap().iter().filter_map(|entry| entry["endpoint"].as_str()).collect();
    assert!(ENDPOINTS.iter().all(|endpoint| endpoints.contains(endpoint)));
    let told = format!("{log}{}", site.sandbox.state());
    for secret in [site.credential("secret"), site.credential("password"), &site.token] {
        assert!(!told.contains(secret));
    }
}
