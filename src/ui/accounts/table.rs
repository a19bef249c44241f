//! The table of accounts, and under it what is known of the chosen one's vendor.

use egui::{Align, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::row::{Columns, row_ui};
use super::{AccountsAction, facts, words};
use crate::bridge::Snapshot;
use crate::theme::{self, Icon, height, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::list::band::at;
use crate::ui::places;
use crate::ui::state::UiState;
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, Button, IconButton};

const COLUMN_HEAD: f32 = 28.0;
/// Under this width the buttons of the band are icons.
const WORDS_FROM: f32 = 560.0;

/// Draws the pane. `alone`: it has the window for itself.
pub fn table_ui(ui: &mut Ui, alone: bool, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    let rect = widgets::pane_ground(ui, p.base);
    let band = rect.with_max_y(rect.top() + height::BAND_A);
    band_ui(ui, band, alone, snapshot, state, actions);
    widgets::hairline(ui.painter(), rect.x_range(), band.bottom() - 1.0, p.line);
    let below = rect.with_min_y(band.bottom());
    if snapshot.accounts.is_empty() {
        let mut child = ui.new_child(UiBuilder::new().max_rect(below));
        let connect = Some(words::CONNECT).filter(|_| !snapshot.vendors.is_empty());
        let pressed =
            widgets::empty_state(&mut child, Icon::Key, words::NO_ACCOUNTS, words::NO_ACCOUNTS_MEANS, connect);
        if pressed.is_some_and(|button| button.clicked()) {
            actions.push(Action::Accounts(AccountsAction::Connect));
        }
        return;
    }
    let head = below.with_max_y(below.top() + COLUMN_HEAD);
    head_ui(ui, head);
    let body = below.with_min_y(head.bottom());
    let mut child = ui.new_child(UiBuilder::new().max_rect(body));
    child.shrink_clip_rect(body);
    child.spacing_mut().item_spacing = egui::Vec2::ZERO;
    let shown = state.accounts.shown(snapshot).map(|account| account.account.clone());
    state.row_focus = None;
    ScrollArea::vertical().id_salt("account rows").auto_shrink(false).show(&mut child, |ui| {
        for account in snapshot.accounts.iter() {
            row_ui(ui, account, shown.as_ref() == Some(&account.account), state, actions);
        }
        state.accounts.follow = false;
        if let Some(account) = state.accounts.shown(snapshot).filter(|_| !alone) {
            facts::below_ui(ui, account, snapshot, state);
        }
    });
}

/// Title, what this page never shows, and the two things that are not about one account.
fn band_ui(ui: &mut Ui, band: Rect, alone: bool, snapshot: &Snapshot, state: &UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    let mut room = band.shrink2(vec2(space::L, 0.0));
    if alone {
        let place = Rect::from_center_size(pos2(band.right() - 26.0, band.center().y), vec2(28.0, 28.0));
        at(ui, place, |ui| places::menu_ui(ui, snapshot, state, actions));
        room.max.x = place.left() - space::S;
    }
    let connect = Action::Accounts(AccountsAction::Connect);
    let all = Action::Accounts(AccountsAction::TestAll);
    let testing = snapshot.accounts.iter().any(|account| state.accounts.is_testing(&account.account));
    let testable = snapshot.accounts.iter().any(|account| account.about.no_test.is_none());
    let with_words = band.width() > WORDS_FROM;
    for (action, icon, there) in [(connect, Icon::Plus, !snapshot.vendors.is_empty()), (all, Icon::Pulse, testable)] {
        if !there {
            continue;
        }
        let name = action.name();
        let why_not = (testing && icon == Icon::Pulse).then_some(words::TESTING);
        let clicked = if with_words {
            let button = Button::plain(&name).icon(icon).disabled_because(why_not);
            let width = button.natural_width(ui);
            let place =
                Rect::from_center_size(pos2(room.right() - width / 2.0, room.center().y), vec2(width, height::BUTTON));
            room.max.x = place.left() - space::S;
            at(ui, place, |ui| button.show(ui)).clicked()
        } else {
            let place = Rect::from_center_size(pos2(room.right() - 14.0, room.center().y), vec2(28.0, 28.0));
            room.max.x = place.left() - space::XS;
            at(ui, place, |ui| IconButton::header(icon, &name).disabled_because(why_not).show(ui)).clicked()
        };
        if clicked {
            actions.push(action);
        }
    }
    let title = text::line(ui, words::ACCOUNTS, room.width(), TextLook::title(p.ink));
    let shown = text::paint(ui.painter(), room, Align::Min, &title);
    ui.interact(shown, ui.scope_id().with("title"), Sense::hover())
        .widget_info(|| WidgetInfo::labeled(Role::Heading, true, words::ACCOUNTS));
    let beside = room.with_min_x(shown.right() + space::S);
    if beside.width() > 120.0 {
        let line = text::line(ui, words::SECRETS_STAY, beside.width(), TextLook::small(p.ink3));
        text::paint(ui.painter(), beside, Align::Min, &line);
    }
}

fn head_ui(ui: &Ui, head: Rect) {
    let p = theme::palette(ui);
    let columns = Columns::of(head);
    let [who, state, key, success, refusal, clock] = words::COLUMNS;
    let cells = [
        (columns.who, who, Align::Min),
        (columns.state, state, Align::Min),
        (columns.key, key, Align::Min),
        (columns.success, success, Align::Min),
        (columns.refusal, refusal, Align::Min),
        (columns.clock, clock, Align::Max),
    ];
    for (rect, title, align) in cells {
        if rect.width() > 8.0 {
            let line = text::line(ui, title, rect.width(), TextLook::caption(p.ink2).medium());
            text::paint(ui.painter(), rect, align, &line);
        }
    }
    widgets::hairline(ui.painter(), head.x_range(), head.bottom() - 1.0, p.line);
}
