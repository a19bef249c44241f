//! Asking other systems what they sent a customer: one question at a time per account, token and identifiers first.
//!
//! A question walks through the lead's identifiers until the vendor knows one, reads that customer's pages, and puts
//! the whole answer in the place of the earlier one. Nothing is asked because something was scrolled: only resting on a
//! lead, "ask again" and a command do.

use std::collections::HashSet;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::account::{Credential, Job};
use super::backoff::READ_TRIES;
use super::{Effect, Engine, Mode, Now};
use crate::bridge::command::Refused;
use crate::bridge::{HistorySource, HistoryState, LinkedCustomer, Reply, Timeline};
use crate::domain::{AccountName, Field, Lead, LeadId};
use crate::store::{StoredHistory, StoredItem};
use crate::vendors::error::{ApiError, Failure};
use crate::vendors::parts::{
    HistoryAnswer, HistoryPage, Identifier, Place, Question, RemoteCustomer, RemoteInteraction,
};
use crate::vendors::request::ApiReply;

/// How long the agent rests on a lead before anybody is asked about it.
const REST: Duration = Duration::from_millis(300);
/// An answer that is younger is not asked for again by resting.
const FRESH_SECS: i64 = 600;
/// Under this name the agent's "not the same person" is remembered.
const UNLINKED: &str = "unlinked/";

/// A lead on which the agent rests.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rest {
    pub lead: LeadId,
    pub until: Duration,
}

/// One lead's question to one account.
#[derive(Debug)]
pub(super) struct Ask {
    lead: LeadId,
    identifiers: Vec<Identifier>,
    /// Which of them is being tried.
    at: usize,
    place: Place,
    seen: HashSet<String>,
    items: Vec<RemoteInteraction>,
    warnings: Vec<String>,
    customer: RemoteCustomer,
    tries: u32,
    /// The token was already renewed once for it.
    renewed: bool,
    /// Only because the agent rested on the lead: given up when they move on before it began.
    by_resting: bool,
}

impl Ask {
    pub(super) fn lead(&self) -> LeadId {
        self.lead
    }

    pub(super) fn by_resting(&self) -> bool {
        self.by_resting
    }
}

/// Somebody who waits for a lead's questions to be answered.
#[derive(Debug)]
pub(super) struct TimelineRequest {
    lead: LeadId,
    reply: Option<Reply<Result<Timeline, Refused>>>,
}

/// What is kept about an answer beside its items.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Found {
    /// `known`, `nobody` or `nothing`.
    state: String,
    number: Option<String>,
    evidence: Vec<String>,
    warnings: Vec<String>,
}

impl Engine {
    /// The agent rests on another lead.
    pub(super) fn rest_on(&mut self, now: Now, lead: Option<LeadId>) {
        for account in &mut self.accounts {
            account.asks.retain(|ask| !ask.by_resting() || Some(ask.lead()) == lead);
        }
        self.rest = lead.filter(|_| self.mode == Mode::Live).map(|lead| Rest { lead, until: now.mono + REST });
    }

    /// Asks about the lead on which the agent has rested long enough.
    pub(super) fn settle_rest(&mut self, now: Now) {
        if let Some(rest) = self.rest.filter(|rest| rest.until <= now.mono) {
            self.rest = None;
            self.want_histories(now, rest.lead, true);
        }
    }

    /// Puts a question about this lead into the queue of every account that keeps histories.
    pub(super) fn want_histories(&mut self, now: Now, lead: LeadId, by_resting: bool) {
        let found = self.mirror_lead(lead);
        let Some(Some((_, mirror))) = self.say_if_not_kept(found) else { return };
        let stored = self.store.histories(lead);
        let Some(stored) = self.say_if_not_kept(stored) else { return };
        for at in 0..self.accounts.len() {
            let Some(part) = self.accounts[at].interactions else { continue };
            let name = self.accounts[at].settings.name.clone();
            let fresh = stored
                .iter()
                .any(|answer| answer.account == name && now.at.as_second() - answer.asked_at.as_second() < FRESH_SECS);
            if (by_resting && (fresh || self.unlinked.contains(&(lead, name.clone())))) || self.is_asking(at, lead) {
                continue;
            }
            let identifiers = part.identifiers(&self.accounts[at].settings, &mirror);
            self.history_failures.remove(&(lead, at));
            if identifiers.is_empty() {
                self.keep_answer(now, at, lead, Vec::new(), &Found { state: "nothing".to_owned(), ..Found::default() });
                continue;
            }
            self.accounts[at].asks.push_back(Ask {
                lead,
                identifiers,
                at: 0,
                place: Place::default(),
                seen: HashSet::new(),
                items: Vec::new(),
                warnings: Vec::new(),
                customer: RemoteCustomer::default(),
                tries: 0,
                renewed: false,
                by_resting,
            });
        }
        self.reopen_if(lead);
    }

