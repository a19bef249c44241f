//! The document's own samples: an event as it stands there beside ours, and the answer.

use std::collections::BTreeSet;

use super::super::user::{MEMBERS, TWITTER};
use super::*;
use crate::vendors::samples::{mended, shape};

const MEMBERS_LIST: &str = include_str!("../fixtures/document_members.txt");

/// The sample event. Two placeholders make it no JSON: one for the props, which another section was to list and no
/// public copy does, and one for the number of the store.
fn sample() -> Value {
    let printed = include_str!("../fixtures/document_event.txt");
    mended(printed, &[("<ver detalle para cada tipo de evento particular>", ""), ("<storeId>", "1203")])
}

/// A template that fills every member of the sample. Where the document has "string" for anything, ours has to be what
/// its list says: a gender, the address of a profile.
const PART: &str = r#"
type = "<type>"
sub_type = "<subtype>"
user = { lastName = { value = "string" }, gender = { from = "lead.gender" }, birthDate = { value = "2020-08-05T18:38:13.344Z" }, googleProfile = { value = "https://google.example/string" }, instagramProfile = { value = "https://instagram.example/string" }, linkedInProfile = { value = "https://linkedin.example/string" }, facebookProfile = { value = "https://facebook.example/string" }, twitterProfile = { value = "https://twitter.example/string" } }
"#;

fn request(part_text: &str) -> ApiRequest {
    let account = account("");
    let happened_at = at(sample()[0]["timestamp"].as_str().unwrap());
    let fact = Fact { happened_at, ..fact(&[]) };
    let event = RayRecording.event(&account, &part(part_text), &fact, &lead(), happened_at).unwrap();
    RayRecording.record(&account, &[event], None, happened_at)
}

fn body(request: &ApiRequest) -> Value {
    serde_json::from_slice(request.body.as_ref().unwrap()).unwrap()
}

#[test]
fn our_event_has_the_members_and_kinds_of_the_documents_own() {
    let (ours, sample) = (body(&request(PART)), sample());
    assert_eq!(shape(&ours), shape(&sample));
    for same in ["type", "subType", "storeId", "source", "timestamp", "customProps"] {
        assert_eq!(ours[0][same], sample[0][same], "{same}");
    }
    assert_eq!(ours[0]["user"]["lastName"], sample[0]["user"]["lastName"]);
    // A day of birth has no time of day: by section 2 of the contract it goes out as its midnight.
    assert_eq!(ours[0]["user"]["birthDate"], "2020-08-05T00:00:00.000Z");
}

#[test]
fn every_member_that_the_document_explains_can_be_filled() {
    let user: BTreeSet<&str> = MEMBERS_LIST
        .lines()
        .filter_map(|line| line.strip_prefix("user.").or(line.ends_with("Profile").then_some(line)))
        .collect();
    assert_eq!(user, MEMBERS.into_iter().chain([TWITTER]).collect());
    // The country stands in the list and not in the sample; it is sent where a template fills it (section 2).
    let mut with_country = shape(&sample());
    with_country.insert("$[].user.country".to_owned(), "text");
    let country = PART.replace("user = { ", "user = { country = { from = \"lead.country\" }, ");
    assert_eq!(shape(&body(&request(&country))), with_country);
}

#[test]
fn the_service_and_its_fixed_words_are_the_documents() {
    let request = request(PART);
    let shown = request.shown(&account("").base_url);
    assert_eq!(shown.lines().next(), include_str!("../fixtures/document_call.txt").lines().next());
    let explained = |name: &str| MEMBERS_LIST.lines().skip_while(|line| *line != name).nth(1).unwrap();
    assert_eq!(explained("source"), "Always send OTHER value");
    assert_eq!(body(&request)[0]["source"], "OTHER");
    // The letters of a gender: the translation has "Or" where the Spanish original has O (section 2).
    for (letter, word) in [("M", "MALE"), ("F", "FEMALE"), ("O", "OTHER")] {
        assert!(MEMBERS_LIST.lines().any(|line| line.starts_with(letter) && line.contains(": ")), "{letter}");
        let lead = Lead { gender: Some(word.to_owned()), ..lead() };
        let event = RayRecording.event(&account(""), &part(PART), &fact(&[]), &lead, fact(&[]).happened_at).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&event.body).unwrap()["user"]["gender"], letter);
    }
}

#[test]
fn the_documents_answer_is_a_yes_and_any_other_status_code_in_it_is_a_no_with_its_message() {
    let printed = include_str!("../fixtures/document_answer.json");
    RayRecording.read(&sent(), &reply(200, printed)).unwrap();
    // "they will be indicated in the message field and the statusCode will be different than 200"
    for (code, failure) in [(400, Failure::Refused), (401, Failure::Credential), (403, Failure::Refused)] {
        let said = RayRecording.read(&sent(), &reply(200, &printed.replace("200", &code.to_string()))).unwrap_err();
        assert_eq!((said.failure, said.message.as_deref()), (failure, Some("string")), "{code}");
    }
}
