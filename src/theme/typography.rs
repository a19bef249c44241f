//! The type scale: five sizes with their line heights, three weights.

use egui::{Align, Color32, FontFamily, FontId, TextFormat};

use super::fonts;

/// A step of the type scale. The line height is part of it: it is always set, so that a fallback font with tall
/// metrics (Thai, Devanagari, emoji) cannot push a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Size {
    /// 20/28: a name in triage.
    Display,
    /// 15/20: pane titles.
    Title,
    /// 13/20: names, messages, values.
    Body,
    /// 12/16: labels, states, times.
    Small,
    /// 11/16: sources, key caps.
    Caption,
    /// 11/17: requests and raw records, in the fixed-width font.
    Mono,
}

impl Size {
    /// Every step.
    pub const ALL: [Self; 6] = [Self::Display, Self::Title, Self::Body, Self::Small, Self::Caption, Self::Mono];

    /// Font size in points.
    pub const fn points(self) -> f32 {
        match self {
            Self::Display => 20.0,
            Self::Title => 15.0,
            Self::Body => 13.0,
            Self::Small => 12.0,
            Self::Caption | Self::Mono => 11.0,
        }
    }

    /// Line height in points.
    pub const fn line(self) -> f32 {
        match self {
            Self::Display => 28.0,
            Self::Title | Self::Body => 20.0,
            Self::Small | Self::Caption => 16.0,
            Self::Mono => 17.0,
        }
    }
}

/// A weight. At most two in one row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Weight {
    /// 400: text.
    #[default]
    Regular,
    /// 500: names in rows, words of states.
    Medium,
    /// 600: titles, section heads, changed names.
    Semibold,
}

impl Weight {
    /// The font family that holds this weight.
    pub fn family(self) -> FontFamily {
        match self {
            Self::Regular => FontFamily::Proportional,
            Self::Medium => fonts::medium(),
            Self::Semibold => fonts::semibold(),
        }
    }
}

/// The font of a size and weight.
pub fn font(size: Size, weight: Weight) -> FontId {
    let family = if size == Size::Mono { FontFamily::Monospace } else { weight.family() };
    FontId::new(size.points(), family)
}

/// The complete format of a piece of text: font, line height, vertical centring, colour.
pub fn format(size: Size, weight: Weight, ink: Color32) -> TextFormat {
    TextFormat {
        font_id: font(size, weight),
        line_height: Some(size.line()),
        valign: Align::Center,
        color: ink,
        ..TextFormat::default()
    }
}
