//! The chips over the strip: channels and kinds with their counts, what found no room and the sources in a menu, and
//! what failed at the right end.

use egui::{Rect, Ui, pos2, vec2};

use super::filter::{Counts, Filter};
use super::kind::Kind;
use crate::bridge::Snapshot;
use crate::domain::Interaction;
use crate::theme::{self, DeliveryShape, Icon, height, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::list::band::at;
use crate::ui::popup;
use crate::ui::state::{Popup, UiState};
use crate::ui::text as words;
use crate::ui::widgets::text::TextLook;
use crate::ui::widgets::{self, Chip};

/// From the pane's edges to the first and the last chip.
const EDGE: f32 = 10.0;
/// A vendor's word on a chip is never longer.
const WORD_CHARS_MOST: usize = 20;
const MENU_WIDTH: f32 = 224.0;

/// Draws the chips into a band.
pub fn chips_ui(ui: &mut Ui, band: Rect, snapshot: &Snapshot, state: &UiState, actions: &mut Actions) {
    let Some(counts) = state.timeline.counts().filter(|counts| counts.all > 0) else { return };
    let filter = &state.timeline.filter;
    let mut room = band.shrink2(vec2(EDGE, 0.0));
    if counts.failed > 0 || filter.failed {
        let count = words::number(counts.failed);
        let sign = theme::palette(ui).delivery(DeliveryShape::HardFailure);
        let chip = Chip::new(words::FAILED).count(count.as_str()).sign(sign).chosen(filter.failed);
        let place = room.with_min_x(room.right() - chip.natural_width(ui));
        if chip_at(ui, place, chip) {
            actions.push(Action::Narrow(Filter { failed: !filter.failed, ..filter.clone() }));
        }
        room.max.x = place.left() - space::S;
    }
    let all = words::number(counts.all);
    let chip = Chip::new(words::ALL).count(all.as_str()).chosen(filter.kind.is_none());
    let place = room.with_max_x(room.left() + chip.natural_width(ui));
    if chip_at(ui, place, chip) {
        actions.push(Action::Narrow(filter.with_kind(None)));
    }
    room.min.x = place.right();

    let kinds = kinds(counts, filter);
    let several = counts.sources.len() > 1 || filter.source.is_some();
    let shown = fitting(ui, &kinds, room.width(), several);
    for (kind, count) in kinds.iter().take(shown) {
        let (word, count) = (chip_word(kind.word()), words::number(*count));
        let chosen = filter.kind.as_ref() == Some(kind);
        let chip = Chip::new(&word).count(count.as_str()).chosen(chosen);
        let place = room.with_max_x(room.left() + chip.natural_width(ui));
        if chip_at(ui, place, chip) {
            actions.push(Action::Narrow(filter.with_kind(if chosen { None } else { Some(kind.clone()) })));
        }
        room.min.x = place.right();
    }
    if shown < kinds.len() || several {
        more_ui(ui, room, &kinds[shown..], counts, snapshot, state, actions);
    }
}

/// The kinds there are, and the chosen one even where it holds nothing.
fn kinds(counts: &Counts, filter: &Filter) -> Vec<(Kind, usize)> {
    let mut kinds = counts.kinds.clone();
    if let Some(kind) = filter.kind.as_ref().filter(|kind| counts.of_kind(kind) == 0) {
        kinds.push((kind.clone(), 0));
        kinds.sort_by(|(a, _), (b, _)| a.rank().cmp(&b.rank()));
    }
    kinds
}

/// How many chips fit, leaving room for the one that opens the rest.
fn fitting(ui: &Ui, kinds: &[(Kind, usize)], room: f32, menu_anyway: bool) -> usize {
    let width = |kind: &Kind, count: usize| {
        Chip::new(&chip_word(kind.word())).count(words::number(count).as_str()).natural_width(ui)
    };
    let widths: Vec<f32> = kinds.iter().map(|(kind, count)| width(kind, *count)).collect();
    if !menu_anyway && widths.iter().sum::<f32>() <= room {
        return kinds.len();
    }
    let mut left = room - Chip::new(words::MORE).opens().natural_width(ui);
    widths
        .iter()
        .take_while(|width| {
            left -= **width;
            left >= 0.0
        })
        .count()
}

/// A word short enough for a chip.
fn chip_word(word: &str) -> String {
    if word.chars().count() <= WORD_CHARS_MOST {
        return word.to_owned();
    }
    word.chars().take(WORD_CHARS_MOST - 1).chain(['…']).collect()
}

/// The menu of what found no room, and of the sources. It wears the word of what is chosen in it.
fn more_ui(
    ui: &mut Ui,
    room: Rect,
    rest: &[(Kind, usize)],
    counts: &Counts,
    snapshot: &Snapshot,
    state: &UiState,
    actions: &mut Actions,
) {
    let filter = &state.timeline.filter;
    let hidden = filter.kind.as_ref().filter(|kind| rest.iter().any(|(other, _)| other == *kind));
    let source = filter.source.as_ref().map(|source| source_word(source, snapshot));
    let word = match (hidden, &source) {
        (Some(kind), Some(source)) => format!("{}, {}", chip_word(kind.word()), chip_word(source)),
        (Some(kind), None) => chip_word(kind.word()),
        (None, Some(source)) => chip_word(source),
        (None, None) => words::MORE.to_owned(),
    };
    let chip = Chip::new(&word).chosen(hidden.is_some() || source.is_some()).opens();
    let place = room.with_max_x((room.left() + chip.natural_width(ui)).min(room.right()));
    let opener = at(ui, centred(place), |ui| chip.show(ui));
    if opener.clicked() {
        actions.push(Action::Popup(Popup::Kinds));
    }
    popup::menu_ui(&opener, Popup::Kinds, MENU_WIDTH, state, actions, |ui, actions| {
        for (kind, count) in rest {
            let chosen = filter.kind.as_ref() == Some(kind);
            let words = format!("{}  {}", kind.word(), words::number(*count));
            let sign = if chosen { Icon::Check } else { kind.icon() };
            if widgets::menu_item(ui, Some(sign), &words, None).clicked() {
                actions.push(Action::Narrow(filter.with_kind(if chosen { None } else { Some(kind.clone()) })));
            }
        }
        if counts.sources.len() > 1 || filter.source.is_some() {
            ui.add_space(space::S);
            widgets::label(ui, words::SOURCE, TextLook::caption(theme::palette(ui).ink3));
            ui.add_space(space::XXS);
            let every = std::iter::once(None).chain(counts.sources.iter().map(Some));
            for source in every {
                let word =
                    source.map_or_else(|| words::EVERY_SOURCE.to_owned(), |source| source_word(source, snapshot));
                let sign = if filter.source.as_ref() == source { Icon::Check } else { Icon::FunnelSimple };
                if widgets::menu_item(ui, Some(sign), &word, None).clicked() {
                    actions.push(Action::Narrow(filter.with_source(source.cloned())));
                }
            }
        }
    });
}

/// A source as people write it.
fn source_word(source: &str, snapshot: &Snapshot) -> String {
    if source == Interaction::OURS {
        return words::OUR_SOURCE.to_owned();
    }
    let sources = snapshot.open.iter().flat_map(|open| &open.timeline.sources);
    let asked = sources.filter(|known| known.vendor == source).map(|known| known.title).next();
    let account = || snapshot.accounts.iter().find(|known| known.vendor == source).map(|known| known.title);
    asked.or_else(account).unwrap_or(source).to_owned()
}

fn chip_at(ui: &mut Ui, place: Rect, chip: Chip<'_>) -> bool {
    at(ui, centred(place), |ui| chip.show(ui)).clicked()
}

fn centred(place: Rect) -> Rect {
    Rect::from_min_size(
        pos2(place.left(), (place.center().y - height::CHIP / 2.0).round()),
        vec2(place.width(), height::CHIP),
    )
}
