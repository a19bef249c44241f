//! One account at run time: its pace, its health, its two lists, and the request that is out.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::histories::{Ahead, Ask};
use super::holding::Held;
use super::locate::Search;
use super::order::Order;
use super::pass::{Pass, Purpose};
use super::probe::Probe;
use super::recording::Telling;
use super::{CallId, Now};
use crate::bridge::about::Pending;
use crate::bridge::command::{AccountTest, Refused};
use crate::bridge::{AccountHealth, AccountState, Reply, SyncReport};
use crate::config::AccountSettings;
use crate::domain::{ChangeId, LeadId, LeadKind, ListKnowledge};
use crate::vendors::parts::{Interactions, Leads, Question, Tokens};
use crate::vendors::recording::Recording;
use crate::vendors::{VendorSpec, interactions_of, leads_of, recording_of, tokens_of};

/// What is known about the account's credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Credential {
    /// The keychain was not asked yet, or is being asked.
    Unknown,
    Present,
    /// The keychain has none.
    Missing,
    /// The vendor refused it.
    Refused,
    /// The keychain itself could not be asked; its sentence.
    NoKeychain(String),
}

/// Why a request is out.
#[derive(Debug)]
pub(super) enum Job {
    /// The next page of a walk over this list.
    Walk(LeadKind),
    /// A reading of a lead's checked write.
    LaneRead {
        lead: LeadId,
        place: (LeadKind, u32),
    },
    /// The write itself.
    LaneWrite {
        lead: LeadId,
    },
    /// A reading of one lead, asked for by the agent.
    Refresh {
        lead: LeadId,
        search: Search,
        place: (LeadKind, u32),
    },
    /// A token for the question that waits for it.
    Token {
        ask: Box<Ask>,
    },
    /// Recordings.
    Tell(Box<Telling>),
    /// A token for the recordings that wait for it, or a sign of life that records nothing.
    TokenToTell,
    /// The same, where there are no tokens: a bare connection.
    Reach,
    /// A page of a customer's history.
    History {
        ask: Box<Ask>,
        question: Question,
    },
    /// A reading of the account's probe, and its write.
    ProbeRead {
        place: (LeadKind, u32),
    },
    ProbeWrite,
    /// The harmless test.
    Test {
        reply: Reply<Result<AccountTest, Refused>>,
        began: Duration,
    },
}

/// A request that is out.
#[derive(Debug)]
pub(super) struct InFlight {
    pub call: CallId,
    pub job: Job,
}

/// One of the account's two lists.
#[derive(Debug)]
pub(super) struct List {
    pub kind: LeadKind,
    pub memory: ListMemory,
    pub walk: Option<Walk>,
    /// When the next look at it is due, while nothing asked for one.
    pub due: Duration,
    pub wanted: Option<Purpose>,
    /// Records that the last walk could not read.
    pub skipped: usize,
}

/// A walk over a list, with what it is counted for.
#[derive(Debug)]
pub(super) struct Walk {
    pub pass: Pass,
    /// Failed tries of the page in hand.
    pub tries: u32,
    /// How often it was begun anew because the list outran it.
    pub restarts: u32,
    pub began: Duration,
    pub report: SyncReport,
    /// The newest time on its first page, for each of [`Order::ALL`].
    pub newest: [Option<Timestamp>; Order::ALL.len()],
}

/// What the program learned about a list; kept in the database as JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct ListMemory {
    /// The order it lists in, with the proof in words.
    pub order: Option<Order>,
    pub proof: String,
    pub whole_passes: u64,
    pub last_whole_at: Option<Timestamp>,
    pub last_page: u32,
    /// Newest first only: everything up to here was read without a gap. Only walks move it; a single page that some
    /// other reading took in says nothing about the pages behind it.
    pub whole_until: Option<Timestamp>,
    /// The most records that a page of it held.
    pub page_length: usize,
    /// Whose list it is: under other settings all of this says nothing.
    pub identity: String,
}

/// What an account that is gone still needs: how to read the answer to a write that is out.
#[derive(Debug)]
pub(super) struct Retired {
    pub leads: Option<&'static dyn Leads>,
}

