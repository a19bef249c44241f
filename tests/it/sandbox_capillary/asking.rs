//! Lines 1 to 4 and 14: who is let in, and what must be asked.

use leadline::sandbox::{CapillaryQuirks, ErrorsHttp, NoCustomer, SandboxOptions, TokenRefusal};
use serde_json::json;

use super::{Site, TOKEN, V1, V2, ask};

/// Made elsewhere from the credentials of seed 7: Base64 of `till:md5(password)`, and of `till:password`.
const BASIC: &str = "Basic dGlsbC44NzM5YzM6OTBmMzZmY2U3Nzc4OGU4NGYzYjNmZDQ2OGY5ZDNmMGM=";
const CLEAR_BASIC: &str = "Basic dGlsbC44NzM5YzM6c2FuZGJveC0zMjk2ZTk3MTAzZjQ0OGI0ZmQzYw==";

#[test]
fn line_1_key_and_secret_as_json_buy_a_new_token_each_time_and_nothing_else_does() {
    let site = Site::small();
    let (key, secret) = (site.credential("key"), site.credential("secret"));
    let reply = site.ask_token(json!({ "key": key, "secret": secret }));
    let answer = reply.json();
    assert_eq!((reply.status, &answer["data"]["ttlSeconds"], &answer["errors"]), (200, &json!(300), &json!(null)));
    assert_eq!(answer["data"]["accessToken"].as_str().unwrap().split('.').count(), 3, "it looks like a JWT");
    assert_ne!(site.fresh_token(), site.fresh_token());

    for wrong in [json!({ "key": key, "secret": "no" }), json!({ "key": "no", "secret": secret }), json!({})] {
        let reply = site.ask_token(wrong);
        assert_eq!(reply.status, 401);
        assert!(reply.json()["errors"][0]["message"].as_str().unwrap().contains("access forbidden"));
    }
    assert_eq!(site.ask_token(json!([key, secret])).status, 400);
    let body = json!({ "key": key, "secret": secret }).to_string();
    let typed = |kind: &str| ask(&site.address, "POST", TOKEN, &[("content-type", kind)], &body).unwrap().status;
    assert_eq!(typed("application/x-www-form-urlencoded"), 415);
    assert_eq!(typed("application/json; charset=utf-8"), 200);
    assert_eq!(ask(&site.address, "POST", TOKEN, &[], &body).unwrap().status, 415);
    let wrong = site.get(TOKEN);
    assert_eq!((wrong.status, wrong.header("allow")), (405, Some("POST")));

    site.sandbox.set_options(&json!({ "capillary": { "token_refusal": TokenRefusal::Forbidden } })).unwrap();
    assert_eq!(site.ask_token(json!({ "key": key, "secret": "no" })).status, 403);
}

#[test]
fn line_2_a_live_token_or_basic_with_the_hashed_password_opens_both_interfaces() {
    let site = Site::small();
    assert_eq!((site.credential("till"), site.credential("password")), ("till.8739c3", "sandbox-3296e97103f448b4fd3c"));
    let customer = site.somebody();
    let mobile = customer["mobile"].as_str().unwrap();
    for path in
        [format!("{V2}?identifierName=mobile&identifierValue={mobile}"), format!("{V1}?format=json&mobile={mobile}")]
    {
        let status = |name: &str, value: &str| ask(&site.address, "GET", &path, &[(name, value)], "").unwrap().status;
        assert_eq!(status("x-cap-api-oauth-token", &site.token), 200);
        assert_eq!(status("X-CAP-API-OAUTH-TOKEN", "wrong"), 401);
        assert_eq!(status("cap-api-access-token", &site.token), 401);
        assert_eq!(status("authorization", &format!("Bearer {}", site.token)), 401);
        assert_eq!(status("authorization", BASIC), 200);
        assert_eq!(status("authorization", CLEAR_BASIC), 401);
        assert_eq!(ask(&site.address, "GET", &path, &[], "").unwrap().status, 401);
    }

    let site = Site::with(CapillaryQuirks { basic_disabled: true, ..CapillaryQuirks::default() });
    let path = format!("{V2}?identifierName=mobile&identifierValue={mobile}");
    let refused = ask(&site.address, "GET", &path, &[("authorization", BASIC)], "").unwrap();
    assert_eq!((refused.status, refused.code()), (403, json!(4000)));
    assert_eq!(site.get(&path).status, 200);
}

