//! One account in full: the sentence first (what, why, what now), then what can be done, then the facts.

use egui::{Align, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::place::{Aside, TestState};
use super::{AccountsAction, facts, forms, questions, words};
use crate::bridge::command::TestOutcome;
use crate::bridge::{AccountHealth, AccountState, Snapshot};
use crate::theme::{self, Icon, height, icon, radius, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::list::band::at;
use crate::ui::state::{Pane, Screen, UiState};
use crate::ui::text as all_words;
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, Button, IconButton};

/// Draws the pane. `alone`: it has the window for itself.
pub fn inspector_ui(ui: &mut Ui, alone: bool, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    let rect = widgets::pane_ground(ui, p.side);
    let band = rect.with_max_y(rect.top() + height::BAND_A);
    widgets::hairline(ui.painter(), rect.x_range(), band.bottom() - 1.0, p.line);
    let mut head = band.shrink2(vec2(space::L, 0.0));
    if alone {
        let place = Rect::from_center_size(pos2(head.left() + 4.0, head.center().y), vec2(28.0, 28.0));
        if at(ui, place, |ui| IconButton::header(Icon::CaretLeft, all_words::BACK).key("Esc").show(ui)).clicked() {
            actions.extend([Action::Accounts(AccountsAction::Leave), Action::ShowPane(Pane::List)]);
        }
        head.min.x = place.right() + space::S;
    }
    let body = rect.with_min_y(band.bottom()).shrink2(vec2(space::L, 0.0)).with_min_y(band.bottom() + space::M);
    let mut child = ui.new_child(UiBuilder::new().max_rect(body));
    child.shrink_clip_rect(rect.with_min_y(band.bottom()));
    child.spacing_mut().item_spacing = egui::Vec2::ZERO;
    let aside = std::mem::take(&mut state.accounts.aside);
    let named = |name| snapshot.accounts.iter().find(|account| account.account == name);
    let (aside, account) = match aside {
        Aside::Connect(mut form) => {
            scrolled(&mut child, "connect", |ui| forms::connect_ui(ui, head, &mut form, snapshot, state, actions));
            (Aside::Connect(form), None)
        }
        Aside::Key(mut form) => match named(form.account.clone()) {
            Some(account) => {
                head_ui(&mut child, head, account, state);
                scrolled(&mut child, "key", |ui| forms::key_ui(ui, account, &mut form, state, actions));
                (Aside::Key(form), None)
            }
            // It went while its key was being typed.
            None => (Aside::Nothing, state.accounts.shown(snapshot)),
        },
        Aside::RemoveKey(name) | Aside::Remove(name) if named(name.clone()).is_none() => {
            (Aside::Nothing, state.accounts.shown(snapshot))
        }
        Aside::RemoveKey(name) => {
            if let Some(account) = named(name.clone()) {
                head_ui(&mut child, head, account, state);
                scrolled(&mut child, "question", |ui| questions::remove_key_ui(ui, account, state, actions));
            }
            (Aside::RemoveKey(name), None)
        }
        Aside::Remove(name) => {
            if let Some(account) = named(name.clone()) {
                head_ui(&mut child, head, account, state);
                scrolled(&mut child, "question", |ui| questions::remove_ui(ui, account, state, actions));
            }
            (Aside::Remove(name), None)
        }
        Aside::Nothing => (Aside::Nothing, state.accounts.shown(snapshot)),
    };
    state.accounts.aside = aside;
    if let Some(account) = account {
        head_ui(&mut child, head, account, state);
        scrolled(&mut child, account.account.as_str(), |ui| {
            sentence_ui(ui, account, state);
            actions_ui(ui, account, state, actions);
            test_ui(ui, account, state);
            facts::inspector_ui(ui, account, state);
            if alone {
                facts::known_ui(ui, account, state);
            }
        });
    }
}

fn scrolled(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui)) {
    ScrollArea::vertical().id_salt(("account", name)).auto_shrink(false).show(ui, |ui| {
        contents(ui);
        ui.add_space(space::XL);
    });
}

/// Vendor and account, and the state at the right.
fn head_ui(ui: &mut Ui, head: Rect, account: &AccountHealth, state: &UiState) {
    let p = theme::palette(ui);
    // The band lies outside of what scrolls.
    let mut ui = ui.new_child(UiBuilder::new().id_salt("head").max_rect(head));
    ui.set_clip_rect(head);
    let (look, word) = words::state(account, p, state);
    let width = text::line(&ui, &word, head.width(), TextLook::small(look.ink).medium()).width();
    let place = head.with_min_x(head.right() - width - icon::SMALL - space::XS - 1.0);
    widgets::state_at(&ui, place, look, &word);
    let room = head.with_max_x(place.left() - space::M);
    let name = account.account.as_str();
    let spans =
        [(account.title, TextLook::title(p.ink)), ("  ", TextLook::body(p.ink)), (name, TextLook::small(p.ink2))];
    let shown = text::paint(ui.painter(), room, Align::Min, &text::spans(&ui, &spans, room.width()));
    ui.interact(shown, ui.scope_id().with("account"), Sense::hover())
        .widget_info(|| WidgetInfo::labeled(Role::Heading, true, format!("{}, {name}: {word}", account.title)));
}