    /// The next request of the account's first question: a token where one is needed, else its page.
    pub(super) fn advance_ask(&mut self, now: Now, at: usize) {
        let account = &mut self.accounts[at];
        let Some(ask) = account.asks.pop_front() else { return };
        let (Some(part), Some(identifier)) = (account.interactions, ask.identifiers.get(ask.at)) else { return };
        let token = account.tokens.and_then(|tokens| tokens.ask(&account.settings));
        if let Some(request) = token.filter(|_| account.token_until.is_none_or(|until| until <= now.mono)) {
            self.call_for_token(now, at, request, Job::Token { ask: Box::new(ask) });
            return;
        }
        let question = Question { identifier: identifier.clone(), only: None, place: ask.place };
        let request = part.ask(&account.settings, &question);
        self.call(now, at, request, Job::History { ask: Box::new(ask), question });
    }

    /// The answer to the question for a token.
    pub(super) fn token_reply(&mut self, now: Now, at: usize, ask: Ask, outcome: Result<ApiReply, ApiError>) {
        let Some(tokens) = self.accounts[at].tokens else { return };
        let token = outcome.and_then(|reply| tokens.read(&reply));
        self.note(now, at, token.as_ref().err());
        match token {
            Ok(token) => {
                self.accounts[at].token_until = Some(now.mono + token.renew_after());
                self.effects.push(Effect::UseToken { account: at, token: token.value });
                self.accounts[at].asks.push_front(ask);
            }
            Err(error) => self.ask_failed(at, ask, &error),
        }
    }

    /// The answer to a question.
    pub(super) fn history_reply(
        &mut self,
        now: Now,
        at: usize,
        mut ask: Ask,
        question: &Question,
        outcome: Result<ApiReply, ApiError>,
    ) {
        let Some(part) = self.accounts[at].interactions else { return };
        let answer = outcome.and_then(|reply| part.read(&self.accounts[at].settings, question, &reply));
        let expired = matches!(&answer, Err(error) if error.failure == Failure::Credential);
        if expired && self.accounts[at].token_until.is_some() && !ask.renewed {
            // A token can be withdrawn before its time: one renewal, then the credential itself is in doubt.
            self.accounts[at].token_until = None;
            ask.renewed = true;
            self.accounts[at].asks.push_front(ask);
            return;
        }
        self.note(now, at, answer.as_ref().err());
        match answer {
            Ok(HistoryAnswer::Page(page)) => self.history_page(now, at, ask, *page),
            Ok(HistoryAnswer::NoSuchCustomer | HistoryAnswer::Merged) => self.next_identifier(now, at, ask),
            Err(error) => self.ask_failed(at, ask, &error),
        }
    }

    fn history_page(&mut self, now: Now, at: usize, mut ask: Ask, page: HistoryPage) {
        let before = ask.items.len();
        for item in page.items {
            if ask.seen.insert(item.key.clone()) {
                ask.items.push(item);
            }
        }
        for warning in page.warnings.iter().map(|warning| warning.message.clone()) {
            if !ask.warnings.contains(&warning) {
                ask.warnings.push(warning);
            }
        }
        let skipped = page.skipped.len();
        if skipped > 0 {
            ask.warnings.push(format!("{skipped} records could not be read"));
        }
        merge(&mut ask.customer, page.customer);
        ask.tries = 0;
        match page.next {
            // A page that brought nothing new ends the reading, whatever it promises.
            Some(next) if ask.items.len() > before || next.network != ask.place.network => {
                ask.place = next;
                self.accounts[at].asks.push_front(ask);
            }
            _ => self.history_known(now, at, ask),
        }
    }

