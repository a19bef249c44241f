//! The editor of a value in place: looks like text until it is used, becomes a field under pointer or focus.

use egui::{
    Align2, Color32, FontSelection, Frame, Id, Margin, Rect, Response, RichText, Stroke, StrokeKind, TextEdit, Ui, pos2,
};

use crate::theme::{self, Size, Weight, radius, stroke};
use crate::ui::list::band::at;
use crate::ui::widgets;

/// Room between the edge of a field and its text; the text itself never moves.
const INSET: f32 = 6.0;

/// What an editor in place is of.
#[derive(Clone, Copy, Debug)]
pub struct InPlace<'a> {
    pub id: Id,
    /// For screen readers.
    pub name: &'a str,
    /// What stands in it while it is empty.
    pub hint: &'a str,
    /// A draft stands in it: its edge shows.
    pub drafted: bool,
    pub faulty: bool,
}

impl InPlace<'_> {
    /// Whether only the value is shown: no draft, no focus. The caller paints it over the empty-handed editor.
    pub fn rests(&self, ui: &Ui) -> bool {
        !self.drafted && !ui.memory(|memory| memory.has_focus(self.id))
    }

    /// Draws it. `focus`: it shall get the focus.
    pub fn show(self, ui: &mut Ui, place: Rect, typed: &mut String, focus: bool) -> Response {
        let p = theme::palette(ui);
        let rests = self.rests(ui);
        let box_rect = Rect::from_min_max(
            pos2(place.left() - INSET, place.top() + 1.0),
            pos2(place.right(), place.bottom() - 1.0),
        );
        let ground = ui.painter().add(egui::Shape::Noop);
        let font = theme::font(Size::Small, Weight::Regular);
        let edit = TextEdit::singleline(typed)
            .id(self.id)
            .font(FontSelection::FontId(font.clone()))
            .text_color(if rests { Color32::TRANSPARENT } else { p.ink })
            .hint_text(RichText::new(self.hint).font(font).color(p.ink3))
            .frame(Frame::new().inner_margin(Margin { left: 6, right: 4, top: 0, bottom: 1 }))
            .background_color(Color32::TRANSPARENT)
            .desired_width(box_rect.width())
            .min_size(box_rect.size())
            .align(Align2::LEFT_CENTER);
        let response = at(ui, box_rect, |ui| ui.add(edit)).accessible_name(self.name);
        if focus {
            response.request_focus();
        }
        let hair = widgets::hairline_width(ui.painter());
        let edge = match (self.faulty, response.has_focus(), response.hovered() || self.drafted) {
            (true, focus, _) => Some((if focus { stroke::FOCUS } else { hair }, p.danger)),
            (false, true, _) => Some((stroke::FOCUS, p.accent)),
            (false, false, true) => Some((hair, p.line_strong)),
            (false, false, false) => None,
        };
        if let Some((width, ink)) = edge {
            let corner = egui::CornerRadius::same(radius::CONTROL);
            let edge = Stroke::new(width, ink);
            let shape = egui::epaint::RectShape::new(box_rect, corner, p.base, edge, StrokeKind::Inside);
            ui.painter().set(ground, shape);
        }
        response
    }
}
