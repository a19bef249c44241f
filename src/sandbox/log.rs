//! The log of every request, so that tests can assert what was sent and what was not.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value, json};

use super::exchange::Request;

/// More than any test sends; a sandbox left running over night stays small.
const KEPT: usize = 200_000;
/// Headers whose values are no secret and which tests ask for.
const SHOWN: &[&str] = &[
    "accept",
    "accept-encoding",
    "authtype",
    "batchid",
    "connection",
    "content-length",
    "content-type",
    "datamimetype",
    "host",
    "user-agent",
    "workspaceid",
];

/// Members of JSON bodies and of forms whose values are secrets.
const HIDDEN: &[&str] = &["secret", "client_secret", "username", "password", "access_token"];

/// Requests in the order of their arrival.
pub(super) struct Log(Mutex<Entries>);

struct Entries {
    /// The number of `kept[0]`; numbers are never used twice, not even after a clearing.
    first: u64,
    kept: VecDeque<Value>,
}

impl Log {
    pub(super) fn new() -> Self {
        Self(Mutex::new(Entries { first: 1, kept: VecDeque::new() }))
    }

    /// Enters a request and returns its arrival number.
    pub(super) fn arrive(&self, vendor: &str, endpoint: Option<&str>, request: &Request, at_ms: i64) -> u64 {
        let query: Map<String, Value> =
            request.query.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect();
        let headers: Map<String, Value> = request
            .headers
            .iter()
            .map(|(name, value)| {
                let shown = SHOWN.contains(&name.as_str()).then(|| value.to_str().unwrap_or("***"));
                (name.to_string(), Value::from(shown.unwrap_or("***")))
            })
            .collect();
        let body = shown(request);
        let mut entries = self.entries();
        let number = entries.first + entries.kept.len() as u64;
        entries.kept.push_back(json!({
            "n": number, "vendor": vendor, "endpoint": endpoint,
            "method": request.method, "path": request.path, "query": query, "headers": headers, "body": body,
            "at_ms": at_ms, "answered_ms": null, "status": null, "fault": null,
        }));
        if entries.kept.len() > KEPT {
            entries.kept.pop_front();
            entries.first += 1;
        }
        number
    }

    /// Notes what spoils the request.
    pub(super) fn fault(&self, number: u64, word: &str) {
        self.set(number, &[("fault", Value::from(word))]);
    }

    /// Notes the status that was answered. Requests that are never answered keep `null`.
    pub(super) fn answered(&self, number: u64, status: u16, at_ms: i64) {
        self.set(number, &[("status", Value::from(status)), ("answered_ms", Value::from(at_ms))]);
    }

    /// Entries after the given arrival number, oldest first.
    pub(super) fn after(&self, number: u64) -> Vec<Value> {
        let entries = self.entries();
        let skipped = usize::try_from((number + 1).saturating_sub(entries.first)).unwrap_or(usize::MAX);
        entries.kept.iter().skip(skipped).cloned().collect()
    }

    /// Forgets the entries; numbering goes on.
    pub(super) fn clear(&self) {
        let mut entries = self.entries();
        entries.first += entries.kept.len() as u64;
        entries.kept.clear();
    }

    fn set(&self, number: u64, members: &[(&str, Value)]) {
        let mut entries = self.entries();
        let at = number.checked_sub(entries.first).and_then(|at| usize::try_from(at).ok());
        if let Some(entry) = at.and_then(|at| entries.kept.get_mut(at)) {
            for (name, value) in members {
                entry[*name] = value.clone();
            }
        }
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The body without its secrets: JSON and forms as objects or lists, everything else as text.
fn shown(request: &Request) -> Value {
    let mut body = match (request.json(), request.form()) {
        (Some(json), _) => json,
        (None, Some(form)) => form.into_iter().map(|(name, value)| (name, Value::from(value))).collect(),
        (None, None) if request.body.is_empty() => return Value::Null,
        (None, None) => return String::from_utf8_lossy(&request.body).into(),
    };
    for name in HIDDEN {
        if let Some(value) = body.get_mut(name) {
            *value = "***".into();
        }
    }
    body
}
