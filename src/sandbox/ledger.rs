//! What a fake was told and has kept, in the order of its arrival: nothing is ever taken for a repetition.
//!
//! It is apart from the log of requests, so that a test can count what was stored and what was only asked.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value, json};

use super::clock::iso;
use super::vendor::{Effect, short};

/// Everything one vendor has kept.
#[derive(Default)]
pub(super) struct Ledger(Mutex<Vec<Entry>>);

struct Entry {
    arrived_ms: i64,
    shown: Value,
}

impl Ledger {
    /// Enters one event with what is known beside it; `effect` decides what really stays.
    pub(super) fn enter(&self, event: &Value, beside: Map<String, Value>, effect: Effect, now_ms: i64) {
        let event = match effect {
            Effect::Store => event.clone(),
            Effect::Trim => short(event),
            Effect::Discard => return,
        };
        let mut entries = self.entries();
        let mut shown = beside;
        shown.insert("n".into(), (entries.len() + 1).into());
        shown.insert("arrived_at".into(), iso(now_ms).into());
        shown.insert("event".into(), event);
        entries.push(Entry { arrived_ms: now_ms, shown: shown.into() });
    }

    /// `{"count", "repeated", "recorded": [{"n", "arrived_at", "event", …}]}`. `repeated` counts the events that are
    /// equal to an earlier one. With a key, `recorded` holds only entries in which it stands as a whole text.
    pub(super) fn shown(&self, key: Option<&str>) -> Value {
        let entries = self.entries();
        let mut seen = HashSet::new();
        let repeated = entries.iter().filter(|entry| !seen.insert(entry.shown["event"].to_string())).count();
        let chosen: Vec<&Value> =
            entries.iter().map(|entry| &entry.shown).filter(|shown| key.is_none_or(|key| holds(shown, key))).collect();
        json!({ "count": entries.len(), "repeated": repeated, "recorded": chosen })
    }

    /// What arrived at `until_ms` or earlier.
    pub(super) fn until(&self, until_ms: i64) -> Vec<Value> {
        let entries = self.entries();
        entries.iter().filter(|entry| entry.arrived_ms <= until_ms).map(|entry| entry.shown.clone()).collect()
    }

    fn entries(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn holds(value: &Value, key: &str) -> bool {
    match value {
        Value::String(text) => text == key,
        Value::Array(items) => items.iter().any(|item| holds(item, key)),
        Value::Object(members) => members.values().any(|member| holds(member, key)),
        _ => false,
    }
}
