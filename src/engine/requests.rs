//! Requests that end when their work is done: one sync, one sending, one test.

use std::collections::BTreeSet;
use std::time::Duration;

use super::account::{Credential, Job};
use super::pass::Purpose;
use super::{Engine, Now};
use crate::bridge::command::{AccountTest, Refused, SendReport, TestOutcome};
use crate::bridge::health::{SyncFailure, SyncFailureKind};
use crate::bridge::{Reply, SyncReport};
use crate::domain::{AccountName, ChangeId, LeadKind, OutboxState};

/// The longest wait that a command line sits out.
const SHORT_WAIT: Duration = Duration::from_secs(30);
/// Failures in a row after which a command line stops waiting.
const PATIENCE: u32 = 6;

/// A sync that somebody waits for.
#[derive(Debug)]
pub(super) struct SyncRequest {
    reply: Option<Reply<Vec<SyncReport>>>,
    /// Lists that are not done yet.
    pending: BTreeSet<(usize, LeadKind)>,
    /// One report per account, in the order of the settings.
    reports: Vec<(usize, SyncReport)>,
}

/// A sending that somebody waits for.
#[derive(Debug)]
pub(super) struct SendRequest {
    pub until_idle: bool,
    reply: Reply<SendReport>,
    /// The rows that were open when it began.
    rows: Vec<ChangeId>,
}

impl Engine {
    pub(super) fn sync(&mut self, full: bool, reply: Option<Reply<Vec<SyncReport>>>) {
        let mut request = SyncRequest { reply, pending: BTreeSet::new(), reports: Vec::new() };
        for account in 0..self.accounts.len() {
            if self.accounts[account].leads.is_none() {
                continue;
            }
            let settings = &self.accounts[account].settings;
            let report = SyncReport {
                account: settings.name.to_string(),
                vendor: settings.vendor.as_str().to_owned(),
                ..SyncReport::default()
            };
            request.reports.push((account, report));
            for kind in LeadKind::ALL {
                let purpose = self.sync_purpose(account, kind, full);
                let list = self.accounts[account].list_mut(kind);
                // A whole pass that somebody waits for already answers a look at the head, too.
                if list.wanted != Some(Purpose::Whole) {
                    list.wanted = Some(purpose);
                }
                request.pending.insert((account, kind));
            }
        }
        self.syncs.push(request);
    }

    /// A walk ended: whoever waited for it gets its counts.
    pub(super) fn walk_ended(&mut self, account: usize, kind: LeadKind, report: &SyncReport) {
        // A look at the head that ran already does not answer the whole pass that was asked for after it began.
        if self.accounts[account].list(kind).wanted.is_some() && report.failure.is_none() {
            return;
        }
        for sync in &mut self.syncs {
            if sync.pending.remove(&(account, kind)) {
                add(&mut sync.reports, account, report);
            }
        }
    }

    pub(super) fn send_now(&mut self, now: Now, until_idle: bool, reply: Reply<SendReport>) {
        let rows = self.items.keys().copied().collect();
        self.sends.push(SendRequest { until_idle, reply, rows });
        // Being asked is a reason to try now; only a wait that the vendor named is kept.
        for account in &mut self.accounts {
            if account.slowed.is_none() {
                account.blocked_until = None;
            }
        }
        let leads: Vec<_> = self.lanes.keys().copied().collect();
        for lead in leads {
            self.ready_lane(lead, now.mono);
        }
        for at in 0..self.accounts.len() {
            self.ready_recordings(now, at);
        }
    }

    pub(super) fn test_account(&mut self, name: &AccountName, reply: Reply<Result<AccountTest, Refused>>) {
        self.dirty = true;
        let at = match self.named_account(name) {
            Ok(at) => at,
            Err(refused) => return reply.answer(Err(refused)),
        };
        let testable = self.accounts[at].leads.is_some()
            || self.accounts[at].interactions.is_some()
            || self.accounts[at].recording.is_some();
        if !testable {
            let title = self.accounts[at].spec.title;
            return reply
                .answer(Err(Refused::Wrong(format!("This version of Leadline cannot test {title} accounts."))));
        }
        let account = &mut self.accounts[at];
        account.tests.push_back(reply);
        if account.slowed.is_none() {
            account.blocked_until = None;
        }
        // A refused credential may have been put right since: asking is what this is for.
        if account.credential == Credential::Refused {
            account.credential = Credential::Present;
        }
    }

