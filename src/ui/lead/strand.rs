//! The strand: items in time, painted beside a hairline, with a line for every day.

use egui::{Align, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use jiff::civil::Date;

use super::items::{Item, Sign};
use crate::domain::when;
use crate::theme::{self, IconFill, icon, space};
use crate::ui::state::UiState;
use crate::ui::widgets;
use crate::ui::widgets::text::{self, TextLook};

/// The time column ends here, the spine's middle and the text begin there; all from the pane's left edge.
const TIME_RIGHT: f32 = 52.0;
const SPINE: f32 = 70.0;
const TEXT: f32 = 88.0;

/// Draws the items, newest first, with day lines between them.
pub fn strand_ui(ui: &mut Ui, items: &[Item], state: &UiState) {
    let mut day: Option<Option<Date>> = None;
    for (n, item) in items.iter().enumerate() {
        let this = item.at.map(|at| at.to_zoned(state.zone.clone()).date());
        let opens_day = day != Some(this);
        if opens_day {
            day_line_ui(ui, this, state);
            day = Some(this);
        }
        let next = items.get(n + 1).map(|next| next.at.map(|at| at.to_zoned(state.zone.clone()).date()));
        item_ui(ui, n, item, !opens_day, next == Some(this), state);
    }
}

/// "Today, Fri 20 Nov" and a hairline to the right edge.
fn day_line_ui(ui: &mut Ui, day: Option<Date>, state: &UiState) {
    let p = theme::palette(ui);
    let words = match day {
        None => "Time not known".to_owned(),
        Some(day) => {
            let today = state.now.to_zoned(state.zone.clone()).date();
            let name = if day.year() == today.year() { "%a %-d %b" } else { "%a %-d %b %Y" };
            let name = day.strftime(name).to_string();
            if day == today {
                format!("Today, {name}")
            } else if today.yesterday().is_ok_and(|yesterday| day == yesterday) {
                format!("Yesterday, {name}")
            } else {
                name
            }
        }
    };
    let height = state.appearance.density.heights().day_line;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height + 4.0), Sense::hover());
    let room = rect.shrink2(vec2(space::L, 0.0)).translate(vec2(0.0, 2.0));
    let line = text::line(ui, &words, room.width(), TextLook::small(p.ink2).medium());
    let shown = text::paint(ui.painter(), room, Align::Min, &line);
    let from = shown.right() + space::M;
    widgets::hairline(ui.painter(), from..=room.right(), room.center().y, p.line);
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, words.clone()));
}

fn item_ui(ui: &mut Ui, n: usize, item: &Item, spine_above: bool, spine_below: bool, state: &UiState) {
    let p = theme::palette(ui);
    let height = state.appearance.density.heights().timeline_item;
    let width = ui.available_width().min(theme::measures::TIMELINE_TEXT_MOST + TEXT);
    let title_look = if item.strong { TextLook::body(p.ink).medium() } else { TextLook::body(p.ink) };
    let state_width =
        item.state.map_or(0.0, |state| widgets::lamp_width(ui, p.outbox(state), "", state.word()) + space::M);
    let title_room = width - TEXT - space::L - state_width;
    let rows = if item.strong { 3 } else { 1 };
    let title = text::block(ui, &item.title, title_room, rows, title_look);
    let more = (title.height() - 20.0).max(0.0);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height + more), Sense::hover());
    let top = rect.top() + if height < 48.0 { 0.0 } else { 4.0 };
    let first = Rect::from_min_max(pos2(rect.left() + TEXT, top), pos2(rect.left() + width - space::L, top + 20.0));

    spine(ui, rect, first.center().y, spine_above, spine_below);
    let square = Rect::from_center_size(pos2(rect.left() + SPINE, first.center().y), vec2(16.0, 16.0));
    match &item.sign {
        Sign::Icon(sign) => widgets::icon(ui.painter(), square, *sign, IconFill::Regular, icon::BODY, p.ink2),
        Sign::Status(status) => {
            let glyph = square.shrink(1.0);
            widgets::status_glyph(ui.painter(), glyph, status, p.lead_status(status));
        }
    }
    times(ui, rect, first, item, state);

    if let Some(outbox) = item.state {
        let place = first.with_min_x(first.right() - state_width + space::M);
        widgets::state_at(ui, place, p.outbox(outbox), outbox.word());
    }
    ui.painter().galley(pos2(first.left(), first.top()).round(), title.galley, p.ink);
    let second = Rect::from_min_max(
        pos2(first.left(), first.bottom() + more),
        pos2(first.right(), first.bottom() + more + 16.0),
    );
    let line = text::line(ui, &item.second, second.width(), TextLook::small(p.ink3));
    text::paint(ui.painter(), second, Align::Min, &line);

    let spoken = || {
        let state_word = item.state.map(|state| format!(", {}", state.word())).unwrap_or_default();
        let age = item.at.map(|at| format!(", {}", when::age_spoken(at, state.now))).unwrap_or_default();
        format!("{}{state_word}, {}{age}", item.title, item.second)
    };
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, spoken()));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_position_in_set(n + 1));
    if title.cut {
        widgets::tip(response, &item.title, None);
    }
}

/// The hairline, broken by the item's sign.
fn spine(ui: &Ui, rect: Rect, middle: f32, above: bool, below: bool) {
    const BREAK: f32 = 12.0;
    let p = theme::palette(ui);
    let x = rect.left() + SPINE;
    if above && middle - BREAK > rect.top() {
        widgets::upright_hairline(ui.painter(), x, rect.top()..=middle - BREAK, p.line);
    }
    if below {
        widgets::upright_hairline(ui.painter(), x, middle + BREAK..=rect.bottom(), p.line);
    }
}

/// Exact time and age, right-aligned in the time column.
fn times(ui: &Ui, rect: Rect, first: Rect, item: &Item, state: &UiState) {
    let Some(at) = item.at else { return };
    let p = theme::palette(ui);
    let column =
        Rect::from_min_max(pos2(rect.left() + 4.0, first.top()), pos2(rect.left() + TIME_RIGHT, first.bottom()));
    let exact = text::line(ui, &state.clock(at), column.width(), TextLook::small(p.ink2));
    text::paint(ui.painter(), column, Align::Max, &exact);
    let below = Rect::from_min_size(pos2(column.left(), column.bottom()), vec2(column.width(), 16.0));
    let age = text::line(ui, &state.age(at), below.width(), TextLook::caption(p.ink3));
    text::paint(ui.painter(), below, Align::Max, &age);
}
