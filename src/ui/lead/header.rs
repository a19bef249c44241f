//! The two bands over the lead: name and presence, then what the timeline shows.

use egui::{Align, Layout, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use crate::bridge::{OpenLead, Snapshot};
use crate::domain::{LeadKind, when};
use crate::search::Row;
use crate::theme::{self, Icon, height, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::state::{Pane, UiState};
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, IconButton, Presence};
use crate::ui::{places, profile, text as words, timeline};

/// Draws both bands.
#[expect(clippy::too_many_arguments, reason = "a panel's four, the place, and what was looked up already")]
pub fn bands_ui(
    ui: &mut Ui,
    rect: Rect,
    alone: bool,
    row: &Row,
    open: Option<&OpenLead>,
    snapshot: &Snapshot,
    state: &UiState,
    actions: &mut Actions,
) {
    let (a, b) = bands(ui, rect);
    let mut room = a.shrink2(vec2(space::L, 0.0));
    if alone {
        room.min.x = back_ui(ui, room, actions);
    }
    room.max.x = buttons_ui(ui, a, alone, row, snapshot, state, actions) - space::S;
    name_ui(ui, room, alone, row, open, state);
    if open.is_some() {
        timeline::chips::chips_ui(ui, b, snapshot, state, actions);
    }
}

/// The bands without a lead: only the way to other places, where this pane is alone.
pub fn empty_bands_ui(
    ui: &mut Ui,
    rect: Rect,
    alone: bool,
    snapshot: &Snapshot,
    state: &UiState,
    actions: &mut Actions,
) {
    let (a, _) = bands(ui, rect);
    if alone {
        back_ui(ui, a.shrink2(vec2(space::L, 0.0)), actions);
        right_to_left(ui, a.shrink2(vec2(space::M, 0.0)), |ui| places::menu_ui(ui, snapshot, state, actions));
    }
}

fn bands(ui: &Ui, rect: Rect) -> (Rect, Rect) {
    let a = rect.with_max_y(rect.top() + height::BAND_A);
    let b = Rect::from_min_size(a.left_bottom(), vec2(rect.width(), height::BAND_B));
    let line = theme::palette(ui).line;
    widgets::hairline(ui.painter(), rect.x_range(), a.bottom() - 1.0, line);
    widgets::hairline(ui.painter(), rect.x_range(), b.bottom() - 1.0, line);
    (a, b)
}

fn back_ui(ui: &mut Ui, room: Rect, actions: &mut Actions) -> f32 {
    let place = Rect::from_center_size(pos2(room.left() + 4.0, room.center().y), vec2(28.0, 28.0));
    let builder = UiBuilder::new().max_rect(place).layout(Layout::left_to_right(Align::Center));
    let button = ui.scope_builder(builder, |ui| IconButton::header(Icon::CaretLeft, words::BACK).key("Esc").show(ui));
    if button.inner.clicked() {
        actions.push(Action::ShowPane(Pane::List));
    }
    place.right() + space::XS
}

/// What can be done, at the right. Gives where it begins.
fn buttons_ui(
    ui: &mut Ui,
    band: Rect,
    alone: bool,
    row: &Row,
    snapshot: &Snapshot,
    state: &UiState,
    actions: &mut Actions,
) -> f32 {
    right_to_left(ui, band.shrink2(vec2(space::M, 0.0)), |ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        if alone {
            places::menu_ui(ui, snapshot, state, actions);
        }
        if alone || state.layout == theme::Layout::Drawer {
            let icon = if alone { Icon::UserList } else { Icon::SidebarSimple };
            let chosen = state.drawer && !alone;
            if IconButton::header(icon, words::PROFILE).key("]").chosen(chosen).show(ui).clicked() {
                actions.push(Action::ToggleProfile);
            }
        }
        if alone {
            profile::status::status_ui(ui, row, snapshot, state, actions);
        } else {
            let name = Action::Refresh.name();
            if IconButton::header(Icon::ArrowsClockwise, &name).key("F5").show(ui).clicked() {
                actions.push(Action::Refresh);
            }
        }
        ui.min_rect().left()
    })
}

fn right_to_left<R>(ui: &mut Ui, rect: Rect, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let builder = UiBuilder::new().max_rect(rect).layout(Layout::right_to_left(Align::Center));
    ui.scope_builder(builder, contents).inner
}

/// Name, online mark and word; alone also the worst open state. Where it comes from and how fresh it is stands in the
/// tooltip.
fn name_ui(ui: &mut Ui, room: Rect, alone: bool, row: &Row, open: Option<&OpenLead>, state: &UiState) {
    let p = theme::palette(ui);
    let presence = Presence::after_secs(state.now.as_second() - row.read_at.as_second()).filter(|_| row.is_online);
    let mark = row.pending.filter(|_| alone).and_then(|pending| Some((p.outbox_mark(pending)?, pending)));
    let marks = presence.map_or(0.0, |_| 8.0 + space::S) + mark.map_or(0.0, |_| theme::icon::BODY + space::S);
    let line = text::line(ui, &row.name, room.width() - marks, TextLook::title(p.ink));
    let name = text::paint(ui.painter(), room, Align::Min, &line);
    let response = ui.interact(name, ui.scope_id().with("name"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, row.name.clone()));
    widgets::tip(response, &facts(row, open, state), None);
    let mut at = name.right();
    if let Some(presence) = presence {
        at = widgets::presence_at(ui, room.with_min_x(at + space::S), presence).right();
    }
    if let Some((look, pending)) = mark {
        let square = widgets::state_icon(ui.painter(), room.with_min_x(at + space::S), look, theme::icon::BODY);
        ui.interact(square, ui.scope_id().with("pending"), Sense::hover())
            .widget_info(|| WidgetInfo::labeled(Role::Label, true, pending.word()));
        return;
    }
    let seen = row.last_seen_at.map(|at| words::last_seen(&when::age_spoken(at, state.now)));
    let (said, ink) = match presence {
        Some(presence) => (presence.words().to_owned(), p.ink2),
        None => (seen.unwrap_or_default(), p.ink3),
    };
    let word = room.with_min_x(at + space::S);
    if word.width() > 24.0 && !said.is_empty() {
        let line = text::line(ui, &said, word.width(), TextLook::small(ink));
        let shown = text::paint(ui.painter(), word, Align::Min, &line);
        ui.interact(shown, ui.scope_id().with("presence"), Sense::hover())
            .widget_info(|| WidgetInfo::labeled(Role::Label, true, said.clone()));
    }
}

/// Whose record it is and how fresh: "Nadia Öztürk · Lead · aurelia · read 2 minutes ago".
fn facts(row: &Row, open: Option<&OpenLead>, state: &UiState) -> String {
    let kind = match row.kind {
        LeadKind::Lead => "Lead",
        LeadKind::NonLead => "Not a lead yet",
    };
    let read_at = open.map_or(row.read_at, |open| open.view.read_at);
    let read = when::age_spoken(read_at, state.now);
    format!("{} · {kind} · {} · read {read}, {}", row.name, row.account.as_str(), state.moment(read_at))
}
