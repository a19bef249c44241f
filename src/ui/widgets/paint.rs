//! The smallest strokes: hairlines on physical pixels, icons on whole points, the focus ring, the ground of a row.

use egui::epaint::CornerRadiusF32;
use egui::{Color32, CornerRadius, Painter, Rangef, Rect, Response, Stroke, StrokeKind, Ui};
use egui::{pos2, vec2};

use super::text;
use crate::theme::{self, Icon, IconFill, Palette, StateLook, radius, stroke};

/// Thickness of a hairline in points: one physical pixel, two from 200 % on.
pub fn hairline_width(painter: &Painter) -> f32 {
    let scale = painter.pixels_per_point();
    if scale >= 2.0 { 2.0 / scale } else { 1.0 / scale }
}

/// A level hairline whose upper edge is at `y`, snapped to pixels.
pub fn hairline(painter: &Painter, x: impl Into<Rangef>, y: f32, ink: Color32) {
    let x = x.into();
    let thick = hairline_width(painter);
    let top = snap(painter, y);
    painter.rect_filled(Rect::from_min_max(pos2(x.min, top), pos2(x.max, top + thick)), 0, ink);
}

/// An upright hairline whose left edge is at `x`, snapped to pixels.
pub fn upright_hairline(painter: &Painter, x: f32, y: impl Into<Rangef>, ink: Color32) {
    let y = y.into();
    let thick = hairline_width(painter);
    let left = snap(painter, x);
    painter.rect_filled(Rect::from_min_max(pos2(left, y.min), pos2(left + thick, y.max)), 0, ink);
}

fn snap(painter: &Painter, at: f32) -> f32 {
    let scale = painter.pixels_per_point();
    (at * scale).round() / scale
}

/// A filled rectangle with a hairline edge inside it.
pub fn boxed(painter: &Painter, rect: Rect, corner: u8, fill: Color32, edge: Color32) {
    let edge = Stroke::new(hairline_width(painter), edge);
    painter.rect(rect, CornerRadius::same(corner), fill, edge, StrokeKind::Inside);
}

/// Paints an icon in the middle of a rect, in a square of `size` on whole points.
pub fn icon(painter: &Painter, rect: Rect, icon: Icon, fill: IconFill, size: f32, ink: Color32) {
    let at = (rect.center() - vec2(size, size) / 2.0).round();
    painter.galley(at, text::icon_galley(painter.ctx(), icon, fill, size), ink);
}

/// Paints the icon of a state, at the left of a row. Returns its square.
pub fn state_icon(painter: &Painter, row: Rect, look: StateLook, size: f32) -> Rect {
    let square = square_at_left(row, size);
    icon(painter, square, look.icon, look.fill, size, look.ink);
    square
}

/// The square of a size at the left of a row, in the middle of its height, on whole points.
pub fn square_at_left(row: Rect, size: f32) -> Rect {
    Rect::from_min_size(pos2(row.left(), row.center().y - size / 2.0).round(), vec2(size, size))
}

/// The square of a size at the right of a row, in the middle of its height, on whole points.
pub fn square_at_right(row: Rect, size: f32) -> Rect {
    Rect::from_min_size(pos2(row.right() - size, row.center().y - size / 2.0).round(), vec2(size, size))
}

/// Whether the focus is to be shown: after a key press yes, after a press of the pointer no.
pub fn focus_is_visible(ui: &Ui) -> bool {
    #[derive(Clone, Copy, Default)]
    struct Seen {
        pass: u64,
        visible: bool,
    }
    let id = egui::Id::unique("focus is visible");
    let pass = ui.ctx().cumulative_pass_nr();
    let mut seen: Seen = ui.data(|d| d.get_temp(id)).unwrap_or_default();
    if seen.pass != pass || pass == 0 {
        ui.input(|input| {
            for event in &input.events {
                match event {
                    egui::Event::Key { pressed: true, .. } => seen.visible = true,
                    egui::Event::PointerButton { pressed: true, .. } | egui::Event::Touch { .. } => {
                        seen.visible = false;
                    }
                    _ => {}
                }
            }
        });
        seen.pass = pass;
        ui.data_mut(|d| d.insert_temp(id, seen));
    }
    seen.visible
}

