//! The reading before a write: conflicts stop, what is right already is confirmed, the rest is written at once.

use super::Stage;
use crate::domain::outbox::Conflict;
use crate::domain::{ChangeId, Field, Lead, LeadId, List, ListMode, ListWrites, OutboxState, Slot};
use crate::engine::account::Job;
use crate::engine::checked_write::{self, Judgement, Wish};
use crate::engine::items::to;
use crate::engine::list_ways::{FIND_OUT, KEEPS, MAY_DOUBLE};
use crate::engine::{Engine, Now};
use crate::store::{ItemMove, StoreError};

/// What is to be written, by the change that wants it.
type Write = (ChangeId, Slot, Option<String>);

impl Engine {
    /// Acts on the reading before the write.
    pub(super) fn checked(
        &mut self,
        now: Now,
        account: usize,
        lead: LeadId,
        unit: &[ChangeId],
        theirs: &Lead,
    ) -> Result<(), StoreError> {
        let wishes = self.fold_unit(unit);
        let (mut moves, mut writes) = self.judged(now, account, &wishes, theirs);
        let uuid = theirs.uuid.clone().unwrap_or_default();
        if uuid.is_empty() {
            for (id, ..) in writes.drain(..) {
                let why = "The vendor gives this lead no uuid, so nothing can be written to it. Drop the change.";
                moves.extend(self.item(id).map(|item| (id, to(item, OutboxState::NeedsAgent, why))));
            }
        }
        // A replaced change ends with the one that replaced it, unless that one is written now.
        let is_written = |wish: &&Wish| writes.iter().any(|(id, ..)| *id == wish.change);
        let ended = wishes.iter().filter(|wish| !is_written(wish)).flat_map(|wish| &wish.replaces);
        for item in ended.filter_map(|id| self.item(*id)) {
            moves.push((item.id, to(item, OutboxState::Cancelled, REPLACED)));
        }
        if writes.is_empty() {
            self.finish_lane(lead);
            self.move_items(now, &moves, |_| Ok(()))?;
            self.ready_lane(lead, now.mono);
            return Ok(());
        }
        let mut written: Vec<ChangeId> = writes.iter().map(|(id, ..)| *id).collect();
        self.move_items(now, &moves, |tx| tx.begin_attempt(&written, now.at))?;
        for id in &written {
            self.show_moved(now, *id, |item| {
                item.state = OutboxState::Sending;
                item.why = "writing".to_owned();
                item.attempts += 1;
            });
        }
        // Those between stay with their replacement until it is confirmed.
        let replaced = wishes.iter().flat_map(|wish| &wish.replaces);
        written.extend(replaced.filter(|id| self.items.contains_key(*id)));
        // In the order they were made: folding them again must find the same last value.
        written.sort_unstable();
        if let Some(lane) = self.lanes.get_mut(&lead) {
            lane.stage = Stage::Writing { unit: written };
        }
        self.write_now(now, account, lead, theirs, &uuid, &writes);
        Ok(())
    }

    /// What a reading means for each wish: rows that move, and what is to be written.
    fn judged(
        &self,
        now: Now,
        account: usize,
        wishes: &[Wish],
        theirs: &Lead,
    ) -> (Vec<(ChangeId, ItemMove)>, Vec<Write>) {
        let judged: Vec<_> = wishes
            .iter()
            .map(|wish| {
                let mode = wish.slot.list().and_then(|list| self.list_way(account, list).mode());
                (wish, checked_write::judge(wish, theirs, mode, now.at))
            })
            .collect();
        let stops = judged.iter().filter(|(_, j)| matches!(j, Judgement::Conflict(_) | Judgement::StoredAs(_)));
        let first_stop = stops.map(|(wish, _)| wish.change).min();
        let (mut moves, mut writes) = (Vec::new(), Vec::new());
        for (wish, judgement) in judged {
            let Some(item) = self.item(wish.change) else { continue };
            let moved = match judgement {
                Judgement::AlreadyRight => to(item, OutboxState::Confirmed, "read back"),
                // What it replaced ends here and never reached the vendor: its base is what counts from now on.
                Judgement::Write if first_stop.is_some_and(|stop| stop < item.id) => {
                    based(wish, to(item, OutboxState::Queued, ""))
                }
                Judgement::Write => {
                    writes.push((item.id, wish.slot.clone(), wish.value.clone()));
                    continue;
                }
                Judgement::Conflict(conflict) => {
                    let stop = based(wish, to(item, OutboxState::NeedsAgent, conflict_words(&conflict)));
                    ItemMove { conflict: Some(conflict), ..stop }
                }
                Judgement::StoredAs(held) => {
                    based(wish, to(item, OutboxState::NeedsAgent, checked_write::stored_as(wish, held.as_deref())))
                }
                Judgement::FindOut => {
                    let list = wish.slot.list().map_or("lists", List::as_str);
                    let why = format!(
                        "{FIND_OUT}: nobody knows yet whether {} replaces, appends or merges {list}, so nothing was sent. Find it out on a lead (leadline account probe {} --lead LEAD), or state it in the settings.",
                        self.accounts[account].spec.title, item.account
                    );
                    based(wish, to(item, OutboxState::NeedsAgent, why))
                }
                Judgement::Keeps(mode) => {
                    let why = format!(
                        "{KEEPS}: {} {} what it is sent and has no way to take {} away or change it. Drop this, or do it in the vendor's own page.",
                        self.accounts[account].spec.title,
                        if mode == ListMode::Append { "only adds" } else { "only merges in" },
                        wish.slot.in_sentence()
                    );
                    based(wish, to(item, OutboxState::NeedsAgent, why))
                }
                Judgement::MayDouble => {
                    let why = format!(
                        "{MAY_DOUBLE}: {} was sent and no answer came, and {} does not show it. Trying again could make it stand twice; try again, or drop this.",
                        wish.slot.in_sentence(),
                        self.accounts[account].spec.title
                    );
                    based(wish, to(item, OutboxState::NeedsAgent, why))
                }
            };
            moves.push((item.id, moved));
        }
        (moves, writes)
    }

    /// At once after its check: nothing is paced in between.
    fn write_now(&mut self, now: Now, account: usize, lead: LeadId, theirs: &Lead, uuid: &str, writes: &[Write]) {
        let Some(part) = self.accounts[account].leads else { return };
        let fields: Vec<(Field, &str)> = writes
            .iter()
            .filter_map(|(_, slot, value)| Some((slot.field()?, value.as_deref().unwrap_or_default())))
            .collect();
        // Judged writable, so each list's way is known; appending is the one that harms nothing that is there.
        let mode = |list| self.list_way(account, list).mode().unwrap_or(ListMode::Append);
        let lists = ListWrites::of(theirs, mode, writes.iter().map(|(_, slot, value)| (slot, value.as_deref())));
        let request = part.write(&self.accounts[account].settings, uuid, &fields, &lists);
        self.call(now, account, request, Job::LaneWrite { lead });
    }
}

pub(super) const REPLACED: &str = "a later change of yours took its place";

/// The move with the base that folding gave: the one of the first change of this field.
pub(super) fn based(wish: &Wish, to: ItemMove) -> ItemMove {
    ItemMove { base: Some(wish.base.clone()), ..to }
}

fn conflict_words(conflict: &Conflict) -> String {
    format!(
        "Someone else set {} to {} meanwhile (it was {}). Keep theirs, or keep yours ({}).",
        conflict.slot.in_sentence(),
        conflict.slot.show(conflict.theirs.as_deref()),
        conflict.slot.show(conflict.before.as_deref()),
        conflict.slot.show(conflict.mine.as_deref()),
    )
}
