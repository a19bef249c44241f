//! What an event must hold (contract section 2 and line 4).

use serde_json::{Map, Value};

use super::super::clock::instant;
use super::quirks::RayQuirks;
use super::say::Refused;

/// The stores of this account.
pub(super) const STORES: &[i64] = &[1203, 1204, 1317];

/// Members of `user` that are texts where they are there.
const TEXTS: &[&str] = &[
    "name",
    "lastName",
    "birthDate",
    "googleProfile",
    "instagramProfile",
    "linkedInProfile",
    "facebookProfile",
    "twitterProfile",
];

/// Says which member of the event at place `at` is wrong. The document's bold type, which marked what is mandatory, is
/// lost; what the contract treats as mandatory is mandatory here.
pub(super) fn check(at: usize, event: &Value, quirks: &RayQuirks, now_ms: i64) -> Result<(), Refused> {
    let wrong = |field: &str, what: &str| Refused::new(400, format!("event {at}: {field} {what}"));
    let Value::Object(event) = event else { return Err(wrong("the event", "must be an object")) };
    for field in ["type", "subType"] {
        filled(event, field).ok_or_else(|| wrong(field, "must be a text that is not empty"))?;
    }
    if !event.get("customProps").is_some_and(Value::is_object) {
        return Err(wrong("customProps", "must be an object"));
    }
    let store = event.get("storeId").filter(|store| store.is_number());
    let store = store.ok_or_else(|| wrong("storeId", "must be a number"))?;
    if !store.as_i64().is_some_and(|store| STORES.contains(&store)) {
        return Err(Refused::new(403, format!("event {at}: storeId: you do not have permission for this store")));
    }
    if event.get("source").and_then(Value::as_str) != Some("OTHER") {
        return Err(wrong("source", "must be OTHER"));
    }
    let happened = filled(event, "timestamp").and_then(in_utc);
    let happened = happened.ok_or_else(|| wrong("timestamp", "must be ISO 8601 with Z"))?;
    if quirks.future_limit_secs.is_some_and(|limit| happened - now_ms > i64::from(limit) * 1_000) {
        return Err(wrong("timestamp", "lies in the future"));
    }
    if quirks.past_limit_secs.is_some_and(|limit| now_ms - happened > i64::from(limit) * 1_000) {
        return Err(wrong("timestamp", "is too old"));
    }
    let Some(Value::Object(user)) = event.get("user") else { return Err(wrong("user", "must be an object")) };
    person(user, quirks).map_err(|(field, what)| wrong(&format!("user.{field}"), what))
}

fn person(user: &Map<String, Value>, quirks: &RayQuirks) -> Result<(), (&'static str, &'static str)> {
    for field in ["email", "phone"] {
        if user.get(field).is_some_and(|value| !value.is_string()) {
            return Err((field, "must be a text"));
        }
    }
    if filled(user, "email").is_none() && filled(user, "phone").is_none() {
        return Err(("email", "or phone is needed"));
    }
    if quirks.strict_phone && filled(user, "phone").is_some_and(|phone| !is_international(phone)) {
        return Err(("phone", "must be + and digits"));
    }
    for field in TEXTS {
        if user.get(*field).is_some_and(|value| !value.is_string()) {
            return Err((field, "must be a text"));
        }
    }
    if user.get("birthDate").is_some_and(|value| value.as_str().and_then(in_utc).is_none()) {
        return Err(("birthDate", "must be ISO 8601 with Z"));
    }
    if user.get("gender").is_some_and(|value| !matches!(value.as_str(), Some("M" | "F" | "O"))) {
        return Err(("gender", "must be M, F or O"));
    }
    let two_letters = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    if user.get("country").is_some_and(|value| !value.as_str().is_some_and(two_letters)) {
        return Err(("country", "must be two letters"));
    }
    Ok(())
}

fn is_international(phone: &str) -> bool {
    phone.strip_prefix('+').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

fn filled<'a>(members: &'a Map<String, Value>, field: &str) -> Option<&'a str> {
    members.get(field).and_then(Value::as_str).filter(|text| !text.trim().is_empty())
}

fn in_utc(text: &str) -> Option<i64> {
    instant(text).filter(|_| text.ends_with('Z'))
}
