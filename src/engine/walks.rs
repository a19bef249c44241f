//! Walks over the lists: whole passes, looks at the head, and what is learned from them.

use super::account::{Job, ListMemory, Walk};
use super::backoff::READ_TRIES;
use super::order::Order;
use super::pass::{Next, PageFacts, Pass, Purpose};
use super::{Engine, Now};
use crate::bridge::SyncReport;
use crate::bridge::health::{SkippedRecord, SyncFailure, SyncFailureKind};
use crate::domain::{LeadId, LeadKind};
use crate::store::StoreError;
use crate::vendors::error::{ApiError, Failure};
use crate::vendors::parts::{Page, Skipped};
use jiff::Timestamp;

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
                restarts: 0,
                began: now.mono,
                report: SyncReport { account: name, vendor, ..SyncReport::default() },
                newest: [None; Order::ALL.len()],
            });
            self.dirty = true;
            if purpose == Purpose::Whole {
                let kept = self.store.many_writes_ahead(true);
                self.say_if_not_kept(kept);
            }
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
        let oldest = list.memory.order.filter(|order| order.descends()).and_then(|order| times(order, page).min());
        let ahead = matches!((oldest, list.memory.whole_until), (Some(oldest), Some(until)) if oldest > until);
        let Some(walk) = &mut list.walk else { return };
        if walk.report.pages == 0 {
            walk.newest = Order::ALL.map(|order| times(order, page).max());
        }
        list.memory.page_length = list.memory.page_length.max(page.length);
        walk.tries = 0;
        walk.report.pages += 1;
        walk.report.bytes += bytes as u64;
        walk.report.leads_new += brought.new;
        walk.report.leads_changed += brought.changed;
        let mut news = 0;
        for remote in &page.leads {
            if walk.pass.note(&remote.lead.remote_id) {
                news += 1;
                walk.report.leads_seen += 1;
                walk.pass.evidence.take(&remote.lead);
            }
        }
        news += page.skipped.iter().filter(|skipped| walk.skip(skipped)).count();
        let changed = usize::try_from(brought.new + brought.changed).unwrap_or(usize::MAX);
        self.dirty = true;
        if walk.pass.turn(PageFacts { length: page.length, changed, ahead }, news) == Next::Done {
            self.walk_done(now, account, kind);
        }
    }

    fn walk_done(&mut self, now: Now, account: usize, kind: LeadKind) {
        let every = self.accounts[account].settings.sync_every;
        let list = self.accounts[account].list_mut(kind);
        let Some(mut walk) = list.walk.take() else { return };
        if walk.pass.purpose() == Purpose::Whole && !walk.pass.is_whole() {
            walk.pass = Pass::new(Purpose::Whole);
            walk.restarts += 1;
            walk.report.leads_seen = 0;
            let restarts = walk.restarts;
            list.walk = Some(walk);
            if restarts > MOST_RESTARTS {
                self.end_walk(now, account, kind, SyncFailureKind::Odd, OUTRUN.to_owned());
            }
            return;
        }
        walk.report.took_ms = u64::try_from(now.mono.saturating_sub(walk.began).as_millis()).unwrap_or(u64::MAX);
        list.due = now.mono + every;
        let before = list.memory.clone();
        list.memory.learn(&walk, now.at);
        let whole = walk.pass.purpose() == Purpose::Whole;
        list.skipped = if whole { walk.report.skipped.len() } else { list.skipped.max(walk.report.skipped.len()) };
        if list.memory != before {
            let memory = serde_json::to_string(&list.memory).unwrap_or_default();
            let name = self.accounts[account].settings.name.clone();
            let kept = self.store.write(|tx| tx.set_sync_state(&name, kind, &memory));
            self.say_if_not_kept(kept);
        }
        if whole {
            let kept = self.count_misses(account, kind, |lead| walk.pass.has_seen(&lead.remote_id));
            self.say_if_not_kept(kept);
            self.pass_missed_lanes(now, account, kind);
            self.few_writes_ahead();
        }
        self.walk_ended(account, kind, &walk.report);
        self.dirty = true;
    }

    /// When no list is read whole any more, the database's log is folded in again.
    fn few_writes_ahead(&mut self) {
        let mut walks = self.accounts.iter().flat_map(|account| &account.lists).filter_map(|list| list.walk.as_ref());
        if !walks.any(|walk| walk.pass.purpose() == Purpose::Whole) {
            let kept = self.store.many_writes_ahead(false);
            self.say_if_not_kept(kept);
        }
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
            self.pass_was_in_vain(now, lead);
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
        let sentence =
            if failure == SyncFailureKind::Credential { self.accounts[account].credential_words() } else { sentence };
        self.end_walk(now, account, kind, failure, sentence);
    }

    fn walk_not_kept(&mut self, now: Now, account: usize, kind: LeadKind, error: StoreError) {
        let sentence = error.to_string();
        self.say_if_not_kept(Err::<(), _>(error));
        self.end_walk(now, account, kind, SyncFailureKind::NotKept, sentence);
    }

    /// Ends a walk before its end.
    pub(super) fn end_walk(
        &mut self,
        now: Now,
        account: usize,
        kind: LeadKind,
        failure: SyncFailureKind,
        sentence: String,
    ) {
        let every = self.accounts[account].settings.sync_every;
        let list = self.accounts[account].list_mut(kind);
        list.due = now.mono + every;
        let Some(mut walk) = list.walk.take() else { return };
        walk.report.took_ms = u64::try_from(now.mono.saturating_sub(walk.began).as_millis()).unwrap_or(u64::MAX);
        walk.report.failure = Some(SyncFailure { kind: failure, sentence });
        if walk.pass.purpose() == Purpose::Whole {
            self.few_writes_ahead();
        }
        self.walk_ended(account, kind, &walk.report);
        self.dirty = true;
    }

    /// Which walk a list needs next when nobody asks: the first whole pass, one that an edit waits for, a sweep where the head does not show
    /// everything, else a look at the head.
    pub(super) fn due_purpose(&self, now: Now, account: usize, kind: LeadKind) -> Purpose {
        let list = self.accounts[account].list(kind);
        let sweep_secs = i64::try_from(self.accounts[account].settings.sync_every.as_secs())
            .unwrap_or(60)
            .saturating_mul(10)
            .max(300);
        // A pass that lies ahead was made by a clock that was set back since: nobody knows how long ago it was.
        let ago = |at: Timestamp| now.at.as_second() - at.as_second();
        let swept = list.memory.last_whole_at.is_some_and(|at| (0..sweep_secs).contains(&ago(at)));
        let head_is_enough = list.memory.order == Some(Order::UpdatedDesc);
        let owed = list.memory.whole_passes == 0 || self.waits_for_pass(account);
        if owed || (!head_is_enough && !swept) { Purpose::Whole } else { Purpose::Head }
    }

    /// `sync`: the whole list, or the head alone where it shows everything.
    pub(super) fn sync_purpose(&self, account: usize, kind: LeadKind, full: bool) -> Purpose {
        let memory = &self.accounts[account].list(kind).memory;
        if !full && memory.whole_passes > 0 && memory.order == Some(Order::UpdatedDesc) {
            Purpose::Head
        } else {
            Purpose::Whole
        }
    }

    /// Reads one lead again now.
    pub(super) fn refresh(&mut self, lead: LeadId) {
        let Some(place) = self.places.get(&lead).copied() else { return };
        let Some(account) = place.account else {
            return self.say(
                "The account of this lead is not in the settings any more, so it cannot be read again.".to_owned(),
                true,
            );
        };
        if self.accounts[account].refreshes.iter().any(|(waiting, _)| *waiting == lead) {
            return;
        }
        let found = self.mirror_lead(lead);
        if let Some(Some((_, mirror))) = self.say_if_not_kept(found) {
            let order = self.accounts[account].list(place.kind).memory.order;
            let search = super::locate::Search::new(&mirror, place.page, order);
            self.accounts[account].refreshes.push_back((lead, search));
        }
    }
}

