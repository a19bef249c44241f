//! One moment by every clock that matters, and how its zone is known: the words of an opened line.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::details::Fact;
use super::words::Scene;
use crate::bridge::CustomerClock;
use crate::domain::timeline::{Detail, TimelineItem};
use crate::domain::{Interaction, InteractionKind, ZoneFound, home};
use crate::ui::text as words;

/// The times of an item as it was written, by the agent's clock, by the customer's and in UTC, and how its zone was
/// found.
pub fn facts(scene: Scene<'_>, line: &TimelineItem) -> Vec<Fact> {
    let item = &line.item;
    let mut facts: Vec<Fact> = Vec::new();
    let mut add = |label: &str, value: String| facts.push((label.to_owned(), value));
    if let Some(text) = as_written(item) {
        add(words::AS_WRITTEN, text);
    }
    let Some(at) = item.at else {
        add(words::ZONE, words::NO_TIME_MEANS.to_owned());
        return facts;
    };
    let from = match line.detail {
        Detail::Observed { from, .. } => from,
        _ => at,
    };
    let by = |zone: &TimeZone| moments(from, at, zone);
    let mine = &scene.state.zone;
    add(words::YOUR_CLOCK, format!("{} · {}", by(mine), zone_name(mine, at)));
    add(words::THEIR_CLOCK, theirs(&scene.open.clock, from, at));
    add(words::UTC, by(&TimeZone::UTC));
    add(words::ZONE, zone_found(scene, line));
    facts
}

/// As its vendor wrote it, character by character.
fn as_written(item: &Interaction) -> Option<String> {
    if item.source == Interaction::OURS {
        return None;
    }
    let Some(written) = &item.written else { return item.at.map(|_| words::NOT_KEPT_AS_WRITTEN.to_owned()) };
    Some(match (&written.text, &written.sent) {
        (Some(text), Some(sent)) if text != sent => words::delivered_and_sent(text, sent),
        (Some(text), _) => text.clone(),
        (None, _) => words::NOT_KEPT_AS_WRITTEN.to_owned(),
    })
}

/// By the customer's clock, and by what that is known; else that it is not known.
fn theirs(clock: &CustomerClock, from: Timestamp, at: Timestamp) -> String {
    match clock {
        CustomerClock::Known { zone, name, by } => {
            format!("{} · {}\n{name}, {}", moments(from, at, zone), offset(zone, at), found_by(by))
        }
        CustomerClock::Several(by) => words::several_clocks(&found_by(by)),
        CustomerClock::Disagree { country, dial_code } => words::clocks_disagree(country, dial_code),
        CustomerClock::Unknown => words::NO_CLOCK_KNOWN.to_owned(),
    }
}

fn found_by(fact: &home::Fact) -> String {
    match fact {
        home::Fact::Country(country) => words::by_country(country),
        home::Fact::DialCode(code) => words::by_dial_code(code),
    }
}

/// How the zone of a time is known.
fn zone_found(scene: Scene<'_>, line: &TimelineItem) -> String {
    let item = &line.item;
    if matches!(line.detail, Detail::Observed { .. }) {
        return words::SEEN_BY_OUR_CLOCK.to_owned();
    }
    if item.source == Interaction::OURS || item.kind == InteractionKind::Change {
        return words::OUR_CLOCK.to_owned();
    }
    let source = scene.source_title(&item.source);
    let assumed = item.zone_assumed.as_deref().map(words::assumed_zone);
    match (item.written.as_ref().map(|written| &written.zone), assumed) {
        (Some(ZoneFound::Inferred), Some(assumed)) => words::zone_inferred(&source, &assumed),
        (Some(ZoneFound::Usual), Some(assumed)) => words::zone_usual(&source, &assumed),
        (_, Some(assumed)) => words::zone_assumed(&source, &assumed),
        (Some(ZoneFound::Set { zone, .. }), None) => words::zone_set(&source, zone),
        (Some(_), None) => words::zone_stated(&source),
        (None, None) => words::ZONE_NOT_KEPT.to_owned(),
    }
}

/// Why the order among its neighbours is not sure; `None` where it is.
pub fn order(scene: Scene<'_>, at: usize) -> Option<String> {
    let items = &scene.timeline.items;
    let line = items.get(at)?;
    let newer = at.checked_sub(1).and_then(|at| items.get(at));
    let unsure = newer.is_some_and(|newer| newer.may_have_been_before(line))
        || items.get(at + 1).is_some_and(|older| line.may_have_been_before(older));
    if !unsure {
        return None;
    }
    let span = line.span().filter(|span| span.earliest < span.latest);
    Some(match span {
        Some(span) => {
            let day = |at: Timestamp| at.to_zoned(scene.state.zone.clone()).strftime("%-d %b, %H:%M").to_string();
            words::order_between(&day(span.earliest), &day(span.latest))
        }
        None => words::ORDER_OF_NEIGHBOURS.to_owned(),
    })
}

/// The zone its vendor wrote a time in, where that is set and another than the agent's: for the line itself.
pub fn other_zone(item: &Interaction, mine: &TimeZone) -> Option<String> {
    let at = item.at?;
    if let Some(offset) = &item.zone_assumed {
        return Some(words::assumed_zone(offset));
    }
    let ZoneFound::Set { offset, .. } = &item.written.as_ref()?.zone else { return None };
    (spelled(mine, at) != *offset).then(|| words::written_in(offset))
}

/// One moment, or from one to another, with the date at its end: "10:02:11 – 10:07:14 · Fri 20 Nov 2026".
fn moments(from: Timestamp, at: Timestamp, zone: &TimeZone) -> String {
    let (from, at) = (from.to_zoned(zone.clone()), at.to_zoned(zone.clone()));
    let day = |zoned: &jiff::Zoned| zoned.strftime("%a %-d %b %Y").to_string();
    let clock = |zoned: &jiff::Zoned| zoned.strftime("%H:%M:%S").to_string();
    if from == at {
        format!("{} · {}", clock(&at), day(&at))
    } else if from.date() == at.date() {
        format!("{} – {} · {}", clock(&from), clock(&at), day(&at))
    } else {
        format!("{} · {} – {} · {}", clock(&from), day(&from), clock(&at), day(&at))
    }
}

/// "SGT, UTC+08:00".
fn zone_name(zone: &TimeZone, at: Timestamp) -> String {
    let info = zone.to_offset_info(at);
    let name = info.abbreviation();
    match name {
        "UTC" => name.to_owned(),
        _ if name.starts_with(['+', '-']) => offset(zone, at),
        _ => format!("{name}, {}", offset(zone, at)),
    }
}

/// "UTC+08:00".
fn offset(zone: &TimeZone, at: Timestamp) -> String {
    format!("UTC{}", spelled(zone, at).replace('-', "−"))
}

/// `+08:00`.
fn spelled(zone: &TimeZone, at: Timestamp) -> String {
    let secs = zone.to_offset(at).seconds();
    let sign = if secs < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", secs.abs() / 3600, secs.abs() % 3600 / 60)
}