    fn history_known(&mut self, now: Now, at: usize, ask: Ask) {
        let found = self.mirror_lead(ask.lead);
        let Some(Some((_, mirror))) = self.say_if_not_kept(found) else { return };
        let Some(part) = self.accounts[at].interactions else { return };
        let found = Found {
            state: "known".to_owned(),
            number: ask.customer.ids.first().map(i64::to_string),
            evidence: evidence(&ask, &mirror),
            warnings: ask.warnings,
        };
        let items = ask
            .items
            .into_iter()
            .filter_map(|remote| {
                let unmasked = remote.interaction.masked.then(|| part.clear_title(&remote.record)).flatten();
                Some(StoredItem { item: serde_json::to_string(&remote.interaction).ok()?, unmasked })
            })
            .collect();
        self.keep_answer(now, at, ask.lead, items, &found);
    }

    fn next_identifier(&mut self, now: Now, at: usize, mut ask: Ask) {
        ask.at += 1;
        (ask.place, ask.tries) = (Place::default(), 0);
        if ask.at < ask.identifiers.len() {
            self.accounts[at].asks.push_front(ask);
        } else {
            self.keep_answer(now, at, ask.lead, Vec::new(), &Found { state: "nobody".to_owned(), ..Found::default() });
        }
    }

    fn ask_failed(&mut self, at: usize, mut ask: Ask, error: &ApiError) {
        ask.tries += 1;
        let transient = matches!(error.failure, Failure::NotSent | Failure::Unclear | Failure::Slowed(_));
        if transient && ask.tries < READ_TRIES {
            self.accounts[at].asks.push_front(ask);
            return;
        }
        let account = &self.accounts[at];
        let sentence = match error.failure {
            Failure::Credential => account.credential_words(),
            _ => format!(
                "{} {}. What is shown was told earlier; ask again in a moment.",
                account.spec.title,
                error.sentence()
            ),
        };
        let lead = ask.lead;
        self.history_failures.insert((lead, at), sentence);
        self.reopen_if(lead);
    }

    fn keep_answer(&mut self, now: Now, at: usize, lead: LeadId, items: Vec<StoredItem>, found: &Found) {
        let history = StoredHistory {
            account: self.accounts[at].settings.name.clone(),
            asked_at: now.at,
            found: serde_json::to_string(found).unwrap_or_default(),
            items,
        };
        let kept = self.store.write(|tx| tx.replace_history(lead, &history));
        self.say_if_not_kept(kept);
        self.reopen_if(lead);
    }

    /// The agent says that this customer is, or is not, the same person. Nothing is sent.
    pub(super) fn link(&mut self, lead: LeadId, account: &AccountName, linked: bool) {
        let key = format!("{UNLINKED}{account}/{lead}");
        let kept = self.store.write(|tx| tx.remember(&key, if linked { "" } else { "1" }));
        if self.say_if_not_kept(kept).is_some() {
            if linked {
                self.unlinked.remove(&(lead, account.clone()));
            } else {
                self.unlinked.insert((lead, account.clone()));
            }
            self.reopen_if(lead);
        }
    }

    /// Reads back what [`Engine::link`] remembered.
    pub(super) fn load_unlinked(&mut self) {
        self.unlinked = self
            .memory
            .iter()
            .filter(|(_, value)| value.as_str() == "1")
            .filter_map(|(key, _)| {
                let (account, lead) = key.strip_prefix(UNLINKED)?.rsplit_once('/')?;
                Some((LeadId(lead.parse().ok()?), AccountName::from(account)))
            })
            .collect();
    }

    /// `timeline`: the strip as it is stored, or after everybody was asked.
    pub(super) fn answer_timeline(
        &mut self,
        now: Now,
        lead: LeadId,
        refresh: bool,
        reply: Reply<Result<Timeline, Refused>>,
    ) {
        if refresh {
            self.want_histories(now, lead, false);
        }
        self.timelines.push(TimelineRequest { lead, reply: Some(reply) });
    }

