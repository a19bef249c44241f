//! One row of the outbox: state, what and for whom, where it goes, tries, what comes next, when it was made.

use egui::{Align, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use jiff::Timestamp;

use super::table::GROUP_HEAD;
use crate::bridge::OutboxView;
use crate::domain::OutboxState;
use crate::theme::{self, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::outgoing_words;
use crate::ui::state::{Pane, UiState};
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, RowLook};

/// Columns from the right edge: made, next, tries, goes to; state from the left.
const STATE: f32 = 142.0;
const MADE: f32 = 42.0;
const NEXT: f32 = 76.0;
const TRIES: f32 = 34.0;
const GOES_TO: f32 = 58.0;
/// Where the columns of one row stand.
pub(super) struct Columns {
    pub(super) state: Rect,
    pub(super) what: Rect,
    pub(super) goes_to: Rect,
    pub(super) tries: Rect,
    pub(super) next: Rect,
    pub(super) made: Rect,
}

impl Columns {
    pub(super) fn of(row: Rect) -> Self {
        let narrow = row.width() < 560.0;
        let mut right = row.right() - space::L;
        let mut take = |width: f32| {
            let rect = Rect::from_min_max(pos2(right - width, row.top()), pos2(right, row.bottom()));
            right -= if width > 0.0 { width + space::M } else { 0.0 };
            rect
        };
        let made = take(MADE);
        let next = take(NEXT);
        let tries = take(if narrow { 0.0 } else { TRIES });
        let goes_to = take(if narrow { 0.0 } else { GOES_TO });
        let left = row.left() + space::L;
        let state = Rect::from_min_max(pos2(left, row.top()), pos2(left + STATE, row.bottom()));
        let what = Rect::from_min_max(pos2(state.right(), row.top()), pos2(right, row.bottom()));
        Self { state, what, goes_to, tries, next, made }
    }
}

/// Draws one row; `follow`: the chosen one shall come into sight.
pub(super) fn row_ui(ui: &mut Ui, row: &OutboxView, follow: bool, state: &mut UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    let item = &row.item;
    let height = state.appearance.density.heights().outbox_row;
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), height));
    let chosen = state.outbox.chosen == Some(item.id);
    let comes_into_sight = chosen && follow;
    if !(ui.is_rect_visible(rect) || comes_into_sight) {
        return;
    }
    let response = ui.interact(rect, egui::Id::unique(("outbox row", item.id.0)), Sense::click());
    if comes_into_sight {
        ui.scroll_to_rect(rect.expand2(vec2(0.0, GROUP_HEAD)), None);
        response.request_focus();
    }
    if response.has_focus() {
        state.row_focus = Some(response.id);
    }
    let look = RowLook::of(chosen, state.pane == Pane::List || state.pane == Pane::Lead, response.hovered());
    widgets::row_ground(ui.painter(), p, rect, look);
    let columns = Columns::of(rect);
    let done = item.state.is_done();
    widgets::state_at(ui, columns.state, p.outbox(item.state), item.state.word());

    let (ink, more) = if done { (p.ink2, p.ink3) } else { (p.ink, p.ink2) };
    let lines = (height > 40.0).then_some(20.0);
    let why = outgoing_words::why(row, state).map(|why| format!(" · {why}")).unwrap_or_default();
    let second = format!("{}{why}", row.lead_name);
    let title_look = if done { TextLook::body(ink) } else { TextLook::body(ink).medium() };
    match lines {
        Some(line_height) => {
            let top = rect.center().y - line_height + 2.0;
            let first = Rect::from_min_size(pos2(columns.what.left(), top), vec2(columns.what.width(), line_height));
            let below = Rect::from_min_size(first.left_bottom() - vec2(0.0, 1.0), vec2(first.width(), 16.0));
            text::paint(ui.painter(), first, Align::Min, &text::line(ui, &row.summary, first.width(), title_look));
            let line = text::line(ui, &second, below.width(), TextLook::small(more));
            text::paint(ui.painter(), below, Align::Min, &line);
        }
        None => {
            let gap = TextLook::small(more);
            let spans = [(row.summary.as_str(), title_look), ("  ", gap), (second.as_str(), gap)];
            let line = text::spans(ui, &spans, columns.what.width());
            text::paint(ui.painter(), columns.what, Align::Min, &line);
        }
    }
    let cells = [
        (columns.goes_to, row.vendor_title.to_owned(), Align::Min),
        (columns.tries, item.attempts.to_string(), Align::Max),
        (columns.next, next_words(row, state.now), Align::Max),
        (columns.made, state.clock(item.created_at), Align::Max),
    ];
    for (rect, words, align) in cells {
        if rect.width() > 8.0 {
            let line = text::line(ui, &words, rect.width(), TextLook::small(p.ink2));
            text::paint(ui.painter(), rect, align, &line);
        }
    }
    widgets::hairline(ui.painter(), rect.x_range(), rect.bottom() - 1.0, p.line);
    if widgets::has_visible_focus(ui, &response) {
        widgets::inner_focus_ring(ui.painter(), rect, 0, p.accent);
    }
    response.widget_info(|| {
        let said = format!("{}: {}, {second}, to {}", item.state.word(), row.summary, row.vendor_title);
        WidgetInfo::selected(Role::Row, true, chosen, said)
    });
    if response.clicked() && !ui.input(|input| input.key_pressed(egui::Key::Enter)) {
        actions.push(Action::ChooseChange(item.id));
    }
}

/// What comes next, in the fewest words.
pub fn next_words(row: &OutboxView, now: Timestamp) -> String {
    let item = &row.item;
    match item.state {
        OutboxState::Queued if item.why.is_empty() => "next".to_owned(),
        OutboxState::Queued => item.next_try_at.map_or_else(|| "waits".to_owned(), |at| in_words(at, now)),
        OutboxState::Sending => "now".to_owned(),
        OutboxState::Waiting if item.why.starts_with("credential") => "after key".to_owned(),
        OutboxState::Waiting => item.next_try_at.map_or_else(|| "by itself".to_owned(), |at| in_words(at, now)),
        OutboxState::Held => "held".to_owned(),
        OutboxState::Unknown | OutboxState::NeedsAgent => "your choice".to_owned(),
        OutboxState::Confirmed | OutboxState::Accepted | OutboxState::Cancelled => "–".to_owned(),
    }
}

/// "in 40 s", "in 3 min", "now".
pub fn in_words(at: Timestamp, now: Timestamp) -> String {
    match at.as_second() - now.as_second() {
        ..=0 => "now".to_owned(),
        secs @ 1..100 => format!("in {secs} s"),
        secs @ 100..7_200 => format!("in {} min", (secs + 59) / 60),
        secs => format!("in {} h", (secs + 3_599) / 3_600),
    }
}
