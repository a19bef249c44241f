//! What is exactly back after a restart: the place, the look, the panes, the appearance.
//!
//! The engine keeps it in the encrypted database, because a search text is a customer's data. It is written when the
//! window has rested for a moment, and at the latest when it closes.

use serde::{Deserialize, Serialize};

use super::new_lead::Form;
use super::settings::{Appearance, PaneWidths, TextSize, ThemeChoice};
use super::state::{Screen, UiState};
use super::templates::{Draft, Shown};
use super::timeline::Filter;
use crate::bridge::{Command, Snapshot};
use crate::domain::LeadId;
use crate::domain::query::Query;
use crate::search::{Sort, View};
use crate::theme::Density;

/// How long nothing may have moved before it is written, in seconds.
const REST_SECS: f64 = 0.5;

const LOOK: &str = "look";
const PLACE: &str = "place";
const PANES: &str = "panes";
const APPEARANCE: &str = "appearance";
const TIMELINE: &str = "timeline";
const NEW_LEAD: &str = "new_lead";
const TEMPLATES: &str = "templates";
const RECOVERY: &str = "recovery_key";

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct LookMemory {
    view: String,
    sort: String,
    text: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct PlaceMemory {
    outbox: bool,
    accounts: bool,
    chosen: Option<LeadId>,
    /// Rows above the upper edge of the list.
    top: f64,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct PanesMemory {
    #[serde(flatten)]
    widths: PaneWidths,
    drawer: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct AppearanceMemory {
    theme: ThemeChoice,
    compact: bool,
    text_size: TextSize,
    keys_off: bool,
    reduced_motion: bool,
    plain: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct RecoveryMemory {
    /// The key of this very database stands on paper.
    written: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Memory {
    look: LookMemory,
    place: PlaceMemory,
    panes: PanesMemory,
    appearance: AppearanceMemory,
    timeline: Filter,
    new_lead: Form,
    /// Templates that are edited and not saved.
    templates: Vec<(Shown, Draft)>,
    recovery: RecoveryMemory,
}

/// What the engine knows of it.
#[derive(Clone, Debug, Default)]
pub struct Remembered {
    /// What was remembered from the last time has been taken over.
    restored: bool,
    kept: Memory,
    last: Memory,
    /// Input time of the last move.
    moved_at: f64,
}

impl Remembered {
    pub fn is_restored(&self) -> bool {
        self.restored
    }
}

fn memory_of(state: &UiState) -> Memory {
    Memory {
        look: LookMemory {
            view: state.look.view.as_str().to_owned(),
            sort: sort_word(state.look.sort).to_owned(),
            text: state.look.text.clone(),
        },
        place: PlaceMemory {
            outbox: state.screen == Screen::Outbox,
            accounts: state.screen == Screen::Accounts,
            chosen: state.chosen,
            top: state.list.place.top,
        },
        panes: PanesMemory { widths: state.widths, drawer: state.drawer },
        appearance: AppearanceMemory {
            theme: state.appearance.theme,
            compact: state.appearance.density == Density::Compact,
            text_size: state.appearance.text_size,
            keys_off: state.appearance.keys_off,
            reduced_motion: state.appearance.reduced_motion,
            plain: state.appearance.plain,
        },
        timeline: state.timeline.filter.clone(),
        new_lead: state.new_lead.form.clone(),
        templates: state.templates.drafts.iter().map(|(shown, draft)| (shown.clone(), draft.clone())).collect(),
        recovery: RecoveryMemory { written: state.recovery.written },
    }
}

/// Commands that keep what changed, once it has rested; `at_once` when the window closes.
pub fn remember(state: &mut UiState, at_once: bool) -> Vec<Command> {
    if !state.remembered.restored {
        return Vec::new();
    }
    let memory = memory_of(state);
    let (time, remembered) = (state.time, &mut state.remembered);
    if memory != remembered.last {
        remembered.last = memory.clone();
        remembered.moved_at = time;
    }
    if memory == remembered.kept || !(at_once || time - remembered.moved_at >= REST_SECS) {
        return Vec::new();
    }
    let kept = std::mem::replace(&mut remembered.kept, memory.clone());
    let parts = [
        (LOOK, kept.look != memory.look, serde_json::to_string(&memory.look)),
        (PLACE, kept.place != memory.place, serde_json::to_string(&memory.place)),
        (PANES, kept.panes != memory.panes, serde_json::to_string(&memory.panes)),
        (APPEARANCE, kept.appearance != memory.appearance, serde_json::to_string(&memory.appearance)),
        (TIMELINE, kept.timeline != memory.timeline, serde_json::to_string(&memory.timeline)),
        (TEMPLATES, kept.templates != memory.templates, serde_json::to_string(&memory.templates)),
        (RECOVERY, kept.recovery != memory.recovery, serde_json::to_string(&memory.recovery)),
        (NEW_LEAD, kept.new_lead != memory.new_lead, serde_json::to_string(&memory.new_lead)),
    ];
    let changed = parts.into_iter().filter(|(_, changed, _)| *changed);
    // Plain values always become JSON; a part that would not is simply not remembered.
    changed.filter_map(|(key, _, value)| Some(Command::Remember { key, value: value.ok()? })).collect()
}

/// Seconds until something has rested long enough to be kept.
pub fn next_due(state: &UiState) -> Option<f64> {
    let remembered = &state.remembered;
    (remembered.restored && remembered.last != remembered.kept)
        .then(|| (remembered.moved_at + REST_SECS - state.time).max(0.0))
}

/// Takes over what was remembered, when the first working snapshot is there. Gives the commands that make the engine
/// look at the same things.
pub fn restore(snapshot: &Snapshot, state: &mut UiState) -> Vec<Command> {
    state.remembered.restored = true;
    state.drafts.restore(snapshot);
    let look: LookMemory = read(snapshot, LOOK);
    let place: PlaceMemory = read(snapshot, PLACE);
    let panes: PanesMemory = read(snapshot, PANES);
    let appearance: AppearanceMemory = read(snapshot, APPEARANCE);

    state.appearance = Appearance {
        theme: appearance.theme,
        density: if appearance.compact { Density::Compact } else { Density::Comfortable },
        text_size: appearance.text_size.nearest(),
        keys_off: appearance.keys_off,
        reduced_motion: appearance.reduced_motion,
        plain: appearance.plain,
    };
    state.timeline.filter = read(snapshot, TIMELINE);
    state.new_lead.form = read(snapshot, NEW_LEAD);
    let templates: Vec<(Shown, Draft)> = read(snapshot, TEMPLATES);
    state.templates.drafts = templates.into_iter().collect();
    state.recovery.written = read::<RecoveryMemory>(snapshot, RECOVERY).written;
    state.widths = panes.widths;
    state.drawer = panes.drawer;
    state.screen = match (place.outbox, place.accounts) {
        (true, _) => Screen::Outbox,
        (_, true) => Screen::Accounts,
        _ => Screen::Inbox,
    };
    state.chosen = place.chosen.filter(|id| snapshot.rows.get(*id).is_some());
    state.list.place.top = if place.top.is_finite() { place.top.max(0.0) } else { 0.0 };
    state.look.view = View::from_name(&look.view).unwrap_or_default();
    state.look.sort = sort_from_word(&look.sort);
    match Query::parse(&look.text) {
        Ok(query) => state.look.query = query,
        Err(error) => state.look.fault = Some(error.message),
    }
    state.look.text = look.text;

    let mut commands = Vec::new();
    let listing = &snapshot.listing;
    if (listing.view, &listing.query, listing.sort) != (state.look.view, &state.look.query, state.look.sort) {
        commands.push(Command::Look { view: state.look.view, query: state.look.query.clone(), sort: state.look.sort });
        // The list that comes must not throw the place away.
        state.list.hold_place = true;
    }
    if state.chosen.is_some() {
        commands.push(Command::Open(state.chosen));
    }
    let memory = memory_of(state);
    state.remembered.kept = memory.clone();
    state.remembered.last = memory;
    commands
}

fn read<T: Default + for<'de> Deserialize<'de>>(snapshot: &Snapshot, key: &str) -> T {
    // What an older or newer version wrote and this one cannot read is a default, not a failure.
    snapshot.memory.get(key).and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

fn sort_word(sort: Sort) -> &'static str {
    match sort {
        Sort::NewestChange => "newest_change",
        Sort::Name => "name",
    }
}

fn sort_from_word(word: &str) -> Sort {
    [Sort::NewestChange, Sort::Name].into_iter().find(|sort| sort_word(*sort) == word).unwrap_or_default()
}
