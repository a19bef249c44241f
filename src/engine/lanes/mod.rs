//! One lane per lead: drives the checked write from reading to reading.
//!
//! A lane has at most one request out. Its changes go in the order they were made: one that waits for the agent, or
//! that the agent holds, keeps the later ones of its lead behind it, and of no other lead. `check` judges the reading
//! before a write and sends the write, `answer` takes what came of it and reads it back.

mod answer;
mod check;
mod lane;

use std::time::Duration;

use super::account::{Credential, Job};
use super::backoff::Rhythm;
use super::checked_write::{Wish, wishes_of};
use super::items::{READING_BACK, may_have_arrived, to};
use super::locate::Search;
use super::order::Order;
use super::{Engine, Now};
use crate::domain::{ChangeId, LeadId, LeadKind, OutboxItem, OutboxState};
use crate::store::{ItemMove, StoreError};
use crate::vendors::error::{ApiError, Failure};
use crate::vendors::parts::Page;

use lane::Stage;
pub(super) use lane::{Lane, OpenChange};

/// The longest wait between readings that confirm a write: a lane that waits so long is reading back, not backing off.
pub(super) const LONGEST_CONFIRM_WAIT: Duration = Duration::from_secs(3);

/// How far into each list a lead made here is looked for.
const MOST_PAGES_OF_MADE: u32 = 10;

impl Engine {
    /// Lets a lane go on from `due`, if it has anything that may go.
    pub(super) fn ready_lane(&mut self, lead: LeadId, due: Duration) {
        let Some(account) = self.places.get(&lead).and_then(|place| place.account) else { return };
        let Some(lane) = self.lanes.get_mut(&lead) else { return };
        let ready = &mut self.accounts[account].ready;
        ready.remove(&(lane.due, lead));
        lane.due = due;
        lane.waits_for_pass = false;
        let looking = matches!(lane.stage, Stage::Looking { .. });
        if looking || (lane.is_idle() && !lane.front().is_empty()) {
            ready.insert((due, lead));
        }
    }

    /// A page showed this lead: whatever waited for a pass may go on.
    pub(super) fn wake_waiting_lane(&mut self, now: Now, lead: LeadId) {
        if self.lanes.get(&lead).is_some_and(|lane| lane.waits_for_pass) {
            self.ready_lane(lead, now.mono);
        }
    }

    /// A whole pass is over: whatever still waits for it looks once more, for the last time but one.
    pub(super) fn pass_was_in_vain(&mut self, now: Now, lead: LeadId) {
        let Some(lane) = self.lanes.get_mut(&lead).filter(|lane| lane.waits_for_pass) else { return };
        lane.passes_in_vain += 1;
        self.ready_lane(lead, now.mono);
    }

    /// Whether any lane of this account waits to be seen by a whole pass.
    pub(super) fn waits_for_pass(&self, account: usize) -> bool {
        self.lanes.iter().any(|(lead, lane)| {
            lane.waits_for_pass && self.places.get(lead).is_some_and(|place| place.account == Some(account))
        })
    }

    /// The next reading of this lane; begins its checked write when it is idle.
    pub(super) fn advance_lane(&mut self, now: Now, account: usize, lead: LeadId) {
        let Some(lane) = self.lanes.get_mut(&lead) else { return };
        if lane.is_idle() {
            let unit = lane.front();
            if unit.is_empty() {
                return;
            }
            match self.new_search(account, lead, false) {
                Ok(search) => {
                    let Some(lane) = self.lanes.get_mut(&lead) else { return };
                    lane.stage = Stage::Looking { unit: unit.clone(), search: Box::new(search), confirms: None };
                    for id in unit {
                        self.show_moved(now, id, |item| {
                            item.state = OutboxState::Sending;
                            if !may_have_arrived(item) {
                                item.why = "checking what the vendor holds".to_owned();
                            }
                        });
                    }
                }
                Err(error) => return self.lane_stops(now, lead, error),
            }
        }
        let Some(Lane { stage: Stage::Looking { search, .. }, .. }) = self.lanes.get_mut(&lead) else { return };
        match search.next_place() {
            Some(place) => {
                let Some(part) = self.accounts[account].leads else { return };
                let request = part.list(&self.accounts[account].settings, place.0, place.1);
                self.call(now, account, request, Job::LaneRead { lead, place });
            }
            None => self.not_found(now, account, lead),
        }
    }

