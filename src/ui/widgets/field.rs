//! The text field: an edge of its own that shows rest, focus and fault, with placeholder, icon and key cap.

use egui::{
    Align2, Color32, CornerRadius, Frame, Id, Margin, Rect, Response, RichText, Sense, Shape, Stroke, StrokeKind,
};
use egui::{TextEdit, Ui, WidgetInfo, pos2, vec2};

use super::paint::scroll_into_sight;
use super::paint::{hairline_width, icon, palette, square_at_left, square_at_right};
use super::tag::{key_cap_at_right, key_cap_width};
use super::text::{self, TextLook};
use crate::theme::{self, Icon, IconFill, Size, Weight, height, radius, space, stroke};

/// A text field. Its name is for screen readers; a label beside it is the caller's.
#[must_use = "show it"]
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    name: &'a str,
    placeholder: &'a str,
    icon: Option<Icon>,
    key: Option<&'a str>,
    fault: Option<&'a str>,
    why_not: Option<&'a str>,
    width: Option<f32>,
    rows: usize,
    sunk: bool,
    secret: bool,
    mark: Option<Icon>,
    id: Option<Id>,
}

impl<'a> Field<'a> {
    /// One line, on base, as wide as there is room.
    pub fn new(name: &'a str) -> Self {
        Self {
            name,
            placeholder: "",
            icon: None,
            key: None,
            fault: None,
            why_not: None,
            width: None,
            rows: 1,
            sunk: false,
            secret: false,
            mark: None,
            id: None,
        }
    }

    /// What stands in it while it is empty.
    pub fn placeholder(self, placeholder: &'a str) -> Self {
        Self { placeholder, ..self }
    }

    /// With an icon before the text.
    pub fn icon(self, icon: Icon) -> Self {
        Self { icon: Some(icon), ..self }
    }

    /// With the key that leads to it, shown while it is empty and without focus; `None` when keys are hidden.
    pub fn key(self, key: impl Into<Option<&'a str>>) -> Self {
        Self { key: key.into(), ..self }
    }

    /// What is wrong with its text; stands under it.
    pub fn fault(self, fault: impl Into<Option<&'a str>>) -> Self {
        Self { fault: fault.into(), ..self }
    }

    /// Cannot be written in, for this reason.
    pub fn disabled_because(self, why_not: impl Into<Option<&'a str>>) -> Self {
        Self { why_not: why_not.into(), ..self }
    }

    /// As wide as this.
    pub fn width(self, width: f32) -> Self {
        Self { width: Some(width), ..self }
    }

    /// Several lines; it grows with its text from this many on.
    pub fn rows(self, rows: usize) -> Self {
        Self { rows: rows.max(1), ..self }
    }

    /// Sunk and without edge at rest: the search field.
    pub fn sunk(self) -> Self {
        Self { sunk: true, ..self }
    }

    /// Shows dots.
    pub fn secret(self) -> Self {
        Self { secret: true, ..self }
    }

    /// With an icon behind the text that says what it is for.
    pub fn mark(self, mark: Icon) -> Self {
        Self { mark: Some(mark), ..self }
    }

    /// With an id that a key can focus: `ui.memory_mut(|m| m.request_focus(id))`.
    pub fn id(self, id: Id) -> Self {
        Self { id: Some(id), ..self }
    }

