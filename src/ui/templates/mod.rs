//! The templates: what agents may record, with a part for each system that is told.
//!
//! The list stands left, the editor right; an import, an export or a question takes the editor's place. What a vendor's
//! part can hold is told by the vendor's folder ([`crate::domain::template::Slot`]); the editor knows no vendor. What is
//! edited is a draft that a restart keeps; what is wrong with it is asked of the engine at every change.

pub mod act;
mod editor;
mod export;
mod import;
mod list;
mod place;
mod slots;
mod tidy;
mod tree;
mod value;
pub mod words;

use egui::{Align, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::actions::{Action, Actions};
use super::list::band::at;
use super::state::{Pane, UiState};
use super::widgets::text::{self, TextLook};
use super::widgets::{self, IconButton};
use crate::bridge::Snapshot;
use crate::theme::{self, Icon, Layout, height, space};

pub use place::{Aside, Draft, Shown, Take, TemplatesAction, TemplatesPlace};
pub use tree::At;

const LIST: f32 = 248.0;

fn go(action: TemplatesAction) -> Action {
    Action::Templates(action)
}

/// Draws the screen into what is right of the rail.
pub fn templates_ui(ui: &mut Ui, area: Rect, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    if state.layout == Layout::Single {
        let beside = state.pane != Pane::List || state.templates.aside.is_open();
        pane_ui(ui, "templates alone", area, |ui| {
            if beside {
                right_ui(ui, true, snapshot, state, actions);
            } else {
                list::list_ui(ui, true, snapshot, state, actions);
            }
        });
        return;
    }
    let (left, right) = area.split_left_right_at_x(area.left() + LIST);
    pane_ui(ui, "template list", left, |ui| list::list_ui(ui, false, snapshot, state, actions));
    pane_ui(ui, "template editor", right, |ui| right_ui(ui, false, snapshot, state, actions));
    widgets::upright_hairline(ui.painter(), right.left(), area.y_range(), theme::palette(ui).line);
}

fn right_ui(ui: &mut Ui, alone: bool, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    let rect = widgets::pane_ground(ui, p.base);
    match &state.templates.aside {
        Aside::Import(_) => import::import_ui(ui, rect, snapshot, state, actions),
        Aside::Export(_) => export::export_ui(ui, rect, state, actions),
        Aside::Nothing | Aside::Remove(_) => editor::editor_ui(ui, rect, alone, snapshot, state, actions),
    }
}

fn pane_ui<R>(ui: &mut Ui, name: &str, rect: Rect, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let mut child = ui.new_child(UiBuilder::new().id_salt(name).max_rect(rect));
    child.shrink_clip_rect(rect);
    child.spacing_mut().item_spacing = egui::Vec2::ZERO;
    contents(&mut child)
}

/// The band of a page in the editor's place: its title, and the cross that closes it. Gives what is below.
fn band_ui(ui: &mut Ui, rect: Rect, title: &str, actions: &mut Actions) -> Rect {
    let p = theme::palette(ui);
    let band = rect.with_max_y(rect.top() + height::BAND_A);
    widgets::hairline(ui.painter(), rect.x_range(), band.bottom() - 1.0, p.line);
    let mut room = band.shrink2(vec2(space::L, 0.0));
    let close = Rect::from_center_size(pos2(room.right() - 10.0, room.center().y), vec2(28.0, 28.0));
    if at(ui, close, |ui| IconButton::header(Icon::X, words::CLOSE).key("Esc").show(ui)).clicked() {
        actions.push(go(TemplatesAction::Leave));
    }
    room.max.x = close.left() - space::S;
    title_ui(ui, room, title);
    rect.with_min_y(band.bottom())
}

/// A title in a band. Gives what is right of it.
fn title_ui(ui: &Ui, room: Rect, title: &str) -> Rect {
    let p = theme::palette(ui);
    let line = text::line(ui, title, room.width(), TextLook::title(p.ink));
    let shown = text::paint(ui.painter(), room, Align::Min, &line);
    let response = ui.interact(shown, ui.scope_id().with("title"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, title));
    room.with_min_x(shown.right() + space::S)
}

fn fault_ui(ui: &mut Ui, fault: Option<&str>) {
    if let Some(fault) = fault {
        ui.add_space(space::XXS);
        widgets::paragraph(ui, fault, 6, TextLook::small(theme::palette(ui).danger));
    }
}
