//! The sheet with the recovery key, and the notice that leads to it.

use egui::{Align, Color32, CornerRadius, Layout, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{RecoveryAction, Shown, words};
use crate::theme::{self, Icon, IconFill, Size, Weight, icon, radius, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::popup;
use crate::ui::state::{Popup, UiState};
use crate::ui::widgets::text::TextLook;
use crate::ui::widgets::{self, Button, IconButton};

/// Groups in one line.
const COLUMNS: usize = 4;
const CELL: egui::Vec2 = vec2(104.0, 36.0);

/// Draws the sheet while it is open.
pub fn sheet_ui(ui: &Ui, state: &UiState, actions: &mut Actions) {
    if state.popup != Some(Popup::RecoveryKey) {
        return;
    }
    let mut wanted = None;
    let outside = popup::dialog_ui(ui, words::TITLE, 464.0, |ui| {
        let p = theme::palette(ui);
        ui.horizontal(|ui| {
            widgets::label(ui, words::TITLE, TextLook::title(p.ink));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if IconButton::new(Icon::X, RecoveryAction::Close.name()).key("Esc").show(ui).clicked() {
                    wanted = Some(RecoveryAction::Close);
                }
            });
        });
        widgets::paragraph(ui, words::MEANS, 6, TextLook::body(p.ink2));
        ui.add_space(space::S);
        match &state.recovery.shown {
            Shown::Key(key) => {
                groups_ui(ui, key.expose());
                ui.add_space(space::S);
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = space::S;
                    for (action, primary) in [(RecoveryAction::WrittenDown, true), (RecoveryAction::Copy, false)] {
                        let button = if primary { Button::primary } else { Button::plain };
                        if button(action.name()).show(ui).clicked() {
                            wanted = Some(action);
                        }
                    }
                });
                ui.add_space(space::XXS);
                widgets::paragraph(ui, words::CLIPBOARD, 2, TextLook::small(p.ink3));
            }
            Shown::Refused(why) => drop(widgets::paragraph(ui, why, 8, TextLook::body(p.danger))),
            Shown::Asked(_) | Shown::Nothing => {
                widgets::label(ui, words::ASKING, TextLook::body(p.ink3));
            }
        }
    });
    if outside {
        wanted = Some(RecoveryAction::Close);
    }
    actions.extend(wanted.map(Action::Recovery));
}

/// The groups in lines of four, with their numbers: a slip is told by the number of its group.
///
/// Laid out by the toolkit itself, which forgets a text with the frame that does not show it; our own cache of lines
/// would keep it.
fn groups_ui(ui: &mut Ui, key: &str) {
    let p = theme::palette(ui);
    let groups: Vec<&str> = key.split('-').collect();
    let lines = u16::try_from(groups.len().div_ceil(COLUMNS)).unwrap_or(u16::MAX);
    let size = vec2(ui.available_width(), f32::from(lines) * CELL.y + 2.0 * space::XS);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    ui.painter().rect_filled(rect, CornerRadius::same(radius::CONTROL), p.sunk);
    let column = ((rect.width() - 2.0 * space::S) / 4.0).min(CELL.x);
    let mut at = pos2(rect.left() + space::S, rect.top() + space::XS);
    for (line_of, line) in groups.chunks(COLUMNS).enumerate() {
        at.x = rect.left() + space::S;
        for (n, group) in line.iter().enumerate() {
            let number = (line_of * COLUMNS + n + 1).to_string();
            let cell = Rect::from_min_size(at, vec2(column, CELL.y));
            let paint = |text: &str, x: f32, size: Size, weight: Weight, ink: Color32| {
                let galley = ui.painter().layout_no_wrap(text.to_owned(), theme::font(size, weight), ink);
                let y = cell.center().y - galley.size().y / 2.0;
                ui.painter().galley(pos2(x, y).round(), galley, ink);
            };
            paint(&number, cell.left(), Size::Caption, Weight::Regular, p.ink3);
            paint(group, cell.left() + 20.0, Size::Title, Weight::Medium, p.ink);
            at.x += column;
        }
        at.y += CELL.y;
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words::spoken(key)));
}

/// The notice: what the key is for, and the way to it.
pub fn notice_ui(ui: &mut Ui, actions: &mut Actions) {
    let p = theme::palette(ui);
    widgets::menu_frame(ui).inner_margin(egui::Margin { left: 12, right: 6, top: 6, bottom: 8 }).show(ui, |ui| {
        ui.horizontal_top(|ui| {
            let (square, _) = ui.allocate_exact_size(vec2(icon::BODY, 24.0), Sense::hover());
            widgets::icon(ui.painter(), square, Icon::LockKey, IconFill::Regular, icon::BODY, p.ink2);
            ui.vertical(|ui| {
                ui.set_width(ui.available_width() - 34.0);
                ui.add_space(2.0);
                widgets::paragraph(ui, words::NOTICE, 4, TextLook::body(p.ink));
                ui.add_space(space::XS);
                ui.horizontal(|ui| {
                    if Button::plain(RecoveryAction::Show.name()).show(ui).clicked() {
                        actions.push(Action::Recovery(RecoveryAction::Show));
                    }
                });
            });
            if IconButton::small(Icon::X, words::PUT_AWAY).show(ui).clicked() {
                actions.push(Action::Recovery(RecoveryAction::Later));
            }
        });
    });
}
