//! The forms an event goes in, and what each answer means; the document's own samples are in `document`.

mod document;

use std::collections::BTreeMap;
use std::time::Duration;

use base64::Engine as _;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::recording::MxoRecording;
use super::token::MxoTokens;
use crate::config::AccountSettings;
use crate::domain::recording::{Event, Fact};
use crate::domain::{Lead, LeadKind, RemoteId};
use crate::vendors::error::Failure;
use crate::vendors::parts::Tokens as _;
use crate::vendors::recording::Recording as _;
use crate::vendors::request::{ApiReply, ApiRequest, Method};

fn account(extra: &str) -> AccountSettings {
    let mut options: toml::Table =
        "site_key = 'ONE-ABCDEFGHJK-1234'\ntouchpoint = 'api://leadline.support'".parse().unwrap();
    options.extend(extra.parse::<toml::Table>().unwrap());
    AccountSettings {
        name: "m".into(),
        vendor: super::spec::SPEC.name,
        base_url: "https://eu2.thunderhead.com".to_owned(),
        requests_per_second: 2.0,
        timeout: Duration::from_secs(30),
        sync_every: Duration::from_secs(60),
        me: None,
        options,
    }
}

const PART: &str = "path = \"/call\"\nproperties = [{ name = \"comment\", from = \"text\" }, { name = \"visits\", from = \"lead.website_visits\" }]";

fn lead() -> Lead {
    let mut lead = Lead::empty("bot".into(), RemoteId::from("64aa"), LeadKind::Lead);
    lead.email = Some("nadia@example.org".into());
    lead.phone = Some("5550100".into());
    lead.dial_code = Some("49".into());
    lead.website_visits = Some(4);
    lead
}

const AT: &str = "2024-03-05T08:10:11.12Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn event(account: &AccountSettings, part: &str, lead: &Lead) -> Event {
    let fact = Fact {
        template: "Phone call".into(),
        happened_at: at(AT),
        text: "asked".into(),
        inputs: BTreeMap::new(),
        agent: "Mira".into(),
    };
    MxoRecording.event(account, &toml::from_str(part).unwrap(), &fact, lead, at(AT)).unwrap()
}

fn body(request: &ApiRequest) -> Value {
    serde_json::from_slice(request.body.as_ref().unwrap()).unwrap()
}

#[test]
fn a_fresh_fact_goes_live_with_both_names_of_its_address_and_without_a_time() {
    let account = account("customer_key_name = \"email\"");
    let event = event(&account, PART, &lead());
    let request =
        MxoRecording.record(&account, std::slice::from_ref(&event), Some("tid-1"), at("2024-03-05T08:11:00Z"));
    assert_eq!((request.method, request.path), (Method::Post, "/one/oauth2/rt/api/2.0/interaction"));
    assert_eq!(request.query, [("sk", "ONE-ABCDEFGHJK-1234".to_owned()), ("tid", "tid-1".to_owned())]);
    let mut sent = body(&request);
    assert_eq!(sent["device"]["appName"], "Leadline");
    sent.as_object_mut().unwrap().remove("device");
    assert_eq!(
        sent,
        json!({
            "url": "api://leadline.support/call",
            "uri": "api://leadline.support/call",
            "customerKey": "nadia@example.org",
            "customerKeyName": "email",
            "properties": [{ "name": "comment", "value": "asked" }, { "name": "visits", "value": "4" }],
        })
    );
    let subject = event.subject.unwrap();
    assert_eq!((subject.name.as_str(), subject.value.as_str()), ("email", "nadia@example.org"));
}

#[test]
fn what_happened_a_while_ago_goes_late_with_its_own_time() {
    let later = at("2024-03-05T09:00:00Z");
    for (extra, path, timestamp) in [
        ("", "/one/oauth2/rt/api/2.0/interaction/offline", json!(1_709_626_211_120_i64)),
        ("timestamps = \"iso\"", "/one/oauth2/rt/api/2.0/interaction/offline", json!("2024-03-05T08:10:11.120Z")),
    ] {
        let account = account(extra);
        let request = MxoRecording.record(&account, &[event(&account, PART, &lead())], Some("t"), later);
        assert_eq!((request.method, request.path), (Method::Put, path));
        assert_eq!(body(&request)["timestamp"], timestamp);
    }
    let live = account("late_sending = \"live\"");
    let request = MxoRecording.record(&live, &[event(&live, PART, &lead())], None, later);
    assert_eq!((request.method, body(&request).get("timestamp")), (Method::Post, None));
}

#[test]
fn a_bulk_call_holds_up_to_a_hundred_and_names_no_visitor() {
    let later = at("2024-03-05T09:00:00Z");
    let bulk = account("late_sending = \"bulk\"");
    let one = event(&bulk, PART, &lead());
    assert_eq!(MxoRecording.bundle(&bulk, &one, later).most, 100);
    assert_eq!(MxoRecording.bundle(&bulk, &one, at(AT)).most, 1);
    let request = MxoRecording.record(&bulk, &[one.clone(), one.clone()], None, later);
    assert_eq!((request.path, request.query.len()), ("/one/oauth2/rt/api/2.0/interactions/offline", 1));
    assert_eq!(body(&request).as_array().unwrap().len(), 2);
    let wrapped = account("late_sending = \"bulk\"\nbulk_body = \"wrapped\"");
    let request = MxoRecording.record(&wrapped, &[one.clone(), one], None, later);
    assert_eq!(body(&request)["interactions"].as_array().unwrap().len(), 2);
}

