//! What a line says: its sign, its title, where it came from, what became of it. Plain values, ready to be painted.

use jiff::Timestamp;

use super::kind::{channel_icon, channel_word};
use super::lamps::LampSaid;
use super::{clocks, runs};
use crate::bridge::{OpenLead, Snapshot, Timeline};
use crate::domain::recorded::Lamp;
use crate::domain::timeline::{Detail, TimelineItem};
use crate::domain::{AgentId, Delivery, Field, Interaction, InteractionKind, LeadStatus, OutboxState, Slot, when};
use crate::theme::{DeliveryShape, Icon, Palette, StateLook};
use crate::ui::state::UiState;
use crate::ui::{outgoing_words, people, text};

/// The sign on the spine.
#[derive(Clone, Debug, PartialEq)]
pub enum Sign {
    Icon(Icon),
    /// A status change wears its new status.
    Status(LeadStatus),
}

/// What became of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Became {
    Delivery(Delivery),
    Change(OutboxState),
}

impl Became {
    pub fn look(&self, palette: &Palette) -> StateLook {
        match self {
            Self::Delivery(delivery) => palette.delivery(DeliveryShape::of(delivery.state)),
            Self::Change(state) => palette.outbox(*state),
        }
    }

    pub fn word(&self) -> &str {
        match self {
            Self::Delivery(delivery) => delivery.word(),
            Self::Change(state) => state.word(),
        }
    }

    /// The vendor's own word, where another one is shown.
    pub fn raw(&self) -> Option<&str> {
        match self {
            Self::Delivery(delivery) => delivery.raw.as_deref(),
            Self::Change(_) => None,
        }
    }
}

/// A line in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub sign: Sign,
    /// In pieces, with whether a piece is what matters in it.
    pub title: Vec<(String, bool)>,
    /// Sent or recorded by somebody, not merely changed.
    pub strong: bool,
    /// Kind · source · more. The receiver stands apart: it is cut first.
    pub second: String,
    pub receiver: Option<String>,
    pub became: Option<Became>,
    pub at: Option<Timestamp>,
    /// It was seen at `at`, and happened at some moment since this one.
    pub since: Option<Timestamp>,
    /// A code is hidden in it (or shown for ten seconds): where in the title it begins.
    pub code: Option<usize>,
    /// What became of a recorded fact, by vendor.
    pub lamps: Vec<LampSaid>,
}

impl Said {
    fn new(sign: Icon, title: String, second: String, item: &Interaction) -> Self {
        Self {
            sign: Sign::Icon(sign),
            title: vec![(title, false)],
            strong: false,
            second,
            receiver: item.receiver.clone().filter(|receiver| !receiver.is_empty()),
            became: item.delivery.clone().map(Became::Delivery),
            at: item.at,
            since: None,
            code: None,
            lamps: Vec::new(),
        }
    }

    pub fn title_text(&self) -> String {
        self.title.iter().map(|(piece, _)| piece.as_str()).collect()
    }

    /// The title from shortly before its code, for where the whole has no room.
    pub fn from_code(&self) -> String {
        const BEFORE: usize = 8;
        let whole = self.title_text();
        let before = whole.get(..self.code.unwrap_or_default()).map_or(0, |before| before.chars().count());
        if before <= BEFORE {
            return whole;
        }
        std::iter::once('…').chain(whole.chars().skip(before - BEFORE)).collect()
    }

    /// Everything in one sentence, for a screen reader.
    pub fn sentence(&self, state: &UiState) -> String {
        let mut parts = vec![self.title_text(), self.second.replace(" · ", ", ")];
        if let Some(receiver) = &self.receiver {
            parts.push(format!("to {receiver}"));
        }
        if let Some(became) = &self.became {
            parts.push(became.word().to_owned());
        }
        parts.extend(self.lamps.iter().map(|lamp| format!("{}: {}", lamp.vendor, lamp.word)));
        if let Some(at) = self.at {
            parts.push(when::age_spoken(at, state.now));
        }
        parts.retain(|part| !part.is_empty());
        parts.join(", ")
    }
}

/// Where lines find what they need.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    pub timeline: &'a Timeline,
    pub open: &'a OpenLead,
    pub snapshot: &'a Snapshot,
    pub state: &'a UiState,
}

