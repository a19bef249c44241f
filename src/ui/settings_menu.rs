//! The settings behind the gear: theme, rows, text size.

use egui::Ui;

use super::actions::{Action, Actions};
use super::settings::{TextSize, ThemeChoice};
use super::state::UiState;
use super::text;
use super::widgets::text::TextLook;
use super::widgets::{self, Chip};
use crate::theme::{self, Density, space};

/// Width of the menu inside its frame.
pub const WIDTH: f32 = 304.0;

/// Draws the three choices.
pub fn settings_ui(ui: &mut Ui, state: &UiState, actions: &mut Actions) {
    let appearance = state.appearance;
    let choices = ThemeChoice::ALL.map(|choice| (Action::SetTheme(choice), appearance.theme == choice));
    choice_ui(ui, text::THEME, &choices, actions);
    let choices = [Density::Comfortable, Density::Compact]
        .map(|density| (Action::SetDensity(density), appearance.density == density));
    choice_ui(ui, text::DENSITY, &choices, actions);
    let choices = TextSize::STEPS.map(|size| (Action::SetTextSize(size), appearance.text_size == size));
    choice_ui(ui, text::TEXT_SIZE, &choices, actions);
}

fn choice_ui(ui: &mut Ui, name: &str, choices: &[(Action, bool)], actions: &mut Actions) {
    widgets::label(ui, name, TextLook::small(theme::palette(ui).ink2).semibold());
    ui.add_space(space::XXS);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::XXS;
        for (action, chosen) in choices {
            if Chip::new(&action.name()).chosen(*chosen).show(ui).clicked() {
                actions.push(action.clone());
            }
        }
    });
    ui.add_space(space::S);
}
