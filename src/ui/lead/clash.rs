//! The strip over the timeline of a lead that somebody else changed meanwhile: it leads to the conflict screen.

use egui::Ui;

use crate::bridge::OpenLead;
use crate::theme::{self, Gravity};
use crate::ui::actions::{Action, Actions};
use crate::ui::decide::{DecideAction, plan, words};
use crate::ui::widgets;

/// Draws it where something clashes.
pub fn clashes_ui(ui: &mut Ui, open: &OpenLead, actions: &mut Actions) {
    let clashing: Vec<String> = plan::clashes(open).map(|(_, clash)| clash.slot.word()).collect();
    if clashing.is_empty() {
        return;
    }
    let action = Action::Decide(DecideAction::Open(open.view.id));
    let name = action.name();
    let pressed = widgets::strip(ui, Gravity::Warn, &words::strip(&clashing), Some(&name), 0);
    if pressed.is_some_and(|response| response.clicked()) {
        actions.push(action);
    }
    let line = theme::palette(ui).line;
    let bottom = ui.cursor().top();
    widgets::hairline(ui.painter(), ui.max_rect().x_range(), bottom - 1.0, line);
}
