//! The accounts page: how each account is, what its key can do, and what is known of its vendor. Never a secret.
//!
//! The table and what is known stand left, the inspector right: the sentence first, then what can be done. Forms (a key,
//! a new account) and questions (remove it?) take the inspector's place. `place` holds what is half typed, `act` turns
//! it into commands and takes the answers in, `words` holds the wording.

pub mod act;
pub mod facts;
pub mod forms;
pub mod inspector;
pub mod place;
pub mod questions;
pub mod row;
pub mod table;
pub mod words;

use egui::{Rect, Ui, UiBuilder};

use super::actions::Actions;
use super::state::{Pane, UiState};
use super::widgets;
use crate::bridge::Snapshot;
use crate::theme::{self, Layout};

pub use place::{AccountsAction, AccountsPlace};

/// Width of the inspector, and of the table from which on it has that.
const INSPECTOR: f32 = 384.0;
const NARROW_INSPECTOR: f32 = 336.0;
const ROOMY_FROM: f32 = 1120.0;

/// Draws the screen into what is right of the rail.
pub fn accounts_ui(ui: &mut Ui, area: Rect, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    if state.layout == Layout::Single {
        let aside = state.pane != Pane::List || state.accounts.aside.is_open();
        pane_ui(ui, "accounts alone", area, |ui| {
            if aside {
                inspector::inspector_ui(ui, true, snapshot, state, actions);
            } else {
                table::table_ui(ui, true, snapshot, state, actions);
            }
        });
        return;
    }
    let inspector = if area.width() > ROOMY_FROM { INSPECTOR } else { NARROW_INSPECTOR };
    let right = area.with_min_x(area.right() - inspector);
    let left = area.with_max_x(right.left());
    pane_ui(ui, "accounts table", left, |ui| table::table_ui(ui, false, snapshot, state, actions));
    pane_ui(ui, "account inspector", right, |ui| inspector::inspector_ui(ui, false, snapshot, state, actions));
    widgets::upright_hairline(ui.painter(), right.left(), area.y_range(), theme::palette(ui).line);
}

fn pane_ui<R>(ui: &mut Ui, name: &str, rect: Rect, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let mut child = ui.new_child(UiBuilder::new().id_salt(name).max_rect(rect));
    child.shrink_clip_rect(rect);
    child.spacing_mut().item_spacing = egui::Vec2::ZERO;
    contents(&mut child)
}
