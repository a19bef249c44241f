//! How the window looks, whether single keys are heard, and the way to the templates.

use egui::Ui;

use super::row::{choice_ui, end_ui, head_ui};
use super::{TextSize, ThemeChoice, Wish, words};
use crate::bridge::Snapshot;
use crate::theme::{Density, Icon};
use crate::ui::actions::{Action, Actions};
use crate::ui::state::{Screen, UiState};
use crate::ui::templates::words as templates;
use crate::ui::text;
use crate::ui::widgets::Button;

/// Theme, rows, text size, motion.
pub(super) fn look_ui(ui: &mut Ui, state: &UiState, actions: &mut Actions) {
    head_ui(ui, words::LOOK, "");
    let now = state.appearance;
    let choices = ThemeChoice::ALL.map(|choice| (Action::SetTheme(choice), now.theme == choice));
    choice_ui(ui, text::THEME, &choices, actions);
    let choices =
        [Density::Comfortable, Density::Compact].map(|density| (Action::SetDensity(density), now.density == density));
    choice_ui(ui, text::DENSITY, &choices, actions);
    let choices = TextSize::STEPS.map(|size| (Action::SetTextSize(size), now.text_size == size));
    choice_ui(ui, text::TEXT_SIZE, &choices, actions);
    let choices = [false, true].map(|on| (Action::Settings(Wish::ReducedMotion(on)), now.reduced_motion == on));
    choice_ui(ui, words::MOTION, &choices, actions);
    let choices = [false, true].map(|on| (Action::Settings(Wish::Plain(on)), now.plain == on));
    choice_ui(ui, words::DRAWING, &choices, actions);
    end_ui(ui);
}

/// Where templates are edited.
pub(super) fn templates_ui(ui: &mut Ui, snapshot: &Snapshot, actions: &mut Actions) {
    head_ui(ui, templates::TEMPLATES, words::TEMPLATES_MEAN);
    ui.horizontal(|ui| {
        let name = words::edit_templates(snapshot.templates.len());
        if Button::plain(&name).icon(Icon::PhoneOutgoing).show(ui).clicked() {
            actions.push(Action::Go(Screen::Templates));
        }
    });
    end_ui(ui);
}

/// One switch for all single keys.
pub(super) fn keys_ui(ui: &mut Ui, state: &UiState, actions: &mut Actions) {
    head_ui(ui, text::KEYS, words::KEYS_MEAN);
    let choices = [false, true].map(|off| (Action::Settings(Wish::KeysOff(off)), state.appearance.keys_off == off));
    choice_ui(ui, words::SINGLE_KEYS, &choices, actions);
    end_ui(ui);
}
