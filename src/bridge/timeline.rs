//! The strip of one lead, and how far each system that keeps histories was asked.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::domain::AccountName;
use crate::domain::home::{Fact, Home};
use crate::domain::timeline::TimelineItem;

/// Everything that is known to have happened with one lead, newest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// Shared: there may be many, and what is said of the sources changes without them.
    pub items: Arc<Vec<TimelineItem>>,
    /// One entry per account that keeps histories, in the order of the settings.
    pub sources: Vec<HistorySource>,
}

/// What a command line wants to know of a lead's past; nothing named means everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The words of systems that keep histories for where things pass: what their accounts are asked for.
    pub networks: Vec<String>,
    /// Their words for what passes.
    pub types: Vec<String>,
}

/// A strip for whoever asked for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimelineAnswer {
    pub timeline: Timeline,
    /// Accounts that were asked for a part only. Their part is among the items and is not kept; `asked_at` and what is
    /// kept of their whole histories stay as they were.
    pub in_part: Vec<AccountName>,
}

/// By which clock the customer lives, as far as that is known without a guess.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CustomerClock {
    Known {
        zone: TimeZone,
        /// Its name in the zone database.
        name: &'static str,
        by: Fact,
    },
    /// Where they are known to live there are several.
    Several(Fact),
    /// Country and dial code speak for different ones.
    Disagree { country: String, dial_code: String },
    #[default]
    Unknown,
}

impl CustomerClock {
    /// Looks the zone up; for the engine's thread, since that may read the system's zone files.
    pub fn of(home: Home) -> Self {
        match home {
            Home::Known { zone: name, by } => match TimeZone::get(name) {
                Ok(zone) => Self::Known { zone, name, by },
                Err(_) => Self::Unknown,
            },
            Home::Several(by) => Self::Several(by),
            Home::Disagree { country, dial_code } => Self::Disagree { country, dial_code },
            Home::Unknown => Self::Unknown,
        }
    }
}

/// One account that keeps histories, as far as this lead goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistorySource {
    pub account: AccountName,
    /// The vendor's name in the registry, and as people write it.
    pub vendor: &'static str,
    pub title: &'static str,
    /// When the answer that is shown was given; `None` when it was never asked.
    pub asked_at: Option<Timestamp>,
    pub state: HistoryState,
    /// Whom the vendor found.
    pub customer: Option<LinkedCustomer>,
    /// What the vendor warned about, in its own words.
    pub warnings: Vec<String>,
}

/// How the last asking ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HistoryState {
    NeverAsked,
    /// A request is out, or waits for its turn.
    Asking,
    /// The items of this source are its whole answer.
    Known,
    /// The vendor knows nobody by any of the identifiers that were tried.
    NobodyFound,
    /// The lead has nothing the vendor could be asked by.
    NothingToAskBy,
    /// Somebody unlinked this customer: their history is not shown.
    Unlinked,
    /// What, why, what now; the earlier answer is still shown.
    Failed(String),
}

/// The vendor's customer that this lead was found to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedCustomer {
    /// The vendor's number of the customer, where it told one.
    pub number: Option<String>,
    /// What they were found by: `e-mail`, `phone`, `external id`.
    pub evidence: Vec<String>,
}
