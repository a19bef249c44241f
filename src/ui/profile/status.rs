//! The status of the open lead, and the menu of the six.

use egui::{Align, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::bridge::Snapshot;
use crate::domain::{LeadStatus, OutboxState};
use crate::search::Row;
use crate::theme::{self, Icon, IconFill, icon, radius, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::popup;
use crate::ui::state::{Popup, UiState};
use crate::ui::text as words;
use crate::ui::widgets;
use crate::ui::widgets::text::{self, TextLook};

/// The row of the profile: label, sign, word, pending mark, key, caret.
pub fn row_ui(ui: &mut Ui, row: &Row, snapshot: &Snapshot, state: &UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    let height = state.appearance.density.heights().key_value_row;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let label = text::line(ui, words::STATUS, 84.0, TextLook::small(p.ink2));
    text::paint(ui.painter(), rect.with_min_x(rect.left() + space::L), Align::Min, &label);
    let place = rect.with_min_x(rect.left() + super::value_column(rect.width())).with_max_x(rect.right() - space::M);
    let opener = value_ui(ui, place, true, row, snapshot, state);
    after_ui(&opener, row, state, actions);
}

/// The same in a header, without label: sign, word, key.
pub fn status_ui(ui: &mut Ui, row: &Row, snapshot: &Snapshot, state: &UiState, actions: &mut Actions) {
    let word = row.status.as_ref().map_or(words::NO_STATUS, |status| status.word());
    let line = text::line(ui, word, 160.0, TextLook::body(theme::palette(ui).ink).medium());
    let key = key_of(row.status.as_ref());
    let cap = key.as_deref().map_or(0.0, |key| widgets::key_cap_width(ui, key) + space::S);
    let (rect, _) = ui.allocate_exact_size(
        vec2(icon::SMALL + space::XS + line.width() + space::XS + cap + 2.0, 28.0),
        Sense::hover(),
    );
    let opener = value_ui(ui, rect, false, row, snapshot, state);
    after_ui(&opener, row, state, actions);
}

fn after_ui(opener: &Response, row: &Row, state: &UiState, actions: &mut Actions) {
    if opener.clicked() {
        actions.push(Action::Popup(Popup::Status));
    }
    if row.read_only {
        opener.clone().on_hover_text(words::READ_ONLY);
        return;
    }
    popup::menu_ui(opener, Popup::Status, 208.0, state, actions, |ui, actions| {
        menu_ui(ui, row, actions);
    });
}

fn key_of(status: Option<&LeadStatus>) -> Option<String> {
    Action::SetStatus(status?.clone()).key_cap()
}

/// Sign and word in a place, as a control that opens the menu.
fn value_ui(ui: &mut Ui, place: Rect, in_pane: bool, row: &Row, snapshot: &Snapshot, state: &UiState) -> Response {
    let p = theme::palette(ui);
    let sense = if row.read_only { Sense::hover() } else { Sense::click() };
    let response = ui.interact(place.expand2(vec2(6.0, 0.0)), ui.scope_id().with("status"), sense);
    let word = row.status.as_ref().map_or(words::NO_STATUS, |status| status.word());
    let pending = pending_status(row, snapshot, state);
    response.widget_info(|| {
        let mark = pending.map(|state| format!(", {}", state.word())).unwrap_or_default();
        WidgetInfo::labeled(Role::ComboBox, !row.read_only, format!("{}: {word}{mark}", words::STATUS))
    });
    let open = state.popup == Some(Popup::Status);
    if !row.read_only && (response.hovered() || open) {
        let fill = if open { p.select_side } else { p.hover_side };
        ui.painter().rect_filled(response.rect, radius::CONTROL, fill);
    }
    if widgets::has_visible_focus(ui, &response) {
        widgets::focus_ring(ui.painter(), response.rect, radius::CONTROL, p.accent);
    }
    let mut room = place;
    // The mark of a pending change needs its room behind the word.
    let mark_room = if in_pane && pending.is_some() { 20.0 } else { 0.0 };
    let look = if in_pane { TextLook::small(p.ink) } else { TextLook::body(p.ink) };
    // The word is never cut for a key cap.
    let sign = row.status.as_ref().map_or(0.0, |_| icon::SMALL + space::XS);
    let needed = sign + text::line(ui, word, place.width(), look.medium()).width() + mark_room;
    if !row.read_only {
        if in_pane {
            let caret = widgets::square_at_right(room, icon::CAPTION);
            widgets::icon(ui.painter(), caret, Icon::CaretDown, IconFill::Regular, icon::CAPTION, p.ink2);
            room.max.x = caret.left() - space::S;
        }
        let key = key_of(row.status.as_ref());
        if let Some(key) = key.filter(|key| needed + space::XS + widgets::key_cap_width(ui, key) <= room.width()) {
            room.max.x = widgets::key_cap_at_right(ui, room, &key).left() - space::XS;
        }
    }
    if let Some(status) = &row.status {
        let square = widgets::square_at_left(room, icon::SMALL);
        widgets::status_glyph(ui.painter(), square, status, p.lead_status(status));
        room.min.x = square.right() + space::XS;
    }
    let line = text::line(ui, word, room.width() - mark_room, look.medium());
    let right = text::paint(ui.painter(), room, Align::Min, &line).right();
    if let Some(pending) = pending.filter(|_| in_pane) {
        widgets::state_icon(ui.painter(), room.with_min_x(right + 6.0), p.outbox(pending), icon::SMALL);
    }
    response
}

/// The state of a status change that is not confirmed yet.
fn pending_status(row: &Row, snapshot: &Snapshot, state: &UiState) -> Option<OutboxState> {
    let open = crate::ui::lead::open_lead(snapshot, state).filter(|open| open.view.id == row.id)?;
    super::field::pending(open, crate::domain::Field::Status)
}

/// The six, with their signs and keys.
fn menu_ui(ui: &mut Ui, row: &Row, actions: &mut Actions) {
    for status in LeadStatus::SETTABLE {
        let p = theme::palette(ui);
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 32.0), Sense::click());
        let chosen = row.status.as_ref() == Some(&status);
        if chosen || response.hovered() || response.has_focus() {
            let fill = if chosen { p.select } else { p.hover };
            ui.painter().rect_filled(rect, radius::CONTROL, fill);
        }
        if widgets::has_visible_focus(ui, &response) {
            widgets::inner_focus_ring(ui.painter(), rect, radius::CONTROL, p.accent);
        }
        let mut room = rect.shrink2(vec2(space::S, 0.0));
        let action = Action::SetStatus(status.clone());
        if let Some(key) = action.key_cap() {
            room.max.x = widgets::key_cap_at_right(ui, room, &key).left() - space::S;
        }
        let square = Rect::from_center_size(pos2(room.left() + 8.0, room.center().y), vec2(icon::SMALL, icon::SMALL));
        widgets::status_glyph(ui.painter(), square, &status, p.lead_status(&status));
        room.min.x = square.right() + space::S;
        let look = TextLook::body(p.ink);
        let line = text::line(ui, status.word(), room.width(), if chosen { look.medium() } else { look });
        text::paint(ui.painter(), room, Align::Min, &line);
        response.widget_info(|| WidgetInfo::selected(Role::MenuItem, true, chosen, status.word()));
        if response.clicked() {
            actions.push(action);
        }
    }
}