    /// Answers the requests whose work is done.
    pub(super) fn settle_requests(&mut self, now: Now) {
        self.settle_tests();
        self.settle_probes(now);
        self.settle_syncs(now);
        self.settle_sends(now);
    }

    fn settle_tests(&mut self) {
        for account in &mut self.accounts {
            if !matches!(account.credential, Credential::Missing | Credential::NoKeychain(_)) {
                continue;
            }
            let sentence = account.credential_words();
            for reply in account.tests.drain(..) {
                reply.answer(Ok(AccountTest {
                    account: account.settings.name.clone(),
                    vendor: account.spec.name.as_str().to_owned(),
                    outcome: TestOutcome::Credential,
                    sentence: sentence.clone(),
                    took_ms: 0,
                }));
            }
        }
    }

    fn settle_syncs(&mut self, now: Now) {
        if self.syncs.is_empty() {
            return;
        }
        for account in 0..self.accounts.len() {
            if self.mode == super::Mode::Live
                && let Some(sentence) = self.long_block(now, account)
            {
                self.give_up_waiting_for(account, &sentence);
            }
            let stuck = if self.lacks_credential(account) {
                Some((SyncFailureKind::Credential, self.accounts[account].credential_words()))
            } else {
                self.long_block(now, account)
                    .filter(|_| self.mode == super::Mode::Quiet)
                    .map(|sentence| (SyncFailureKind::Unreachable, sentence))
            };
            let Some((kind_of_failure, sentence)) = stuck else { continue };
            for kind in LeadKind::ALL {
                if !self.syncs.iter().any(|sync| sync.pending.contains(&(account, kind))) {
                    continue;
                }
                self.accounts[account].list_mut(kind).wanted = None;
                if self.accounts[account].list(kind).walk.is_some() {
                    self.end_walk(now, account, kind, kind_of_failure, sentence.clone());
                    self.accounts[account].list_mut(kind).wanted = None;
                }
                let report = SyncReport {
                    failure: Some(SyncFailure { kind: kind_of_failure, sentence: sentence.clone() }),
                    ..SyncReport::default()
                };
                self.walk_ended(account, kind, &report);
            }
        }
        if (0..self.accounts.len()).any(|account| self.probe_goes_on(now, account)) {
            return;
        }
        for sync in &mut self.syncs {
            if sync.pending.is_empty()
                && let Some(reply) = sync.reply.take()
            {
                reply.answer(sync.reports.iter().map(|(_, report)| report.clone()).collect());
            }
        }
        self.syncs.retain(|sync| !sync.pending.is_empty());
    }

    /// Somebody who waits for an answer is told now; the pass itself goes on by itself when it may.
    fn give_up_waiting_for(&mut self, account: usize, sentence: &str) {
        for sync in self.syncs.iter_mut().filter(|sync| sync.reply.is_some()) {
            let before = sync.pending.len();
            sync.pending.retain(|(at, _)| *at != account);
            if sync.pending.len() < before {
                let failure = SyncFailure { kind: SyncFailureKind::Unreachable, sentence: sentence.to_owned() };
                add(&mut sync.reports, account, &SyncReport { failure: Some(failure), ..SyncReport::default() });
            }
        }
    }

    fn settle_sends(&mut self, now: Now) {
        // Several commands may have asked, each in its own way.
        for send in std::mem::take(&mut self.sends) {
            if (0..self.accounts.len()).any(|account| self.still_sends(now, account, send.until_idle)) {
                self.sends.push(send);
            } else {
                let report = self.send_report(&send.rows);
                send.reply.answer(report);
            }
        }
    }

