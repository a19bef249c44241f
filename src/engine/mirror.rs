//! The mirror: what the vendor last said. Only readings write it.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::ingest::{self, Known, Plan};
use super::lanes::{Lane, OpenChange};
use super::{Engine, Now};
use crate::bridge::{CustomerClock, LeadView, OpenLead};
use crate::config::AccountSettings;
use crate::domain::change::fold;
use crate::domain::home::home;
use crate::domain::{ChangeId, Lead, LeadId, LeadKind, List, OutboxState};
use crate::search::Row;
use crate::search::row::RowMarks;
use crate::store::{StoreError, StoredLead, Tx};
use crate::vendors::parts::{Page, RemoteLead};
use crate::vendors::{REGISTRY, VendorSpec, leads_of};

/// Where a lead was last seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// `None` when its account is no longer configured.
    pub account: Option<usize>,
    pub kind: LeadKind,
    pub page: u32,
}

/// What a page brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Brought {
    pub new: u64,
    pub changed: u64,
}

/// One record of a page beside what the mirror has of it.
struct Reading<'p> {
    remote: &'p RemoteLead,
    known: Option<Known>,
    plan: Plan,
}

impl Reading<'_> {
    /// Whether the mirror has something to learn from it, be it only that the lead is not gone.
    fn is_news(&self) -> bool {
        match &self.plan {
            Plan::Upsert { .. } => true,
            Plan::Unchanged(_) => self.known.as_ref().is_some_and(|known| known.missed_passes > 0),
        }
    }

    /// Writes it into the mirror. What we wrote ourselves is no news to whoever sits here, and in the first pass
    /// everything is new, so neither raises the mark.
    fn keep(&self, tx: &Tx<'_>, page: u32, now: Timestamp, first_pass: bool) -> Result<LeadId, StoreError> {
        let (is_new, worth_a_look, observed) = match &self.plan {
            Plan::Unchanged(id) => return tx.touch_lead(*id, page, now).map(|()| *id),
            Plan::Upsert { is_new, worth_a_look, observed } => (*is_new, *worth_a_look, observed),
        };
        let mark = worth_a_look && !(first_pass && is_new);
        let id = tx.upsert_lead(&self.remote.lead, &self.remote.record, page, now, mark)?;
        let since = self.known.as_ref().map_or(now, |known| known.read_at);
        // The vendor shows only the newest message: the one that it replaces is kept here.
        let before = self.known.as_ref().and_then(|known| known.lead.last_message.as_ref());
        if let Some(before) = before.filter(|before| self.remote.lead.last_message.as_ref() != Some(before)) {
            tx.keep_message(id, before, since)?;
        }
        observed.iter().try_for_each(|o| tx.observed(id, o.field, o.old.as_deref(), o.new.as_deref(), since, now))?;
        Ok(id)
    }
}

/// Two whole passes without it: gone.
const MISSES_OF_GONE: u32 = 2;

impl Engine {
    /// Takes a page into the mirror, in one transaction. `whole`: part of a whole pass, which also keeps where the
    /// unchanged ones were seen; otherwise a page without news is not worth a write to disk.
    pub(super) fn take_page(
        &mut self,
        now: Now,
        account: usize,
        kind: LeadKind,
        number: u32,
        page: &Page,
        whole: bool,
    ) -> Result<Brought, StoreError> {
        self.adopt_made(now, account, page)?;
        let first_pass = self.accounts[account].list(kind).memory.whole_passes == 0;
        let readings = page.leads.iter().map(|remote| self.reading(account, remote)).collect::<Result<Vec<_>, _>>()?;
        let mut brought = Brought::default();
        for reading in &readings {
            if let Plan::Upsert { is_new, .. } = reading.plan {
                brought.new += u64::from(is_new);
                brought.changed += u64::from(!is_new);
            }
        }
        let ids: Vec<LeadId> = if whole || readings.iter().any(Reading::is_news) {
            self.store
                .write(|tx| readings.iter().map(|reading| reading.keep(tx, number, now.at, first_pass)).collect())?
        } else {
            readings.iter().filter_map(|reading| reading.known.as_ref().map(|known| known.id)).collect()
        };
        for (id, reading) in ids.into_iter().zip(&readings) {
            self.places.insert(id, Place { account: Some(account), kind, page: number });
            self.reread_row(id, now.at, !reading.is_news());
            if reading.is_news() {
                self.look_again_ahead(id);
            }
            self.wake_waiting_lane(now, id);
            self.arrived_late(now, id, &reading.remote.lead)?;
        }
        if brought != Brought::default() {
            self.dirty = true;
        }
        Ok(brought)
    }

