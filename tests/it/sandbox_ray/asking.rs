//! Lines 1 and 2: who is let in.

use leadline::sandbox::{GrantRefusal, RayQuirks, RaySignIn};
use serde_json::json;

use super::{EVENTS, FORM, JSON, Site, TOKEN, event};
use crate::support::raw::percent;

#[test]
fn line_1_basic_and_a_percent_encoded_password_form_buy_a_token() {
    let site = Site::small();
    let reply = site.ask_token(&site.form());
    let answer = reply.json();
    assert_eq!((reply.status, &answer["token_type"], &answer["expires_in"]), (200, &json!("bearer"), &json!(3_599)));
    assert_eq!(answer["scope"], "read write");
    assert!(answer["jti"].is_string() && answer["access_token"].as_str().unwrap().split('.').count() == 3);
    assert_ne!(site.fresh_token(), site.fresh_token());
    let (user, password) = (site.desk.credential("username"), site.desk.credential("password"));
    assert!(user.contains('+') && password.contains('&') && password.contains('%') && !password.is_ascii());
    let raw = format!("grant_type=password&username={user}&password={password}");
    assert_eq!(site.ask_token(&raw).status, 400, "what is not percent-encoded is something else");
}

#[test]
fn line_1_each_thing_that_is_wrong_about_a_sign_in_has_its_error() {
    let site = Site::small();
    let form = site.form();
    let basic = site.desk.basic(site.desk.credential("client_secret"));
    let wrong = site.desk.basic("wrong");
    let asked = |headers: &[(&str, &str)], body: &str| {
        let reply = site.desk.ask("POST", TOKEN, headers, body);
        (reply.status, reply.json()["error"].as_str().unwrap().to_owned())
    };
    let unauthorized = (401, "unauthorized".to_owned());
    assert_eq!(asked(&[FORM], &form), unauthorized);
    assert_eq!(asked(&[FORM, ("authorization", &wrong)], &form), unauthorized);
    assert_eq!(asked(&[FORM, ("authorization", &basic.replace("Basic", "Bearer"))], &form), unauthorized);
    let body = json!({ "grant_type": "password" }).to_string();
    assert_eq!(asked(&[JSON, ("authorization", &basic)], &body).0, 415);
    let refused = |form: &str| {
        let reply = site.ask_token(form);
        assert!(reply.json()["error_description"].is_string());
        (reply.status, reply.json()["error"].clone())
    };
    assert_eq!(refused("grant_type=client_credentials"), (400, json!("unsupported_grant_type")));
    let other = format!("grant_type=password&username={}&password=no", percent(site.desk.credential("username")));
    assert_eq!(refused(&other), (400, json!("invalid_grant")));
    assert_eq!(refused(&form.replace("api", "apo")), (400, json!("invalid_grant")));
    site.desk.switch(&json!({ "grant_refusal": GrantRefusal::Unauthorized }));
    assert_eq!(refused(&other), (401, json!("invalid_grant")));
    let get = site.desk.ask("GET", TOKEN, &[], "");
    assert_eq!((get.status, get.header("allow")), (405, Some("POST")));
}

#[test]
fn line_1_the_life_of_a_token_is_tiny_or_unsaid() {
    let site = Site::with(RayQuirks { token_ttl_secs: 0, ..RayQuirks::default() });
    assert_eq!(site.ask_token(&site.form()).json()["expires_in"], 0);
    assert_eq!(site.tell(&json!([event("late")])).status, 401);
    let site = Site::with(RayQuirks { token_life_unsaid: true, ..RayQuirks::default() });
    assert!(site.ask_token(&site.form()).json().get("expires_in").is_none());
    assert_eq!(site.tell(&json!([event("in time")])).status, 200);
}

#[test]
fn line_2_a_bearer_that_is_missing_or_wrong_is_refused_in_either_shape() {
    let mut site = Site::small();
    let body = json!([event("x")]).to_string();
    let good = format!("Bearer {}", site.token);
    let at = |headers: &[(&str, &str)]| site.desk.ask("POST", EVENTS, headers, &body);
    for headers in [vec![JSON], vec![JSON, ("authorization", "Bearer no")], vec![JSON, ("x-access", &good)]] {
        let reply = at(&headers);
        assert_eq!((reply.status, &reply.json()["error"]), (401, &json!("invalid_token")));
        assert!(reply.json()["error_description"].is_string());
    }
    assert_eq!(at(&[JSON, ("authorization", &good)]).status, 200);
    site.token = "no".to_owned();
    for (sign_in, status) in [(RaySignIn::Envelope, 401), (RaySignIn::OkEnvelope, 200)] {
        site.desk.switch(&json!({ "sign_in": sign_in }));
        let reply = site.tell(&json!([event("x")]));
        let answer = reply.json();
        assert_eq!((reply.status, &answer["result"], &answer["statusCode"]), (status, &json!("error"), &json!(401)));
        assert!(answer["message"].is_string());
        let reply = site.ask_token("grant_type=password&username=a&password=b");
        assert_eq!((reply.status == 200, &reply.json()["statusCode"]), (status == 200, &json!(400)));
    }
    assert_eq!(site.desk.events().len(), 1);
}

#[test]
fn line_2_another_header_can_carry_the_token() {
    let quirks = RayQuirks { auth_header: "X-Access: key={token}".to_owned(), ..RayQuirks::default() };
    let site = Site::with(quirks);
    let body = json!([event("x")]).to_string();
    let given = format!("key={}", site.token);
    assert_eq!(site.desk.ask("POST", EVENTS, &[JSON, ("x-access", &given)], &body).status, 200);
    assert_eq!(site.desk.ask("POST", EVENTS, &[JSON, ("x-access", &site.token)], &body).status, 401);
    assert_eq!(site.tell(&json!([event("x")])).status, 401);
}