    fn send_report(&self, rows: &[ChangeId]) -> SendReport {
        let mut report = SendReport::default();
        for id in rows {
            // History beyond what is shown is on disk only.
            let on_disk = if self.item(*id).is_none() { self.store.item(*id).ok().flatten() } else { None };
            let Some(item) = self.item(*id).or(on_disk.as_ref()) else { continue };
            match item.state {
                OutboxState::Confirmed | OutboxState::Accepted => report.confirmed += 1,
                state if state.waits_for_agent() => {
                    report.needs_agent += 1;
                    push_once(&mut report.reasons, &item.why);
                }
                // The agent asked it to wait; nobody has to be told.
                OutboxState::Held => {}
                state if state.is_done() => {}
                state => {
                    report.waiting += 1;
                    report.undelivered |= state == OutboxState::Waiting;
                    push_once(&mut report.reasons, &item.why);
                    match self.account_at(&item.account) {
                        // One that the keychain has not answered for yet is not missing: what waits behind a
                        // conflict ends a sending before it is needed.
                        Some(at) if self.lacks_credential(at) || self.accounts[at].writes_refused => {
                            report.credential = true;
                            push_once(&mut report.reasons, &self.accounts[at].credential_words());
                        }
                        Some(at) if self.accounts[at].failures > 0 || self.accounts[at].write_failures > 0 => {
                            report.unreachable = true;
                        }
                        _ => {}
                    }
                }
            }
        }
        report
    }

    /// Whether this account will deliver more within a time that the asker sits out.
    fn still_sends(&self, now: Now, at: usize, until_idle: bool) -> bool {
        let account = &self.accounts[at];
        if matches!(
            account.in_flight.as_ref().map(|f| &f.job),
            Some(Job::LaneRead { .. } | Job::LaneWrite { .. } | Job::Tell(_) | Job::TokenToTell | Job::Reach)
        ) {
            return true;
        }
        if self.probe_goes_on(now, at) {
            return true;
        }
        if account.leads.is_none() && account.recording.is_none() {
            return false;
        }
        if self.lacks_credential(at) || account.writes_refused {
            return false;
        }
        if account.recording.is_some() {
            if account.credential == Credential::Unknown {
                return !account.to_record.is_empty();
            }
            let blocked = account.blocked_until.unwrap_or_default().saturating_sub(now.mono);
            let patient = account.failures < PATIENCE && account.stops < PATIENCE;
            return account.to_record.iter().any(|(due, _)| {
                let wait = due.saturating_sub(now.mono).max(blocked);
                wait.is_zero() || (until_idle && wait <= SHORT_WAIT && patient)
            });
        }
        let walking = account.lists.iter().any(|list| list.walk.is_some() || list.wanted.is_some());
        if until_idle && walking && self.waits_for_pass(at) {
            return true;
        }
        if account.credential == Credential::Unknown {
            return !account.ready.is_empty();
        }
        let blocked = account.blocked_until.unwrap_or_default().saturating_sub(now.mono);
        account.ready.iter().any(|(due, lead)| {
            let Some(lane) = self.lanes.get(lead) else { return false };
            let wait = due.saturating_sub(now.mono).max(blocked);
            let at_once = blocked.is_zero() && (wait.is_zero() || lane.reads_back());
            let patient = account.failures < PATIENCE && lane.failures() < PATIENCE;
            at_once || (until_idle && wait <= SHORT_WAIT && patient)
        })
    }

    /// The sentence for a block that a command line does not sit out.
    pub(super) fn long_block(&self, now: Now, at: usize) -> Option<String> {
        let account = &self.accounts[at];
        let wait = account.blocked_until?.saturating_sub(now.mono);
        (wait > SHORT_WAIT).then(|| {
            format!("{} {}; it may be asked again in {} s.", account.spec.title, account.trouble, wait.as_secs())
        })
    }
}

fn add(reports: &mut [(usize, SyncReport)], account: usize, part: &SyncReport) {
    let Some((_, whole)) = reports.iter_mut().find(|(at, _)| *at == account) else { return };
    whole.pages += part.pages;
    whole.leads_seen += part.leads_seen;
    whole.leads_new += part.leads_new;
    whole.leads_changed += part.leads_changed;
    whole.requests += part.requests;
    whole.bytes += part.bytes;
    whole.took_ms += part.took_ms;
    whole.skipped.extend(part.skipped.iter().cloned());
    if whole.failure.is_none() {
        whole.failure.clone_from(&part.failure);
    }
}

fn push_once(reasons: &mut Vec<String>, why: &str) {
    if !why.is_empty() && !reasons.iter().any(|reason| reason == why) {
        reasons.push(why.to_owned());
    }
}
