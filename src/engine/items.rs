//! The outbox in memory: every open row as the window shows it, kept equal to what is on disk.

use std::sync::Arc;
use std::time::Duration;

use super::lanes::{Lane, OpenChange};
use super::list_ways::is_apart;
use super::mirror::Place;
use super::{Engine, Now};
use crate::bridge::OutboxView;
use crate::domain::change::fold;
use crate::domain::outbox::Conflict;
use crate::domain::{Change, ChangeId, Lead, LeadId, OutboxItem, OutboxState};
use crate::search::Index;
use crate::store::{ItemMove, StoreError, Tx};

/// A clock that jumped must not make a remembered wait last for ever.
pub(super) const LONGEST_STATED: Duration = Duration::from_secs(3600);
/// How much history the outbox screen shows.
const DONE_SHOWN: usize = 200;

impl Engine {
    /// Reads everything that a start needs.
    pub(super) fn load(&mut self, now: Now) -> Result<(), StoreError> {
        self.settle_unfinished(now)?;
        self.memory = Arc::new(self.store.memory()?);
        self.load_unlinked();
        for at in 0..self.accounts.len() {
            self.load_account(now, at)?;
        }
        self.load_identities()?;
        self.drafts =
            self.store.drafts()?.into_iter().map(|(lead, of, text)| ((lead, of), Arc::<str>::from(text))).collect();
        let open: Vec<_> = self.store.open_items()?.into_iter().map(|item| self.as_it_stands(item)).collect();
        let unreadable: Vec<ChangeId> = self.store.unreadable_items()?.into_iter().map(|row| row.change).collect();
        for item in open.iter().filter(|item| item.change.recording().is_none()) {
            let lane = self.lanes.entry(item.lead).or_insert_with(Lane::idle);
            lane.items.push(item.id);
            // What it wanted is not known, so it lies over nothing; it still keeps its place in the order.
            if !unreadable.contains(&item.id) {
                lane.changes.push(OpenChange::of(item));
            }
        }
        let mut rows = Vec::new();
        let (accounts, lanes, places) = (&self.accounts, &self.lanes, &mut self.places);
        let made = &mut self.made;
        self.store.stored_leads(&mut |stored| {
            let account = accounts.iter().position(|account| account.settings.name == stored.lead.account);
            places.insert(stored.id, Place { account, kind: stored.lead.kind, page: stored.page });
            if stored.lead.is_made_here() {
                let uuid = stored.lead.uuid.as_ref().map(|uuid| uuid.to_ascii_lowercase()).unwrap_or_default();
                made.insert((stored.lead.account.clone(), uuid), stored.id);
                // Dropped before it was sent: it waits for nothing, and nobody knows of it.
                if !lanes.contains_key(&stored.id) {
                    return;
                }
            }
            rows.push(super::mirror::row_of(&stored, lanes.get(&stored.id)));
        })?;
        self.index = Index::new(rows, self.viewpoint(now));
        self.load_told()?;
        for item in open {
            let view = self.view_of(item)?;
            self.show(view);
        }
        let since = now.at.checked_sub(jiff::SignedDuration::from_hours(24)).unwrap_or(now.at);
        for item in self.store.done_items(since, DONE_SHOWN)? {
            let view = self.view_of(item)?;
            self.done.insert(view.item.id, Arc::new(view));
        }
        for account in 0..self.accounts.len() {
            // The settings may have stated since what had to be found out before.
            self.release_list_changes(now, account)?;
        }
        for account in 0..self.accounts.len() {
            self.ready_recordings(now, account);
        }
        let leads: Vec<LeadId> = self.lanes.keys().copied().collect();
        for lead in leads {
            self.ready_lane(lead, now.mono);
        }
        self.lanes.keys().copied().collect::<Vec<_>>().into_iter().for_each(|lead| self.explain(lead));
        (self.undo, self.redo) = self.undo_offers()?;
        Ok(())
    }