    pub(super) fn new_search(&self, account: usize, lead: LeadId, just_written: bool) -> Result<Search, StoreError> {
        let place = self.places.get(&lead).copied();
        let Some((_, mut mirror)) = self.mirror_lead(lead)? else {
            return Err(StoreError::Other(
                "The lead of this change is not in the database. Sync, then try again.".into(),
            ));
        };
        if let Some(place) = place {
            mirror.kind = place.kind;
        }
        let order = self.accounts[account].list(mirror.kind).memory.order;
        if mirror.is_made_here() {
            let lists = &self.accounts[account].lists;
            let all_is_known = lists.iter().all(|list| list.memory.whole_passes > 0);
            let rows = self.lanes.get(&lead).into_iter().flat_map(|lane| &lane.items);
            let is_tried = just_written || rows.filter_map(|id| self.item(*id)).any(|item| item.attempts > 0);
            return Ok(Search::for_made(&mirror, if all_is_known && !is_tried { 1 } else { MOST_PAGES_OF_MADE }));
        }
        // Where newest changes come first, our own write has just moved it to the head.
        let page =
            if just_written && order == Some(Order::UpdatedDesc) { 1 } else { place.map_or(1, |place| place.page) };
        Ok(Search::new(&mirror, page, order))
    }

    /// A page that a lane asked for, already taken into the mirror.
    pub(super) fn lane_page(&mut self, now: Now, account: usize, lead: LeadId, place: (LeadKind, u32), page: &Page) {
        let Some(lane) = self.lanes.get_mut(&lead) else { return };
        let Stage::Looking { unit, search, confirms } = &mut lane.stage else { return };
        let Some(theirs) = search.take(place, page).cloned() else {
            return self.ready_lane(lead, now.mono);
        };
        let (unit, confirms) = (unit.clone(), *confirms);
        lane.passes_in_vain = 0;
        let done = match confirms {
            None => self.checked(now, account, lead, &unit, &theirs),
            Some(readings) => self.read_back(now, account, lead, &unit, &theirs, readings),
        };
        if let Err(error) = done {
            self.lane_stops(now, lead, error);
        }
    }

    /// Read everywhere it could be: it waits for the next whole pass, or is gone.
    fn not_found(&mut self, now: Now, account: usize, lead: LeadId) {
        let unit = self.lane_unit(lead);
        match self.write_made(now, account, lead, &unit) {
            Ok(false) => {}
            Ok(true) => return,
            Err(error) => return self.lane_stops(now, lead, error),
        }
        // Two whole passes saw it nowhere, or saw a record that cannot be read: another one would not help.
        let gone = self.index.rows().get(lead).is_some_and(|row| row.gone)
            || self.lanes.get(&lead).is_some_and(|lane| lane.passes_in_vain >= 2);
        let (state, why) = if gone {
            (
                OutboxState::NeedsAgent,
                "Two whole passes did not find the lead in the vendor's lists. Try again after a sync, or drop the change.",
            )
        } else {
            (OutboxState::Waiting, "next full pass: the lead was not found near the page where it was last seen")
        };
        let unit = self.lane_unit(lead);
        let moves: Vec<_> = unit
            .iter()
            .filter_map(|id| self.item(*id))
            .map(|item| (item.id, to(item, state, if gone { why.to_owned() } else { still(item, why) })))
            .collect();
        self.finish_lane(lead);
        let kept = self.move_items(now, &moves, |_| Ok(()));
        self.say_if_not_kept(kept);
        if let Some(lane) = self.lanes.get_mut(&lead) {
            lane.waits_for_pass = !gone;
            self.accounts[account].ready.remove(&(lane.due, lead));
        }
        if !gone && self.acts_by_itself() {
            for list in &mut self.accounts[account].lists {
                list.wanted = Some(super::pass::Purpose::Whole);
            }
        }
    }

