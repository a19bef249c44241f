//! One line of the strip, painted: time, sign, title with what became of it, and where it came from.

use egui::{Align, Rect, Response, Sense, Ui, WidgetInfo, pos2, vec2};
use egui::{Id, Role};

use super::words::{Said, Sign};
use crate::theme::measures::TIMELINE_TEXT_MOST;
use crate::theme::{self, Icon, IconFill, Palette, icon, radius, space};
use crate::ui::state::UiState;
use crate::ui::text as words;
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, RowLook};

/// The time column ends here, the spine's middle and the text begin there; all from the pane's left edge.
const TIME_RIGHT: f32 = 52.0;
const SPINE: f32 = 70.0;
const TEXT: f32 = 88.0;
/// Title and second line.
const FIRST: f32 = 20.0;
const SECOND: f32 = 16.0;
/// The hairline stops so far from the middle of a sign.
const BREAK: f32 = 10.0;
/// Side of what shows a code.
const EYE: f32 = 22.0;
/// Lines of a text that is shown whole.
const WHOLE_LINES: u16 = 12;

/// How a line stands.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    pub chosen: bool,
    pub pane_has_keys: bool,
    pub hovered: bool,
    pub ring: bool,
    /// Its whole text is shown.
    pub opened: bool,
    /// Seconds its code is still shown.
    pub revealed: Option<f64>,
    /// A run: whether it is unfolded.
    pub unfolded: Option<bool>,
    /// Nobody can say whether it or a neighbour was first.
    pub unsure: bool,
}

/// Where things of a line stand that have more to tell under the pointer.
#[derive(Clone, Copy, Debug)]
pub struct Painted {
    times: Option<Rect>,
    state: Option<Rect>,
    /// The first line of the title.
    title: Rect,
    title_cut: bool,
    /// Where its details stand when it is opened.
    below: Rect,
}

/// The right edge of text in a pane.
pub fn text_right(pane: Rect) -> f32 {
    pane.left() + pane.width().min(TIMELINE_TEXT_MOST) - space::L
}

/// How much room text has in a pane so wide.
pub fn text_room(pane_width: f32) -> f32 {
    pane_width.min(TIMELINE_TEXT_MOST) - TEXT - space::L
}

/// How wide what became of it is; at most half of the line.
fn state_width(ui: &Ui, said: &Said, p: &Palette, line: f32) -> f32 {
    said.became
        .as_ref()
        .map_or(0.0, |became| widgets::lamp_width(ui, became.look(p), "", became.word()).ceil().min(line / 2.0))
}

/// How much room the title has in a line.
fn title_room(ui: &Ui, said: &Said, look: &Look, p: &Palette, line: f32) -> f32 {
    let mut room = line;
    let state = state_width(ui, said, p, line);
    if state > 0.0 {
        room -= state + space::M;
    }
    if said.code.is_some() {
        room -= EYE + 32.0;
    }
    if look.unfolded.is_some() {
        room -= icon::CAPTION + space::XS;
    }
    if has_caret(said) {
        room -= icon::SMALL + space::S;
    }
    room.max(0.0)
}

/// What two readings found differs has more to tell than its line, and no state where the line ends.
fn has_caret(said: &Said) -> bool {
    said.since.is_some() && said.became.is_none()
}

fn title_look(said: &Said, p: &Palette) -> TextLook {
    if said.strong { TextLook::body(p.ink).medium() } else { TextLook::body(p.ink) }
}

/// How much higher a line gets when its whole text is shown.
pub fn more(ui: &Ui, said: &Said, pane_width: f32) -> f32 {
    let p = theme::palette(ui);
    let room = title_room(ui, said, &Look::default(), p, text_room(pane_width));
    let block = text::block(ui, &said.title_text(), room, WHOLE_LINES, title_look(said, p));
    (block.height() - FIRST).max(0.0)
}

