//! Small boxes around words: tags, key caps, counts.

use egui::{Align, Pos2, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::paint::{boxed, palette};
use super::text::{self, TextLook};
use crate::theme::{Palette, height, radius, space};

/// Room at both sides of the word.
const TAG_EDGE: f32 = 5.0;

/// What a tag stands on: it takes the tone that shows there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ground {
    #[default]
    Base,
    /// A chosen row.
    Chosen,
    Side,
}

/// What a tag says about itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TagKind {
    #[default]
    Plain,
    /// With a plus, on the ground of what is new.
    Added,
    /// Struck through, on the ground of what goes.
    Removed,
}

fn tag_look(palette: &Palette, kind: TagKind, ground: Ground) -> (TextLook, egui::Color32) {
    let text = TextLook::caption(palette.ink2);
    match (kind, ground) {
        (TagKind::Added, _) => (text.ink(palette.ok), palette.ok_soft),
        (TagKind::Removed, _) => (text.ink(palette.danger).struck(), palette.danger_soft),
        (TagKind::Plain, Ground::Base) => (text, palette.sunk),
        (TagKind::Plain, Ground::Chosen) => (text, palette.base),
        (TagKind::Plain, Ground::Side) => (text, palette.press),
    }
}

fn tag_text(word: &str, kind: TagKind) -> std::borrow::Cow<'_, str> {
    if kind == TagKind::Added { format!("+ {word}").into() } else { word.into() }
}

/// Paints a tag at the left of a row, cut to its width. Returns the room it took.
pub fn tag_at(ui: &Ui, row: Rect, word: &str, kind: TagKind, ground: Ground) -> Rect {
    let (look, fill) = tag_look(palette(ui), kind, ground);
    let line = text::line(ui, &tag_text(word, kind), row.width() - 2.0 * TAG_EDGE, look);
    let size = vec2((line.width() + 2.0 * TAG_EDGE).ceil(), height::TAG);
    let rect = Rect::from_min_size(pos2(row.left(), row.center().y - size.y / 2.0).round(), size);
    ui.painter().rect_filled(rect, radius::SMALL, fill);
    text::paint(ui.painter(), rect, Align::Center, &line);
    rect
}

/// The width [`tag_at`] takes when it has room.
pub fn tag_width(ui: &Ui, word: &str, kind: TagKind) -> f32 {
    let (look, _) = tag_look(palette(ui), kind, Ground::Base);
    (text::line(ui, &tag_text(word, kind), f32::INFINITY, look).width() + 2.0 * TAG_EDGE).ceil()
}

/// Paints as many tags as fit, then `+n`. At least the count is shown when there are tags. Returns the room taken.
pub fn tags_at<'a>(ui: &Ui, row: Rect, tags: impl IntoIterator<Item = &'a str>, most: usize, ground: Ground) -> Rect {
    let tags: Vec<&str> = tags.into_iter().collect();
    let look = TextLook::caption(palette(ui).ink3);
    let mut at = row;
    let mut taken = Rect::from_min_max(row.min, pos2(row.left(), row.bottom()));
    for (shown, word) in tags.iter().enumerate() {
        let left = tags.len() - shown;
        let rest = text::line(ui, &format!("+{left}"), f32::INFINITY, look);
        let width = tag_width(ui, word, TagKind::Plain);
        // The last tag needs no room for a count behind it.
        let count_room = if left > 1 { rest.width() + space::XS + space::XXS } else { 0.0 };
        if shown >= most || width + count_room > at.width() {
            let painted = text::paint(ui.painter(), at, Align::Min, &rest);
            return taken.union(painted);
        }
        let painted = tag_at(ui, at, word, TagKind::Plain, ground);
        taken = taken.union(painted);
        at.min.x = painted.right() + space::XS;
    }
    taken
}

/// A tag as a thing of its own.
pub fn tag(ui: &mut Ui, word: &str, kind: TagKind, ground: Ground) -> Response {
    let width = tag_width(ui, word, kind).min(ui.available_width());
    let (rect, response) = ui.allocate_exact_size(vec2(width, height::TAG), Sense::hover());
    tag_at(ui, rect, word, kind, ground);
    response.widget_info(|| {
        let name = match kind {
            TagKind::Plain => format!("tag {word}"),
            TagKind::Added => format!("tag {word}, added"),
            TagKind::Removed => format!("tag {word}, removed"),
        };
        WidgetInfo::labeled(Role::Label, true, name)
    });
    response
}

fn letters_off_id() -> egui::Id {
    egui::Id::unique("single keys are off")
}

/// Says whether single keys act: where they do not, their caps are not drawn.
pub fn hear_letters(ctx: &egui::Context, heard: bool) {
    ctx.data_mut(|data| data.insert_temp(letters_off_id(), !heard));
}

/// Whether this key acts now.
pub(super) fn is_heard(ui: &Ui, key: &str) -> bool {
    let chord = key.starts_with("Ctrl") || key.starts_with("Cmd");
    let named = matches!(key, "Esc" | "↵" | "↓" | "↑" | "F5" | "Tab");
    chord || named || !ui.data(|data| data.get_temp::<bool>(letters_off_id())).unwrap_or_default()
}

/// The width of a key cap; nothing where the key is not heard.
pub fn key_cap_width(ui: &Ui, key: &str) -> f32 {
    if !is_heard(ui, key) {
        return 0.0;
    }
    let line = text::line(ui, key, f32::INFINITY, TextLook::caption(palette(ui).ink3).medium());
    (line.width() + 2.0 * TAG_EDGE).ceil().max(height::KEY_CAP)
}

/// Paints a key cap at the right of a row. Returns the room it took.
pub fn key_cap_at_right(ui: &Ui, row: Rect, key: &str) -> Rect {
    let palette = palette(ui);
    key_cap_in(ui, row, key, palette.ink3, palette.line)
}

/// Paints a key cap at the right of a row in other inks: on a filled button.
pub(super) fn key_cap_in(ui: &Ui, row: Rect, key: &str, ink: egui::Color32, edge: egui::Color32) -> Rect {
    let size = vec2(key_cap_width(ui, key), height::KEY_CAP);
    let rect = Rect::from_min_size(pos2(row.right() - size.x, row.center().y - size.y / 2.0).round(), size);
    if size.x > 0.0 {
        boxed(ui.painter(), rect, radius::SMALL, egui::Color32::TRANSPARENT, edge);
        let line = text::line(ui, key, size.x, TextLook::caption(ink).medium());
        text::paint(ui.painter(), rect, Align::Center, &line);
    }
    rect
}

/// A key cap as a thing of its own (the key sheet).
pub fn key_cap(ui: &mut Ui, key: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(key_cap_width(ui, key), height::KEY_CAP), Sense::hover());
    key_cap_at_right(ui, rect, key);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, key));
    response
}

/// Paints the danger pill with the number of changes that wait for the agent; nothing at zero.
pub fn badge(ui: &Ui, centre: Pos2, count: usize) {
    if count == 0 {
        return;
    }
    let palette = palette(ui);
    let words = if count > 99 { "99+".to_owned() } else { count.to_string() };
    let line = text::line(ui, &words, f32::INFINITY, TextLook::caption(palette.base).semibold());
    let size = vec2((line.width() + 8.0).ceil().max(14.0), 14.0);
    let rect = Rect::from_center_size(centre.round(), size);
    ui.painter().rect_filled(rect, 7, palette.danger);
    text::paint(ui.painter(), rect, Align::Center, &line);
}
