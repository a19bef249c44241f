//! What stands over the list: search, the view's name and count, the pill of updates, the order.

use egui::{Align, Id, Layout, Rect, Response, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use crate::bridge::Snapshot;
use crate::search::Sort;
use crate::theme::{self, Gravity, Icon, IconFill, height, icon, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::new_lead::NewLeadAction;
use crate::ui::state::{Popup, UiState};
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, Field, IconButton};
use crate::ui::{popup, text as words, views};

/// The id of the search field, for the key that leads to it.
pub fn search_id() -> Id {
    Id::unique("search leads")
}

/// The bands at the top of the list; takes their height. `folded`: the views pane is folded into the title.
pub fn bands_ui(ui: &mut Ui, folded: bool, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    let area = ui.available_rect_before_wrap();
    let band_a = area.with_max_y(area.top() + height::BAND_A);
    let line = theme::palette(ui).line;
    let bottom = if folded {
        title_and_search_ui(ui, band_a, snapshot, state, actions);
        band_a.bottom()
    } else {
        search_ui(ui, band_a.shrink2(vec2(space::M, 0.0)), false, state, actions);
        let band_b = Rect::from_min_size(band_a.left_bottom(), vec2(area.width(), height::BAND_B));
        view_ui(ui, band_b, snapshot, state, actions);
        widgets::hairline(ui.painter(), area.x_range(), band_a.bottom() - 1.0, line);
        band_b.bottom()
    };
    widgets::hairline(ui.painter(), area.x_range(), bottom - 1.0, line);
    ui.advance_cursor_after_rect(area.with_max_y(bottom));
    if let Some(fault) = state.look.fault.clone() {
        widgets::strip(ui, Gravity::Warn, &fault, None, 0);
    }
}

/// The search field in a row.
fn search_ui(ui: &mut Ui, room: Rect, short: bool, state: &mut UiState, actions: &mut Actions) {
    let place = Rect::from_center_size(room.center(), vec2(room.width(), height::FIELD)).round();
    let mut typed = state.look.text.clone();
    let hint = if short { words::SEARCH_HINT_SHORT } else { words::SEARCH_HINT };
    let response = at(ui, place, |ui| {
        Field::new(words::SEARCH)
            .placeholder(hint)
            .icon(Icon::MagnifyingGlass)
            .key("/")
            .sunk()
            .id(search_id())
            .width(place.width())
            .show(ui, &mut typed)
    });
    if std::mem::take(&mut state.focus_search) {
        response.request_focus();
    }
    if response.changed() {
        actions.push(Action::Search(typed));
    }
    if response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) {
        actions.push(Action::FirstHit);
    }
    if !state.look.text.is_empty() {
        let square = Rect::from_center_size(pos2(place.right() - 15.0, place.center().y), vec2(22.0, 22.0));
        let clear = at(ui, square, |ui| IconButton::small(Icon::X, words::CLEAR_SEARCH).show(ui));
        if clear.clicked() {
            actions.push(Action::Search(String::new()));
        }
    }
}

/// Band B: the view's name and count, updates, order.
fn view_ui(ui: &mut Ui, band: Rect, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    let room = band.shrink2(vec2(space::M, 0.0));
    let sort = Rect::from_center_size(pos2(room.right() - 8.0, room.center().y), vec2(28.0, 28.0));
    let plus = sort.translate(vec2(-28.0, 0.0));
    let mut right = plus.left() - space::XS;
    plus_ui(ui, plus, snapshot, state, actions);
    sort_ui(ui, sort, state, actions);
    if let Some(pill) = pill_ui(ui, room.with_max_x(right), false, snapshot, actions) {
        right = pill.left() - space::S;
    }
    title(ui, room.with_max_x(right), snapshot);
}

/// Band A where the views are folded: title with its menu, updates, a short search field.
fn title_and_search_ui(ui: &mut Ui, band: Rect, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    const SEARCH: f32 = 124.0;
    let mut room = band.shrink2(vec2(space::M, 0.0));
    let plus = Rect::from_center_size(pos2(room.right() - 8.0, room.center().y), vec2(28.0, 28.0));
    if plus_ui(ui, plus, snapshot, state, actions) {
        room.max.x = plus.left() - space::XS;
    }
    let search = room.with_min_x(room.right() - SEARCH);
    search_ui(ui, search, true, state, actions);
    let mut right = search.left() - space::S;
    if let Some(pill) = pill_ui(ui, room.with_max_x(right), true, snapshot, actions) {
        right = pill.left() - space::S;
    }
    let opener = title_menu(ui, room.with_max_x(right), snapshot);
    if opener.clicked() {
        actions.push(Action::Popup(Popup::Views));
    }
    popup::menu_ui(&opener, Popup::Views, 224.0, state, actions, |ui, actions| {
        views::menu_ui(ui, snapshot, state, actions);
    });
}

