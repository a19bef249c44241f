//! What goes out next: one request at a time per account, edits before everything else.
//!
//! Priorities: an edit's readings, then a lead the agent asked for, then the harmless test, then questions that an agent
//! caused, then walks, then histories that nobody waits for. The pace of the account holds for all of them; only a write
//! goes out at once after its check (see `lanes`).

use std::time::Duration;

use super::account::{InFlight, Job};
use super::histories::Reason;
use super::{CallId, Effect, Engine, Mode, Now};
use crate::domain::{LeadId, LeadKind, OutboxState};
use crate::vendors::parts::{Identifier, Place, Question, Scope};
use crate::vendors::request::{ApiRequest, TokenRequest};

/// What an account would do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Probe,
    Lane(LeadId),
    Refresh,
    Test,
    Record,
    History,
    Walk(LeadKind),
    /// The next lead of the list that is worth a question.
    Ahead,
}

impl Engine {
    /// Lets every account that may send its next request.
    pub(super) fn plan(&mut self, now: Now) {
        for account in 0..self.accounts.len() {
            if self.accounts[account].leads.is_some() && self.lacks_credential(account) {
                self.stop_looking(now, account);
                self.lanes_lack_credential(now, account);
            }
            if !self.accounts[account].to_record.is_empty() && self.lacks_credential(account) {
                self.recordings_lack_credential(now, account);
            }
            self.forget_past_block(now, account);
            self.turn_ahead(now, account);
            // Planning one thing can end without a request (a lead found nowhere); a few rounds settle that.
            for _ in 0..64 {
                if !self.may_send(now, account) {
                    break;
                }
                let Some((due, next)) = self.next_of(now, account) else { break };
                if due > now.mono {
                    break;
                }
                self.begin(now, account, next);
            }
        }
    }

    /// Whether the engine polls and sends without being asked.
    pub(super) fn acts_by_itself(&self) -> bool {
        self.mode == Mode::Live || self.sends.iter().any(|send| send.until_idle)
    }

    /// When some account wants to go on by itself.
    pub(super) fn wake_for_accounts(&self) -> Duration {
        let far = Duration::MAX;
        (0..self.accounts.len())
            .map(|at| {
                let account = &self.accounts[at];
                if account.in_flight.is_some() || !account.can_ask() || self.host_is_being_tried(at) {
                    return far;
                }
                let free = account.free_at.max(account.blocked_until.unwrap_or_default());
                let next = self.next_of_at(at).map_or(far, |(due, _)| due.max(free));
                // The end of a block is news by itself: what was said about it changes.
                next.min(account.blocked_until.unwrap_or(far))
            })
            .min()
            .unwrap_or(far)
    }

    /// Sends a request of this account.
    pub(super) fn call(&mut self, now: Now, account: usize, request: ApiRequest, job: Job) {
        let call = self.out(now, account, job);
        self.effects.push(Effect::Call { call, account, request });
    }

    /// A request of this account goes out.
    pub(super) fn out(&mut self, now: Now, account: usize, job: Job) -> CallId {
        let call = self.next_call();
        let pace = self.accounts[account].pace();
        self.accounts[account].free_at = now.mono + pace;
        self.accounts[account].in_flight = Some(InFlight { call, job });
        call
    }

    /// Sends a request whose body is made of credentials.
    pub(super) fn call_for_token(&mut self, now: Now, account: usize, request: TokenRequest, job: Job) {
        let call = self.out(now, account, job);
        self.effects.push(Effect::CallForToken { call, account, request });
    }

    pub(super) fn next_call(&mut self) -> CallId {
        self.next_call += 1;
        CallId(self.next_call)
    }

    fn may_send(&self, now: Now, account: usize) -> bool {
        let is_tried = self.host_is_being_tried(account);
        let account = &self.accounts[account];
        account.in_flight.is_none()
            && !is_tried
            && account.can_ask()
            && account.free_at <= now.mono
            && account.blocked_until.is_none_or(|until| until <= now.mono)
    }

    fn forget_past_block(&mut self, now: Now, account: usize) {
        let account = &mut self.accounts[account];
        if account.blocked_until.is_some_and(|until| until <= now.mono) {
            account.blocked_until = None;
            if account.slowed.take().is_some() {
                self.dirty = true;
            }
        }
    }

    fn next_of(&mut self, now: Now, account: usize) -> Option<(Duration, Next)> {
        // A look that became due is asked for like any other.
        if self.mode == Mode::Live && self.accounts[account].leads.is_some() {
            for kind in LeadKind::ALL {
                let list = self.accounts[account].list(kind);
                if list.walk.is_none() && list.wanted.is_none() && list.due <= now.mono {
                    let purpose = self.due_purpose(now, account, kind);
                    self.accounts[account].list_mut(kind).wanted = Some(purpose);
                }
            }
        }
        self.next_of_at(account)
    }

