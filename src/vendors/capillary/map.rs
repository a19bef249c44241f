//! From records to domain values (contract sections 3 to 5).
//!
//! A member that is known but cannot be read stays in `extra` like one that is not known: nothing is dropped, and no
//! record is lost over a field.

use jiff::Timestamp;
use jiff::civil::DateTime;
use serde_json::value::RawValue;

use super::time::{self, Written, Zone};
use super::wire::{Members, is_nothing, text, truth, whole};
use crate::domain::{AsWritten, Delivery, Interaction, InteractionKind, mask};

/// The network of what the vendor itself sends.
pub(super) const OWN_NETWORK: &str = "capillary";

/// One record, but for its time: that needs the zone, and the zone may follow from all records together.
pub(super) struct Draft<'r> {
    pub(super) network: String,
    /// The name of its group.
    pub(super) group: String,
    pub(super) item: Interaction,
    pub(super) sent: Option<Told>,
    pub(super) delivered: Option<Told>,
    pub(super) record: &'r RawValue,
}

/// A time that could be read, and the text it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) time: Written,
    pub(super) text: String,
}

/// Where a record stands.
#[derive(Clone, Copy)]
pub(super) struct Context<'c> {
    /// The vendor's name, as items carry it.
    pub(super) source: &'c str,
    pub(super) network: &'c str,
    pub(super) group: &'c str,
    /// The older envelope: texts are trimmed, and "null" is none (section 4, traps 1 and 6).
    pub(super) old: bool,
}

impl Context<'_> {
    fn kind(self) -> InteractionKind {
        match self.group {
            _ if !is_messenger(self.network) => InteractionKind::Social,
            "missed_call" => InteractionKind::MissedCall,
            "survey" => InteractionKind::Survey,
            "checkin" | "like" | "comment" | "mention" | "retweet" | "tweet" => InteractionKind::Social,
            _ => InteractionKind::Message,
        }
    }

    fn empty(self) -> Interaction {
        let mut item = Interaction::empty(self.source, self.kind());
        item.channel = Some(self.group.to_owned());
        item
    }

    /// A text; empty ones count as missing.
    fn text(self, members: &mut Members<'_>, names: &[&str]) -> Option<String> {
        let mut found: Option<String> = None;
        for name in names {
            let value = members.take_as(name, |json| {
                let text = text(json)?;
                let text = if self.old { text.trim().to_owned() } else { text };
                let other = found.as_ref().is_some_and(|found| *found != text && !text.is_empty());
                (!other).then_some(text)
            });
            found = found.or(value.filter(|text| !self.is_none(text)));
        }
        found
    }

    fn is_none(self, text: &str) -> bool {
        text.trim().is_empty() || self.old && text == "null"
    }

    /// A number; -1 stands for none.
    fn number(self, members: &mut Members<'_>, names: &[&str]) -> Option<i64> {
        let read = |json: &RawValue| if is_nothing(json) { Some(-1) } else { whole(json) };
        names.iter().find_map(|name| members.take_as(name, read)).filter(|number| *number != -1)
    }

    /// A time; one that cannot be read stays where it is, to be shown as it came (section 4, trap 5).
    fn time(self, members: &mut Members<'_>, names: &[&str]) -> Option<Told> {
        let read = |json: &RawValue| {
            if is_nothing(json) {
                return Some(None);
            }
            let text = text(json)?;
            time::read(&text).map(|time| Some(Told { time, text }))
        };
        names.iter().find_map(|name| members.take_as(name, read).flatten())
    }

    fn finish<'r>(
        self,
        mut item: Interaction,
        rest: Members<'r>,
        times: [Option<Told>; 2],
        record: &'r RawValue,
    ) -> Draft<'r> {
        for (name, json) in rest.rest() {
            item.extra.set(name, json.to_owned());
        }
        if !self.network.eq_ignore_ascii_case(OWN_NETWORK) && item.extra.get("network").is_none() {
            item.extra.set_text("network", self.network);
        }
        shield(&mut item);
        let [sent, delivered] = times;
        let (network, group) = (self.network.to_owned(), self.group.to_owned());
        Draft { network, group, item, sent, delivered, record }
    }
}

/// An element of a message list; `None` where it is no object.
pub(super) fn message<'r>(context: Context<'_>, record: &'r RawValue) -> Option<Draft<'r>> {
    let mut members = Members::of(record)?;
    let mut item = context.empty();
    item.remote_id = context.text(&mut members, &["id"]).filter(|id| id != "-1");
    item.title = context.text(&mut members, &["subject"]);
    // Both spellings are the vendor's (section 4, trap 3).
    item.receiver = context.text(&mut members, &["receiver", "reciever"]);
    item.campaign = context.number(&mut members, &["campaignId", "campaign_id"]);
    item.user = context.number(&mut members, &["userId", "user_id"]);
    let status = context.text(&mut members, &["status"]);
    item.delivery = match item.kind {
        // LINE has no status per message (section 5).
        InteractionKind::Message if status.is_none() && context.group.eq_ignore_ascii_case("line") => {
            Some(Delivery::no_report())
        }
        InteractionKind::Message => Some(Delivery::from_raw(status)),
        _ => status.map(|status| Delivery::from_raw(Some(status))),
    };
    let sent = context.time(&mut members, &["sentDate", "sent_time"]);
    let delivered = context.time(&mut members, &["deliveredTime", "delivered_time"]);
    if context.old {
        drop_empty(&mut members, &["sender"]);
    }
    Some(context.finish(item, members, [sent, delivered], record))
}

