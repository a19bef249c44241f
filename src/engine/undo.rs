//! Taking back: rows that did not leave are cancelled, what may have left is written back by a new checked write.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use super::edit::{Wishes, not_kept};
use super::items::{may_have_arrived, to};
use super::{Engine, Now};
use crate::bridge::UndoOffer;
use crate::bridge::command::{Refused, TakenBack};
use crate::domain::{BatchId, Change, ChangeId, Lead, LeadId, List, OutboxItem, OutboxState};
use crate::store::{ItemMove, JournalBatch, JournalEntry, StoreError};

/// The reason of a row that an undo cancelled.
const TAKEN_BACK: &str = "taken back by you";

impl Engine {
    /// Takes back the newest batch: rows that did not leave are cancelled; where that is not enough, or where they
    /// did leave, a new checked write brings back what was there.
    pub(super) fn undo(&mut self, now: Now) -> Result<(), Refused> {
        let Some(batch) = self.store.newest_undoable_batch().map_err(not_kept)? else {
            return Err(Refused::Wrong("There is nothing to take back.".to_owned()));
        };
        let standing = batch.entries.iter().rev().filter(|entry| entry.state != OutboxState::Cancelled);
        let wanted = last_of_each_slot(standing.cloned());
        self.take_back(now, Some(batch.batch), &batch.entries, &wanted, Change::taken_back)
    }

    /// Takes back what was wished together with this change, however long ago; `alone`: only what it did to its own
    /// lead. What somebody changed since stays as it is.
    pub(super) fn take_back_of(&mut self, now: Now, change: ChangeId, alone: bool) -> Result<TakenBack, Refused> {
        let Some((batch, is_undone)) = self.store.batch_of(change).map_err(not_kept)? else {
            return Err(Refused::Wrong(format!("There is no change {change}.")));
        };
        if is_undone {
            return Err(Refused::Wrong("This was taken back already. Do it again with Redo, or anew.".to_owned()));
        }
        let mut entries = self.store.batch_entries(batch).map_err(not_kept)?;
        if alone {
            let lead = entries.iter().find(|entry| entry.change == change).map(|entry| entry.lead);
            entries.retain(|entry| Some(entry.lead) == lead);
        }
        let standing = entries.iter().rev().filter(|entry| entry.state != OutboxState::Cancelled);
        let wanted = last_of_each_slot(standing.cloned());
        let before = wanted.len();
        let mut still = Vec::new();
        for entry in wanted {
            if self.still_stands(&entry).map_err(not_kept)? {
                still.push(entry);
            }
        }
        if still.is_empty() {
            let words = "Nothing of this stands any more as it was set then, so there is nothing to take back.";
            return Err(Refused::Wrong(words.to_owned()));
        }
        let taken = TakenBack { changes: still.len(), stayed: before - still.len() };
        self.take_back(now, (!alone).then_some(batch), &entries, &still, Change::taken_back)?;
        Ok(taken)
    }

    /// Whether a lead has what this change gave it. What has not left yet can always be taken back.
    fn still_stands(&self, entry: &JournalEntry) -> Result<bool, StoreError> {
        let made = &entry.change_made;
        if made.recording().is_some() || *made == Change::Create {
            return Ok(false);
        }
        if !entry.state.is_done() {
            return Ok(true);
        }
        let lead = self.lead_without(entry.lead, &BTreeSet::new())?;
        Ok(lead.is_some_and(|lead| made.slot().holds(&lead, entry.before.as_deref(), made.value().as_deref())))
    }

    /// Does again what the newest undo took back.
    pub(super) fn redo(&mut self, now: Now) -> Result<(), Refused> {
        let Some((undo, batch)) = self.store.newest_redoable_batch(TAKEN_BACK).map_err(not_kept)? else {
            return Err(Refused::Wrong("There is nothing to do again.".to_owned()));
        };
        let of_undo = self.store.batch_entries(undo).map_err(not_kept)?;
        let wanted = last_of_each_slot(batch.entries);
        self.take_back(now, Some(undo), &of_undo, &wanted, Change::done_again)
    }

