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
use crate::vendors::request::ApiRequest;

/// What is to be written, by the change that wants it.
struct Write {
    change: ChangeId,
    slot: Slot,
    /// What the vendor held there in the reading before the write.
    before: Option<String>,
    value: Option<String>,
}

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
            for id in writes.drain(..).map(|write| write.change) {
                let why = "The vendor gives this lead no uuid, so nothing can be written to it. Drop the change.";
                moves.extend(self.item(id).map(|item| (id, to(item, OutboxState::NeedsAgent, why))));
            }
        }
        // A replaced change ends with the one that replaced it, unless that one is written now.
        let is_written = |wish: &&Wish| writes.iter().any(|write| write.change == wish.change);
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
        // From here on a note is told apart from its equals by how many there were just now.
        for write in writes.iter().filter(|write| write.slot.list() == Some(List::Notes)) {
            let replaced = wishes.iter().filter(|wish| wish.change == write.change).flat_map(|wish| &wish.replaces);
            for item in replaced.chain([&write.change]).filter_map(|id| self.item(*id)) {
                let counted = ItemMove { base: Some(write.before.clone()), ..to(item, item.state, item.why.clone()) };
                moves.push((item.id, counted));
            }
        }
        let mut written: Vec<ChangeId> = writes.iter().map(|write| write.change).collect();
        let Some(request) = self.write_request(account, theirs, &uuid, &writes) else { return Ok(()) };
        let shown = request.shown(&self.accounts[account].settings.base_url);
        self.move_items(now, &moves, |tx| tx.begin_attempt(&written, &shown, now.at))?;
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
        // At once after its check: nothing is paced in between.
        self.call(now, account, request, Job::LaneWrite { lead });
        Ok(())
    }

    /// Writes a lead that is made here: itself and its fields. Entries of its lists go when it is found, in the way of
    /// their list.
    pub(in crate::engine) fn write_new_lead(
        &mut self,
        now: Now,
        account: usize,
        lead: LeadId,
        made: &Lead,
        unit: &[ChangeId],
    ) -> Result<(), StoreError> {
        let wishes = self.fold_unit(unit);
        let (later, wishes): (Vec<_>, Vec<_>) = wishes.into_iter().partition(|wish| wish.slot.list().is_some());
        let later = later.iter().flat_map(|wish| wish.replaces.iter().chain([&wish.change]));
        let later: Vec<_> = later
            .filter_map(|id| self.item(*id))
            .map(|item| (item.id, to(item, OutboxState::Queued, "goes when the new lead is there")))
            .collect();
        let mut written: Vec<ChangeId> = wishes.iter().map(|wish| wish.change).collect();
        let writes: Vec<Write> = wishes
            .iter()
            .map(|wish| {
                let (change, slot, value) = (wish.change, wish.slot.clone(), wish.value.clone());
                Write { change, slot, before: None, value }
            })
            .collect();
        let uuid = made.uuid.clone().unwrap_or_default();
        let Some(request) = self.write_request(account, made, &uuid, &writes) else { return Ok(()) };
        let shown = request.shown(&self.accounts[account].settings.base_url);
        self.move_items(now, &later, |tx| tx.begin_attempt(&written, &shown, now.at))?;
        for id in &written {
            self.show_moved(now, *id, |item| {
                item.state = OutboxState::Sending;
                item.why = "writing".to_owned();
                item.attempts += 1;
            });
        }
        written.extend(wishes.iter().flat_map(|wish| &wish.replaces));
        written.sort_unstable();
        if let Some(lane) = self.lanes.get_mut(&lead) {
            lane.stage = Stage::Writing { unit: written };
        }
        self.call(now, account, request, Job::LaneWrite { lead });
        // What left cannot be unmade.
        self.renew_undo_offer();
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
        let mode = |wish: &Wish| wish.slot.list().and_then(|list| self.list_way(account, list).mode());
        let judged: Vec<_> =
            wishes.iter().map(|wish| (wish, checked_write::judge(wish, theirs, mode(wish), now.at))).collect();
        // What the vendor will hold: several wishes of one list must not get into each other's way.
        let mut then = theirs.clone();
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
                Judgement::Write => match mode(wish).filter(|mode| !mode.can(&then, &wish.slot, wish.value.as_deref()))
                {
                    Some(mode) => based(wish, to(item, OutboxState::NeedsAgent, self.keeps_words(account, wish, mode))),
                    None => {
                        let (slot, before, value) = (wish.slot.clone(), wish.slot.of(&then), wish.value.clone());
                        slot.put(&mut then, before.as_deref(), value.as_deref());
                        writes.push(Write { change: item.id, slot, before, value });
                        continue;
                    }
                },
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
                    based(wish, to(item, OutboxState::NeedsAgent, self.keeps_words(account, wish, mode)))
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

    /// Why the vendor's way with a list leaves no way to do it.
    fn keeps_words(&self, account: usize, wish: &Wish, mode: ListMode) -> String {
        let (title, what) = (self.accounts[account].spec.title, wish.slot.in_sentence());
        if mode == ListMode::Merge && wish.slot.is_new_note(wish.value.as_deref()) {
            return format!(
                "{KEEPS}: {title} merges notes by their title, and one with the title of {what} is there, so it would be overwritten. Add it under another title, or drop this."
            );
        }
        let way = if mode == ListMode::Append { "only adds" } else { "only merges in" };
        format!(
            "{KEEPS}: {title} {way} what it is sent and has no way to take {what} away or change it. Drop this, or do it in the vendor's own page."
        )
    }

    /// The request of these writes and nothing else; `None` where the account has no leads any more.
    fn write_request(&self, account: usize, theirs: &Lead, uuid: &str, writes: &[Write]) -> Option<ApiRequest> {
        let part = self.accounts[account].leads?;
        let fields: Vec<(Field, &str)> = writes
            .iter()
            .filter_map(|write| Some((write.slot.field()?, write.value.as_deref().unwrap_or_default())))
            .collect();
        // Judged writable, so each list's way is known; appending is the one that harms nothing that is there.
        let mode = |list| self.list_way(account, list).mode().unwrap_or(ListMode::Append);
        let lists = ListWrites::of(theirs, mode, writes.iter().map(|write| (&write.slot, write.value.as_deref())));
        Some(part.write(&self.accounts[account].settings, uuid, &fields, &lists))
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
