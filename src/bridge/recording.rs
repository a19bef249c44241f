//! What the window and the command line say and hear about recordings.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::command::Refused;
use crate::domain::recording::Advice;
use crate::domain::template::Sheet;
use crate::domain::{AccountName, LeadId};

/// A fact that is about to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub lead: LeadId,
    /// The template's name.
    pub template: String,
    pub happened_at: Timestamp,
    pub text: String,
    /// What stands in the template's own fields, by their labels.
    pub inputs: BTreeMap<String, String>,
    /// Accounts or vendors to tell, by name; `None`: all that the template has words for.
    pub to: Option<Vec<String>>,
    /// The agent knows that the same was recorded before.
    pub although_twin: bool,
}

/// Why nothing was recorded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordRefused {
    #[error(transparent)]
    Refused(Refused),
    /// What each system would have to refuse.
    #[error("{}", .0.iter().map(|fault| format!("{}: {}", fault.account, fault.why)).collect::<Vec<_>>().join(" "))]
    Faults(Vec<Fault>),
    /// The same fact stands in the outbox or was accepted; asked for once more it is recorded again.
    #[error("{0} Nothing was queued; say so if it happened twice.")]
    Twin(String),
}

/// Why one system could not be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub account: AccountName,
    /// The label of the form's field it is about.
    pub input: Option<String>,
    pub why: String,
}

/// What would go out to one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    pub account: AccountName,
    pub title: &'static str,
    /// The whole request, secrets blanked; empty where it cannot be made.
    pub request: String,
    pub faults: Vec<Fault>,
    /// The same was recorded before, in words.
    pub twin: Option<String>,
}

/// A template as the form offers it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TemplateView {
    pub name: String,
    /// As its owners wrote it.
    pub sheet: Sheet,
    /// The accounts it has words for, by vendor in the order of the registry: lamps have one order everywhere.
    pub targets: Vec<Target>,
    /// What the form asks for beside text and time.
    pub inputs: Vec<InputView>,
}

/// An account that a template can tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub account: AccountName,
    /// The vendor's name in the registry, and as people write it.
    pub vendor: &'static str,
    pub title: &'static str,
    /// What is wrong with the template's part for it.
    pub faults: Vec<String>,
}

/// A field of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputView {
    pub label: String,
    pub kind: InputKind,
    pub default: Option<String>,
    /// Without it the template's own vendor is not told.
    pub required: bool,
}

/// What can stand in a field of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputKind {
    Text,
    Number,
    Truth,
    Date,
    Choice(Vec<String>),
}

/// What a vendor advised in its newest answer about a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextBest {
    /// The vendor as people write it.
    pub title: String,
    /// When it said so.
    pub at: Timestamp,
    pub advice: Vec<Advice>,
}

/// A change with everything that is known of its way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InFull {
    /// Each time it left, oldest first.
    pub tries: Vec<Try>,
    /// How many changes were wished for together with it, itself among them, and of how many leads.
    pub together: (usize, usize),
    /// The body of a recording as it left for the first time.
    pub body: Option<String>,
    /// What the vendor advised to do next.
    pub advice: Vec<Advice>,
}

/// One time that a change left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Try {
    pub began_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    /// How it ended, in words; `None` while it is out.
    pub outcome: Option<String>,
    /// The whole request, credentials blanked; `None` where an earlier release sent it.
    pub request: Option<String>,
}