#[derive(Debug)]
pub(super) struct Account {
    pub settings: AccountSettings,
    pub spec: &'static VendorSpec,
    /// Whose data it leads to (see `belonging`).
    pub identity: String,
    /// At which address it is asked (see `hosts`).
    pub host: String,
    /// Where it stands in the settings.
    pub position: usize,
    /// It is not in the settings any more, or leads elsewhere now: nothing is asked, and what is out is only recorded.
    /// The place stays taken, since places are how everything names its account.
    pub retired: Option<Retired>,
    pub leads: Option<&'static dyn Leads>,
    pub interactions: Option<&'static dyn Interactions>,
    pub tokens: Option<&'static dyn Tokens>,
    pub recording: Option<&'static dyn Recording>,
    /// Recordings that may go, by the moment from which they may.
    pub to_record: BTreeSet<(Duration, ChangeId)>,
    /// Why its rows wait, as they were told last.
    pub held: Held,
    /// It showed a sign of life since its last failure.
    pub probed: bool,
    /// Until when the token that the sender has signs calls; `None` without one.
    pub token_until: Option<Duration>,
    pub asks: VecDeque<Ask>,
    pub ahead: Ahead,
    pub credential: Credential,
    /// A mark of the credential that the keychain gave, and whether it was refused for a write (see `refused`).
    pub mark: Option<String>,
    pub writes_refused: bool,
    pub in_flight: Option<InFlight>,
    /// Before that the pace allows no request.
    pub free_at: Duration,
    /// Before that nothing is sent: the vendor asked to slow down, or could not be reached.
    pub blocked_until: Option<Duration>,
    /// The block is that of its address: another account found out that nobody answers there.
    pub waits_with_host: bool,
    /// The vendor itself named the end of the block: nobody's "try now" ends it.
    pub slowed: Option<Timestamp>,
    /// Failures in a row of the transport or the server.
    pub failures: u32,
    /// Unclear ends of writes in a row, whatever readings said in between.
    pub write_failures: u32,
    /// Times in a row that the disk did not take the attempt of a recording.
    pub stops: u32,
    pub offline_since: Option<Timestamp>,
    /// Since when every try failed, whatever the reason.
    pub failing_since: Option<Timestamp>,
    /// What the last failure said.
    pub trouble: String,
    pub last_success_at: Option<Timestamp>,
    pub last_refusal: Option<(Timestamp, String)>,
    pub clock_difference_secs: Option<i64>,
    /// What was seen to work since the start: tokens, and yeses to writes.
    pub gave_token: bool,
    pub took_write: bool,
    /// The credential's fields that are in the keychain.
    pub fields_present: Vec<&'static str>,
    /// What its answers taught, by the key of the vendor's `about`: the value and its proof.
    pub found: BTreeMap<&'static str, (String, String)>,
    pub lists: [List; 2],
    /// What is known about how it takes tags, notes and attributes, in the order of [`crate::domain::List::ALL`].
    pub ways: [ListKnowledge; 3],
    /// What is being found out about them.
    pub probe: Option<Box<Probe>>,
    /// Lanes that may go on, by the moment from which they may.
    pub ready: BTreeSet<(Duration, LeadId)>,
    pub refreshes: VecDeque<(LeadId, Search)>,
    pub tests: VecDeque<Reply<Result<AccountTest, Refused>>>,
}

impl Account {
    pub(super) fn new(settings: AccountSettings, now: Now) -> Self {
        let identity = settings.identity();
        let list = |kind| {
            let memory = ListMemory { identity: identity.clone(), ..ListMemory::default() };
            List { kind, memory, walk: None, due: now.mono, wanted: None, skipped: 0 }
        };
        let lists = [list(LeadKind::Lead), list(LeadKind::NonLead)];
        Self {
            identity,
            host: super::hosts::host_of(&settings.base_url),
            spec: settings.spec(),
            position: 0,
            retired: None,
            leads: leads_of(settings.vendor),
            interactions: interactions_of(settings.vendor),
            tokens: tokens_of(settings.vendor),
            recording: recording_of(settings.vendor),
            to_record: BTreeSet::new(),
            probed: false,
            token_until: None,
            held: Held::default(),
            asks: VecDeque::new(),
            ahead: Ahead::default(),
            credential: Credential::Unknown,
            mark: None,
            writes_refused: false,
            in_flight: None,
            free_at: now.mono,
            blocked_until: None,
            waits_with_host: false,
            slowed: None,
            failures: 0,
            write_failures: 0,
            stops: 0,
            offline_since: None,
            failing_since: None,
            trouble: String::new(),
            last_success_at: None,
            last_refusal: None,
            clock_difference_secs: None,
            gave_token: false,
            took_write: false,
            fields_present: Vec::new(),
            found: BTreeMap::new(),
            ways: super::list_ways::stated(&settings),
            settings,
            lists,
            probe: None,
            ready: BTreeSet::new(),
            refreshes: VecDeque::new(),
            tests: VecDeque::new(),
        }
    }

