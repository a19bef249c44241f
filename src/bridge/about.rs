//! What the accounts page says about an account beyond its health: its key, what it can do, what is known of its vendor.

use std::borrow::Cow;

use jiff::Timestamp;

/// Everything the page shows of one account, in the order in which it stands there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountAbout {
    pub keychain: KeychainState,
    /// The fields that this account needs, and which of them are there.
    pub fields: Vec<KeyField>,
    /// Scheme and headers in use, the address, the ids that tell it apart.
    pub key_facts: Vec<Line>,
    pub can: Vec<(&'static str, Lamp)>,
    /// What is documented, found out, set by the owner, or not known about the vendor.
    pub known: Vec<KnownFact>,
    pub limits: Vec<Line>,
    pub pending: Pending,
    /// Until when nothing is sent after failures; then one reading is tried.
    pub waits_until: Option<Timestamp>,
    /// What the harmless test does.
    pub test: &'static str,
    /// Why it cannot be tested, if so.
    pub no_test: Option<&'static str>,
}

/// What the keychain said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum KeychainState {
    /// Being asked.
    #[default]
    NotAsked,
    Present,
    /// Nothing, or not every field.
    Missing,
    /// It cannot be asked; its sentence.
    Unusable(String),
}

/// One field of the account's item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyField {
    pub name: &'static str,
    pub label: &'static str,
    pub is_there: bool,
}

/// A label and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub label: Cow<'static, str>,
    pub value: Cow<'static, str>,
}

impl Line {
    pub fn new(label: impl Into<Cow<'static, str>>, value: impl Into<Cow<'static, str>>) -> Self {
        Self { label: label.into(), value: value.into() }
    }
}

/// Whether something was seen to work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lamp {
    Works,
    Refused,
    NotTried,
}

/// One thing about a vendor, and how it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownFact {
    pub label: &'static str,
    pub value: Cow<'static, str>,
    pub how: HowKnown,
}

/// How something is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HowKnown {
    /// The vendor says so.
    Documented,
    /// Learned from its answers: when, where that was one moment, and the proof in words, if there is one.
    Found { at: Option<Timestamp>, proof: String },
    /// The owner's settings say so.
    Set,
    /// Nobody says so; what is done meanwhile stands in the value.
    NotKnown,
}

/// Changes of the account that are not done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pending {
    /// That would go by themselves, or that the agent holds.
    pub waiting: usize,
    /// Whose outcome is unknown.
    pub unknown: usize,
    /// That wait for the agent, refused ones among them.
    pub needs_you: usize,
}

impl Pending {
    pub fn all(self) -> usize {
        self.waiting + self.unknown + self.needs_you
    }
}
