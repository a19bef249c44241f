//! How the window looks, and whether single keys are heard.

use egui::Ui;

use super::row::{choice_ui, end_ui, head_ui};
use super::{TextSize, ThemeChoice, Wish, words};
use crate::theme::Density;
use crate::ui::actions::{Action, Actions};
use crate::ui::state::UiState;
use crate::ui::text;

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

/// One switch for all single keys.
pub(super) fn keys_ui(ui: &mut Ui, state: &UiState, actions: &mut Actions) {
    head_ui(ui, text::KEYS, words::KEYS_MEAN);
    let choices = [false, true].map(|off| (Action::Settings(Wish::KeysOff(off)), state.appearance.keys_off == off));
    choice_ui(ui, words::SINGLE_KEYS, &choices, actions);
    end_ui(ui);
}
