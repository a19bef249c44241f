//! The whole window: which screen, which panes, the hairlines between them, and what lies over all.

use egui::{CursorIcon, Rect, Role, Sense, Ui, UiBuilder, Vec2, WidgetInfo, pos2};

use super::actions::{Action, Actions};
use super::panes::{self, Panes};
use super::state::{Pane, Screen, UiState};
use super::{
    accounts, assign, decide, first, key_sheet, lead, leaving, list, new_lead, notices, outbox, places, profile, rail,
    record, recovery, settings, start, status_bar, templates, text, views, widgets,
};
use crate::bridge::Snapshot;
use crate::theme::{self, Layout, Palette, pane};

/// Draws one frame. Everything that was asked for is pushed.
pub fn window_ui(ui: &mut Ui, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    ui.spacing_mut().item_spacing = Vec2::ZERO;
    let area = ui.max_rect();
    let palette = theme::palette(ui);
    ui.painter().rect_filled(area, 0, palette.base);
    let panes = panes::arrange(area, state.widths, state.pane, state.drawer);
    state.layout = panes.layout;
    if snapshot.phase.is_working() && state.screen == Screen::Doors {
        first::first_ui(ui, snapshot, state, actions);
    } else if snapshot.phase.is_working() {
        let narrow = panes.layout == Layout::Single;
        pane_ui(ui, "status bar", panes.status, |ui| status_bar::status_bar_ui(ui, narrow, snapshot, state, actions));
        if let Some(rail) = panes.rail {
            pane_ui(ui, "rail", rail, |ui| rail::rail_ui(ui, snapshot, state, actions));
        }
        match state.screen {
            Screen::Inbox => inbox_ui(ui, &panes, palette, snapshot, state, actions),
            Screen::Outbox | Screen::Accounts | Screen::Templates | Screen::Settings | Screen::Doors => {
                let left = panes.rail.map_or(area.left(), |rail| rail.right());
                let body = Rect::from_min_max(pos2(left, area.top()), pos2(area.right(), panes.status.top()));
                if state.screen == Screen::Settings {
                    pane_ui(ui, "settings", body, |ui| settings::settings_ui(ui, narrow, snapshot, state, actions));
                } else if state.screen == Screen::Templates {
                    templates::templates_ui(ui, body, snapshot, state, actions);
                } else if state.screen == Screen::Accounts {
                    accounts::accounts_ui(ui, body, snapshot, state, actions);
                } else {
                    outbox::outbox_ui(ui, body, snapshot, state, actions);
                }
                notices::notices_ui(ui, body, None, snapshot, state, actions);
            }
        }
        which_pane_is_used(ui, &panes, state);
    } else {
        start::start_ui(ui, snapshot, state, actions);
    }
    assign::assign_ui(ui, snapshot, state, actions);
    key_sheet::key_sheet_ui(ui, state, actions);
    recovery::sheet::sheet_ui(ui, state, actions);
    leaving::leaving_ui(ui, snapshot, state, actions);
    state.typing = ui.ctx().text_edit_focused();
}

fn inbox_ui(
    ui: &mut Ui,
    panes: &Panes,
    palette: &Palette,
    snapshot: &Snapshot,
    state: &mut UiState,
    actions: &mut Actions,
) {
    let alone = panes.layout == Layout::Single;
    let making = state.new_lead.is_open;
    let recording = state.record.is_open && !making;
    let panes = &in_their_place(panes, making || recording, decide::shown(snapshot, state).is_some());
    if let Some(rect) = panes.views {
        pane_ui(ui, "views", rect, |ui| views::views_ui(ui, snapshot, state, actions));
    }
    if let Some(rect) = panes.list {
        pane_ui(ui, "list", rect, |ui| list_ui(ui, panes.views.is_none(), alone, snapshot, state, actions));
    }
    if let Some(rect) = panes.lead.filter(|_| making) {
        pane_ui(ui, "new lead", rect, |ui| new_lead::screen::new_lead_ui(ui, snapshot, state, actions));
    } else if let Some(rect) = panes.lead.filter(|_| recording) {
        pane_ui(ui, "record", rect, |ui| record::screen::record_ui(ui, snapshot, state, actions));
    } else if let Some(rect) = panes.lead.filter(|_| decide::shown(snapshot, state).is_some()) {
        pane_ui(ui, "decide", rect, |ui| decide::screen::decide_ui(ui, snapshot, state, actions));
    } else if let Some(rect) = panes.lead {
        pane_ui(ui, "lead", rect, |ui| lead::lead_ui(ui, alone, snapshot, state, actions));
    }
    if let Some(rect) = panes.profile {
        let closes = panes.profile_is_drawer || alone;
        if panes.profile_is_drawer {
            // A press on the drawer must not reach what it covers.
            let catcher = ui.interact(rect, ui.scope_id().with("drawer"), Sense::CLICK | Sense::DRAG);
            catcher.widget_info(|| WidgetInfo::labeled(Role::Pane, true, text::PROFILE));
        }
        pane_ui(ui, "profile", rect, |ui| profile::profile_ui(ui, closes, snapshot, state, actions));
    }
    for rect in [panes.list, panes.lead, panes.profile].into_iter().flatten() {
        if rect.left() > ui.max_rect().left() {
            widgets::upright_hairline(ui.painter(), rect.left(), rect.y_range(), palette.line);
        }
    }
    splitters_ui(ui, panes, actions);
    if let Some(list) = panes.list.or(panes.lead) {
        let chosen = ui.ctx().read_response(state.chosen.map_or(egui::Id::NULL, list::row_id)).map(|r| r.rect);
        notices::notices_ui(ui, list, chosen, snapshot, state, actions);
    }
}

