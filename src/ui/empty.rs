//! What stands where nothing is: one icon, what that means, what one can do.

use egui::Ui;

use super::actions::{Action, Actions};
use super::state::UiState;
use super::text;
use super::widgets;
use crate::bridge::Snapshot;
use crate::search::View;
use crate::theme::Icon;

/// The list without rows: nothing matches, nothing in this view, or nothing at all yet.
pub fn no_rows_ui(ui: &mut Ui, snapshot: &Snapshot, state: &UiState, actions: &mut Actions) {
    if !state.look.text.is_empty() {
        let clear = widgets::empty_state(
            ui,
            Icon::MagnifyingGlass,
            text::NO_MATCH,
            text::NO_MATCH_MEANS,
            Some(text::CLEAR_SEARCH),
        );
        if clear.is_some_and(|button| button.clicked()) {
            actions.push(Action::Search(String::new()));
        }
        return;
    }
    let view = snapshot.listing.view;
    let (sentence, action) =
        if view == View::All { (text::NO_LEADS_YET, None) } else { (text::NOTHING_HERE, Some(text::SHOW_ALL)) };
    let all = widgets::empty_state(ui, Icon::Tray, sentence, text::empty_view(view), action);
    if all.is_some_and(|button| button.clicked()) {
        actions.push(Action::Show(View::All));
    }
}
