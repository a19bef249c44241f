//! A lead that an agent makes: it stands here under its uuid until the vendor's lists show it.
//!
//! Its row of the mirror is a place for wishes and drafts and holds nothing a vendor said. It is written by one PUT and
//! then looked for; the reading that brings its record takes the row over, and everything that hangs off it stays.

use super::edit::{Wishes, not_kept};
use super::items::{READING_BACK, may_have_arrived, to};
use super::{Engine, Now};
use crate::bridge::OutboxView;
use crate::bridge::command::{LeadMade, Refused};
use crate::domain::ids::is_uuid;
use crate::domain::{AccountName, Change, ChangeId, Lead, LeadId, LeadKind, OutboxState};
use crate::engine::mirror::Place;
use crate::store::{ItemMove, StoreError};
use crate::vendors::parts::Page;

impl Engine {
    /// Keeps the wish for a new lead with its first values.
    pub(super) fn create_lead(
        &mut self,
        now: Now,
        account: Option<&AccountName>,
        uuid: &str,
        changes: &[Change],
    ) -> Result<LeadMade, Refused> {
        let account = self.account_for_leads(account)?;
        let uuid = uuid.trim();
        if !is_uuid(uuid) {
            return Err(Refused::Wrong(format!(
                "“{uuid}” is no uuid. It has 32 hexadecimal digits in five groups, like 0d1f8a52-3b65-4b5e-9f0e-6b0f9f1c2a77."
            )));
        }
        let first_values = |change: &Change| {
            matches!(
                change,
                Change::Set { .. } | Change::AddTag { .. } | Change::AddNote { .. } | Change::SetAttribute { .. }
            )
        };
        if let Some(other) = changes.iter().find(|change| !first_values(change)) {
            return Err(Refused::Wrong(format!("“{}” is nothing a new lead can begin with.", other.summary(None))));
        }
        let lead = match self.lead_of_uuid(account, uuid)? {
            Some((lead, held)) if held.is_made_here() && !self.lanes.contains_key(&lead) => {
                self.know_made(lead, account, uuid);
                lead
            }
            Some((_, held)) => {
                return Err(Refused::Wrong(if held.is_made_here() {
                    format!("A new lead with the uuid {uuid} waits to be sent already; edit that one.")
                } else {
                    format!("This lead is here already: {} ({}). Edit it instead.", held.remote_id, held.display_name())
                }));
            }
            None => {
                let name = self.accounts[account].settings.name.clone();
                let id = self.store.write(|tx| tx.make_lead(&name, uuid, now.at)).map_err(not_kept)?;
                self.know_made(id, account, uuid);
                id
            }
        };
        let changes = std::iter::once(Change::Create).chain(changes.iter().cloned());
        let wishes = Wishes { changes: changes.map(|change| (lead, change)).collect(), ..Wishes::default() };
        Ok(LeadMade { lead, made: self.keep_wishes(now, wishes)? })
    }

    /// From now on readings look for it.
    pub(super) fn know_made(&mut self, id: LeadId, account: usize, uuid: &str) {
        self.places.insert(id, Place { account: Some(account), kind: LeadKind::Lead, page: 0 });
        let name = self.accounts[account].settings.name.clone();
        self.made.insert((name, uuid.to_ascii_lowercase()), id);
    }

    fn account_for_leads(&self, name: Option<&AccountName>) -> Result<usize, Refused> {
        let with_leads: Vec<usize> =
            self.live_accounts().filter(|(_, account)| account.leads.is_some()).map(|(at, _)| at).collect();
        let names = || {
            let names = with_leads.iter().map(|at| self.accounts[*at].settings.name.to_string());
            names.collect::<Vec<_>>().join(", ")
        };
        match (name, with_leads.as_slice()) {
            (Some(name), all) => {
                all.iter().copied().find(|at| self.accounts[*at].settings.name == *name).ok_or_else(|| {
                    Refused::Wrong(format!("No account “{name}” has leads (those that have: {}).", names()))
                })
            }
            (None, [one]) => Ok(*one),
            (None, []) => {
                Err(Refused::Wrong("No account in the settings has leads. Add one, then try again.".to_owned()))
            }
            (None, _) => Err(Refused::Wrong(format!("Several accounts have leads; say which one: {}.", names()))),
        }
    }

