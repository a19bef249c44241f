//! A row with a box to tick at its left.

use egui::{Id, Rect, Response, Sense, Ui, vec2};

use super::paint::{hairline, has_visible_focus, icon, inner_focus_ring, palette, square_at_left};
use crate::theme::{self, Icon, IconFill, radius, space};

/// Draws the row as high as this, without its words: the caller paints them into the rectangle and says what it is to a
/// screen reader.
pub fn tick_row(ui: &mut Ui, id: Id, height: f32, ticked: bool) -> (Response, Rect) {
    let p = palette(ui);
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), height));
    let response = ui.interact(rect, id, Sense::click());
    hairline(ui.painter(), rect.x_range(), rect.top(), p.line);
    if response.hovered() {
        ui.painter().rect_filled(rect.shrink2(vec2(0.0, 1.0)), radius::CONTROL, p.hover);
    }
    if has_visible_focus(ui, &response) {
        inner_focus_ring(ui.painter(), rect, radius::CONTROL, p.accent);
    }
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    let square = square_at_left(rect, theme::icon::BODY);
    let (sign, fill, ink) =
        if ticked { (Icon::CheckSquare, IconFill::Fill, p.accent) } else { (Icon::Square, IconFill::Regular, p.ink3) };
    icon(ui.painter(), square, sign, fill, theme::icon::BODY, ink);
    (response, rect.with_min_x(square.right() + space::M))
}
