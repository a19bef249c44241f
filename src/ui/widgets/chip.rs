//! Small round-cornered controls: chips of a filter, and the pill of news.

use egui::{Align, Color32, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::button::Touch;
use super::paint::{boxed, focus_ring, icon, palette, scroll_into_sight, square_at_left, square_at_right, state_icon};
use super::text::{self, TextLook};
use crate::theme::{self, Icon, IconFill, StateLook, height, radius, space};

/// The accent pill that says what is new, "12 updates".
pub fn pill(ui: &mut Ui, sign: Icon, words: &str) -> Response {
    let palette = palette(ui);
    let look = TextLook::small(palette.on_accent).medium();
    let line = text::line(ui, words, ui.available_width(), look);
    let size = vec2((line.width() + theme::icon::CAPTION + space::XS + 2.0 * space::S + 2.0).ceil(), height::PILL);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let touch = Touch::of(ui, &response, ui.is_enabled());
    let hot = matches!(touch, Touch::Hover | Touch::Pressed);
    ui.painter().rect_filled(rect, 11, if hot { palette.accent_hover } else { palette.accent });
    if touch == Touch::Focus {
        focus_ring(ui.painter(), rect, 11, palette.accent);
    }
    let room = rect.shrink2(vec2(space::S + 1.0, 0.0));
    let square = square_at_left(room, theme::icon::CAPTION);
    icon(ui.painter(), square, sign, IconFill::Regular, theme::icon::CAPTION, palette.on_accent);
    text::paint(ui.painter(), room.with_min_x(square.right() + space::XS), Align::Min, &line);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words));
    response
}

/// A chip of a filter, with how many it would show. `bordered` ones stand alone.
#[must_use = "show it"]
#[derive(Clone, Copy, Debug)]
pub struct Chip<'a> {
    words: &'a str,
    count: Option<&'a str>,
    chosen: bool,
    bordered: bool,
    sign: Option<StateLook>,
    opens: bool,
}

impl<'a> Chip<'a> {
    /// A chip that is not chosen.
    pub fn new(words: &'a str) -> Self {
        Self { words, count: None, chosen: false, bordered: false, sign: None, opens: false }
    }

    /// With a number behind its words.
    pub fn count(self, count: impl Into<Option<&'a str>>) -> Self {
        Self { count: count.into(), ..self }
    }

    /// Chosen or not.
    pub fn chosen(self, chosen: bool) -> Self {
        Self { chosen, ..self }
    }

    /// With an edge.
    pub fn bordered(self) -> Self {
        Self { bordered: true, ..self }
    }

    /// With the sign of a state before its words.
    pub fn sign(self, sign: StateLook) -> Self {
        Self { sign: Some(sign), ..self }
    }

    /// With a caret: it opens a menu.
    pub fn opens(self) -> Self {
        Self { opens: true, ..self }
    }

    /// Room of sign and caret.
    fn signs(self) -> (f32, f32) {
        let sign = self.sign.map_or(0.0, |_| theme::icon::SMALL + 7.0);
        (sign, if self.opens { space::S + theme::icon::SMALL } else { 0.0 })
    }

    fn line(self, ui: &Ui, width: f32) -> text::Line {
        let palette = palette(ui);
        let look = TextLook::small(if self.chosen { palette.ink } else { palette.ink2 });
        let look = if self.chosen { look.medium() } else { look };
        match self.count {
            Some(count) => {
                text::spans(ui, &[(self.words, look), ("  ", look), (count, TextLook::small(palette.ink3))], width)
            }
            None => text::line(ui, self.words, width, look),
        }
    }

    /// How wide it is.
    pub fn natural_width(self, ui: &Ui) -> f32 {
        let (sign, caret) = self.signs();
        (self.line(ui, f32::INFINITY).width() + 2.0 * space::S + sign + caret).ceil()
    }

    /// Shows it.
    pub fn show(self, ui: &mut Ui) -> Response {
        let palette = palette(ui);
        let size = vec2(self.natural_width(ui), height::CHIP);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        scroll_into_sight(&response);
        let touch = Touch::of(ui, &response, ui.is_enabled());
        let fill = match (self.chosen, touch) {
            (true, _) | (_, Touch::Pressed) => palette.select,
            (false, Touch::Hover) => palette.hover,
            (false, _) => Color32::TRANSPARENT,
        };
        boxed(
            ui.painter(),
            rect,
            radius::CONTROL,
            fill,
            if self.bordered { palette.line } else { Color32::TRANSPARENT },
        );
        if touch == Touch::Focus {
            focus_ring(ui.painter(), rect, radius::CONTROL, palette.accent);
        }
        let (sign, caret) = self.signs();
        if sign + caret > 0.0 {
            let room = rect.shrink2(vec2(space::S, 0.0));
            if let Some(look) = self.sign {
                state_icon(ui.painter(), room, look, theme::icon::SMALL);
            }
            if self.opens {
                let square = square_at_right(room, theme::icon::SMALL);
                icon(ui.painter(), square, Icon::CaretDown, IconFill::Regular, theme::icon::SMALL, palette.ink2);
            }
            let room = room.with_min_x(room.left() + sign).with_max_x(room.right() - caret);
            text::paint(ui.painter(), room, Align::Min, &self.line(ui, room.width() + 1.0));
        } else {
            text::paint(ui.painter(), rect, Align::Center, &self.line(ui, rect.width()));
        }
        response.widget_info(|| {
            let name = self.count.map_or_else(|| self.words.to_owned(), |count| format!("{}, {count}", self.words));
            WidgetInfo::selected(Role::Button, true, self.chosen, name)
        });
        response
    }
}
