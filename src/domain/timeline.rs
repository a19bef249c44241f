//! The strip of one lead: everything that any source knows happened, put together in one order.
//!
//! Pure: given what is stored, it returns what is shown. Items keep their own evidence (which change, which
//! difference), so that the window can draw more than the outer contract's JSON says.

use jiff::Timestamp;
use serde::Serialize;

use super::change::{Change, Field};
use super::extra::Extra;
use super::ids::ChangeId;
use super::interaction::{Interaction, InteractionKind, newest_first};
use super::lead::{LastMessage, Lead};
use super::mask::shield;
use super::outbox::OutboxState;

/// One line of the strip. Serialised it is the item of `timeline --json`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TimelineItem {
    #[serde(flatten)]
    pub item: Interaction,
    /// The title as it came, where a one-time code is hidden in it; never serialised.
    #[serde(skip)]
    pub unmasked: Option<String>,
    #[serde(skip)]
    pub detail: Detail,
}

/// What an item knows beyond its JSON.
#[derive(Clone, Debug, PartialEq)]
pub enum Detail {
    /// Nothing.
    Plain,
    /// A chat message, and the vendor's word for who wrote it.
    Message { by: Option<String> },
    /// A wish of an agent here.
    Change {
        change: ChangeId,
        field: Field,
        before: Option<String>,
        after: String,
        state: OutboxState,
        why: String,
        who: String,
    },
    /// What two readings saw differ: it happened between them.
    Observed { field: String, old: Option<String>, new: Option<String>, from: Timestamp, to: Timestamp },
}

/// A wish as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wished {
    pub change: ChangeId,
    pub wish: Change,
    pub before: Option<String>,
    pub who: String,
    pub made_at: Timestamp,
    pub state: OutboxState,
    pub why: String,
}

/// A difference as the store keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub field: String,
    pub old: Option<String>,
    pub new: Option<String>,
    pub from: Timestamp,
    pub to: Timestamp,
}

/// Everything that is stored about one lead's past.
#[derive(Clone, Debug, Default)]
pub struct Past {
    /// The vendor's name of the lead's own account, as [`Interaction::source`] says it.
    pub lead_source: String,
    /// The chat's messages that readings saw, besides the newest one.
    pub messages: Vec<LastMessage>,
    pub wished: Vec<Wished>,
    pub differences: Vec<Difference>,
    /// What other systems sent, already hidden where needed, with the title as it came.
    pub interactions: Vec<(Interaction, Option<String>)>,
}

/// Puts the strip together, newest first; what happened once stands once.
pub fn assemble(lead: &Lead, past: &Past) -> Vec<TimelineItem> {
    let mut items: Vec<TimelineItem> = past
        .interactions
        .iter()
        .map(|(item, unmasked)| TimelineItem { item: item.clone(), unmasked: unmasked.clone(), detail: Detail::Plain })
        .collect();
    if let Some(at) = lead.created_at {
        let mut item = Interaction::empty(&past.lead_source, InteractionKind::LeadCreated);
        item.at = Some(at);
        item.title = Some("Lead created".to_owned());
        items.push(TimelineItem { item, unmasked: None, detail: Detail::Plain });
    }
    let newest = lead.last_message.iter().filter(|newest| !past.messages.contains(newest));
    items.extend(past.messages.iter().chain(newest).filter_map(|message| said(&past.lead_source, message)));
    items.extend(past.wished.iter().map(wished));
    items.extend(past.differences.iter().map(observed));
    items.sort_by(|a, b| newest_first(&a.item, &b.item));
    items
}

/// A chat message; one without text and without time says nothing.
fn said(source: &str, message: &LastMessage) -> Option<TimelineItem> {
    if message.text.is_none() && message.at.is_none() {
        return None;
    }
    let mut item = Interaction::empty(source, InteractionKind::LastMessage);
    item.at = message.at;
    let hidden = message.text.as_deref().and_then(shield);
    item.masked = hidden.is_some();
    let unmasked = hidden.is_some().then(|| message.text.clone()).flatten();
    item.title = hidden.or_else(|| message.text.clone());
    if let Some(by) = &message.by {
        item.extra.set_text("by", by);
    }
    Some(TimelineItem { item, unmasked, detail: Detail::Message { by: message.by.clone() } })
}

