//! The one menu that holds rail and views, where one pane is shown at a time.

use egui::Ui;

use super::actions::{Action, Actions};
use super::state::{Popup, Screen, UiState};
use super::widgets::{self, IconButton};
use super::{popup, text, views};
use crate::bridge::Snapshot;
use crate::theme::{Icon, space};

/// The menu's icon, and the menu while it is open.
pub fn menu_ui(ui: &mut Ui, snapshot: &Snapshot, state: &UiState, actions: &mut Actions) {
    let opener = IconButton::header(Icon::List, text::MENU).show(ui);
    if opener.clicked() {
        actions.push(Action::Popup(Popup::Places));
    }
    popup::menu_ui(&opener, Popup::Places, 240.0, state, actions, |ui, actions| {
        for (screen, icon) in
            [(Screen::Inbox, Icon::Tray), (Screen::Outbox, Icon::PaperPlaneTilt), (Screen::Accounts, Icon::Key)]
        {
            let action = Action::Go(screen);
            if widgets::menu_item(ui, Some(icon), &action.name(), action.key_cap().as_deref()).clicked() {
                actions.push(action);
            }
        }
        ui.add_space(space::XS);
        views::menu_ui(ui, snapshot, state, actions);
        ui.add_space(space::XS);
        for (action, icon) in [
            (Action::Go(Screen::Templates), Icon::PhoneOutgoing),
            (Action::Popup(Popup::KeySheet), Icon::Keyboard),
            (Action::Go(Screen::Settings), Icon::GearSix),
        ] {
            if widgets::menu_item(ui, Some(icon), &action.name(), action.key_cap().as_deref()).clicked() {
                actions.push(action);
            }
        }
    });
}
