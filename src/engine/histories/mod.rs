//! Asking other systems what they sent a customer: one question at a time per account, token and identifiers first.
//!
//! A question walks through the lead's identifiers until the vendor knows one, reads that customer's pages, and puts
//! the whole answer in the place of the earlier one. Nothing is asked because something was scrolled: only resting on a
//! lead, "ask again" and a command do. Resting asks nobody who answered a short while ago or failed a moment ago; being
//! asked is a reason to ask at once, and only a wait that the vendor named is kept. A failure is said beside the earlier
//! answer, which stays. Where the settings say so, the leads of the listed view are asked about while there is nothing
//! else to do (`ahead`).
//!
//! A question may be narrowed to networks and types (`narrow`). Its answer is shown to whoever asked, together with what
//! is kept, and never kept itself: only a whole answer may take the place of a whole one, or be called fresh.
//!
//! What a question is stands in `question`, what comes back is read in `answer`; what is shown of it, and what the
//! agent says about it, stands in `shown`.
//!
//! Walk on: `strip` (what is shown of it), `replies` (what an answer says about the account), `plan` (whose turn it is).

mod ahead;
mod answer;
mod narrow;
mod question;
mod shown;

use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, VecDeque};
use std::hash::{Hash, Hasher as _};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use serde::{Deserialize, Serialize};

use answer::number_of;
use narrow::Narrowed;

pub(super) use ahead::Ahead;
pub use answer::told;
pub(super) use narrow::TimelineRequest;
pub(super) use question::{Ask, Failed, Reason, Rest};

use super::account::{Account, Credential, Job};
use super::backoff::READ_TRIES;
use super::strip::Kept;
use super::{Effect, Engine, Mode, Now};
use crate::bridge::command::Refused;
use crate::bridge::{HistorySource, HistoryState, LinkedCustomer, Reply};
use crate::domain::{AccountName, Lead, LeadId, phone};
use crate::store::{StoreError, StoredHistory, StoredItem};
use crate::vendors::error::{ApiError, Failure};
use crate::vendors::parts::{
    HistoryAnswer, HistoryPage, Identifier, Place, Question, RemoteCustomer, RemoteInteraction, Scope,
};
use crate::vendors::request::ApiReply;

/// How long the agent rests on a lead before anybody is asked about it.
const REST: Duration = Duration::from_millis(300);
/// An answer that is younger is not asked for again by resting.
const FRESH_SECS: i64 = 600;
/// After a failure, resting on the same lead asks nobody for so long.
const FAILED_REST: Duration = Duration::from_secs(30);
/// A wait of the account that is longer is said while a question sits it out.
const LONG_WAIT: Duration = Duration::from_secs(5);
/// The longest wait that somebody who waits for the answer sits out.
const SHORT_WAIT: Duration = Duration::from_secs(30);
/// Under this name the agent's "not the same person" is remembered.
const UNLINKED: &str = "unlinked/";

/// What is kept about an answer beside its items.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Found {
    /// `known` or `nobody`.
    state: String,
    number: Option<String>,
    evidence: Vec<String>,
    warnings: Vec<String>,
    /// By what it was asked, in a number: an answer to another address or telephone number is not fresh.
    asked_by: u64,
}

impl Engine {
    /// The agent rests on another lead.
    pub(super) fn rest_on(&mut self, now: Now, lead: Option<LeadId>) {
        for (at, account) in self.accounts.iter_mut().enumerate() {
            account.asks.retain(|ask| {
                let stays = ask.reason != Reason::Resting || Some(ask.lead) == lead;
                if !stays {
                    self.history_failures.remove(&(ask.lead, at));
                }
                stays
            });
        }
        self.rest = lead.filter(|_| self.mode == Mode::Live).map(|lead| Rest { lead, until: now.mono + REST });
    }

    /// Asks about the lead on which the agent has rested long enough.
    pub(super) fn settle_rest(&mut self, now: Now) {
        if let Some(rest) = self.rest.filter(|rest| rest.until <= now.mono) {
            self.rest = None;
            self.want_histories(now, rest.lead, Reason::Resting);
        }
    }

    /// Puts a question about this lead into the queue of every account that keeps histories.
    pub(super) fn want_histories(&mut self, now: Now, lead: LeadId, reason: Reason) {
        let found = self.mirror_lead(lead);
        let Some(Some((_, mirror))) = self.say_if_not_kept(found) else { return };
        for at in 0..self.accounts.len() {
            self.want_history(now, at, &mirror, lead, reason);
        }
        self.reopen_if(lead);
    }

    /// The same for one account, where it keeps histories.
    fn want_history(&mut self, now: Now, at: usize, mirror: &Lead, lead: LeadId, reason: Reason) {
        let Some(part) = self.accounts[at].interactions else { return };
        if self.accounts[at].wants_more(lead, reason) {
            return;
        }
        let identifiers = part.identifiers(&self.accounts[at].settings, mirror);
        if reason == Reason::Resting && !self.is_worth_asking(now, at, lead, &identifiers) {
            return;
        }
        self.history_failures.remove(&(lead, at));
        if identifiers.is_empty() {
            return;
        }
        if reason == Reason::Asked {
            self.accounts[at].try_now();
        }
        let ask = Ask::new(lead, identifiers, reason, self.index.number());
        self.accounts[at].queue(ask);
        self.say_held(now, at, lead);
    }