#[test]
fn line_2_tokens_end_by_their_time_by_their_calls_or_when_they_are_revoked() {
    let site = Site::with(CapillaryQuirks { token_ttl_secs: 0, ..CapillaryQuirks::default() });
    let reply = site.v2("email", "nobody@example.org", "");
    assert_eq!((reply.status, reply.code()), (401, json!(401)));

    let site = Site::with(CapillaryQuirks { token_calls: Some(2), ..CapillaryQuirks::default() });
    let status = || site.v2("email", "nobody@example.org", "").status;
    assert_eq!([status(), status(), status(), status()], [200, 200, 401, 401]);

    let site = Site::small();
    site.control("POST", "/revoke", json!({ "vendor": "capillary" }));
    assert_eq!(site.v2("email", "nobody@example.org", "").status, 401);
    let token = site.fresh_token();
    let path = format!("{V2}?identifierName=email&identifierValue=nobody@example.org");
    assert_eq!(ask(&site.address, "GET", &path, &[("x-cap-api-oauth-token", &token)], "").unwrap().status, 200);
}

#[test]
fn line_3_every_reply_has_a_request_id_of_its_own() {
    let site = Site::small();
    let customer = site.somebody();
    let refused = ask(&site.address, "GET", V1, &[], "").unwrap();
    site.fault("capillary:interactions:429:1");
    let limited = site.about(&customer, "");
    let replies = [
        site.about(&customer, ""),
        site.v1(&customer, ""),
        site.ask_token(json!({})),
        site.get("/nothing"),
        site.get(V2),
        refused,
        limited,
    ];
    let mut ids: Vec<&str> = replies.iter().map(|reply| reply.header("x-cap-requestid").unwrap()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), replies.len());
}

#[test]
fn line_4_a_customer_is_found_by_each_of_three_identifiers_and_only_by_those() {
    let site = Site::small();
    let customer = site.somebody();
    let value = |name: &str| customer[name].as_str().unwrap().to_owned();
    let whole = site.v2("mobile", &value("mobile"), "").json();
    assert_eq!(whole["name"], "capillary");
    assert_eq!(site.v2("email", &value("email"), "").json(), whole);
    assert_eq!(site.v2("email", &value("email").to_uppercase(), "").json(), whole);
    assert_eq!(site.v2("external_id", &value("external_id"), "").json(), whole);
    let unknown = [format!("%2B{}", value("mobile")), value("mobile")[2..].to_owned()];
    assert!(unknown.iter().all(|mobile| site.v2("mobile", mobile, "").code() == 8015), "digits with country code only");

    for missing in ["", "?identifierName=mobile", "?identifierValue=1", "?identifierName=&identifierValue=1"] {
        let reply = site.get(&format!("{V2}{missing}"));
        assert_eq!((reply.status, reply.code()), (400, json!(400)), "{missing}");
    }
    for name in ["external%20id", "externalId", "id", "Mobile"] {
        assert_eq!(site.v2(name, "1", "").code(), json!(8013), "{name}");
    }
    assert_eq!(site.v2("mobile", &value("mobile"), "&source=MARS").code(), json!(8012));
    assert_eq!(site.v2("mobile", &value("mobile"), "&source=WECHAT").code(), json!(8045));
    assert_eq!(site.v2("mobile", &value("mobile"), "&source=WECHAT&accountId=a-b").code(), json!(8011));
    assert_eq!(site.v2("mobile", &value("mobile"), "&source=INSTORE&accountId=1234").json(), whole);
}

#[test]
fn line_4_an_unknown_customer_has_either_code_under_any_of_three_statuses() {
    for (no_customer, code) in [(NoCustomer::General, 8015), (NoCustomer::Own, 1012)] {
        for (errors_http, status) in [(ErrorsHttp::Ok, 200), (ErrorsHttp::BadRequest, 400), (ErrorsHttp::NotFound, 404)]
        {
            let site = Site::new(SandboxOptions {
                leads: 5,
                capillary: CapillaryQuirks { no_customer, errors_http, ..CapillaryQuirks::default() },
                ..SandboxOptions::default()
            });
            let reply = site.v2("email", "nobody@example.org", "");
            assert_eq!((reply.status, reply.code()), (status, json!(code)));
            assert_eq!(reply.json()["warnings"], json!([]));
        }
    }
}

#[test]
fn line_14_the_plural_path_and_every_other_are_not_there() {
    let site = Site::small();
    let mobile = site.somebody()["mobile"].as_str().unwrap().to_owned();
    let query = format!("?identifierName=mobile&identifierValue={mobile}");
    assert_eq!(site.get(&format!("{V2}{query}")).status, 200);
    for path in ["/v2/customers/interactions", "/v2/customers/interaction/", "/v1.1/customers/interaction", "/"] {
        assert_eq!(site.get(&format!("{path}{query}")).status, 404, "{path}");
    }
    let wrong = ask(&site.address, "POST", V2, &[("x-cap-api-oauth-token", &site.token)], "{}").unwrap();
    assert_eq!((wrong.status, wrong.header("allow")), (405, Some("GET")));
}
