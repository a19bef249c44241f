//! The strip of one lead: everything that any source knows happened, put together in one order.
//!
//! Pure: given what is stored, it returns what is shown. Items keep their own evidence (which change, which
//! difference), so that the window can draw more than the outer contract's JSON says.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::change::{Change, Field, Slot};
use super::extra::Extra;
use super::ids::{BatchId, ChangeId};
use super::interaction::{Interaction, InteractionKind, newest_first};
use super::lead::{LastMessage, Lead};
use super::mask::shield;
use super::outbox::OutboxState;
use super::recorded::{self, Lamp, Told};
use super::written::AsWritten;

/// One line of the strip. Serialised it is the item of `timeline --json`.
#[derive(Clone, PartialEq, Serialize)]
pub struct TimelineItem {
    #[serde(flatten)]
    pub item: Interaction,
    /// The title as it came, where a one-time code is hidden in it; never serialised.
    #[serde(skip)]
    pub unmasked: Option<String>,
    #[serde(skip)]
    pub detail: Detail,
}

/// Without what a customer was told, codes above all.
impl fmt::Debug for TimelineItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TimelineItem").field("item", &self.item).finish_non_exhaustive()
    }
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
        slot: Slot,
        before: Option<String>,
        /// `None`: the entry was taken away.
        after: Option<String>,
        state: OutboxState,
        why: String,
        who: String,
    },
    /// A fact that vendors were told, or will be: one lamp for each, in the order of the registry.
    Recorded { template: String, text: String, inputs: Vec<(String, String)>, who: String, lamps: Vec<Lamp> },
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
    pub batch: BatchId,
    /// Whom a recording tells.
    pub told: Option<Told>,
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
#[derive(Clone, Default)]
pub struct Past {
    /// The vendor's name of the lead's own account, as [`Interaction::source`] says it.
    pub lead_source: String,
    /// How the vendor wrote the lead's own times.
    pub written: LeadTimes,
    /// The chat's messages that readings saw, besides the newest one.
    pub messages: Vec<LastMessage>,
    pub wished: Vec<Wished>,
    pub differences: Vec<Difference>,
    /// What other systems sent, already hidden where needed, with the title as it came.
    pub interactions: Vec<(Interaction, Option<String>)>,
}

/// The times of a lead as its vendor wrote them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeadTimes {
    pub created: Option<String>,
    pub seen: Option<String>,
    /// Of the newest message.
    pub message: Option<String>,
}

impl TimelineItem {
    /// Whether the outer contract knows this kind of item.
    pub fn is_told_outside(&self) -> bool {
        self.item.kind != InteractionKind::LastSeen
    }
}

/// How much it is; what it says is the customer's.
impl fmt::Debug for Past {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Past")
            .field("messages", &self.messages.len())
            .field("wished", &self.wished.len())
            .field("differences", &self.differences.len())
            .field("interactions", &self.interactions.len())
            .finish_non_exhaustive()
    }
}

/// Puts the strip together, newest first; what happened once stands once. Of one moment, what makes the others possible
/// stands below them: the making of the lead last, an earlier message below a later one.
pub fn assemble(lead: &Lead, past: &Past) -> Vec<TimelineItem> {
    let mut items: Vec<TimelineItem> = past
        .interactions
        .iter()
        .map(|(item, unmasked)| TimelineItem { item: item.clone(), unmasked: unmasked.clone(), detail: Detail::Plain })
        .collect();
    let last = lead.last_message.as_ref();
    let newest = last.filter(|newest| !past.messages.iter().any(|kept| same_message(kept, newest)));
    items.extend(newest.into_iter().chain(past.messages.iter().rev()).filter_map(|message| {
        let mut line = said(&past.lead_source, message)?;
        let is_last = last.is_some_and(|last| same_message(message, last));
        let text = past.written.message.clone().filter(|_| is_last);
        if line.item.at.is_some() || text.is_some() {
            line.item.written = Some(AsWritten::stated(text));
        }
        Some(line)
    }));
    items.extend(past.wished.iter().filter(|wish| wish.wish.recording().is_none()).map(wished));
    items.extend(recorded::items(&past.wished));
    items.extend(past.differences.iter().map(observed));
    let moments = [
        (InteractionKind::LastSeen, "Last seen", lead.last_seen_at, &past.written.seen),
        (InteractionKind::LeadCreated, "Lead created", lead.created_at, &past.written.created),
    ];
    for (kind, title, at, written) in moments {
        let Some(at) = at else { continue };
        let mut item = Interaction::empty(&past.lead_source, kind);
        item.at = Some(at);
        item.title = Some(title.to_owned());
        item.written = Some(AsWritten::stated(written.clone()));
        items.push(TimelineItem { item, unmasked: None, detail: Detail::Plain });
    }
    // A stable order: what is of one moment and has no numbers stays as it was put here.
    items.sort_by(|a, b| newest_first(&a.item, &b.item));
    items
}

