//! What an event is, and what each answer means; the document's own samples are in `document`.

mod document;

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::recording::RelevaRecording;
use crate::config::AccountSettings;
use crate::domain::recording::Fact;
use crate::domain::{Attribute, Lead, LeadKind, RemoteId};
use crate::vendors::error::Failure;
use crate::vendors::recording::Recording as _;
use crate::vendors::request::{ApiReply, ApiRequest, HeaderText, Method};

fn account(extra: &str) -> AccountSettings {
    let mut options: toml::Table = "locale = 'de'".parse().unwrap();
    options.extend(extra.parse::<toml::Table>().unwrap());
    AccountSettings {
        name: "r".into(),
        vendor: super::spec::SPEC.name,
        base_url: "https://releva.ai".to_owned(),
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
action = "support_note_added"
custom = [
  { key = "agent", kind = "string", from = "agent" },
  { key = "tags", kind = "string", from = "tags" },
  { key = "websiteVisits", kind = "numeric", from = "lead.website_visits" },
  { key = "lastSeenAt", kind = "date", from = "lead.last_seen_at" },
  { key = "nothing", kind = "date", from = "lead.updated_at" },
]
products = [{ id = { from = "input", label = "Product" }, custom = [{ key = "colour", from = "attribute:COLOUR" }] }]
"#;

fn lead() -> Lead {
    let mut lead = Lead::empty("bot".into(), RemoteId::from("64aa"), LeadKind::Lead);
    lead.email = Some("nadia@example.org".into());
    lead.phone = Some("5550100".into());
    lead.dial_code = Some("49".into());
    lead.tags = vec!["vip".into(), "refund".into()];
    lead.website_visits = Some(4);
    lead.last_seen_at = Some("2024-03-05T08:59:58Z".parse().unwrap());
    lead.attributes = vec![Attribute { key: "CRM".into(), value: "crm-42".into() }];
    lead
}

fn fact(inputs: &[(&str, &str)]) -> Fact {
    Fact {
        template: "Note".into(),
        happened_at: "2024-03-05T08:10:11.12Z".parse().unwrap(),
        text: String::new(),
        inputs: inputs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect::<BTreeMap<_, _>>(),
        agent: "mira".into(),
    }
}

fn now() -> Timestamp {
    "2024-03-05T09:00:00Z".parse().unwrap()
}

fn body(account: &AccountSettings, text: &str, fact: &Fact, lead: &Lead) -> Value {
    let event = RelevaRecording.event(account, &part(text), fact, lead, now()).unwrap();
    serde_json::from_slice(&RelevaRecording.record(account, &[event], None, now()).body.unwrap()).unwrap()
}

#[test]
fn a_fact_becomes_an_event_with_values_in_lists_and_nothing_empty() {
    let wanted: Value = serde_json::from_str(include_str!("fixtures/events.json")).unwrap();
    assert_eq!(body(&account("profile_id_attribute = \"CRM\""), PART, &fact(&[]), &lead()), wanted);
    let with_product = body(&account(""), PART, &fact(&[("Product", "4711")]), &lead());
    assert_eq!(with_product["events"][0]["products"], json!([{ "id": "4711" }]));
}

#[test]
fn who_it_was_follows_the_setting_and_falls_back_to_what_there_is() {
    let keys = |extra: &str, lead: &Lead| {
        let body = body(&account(extra), "action = \"a\"", &fact(&[]), lead);
        let event = body["events"][0].as_object().unwrap().clone();
        (event.contains_key("email"), event.contains_key("phoneNumber"))
    };
    assert_eq!(keys("", &lead()), (true, true));
    assert_eq!(keys("identifier = \"email\"", &lead()), (true, false));
    assert_eq!(keys("identifier = \"phone\"", &lead()), (false, true));
    let mut mailless = lead();
    mailless.email = None;
    assert_eq!(keys("identifier = \"email\"", &mailless), (false, true));
    let mut nobody = mailless.clone();
    nobody.phone = Some("123".into());
    let faults = RelevaRecording.event(&account(""), &part("action = \"a\""), &fact(&[]), &nobody, now()).unwrap_err();
    assert!(faults[0].why.contains("has neither"));
}

#[test]
fn several_events_go_in_one_call_and_the_program_says_its_name() {
    let account = account("");
    let event = RelevaRecording.event(&account, &part("action = \"a\""), &fact(&[]), &lead(), now()).unwrap();
    let request = RelevaRecording.record(&account, &[event.clone(), event.clone()], None, now());
    let sent: Value = serde_json::from_slice(&request.body.unwrap()).unwrap();
    assert_eq!(sent["events"].as_array().unwrap().len(), 2);
    assert_eq!(RelevaRecording.bundle(&account, &event, now()).most, 50);
    let agent = request.headers.iter().find(|(name, _)| name == "user-agent").unwrap();
    assert!(matches!(&agent.1, HeaderText::Text(text) if text.starts_with("Leadline/") && text.ends_with("(desktop)")));
}

#[test]
fn accepted_is_any_2xx_with_nothing_said_against_it() {
    let class = |status, body: &str| {
        let reply = ApiReply { status, body: body.as_bytes().to_vec(), ..ApiReply::default() };
        RelevaRecording.read(&sent(), &reply).map(drop).map_err(|error| error.failure)
    };
    for (status, body) in [(202, "{}"), (202, ""), (200, "{}"), (202, " {} ")] {
        assert_eq!(class(status, body), Ok(()), "{status} {body}");
    }
    for (status, body, failure) in [
        (400, r#"{"message":"The access token is invalid"}"#, Failure::Credential),
        (400, r#"{"message":"domain for token not found"}"#, Failure::Credential),
        (401, r#"{"message":"no"}"#, Failure::Credential),
        (400, r#"{"message":"email or phoneNumber is required"}"#, Failure::Refused),
        (413, "", Failure::Refused),
        (422, "", Failure::Refused),
        (408, "", Failure::Unclear),
        (500, "<html>", Failure::Unclear),
        (429, "", Failure::Slowed(None)),
        (200, "<html>sign in</html>", Failure::Unclear),
        (202, r#"{"message":"partly"}"#, Failure::Unclear),
        (302, "", Failure::Unclear),
    ] {
        assert_eq!(class(status, body), Err(failure), "{status} {body}");
    }
}

#[test]
fn a_template_without_action_or_with_an_unknown_kind_is_named() {
    let faults = RelevaRecording.check(&part(
        "action = \" \"\ncustom = [{ key = \"a\", kind = \"bool\", from = \"text\" }, { from = \"text\" }]\nproducts = [{ id = 3 }]",
    ));
    let at: Vec<_> = faults.iter().map(|fault| fault.at.as_str()).collect();
    assert_eq!(at, ["action", "custom[0].kind", "custom[1]", "products[0].id"]);
    let labels: Vec<_> = RelevaRecording.inputs(&part(PART)).into_iter().map(|input| input.label).collect();
    assert_eq!(labels, ["Product"]);
}

fn sent() -> ApiRequest {
    ApiRequest { endpoint: "x", method: Method::Post, path: "/", query: Vec::new(), headers: Vec::new(), body: None }
}
