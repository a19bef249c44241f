//! The slim scroll bar of painted lists: seen while the list moves or the pointer is near it.

use egui::{Rect, Sense, Ui, Vec2, pos2, vec2};

use super::paint::palette;

/// How long the bar is seen after a move, in seconds.
pub const BAR_SECS: f64 = 0.8;

/// Draws the bar at the right of an area. `handle`: begin and length as parts of the track; `left_secs`: how long it
/// is still seen after the last move. Gives where a drag wants the list, as a part of the way from top to bottom.
pub fn slim_bar(ui: &Ui, area: Rect, handle: (f32, f32), left_secs: f64) -> Option<f32> {
    const WIDTH: f32 = 6.0;
    const LEAST: f32 = 24.0;
    let (begin, length) = handle;
    let track = Rect::from_min_max(pos2(area.right() - WIDTH - 2.0, area.top() + 2.0), area.max - Vec2::splat(2.0));
    let handle_height = (length * track.height()).max(LEAST).min(track.height());
    let travel = track.height() - handle_height;
    let part = if length < 1.0 { (begin / (1.0 - length)).clamp(0.0, 1.0) } else { 0.0 };
    let response = ui.interact(track.expand(2.0), ui.scope_id().with("bar"), Sense::DRAG);
    let dragged = response
        .interact_pointer_pos()
        .filter(|_| travel > 0.0)
        .map(|pointer| (pointer.y - track.top() - handle_height / 2.0) / travel);
    let active = response.dragged() || response.hovered();
    if active || left_secs > 0.0 {
        let top = track.top() + travel * part;
        let handle = Rect::from_min_size(pos2(track.left(), top), vec2(WIDTH, handle_height));
        let palette = palette(ui);
        let ink = if active { palette.ink3 } else { palette.line_strong };
        ui.painter().rect_filled(handle, WIDTH / 2.0, ink);
        if !active {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(left_secs.max(0.05)));
        }
    }
    dragged
}
