//! The first start: two doors, explore with made-up data or connect an account. Nothing else is on the page.
//!
//! [`form`] keeps what is typed at the right door, [`connect`] draws it; [`demo`] draws the left one. The page is shown
//! while the settings name no account, see [`place`].

mod connect;
mod demo;
pub mod form;
pub mod words;

use egui::{Align, Id, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::actions::{Action, Actions};
use super::state::{Screen, UiState};
use super::text as common;
use super::typed;
use super::widgets;
use super::widgets::text::{self, TextLook};
use crate::bridge::{Phase, Snapshot};
use crate::theme::{self, Icon, IconFill, icon, radius, space};

use form::{Form, Step};

/// What can be asked for at the two doors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    StartDemo,
    LeaveDemo,
    /// Tries what was typed, and keeps it when it works.
    Connect,
    /// Shows address and name as fields.
    ShowMore,
}

/// How far the demo is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Demo {
    #[default]
    No,
    /// Asked for; whoever runs the window begins it.
    Wanted,
    Starting,
    /// Why it did not start.
    Refused(String),
    /// This is it; there is a way back.
    Inside,
    /// The way back was taken.
    Leaving,
}

/// What the window knows about the two doors.
#[derive(Debug, Default)]
pub struct FirstStart {
    pub form: Form,
    pub demo: Demo,
    /// There is somebody who can start a demo.
    pub has_demo: bool,
    /// This field shall get the focus.
    pub focus: Option<Id>,
    /// How high the doors were in the last frame.
    height: f32,
}

/// The size of a door, at least.
const DOOR: egui::Vec2 = vec2(372.0, 356.0);
/// Mark, name and claim.
const HEAD: f32 = 136.0;
const FOOT: f32 = 42.0;

/// Which screen belongs to the snapshot: without an account there are the two doors, with one there are not.
pub fn place(snapshot: &Snapshot, state: &mut UiState) {
    if !snapshot.phase.is_working() {
        return;
    }
    let none = snapshot.accounts.is_empty();
    // The page of accounts says itself that there are none, and connects any vendor's.
    if none && !matches!(state.screen, Screen::Doors | Screen::Accounts) {
        state.screen = Screen::Doors;
        state.popup = None;
    } else if !none && state.screen == Screen::Doors {
        state.screen = Screen::Inbox;
    }
}

/// Takes in the answer of a connection.
pub fn take_answer(ctx: &egui::Context, state: &mut UiState) {
    let was_asking = state.first.form.is_asking();
    let fields = state.first.form.secrets.len();
    if state.first.form.settle() {
        (0..fields).for_each(|n| typed::forget(ctx, connect::secret_id(n)));
    } else if was_asking && !state.first.form.is_asking() {
        state.first.focus = fields.checked_sub(1).map(connect::secret_id);
    }
}

/// Does what was asked for.
pub fn wish(wish: Wish, snapshot: &Snapshot, state: &mut UiState) {
    match wish {
        Wish::StartDemo => state.first.demo = Demo::Wanted,
        Wish::LeaveDemo => state.first.demo = Demo::Leaving,
        Wish::ShowMore => {
            state.first.form.open = true;
            state.first.focus = Some(connect::address_id());
        }
        Wish::Connect => {
            let command = snapshot.connect.as_deref().and_then(|form| state.first.form.submit(form));
            state.outgoing_extend(command);
        }
    }
}

/// Whether it can be asked for now.
///
/// # Errors
/// Why not.
pub fn available(wish: Wish, snapshot: &Snapshot, state: &UiState) -> Result<(), &'static str> {
    let demo = &state.first.demo;
    match wish {
        Wish::StartDemo if !state.first.has_demo => Err(words::NO_DEMO),
        Wish::StartDemo if matches!(demo, Demo::Wanted | Demo::Starting) => Err(words::DEMO_STARTING),
        Wish::LeaveDemo if *demo != Demo::Inside => Err(words::NOT_IN_DEMO),
        Wish::Connect if state.first.form.is_asking() => Err(words::IS_ASKED),
        Wish::Connect => match snapshot.connect.as_deref().map(|form| state.first.form.missing(form)) {
            Some(None) => Ok(()),
            Some(Some(_)) | None => Err(words::INCOMPLETE),
        },
        _ => Ok(()),
    }
}

