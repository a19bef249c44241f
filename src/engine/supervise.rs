//! Faults of our own: how often the engine may begin anew, and what is said of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use super::start::Place;
use super::{Engine, Now};
use crate::bridge::{Phase, Snapshot};
use crate::store::Store;

/// So many faults within [`SOON`] are one that comes again.
const MOST: usize = 3;
const SOON: Duration = Duration::from_secs(60);

/// What is said when the engine began anew.
const ROSE: &str = "Leadline met a fault of its own and began anew. Everything that was acknowledged is kept; what was \
                    being sent is looked at first. A report without anybody’s data is beside the log; please send it in.";

/// What is said when beginning anew did not help.
pub(super) fn falls_again(place: &Place) -> String {
    let kept = match place {
        Place::Disk(_) => "Everything that was acknowledged is kept.",
        Place::Memory(_) => "This session was in memory only, so what was not sent is gone.",
    };
    format!(
        "Leadline met a fault of its own again and again and stopped, so that nothing is damaged. {kept} Try again; if it \
         comes back, send in the reports (crash-….txt, beside the log: they hold nobody’s data)."
    )
}

/// What is said when the system gives nothing to work with.
pub(super) fn no_workers(error: &std::io::Error) -> String {
    format!(
        "The system gives Leadline no threads to work with ({}). Close other programs or sign in again, then start \
         Leadline once more. Nothing was changed.",
        error.kind()
    )
}

/// When faults were met.
#[derive(Debug, Default)]
pub(super) struct Falls(Vec<Duration>);

impl Falls {
    /// Notes a fault; false where they come too fast.
    pub(super) fn may_go_on(&mut self, at: Duration) -> bool {
        self.0.retain(|earlier| at.saturating_sub(*earlier) < SOON);
        self.0.push(at);
        self.0.len() < MOST
    }
}

impl Engine {
    /// What outlives a fault: the store, how it was opened, and how many snapshots there were.
    pub(super) fn into_store(self) -> (Store, Phase, u64) {
        (self.store, self.phase, self.revision)
    }

    /// Goes on where the last snapshot left off: the same list, the same open lead; and says what happened.
    pub(super) fn rise(&mut self, now: Now, revision: u64, last: &Snapshot) {
        self.revision = revision;
        let listing = &last.listing;
        self.index.look(listing.view, listing.query.clone(), listing.sort);
        self.open_lead(now, last.open.as_ref().map(|open| open.view.id));
        self.say(ROSE.to_owned(), true);
    }
}

/// A fault that the next input meets: how tests see the engine begin anew.
#[derive(Clone, Debug, Default)]
pub struct PlannedFault(Arc<AtomicU32>);

impl PlannedFault {
    /// From now on the next so many inputs meet a fault.
    #[doc(hidden)]
    pub fn plan(&self, count: u32) {
        self.0.store(count, Ordering::SeqCst);
    }

    /// Meets a planned one.
    pub(super) fn meet(&self) {
        let planned = self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        assert!(planned.is_err(), "a planned fault");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_faults_within_a_minute_are_too_many_and_three_within_an_hour_are_not() {
        let secs = Duration::from_secs;
        let mut falls = Falls::default();
        assert_eq!([1, 20, 40].map(|at| falls.may_go_on(secs(at))), [true, true, false]);
        let mut falls = Falls::default();
        assert_eq!([1, 900, 1_800, 1_850].map(|at| falls.may_go_on(secs(at))), [true, true, true, true]);
    }
}
