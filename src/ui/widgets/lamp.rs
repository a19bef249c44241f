//! States of deliveries and of the outbox: an icon of 14 and a word in its colour, because there the state is the news.

use egui::{Align, Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::paint::{palette, state_icon};
use super::text::{self, TextLook};
use crate::theme::{StateLook, icon, space};

/// Paints icon and word at the left of a row. Returns the room it took.
pub fn state_at(ui: &Ui, row: Rect, look: StateLook, word: &str) -> Rect {
    lamp_at(ui, row, look, "", word)
}

/// Paints a lamp at the left of a row: icon, vendor in ink, word in the state's colour. Returns the room it took.
pub fn lamp_at(ui: &Ui, row: Rect, look: StateLook, vendor: &str, word: &str) -> Rect {
    let square = state_icon(ui.painter(), row, look, icon::SMALL);
    let room = row.with_min_x(square.right() + space::XS);
    let line = words(ui, look, vendor, word, room.width());
    square.union(text::paint(ui.painter(), room, Align::Min, &line))
}

/// The width [`lamp_at`] takes when it has room.
pub fn lamp_width(ui: &Ui, look: StateLook, vendor: &str, word: &str) -> f32 {
    icon::SMALL + space::XS + words(ui, look, vendor, word, f32::INFINITY).width()
}

fn words(ui: &Ui, look: StateLook, vendor: &str, word: &str, width: f32) -> text::Line {
    let word_look = TextLook::small(look.ink).medium();
    if vendor.is_empty() {
        return text::line(ui, word, width, word_look);
    }
    let vendor_look = word_look.ink(palette(ui).ink);
    text::spans(ui, &[(vendor, vendor_look), (" ", word_look), (word, word_look)], width)
}

/// Icon and word as a thing of its own, with its word for screen readers.
pub fn state(ui: &mut Ui, look: StateLook, word: &str) -> Response {
    lamp(ui, look, "", word)
}

/// A lamp as a thing of its own: what became of a fact at one vendor.
pub fn lamp(ui: &mut Ui, look: StateLook, vendor: &str, word: &str) -> Response {
    let width = lamp_width(ui, look, vendor, word).min(ui.available_width());
    let (rect, response) = ui.allocate_exact_size(vec2(width.ceil(), 16.0), Sense::hover());
    lamp_at(ui, rect, look, vendor, word);
    response.widget_info(|| {
        let name = if vendor.is_empty() { word.to_owned() } else { format!("{vendor}: {word}") };
        WidgetInfo::labeled(Role::Label, true, name)
    });
    response
}