/// The name of a wish.
pub fn name(wish: Wish) -> &'static str {
    match wish {
        Wish::StartDemo => words::START_DEMO,
        Wish::LeaveDemo => words::LEAVE_DEMO,
        Wish::Connect => words::CONNECT,
        Wish::ShowMore => words::CHANGE,
    }
}

/// Draws the page.
pub fn first_ui(ui: &mut Ui, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    let area = widgets::pane_ground(ui, p.side);
    let beside = area.width() >= 2.0 * DOOR.x + space::L + 2.0 * space::XL;
    let width = DOOR.x.min(area.width() - 2.0 * space::XL);
    let height = state.first.height.max(DOOR.y);
    let doors = if beside { height } else { 2.0 * height + space::L };
    let area_shown = ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let all = HEAD + doors + FOOT;
        let top = ui.cursor().top() + ((area.height() - all) / 2.0).max(space::XL).floor();
        let middle = area.center().x.round();
        head_ui(ui, middle, top);
        let left = if beside { middle - width - space::S } else { middle - width / 2.0 }.round();
        let first = Rect::from_min_size(pos2(left, top + HEAD), vec2(width, height));
        let step = if beside { vec2(width + space::L, 0.0) } else { vec2(0.0, height + space::L) };
        door_ui(ui, "demo", first, |ui| demo::demo_ui(ui, state, actions));
        let used =
            door_ui(ui, "connect", first.translate(step), |ui| connect::connect_ui(ui, snapshot, state, actions));
        if (used - state.first.height).abs() > 0.5 {
            state.first.height = used;
            ui.ctx().request_discard("the doors are as high as what stands in them");
        }
        let bottom = first.translate(step).bottom();
        foot_ui(ui, pos2(middle, bottom + 33.0), snapshot, state);
        ui.advance_cursor_after_rect(Rect::from_min_max(area.min, pos2(area.right(), bottom + FOOT + space::XL)));
    });
    widgets::name_scroll_bar(ui, &area_shown);
}

/// Mark, name and claim around a middle line.
fn head_ui(ui: &mut Ui, middle: f32, top: f32) {
    let p = theme::palette(ui);
    let mark = Rect::from_min_size(pos2(middle - 22.0, top), vec2(44.0, 44.0));
    theme::paint_mark(ui.painter(), mark, p.accent);
    for (words, look, top, role) in [
        (common::APP, TextLook::display(p.ink), top + 58.0, Role::Heading),
        (words::CLAIM, TextLook::body(p.ink2), top + 88.0, Role::Label),
    ] {
        let line = text::line(ui, words, DOOR.x * 2.0, look);
        let row =
            Rect::from_center_size(pos2(middle, top + look.size.line() / 2.0), vec2(line.width(), look.size.line()));
        text::paint(ui.painter(), row, Align::Min, &line);
        let response = ui.interact(row, ui.scope_id().with(words), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(role, true, words));
    }
}

/// A card. Gives how high its content wants it.
fn door_ui(ui: &mut Ui, name: &str, rect: Rect, contents: impl FnOnce(&mut Ui) -> f32) -> f32 {
    let p = theme::palette(ui);
    widgets::boxed(ui.painter(), rect, radius::CARD, p.base, p.line);
    let mut child = ui.new_child(UiBuilder::new().id_salt(name).max_rect(rect.shrink(space::XL)));
    child.spacing_mut().item_spacing = egui::Vec2::ZERO;
    contents(&mut child)
}

/// Icon, title and one sentence: the top of both doors.
fn top_ui(ui: &mut Ui, sign: Icon, title: &str, means: &str) {
    let p = theme::palette(ui);
    let (square, _) = ui.allocate_exact_size(vec2(28.0, 28.0), Sense::hover());
    widgets::icon(ui.painter(), square, sign, IconFill::Regular, 28.0, p.accent);
    ui.add_space(15.0);
    let response = widgets::label(ui, title, TextLook::title(p.ink));
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, title));
    ui.add_space(space::XS);
    widgets::label(ui, means, TextLook::body(p.ink2));
}

