//! The document's own samples: two events as they stand there beside ours, and both answers.

use super::*;
use crate::vendors::samples::{cells, mended};

const CALL: &str = include_str!("../fixtures/document_call.txt");

/// The sample body. It is no JSON as it is printed: dots stand for further values of `custom.string`, behind a comma
/// that would need one, and for further members of the second event, without the comma that would have to be there.
fn sample() -> Value {
    let (_, body) = CALL.split_once("-d'").unwrap();
    let body = body.trim_end().strip_suffix('\'').unwrap();
    mended(body, &[("},\n.....\n]", "}\n]"), ("\"+359123\"\n....\n}", "\"+359123\"\n}")])
}

const SEARCH: &str = r#"
action = "search"
locale = "bg"
products = [{ id = { value = "123" } }, { id = { value = "456" } }, { id = { value = "789" } }]
custom = [
  { key = "agent", kind = "string", value = "manual" },
  { key = "name", kind = "string", value = "I. Z." },
  { key = "imageURL", kind = "string", value = "https://....." },
]
"#;

const CLICKED: &str = r#"
action = "clicked"
locale = "bg"
products = [{ id = { value = "123" }, custom = [{ key = "color", kind = "string", value = "black" }] }, { id = { value = "456" } }, { id = { value = "789" } }]
"#;

/// The two events of the sample in one call.
fn request() -> ApiRequest {
    let blank = || Lead::empty("bot".into(), RemoteId::from("64aa"), LeadKind::Lead);
    let by_mail = Lead { email: Some("georgi@releva.ai".into()), ..blank() };
    // The sample's own number, six digits, is shorter than any number of a telephone, and none to us.
    let by_phone = Lead { dial_code: Some("359".into()), phone: Some("1230000".into()), ..blank() };
    let account = account("");
    let events = [(SEARCH, by_mail), (CLICKED, by_phone)]
        .map(|(text, lead)| RelevaRecording.event(&account, &part(text), &fact(&[]), &lead, now()).unwrap());
    RelevaRecording.record(&account, &events, None, now())
}

#[test]
fn our_events_are_the_documents_own_and_say_when_it_happened() {
    let mut ours: Value = serde_json::from_slice(&request().body.unwrap()).unwrap();
    for event in ours["events"].as_array_mut().unwrap() {
        // Optional in the document; always sent, since without it the time of arrival would count (section 2).
        assert_eq!(event.as_object_mut().unwrap().remove("timestamp"), Some(json!("2024-03-05T08:10:11.120Z")));
    }
    assert_eq!(ours["events"][1]["phoneNumber"], "+3591230000");
    ours["events"][1]["phoneNumber"] = json!("+359123");
    assert_eq!(ours, sample());
}

#[test]
fn our_call_is_the_documents_own_and_says_who_sends_it() {
    let shown = request().shown("https://releva.ai").replace("••••••••", "<secretKey>");
    let (head, _) = shown.split_once("\n\n").unwrap();
    let mut ours: Vec<String> = head.lines().map(str::to_owned).collect();
    // Ours alone: some back ends drop events of a program they do not know (section 1), and answers are JSON.
    ours.retain(|line| !line.starts_with("user-agent: Leadline/") && line != "accept: application/json");
    let (options, _) = CALL.split_once(" -d'").unwrap();
    let (options, address) = options.split_once(" -XPOST ").unwrap();
    let mut printed: Vec<String> = options.split('\'').skip(1).step_by(2).map(lower_name).collect();
    printed.push(format!("POST {address}"));
    ours.sort();
    printed.sort();
    assert_eq!(ours, printed);
}

/// Names of headers have no case.
fn lower_name(header: &str) -> String {
    let (name, value) = header.split_once(": ").unwrap();
    format!("{}: {value}", name.to_lowercase())
}

#[test]
fn every_member_that_the_document_explains_stands_in_our_events() {
    let ours: Value = serde_json::from_slice(&request().body.unwrap()).unwrap();
    let members = crate::vendors::samples::shape(&ours);
    for row in cells(include_str!("../fixtures/document_members.txt")).into_iter().skip(1) {
        // The row of the e-mail address lost its name (section 2).
        let name = if row[0] == "String" { "email" } else { row[0] };
        assert!(members.contains_key(&format!("$.events[].{name}")), "{name}");
    }
}

#[test]
fn the_documents_answers_are_a_yes_and_a_no_with_its_hint() {
    let class = |status, body: &str| {
        let reply = ApiReply { status, body: body.as_bytes().to_vec(), ..ApiReply::default() };
        RelevaRecording.read(&sent(), &reply).map(drop).map_err(|error| (error.failure, error.message))
    };
    assert_eq!(class(202, include_str!("../fixtures/document_answer.json")), Ok(()));
    let hint = Some("A description of the error and how to fix it, if it's a client error.".to_owned());
    // "HTTP 4xx or 5xx": the first is final, after the second nobody knows.
    for (status, failure) in [(400, Failure::Refused), (422, Failure::Refused), (500, Failure::Unclear)] {
        let answer = class(status, include_str!("../fixtures/document_error.json"));
        assert_eq!(answer, Err((failure, hint.clone())), "{status}");
    }
}