/// What, why, what now, in a soft box.
fn sentence_ui(ui: &mut Ui, account: &AccountHealth, state: &UiState) {
    let p = theme::palette(ui);
    let fill = match account.state {
        AccountState::Works => p.ok_soft,
        AccountState::NotAsked => p.info_soft,
        AccountState::CredentialMissing | AccountState::CredentialRefused => p.danger_soft,
        AccountState::Offline { .. } | AccountState::Slowed { .. } | AccountState::Odd => p.warn_soft,
    };
    let said = words::sentence(account, state);
    boxed_ui(ui, fill, |ui| {
        widgets::paragraph(ui, &said.what, 3, TextLook::body(p.ink).semibold());
        if !said.why.is_empty() {
            widgets::paragraph(ui, &said.why, 8, TextLook::body(p.ink));
        }
        if !said.now.is_empty() {
            ui.add_space(space::XS);
            widgets::paragraph(ui, &said.now, 6, TextLook::body(p.ink2));
        }
    });
    ui.add_space(space::M);
}

/// Something in a soft box of the inspector's width.
pub(super) fn boxed_ui(ui: &mut Ui, fill: egui::Color32, contents: impl FnOnce(&mut Ui)) {
    let ground = ui.painter().add(egui::Shape::Noop);
    let whole = ui.available_rect_before_wrap();
    let inner = whole.shrink2(vec2(space::M, 0.0)).with_min_y(whole.top() + space::M);
    let used = ui
        .scope_builder(UiBuilder::new().max_rect(inner), |ui| {
            ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
            contents(ui);
            ui.min_rect()
        })
        .inner;
    let rect = Rect::from_min_max(whole.min, pos2(whole.right(), used.bottom() + space::M));
    ui.painter().set(ground, egui::epaint::RectShape::filled(rect, radius::CARD, fill));
    ui.advance_cursor_after_rect(rect);
}

/// What can be done with it. The key is the filled button only where it is what is missing.
fn actions_ui(ui: &mut Ui, account: &AccountHealth, state: &UiState, actions: &mut Actions) {
    let name = || account.account.clone();
    let has_key = account.about.fields.iter().any(|field| field.is_there);
    let enter = if has_key { words::REPLACE_KEY } else { words::ENTER_KEY };
    let mut asked: Option<AccountsAction> = None;
    let mut offer = |ui: &mut Ui, button: Button<'_>, action: AccountsAction| {
        if button.show(ui).clicked() {
            asked = Some(action);
        }
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::S);
        let button = if words::is_bad(account) { Button::primary(enter) } else { Button::plain(enter) };
        offer(ui, button, AccountsAction::EnterKey(name()));
        let busy = state.accounts.is_testing(&account.account).then_some(words::TESTING);
        let why_not = account.about.no_test.or(busy);
        offer(ui, Button::plain(words::TEST_NOW).disabled_because(why_not), AccountsAction::Test(name()));
        if has_key {
            offer(ui, Button::quiet(words::REMOVE_KEY), AccountsAction::AskToRemoveKey(name()));
        }
        offer(ui, Button::quiet(words::REMOVE_ACCOUNT), AccountsAction::AskToRemove(name()));
        if account.about.pending.all() > 0 && Button::quiet(words::SHOW_OUTBOX).show(ui).clicked() {
            actions.push(Action::Go(Screen::Outbox));
        }
    });
    actions.extend(asked.map(Action::Accounts));
    ui.add_space(space::S);
}

/// What the test does, or why there is none; and what the newest one found.
fn test_ui(ui: &mut Ui, account: &AccountHealth, state: &UiState) {
    let p = theme::palette(ui);
    let about = account.about.no_test.unwrap_or(account.about.test);
    if account.about.no_test.is_none() || account.state != AccountState::NotAsked {
        widgets::paragraph(ui, about, 3, TextLook::small(p.ink3));
    }
    let (ink, words) = match state.accounts.test_of(&account.account) {
        None => return,
        Some(TestState::Out(_)) => (p.ink2, words::TESTING.to_owned()),
        Some(TestState::Done(Ok(test))) => {
            let ink = if test.outcome == TestOutcome::Works { p.ok } else { p.danger };
            (ink, format!("{} It took {} ms.", test.sentence, test.took_ms))
        }
        Some(TestState::Done(Err(why))) => (p.danger, why.clone()),
    };
    ui.add_space(space::XS);
    widgets::paragraph(ui, &words, 6, TextLook::small(ink));
}
