//! One row of the conflict screen: its name and kind, three cells of what was and is, and what will be saved.

use egui::{Align, CornerRadius, Rangef, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::plan::{Cell, Kind, Mark, Row};
use super::{DecideAction, Pick, words};
use crate::theme::{self, Icon, IconFill, Layout, icon, radius, space, stroke};
use crate::ui::actions::{Action, Actions};
use crate::ui::state::UiState;
use crate::ui::text as all_words;
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, Ground, TagKind};

/// Widths of the design; under 970 of window "before" goes into the tooltips of the cells.
const FIELD: f32 = 130.0;
const BEFORE: f32 = 112.0;
const THEIRS: f32 = 150.0;
const YOURS: f32 = 152.0;
const BEFORE_FROM: f32 = 560.0;
/// Room inside an option.
const EDGE: f32 = 9.0;

/// Where the columns stand.
#[derive(Clone, Copy, Debug)]
pub struct Columns {
    pub field: Rangef,
    pub before: Option<Rangef>,
    pub theirs: Rangef,
    pub yours: Rangef,
    pub saved: Rangef,
}

impl Columns {
    /// As designed where there is room, else in proportion.
    pub fn of(area: Rect, layout: Layout) -> Self {
        let width = area.width() - space::L;
        let with_before = !matches!(layout, Layout::Drawer | Layout::Single) && area.width() >= BEFORE_FROM;
        let designed = FIELD + if with_before { BEFORE } else { 0.0 } + THEIRS + YOURS;
        // What will be saved gets what is left, at least as much as one side.
        let scale = ((width - space::L) / (designed + 140.0)).min(1.0);
        let mut x = area.left() + space::L;
        let mut take = |wide: f32| {
            let from = x;
            x += wide * scale;
            Rangef::new(from, x - space::L - space::XXS)
        };
        let field = take(FIELD);
        let before = with_before.then(|| take(BEFORE));
        let theirs = take(THEIRS);
        let yours = take(YOURS);
        let saved = Rangef::new(yours.max + space::S + space::M, area.right() - space::M);
        Self { field, before, theirs, yours, saved }
    }

    /// The ground of the last column, and its hairline.
    pub fn ground(&self, ui: &Ui, row: Rect) {
        let p = theme::palette(ui);
        let left = self.saved.min - space::M;
        ui.painter().rect_filled(row.with_min_x(left), 0, p.side);
        widgets::upright_hairline(ui.painter(), left, row.y_range(), p.line);
    }
}

/// Draws a row. `here`: the keys are about it.
pub fn row_ui(ui: &mut Ui, columns: &Columns, row: &Row, here: bool, state: &UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    let heights = [
        cell_height(ui, &row.before, columns.before.map_or(0.0, Rangef::span)),
        side_height(ui, row, &row.theirs, columns.theirs.span()),
        side_height(ui, row, &row.yours, columns.yours.span()),
        cell_height(ui, &row.saved, columns.saved.span()),
        text::block(ui, &row.name, columns.field.span(), 2, TextLook::body(p.ink).medium()).height() + 18.0,
    ];
    let tallest = heights.into_iter().fold(36.0, f32::max);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), tallest + 24.0), Sense::hover());
    columns.ground(ui, rect);
    widgets::hairline(ui.painter(), rect.x_range(), rect.bottom() - 1.0, p.line);
    name_ui(ui, columns, rect, row);
    let said = spoken(row);
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, said.clone()));
    let top = rect.top() + 13.0;
    let cell = |column: Rangef| Rect::from_x_y_ranges(column, top..=rect.bottom() - 13.0);
    if let Some(before) = columns.before {
        cell_at(ui, cell(before), &row.before, Look::Old);
    }
    match &row.kind {
        Kind::Clash { change, can_both, pick } => {
            let sides = [(columns.theirs, &row.theirs, Pick::Theirs), (columns.yours, &row.yours, Pick::Mine)];
            for (column, value, side) in sides {
                let chosen = *pick == Some(side) || *pick == Some(Pick::Both);
                let option = OptionCell { side, value, chosen, is_check: *can_both, here, before: &row.before };
                let response = option.show(ui, cell(column), row, columns.before.is_none());
                if response.clicked() {
                    let wanted = if *can_both { toggled(*pick, side) } else { side };
                    actions.push(Action::Decide(DecideAction::Pick(*change, wanted)));
                }
            }
        }
        _ => {
            cell_at(ui, cell(columns.theirs), &row.theirs, Look::Side);
            cell_at(ui, cell(columns.yours), &row.yours, Look::Side);
        }
    }
    cell_at(ui, cell(columns.saved), &row.saved, Look::Saved);
    if here && state.by_key {
        let edge = Rect::from_min_size(rect.min, vec2(stroke::CHOSEN_EDGE, rect.height()));
        ui.painter().rect_filled(edge, 0, p.accent);
    }
}