/// The view's name and how many rows it shows.
fn title(ui: &mut Ui, room: Rect, snapshot: &Snapshot) -> Rect {
    let p = theme::palette(ui);
    let view = snapshot.listing.view;
    let count = words::number(snapshot.listing.order.len());
    let name_look = TextLook::body(p.ink).semibold();
    let line = text::spans(
        ui,
        &[(view.word(), name_look), ("  ", name_look), (&count, TextLook::small(p.ink3))],
        room.width(),
    );
    let rect = text::paint(ui.painter(), room, Align::Min, &line);
    let response = ui.interact(rect, ui.scope_id().with("title"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, format!("{}, {count}", view.word())));
    rect
}

/// The same as a control that opens the views.
fn title_menu(ui: &mut Ui, room: Rect, snapshot: &Snapshot) -> Response {
    let p = theme::palette(ui);
    let view = snapshot.listing.view;
    let count = words::number(snapshot.listing.order.len());
    let name_look = TextLook::body(p.ink).semibold();
    let spans = [(view.word(), name_look), (" ", name_look), (count.as_str(), TextLook::small(p.ink3))];
    let line = text::spans(ui, &spans, room.width() - icon::CAPTION - space::XS);
    let rect = text::paint(ui.painter(), room, Align::Min, &line);
    let caret = Rect::from_min_size(
        pos2(rect.right() + space::XS, room.center().y - icon::CAPTION / 2.0),
        vec2(icon::CAPTION, icon::CAPTION),
    );
    widgets::icon(ui.painter(), caret, Icon::CaretDown, IconFill::Regular, icon::CAPTION, p.ink2);
    let whole = rect.union(caret).expand2(vec2(space::XS, space::XS));
    let response = ui.interact(whole, ui.scope_id().with("title menu"), Sense::click());
    if widgets::has_visible_focus(ui, &response) {
        widgets::focus_ring(ui.painter(), whole, theme::radius::CONTROL, p.accent);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{}, {count}: other views", view.word())));
    response
}

/// "12 updates": nothing moves until it is pressed.
fn pill_ui(ui: &mut Ui, room: Rect, short: bool, snapshot: &Snapshot, actions: &mut Actions) -> Option<Rect> {
    let n = snapshot.listing.updates_waiting;
    if n == 0 {
        return None;
    }
    let said = words::updates(n);
    let shown = if short { words::number(n) } else { said.clone() };
    // The pill is as wide as its words; it stands at the right end of its room.
    let width = text::line(ui, &shown, f32::INFINITY, TextLook::small(theme::palette(ui).ink).semibold()).width();
    let width = (width + icon::CAPTION + space::XS + 2.0 * (space::S + 1.0)).ceil();
    let place = Rect::from_center_size(pos2(room.right() - width / 2.0, room.center().y), vec2(width, height::PILL));
    let response = at(ui, place, |ui| widgets::pill(ui, Icon::ArrowUp, &shown));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, said.clone()));
    let rect = response.rect;
    if widgets::tip(response, &Action::LetUpdatesIn.name(), Some("U")).clicked() {
        actions.push(Action::LetUpdatesIn);
    }
    Some(rect)
}

/// The plus that opens the form of a new lead, where an account takes one. Gives whether it is there.
fn plus_ui(ui: &mut Ui, place: Rect, snapshot: &Snapshot, state: &UiState, actions: &mut Actions) -> bool {
    let action = Action::NewLead(NewLeadAction::Open);
    let there = action.available(snapshot, state).is_ok();
    let name = action.name();
    if there && at(ui, place, |ui| IconButton::new(Icon::Plus, &name).chosen(state.new_lead.is_open).show(ui)).clicked()
    {
        actions.push(action);
    }
    there
}

/// The icon that opens the orders.
fn sort_ui(ui: &mut Ui, place: Rect, state: &mut UiState, actions: &mut Actions) {
    let name = format!("{}: {}", words::SORT, words::sort(state.look.sort));
    let opener = at(ui, place, |ui| IconButton::new(Icon::SortAscending, &name).show(ui));
    if opener.clicked() {
        actions.push(Action::Popup(Popup::Sort));
    }
    popup::menu_ui(&opener, Popup::Sort, 200.0, state, actions, |ui, actions| sorts_ui(ui, state, actions));
}

/// The orders, the chosen one ticked.
pub fn sorts_ui(ui: &mut Ui, state: &UiState, actions: &mut Actions) {
    for order in [Sort::NewestChange, Sort::Name] {
        let tick = (state.look.sort == order).then_some(Icon::Check);
        if widgets::menu_item(ui, Some(tick.unwrap_or(Icon::SortAscending)), words::sort(order), None).clicked() {
            actions.push(Action::SortBy(order));
        }
    }
}

/// Draws something at an exact place.
pub fn at<R>(ui: &mut Ui, place: Rect, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let builder = UiBuilder::new().max_rect(place).layout(Layout::left_to_right(Align::Center));
    let mut child = ui.new_child(builder);
    contents(&mut child)
}
