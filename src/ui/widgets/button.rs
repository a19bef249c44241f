//! Buttons with words: primary, plain, quiet, danger.

use egui::{Align, Color32, Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::paint::{boxed, focus_ring, has_visible_focus, icon, palette, scroll_into_sight, square_at_left};
use super::tag::{key_cap_in, key_cap_width};
use super::text::{self, TextLook};
use crate::theme::{self, Icon, IconFill, Palette, height, radius, space};

/// What a button means; at most one primary per screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ButtonKind {
    Primary,
    Plain,
    /// Without edge.
    Quiet,
    /// Loses something; the word says what.
    Danger,
}

/// How a control answers the pointer and the keyboard right now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Touch {
    #[default]
    Rest,
    Hover,
    Pressed,
    Focus,
    Disabled,
}

impl Touch {
    /// As the response says.
    pub fn of(ui: &Ui, response: &Response, enabled: bool) -> Self {
        if !enabled {
            Self::Disabled
        } else if response.is_pointer_button_down_on() {
            Self::Pressed
        } else if has_visible_focus(ui, response) {
            Self::Focus
        } else if response.hovered() {
            Self::Hover
        } else {
            Self::Rest
        }
    }
}

/// A button with words. Words that ask for more end in `…`.
#[must_use = "show it"]
#[derive(Clone, Copy, Debug)]
pub struct Button<'a> {
    kind: ButtonKind,
    words: &'a str,
    icon: Option<Icon>,
    key: Option<&'a str>,
    width: Option<f32>,
    why_not: Option<&'a str>,
}

impl<'a> Button<'a> {
    fn new(kind: ButtonKind, words: &'a str) -> Self {
        Self { kind, words, icon: None, key: None, width: None, why_not: None }
    }

    /// The one thing this screen is for.
    pub fn primary(words: &'a str) -> Self {
        Self::new(ButtonKind::Primary, words)
    }

    /// Any other thing.
    pub fn plain(words: &'a str) -> Self {
        Self::new(ButtonKind::Plain, words)
    }

    /// A thing among others, without edge.
    pub fn quiet(words: &'a str) -> Self {
        Self::new(ButtonKind::Quiet, words)
    }

    /// A thing that loses something.
    pub fn danger(words: &'a str) -> Self {
        Self::new(ButtonKind::Danger, words)
    }

    /// With an icon before the words.
    pub fn icon(self, icon: Icon) -> Self {
        Self { icon: Some(icon), ..self }
    }

    /// With its key at the right, `None` when keys are hidden.
    pub fn key(self, key: impl Into<Option<&'a str>>) -> Self {
        Self { key: key.into(), ..self }
    }

    /// As wide as this, words in the middle.
    pub fn width(self, width: f32) -> Self {
        Self { width: Some(width), ..self }
    }

    /// Cannot be pressed, for a reason that also stands beside it in words.
    pub fn disabled_because(self, why_not: impl Into<Option<&'a str>>) -> Self {
        Self { why_not: why_not.into(), ..self }
    }

    /// Shows it.
    pub fn show(self, ui: &mut Ui) -> Response {
        let size = vec2(self.width.unwrap_or_else(|| self.natural_width(ui)), height::BUTTON);
        let enabled = self.why_not.is_none() && ui.is_enabled();
        let sense = if enabled { Sense::click() } else { Sense::hover() };
        let (rect, response) = ui.allocate_exact_size(size, sense);
        self.paint(ui, rect, Touch::of(ui, &response, enabled));
        scroll_into_sight(&response);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, self.words));
        match self.why_not {
            Some(why) => response.on_hover_text(why),
            None => response,
        }
    }

    /// Room at both sides of the words.
    fn edge(self) -> f32 {
        if self.kind == ButtonKind::Quiet { space::S } else { space::M }
    }

    fn text_look(self, ink: Color32) -> TextLook {
        TextLook::body(ink).medium()
    }

    /// As wide as its parts.
    pub fn natural_width(self, ui: &Ui) -> f32 {
        let words = text::line(ui, self.words, f32::INFINITY, self.text_look(Color32::PLACEHOLDER)).width();
        let icon = self.icon.map_or(0.0, |_| theme::icon::BODY + space::XS);
        let key = self.key.map_or(0.0, |key| key_cap_width(ui, key) + space::S);
        (words + icon + key + 2.0 * self.edge()).ceil()
    }

    fn inks(self, palette: &Palette, touch: Touch) -> (Color32, Color32, Color32) {
        let clear = Color32::TRANSPARENT;
        let fill = match touch {
            Touch::Hover => palette.hover,
            Touch::Pressed => palette.press,
            Touch::Rest | Touch::Focus | Touch::Disabled => palette.base,
        };
        let quiet_fill = match touch {
            Touch::Hover => palette.hover_side,
            Touch::Pressed => palette.select,
            Touch::Rest | Touch::Focus | Touch::Disabled => clear,
        };
        match (self.kind, touch) {
            (ButtonKind::Primary, Touch::Disabled) => (palette.press, clear, palette.disabled),
            (ButtonKind::Primary, Touch::Hover | Touch::Pressed) => (palette.accent_hover, clear, palette.on_accent),
            (ButtonKind::Primary, Touch::Rest | Touch::Focus) => (palette.accent, clear, palette.on_accent),
            (ButtonKind::Quiet, Touch::Disabled) => (clear, clear, palette.disabled),
            (ButtonKind::Quiet, _) => (quiet_fill, clear, palette.ink2),
            (ButtonKind::Plain | ButtonKind::Danger, Touch::Disabled) => (fill, palette.line, palette.disabled),
            (ButtonKind::Plain, _) => (fill, palette.line_strong, palette.ink),
            (ButtonKind::Danger, _) => (fill, palette.danger, palette.danger),
        }
    }

    /// Paints it as if it were touched like this.
    pub fn paint(self, ui: &Ui, rect: Rect, touch: Touch) {
        let palette = palette(ui);
        let (fill, edge, ink) = self.inks(palette, touch);
        boxed(ui.painter(), rect, radius::CONTROL, fill, edge);
        if touch == Touch::Focus {
            focus_ring(ui.painter(), rect, radius::CONTROL, palette.accent);
        }
        let mut room = rect.shrink2(vec2(self.edge(), 0.0));
        if let Some(key) = self.key {
            let (ink, edge) = match (self.kind, touch) {
                (_, Touch::Disabled) => (palette.disabled, palette.line),
                (ButtonKind::Primary, _) => (palette.on_accent, palette.on_accent),
                _ => (palette.ink3, palette.line),
            };
            let cap = key_cap_in(ui, room.translate(vec2(space::XS, 0.0)), key, ink, edge);
            room.max.x = cap.left() - space::S;
        }
        let icon_room = self.icon.map_or(0.0, |_| theme::icon::BODY + space::XS);
        let words = text::line(ui, self.words, room.width() - icon_room, self.text_look(ink));
        // In a wider button icon and words stand in the middle together.
        room.min.x += ((room.width() - icon_room - words.width()) / 2.0).max(0.0);
        if let Some(sign) = self.icon {
            let square = square_at_left(room, theme::icon::BODY);
            icon(ui.painter(), square, sign, IconFill::Regular, theme::icon::BODY, ink);
            room.min.x = square.right() + space::XS;
        }
        text::paint(ui.painter(), room, Align::Min, &words);
    }
}
