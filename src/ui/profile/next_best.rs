//! The next best action at the bottom of the profile: what a vendor advised in its newest answer about this customer.

use egui::{Align, Role, Sense, Ui, WidgetInfo, vec2};

use crate::bridge::OpenLead;
use crate::theme::{self, Icon, IconFill, icon, space};
use crate::ui::actions::Actions;
use crate::ui::record::{advice, words};
use crate::ui::state::UiState;
use crate::ui::widgets;
use crate::ui::widgets::text::{self, TextLook};

/// Draws it at the foot of a pane so high, where something was advised.
pub(super) fn next_best_ui(ui: &mut Ui, room: f32, open: &OpenLead, state: &UiState, actions: &mut Actions) {
    let Some(best) = &open.next_best else { return };
    let p = theme::palette(ui);
    // At the foot of the pane, by its height in the last frame; under what is longer than the pane.
    let id = ui.scope_id().with("next best");
    let height: f32 = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let used = ui.cursor().top() - ui.min_rect().top();
    ui.add_space((room - used - height - space::M).max(space::XL));
    let top = ui.cursor().top();
    let margin = egui::Margin { left: 12, right: 12, top: 0, bottom: 0 };
    egui::Frame::new().outer_margin(margin).show(ui, |ui| {
        widgets::card_frame(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = space::XXS;
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 18.0), Sense::hover());
            let square = widgets::square_at_left(rect, icon::SMALL);
            widgets::icon(ui.painter(), square, Icon::Compass, IconFill::Regular, icon::SMALL, p.accent);
            let room = rect.with_min_x(square.right() + space::XS + 2.0);
            let from = format!("{}, {}", best.title, state.moment(best.at));
            let beside = text::line(ui, &from, room.width() / 2.0, TextLook::caption(p.ink3));
            let right = text::paint(ui.painter(), room, Align::Max, &beside).left() - space::S;
            let room = room.with_max_x(right);
            let head = text::line(ui, words::NEXT_BEST, room.width(), TextLook::small(p.ink2).semibold());
            text::paint(ui.painter(), room, Align::Min, &head);
            let name = format!("{}: {from}", words::NEXT_BEST);
            response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, name.clone()));
            for (n, advised) in best.advice.iter().enumerate() {
                ui.add_space(if n > 0 { space::S } else { 0.0 });
                advice::advice_ui(ui, advised, actions);
            }
        });
    });
    let now = ui.cursor().top() - top;
    if (now - height).abs() > 0.5 {
        ui.data_mut(|data| data.insert_temp(id, now));
        ui.ctx().request_repaint();
    }
    ui.add_space(space::M);
}
