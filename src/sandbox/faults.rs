//! Faults by vendor and endpoint: how they are read from a switch, and which one is next. `spoil.rs` acts on them.

use std::fmt;
use std::str::FromStr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use super::kinds::{FaultKind, KINDS};
use super::vendor::VENDORS;

/// A fault that is armed on one endpoint, written `VENDOR:ENDPOINT:KIND[:TIMES]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Fault {
    vendor: String,
    endpoint: String,
    kind: FaultKind,
    /// How many more requests it spoils; `None` is all of them.
    times: Option<u32>,
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.split(':').collect();
        let (vendor, endpoint, kind, times) = match parts.as_slice() {
            [vendor, endpoint, kind] => (*vendor, *endpoint, *kind, None),
            [vendor, endpoint, kind, times] => (*vendor, *endpoint, *kind, Some(*times)),
            _ => return Err(format!("`{text}` is not VENDOR:ENDPOINT:KIND[:TIMES]")),
        };
        let known = VENDORS
            .iter()
            .find(|known| known.name == vendor)
            .ok_or_else(|| unknown("vendor", vendor, VENDORS.iter().map(|known| known.name)))?;
        let endpoint = known
            .endpoints
            .iter()
            .find(|known| known.name == endpoint)
            .ok_or_else(|| unknown("endpoint", endpoint, known.endpoints.iter().map(|known| known.name)))?;
        let (word, kind) = KINDS
            .iter()
            .find(|(word, _)| *word == kind)
            .ok_or_else(|| unknown("fault kind", kind, KINDS.iter().map(|(word, _)| *word)))?;
        if kind.only_writes() && !endpoint.writes {
            let writing = known.endpoints.iter().filter(|endpoint| endpoint.writes).map(|endpoint| endpoint.name);
            return Err(unknown(&format!("writing endpoint for `{word}`"), endpoint.name, writing));
        }
        let times = match times {
            None => None,
            Some(times) => Some(times.parse().map_err(|_| format!("`{times}` is not a number of times in `{text}`"))?),
        };
        Ok(Self { vendor: known.name.to_owned(), endpoint: endpoint.name.to_owned(), kind: *kind, times })
    }
}

/// "`x` is no such thing; known: a, b".
fn unknown<'a>(what: &str, word: &str, known: impl Iterator<Item = &'a str>) -> String {
    format!("`{word}` is no known {what}; known: {}", known.collect::<Vec<_>>().join(", "))
}

impl TryFrom<String> for Fault {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Fault> for String {
    fn from(fault: Fault) -> Self {
        fault.to_string()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.vendor, self.endpoint, self.kind.word())?;
        self.times.map_or(Ok(()), |times| write!(f, ":{times}"))
    }
}

/// The armed faults, oldest first.
pub(super) struct FaultBook(Mutex<Vec<Fault>>);

impl FaultBook {
    pub(super) fn new(faults: Vec<Fault>) -> Self {
        Self(Mutex::new(faults))
    }

    pub(super) fn add(&self, fault: Fault) {
        self.armed().push(fault);
    }

    pub(super) fn clear(&self) {
        self.armed().clear();
    }

    pub(super) fn all(&self) -> Vec<Fault> {
        self.armed().clone()
    }

    /// Takes the oldest fault armed on this endpoint; one that has done its number of times is gone.
    pub(super) fn take(&self, vendor: &str, endpoint: &str) -> Option<FaultKind> {
        let mut armed = self.armed();
        armed.retain(|fault| fault.times != Some(0));
        let fault = armed.iter_mut().find(|fault| fault.vendor == vendor && fault.endpoint == endpoint)?;
        if let Some(times) = &mut fault.times {
            *times -= 1;
        }
        let kind = fault.kind;
        armed.retain(|fault| fault.times != Some(0));
        Some(kind)
    }

    fn armed(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
