//! What passed between business and customer, and whatever else stands in the timeline of a lead.
//!
//! Serialised, an [`Interaction`] is the timeline item of `timeline --json`; its member names are part of the outer
//! contract. Text in it is already masked (see [`super::mask`]).

use std::cmp::Ordering;
use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::delivery::Delivery;
use super::extra::Extra;
use super::written::AsWritten;

/// What a timeline item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InteractionKind {
    Message,
    MissedCall,
    Survey,
    /// A like, a mention, a visit: something on a social network.
    Social,
    LeadCreated,
    LastMessage,
    /// A wish of an agent here.
    Change,
    /// A difference that two polls saw.
    Observed,
    Recording,
    /// When the customer was last seen. For the window only: the outer contract has no such kind, so whoever answers
    /// the outside leaves it out (`TimelineItem::is_told_outside`).
    LastSeen,
}

impl InteractionKind {
    /// What no other system tells: it is seen or made here.
    pub const OURS: [Self; 6] =
        [Self::LeadCreated, Self::LastMessage, Self::Change, Self::Observed, Self::Recording, Self::LastSeen];

    /// The word in JSON and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::MissedCall => "missed_call",
            Self::Survey => "survey",
            Self::Social => "social",
            Self::LeadCreated => "lead_created",
            Self::LastMessage => "last_message",
            Self::Change => "change",
            Self::Observed => "observed",
            Self::Recording => "recording",
            Self::LastSeen => "last_seen",
        }
    }
}

/// One item of the timeline.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interaction {
    /// When; missing where the vendor gave no time that can be read (its text is then in `extra`).
    pub at: Option<Timestamp>,
    /// The offset that was assumed for a time without zone, as `+05:30`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone_assumed: Option<String>,
    /// The account's vendor, or `leadline`.
    pub source: String,
    pub kind: InteractionKind,
    /// The vendor's word (`email`, `sms`, …), unknown ones as they are.
    pub channel: Option<String>,
    /// A message's subject or text, a survey's name.
    pub title: Option<String>,
    /// Where it went, as the vendor shows it; may be asterisks, never a key.
    pub receiver: Option<String>,
    /// Missing on what is not delivered (a missed call, a survey).
    pub delivery: Option<Delivery>,
    /// The campaign it came from.
    pub campaign: Option<i64>,
    /// The vendor's number of the customer.
    pub user: Option<i64>,
    pub remote_id: Option<String>,
    /// Whether something of its text was hidden here.
    pub masked: bool,
    /// What the vendor said beyond this, verbatim.
    pub extra: Extra,
    /// How its time was written; never part of the JSON. `None` for what is ours.
    #[serde(skip)]
    pub written: Option<AsWritten>,
}

impl Interaction {
    /// The name of what is ours in [`Interaction::source`].
    pub const OURS: &str = "leadline";

    /// An item about which nothing is known yet; decoders and tests start here.
    pub fn empty(source: impl Into<String>, kind: InteractionKind) -> Self {
        Self {
            at: None,
            zone_assumed: None,
            source: source.into(),
            kind,
            channel: None,
            title: None,
            receiver: None,
            delivery: None,
            campaign: None,
            user: None,
            remote_id: None,
            masked: false,
            extra: Extra::default(),
            written: None,
        }
    }

    /// The stretch in which it surely happened: a point, or, where its zone was assumed, everything that a zone of
    /// this world makes possible. `None` without a time.
    pub fn span(&self) -> Option<Span> {
        let at = self.at?;
        Some(match &self.zone_assumed {
            None => Span::point(at),
            Some(offset) => Span::of_unknown_zone(at, offset_secs(offset).unwrap_or(0)),
        })
    }

    /// Which of two happened first; `None` where nobody can say. Times that were read by the same clock compare
    /// among themselves, whatever its zone.
    pub fn order(&self, other: &Self) -> Option<Ordering> {
        if self.zone_assumed.is_some() && self.zone_assumed == other.zone_assumed && self.source == other.source {
            return Some(self.at?.cmp(&other.at?)).filter(|order| order.is_ne());
        }
        self.span()?.order(other.span()?)
    }
}

/// Newest first; what has no time stands last. Of the same moment the higher number came later (9 before 10), where a
/// source numbers its items. Not everything beside each other is surely in order: [`Interaction::order`] says what is.
pub fn newest_first(a: &Interaction, b: &Interaction) -> Ordering {
    fn number(item: &Interaction) -> Option<(bool, usize, &str)> {
        let id = item.remote_id.as_deref()?;
        let digits = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
        let id = if digits { id.trim_start_matches('0') } else { id };
        Some((digits, if digits { id.len() } else { 0 }, id))
    }
    b.at.cmp(&a.at).then_with(|| number(b).cmp(&number(a)))
}

/// Without what a customer was told or who they are.
impl fmt::Debug for Interaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Interaction")
            .field("at", &self.at)
            .field("zone_assumed", &self.zone_assumed)
            .field("kind", &self.kind)
            .field("channel", &self.channel)
            .field("delivery", &self.delivery)
            .field("masked", &self.masked)
            .field("extra", &self.extra)
            .finish_non_exhaustive()
    }
}

/// A stretch of time in which something happened once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub earliest: Timestamp,
    pub latest: Timestamp,
}

