//! Puts letters of every font on one baseline: the toolkit centres a font that stands in for another on its own height,
//! so that a Hindi word stands higher than the digits beside it.

use std::sync::Arc;

use egui::Galley;
use egui::epaint::text::Glyph;

/// Where the main font's baseline is in a row of this height. All our text is centred in its row.
fn main_baseline(glyph: &Glyph, row_height: f32) -> f32 {
    glyph.font_ascent + 0.5 * (row_height - glyph.font_height)
}

/// The same text with every letter on the baseline of the main font. Colour pictures stay centred.
pub(super) fn aligned(galley: Arc<Galley>) -> Arc<Galley> {
    let scale = galley.pixels_per_point;
    let place = |glyph: &Glyph, row_height: f32| {
        if glyph.is_color { glyph.pos.y } else { (main_baseline(glyph, row_height) * scale).round() / scale }
    };
    let is_off = |glyph: &Glyph, height: f32| (place(glyph, height) - glyph.pos.y).abs() * scale > 0.5;
    if !galley.rows.iter().any(|placed| placed.row.glyphs.iter().any(|glyph| is_off(glyph, placed.row.size.y))) {
        return galley;
    }
    let mut galley = Arc::unwrap_or_clone(galley);
    let mut bounds = egui::Rect::NOTHING;
    for placed in &mut galley.rows {
        let row = Arc::make_mut(&mut placed.row);
        let height = row.size.y;
        for glyph in &mut row.glyphs {
            let down = place(glyph, height) - glyph.pos.y;
            glyph.pos.y += down;
            // A glyph that paints something has four corners.
            let first = glyph.first_vertex as usize;
            let corners = if glyph.uv_rect.is_nothing() { 0 } else { 4 };
            for vertex in row.visuals.mesh.vertices.iter_mut().skip(first).take(corners) {
                vertex.pos.y += down;
            }
        }
        row.visuals.mesh_bounds = row.visuals.mesh.calc_bounds();
        bounds |= row.visuals.mesh_bounds.translate(placed.pos.to_vec2());
    }
    galley.mesh_bounds = bounds;
    Arc::new(galley)
}

#[cfg(test)]
mod tests {
    use egui::{Color32, FontId};

    use super::*;

    fn laid_out() -> Arc<Galley> {
        let ctx = egui::Context::default();
        let mut galley = None;
        let output = ctx.run_ui(egui::RawInput::default(), |ui| {
            let format = super::super::TextLook::body(Color32::BLACK).format();
            let format = egui::TextFormat { font_id: FontId::proportional(13.0), ..format };
            let job = egui::text::LayoutJob::single_section("ab".to_owned(), format);
            galley = Some(ui.fonts_mut(|fonts| fonts.layout_job(job)));
        });
        output.drop_without_applying_deltas();
        galley.unwrap()
    }

    #[test]
    fn a_letter_of_another_font_comes_down_to_the_baseline_with_its_corners() {
        let right = laid_out();
        assert!(Arc::ptr_eq(&aligned(Arc::clone(&right)), &right), "what stands right is not touched");
        let mut wrong = Galley::clone(&right);
        let row = Arc::make_mut(&mut wrong.rows[0].row);
        row.glyphs[1].pos.y -= 2.0;
        let first = row.glyphs[1].first_vertex as usize;
        row.visuals.mesh.vertices[first..first + 4].iter_mut().for_each(|vertex| vertex.pos.y -= 2.0);
        let again = aligned(Arc::new(wrong.clone()));
        let corners = |galley: &Galley| {
            galley.rows[0].row.visuals.mesh.vertices.iter().map(|vertex| vertex.pos).collect::<Vec<_>>()
        };
        assert_eq!(corners(&again), corners(&right));
        assert!((again.rows[0].row.glyphs[1].pos.y - right.rows[0].row.glyphs[1].pos.y).abs() < 1e-3);
        Arc::make_mut(&mut wrong.rows[0].row).glyphs[1].is_color = true;
        let picture = Arc::new(wrong);
        assert!(Arc::ptr_eq(&aligned(Arc::clone(&picture)), &picture));
    }
}
