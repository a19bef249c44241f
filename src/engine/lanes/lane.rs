//! The open changes of one lead, what they wait for, and what their lane is at.

use std::time::Duration;

use crate::domain::{Change, ChangeId, OutboxItem, OutboxState};
use crate::engine::list_ways::is_apart;
use crate::engine::locate::Search;

/// The open changes of one lead, and how far the front of them got.
#[derive(Debug)]
pub(in crate::engine) struct Lane {
    /// Open rows, oldest first.
    pub items: Vec<ChangeId>,
    /// The same with what they want and where they stand, for laying over the mirror.
    pub changes: Vec<OpenChange>,
    pub(super) stage: Stage,
    /// From when it may go on.
    pub due: Duration,
    pub(super) failures: u32,
    /// It was found nowhere near; the next whole pass will see it.
    pub(super) waits_for_pass: bool,
    /// Whole passes since it was last found.
    pub(super) passes_in_vain: u32,
}

/// An open change as its lane keeps it; one that cannot be read has none.
#[derive(Clone, Debug)]
pub(in crate::engine) struct OpenChange {
    pub id: ChangeId,
    pub change: Change,
    /// What the agent saw there before.
    pub base: Option<String>,
    pub state: OutboxState,
    /// It waits for a person without holding back the others ([`is_apart`]).
    pub apart: bool,
}

impl OpenChange {
    pub(in crate::engine) fn of(item: &OutboxItem) -> Self {
        Self {
            id: item.id,
            change: item.change.clone(),
            base: item.base.clone(),
            state: item.state,
            apart: is_apart(item),
        }
    }

    /// As [`crate::domain::change::fold`] takes it.
    pub(in crate::engine) fn wish(&self) -> (&Change, Option<&str>) {
        (&self.change, self.base.as_deref())
    }

    fn may_go(&self) -> bool {
        matches!(self.state, OutboxState::Queued | OutboxState::Waiting | OutboxState::Sending)
    }
}

/// What a lane is at.
#[derive(Debug)]
pub(super) enum Stage {
    Idle,
    /// Reading until the lead is found: before the write, or after it (`confirms` counts those readings).
    Looking {
        unit: Vec<ChangeId>,
        search: Box<Search>,
        confirms: Option<usize>,
    },
    Writing {
        unit: Vec<ChangeId>,
    },
}

impl Lane {
    pub(in crate::engine) fn idle() -> Self {
        Self {
            items: Vec::new(),
            changes: Vec::new(),
            stage: Stage::Idle,
            due: Duration::ZERO,
            failures: 0,
            waits_for_pass: false,
            passes_in_vain: 0,
        }
    }

    pub(in crate::engine) fn is_idle(&self) -> bool {
        matches!(self.stage, Stage::Idle)
    }

    /// It reads, before its write or after it; between two readings nothing of it is out.
    pub(in crate::engine) fn is_looking(&self) -> bool {
        matches!(self.stage, Stage::Looking { .. })
    }

    /// A clear yes is being read back: its waits are no back-off.
    pub(in crate::engine) fn reads_back(&self) -> bool {
        matches!(self.stage, Stage::Looking { confirms: Some(_), .. })
    }

    /// Unclear ends of its writes in a row.
    pub(in crate::engine) fn failures(&self) -> u32 {
        self.failures
    }

    /// The changes at its front that may go out together; empty when the first one may not. One that stands apart is
    /// stepped over, unless a later one is about the same entry: then the two are one wish.
    pub(super) fn front(&self) -> Vec<ChangeId> {
        let all: Vec<&OpenChange> = self
            .items
            .iter()
            .zip(&self.changes)
            .take_while(|(item, open)| **item == open.id && (open.apart || open.may_go()))
            .map(|(_, open)| open)
            .collect();
        let goes = |(at, open): &(usize, &&OpenChange)| {
            let continued = |later: &&OpenChange| open.change.continues(&later.change);
            open.may_go() || all[*at + 1..].iter().any(|later| later.may_go() && continued(later))
        };
        all.iter().enumerate().filter(goes).map(|(_, open)| open.id).collect()
    }
}