    /// Shows it. The response is that of the text itself: `changed`, `has_focus`, `lost_focus`.
    pub fn show(self, ui: &mut Ui, value: &mut String) -> Response {
        let palette = palette(ui);
        let enabled = self.why_not.is_none() && ui.is_enabled();
        let width = self.width.unwrap_or_else(|| ui.available_width());
        let ground = ui.painter().add(Shape::Noop);
        let key = self.key.filter(|_| value.is_empty());
        let left = if self.icon.is_some() { 8.0 + theme::icon::BODY + space::S } else { 10.0 };
        let right = if self.fault.is_some() || self.mark.is_some() {
            10.0 + theme::icon::BODY + space::XS
        } else {
            key.map_or(10.0, |key| space::S + key_cap_width(ui, key) + space::XS)
        };
        let edit = self.edit(value, palette, enabled, vec2(left, right), width);
        let response = ui.add_enabled(enabled, edit).accessible_name(self.name);
        let rect = Rect::from_min_size(response.rect.min, vec2(width, response.rect.height()));

        let focus = response.has_focus();
        scroll_into_sight(&response);
        let edge = match (self.fault.is_some(), enabled, focus) {
            (true, _, true) => Stroke::new(stroke::FOCUS, palette.danger),
            (true, _, false) => Stroke::new(hairline_width(ui.painter()), palette.danger),
            (false, true, true) => Stroke::new(stroke::FOCUS, palette.accent),
            (false, false, _) => Stroke::new(hairline_width(ui.painter()), palette.line),
            (false, true, false) if self.sunk => Stroke::NONE,
            (false, true, false) => Stroke::new(hairline_width(ui.painter()), palette.line_strong),
        };
        let fill = if self.sunk && !focus { palette.sunk } else { palette.base };
        let corner = CornerRadius::same(radius::CONTROL);
        ui.painter().set(ground, egui::epaint::RectShape::new(rect, corner, fill, edge, StrokeKind::Inside));

        let first_line = rect.with_max_y(rect.top() + height::FIELD);
        if let Some(sign) = self.icon {
            let square = square_at_left(first_line.with_min_x(rect.left() + 8.0), theme::icon::BODY);
            icon(ui.painter(), square, sign, IconFill::Regular, theme::icon::BODY, palette.ink2);
        }
        if self.fault.is_some() {
            let square = square_at_right(first_line.with_max_x(rect.right() - 8.0), theme::icon::BODY);
            icon(ui.painter(), square, Icon::WarningCircle, IconFill::Regular, theme::icon::BODY, palette.danger);
        } else if let Some(sign) = self.mark {
            let square = square_at_right(first_line.with_max_x(rect.right() - 8.0), theme::icon::BODY);
            icon(ui.painter(), square, sign, IconFill::Regular, theme::icon::BODY, palette.ink3);
        } else if let Some(key) = key.filter(|_| !focus) {
            key_cap_at_right(ui, first_line.with_max_x(rect.right() - 6.0), key);
        }
        if let Some(fault) = self.fault {
            fault_sentence(ui, width, fault);
        }
        match self.why_not {
            Some(why) => response.on_disabled_hover_text(why),
            None => response,
        }
    }

    /// The toolkit's editor without a frame, its margins where icon and key stand.
    fn edit<'t>(
        self,
        value: &'t mut String,
        palette: &theme::Palette,
        enabled: bool,
        edges: egui::Vec2,
        width: f32,
    ) -> TextEdit<'t> {
        let edit = if self.rows > 1 {
            TextEdit::multiline(value).desired_rows(self.rows)
        } else {
            TextEdit::singleline(value)
        };
        let font = theme::font(Size::Body, Weight::Regular);
        let tall = if self.rows > 1 { 6 } else { 0 };
        let margin = Margin { left: points(edges.x), right: points(edges.y), top: tall, bottom: tall };
        let faint = if enabled { palette.ink3 } else { palette.disabled };
        let edit = edit
            .font(font.clone())
            .text_color(if enabled { palette.ink } else { palette.disabled })
            .hint_text(RichText::new(self.placeholder).font(font).color(faint))
            .frame(Frame::new().inner_margin(margin))
            .background_color(Color32::TRANSPARENT)
            .password(self.secret)
            .desired_width(width)
            .min_size(vec2(width, height::FIELD));
        let edit = if self.rows > 1 { edit } else { edit.align(Align2::LEFT_CENTER) };
        match self.id {
            Some(id) => edit.id(id),
            None => edit.id_salt(self.name),
        }
    }
}

/// A margin in whole points.
fn points(length: f32) -> i8 {
    // Edges are small constants and key caps; the cast saturates if one ever were not.
    #[expect(clippy::cast_possible_truncation, reason = "small constants; it saturates")]
    let points = length.round() as i8;
    points
}

/// What is wrong, under the field.
fn fault_sentence(ui: &mut Ui, width: f32, fault: &str) {
    let line = text::block(ui, fault, width, 2, TextLook::small(palette(ui).danger));
    let (rect, response) = ui.allocate_exact_size(vec2(width, line.height()), Sense::hover());
    ui.painter().galley(pos2(rect.left(), rect.top()).round(), line.galley, Color32::PLACEHOLDER);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, fault));
}
