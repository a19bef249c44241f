//! Clocks that jump: a computer that slept, a clock that somebody set.
//!
//! Waiting goes by a clock that only goes forward and stands still in sleep; what is shown and stored goes by the wall
//! clock. When the two come apart, nobody can say how long ago a moment of the one was on the other.

use jiff::SignedDuration;

use super::lanes::{Lane, wall};
use super::{Engine, Now};
use crate::domain::LeadId;

/// Clocks that are put right little by little never differ by more between two moments.
const JUMP: SignedDuration = SignedDuration::from_secs(60);

impl Engine {
    /// Looks at both clocks, and starts afresh where they came apart: our own waits end, a wait that a vendor stated
    /// goes on by the wall clock, news is looked for, and a failure before the jump counts from now.
    pub(super) fn notice_jump(&mut self, now: Now) {
        let last = std::mem::replace(&mut self.last, now);
        let by_mono = SignedDuration::try_from(now.mono.saturating_sub(last.mono)).unwrap_or(SignedDuration::MAX);
        let jump = now.at.duration_since(last.at).saturating_sub(by_mono);
        if jump.abs() < JUMP {
            return;
        }
        log::info!("the clock jumped by {} s; waits begin anew", jump.as_secs());
        let forward = jump.is_positive();
        self.hosts.clear();
        for account in &mut self.accounts {
            account.failing_since = account.failing_since.map(|_| now.at);
            match account.slowed {
                // It slept, or its clock was behind: the vendor's wait has gone on meanwhile.
                Some(until) if forward => {
                    let left = std::time::Duration::try_from(until.duration_since(now.at)).ok();
                    account.blocked_until = left.map(|left| now.mono + left);
                    account.slowed = account.slowed.filter(|_| left.is_some());
                }
                Some(_) => account.slowed = account.blocked_until.map(|until| wall(now, until)),
                None => account.blocked_until = None,
            }
            if forward {
                // A token that ran out in sleep would cost a refusal.
                account.token_until = account.token_until.map(|_| now.mono);
                account.probed = false;
                for list in &mut account.lists {
                    list.due = list.due.min(now.mono);
                }
            }
        }
        for at in 0..self.accounts.len() {
            self.ready_recordings(now, at);
        }
        let leads: Vec<LeadId> = self.lanes.keys().copied().collect();
        for lead in leads {
            if self.lanes.get(&lead).is_some_and(Lane::is_idle) {
                self.ready_lane(lead, now.mono);
            }
        }
        self.dirty = true;
    }
}