#[test]
fn an_update_is_a_put_and_a_lead_without_a_key_is_recorded_as_nobody_in_particular() {
    let account = account("customer_key = \"attribute:CRM\"\naddress_field = \"uri\"");
    let event = event(&account, "send = \"put\"", &lead());
    let request = MxoRecording.record(&account, std::slice::from_ref(&event), None, at(AT));
    assert_eq!(request.method, Method::Put);
    let sent = body(&request);
    assert_eq!((sent.get("customerKey"), sent.get("customerKeyName"), sent.get("url")), (None, None, None));
    assert_eq!(sent["uri"], "api://leadline.support/");
    let subject = event.subject.unwrap();
    assert_eq!((subject.name.as_str(), subject.value.as_str()), ("", "bot/64aa"));
}

#[test]
fn a_template_is_checked_whole() {
    let faults = MxoRecording.check(
        &toml::from_str(
            "path = \"call\"\nsend = \"get\"\nproperties = [{ from = \"text\" }, { name = \"a\", from = \"x\" }]",
        )
        .unwrap(),
    );
    let at: Vec<_> = faults.iter().map(|fault| fault.at.as_str()).collect();
    assert_eq!(at, ["path", "send", "properties[0]", "properties[1].from"]);
}

fn sent(method: Method) -> ApiRequest {
    ApiRequest { endpoint: "x", method, path: "/", query: Vec::new(), headers: Vec::new(), body: None }
}

#[test]
fn a_yes_is_http_200_with_status_200_inside() {
    let class = |method, status, body: &str| {
        let reply = ApiReply { status, body: body.as_bytes().to_vec(), ..ApiReply::default() };
        MxoRecording.read(&sent(method), &reply).map(|recorded| recorded.visitor).map_err(|error| error.failure)
    };
    let tid = Some("3c2b".to_owned());
    assert_eq!(class(Method::Post, 200, r#"{"statusCode":200,"tid":"3c2b"}"#), Ok(tid.clone()));
    assert_eq!(class(Method::Post, 200, r#"{"tid":"3c2b","trackers":null,"optimizations":null}"#), Ok(tid));
    assert_eq!(class(Method::Put, 200, ""), Ok(None));
    assert_eq!(class(Method::Put, 200, r#"{"statusCode":200}"#), Ok(None));
    for (method, status, body, failure) in [
        (Method::Post, 200, "", Failure::Unclear),
        (Method::Post, 200, "{}", Failure::Unclear),
        (Method::Put, 200, "<html>", Failure::Unclear),
        (Method::Post, 200, r#"{"statusCode":400,"message":"uri"}"#, Failure::Refused),
        (Method::Post, 200, r#"{"statusCode":401}"#, Failure::Credential),
        (Method::Post, 200, r#"{"statusCode":500}"#, Failure::Unclear),
        (Method::Post, 401, "", Failure::Credential),
        (Method::Post, 403, "", Failure::Refused),
        (Method::Post, 404, "<html>", Failure::Refused),
        (Method::Post, 405, "", Failure::Refused),
        (Method::Post, 500, "", Failure::Unclear),
        (Method::Post, 429, "", Failure::Slowed(None)),
    ] {
        assert_eq!(class(method, status, body), Err(failure), "{status} {body}");
    }
}

#[test]
fn advice_is_unpacked_as_far_as_it_can_be_and_never_spoils_the_recording() {
    let packed = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
    let advice = |data: Value| {
        let body = json!({ "statusCode": 200, "tid": "t", "session": "", "captures": [{ "id": "c" }], "optimizations": [
            { "data": data, "path": "/call", "dataMimeType": "application/json", "directives": "REPLACE", "name": "nba" }
        ] });
        let reply = ApiReply { status: 200, body: body.to_string().into_bytes(), ..ApiReply::default() };
        let recorded = MxoRecording.read(&sent(Method::Post), &reply).unwrap();
        assert_eq!(recorded.kept.as_deref(), Some(r#"{"captures":[{"id":"c"}]}"#));
        recorded.advice
    };
    let full = include_str!("fixtures/advice.json");
    let read = advice(json!(packed(full)));
    assert_eq!(read.len(), 2);
    assert_eq!((read[0].name.as_str(), read[0].raw), ("Offer the gold card", false));
    assert_eq!(read[0].text, "Gold card\n5 % back & no fee");
    assert_eq!(read[0].responses.len(), 1);
    assert_eq!(read[0].responses[0].address.as_deref(), Some("https://example.org/gold"));
    assert!(read[1].raw, "broken JSON is shown as it came: {:?}", read[1].text);
    assert!(read[1].text.contains("\"title\": \"Call"));
    // Not base64, base64 of something else, nothing at all.
    assert_eq!(advice(json!("%%%"))[0].text, "%%%");
    assert!(advice(json!(packed("plain words")))[0].raw);
    assert!(advice(json!(null)).is_empty());
    assert!(advice(json!(packed("{\"actions\":null}")))[0].raw);
}

#[test]
fn tokens_come_from_their_own_address_and_live_five_minutes_unless_said() {
    let ask = MxoTokens.ask(&account("token_url = \"https://login.example/one/oauth2token\"")).unwrap();
    assert_eq!(ask.address.as_deref(), Some("https://login.example/one/oauth2token"));
    assert_eq!(MxoTokens.ask(&account("")).unwrap().request.path, "/one/oauth2token");
    let read = |status, body: &str| {
        MxoTokens.read(&ApiReply { status, body: body.as_bytes().to_vec(), ..ApiReply::default() })
    };
    assert_eq!(read(200, r#"{"access_token":"a","token_type":"Bearer"}"#).unwrap().lifetime.as_secs(), 300);
    assert_eq!(read(200, r#"{"access_token":"a","expires_in":"60"}"#).unwrap().lifetime.as_secs(), 60);
    assert_eq!(read(401, r#"{"error":"invalid_client"}"#).unwrap_err().failure, Failure::Credential);
    assert_eq!(read(200, "").unwrap_err().failure, Failure::Unclear);
}
