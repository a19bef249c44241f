//! The states at the left of the outbox, with counts, in three groups.

use egui::{Align, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::lines::{Heading, count};
use crate::bridge::Snapshot;
use crate::theme::{self, Icon, height, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::state::{OutboxGroup, UiState};
use crate::ui::text as words;
use crate::ui::views::{Line, SideIcon, side_line_ui};
use crate::ui::widgets;
use crate::ui::widgets::text::{self, TextLook};

/// The words over a group.
pub fn heading(heading: Heading) -> &'static str {
    match heading {
        Heading::ForYou => words::FOR_YOU,
        Heading::OnItsWay => words::ON_ITS_WAY,
        Heading::DoneToday => words::DONE_TODAY,
    }
}

/// Draws the pane.
pub fn groups_ui(ui: &mut Ui, snapshot: &Snapshot, state: &UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    let rect = widgets::pane_ground(ui, p.side);
    let band = rect.with_max_y(rect.top() + height::BAND_A);
    let title = text::line(ui, words::OUTBOX, band.width(), TextLook::title(p.ink));
    let shown = text::paint(ui.painter(), band.with_min_x(rect.left() + 14.0), Align::Min, &title);
    ui.interact(shown, ui.scope_id().with("title"), Sense::hover())
        .widget_info(|| WidgetInfo::labeled(Role::Heading, true, words::OUTBOX));

    let row_height = state.appearance.density.heights().view_row;
    let row = |top: f32| Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), row_height));
    let mut top = band.bottom() + space::XS;
    let all = snapshot.outbox.len() + snapshot.outbox_done.len();
    let mut line_ui = |ui: &mut Ui, top: f32, group: OutboxGroup, icon: SideIcon, count: usize| {
        let line = Line { icon, name: words::group(group), count: Some(count), chosen: state.outbox.group == group };
        if side_line_ui(ui, row(top), &line).clicked() {
            actions.push(Action::ShowGroup(group));
        }
    };
    line_ui(ui, top, OutboxGroup::Everything, SideIcon::Plain(Icon::Stack), all);
    top += row_height;
    for group in Heading::ALL {
        // States that were never reached today need no line.
        let states: Vec<_> = group.states().iter().filter(|s| shows(snapshot, **s, group)).collect();
        if states.is_empty() {
            continue;
        }
        let head = row(top + space::XS);
        let line = text::line(ui, heading(group), head.width(), TextLook::caption(p.ink2).medium());
        text::paint(ui.painter(), head.with_min_x(rect.left() + 14.0), Align::Min, &line);
        top += row_height + space::XS;
        for state in states {
            let icon = SideIcon::State(p.outbox(*state));
            line_ui(ui, top, OutboxGroup::State(*state), icon, count(snapshot, *state));
            top += row_height;
        }
        top += space::S;
    }
}

/// A state has a line while it has rows; "Needs you" always, so that its place is known.
fn shows(snapshot: &Snapshot, state: crate::domain::OutboxState, group: Heading) -> bool {
    count(snapshot, state) > 0 || (group == Heading::ForYou && state == crate::domain::OutboxState::NeedsAgent)
}
