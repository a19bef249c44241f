//! Recorded facts in the strip: one card for each fact, with a lamp for every vendor that is told.

use serde::Serialize;

use super::extra::Extra;
use super::ids::{AccountName, ChangeId};
use super::interaction::{Interaction, InteractionKind};
use super::mask::shield;
use super::outbox::OutboxState;
use super::recording::{Fact, ON_YOUR_WORD};
use super::timeline::{Detail, TimelineItem, Wished};

/// An account that is told, and where its lamp stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub account: AccountName,
    /// The vendor's name in the registry, and as people write it.
    pub vendor: String,
    pub title: String,
    /// The vendor's place in the registry: lamps have one order everywhere.
    pub rank: usize,
}

/// What became of a fact at one vendor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lamp {
    pub change: ChangeId,
    pub told: Told,
    pub state: OutboxState,
    pub why: String,
}

impl Lamp {
    /// The word beside it.
    pub fn word(&self) -> &'static str {
        if self.state == OutboxState::Accepted && self.why == ON_YOUR_WORD {
            "Arrived, your word"
        } else {
            self.state.word()
        }
    }
}

/// One card for each fact among the wishes of a lead: what was made in one batch about one moment.
pub fn items(wished: &[Wished]) -> Vec<TimelineItem> {
    let mut cards: Vec<(&Wished, &Fact, Vec<Lamp>)> = Vec::new();
    for wish in wished {
        let (Some(recording), Some(told)) = (wish.wish.recording(), &wish.told) else { continue };
        let lamp = Lamp { change: wish.change, told: told.clone(), state: wish.state, why: wish.why.clone() };
        match cards.iter_mut().rfind(|(first, fact, _)| first.batch == wish.batch && **fact == recording.fact) {
            Some((.., lamps)) => lamps.push(lamp),
            None => cards.push((wish, &recording.fact, vec![lamp])),
        }
    }
    cards.into_iter().map(|(wish, fact, lamps)| card(wish, fact, lamps)).collect()
}

/// A target as `timeline --json` tells it.
#[derive(Serialize)]
struct Target<'a> {
    change: ChangeId,
    account: &'a str,
    vendor: &'a str,
    state: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    why: &'a str,
}

fn card(wish: &Wished, fact: &Fact, mut lamps: Vec<Lamp>) -> TimelineItem {
    lamps.sort_by_key(|lamp| (lamp.told.rank, lamp.change));
    let hide = |text: &str| shield(text).unwrap_or_else(|| text.to_owned());
    let mut item = Interaction::empty(Interaction::OURS, InteractionKind::Recording);
    item.at = Some(fact.happened_at);
    item.remote_id = Some(wish.change.to_string());
    let first_line = fact.text.lines().map(str::trim).find(|line| !line.is_empty());
    let title = match first_line {
        Some(line) => format!("{}, {line}", fact.template),
        None => fact.template.clone(),
    };
    let hidden = shield(&title);
    item.masked = hidden.is_some();
    item.extra.set_text("template", &fact.template);
    item.extra.set_text("text", &hide(&fact.text));
    let inputs: Vec<(String, String)> = fact.inputs.iter().map(|(label, value)| (label.clone(), hide(value))).collect();
    set(&mut item.extra, "inputs", &inputs.iter().cloned().collect::<std::collections::BTreeMap<_, _>>());
    item.extra.set_text("who", &wish.who);
    item.extra.set_text("recorded_at", &wish.made_at.to_string());
    let targets: Vec<Target<'_>> = lamps
        .iter()
        .map(|lamp| Target {
            change: lamp.change,
            account: lamp.told.account.as_str(),
            vendor: &lamp.told.vendor,
            state: lamp.state.as_str(),
            why: &lamp.why,
        })
        .collect();
    set(&mut item.extra, "targets", &targets);
    let unmasked = hidden.is_some().then(|| title.clone());
    item.title = Some(hidden.unwrap_or(title));
    let detail = Detail::Recorded {
        template: fact.template.clone(),
        text: hide(&fact.text),
        inputs,
        who: wish.who.clone(),
        lamps,
    };
    TimelineItem { item, unmasked, detail }
}

