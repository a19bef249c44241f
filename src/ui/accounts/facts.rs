//! Lines of label and value: the key, the last contact, what it can do, limits; and what is known of the vendor.

use egui::{Align, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use super::{row, words};
use crate::bridge::about::{KeychainState, KnownFact, Lamp};
use crate::bridge::{AccountHealth, Snapshot};
use crate::theme::{self, Icon, IconFill, StateLook, icon, space};
use crate::ui::state::UiState;
use crate::ui::widgets;
use crate::ui::widgets::text::{self, TextLook};

const LINE: f32 = 24.0;
const LABEL: f32 = 108.0;
/// Label column of what is known; its values wrap.
const KNOWN_LABEL: f32 = 168.0;
/// From this width on, the two blocks under the table stand side by side.
const TWO_FROM: f32 = 640.0;

/// The blocks of the inspector.
pub(super) fn inspector_ui(ui: &mut Ui, account: &AccountHealth, state: &UiState) {
    let p = theme::palette(ui);
    head_ui(ui, words::KEY);
    for field in &account.about.fields {
        let there = if field.is_there { "in the keychain" } else { "missing" };
        line_ui(ui, field.label, there);
    }
    for line in &account.about.key_facts {
        line_ui(ui, &line.label, &line.value);
    }
    head_ui(ui, words::LAST_CONTACT);
    line_ui(ui, words::LAST_SUCCESS, &row::last_success(account, state));
    line_ui(ui, words::LAST_REFUSAL, &row::last_refusal(account, state));
    line_ui(ui, words::CLOCK, &words::clock(account));
    head_ui(ui, words::WHAT_IT_CAN_DO);
    for (can, lamp) in &account.about.can {
        let look = match lamp {
            Lamp::Works => StateLook { icon: Icon::Check, fill: IconFill::Regular, ink: p.ok },
            Lamp::Refused => StateLook { icon: Icon::X, fill: IconFill::Regular, ink: p.danger },
            Lamp::NotTried => StateLook { icon: Icon::Question, fill: IconFill::Regular, ink: p.ink3 },
        };
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
        let square = widgets::state_icon(ui.painter(), rect, look, icon::SMALL);
        let room = rect.with_min_x(square.right() + space::S);
        let spans = [
            (*can, TextLook::small(p.ink)),
            ("  ", TextLook::small(p.ink)),
            (words::lamp(*lamp), TextLook::caption(p.ink3)),
        ];
        text::paint(ui.painter(), room, Align::Min, &text::spans(ui, &spans, room.width()));
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{can}: {}", words::lamp(*lamp))));
    }
    head_ui(ui, words::LIMITS);
    for line in &account.about.limits {
        line_ui(ui, &line.label, &line.value);
    }
}

/// Under the table: what is known of the vendor, and the keychain as a whole.
pub(super) fn below_ui(ui: &mut Ui, account: &AccountHealth, snapshot: &Snapshot, state: &UiState) {
    ui.add_space(space::S);
    let whole = ui.available_rect_before_wrap().shrink2(vec2(space::L, 0.0));
    let side = if whole.width() > TWO_FROM { 232.0 } else { 0.0 };
    let left = whole.with_max_x(whole.right() - side - if side > 0.0 { space::XL } else { 0.0 });
    let mut used = column(ui, "known", left, |ui| known_ui(ui, account, state));
    let right = if side > 0.0 { whole.with_min_x(whole.right() - side) } else { whole.with_min_y(used.bottom()) };
    used = used.union(column(ui, "keychain", right, |ui| keychain_ui(ui, snapshot)));
    ui.advance_cursor_after_rect(used);
    ui.add_space(space::XL);
}

fn column(ui: &mut Ui, name: &str, place: Rect, contents: impl FnOnce(&mut Ui)) -> Rect {
    let mut child = ui.new_child(UiBuilder::new().id_salt(name).max_rect(place));
    child.spacing_mut().item_spacing = egui::Vec2::ZERO;
    contents(&mut child);
    child.min_rect()
}

/// What is documented, found out, set by the owner, or not known.
pub(super) fn known_ui(ui: &mut Ui, account: &AccountHealth, state: &UiState) {
    head_ui(ui, &words::known_title(account));
    for fact in &account.about.known {
        fact_ui(ui, fact, state);
    }
}

fn fact_ui(ui: &mut Ui, fact: &KnownFact, state: &UiState) {
    let p = theme::palette(ui);
    let (sign, how) = words::how_known(&fact.how, state);
    let width = ui.available_width();
    let value = text::block(ui, &fact.value, width - KNOWN_LABEL, 3, TextLook::small(p.ink));
    let how = text::block(ui, &how, width - KNOWN_LABEL - icon::CAPTION - space::XS, 3, TextLook::caption(p.ink3));
    let tall = value.height() + how.height() + space::S;
    let (rect, response) = ui.allocate_exact_size(vec2(width, tall), Sense::hover());
    let first = rect.with_max_y(rect.top() + 16.0);
    let label = text::line(ui, fact.label, KNOWN_LABEL - space::S, TextLook::small(p.ink2));
    text::paint(ui.painter(), first, Align::Min, &label);
    let right = rect.with_min_x(rect.left() + KNOWN_LABEL);
    text::paint(ui.painter(), right.with_max_y(rect.top() + value.height()), Align::Min, &value);
    let below = right.with_min_y(rect.top() + value.height()).with_max_y(rect.bottom() - space::S);
    let square = widgets::square_at_left(below.with_max_y(below.top() + 16.0), icon::CAPTION);
    widgets::icon(ui.painter(), square, sign, IconFill::Regular, icon::CAPTION, p.ink3);
    text::paint(ui.painter(), below.with_min_x(square.right() + space::XS), Align::Min, &how);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words::fact_sentence(fact, state)));
}

/// How many keys are there, and where.
fn keychain_ui(ui: &mut Ui, snapshot: &Snapshot) {
    let p = theme::palette(ui);
    head_ui(ui, words::KEYCHAIN);
    let found = snapshot.accounts.iter().filter(|account| account.about.keychain == KeychainState::Present).count();
    line_ui(ui, words::ITEMS, &format!("{found} of {} found", snapshot.accounts.len()));
    let unusable = snapshot.accounts.iter().find_map(|account| match &account.about.keychain {
        KeychainState::Unusable(words) => Some(words),
        _ => None,
    });
    if let Some(words) = unusable {
        widgets::paragraph(ui, words, 6, TextLook::small(p.danger));
    }
}

fn head_ui(ui: &mut Ui, words: &str) {
    ui.add_space(space::L);
    widgets::section_head(ui, words, None);
    ui.add_space(space::XS);
}

/// One line of label and value; the whole value is in its tooltip where it was cut.
fn line_ui(ui: &mut Ui, label: &str, value: &str) {
    let p = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
    text::paint(ui.painter(), rect, Align::Min, &text::line(ui, label, LABEL - space::S, TextLook::small(p.ink2)));
    let room = rect.with_min_x(rect.left() + LABEL);
    let line = text::line(ui, value, room.width(), TextLook::small(p.ink));
    text::paint(ui.painter(), room, Align::Min, &line);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{label}: {value}")));
    if line.cut {
        response.on_hover_text(value);
    }
}
