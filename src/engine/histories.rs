//! Asking other systems what they sent a customer: one question at a time per account, token and identifiers first.
//!
//! A question walks through the lead's identifiers until the vendor knows one, reads that customer's pages, and puts
//! the whole answer in the place of the earlier one. Nothing is asked because something was scrolled: only resting on a
//! lead, "ask again" and a command do. Resting asks nobody who answered a short while ago or failed a moment ago; being
//! asked is a reason to ask at once, and only a wait that the vendor named is kept. A failure is said beside the earlier
//! answer, which stays. Asking for the leads of a whole view in the background does not exist yet.
//!
//! Walk on: `strip` (what is shown of it), `replies` (what an answer says about the account), `plan` (whose turn it is).

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher as _};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::account::{Account, Credential, Job};
use super::backoff::READ_TRIES;
use super::strip::Kept;
use super::{Effect, Engine, Mode, Now};
use crate::bridge::command::Refused;
use crate::bridge::{HistorySource, HistoryState, LinkedCustomer, Reply, Timeline};
use crate::domain::{AccountName, Lead, LeadId, phone};
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
/// After a failure, resting on the same lead asks nobody for so long.
const FAILED_REST: Duration = Duration::from_secs(30);
/// A wait of the account that is longer is said while a question sits it out.
const LONG_WAIT: Duration = Duration::from_secs(5);
/// The longest wait that somebody who waits for the answer sits out.
const SHORT_WAIT: Duration = Duration::from_secs(30);
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
    /// What came so far, page after page; what is listed twice is told apart at the end.
    items: Vec<RemoteInteraction>,
    /// What the last page held: one that says the same again ends the reading.
    last_page: Option<u64>,
    skipped: usize,
    warnings: Vec<String>,
    customer: RemoteCustomer,
    tries: u32,
    /// The token was already renewed once for the page in hand.
    renewed: bool,
    /// A token was fetched for the page in hand. It signs that page however short its life is; else a life shorter
    /// than the pace would fetch tokens for ever.
    signed: bool,
    /// Only because the agent rested on the lead: given up between two requests when they move on.
    by_resting: bool,
}

