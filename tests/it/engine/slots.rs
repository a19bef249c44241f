//! A lead taken apart into slots, as the vendor's record, a write and a change of ours each name them.

use std::collections::{BTreeMap, BTreeSet};

use leadline::domain::{Change, Field, Lead};
use serde_json::{Map, Value};

/// Members of a write that hold one value, and where the record has them.
const SCALARS: [(&str, &str); 7] = [
    ("status", "/status"),
    ("agentId", "/_agentAssigned"),
    ("picture", "/profile/userDetails/picture"),
    ("name", "/profile/userDetails/name"),
    ("email", "/profile/userDetails/contact/email"),
    ("phone", "/profile/userDetails/contact/phone/number"),
    ("dialCode", "/profile/userDetails/contact/phone/prefix"),
];

const LISTS: [(&str, &str); 3] = [
    ("tags", "/profile/userDetails/tags"),
    ("notes", "/profile/notes"),
    ("attributes", "/profile/userDetails/attributes"),
];

/// Values by slot: a scalar by its name in a write, an entry of a list by the list's name and its own.
pub(super) type Slots = BTreeMap<String, String>;

/// What a change is about, in the words of a write, and what it wants there.
pub(super) fn wish_of(change: &Change) -> (String, Option<String>) {
    match change {
        Change::Set { field, value } => {
            let at = Field::ALL.iter().position(|other| other == field).unwrap();
            let names = ["status", "name", "email", "phone", "dialCode", "picture", "agentId"];
            (names[at].to_owned(), Some(value.clone()))
        }
        Change::AddTag { tag } => (format!("tags {tag}"), Some("1".to_owned())),
        Change::RemoveTag { tag } => (format!("tags {tag}"), None),
        Change::AddNote { title, description } => (format!("notes {title}/{description}"), Some("1".to_owned())),
        Change::DeleteNote { note } => (format!("notes {}/{}", note.title, note.description), None),
        Change::SetAttribute { key, value } => (format!("attributes {key}"), Some(value.clone())),
        Change::RemoveAttribute { key } => (format!("attributes {key}"), None),
        other => panic!("no test wishes for {other:?}"),
    }
}

/// What the agent sees in the slot of a change.
pub(super) fn seen_of(change: &Change, lead: &Lead) -> Option<String> {
    seen_as(change, change.slot().of(lead))
}

/// The same of what a row remembers. A tag or a note is there or not.
pub(super) fn seen_as(change: &Change, base: Option<String>) -> Option<String> {
    let is_field = matches!(change, Change::Set { .. } | Change::SetAttribute { .. } | Change::RemoveAttribute { .. });
    base.map(|base| if is_field { base } else { "1".to_owned() })
}

fn entries(list: &str, held: &Value, slots: &mut Slots) {
    for entry in held.as_array().into_iter().flatten() {
        let text = |name: &str| entry[name].as_str().unwrap_or_default();
        let (slot, value) = match list {
            "tags" => (format!("tags {}", entry.as_str().unwrap_or_default()), None),
            "notes" => (format!("notes {}/{}", text("title"), text("description")), None),
            _ => (format!("attributes {}", text("key")), Some(text("value"))),
        };
        match value {
            Some(value) => drop(slots.insert(slot, value.to_owned())),
            // How many there are of them.
            None => {
                let count = slots.entry(slot).or_insert_with(|| "0".to_owned());
                *count = (count.parse::<u32>().unwrap() + 1).to_string();
            }
        }
    }
}

/// The slots of a record, and everything else in it that a write must leave as it is.
pub(super) fn taken_apart(record: &Value) -> (Slots, Value) {
    let mut slots = Slots::new();
    for (name, path) in SCALARS {
        if let Some(value) = record.pointer(path).and_then(Value::as_str) {
            slots.insert(name.to_owned(), value.to_owned());
        }
    }
    for (list, path) in LISTS {
        entries(list, record.pointer(path).unwrap_or(&Value::Null), &mut slots);
    }
    let mut rest = record.clone();
    for path in SCALARS.iter().chain(&LISTS).map(|(_, path)| *path).chain(["/updatedAt"]) {
        let (parent, member) = path.rsplit_once('/').unwrap();
        if let Some(Value::Object(members)) = rest.pointer_mut(parent) {
            members.remove(member);
        }
    }
    (slots, rest)
}

/// Lays a write over slots; the scalars that it names.
pub(super) fn apply(body: &Map<String, Value>, slots: &mut Slots) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for (name, value) in body.iter().filter(|(name, _)| !["uuid", "botId", "customerId"].contains(&name.as_str())) {
        if LISTS.iter().any(|(list, _)| list == name) {
            slots.retain(|slot, _| !slot.starts_with(&format!("{name} ")));
            entries(name, value, slots);
        } else {
            // Sent with `+`, kept without.
            let value = value.as_str().unwrap_or_else(|| panic!("{name} was sent as {value}"));
            let value = if name == "dialCode" { value.trim_start_matches('+') } else { value };
            slots.insert(name.clone(), value.to_owned());
            named.insert(name.clone());
        }
    }
    named
}

/// Slots that hold something else in the one than in the other.
pub(super) fn different(one: &Slots, other: &Slots) -> Vec<String> {
    one.keys().chain(other.keys()).filter(|slot| one.get(*slot) != other.get(*slot)).cloned().collect()
}
