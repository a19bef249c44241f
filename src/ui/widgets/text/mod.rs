//! Text of people, ready to be painted: bounded, every character visible, cut with `…`, in reading order, cached.
//!
//! The order matters and is kept here: bound and make visible, cut in logical order, then reorder, then lay out.
//! Shown text is for the eye only; copying and accessible names use the text as it came.

mod baseline;
mod bidi;
mod cache;
mod elide;
mod look;
mod visible;

use std::ops::Range;
use std::sync::Arc;

use egui::{Align, Color32, Context, FontId, Galley, Painter, Pos2, Rect, TextFormat, Ui, pos2};

use self::cache::Kind;
use crate::theme::{self, Icon, IconFill, Size};

pub use look::TextLook;
pub use visible::{Breaks, visible};

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

    /// With all letters on one baseline.
    fn aligned(self) -> Self {
        Self { galley: baseline::aligned(self.galley), cut: self.cut }
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
    let shape = shape(ui.ctx(), width, Kind::Line);
    cache::cached(ui.ctx(), spans, shape, || elide::lay_out_line(ui, spans, width).aligned())
}

/// Wrapped text of at most `rows_most` rows, then `…`.
pub fn block(ui: &Ui, text: &str, width: f32, rows_most: u16, look: TextLook) -> Line {
    let shape = shape(ui.ctx(), width, Kind::Block(rows_most.max(1)));
    let lay_out = || elide::lay_out_block(ui, text, width, rows_most.max(1), look).aligned();
    cache::cached(ui.ctx(), &[(text, look)], shape, lay_out)
}

/// The galley of an icon, without colour: painted with its ink as the fallback.
pub(super) fn icon_galley(ctx: &Context, icon: Icon, fill: IconFill, size: f32) -> Arc<Galley> {
    let mut code = [0; 4];
    let code: &str = icon.code().encode_utf8(&mut code);
    let spans = [(code, TextLook::new(Size::Body, Color32::PLACEHOLDER))];
    let line = cache::cached(ctx, &spans, shape(ctx, size, Kind::Icon(fill)), || {
        let format = TextFormat {
            font_id: FontId::new(size, theme::fonts::icons(fill)),
            line_height: Some(size),
            color: Color32::PLACEHOLDER,
            valign: Align::Center,
            ..TextFormat::default()
        };
        let job = egui::text::LayoutJob::single_section(code.to_owned(), format);
        Line { galley: ctx.fonts_mut(|fonts| fonts.layout_job(job)), cut: false }
    });
    line.galley
}

fn shape(ctx: &Context, width: f32, kind: Kind) -> cache::Shape {
    let pixels_per_point = ctx.pixels_per_point();
    // A width is never negative nor beyond a screen: the cast saturates where it would not fit.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "never negative nor beyond a screen")]
    let width_px = (width.max(0.0) * pixels_per_point).round() as u32;
    cache::Shape { width_px, kind, pixels_per_point_bits: pixels_per_point.to_bits() }
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

/// A position on whole physical pixels, for text that is painted by its own top.
pub fn snapped_to(painter: &Painter, at: Pos2) -> Pos2 {
    snapped(painter, at)
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

    /// One pass over a `Ui` with the bundled fonts.
    fn pass<R>(ctx: &egui::Context, mut draw: impl FnMut(&mut Ui) -> R) -> R {
        let mut result = None;
        let output = ctx.run_ui(egui::RawInput::default(), |ui| result = Some(draw(ui)));
        output.drop_without_applying_deltas();
        result.unwrap()
    }

    fn context() -> egui::Context {
        let ctx = egui::Context::default();
        theme::apply(&ctx);
        ctx
    }

    const BODY: TextLook = TextLook::body(Color32::BLACK);

    #[test]
    fn a_line_never_grows_wider_than_its_room_whatever_its_script() {
        pass(&context(), |ui| {
            for text in [
                "Where is my refund? The bank still shows nothing",
                "لم تصلني رسالة التأكيد على الواتساب (رقم 42)",
                "שלום Nadia Öztürk, איפה ההזמנה שלי?",
                "noblanksnoblanksnoblanksnoblanksnoblanks",
            ] {
                for width in [0.0, 5.0, 40.0, 100.0, 160.0] {
                    let cut = line(ui, text, width, BODY);
                    assert!(cut.cut && cut.galley.rows.len() == 1, "{text} in {width}");
                    // Where not even the dots fit they are all that is left.
                    assert!(cut.width() <= width.max(14.0) + 0.5, "{text} in {width}: {}", cut.width());
                    assert!((cut.height() - 20.0).abs() < 0.1);
                }
                assert!(!line(ui, text, 2000.0, BODY).cut);
            }
        });
    }

    #[test]
    fn right_to_left_text_is_cut_at_its_logical_end() {
        pass(&context(), |ui| {
            let cut = line(ui, "אחת שתיים שלוש ארבע חמש", 90.0, BODY);
            let shown = cut.galley.job.text.clone();
            // In reading order the end stands at the left, and the beginning is still there at the right.
            assert!(shown.starts_with('…') && shown.ends_with("אחת"), "{shown}");
        });
    }

    #[test]
    fn a_block_has_at_most_its_rows_and_loses_nothing_when_it_fits() {
        pass(&context(), |ui| {
            for text in ["one two three four five six seven", "אחת שתיים שלוש ארבע חמש שש שבע שמונה תשע"]
            {
                let cut = block(ui, text, 70.0, 2, BODY);
                assert!(cut.cut && cut.galley.rows.len() == 2, "{text}: {}", cut.galley.rows.len());
                let whole = block(ui, text, 70.0, 20, BODY);
                assert!(!whole.cut);
                let letters = |s: &str| s.chars().filter(|c| c.is_alphabetic()).count();
                assert_eq!(letters(&whole.galley.job.text), letters(text));
                assert!(whole.width() <= 70.5);
            }
            assert_eq!(block(ui, "אחת\nשתיים\nשלוש", 200.0, 2, BODY).galley.rows.len(), 2);
        });
    }

    #[test]
    fn a_line_is_laid_out_once_and_again_when_the_fonts_change() {
        let ctx = context();
        let draw = |ui: &mut Ui| line(ui, "Nadia Öztürk", 200.0, BODY).galley;
        let first = pass(&ctx, draw);
        let second = pass(&ctx, draw);
        assert!(Arc::ptr_eq(&first, &second), "the second frame did the work again");
        let mut fonts = theme::fonts::bundled();
        fonts.font_data.remove("Hack");
        for family in fonts.families.values_mut() {
            family.retain(|name| name != "Hack");
        }
        ctx.set_fonts(fonts);
        let third = pass(&ctx, draw);
        assert!(!Arc::ptr_eq(&first, &third), "a galley of the old atlas was shown");
    }

    #[test]
    fn a_long_scroll_does_not_fill_the_memory() {
        let ctx = context();
        pass(&ctx, |ui| {
            for row in 0..10_000 {
                line(ui, &format!("row {row}"), 200.0, BODY);
            }
            assert!(ui.memory_mut(|m| egui::cache::CacheTrait::len(m.caches.cache::<cache::Lines>())) <= 4096);
        });
    }

    #[test]
    fn long_ids_lose_their_middle_and_short_ones_nothing() {
        assert_eq!(middle_cut("7c41e0b9-5d1f-4c7e-9d0a-1b2c3d4e2a77"), "7c41e0b9…2a77");
        assert_eq!(middle_cut("204417"), "204417");
        assert_eq!(middle_cut("日本語日本語日本語日本語日本語"), "日本語日本語日本…語日本語");
    }
}