/// Whether this control has the focus and it is to be shown.
pub fn has_visible_focus(ui: &Ui, response: &Response) -> bool {
    // Asked first and always: the key press is over when the focus arrives.
    let visible = focus_is_visible(ui);
    visible && response.has_focus()
}

/// A control that the keyboard came to is brought into sight, where it stands in something that scrolls.
pub(super) fn scroll_into_sight(response: &Response) {
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
}

/// Gives the upright scroll bar of an area a name, which the toolkit does not.
pub fn name_scroll_bar<R>(ui: &Ui, area: &egui::scroll_area::ScrollAreaOutput<R>) {
    if area.content_size.y > area.inner_rect.height() {
        ui.ctx().accesskit_node_builder(area.id.with(1_usize), |node| node.set_label(SCROLL_BAR));
    }
}

/// What a screen reader says of a scroll bar.
const SCROLL_BAR: &str = "Scroll";

/// The ring around a control with focus: two thick, two outside its edge.
pub fn focus_ring(painter: &Painter, rect: Rect, corner: u8, ink: Color32) {
    let corner = CornerRadiusF32::same(f32::from(corner) + 2.0);
    painter.rect_stroke(rect.expand(2.0), corner, Stroke::new(stroke::FOCUS, ink), StrokeKind::Outside);
}

/// The ring inside a row or a mark with focus.
pub fn inner_focus_ring(painter: &Painter, rect: Rect, corner: u8, ink: Color32) {
    painter.rect_stroke(rect, CornerRadius::same(corner), Stroke::new(stroke::FOCUS, ink), StrokeKind::Inside);
}

/// How a row stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowLook {
    #[default]
    Rest,
    /// Under the pointer.
    Hover,
    /// Chosen, in the pane with the focus.
    Chosen,
    /// Chosen, while the focus is in another pane.
    ChosenElsewhere,
}

impl RowLook {
    /// The look of a row that is chosen, in a pane that has the focus, and answered like this.
    pub fn of(chosen: bool, pane_has_focus: bool, hovered: bool) -> Self {
        match (chosen, pane_has_focus, hovered) {
            (true, true, _) => Self::Chosen,
            (true, false, _) => Self::ChosenElsewhere,
            (false, _, true) => Self::Hover,
            (false, _, false) => Self::Rest,
        }
    }
}

/// The ground of a row on base: fill, and the accent edge of the chosen one. Text and hairline come after it.
pub fn row_ground(painter: &Painter, palette: &Palette, row: Rect, look: RowLook) {
    let fill = match look {
        RowLook::Rest => return,
        RowLook::Hover => palette.hover,
        RowLook::Chosen => palette.select,
        RowLook::ChosenElsewhere => palette.press,
    };
    painter.rect_filled(row, 0, fill);
    if look == RowLook::Chosen {
        let edge = Rect::from_min_size(row.min, vec2(stroke::CHOSEN_EDGE, row.height()));
        painter.rect_filled(edge, 0, palette.accent);
    }
}

/// The ground of a row in a side pane: rounded, six in from the pane's edges.
pub fn side_row_ground(painter: &Painter, palette: &Palette, row: Rect, look: RowLook) {
    let fill = match look {
        RowLook::Rest => return,
        RowLook::Hover => palette.hover_side,
        RowLook::Chosen | RowLook::ChosenElsewhere => palette.select_side,
    };
    painter.rect_filled(row.shrink2(vec2(6.0, 0.0)), radius::CONTROL, fill);
}

/// The ground of a pane: fills the whole `Ui`, before anything else is painted. Returns its rect.
pub fn pane_ground(ui: &Ui, fill: Color32) -> Rect {
    let rect = ui.max_rect();
    ui.painter().rect_filled(rect, 0, fill);
    rect
}

/// The colours a widget is drawn in.
pub(super) fn palette(ui: &Ui) -> &'static Palette {
    theme::palette(ui)
}
