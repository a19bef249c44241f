//! Asking about the leads of the view that is listed, in its order, while there is nothing else to do.
//!
//! Only where the account's settings say so, and only in the window. Nothing here follows the scroll position: a pass
//! begins when another list is shown and has stood for a moment, walks it from its top, one question at a time and below
//! everything else, and begins again after a while. What was answered less than a day ago, before or after the start, is
//! not asked again, and what was refused for good neither. When failures come in a row, it rests longer each time.

use super::*;

/// A list is looked at so long before anybody is asked because of it: most are only passed by.
const VIEW_REST: Duration = Duration::from_secs(2);
/// An answer that is younger is not asked for again.
const FRESH_SECS: i64 = 24 * 60 * 60;
/// From the end of a pass to the next look at the same list.
const PASS_REST: Duration = Duration::from_secs(600);
/// So many failures in a row are no accident.
const ACCIDENTS: u32 = 2;
/// The first rest after them, and the longest.
const FIRST_REST: Duration = Duration::from_secs(60);
const LONGEST_REST: Duration = Duration::from_secs(3600);
/// How much is looked at in one go, in leads that need no look at the disk, and how many of them one that does is worth.
const AT_ONCE: usize = 2_048;
const DISK_LOOK: usize = 64;
/// Between two goes, so that whatever else comes has its turn.
const BREATH: Duration = Duration::from_millis(20);

/// How far one account is with the leads of the list.
#[derive(Debug, Default)]
pub(in crate::engine) struct Ahead {
    /// The list that is walked: see [`crate::search::Index::number`].
    listing: u64,
    next: usize,
    due: Duration,
    /// In a row, and until when they are a reason to rest.
    failures: u32,
    resting: Duration,
    told: HashMap<LeadId, Told>,
}

/// What is known about an account's last word on a lead.
#[derive(Clone, Copy, Debug)]
struct Told {
    at: Timestamp,
    /// Nothing by which the lead is asked has changed since.
    sure: bool,
}

impl Told {
    fn is_fresh(self, now: Now) -> bool {
        is_fresh(self.at, now)
    }
}

/// One that was given long after now was given by another clock.
fn is_fresh(at: Timestamp, now: Now) -> bool {
    (now.at.as_second() - at.as_second()).abs() < FRESH_SECS
}

impl Ahead {
    /// This lead is not asked about again for a day, unless it changes.
    fn done_with(&mut self, lead: LeadId, at: Timestamp) {
        self.told.insert(lead, Told { at, sure: true });
    }

    /// The settings changed: other identifiers may be asked by now.
    pub(in crate::engine) fn look_again(&mut self) {
        self.told.values_mut().for_each(|told| told.sure = false);
        (self.next, self.due) = (0, Duration::ZERO);
    }

    /// What made it rest may be put right.
    pub(super) fn try_now(&mut self, now: Now) {
        (self.failures, self.resting) = (0, Duration::ZERO);
        self.due = self.due.min(now.mono + VIEW_REST);
    }

    pub(super) fn answered(&mut self, lead: LeadId, at: Timestamp) {
        self.done_with(lead, at);
        (self.failures, self.resting) = (0, Duration::ZERO);
    }
}

impl Engine {
    /// Reads who was asked about whom and when.
    pub(in crate::engine) fn load_told(&mut self) -> Result<(), StoreError> {
        let (accounts, index) = (&mut self.accounts, &mut self.index);
        self.store.histories_told(&mut |lead, account, at| {
            index.history_told(lead);
            if let Some(account) = accounts.iter_mut().find(|known| known.settings.name == account) {
                account.ahead.told.insert(lead, Told { at, sure: false });
            }
        })
    }

    /// A reading brought something new about this lead: it may be asked by something else now.
    pub(in crate::engine) fn look_again_ahead(&mut self, lead: LeadId) {
        for account in &mut self.accounts {
            if let Some(told) = account.ahead.told.get_mut(&lead) {
                told.sure = false;
            }
        }
    }

