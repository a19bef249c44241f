//! What the agent set about the window itself: theme, density, text size, pane widths.

use serde::{Deserialize, Serialize};

use crate::theme::Density;

/// Light, dark, or as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThemeChoice {
    #[default]
    System,
    Light,
    Dark,
}

impl ThemeChoice {
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// What the toolkit calls it.
    pub fn preference(self) -> egui::ThemePreference {
        match self {
            Self::System => egui::ThemePreference::System,
            Self::Light => egui::ThemePreference::Light,
            Self::Dark => egui::ThemePreference::Dark,
        }
    }
}

/// Text size in percent: one of the six steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TextSize(u16);

impl Default for TextSize {
    fn default() -> Self {
        Self(100)
    }
}

impl TextSize {
    pub const STEPS: [Self; 6] = [Self(90), Self(100), Self(115), Self(130), Self(150), Self(200)];

    pub fn percent(self) -> u16 {
        self.0
    }

    /// As the toolkit's zoom factor.
    pub fn factor(self) -> f32 {
        f32::from(self.0) / 100.0
    }

    /// The step nearest to what was remembered: a step may go in a later version.
    #[must_use]
    pub fn nearest(self) -> Self {
        Self::STEPS.into_iter().min_by_key(|step| step.0.abs_diff(self.0)).unwrap_or_default()
    }

    #[must_use]
    pub fn larger(self) -> Self {
        Self::STEPS.into_iter().find(|step| step.0 > self.0).unwrap_or(self)
    }

    #[must_use]
    pub fn smaller(self) -> Self {
        Self::STEPS.into_iter().rev().find(|step| step.0 < self.0).unwrap_or(self)
    }
}

/// How the window looks.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Appearance {
    pub theme: ThemeChoice,
    pub density: Density,
    pub text_size: TextSize,
    /// Letters and digits are not heard as keys.
    pub keys_off: bool,
    /// Nothing fades, and what drains is a number.
    pub reduced_motion: bool,
    /// Without shadows and scrims: for remote desktops.
    pub plain: bool,
}

/// Widths that the agent dragged panes to; where none is set the layout decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PaneWidths {
    pub views: Option<f32>,
    pub list: Option<f32>,
    pub profile: Option<f32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_size_walks_its_steps_and_stops_at_the_ends() {
        let mut size = TextSize::default();
        for percent in [115, 130, 150, 200, 200] {
            size = size.larger();
            assert_eq!(size.percent(), percent);
        }
        assert_eq!(TextSize(90).smaller().percent(), 90);
        assert_eq!(TextSize(140).nearest().percent(), 130);
    }
}
