//! Answers that are almost right: grown from the samples of the vendors' documents by every way in which bytes and
//! values go wrong. Reading one ends in what it says or in words, and never quotes it.

use leadline::config::{AccountSettings, Config};
use leadline::domain::LeadKind;
use leadline::vendors::error::ApiError;
use leadline::vendors::parts::{HistoryAnswer, Identifier, Place, Question, Scope};
use leadline::vendors::recording::Recording;
use leadline::vendors::request::{ApiReply, ApiRequest};
use leadline::vendors::{REGISTRY, VendorSpec, interactions_of, leads_of, recording_of, tokens_of};
use serde_json::Value;

use crate::support::dice::{Dice, rounds};
use crate::support::figures::proved;

/// Stands in every grown answer, in place of somebody's data.
const CANARY: &str = "Kanarienvogel";

/// Reads an answer.
type Reader = Box<dyn Fn(&ApiReply) -> Result<(), ApiError>>;

/// What somebody reads, from what it grows.
struct Sample {
    vendor: &'static VendorSpec,
    what: &'static str,
    text: String,
    read: Reader,
}

fn fixture(vendor: &str, name: &str) -> String {
    let path = format!("{}/src/vendors/{vendor}/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn account(spec: &VendorSpec, more: &str) -> AccountSettings {
    Config::parse(&format!("{}\n{more}", spec.sample)).unwrap().accounts.remove(0)
}

/// Every kind of answer of every vendor, with its document's sample.
fn samples() -> Vec<Sample> {
    let mut samples = Vec::new();
    for spec in REGISTRY {
        let name = spec.name.as_str();
        let mut add = |what, text: String, read: Reader| {
            samples.push(Sample { vendor: spec, what, text, read });
        };
        if let Some(leads) = leads_of(spec.name) {
            let of = account(spec, "");
            let list = move |reply: &ApiReply| {
                leads.read_list(&of, LeadKind::Lead, reply).map(|page| {
                    assert_eq!(page.leads.len() + page.skipped.len(), page.length, "each record is read or named");
                    page.skipped.iter().for_each(|skipped| assert!(!skipped.why.contains(CANARY), "{skipped:?}"));
                })
            };
            add("list", fixture(name, "document_page.json"), Box::new(list));
            add("update", fixture(name, "document_updated.json"), Box::new(move |reply| leads.read_write(reply)));
        }
        if let Some(part) = interactions_of(spec.name) {
            for (what, file, more) in
                [("history", "document_sample.json", ""), ("old history", "old_envelope.json", "api = \"v1.1\"")]
            {
                let of = account(spec, more);
                let identifier = Identifier { kind: "mobile", value: "495550100".to_owned() };
                let question = Question { identifier, scope: Scope::default(), place: Place::default() };
                let read = move |reply: &ApiReply| {
                    part.read(&of, &question, reply).map(|answer| {
                        if let HistoryAnswer::Page(page) = answer {
                            page.skipped.iter().for_each(|skipped| assert!(!skipped.why.contains(CANARY)));
                        }
                    })
                };
                add(what, fixture(name, file), Box::new(read));
            }
        }
        if let Some(part) = recording_of(spec.name) {
            let sent = sent(spec, part);
            let read = move |reply: &ApiReply| part.read(&sent, reply).map(drop);
            add("recorded", fixture(name, "document_answer.json"), Box::new(read));
        }
        if let Some(tokens) = tokens_of(spec.name) {
            let text = r#"{"access_token":"Kanarienvogel","token_type":"bearer","expires_in":3600,"data":{"accessToken":"Kanarienvogel","ttlSeconds":3600}}"#;
            add("token", text.to_owned(), Box::new(move |reply| tokens.read(reply).map(drop)));
        }
    }
    samples
}

/// A call of this vendor that would have this answer.
fn sent(spec: &VendorSpec, part: &dyn Recording) -> ApiRequest {
    use leadline::domain::recording::Event;
    let at = jiff::Timestamp::UNIX_EPOCH;
    let event = Event { body: "{}".to_owned(), happened_at: at, way: "post".to_owned(), subject: None };
    part.record(&account(spec, ""), &[event], None, at)
}

/// One more way to be wrong.
fn grow(text: &str, dice: &mut Dice) -> Vec<u8> {
    if dice.below(3) == 0 {
        return spoil(text.as_bytes().to_vec(), dice);
    }
    let Ok(mut value) = serde_json::from_str::<Value>(text) else { return spoil(text.as_bytes().to_vec(), dice) };
    let mut places = Vec::new();
    walk(&value, String::new(), &mut places);
    for _ in 0..=dice.below(2) {
        let place = places[usize::try_from(dice.below(places.len() as u64)).unwrap()].clone();
        let other = strange(dice, &value, &places);
        if let Some(found) = value.pointer_mut(&place) {
            *found = other;
        }
    }
    value.to_string().into_bytes()
}

/// Bytes that were cut, turned, doubled, or are no text.
fn spoil(mut bytes: Vec<u8>, dice: &mut Dice) -> Vec<u8> {
    let at = usize::try_from(dice.below(bytes.len().max(1) as u64)).unwrap();
    match dice.below(5) {
        0 => bytes.truncate(at),
        1 => bytes.insert(at, b"\0\xff{[\"\\,"[usize::try_from(dice.below(7)).unwrap()]),
        2 => {
            bytes.get_mut(at).into_iter().for_each(|byte| *byte ^= 0x20);
        }
        3 => bytes.extend_from_within(..),
        _ => {
            bytes.drain(..at);
        }
    }
    bytes
}

/// A value that does not belong where it is put.
fn strange(dice: &mut Dice, whole: &Value, places: &[String]) -> Value {
    match dice.below(9) {
        0 => Value::Null,
        1 => CANARY.into(),
        2 => (-1).into(),
        3 => serde_json::from_str("1e300").unwrap(),
        4 => true.into(),
        5 => Value::Array(vec![CANARY.into(), Value::Null]),
        6 => serde_json::json!({ CANARY: { "a": [] } }),
        7 => (0..60).fold(Value::Null, |inner, _| Value::Array(vec![inner])),
        _ => {
            let place = &places[usize::try_from(dice.below(places.len() as u64)).unwrap()];
            whole.pointer(place).cloned().unwrap_or_default()
        }
    }
}

fn walk(value: &Value, place: String, into: &mut Vec<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| {
            let name = name.replace('~', "~0").replace('/', "~1");
            walk(value, format!("{place}/{name}"), into);
        }),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| walk(value, format!("{place}/{at}"), into));
        }
        _ => {}
    }
    into.push(place);
}

