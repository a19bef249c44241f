//! The rows of the outbox in their three groups: for you, on its way, done today.

use std::sync::Arc;

use crate::bridge::{OutboxView, Snapshot};
use crate::domain::{ChangeId, OutboxState};
use crate::ui::state::OutboxGroup;

/// One of the three headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heading {
    ForYou,
    OnItsWay,
    DoneToday,
}

impl Heading {
    pub const ALL: [Self; 3] = [Self::ForYou, Self::OnItsWay, Self::DoneToday];

    /// The group a state belongs to.
    pub fn of(state: OutboxState) -> Self {
        if state.is_done() {
            Self::DoneToday
        } else if state.waits_for_agent() {
            Self::ForYou
        } else {
            Self::OnItsWay
        }
    }

    /// Its states, in the order they are listed in.
    pub fn states(self) -> &'static [OutboxState] {
        match self {
            Self::ForYou => &[OutboxState::NeedsAgent, OutboxState::Unknown],
            Self::OnItsWay => &[OutboxState::Sending, OutboxState::Queued, OutboxState::Waiting, OutboxState::Held],
            Self::DoneToday => &[OutboxState::Accepted, OutboxState::Confirmed, OutboxState::Cancelled],
        }
    }
}

/// The rows under a heading: open ones oldest first, what is done newest first.
pub fn rows(snapshot: &Snapshot, heading: Heading, group: OutboxGroup) -> Vec<&Arc<OutboxView>> {
    let wanted = |row: &&Arc<OutboxView>| match group {
        OutboxGroup::Everything => Heading::of(row.item.state) == heading,
        OutboxGroup::State(state) => row.item.state == state && Heading::of(state) == heading,
    };
    match heading {
        Heading::DoneToday => snapshot.outbox_done.values().rev().filter(wanted).collect(),
        Heading::ForYou | Heading::OnItsWay => snapshot.outbox.values().filter(wanted).collect(),
    }
}

/// The rows on screen in their order, for walking.
pub fn shown_ids(snapshot: &Snapshot, group: OutboxGroup) -> Vec<ChangeId> {
    Heading::ALL.into_iter().flat_map(|heading| rows(snapshot, heading, group)).map(|row| row.item.id).collect()
}

/// How many rows a line at the left counts.
pub fn count(snapshot: &Snapshot, state: OutboxState) -> usize {
    if state.is_done() {
        snapshot.outbox_done.values().filter(|row| row.item.state == state).count()
    } else {
        snapshot.outbox_count(state)
    }
}
