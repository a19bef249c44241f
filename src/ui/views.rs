//! The views: ready-made filters with live counts, as a pane or folded into a menu.

use egui::{Align, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::actions::{Action, Actions};
use super::first::{Demo, Wish};
use super::list::band;
use super::state::{Screen, UiState};
use super::text as words;
use super::widgets::text::{self, TextLook};
use super::widgets::{self, IconButton, RowLook};
use crate::bridge::Snapshot;
use crate::search::View;
use crate::theme::{self, Icon, IconFill, height, icon, space};

/// The icon of a ready-made view.
pub fn view_icon(view: View) -> Icon {
    match view {
        View::All => Icon::Users,
        View::Mine => Icon::User,
        View::Unassigned => Icon::UserCircleDashed,
        View::Unanswered => Icon::ChatTeardropDots,
        View::Stale => Icon::Hourglass,
        View::WaitingToSend => Icon::CloudArrowUp,
    }
}

/// Draws the pane.
pub fn views_ui(ui: &mut Ui, snapshot: &Snapshot, state: &UiState, actions: &mut Actions) {
    let rect = widgets::pane_ground(ui, theme::palette(ui).side);
    title_ui(ui, rect, snapshot, state, actions);
    let rows = rect.with_min_y(rect.top() + height::BAND_A + space::XS);
    let mut top = rows.top();
    let row_height = state.appearance.density.heights().view_row;
    for (view, count) in View::READY_MADE.into_iter().zip(snapshot.view_counts) {
        let row = Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), row_height));
        let chosen = state.look.view == view && state.screen == Screen::Inbox;
        let name = view.word();
        let line = Line { icon: SideIcon::Plain(view_icon(view)), name, count: Some(count), chosen };
        if side_line_ui(ui, row, &line).clicked() {
            actions.push(Action::Show(view));
        }
        top += row_height;
    }
}

/// The title over the views: whose inbox this is.
fn title_ui(ui: &mut Ui, rect: Rect, snapshot: &Snapshot, state: &UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    let mut room = rect.shrink2(vec2(14.0, 0.0));
    if state.first.demo == Demo::Inside {
        let back = Action::First(Wish::LeaveDemo);
        let place = Rect::from_center_size(pos2(rect.right() - 24.0, rect.top() + 24.0), vec2(28.0, 28.0));
        let name = back.name();
        if band::at(ui, place, |ui| IconButton::header(Icon::ArrowLeft, &name).show(ui)).clicked() {
            actions.push(back);
        }
        room.max.x = place.left();
    }
    let line = text::line(ui, &state.title, room.width(), TextLook::body(p.ink).semibold());
    let first = Rect::from_min_size(pos2(room.left(), rect.top() + 7.0), vec2(room.width(), 20.0));
    text::paint(ui.painter(), first, Align::Min, &line);
    let accounts = snapshot.accounts.iter().filter(|account| account.has_leads).count();
    let said = if state.demo { "Made-up leads".to_owned() } else { words::counted(accounts, "account", "accounts") };
    let line = text::line(ui, &said, room.width(), TextLook::caption(p.ink2));
    let second = Rect::from_min_size(pos2(room.left(), rect.top() + 25.0), vec2(room.width(), 16.0));
    text::paint(ui.painter(), second, Align::Min, &line);
    let title = ui.interact(first.union(second), ui.scope_id().with("title"), Sense::hover());
    title.widget_info(|| WidgetInfo::labeled(Role::Heading, true, format!("{}, {said}", state.title)));
}

/// The icon of a line at the side.
#[derive(Clone, Copy, Debug)]
pub enum SideIcon {
    /// In ink; filled and in accent when chosen.
    Plain(Icon),
    /// A state's own.
    State(theme::StateLook),
}

/// One line of a side pane: icon, name, count.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    pub icon: SideIcon,
    pub name: &'a str,
    pub count: Option<usize>,
    pub chosen: bool,
}

/// Draws a line of a side pane.
pub fn side_line_ui(ui: &mut Ui, row: Rect, line: &Line<'_>) -> egui::Response {
    let p = theme::palette(ui);
    let response = ui.interact(row.shrink2(vec2(6.0, 0.0)), ui.scope_id().with(("line", line.name)), Sense::click());
    widgets::side_row_ground(ui.painter(), p, row, RowLook::of(line.chosen, true, response.hovered()));
    if widgets::has_visible_focus(ui, &response) {
        widgets::inner_focus_ring(ui.painter(), row.shrink2(vec2(6.0, 0.0)), theme::radius::CONTROL, p.accent);
    }
    let mut room = row.shrink2(vec2(14.0, 0.0));
    let count = line.count.map(words::number);
    if let Some(count) = &count {
        let count = text::line(ui, count, room.width(), TextLook::small(if line.chosen { p.ink } else { p.ink2 }));
        room.max.x = text::paint(ui.painter(), room, Align::Max, &count).left() - space::S;
    }
    let square = widgets::square_at_left(room, icon::BODY);
    match line.icon {
        SideIcon::Plain(sign) => {
            let (fill, ink) = if line.chosen { (IconFill::Fill, p.accent) } else { (IconFill::Regular, p.ink2) };
            widgets::icon(ui.painter(), square, sign, fill, icon::BODY, ink);
        }
        SideIcon::State(look) => widgets::icon(ui.painter(), square, look.icon, look.fill, icon::SMALL, look.ink),
    }
    room.min.x = square.right() + space::S;
    let look = TextLook::body(if line.chosen { p.ink } else { p.ink2 });
    let look = if line.chosen { look.semibold() } else { look };
    text::paint(ui.painter(), room, Align::Min, &text::line(ui, line.name, room.width(), look));
    response.widget_info(|| {
        let name = count.as_ref().map_or_else(|| line.name.to_owned(), |count| format!("{}, {count}", line.name));
        WidgetInfo::selected(Role::Button, true, line.chosen, name)
    });
    response
}

/// The views and orders as a menu, where their pane is folded away.
pub fn menu_ui(ui: &mut Ui, snapshot: &Snapshot, state: &UiState, actions: &mut Actions) {
    for (view, count) in View::READY_MADE.into_iter().zip(snapshot.view_counts) {
        let count = words::number(count);
        let words = format!("{}  {count}", view.word());
        let sign = if state.look.view == view { Icon::Check } else { view_icon(view) };
        if widgets::menu_item(ui, Some(sign), &words, None).clicked() {
            actions.push(Action::Show(view));
        }
    }
    ui.add_space(space::S);
    widgets::label(ui, words::SORT, TextLook::caption(theme::palette(ui).ink3));
    ui.add_space(space::XXS);
    band::sorts_ui(ui, state, actions);
}
