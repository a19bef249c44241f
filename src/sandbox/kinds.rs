//! The ways an answer can go wrong, and the words that switches have for them.

/// One way for an answer to go wrong. `KINDS` has the words for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// Refused or failed with this status; nothing was done.
    Status(u16),
    /// The same with `Retry-After` in seconds.
    RetryAfter(u16),
    /// The same with `Retry-After` as a date.
    RetryAfterDate(u16),
    /// Failed with this status in the vendor's own words, where `Status` has a proxy's page; nothing was done.
    Own(u16),
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
    ("408", FaultKind::Status(408)),
    ("409", FaultKind::Status(409)),
    ("413", FaultKind::Status(413)),
    ("422", FaultKind::Status(422)),
    ("429", FaultKind::Status(429)),
    ("429-retry", FaultKind::RetryAfter(429)),
    ("429-retry-date", FaultKind::RetryAfterDate(429)),
    ("461", FaultKind::Status(461)),
    ("500", FaultKind::Status(500)),
    ("500-after", FaultKind::StatusAfter(500)),
    ("502", FaultKind::Status(502)),
    ("502-after", FaultKind::StatusAfter(502)),
    ("503", FaultKind::Status(503)),
    ("503-retry", FaultKind::RetryAfter(503)),
    ("503-retry-date", FaultKind::RetryAfterDate(503)),
    ("504", FaultKind::Status(504)),
    ("504-after", FaultKind::StatusAfter(504)),
    ("520", FaultKind::Status(520)),
    ("521", FaultKind::Status(521)),
    ("own-500", FaultKind::Own(500)),
    ("own-503", FaultKind::Own(503)),
    ("own-521", FaultKind::Own(521)),
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
    pub(super) fn only_writes(self) -> bool {
        matches!(self, Self::OkStoresNothing | Self::Late | Self::Trims)
    }
}
