//! What agents want and no vendor has confirmed yet: the states of an outbox row.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::change::{Change, Slot};
use super::ids::{AccountName, BatchId, ChangeId, LeadId};

/// Where an outbox row stands. Kept in the database by [`OutboxState::as_str`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutboxState {
    /// Durable here, not begun.
    Queued,
    /// A request of its check, write or confirmation is out.
    Sending,
    /// Will try again by itself.
    Waiting,
    /// The agent asked to wait. (Not the lead status "On hold".)
    Held,
    /// A recording left us and no readable answer came.
    Unknown,
    /// A conflict, a refusal, or a row that cannot be decoded.
    NeedsAgent,
    /// Read back from the vendor.
    Confirmed,
    /// The vendor said yes and nothing can be read back.
    Accepted,
    /// The agent took it back, or a later change of the same field took its place.
    Cancelled,
}

impl OutboxState {
    pub const ALL: [Self; 9] = [
        Self::Queued,
        Self::Sending,
        Self::Waiting,
        Self::Held,
        Self::Unknown,
        Self::NeedsAgent,
        Self::Confirmed,
        Self::Accepted,
        Self::Cancelled,
    ];

    /// The word in JSON and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Waiting => "waiting",
            Self::Held => "held",
            Self::Unknown => "unknown",
            Self::NeedsAgent => "needs_agent",
            Self::Confirmed => "confirmed",
            Self::Accepted => "accepted",
            Self::Cancelled => "cancelled",
        }
    }

    /// The inverse of [`OutboxState::as_str`].
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// Nothing more will happen to it: it is history.
    pub fn is_done(self) -> bool {
        matches!(self, Self::Confirmed | Self::Accepted | Self::Cancelled)
    }

    /// It waits for a person: what the rail badge counts.
    pub fn waits_for_agent(self) -> bool {
        matches!(self, Self::NeedsAgent | Self::Unknown)
    }

    /// The word on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "Queued",
            Self::Sending => "Sending",
            Self::Waiting => "Waiting",
            Self::Held => "Held",
            Self::Unknown => "Outcome unknown",
            Self::NeedsAgent => "Needs you",
            Self::Confirmed => "Confirmed",
            Self::Accepted => "Accepted",
            Self::Cancelled => "Dropped",
        }
    }
}

/// Both sides of a clash over one slot, kept until the agent chose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// Written as `field`: a field is its word alone, an entry of a list an object of its own.
    #[serde(rename = "field")]
    pub slot: Slot,
    /// What the agent saw when they made the change.
    pub before: Option<String>,
    /// What the vendor holds now.
    pub theirs: Option<String>,
    /// What the agent wants; `None` takes the entry away.
    pub mine: Option<String>,
    /// When `theirs` was read.
    pub read_at: Timestamp,
}

/// One row of the outbox: a change, and how far it got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxItem {
    pub id: ChangeId,
    pub batch: BatchId,
    pub account: AccountName,
    pub lead: LeadId,
    pub change: Change,
    /// The value the agent saw in that slot, the ground of the later comparison.
    pub base: Option<String>,
    pub state: OutboxState,
    /// Why it stands there, in words; empty when the state says it all.
    pub why: String,
    /// Set while the state is `needs_agent` because of a clash.
    pub conflict: Option<Conflict>,
    /// How often the write itself was begun.
    pub attempts: u32,
    pub next_try_at: Option<Timestamp>,
    pub created_at: Timestamp,
    /// When the state last changed.
    pub moved_at: Timestamp,
    /// The vendor answered a clear yes; it is never written again by itself, only read back.
    pub said_yes: bool,
}
