//! Buttons that are only an icon: always with a name, shown as tooltip and told to screen readers.

use egui::{Color32, Pos2, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::button::Touch;
use super::paint::{focus_ring, icon, palette};
use super::popup::tip;
use super::tag::badge;
use crate::theme::{self, Icon, IconFill, radius};

/// Side of the square that can be pressed.
const SIDE: f32 = 28.0;

/// A button that is only an icon.
#[must_use = "show it"]
#[derive(Clone, Copy, Debug)]
pub struct IconButton<'a> {
    icon: Icon,
    name: &'a str,
    key: Option<&'a str>,
    size: f32,
    side: f32,
    chosen: bool,
    count: usize,
    only_touched: bool,
    why_not: Option<&'a str>,
}

impl<'a> IconButton<'a> {
    /// An icon of 16 in a square of 28. The name is what it does, as in a menu.
    pub fn new(icon: Icon, name: &'a str) -> Self {
        Self {
            icon,
            name,
            key: None,
            size: theme::icon::BODY,
            side: SIDE,
            chosen: false,
            count: 0,
            only_touched: false,
            why_not: None,
        }
    }

    /// A place in the rail: an icon of 20 in a square of 40, filled when chosen.
    pub fn rail(icon: Icon, name: &'a str) -> Self {
        Self { size: theme::icon::RAIL, side: 40.0, ..Self::new(icon, name) }
    }

    /// In a header: 18.
    pub fn header(icon: Icon, name: &'a str) -> Self {
        Self { size: theme::icon::HEADER, ..Self::new(icon, name) }
    }

    /// At the end of a value: 14 in a square of 22.
    pub fn small(icon: Icon, name: &'a str) -> Self {
        Self { size: theme::icon::SMALL, side: 22.0, ..Self::new(icon, name) }
    }

    /// With its key in the tooltip, `None` when keys are hidden.
    pub fn key(self, key: impl Into<Option<&'a str>>) -> Self {
        Self { key: key.into(), ..self }
    }

    /// Chosen: filled, in accent, on the chosen ground.
    pub fn chosen(self, chosen: bool) -> Self {
        Self { chosen, ..self }
    }

    /// With the danger pill; none at zero.
    pub fn badge(self, count: usize) -> Self {
        Self { count, ..self }
    }

    /// Painted only while `near`, or under the pointer, or with the focus; always there for keys and screen readers.
    pub fn only_near(self, near: bool) -> Self {
        Self { only_touched: !near, ..self }
    }

    /// Cannot be pressed, for this reason.
    pub fn disabled_because(self, why_not: impl Into<Option<&'a str>>) -> Self {
        Self { why_not: why_not.into(), ..self }
    }

    /// Shows it.
    pub fn show(self, ui: &mut Ui) -> Response {
        let palette = palette(ui);
        let enabled = self.why_not.is_none() && ui.is_enabled();
        let sense = if enabled { Sense::click() } else { Sense::hover() };
        let (rect, response) = ui.allocate_exact_size(vec2(self.side, self.side), sense);
        let touch = Touch::of(ui, &response, enabled);
        let ground = match (self.chosen, touch) {
            (true, _) => palette.select_side,
            (false, Touch::Hover) => palette.hover_side,
            (false, Touch::Pressed) => palette.select,
            (false, _) => Color32::TRANSPARENT,
        };
        ui.painter().rect_filled(rect, radius::CONTROL, ground);
        if touch == Touch::Focus {
            focus_ring(ui.painter(), rect, radius::CONTROL, palette.accent);
        }
        let ink = match (self.chosen, touch) {
            (_, Touch::Disabled) => palette.disabled,
            (true, _) | (false, Touch::Pressed) => palette.accent,
            (false, _) => palette.ink2,
        };
        let fill = if self.chosen { IconFill::Fill } else { IconFill::Regular };
        if !(self.only_touched && touch == Touch::Rest) {
            icon(ui.painter(), rect, self.icon, fill, self.size, ink);
        }
        let corner: Pos2 = rect.center() + vec2(self.size, -self.size) * 0.6;
        badge(ui, corner, self.count);
        response.widget_info(|| {
            let name =
                if self.count > 0 { format!("{}, {} need you", self.name, self.count) } else { self.name.into() };
            if self.chosen {
                WidgetInfo::selected(Role::Button, enabled, true, name)
            } else {
                WidgetInfo::labeled(Role::Button, enabled, name)
            }
        });
        tip(response, self.why_not.unwrap_or(self.name), self.key)
    }
}
