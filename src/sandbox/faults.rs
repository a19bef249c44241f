//! Faults by vendor and endpoint: what they are called, how they are read from a switch, and which one is next.

use std::fmt;
use std::str::FromStr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use super::vendor::VENDORS;

/// One way for an answer to go wrong. `KINDS` has the words for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// Refused or failed with this status; nothing was done.
    Status(u16),
    /// The same with `Retry-After` in seconds.
    RetryAfter(u16),
    /// The same with `Retry-After` as a date.
    RetryAfterDate(u16),
    /// Done, and then answered with this status all the same.
    StatusAfter(u16),
    /// Never answers, nothing was done.
    TimeoutBefore,
    /// Done, but never answers.
    TimeoutAfter,
    /// The connection is reset, nothing was done.
    ResetBefore,
    /// Done, then the connection is reset without an answer.
    ResetAfter,
    /// The right answer, `slow_ms` late.
    Slow,
    /// The right answer, byte by byte.
    Drip,
    /// Half of the right answer, then the connection ends.
    Cut,
    /// Done; half of the right answer, framed as if it were whole.
    InvalidJson,
    /// Done; 200 without a body.
    Empty,
    /// 200 with the page of a captive portal; nothing was done.
    Html,
    /// Done; JSON of another shape.
    WrongType,
    /// Done; a string in the answer is not UTF-8.
    InvalidUtf8,
    /// Up to 1 GiB of answer; nothing was done.
    Huge,
    /// 302 to another host; nothing was done.
    Redirect,
    /// HTTP 200 whose body says no; nothing was done.
    Refusal,
    /// A write answered as done, and nothing stored.
    OkStoresNothing,
    /// A write answered at once and stored `late_ms` later.
    Late,
    /// A write that stores each text trimmed and one character short.
    Trims,
}

/// Every kind under the word a switch uses for it.
pub const KINDS: &[(&str, FaultKind)] = &[
    ("400", FaultKind::Status(400)),
    ("401", FaultKind::Status(401)),
    ("403", FaultKind::Status(403)),
    ("404", FaultKind::Status(404)),
    ("409", FaultKind::Status(409)),
    ("413", FaultKind::Status(413)),
    ("422", FaultKind::Status(422)),
    ("429", FaultKind::Status(429)),
    ("429-retry", FaultKind::RetryAfter(429)),
    ("429-retry-date", FaultKind::RetryAfterDate(429)),
    ("500", FaultKind::Status(500)),
    ("500-after", FaultKind::StatusAfter(500)),
    ("502", FaultKind::Status(502)),
    ("502-after", FaultKind::StatusAfter(502)),
    ("503", FaultKind::Status(503)),
    ("503-retry", FaultKind::RetryAfter(503)),
    ("503-retry-date", FaultKind::RetryAfterDate(503)),
    ("504", FaultKind::Status(504)),
    ("504-after", FaultKind::StatusAfter(504)),
    ("timeout-before", FaultKind::TimeoutBefore),
    ("timeout-after", FaultKind::TimeoutAfter),
    ("reset-before", FaultKind::ResetBefore),
    ("reset-after", FaultKind::ResetAfter),
    ("slow", FaultKind::Slow),
    ("drip", FaultKind::Drip),
    ("cut", FaultKind::Cut),
    ("invalid-json", FaultKind::InvalidJson),
    ("empty", FaultKind::Empty),
    ("html", FaultKind::Html),
    ("wrong-type", FaultKind::WrongType),
    ("invalid-utf8", FaultKind::InvalidUtf8),
    ("huge", FaultKind::Huge),
    ("redirect", FaultKind::Redirect),
    ("refusal", FaultKind::Refusal),
    ("ok-stores-nothing", FaultKind::OkStoresNothing),
    ("late", FaultKind::Late),
    ("trims", FaultKind::Trims),
];

impl FaultKind {
    /// The word of this kind.
    pub fn word(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }

    /// Whether only a write can go wrong like this.
    fn only_writes(self) -> bool {
        matches!(self, Self::OkStoresNothing | Self::Late | Self::Trims)
    }
}

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

/// "`x` is no <what>; known: a, b".
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