    /// Rows whose write was begun and never answered: the program ended in between. A checked write is looked at
    /// again (a reading tells); nothing is sent on a guess.
    fn settle_unfinished(&mut self, now: Now) -> Result<(), StoreError> {
        let unfinished = self.store.unfinished_attempts()?;
        let open = self.store.open_items()?;
        self.store.write(|tx| {
            tx.finish_attempt(&unfinished, "unclear: the program ended before an answer came", now.at)?;
            for item in open.iter().filter(|item| item.state == OutboxState::Sending) {
                let unclear = unfinished.contains(&item.id);
                if item.change.recording().is_some() && unclear {
                    let why = super::recording::unknown("The vendor", super::recording::ENDED);
                    tx.move_item(item.id, &to(item, OutboxState::Unknown, why), now.at)?;
                    continue;
                }
                let why = if unclear || item.said_yes { READING_BACK } else { "" };
                let state = if why.is_empty() { OutboxState::Queued } else { OutboxState::Waiting };
                tx.move_item(item.id, &to(item, state, why), now.at)?;
            }
            Ok(())
        })
    }

    /// Adds the words a person needs to a row.
    pub(super) fn view_of(&self, item: OutboxItem) -> Result<OutboxView, StoreError> {
        let lead = self.store.stored_lead(item.lead)?;
        let account = self.account_at(&item.account).map(|at| &self.accounts[at]);
        Ok(OutboxView {
            vendor: account.map_or("", |account| account.spec.name.as_str()),
            vendor_title: account.map_or("", |account| account.spec.title),
            lead_remote_id: lead.as_ref().map(|lead| lead.lead.remote_id.to_string()).unwrap_or_default(),
            lead_name: lead.map(|lead| self.name_of(item.lead, &lead.lead)).unwrap_or_default(),
            summary: item.change.summary(item.base.as_deref()),
            item,
        })
    }

    /// What to call a lead: one made here by what is wished for it, any other by what the vendor said.
    fn name_of(&self, id: LeadId, lead: &Lead) -> String {
        if lead.is_made_here() { fold(lead, self.open_changes(id)).display_name() } else { lead.display_name() }
    }

    /// Puts a row where it belongs: among the open ones, or into history.
    pub(super) fn show(&mut self, view: OutboxView) {
        self.untold |= view.item.state == OutboxState::Queued && view.item.why.is_empty();
        let slot = |state: OutboxState| OutboxState::ALL.iter().position(|s| *s == state).unwrap_or(0);
        if let Some(old) = self.items.remove(&view.item.id) {
            self.counts[slot(old.item.state)] -= 1;
        }
        if view.item.state.is_done() {
            self.identities.remove(&view.item.id);
            self.done.insert(view.item.id, Arc::new(view));
            while self.done.len() > DONE_SHOWN {
                let Some(oldest) = self.done.keys().next().copied() else { break };
                self.done.remove(&oldest);
            }
        } else {
            self.counts[slot(view.item.state)] += 1;
            self.items.insert(view.item.id, Arc::new(view));
        }
        self.dirty = true;
    }