/// Paints a line.
pub fn paint(ui: &Ui, rect: Rect, said: &Said, look: &Look, base_height: f32, state: &UiState) -> Painted {
    let p = theme::palette(ui);
    let painter = ui.painter();
    widgets::row_ground(painter, p, rect, RowLook::of(look.chosen, look.pane_has_keys, look.hovered));
    let top = rect.top() + ((base_height - FIRST - SECOND) / 2.0).max(0.0);
    let first = Rect::from_min_max(pos2(rect.left() + TEXT, top), pos2(text_right(rect), top + FIRST));
    let times = times(ui, rect, first, said, look, state);
    let mut painted = Painted { times, state: None, title: first, title_cut: false, below: first };
    spine(ui, rect, first.center().y, &said.sign, p);

    let state_width = state_width(ui, said, p, first.width());
    if let Some(became) = &said.became {
        let place = first.with_min_x(first.right() - state_width);
        painted.state = Some(widgets::state_at(ui, place, became.look(p), became.word()));
    }
    if has_caret(said) {
        let square = first.with_min_x(first.right() - icon::SMALL);
        let caret = if look.opened { Icon::CaretDown } else { Icon::CaretRight };
        widgets::icon(painter, square, caret, IconFill::Regular, icon::SMALL, p.ink3);
    }
    let room = title_room(ui, said, look, p, first.width());
    let title_look = title_look(said, p);
    let mut more = 0.0;
    painted.title = if look.opened {
        let block = text::block(ui, &said.title_text(), room, WHOLE_LINES, title_look);
        more = (block.height() - FIRST).max(0.0);
        painter.galley(text::snapped_to(painter, first.min), block.galley.clone(), p.ink);
        first.with_max_x(first.left() + block.width())
    } else {
        let pieces: Vec<(&str, TextLook)> = said
            .title
            .iter()
            .map(|(piece, matters)| (piece.as_str(), if *matters { title_look.medium() } else { title_look }))
            .collect();
        let mut line = text::spans(ui, &pieces, room);
        painted.title_cut = line.cut;
        if line.cut && look.revealed.is_some() {
            // What was asked for must be in sight.
            line = text::line(ui, &said.from_code(), room, title_look);
        }
        text::paint(painter, first, Align::Min, &line)
    };
    let title = painted.title;
    if let Some(unfolded) = look.unfolded {
        let square = widgets::square_at_left(first.with_min_x(title.right() + space::XS), icon::CAPTION);
        let caret = if unfolded { Icon::CaretDown } else { Icon::CaretRight };
        widgets::icon(painter, square, caret, IconFill::Regular, icon::CAPTION, p.ink2);
    }
    if let Some(left) = look.revealed {
        drain(ui, first, title.right(), left, p);
    }

    let second = Rect::from_min_size(pos2(first.left(), first.bottom() + more), vec2(first.width(), SECOND));
    let look_second = TextLook::small(p.ink3);
    let line = match &said.receiver {
        Some(receiver) => text::spans(
            ui,
            &[(&said.second, look_second), (" · ", look_second), (receiver, look_second)],
            second.width(),
        ),
        None => text::line(ui, &said.second, second.width(), look_second),
    };
    text::paint(painter, second, Align::Min, &line);
    let bottom = super::lamps::paint(
        ui,
        Rect::from_min_max(second.left_bottom(), pos2(second.right(), rect.bottom())),
        &said.lamps,
    );
    painted.below = Rect::from_min_max(pos2(second.left(), bottom), pos2(second.right(), rect.bottom()));
    if look.ring {
        widgets::inner_focus_ring(painter, rect, 0, p.accent);
    }
    painted
}

/// The hairline beside the lines, broken by the sign.
fn spine(ui: &Ui, rect: Rect, middle: f32, sign: &Sign, p: &Palette) {
    let x = rect.left() + SPINE;
    for (from, to) in [(rect.top(), middle - BREAK), (middle + BREAK, rect.bottom())] {
        if to > from {
            widgets::upright_hairline(ui.painter(), x, from..=to, p.line);
        }
    }
    let square = Rect::from_center_size(pos2(x, middle), vec2(icon::BODY, icon::BODY));
    match sign {
        Sign::Icon(sign) => widgets::icon(ui.painter(), square, *sign, IconFill::Regular, icon::BODY, p.ink2),
        Sign::Status(status) => {
            widgets::status_glyph(ui.painter(), square.shrink(1.0), status, p.lead_status(status));
        }
    }
}

/// Exact time and age (or since when), right-aligned in the time column.
fn times(ui: &Ui, rect: Rect, first: Rect, said: &Said, look: &Look, state: &UiState) -> Option<Rect> {
    let at = said.at?;
    let p = theme::palette(ui);
    let column = Rect::from_min_max(pos2(rect.left(), first.top()), pos2(rect.left() + TIME_RIGHT, first.bottom()));
    let below = Rect::from_min_size(column.left_bottom(), vec2(column.width(), SECOND));
    let (exact, under) = match said.since.filter(|since| same_day(*since, at, state)) {
        Some(since) => (state.clock(since), format!("–{}", state.clock(at))),
        None => (state.clock(at), state.age(at)),
    };
    let exact = text::line(ui, &exact, column.width(), TextLook::small(p.ink2));
    text::paint(ui.painter(), column, Align::Max, &exact);
    let under = text::line(ui, &under, below.width(), TextLook::caption(p.ink3));
    let under = text::paint(ui.painter(), below, Align::Max, &under);
    if look.unsure {
        // Up or down: both may be right.
        let square = Rect::from_min_size(
            pos2(under.left() - icon::CAPTION - 1.0, below.center().y - icon::CAPTION / 2.0).round(),
            vec2(icon::CAPTION, icon::CAPTION),
        );
        widgets::icon(ui.painter(), square, Icon::CaretUpDown, IconFill::Regular, icon::CAPTION, p.ink2);
    }
    Some(column.union(below))
}