fn set(extra: &mut Extra, name: &str, value: &impl Serialize) {
    // Plain values always become JSON.
    if let Ok(json) = serde_json::value::to_raw_value(value) {
        extra.set(name, json);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::recording::{Event, ToRecord};
    use crate::domain::timeline::{Past, assemble};
    use crate::domain::{BatchId, Change, Lead, LeadKind, RemoteId};

    fn wish(change: i64, batch: i64, vendor: &str, rank: usize, text: &str, state: OutboxState) -> Wished {
        let at = "2026-11-20T05:41:00Z".parse().unwrap();
        let fact = Fact {
            template: "Phone call".into(),
            happened_at: at,
            text: text.into(),
            inputs: [("Outcome".to_owned(), "Reached".to_owned())].into(),
            agent: "Mira".into(),
        };
        let event = Event { body: vendor.into(), happened_at: at, way: String::new(), subject: None };
        Wished {
            change: ChangeId(change),
            wish: Change::Record { recording: Box::new(ToRecord { fact, event }) },
            before: None,
            who: "Mira".into(),
            made_at: "2026-11-20T06:00:00Z".parse().unwrap(),
            state,
            why: String::new(),
            batch: BatchId(batch),
            told: Some(Told { account: vendor.into(), vendor: vendor.into(), title: vendor.to_uppercase(), rank }),
        }
    }

    #[test]
    fn a_fact_is_one_card_at_its_own_time_with_a_lamp_for_each_vendor_in_the_fixed_order() {
        let lead = Lead::empty("a".into(), RemoteId::from("1"), LeadKind::Lead);
        let text = "refund explained\nwants a call";
        let wished = vec![
            wish(1, 7, "gamma", 4, text, OutboxState::NeedsAgent),
            wish(2, 7, "alpha", 2, text, OutboxState::Accepted),
            wish(3, 7, "beta", 3, text, OutboxState::Unknown),
            wish(4, 8, "alpha", 2, "another one", OutboxState::Queued),
        ];
        let strip = assemble(&lead, &Past { wished, ..Past::default() });
        assert_eq!(strip.len(), 2);
        let line =
            strip.iter().find(|line| line.item.title.as_deref() == Some("Phone call, refund explained")).unwrap();
        assert_eq!(line.item.at, "2026-11-20T05:41:00Z".parse().ok(), "when it happened, not when it was told");
        let Detail::Recorded { lamps, .. } = &line.detail else { panic!("{line:?}") };
        let told: Vec<_> = lamps.iter().map(|lamp| (lamp.told.title.as_str(), lamp.word())).collect();
        assert_eq!(told, [("ALPHA", "Accepted"), ("BETA", "Outcome unknown"), ("GAMMA", "Needs you")]);
        let json = serde_json::to_value(line).unwrap();
        assert_eq!((json["kind"].as_str(), json["source"].as_str()), (Some("recording"), Some("leadline")));
        assert_eq!(json["extra"]["template"], "Phone call");
        assert_eq!(json["extra"]["targets"][1]["state"], "unknown");
        assert_eq!(json["extra"]["targets"][1]["vendor"], "beta");
    }

    #[test]
    fn one_time_codes_in_a_recording_are_hidden() {
        let wished = [wish(1, 7, "alpha", 2, "Read out: your one-time code is 482913", OutboxState::Accepted)];
        let cards = items(&wished);
        assert!(cards[0].item.masked);
        assert!(!serde_json::to_string(&cards).unwrap().contains("482913"));
        assert!(cards[0].unmasked.as_deref().is_some_and(|title| title.contains("482913")));
        let Detail::Recorded { text, .. } = &cards[0].detail else { panic!() };
        assert!(!text.contains("482913"));
    }

    #[test]
    fn what_an_agent_said_arrived_says_so() {
        let mut wish = wish(1, 7, "alpha", 2, "x", OutboxState::Accepted);
        wish.why = ON_YOUR_WORD.to_owned();
        let cards = items(&[wish]);
        let Detail::Recorded { lamps, .. } = &cards[0].detail else { panic!() };
        assert_eq!(lamps[0].word(), "Arrived, your word");
    }
}