    /// A reading of the lane failed.
    pub(super) fn lane_read_failed(&mut self, now: Now, account: usize, lead: LeadId, error: &ApiError) {
        let title = self.accounts[account].spec.title;
        let unit = self.lane_unit(lead);
        let (state, reason) = match &error.failure {
            Failure::Credential => (OutboxState::Waiting, "credential"),
            Failure::NotSent => (OutboxState::Waiting, "offline"),
            Failure::Slowed(_) => (OutboxState::Waiting, "rate limit"),
            Failure::Unclear => (OutboxState::Waiting, "server fault"),
            Failure::Refused => (OutboxState::NeedsAgent, "refused"),
        };
        let due = self.accounts[account].blocked_until.unwrap_or(now.mono).max(now.mono);
        let next_try_at =
            (state == OutboxState::Waiting && error.failure != Failure::Credential).then(|| wall(now, due));
        let moves: Vec<_> = unit
            .iter()
            .filter_map(|id| self.item(*id))
            .map(|item| {
                let why = still(item, &format!("{reason}: {title} {}", error.sentence()));
                (item.id, ItemMove { next_try_at, ..to(item, state, why) })
            })
            .collect();
        self.finish_lane(lead);
        let kept = self.move_items(now, &moves, |_| Ok(()));
        self.say_if_not_kept(kept);
        self.ready_lane(lead, due);
    }

    /// The store failed in the middle: the lane stops where it is, nothing is sent, and it tries again later.
    fn lane_stops(&mut self, now: Now, lead: LeadId, error: StoreError) {
        self.finish_lane(lead);
        let failures = self.lanes.get_mut(&lead).map_or(1, |lane| {
            lane.failures += 1;
            lane.failures
        });
        let unit = self.lane_unit(lead);
        let why = error.to_string();
        for id in unit {
            self.show_moved(now, id, |item| {
                item.state = OutboxState::Waiting;
                item.why = still(item, &why);
            });
        }
        self.say_if_not_kept(Err::<(), _>(error));
        let wait = Rhythm::Write.wait(failures, self.jitter.draw()).max(Duration::from_secs(1));
        self.ready_lane(lead, now.mono + wait);
    }

    fn lane_unit(&self, lead: LeadId) -> Vec<ChangeId> {
        match self.lanes.get(&lead) {
            Some(Lane { stage: Stage::Looking { unit, .. } | Stage::Writing { unit }, .. }) => unit.clone(),
            Some(lane) => lane.front(),
            None => Vec::new(),
        }
    }

    /// Whether a request about this change is out.
    pub(super) fn is_out(&self, id: ChangeId) -> bool {
        let lane = self.items.get(&id).and_then(|view| self.lanes.get(&view.item.lead));
        lane.is_some_and(|lane| match &lane.stage {
            Stage::Idle => false,
            Stage::Looking { unit, .. } | Stage::Writing { unit } => unit.contains(&id),
        })
    }

    /// Its account is gone, or waits: the lane stops between two requests. A write that is out is awaited; what had a clear yes
    /// and was not read back yet waits to be.
    pub(super) fn halt_lane(&mut self, now: Now, lead: LeadId) {
        let Some(Lane { stage: Stage::Looking { unit, .. }, .. }) = self.lanes.get(&lead) else { return };
        let unit = unit.clone();
        let moves: Vec<_> = unit
            .iter()
            .filter_map(|id| self.item(*id))
            .filter(|item| item.said_yes)
            .map(|item| (item.id, to(item, OutboxState::Waiting, READING_BACK)))
            .collect();
        self.finish_lane(lead);
        let halted = self
            .move_items(now, &moves, |_| Ok(()))
            .and_then(|()| unit.iter().try_for_each(|id| self.show_again(now, *id)));
        self.say_if_not_kept(halted);
    }

    fn finish_lane(&mut self, lead: LeadId) {
        if let Some(lane) = self.lanes.get_mut(&lead) {
            lane.stage = Stage::Idle;
        }
    }

    fn fold_unit(&self, unit: &[ChangeId]) -> Vec<Wish> {
        let items: Vec<&OutboxItem> = unit.iter().filter_map(|id| self.items.get(id)).map(|view| &view.item).collect();
        wishes_of(items)
    }

    /// Whether the account's credential lets lanes go.
    pub(super) fn lacks_credential(&self, account: usize) -> bool {
        !matches!(self.accounts[account].credential, Credential::Present | Credential::Unknown)
    }
}

/// Why it waits, without forgetting that it may have been stored.
fn still(item: &OutboxItem, why: &str) -> String {
    if may_have_arrived(item) { format!("{READING_BACK} ({why})") } else { why.to_owned() }
}

/// The wall-clock time of a moment on the waiting clock.
pub(super) fn wall(now: Now, at: Duration) -> jiff::Timestamp {
    let wait = jiff::SignedDuration::try_from(at.saturating_sub(now.mono)).unwrap_or(jiff::SignedDuration::ZERO);
    now.at.checked_add(wait).unwrap_or(now.at)
}
