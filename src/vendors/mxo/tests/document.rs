//! The document's own samples: its tables and its example of a call beside ours, its statuses and its answer.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::vendors::request::HeaderText;
use crate::vendors::samples::cells;

/// What the example is about, by the words of its table.
fn example() -> BTreeMap<&'static str, &'static str> {
    let rows = cells(include_str!("../fixtures/document_call.txt"));
    rows.into_iter().filter(|row| row.len() == 2).map(|row| (row[0], row[1])).collect()
}

/// An account and a lead that make the example's call, with these further settings.
fn ours(extra: &str, part: &str, visitor: Option<&str>, now: &str) -> ApiRequest {
    let example = example();
    let (touchpoint, path) = example["Touchpoint and Context"].split_at("api://my.touchpoint".len());
    let account = account(&format!(
        "site_key = '{}'\ntouchpoint = '{touchpoint}'\ncustomer_key = 'attribute:ID'\n{extra}",
        example["Site Key"]
    ));
    let mut lead = lead();
    lead.attributes = vec![crate::domain::Attribute { key: "ID".into(), value: example["Customer Key"].into() }];
    let event = event(&account, &format!("path = '{path}'\n{part}"), &lead);
    let events = if extra.contains("bulk") { vec![event.clone(), event] } else { vec![event] };
    MxoRecording.record(&account, &events, visitor, at(now))
}

const LATER: &str = "2024-03-05T09:00:00Z";

#[test]
fn our_call_is_the_documents_example_but_for_how_it_signs_in() {
    let (ours, example) = (ours("", "", None, AT), example());
    let shown = ours.shown("");
    let first = format!("{} {}", example["Request Method"], example["Request URL"]);
    assert_eq!(shown.lines().next(), Some(first.as_str()));
    let body = body(&ours);
    assert_eq!(body["url"], example["Touchpoint and Context"]);
    assert_eq!(body["customerKey"], example["Customer Key"]);
    assert_eq!(body.get("customerKeyName"), None, "without a name it is the document's default, customerkey");
    // What the example shows as headers of this call contradicts its own table and belongs to the token (section 1).
    let printed = example["Request Headers"];
    assert!(printed.contains("HTTP Basic") && printed.ends_with("Content-Type: application/x-www-form-urlencoded"));
    assert!(shown.contains("\nauthorization: Bearer ") && shown.contains("\ncontent-type: application/json\n"));
    let token = MxoTokens.ask(&account("")).unwrap().request;
    let has = |name: &str| token.headers.iter().find(|(known, _)| known == name).unwrap().1.clone();
    assert!(matches!(has("authorization"), HeaderText::Basic { user: "client_id", password: "client_secret", .. }));
    assert_eq!(has("content-type"), HeaderText::Fixed("application/x-www-form-urlencoded"));
}

#[test]
fn the_examples_basic_is_what_a_client_and_its_secret_make() {
    // Printed with a blank in its midst, where a line was broken.
    let (_, rest) = example()["Request Headers"].split_once("Authorization: Basic ").unwrap();
    let (basic, _) = rest.split_once(" Content-Type").unwrap();
    let bytes = base64::engine::general_purpose::STANDARD.decode(basic.replace(' ', "")).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let (id, secret) = text.split_once(':').unwrap();
    assert_eq!((id.len(), secret.len(), secret.contains(':')), (36, 36, false), "two ids in the usual form");
}

#[test]
fn each_of_the_four_calls_of_the_document_is_one_of_ours() {
    let four = [
        ours("", "", None, AT),
        ours("", "send = 'put'", None, AT),
        ours("", "", None, LATER),
        ours("late_sending = 'bulk'", "", None, LATER),
    ];
    let printed = cells(include_str!("../fixtures/document_calls.txt"));
    assert_eq!(printed.len(), four.len());
    for (row, ours) in printed.iter().zip(&four) {
        // The table ends two of them with a slash, the example has none: none is sent (section 2).
        assert_eq!(
            (format!("{:?}", ours.method).to_uppercase(), ours.path),
            (row[0].into(), row[1].trim_end_matches('/'))
        );
        let timed = if ours.path.contains("interactions/") { body(ours)[0].clone() } else { body(ours) };
        assert_eq!(timed.get("timestamp").is_some(), row[2].contains("offline interactions"), "{row:?}");
    }
}

#[test]
fn every_element_of_the_documents_table_is_sent_and_one_more_by_the_contract() {
    let ours = ours("customer_key_name = 'crm'", "properties = [{ name = 'ck', value = '1234' }]", Some("t"), AT);
    let body = body(&ours);
    let mut sent: BTreeSet<String> = ours.query.iter().map(|(name, _)| (*name).to_owned()).collect();
    sent.extend(ours.headers.iter().map(|(name, _)| name.to_string()).filter(|name| name != "accept"));
    sent.extend(body.as_object().unwrap().keys().cloned());
    // By that name every public client calls what the document calls url: both are sent (section 2.2).
    assert!(sent.remove("uri"));
    assert_eq!(body["uri"], body["url"]);
    let rows = cells(include_str!("../fixtures/document_elements.txt"));
    let elements = rows.iter().filter(|row| row.len() > 2);
    // Names of headers have no case.
    let headers = ["Content-Type", "Authorization", "dataMimeType"];
    let named = |name: &str| if headers.contains(&name) { name.to_lowercase() } else { name.to_owned() };
    assert_eq!(sent, elements.clone().map(|row| named(row[0])).collect());
    for row in elements.filter(|row| body.get(row[0]).is_some()) {
        let value = &body[row[0]];
        let is_so = match row[1] {
            "STRING" => value.is_string(),
            "ARRAY" => value.is_array(),
            "OBJECT" => value.is_object(),
            _ => false,
        };
        assert!(is_so, "{row:?}");
    }
    // Its words for device, "an array of objects" of names and values, are those of properties (section 2.2).
    let (_, printed) =
        rows.iter().find(|row| row[0] == "device").unwrap().last().unwrap().split_once("For example, ").unwrap();
    let printed: Value = serde_json::from_str(&format!("{{{}", printed.trim_end_matches('.'))).unwrap();
    assert_eq!(body["properties"], json!([printed]));
}

#[test]
fn the_documents_answer_is_a_yes_whose_tid_is_kept_and_its_statuses_have_their_class() {
    let printed = include_str!("../fixtures/document_answer.json");
    let read = |status, body: &str| {
        MxoRecording
            .read(&sent(Method::Post), &ApiReply { status, body: body.as_bytes().to_vec(), ..ApiReply::default() })
    };
    let recorded = read(200, printed).unwrap();
    assert_eq!(recorded.visitor.as_deref(), Some("dedc2983-4666-4641-8047-61250a878f89"));
    assert!(recorded.advice.is_empty() && recorded.kept.is_none());
    for row in cells(include_str!("../fixtures/document_statuses.txt")) {
        let expected = match row[0] {
            "200" => None,
            "401" => Some(Failure::Credential),
            "500" => Some(Failure::Unclear),
            _ => Some(Failure::Refused),
        };
        // By HTTP, and by the answer's own statusCode under HTTP 200 (section 4).
        let status = row[0].parse().unwrap();
        assert_eq!(read(status, printed).map_err(|error| error.failure).err(), expected, "{row:?}");
        let inside = printed.replacen("200", row[0], 1);
        assert_eq!(read(200, &inside).map_err(|error| error.failure).err(), expected, "{row:?} inside");
    }
}
