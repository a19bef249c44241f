//! The page of a database that does not open: what, why, what now, for each of the ways it can fail.

use egui::{Align, Key, Rect, Sense, Ui, pos2, vec2};

use super::{failure_ui, ways_ui};
use crate::bridge::{NoDatabase, Trouble};
use crate::theme::{self, Icon, height, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::list::band::at;
use crate::ui::recovery::{RecoveryAction, field_id, words};
use crate::ui::state::UiState;
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, Button, Field, IconButton};

/// Draws the page.
pub(super) fn database_ui(ui: &mut Ui, none: &NoDatabase, state: &mut UiState, actions: &mut Actions) {
    if state.recovery.asks {
        return question_ui(ui, state, actions);
    }
    let (icon, title) = match none.trouble {
        Trouble::KeyGone => (Icon::LockKey, words::KEY_GONE_TITLE),
        Trouble::WrongKey => (Icon::LockKey, words::WRONG_KEY_TITLE),
        Trouble::Damaged => (Icon::WarningCircle, words::DAMAGED_TITLE),
        Trouble::TooNew => (Icon::Info, words::TOO_NEW_TITLE),
        Trouble::Other => (Icon::WarningCircle, crate::ui::text::NO_DATABASE_TITLE),
    };
    failure_ui(ui, icon, title, &none.why);
    if let Some(folder) = &none.folder {
        folder_ui(ui, folder, actions);
        ui.add_space(space::M);
    }
    if none.trouble.takes_recovery_key() {
        key_ui(ui, state, actions);
    }
    fault_ui(ui, state);
    let start_anew = Action::Recovery(RecoveryAction::AskToStartAnew);
    match none.trouble {
        Trouble::KeyGone | Trouble::WrongKey => {
            let enter = Action::Recovery(RecoveryAction::Enter);
            let typed = !state.recovery.typed.expose().trim().is_empty();
            let why_not = match (&state.recovery.waiting, typed) {
                (Some(_), _) => Some(words::OPENING),
                (None, false) => Some(words::TYPE_IT),
                (None, true) => None,
            };
            ways_ui(ui, &[(enter, why_not), (Action::TryAgain, None), (start_anew, None)], actions);
        }
        Trouble::Damaged => ways_ui(ui, &[(Action::TryAgain, None), (start_anew, None)], actions),
        Trouble::TooNew | Trouble::Other => ways_ui(ui, &[(Action::TryAgain, None)], actions),
    }
}

/// Where the file is, whole on copy.
fn folder_ui(ui: &mut Ui, folder: &str, actions: &mut Actions) {
    let p = theme::palette(ui);
    let (row, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    let spans =
        [(words::FOLDER, TextLook::small(p.ink3)), ("  ", TextLook::small(p.ink3)), (folder, TextLook::small(p.ink2))];
    let line = text::spans(ui, &spans, row.width() - 30.0);
    let shown = text::paint(ui.painter(), row, Align::Min, &line);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, format!("{}: {folder}", words::FOLDER)));
    if line.cut {
        response.on_hover_text(folder);
    }
    let copy = Action::Copy { what: words::FOLDER, text: folder.to_owned() };
    let square = Rect::from_center_size(pos2(shown.right() + 17.0, row.center().y), vec2(22.0, 22.0));
    if at(ui, square, |ui| IconButton::small(Icon::CopySimple, &copy.name()).show(ui)).clicked() {
        actions.push(copy);
    }
}

/// Where the recovery key is typed.
fn key_ui(ui: &mut Ui, state: &mut UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    widgets::label(ui, words::TITLE, TextLook::small(p.ink2).medium());
    ui.add_space(space::XS);
    let opening = state.recovery.waiting.as_ref().map(|_| words::OPENING);
    let row = ui.allocate_exact_size(vec2(ui.available_width(), height::FIELD), Sense::hover()).0;
    let field = Field::new(words::TITLE).placeholder(words::FIELD_HINT).disabled_because(opening).id(field_id());
    let field = if state.recovery.revealed { field } else { field.secret() };
    let response = at(ui, row.with_max_x(row.right() - 34.0), |ui| field.show(ui, state.recovery.typed.edit()));
    let eye = if state.recovery.revealed { Icon::EyeSlash } else { Icon::Eye };
    let square = Rect::from_center_size(pos2(row.right() - 14.0, row.center().y), vec2(28.0, 28.0));
    if at(ui, square, |ui| IconButton::new(eye, RecoveryAction::Reveal.name()).show(ui)).clicked() {
        actions.push(Action::Recovery(RecoveryAction::Reveal));
    }
    if std::mem::take(&mut state.recovery.focus) {
        response.request_focus();
    }
    if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
        actions.push(Action::Recovery(RecoveryAction::Enter));
    }
    ui.add_space(space::M);
}

/// Nothing is begun anew before somebody has read what that means.
fn question_ui(ui: &mut Ui, state: &UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    failure_ui(ui, Icon::Question, words::ASK_TITLE, words::ASK_KEPT);
    widgets::paragraph(ui, words::ASK_LOST, 10, TextLook::body(p.ink));
    ui.add_space(space::L);
    fault_ui(ui, state);
    let opening = state.recovery.waiting.as_ref().map(|_| words::OPENING);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        if Button::plain(RecoveryAction::KeepWaiting.name()).show(ui).clicked() {
            actions.push(Action::Recovery(RecoveryAction::KeepWaiting));
        }
        if Button::danger(RecoveryAction::StartAnew.name()).disabled_because(opening).show(ui).clicked() {
            actions.push(Action::Recovery(RecoveryAction::StartAnew));
        }
    });
}

fn fault_ui(ui: &mut Ui, state: &UiState) {
    let p = theme::palette(ui);
    if let Some(fault) = &state.recovery.fault {
        let said = widgets::paragraph(ui, fault, 6, TextLook::small(p.danger));
        said.ctx.accesskit_node_builder(said.id, |node| node.set_live(egui::accesskit::Live::Polite));
        ui.add_space(space::M);
    }
}