impl Scene<'_> {
    /// Whether a value that a change of ours replaced came back after it: a late write of our own looks like that, too.
    fn is_back(&self, field: Field, old: Option<&str>, new: Option<&str>, to: Timestamp) -> bool {
        self.timeline.items.iter().any(|line| match &line.detail {
            Detail::Change { slot: Slot::Field(of), before, after, state: OutboxState::Confirmed, .. } => {
                *of == field
                    && line.item.at.is_some_and(|at| at <= to)
                    && field.show(before.as_deref()) == field.show(new)
                    && field.show(after.as_deref()) == field.show(old)
            }
            _ => false,
        })
    }

    /// One item. `revealed`: its code is shown for now.
    pub fn item(&self, at: usize, revealed: bool) -> Option<Said> {
        let line = self.timeline.items.get(at)?;
        let item = &line.item;
        let source = self.source_title(&item.source);
        Some(match (&line.detail, item.kind) {
            (Detail::Change { slot, before, after, state, why, who, change }, _) => {
                let (before, after) = (before.as_deref(), after.as_deref());
                let (word, title) = self.change_words(slot, before, after);
                let live = self.open.pending.iter().find(|pending| pending.item.id == *change);
                let why = match live {
                    Some(live) => outgoing_words::why(live, self.state),
                    None => Some(why.trim_end_matches('.').to_owned()).filter(|why| !why.is_empty()),
                };
                let mut second = format!("{word} · {}", people::signed(who, self.snapshot));
                if let Some(why) = why {
                    second = format!("{second} · {why}");
                }
                let sign = match slot {
                    Slot::Field(Field::Status) => Sign::Status(LeadStatus::from_wire(after.unwrap_or_default())),
                    Slot::Field(Field::Agent) => Sign::Icon(Icon::User),
                    Slot::Tag(_) => Sign::Icon(Icon::Tag),
                    Slot::Note(_) => Sign::Icon(Icon::Note),
                    Slot::Lead | Slot::Recording | Slot::Field(_) | Slot::Attribute(_) => {
                        Sign::Icon(Icon::PencilSimple)
                    }
                };
                let state = live.map_or(*state, |live| live.item.state);
                let said = Said::new(Icon::Swap, title, second, item);
                Said { sign, became: Some(Became::Change(state)), ..said }
            }
            (Detail::Recorded { template, who, lamps, .. }, _) => {
                let second = format!("{} · template {template}", text::recorded_by(people::signed(who, self.snapshot)));
                let lamps = lamps.iter().map(|lamp| self.lamp(lamp)).collect();
                let said = Said::new(Icon::PhoneOutgoing, String::new(), second, item);
                Said { lamps, ..self.sent(said, line, revealed) }
            }
            (Detail::Observed { field, old, new, from, to }, _) => {
                let (old, new) = (old.as_deref(), new.as_deref());
                let known = Field::from_name(field);
                let mut second = String::new();
                if let Some(known) = known {
                    second = format!("{} · ", known.word());
                }
                let seen = if second.is_empty() { text::SEEN_BY_SYNC } else { text::SEEN_BY_SYNC_LATER };
                second = format!("{second}{seen} · {}", self.between(*from, *to));
                let said = Said::new(Icon::ArrowsClockwise, String::new(), second, item);
                let title = match known {
                    Some(known) => vec![(
                        format!(
                            "{} → {} {}",
                            self.show(known, old),
                            self.show(known, new),
                            if self.is_back(known, old, new, *to) { text::BY_OTHERS_OR_LATE } else { text::BY_OTHERS }
                        ),
                        false,
                    )],
                    None => tags(field, old, new)
                        .unwrap_or_else(|| vec![(item.title.clone().unwrap_or_else(|| field.clone()), false)]),
                };
                Said { title, since: Some(*from), ..said }
            }
            (Detail::Message { by }, _) => {
                let who = match by.as_deref() {
                    Some(by) if by.eq_ignore_ascii_case("bot") => Some(text::BY_THE_BOT),
                    Some(by) if by.eq_ignore_ascii_case("agent") => Some(text::BY_AN_AGENT),
                    _ => None,
                };
                let kind = if self.is_last_message(at) { text::LAST_MESSAGE } else { text::CHAT_MESSAGE };
                let second = facts(&[Some(kind), who, Some(&source)]);
                self.sent(Said::new(Icon::ChatCircleText, String::new(), second, item), line, revealed)
            }
            (Detail::Plain, InteractionKind::LeadCreated) => {
                Said::new(Icon::UserPlus, item.title.clone().unwrap_or_default(), source, item)
            }
            (Detail::Plain, InteractionKind::LastSeen) => {
                Said::new(Icon::Pulse, item.title.clone().unwrap_or_default(), source, item)
            }
            (Detail::Plain, InteractionKind::Message) => {
                let channel = item.channel.as_deref().unwrap_or_default();
                let second = self.with_zone(facts(&[Some(channel_word(channel)), Some(&source)]), item);
                self.sent(Said::new(channel_icon(channel), String::new(), second, item), line, revealed)
            }
            (Detail::Plain, kind) => {
                let (sign, word, title) = match kind {
                    InteractionKind::MissedCall => (Icon::PhoneX, text::CALL, text::MISSED_CALL),
                    InteractionKind::Survey => (Icon::Star, text::SURVEY, text::SURVEY),
                    InteractionKind::Recording => (Icon::PhoneOutgoing, text::RECORDED_BY_YOU, text::RECORDED_BY_YOU),
                    InteractionKind::LastMessage => (Icon::ChatCircleText, text::CHAT_MESSAGE, text::NO_WORDS),
                    _ => (Icon::ChatsCircle, item.channel.as_deref().unwrap_or(text::SOCIAL), text::SOCIAL),
                };
                let second = self.with_zone(facts(&[Some(word), Some(&source)]), item);
                let title = item.title.clone().unwrap_or_else(|| title.to_owned());
                let said = Said::new(sign, title, second, item);
                Said { strong: matches!(kind, InteractionKind::Recording | InteractionKind::LastMessage), ..said }
            }
        })
    }

    /// A lamp as it stands right now.
    fn lamp(&self, lamp: &Lamp) -> LampSaid {
        let live = self.open.pending.iter().find(|pending| pending.item.id == lamp.change);
        let state = live.map_or(lamp.state, |live| live.item.state);
        let word = if state == lamp.state { lamp.word() } else { state.word() };
        LampSaid { vendor: lamp.told.title.clone(), state, word }
    }

    /// A folded run, from its newest on.
    pub fn run(&self, first: usize, count: usize) -> Option<Said> {
        let items = self.timeline.items.get(first..first + count)?;
        let (newest, oldest) = (items.first()?, items.last()?);
        let item = &newest.item;
        let channel = item.channel.as_deref().unwrap_or_default();
        let span = newest.item.at.zip(oldest.item.at).map(|(to, from)| text::in_time(&when::age(from, to)));
        let span = span.unwrap_or_default();
        let title = if runs::is_code(newest) {
            text::codes(count, &span)
        } else {
            text::times(count, item.title.as_deref().unwrap_or_default(), &span)
        };
        let second = facts(&[Some(channel_word(channel)), Some(&self.source_title(&item.source))]);
        let mut said = Said::new(Icon::Stack, title, self.with_zone(second, item), item);
        if items.iter().any(|other| other.item.receiver != item.receiver) {
            said.receiver = None;
        }
        let word = |item: &Interaction| item.delivery.as_ref().map(|delivery| delivery.word().to_owned());
        if items.iter().any(|other| word(&other.item) != word(item)) {
            said.became = None;
        }
        Some(said)
    }

    /// The text of what somebody sent; its code hidden unless it is revealed.
    fn sent(&self, said: Said, line: &TimelineItem, revealed: bool) -> Said {
        let hidden = line.item.title.as_deref().filter(|title| !title.trim().is_empty());
        let title = match line.unmasked.as_deref() {
            Some(unmasked) if revealed => Some(unmasked),
            _ => hidden,
        };
        let code = line.unmasked.as_deref().map(|unmasked| same_beginning(unmasked, hidden.unwrap_or_default()));
        Said { title: vec![(title.unwrap_or(text::NO_WORDS).to_owned(), false)], strong: true, code, ..said }
    }

    /// How the source of an item is written; ours needs no word.
    pub fn source_title(&self, source: &str) -> String {
        if source == Interaction::OURS {
            return String::new();
        }
        let asked = self.timeline.sources.iter().find(|known| known.vendor == source).map(|known| known.title);
        let account = || self.snapshot.accounts.iter().find(|known| known.vendor == source).map(|known| known.title);
        asked.or_else(account).unwrap_or(source).to_owned()
    }

    fn with_zone(&self, second: String, item: &Interaction) -> String {
        match clocks::other_zone(item, &self.state.zone) {
            Some(zone) => format!("{second} · {zone}"),
            None => second,
        }
    }

    /// What kind of change it was, and what became of what.
    fn change_words(&self, slot: &Slot, before: Option<&str>, after: Option<&str>) -> (String, String) {
        match slot {
            Slot::Lead | Slot::Recording => (slot.word(), slot.show(after)),
            Slot::Field(field) => {
                (field.word().to_owned(), format!("{} → {}", self.show(*field, before), self.show(*field, after)))
            }
            Slot::Attribute(key) => (key.clone(), format!("{} → {}", slot.show(before), slot.show(after))),
            Slot::Tag(tag) => (text::TAG.to_owned(), format!("{}{tag}", if after.is_some() { "+" } else { "−" })),
            Slot::Note(_) => {
                let title = match (before, after) {
                    (Some(before), Some(after)) => format!("{} → {}", slot.show(Some(before)), slot.show(Some(after))),
                    (None, Some(after)) => slot.show(Some(after)),
                    (before, None) => format!("− {}", slot.show(before)),
                };
                (text::NOTE.to_owned(), title)
            }
        }
    }

    /// A value as people read it; an agent by name.
    fn show(&self, field: Field, value: Option<&str>) -> String {
        match value.filter(|value| field == Field::Agent && !value.is_empty()) {
            Some(agent) => people::agent(&AgentId::from(agent), self.snapshot),
            None => field.show(value),
        }
    }

    /// "between 10:02 and 10:07".
    fn between(&self, from: Timestamp, to: Timestamp) -> String {
        let state = self.state;
        if self.same_day(from, to) {
            text::between(&state.clock(from), &state.clock(to))
        } else {
            text::between(&state.moment(from), &state.moment(to))
        }
    }

    pub fn same_day(&self, a: Timestamp, b: Timestamp) -> bool {
        let date = |at: Timestamp| at.to_zoned(self.state.zone.clone()).date();
        date(a) == date(b)
    }

    /// Whether a chat message is the newest of them.
    fn is_last_message(&self, at: usize) -> bool {
        let newest = self.timeline.items.iter().position(|line| line.item.kind == InteractionKind::LastMessage);
        newest == Some(at)
    }
}