/// The keys, the keychain and the theme, in one line around a middle.
fn foot_ui(ui: &mut Ui, at: egui::Pos2, snapshot: &Snapshot, state: &UiState) {
    let p = theme::palette(ui);
    let look = TextLook::small(p.ink2);
    let keys = Action::Popup(super::state::Popup::KeySheet).key_cap().filter(|_| !state.appearance.keys_off);
    let follows = state.appearance.theme == super::settings::ThemeChoice::System;
    let works = !matches!(snapshot.phase, Phase::InMemory(_));
    let facts = [words::keychain(works).to_owned(), words::theme(follows, p.dark)].join("      ·      ");
    let line = text::line(ui, &facts, f32::INFINITY, look);
    let [press, behind] = [words::PRESS, words::FOR_THE_KEYS].map(|words| text::line(ui, words, f32::INFINITY, look));
    let cap = keys.as_deref().map_or(0.0, |key| widgets::key_cap_width(ui, key));
    let dot = text::line(ui, "      ·      ", f32::INFINITY, look);
    let icon_room = icon::SMALL + space::XS;
    let key_part = icon_room + press.width() + space::XS + cap + space::XS + behind.width() + dot.width();
    let all = line.width() + if keys.is_some() { key_part } else { 0.0 };
    let mut row = Rect::from_center_size(at, vec2(all, 20.0)).round();
    let response = ui.interact(row, ui.scope_id().with("foot"), Sense::hover());
    let said =
        keys.as_deref().map_or_else(String::new, |key| format!("{} {key} {}. ", words::PRESS, words::FOR_THE_KEYS));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{said}{facts}")));
    if let Some(key) = keys {
        let square = widgets::square_at_left(row, icon::SMALL);
        widgets::icon(ui.painter(), square, Icon::Keyboard, IconFill::Regular, icon::SMALL, p.ink2);
        row.min.x = square.right() + space::XS;
        row.min.x = text::paint(ui.painter(), row, Align::Min, &press).right() + space::XS;
        let place = row.with_max_x(row.left() + cap);
        widgets::key_cap_at_right(ui, place, &key);
        row.min.x = place.right() + space::XS;
        row.min.x = text::paint(ui.painter(), row, Align::Min, &behind).right();
        row.min.x = text::paint(ui.painter(), row, Align::Min, &dot).right();
    }
    text::paint(ui.painter(), row, Align::Min, &line);
}

/// What was refused, in a few lines with its sign.
fn refusal_ui(ui: &mut Ui, why: &str) {
    let p = theme::palette(ui);
    let width = ui.available_width();
    let block = text::block(ui, why, width - icon::SMALL - space::XS, 6, TextLook::small(p.danger));
    let (rect, response) = ui.allocate_exact_size(vec2(width, block.height()), Sense::hover());
    let square = Rect::from_min_size(rect.min + vec2(0.0, 1.0), vec2(icon::SMALL, icon::SMALL));
    widgets::icon(ui.painter(), square, Icon::XCircle, IconFill::Fill, icon::SMALL, p.danger);
    ui.painter().galley(pos2(square.right() + space::XS, rect.top()).round(), block.galley, p.danger);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, why));
    response.ctx.accesskit_node_builder(response.id, |node| node.set_live(egui::accesskit::Live::Polite));
}

impl FirstStart {
    /// Why the connection was refused.
    pub fn refusal(&self) -> Option<&str> {
        match &self.form.step {
            Step::Refused(why) => Some(why),
            Step::Typing | Step::Asking(_) => None,
        }
    }
}

/// The reason beside a button.
fn beside_ui(ui: &mut Ui, button: Rect, words: &str) {
    let p = theme::palette(ui);
    let room =
        Rect::from_min_max(pos2(button.right() + space::S, button.top()), pos2(ui.max_rect().right(), button.bottom()));
    let line = text::line(ui, words, room.width(), TextLook::small(p.ink2));
    let rect = text::paint(ui.painter(), room, Align::Min, &line);
    let response = ui.interact(rect, ui.scope_id().with("beside"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
}