    /// Whether resting on this lead is a reason to ask this account about it.
    fn is_worth_asking(&mut self, now: Now, at: usize, lead: LeadId, identifiers: &[Identifier]) -> bool {
        let name = self.accounts[at].settings.name.clone();
        if self.unlinked.contains(&(lead, name.clone())) {
            return false;
        }
        if self.history_failures.get(&(lead, at)).is_some_and(|failed| now.mono < failed.again) {
            return false;
        }
        let kept = self.kept(lead).map(|kept| {
            kept.answer(&name).is_some_and(|answer| {
                // One that was given long after now was given by another clock.
                let age = now.at.as_second() - answer.asked_at.as_second();
                answer.unreadable == 0 && answer.found.asked_by == number_of(identifiers) && age.abs() < FRESH_SECS
            })
        });
        self.say_if_not_kept(kept).is_some_and(|fresh| !fresh)
    }

    /// Says that a question waits for its account, where that takes long.
    fn say_held(&mut self, now: Now, at: usize, lead: LeadId) {
        let account = &self.accounts[at];
        let wait = account.blocked_until.unwrap_or_default().saturating_sub(now.mono);
        if wait > LONG_WAIT {
            let sentence = format!(
                "{} {}. It is asked again by itself in {} s.",
                account.spec.title,
                account.trouble,
                wait.as_secs().max(1)
            );
            self.history_failures.insert((lead, at), Failed { sentence, again: now.mono });
        }
    }

    /// The next request of the account's first question: a token where one is needed, else its page.
    pub(super) fn advance_ask(&mut self, now: Now, at: usize) {
        let account = &mut self.accounts[at];
        let Some(ask) = account.asks.pop_front() else { return };
        let (Some(part), Some(identifier)) = (account.interactions, ask.identifiers.get(ask.at)) else { return };
        let (lead, question) = (ask.lead, ask.question(identifier));
        let token = account.tokens.and_then(|tokens| tokens.ask(&account.settings));
        let holds = ask.signed || account.token_until.is_some_and(|until| now.mono < until);
        self.history_failures.remove(&(lead, at));
        match token.filter(|_| !holds) {
            Some(request) => self.call_for_token(now, at, request, Job::Token { ask: Box::new(ask) }),
            None => {
                let request = part.ask(&account.settings, &question);
                let (ask, asked) = (Box::new(ask), Box::new(question.clone()));
                let call = self.out(now, at, Job::History { ask, question });
                self.effects.push(Effect::Ask { call, account: at, request, question: asked });
            }
        }
    }

    /// Lets a question go on with its next request. One that came from resting ends with the resting, one that nobody
    /// asked for with the list that it came from.
    fn go_on(&mut self, at: usize, ask: Ask) {
        match ask.reason {
            Reason::Ahead if ask.listing == self.index.number() => self.accounts[at].asks.push_back(ask),
            Reason::Resting if self.open != Some(ask.lead) => {}
            Reason::Ahead => {}
            Reason::Resting | Reason::Asked => self.accounts[at].asks.push_front(ask),
        }
    }

    /// The answer to the question for a token.
    pub(super) fn token_reply(&mut self, now: Now, at: usize, mut ask: Ask, outcome: Result<ApiReply, ApiError>) {
        let Some(tokens) = self.accounts[at].tokens else { return };
        let token = outcome.and_then(|reply| tokens.read(&reply));
        self.note(now, at, token.as_ref().err());
        match token {
            Ok(token) => {
                self.accounts[at].token_until = Some(now.mono + token.renew_after());
                self.accounts[at].gave_token = true;
                self.effects.push(Effect::UseToken { account: at, token: token.value });
                ask.signed = true;
                self.go_on(at, ask);
            }
            Err(error) => self.ask_failed(now, at, ask, &error),
        }
    }

    /// The keychain has a credential for this account (again): what failed for want of it is asked anew.
    pub(super) fn credential_came(&mut self, now: Now, at: usize) {
        // The token was fetched with the one before.
        self.accounts[at].token_until = None;
        let ahead = &mut self.accounts[at].ahead;
        ahead.try_now(now);
        let failed = self.history_failures.len();
        self.history_failures.retain(|(_, of), _| *of != at);
        if failed > self.history_failures.len()
            && self.mode == Mode::Live
            && let Some(lead) = self.open
        {
            self.rest = Some(Rest { lead, until: now.mono + REST });
            self.reopen();
        }
    }

    pub(in crate::engine) fn reopen_if(&mut self, lead: LeadId) {
        if self.open == Some(lead) {
            self.reopen();
        }
    }
}
