//! A lead: a record in a vendor's lead list, as plain data.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ids::{AccountName, AgentId, RemoteId};
use super::status::LeadStatus;

/// Which of the vendor's two lists a record stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeadKind {
    /// A record of the lead list.
    Lead,
    /// A chat that is not a lead (yet).
    NonLead,
}

impl LeadKind {
    pub const ALL: [Self; 2] = [Self::Lead, Self::NonLead];

    /// The other list: where a record that moved will be found.
    pub fn other(self) -> Self {
        match self {
            Self::Lead => Self::NonLead,
            Self::NonLead => Self::Lead,
        }
    }

    /// The word in JSON and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::NonLead => "non_lead",
        }
    }
}

/// One lead. Every field but the keys may be missing at the vendor; an empty string counts as missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    pub account: AccountName,
    /// The vendor's id of the record; de-duplication key within the account.
    pub remote_id: RemoteId,
    /// The id that writes are addressed to. Without it the lead is read-only.
    pub uuid: Option<String>,
    pub kind: LeadKind,
    pub name: Option<String>,
    /// A name the visitor gave, where the vendor keeps it apart from `name`.
    pub provided_name: Option<String>,
    pub email: Option<String>,
    /// The number without its dial code, as the vendor spells it.
    pub phone: Option<String>,
    /// Digits of the dial code, without `+`.
    pub dial_code: Option<String>,
    pub status: Option<LeadStatus>,
    pub tags: Vec<String>,
    pub notes: Vec<Note>,
    pub attributes: Vec<Attribute>,
    pub agent: Option<AgentId>,
    pub city: Option<String>,
    pub country: Option<String>,
    pub gender: Option<String>,
    pub picture: Option<String>,
    pub is_online: bool,
    pub last_message: Option<LastMessage>,
    pub created_at: Option<Timestamp>,
    pub updated_at: Option<Timestamp>,
    pub last_seen_at: Option<Timestamp>,
    pub website_visits: Option<i64>,
}

/// A note on a lead. `id` is the vendor's and may change when notes are written.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Note {
    pub id: Option<String>,
    pub title: String,
    pub description: String,
}

impl Note {
    /// What to call it: its title, else the first line of its text.
    pub fn heading(&self) -> &str {
        let words = if self.title.trim().is_empty() { &self.description } else { &self.title };
        words.trim().lines().next().unwrap_or_default()
    }

    /// Where this note stands in a list: by its id, else by its title and text.
    pub fn find(&self, notes: &[Self]) -> Option<usize> {
        self.find_by_id(notes).or_else(|| notes.iter().position(|note| self.has_words_of(note)))
    }

    /// Where the note with this one's id stands.
    pub fn find_by_id(&self, notes: &[Self]) -> Option<usize> {
        self.id.as_ref().and_then(|id| notes.iter().position(|note| note.id.as_ref() == Some(id)))
    }

    /// Where the last of several notes with these words stands: the one that was added last.
    pub fn find_last(&self, notes: &[Self]) -> Option<usize> {
        notes.iter().rposition(|note| self.has_words_of(note))
    }

    fn has_words_of(&self, note: &Self) -> bool {
        note.title.trim() == self.title.trim() && note.description.trim() == self.description.trim()
    }
}

/// A custom attribute of a lead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    pub key: String,
    pub value: String,
}

/// The newest message of the chat. `by` is the vendor's word, kept as it is (`bot`, `user`, `agent`, …).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastMessage {
    pub at: Option<Timestamp>,
    pub by: Option<String>,
    pub text: Option<String>,
}

impl LastMessage {
    /// The message as it may leave the program: one-time codes hidden.
    #[must_use]
    pub fn shielded(&self) -> Self {
        let text = self.text.as_deref().map(|text| super::mask::shield(text).unwrap_or_else(|| text.to_owned()));
        Self { text, ..self.clone() }
    }
}

impl Lead {
    /// A lead about which nothing but its keys is known; tests and decoders start here.
    pub fn empty(account: AccountName, remote_id: RemoteId, kind: LeadKind) -> Self {
        Self {
            account,
            remote_id,
            uuid: None,
            kind,
            name: None,
            provided_name: None,
            email: None,
            phone: None,
            dial_code: None,
            status: None,
            tags: Vec::new(),
            notes: Vec::new(),
            attributes: Vec::new(),
            agent: None,
            city: None,
            country: None,
            gender: None,
            picture: None,
            is_online: false,
            last_message: None,
            created_at: None,
            updated_at: None,
            last_seen_at: None,
            website_visits: None,
        }
    }

    /// The id under which a lead stands here until the vendor's lists show it: no vendor gives it one before.
    pub fn id_made_here(uuid: &str) -> RemoteId {
        RemoteId::from(format!("new:{uuid}"))
    }

    /// Made here, and not yet seen in the vendor's lists.
    pub fn is_made_here(&self) -> bool {
        self.uuid.as_deref().is_some_and(|uuid| self.remote_id.as_str().strip_prefix("new:") == Some(uuid))
    }

    /// What to call this lead on screen: name, else the name the visitor gave, e-mail, phone,
    /// else "Visitor" and the start of its uuid (or of its id).
    pub fn display_name(&self) -> String {
        let given = [&self.name, &self.provided_name, &self.email];
        if let Some(name) = given.into_iter().flatten().find(|s| !s.trim().is_empty()) {
            return name.trim().to_owned();
        }
        if let Some(phone) = super::phone::display(self.dial_code.as_deref(), self.phone.as_deref()) {
            return phone;
        }
        let id = self.uuid.as_deref().filter(|s| !s.is_empty()).unwrap_or(self.remote_id.as_str());
        format!("Visitor {}", id.chars().take(8).collect::<String>())
    }
}
