//! Walks over the lists: whole passes, looks at the head, and what is learned from them.

use super::account::{Job, Walk};
use super::backoff::READ_TRIES;
use super::order::Order;
use super::pass::{Next, PageFacts, Pass, Purpose};
use super::{Engine, Now};
use crate::bridge::health::{SkippedRecord, SyncFailure, SyncFailureKind};
use crate::bridge::SyncReport;
use crate::domain::{LeadId, LeadKind};
use crate::store::StoreError;
use crate::vendors::error::{ApiError, Failure};
use crate::vendors::parts::Page;

/// How many unreadable records a report names; the rest are counted.
const SKIPS_NAMED: usize = 1_000;

impl Engine {
    /// Asks for the next page of the list's walk, beginning one when there is none.
    pub(super) fn advance_walk(&mut self, now: Now, account: usize, kind: LeadKind) {
        let (name, vendor) = {
            let account = &self.accounts[account];
            (account.settings.name.to_string(), account.spec.name.to_string())
        };
        let list = self.accounts[account].list_mut(kind);
        if list.walk.is_none() {
            let purpose = list.wanted.take().unwrap_or(Purpose::Head);
            list.walk = Some(Walk {
                pass: Pass::new(purpose),
                tries: 0,
                began: now.mono,
                report: SyncReport { account: name, vendor, ..SyncReport::default() },
            });
            self.dirty = true;
        }
        let list = self.accounts[account].list_mut(kind);
        let Some(walk) = &mut list.walk else { return };
        walk.report.requests += 1;
        let page = walk.pass.page();
        let Some(part) = self.accounts[account].leads else { return };
        let request = part.list(&self.accounts[account].settings, kind, page);
        self.call(now, account, request, Job::Walk(kind));
    }

    /// A page of a walk.
    pub(super) fn walk_page(&mut self, now: Now, account: usize, kind: LeadKind, page: &Page, bytes: usize) {
        let Some(walk) = &self.accounts[account].list(kind).walk else { return };
        let (number, purpose) = (walk.pass.page(), walk.pass.purpose());
        let brought = match self.take_page(now, account, kind, number, page, purpose == Purpose::Whole) {
            Ok(brought) => brought,
            Err(error) => return self.walk_not_kept(now, account, kind, error),
        };
        let list = self.accounts[account].list_mut(kind);
        let Some(walk) = &mut list.walk else { return };
        walk.tries = 0;
        walk.report.pages += 1;
        walk.report.bytes += bytes as u64;
        walk.report.leads_new += brought.new;
        walk.report.leads_changed += brought.changed;
        let mut news = 0;
        for remote in &page.leads {
            if walk.pass.note(&remote.lead.remote_id) {
                news += 1;
                walk.pass.evidence.take(&remote.lead);
            }
        }
        for skipped in &page.skipped {
            let first = match &skipped.remote_id {
                Some(id) => walk.pass.note(&id.as_str().into()),
                None => true,
            };
            if first {
                news += usize::from(skipped.remote_id.is_some());
                if walk.report.skipped.len() < SKIPS_NAMED && !walk.report.skipped.iter().any(|s| skipped.remote_id.is_none() && s.path == skipped.path && s.why == skipped.why) {
                    walk.report.skipped.push(SkippedRecord {
                        remote_id: skipped.remote_id.clone(),
                        path: skipped.path.clone(),
                        why: skipped.why.clone(),
                    });
                }
            }
        }
        walk.report.leads_seen = (walk.pass.seen() - walk.report.skipped.iter().filter(|s| s.remote_id.is_some()).count()) as u64;
        let changed = usize::try_from(brought.new + brought.changed).unwrap_or(usize::MAX);
        self.dirty = true;
        if walk.pass.turn(PageFacts { length: page.length, changed }, news) == Next::Done {
            self.walk_done(now, account, kind);
        }
    }

    fn walk_done(&mut self, now: Now, account: usize, kind: LeadKind) {
        let every = self.accounts[account].settings.sync_every;
        let list = self.accounts[account].list_mut(kind);
        let Some(mut walk) = list.walk.take() else { return };
        walk.report.took_ms = u64::try_from(now.mono.saturating_sub(walk.began).as_millis()).unwrap_or(u64::MAX);
        list.due = now.mono + every;
        if walk.pass.purpose() == Purpose::Whole {
            list.memory.whole_passes += 1;
            list.memory.last_whole_at = Some(now.at);
            list.memory.last_page = walk.pass.last_page();
            match walk.pass.evidence.proven() {
                Some((order, proof)) => (list.memory.order, list.memory.proof) = (Some(order), proof),
                None if list.memory.order.is_some_and(|order| walk.pass.evidence.contradicts(order)) => {
                    (list.memory.order, list.memory.proof) = (None, String::new());
                }
                None => {}
            }
            let memory = serde_json::to_string(&list.memory).unwrap_or_default();
            let name = self.accounts[account].settings.name.clone();
            let kept = self.store.write(|tx| tx.set_sync_state(&name, kind, &memory));
            self.say_if_not_kept(kept);
            let kept = self.count_misses(account, kind, |lead| walk.pass.has_seen(&lead.remote_id));
            self.say_if_not_kept(kept);
            self.pass_missed_lanes(now, account, kind);
        } else if list.memory.order.is_some_and(|order| walk.pass.evidence.contradicts(order)) {
            // The head alone already speaks against what was believed: from now on everything is swept.
            (list.memory.order, list.memory.proof) = (None, String::new());
        }
        self.accounts[account].skipped = walk.report.skipped.len();
        self.walk_ended(account, kind, walk.report);
        self.dirty = true;
    }

