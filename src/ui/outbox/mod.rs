//! The outbox: everything that is not yet confirmed, why it waits, and what can be done.

pub mod choices;
pub mod edit_again;
pub mod groups;
pub mod in_full;
pub mod inspector;
pub mod lines;
mod readable;
pub mod row;
mod sent;
pub mod table;

use egui::{Rect, Ui, UiBuilder, pos2};

use super::actions::Actions;
use super::state::{Pane, UiState};
use super::widgets;
use crate::bridge::Snapshot;
use crate::theme::{self, Layout, pane};

/// Width of the groups, and of the inspector.
const GROUPS: f32 = 196.0;
const INSPECTOR: f32 = 340.0;
/// Under this width the groups are folded away.
const GROUPS_FROM: f32 = 1100.0;

/// Draws the screen into what is right of the rail.
pub fn outbox_ui(ui: &mut Ui, area: Rect, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    let line = theme::palette(ui).line;
    if state.layout == Layout::Single {
        let inspecting = state.pane != Pane::List && state.outbox.chosen_row(snapshot).is_some();
        pane_ui(ui, "outbox alone", area, |ui| {
            if inspecting {
                inspector::inspector_ui(ui, true, snapshot, state, actions);
            } else {
                table::table_ui(ui, true, true, snapshot, state, actions);
            }
        });
        return;
    }
    let groups = if area.width() > GROUPS_FROM { GROUPS } else { 0.0 };
    let inspector = INSPECTOR.min(area.width() - groups - pane::TIMELINE_LEAST).max(280.0);
    let left = area.with_max_x(area.left() + groups);
    let right = area.with_min_x(area.right() - inspector);
    let middle = Rect::from_min_max(pos2(left.right(), area.top()), pos2(right.left(), area.bottom()));
    if groups > 0.0 {
        pane_ui(ui, "outbox groups", left, |ui| groups::groups_ui(ui, snapshot, state, actions));
    }
    pane_ui(ui, "outbox table", middle, |ui| table::table_ui(ui, false, groups < 1.0, snapshot, state, actions));
    pane_ui(ui, "outbox inspector", right, |ui| inspector::inspector_ui(ui, false, snapshot, state, actions));
    for x in [middle.left(), right.left()] {
        widgets::upright_hairline(ui.painter(), x, area.y_range(), line);
    }
}

fn pane_ui<R>(ui: &mut Ui, name: &str, rect: Rect, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let mut child = ui.new_child(UiBuilder::new().id_salt(name).max_rect(rect));
    child.shrink_clip_rect(rect);
    child.spacing_mut().item_spacing = egui::Vec2::ZERO;
    contents(&mut child)
}