/// An element of a survey list. Its v2 shape is not documented, so all but its name stays in `extra`.
pub(super) fn survey<'r>(context: Context<'_>, record: &'r RawValue) -> Option<Draft<'r>> {
    let mut members = Members::of(record)?;
    let mut item = context.empty();
    item.remote_id = context.text(&mut members, &["id"]).filter(|id| id != "-1");
    item.title = context.text(&mut members, &["name", "surveyName"]);
    let mut copy = members.clone();
    let sent = context.time(&mut copy, &["sent_time", "sentTime", "sentDate"]);
    let completed = context.time(&mut copy, &["completion_time", "completionTime", "completedTime"]);
    Some(context.finish(item, members, [sent, completed], record))
}

/// A visit: `{lat, long, time}`.
pub(super) fn visit<'r>(context: Context<'_>, record: &'r RawValue) -> Option<Draft<'r>> {
    let mut members = Members::of(record)?;
    let at = context.time(&mut members, &["time"]);
    Some(context.finish(context.empty(), members, [at, None], record))
}

/// What a group says about itself beyond its list: calls that were missed, a count without a list, members that
/// nobody documented. `None` where it says nothing.
pub(super) fn group<'r>(
    context: Context<'_>,
    mut members: Members<'r>,
    listed: usize,
    record: &'r RawValue,
) -> Option<Draft<'r>> {
    let mut item = context.empty();
    let at = context.time(&mut members, &["last_interaction_time", "lastInteractionTime"]);
    let mut copy = members.clone();
    // A time that cannot be read makes no item by itself.
    copy.take("last_interaction_time");
    copy.take("lastInteractionTime");
    let count = copy.take_as("count", whole).unwrap_or(0);
    let used = ["usedStatus", "used_status"].into_iter().find_map(|name| copy.take_as(name, truth)).unwrap_or(false);
    let counted = count > 0 && listed == 0 && item.kind != InteractionKind::Message;
    if listed > 0 {
        // They repeat what the list says.
        for name in ["latest_nps_score", "latest_survey_name", "latest_survey_interaction_time"] {
            copy.take(name);
        }
    }
    let more = copy.rest().any(|(_, json)| !is_nothing(json) && !matches!(json.get(), "[]" | "{}"));
    let called = used && item.kind == InteractionKind::MissedCall;
    if !counted && !more && !called {
        return None;
    }
    if item.kind == InteractionKind::Survey {
        item.title = context.text(&mut members, &["latest_survey_name"]);
    }
    Some(context.finish(item, members, [at, None], record))
}

/// Sent and delivered, where the first lacks a zone and the second has one: what the zone can be inferred from.
pub(super) fn pairs(drafts: &[Draft<'_>]) -> Vec<(DateTime, Timestamp)> {
    let pair = |draft: &Draft<'_>| match (draft.sent.as_ref()?.time, draft.delivered.as_ref()?.time) {
        (Written::Wall(sent), Written::Moment(delivered)) => Some((sent, delivered)),
        _ => None,
    };
    drafts.iter().filter_map(pair).collect()
}

/// Sets the time: when it was delivered, else when it was sent (section 6).
pub(super) fn set_time(draft: &mut Draft<'_>, zone: &Zone) {
    let (counts, sent) = match (draft.delivered.take(), draft.sent.take()) {
        (Some(delivered), sent) => (Some(delivered), sent.map(|sent| sent.text)),
        (None, sent) => (sent, None),
    };
    let Some(told) = counts else { return };
    if let Some((at, assumed)) = zone.moment(told.time) {
        draft.item.at = Some(at);
        draft.item.zone_assumed = assumed;
        draft.item.written = Some(AsWritten { text: Some(told.text), sent, zone: zone.found(told.time, at) });
    }
}

/// Hides codes; the receiver and the ids are no text that was sent.
fn shield(item: &mut Interaction) {
    let title = item.title.clone().unwrap_or_default();
    if let Some(hidden) = mask::shield(&title) {
        item.title = Some(hidden);
        item.masked = true;
    }
    item.masked |= mask::shield_extra(&mut item.extra, &title);
}

/// Whether what passes there are messages: the vendor's own network, and the messenger that a release note of the
/// vendor counts among the networks (section 3).
fn is_messenger(network: &str) -> bool {
    [OWN_NETWORK, "viber"].iter().any(|known| network.eq_ignore_ascii_case(known))
}

fn drop_empty(members: &mut Members<'_>, names: &[&str]) {
    for name in names {
        members.take_as(name, |json| is_nothing(json).then_some(()));
    }
}
