//! From wire shapes to domain values.

use jiff::Timestamp;

use super::wire::{Chat, Scalar};
use crate::domain::{AccountName, AgentId, Attribute, LastMessage, Lead, LeadKind, LeadStatus, Note, RemoteId};

/// A chat record as a lead. Empty strings count as missing (the vendor sends `"email": ""`); a time that cannot be
/// read is left out rather than losing the customer over it: the record itself is kept verbatim.
pub(super) fn lead_from_wire(account: &AccountName, kind: LeadKind, chat: Chat) -> Lead {
    let profile = chat.profile.unwrap_or_default();
    let details = profile.user_details.unwrap_or_default();
    let contact = details.contact.unwrap_or_default();
    let phone = contact.phone.unwrap_or_default();
    let mut lead = Lead::empty(account.clone(), RemoteId::from(chat.id), kind);
    lead.uuid = filled(chat.uuid);
    lead.name = filled(details.name);
    lead.provided_name = filled(details.user_provided_name);
    lead.email = filled(contact.email);
    lead.phone = filled(phone.number);
    lead.dial_code = filled(phone.prefix).map(|prefix| prefix.trim_start_matches('+').to_owned());
    lead.status = filled(chat.status).map(|raw| LeadStatus::from_wire(&raw));
    lead.tags = details.tags.unwrap_or_default();
    lead.notes = profile
        .notes
        .unwrap_or_default()
        .into_iter()
        .map(|note| Note {
            id: filled(note.id),
            title: note.title.unwrap_or_default(),
            description: note.description.unwrap_or_default(),
        })
        .collect();
    lead.attributes = details
        .attributes
        .unwrap_or_default()
        .into_iter()
        .map(|attribute| Attribute { key: attribute.key, value: attribute.value.map(text_of).unwrap_or_default() })
        .collect();
    lead.agent = filled(chat.agent_assigned).map(AgentId::from);
    lead.city = filled(details.city);
    lead.country = filled(details.country);
    lead.gender = filled(details.gender);
    lead.picture = filled(details.picture);
    lead.is_online = chat.is_online.unwrap_or(false);
    lead.last_message = chat.last_message.map(|message| LastMessage {
        at: time(message.at),
        by: filled(message.by),
        text: message.text,
    });
    lead.created_at = time(chat.created_at);
    lead.updated_at = time(chat.updated_at);
    lead.last_seen_at = time(chat.last_seen_at);
    lead.website_visits = chat.website_visits.and_then(whole);
    lead
}

fn filled(text: Option<String>) -> Option<String> {
    text.filter(|t| !t.is_empty())
}

/// ISO 8601 with milliseconds and `Z` (section 3).
fn time(text: Option<String>) -> Option<Timestamp> {
    text?.trim().parse().ok()
}

fn text_of(value: Scalar) -> String {
    match value {
        Scalar::Text(text) => text,
        Scalar::Truth(truth) => truth.to_string(),
        Scalar::Number(number) => number.to_string(),
    }
}

/// A count that JSON wrote as a number; outside of what a count can be it is unknown.
fn whole(number: f64) -> Option<i64> {
    let in_range = number.is_finite() && (0.0..9.0e15).contains(&number);
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
    in_range.then_some(number as i64)
}
