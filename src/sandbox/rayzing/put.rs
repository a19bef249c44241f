//! `PUT /inbox/direct/lead`: checks a write and stores it (contract sections 4 and 9, lines 8 to 11).

use serde_json::{Map, Value, json};

use super::super::exchange::{Answer, Request};
use super::super::options::{Lists, SandboxOptions};
use super::super::vendor::{Effect, short};
use super::book::Book;
use super::{Rayzing, Refused, UnknownUuid, lists};

/// The documented statuses, spelled as the vendor spells them (contract section 5).
const STATUSES: &[&str] = &["OPEN", "INPROGRESS", "REVIEW", "ONHOLD", "DEPENDANCY", "CLOSED"];
/// Written flat, read nested (contract section 8, line 5).
pub(super) const SCALARS: &[(&str, &[&str])] = &[
    ("status", &["status"]),
    ("agentId", &["_agentAssigned"]),
    ("picture", &["profile", "userDetails", "picture"]),
    ("name", &["profile", "userDetails", "name"]),
    ("email", &["profile", "userDetails", "contact", "email"]),
    ("phone", &["profile", "userDetails", "contact", "phone", "number"]),
    ("dialCode", &["profile", "userDetails", "contact", "phone", "prefix"]),
];

impl Rayzing {
    pub(super) fn put(&self, request: &Request, options: &SandboxOptions, effect: Effect) -> Result<Answer, Refused> {
        let Some(Value::Object(body)) = request.json() else {
            return Err(Refused::new(400, "the body must be a JSON object"));
        };
        let needed = |name: &str| {
            let value = body.get(name).and_then(Value::as_str).filter(|value| !value.is_empty());
            value.ok_or_else(|| Refused::new(400, format!("{name} is required")))
        };
        let (uuid, bot_id, customer_id) = (needed("uuid")?, needed("botId")?, needed("customerId")?);
        if !self.is_our_bot(bot_id, customer_id) {
            return Err(Refused::new(400, "unknown bot"));
        }
        if let Err((field, expected)) = typed(&body, options.rayzing.any_status) {
            let found = body.get(&field).cloned().unwrap_or_default();
            self.book().type_errors.push(json!({ "uuid": uuid, "field": field, "found": found }));
            return Err(Refused::new(400, format!("{field} must be {expected}")));
        }
        let mut book = self.book();
        let known = book.by_uuid(uuid);
        if known.is_none() && options.rayzing.unknown_uuid == UnknownUuid::Refused {
            return Err(Refused::new(404, "lead not found"));
        }
        if effect != Effect::Discard {
            let now = self.clock.tick_ms();
            let at = known.unwrap_or_else(|| book.upsert(uuid, now));
            let mut record = book.record(at);
            let body = if effect == Effect::Trim { trimmed(&body) } else { body };
            write(&mut record, &body, options.lists, &mut book);
            book.keep(at, record, Some(now));
        }
        // Exactly this, and never the changed record (contract section 9, line 11).
        Ok(Answer::json(200, r#"{"success":true,"message":"ok","code":200}"#))
    }
}

/// Checks every known member; `Err` is its name and what it should have been.
fn typed(body: &Map<String, Value>, any_status: bool) -> Result<(), (String, String)> {
    let wrong = |field: &str, expected: &str| Err((field.to_owned(), expected.to_owned()));
    for (field, _) in SCALARS {
        match body.get(*field) {
            Some(Value::String(status))
                if *field == "status" && !any_status && !STATUSES.contains(&status.as_str()) =>
            {
                return wrong("status", &format!("one of: {}", STATUSES.join(", ")));
            }
            None | Some(Value::String(_)) => {}
            Some(_) => return wrong(field, "a string"),
        }
    }
    for (field, members) in [("tags", &[][..]), ("notes", &["title", "description"]), ("attributes", &["key", "value"])]
    {
        let Some(value) = body.get(field) else { continue };
        let Value::Array(items) = value else { return wrong(field, "an array") };
        let right = |item: &Value| match members {
            [] => item.is_string(),
            members => item.is_object() && members.iter().all(|member| item[*member].is_string()),
        };
        if !items.iter().all(right) {
            let of = if members.is_empty() { "strings".to_owned() } else { format!("{{{}}}", members.join(", ")) };
            return wrong(field, &format!("an array of {of}"));
        }
    }
    Ok(())
}

/// Stores the members of a checked write; everything it does not name stays as it is.
pub(super) fn write(record: &mut Value, body: &Map<String, Value>, modes: Lists, book: &mut Book) {
    for (field, path) in SCALARS {
        let Some(value) = body.get(*field) else { continue };
        // Sent with `+`, kept without (contract section 8, line 3).
        let value = match value.as_str().and_then(|text| text.strip_prefix('+')) {
            Some(digits) if *field == "dialCode" => digits.into(),
            _ => value.clone(),
        };
        set(record, path, value);
    }
    let details = ["profile", "userDetails"];
    if let Some(sent) = body.get("tags").and_then(Value::as_array) {
        let tags = lists::written(at(record, &[details[0], details[1], "tags"]), sent, modes.tags, None);
        set(record, &[details[0], details[1], "tags"], tags);
    }
    if let Some(sent) = body.get("attributes").and_then(Value::as_array) {
        let sent: Vec<Value> = sent.iter().map(|item| json!({ "key": item["key"], "value": item["value"] })).collect();
        let path = [details[0], details[1], "attributes"];
        let attributes = lists::written(at(record, &path), &sent, modes.attributes, Some("key"));
        set(record, &path, attributes);
    }
    if let Some(sent) = body.get("notes").and_then(Value::as_array) {
        let fresh = |item: &Value| json!({ "title": item["title"], "description": item["description"], "_id": book.fresh_id() });
        let sent: Vec<Value> = sent.iter().map(fresh).collect();
        let path = ["profile", "notes"];
        let notes = lists::written(at(record, &path), &sent, modes.notes, Some("title"));
        set(record, &path, notes);
    }
}

fn at(record: &Value, path: &[&str]) -> Vec<Value> {
    let found = path.iter().try_fold(record, |value, name| value.get(name));
    found.and_then(Value::as_array).cloned().unwrap_or_default()
}

/// Sets a member deep inside; what is no object on the way becomes one.
pub(super) fn set(record: &mut Value, path: &[&str], value: Value) {
    let mut place = record;
    for name in path {
        if !place.is_object() {
            *place = json!({});
        }
        place = &mut place[*name];
    }
    *place = value;
}

/// Every text but the status trimmed and one character short; ids stay.
fn trimmed(body: &Map<String, Value>) -> Map<String, Value> {
    let kept = ["uuid", "botId", "customerId", "status"];
    body.iter()
        .map(|(name, value)| (name.clone(), if kept.contains(&name.as_str()) { value.clone() } else { short(value) }))
        .collect()
}