impl Span {
    pub fn point(at: Timestamp) -> Self {
        Self { earliest: at, latest: at }
    }

    /// Between two looks.
    pub fn between(one: Timestamp, other: Timestamp) -> Self {
        Self { earliest: one.min(other), latest: one.max(other) }
    }

    /// `at` was read with an offset (in seconds) that may be wrong: offsets reach from -12:00 to +14:00.
    fn of_unknown_zone(at: Timestamp, offset_secs: i64) -> Self {
        let shifted = |secs: i64| at.saturating_add(SignedDuration::from_secs(secs)).unwrap_or(at);
        Self { earliest: shifted(offset_secs - 14 * 3600), latest: shifted(offset_secs + 12 * 3600) }
    }

    /// Which was first; `None` where the stretches touch, also for two equal points.
    pub fn order(self, other: Self) -> Option<Ordering> {
        if self.latest < other.earliest {
            Some(Ordering::Less)
        } else if other.latest < self.earliest {
            Some(Ordering::Greater)
        } else {
            None
        }
    }
}

/// `+05:30` in seconds.
fn offset_secs(text: &str) -> Option<i64> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+')?),
    };
    let (hours, minutes) = rest.split_once(':')?;
    Some(sign * (hours.parse::<i64>().ok()? * 3600 + minutes.parse::<i64>().ok()? * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(at: &str, zone: Option<&str>, source: &str) -> Interaction {
        let mut item = Interaction::empty(source, InteractionKind::Message);
        item.at = at.parse().ok();
        item.zone_assumed = zone.map(str::to_owned);
        item
    }

    #[test]
    fn sure_times_are_ordered_and_equal_ones_are_not() {
        let early = item("2024-03-05T08:00:00Z", None, "a");
        let late = item("2024-03-05T08:00:01Z", None, "b");
        assert_eq!(early.order(&late), Some(Ordering::Less));
        assert_eq!(late.order(&early), Some(Ordering::Greater));
        assert_eq!(early.order(&early), None);
        assert_eq!(early.order(&item("", None, "a")), None);
    }

    #[test]
    fn an_assumed_zone_is_ordered_against_others_only_beyond_every_zone_of_the_world() {
        let assumed = item("2024-03-05T04:30:00Z", Some("+05:30"), "a"); // 10:00 on the wall
        for (other, order) in [
            ("2024-03-04T19:59:59Z", Some(Ordering::Greater)),
            ("2024-03-04T20:00:00Z", None),
            ("2024-03-05T22:00:00Z", None),
            ("2024-03-05T22:00:01Z", Some(Ordering::Less)),
        ] {
            assert_eq!(assumed.order(&item(other, None, "b")), order, "{other}");
        }
    }

    #[test]
    fn one_clock_orders_its_own_times_whatever_its_zone() {
        let early = item("2024-03-05T04:30:00Z", Some("+05:30"), "a");
        let late = item("2024-03-05T04:31:00Z", Some("+05:30"), "a");
        assert_eq!(early.order(&late), Some(Ordering::Less));
        assert_eq!(early.order(&item("2024-03-05T04:31:00Z", Some("+05:30"), "b")), None);
    }

    #[test]
    fn the_newest_is_first_and_what_has_no_time_is_last() {
        let mut items =
            [item("", None, "a"), item("2024-03-05T08:00:00Z", None, "a"), item("2024-03-06T08:00:00Z", None, "a")];
        items.sort_by(newest_first);
        let days: Vec<_> = items.iter().map(|item| item.at.map(|at| at.to_string())).collect();
        assert_eq!(days, [Some("2024-03-06T08:00:00Z".to_owned()), Some("2024-03-05T08:00:00Z".to_owned()), None]);
    }

    #[test]
    fn of_the_same_moment_the_higher_number_is_first() {
        let mut items = ["9", "a", "10", "", "011", "aa"].map(|id| {
            let mut item = item("2024-03-05T08:00:00Z", None, "a");
            item.remote_id = Some(id.to_owned()).filter(|id| !id.is_empty());
            item
        });
        items.sort_by(newest_first);
        let ids: Vec<_> = items.iter().map(|item| item.remote_id.as_deref().unwrap_or_default()).collect();
        assert_eq!(ids, ["011", "10", "9", "aa", "a", ""]);
    }

    #[test]
    fn the_json_is_that_of_the_outer_contract() {
        let mut message = item("2024-03-05T08:10:10Z", Some("+00:00"), "loyal");
        message.channel = Some("email".into());
        message.delivery = Some(Delivery::from_raw(Some("DELIVERED".into())));
        message.extra.set_text("sender", "shop");
        let json = serde_json::to_string(&message).unwrap();
        assert_eq!(
            json,
            concat!(
                r#"{"at":"2024-03-05T08:10:10Z","zone_assumed":"+00:00","source":"loyal","kind":"message","#,
                r#""channel":"email","title":null,"receiver":null,"delivery":{"state":"delivered","raw":"DELIVERED"},"#,
                r#""campaign":null,"user":null,"remote_id":null,"masked":false,"extra":{"sender":"shop"}}"#
            )
        );
        assert_eq!(serde_json::from_str::<Interaction>(&json).unwrap(), message);
    }
}