    fn lead_of_uuid(&self, account: usize, uuid: &str) -> Result<Option<(LeadId, Lead)>, Refused> {
        let name = &self.accounts[account].settings.name;
        for id in self.store.leads_of_uuid(name, uuid).map_err(not_kept)? {
            if let Some(stored) = self.store.stored_lead(id).map_err(not_kept)? {
                return Ok(Some((id, stored.lead)));
            }
        }
        Ok(None)
    }

    /// Records of a page that are leads made here take over what hangs off those.
    pub(super) fn adopt_made(&mut self, now: Now, account: usize, page: &Page) -> Result<(), StoreError> {
        if self.made.is_empty() {
            return Ok(());
        }
        let name = self.accounts[account].settings.name.clone();
        for remote in &page.leads {
            let Some(uuid) = remote.lead.uuid.as_ref().map(|uuid| uuid.to_ascii_lowercase()) else { continue };
            let Some(made) = self.made.get(&(name.clone(), uuid.clone())).copied() else { continue };
            let id = &remote.lead.remote_id;
            let lead = match self.store.lead_id(&name, id)? {
                None => {
                    self.store.write(|tx| tx.name_made_lead(made, id))?;
                    made
                }
                Some(real) => {
                    self.move_over(now, made, real)?;
                    real
                }
            };
            let rows = self.lanes.get(&lead).map(|lane| lane.items.clone()).unwrap_or_default();
            for view in rows.iter().filter_map(|row| self.items.get(row).cloned()).collect::<Vec<_>>() {
                self.show(OutboxView { lead_remote_id: id.to_string(), ..(*view).clone() });
            }
            self.made.remove(&(name.clone(), uuid));
        }
        Ok(())
    }

    /// The vendor's record was here before, without its uuid: rows and drafts move over to it.
    fn move_over(&mut self, now: Now, made: LeadId, real: LeadId) -> Result<(), StoreError> {
        self.store.write(|tx| tx.move_over(made, real))?;
        self.places.remove(&made);
        if let Some(lane) = self.lanes.remove(&made) {
            for account in &mut self.accounts {
                account.ready.remove(&(lane.due, made));
            }
            for id in &lane.items {
                if let Some(view) = self.items.get(id).cloned() {
                    let mut view = (*view).clone();
                    view.item.lead = real;
                    self.show(view);
                }
            }
            let into = self.lanes.entry(real).or_insert_with(super::lanes::Lane::idle);
            into.items.extend(lane.items);
            into.changes.extend(lane.changes);
            into.items.sort_unstable();
            into.changes.sort_unstable_by_key(|open| open.id);
            self.ready_lane(real, now.mono);
        }
        let drafts: Vec<_> =
            self.drafts.iter().filter(|((lead, _), _)| *lead == made).map(|(k, v)| (k.clone(), v.clone())).collect();
        for ((_, of), text) in drafts {
            self.drafts.remove(&(made, of.clone()));
            self.drafts.entry((real, of)).or_insert(text);
        }
        self.index.remove(made);
        if self.open == Some(made) {
            self.open = Some(real);
        }
        self.dirty = true;
        Ok(())
    }

    /// A lead made here is in none of the vendor's lists that were read: it is written, unless the vendor said yes to
    /// it before. True when that was done.
    pub(super) fn write_made(
        &mut self,
        now: Now,
        account: usize,
        lead: LeadId,
        unit: &[ChangeId],
    ) -> Result<bool, StoreError> {
        let Some((stored, _)) = self.mirror_lead(lead)? else { return Ok(false) };
        let items: Vec<_> = unit.iter().filter_map(|id| self.item(*id)).collect();
        let create = items.iter().find(|item| item.change == Change::Create);
        if !stored.lead.is_made_here() || create.is_none_or(|create| create.said_yes) {
            return Ok(false);
        }
        self.write_new_lead(now, account, lead, &stored.lead, unit)?;
        Ok(true)
    }

    /// Rows of a lead made here that end with its making.
    pub(super) fn end_with_making(&self, lead: LeadId, making: ChangeId) -> Vec<(ChangeId, ItemMove)> {
        let lane = self.lanes.get(&lead);
        let rows = lane.into_iter().flat_map(|lane| &lane.items).filter_map(|id| self.item(*id));
        rows.filter(|item| item.id != making && item.state != OutboxState::Sending)
            .map(|item| {
                let why = if may_have_arrived(item) && item.why.starts_with(READING_BACK) {
                    "dropped with the new lead; it may have been stored before"
                } else {
                    "dropped with the new lead"
                };
                (item.id, to(item, OutboxState::Cancelled, why))
            })
            .collect()
    }
}