/// A check box more or less; the last one that is ticked stays.
fn toggled(pick: Option<Pick>, side: Pick) -> Pick {
    let other = if side == Pick::Mine { Pick::Theirs } else { Pick::Mine };
    match pick {
        Some(Pick::Both) => other,
        Some(now) if now == side => side,
        Some(_) => Pick::Both,
        None => side,
    }
}

fn name_ui(ui: &Ui, columns: &Columns, rect: Rect, row: &Row) {
    let p = theme::palette(ui);
    let name = text::block(ui, &row.name, columns.field.span(), 2, TextLook::body(p.ink).medium());
    let at = pos2(columns.field.min, rect.top() + 13.0);
    let bottom = at.y + name.height();
    ui.painter().galley(text::snapped_to(ui.painter(), at), name.galley, p.ink);
    let (sign, ink) = match &row.kind {
        Kind::Clash { .. } => (Icon::Warning, p.warn),
        Kind::Merged => (Icon::GitMerge, p.ink3),
        Kind::OnlyYou | Kind::OnlyThey => (Icon::Check, p.ink3),
    };
    let second = Rect::from_x_y_ranges(columns.field, bottom..=bottom + 18.0);
    let square = widgets::square_at_left(second, icon::CAPTION);
    widgets::icon(ui.painter(), square, sign, IconFill::Regular, icon::CAPTION, ink);
    let room = second.with_min_x(square.right() + space::XS);
    let line = text::line(ui, words::kind(&row.kind), room.width(), TextLook::small(ink));
    text::paint(ui.painter(), room, Align::Min, &line);
}

/// One of the two sides of a clash, as a control.
struct OptionCell<'a> {
    side: Pick,
    value: &'a Cell,
    chosen: bool,
    is_check: bool,
    here: bool,
    before: &'a Cell,
}

impl OptionCell<'_> {
    fn show(&self, ui: &mut Ui, cell: Rect, row: &Row, tells_before: bool) -> Response {
        let p = theme::palette(ui);
        let height = option_height(ui, self.value, cell.width());
        let rect = Rect::from_min_size(cell.min - vec2(EDGE, 7.0), vec2(cell.width() + EDGE + space::XS, height));
        let id = ui.scope_id().with(("option", self.side == Pick::Mine));
        let response = ui.interact(rect, id, Sense::click());
        let fill = match (self.chosen, response.hovered()) {
            (true, _) => p.select,
            (false, true) => p.hover,
            (false, false) => p.base,
        };
        let (thick, ink) = if self.chosen {
            (stroke::FOCUS, p.accent)
        } else {
            (widgets::hairline_width(ui.painter()), p.line_strong)
        };
        let corner = CornerRadius::same(radius::CONTROL);
        ui.painter().rect(rect, corner, fill, Stroke::new(thick, ink), StrokeKind::Inside);
        if widgets::has_visible_focus(ui, &response) {
            widgets::focus_ring(ui.painter(), rect, radius::CONTROL, p.accent);
        }
        let sign = match (self.is_check, self.chosen) {
            (true, true) => Icon::CheckSquare,
            (true, false) => Icon::Square,
            (false, true) => Icon::RadioButton,
            (false, false) => Icon::Circle,
        };
        let filled = if self.is_check && self.chosen { IconFill::Fill } else { IconFill::Regular };
        let square = widgets::square_at_right(rect.shrink2(vec2(EDGE, 0.0)), icon::SMALL);
        let ink = if self.chosen { p.accent } else { p.ink2 };
        widgets::icon(ui.painter(), square, sign, filled, icon::SMALL, ink);
        let room = rect.shrink2(vec2(EDGE, 7.0)).with_max_x(square.left() - space::XS);
        cell_at(ui, room, self.value, Look::Side);
        let whose = if self.side == Pick::Mine { all_words::YOURS } else { all_words::THEIRS };
        let said = format!("{}, {whose}: {}", row.name, cell_words(self.value));
        let role = if self.is_check { Role::CheckBox } else { Role::RadioButton };
        response.widget_info(|| WidgetInfo::selected(role, true, self.chosen, said.clone()));
        if self.here {
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_description("arrow keys choose"));
        }
        let whole = cell_words(self.value);
        if tells_before {
            let before = format!("{} {}", all_words::BEFORE, cell_words(self.before));
            widgets::tip(response, &format!("{before}\n{whole}"), None)
        } else {
            widgets::tip(response, &whole, None)
        }
    }
}

/// The height of a side's text: of an option, what is narrower for its sign.
fn side_height(ui: &Ui, row: &Row, cell: &Cell, width: f32) -> f32 {
    match row.kind {
        Kind::Clash { .. } => option_height(ui, cell, width) - 14.0,
        _ => cell_height(ui, cell, width),
    }
}

