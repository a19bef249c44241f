//! A recording: a fact that an agent tells other systems about, such as a call or a visit.
//!
//! One fact may go to several vendors; each gets an [`Event`] of its own, in its own words, made when the agent records
//! and kept from then on letter by letter.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The reason of a recording that counts as accepted because an agent said that it arrived.
pub const ON_YOUR_WORD: &str = "it arrived, on your word";

/// What the agent states.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// The name of the template it was made from.
    pub template: String,
    /// When it happened, not when it is told.
    pub happened_at: Timestamp,
    /// What they wrote about it.
    pub text: String,
    /// What stands in the template's own fields, by their labels.
    pub inputs: BTreeMap<String, String>,
    /// The name of who records it.
    pub agent: String,
}

/// The text is a customer's matter: only its length is shown.
impl fmt::Debug for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fact")
            .field("template", &self.template)
            .field("happened_at", &self.happened_at)
            .field("text_len", &self.text.len())
            .field("inputs", &self.inputs.len())
            .finish_non_exhaustive()
    }
}

/// A fact in the words of one vendor.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The vendor's JSON of this event alone, without what depends on the moment of sending.
    pub body: String,
    pub happened_at: Timestamp,
    /// The vendor's word for how its template wants it sent, where there are several ways.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub way: String,
    /// By what the vendor will know the customer, where it remembers them by a key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Subject>,
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event").field("happened_at", &self.happened_at).field("way", &self.way).finish_non_exhaustive()
    }
}

/// A key by which a vendor knows a customer, in the space of one account.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Subject {
    /// The part of the vendor in which the key holds (a site key).
    pub space: String,
    /// What the vendor calls the key; empty for nobody in particular.
    pub name: String,
    pub value: String,
}

/// The value is a customer's.
impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subject").field("space", &self.space).field("name", &self.name).finish_non_exhaustive()
    }
}

/// What a vendor advises to do next for this customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advice {
    /// Its name at the vendor.
    pub name: String,
    /// What it says, as plain text; the raw content where it could not be read further.
    pub text: String,
    /// Whether `text` is what came, undecoded.
    pub raw: bool,
    /// Answers it offers: what they are called, and where they lead (shown, never opened by the program).
    pub responses: Vec<Response>,
}

/// An answer that an advice offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Response {
    pub label: String,
    pub address: Option<String>,
}

/// What stands in the outbox for one vendor: the fact as the agent sees it, and the event as it will go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToRecord {
    pub fact: Fact,
    pub event: Event,
}

impl ToRecord {
    /// Whether two recordings tell one vendor the same fact: what happens when a form is sent twice.
    pub fn is_twin_of(&self, other: &Self) -> bool {
        let text = |fact: &Fact| fact.text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.fact.template == other.fact.template
            && text(&self.fact) == text(&other.fact)
            && self.fact.inputs == other.fact.inputs
            && (self.fact.happened_at.as_second() - other.fact.happened_at.as_second()).abs() < 60
    }
}

/// How a recording left for the first time. Every later try repeats these bytes, so that a vendor that looks can see
/// that it is the same one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// The moment of the first try: it decided about the form.
    pub at: Timestamp,
    /// What the vendor had called the customer by then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visitor: Option<String>,
    /// The changes that went in one call, in their order.
    pub together: Vec<i64>,
    /// The body of the call.
    pub body: String,
}

impl fmt::Debug for Frozen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Frozen").field("at", &self.at).field("together", &self.together).finish_non_exhaustive()
    }
}

/// What a vendor said beside its yes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub advice: Vec<Advice>,
    /// Members worth keeping, as JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<String>,
}
