//! How a piece of text looks: a step of the type scale, a weight, an ink.

use egui::{Color32, Stroke, TextFormat};

use crate::theme::{self, Size, Weight};

/// How a piece of text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TextLook {
    pub size: Size,
    pub weight: Weight,
    pub ink: Color32,
    /// Struck through: what will be removed.
    pub struck: bool,
    /// A ground behind the letters: search hits.
    pub ground: Option<Color32>,
}

impl TextLook {
    /// A size in weight 400.
    pub const fn new(size: Size, ink: Color32) -> Self {
        Self { size, weight: Weight::Regular, ink, struck: false, ground: None }
    }

    /// 20/28, weight 600: a name in triage.
    pub const fn display(ink: Color32) -> Self {
        Self::new(Size::Display, ink).semibold()
    }

    /// 15/20, weight 600: pane titles.
    pub const fn title(ink: Color32) -> Self {
        Self::new(Size::Title, ink).semibold()
    }

    /// 13/20: names, messages, values.
    pub const fn body(ink: Color32) -> Self {
        Self::new(Size::Body, ink)
    }

    /// 12/16: labels, states, times.
    pub const fn small(ink: Color32) -> Self {
        Self::new(Size::Small, ink)
    }

    /// 11/16: sources, key caps.
    pub const fn caption(ink: Color32) -> Self {
        Self::new(Size::Caption, ink)
    }

    /// 11/17 fixed width: requests and raw records.
    pub const fn mono(ink: Color32) -> Self {
        Self::new(Size::Mono, ink)
    }

    /// In weight 500.
    pub const fn medium(self) -> Self {
        Self { weight: Weight::Medium, ..self }
    }

    /// In weight 600.
    pub const fn semibold(self) -> Self {
        Self { weight: Weight::Semibold, ..self }
    }

    /// In another ink.
    pub const fn ink(self, ink: Color32) -> Self {
        Self { ink, ..self }
    }

    /// Struck through.
    pub const fn struck(self) -> Self {
        Self { struck: true, ..self }
    }

    /// On a ground of its own.
    pub const fn on(self, ground: Color32) -> Self {
        Self { ground: Some(ground), ..self }
    }

    /// As the toolkit wants it.
    pub fn format(self) -> TextFormat {
        TextFormat {
            strikethrough: if self.struck { Stroke::new(1.0, self.ink) } else { Stroke::NONE },
            background: self.ground.unwrap_or(Color32::TRANSPARENT),
            expand_bg: 0.0,
            ..theme::format(self.size, self.weight, self.ink)
        }
    }
}
