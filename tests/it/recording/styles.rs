//! Every way in which a vendor can say no, and every way in which it can say yes.

use std::time::Duration;

use leadline::engine::Mode;

use super::*;

/// Records once under these switches of the fake, meeting this fault (or none), and gives where it stands.
fn under(vendor: &str, switches: &Value, kind: Option<&str>) -> (OutboxState, String, usize) {
    let site = site(options(), &[]);
    switch(&site, vendor, switches);
    let endpoint = if vendor == "releva" { "events" } else { "interaction" };
    if let Some(kind) = kind {
        fault(&site, &format!("{vendor}:{endpoint}:{kind}:1"));
    }
    // A minute ago by the vendor's clock, which is no news to one that wants none older than that.
    let mut driver = site.drive_ahead(Mode::Live, SignedDuration::from_mins(-1));
    let lead = driver.people()[0];
    let ids = driver.record(lead, "asked for the invoice", &[vendor]);
    driver.pass(Duration::from_secs(600));
    let item = driver.row(ids[0]).item;
    (item.state, item.why, stored(&site, vendor).len())
}

#[test]
fn a_refusal_is_a_refusal_in_every_style() {
    // What each of them refuses by itself, so that the whole of a style shows: a fault brings its own HTTP status.
    for (vendor, wants, styles) in [
        (
            "ray",
            json!({ "past_limit_secs": 30 }),
            &["status", "body", "only-http", "only-code", "only-result", "text", "html", "empty"][..],
        ),
        ("releva", json!({ "max_events": 0 }), &["message", "braces", "text", "html", "empty"][..]),
        (
            "mxo",
            json!({ "named_by": "uri", "strict_members": true }),
            &["message", "oauth", "text", "html", "empty", "ok", "only-http"][..],
        ),
    ] {
        for style in styles {
            let mut switches = wants.clone();
            switches["errors"] = json!(style);
            let (state, why, stored) = under(vendor, &switches, None);
            assert_eq!((state, stored), (OutboxState::NeedsAgent, 0), "{vendor} {style}: {why}");
            assert!(why.ends_with("Edit it, or drop it."), "{vendor} {style}: {why}");
        }
    }
}

#[test]
fn a_yes_is_a_yes_in_every_style() {
    for (vendor, switches) in [
        ("ray", json!({ "code_as_text": true })),
        ("ray", json!({ "token_life_unsaid": true })),
        ("releva", json!({ "accepted": "202-empty" })),
        ("releva", json!({ "accepted": "200" })),
        ("mxo", json!({ "post_reply": "minimal" })),
        ("mxo", json!({ "post_reply": "nulls" })),
        ("mxo", json!({ "post_reply": "undecodable" })),
        ("mxo", json!({ "token_life_unsaid": true })),
        ("mxo", json!({ "named_by": "uri" })),
        ("mxo", json!({ "named_by": "url" })),
    ] {
        let (state, why, stored) = under(vendor, &switches, None);
        assert_eq!((state, stored), (OutboxState::Accepted, 1), "{vendor} {switches}: {why}");
    }
}

#[test]
fn a_key_that_is_refused_as_a_bad_request_is_told_as_a_key() {
    let (state, why, stored) = under("releva", &json!({ "unauthorized": "400-token" }), Some("401"));
    assert_eq!((state, stored), (OutboxState::Waiting, 0), "{why}");
    assert!(why.starts_with("credential:"), "{why}");
}