/// How many bytes two texts begin alike.
fn same_beginning(a: &str, b: &str) -> usize {
    a.char_indices().zip(b.chars()).find(|((_, a), b)| a != b).map_or(a.len().min(b.len()), |((at, _), _)| at)
}

/// Facts of one line.
fn facts(parts: &[Option<&str>]) -> String {
    parts.iter().flatten().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" · ")
}

/// "Tag **refund** added by someone else".
fn tags(field: &str, old: Option<&str>, new: Option<&str>) -> Option<Vec<(String, bool)>> {
    let list = |json: Option<&str>| serde_json::from_str::<Vec<String>>(json?).ok();
    if field != "tags" {
        return None;
    }
    let (old, new) = (list(old).unwrap_or_default(), list(new).unwrap_or_default());
    let came: Vec<&str> = new.iter().filter(|tag| !old.contains(tag)).map(String::as_str).collect();
    let went: Vec<&str> = old.iter().filter(|tag| !new.contains(tag)).map(String::as_str).collect();
    let mut pieces = Vec::new();
    for (tags, what) in [(came, "added"), (went, "removed")] {
        if tags.is_empty() {
            continue;
        }
        let before = match (pieces.is_empty(), tags.len()) {
            (true, 1) => "Tag ",
            (true, _) => "Tags ",
            (false, _) => ", ",
        };
        pieces.push((before.to_owned(), false));
        pieces.push((tags.join(", "), true));
        pieces.push((format!(" {what}"), false));
    }
    if pieces.is_empty() {
        return None;
    }
    pieces.push((format!(" {}", text::BY_OTHERS), false));
    Some(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(old: &str, new: &str) -> String {
        tags("tags", Some(old), Some(new)).unwrap().into_iter().map(|(piece, _)| piece).collect()
    }

    #[test]
    fn a_code_that_has_no_room_is_shown_from_shortly_before_it() {
        let item = Interaction::empty("vendor", InteractionKind::Message);
        let said = Said::new(Icon::Eye, "Your one-time code is 482913".to_owned(), String::new(), &item);
        let code = same_beginning("Your one-time code is 482913", "Your one-time code is ••••••");
        assert_eq!(Said { code: Some(code), ..said }.from_code(), "…code is 482913");
    }

    #[test]
    fn tags_that_came_and_went_are_named() {
        assert_eq!(said(r#"["vip"]"#, r#"["vip","refund"]"#), "Tag refund added by someone else");
        assert_eq!(said(r#"["a","b"]"#, r#"["c"]"#), "Tag c added, a, b removed by someone else");
        assert_eq!(tags("tags", Some("[]"), Some("[]")), None);
        assert_eq!(tags("notes", None, None), None);
    }
}