fn option_height(ui: &Ui, cell: &Cell, width: f32) -> f32 {
    cell_height(ui, cell, width - EDGE - icon::SMALL - space::XS) + 14.0
}

/// Lines of a text that a cell shows.
const LINES: u16 = 4;

fn cell_height(ui: &Ui, cell: &Cell, width: f32) -> f32 {
    let p = theme::palette(ui);
    match cell {
        Cell::Text(words) => text::block(ui, words, width.max(40.0), LINES, TextLook::body(p.ink)).height(),
        Cell::Tags(tags) => tags_at(ui, Rect::from_min_size(pos2(0.0, 0.0), vec2(width, 20.0)), tags, None),
        _ => 20.0,
    }
}

/// Which column a cell stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// What was before.
    Old,
    /// Somebody's work.
    Side,
    /// What will be saved, on the ground of side panes.
    Saved,
}

/// Paints what stands in a cell.
fn cell_at(ui: &Ui, room: Rect, cell: &Cell, column: Look) {
    let p = theme::palette(ui);
    let ink = if column == Look::Old { p.ink2 } else { p.ink };
    let first = room.with_max_y(room.top() + 20.0);
    match cell {
        Cell::Text(words) => {
            let block = text::block(ui, words, room.width().max(40.0), LINES, TextLook::body(ink));
            ui.painter().galley(text::snapped_to(ui.painter(), room.min), block.galley, ink);
        }
        Cell::Status(status) => {
            let square = widgets::square_at_left(first, icon::SMALL);
            widgets::status_glyph(ui.painter(), square, status, p.lead_status(status));
            let room = first.with_min_x(square.right() + space::XS);
            let look = if column == Look::Old { TextLook::body(ink) } else { TextLook::body(ink).medium() };
            text::paint(ui.painter(), room, Align::Min, &text::line(ui, status.word(), room.width(), look));
        }
        Cell::Tags(tags) => {
            let ground = if column == Look::Saved { Ground::Side } else { Ground::Base };
            tags_at(ui, room, tags, Some(ground));
        }
        other => {
            let look = TextLook::body(if matches!(other, Cell::Both) { p.ink } else { p.ink3 });
            text::paint(ui.painter(), first, Align::Min, &text::line(ui, &cell_words(other), room.width(), look));
        }
    }
}

/// Tags wrapped in a room; gives their height.
fn tags_at(ui: &Ui, room: Rect, tags: &[(String, Mark)], ground: Option<Ground>) -> f32 {
    let mut place = pos2(room.left(), room.top() + 2.0);
    for (tag, mark) in tags {
        let kind = match mark {
            Mark::Kept => TagKind::Plain,
            Mark::Added => TagKind::Added,
            Mark::Removed => TagKind::Removed,
        };
        let shown = if *mark == Mark::Removed { format!("− {tag}") } else { tag.clone() };
        let width = widgets::tag_width(ui, &shown, kind);
        if place.x > room.left() && place.x + width > room.right() {
            place = pos2(room.left(), place.y + 20.0);
        }
        if let Some(ground) = ground {
            let rect = Rect::from_min_max(place, pos2(room.right(), place.y + theme::height::TAG));
            place.x = widgets::tag_at(ui, rect, &shown, kind, ground).right() + space::XS;
        } else {
            place.x += width.min(room.width()) + space::XS;
        }
    }
    place.y + 18.0 - room.top()
}

/// A cell in words, for screen readers and tooltips.
fn cell_words(cell: &Cell) -> String {
    match cell {
        Cell::Text(words) => words.clone(),
        Cell::Status(status) => status.word().to_owned(),
        Cell::Tags(tags) if tags.is_empty() => all_words::NONE.to_owned(),
        Cell::Tags(tags) => {
            let word = |(tag, mark): &(String, Mark)| match mark {
                Mark::Kept => tag.clone(),
                Mark::Added => format!("+ {tag}"),
                Mark::Removed => format!("− {tag}"),
            };
            tags.iter().map(word).collect::<Vec<_>>().join(", ")
        }
        Cell::Nothing => "nothing".to_owned(),
        Cell::Unchanged => words::UNCHANGED.to_owned(),
        Cell::Removed => words::REMOVED.to_owned(),
        Cell::Both => words::BOTH_NOTES.to_owned(),
        Cell::Open => words::NOT_PICKED.to_owned(),
    }
}

/// The row as one sentence.
fn spoken(row: &Row) -> String {
    format!(
        "{}: before {}, theirs {}, yours {}, will be saved {}",
        row.name,
        cell_words(&row.before),
        cell_words(&row.theirs),
        cell_words(&row.yours),
        cell_words(&row.saved)
    )
}
