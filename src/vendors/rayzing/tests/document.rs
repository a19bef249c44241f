//! The document's own samples: where the ids stand, both calls beside ours, the page and the other answers.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::paste;
use super::*;
use crate::domain::{AgentId, Field, ListWrites, Note};
use crate::vendors::request::ApiRequest;
use crate::vendors::samples::shape;

const UPDATE: &str = include_str!("../fixtures/document_update.txt");
const LIST: &str = include_str!("../fixtures/document_list.txt");
const PAGE: &str = include_str!("../fixtures/document_page.json");

/// The members under a heading of the document, with the names of their types.
fn members(printed: &'static str, heading: &str) -> BTreeMap<&'static str, &'static str> {
    let lines: Vec<&str> = printed.lines().skip_while(|line| *line != heading).skip(4).collect();
    let is_type = |line: &str| ["String", "Boolean"].contains(&line) || line.starts_with("Array<");
    lines.windows(2).filter(|pair| is_type(pair[1])).map(|pair| (pair[0].trim_end_matches('*'), pair[1])).collect()
}

/// A value of the type that the document names: `Array<{key: string, value: string}>`.
fn of_type(name: &str) -> Value {
    match name.strip_prefix("Array<").and_then(|inner| inner.strip_suffix('>')) {
        Some(inner) if inner.starts_with('{') => {
            let inner = inner.trim_matches(['{', '}']).split(", ");
            let members = inner.map(|member| member.split_once(": ").unwrap());
            json!([members.map(|(name, kind)| (name.to_owned(), of_type(kind))).collect::<serde_json::Map<_, _>>()])
        }
        Some(inner) => json!([of_type(inner)]),
        None if name == "Boolean" => json!(false),
        None => json!(""),
    }
}

fn first_line(request: &ApiRequest) -> String {
    let shown = request.shown("https://api.v7.express-chat.ai");
    shown.lines().next().unwrap().split('?').next().unwrap().to_owned()
}

fn names(request: &ApiRequest) -> Vec<&str> {
    request.headers.iter().map(|(name, _)| &**name).collect()
}

#[test]
fn an_update_of_everything_has_the_members_and_types_of_the_document() {
    let lists = ListWrites {
        tags: Some(vec!["vip".into()]),
        notes: Some(vec![Note { id: Some("n".into()), title: "Call".into(), description: "at five".into() }]),
        attributes: Some(vec![Attribute { key: "PLAN".into(), value: "gold".into() }]),
    };
    let fields = Field::ALL.map(|field| (field, "7"));
    let ours = RayzingLeads.write(&account(), "u", &fields, &lists);
    assert_eq!(Some(first_line(&ours).as_str()), UPDATE.lines().next());
    let headers: Vec<&str> = members(UPDATE, "Headers").into_keys().filter(|name| name.starts_with("x-")).collect();
    // The document shows no content type; a JSON body has one (section 4).
    assert_eq!(names(&ours), [headers[0], "content-type"]);
    let mut printed: Value =
        members(UPDATE, "Request Body").into_iter().map(|(name, kind)| (name.to_owned(), of_type(kind))).collect();
    // Its table has Boolean for what its own words call the id of an agent, and ids are texts (section 4).
    assert_eq!(printed["agentId"], json!(false));
    printed["agentId"] = json!("");
    let ours: Value = serde_json::from_slice(&ours.body.unwrap()).unwrap();
    assert_eq!(shape(&ours), shape(&printed));
    assert_eq!(ours["dialCode"], "+7", "including the + sign");
}

#[test]
fn the_words_for_a_status_are_the_documents() {
    let (_, printed) = UPDATE.split_once("Available values: ").unwrap();
    let words: Vec<&str> = printed.lines().next().unwrap().split(", ").map(|word| word.trim_matches('\'')).collect();
    assert_eq!(words, LeadStatus::SETTABLE.map(|status| status.wire().to_owned()));
}