/// Whether a kept message is the lead's last one, which may be cut at `…` and finer in its time.
fn same_message(kept: &LastMessage, last: &LastMessage) -> bool {
    let micros = |message: &LastMessage| message.at.map(Timestamp::as_microsecond);
    let same_text = match (&kept.text, &last.text) {
        (Some(kept), Some(last)) => {
            kept == last || last.strip_suffix('…').is_some_and(|start| !start.is_empty() && kept.starts_with(start))
        }
        (kept, last) => kept == last,
    };
    micros(kept) == micros(last) && kept.by == last.by && same_text
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
    let slot = wish.wish.slot();
    let after = wish.wish.value();
    let name = slot.name();
    item.extra = texts([
        ("field", Some(name.as_str())),
        ("before", wish.before.as_deref()),
        ("after", after.as_deref()),
        ("state", Some(wish.state.as_str())),
        ("who", Some(&wish.who)),
    ]);
    let detail = Detail::Change {
        change: wish.change,
        slot,
        before: wish.before.clone(),
        after,
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
            let words: Vec<_> = came.chain(went).collect();
            if words.is_empty() { "Tags reordered".to_owned() } else { format!("Tags {}", words.join(" ")) }
        }
        ("tags", ..) => "Tags changed".to_owned(),
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

    fn message(at_text: &str, text: &str) -> LastMessage {
        LastMessage { at: at_text.parse().ok(), by: Some("bot".into()), text: Some(text.into()) }
    }

    fn titles(lead: &Lead, past: &Past) -> Vec<String> {
        assemble(lead, past).into_iter().filter_map(|line| line.item.title).collect()
    }

    fn wish(change: i64, made_at: &str) -> Wished {
        Wished {
            change: ChangeId(change),
            wish: Change::Set { field: Field::Name, value: change.to_string() },
            before: None,
            who: "Mira".into(),
            made_at: at(made_at),
            state: OutboxState::Queued,
            why: String::new(),
            batch: BatchId(change),
            told: None,
        }
    }

    #[test]
    fn what_is_of_one_moment_stands_in_the_order_in_which_it_was_made() {
        let moment = "2024-03-05T08:00:00Z";
        let mut lead = Lead::empty("a".into(), RemoteId::from("1"), LeadKind::Lead);
        lead.created_at = Some(at(moment));
        let mut past = Past { wished: vec![wish(9, moment), wish(10, moment)], ..Past::default() };
        assert_eq!(titles(&lead, &past), ["Name nothing → 10", "Name nothing → 9", "Lead created"]);
        lead.last_message = Some(message(moment, "three"));
        past = Past { messages: vec![message(moment, "one"), message(moment, "two")], ..Past::default() };
        assert_eq!(titles(&lead, &past), ["three", "two", "one", "Lead created"]);
        // Without any time the order of the readings is all that is known.
        lead.last_message = Some(message("", "three"));
        past.messages = vec![message("", "one"), message("", "two")];
        assert_eq!(titles(&lead, &past), ["Lead created", "three", "two", "one"]);
    }

    #[test]
    fn the_last_message_stands_once_also_where_the_list_cut_it() {
        let mut lead = Lead::empty("a".into(), RemoteId::from("1"), LeadKind::Lead);
        let past = Past { messages: vec![message("2024-03-05T08:00:00.000001Z", "Good morning")], ..Past::default() };
        for (when, text, lines) in [
            ("2024-03-05T08:00:00.000001Z", "Good morning", 1),
            ("2024-03-05T08:00:00.000001999Z", "Good morning", 1),
            ("2024-03-05T08:00:00.000001Z", "Good m…", 1),
            ("2024-03-05T08:00:00.000001Z", "…", 2),
            ("2024-03-05T08:00:00.000001Z", "Good night…", 2),
            ("2024-03-05T08:00:00.000001Z", "Good", 2),
            ("2024-03-05T08:00:00.000002Z", "Good morning", 2),
        ] {
            lead.last_message = Some(message(when, text));
            assert_eq!(titles(&lead, &past).len(), lines, "{when} {text}");
        }
    }

    #[test]
    fn a_difference_is_said_in_words() {
        for (field, old, new, words) in [
            ("status", Some("OPEN"), Some("CLOSED"), "Status Open → Closed"),
            ("tags", Some(r#"["a","b"]"#), Some(r#"["b","c"]"#), "Tags +c −a"),
            ("tags", Some(r#"["a","b"]"#), Some(r#"["b","a"]"#), "Tags reordered"),
            ("tags", None, Some("["), "Tags changed"),
            ("notes", None, None, "Notes changed"),
        ] {
            assert_eq!(difference_words(field, old, new), words);
        }
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
            written: LeadTimes::default(),
            messages: vec![message],
            wished: vec![Wished {
                change: ChangeId(4),
                wish: Change::Set { field: Field::Status, value: "REVIEW".into() },
                before: Some("OPEN".into()),
                who: "Mira".into(),
                made_at: at("2024-03-05T10:00:00Z"),
                state: OutboxState::Confirmed,
                why: String::new(),
                batch: BatchId(4),
                told: None,
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
        assert!(!format!("{strip:?}{past:?}").contains("482913"));
        assert_eq!(strip[2].unmasked.as_deref(), Some("Your one-time code is 482913"));
    }
}
