//! What is known of a lead in time: its last message, our changes, what the vendor dates. Plain values, newest first.

use jiff::Timestamp;

use crate::bridge::{OpenLead, OutboxView, Snapshot};
use crate::domain::{Field, LeadStatus, OutboxState};
use crate::search::Row;
use crate::theme::Icon;
use crate::ui::people::Writer;
use crate::ui::state::UiState;
use crate::ui::text;

/// The sign on the strand.
#[derive(Clone, Debug, PartialEq)]
pub enum Sign {
    Icon(Icon),
    /// A status change wears its new status.
    Status(LeadStatus),
}

/// One thing on the strand.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// `None`: nobody said when; such items stand at the end.
    pub at: Option<Timestamp>,
    pub sign: Sign,
    pub title: String,
    /// Sent or recorded by somebody, not merely changed.
    pub strong: bool,
    /// Kind · source · why.
    pub second: String,
    pub state: Option<OutboxState>,
}

/// Everything there is, newest first.
pub fn items(row: &Row, open: Option<&OpenLead>, snapshot: &Snapshot, state: &UiState) -> Vec<Item> {
    let vendor = vendor_title(row, snapshot);
    let mut items = Vec::new();
    let message = open.map_or(row.last_message.as_ref(), |open| open.view.lead.last_message.as_ref());
    if let Some(message) = message {
        let by = match Writer::of(message) {
            Writer::Customer => text::LAST_MESSAGE.to_owned(),
            Writer::Bot => format!("{} · by the bot", text::LAST_MESSAGE),
            Writer::Agent => format!("{} · by an agent", text::LAST_MESSAGE),
        };
        items.push(Item {
            at: message.at,
            sign: Sign::Icon(Icon::ChatCircleText),
            title: message.text.clone().unwrap_or_else(|| text::NO_MESSAGE.to_owned()),
            strong: true,
            second: format!("{by} · {vendor}"),
            state: None,
        });
    }
    if let Some(open) = open {
        items.extend(open.pending.iter().map(|change| change_item(change, state)));
    }
    let done = snapshot.outbox_done.values().filter(|change| change.item.lead == row.id);
    items.extend(done.map(|change| change_item(change, state)));
    items.extend(dated(row, open, vendor));
    // Stable: what has no time keeps its place at the end.
    items.sort_by_key(|item| std::cmp::Reverse(item.at));
    items
}

/// How the vendor of a row is written.
pub fn vendor_title(row: &Row, snapshot: &Snapshot) -> &'static str {
    snapshot.accounts.iter().find(|account| account.account == row.account).map_or("the vendor", |a| a.title)
}

fn change_item(change: &OutboxView, state: &UiState) -> Item {
    let item = &change.item;
    let field = item.change.field();
    let sign = match (field, item.change.value()) {
        (Field::Status, value) => Sign::Status(LeadStatus::from_wire(value)),
        (Field::Agent, _) => Sign::Icon(Icon::User),
        _ => Sign::Icon(Icon::PencilSimple),
    };
    let mut second = format!("{} · you · {}", field.word(), change.vendor_title);
    if let Some(why) = why(change, state) {
        second = format!("{second} · {why}");
    }
    Item {
        at: Some(item.created_at),
        sign,
        title: format!("{} → {}", field.show(item.base.as_deref()), field.show(Some(item.change.value()))),
        strong: false,
        second,
        state: Some(item.state),
    }
}

/// Why a change stands where it stands, in a few words.
pub fn why(change: &OutboxView, state: &UiState) -> Option<String> {
    let item = &change.item;
    if let Some(clash) = &item.conflict {
        return Some(format!("someone set {} meanwhile", clash.field.show(clash.theirs.as_deref())));
    }
    if !item.why.is_empty() {
        return Some(item.why.trim_end_matches('.').to_owned());
    }
    let next = item.next_try_at.filter(|_| item.state == OutboxState::Waiting)?;
    Some(format!("next try {}", crate::ui::outbox::row::in_words(next, state.now)))
}

/// What the vendor dates about the record itself.
fn dated(row: &Row, open: Option<&OpenLead>, vendor: &str) -> Vec<Item> {
    let item = |at: Option<Timestamp>, icon: Icon, title: &str, second: String| Item {
        at,
        sign: Sign::Icon(icon),
        title: title.to_owned(),
        strong: false,
        second,
        state: None,
    };
    let mut items = Vec::new();
    if row.last_seen_at.is_some() {
        let visits = open.and_then(|open| open.view.lead.website_visits).filter(|n| *n > 0);
        let visits = visits.map(|n| format!(" · {}", visits_words(n))).unwrap_or_default();
        items.push(item(row.last_seen_at, Icon::Eye, "Last seen on the website", format!("Visit · {vendor}{visits}")));
    }
    // A message changes the record too; saying both would say it twice.
    let by_message = row.last_message.as_ref().and_then(|message| message.at) == row.updated_at;
    if row.updated_at.is_some() && !by_message {
        items.push(item(row.updated_at, Icon::ArrowsClockwise, "Changed at the vendor", format!("Record · {vendor}")));
    }
    if row.created_at.is_some() {
        items.push(item(row.created_at, Icon::UserPlus, "First met", format!("Record created · {vendor}")));
    }
    items
}

/// "13th visit".
pub fn visits_words(n: i64) -> String {
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{ending} visit")
}

#[cfg(test)]
mod tests {
    use super::visits_words;

    #[test]
    fn visits_are_counted_as_people_say_it() {
        let said: Vec<String> = [1, 2, 3, 4, 11, 12, 13, 21, 112, 1013].into_iter().map(visits_words).collect();
        assert_eq!(said[..3], ["1st visit", "2nd visit", "3rd visit"]);
        assert_eq!(said[4..8], ["11th visit", "12th visit", "13th visit", "21st visit"]);
        assert_eq!(said[8..], ["112th visit", "1013th visit"]);
    }
}
