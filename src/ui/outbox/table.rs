//! The table of the outbox: one row a change, grouped, the state never cut.

use egui::{Align, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::groups::heading;
use super::lines::{self, Heading};
use super::row::{Columns, row_ui};
use crate::bridge::Snapshot;
use crate::domain::OutboxState;
use crate::theme::{self, Icon, height, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::list::band::at;
use crate::ui::places;
use crate::ui::state::{OutboxGroup, UiState};
use crate::ui::text as words;
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, Button, IconButton};

/// Height of a group's head, and of the columns' heads.
pub(super) const GROUP_HEAD: f32 = 32.0;
const COLUMN_HEAD: f32 = 28.0;

/// Draws the pane. `alone`: it has the window for itself; `folded`: the groups are not beside it.
pub fn table_ui(
    ui: &mut Ui,
    alone: bool,
    folded: bool,
    snapshot: &Snapshot,
    state: &mut UiState,
    actions: &mut Actions,
) {
    let p = theme::palette(ui);
    let rect = widgets::pane_ground(ui, p.base);
    let band = rect.with_max_y(rect.top() + height::BAND_A);
    let group = state.outbox.group;
    let named = if group == OutboxGroup::Everything { words::OUTBOX_TITLE } else { words::group(group) };
    let title = text::line(ui, named, band.width() - 100.0, TextLook::body(p.ink).semibold());
    let shown = text::paint(ui.painter(), band.with_min_x(rect.left() + space::L), Align::Min, &title);
    ui.interact(shown, ui.scope_id().with("title"), Sense::hover())
        .widget_info(|| WidgetInfo::labeled(Role::Heading, true, named));
    if folded && group != OutboxGroup::Everything {
        let place = Rect::from_center_size(pos2(shown.right() + 18.0, band.center().y), vec2(22.0, 22.0));
        let all = Action::ShowGroup(OutboxGroup::Everything);
        if at(ui, place, |ui| IconButton::small(Icon::X, &all.name()).show(ui)).clicked() {
            actions.push(all);
        }
    }
    if alone {
        let place = Rect::from_center_size(pos2(band.right() - 26.0, band.center().y), vec2(28.0, 28.0));
        at(ui, place, |ui| places::menu_ui(ui, snapshot, state, actions));
    }
    let right = if alone { band.right() - 48.0 } else { band.right() - space::L };
    hold_all_ui(ui, band.with_max_x(right).with_min_x(shown.right() + 40.0), snapshot, state, actions);
    widgets::hairline(ui.painter(), rect.x_range(), band.bottom() - 1.0, p.line);
    let head = Rect::from_min_size(band.left_bottom(), vec2(rect.width(), COLUMN_HEAD));
    let body = rect.with_min_y(head.bottom());
    let empty = snapshot.outbox.is_empty() && snapshot.outbox_done.is_empty();
    let mut child = ui.new_child(UiBuilder::new().max_rect(if empty { rect.with_min_y(band.bottom()) } else { body }));
    child.shrink_clip_rect(rect);
    if empty {
        nothing_ui(&mut child);
        return;
    }
    head_ui(ui, head);
    child.spacing_mut().item_spacing = egui::Vec2::ZERO;
    child.shrink_clip_rect(body);
    state.row_focus = None;
    let follow = std::mem::take(&mut state.outbox_follow);
    crate::ui::widgets::scrolls(&mut child, ScrollArea::vertical().id_salt("outbox rows").auto_shrink(false), |ui| {
        if snapshot.outbox.is_empty() {
            at_rest_ui(ui, snapshot, state);
        }
        for group in Heading::ALL {
            let rows = lines::rows(snapshot, group, state.outbox.group);
            if rows.is_empty() {
                continue;
            }
            group_head_ui(ui, group, rows.len());
            for row in rows {
                row_ui(ui, row, follow, state, actions);
            }
        }
    });
}

/// One button for everything on its way: wait, or go on where nothing is left to wait.
fn hold_all_ui(ui: &mut Ui, room: Rect, snapshot: &Snapshot, state: &UiState, actions: &mut Actions) {
    let choices = [true, false].map(Action::HoldAll);
    let Some(action) = choices.into_iter().find(|action| action.available(snapshot, state).is_ok()) else { return };
    let name = action.name();
    let button =
        Button::plain(&name).icon(if action == Action::HoldAll(true) { Icon::Pause } else { Icon::SkipForward });
    let size = vec2(button.natural_width(ui), height::BUTTON);
    if size.x <= room.width() {
        let place = Rect::from_min_size(pos2(room.right() - size.x, room.center().y - size.y / 2.0), size);
        if at(ui, place, |ui| button.show(ui)).clicked() {
            actions.push(action);
        }
    }
}

/// Nothing was changed today.
fn nothing_ui(ui: &mut Ui) {
    widgets::empty_state(ui, Icon::PaperPlaneTilt, words::NOTHING_WAITS, words::NOTHING_WAITS_MEANS, None);
}

/// Everything that was changed today has arrived.
fn at_rest_ui(ui: &mut Ui, snapshot: &Snapshot, state: &UiState) {
    let p = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height::STRIP), Sense::hover());
    let confirmed = snapshot.outbox_done.values().filter(|row| row.item.state == OutboxState::Confirmed);
    let last = confirmed.map(|row| row.item.moved_at).max();
    let last = last.map(|at| words::last_confirmed(&state.clock(at))).unwrap_or_default();
    let spans =
        [(words::NOTHING_WAITS, TextLook::body(p.ink)), (" ", TextLook::body(p.ink)), (&*last, TextLook::body(p.ink3))];
    let line = text::spans(ui, &spans, rect.width() - 2.0 * space::L);
    text::paint(ui.painter(), rect.with_min_x(rect.left() + space::L), Align::Min, &line);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{} {last}", words::NOTHING_WAITS)));
}

fn head_ui(ui: &Ui, head: Rect) {
    let p = theme::palette(ui);
    let columns = Columns::of(head);
    let [state, what, goes_to, tries, next, made] = words::COLUMNS;
    let cells = [
        (columns.state, state, Align::Min),
        (columns.what, what, Align::Min),
        (columns.goes_to, goes_to, Align::Min),
        (columns.tries, tries, Align::Max),
        (columns.next, next, Align::Max),
        (columns.made, made, Align::Max),
    ];
    for (rect, title, align) in cells {
        if rect.width() > 8.0 {
            let line = text::line(ui, title, rect.width(), TextLook::caption(p.ink2).medium());
            text::paint(ui.painter(), rect, align, &line);
        }
    }
    widgets::hairline(ui.painter(), head.x_range(), head.bottom() - 1.0, p.line);
}

fn group_head_ui(ui: &mut Ui, group: Heading, rows: usize) {
    let p = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), GROUP_HEAD), Sense::hover());
    ui.painter().rect_filled(rect, 0, p.side);
    let room = rect.shrink2(vec2(space::L, 0.0));
    let look = TextLook::small(p.ink2).semibold();
    let n = words::number(rows);
    let line = text::spans(ui, &[(heading(group), look), ("  ", look), (&n, TextLook::small(p.ink2))], room.width());
    text::paint(ui.painter(), room, Align::Min, &line);
    if group == Heading::DoneToday {
        let line = text::line(ui, words::NEWEST_FIRST, room.width(), TextLook::small(p.ink3));
        text::paint(ui.painter(), room, Align::Max, &line);
    }
    widgets::hairline(ui.painter(), rect.x_range(), rect.bottom() - 1.0, p.line);
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, format!("{}, {n}", heading(group))));
}
