//! What came of a write: a clear yes is read back until it shows, everything else says why it waits.

use std::time::Duration;

use super::check::{REPLACED, based};
use super::{LONGEST_CONFIRM_WAIT, Lane, OpenChange, Stage, wall};
use crate::domain::{Change, ChangeId, Lead, LeadId, OutboxState};
use crate::engine::backoff::Rhythm;
use crate::engine::items::{READING_BACK, to};
use crate::engine::{Engine, Now, checked_write};
use crate::store::{ItemMove, StoreError};
use crate::vendors::error::{ApiError, Failure};

/// Waits between the readings that confirm a write; after the last the row needs the agent.
const CONFIRM_WAITS: [Duration; 3] = [Duration::from_millis(300), Duration::from_secs(1), LONGEST_CONFIRM_WAIT];

/// The least wait after the first unclear end of a write; it grows with the next ones.
const LEAST_WAIT: Duration = Duration::from_millis(250);

impl Engine {
    /// The answer to a write.
    pub(in crate::engine) fn lane_written(
        &mut self,
        now: Now,
        account: usize,
        lead: LeadId,
        outcome: Result<(), ApiError>,
    ) {
        let Some(Lane { stage: Stage::Writing { unit }, .. }) = self.lanes.get(&lead) else { return };
        let unit = unit.clone();
        let kept = match outcome {
            Ok(()) => self.said_yes(now, account, lead, &unit),
            Err(error) => self.said_no(now, account, lead, &unit, &error),
        };
        if let Err(error) = kept {
            self.lane_stops(now, lead, error);
        }
    }

    fn said_yes(&mut self, now: Now, account: usize, lead: LeadId, unit: &[ChangeId]) -> Result<(), StoreError> {
        let begun = self.begun(unit);
        let moves: Vec<_> = begun
            .iter()
            .filter_map(|id| self.item(*id))
            .map(|item| (item.id, ItemMove { said_yes: true, ..to(item, OutboxState::Sending, "reading back") }))
            .collect();
        // Known from here on, whether the disk takes it or not: a clear yes is never written again by itself.
        for id in &begun {
            self.show_moved(now, *id, |item| item.said_yes = true);
        }
        self.move_items(now, &moves, |tx| tx.finish_attempt(&begun, "the vendor said yes", now.at))?;
        let search = self.new_search(account, lead, true)?;
        if let Some(lane) = self.lanes.get_mut(&lead) {
            lane.stage = Stage::Looking { unit: unit.to_vec(), search: Box::new(search), confirms: Some(0) };
            lane.failures = 0;
        }
        self.ready_lane(lead, now.mono);
        Ok(())
    }

    fn said_no(
        &mut self,
        now: Now,
        account: usize,
        lead: LeadId,
        unit: &[ChangeId],
        error: &ApiError,
    ) -> Result<(), StoreError> {
        let title = self.accounts[account].spec.title;
        let (state, why) = match &error.failure {
            Failure::Refused
                if unit.iter().filter_map(|id| self.item(*id)).any(|item| item.change == Change::Create) =>
            {
                let words = format!(
                    "{title} {}. It may take only leads that it made itself; check the uuid and try again, or drop the new lead.",
                    error.sentence()
                );
                (OutboxState::NeedsAgent, words)
            }
            Failure::Refused => {
                (OutboxState::NeedsAgent, format!("{title} {}. Edit it, or drop the change.", error.sentence()))
            }
            Failure::Credential => (OutboxState::Waiting, format!("credential: {title} {}", error.words)),
            Failure::NotSent => (OutboxState::Waiting, format!("offline: {title} {}", error.words)),
            Failure::Slowed(_) => (OutboxState::Waiting, format!("rate limit: {title} {}", error.words)),
            Failure::Unclear => (OutboxState::Waiting, format!("{READING_BACK} ({title} {})", error.words)),
        };
        let wishes = self.fold_unit(unit);
        let begun: Vec<ChangeId> = wishes.iter().map(|wish| wish.change).collect();
        let due = self.accounts[account].blocked_until.unwrap_or(now.mono).max(now.mono + self.lane_waits(lead, error));
        let next_try_at =
            (state == OutboxState::Waiting && error.failure != Failure::Credential).then(|| wall(now, due));
        let moves: Vec<_> = wishes
            .iter()
            .filter_map(|wish| Some((wish, self.item(wish.change)?)))
            .map(|(wish, item)| (item.id, based(wish, ItemMove { next_try_at, ..to(item, state, why.clone()) })))
            .collect();
        self.finish_lane(lead);
        let outcome = error.words.clone();
        if error.failure == Failure::Credential {
            // Refused before it was looked at: no attempt is used up, and none is made with this credential again.
            self.move_items(now, &moves, |tx| tx.take_back_attempt(&begun, &outcome, now.at))?;
            for id in &begun {
                self.show_moved(now, *id, |item| item.attempts = item.attempts.saturating_sub(1));
            }
            self.refused_for_writing(account);
        } else {
            self.move_items(now, &moves, |tx| tx.finish_attempt(&begun, &outcome, now.at))?;
        }
        if error.failure == Failure::Refused {
            // What it replaced was never asked for again.
            self.cancel_replaced(now, unit, &begun)?;
        } else {
            // What it replaced was not sent, and waits with it.
            for id in unit.iter().filter(|id| !begun.contains(id)) {
                self.show_moved(now, *id, |item| (item.state, item.why) = (OutboxState::Queued, String::new()));
            }
        }
        self.ready_lane(lead, due);
        Ok(())
    }

