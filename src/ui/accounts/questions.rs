//! The two questions before something goes: what stops, what waits, what stays.

use egui::Ui;

use super::forms::last_ui;
use super::inspector::boxed_ui;
use super::{AccountsAction, words};
use crate::bridge::AccountHealth;
use crate::theme::{self, space};
use crate::ui::actions::Actions;
use crate::ui::state::UiState;
use crate::ui::widgets::text::TextLook;
use crate::ui::widgets::{self, Button};

/// Shall the key go?
pub(super) fn remove_key_ui(ui: &mut Ui, account: &AccountHealth, state: &UiState, actions: &mut Actions) {
    let (stops, waits) = words::removing_key(account);
    let title = format!("Remove the key of “{}”?", account.account);
    question_ui(ui, &title, &[stops, waits]);
    let action = AccountsAction::RemoveKey(account.account.clone());
    answer_ui(ui, "Remove the key", action, state, actions);
}

/// Shall the account go?
pub(super) fn remove_ui(ui: &mut Ui, account: &AccountHealth, state: &UiState, actions: &mut Actions) {
    let title = format!("Take “{}” out of the settings?", account.account);
    question_ui(ui, &title, &words::removing(account));
    let action = AccountsAction::Remove(account.account.clone());
    answer_ui(ui, "Remove the account", action, state, actions);
}

fn question_ui(ui: &mut Ui, title: &str, lines: &[String]) {
    let p = theme::palette(ui);
    boxed_ui(ui, p.warn_soft, |ui| {
        widgets::paragraph(ui, title, 3, TextLook::body(p.ink).semibold());
        for line in lines.iter().filter(|line| !line.is_empty()) {
            ui.add_space(space::XS);
            widgets::paragraph(ui, line, 8, TextLook::body(p.ink));
        }
    });
}

fn answer_ui(ui: &mut Ui, word: &str, action: AccountsAction, state: &UiState, actions: &mut Actions) {
    let busy = state.accounts.waiting.is_some().then_some(words::ONE_AT_A_TIME);
    last_ui(ui, Button::danger(word), busy, action, false, actions);
}
