//! Menus and dialogs over the window: where they open, and how they close.

use egui::{Align2, Area, Id, Order, PopupCloseBehavior, RectAlign, Response, Sense, Ui, vec2};

use super::actions::{Action, Actions};
use super::state::{Popup, UiState};
use super::widgets;
use crate::theme;

/// A menu under the control that opens it, while it is open. A press elsewhere closes it.
pub fn menu_ui(
    opener: &Response,
    popup: Popup,
    width: f32,
    state: &UiState,
    actions: &mut Actions,
    contents: impl FnOnce(&mut Ui, &mut Actions),
) {
    if state.popup != Some(popup) {
        return;
    }
    let mut open = true;
    let frame = opener_frame(opener);
    egui::Popup::menu(opener)
        .id(Id::unique(("menu", popup)))
        .open_bool(&mut open)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .align(RectAlign::BOTTOM_START)
        .gap(4.0)
        .width(width)
        .frame(frame)
        .accessible_name(Action::Popup(popup).name())
        .show(|ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 0.0;
            contents(ui, actions);
        });
    // A press on the opener itself is the opener's: it closes the menu by its own action.
    if !open && !opener.clicked() {
        actions.push(Action::Popup(popup));
    }
}

fn opener_frame(opener: &Response) -> egui::Frame {
    let palette = theme::palette(&opener.ctx);
    egui::Frame::new()
        .fill(palette.raised)
        .stroke(egui::Stroke::new(1.0 / opener.ctx.pixels_per_point(), palette.line))
        .corner_radius(theme::radius::CARD)
        .inner_margin(egui::Margin::same(8))
        .shadow(opener.ctx.global_style().visuals.popup_shadow)
}

/// A dialog in the middle of the window over a scrim. Gives whether the scrim was pressed.
pub fn dialog_ui(ui: &Ui, name: &str, width: f32, contents: impl FnOnce(&mut Ui)) -> bool {
    let palette = theme::palette(ui);
    let screen = ui.ctx().content_rect();
    let scrim = Area::new(Id::unique(("scrim", name)))
        .order(Order::Middle)
        .fixed_pos(screen.min)
        .sense(Sense::hover())
        .show(ui.ctx(), |ui| {
            let (rect, response) = ui.allocate_exact_size(screen.size(), Sense::CLICK);
            if !theme::is_plain(ui.visuals()) {
                ui.painter().rect_filled(rect, 0, palette.scrim);
            }
            response
        })
        .inner;
    let width = width.min(screen.width() - 48.0);
    let dialog =
        Area::new(Id::unique(("dialog", name))).order(Order::Foreground).anchor(Align2::CENTER_CENTER, vec2(0.0, 0.0));
    let shown = dialog.show(ui.ctx(), |ui| {
        widgets::popup_frame(ui).inner_margin(egui::Margin::same(16)).show(ui, |ui| {
            ui.set_width(width);
            ui.set_max_height(screen.height() - 96.0);
            ui.spacing_mut().item_spacing.y = 4.0;
            contents(ui);
        });
    });
    ui.ctx().accesskit_node_builder(shown.response.id, |node| {
        node.set_role(egui::accesskit::Role::Dialog);
        node.set_label(name);
    });
    scrim.clicked()
}
