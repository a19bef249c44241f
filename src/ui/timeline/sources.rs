//! How far the systems that keep histories were asked: the foot of the pane, its strips, and what stands where nothing is.

use egui::{Align, Layout, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use super::row::text_right;
use crate::bridge::{HistorySource, HistoryState, Timeline};
use crate::theme::{self, Gravity, Icon, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::state::UiState;
use crate::ui::text as words;
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, Button};

/// Height of the foot.
pub const FOOT: f32 = 36.0;

/// What a source says about itself, in a few words.
pub fn sentence(source: &HistorySource, state: &UiState) -> String {
    let title = source.title;
    let at = source.asked_at.map(|at| state.moment(at));
    let when = at.as_deref().unwrap_or("before");
    match &source.state {
        HistoryState::NeverAsked => words::never_asked(title),
        HistoryState::Asking => words::asking(title),
        HistoryState::Known => words::asked(title, when),
        HistoryState::NobodyFound => words::nobody_found(title, when),
        HistoryState::NothingToAskBy => words::nothing_to_ask_by(title),
        HistoryState::Unlinked => words::unlinked(title),
        HistoryState::Failed(_) => words::asking_failed(title, at.as_deref()),
    }
}

/// The words of the button that asks; `None` where asking would change nothing.
fn ask_words(timeline: &Timeline) -> Option<&'static str> {
    let can = |source: &&HistorySource| !matches!(source.state, HistoryState::Asking | HistoryState::NothingToAskBy);
    let mut sources = timeline.sources.iter().filter(can).peekable();
    sources.peek()?;
    let never = sources.all(|source| source.state == HistoryState::NeverAsked);
    Some(if never { words::ASK_NOW } else { words::ASK_AGAIN })
}

/// The foot: every source in one line, and one button that asks them all.
pub fn foot_ui(ui: &mut Ui, foot: Rect, timeline: &Timeline, state: &UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    widgets::hairline(ui.painter(), foot.x_range(), foot.top(), p.line);
    let mut room = foot.with_max_x(text_right(foot)).with_min_x(foot.left() + space::L);
    if let Some(ask) = ask_words(timeline) {
        let button = Button::quiet(ask);
        let width = button.natural_width(ui).min(room.width() / 2.0);
        let place = room.with_min_x(room.right() - width).translate(vec2(space::S, 0.0));
        let builder = UiBuilder::new().max_rect(place).layout(Layout::left_to_right(Align::Center));
        if ui.scope_builder(builder, |ui| button.width(width).show(ui)).inner.clicked() {
            actions.push(Action::AskHistory);
        }
        room.max.x = place.left() - space::S;
    }
    let said: Vec<String> = timeline.sources.iter().map(|source| sentence(source, state)).collect();
    let said = said.join(" · ");
    let line = text::line(ui, &said, room.width(), TextLook::small(p.ink3));
    let shown = text::paint(ui.painter(), room, Align::Min, &line);
    let response = ui.interact(shown, ui.scope_id().with("sources"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, said.clone()));
    let more: Vec<&str> = timeline.sources.iter().flat_map(|source| &source.warnings).map(String::as_str).collect();
    if line.cut || !more.is_empty() {
        let whole = std::iter::once(said.as_str()).chain(more).collect::<Vec<_>>().join("\n");
        widgets::tip(response, &whole, None);
    }
}

/// What must be known before reading on, the worst first: what failed, then what a vendor warned about. The button
/// that asks again stands in the foot.
pub fn strips(timeline: &Timeline) -> Vec<(Gravity, &str)> {
    let failed = timeline.sources.iter().filter_map(|source| match &source.state {
        HistoryState::Failed(sentence) => Some((Gravity::Warn, sentence.as_str())),
        _ => None,
    });
    let warnings = timeline.sources.iter().flat_map(|source| &source.warnings);
    failed.chain(warnings.map(|warning| (Gravity::Info, warning.as_str()))).collect()
}

/// What stands where no line is.
pub fn nothing_ui(ui: &mut Ui, timeline: &Timeline, state: &UiState, actions: &mut Actions) {
    if !timeline.items.is_empty() {
        let show = Some(words::SHOW_EVERYTHING);
        let button = widgets::empty_state(
            ui,
            Icon::FunnelSimple,
            words::NOTHING_OF_THIS_KIND,
            words::NOTHING_OF_THIS_KIND_MEANS,
            show,
        );
        if button.is_some_and(|button| button.clicked()) {
            actions.push(Action::Narrow(super::Filter::default()));
        }
        return;
    }
    let (sign, said, hint) = match timeline.sources.as_slice() {
        [] => (Icon::Info, words::NOTHING_YET.to_owned(), String::new()),
        [first, rest @ ..] => {
            let said = match (&first.state, first.asked_at) {
                (HistoryState::Known, Some(at)) => words::sent_nothing(first.title, &state.moment(at)),
                _ => sentence(first, state),
            };
            let rest: Vec<String> = rest.iter().map(|source| sentence(source, state)).collect();
            (Icon::ClockCounterClockwise, said, rest.join(" "))
        }
    };
    let ask = ask_words(timeline);
    if widgets::empty_state(ui, sign, &said, &hint, ask).is_some_and(|button| button.clicked()) {
        actions.push(Action::AskHistory);
    }
}
