//! What the inspector of a change shows beyond its row, and what is done to all rows at once.

use std::collections::BTreeSet;

use super::edit::not_kept;
use super::items::{may_have_arrived, to};
use super::{Engine, Now};
use crate::bridge::command::Refused;
use crate::bridge::recording::{InFull, Try};
use crate::domain::{ChangeId, LeadId, OutboxState};
use crate::store::{Attempt, StoreError};

impl Engine {
    /// Its tries, what left, and what the vendor advised.
    pub(super) fn in_full(&mut self, id: ChangeId) -> Result<InFull, StoreError> {
        // An answer is news: whoever asked looks when the next snapshot is there.
        self.dirty = true;
        let tries = self.store.attempts(id)?.into_iter().map(|attempt| {
            let Attempt { began_at, ended_at, outcome, request, .. } = attempt;
            Try { began_at, ended_at, outcome, request }
        });
        let tries = tries.collect();
        let batch = self.store.batch_of(id)?;
        let entries = batch.map(|(batch, _)| self.store.batch_entries(batch)).transpose()?.unwrap_or_default();
        let leads: BTreeSet<LeadId> = entries.iter().map(|entry| entry.lead).collect();
        let together = (entries.len(), leads.len());
        let frozen = self.store.frozen(id)?;
        let answer = self.store.answered(id)?.unwrap_or_default();
        Ok(InFull { tries, together, body: frozen.map(|frozen| frozen.body), advice: answer.advice })
    }

    /// Lets all rows wait that can, or all go on that were told to wait.
    pub(super) fn hold_all(&mut self, now: Now, hold: bool) -> Result<(), Refused> {
        let rows = self.items.values().map(|view| &view.item).filter(|item| match item.state {
            OutboxState::Queued | OutboxState::Waiting => hold && !may_have_arrived(item),
            OutboxState::Held => !hold,
            _ => false,
        });
        let moves: Vec<_> = rows
            .map(|item| {
                let moved = if hold {
                    to(item, OutboxState::Held, "you asked to wait")
                } else {
                    to(item, OutboxState::Queued, "")
                };
                (item.id, moved)
            })
            .collect();
        self.move_items(now, &moves, |_| Ok(())).map_err(not_kept)?;
        for (id, _) in &moves {
            self.ready_recording(*id, now.mono);
        }
        let leads: Vec<LeadId> = self.lanes.keys().copied().collect();
        for lead in leads {
            if self.lanes.get(&lead).is_some_and(super::lanes::Lane::is_idle) {
                self.ready_lane(lead, now.mono);
            }
        }
        self.renew_undo_offer();
        Ok(())
    }
}