/// How often a whole pass is begun anew because the list moved faster than it was read.
const MOST_RESTARTS: u32 = 3;
/// The sentence when that did not help.
const OUTRUN: &str = "Leads arrive faster than the list can be read, so some may be missing. What was read is kept; sync again when it is calmer.";

impl Walk {
    /// Notes a record that could not be read. True when it is new to this pass.
    fn skip(&mut self, skipped: &Skipped) -> bool {
        let record = SkippedRecord {
            remote_id: skipped.remote_id.clone(),
            path: skipped.path.clone(),
            why: skipped.why.clone(),
        };
        let first = match &skipped.remote_id {
            Some(id) => self.pass.note(&id.as_str().into()),
            // Without an id its text tells whether it is the same one again.
            None => self.pass.note(&format!("record {:x}", skipped.fingerprint).as_str().into()),
        };
        if first && self.report.skipped.len() < SKIPS_NAMED {
            self.report.skipped.push(record);
        }
        first
    }
}

impl ListMemory {
    /// What a finished walk teaches about its list.
    fn learn(&mut self, walk: &Walk, at: Timestamp) {
        let evidence = &walk.pass.evidence;
        let believed = self.order;
        if walk.pass.purpose() == Purpose::Whole {
            self.whole_passes += 1;
            self.last_whole_at = Some(at);
            self.last_page = walk.pass.last_page();
            if let Some((order, proof)) = evidence.proven() {
                (self.order, self.proof) = (Some(order), proof);
            }
        }
        // The head alone can already speak against what was believed: from then on everything is swept.
        if self.order.is_some_and(|order| evidence.contradicts(order)) {
            (self.order, self.proof) = (None, String::new());
        }
        if self.order != believed {
            self.whole_until = None;
        }
        if let Some(at) = Order::ALL.iter().position(|order| Some(*order) == self.order && order.descends()) {
            self.whole_until = self.whole_until.max(walk.newest[at]);
        }
    }
}

/// The times of a page's records by that order.
fn times(order: Order, page: &Page) -> impl Iterator<Item = Timestamp> {
    page.leads.iter().filter_map(move |remote| order.key(&remote.lead))
}
