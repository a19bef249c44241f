//! What an event is, and what each answer means; the document's own samples are in `document`.

mod document;

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::recording::RayRecording;
use super::token::RayTokens;
use crate::config::AccountSettings;
use crate::domain::recording::Fact;
use crate::domain::{Attribute, Lead, LeadKind, RemoteId};
use crate::vendors::error::Failure;
use crate::vendors::parts::Tokens as _;
use crate::vendors::recording::Recording as _;
use crate::vendors::request::{ApiReply, ApiRequest, HeaderText, Method};

fn account(extra: &str) -> AccountSettings {
    let mut options: toml::Table = "store_id = 1203".parse().unwrap();
    options.extend(extra.parse::<toml::Table>().unwrap());
    AccountSettings {
        name: "r".into(),
        vendor: super::spec::SPEC.name,
        base_url: "https://api.rayapp.io".to_owned(),
        requests_per_second: 2.0,
        timeout: Duration::from_secs(30),
        sync_every: Duration::from_secs(60),
        me: None,
        options,
    }
}

fn part(text: &str) -> toml::Table {
    toml::from_str(text).unwrap()
}

const PART: &str = r#"
type = "CALL"
sub_type = "SUPPORT"
props = [{ key = "comment", type = "string", from = "text" }, { key = "guests", type = "number", from = "input", label = "Guests" }]
user = { country = { from = "lead.country" }, gender = { from = "lead.gender" }, birthDate = { from = "attribute:BIRTHDAY" } }
"#;