    /// One record of a page beside what the mirror has of it.
    fn reading<'p>(&self, account: usize, remote: &'p RemoteLead) -> Result<Reading<'p>, StoreError> {
        let known = self.known(account, remote)?;
        let mut plan = match &known {
            // A changed record may simply be showing our own wishes back: those are no news.
            Some(known) => {
                let mut explained = known.clone();
                ingest::lay_ours_over(&mut explained.lead, self.open_changes(known.id), &remote.lead);
                ingest::plan(remote, Some(&explained))
            }
            None => ingest::plan(remote, None),
        };
        // What a probe writes into the lists and takes out again is nobody's work.
        if let (Some(known), Plan::Upsert { observed, .. }) = (&known, &mut plan)
            && self.is_probed(account, known.id)
        {
            observed.retain(|seen| List::from_name(seen.field).is_none());
        }
        Ok(Reading { remote, known, plan })
    }

    /// What the mirror has of a record on a page. The stored record is decoded only when it differs.
    fn known(&self, account: usize, remote: &RemoteLead) -> Result<Option<Known>, StoreError> {
        let settings = &self.accounts[account].settings;
        let Some(id) = self.store.lead_id(&settings.name, &remote.lead.remote_id)? else { return Ok(None) };
        let Some(stored) = self.store.stored_lead(id)? else { return Ok(None) };
        let Some(record) = self.store.record(id)? else { return Ok(None) };
        let lead = if record == remote.record {
            let mut lead = remote.lead.clone();
            lead.kind = stored.lead.kind;
            lead
        } else {
            self.decoded(account, &stored, &record)
        };
        // An unchanged lead is read far more often than it is worth a write.
        let read_at = self.index.rows().get(id).map_or(stored.read_at, |row| row.read_at.max(stored.read_at));
        Ok(Some(Known { id, lead, record, read_at, missed_passes: stored.missed_passes }))
    }

    /// The whole lead of a stored record; the hot columns alone when the record does not decode any more.
    fn decoded(&self, account: usize, stored: &StoredLead, record: &str) -> Lead {
        let account = &self.accounts[account];
        account
            .leads
            .and_then(|part| part.read_record(&account.settings, stored.lead.kind, record).ok())
            .unwrap_or_else(|| stored.lead.clone())
    }

    /// A lead with all its fields, as the vendor last said it.
    pub(super) fn mirror_lead(&self, id: LeadId) -> Result<Option<(StoredLead, Lead)>, StoreError> {
        let Some(stored) = self.store.stored_lead(id)? else { return Ok(None) };
        let account = self.places.get(&id).and_then(|place| place.account);
        let lead = match (account, self.store.record(id)?) {
            (Some(account), Some(record)) => self.decoded(account, &stored, &record),
            (None, Some(record)) => decoded_without_account(&stored, &record),
            (_, None) => stored.lead.clone(),
        };
        Ok(Some((stored, lead)))
    }

    /// A lead with pending changes folded in.
    pub(super) fn lead_view(&self, id: LeadId) -> Result<Option<(LeadView, Lead)>, StoreError> {
        let Some((stored, mirror)) = self.mirror_lead(id)? else { return Ok(None) };
        let view = LeadView {
            id,
            lead: fold(&mirror, self.open_changes(id)),
            pending: self.lanes.get(&id).map(|lane| lane.items.clone()).unwrap_or_default(),
            read_at: self.index.rows().get(id).map_or(stored.read_at, |row| row.read_at),
            gone: stored.missed_passes >= MISSES_OF_GONE,
        };
        Ok(Some((view, mirror)))
    }

    /// A lead as it would be seen without these of its pending changes.
    pub(super) fn lead_without(&self, id: LeadId, gone: &BTreeSet<ChangeId>) -> Result<Option<Lead>, StoreError> {
        let Some((_, mirror)) = self.mirror_lead(id)? else { return Ok(None) };
        let open = self.lanes.get(&id).into_iter().flat_map(|lane| &lane.changes);
        Ok(Some(fold(&mirror, open.filter(|open| !gone.contains(&open.id)).map(OpenChange::wish))))
    }

    /// Makes the list's row of this lead anew.
    pub(super) fn refresh_row(&mut self, id: LeadId) {
        let stored = self.store.stored_lead(id);
        if let Some(Some(mut stored)) = self.say_if_not_kept(stored) {
            if stored.lead.is_made_here() && !self.lanes.contains_key(&id) {
                self.index.remove(id);
                self.dirty = true;
                return;
            }
            if let Some(row) = self.index.rows().get(id) {
                stored.read_at = stored.read_at.max(row.read_at);
            }
            self.index.put(row_of(&stored, self.lanes.get(&id)), self.holds_still());
            self.dirty = true;
        }
        if self.open == Some(id) {
            self.reopen();
        }
    }

    /// After a reading: a lead that came back unchanged was only read again.
    fn reread_row(&mut self, id: LeadId, read_at: Timestamp, unchanged: bool) {
        match self.index.rows().get(id) {
            Some(row) if unchanged && !row.gone => {
                let mut row = (**row).clone();
                row.read_at = read_at;
                self.index.put(row, true);
                if self.open == Some(id) {
                    self.reopen();
                    self.dirty = true;
                }
            }
            _ => self.refresh_row(id),
        }
    }

    /// While any list is filled for the first time, and for command lines, rows come in as they come: nobody reads a
    /// list that is still growing under them.
    fn holds_still(&self) -> bool {
        let first = |list: &super::account::List| list.walk.is_some() && list.memory.whole_passes == 0;
        self.mode == super::Mode::Live && !self.accounts.iter().any(|account| account.lists.iter().any(first))
    }

    /// Builds the chosen lead's details again.
    pub(super) fn reopen(&mut self) {
        let built = self.open.map_or(Ok(None), |id| match self.lead_view(id)? {
            Some((view, mirror)) => self.timeline(id, &mirror).map(|timeline| Some((view, mirror, timeline))),
            None => Ok(None),
        });
        if let Some(found) = self.say_if_not_kept(built) {
            self.open_view = found.map(|(view, mirror, timeline)| {
                let pending = view.pending.iter().filter_map(|id| self.items.get(id).cloned()).collect();
                let clock = CustomerClock::of(home(&view.lead));
                let next_best = self.next_best(view.id);
                Arc::new(OpenLead { view, mirror, pending, timeline, clock, next_best })
            });
            self.dirty = true;
        }
    }

    /// The leads of this list that a whole pass did not see: one more miss each; at two they are gone.
    pub(super) fn count_misses(
        &mut self,
        account: usize,
        kind: LeadKind,
        seen: impl Fn(&Lead) -> bool,
    ) -> Result<(), StoreError> {
        let mut missed = Vec::new();
        let name = self.accounts[account].settings.name.clone();
        self.store.stored_leads(&mut |stored| {
            let is_listed = stored.lead.account == name && stored.lead.kind == kind && !stored.lead.is_made_here();
            if is_listed && !seen(&stored.lead) {
                missed.push(stored.id);
            }
        })?;
        if missed.is_empty() {
            return Ok(());
        }
        self.store.write(|tx| missed.iter().try_for_each(|id| tx.missed_by_pass(*id).map(drop)))?;
        for id in missed {
            self.refresh_row(id);
        }
        Ok(())
    }
}

