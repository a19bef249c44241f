//! What to do next: unpacked as far as it can be read, raw where it cannot, and never a reason to doubt the recording
//! (contract section 3).

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use serde_json::{Map, Value};

use crate::domain::recording::{Advice, Response};

/// More than this is no advice that a person reads.
const LONGEST: usize = 4_000;

/// Everything that the answer advises.
pub(super) fn advice(answer: &Map<String, Value>) -> Vec<Advice> {
    let optimizations = answer.get("optimizations").and_then(Value::as_array);
    optimizations.into_iter().flatten().filter_map(Value::as_object).flat_map(of_one).collect()
}

fn of_one(optimization: &Map<String, Value>) -> Vec<Advice> {
    let name = text(optimization.get("name")).or_else(|| text(optimization.get("path"))).unwrap_or_default();
    let Some(data) = text(optimization.get("data")) else { return Vec::new() };
    let decoded = decode(&data);
    let actions = decoded.as_ref().and_then(|json| serde_json::from_str::<Value>(json).ok());
    let actions = actions.as_ref().and_then(|json| json.get("actions")?.as_array());
    match actions {
        Some(actions) => {
            actions.iter().filter_map(Value::as_object).filter_map(|action| of_action(&name, action)).collect()
        }
        None => {
            let shown = decoded.unwrap_or(data);
            vec![Advice { name, text: bounded(&shown), raw: true, responses: Vec::new() }]
        }
    }
}

fn of_action(optimization: &str, action: &Map<String, Value>) -> Option<Advice> {
    let asset = action.get("asset").and_then(Value::as_object);
    let name = text(action.get("name"))
        .or_else(|| text(action.get("proposition").and_then(|proposition| proposition.get("code"))))
        .unwrap_or_else(|| optimization.to_owned());
    let content = asset.and_then(|asset| text(asset.get("content")));
    let responses: Vec<Response> = asset
        .and_then(|asset| asset.get("responses")?.as_array())
        .into_iter()
        .flatten()
        .filter_map(|response| {
            let address = text(response.get("targetUrl"));
            let label = text(response.get("label")).or_else(|| text(response.get("sentiment")));
            let label = label.or_else(|| address.clone())?;
            Some(Response { label: bounded(&plain(&label)), address })
        })
        .collect();
    let (words, raw) = match &content {
        Some(content) => readable(content),
        None => (text(asset.and_then(|asset| asset.get("contentUrl"))).unwrap_or_default(), true),
    };
    if words.is_empty() && responses.is_empty() && name.is_empty() {
        return None;
    }
    Some(Advice { name, text: bounded(&words), raw, responses })
}

/// Base64 with or without padding, of UTF-8 text; what is JSON already is taken as it is.
fn decode(data: &str) -> Option<String> {
    let data = data.trim();
    if data.starts_with('{') {
        return Some(data.to_owned());
    }
    let squeezed: String = data.chars().filter(|c| !c.is_whitespace()).collect();
    let bytes = STANDARD.decode(&squeezed).or_else(|_| STANDARD_NO_PAD.decode(&squeezed)).ok()?;
    String::from_utf8(bytes).ok()
}

/// The words of a content: escaped text, a page, or JSON in escaped text. `true` where it is shown as it came.
fn readable(content: &str) -> (String, bool) {
    let unescaped = html_escape::decode_html_entities(content).into_owned();
    match serde_json::from_str::<Value>(&unescaped) {
        Ok(json @ (Value::Object(_) | Value::Array(_))) => {
            let mut lines = Vec::new();
            words_of(&json, &mut lines);
            if lines.is_empty() { (unescaped, true) } else { (lines.join("\n"), false) }
        }
        // Meant as JSON, but broken: nothing of it may get lost by guessing.
        Err(_) if unescaped.trim_start().starts_with(['{', '[']) => (unescaped.replace('\u{a0}', " "), true),
        _ => (plain(&unescaped), false),
    }
}

/// Every text in a piece of JSON except addresses, what is called a heading first.
fn words_of(json: &Value, lines: &mut Vec<String>) {
    match json {
        Value::String(text) if !text.trim().is_empty() && !text.contains("://") => lines.push(plain(text)),
        Value::Array(list) => list.iter().for_each(|item| words_of(item, lines)),
        Value::Object(object) => {
            let is_head = |name: &str| ["title", "headline", "heading", "name"].contains(&name.to_lowercase().as_str());
            let (head, rest): (Vec<_>, Vec<_>) = object.iter().partition(|(name, _)| is_head(name));
            head.into_iter().chain(rest).for_each(|(_, value)| words_of(value, lines));
        }
        _ => {}
    }
}

/// Without marks of a page, with plain blanks.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        let tag = rest[open + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        match rest[open..].find('>').filter(|_| tag) {
            Some(close) => {
                out.push_str(&rest[..open]);
                out.push(' ');
                rest = &rest[open + close + 1..];
            }
            None => {
                out.push_str(&rest[..=open]);
                rest = &rest[open + 1..];
            }
        }
    }
    out.push_str(rest);
    let entities = html_escape::decode_html_entities(&out);
    entities.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text that says something: not missing, not empty, not the word "null".
fn text(value: Option<&Value>) -> Option<String> {
    let text = value?.as_str()?.trim();
    (!text.is_empty() && text != "null").then(|| text.to_owned())
}

fn bounded(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}