    /// Another list is shown: what was asked because of the one before is given up, and the walk begins anew.
    pub(in crate::engine) fn turn_ahead(&mut self, now: Now, at: usize) {
        let number = self.index.number();
        let account = &mut self.accounts[at];
        if account.asks_ahead() && account.ahead.listing != number {
            account.asks.retain(|ask| ask.reason != Reason::Ahead);
            let due = account.ahead.resting.max(now.mono + VIEW_REST);
            (account.ahead.listing, account.ahead.next, account.ahead.due) = (number, 0, due);
        }
    }

    /// Walks on to the next lead that is worth a question, and puts that into the queue.
    pub(in crate::engine) fn walk_ahead(&mut self, now: Now, at: usize) {
        let mut looks = AT_ONCE;
        while let Some(left) = looks.checked_sub(1) {
            looks = left;
            let ahead = &mut self.accounts[at].ahead;
            let Some(lead) = self.index.shown().get(ahead.next).copied() else {
                (ahead.next, ahead.due) = (0, now.mono + PASS_REST);
                return;
            };
            ahead.next += 1;
            if ahead.told.get(&lead).is_some_and(|told| told.sure && told.is_fresh(now)) {
                continue;
            }
            looks = looks.saturating_sub(DISK_LOOK);
            match self.ask_ahead(now, at, lead) {
                Ok(false) => {}
                Ok(true) => return,
                Err(error) => {
                    self.accounts[at].ahead.due = now.mono + PASS_REST;
                    self.say_if_not_kept::<()>(Err(error));
                    return;
                }
            }
        }
        self.accounts[at].ahead.due = now.mono + BREATH;
    }

    /// Asks about this lead, if there is anything to ask by and no answer to that yet.
    fn ask_ahead(&mut self, now: Now, at: usize, lead: LeadId) -> Result<bool, StoreError> {
        let name = self.accounts[at].settings.name.clone();
        let failed = self.history_failures.get(&(lead, at)).is_some_and(|failed| now.mono < failed.again);
        if failed || self.unlinked.contains(&(lead, name.clone())) {
            return Ok(false);
        }
        let Some(part) = self.accounts[at].interactions else { return Ok(false) };
        let Some((_, mirror)) = self.mirror_lead(lead)? else { return Ok(false) };
        let identifiers = part.identifiers(&self.accounts[at].settings, &mirror);
        let head = self.store.history_head(lead, &name)?;
        let ahead = &mut self.accounts[at].ahead;
        if identifiers.is_empty() {
            ahead.done_with(lead, now.at);
            return Ok(false);
        }
        if let Some((asked_at, found)) = head {
            let found: Found = serde_json::from_str(&found).unwrap_or_default();
            if found.asked_by == number_of(&identifiers) && is_fresh(asked_at, now) {
                ahead.done_with(lead, asked_at);
                return Ok(false);
            }
        }
        let ask = Ask::new(lead, identifiers, Reason::Ahead, self.index.number());
        self.accounts[at].queue(ask);
        Ok(true)
    }

    /// A question that nobody waits for failed. That is said on the account; the lead is tried in a later pass.
    pub(super) fn failed_ahead(&mut self, now: Now, at: usize, lead: LeadId, refused: bool) {
        let ahead = &mut self.accounts[at].ahead;
        ahead.failures += 1;
        if refused {
            // The same question has the same answer.
            ahead.done_with(lead, now.at);
        }
        if let Some(more) = ahead.failures.checked_sub(ACCIDENTS + 1) {
            let rest = FIRST_REST.saturating_mul(1 << more.min(16)).min(LONGEST_REST);
            ahead.resting = now.mono + rest;
            ahead.due = ahead.due.max(ahead.resting);
        }
        log::debug!("a question that nobody waits for failed");
    }
}

impl Account {
    /// Whether the settings want the leads of the list asked about.
    fn asks_ahead(&self) -> bool {
        self.interactions.is_some() && self.settings.option("background") == Some("view")
    }

    /// When the walk over the list goes on, where nothing is being asked.
    pub(in crate::engine) fn ahead_due(&self) -> Option<Duration> {
        (self.asks_ahead() && self.asks.is_empty()).then_some(self.ahead.due)
    }
}
