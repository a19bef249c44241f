//! `custom`: values in three lists by their kind, each under a key (contract section 2).

use serde_json::{Map, Value, json};

use crate::domain::Lead;
use crate::domain::recording::Fact;
use crate::vendors::recording::EventFault;
use crate::vendors::template::{Filled, Reading, TemplateField, ValueKind, fill};

/// The members that are documented, in their order.
const KINDS: [(&str, ValueKind); 3] =
    [("string", ValueKind::String), ("numeric", ValueKind::Number), ("date", ValueKind::Date)];

/// One entry of a template's `custom`.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    key: String,
    /// Into which of the lists, by place in [`KINDS`].
    list: usize,
    pub(super) field: TemplateField,
}

/// The entries of `custom` in a table.
pub(super) fn entries(reading: &mut Reading, at: &str, table: &toml::Table) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (place, entry) in reading.tables(table, "custom") {
        let place = if at.is_empty() { place } else { format!("{at}.{place}") };
        let Some(key) = entry.get("key").and_then(toml::Value::as_str).filter(|key| !key.trim().is_empty()) else {
            reading.fault(place, "a custom value has no `key`", "add key = \"…\"");
            continue;
        };
        let kind = entry.get("kind").map(|kind| kind.as_str().unwrap_or_default());
        let list = match kind {
            None => None,
            Some(word) => match KINDS.iter().position(|(known, _)| *known == word) {
                Some(list) => Some(list),
                None => {
                    let at = format!("{place}.kind");
                    reading.fault(at, "nobody knows this kind", "use one of string, numeric, date");
                    continue;
                }
            },
        };
        let Some(mut field) = reading.field(&place, entry, &["key", "kind"]) else { continue };
        // `kind` is the vendor's word and decides; without it the type of the value does.
        let list = list.unwrap_or_else(|| KINDS.iter().position(|(_, kind)| *kind == field.kind).unwrap_or(0));
        field.kind = KINDS[list].1;
        entries.push(Entry { key: key.to_owned(), list, field });
    }
    entries
}

/// The object; `None` where nothing is known to put into it. Members without values are left out, since nobody says
/// whether they may be empty.
pub(super) fn custom(entries: &[Entry], fact: &Fact, lead: &Lead, faults: &mut Vec<EventFault>) -> Option<Value> {
    let mut lists: [Vec<(String, Vec<Value>)>; 3] = Default::default();
    for entry in entries {
        let values = match fill(&entry.field, fact, lead) {
            Ok(None) => continue,
            Ok(Some(Filled::List(texts))) => texts.into_iter().map(Value::String).collect(),
            Ok(Some(one)) => vec![one.to_json()],
            Err(fault) => {
                faults.push(fault);
                continue;
            }
        };
        match lists[entry.list].iter_mut().find(|(key, _)| *key == entry.key) {
            Some((_, known)) => known.extend(values),
            None => lists[entry.list].push((entry.key.clone(), values)),
        }
    }
    let mut object = Map::new();
    for ((member, _), list) in KINDS.iter().zip(lists).filter(|(_, list)| !list.is_empty()) {
        let list: Vec<Value> = list.into_iter().map(|(key, values)| json!({ "key": key, "values": values })).collect();
        object.insert((*member).to_owned(), Value::Array(list));
    }
    (!object.is_empty()).then_some(Value::Object(object))
}
