//! The settings: who I am, who my colleagues are, how the window looks, how often it asks, where things are.
//!
//! What belongs to the settings file is written there by the engine, comments kept; what is the window's own is
//! remembered with it. [`desk`] keeps what is half typed; [`people`], [`look`] and [`places`] draw the sections.

pub mod appearance;
pub mod desk;
mod look;
mod people;
mod places;
mod row;
pub mod words;

use egui::{Align, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

pub use appearance::{Appearance, PaneWidths, TextSize, ThemeChoice};
pub use desk::{Desk, Spot};

use super::actions::Actions;
use super::list::band::at;
use super::state::UiState;
use super::widgets::text::{self, TextLook};
use super::{places as menu, widgets};
use crate::bridge::{Command, Snapshot};
use crate::domain::AgentId;
use crate::theme::{self, height, space};

/// Wider than this nothing gets: an eye finds the end of a line.
const WIDTH: f32 = 640.0;

/// What can be asked for on this screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// What was typed at this spot goes into the settings file.
    Save(Spot),
    /// What was typed there is thrown away.
    GiveUp(Spot),
    /// Takes a colleague out of the address book; their leads stay theirs.
    Forget(AgentId),
    /// Puts the typed id and name into the address book.
    Add,
    KeysOff(bool),
    ReducedMotion(bool),
    Plain(bool),
}

/// Does what was asked for.
pub fn wish(wish: Wish, snapshot: &Snapshot, state: &mut UiState) {
    let command: Option<Command> = match wish {
        Wish::Save(spot) => state.desk.save(spot, snapshot),
        Wish::GiveUp(spot) => {
            state.desk.give_up(&spot);
            None
        }
        Wish::Forget(id) => state.desk.forget(id),
        Wish::Add => state.desk.add(snapshot),
        Wish::KeysOff(off) => {
            state.appearance.keys_off = off;
            None
        }
        Wish::ReducedMotion(reduced) => {
            state.appearance.reduced_motion = reduced;
            None
        }
        Wish::Plain(plain) => {
            state.appearance.plain = plain;
            None
        }
    };
    state.outgoing_extend(command);
}

/// Draws the screen into what is right of the rail. `narrow`: one pane at a time, with the menu of places.
pub fn settings_ui(ui: &mut Ui, narrow: bool, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    let area = widgets::pane_ground(ui, p.base);
    let band = area.with_max_y(area.top() + height::BAND_A);
    let left = if narrow { space::M } else { space::XL };
    let title = text::line(ui, super::text::SETTINGS, band.width(), TextLook::title(p.ink));
    let place = text::paint(ui.painter(), band.with_min_x(band.left() + left), Align::Min, &title);
    let heading = ui.interact(place, ui.scope_id().with("title"), Sense::hover());
    heading.widget_info(|| WidgetInfo::labeled(Role::Heading, true, super::text::SETTINGS));
    widgets::hairline(ui.painter(), area.x_range(), band.bottom() - 1.0, p.line);
    if narrow {
        let place = Rect::from_center_size(pos2(area.right() - 26.0, band.center().y), vec2(28.0, 28.0));
        at(ui, place, |ui| menu::menu_ui(ui, snapshot, state, actions));
    }
    let body = area.with_min_y(band.bottom());
    let mut child = ui.new_child(UiBuilder::new().id_salt("settings").max_rect(body));
    child.shrink_clip_rect(body);
    child.spacing_mut().item_spacing = egui::Vec2::ZERO;
    let area = ScrollArea::vertical().id_salt("settings").auto_shrink(false).show(&mut child, |ui| {
        let width = WIDTH.min(ui.available_width() - 2.0 * left);
        let top = ui.cursor().top() + space::L;
        let column = Rect::from_min_size(pos2(body.left() + left, top), vec2(width, 0.0));
        let mut ui_column = ui.new_child(UiBuilder::new().id_salt("column").max_rect(column));
        ui_column.spacing_mut().item_spacing = egui::Vec2::ZERO;
        let column = &mut ui_column;
        people::me_ui(column, snapshot, state, actions);
        people::colleagues_ui(column, snapshot, state, actions);
        look::templates_ui(column, snapshot, actions);
        look::look_ui(column, state, actions);
        look::keys_ui(column, state, actions);
        places::intervals_ui(column, snapshot, state, actions);
        places::places_ui(column, snapshot, actions);
        let bottom = column.cursor().top() + space::XL;
        ui.advance_cursor_after_rect(Rect::from_min_max(pos2(body.left(), top), pos2(body.right(), bottom)));
    });
    widgets::name_scroll_bar(ui, &area);
}