    /// After a whole pass the lanes that waited for it look again: the lead is on the page now known, or gone.
    fn pass_missed_lanes(&mut self, now: Now, account: usize, kind: LeadKind) {
        let waiting: Vec<LeadId> = self
            .lanes
            .keys()
            .filter(|lead| self.places.get(lead).is_some_and(|p| p.account == Some(account) && p.kind == kind))
            .copied()
            .collect();
        for lead in waiting {
            self.wake_waiting_lane(now, lead);
        }
    }

    /// A page could not be had: tried three times, then the walk ends with its reason.
    pub(super) fn walk_failed(&mut self, now: Now, account: usize, kind: LeadKind, error: &ApiError) {
        let title = self.accounts[account].spec.title;
        let list = self.accounts[account].list_mut(kind);
        let Some(walk) = &mut list.walk else { return };
        walk.tries += 1;
        let transient = matches!(error.failure, Failure::NotSent | Failure::Unclear | Failure::Slowed(_));
        if transient && walk.tries < READ_TRIES {
            return;
        }
        let failure = match error.failure {
            Failure::NotSent | Failure::Slowed(_) => SyncFailureKind::Unreachable,
            Failure::Unclear => SyncFailureKind::Unreachable,
            Failure::Credential => SyncFailureKind::Credential,
            Failure::Refused => SyncFailureKind::Odd,
        };
        let page = walk.pass.page();
        let sentence = format!(
            "{title} {} (page {page} of the {} list). What was read before is kept; sync again later.",
            error.sentence(),
            kind.as_str()
        );
        self.end_walk(now, account, kind, failure, sentence);
    }

    fn walk_not_kept(&mut self, now: Now, account: usize, kind: LeadKind, error: StoreError) {
        let sentence = error.to_string();
        self.say_if_not_kept(Err::<(), _>(error));
        self.end_walk(now, account, kind, SyncFailureKind::NotKept, sentence);
    }

    /// Ends a walk before its end.
    pub(super) fn end_walk(&mut self, now: Now, account: usize, kind: LeadKind, failure: SyncFailureKind, sentence: String) {
        let every = self.accounts[account].settings.sync_every;
        let list = self.accounts[account].list_mut(kind);
        list.due = now.mono + every;
        let Some(mut walk) = list.walk.take() else { return };
        // A whole pass that broke off is still owed.
        if walk.pass.purpose() == Purpose::Whole && list.memory.whole_passes == 0 {
            list.wanted = Some(Purpose::Whole);
        }
        walk.report.took_ms = u64::try_from(now.mono.saturating_sub(walk.began).as_millis()).unwrap_or(u64::MAX);
        walk.report.failure = Some(SyncFailure { kind: failure, sentence });
        self.walk_ended(account, kind, walk.report);
        self.dirty = true;
    }

    /// Which walk a list needs next when nobody asks: the first whole pass, a sweep where the head does not show
    /// everything, else a look at the head.
    pub(super) fn due_purpose(&self, now: Now, account: usize, kind: LeadKind) -> Purpose {
        let list = self.accounts[account].list(kind);
        let sweep_secs = i64::try_from(self.accounts[account].settings.sync_every.as_secs()).unwrap_or(60).saturating_mul(10).max(300);
        let swept = list.memory.last_whole_at.is_some_and(|at| now.at.as_second() - at.as_second() < sweep_secs);
        let head_is_enough = list.memory.order == Some(Order::UpdatedDesc);
        if list.memory.whole_passes == 0 || (!head_is_enough && !swept) { Purpose::Whole } else { Purpose::Head }
    }

    /// `sync`: the whole list, or the head alone where it shows everything.
    pub(super) fn sync_purpose(&self, account: usize, kind: LeadKind, full: bool) -> Purpose {
        let memory = &self.accounts[account].list(kind).memory;
        if !full && memory.whole_passes > 0 && memory.order == Some(Order::UpdatedDesc) { Purpose::Head } else { Purpose::Whole }
    }

    /// Reads one lead again now.
    pub(super) fn refresh(&mut self, lead: LeadId) {
        let Some(place) = self.places.get(&lead).copied() else { return };
        let Some(account) = place.account else {
            return self.say("The account of this lead is not in the settings any more, so it cannot be read again.".to_owned(), true);
        };
        let found = self.mirror_lead(lead);
        if let Some(Some((_, mirror))) = self.say_if_not_kept(found) {
            let order = self.accounts[account].list(place.kind).memory.order;
            let search = super::locate::Search::new(&mirror, place.page, order);
            self.accounts[account].refreshes.push_back((lead, search));
        }
    }
}