    /// The wait of this lead's own after an unclear end: a vendor that answers all others may stumble over one lead for
    /// ever, and that one must neither hold up the others nor be tried without a pause.
    fn lane_waits(&mut self, lead: LeadId, error: &ApiError) -> Duration {
        let random = self.jitter.draw();
        match self.lanes.get_mut(&lead) {
            Some(lane) if error.failure == Failure::Unclear => {
                lane.failures += 1;
                let failures = lane.failures;
                Rhythm::Write.wait(failures, random).max(LEAST_WAIT * failures.min(4))
            }
            _ => Duration::ZERO,
        }
    }

    /// The reading after a clear yes.
    pub(super) fn read_back(
        &mut self,
        now: Now,
        account: usize,
        lead: LeadId,
        unit: &[ChangeId],
        theirs: &Lead,
        readings: usize,
    ) -> Result<(), StoreError> {
        let wishes: Vec<_> = self.fold_unit(unit).into_iter().filter(|wish| wish.said_yes).collect();
        let wrong: Vec<_> = wishes.iter().filter(|wish| !wish.holds(theirs)).collect();
        if let (false, Some(wait)) = (wrong.is_empty(), CONFIRM_WAITS.get(readings)) {
            let search = self.new_search(account, lead, true)?;
            if let Some(lane) = self.lanes.get_mut(&lead) {
                lane.stage =
                    Stage::Looking { unit: unit.to_vec(), search: Box::new(search), confirms: Some(readings + 1) };
            }
            self.ready_lane(lead, now.mono + *wait);
            return Ok(());
        }
        let moves: Vec<_> = wishes
            .iter()
            .filter_map(|wish| {
                let item = self.item(wish.change)?;
                let to = if wish.holds(theirs) {
                    to(item, OutboxState::Confirmed, "read back")
                } else {
                    let held = wish.slot.of(theirs);
                    to(item, OutboxState::NeedsAgent, checked_write::stored_as(wish, held.as_deref()))
                };
                Some((item.id, to))
            })
            .collect();
        self.finish_lane(lead);
        self.move_items(now, &moves, |_| Ok(()))?;
        let asked: Vec<ChangeId> = wishes.iter().map(|wish| wish.change).collect();
        self.cancel_replaced(now, unit, &asked)?;
        self.ready_lane(lead, now.mono);
        Ok(())
    }

    /// Any reading may show late what was sent and was not there when it was looked for: such rows need nobody more.
    pub(in crate::engine) fn arrived_late(&mut self, now: Now, lead: LeadId, theirs: &Lead) -> Result<(), StoreError> {
        let Some(lane) = self.lanes.get(&lead).filter(|lane| lane.is_idle()) else { return Ok(()) };
        let waits = |open: &&OpenChange| open.state == OutboxState::NeedsAgent;
        let mut moves = Vec::new();
        for (at, open) in lane.changes.iter().enumerate().filter(|(_, open)| waits(open)) {
            let Some(item) = self.item(open.id).filter(|item| item.attempts > 0 && item.conflict.is_none()) else {
                continue;
            };
            let is_replaced = lane.changes[at + 1..].iter().any(|later| open.change.continues(&later.change));
            if !is_replaced && open.change.slot().holds(theirs, open.base.as_deref(), open.change.value().as_deref()) {
                moves.push((open.id, to(item, OutboxState::Confirmed, "read back")));
            }
        }
        if moves.is_empty() {
            return Ok(());
        }
        self.move_items(now, &moves, |_| Ok(()))?;
        self.ready_lane(lead, now.mono);
        Ok(())
    }

    /// Those of a unit whose write was begun: the last of each field.
    fn begun(&self, unit: &[ChangeId]) -> Vec<ChangeId> {
        self.fold_unit(unit).iter().map(|wish| wish.change).collect()
    }

    fn cancel_replaced(&mut self, now: Now, unit: &[ChangeId], kept: &[ChangeId]) -> Result<(), StoreError> {
        let moves: Vec<_> = unit
            .iter()
            .filter(|id| !kept.contains(id))
            .filter_map(|id| self.items.get(id))
            .map(|view| (view.item.id, to(&view.item, OutboxState::Cancelled, REPLACED)))
            .collect();
        if moves.is_empty() { Ok(()) } else { self.move_items(now, &moves, |_| Ok(())) }
    }
}