fn lead() -> Lead {
    let mut lead = Lead::empty("bot".into(), RemoteId::from("64aa"), LeadKind::Lead);
    lead.name = Some("Nadia".into());
    lead.email = Some("nadia@example.org".into());
    lead.phone = Some("5550100".into());
    lead.dial_code = Some("49".into());
    lead.country = Some("Germany".into());
    lead.gender = Some("FEMALE".into());
    lead.attributes = vec![Attribute { key: "BIRTHDAY".into(), value: "1990-02-03".into() }];
    lead
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn fact(inputs: &[(&str, &str)]) -> Fact {
    Fact {
        template: "Phone call".into(),
        happened_at: at("2024-03-05T08:10:11.12Z"),
        text: "asked for a table by the window".into(),
        inputs: inputs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect::<BTreeMap<_, _>>(),
        agent: "Mira".into(),
    }
}

fn reply(status: u16, body: &str) -> ApiReply {
    ApiReply { status, body: body.as_bytes().to_vec(), ..ApiReply::default() }
}

#[test]
fn a_fact_becomes_a_list_of_one_event_with_every_known_field_of_the_person() {
    let account = account("");
    let event =
        RayRecording.event(&account, &part(PART), &fact(&[("Guests", "3")]), &lead(), at("2024-03-05T09:00:00Z"));
    let request = RayRecording.record(&account, &[event.unwrap()], None, at("2024-03-05T09:00:00Z"));
    let body: Value = serde_json::from_slice(&request.body.unwrap()).unwrap();
    let wanted: Value = serde_json::from_str(include_str!("fixtures/event.json")).unwrap();
    assert_eq!(body, wanted);
    assert_eq!((request.endpoint, request.path), ("interaction", "/events/interaction"));
}

#[test]
fn what_ray_would_have_to_refuse_is_refused_here_with_every_reason() {
    let now = at("2024-03-05T09:00:00Z");
    let refused = |part_text: &str, lead: &Lead, fact: &Fact| {
        let faults = RayRecording.event(&account(""), &part(part_text), fact, lead, now).unwrap_err();
        faults.into_iter().map(|fault| fault.why).collect::<Vec<_>>().join(" ")
    };
    assert!(refused("sub_type = \"x\"", &lead(), &fact(&[])).contains("no type or no subType"));
    let mut nobody = lead();
    (nobody.email, nobody.phone) = (None, Some("call me".into()));
    assert!(refused("type = \"a\"\nsub_type = \"b\"", &nobody, &fact(&[])).contains("has neither"));
    let future = Fact { happened_at: at("2024-03-05T09:06:00Z"), ..fact(&[]) };
    assert!(refused("type = \"a\"\nsub_type = \"b\"", &lead(), &future).contains("in the future"));
    assert!(refused(PART, &lead(), &fact(&[("Guests", "many")])).contains("not a number"));
    let soon = Fact { happened_at: at("2024-03-05T09:04:00Z"), ..fact(&[]) };
    assert!(RayRecording.event(&account(""), &part(PART), &soon, &lead(), now).is_ok());
}

#[test]
fn a_template_may_name_another_store_and_is_checked_whole() {
    let event = RayRecording.event(
        &account(""),
        &part("type = \"a\"\nsub_type = \"b\"\nstore_id = 7"),
        &fact(&[]),
        &lead(),
        at("2024-03-05T09:00:00Z"),
    );
    let body: Value = serde_json::from_str(&event.unwrap().body).unwrap();
    assert_eq!((&body["storeId"], &body["customProps"]), (&json!(7), &json!({})));
    let faults = RayRecording.check(&part(
        "type = \"\"\nsubtype = \"b\"\nprops = [{ from = \"text\" }]\nuser = { age = { from = \"text\" } }",
    ));
    let at: Vec<_> = faults.iter().map(|fault| fault.at.as_str()).collect();
    assert_eq!(at, ["subtype", "type", "sub_type", "props[0]", "user.age"]);
}

#[test]
fn only_http_status_code_and_result_together_are_a_yes() {
    let class =
        |status, body| RayRecording.read(&sent(), &reply(status, body)).map(drop).map_err(|error| error.failure);
    assert_eq!(class(200, r#"{"message":"ok","result":"success","statusCode":200}"#), Ok(()));
    assert_eq!(class(200, r#"{"message":"ok","result":"success","statusCode":"200"}"#), Ok(()));
    assert_eq!(class(200, r#"{"result":"success"}"#), Ok(()));
    for (status, body, failure) in [
        (200, r#"{"message":"type missing","result":"error","statusCode":400}"#, Failure::Refused),
        (200, r#"{"message":"no","result":"error","statusCode":401}"#, Failure::Credential),
        (200, r#"{"message":"no","result":"error","statusCode":503}"#, Failure::Unclear),
        (200, r#"{"message":"no","result":"success","statusCode":400}"#, Failure::Refused),
        (200, r#"{"message":"no","result":"error","statusCode":200}"#, Failure::Refused),
        (200, r#"{"message":"no","result":"error"}"#, Failure::Refused),
        (200, r#"{"error":"invalid_token","error_description":"expired"}"#, Failure::Credential),
        (200, "{}", Failure::Unclear),
        (200, "", Failure::Unclear),
        (200, "<html>", Failure::Unclear),
        (200, "[]", Failure::Unclear),
        (401, r#"{"error":"invalid_token"}"#, Failure::Credential),
        (403, r#"{"message":"store","result":"error","statusCode":403}"#, Failure::Refused),
        (500, r#"{"message":"x"}"#, Failure::Unclear),
        (429, "", Failure::Slowed(None)),
        // A no of HTTP is never overruled by its body.
        (400, r#"{"message":"ok","result":"success","statusCode":200}"#, Failure::Refused),
    ] {
        assert_eq!(class(status, body), Err(failure), "{status} {body}");
    }
    let said = RayRecording.read(&sent(), &reply(400, r#"{"message":"[0].gender is wrong"}"#)).unwrap_err();
    assert_eq!(said.message.as_deref(), Some("[0].gender is wrong"));
}

#[test]
fn tokens_are_read_in_the_usual_shape_and_refusals_in_both() {
    let token = RayTokens.read(&reply(200, include_str!("fixtures/token.json"))).unwrap();
    assert_eq!((token.value.expose(), token.lifetime.as_secs()), ("eyJ.a.b", 3599));
    assert_eq!(token.renew_after().as_secs(), 3539, "a minute early");
    let unnamed = RayTokens.read(&reply(200, r#"{"access_token":"x"}"#)).unwrap();
    assert_eq!(unnamed.lifetime.as_secs(), 600);
    for (status, body) in [
        (400, r#"{"error":"invalid_grant","error_description":"Bad credentials"}"#),
        (401, r#"{"error":"unauthorized"}"#),
        (200, r#"{"message":"no","result":"error","statusCode":401}"#),
    ] {
        assert_eq!(RayTokens.read(&reply(status, body)).unwrap_err().failure, Failure::Credential, "{body}");
    }
    assert_eq!(RayTokens.read(&reply(200, "<html>")).unwrap_err().failure, Failure::Unclear);
    assert_eq!(RayTokens.read(&reply(503, "")).unwrap_err().failure, Failure::Unclear);
}

#[test]
fn the_header_of_the_token_follows_the_settings() {
    let signed = |extra: &str| super::token::signed(&account(extra));
    let (name, text) = signed("");
    let around =
        |before: &str| HeaderText::Around { before: before.into(), field: "access_token", after: String::new() };
    assert_eq!((&*name, text), ("authorization", around("Bearer ")));
    let (name, text) = signed("auth_header = \"X-Access: {token}\"");
    assert_eq!((&*name, text), ("x-access", around("")));
}

fn sent() -> ApiRequest {
    ApiRequest { endpoint: "x", method: Method::Post, path: "/", query: Vec::new(), headers: Vec::new(), body: None }
}
