//! How the engine and its accounts are: the status bar, the accounts page and `doctor` read this.

use jiff::Timestamp;

use super::about::AccountAbout;
use super::recovery::NoDatabase;
use crate::domain::{AccountName, List, ListKnowledge};

/// How far the engine is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// The keychain or the database is being opened.
    Starting,
    /// Everything works on the encrypted database.
    Ready,
    /// Everything works, in memory only: quitting loses what was not sent. Says why.
    InMemory(String),
    /// No usable keychain. What, why, what now.
    NoKeychain(String),
    /// The database cannot be opened.
    NoDatabase(NoDatabase),
    /// Another Leadline has this profile open.
    InUse(String),
    /// A fault of our own came again and again. What, why, what now.
    Stopped(String),
}

impl Phase {
    /// Leads can be read and edited.
    pub fn is_working(&self) -> bool {
        matches!(self, Self::Ready | Self::InMemory(_))
    }

    /// The start ended without a working engine; its sentence.
    pub fn failure(&self) -> Option<&str> {
        match self {
            Self::NoKeychain(why) | Self::InUse(why) | Self::Stopped(why) => Some(why),
            Self::NoDatabase(none) => Some(&none.why),
            Self::Starting | Self::Ready | Self::InMemory(_) => None,
        }
    }
}

/// What the last contact with an account's vendor said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountState {
    /// Not asked yet.
    NotAsked,
    Works,
    /// No credential in the keychain.
    CredentialMissing,
    /// The vendor refused the credential.
    CredentialRefused,
    /// Cannot be reached since then.
    Offline {
        since: Timestamp,
    },
    /// Told to wait until then.
    Slowed {
        until: Timestamp,
    },
    /// It answers, but not as its contract says.
    Odd,
}

/// One account as the status bar shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountHealth {
    pub account: AccountName,
    /// The vendor's name in the registry, and as people write it.
    pub vendor: &'static str,
    pub title: &'static str,
    pub state: AccountState,
    /// What, why, what now; empty while it works.
    pub sentence: String,
    pub last_success_at: Option<Timestamp>,
    pub last_refusal: Option<(Timestamp, String)>,
    /// The vendor's clock minus ours, in seconds, where it tells its time.
    pub clock_difference_secs: Option<i64>,
    /// A pass that is running: leads seen so far.
    pub syncing: Option<usize>,
    /// Records of the last pass that could not be read.
    pub skipped: usize,
    /// Whether its leads are listed by Leadline.
    pub has_leads: bool,
    /// What the accounts page shows.
    pub about: AccountAbout,
    /// What is known about how its vendor takes tags, notes and attributes, in the order of [`List::ALL`].
    pub ways: [ListKnowledge; List::ALL.len()],
}

/// Counts of one account's pass, as `sync --json` prints them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncReport {
    pub account: String,
    pub vendor: String,
    pub pages: u64,
    pub leads_seen: u64,
    pub leads_new: u64,
    pub leads_changed: u64,
    pub skipped: Vec<SkippedRecord>,
    pub requests: u64,
    pub bytes: u64,
    pub took_ms: u64,
    /// Why the pass ended early; `None` when it is whole.
    pub failure: Option<SyncFailure>,
}

/// A record that could not be read; the others of its page are there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedRecord {
    pub remote_id: Option<String>,
    /// Where in the record, as a JSON path.
    pub path: String,
    /// Expected and found.
    pub why: String,
}

/// Why a pass ended early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncFailure {
    pub kind: SyncFailureKind,
    pub sentence: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyncFailureKind {
    Unreachable,
    Credential,
    /// It answered something else than the contract says, or refused.
    Odd,
    /// It could not be kept here (full disk, I/O error).
    NotKept,
}