/// A lead whose account was taken out of the settings: the record tells by itself whose it is.
fn decoded_without_account(stored: &StoredLead, record: &str) -> Lead {
    let read = |spec: &&VendorSpec| {
        let settings = AccountSettings::unreachable(stored.lead.account.clone(), spec.name);
        leads_of(spec.name)?.read_record(&settings, stored.lead.kind, record).ok()
    };
    REGISTRY.iter().find_map(read).unwrap_or_else(|| stored.lead.clone())
}

/// The list's row of a stored lead with its open changes laid over it.
pub(super) fn row_of(stored: &StoredLead, lane: Option<&Lane>) -> Row {
    let changes = lane.map(|lane| lane.changes.as_slice()).unwrap_or_default();
    let lead = fold(&stored.lead, changes.iter().map(OpenChange::wish));
    let pending = changes.iter().map(|open| open.state).max_by_key(|state| severity(*state));
    Row::new(
        stored.id,
        &lead,
        RowMarks {
            read_at: stored.read_at,
            pending,
            changed: stored.changed,
            gone: stored.missed_passes >= MISSES_OF_GONE,
        },
    )
}

/// Which of a lead's open rows its line in the list shows.
fn severity(state: OutboxState) -> u8 {
    match state {
        OutboxState::NeedsAgent => 3,
        OutboxState::Unknown => 2,
        _ => 1,
    }
}
