//! The lead status, painted: one family of signs that says how full the circle is.

use std::f32::consts::{FRAC_PI_2, PI};

use egui::{Align2, Color32, FontId, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo};
use egui::{pos2, vec2};

use super::paint::{palette, square_at_left};
use super::text::{self, TextLook};
use crate::domain::LeadStatus;
use crate::theme::{self, icon, space, stroke};

/// All geometry is given for a box of this size and scales with it.
const BOX: f32 = 14.0;

/// Paints the sign of a status in the middle of a square (14 wide, 16 in triage).
pub fn status_glyph(painter: &Painter, square: Rect, status: &LeadStatus, ink: Color32) {
    let k = square.width() / BOX;
    let line = Stroke::new(stroke::GLYPH * k, ink);
    let centre = square.center();
    let ring = || painter.circle_stroke(centre, 5.2 * k, line);
    match status {
        LeadStatus::Open => {
            ring();
        }
        LeadStatus::InProgress => {
            ring();
            painter.add(Shape::convex_polygon(right_half_disc(centre, 3.0 * k), ink, Stroke::NONE));
        }
        LeadStatus::Review => {
            ring();
            painter.circle_filled(centre, 2.1 * k, ink);
        }
        LeadStatus::OnHold => {
            ring();
            for side in [-1.0, 1.0] {
                let bar = Rect::from_center_size(centre + vec2(side * 1.5 * k, 0.0), vec2(1.3, 4.4) * k);
                painter.rect_filled(bar, 0, ink);
            }
        }
        LeadStatus::Dependency => {
            let r = 5.7 * k;
            let corners = [vec2(0.0, -r), vec2(r, 0.0), vec2(0.0, r), vec2(-r, 0.0)].map(|v| centre + v);
            painter.add(Shape::closed_line(corners.to_vec(), line));
        }
        LeadStatus::Closed => {
            painter.circle_filled(centre, 6.0 * k, ink);
        }
        LeadStatus::Other(_) => unknown(painter, centre, k, ink),
    }
}

fn right_half_disc(centre: Pos2, radius: f32) -> Vec<Pos2> {
    const STEPS: u8 = 16;
    (0..=STEPS)
        .map(|step| {
            let angle = PI * f32::from(step) / f32::from(STEPS) - FRAC_PI_2;
            centre + vec2(angle.cos(), angle.sin()) * radius
        })
        .collect()
}

/// A dashed square with a question mark: something the vendor says and nobody documented.
fn unknown(painter: &Painter, centre: Pos2, k: f32, ink: Color32) {
    let (half, arm) = (5.3 * k, 1.9 * k);
    let line = Stroke::new(1.3 * k, ink);
    for (across, down) in [(1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0), (1.0, -1.0)] {
        let corner = centre + vec2(across, down) * half;
        let elbow = vec![corner - vec2(across * arm, 0.0), corner, corner - vec2(0.0, down * arm)];
        painter.line(elbow, line);
    }
    for side in [vec2(0.0, -half), vec2(half, 0.0), vec2(0.0, half), vec2(-half, 0.0)] {
        let along = if side.x.abs() < f32::EPSILON { vec2(1.0, 0.0) } else { vec2(0.0, 1.0) };
        painter.line_segment([centre + side - along * k, centre + side + along * k], line);
    }
    let question = FontId::new(8.5 * k, theme::fonts::semibold());
    painter.text(centre, Align2::CENTER_CENTER, "?", question, ink);
}

/// Paints sign and word at the left of a row, word in `ink2`. Returns the room it took.
pub fn status_at(ui: &Ui, row: Rect, status: &LeadStatus) -> Rect {
    let palette = palette(ui);
    let square = square_at_left(row, icon::SMALL);
    status_glyph(ui.painter(), square, status, palette.lead_status(status));
    let room = row.with_min_x(square.right() + space::XS);
    let word = text::line(ui, status.word(), room.width(), TextLook::small(palette.ink2));
    square.union(text::paint(ui.painter(), room, egui::Align::Min, &word))
}

/// Sign and word as a thing of its own, with its word for screen readers.
pub fn status(ui: &mut Ui, status: &LeadStatus) -> Response {
    let look = TextLook::small(palette(ui).ink2);
    let word = text::line(ui, status.word(), ui.available_width(), look);
    let size = vec2(icon::SMALL + space::XS + word.width(), look.size.line());
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    status_at(ui, rect.with_max_x(rect.right() + 1.0), status);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, status.word()));
    response
}

/// Diameter of the online mark.
const ONLINE: f32 = 8.0;

/// Whether somebody is there, by how old the reading is. It goes in steps and never fades.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Read less than two minutes ago: a dot.
    Now,
    /// Read less than ten minutes ago: a ring.
    Lately,
}

impl Presence {
    /// What a reading of "online" is worth after this many seconds; `None` when it says nothing any more.
    pub fn after_secs(read_secs_ago: i64) -> Option<Self> {
        match read_secs_ago {
            ..120 => Some(Self::Now),
            120..600 => Some(Self::Lately),
            _ => None,
        }
    }

    /// The words for tooltips and screen readers.
    pub fn words(self) -> &'static str {
        match self {
            Self::Now => "online",
            Self::Lately => "online a few minutes ago",
        }
    }
}

/// Paints the online mark at the left of a row. Returns the room it took.
pub fn presence_at(ui: &Ui, row: Rect, presence: Presence) -> Rect {
    let square = square_at_left(row, ONLINE);
    let ink = palette(ui).ok;
    match presence {
        Presence::Now => ui.painter().circle_filled(square.center(), ONLINE / 2.0, ink),
        Presence::Lately => {
            let line = Stroke::new(stroke::GLYPH, ink);
            ui.painter().circle_stroke(square.center(), (ONLINE - stroke::GLYPH) / 2.0, line)
        }
    };
    square
}

/// Paints the dot of what changed since the agent looked, in the middle of a gutter.
pub fn changed_dot(ui: &Ui, gutter: Rect) {
    let centre = gutter.center().round();
    ui.painter().circle_filled(centre, 3.0, palette(ui).accent);
}

/// Paints a round avatar with one or two letters.
pub fn avatar(ui: &Ui, square: Rect, letters: &str) {
    let palette = palette(ui);
    ui.painter().circle_filled(square.center(), square.width() / 2.0, palette.sunk);
    ui.painter().circle_stroke(
        square.center(),
        square.width() / 2.0 - 0.5,
        Stroke::new(super::paint::hairline_width(ui.painter()), palette.line),
    );
    let letters = text::line(ui, letters, square.width(), TextLook::small(palette.ink2).medium());
    text::paint(ui.painter(), square, egui::Align::Center, &letters);
}

/// Paints a progress bar: `part` of `whole` in accent on a sunk ground.
pub fn progress(ui: &Ui, rect: Rect, part: f32) {
    let palette = palette(ui);
    ui.painter().rect(rect, 2, palette.press, Stroke::NONE, StrokeKind::Inside);
    let done = Rect::from_min_max(rect.min, pos2(rect.left() + rect.width() * part.clamp(0.0, 1.0), rect.bottom()));
    ui.painter().rect_filled(done, 2, palette.accent);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presence_goes_from_dot_to_ring_to_nothing() {
        assert_eq!(Presence::after_secs(0), Some(Presence::Now));
        assert_eq!(Presence::after_secs(119), Some(Presence::Now));
        assert_eq!(Presence::after_secs(120), Some(Presence::Lately));
        assert_eq!(Presence::after_secs(600), None);
    }
}
