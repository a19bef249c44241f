//! What a pane says about itself: the strip at its top, the label, the empty state.

use egui::{Align, Layout, Response, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::Button;
use super::paint::{icon, palette, state_icon};
use super::text::{self, TextLook};
use crate::theme::{self, Gravity, Icon, IconFill, height, space};

/// A strip across the pane: soft ground, icon, one sentence, one action at the right. Never stacked: the worst is shown
/// and `more` says how many stand behind it. Returns the action's response.
pub fn strip(ui: &mut Ui, gravity: Gravity, sentence: &str, action: Option<&str>, more: usize) -> Option<Response> {
    let palette = palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height::STRIP), Sense::hover());
    let (ground, look) = palette.strip(gravity);
    ui.painter().rect_filled(rect, 0, ground);
    let mut room = rect.shrink2(vec2(space::L, 0.0));
    let answer = action.map(|words| {
        let button = Button::quiet(words);
        let width = button.natural_width(ui).min(room.width() / 2.0);
        let place = room.with_min_x(room.right() - width).translate(vec2(space::S, 0.0));
        room.max.x = place.left() - space::S;
        let builder = UiBuilder::new().max_rect(place).layout(Layout::left_to_right(Align::Center));
        ui.scope_builder(builder, |ui| button.width(width).show(ui)).inner
    });
    if more > 0 {
        let count = text::line(ui, &format!("+{more}"), room.width(), TextLook::small(palette.ink2).medium());
        room.max.x = text::paint(ui.painter(), room, Align::Max, &count).left() - space::S;
    }
    let square = state_icon(ui.painter(), room, look, theme::icon::BODY);
    room.min.x = square.right() + space::S;
    let line = text::line(ui, sentence, room.width(), TextLook::body(palette.ink));
    text::paint(ui.painter(), room, Align::Min, &line);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, sentence));
    if line.cut {
        response.on_hover_text(sentence);
    }
    answer
}

/// One line of text as a thing of its own, cut to the room there is; the whole is in the tooltip then.
pub fn label(ui: &mut Ui, words: &str, look: TextLook) -> Response {
    let line = text::line(ui, words, ui.available_width(), look);
    let (rect, response) = ui.allocate_exact_size(vec2(line.width(), look.size.line()), Sense::hover());
    text::paint(ui.painter(), rect, Align::Min, &line);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    if line.cut { response.on_hover_text(words) } else { response }
}

/// The label over a field, with what the field is for behind it.
pub fn field_label(ui: &mut Ui, label: &str, means: &str) {
    let p = palette(ui);
    let look = TextLook::small(p.ink2).medium();
    let spans = [(label, look), ("  ", look), (means, TextLook::small(p.ink3))];
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 16.0), Sense::hover());
    let line = text::spans(ui, &spans, rect.width());
    text::paint(ui.painter(), rect, Align::Min, &line);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{label} {means}").trim_end().to_owned()));
    ui.add_space(space::XS);
}

/// Wrapped text of at most `rows_most` rows as a thing of its own.
pub fn paragraph(ui: &mut Ui, words: &str, rows_most: u16, look: TextLook) -> Response {
    let line = text::block(ui, words, ui.available_width(), rows_most, look);
    let (rect, response) = ui.allocate_exact_size(line.galley.size(), Sense::hover());
    ui.painter().galley(text::snapped(ui.painter(), rect.min), line.galley, look.ink);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    response
}

/// The head of a section: 12/600 in ink2, with a count behind it.
pub fn section_head(ui: &mut Ui, words: &str, count: Option<&str>) -> Response {
    let palette = palette(ui);
    let look = TextLook::small(palette.ink2).semibold();
    let count_look = TextLook::small(palette.ink3);
    let line = match count {
        Some(count) => text::spans(ui, &[(words, look), ("  ", look), (count, count_look)], ui.available_width()),
        None => text::line(ui, words, ui.available_width(), look),
    };
    let (rect, response) = ui.allocate_exact_size(vec2(line.width(), look.size.line()), Sense::hover());
    text::paint(ui.painter(), rect, Align::Min, &line);
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, words));
    response
}

/// Where nothing is: icon, what that means, what one can do. At the place of the first row, 24 in. Returns the
/// button's response.
pub fn empty_state(ui: &mut Ui, sign: Icon, sentence: &str, hint: &str, action: Option<&str>) -> Option<Response> {
    let palette = palette(ui);
    let at = ui.cursor().min;
    let width = (ui.available_width() - 2.0 * space::XL).max(0.0);
    let place = egui::Rect::from_min_size(pos2(at.x + space::XL, at.y + space::XL), vec2(width.min(420.0), 0.0));
    ui.scope_builder(UiBuilder::new().max_rect(place).layout(Layout::top_down(Align::Min)), |ui| {
        let (square, _) = ui.allocate_exact_size(vec2(theme::icon::RAIL, theme::icon::RAIL), Sense::hover());
        icon(ui.painter(), square, sign, IconFill::Regular, theme::icon::RAIL, palette.ink3);
        ui.add_space(space::XS);
        paragraph(ui, sentence, 2, TextLook::body(palette.ink));
        if !hint.is_empty() {
            paragraph(ui, hint, 3, TextLook::body(palette.ink3));
        }
        action.map(|words| {
            ui.add_space(space::S);
            Button::plain(words).show(ui)
        })
    })
    .inner
}