#[test]
fn a_thousand_malformed_answers_end_in_words_and_quote_nothing() {
    let mut dice = Dice::new();
    let samples = samples();
    assert!(REGISTRY.iter().all(|spec| samples.iter().any(|sample| sample.vendor.name == spec.name)));
    // The samples themselves are read, or this would prove nothing. What a token looks like is each vendor's own.
    for sample in samples.iter().filter(|sample| sample.what != "token") {
        let whole = ApiReply { status: 200, body: sample.text.clone().into_bytes(), ..ApiReply::default() };
        (sample.read)(&whole).unwrap_or_else(|error| panic!("{} {}: {error:?}", sample.vendor.name, sample.what));
    }
    let (mut read, mut refused) = (0_u64, 0_u64);
    let count = rounds(3_000, 300_000);
    for n in 0..count {
        let sample = &samples[usize::try_from(n).unwrap() % samples.len()];
        let status = dice.pick(&[200, 200, 200, 200, 202, 207, 400, 401, 500]);
        let reply = ApiReply { status, body: grow(&sample.text, &mut dice), ..ApiReply::default() };
        match (sample.read)(&reply) {
            Ok(()) => read += 1,
            Err(error) => {
                refused += 1;
                let what = format!("{} {}: {error:?}", sample.vendor.name, sample.what);
                assert!(!error.words.trim().is_empty() && error.words.len() < 600, "{what}");
                assert!(!error.words.contains(CANARY), "{what}");
            }
        }
    }
    assert!(read > count / 20 && refused > count / 5, "{read} read, {refused} refused");
    let figures =
        format!("{count} of {} kinds: {read} read, {refused} refused in words, 0 panics, 0 quoted", samples.len());
    proved("malformed answers", &figures);
}
