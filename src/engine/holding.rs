//! Rows that could go and do not, because their account waits: each says for what, and until when.

use std::time::Duration;

use jiff::Timestamp;

use super::account::Job;
use super::items::{BEHIND, may_have_arrived};
use super::lanes::wall;
use super::list_ways::is_apart;
use super::{Engine, Now};
use crate::domain::{ChangeId, LeadId, OutboxItem, OutboxState};

/// How every such reason begins, so that it can be taken back.
const WITH_ITS_ACCOUNT: &str = "its turn comes when ";

/// What decides whether rows of an account wait with it, as of the last look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Held {
    blocked_until: Option<Duration>,
    slowed: Option<Timestamp>,
    offline: bool,
    writes_refused: bool,
}

/// What an account waits for.
struct Hold {
    why: String,
    /// When it goes on by itself; `None`: when somebody did something.
    until: Option<Timestamp>,
}

impl Engine {
    /// Lets the rows of accounts that began or ceased to wait say so. Costs nothing while nothing changes.
    pub(super) fn tell_holds(&mut self, now: Now) {
        let untold = std::mem::take(&mut self.untold);
        for at in 0..self.accounts.len() {
            let account = &self.accounts[at];
            let blocked_until = account.blocked_until.filter(|until| *until > now.mono);
            let held = match account.retired {
                None if blocked_until.is_some() || account.writes_refused => Held {
                    blocked_until,
                    slowed: account.slowed,
                    offline: account.offline_since.is_some(),
                    writes_refused: account.writes_refused,
                },
                _ => Held::default(),
            };
            if account.held != held || (untold && held != Held::default()) {
                self.accounts[at].held = held;
                if held != Held::default() {
                    self.stop_looking(now, at);
                }
                let hold = self.hold_of(now, at);
                self.tell_hold(at, hold.as_ref());
            }
        }
    }

    /// Lanes whose account begins to wait stop between two readings: a row that says it is being sent has a request out.
    pub(super) fn stop_looking(&mut self, now: Now, at: usize) {
        let out = match self.accounts[at].in_flight.as_ref().map(|out| &out.job) {
            Some(Job::LaneRead { lead, .. }) => Some(*lead),
            _ => None,
        };
        let of_account = |lead: &LeadId| self.places.get(lead).is_some_and(|place| place.account == Some(at));
        let looking = self.lanes.iter().filter(|(lead, lane)| lane.is_looking() && of_account(lead));
        let stops: Vec<(LeadId, Duration)> =
            looking.filter(|(lead, _)| Some(**lead) != out).map(|(lead, lane)| (*lead, lane.due)).collect();
        for (lead, due) in stops {
            self.halt_lane(now, lead);
            self.ready_lane(lead, due);
        }
    }

    fn hold_of(&self, now: Now, at: usize) -> Option<Hold> {
        let account = &self.accounts[at];
        let held = account.held;
        let title = account.spec.title;
        if held.writes_refused {
            let why = format!("{WITH_ITS_ACCOUNT}{title} has a key that may change leads; it refused this one");
            return Some(Hold { why, until: None });
        }
        let until = held.blocked_until?;
        let why = match (held.slowed, held.offline) {
            (Some(_), _) => format!("{WITH_ITS_ACCOUNT}{title} lets us on; it asked us to slow down"),
            (None, true) => format!("{WITH_ITS_ACCOUNT}{title} can be reached again"),
            (None, false) => format!("{WITH_ITS_ACCOUNT}{title} answers again; the last tries failed"),
        };
        Some(Hold { why, until: Some(held.slowed.unwrap_or_else(|| wall(now, until))) })
    }

    fn tell_hold(&mut self, at: usize, hold: Option<&Hold>) {
        let name = &self.accounts[at].settings.name;
        let rows = self.items.values().map(|view| &view.item).filter(|item| item.account == *name);
        let told: Vec<(ChangeId, Says)> = rows.filter_map(|item| Some((item.id, says(item, hold)?))).collect();
        for (id, says) in told {
            let Some(view) = self.items.get(&id) else { continue };
            let mut view = (**view).clone();
            (view.item.why, view.item.next_try_at) = says;
            self.show(view);
        }
    }
}

/// Why it waits, and until when.
type Says = (String, Option<Timestamp>);

/// What a row says under this hold; `None`: what it says already.
fn says(item: &OutboxItem, hold: Option<&Hold>) -> Option<Says> {
    let ours = item.why.starts_with(WITH_ITS_ACCOUNT);
    let says = match (item.state, hold) {
        // It waits for a person, or for the change before it.
        _ if is_apart(item) || item.why.starts_with(BEHIND) => return None,
        (OutboxState::Queued, Some(hold)) if ours || item.why.is_empty() => (hold.why.clone(), hold.until),
        (OutboxState::Queued, None) if ours => (String::new(), None),
        // Its own wait is over before that of its account.
        (OutboxState::Waiting, Some(Hold { until: Some(until), .. }))
            if item.next_try_at.is_some_and(|next| next < *until) || may_have_arrived(item) =>
        {
            (item.why.clone(), Some(*until))
        }
        _ => return None,
    };
    (says != (item.why.clone(), item.next_try_at)).then_some(says)
}
