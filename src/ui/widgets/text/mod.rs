//! Text of people, ready to be painted: bounded, every character visible, cut with `…`, in reading order, cached.
//!
//! The order matters and is kept here: bound and make visible, cut in logical order, then reorder, then lay out.
//! Shown text is for the eye only; copying and accessible names use the text as it came.

mod bidi;
mod cache;
mod elide;
mod visible;

use std::ops::Range;
use std::sync::Arc;

use egui::{Align, Color32, Galley, Painter, Pos2, Rect, Stroke, TextFormat, Ui, pos2};

use crate::theme::{self, Size, Weight};

pub use visible::{Breaks, visible};

/// How a piece of text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TextLook {
    pub size: Size,
    pub weight: Weight,
    pub ink: Color32,
    /// Struck through: what will be removed.
    pub struck: bool,
    /// A ground behind the letters: search hits.
    pub ground: Option<Color32>,
}

impl TextLook {
    /// A size in weight 400.
    pub const fn new(size: Size, ink: Color32) -> Self {
        Self { size, weight: Weight::Regular, ink, struck: false, ground: None }
    }

    /// 20/28, weight 600: a name in triage.
    pub const fn display(ink: Color32) -> Self {
        Self::new(Size::Display, ink).semibold()
    }

    /// 15/20, weight 600: pane titles.
    pub const fn title(ink: Color32) -> Self {
        Self::new(Size::Title, ink).semibold()
    }

    /// 13/20: names, messages, values.
    pub const fn body(ink: Color32) -> Self {
        Self::new(Size::Body, ink)
    }

    /// 12/16: labels, states, times.
    pub const fn small(ink: Color32) -> Self {
        Self::new(Size::Small, ink)
    }

    /// 11/16: sources, key caps.
    pub const fn caption(ink: Color32) -> Self {
        Self::new(Size::Caption, ink)
    }

    /// 11/17 fixed width: requests and raw records.
    pub const fn mono(ink: Color32) -> Self {
        Self::new(Size::Mono, ink)
    }

    /// In weight 500.
    pub const fn medium(self) -> Self {
        Self { weight: Weight::Medium, ..self }
    }

    /// In weight 600.
    pub const fn semibold(self) -> Self {
        Self { weight: Weight::Semibold, ..self }
    }

    /// In another ink.
    pub const fn ink(self, ink: Color32) -> Self {
        Self { ink, ..self }
    }

    /// Struck through.
    pub const fn struck(self) -> Self {
        Self { struck: true, ..self }
    }

    /// On a ground of its own.
    pub const fn on(self, ground: Color32) -> Self {
        Self { ground: Some(ground), ..self }
    }

    /// As the toolkit wants it.
    pub fn format(self) -> TextFormat {
        TextFormat {
            strikethrough: if self.struck { Stroke::new(1.0, self.ink) } else { Stroke::NONE },
            background: self.ground.unwrap_or(Color32::TRANSPARENT),
            expand_bg: 0.0,
            ..theme::format(self.size, self.weight, self.ink)
        }
    }
}

/// Laid-out text.
#[derive(Clone, Debug)]
pub struct Line {
    pub galley: Arc<Galley>,
    /// Something was left out at the end: the whole text belongs into a tooltip.
    pub cut: bool,
}

impl Line {
    /// Width in points.
    pub fn width(&self) -> f32 {
        self.galley.size().x
    }

    /// Height in points: line height times rows.
    pub fn height(&self) -> f32 {
        self.galley.size().y
    }
}

/// One line of text, at most `width` points wide.
pub fn line(ui: &Ui, text: &str, width: f32, look: TextLook) -> Line {
    spans(ui, &[(text, look)], width)
}

/// One line of pieces that look different, at most `width` points wide in all.
pub fn spans(ui: &Ui, spans: &[(&str, TextLook)], width: f32) -> Line {
    let shape = shape(ui, width, 0);
    cache::cached(ui, spans, shape, || elide::lay_out_line(ui, spans, width))
}

/// Wrapped text of at most `rows_most` rows, then `…`.
pub fn block(ui: &Ui, text: &str, width: f32, rows_most: u16, look: TextLook) -> Line {
    let shape = shape(ui, width, rows_most.max(1));
    cache::cached(ui, &[(text, look)], shape, || elide::lay_out_block(ui, text, width, rows_most.max(1), look))
}

fn shape(ui: &Ui, width: f32, rows: u16) -> cache::Shape {
    let pixels_per_point = ui.pixels_per_point();
    // A width is never negative nor beyond a screen: the cast saturates where it would not fit.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let width_px = (width.max(0.0) * pixels_per_point).round() as u32;
    cache::Shape { width_px, rows, pixels_per_point_bits: pixels_per_point.to_bits() }
}

/// Paints a line into a row: centred in its height, at its left, middle or right. Returns where it stands.
///
/// All texts of one row are placed by the row's rect and not by their own tops, so that their baselines agree.
pub fn paint(painter: &Painter, row: Rect, align: Align, line: &Line) -> Rect {
    let size = line.galley.size();
    let x = match align {
        Align::Min => row.left(),
        Align::Center => row.center().x - size.x / 2.0,
        Align::Max => row.right() - size.x,
    };
    let at = snapped(painter, pos2(x, row.center().y - size.y / 2.0));
    painter.galley(at, Arc::clone(&line.galley), Color32::PLACEHOLDER);
    Rect::from_min_size(at, size)
}

/// A position on whole physical pixels.
pub(super) fn snapped(painter: &Painter, at: Pos2) -> Pos2 {
    let scale = painter.pixels_per_point();
    pos2((at.x * scale).round() / scale, (at.y * scale).round() / scale)
}

/// An identifier cut in its middle, `7c41e0b9…2a77`; short ones stay. Copying takes the whole.
pub fn middle_cut(id: &str) -> std::borrow::Cow<'_, str> {
    const HEAD: usize = 8;
    const TAIL: usize = 4;
    let count = id.chars().count();
    if count <= HEAD + TAIL + 2 {
        return id.into();
    }
    let at = |n: usize| id.char_indices().nth(n).map_or(id.len(), |(at, _)| at);
    let cut: Range<usize> = at(HEAD)..at(count - TAIL);
    format!("{}…{}", &id[..cut.start], &id[cut.end..]).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_ids_lose_their_middle_and_short_ones_nothing() {
        assert_eq!(middle_cut("7c41e0b9-5d1f-4c7e-9d0a-1b2c3d4e2a77"), "7c41e0b9…2a77");
        assert_eq!(middle_cut("204417"), "204417");
        assert_eq!(middle_cut("日本語日本語日本語日本語日本語"), "日本語日本語日本…語日本語");
    }
}
