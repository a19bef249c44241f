//! The mirror: what the vendor last said. Only readings write it.

use jiff::Timestamp;

use super::ingest::{self, Known, Plan};
use super::lanes::Lane;
use super::{Engine, Now};
use crate::bridge::{LeadView, OpenLead};
use crate::domain::change::fold;
use crate::domain::{Field, Lead, LeadId, LeadKind, OutboxState};
use crate::search::Row;
use crate::search::row::RowMarks;
use crate::store::{StoreError, StoredLead};
use crate::vendors::parts::{Page, RemoteLead};

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

/// Two whole passes without it: gone.
const MISSES_OF_GONE: u32 = 2;

impl Engine {
    /// Takes a page into the mirror, in one transaction with `also` (a cursor, say). `whole`: part of a whole pass,
    /// which also keeps where the unchanged ones were seen.
    pub(super) fn take_page(
        &mut self,
        now: Now,
        account: usize,
        kind: LeadKind,
        number: u32,
        page: &Page,
        whole: bool,
    ) -> Result<Brought, StoreError> {
        let first_pass = self.accounts[account].list(kind).memory.whole_passes == 0;
        let mut brought = Brought::default();
        let mut plans: Vec<(&RemoteLead, Plan)> = Vec::with_capacity(page.leads.len());
        for remote in &page.leads {
            let known = self.known(account, remote)?;
            plans.push((remote, ingest::plan(remote, known.as_ref())));
        }
        for (_, plan) in &plans {
            if let Plan::Upsert { is_new, .. } = plan {
                brought.new += u64::from(*is_new);
                brought.changed += u64::from(!*is_new);
            }
        }
        let wishes: Vec<Vec<(Field, String)>> = plans.iter().map(|(remote, plan)| self.wished(account, remote, plan)).collect();
        let nothing_to_keep = !whole && brought == Brought::default();
        let mut touched: Vec<(LeadId, usize)> = Vec::with_capacity(plans.len());
        if nothing_to_keep {
            for (at, (_, plan)) in plans.iter().enumerate() {
                if let Plan::Unchanged(id) = plan {
                    touched.push((*id, at));
                }
            }
        } else {
            let since = self.accounts[account].last_success_at.unwrap_or(now.at);
            touched = self.store.write(|tx| {
                let mut touched = Vec::with_capacity(plans.len());
                for (at, (remote, plan)) in plans.iter().enumerate() {
                    let id = match plan {
                        Plan::Unchanged(id) => {
                            if whole {
                                tx.touch_lead(*id, number, now.at)?;
                            }
                            *id
                        }
                        Plan::Upsert { is_new, worth_a_look, observed } => {
                            // What we wrote ourselves is no news to whoever sits here.
                            let theirs: Vec<_> = observed
                                .iter()
                                .filter(|o| !wishes[at].iter().any(|(f, v)| f.as_str() == o.field && f.same(o.new.as_deref(), Some(v))))
                                .collect();
                            let mark = *worth_a_look && !(first_pass && *is_new) && (observed.is_empty() || !theirs.is_empty());
                            let id = tx.upsert_lead(&remote.lead, &remote.record, number, now.at, mark)?;
                            for o in theirs {
                                tx.observed(id, o.field, o.old.as_deref(), o.new.as_deref(), since, now.at)?;
                            }
                            id
                        }
                    };
                    touched.push((id, at));
                }
                Ok(touched)
            })?;
        }
        for (id, at) in touched {
            self.places.insert(id, Place { account: Some(account), kind, page: number });
            let unchanged = matches!(plans[at].1, Plan::Unchanged(_));
            self.reread_row(id, now.at, unchanged);
            self.wake_waiting_lane(now, id);
        }
        if brought != Brought::default() {
            self.dirty = true;
        }
        Ok(brought)
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
        Ok(Some(Known { id, lead, record }))
    }

    /// The whole lead of a stored record; the hot columns alone when the record does not decode any more.
    fn decoded(&self, account: usize, stored: &StoredLead, record: &str) -> Lead {
        let account = &self.accounts[account];
        account
            .leads
            .and_then(|part| part.read_record(&account.settings, stored.lead.kind, record).ok())
            .unwrap_or_else(|| stored.lead.clone())
    }

    /// The open wishes of ours that a changed record may simply be showing back.
    fn wished(&self, account: usize, remote: &RemoteLead, plan: &Plan) -> Vec<(Field, String)> {
        if !matches!(plan, Plan::Upsert { is_new: false, .. }) {
            return Vec::new();
        }
        let name = &self.accounts[account].settings.name;
        let Ok(Some(id)) = self.store.lead_id(name, &remote.lead.remote_id) else { return Vec::new() };
        self.open_changes(id).map(|change| (change.field(), change.value().to_owned())).collect()
    }

    /// A lead with all its fields, as the vendor last said it.
    pub(super) fn mirror_lead(&self, id: LeadId) -> Result<Option<(StoredLead, Lead)>, StoreError> {
        let Some(stored) = self.store.stored_lead(id)? else { return Ok(None) };
        let account = self.places.get(&id).and_then(|place| place.account);
        let lead = match (account, self.store.record(id)?) {
            (Some(account), Some(record)) => self.decoded(account, &stored, &record),
            _ => stored.lead.clone(),
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

    /// Makes the list's row of this lead anew.
    pub(super) fn refresh_row(&mut self, id: LeadId) {
        let stored = self.store.stored_lead(id);
        if let Some(Some(mut stored)) = self.say_if_not_kept(stored) {
            if let Some(row) = self.index.rows().get(id) {
                stored.read_at = stored.read_at.max(row.read_at);
            }
            self.index.put(row_of(&stored, self.lanes.get(&id)), self.holds_still(id));
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

    /// While a list is filled for the first time, and for command lines, rows come in as they come.
    fn holds_still(&self, id: LeadId) -> bool {
        let Some(place) = self.places.get(&id) else { return true };
        let Some(account) = place.account else { return true };
        self.mode == super::Mode::Live && self.accounts[account].list(place.kind).memory.whole_passes > 0
    }

    /// Builds the chosen lead's details again.
    pub(super) fn reopen(&mut self) {
        let built = self.open.map_or(Ok(None), |id| self.lead_view(id));
        if let Some(found) = self.say_if_not_kept(built) {
            self.open_view = found.map(|(view, mirror)| {
                let pending = view.pending.iter().filter_map(|id| self.items.get(id).cloned()).collect();
                std::sync::Arc::new(OpenLead { view, mirror, pending })
            });
            self.dirty = true;
        }
    }

    /// The leads of this list that a whole pass did not see: one more miss each; at two they are gone.
    pub(super) fn count_misses(&mut self, account: usize, kind: LeadKind, seen: impl Fn(&Lead) -> bool) -> Result<(), StoreError> {
        let mut missed = Vec::new();
        let name = self.accounts[account].settings.name.clone();
        self.store.stored_leads(&mut |stored| {
            if stored.lead.account == name && stored.lead.kind == kind && !seen(&stored.lead) {
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

/// The list's row of a stored lead with its open changes laid over it.
pub(super) fn row_of(stored: &StoredLead, lane: Option<&Lane>) -> Row {
    let changes = lane.map(|lane| lane.changes.as_slice()).unwrap_or_default();
    let lead = fold(&stored.lead, changes.iter().map(|(_, change, _)| change));
    let pending = changes.iter().map(|(.., state)| *state).max_by_key(|state| severity(*state));
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