#[test]
fn a_page_is_asked_for_with_the_members_of_the_document() {
    for (kind, word) in [(LeadKind::Lead, "\"lead\""), (LeadKind::NonLead, "\"non-lead\"")] {
        let ours = RayzingLeads.list(&account(), kind, 1);
        assert_eq!(Some(first_line(&ours).as_str()), LIST.lines().next());
        assert_eq!(names(&ours), ["x-bot-token"]);
        let (query, headers) = LIST.split_at(LIST.find("Headers").unwrap());
        assert!(headers.contains("x-bot-token*\nString") && query.contains(word));
        let sent: BTreeMap<&str, &str> = ours.query.iter().map(|(name, _)| (*name, "String")).collect();
        let mut printed = members(LIST, "Query Parameters");
        printed.remove("x-bot-token");
        assert_eq!(sent, printed);
        assert!(ours.query.iter().any(|(name, value)| *name == "type" && word.trim_matches('"') == value));
    }
}

#[test]
fn the_documents_page_is_read_whole() {
    let page = read(PAGE.as_bytes()).unwrap();
    assert_eq!((page.length, page.skipped.len()), (1, 0));
    let remote = &page.leads[0];
    assert!(PAGE.contains(&remote.record), "the record is kept as it came");
    let mut lead = Lead::empty("desk".into(), "63d9ffa77a8d152facbe2f2f".into(), LeadKind::Lead);
    let text = |text: &str| Some(text.to_owned());
    lead.uuid = text("7e88d192-9b20-4035-9b68-d4ac3d58a34f");
    lead.created_at = "2023-02-01T05:59:03.533Z".parse().ok();
    lead.updated_at = "2023-02-02T06:46:34.119Z".parse().ok();
    lead.last_seen_at = "2023-02-01T06:00:21Z".parse().ok();
    (lead.name, lead.picture, lead.email) = (text("Sample name"), text("my-picture"), text("Sample email"));
    (lead.phone, lead.dial_code) = (text("Sample number"), text("91"));
    (lead.city, lead.country, lead.gender) = (text("Sample city"), text("Sample country"), text("MALE"));
    lead.tags = vec!["Sample tag".into()];
    lead.attributes = vec![Attribute { key: "ID".into(), value: "BP001".into() }];
    let id = text("63db5c4abcbc3be2e95b20ae");
    lead.notes = vec![Note { id, title: "Sample title".into(), description: "Sample description".into() }];
    lead.status = Some(LeadStatus::InProgress);
    lead.website_visits = Some(1);
    lead.agent = Some(AgentId::from("631aa793bcfa100487d13d0d".to_owned()));
    lead.last_message.clone_from(&remote.lead.last_message);
    assert_eq!(remote.lead, lead);
    let message = remote.lead.last_message.as_ref().unwrap();
    assert_eq!((message.by.as_deref(), message.at), (Some("bot"), "2023-02-01T06:00:20Z".parse().ok()));
    assert!(message.text.as_deref().unwrap().starts_with("Welcome to "));
}

#[test]
fn the_documents_yes_is_one_and_its_empty_answers_are_none() {
    let read = |status: u16, body: &str| {
        let reply = ApiReply { status, body: body.as_bytes().to_vec(), ..ApiReply::default() };
        RayzingLeads.read_write(&reply).map_err(|error| error.failure)
    };
    assert_eq!(read(200, include_str!("../fixtures/document_updated.json")), Ok(()));
    // Two more samples stand there without status and content; they are those of 400 and 401 (section 6).
    let other = include_str!("../fixtures/document_other_answer.txt");
    assert_eq!(read(400, other), Err(Failure::Refused));
    assert_eq!(read(401, other), Err(Failure::Credential));
    assert_eq!(read(200, other), Err(Failure::Unclear), "a comment is no JSON, and says no yes");
}

#[test]
fn the_ids_are_found_where_the_document_says_that_they_stand() {
    // For the names of the two ids, two ids of the document.
    let (bot, customer) = ("63d9ffa77a8d152facbe2f2f", "631aa793bcfa100487d13d0d");
    let printed = include_str!("../fixtures/document_places.txt");
    let places: Vec<&str> =
        printed.lines().filter(|line| line.contains("CustomerId") && !line.starts_with("//")).collect();
    assert_eq!(places.len(), 2, "the address of the page, and the script");
    for place in places {
        let filled = place.replace("BotId", bot).replace("CustomerId", customer);
        let pasted = paste::read(&filled);
        assert_eq!((pasted.get(paste::BOT), pasted.get(paste::CUSTOMER)), (Some(bot), Some(customer)), "{place}");
        assert_eq!(pasted.fault, None);
    }
}
