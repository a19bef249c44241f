//! What a probe of an account's lists found: the answer to [`super::Command::ProbeLists`].

use crate::domain::{AccountName, List, ListKnowledge};

/// What was tried on one lead, list by list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProbeReport {
    pub account: AccountName,
    /// The vendor's name in the registry.
    pub vendor: String,
    /// The vendor's id of the lead, and what it is called.
    pub lead_remote_id: String,
    pub lead_name: String,
    /// In the order of [`List::ALL`].
    pub lists: [ListProbed; List::ALL.len()],
    /// Whether the account's credential is missing or was refused, or its vendor could not be reached: why some list
    /// is not known.
    pub credential: bool,
    pub unreachable: bool,
    pub took_ms: u64,
}

/// What was found out about one list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListProbed {
    pub list: List,
    /// What is known now: found, stated in the settings (then nothing was tried), or not known.
    pub knowledge: ListKnowledge,
    /// The proof in words; for a list that is not known why not, and what now.
    pub words: String,
    /// What the probe left on the lead, in words; `None` when the list is as it was before.
    pub left: Option<String>,
}