    /// Answers those whose lead has no open question any more. One that cannot be asked ends in words.
    pub(super) fn settle_timelines(&mut self) {
        for at in 0..self.accounts.len() {
            let account = &mut self.accounts[at];
            if matches!(account.credential, Credential::Present | Credential::Unknown) {
                continue;
            }
            let words = account.credential_words();
            for ask in account.asks.drain(..) {
                self.history_failures.insert((ask.lead, at), words.clone());
            }
        }
        let requests = std::mem::take(&mut self.timelines);
        for mut request in requests {
            if (0..self.accounts.len()).any(|at| self.is_asking(at, request.lead)) {
                self.timelines.push(request);
                continue;
            }
            let found = self.mirror_lead(request.lead).and_then(|found| match found {
                Some((_, mirror)) => self.timeline(request.lead, &mirror),
                None => Ok(Timeline::default()),
            });
            if let Some(reply) = request.reply.take() {
                reply.answer(found.map_err(super::edit::not_kept));
            }
        }
    }

    fn is_asking(&self, at: usize, lead: LeadId) -> bool {
        let account = &self.accounts[at];
        let out = account.in_flight.as_ref().is_some_and(|flight| match &flight.job {
            Job::Token { ask } | Job::History { ask, .. } => ask.lead == lead,
            _ => false,
        });
        out || account.asks.iter().any(|ask| ask.lead == lead)
    }

    fn reopen_if(&mut self, lead: LeadId) {
        if self.open == Some(lead) {
            self.reopen();
        }
    }

    /// Whether an agent said that this answer is about somebody else.
    pub(super) fn is_unlinked(&self, lead: LeadId, stored: &StoredHistory) -> bool {
        self.unlinked.contains(&(lead, stored.account.clone()))
    }

    /// How far each account that keeps histories was asked about this lead.
    pub(super) fn history_sources(&self, lead: LeadId, stored: &[StoredHistory]) -> Vec<HistorySource> {
        let keepers = self.accounts.iter().enumerate().filter(|(_, account)| account.interactions.is_some());
        keepers
            .map(|(at, account)| {
                let name = &account.settings.name;
                let answer = stored.iter().find(|stored| stored.account == *name);
                let found: Found =
                    answer.and_then(|answer| serde_json::from_str(&answer.found).ok()).unwrap_or_default();
                let state = if self.is_asking(at, lead) {
                    HistoryState::Asking
                } else if let Some(sentence) = self.history_failures.get(&(lead, at)) {
                    HistoryState::Failed(sentence.clone())
                } else if self.unlinked.contains(&(lead, name.clone())) {
                    HistoryState::Unlinked
                } else {
                    match (answer, found.state.as_str()) {
                        (None, _) => HistoryState::NeverAsked,
                        (Some(_), "nobody") => HistoryState::NobodyFound,
                        (Some(_), "nothing") => HistoryState::NothingToAskBy,
                        (Some(_), _) => HistoryState::Known,
                    }
                };
                let known = found.state == "known";
                HistorySource {
                    account: name.clone(),
                    vendor: account.spec.name.as_str(),
                    title: account.spec.title,
                    asked_at: answer.map(|answer| answer.asked_at),
                    state,
                    customer: known.then_some(LinkedCustomer { number: found.number, evidence: found.evidence }),
                    warnings: found.warnings,
                }
            })
            .collect()
    }
}

/// By what the lead and the vendor's customer are the same: the identifier that found them, and what else agrees.
fn evidence(ask: &Ask, lead: &Lead) -> Vec<String> {
    let word = |kind: &str| {
        match kind {
            "mobile" => "phone",
            "email" => "e-mail",
            "external_id" => "external id",
            other => other,
        }
        .to_owned()
    };
    let mut found: Vec<String> =
        ask.identifiers.get(ask.at).map(|identifier| word(identifier.kind)).into_iter().collect();
    let agrees = |field: Field, theirs: &Option<String>| {
        theirs.is_some()
            && field.same(
                field.of(lead).map(|v| v.to_lowercase()).as_deref(),
                theirs.as_ref().map(|v| v.to_lowercase()).as_deref(),
            )
    };
    if agrees(Field::Email, &ask.customer.email) && !found.contains(&word("email")) {
        found.push(word("email"));
    }
    found
}

/// What several pages say about one customer, put together.
fn merge(customer: &mut RemoteCustomer, other: RemoteCustomer) {
    for id in other.ids {
        if !customer.ids.contains(&id) {
            customer.ids.push(id);
        }
    }
    customer.mobile = customer.mobile.take().or(other.mobile);
    customer.email = customer.email.take().or(other.email);
    customer.external_id = customer.external_id.take().or(other.external_id);
}
