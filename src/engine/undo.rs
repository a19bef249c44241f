//! Taking back: rows that did not leave are cancelled, what may have left is written back by a new checked write.

use super::edit::not_kept;
use super::items::{may_have_arrived, to};
use super::{Engine, Now};
use crate::bridge::UndoOffer;
use crate::bridge::command::Refused;
use crate::domain::{Change, ChangeId, Field, LeadId, OutboxItem, OutboxState};
use crate::store::{ItemMove, StoreError};

impl Engine {
    /// Takes back the newest batch: rows that did not leave are cancelled; where that is not enough, or where they
    /// did leave, a new checked write brings back what was there.
    pub(super) fn undo(&mut self, now: Now) -> Result<(), Refused> {
        let Some(batch) = self.store.newest_undoable_batch().map_err(not_kept)? else {
            return Err(Refused::Wrong("There is nothing to take back.".to_owned()));
        };
        let mut moves: Vec<(ChangeId, ItemMove)> = Vec::new();
        let mut wanted: Vec<(LeadId, Field, String)> = Vec::new();
        for entry in batch.entries.iter().rev() {
            if entry.state == OutboxState::Cancelled {
                continue;
            }
            if entry.state.is_done() && self.was_made_elsewhere(entry.change, entry.lead).map_err(not_kept)? {
                return Err(Refused::Wrong(
                    "This was done while its account led elsewhere, so it cannot be taken back there. Put the old settings back, or change it by hand."
                        .to_owned(),
                ));
            }
            let field = entry.change_made.field();
            if let Some(item) = self.items.get(&entry.change).map(|view| &view.item)
                && item.state != OutboxState::Sending
                && (item.state == OutboxState::NeedsAgent || !may_have_arrived(item))
            {
                moves.push((item.id, to(item, OutboxState::Cancelled, "taken back by you")));
                moves.extend(self.inherit(item));
            }
            wanted.retain(|(lead, f, _)| !(*lead == entry.lead && *f == field));
            wanted.push((entry.lead, field, entry.before.clone().unwrap_or_default()));
        }
        let undone = batch.batch;
        self.move_items(now, &moves, |tx| tx.new_batch(now.at, Some(undone)).map(drop)).map_err(not_kept)?;
        let mut wishes = Vec::new();
        for (lead, field, before) in wanted {
            let Some((view, _)) = self.lead_view(lead).map_err(not_kept)? else { continue };
            if field.same(field.of(&view.lead).as_deref(), Some(&before)) {
                continue;
            }
            if before.is_empty() {
                Change::set(field, "").map_err(|bad| Refused::Wrong(format!("This cannot be taken back: {bad}.")))?;
            }
            wishes.push((lead, Change::Set { field, value: before }));
        }
        if !wishes.is_empty() {
            self.wish(now, &wishes, Some(undone))?;
        }
        for (id, _) in &moves {
            if let Some(lead) = self.item(*id).map(|item| item.lead) {
                self.refresh_row(lead);
            }
        }
        self.renew_undo_offer();
        Ok(())
    }

    pub(super) fn renew_undo_offer(&mut self) {
        let offer = self.undo_offer();
        if let Some(offer) = self.say_if_not_kept(offer) {
            self.undo = offer;
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
        let next = &later.map(|view| &view.item).find(|item| item.change.field() == gone.change.field())?;
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

    /// What Ctrl+Z would take back, in words.
    pub(super) fn undo_offer(&self) -> Result<Option<UndoOffer>, StoreError> {
        let Some(batch) = self.store.newest_undoable_batch()? else { return Ok(None) };
        let Some(last) = batch.entries.last() else { return Ok(None) };
        let field = last.change_made.field();
        let mut leads: Vec<LeadId> = batch.entries.iter().map(|entry| entry.lead).collect();
        leads.dedup();
        let who = match leads.as_slice() {
            [lead] => self.index.rows().get(*lead).map(|row| row.name.clone()).unwrap_or_default(),
            many => format!("{} leads", many.len()),
        };
        let what = if batch.entries.len() > leads.len() {
            format!("{} changes", batch.entries.len())
        } else {
            format!("{} → {}", field.show(last.before.as_deref()), field.show(Some(last.change_made.value())))
        };
        Ok(Some(UndoOffer { batch: batch.batch, words: format!("{who}: {what}"), made_at: batch.made_at }))
    }
}
