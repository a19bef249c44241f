//! The rail at the left: the mark, the places, keys and settings.

use egui::{Rect, Ui, pos2, vec2};

use super::actions::{Action, Actions};
use super::list::band::at;
use super::state::{Popup, Screen, UiState};
use super::widgets::{self, IconButton};
use crate::bridge::Snapshot;
use crate::theme::{self, Icon, pane};

/// Side of a place, and the step from one to the next.
const PLACE: f32 = 40.0;
const STEP: f32 = 42.0;

/// Draws the rail into its rectangle.
pub fn rail_ui(ui: &mut Ui, snapshot: &Snapshot, state: &UiState, actions: &mut Actions) {
    let palette = theme::palette(ui);
    let rect = widgets::pane_ground(ui, palette.side);
    let mark = Rect::from_center_size(pos2(rect.center().x, rect.top() + 24.0), vec2(22.0, 22.0));
    theme::paint_mark(ui.painter(), mark, palette.accent);

    let place = |top: f32| Rect::from_min_size(pos2(rect.center().x - PLACE / 2.0, top), vec2(PLACE, PLACE));
    let places = [
        (Screen::Inbox, Icon::Tray, 0),
        (Screen::Outbox, Icon::PaperPlaneTilt, snapshot.need_you()),
        (Screen::Accounts, Icon::Key, 0),
    ];
    let mut top = rect.top() + 50.0;
    for (screen, icon, badge) in places {
        let action = Action::Go(screen);
        let (name, key) = (action.name(), action.key_cap());
        let button = IconButton::rail(icon, &name).key(key.as_deref()).chosen(state.screen == screen).badge(badge);
        if at(ui, place(top), |ui| button.show(ui)).clicked() {
            actions.push(action);
        }
        top += STEP;
    }
    keys_and_settings_ui(ui, rect, state, actions);
}

fn keys_and_settings_ui(ui: &mut Ui, rect: Rect, state: &UiState, actions: &mut Actions) {
    debug_assert!((rect.width() - pane::RAIL).abs() < 1.0);
    let place = |bottom: f32| Rect::from_center_size(pos2(rect.center().x, rect.bottom() - bottom), vec2(PLACE, PLACE));
    let keys = Action::Popup(Popup::KeySheet);
    let (name, key) = (keys.name(), keys.key_cap());
    let button = IconButton::rail(Icon::Keyboard, &name).key(key.as_deref());
    if at(ui, place(70.0), |ui| button.show(ui)).clicked() {
        actions.push(keys);
    }
    let settings = Action::Go(Screen::Settings);
    let (name, key) = (settings.name(), settings.key_cap());
    let button = IconButton::rail(Icon::GearSix, &name).key(key.as_deref()).chosen(state.screen == Screen::Settings);
    if at(ui, place(28.0), |ui| button.show(ui)).clicked() {
        actions.push(settings);
    }
}
