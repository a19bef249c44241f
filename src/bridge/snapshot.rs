//! What the window reads: immutable, shared, and cheap to publish.
//!
//! Everything that grows with the number of leads is a persistent structure, so that publishing after one edit
//! copies the same few nodes for a hundred leads as for a million.

use std::collections::BTreeMap;
use std::sync::Arc;

use imbl::{OrdMap, Vector};
use jiff::Timestamp;

use super::connect::{ConnectForm, SettingsView};
use super::forms::VendorForm;
use super::health::{AccountHealth, Phase};
use super::recording::{NextBest, TemplateView};
use super::timeline::{CustomerClock, Timeline};
use crate::domain::query::Query;
use crate::domain::{AccountName, AgentId, BatchId, ChangeId, DraftOf, Lead, LeadId, OutboxItem, OutboxState};
use crate::search::{Rows, Sort, View};

/// The state of everything, as of one moment.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Grows with every publication.
    pub revision: u64,
    /// When it was published; ages on screen count from here plus the time since.
    pub published_at: Timestamp,
    pub phase: Phase,
    /// Every lead, pending changes folded in.
    pub rows: Rows,
    /// What the list shows.
    pub listing: Listing,
    /// How many leads each ready-made view holds, in the order of [`View::READY_MADE`].
    pub view_counts: [usize; View::READY_MADE.len()],
    /// Of these, how many have a history that some account told (be it that there is none).
    pub history_counts: [usize; View::READY_MADE.len()],
    /// The details of the chosen lead.
    pub open: Option<Arc<OpenLead>>,
    /// Rows that are not history yet, oldest first.
    pub outbox: OrdMap<ChangeId, Arc<OutboxView>>,
    /// History of the last day, bounded.
    pub outbox_done: OrdMap<ChangeId, Arc<OutboxView>>,
    /// Open outbox rows by state, in the order of [`OutboxState::ALL`].
    pub outbox_counts: [usize; OutboxState::ALL.len()],
    pub accounts: Arc<Vec<AccountHealth>>,
    /// The vendors that an account can be connected to.
    pub vendors: Arc<Vec<VendorForm>>,
    /// Agent id → name, of the address book, and who "I" am.
    pub agents: Arc<BTreeMap<AgentId, String>>,
    pub me: Arc<Vec<AgentId>>,
    /// How many leads each agent holds, by account.
    pub agent_counts: OrdMap<(AgentId, AccountName), usize>,
    /// The settings that the window may change, and where everything is.
    pub settings: Arc<SettingsView>,
    /// How a first account is connected; `None` before the engine works.
    pub connect: Option<Arc<ConnectForm>>,
    /// What agents may record.
    pub templates: Arc<Vec<TemplateView>>,
    /// What Ctrl+Z would take back.
    pub undo: Option<UndoOffer>,
    /// What Ctrl+Shift+Z would do again.
    pub redo: Option<UndoOffer>,
    /// How many leads carry each tag, pending changes folded in: what is offered while a tag is typed.
    pub tags: OrdMap<String, usize>,
    /// The newest thing worth a sentence.
    pub notice: Option<Arc<Notice>>,
    /// What the window asked to be remembered, as read at the start.
    pub memory: Arc<BTreeMap<String, String>>,
    /// Text that was being typed, by lead and place.
    pub drafts: OrdMap<(LeadId, DraftOf), Arc<str>>,
}

impl Snapshot {
    /// Before anything is known.
    pub fn starting(now: Timestamp) -> Self {
        Self {
            revision: 0,
            published_at: now,
            phase: Phase::Starting,
            rows: Rows::default(),
            listing: Listing::default(),
            view_counts: [0; View::READY_MADE.len()],
            history_counts: [0; View::READY_MADE.len()],
            open: None,
            outbox: OrdMap::new(),
            outbox_done: OrdMap::new(),
            outbox_counts: [0; OutboxState::ALL.len()],
            accounts: Arc::default(),
            vendors: Arc::default(),
            agents: Arc::default(),
            me: Arc::default(),
            agent_counts: OrdMap::new(),
            settings: Arc::default(),
            connect: None,
            templates: Arc::default(),
            undo: None,
            redo: None,
            tags: OrdMap::new(),
            notice: None,
            memory: Arc::default(),
            drafts: OrdMap::new(),
        }
    }

    /// Open rows in this state.
    pub fn outbox_count(&self, state: OutboxState) -> usize {
        OutboxState::ALL.iter().position(|s| *s == state).map_or(0, |at| self.outbox_counts[at])
    }

    /// What the rail badge and "need you" count: needs you and outcome unknown together.
    pub fn need_you(&self) -> usize {
        OutboxState::ALL.into_iter().filter(|s| s.waits_for_agent()).map(|s| self.outbox_count(s)).sum()
    }

    /// What "on their way" counts: open and not waiting for a person.
    pub fn on_their_way(&self) -> usize {
        self.outbox_counts.iter().sum::<usize>() - self.need_you()
    }
}

/// The rows of the list, held still while the agent reads.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    pub view: View,
    pub query: Query,
    pub sort: Sort,
    /// The leads in order.
    pub order: Vector<LeadId>,
    /// Rows that would come, go or move if updates were let in ("12 updates").
    pub updates_waiting: usize,
}

/// The chosen lead, whole.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenLead {
    pub view: LeadView,
    /// What the vendor last said, without our pending changes.
    pub mirror: Lead,
    /// Its open outbox rows, oldest first.
    pub pending: Vec<Arc<OutboxView>>,
    pub timeline: Arc<Timeline>,
    /// By which clock they live.
    pub clock: CustomerClock,
    /// What to do next, on the advice of a vendor.
    pub next_best: Option<NextBest>,
}

/// A lead with pending changes folded in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeadView {
    pub id: LeadId,
    pub lead: Lead,
    /// Open changes, oldest first.
    pub pending: Vec<ChangeId>,
    /// When the vendor's values were last read.
    pub read_at: Timestamp,
    /// Two whole passes did not see it.
    pub gone: bool,
}

/// An outbox row with the words a person needs beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxView {
    pub item: OutboxItem,
    /// The vendor's name in the registry, and as people write it.
    pub vendor: &'static str,
    pub vendor_title: &'static str,
    /// The vendor's id of the lead.
    pub lead_remote_id: String,
    pub lead_name: String,
    /// `Status Open → Review`.
    pub summary: String,
}

/// What Ctrl+Z would take back, or Ctrl+Shift+Z do again, in words: `Nadia: Open → Review`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndoOffer {
    pub batch: BatchId,
    pub words: String,
    pub made_at: Timestamp,
}

/// A sentence for the agent: what, why, what now. Shown until a newer one or until it is put away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub number: u64,
    pub text: String,
    pub bad: bool,
}