    /// One transaction: the rows of a batch that did not leave are cancelled, and what stands there then otherwise
    /// than `wanted` is wished for anew: the change that `as_wanted` makes of each of them.
    fn take_back(
        &mut self,
        now: Now,
        undoes: Option<BatchId>,
        entries: &[JournalEntry],
        wanted: &[JournalEntry],
        as_wanted: fn(&Change, Option<&str>, &Lead) -> Option<Change>,
    ) -> Result<(), Refused> {
        for entry in wanted {
            if entry.state.is_done() && self.was_made_elsewhere(entry.change, entry.lead).map_err(not_kept)? {
                return Err(Refused::Wrong(
                    "This was done while its account led elsewhere, so it cannot be taken back there. Put the old settings back, or change it by hand."
                        .to_owned(),
                ));
            }
        }
        let mut moves: Vec<(ChangeId, ItemMove)> = Vec::new();
        for entry in entries.iter().rev() {
            if let Some(item) = self.items.get(&entry.change).map(|view| &view.item)
                && item.state != OutboxState::Sending
                // What a vendor may have been told cannot be untold; the agent answers for it in the outbox.
                && !(item.change.recording().is_some() && item.state == OutboxState::Unknown)
                && (item.state == OutboxState::NeedsAgent || !may_have_arrived(item))
            {
                moves.push((item.id, to(item, OutboxState::Cancelled, TAKEN_BACK)));
                moves.extend(self.inherit(item));
            }
        }
        let gone: BTreeSet<ChangeId> =
            moves.iter().filter(|(_, to)| to.state == OutboxState::Cancelled).map(|(id, _)| *id).collect();
        let mut wishes = Wishes { undoes, moves, gone, ..Wishes::default() };
        let mut seen: HashMap<LeadId, Lead> = HashMap::new();
        for entry in wanted {
            let lead_now = match seen.entry(entry.lead) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => match self.lead_without(entry.lead, &wishes.gone).map_err(not_kept)? {
                    Some(lead) => place.insert(lead),
                    None => continue,
                },
            };
            let Some(change) = as_wanted(&entry.change_made, entry.before.as_deref(), lead_now) else { continue };
            if let Change::Set { field, value } = &change
                && value.is_empty()
            {
                Change::set(*field, "").map_err(|bad| Refused::Wrong(format!("This cannot be taken back: {bad}.")))?;
            }
            change.apply_to(lead_now, change.slot().of(lead_now).as_deref());
            wishes.changes.push((entry.lead, change));
        }
        self.keep_wishes(now, wishes).map(drop)
    }

    pub(super) fn renew_undo_offer(&mut self) {
        let offers = self.undo_offers();
        if let Some(offers) = self.say_if_not_kept(offers) {
            (self.undo, self.redo) = offers;
        }
        self.dirty = true;
    }

    /// A change that ends unsent leaves what the agent saw before it to the next one of its field.
    pub(super) fn inherit(&self, gone: &OutboxItem) -> Option<(ChangeId, ItemMove)> {
        if may_have_arrived(gone) {
            return None;
        }
        let lane = self.lanes.get(&gone.lead)?;
        let later = lane.items.iter().filter(|id| **id > gone.id).filter_map(|id| self.items.get(id));
        let next = &later.map(|view| &view.item).find(|item| gone.change.continues(&item.change))?;
        if next.state == OutboxState::Sending {
            return None;
        }
        let unchanged = ItemMove {
            conflict: next.conflict.clone(),
            next_try_at: next.next_try_at,
            ..to(next, next.state, next.why.clone())
        };
        Some((next.id, ItemMove { base: Some(gone.base.clone()), ..unchanged }))
    }

    /// What Ctrl+Z would take back and Ctrl+Shift+Z do again, in words.
    pub(super) fn undo_offers(&self) -> Result<(Option<UndoOffer>, Option<UndoOffer>), StoreError> {
        let undo = self.store.newest_undoable_batch()?;
        let redo = self.store.newest_redoable_batch(TAKEN_BACK)?;
        Ok((undo.and_then(|batch| self.offer(&batch)), redo.and_then(|(_, batch)| self.offer(&batch))))
    }

    fn offer(&self, batch: &JournalBatch) -> Option<UndoOffer> {
        let last = batch.entries.last()?;
        let mut leads: Vec<LeadId> = batch.entries.iter().map(|entry| entry.lead).collect();
        leads.dedup();
        let who = match leads.as_slice() {
            [lead] => self.index.rows().get(*lead).map(|row| row.name.clone()).unwrap_or_default(),
            many => format!("{} leads", many.len()),
        };
        let all_told = batch.entries.iter().all(|entry| entry.change_made.recording().is_some());
        let what = if all_told && leads.len() == 1 {
            // One fact, however many are told about it.
            last.change_made.summary(None)
        } else if batch.entries.len() > leads.len() {
            format!("{} changes", batch.entries.len())
        } else {
            let slot = last.change_made.slot();
            match last.change_made.value() {
                Some(value) if slot.list().is_none() => {
                    format!("{} → {}", slot.show(last.before.as_deref()), slot.show(Some(&value)))
                }
                _ => last.change_made.summary(last.before.as_deref()),
            }
        };
        Some(UndoOffer { batch: batch.batch, words: format!("{who}: {what}"), made_at: batch.made_at })
    }
}

/// Of several changes of one slot the last one counts; notes are followed from change to change.
fn last_of_each_slot(wanted: impl IntoIterator<Item = JournalEntry>) -> Vec<JournalEntry> {
    let mut last: Vec<JournalEntry> = Vec::new();
    for entry in wanted {
        let slot = entry.change_made.slot();
        if slot.list() != Some(List::Notes) {
            last.retain(|other| other.lead != entry.lead || other.change_made.slot() != slot);
        }
        last.push(entry);
    }
    last
}
