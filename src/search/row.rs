//! One line of the list, with everything that is painted, filtered, sorted or searched.

use std::sync::Arc;

use imbl::OrdMap;
use jiff::Timestamp;

use super::fold;
use crate::domain::mask::shield;
use crate::domain::phone;
use crate::domain::{AccountName, AgentId, LastMessage, Lead, LeadId, LeadKind, LeadStatus, OutboxState};

/// Longest piece of a last message that a row keeps, in characters; the whole stands in the store.
const MESSAGE_CHARS: usize = 200;
/// A one-time code has no fewer digits.
const CODE_DIGITS_LEAST: usize = 4;

/// A lead as the list knows it, pending changes folded in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub id: LeadId,
    pub account: AccountName,
    pub kind: LeadKind,
    /// See [`Lead::display_name`].
    pub name: String,
    pub email: Option<String>,
    /// With its dial code, as shown.
    pub phone: Option<String>,
    pub status: Option<LeadStatus>,
    pub tags: Vec<String>,
    pub agent: Option<AgentId>,
    pub is_online: bool,
    pub last_message: Option<LastMessage>,
    pub created_at: Option<Timestamp>,
    pub updated_at: Option<Timestamp>,
    pub last_seen_at: Option<Timestamp>,
    /// When the vendor's values were last read.
    pub read_at: Timestamp,
    /// The worst state of its open outbox rows.
    pub pending: Option<OutboxState>,
    /// The vendor's values changed since the agent last looked.
    pub changed: bool,
    /// Two whole passes did not see it.
    pub gone: bool,
    /// No uuid: nothing can be written to it.
    pub read_only: bool,
    /// Made here, and not yet seen in the vendor's lists.
    pub made_here: bool,
    /// Name, e-mail, phone digits and tags, folded, one line each.
    haystack: String,
}

/// Facts about a row that are not the lead's own.
#[derive(Clone, Copy, Debug)]
pub struct RowMarks {
    pub read_at: Timestamp,
    pub pending: Option<OutboxState>,
    pub changed: bool,
    pub gone: bool,
}

impl Row {
    /// Makes the row of a lead whose pending changes are already folded in.
    pub fn new(id: LeadId, lead: &Lead, marks: RowMarks) -> Self {
        let phone = phone::display(lead.dial_code.as_deref(), lead.phone.as_deref());
        let mut haystack = fold::fold(&lead.display_name());
        for text in [&lead.name, &lead.provided_name, &lead.email, &lead.phone].into_iter().flatten() {
            haystack.push('\n');
            haystack.push_str(&fold::fold(text));
        }
        if let Some(phone) = &phone {
            haystack.push('\n');
            haystack.push_str(&phone::digits(phone));
            // As it is shown, for whoever types it off the screen.
            haystack.push('\n');
            haystack.push_str(&fold::fold(phone));
        }
        for tag in &lead.tags {
            haystack.push('\n');
            haystack.push_str(&fold::fold(tag));
        }
        Self {
            id,
            account: lead.account.clone(),
            kind: lead.kind,
            name: lead.display_name(),
            email: lead.email.clone(),
            phone,
            status: lead.status.clone(),
            tags: lead.tags.clone(),
            agent: lead.agent.clone(),
            is_online: lead.is_online,
            last_message: lead.last_message.clone().map(shortened),
            created_at: lead.created_at,
            updated_at: lead.updated_at,
            last_seen_at: lead.last_seen_at,
            read_at: marks.read_at,
            pending: marks.pending,
            changed: marks.changed,
            gone: marks.gone,
            read_only: lead.uuid.as_deref().is_none_or(str::is_empty),
            made_here: lead.is_made_here(),
            haystack,
        }
    }

    /// Whether this folded text stands in one of its identity fields.
    pub fn contains(&self, folded: &str) -> bool {
        memchr::memmem::find(self.haystack.as_bytes(), folded.as_bytes()).is_some()
    }
}

/// For the list: without its one-time codes, then short.
fn shortened(mut message: LastMessage) -> LastMessage {
    // Most messages hold no number; there are as many of them as leads.
    let has_number = |text: &&String| text.chars().filter(|c| c.is_numeric()).nth(CODE_DIGITS_LEAST - 1).is_some();
    if let Some(hidden) = message.text.as_ref().filter(has_number).and_then(|text| shield(text)) {
        message.text = Some(hidden);
    }
    if let Some(text) = &mut message.text
        && let Some((cut, _)) = text.char_indices().nth(MESSAGE_CHARS)
    {
        text.truncate(cut);
        text.push('…');
    }
    message
}

/// All rows by lead: a persistent map.
#[derive(Clone, Debug, Default)]
pub struct Rows(OrdMap<LeadId, Arc<Row>>);

impl Rows {
    pub fn get(&self, id: LeadId) -> Option<&Arc<Row>> {
        self.0.get(&id)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// In the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Row>> {
        self.0.values()
    }

    /// Puts a row in, giving back the one it replaces.
    pub fn insert(&mut self, row: Arc<Row>) -> Option<Arc<Row>> {
        self.0.insert(row.id, row)
    }

    /// Takes a row out.
    pub fn remove(&mut self, id: LeadId) -> Option<Arc<Row>> {
        self.0.remove(&id)
    }
}

impl FromIterator<Arc<Row>> for Rows {
    fn from_iter<I: IntoIterator<Item = Arc<Row>>>(rows: I) -> Self {
        Self(rows.into_iter().map(|row| (row.id, row)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let message = LastMessage { at: None, by: Some("bot".into()), text: Some(text.to_owned()) };
        shortened(message).text.unwrap()
    }

    #[test]
    fn a_row_shows_no_one_time_code_and_no_more_than_a_beginning() {
        assert_eq!(shown("您的验证码是 660231,请勿泄露。"), "您的验证码是 ••••••,请勿泄露。");
        assert_eq!(shown("Where is my order 60417?"), "Where is my order 60417?");
        let long = format!("{} Your one-time password is 482913", "a ".repeat(84));
        let shown = shown(&long);
        assert!(shown.ends_with('…') && shown.chars().count() == MESSAGE_CHARS + 1);
        assert!(!shown.contains("48"), "cut after it was hidden: {shown}");
    }
}