    /// Moves rows on disk, in one transaction with whatever else belongs to it, and then on screen.
    pub(super) fn move_items(
        &mut self,
        now: Now,
        moves: &[(ChangeId, ItemMove)],
        also: impl FnOnce(&Tx<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.store.write(|tx| {
            also(tx)?;
            moves.iter().try_for_each(|(id, to)| tx.move_item(*id, to, now.at))
        })?;
        self.show_moves(now, moves);
        Ok(())
    }

    /// Rows that were moved on disk, on screen.
    pub(super) fn show_moves(&mut self, now: Now, moves: &[(ChangeId, ItemMove)]) {
        for (id, to) in moves {
            self.show_moved(now, *id, |item| {
                item.state = to.state;
                item.why.clone_from(&to.why);
                item.conflict.clone_from(&to.conflict);
                item.next_try_at = to.next_try_at;
                item.said_yes = to.said_yes;
                if let Some(base) = &to.base {
                    item.base.clone_from(base);
                }
            });
        }
    }

    /// Changes a row on screen only: a reading that is out is not worth a write to disk.
    pub(super) fn show_moved(&mut self, now: Now, id: ChangeId, change: impl FnOnce(&mut OutboxItem)) {
        let Some(view) = self.items.get(&id).cloned() else { return };
        let mut view = (*view).clone();
        change(&mut view.item);
        view.item.moved_at = now.at;
        view.summary = view.item.change.summary(view.item.base.as_deref());
        let (lead, state, apart) = (view.item.lead, view.item.state, is_apart(&view.item));
        let base = view.item.base.clone();
        self.show(view);
        if let Some(lane) = self.lanes.get_mut(&lead) {
            if state.is_done() {
                lane.items.retain(|other| *other != id);
                lane.changes.retain(|open| open.id != id);
            } else if let Some(entry) = lane.changes.iter_mut().find(|open| open.id == id) {
                (entry.state, entry.apart, entry.base) = (state, apart, base);
            }
            if lane.items.is_empty() && lane.is_idle() {
                let due = lane.due;
                self.lanes.remove(&lead);
                for account in &mut self.accounts {
                    account.ready.remove(&(due, lead));
                }
            }
        }
        self.explain(lead);
        self.refresh_row(lead);
    }

    /// Rows that cannot go say what they wait for: another change of their lead, or an account that is not there.
    pub(super) fn explain(&mut self, lead: LeadId) {
        let Some(lane) = self.lanes.get(&lead) else { return };
        let served = self.places.get(&lead).and_then(|place| place.account);
        let served = served.is_some_and(|account| self.accounts[account].leads.is_some());
        let rows = || lane.items.iter().filter_map(|id| self.items.get(id)).map(|view| &view.item);
        let on_its_way = |item: &&OutboxItem| matches!(item.state, OutboxState::Sending | OutboxState::Waiting);
        let read_back = rows().find(|item| on_its_way(item) && may_have_arrived(item)).map(|item| item.id);
        let mut stop = None;
        let mut words = Vec::new();
        for item in rows() {
            let is_silent = item.why.is_empty() || item.why.starts_with(BEHIND);
            if is_apart(item) {
                // It waits for a person and holds nobody back.
            } else if item.state.waits_for_agent() || item.state == OutboxState::Held {
                stop.get_or_insert((item.id, item.state));
            } else if item.state == OutboxState::Sending || (may_have_arrived(item) && served) {
                // It says what it is at.
            } else if let Some((id, state)) = stop {
                let which = if state == OutboxState::Held { "you hold" } else { "needs you" };
                words.push((item.id, format!("{BEHIND}{id}, which {which}")));
            } else if !served {
                let account = &item.account;
                let gone =
                    format!("account “{account}” is not in the settings any more; put it back, or drop the change");
                words.push((item.id, if may_have_arrived(item) { format!("{READING_BACK}; {gone}") } else { gone }));
            } else if let Some(id) = read_back.filter(|_| item.state == OutboxState::Queued && is_silent) {
                words.push((item.id, format!("{BEHIND}{id}, which is being read back")));
            } else if item.why.starts_with(BEHIND) {
                words.push((item.id, String::new()));
            }
        }
        for (id, why) in words {
            if let Some(view) = self.items.get(&id).filter(|view| view.item.why != why) {
                let mut view = (**view).clone();
                // What it waited for beside is said anew, if it is still so.
                if why.is_empty() && view.item.state == OutboxState::Waiting {
                    view.item.state = OutboxState::Queued;
                }
                view.item.why = why;
                self.show(view);
            }
        }
    }

    /// The row with this number, open or just done.
    pub(super) fn item(&self, id: ChangeId) -> Option<&OutboxItem> {
        self.items.get(&id).or_else(|| self.done.get(&id)).map(|view| &view.item)
    }

    /// The open changes of a lead, oldest first, each with what the agent saw before it.
    pub(super) fn open_changes(&self, lead: LeadId) -> impl Iterator<Item = (&Change, Option<&str>)> {
        self.lanes.get(&lead).into_iter().flat_map(|lane| lane.changes.iter().map(OpenChange::wish))
    }
}

/// Why a write without an answer waits.
pub(super) const READING_BACK: &str = "reading back: it may have been stored";

/// Why a row waits that would go by itself.
pub(super) const BEHIND: &str = "waits for change ";

/// Whether the vendor may hold it although nothing was read back: sent without an answer, or answered with a yes.
pub(super) fn may_have_arrived(item: &OutboxItem) -> bool {
    item.said_yes || item.why.starts_with(READING_BACK)
}

/// The move that changes state and reason and nothing else.
pub(super) fn to(item: &OutboxItem, state: OutboxState, why: impl Into<String>) -> ItemMove {
    ItemMove {
        state,
        why: why.into(),
        conflict: None::<Conflict>,
        next_try_at: None,
        said_yes: item.said_yes,
        base: None,
    }
}
