//! Everything one customer was sent: made from the seed whenever it is looked at, the same each time.

use serde_json::{Map, Value, json};

use super::super::seed::{self, Rng};
use super::customers::{Customer, NEWEST, SENT_NOTHING};
use super::item::{Item, utc};
use super::letters::{self, Letters};
use super::{delivery, episodes};

/// A survey that was sent; it has no id and no channel.
#[derive(Clone, Debug)]
pub(super) struct Survey {
    pub(super) name: String,
    pub(super) sent_by: &'static str,
    pub(super) sent_secs: i64,
    /// The score, and when it was given.
    pub(super) answered: Option<(i64, i64)>,
}

/// Calls that nobody took.
#[derive(Clone, Debug, Default)]
pub(super) struct Missed {
    pub(super) count: usize,
    pub(super) used: bool,
    pub(super) last_secs: Option<i64>,
}

/// The whole of it, in no order that means anything.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    pub(super) items: Vec<Item>,
    pub(super) surveys: Vec<Survey>,
    pub(super) missed: Missed,
    /// The vendor's `count` is one too many: counts are not to be relied on.
    pub(super) miscounted: bool,
}

impl History {
    /// As `/state` has it.
    pub(super) fn shown(&self) -> Value {
        let survey = |survey: &Survey| {
            json!({
                "name": survey.name, "sent_by": survey.sent_by, "sent_at": utc(survey.sent_secs),
                "score": survey.answered.map(|(score, _)| score),
                "completed_at": survey.answered.map(|(_, at)| utc(at)),
            })
        };
        json!({
            "items": self.items.iter().map(Item::shown).collect::<Vec<_>>(),
            "surveys": self.surveys.iter().map(survey).collect::<Vec<_>>(),
            "missed_calls": {
                "count": self.missed.count, "used": self.missed.used, "last_at": self.missed.last_secs.map(utc),
            },
        })
    }
}

/// A history while it is being made: who it is about, and what has been said so far.
pub(super) struct Writer<'a> {
    pub(super) rng: Rng,
    pub(super) customer: &'a Customer,
    pub(super) letters: &'static Letters,
    /// The group that people of this language chat in.
    pub(super) chat: &'static str,
    pub(super) now_secs: i64,
    pub(super) made: History,
    dead_mailbox: bool,
    next_id: i64,
}

/// The history of a customer up to `base_ms`; the person of index 0 gets `huge` messages where that is not 0.
pub(super) fn history(seed: u64, base_ms: i64, customer: &Customer, huge: usize) -> History {
    let mut rng = Rng::new(seed, customer.index, 21);
    let culture = seed::culture_at(seed, customer.index);
    let dead_mailbox = rng.chance(25);
    let next_id = rng.between(1_600_000_000_000, 1_690_000_000_000);
    let size = match rng.below(100) {
        _ if customer.index == SENT_NOTHING => 0,
        _ if customer.index < NEWEST => rng.between(4, 9),
        0..=5 => 0,
        6..=96 => rng.between(1, 7),
        _ => rng.between(20, 40),
    };
    let miscounted = rng.chance(40);
    let mut writer = Writer {
        rng,
        customer,
        letters: letters::of(culture),
        chat: episodes::chat_group(culture),
        now_secs: base_ms.div_euclid(1_000),
        made: History { miscounted, ..History::default() },
        dead_mailbox,
        next_id,
    };
    if customer.index == 0 && huge > 0 {
        while writer.made.items.len() < huge {
            let at = episodes::some_time(&mut writer);
            episodes::episode(&mut writer, at);
        }
        writer.made.items.truncate(huge);
    } else {
        for number in 0..size {
            let mut at = episodes::some_time(&mut writer);
            if number == 0 && customer.index < NEWEST {
                // Why they write just now.
                at = writer.now_secs - writer.rng.between(300, 5 * 3_600);
            }
            episodes::episode(&mut writer, at);
        }
    }
    let mut made = writer.made;
    let mut rng = writer.rng;
    // What belongs together does not stand together.
    for at in (1..made.items.len()).rev() {
        made.items.swap(at, rng.below(at + 1));
    }
    if made.items.len() > 3 {
        let at = rng.below(made.items.len());
        made.items[at].broken_date = true;
    }
    made
}

impl Writer<'_> {
    /// Adds a message. One that would have been sent later than now was sent now.
    pub(super) fn send(&mut self, group: &'static str, sent_secs: i64, subject: String) -> &mut Item {
        let group = self.reachable(group);
        let sent_secs = sent_secs.min(self.now_secs);
        let (status, delay) = delivery::outcome(group, self.dead_mailbox, &mut self.rng);
        let rng = &mut self.rng;
        self.next_id += rng.between(1, 40_000);
        let receiver = match group {
            "email" => self.customer.email.clone(),
            "line" | "push" => None,
            _ => self.customer.mobile.clone(),
        };
        let item = Item {
            group: group.into(),
            id: self.next_id,
            receiver: receiver.unwrap_or_else(|| format!("U{:016x}", self.customer.id.unsigned_abs() << 20)),
            subject: if rng.chance(12) { odd_subject(rng) } else { subject },
            code: None,
            campaign: -1,
            status: status.map(Into::into),
            sent_secs,
            delivered_secs: delay.map(|delay| (sent_secs + delay).min(self.now_secs)),
            user: if rng.chance(120) { -1 } else { self.customer.id },
            extra: extra(rng),
            broken_date: false,
        };
        self.made.items.push(item);
        let last = self.made.items.len() - 1;
        &mut self.made.items[last]
    }

    /// The group itself, or another one where the vendor knows no address for it.
    fn reachable(&self, group: &'static str) -> &'static str {
        match (group, self.customer.email.is_some(), self.customer.mobile.is_some()) {
            ("line" | "push", ..) | ("email", true, _) => group,
            ("email", false, true) => "sms",
            (_, _, true) => group,
            (_, true, false) => "email",
            (_, false, false) => "line",
        }
    }
}

fn odd_subject(rng: &mut Rng) -> String {
    match rng.below(4) {
        0 => String::new(),
        1 => "Terms and conditions apply. ".repeat(200).trim_end().to_owned(),
        _ => seed::odd_text(rng).to_owned(),
    }
}

/// Members that no document names, on one message in twenty-five.
fn extra(rng: &mut Rng) -> Map<String, Value> {
    let members = match rng.below(100) {
        0 => json!({ "retryCount": rng.between(1, 5) }),
        1 => json!({ "channelAccount": "Main Store", "isTest": false }),
        2 => json!({ "tags": ["loyalty", "q3"], "meta": { "gateway": "gtw-7", "parts": 2 } }),
        3 => json!({ "priority": "HIGH", "openCount": null }),
        _ => return Map::new(),
    };
    members.as_object().cloned().unwrap_or_default()
}