fn wished(wish: &Wished) -> TimelineItem {
    let mut item = Interaction::empty(Interaction::OURS, InteractionKind::Change);
    item.at = Some(wish.made_at);
    item.title = Some(wish.wish.summary(wish.before.as_deref()));
    item.remote_id = Some(wish.change.to_string());
    let field = wish.wish.field();
    item.extra = texts([
        ("field", Some(field.as_str())),
        ("before", wish.before.as_deref()),
        ("after", Some(wish.wish.value())),
        ("state", Some(wish.state.as_str())),
        ("who", Some(&wish.who)),
    ]);
    let detail = Detail::Change {
        change: wish.change,
        field,
        before: wish.before.clone(),
        after: wish.wish.value().to_owned(),
        state: wish.state,
        why: wish.why.clone(),
        who: wish.who.clone(),
    };
    TimelineItem { item, unmasked: None, detail }
}

fn observed(seen: &Difference) -> TimelineItem {
    let mut item = Interaction::empty(Interaction::OURS, InteractionKind::Observed);
    // It happened at some moment up to then; the range stands beside it.
    item.at = Some(seen.to);
    item.title = Some(difference_words(&seen.field, seen.old.as_deref(), seen.new.as_deref()));
    let (from, to) = (seen.from.to_string(), seen.to.to_string());
    item.extra = texts([
        ("field", Some(seen.field.as_str())),
        ("old", seen.old.as_deref()),
        ("new", seen.new.as_deref()),
        ("from", Some(from.as_str())),
        ("to", Some(to.as_str())),
    ]);
    let Difference { field, old, new, from, to } = seen.clone();
    TimelineItem { item, unmasked: None, detail: Detail::Observed { field, old, new, from, to } }
}

/// `Status Open → Closed`; lists say what came and what went.
fn difference_words(field: &str, old: Option<&str>, new: Option<&str>) -> String {
    if let Some(known) = Field::from_name(field) {
        return format!("{} {} → {}", known.word(), known.show(old), known.show(new));
    }
    let list = |json: Option<&str>| json.and_then(|json| serde_json::from_str::<Vec<String>>(json).ok());
    match (field, list(old), list(new)) {
        ("tags", Some(old), Some(new)) => {
            let came = new.iter().filter(|tag| !old.contains(tag)).map(|tag| format!("+{tag}"));
            let went = old.iter().filter(|tag| !new.contains(tag)).map(|tag| format!("−{tag}"));
            format!("Tags {}", came.chain(went).collect::<Vec<_>>().join(" "))
        }
        ("notes", ..) => "Notes changed".to_owned(),
        ("attributes", ..) => "Attributes changed".to_owned(),
        ("kind", ..) => "Moved to the other list".to_owned(),
        _ => format!("{field} changed"),
    }
}

fn texts<'a>(members: impl IntoIterator<Item = (&'a str, Option<&'a str>)>) -> Extra {
    let mut extra = Extra::default();
    for (name, text) in members {
        if let Some(text) = text {
            extra.set_text(name, text);
        }
    }
    extra
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{LeadKind, RemoteId};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn everything_stands_once_newest_first_with_codes_hidden() {
        let mut lead = Lead::empty("a".into(), RemoteId::from("1"), LeadKind::Lead);
        lead.created_at = Some(at("2024-03-05T08:00:00Z"));
        let message = LastMessage {
            at: Some(at("2024-03-05T09:00:00Z")),
            by: Some("bot".into()),
            text: Some("Your one-time code is 482913".into()),
        };
        lead.last_message = Some(message.clone());
        let past = Past {
            lead_source: "vendor".into(),
            messages: vec![message],
            wished: vec![Wished {
                change: ChangeId(4),
                wish: Change::Set { field: Field::Status, value: "REVIEW".into() },
                before: Some("OPEN".into()),
                who: "Mira".into(),
                made_at: at("2024-03-05T10:00:00Z"),
                state: OutboxState::Confirmed,
                why: String::new(),
            }],
            differences: vec![Difference {
                field: "tags".into(),
                old: Some(r#"["vip"]"#.into()),
                new: Some(r#"["vip","refund"]"#.into()),
                from: at("2024-03-05T10:01:00Z"),
                to: at("2024-03-05T10:07:00Z"),
            }],
            interactions: vec![],
        };
        let strip = assemble(&lead, &past);
        let titles: Vec<_> = strip.iter().filter_map(|line| line.item.title.as_deref()).collect();
        assert_eq!(titles, ["Tags +refund", "Status Open → Review", "Your one-time code is ••••••", "Lead created"]);
        assert!(strip[2].item.masked);
        assert!(!serde_json::to_string(&strip).unwrap().contains("482913"));
        assert_eq!(strip[2].unmasked.as_deref(), Some("Your one-time code is 482913"));
    }
}