fn same_day(a: jiff::Timestamp, b: jiff::Timestamp, state: &UiState) -> bool {
    let date = |at: jiff::Timestamp| at.to_zoned(state.zone.clone()).date();
    date(a) == date(b)
}

/// The line that says how long a code is still shown; where nothing shall move, the number beside the eye does.
fn drain(ui: &Ui, first: Rect, title_right: f32, left_secs: f64, p: &Palette) {
    if !moves(ui) {
        return;
    }
    let part = part(left_secs);
    let line = Rect::from_min_max(
        pos2(first.left(), first.bottom() - 2.0),
        pos2(first.left() + (title_right - first.left()) * part, first.bottom()),
    );
    ui.painter().rect_filled(line, 0, p.accent);
}

/// Whether things may move here.
pub fn moves(ui: &Ui) -> bool {
    ui.style().animation_time > 0.0
}

#[expect(clippy::cast_possible_truncation, reason = "between 0 and 1")]
fn part(left_secs: f64) -> f32 {
    (left_secs / super::place::REVEAL_SECS).clamp(0.0, 1.0) as f32
}

/// The eye behind a hidden code, and for how long it would show it. Gives whether it was pressed.
pub fn eye_ui(ui: &Ui, id: Id, painted: &Painted, look: &Look) -> bool {
    let p = theme::palette(ui);
    let title = painted.title;
    let square = Rect::from_min_size(pos2(title.right() + space::XS, title.top() - 1.0), vec2(EYE, EYE)).round();
    let secs = look.revealed.map_or(super::place::REVEAL_SECS, f64::ceil);
    let number = text::line(ui, &words::seconds(whole(secs)), 32.0, TextLook::caption(p.ink3));
    // Enter on the line does the same; only one stop for the Tab key.
    let response = ui.interact(square, id.with("eye"), Sense::CLICK);
    let (sign, name) =
        if look.revealed.is_some() { (Icon::EyeSlash, words::HIDE_CODE) } else { (Icon::Eye, words::SHOW_CODE) };
    if response.hovered() {
        ui.painter().rect_filled(square, radius::CONTROL, p.hover_side);
    }
    widgets::icon(ui.painter(), square, sign, IconFill::Regular, icon::SMALL, p.ink2);
    if look.revealed.is_none() || !moves(ui) {
        let beside = Rect::from_min_size(pos2(square.right() + 1.0, title.top()), vec2(32.0, FIRST));
        text::paint(ui.painter(), beside, Align::Min, &number);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    widgets::tip(response, name, Some("↵")).clicked()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 10")]
fn whole(secs: f64) -> u32 {
    secs.clamp(0.0, 99.0) as u32
}

impl Painted {
    /// Where its details stand when it is opened.
    pub fn below(&self) -> Rect {
        self.below
    }

    /// Says exact times, raw words and cut titles when the pointer rests on them.
    pub fn tell_more(&self, response: Response, said: &Said, look: &Look, state: &UiState) {
        let Some(pointer) = response.hover_pos() else { return };
        if self.times.is_some_and(|rect| rect.contains(pointer)) {
            if let Some(at) = said.at {
                let zone = at.to_zoned(state.zone.clone()).strftime("%a %-d %b %Y, %H:%M:%S, UTC%:z").to_string();
                let unsure = if look.unsure { format!("\n{}", words::ORDER_NOT_SURE_TIP) } else { String::new() };
                response.on_hover_text(format!("{zone}{unsure}"));
            }
        } else if self.state.is_some_and(|rect| rect.expand(4.0).contains(pointer)) {
            if let Some(raw) = said.became.as_ref().and_then(super::words::Became::raw) {
                response.on_hover_text(raw);
            }
        } else if self.title_cut {
            widgets::tip(response, &said.title_text(), None);
        }
    }
}

/// Paints the line of a day and gives its words.
pub fn day(ui: &Ui, rect: Rect, day: Option<jiff::civil::Date>, state: &UiState) -> String {
    let p = theme::palette(ui);
    let said = day_words(day, state);
    let room = Rect::from_min_max(pos2(rect.left() + space::L, rect.top()), pos2(text_right(rect), rect.bottom()));
    let line = text::line(ui, &said, room.width(), TextLook::small(p.ink2).medium());
    let shown = text::paint(ui.painter(), room, Align::Min, &line);
    let from = shown.right() + space::M;
    if from < room.right() {
        widgets::hairline(ui.painter(), from..=room.right(), room.center().y, p.line);
    }
    said
}

/// "Today, Fri 20 Nov".
fn day_words(day: Option<jiff::civil::Date>, state: &UiState) -> String {
    let Some(day) = day else { return words::NO_TIME.to_owned() };
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
