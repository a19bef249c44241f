//! What floats: frames of popups, menus and notices, tooltips, menu rows. One shadow, one hairline.

use egui::{Align, Frame, Margin, Response, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::button::Touch;
use super::paint::{icon, palette, square_at_left};
use super::tag::key_cap_at_right;
use super::text::{self, TextLook};
use crate::theme::{self, Icon, IconFill, Size, height, radius, space};

/// The frame of palette, dialogs and popups.
pub fn popup_frame(ui: &Ui) -> Frame {
    floating(ui, radius::POPUP)
}

/// The frame of menus.
pub fn menu_frame(ui: &Ui) -> Frame {
    floating(ui, radius::CARD)
}

fn floating(ui: &Ui, corner: u8) -> Frame {
    let palette = palette(ui);
    Frame::new()
        .fill(palette.raised)
        .stroke(Stroke::new(super::paint::hairline_width(ui.painter()), palette.line))
        .corner_radius(corner)
        .inner_margin(Margin::same(8))
        .shadow(ui.visuals().popup_shadow)
}

/// A card on the page: hairline and radius, no shadow.
pub fn card_frame(ui: &Ui) -> Frame {
    let palette = palette(ui);
    Frame::new()
        .fill(palette.base)
        .stroke(Stroke::new(super::paint::hairline_width(ui.painter()), palette.line))
        .corner_radius(radius::CARD)
        .inner_margin(Margin::same(12))
}

/// A tooltip of at most three lines, with the key that does the same; comes when the pointer has rested 400 ms.
pub fn tip(response: Response, words: &str, key: Option<&str>) -> Response {
    response.on_hover_ui(|ui| {
        let palette = palette(ui);
        // One line of small text is the height; nothing in here can be pressed.
        ui.spacing_mut().interact_size.y = Size::Small.line();
        ui.horizontal(|ui| {
            let room = ui.spacing().tooltip_width;
            let line = text::block(ui, words, room, 3, TextLook::small(palette.ink));
            let (rect, response) = ui.allocate_exact_size(line.galley.size(), Sense::hover());
            ui.painter().galley(text::snapped(ui.painter(), rect.min), line.galley, palette.ink);
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
            if let Some(key) = key.filter(|key| super::tag::is_heard(ui, key)) {
                super::tag::key_cap(ui, key);
            }
        });
    })
}

/// A row of a menu.
pub fn menu_item(ui: &mut Ui, sign: Option<Icon>, words: &str, key: Option<&str>) -> Response {
    let palette = palette(ui);
    let size = vec2(ui.available_width(), theme::Density::Comfortable.heights().menu_row);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let touch = Touch::of(ui, &response, ui.is_enabled());
    if matches!(touch, Touch::Hover | Touch::Focus | Touch::Pressed) {
        ui.painter().rect_filled(
            rect,
            radius::CONTROL,
            if touch == Touch::Pressed { palette.press } else { palette.select },
        );
    }
    let mut room = rect.shrink2(vec2(space::S, 0.0));
    if let Some(key) = key {
        room.max.x = key_cap_at_right(ui, room, key).left() - space::S;
    }
    if let Some(sign) = sign {
        let square = square_at_left(room, theme::icon::BODY);
        icon(ui.painter(), square, sign, IconFill::Regular, theme::icon::BODY, palette.ink2);
        room.min.x = square.right() + space::S;
    }
    let line = text::line(ui, words, room.width(), TextLook::body(palette.ink));
    text::paint(ui.painter(), room, Align::Min, &line);
    response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, true, words));
    response
}

/// What an undo notice was answered with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Answer {
    #[default]
    None,
    /// The action's words were pressed.
    Action,
    /// It was put away.
    Dismissed,
}

/// The notice after a change, "Nadia: Open → Review." with "Undo". The caller places it and counts its eight seconds.
pub fn undo_notice(ui: &mut Ui, sentence: &str, action: &str, key: Option<&str>) -> Answer {
    let palette = palette(ui);
    let mut answer = Answer::None;
    let frame = floating(ui, radius::CARD).inner_margin(Margin { left: 12, right: 4, top: 3, bottom: 3 });
    let shown = frame.show(ui, |ui| {
        ui.set_height(height::UNDO_NOTICE - 6.0);
        ui.horizontal_centered(|ui| {
            let room = (ui.available_width() - 140.0).max(80.0);
            let line = text::line(ui, sentence, room, TextLook::body(palette.ink));
            let (rect, response) = ui.allocate_exact_size(vec2(line.width(), height::BUTTON), Sense::hover());
            text::paint(ui.painter(), rect, Align::Min, &line);
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, sentence));
            if super::Button::quiet(action).key(key).show(ui).clicked() {
                answer = Answer::Action;
            }
            if super::IconButton::small(Icon::X, "Put away").show(ui).clicked() {
                answer = Answer::Dismissed;
            }
        });
    });
    ui.ctx().accesskit_node_builder(shown.response.id, |node| node.set_live(egui::accesskit::Live::Polite));
    answer
}