/// The forms and the conflict screen take the place of lead and profile; the forms also that of the list,
/// where one pane is shown at a time.
fn in_their_place(panes: &Panes, making: bool, deciding: bool) -> Panes {
    let mut panes = *panes;
    if making && panes.layout == Layout::Single {
        panes.lead = panes.lead.or(panes.list.take()).or(panes.profile.take());
    } else if (making || deciding)
        && let (Some(lead), Some(profile)) = (panes.lead, panes.profile)
    {
        panes.lead = Some(lead.union(profile));
        panes.profile = None;
    }
    panes
}

/// Bands and rows. In a window of one pane the menu of places stands at the right of the band.
fn list_ui(ui: &mut Ui, folded: bool, alone: bool, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    let whole = ui.max_rect();
    widgets::pane_ground(ui, theme::palette(ui).base);
    if alone {
        let place = Rect::from_center_size(pos2(whole.right() - 26.0, whole.top() + 24.0), Vec2::splat(28.0));
        list::band::at(ui, place, |ui| places::menu_ui(ui, snapshot, state, actions));
        let bands = whole.with_max_x(place.left());
        pane_ui(ui, "bands", bands, |ui| list::band::bands_ui(ui, folded, snapshot, state, actions));
        let line = theme::palette(ui).line;
        let y = whole.top() + theme::height::BAND_A - 1.0;
        widgets::hairline(ui.painter(), whole.x_range(), y, line);
        ui.advance_cursor_after_rect(whole.with_max_y(whole.top() + theme::height::BAND_A));
    } else {
        list::band::bands_ui(ui, folded, snapshot, state, actions);
    }
    list::rows_ui(ui, snapshot, state, actions);
}

/// Draws something into a pane's rectangle, and only there.
fn pane_ui<R>(ui: &mut Ui, name: &str, rect: Rect, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let mut child = ui.new_child(UiBuilder::new().id_salt(name).max_rect(rect));
    child.shrink_clip_rect(rect);
    child.spacing_mut().item_spacing = Vec2::ZERO;
    contents(&mut child)
}

/// The edges that can be dragged.
fn splitters_ui(ui: &mut Ui, panes: &Panes, actions: &mut Actions) {
    let edge = |rect: Option<Rect>, right: bool| rect.map(|r| (r, if right { r.right() } else { r.left() }));
    let profile = panes.profile.filter(|_| !panes.profile_is_drawer);
    let edges = [
        (Pane::Views, edge(panes.views, true), pane::VIEWS),
        (Pane::List, edge(panes.list, true), pane::LIST),
        (Pane::Profile, edge(profile, false), pane::PROFILE),
    ];
    if panes.layout == Layout::Single {
        return;
    }
    for (pane, edge, range) in edges {
        let Some((rect, x)) = edge else { continue };
        let grip = Rect::from_min_max(pos2(x - 3.0, rect.top()), pos2(x + 3.0, rect.bottom()));
        // Only by pointer: nothing that a key could do here would be missed.
        let response = ui.interact(grip, ui.scope_id().with(("edge", pane)), Sense::DRAG);
        if response.hovered() || response.dragged() {
            ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
        }
        if let Some(pointer) = response.interact_pointer_pos().filter(|_| response.dragged()) {
            let width = if pane == Pane::Profile { rect.right() - pointer.x } else { pointer.x - rect.left() };
            actions.push(Action::Resize(pane, width.clamp(range.least, range.most).round()));
        }
    }
}

/// A press into a pane gives it the keys: the chosen row shows by its colour whether it still has them.
fn which_pane_is_used(ui: &Ui, panes: &Panes, state: &mut UiState) {
    if panes.layout == Layout::Single || state.screen != Screen::Inbox || state.popup.is_some() {
        return;
    }
    let pressed = ui.input(|input| input.pointer.any_pressed().then(|| input.pointer.interact_pos()).flatten());
    let Some(at) = pressed else { return };
    let over = |rect: Option<Rect>| rect.is_some_and(|rect| rect.contains(at));
    if over(panes.profile) {
        state.pane = Pane::Profile;
    } else if over(panes.lead) {
        state.pane = Pane::Lead;
    } else if over(panes.list) {
        state.pane = Pane::List;
    }
}