    pub(super) fn list(&self, kind: LeadKind) -> &List {
        &self.lists[usize::from(kind == LeadKind::NonLead)]
    }

    pub(super) fn list_mut(&mut self, kind: LeadKind) -> &mut List {
        &mut self.lists[usize::from(kind == LeadKind::NonLead)]
    }

    /// The least time between two requests.
    pub(super) fn pace(&self) -> Duration {
        if self.settings.requests_per_second > 0.0 {
            Duration::from_secs_f64(1.0 / self.settings.requests_per_second)
        } else {
            Duration::ZERO
        }
    }

    /// Whether requests may be built at all.
    pub(super) fn can_ask(&self) -> bool {
        (self.leads.is_some() || self.interactions.is_some() || self.recording.is_some())
            && self.credential == Credential::Present
    }

    /// The sentence for a credential that is not there, what and what now.
    pub(super) fn credential_words(&self) -> String {
        let name = &self.settings.name;
        match &self.credential {
            Credential::Missing => format!(
                "No credential for account “{name}” is in the keychain. Enter it with `leadline credential set {name}`."
            ),
            Credential::Refused => format!(
                "{} refused the credential of account “{name}”. Ask whoever gave it for a new one, then enter it with `leadline credential set {name}`.",
                self.spec.title
            ),
            Credential::NoKeychain(words) => words.clone(),
            Credential::Unknown | Credential::Present if self.writes_refused => format!(
                "{} refused the credential of account “{name}” for a change. Ask whoever gave it for one that may write, then enter it with `leadline credential set {name}`.",
                self.spec.title
            ),
            Credential::Unknown | Credential::Present => String::new(),
        }
    }

    /// The settings that a refused request points at.
    pub(super) fn what_to_check(&self) -> &'static str {
        if self.leads.is_some() { "bot_id, customer_id and base_url" } else { "base_url and api" }
    }

    /// How it is, for the status bar.
    pub(super) fn health(&self, now: Now, pending: Pending) -> AccountHealth {
        let state = match &self.credential {
            Credential::Missing | Credential::NoKeychain(_) => AccountState::CredentialMissing,
            Credential::Refused => AccountState::CredentialRefused,
            Credential::Present if self.writes_refused => AccountState::CredentialRefused,
            Credential::Unknown | Credential::Present => match (self.slowed, self.offline_since) {
                (Some(until), _) => AccountState::Slowed { until },
                (None, Some(since)) => AccountState::Offline { since },
                (None, None) if !self.trouble.is_empty() => AccountState::Odd,
                (None, None) if self.last_success_at.is_some() => AccountState::Works,
                (None, None) => AccountState::NotAsked,
            },
        };
        let sentence = match &state {
            AccountState::CredentialMissing | AccountState::CredentialRefused => self.credential_words(),
            AccountState::Works | AccountState::NotAsked => String::new(),
            _ => format!("{} {}.", self.spec.title, self.trouble),
        };
        AccountHealth {
            account: self.settings.name.clone(),
            vendor: self.spec.name.as_str(),
            title: self.spec.title,
            state,
            sentence,
            last_success_at: self.last_success_at,
            last_refusal: self.last_refusal.clone(),
            clock_difference_secs: self.clock_difference_secs,
            syncing: self
                .lists
                .iter()
                .filter_map(|list| list.walk.as_ref())
                .map(|walk| walk.pass.seen())
                .reduce(|a, b| a + b),
            skipped: self.lists.iter().map(|list| list.skipped).sum(),
            has_leads: self.leads.is_some(),
            about: self.about(now, pending),
            ways: self.ways.clone(),
        }
    }
}
