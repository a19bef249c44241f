//! One account as a row: who, how it is, where its key is, when it last worked, when it last refused, its clock.

use egui::{Align, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{AccountsAction, words};
use crate::bridge::{AccountHealth, AccountState};
use crate::theme::{self, IconFill, StateLook, icon, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::state::{Pane, UiState};
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, RowLook};

/// Widths of the columns; the first takes the rest.
const STATE: f32 = 104.0;
const KEY: f32 = 112.0;
const SUCCESS: f32 = 138.0;
const REFUSAL: f32 = 160.0;
const REFUSAL_LEAST: f32 = 96.0;
const CLOCK: f32 = 60.0;
const WHO_LEAST: f32 = 148.0;

/// Where the columns of one row stand; the inspector shows what finds no room here.
pub(super) struct Columns {
    pub(super) who: Rect,
    pub(super) state: Rect,
    pub(super) key: Rect,
    pub(super) success: Rect,
    pub(super) refusal: Rect,
    pub(super) clock: Rect,
}

impl Columns {
    pub(super) fn of(row: Rect) -> Self {
        let mut spare = row.width() - 2.0 * space::L - WHO_LEAST - STATE;
        let mut fits = |width: f32| {
            let fits = spare >= width;
            spare -= if fits { width } else { 0.0 };
            if fits { width } else { 0.0 }
        };
        let (key, success) = (fits(KEY), fits(SUCCESS));
        // A cut refusal still says when, which a missing one does not.
        let refusal = if fits(REFUSAL) > 0.0 { REFUSAL } else { fits(REFUSAL_LEAST) };
        let clock = fits(CLOCK);
        let mut right = row.right() - space::L;
        let mut take = |width: f32| {
            let rect = Rect::from_min_max(pos2(right - width, row.top()), pos2(right, row.bottom()));
            right -= width;
            // A gap to the next column; the last one stands on the edge.
            rect
        };
        let clock = take(clock);
        let gap = |rect: Rect| rect.with_max_x((rect.right() - space::S).max(rect.left()));
        let (refusal, success, key, state) = (gap(take(refusal)), gap(take(success)), gap(take(key)), gap(take(STATE)));
        let who = Rect::from_min_max(pos2(row.left() + space::L, row.top()), pos2(right - space::S, row.bottom()));
        Self { who, state, key, success, refusal, clock }
    }
}

/// Draws one row.
pub(super) fn row_ui(ui: &mut Ui, account: &AccountHealth, chosen: bool, state: &mut UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    let height = state.appearance.density.heights().account_row;
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), height));
    let response = ui.interact(rect, egui::Id::unique(("account row", account.account.as_str())), Sense::click());
    if chosen && state.accounts.follow {
        ui.scroll_to_rect(rect, None);
        response.request_focus();
    }
    if response.has_focus() {
        state.row_focus = Some(response.id);
    }
    let look = RowLook::of(chosen, state.pane == Pane::List || state.pane == Pane::Lead, response.hovered());
    widgets::row_ground(ui.painter(), p, rect, look);
    let columns = Columns::of(rect);

    let top = Rect::from_min_size(pos2(columns.who.left(), rect.center().y - 18.0), vec2(columns.who.width(), 20.0));
    let below = Rect::from_min_size(top.left_bottom() - vec2(0.0, 1.0), vec2(top.width(), 16.0));
    text::paint(
        ui.painter(),
        top,
        Align::Min,
        &text::line(ui, account.title, top.width(), TextLook::body(p.ink).medium()),
    );
    let name = account.account.as_str();
    text::paint(ui.painter(), below, Align::Min, &text::line(ui, name, below.width(), TextLook::small(p.ink2)));

    let (look, word) = words::state(account, p, state);
    widgets::state_at(ui, columns.state, look, &word);
    let cell = |rect: Rect, words: &str, ink, align| {
        if rect.width() > 8.0 {
            let line = text::line(ui, words, rect.width(), TextLook::small(ink));
            text::paint(ui.painter(), rect, align, &line);
        }
    };
    let (key_icon, key_word) = words::keychain(account);
    if columns.key.width() > 8.0 {
        let look = StateLook { icon: key_icon, fill: IconFill::Regular, ink: p.ink2 };
        let square = widgets::state_icon(ui.painter(), columns.key, look, icon::SMALL);
        cell(columns.key.with_min_x(square.right() + space::XS), key_word, p.ink2, Align::Min);
    }
    let success = last_success(account, state);
    cell(columns.success, &success, p.ink2, Align::Min);
    let refusal = last_refusal(account, state);
    let loud = account.state == AccountState::CredentialRefused;
    cell(columns.refusal, &refusal, if loud { p.danger } else { p.ink2 }, Align::Min);
    let clock = words::clock(account);
    cell(columns.clock, &clock, p.ink2, Align::Max);

    widgets::hairline(ui.painter(), rect.x_range(), rect.bottom() - 1.0, p.line);
    if widgets::has_visible_focus(ui, &response) {
        widgets::inner_focus_ring(ui.painter(), rect, 0, p.accent);
    }
    response.widget_info(|| {
        let said = format!(
            "{}, {name}: {word}, key {}, last success {success}, last refusal {refusal}, clock {clock}",
            account.title,
            key_word.to_lowercase()
        );
        WidgetInfo::labeled(Role::Row, true, said)
    });
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_selected(chosen));
    if response.clicked() && !ui.input(|input| input.key_pressed(egui::Key::Enter)) {
        actions.push(Action::Accounts(AccountsAction::Choose(account.account.clone())));
    }
}

/// `14:08, 120 read`.
pub(super) fn last_success(account: &AccountHealth, state: &UiState) -> String {
    let at = account.last_success_at.map_or_else(|| words::NOT_YET.to_owned(), |at| state.moment(at));
    match account.syncing {
        Some(seen) => format!("{at}, {} read", crate::ui::text::number(seen)),
        None => at,
    }
}

/// `14:08, refused the credential (401)`.
pub(super) fn last_refusal(account: &AccountHealth, state: &UiState) -> String {
    match &account.last_refusal {
        Some((at, words)) => format!("{}, {words}", state.moment(*at)),
        None => words::NONE.to_owned(),
    }
}