/// How a question failed.
#[derive(Debug)]
pub(super) struct Failed {
    /// What, why, what now.
    sentence: String,
    /// From when on resting asks again.
    again: Duration,
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
                let stays = !ask.by_resting || Some(ask.lead) == lead;
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
            self.want_histories(now, rest.lead, true);
        }
    }

    /// Puts a question about this lead into the queue of every account that keeps histories.
    pub(super) fn want_histories(&mut self, now: Now, lead: LeadId, by_resting: bool) {
        let found = self.mirror_lead(lead);
        let Some(Some((_, mirror))) = self.say_if_not_kept(found) else { return };
        for at in 0..self.accounts.len() {
            let Some(part) = self.accounts[at].interactions else { continue };
            if let Some(ask) = self.accounts[at].ask_about(lead) {
                // What somebody waits for is not given up any more.
                ask.by_resting &= by_resting;
                continue;
            }
            let identifiers = part.identifiers(&self.accounts[at].settings, &mirror);
            if by_resting && !self.is_worth_asking(now, at, lead, &identifiers) {
                continue;
            }
            self.history_failures.remove(&(lead, at));
            if identifiers.is_empty() {
                continue;
            }
            if !by_resting {
                self.accounts[at].try_now();
            }
            self.accounts[at].asks.push_back(Ask {
                lead,
                identifiers,
                at: 0,
                place: Place::default(),
                items: Vec::new(),
                last_page: None,
                skipped: 0,
                warnings: Vec::new(),
                customer: RemoteCustomer::default(),
                tries: 0,
                renewed: false,
                signed: false,
                by_resting,
            });
            self.say_held(now, at, lead);
        }
        self.reopen_if(lead);
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
        let (lead, question) = (ask.lead, Question { identifier: identifier.clone(), only: None, place: ask.place });
        let token = account.tokens.and_then(|tokens| tokens.ask(&account.settings));
        let holds = ask.signed || account.token_until.is_some_and(|until| now.mono < until);
        self.history_failures.remove(&(lead, at));
        match token.filter(|_| !holds) {
            Some(request) => self.call_for_token(now, at, request, Job::Token { ask: Box::new(ask) }),
            None => {
                let request = part.ask(&account.settings, &question);
                self.call(now, at, request, Job::History { ask: Box::new(ask), question });
            }
        }
    }

    /// Lets a question go on with its next request. One that came from resting ends with the resting.
    fn go_on(&mut self, at: usize, ask: Ask) {
        if !ask.by_resting || self.open == Some(ask.lead) {
            self.accounts[at].asks.push_front(ask);
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
                self.effects.push(Effect::UseToken { account: at, token: token.value });
                ask.signed = true;
                self.go_on(at, ask);
            }
            Err(error) => self.ask_failed(now, at, ask, &error),
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
            (ask.renewed, ask.signed) = (true, false);
            return self.go_on(at, ask);
        }
        self.note(now, at, answer.as_ref().err());
        match answer {
            Ok(HistoryAnswer::Page(page)) => self.history_page(now, at, ask, *page),
            Ok(HistoryAnswer::NoSuchCustomer) => self.next_identifier(now, at, ask),
            Ok(HistoryAnswer::Merged) => {
                let words = "the customer was merged into another one, which is not named";
                add_once(&mut ask.warnings, words.to_owned());
                self.next_identifier(now, at, ask);
            }
            Err(error) => self.ask_failed(now, at, ask, &error),
        }
    }

    fn history_page(&mut self, now: Now, at: usize, mut ask: Ask, page: HistoryPage) {
        for warning in page.warnings {
            add_once(&mut ask.warnings, warning.message);
        }
        if let Some(offset) = page.zone_hint {
            let settings = &self.accounts[at].settings;
            let zone = settings.option("zone").unwrap_or_default();
            let words = format!(
                "its times look as if written in {offset}; the settings of account “{}” say zone = \"{zone}\"",
                settings.name
            );
            add_once(&mut ask.warnings, words);
        }
        ask.skipped += page.skipped.len();
        merge(&mut ask.customer, page.customer);
        (ask.tries, ask.renewed, ask.signed) = (0, false, false);
        let held = Some(fingerprint(&page.items));
        let repeats = held == ask.last_page;
        ask.items.extend(page.items);
        match page.next {
            // A page that says once more what the one before it said ends the reading, whatever it promises.
            Some(next) if !repeats || next.network != ask.place.network => {
                ask.last_page = held.filter(|_| next.network == ask.place.network);
                ask.place = next;
                self.go_on(at, ask);
            }
            _ => self.history_known(now, at, ask),
        }
    }

    fn history_known(&mut self, now: Now, at: usize, mut ask: Ask) {
        let Some(part) = self.accounts[at].interactions else { return };
        if ask.skipped > 0 {
            let records = if ask.skipped == 1 { "record" } else { "records" };
            ask.warnings.push(format!("{} {records} could not be read", ask.skipped));
        }
        if ask.customer.ids.len() > 1 {
            let numbers: Vec<String> = ask.customer.ids.iter().map(i64::to_string).collect();
            ask.warnings.push(format!("its records name several customers: {}", numbers.join(", ")));
        }
        let found = Found {
            state: "known".to_owned(),
            number: ask.customer.ids.first().map(i64::to_string),
            evidence: evidence(&ask),
            warnings: ask.warnings,
            asked_by: number_of(&ask.identifiers),
        };
        let items = part
            .together(ask.items)
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
        (ask.place, ask.tries, ask.renewed, ask.signed) = (Place::default(), 0, false, false);
        if ask.at < ask.identifiers.len() {
            self.go_on(at, ask);
        } else {
            let asked_by = number_of(&ask.identifiers);
            let found = Found { state: "nobody".to_owned(), warnings: ask.warnings, asked_by, ..Found::default() };
            self.keep_answer(now, at, ask.lead, Vec::new(), &found);
        }
    }

    fn ask_failed(&mut self, now: Now, at: usize, mut ask: Ask, error: &ApiError) {
        let lead = ask.lead;
        ask.tries += 1;
        let transient = matches!(error.failure, Failure::NotSent | Failure::Unclear | Failure::Slowed(_));
        if transient && ask.tries < READ_TRIES {
            self.go_on(at, ask);
            self.say_held(now, at, lead);
            return self.reopen_if(lead);
        }
        let account = &self.accounts[at];
        let (title, name) = (account.spec.title, &account.settings.name);
        let what_now = match error.failure {
            Failure::Credential => None,
            Failure::Refused => Some(format!("If that stays so, check the settings of account “{name}”.")),
            Failure::NotSent => Some("Check the network, then ask again.".to_owned()),
            Failure::Slowed(_) | Failure::Unclear => Some("Ask again in a moment.".to_owned()),
        };
        let sentence = match what_now {
            Some(what_now) => format!("{title} {}. {what_now}", error.sentence()),
            None => account.credential_words(),
        };
        self.give_up(now, at, lead, sentence);
    }

    /// A question ends in words; the earlier answer stays.
    fn give_up(&mut self, now: Now, at: usize, lead: LeadId, sentence: String) {
        log::debug!("asks nobody about a lead any more for now");
        self.history_failures.insert((lead, at), Failed { sentence, again: now.mono + FAILED_REST });
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
        match kept {
            Ok(()) => {
                self.history_failures.remove(&(lead, at));
                self.forget_kept(lead);
            }
            Err(error) => {
                let sentence = format!("The answer could not be kept. {error}");
                self.history_failures.insert((lead, at), Failed { sentence, again: now.mono + FAILED_REST });
                self.say_if_not_kept::<()>(Err(error));
            }
        }
        self.reopen_if(lead);
    }

    /// The keychain has a credential for this account (again): what failed for want of it is asked anew.
    pub(super) fn credential_came(&mut self, now: Now, at: usize) {
        // The token was fetched with the one before.
        self.accounts[at].token_until = None;
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
            self.forget_kept(lead);
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
    pub(super) fn settle_timelines(&mut self, now: Now) {
        for at in 0..self.accounts.len() {
            let account = &mut self.accounts[at];
            let given_up: Vec<(LeadId, String)> = match account.credential {
                Credential::Present | Credential::Unknown => {
                    let wait = account.blocked_until.unwrap_or_default().saturating_sub(now.mono);
                    if wait <= SHORT_WAIT {
                        continue;
                    }
                    // Nobody sits out a long wait in front of a command line.
                    let waits = |ask: &Ask| self.timelines.iter().any(|request| request.lead == ask.lead);
                    let (title, trouble, secs) = (account.spec.title, &account.trouble, wait.as_secs());
                    let words = format!("{title} {trouble}; it may be asked again in {secs} s.");
                    let given_up = account.asks.iter().filter(|ask| waits(ask)).map(|ask| (ask.lead, words.clone()));
                    given_up.collect()
                }
                _ => {
                    let words = account.credential_words();
                    account.asks.iter().map(|ask| (ask.lead, words.clone())).collect()
                }
            };
            account.asks.retain(|ask| !given_up.iter().any(|(lead, _)| *lead == ask.lead));
            for (lead, words) in given_up {
                self.give_up(now, at, lead, words);
            }
        }
        let requests = std::mem::take(&mut self.timelines);
        for mut request in requests {
            if self.accounts.iter_mut().any(|account| account.ask_about(request.lead).is_some()) {
                self.timelines.push(request);
                continue;
            }
            let found = self.mirror_lead(request.lead).and_then(|found| match found {
                Some((_, mirror)) => self.timeline(request.lead, &mirror).map(std::sync::Arc::unwrap_or_clone),
                None => Ok(Timeline::default()),
            });
            if let Some(reply) = request.reply.take() {
                reply.answer(found.map_err(super::edit::not_kept));
            }
        }
    }

    fn reopen_if(&mut self, lead: LeadId) {
        if self.open == Some(lead) {
            self.reopen();
        }
    }

    /// How far each account that keeps histories was asked about this lead.
    pub(super) fn history_sources(&self, lead: LeadId, mirror: &Lead, kept: &Kept) -> Vec<HistorySource> {
        let keepers = self.accounts.iter().enumerate();
        let keepers = keepers.filter_map(|(at, account)| account.interactions.map(|part| (at, account, part)));
        keepers
            .map(|(at, account, part)| {
                let name = &account.settings.name;
                let answer = kept.answer(name);
                let found = answer.map(|answer| &answer.found);
                let state = if account.is_out_about(lead) {
                    HistoryState::Asking
                } else if let Some(failed) = self.history_failures.get(&(lead, at)) {
                    HistoryState::Failed(failed.sentence.clone())
                } else if account.asks.iter().any(|ask| ask.lead == lead) {
                    HistoryState::Asking
                } else if self.unlinked.contains(&(lead, name.clone())) {
                    HistoryState::Unlinked
                } else if part.identifiers(&account.settings, mirror).is_empty() {
                    HistoryState::NothingToAskBy
                } else {
                    match found.map(|found| found.state.as_str()) {
                        None => HistoryState::NeverAsked,
                        Some("nobody") => HistoryState::NobodyFound,
                        Some(_) => HistoryState::Known,
                    }
                };
                let mut warnings = found.map(|found| found.warnings.clone()).unwrap_or_default();
                let unreadable = answer.map_or(0, |answer| answer.unreadable);
                if unreadable > 0 {
                    warnings.push(format!(
                        "{unreadable} of its items were kept by another version of Leadline and cannot be read; ask again"
                    ));
                }
                HistorySource {
                    account: name.clone(),
                    vendor: account.spec.name.as_str(),
                    title: account.spec.title,
                    asked_at: answer.map(|answer| answer.asked_at),
                    state,
                    customer: found
                        .filter(|found| found.state == "known")
                        .map(|found| LinkedCustomer { number: found.number.clone(), evidence: found.evidence.clone() }),
                    warnings,
                }
            })
            .collect()
    }
}

