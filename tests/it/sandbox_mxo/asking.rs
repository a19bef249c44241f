//! Lines 1 to 3 and 13: who is let in, where, and what it costs.

use leadline::sandbox::MxoQuirks;
use serde_json::{Value, json};

use super::{BULK, FORM, JSON, LIVE, MIME, OFFLINE, Site, TOKEN, interaction, late};

#[test]
fn line_1_basic_and_a_form_with_client_credentials_buy_a_token() {
    let site = Site::small();
    let reply = site.ask_token("grant_type=client_credentials");
    let answer = reply.json();
    assert_eq!((reply.status, &answer["token_type"], &answer["expires_in"]), (200, &json!("bearer"), &json!(3_600)));
    assert_ne!(site.fresh_bearer(), site.fresh_bearer());
    site.desk.switch(&json!({ "token_type_upper": true, "token_life_unsaid": true }));
    let answer = site.ask_token("grant_type=client_credentials").json();
    assert_eq!((&answer["token_type"], answer.get("expires_in")), (&json!("Bearer"), None));
    assert_eq!(site.ask_token("scope=&grant_type=client%5Fcredentials").status, 200);
}

#[test]
fn line_1_each_thing_that_is_wrong_about_a_sign_in_has_its_error() {
    let site = Site::small();
    let basic = site.desk.basic(site.desk.credential("client_secret"));
    let wrong = site.desk.basic("wrong");
    let form = "grant_type=client_credentials";
    let asked = |headers: &[(&str, &str)], body: &str| {
        let reply = site.desk.ask("POST", TOKEN, headers, body);
        (reply.status, reply.json()["error"].as_str().unwrap().to_owned())
    };
    assert_eq!(asked(&[FORM, ("authorization", &wrong)], form), (401, "invalid_client".to_owned()));
    assert_eq!(asked(&[FORM], form), (401, "invalid_client".to_owned()));
    let password = "grant_type=password&username=a&password=b";
    assert_eq!(asked(&[FORM, ("authorization", &basic)], password), (400, "unsupported_grant_type".to_owned()));
    assert_eq!(asked(&[FORM, ("authorization", &basic)], ""), (400, "unsupported_grant_type".to_owned()));
    assert_eq!(asked(&[JSON, ("authorization", &basic)], r#"{"grant_type":"client_credentials"}"#).0, 400);
    assert_eq!(site.desk.ask("POST", "/one/oauth2/token", &[FORM, ("authorization", &basic)], form).status, 404);
    site.desk.switch(&json!({ "client_refused_by_400": true }));
    assert_eq!(asked(&[FORM, ("authorization", &wrong)], form), (400, "invalid_client".to_owned()));
    let get = site.desk.ask("GET", TOKEN, &[], "");
    assert_eq!((get.status, get.header("allow")), (405, Some("POST")));
}

#[test]
fn line_2_four_calls_with_and_without_the_slash_and_no_others() {
    let site = Site::small();
    for (method, path, body) in [
        ("POST", LIVE.to_owned(), interaction("a")),
        ("POST", format!("{LIVE}/"), interaction("a")),
        ("PUT", LIVE.to_owned(), interaction("a")),
        ("PUT", format!("{LIVE}/"), interaction("a")),
        ("PUT", OFFLINE.to_owned(), late("a")),
        ("PUT", BULK.to_owned(), json!([late("a")])),
    ] {
        assert_eq!(site.call(method, &path, &body).status, 200, "{method} {path}");
    }
    for (method, path, allow) in [
        ("GET", LIVE, "POST, PUT"),
        ("DELETE", LIVE, "POST, PUT"),
        ("POST", OFFLINE, "PUT"),
        ("POST", BULK, "PUT"),
        ("GET", BULK, "PUT"),
    ] {
        let reply = site.call(method, path, &interaction("a"));
        assert_eq!((reply.status, reply.header("allow")), (405, Some(allow)), "{method} {path}");
    }
    for path in [
        format!("{OFFLINE}/"),
        LIVE.replace("interaction", "interactions"),
        LIVE.replace("oauth2", "oauth1"),
        LIVE.replace("2.0", "2.1"),
        "/".to_owned(),
    ] {
        assert_eq!(site.call("PUT", &path, &late("a")).status, 404, "{path}");
    }
}

#[test]
fn line_3_what_is_wrong_is_refused_in_the_order_of_the_contract() {
    let site = Site::small();
    let (key, no_key) = (format!("{LIVE}?sk={}", site.site_key), format!("{LIVE}?sk=ONE-0000000000-0000"));
    let basic = site.desk.basic(site.desk.credential("client_secret"));
    let (good, bad) = (("authorization", site.bearer.as_str()), ("authorization", "Bearer no"));
    let text = ("content-type", "text/plain");
    let status = |path: &str, headers: &[(&str, &str)], body: &str| {
        let reply = site.desk.ask("POST", path, headers, body);
        assert_eq!(reply.json()["statusCode"], reply.status);
        reply.status
    };
    // Each request is wrong in one respect less than the one before it.
    assert_eq!(status(LIVE, &[bad, text], "["), 401);
    assert_eq!(status(LIVE, &[("authorization", &basic), text], "["), 401);
    assert_eq!(status(LIVE, &[text], "["), 401);
    site.desk.switch(&json!({ "forbidden": true }));
    assert_eq!(status(LIVE, &[good, text], "["), 403);
    site.desk.switch(&json!({ "forbidden": false }));
    assert_eq!(status(LIVE, &[good, text], "["), 400);
    assert_eq!(status(&format!("{LIVE}?sk="), &[good, text], "["), 400);
    assert_eq!(status(&no_key, &[good, text], "["), 404);
    let why = |headers: &[(&str, &str)], body: &str| {
        let reply = site.desk.ask("POST", &key, headers, body);
        assert_eq!(reply.status, 400);
        reply.json()["message"].as_str().unwrap().to_owned()
    };
    assert!(why(&[good, text], "[").contains("dataMimeType"));
    assert!(why(&[good, text, MIME], "[").contains("content type"));
    assert!(why(&[good, JSON, MIME], "[").contains("JSON"));
    assert!(why(&[good, JSON, MIME], "[]").contains("object"));
    assert_eq!(status(&key, &[good, JSON, MIME], &interaction("a").to_string()), 200);
    assert_eq!(status(&key, &[good, JSON, ("DATAMIMETYPE", "application/json")], &interaction("a").to_string()), 200);
    site.desk.switch(&json!({ "lenient_header": true }));
    assert_eq!(status(&key, &[good, JSON], &interaction("a").to_string()), 200);
}

#[test]
fn line_13_every_request_is_licensed_use_also_useless_and_faulty_ones() {
    let site = Site::with(MxoQuirks::default());
    site.ask_token("grant_type=client_credentials");
    assert_eq!(site.licensed(), 0, "a token costs nothing");
    site.post(&interaction("a"));
    site.call("PUT", LIVE, &interaction("a"));
    site.post(&json!({}));
    site.desk.ask("POST", LIVE, &[], "");
    site.desk.fault("interaction:503:1");
    site.post(&interaction("a"));
    site.desk.fault("interaction:reset-before:1");
    assert!(site.try_call("POST", LIVE, &interaction("a")).is_err());
    site.call("PUT", BULK, &json!([late("a"), late("b")]));
    assert_eq!(site.licensed(), 7);
    site.call("POST", "/nowhere", &Value::Null);
    assert_eq!(site.licensed(), 7);
    assert_eq!(site.desk.events().len(), 4);
}
