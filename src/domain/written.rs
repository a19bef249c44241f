//! How a time stood where it was read, and how its zone was found: what an agent needs to trust it, or not to.

use serde::{Deserialize, Serialize};

/// A time as its vendor wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AsWritten {
    /// Character by character; `None` where only the moment was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The time of sending as it was written, where the time of delivery is the one that counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<String>,
    pub zone: ZoneFound,
}

/// How the zone of a time was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneFound {
    /// The vendor wrote it with the time.
    Stated,
    /// The account's settings say it: an offset, or a zone's name; and its offset at that time, as `+05:30`.
    Set { zone: String, offset: String },
    /// Assumed: most sent and delivered times of the same answer agree on it.
    Inferred,
    /// Assumed: the usual one of the vendor's address. Nothing in the answer told.
    Usual,
}

impl AsWritten {
    /// A time that its vendor wrote with its zone.
    pub fn stated(text: Option<String>) -> Self {
        Self { text, sent: None, zone: ZoneFound::Stated }
    }
}