impl Account {
    /// The question about this lead that is out or waits for its turn.
    fn ask_about(&mut self, lead: LeadId) -> Option<&mut Ask> {
        let out = match self.in_flight.as_mut().map(|flight| &mut flight.job) {
            Some(Job::Token { ask } | Job::History { ask, .. }) if ask.lead == lead => Some(&mut **ask),
            _ => None,
        };
        out.or_else(|| self.asks.iter_mut().find(|ask| ask.lead == lead))
    }

    /// Whether a request about this lead is out.
    fn is_out_about(&self, lead: LeadId) -> bool {
        self.in_flight.as_ref().is_some_and(
            |flight| matches!(&flight.job, Job::Token { ask } | Job::History { ask, .. } if ask.lead == lead),
        )
    }

    /// Being asked is a reason to try at once: a wait of ours ends, never one that the vendor named, and a credential
    /// that was refused may have been put right since.
    fn try_now(&mut self) {
        if self.slowed.is_none() {
            self.blocked_until = None;
        }
        if self.credential == Credential::Refused {
            self.credential = Credential::Present;
        }
    }
}

/// By what the lead and the vendor's customer are the same: the identifier that found them, and what else agrees.
fn evidence(ask: &Ask) -> Vec<String> {
    let word = |kind: &str| {
        match kind {
            "mobile" => "phone",
            "email" => "e-mail",
            "external_id" => "external id",
            other => other,
        }
        .to_owned()
    };
    let agrees = |identifier: &Identifier| {
        let value = identifier.value.as_str();
        let same = |theirs: &Option<String>, same: fn(&str, &str) -> bool| {
            theirs.as_ref().is_some_and(|theirs| same(theirs, value))
        };
        match identifier.kind {
            "mobile" => same(&ask.customer.mobile, |theirs, ours| phone::digits(theirs) == ours),
            "email" => same(&ask.customer.email, |theirs, ours| theirs.to_lowercase() == ours.to_lowercase()),
            "external_id" => same(&ask.customer.external_id, |theirs, ours| theirs == ours),
            _ => false,
        }
    };
    let found_by = ask.identifiers.get(ask.at).into_iter();
    let others = ask.identifiers.iter().enumerate().filter(|(at, _)| *at != ask.at).map(|(_, other)| other);
    found_by.chain(others.filter(|other| agrees(other))).map(|identifier| word(identifier.kind)).collect()
}

/// What a page holds, in a number.
fn fingerprint(items: &[RemoteInteraction]) -> u64 {
    let named: Vec<_> = items.iter().map(|item| (&item.key, &item.interaction.channel)).collect();
    number_of(&named)
}

/// Equal values have equal numbers. Another release may have others: then somebody is asked once more.
fn number_of<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn add_once(words: &mut Vec<String>, more: String) {
    if !words.contains(&more) {
        words.push(more);
    }
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
