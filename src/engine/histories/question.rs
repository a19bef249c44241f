//! One lead's question to one account, why it is asked, and its place among the others of that account.

use std::collections::HashSet;

use super::*;

/// A lead on which the agent rests.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) struct Rest {
    pub lead: LeadId,
    pub until: Duration,
}

/// Why somebody is asked; the later ones go first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::engine) enum Reason {
    /// The lead stands in the list that is looked at. Given up between two requests when another list is.
    Ahead,
    /// The agent rests on the lead. Given up between two requests when they move on.
    Resting,
    /// Somebody waits for the answer.
    Asked,
}

/// One lead's question to one account.
#[derive(Debug)]
pub(in crate::engine) struct Ask {
    pub lead: LeadId,
    pub reason: Reason,
    /// The list that was on screen when it was asked: see [`crate::search::Index::number`].
    pub(super) listing: u64,
    /// The request that alone gets the answer, and the part of the history that it is about.
    pub(super) narrowed: Option<(u64, Scope)>,
    pub(super) identifiers: Vec<Identifier>,
    /// Which of them is being tried.
    pub(super) at: usize,
    pub(super) place: Place,
    /// What came so far, page after page; what is listed twice is told apart at the end.
    pub(super) items: Vec<RemoteInteraction>,
    /// What the pages of this network held so far: one that brings nothing new ends their reading.
    pub(super) seen: HashSet<u64>,
    /// Some network told something of the customer.
    pub(super) answered: bool,
    /// How a network was refused, while none has told anything.
    pub(super) refused: Option<ApiError>,
    pub(super) skipped: usize,
    pub(super) warnings: Vec<String>,
    pub(super) customer: RemoteCustomer,
    pub(super) tries: u32,
    /// The token was already renewed once for the page in hand.
    pub(super) renewed: bool,
    /// A token was fetched for the page in hand. It signs that page however short its life is; else a life shorter
    /// than the pace would fetch tokens for ever.
    pub(super) signed: bool,
}

impl Ask {
    pub(super) fn new(lead: LeadId, identifiers: Vec<Identifier>, reason: Reason, listing: u64) -> Self {
        Self {
            lead,
            reason,
            listing,
            narrowed: None,
            identifiers,
            at: 0,
            place: Place::default(),
            items: Vec::new(),
            seen: HashSet::new(),
            answered: false,
            refused: None,
            skipped: 0,
            warnings: Vec::new(),
            customer: RemoteCustomer::default(),
            tries: 0,
            renewed: false,
            signed: false,
        }
    }

    /// The question whose answer is the next page.
    pub(super) fn question(&self, identifier: &Identifier) -> Question {
        let scope = self.narrowed.as_ref().map(|(_, scope)| scope.clone()).unwrap_or_default();
        Question { identifier: identifier.clone(), scope, place: self.place }
    }

    /// Turns to another page: whatever was tried for the one before is forgotten.
    pub(super) fn turn_to(&mut self, place: Place) {
        if place.network != self.place.network {
            self.seen.clear();
        }
        self.place = place;
        (self.tries, self.renewed, self.signed) = (0, false, false);
    }

    /// Whether its answer is all that the account has about this lead.
    fn is_whole_about(&self, lead: LeadId) -> bool {
        self.lead == lead && self.narrowed.is_none()
    }
}

/// How a question failed.
#[derive(Debug)]
pub(in crate::engine) struct Failed {
    /// What, why, what now.
    pub(super) sentence: String,
    /// From when on resting asks again.
    pub(super) again: Duration,
}

impl Account {
    /// Puts a question into the queue: before those that nobody waits for, behind all others.
    pub(super) fn queue(&mut self, ask: Ask) {
        let ahead = |other: &Ask| other.reason == Reason::Ahead && ask.reason > Reason::Ahead;
        let at = self.asks.iter().position(ahead).unwrap_or(self.asks.len());
        self.asks.insert(at, ask);
    }

    /// Whether the whole history of this lead is being asked for already; then for this reason, too.
    pub(super) fn wants_more(&mut self, lead: LeadId, reason: Reason) -> bool {
        if let Some(ask) = self.ask_out().filter(|ask| ask.is_whole_about(lead)) {
            ask.reason = ask.reason.max(reason);
            return true;
        }
        let Some(at) = self.asks.iter().position(|ask| ask.is_whole_about(lead)) else { return false };
        let waits_for_nothing = self.asks[at].reason == Reason::Ahead;
        self.asks[at].reason = self.asks[at].reason.max(reason);
        if waits_for_nothing && let Some(ask) = self.asks.remove(at) {
            self.queue(ask);
        }
        true
    }

    /// The question whose request is out.
    fn ask_out(&mut self) -> Option<&mut Ask> {
        match self.in_flight.as_mut().map(|flight| &mut flight.job) {
            Some(Job::Token { ask } | Job::History { ask, .. }) => Some(ask),
            _ => None,
        }
    }

    /// Every question that is out or waits for its turn.
    pub(super) fn all_asks(&self) -> impl Iterator<Item = &Ask> {
        let out = match self.in_flight.as_ref().map(|flight| &flight.job) {
            Some(Job::Token { ask } | Job::History { ask, .. }) => Some(&**ask),
            _ => None,
        };
        out.into_iter().chain(&self.asks)
    }

    /// Whether a request about this lead is out.
    pub(super) fn is_out_about(&self, lead: LeadId) -> bool {
        self.in_flight.as_ref().is_some_and(
            |flight| matches!(&flight.job, Job::Token { ask } | Job::History { ask, .. } if ask.lead == lead),
        )
    }

    /// Being asked is a reason to try at once: a wait of ours ends, never one that the vendor named, and a credential
    /// that was refused may have been put right since.
    pub(super) fn try_now(&mut self) {
        if self.slowed.is_none() {
            self.blocked_until = None;
        }
        if self.credential == Credential::Refused {
            self.credential = Credential::Present;
        }
    }
}
