//! One of several, as a field that opens a menu under it.

use egui::{Align, Id, Rect, Response, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use super::actions::{Action, Actions};
use super::state::{Popup, UiState};
use super::widgets::text::{self, TextLook};
use super::{popup, widgets};
use crate::theme::{self, Icon, IconFill, height, icon, radius, space};

/// What stands in it while nothing is chosen.
pub const CHOOSE: &str = "Choose…";
/// From this many on the menu scrolls.
const SCROLLS_FROM: usize = 10;
const HIGHEST: f32 = 288.0;

/// A choice and its value, for screen readers.
pub fn chosen(label: &str, value: &str) -> String {
    format!("{label}: {value}")
}

/// What it shows and offers.
pub struct Select<'a> {
    pub label: &'a str,
    pub value: &'a str,
    pub sign: Option<Icon>,
    /// Which menu of the form it opens.
    pub popup: Popup,
    pub id: Id,
    pub options: Vec<(&'a str, Action)>,
    pub faulty: bool,
}

impl Select<'_> {
    /// Draws it and, while it is open, its menu.
    pub fn show(self, ui: &mut Ui, state: &UiState, actions: &mut Actions) -> Response {
        let p = theme::palette(ui);
        let width = ui.available_width();
        let (_, rect) = ui.allocate_space(vec2(width, height::FIELD));
        let opener = ui.interact(rect, self.id, Sense::click());
        let edge = if self.faulty { p.danger } else { p.line_strong };
        let fill = if opener.hovered() { p.hover } else { p.base };
        widgets::boxed(ui.painter(), rect, radius::CONTROL, fill, edge);
        if widgets::has_visible_focus(ui, &opener) {
            widgets::inner_focus_ring(ui.painter(), rect, radius::CONTROL, p.accent);
        }
        if opener.gained_focus() {
            opener.scroll_to_me(None);
        }
        let mut room = rect.shrink2(vec2(10.0, 0.0));
        if let Some(sign) = self.sign {
            let square = widgets::square_at_left(room, icon::BODY);
            widgets::icon(ui.painter(), square, sign, IconFill::Regular, icon::BODY, p.ink2);
            room.min.x = square.right() + space::S;
        }
        let caret = Rect::from_min_max(egui::pos2(room.right() - icon::SMALL, rect.top()), rect.max);
        let caret = widgets::square_at_left(caret, icon::SMALL);
        widgets::icon(ui.painter(), caret, Icon::CaretDown, IconFill::Regular, icon::SMALL, p.ink2);
        room.max.x = caret.left() - space::S;
        let (shown, ink) = if self.value.is_empty() { (CHOOSE, p.ink3) } else { (self.value, p.ink) };
        let line = text::line(ui, shown, room.width(), TextLook::body(ink));
        text::paint(ui.painter(), room, Align::Min, &line);
        let name = chosen(self.label, shown);
        opener.widget_info(|| WidgetInfo::labeled(Role::Button, true, name.clone()));
        if opener.clicked() {
            actions.push(Action::Popup(self.popup));
        }
        popup::menu_ui(&opener, self.popup, width - 16.0, state, actions, |ui, actions| {
            let scrolls = self.options.len() >= SCROLLS_FROM;
            let mut all = |ui: &mut Ui| {
                for (option, action) in &self.options {
                    let sign = if *option == self.value { Icon::RadioButton } else { Icon::Circle };
                    if widgets::menu_item(ui, Some(sign), option, None).clicked() {
                        actions.push(action.clone());
                    }
                }
            };
            if scrolls {
                widgets::scrolls(ui, ScrollArea::vertical().max_height(HIGHEST), all);
            } else {
                all(ui);
            }
        });
        opener
    }
}
