//! The key sheet: every action that has a key, made from the actions themselves.

use egui::{Align, Layout, ScrollArea, Sense, Ui, vec2};

use super::actions::{Action, Actions};
use super::popup;
use super::state::{Popup, UiState};
use super::text;
use super::widgets::text::TextLook;
use super::widgets::{self, IconButton};
use crate::theme::{self, Icon, space};

/// Draws the sheet while it is open.
pub fn key_sheet_ui(ui: &Ui, state: &UiState, actions: &mut Actions) {
    if state.popup != Some(Popup::KeySheet) {
        return;
    }
    let mut close = false;
    close |= popup::dialog_ui(ui, text::KEYS, 560.0, |ui| {
        ui.horizontal(|ui| {
            widgets::label(ui, text::KEYS, TextLook::title(theme::palette(ui).ink));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                close |= IconButton::new(Icon::X, "Close the keys").key("Esc").show(ui).clicked();
            });
        });
        ui.add_space(space::S);
        crate::ui::widgets::scrolls(
            ui,
            ScrollArea::vertical().max_height(ui.ctx().content_rect().height() - 160.0),
            |ui| {
                let keyed = Action::keyed();
                let half = keyed.len().div_ceil(2);
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = space::XL;
                    let width = (ui.available_width() - space::XL) / 2.0;
                    for column in keyed.chunks(half) {
                        ui.vertical(|ui| {
                            ui.set_width(width);
                            ui.spacing_mut().item_spacing.y = 0.0;
                            for action in column {
                                line_ui(ui, action);
                            }
                        });
                    }
                });
            },
        );
    });
    if close {
        actions.push(Action::Popup(Popup::KeySheet));
    }
}

/// One action: its words, and its key at the right.
fn line_ui(ui: &mut Ui, action: &Action) {
    let p = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    let cap = action.key_cap().unwrap_or_default();
    let key = widgets::key_cap_at_right(ui, rect, &cap);
    let room = rect.with_max_x(key.left() - space::S);
    let name = action.name();
    let line = widgets::text::line(ui, &name, room.width(), TextLook::small(p.ink));
    widgets::text::paint(ui.painter(), room, Align::Min, &line);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, format!("{name}: {cap}")));
}