    fn next_of_at(&self, at: usize) -> Option<(Duration, Next)> {
        let account = &self.accounts[at];
        let walking = LeadKind::ALL.into_iter().find(|kind| {
            let list = account.list(*kind);
            list.walk.is_some() || list.wanted.is_some()
        });
        let now_if = |condition: bool, next: Next| condition.then_some((Duration::ZERO, next));
        let lane = (!account.writes_refused && (self.mode == Mode::Live || !self.sends.is_empty()))
            .then(|| account.ready.iter().find(|(_, lead)| !self.is_probed(at, *lead)))
            .flatten()
            .map(|(due, lead)| (*due, Next::Lane(*lead)));
        let lane = lane.or_else(|| {
            (self.mode == Mode::Live || !self.sends.is_empty())
                .then(|| account.to_record.first().map(|(due, _)| (*due, Next::Record)))
                .flatten()
        });
        let other = now_if(!account.refreshes.is_empty(), Next::Refresh)
            .or_else(|| now_if(!account.tests.is_empty(), Next::Test))
            .or_else(|| now_if(account.asks.front().is_some_and(|ask| ask.reason > Reason::Ahead), Next::History))
            .or_else(|| walking.map(|kind| (Duration::ZERO, Next::Walk(kind))))
            .or_else(|| now_if(!account.asks.is_empty(), Next::History))
            .or_else(|| {
                (self.mode == Mode::Live && account.leads.is_some())
                    .then(|| {
                        account.lists.iter().map(|list| (list.due, Next::Walk(list.kind))).min_by_key(|(due, _)| *due)
                    })
                    .flatten()
            });
        let probe = self.probe_due(at).map(|due| (due, Next::Probe));
        // One that waits for what it wrote to show lets edits pass.
        let lane = match (probe, lane) {
            (Some(probe), Some(lane)) => Some(if probe.0 <= lane.0 { probe } else { lane }),
            (probe, lane) => probe.or(lane),
        };
        let ahead = account.ahead_due().filter(|_| self.mode == Mode::Live).map(|due| (due, Next::Ahead));
        let other = match (other, ahead) {
            (Some(other), Some(ahead)) => Some(if ahead.0 < other.0 { ahead } else { other }),
            (other, ahead) => other.or(ahead),
        };
        match (lane, other) {
            // An edit that may go goes first; one that must wait lets the others pass.
            (Some(lane), Some(other)) => Some(if lane.0 <= other.0.max(self.last_free(at)) { lane } else { other }),
            (lane, other) => lane.or(other),
        }
    }

    /// The earliest moment at which this account could send anything at all.
    fn last_free(&self, at: usize) -> Duration {
        self.accounts[at].free_at
    }

    fn begin(&mut self, now: Now, account: usize, next: Next) {
        match next {
            Next::Lane(lead) => {
                if let Some(lane) = self.lanes.get(&lead) {
                    self.accounts[account].ready.remove(&(lane.due, lead));
                }
                self.advance_lane(now, account, lead);
            }
            Next::Probe => self.advance_probe(now, account),
            Next::Record => self.advance_recordings(now, account),
            Next::Refresh => self.advance_refresh(now, account),
            Next::Test => self.advance_test(now, account),
            Next::History => self.advance_ask(now, account),
            Next::Ahead => self.walk_ahead(now, account),
            Next::Walk(kind) => self.advance_walk(now, account, kind),
        }
    }

    fn advance_refresh(&mut self, now: Now, account: usize) {
        let Some((lead, mut search)) = self.accounts[account].refreshes.pop_front() else { return };
        let Some(part) = self.accounts[account].leads else { return };
        match search.next_place() {
            Some(place) => {
                let request = part.list(&self.accounts[account].settings, place.0, place.1);
                self.call(now, account, request, Job::Refresh { lead, search, place });
            }
            None => {
                let name = self.index.rows().get(lead).map(|row| row.name.clone()).unwrap_or_default();
                self.say(
                    format!(
                        "{name} was not found near the page where they were last seen. The next full pass will tell."
                    ),
                    false,
                );
            }
        }
    }

    fn advance_test(&mut self, now: Now, account: usize) {
        let Some(reply) = self.accounts[account].tests.pop_front() else { return };
        let settings = &self.accounts[account].settings;
        let job = Job::Test { reply, began: now.mono };
        // A token is the most harmless proof there is; else a page of the list, else a question about nobody.
        if let Some(request) = self.accounts[account].tokens.and_then(|tokens| tokens.ask(settings)) {
            self.call_for_token(now, account, request, job);
        } else if let Some(part) = self.accounts[account].leads {
            let request = part.list(settings, LeadKind::Lead, 1);
            self.call(now, account, request, job);
        } else if let Some(part) = self.accounts[account].interactions {
            let request = part.ask(settings, &nobody());
            self.call(now, account, request, job);
        } else if let Some(request) = self.accounts[account].recording.and_then(|part| part.test(settings)) {
            self.call(now, account, request, job);
        }
    }

    /// Rows that wait for a credential say so, once.
    pub(super) fn lanes_lack_credential(&mut self, now: Now, account: usize) {
        let words = self.accounts[account].credential_words();
        let ids: Vec<_> = self
            .items
            .values()
            .filter(|view| view.item.state == OutboxState::Queued && view.item.change.recording().is_none())
            .filter(|view| self.places.get(&view.item.lead).is_some_and(|place| place.account == Some(account)))
            .map(|view| view.item.id)
            .collect();
        for id in ids {
            self.show_moved(now, id, |item| {
                item.state = OutboxState::Waiting;
                item.why = format!("credential: {words}");
            });
        }
    }
}

/// A question about a customer who cannot exist: the name is reserved for such uses.
pub(super) fn nobody() -> Question {
    let identifier = Identifier { kind: "email", value: "nobody@leadline.invalid".to_owned() };
    Question { identifier, scope: Scope::default(), place: Place::default() }
}
