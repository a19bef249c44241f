//! The composer at the foot of the timeline: a note about the open lead. Its first line is the title.
//!
//! Enter begins a line; Ctrl (Cmd) Enter or the button saves. What is typed stays until the engine has it.

use egui::{Align, Color32, Frame, Id, Key, Margin, Modifiers, Rect, ScrollArea, TextEdit, Ui, UiBuilder, vec2};

use crate::domain::{DraftOf, LeadId};
use crate::search::Row;
use crate::theme::{self, Icon, IconFill, Size, Weight, height, icon, radius, space, stroke};
use crate::ui::actions::{Action, Actions};
use crate::ui::drafts::Draft;
use crate::ui::entries::{EntryAction, words};
use crate::ui::keys::COMMAND_ENTER;
use crate::ui::list::band::at;
use crate::ui::record::{self, RecordAction};
use crate::ui::state::UiState;
use crate::ui::text as all_words;
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, Button};

/// Its least and its most height.
const LEAST: f32 = 50.0;
const MOST: f32 = 160.0;
/// Room between the field's edge and its text.
const INSET: f32 = 5.0;

/// The id of the note field.
pub fn note_id(lead: LeadId) -> Id {
    Id::unique(("composer", lead.0))
}

/// Draws it at the bottom of `area`. Gives what is left above it.
pub fn composer_ui(ui: &mut Ui, area: Rect, row: &Row, state: &mut UiState, actions: &mut Actions) -> Rect {
    let p = theme::palette(ui);
    if row.read_only {
        let (rest, foot) = area.split_top_bottom_at_y(area.bottom() - LEAST);
        widgets::hairline(ui.painter(), foot.x_range(), foot.top(), p.line);
        read_only_ui(ui, foot, actions);
        return rest;
    }
    let of = DraftOf::NewNote;
    let draft = state.drafts.get(row.id, of.clone()).cloned();
    let mut typed = draft.as_ref().map(|draft| draft.text.clone()).unwrap_or_default();
    let id = note_id(row.id);
    let focused = ui.memory(|memory| memory.has_focus(id));
    let save = Button::plain(words::SAVE_NOTE);
    let save = if area.width() > 420.0 { save.key(COMMAND_ENTER) } else { save };
    let button = if typed.trim().is_empty() { 0.0 } else { save.natural_width(ui) + space::S };
    let record = Button::plain(record::words::RECORD_MORE).icon(Icon::PhoneOutgoing);
    let key = record_action().key_cap().filter(|_| area.width() > 380.0);
    let record = record.key(key.as_deref());
    let beside = record.natural_width(ui) + space::S;
    let width = area.width() - 2.0 * space::L - button - beside;
    let font = theme::font(Size::Body, Weight::Regular);
    let inner = width - 20.0;
    let text_height = ui.painter().layout(typed.clone(), font.clone(), Color32::PLACEHOLDER, inner).size().y;
    let below = below(&draft, focused);
    let below_height = if below.is_some() { Size::Caption.line() + space::XXS } else { 0.0 };
    let wanted = (text_height + 2.0 * INSET).max(height::FIELD);
    let field_height = wanted.min(MOST - 20.0 - below_height).min(area.height() / 2.0);
    let whole = (field_height + 20.0 + below_height).max(LEAST);
    let (rest, foot) = area.split_top_bottom_at_y(area.bottom() - whole);
    widgets::hairline(ui.painter(), foot.x_range(), foot.top(), p.line);
    let field = Rect::from_min_size(foot.min + vec2(space::L, 10.0), vec2(width, field_height));
    // Taken before the editor does: it would begin a line.
    let enter = focused && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    let response = editor_ui(ui, field, id, row, draft.as_ref(), &mut typed);
    if state.entries.take_focus(row.id, &of) {
        response.request_focus();
    }
    if response.changed() {
        actions.push(Action::Entry(EntryAction::Type { lead: row.id, of: of.clone(), text: typed.clone() }));
    }
    let mut pressed = false;
    if button > 0.0 {
        let place = Rect::from_min_size(
            egui::pos2(field.right() + space::S, field.bottom() - height::BUTTON),
            vec2(button - space::S, height::BUTTON),
        );
        pressed = at(ui, place, |ui| save.show(ui)).clicked();
    }
    let place = Rect::from_min_size(
        egui::pos2(area.right() - space::L - beside + space::S, field.bottom() - height::BUTTON),
        vec2(beside - space::S, height::BUTTON),
    );
    if at(ui, place, |ui| record.show(ui)).clicked() {
        actions.push(record_action());
    }
    if pressed || enter {
        actions.push(Action::Entry(EntryAction::Save { lead: row.id, of: of.clone(), text: typed }));
    }
    if let Some((sentence, faulty)) = below {
        let place = Rect::from_min_size(field.left_bottom() + vec2(0.0, space::XXS), vec2(width, Size::Caption.line()));
        let ink = if faulty { p.danger } else { p.ink3 };
        at(ui, place, |ui| widgets::label(ui, &sentence, TextLook::caption(ink)));
    }
    rest
}

/// The form of a recording, beside the note.
fn record_action() -> Action {
    Action::Record(RecordAction::Open)
}

/// What stands under the field, and whether it is a fault.
fn below(draft: &Option<Draft>, focused: bool) -> Option<(String, bool)> {
    let draft = draft.as_ref()?;
    match &draft.fault {
        Some(fault) => Some((fault.clone(), true)),
        None if !focused => Some((words::NOTE_NOT_SAVED.to_owned(), false)),
        None => None,
    }
}

/// The field with its own edge, its text scrolling once it is tall.
fn editor_ui(ui: &mut Ui, field: Rect, id: Id, row: &Row, draft: Option<&Draft>, typed: &mut String) -> egui::Response {
    let p = theme::palette(ui);
    let ground = ui.painter().add(egui::Shape::Noop);
    let font = theme::font(Size::Body, Weight::Regular);
    let builder = UiBuilder::new().id_salt(("composer", row.id.0)).max_rect(field.shrink(1.0));
    let mut child = ui.new_child(builder);
    child.shrink_clip_rect(field.shrink(1.0));
    let hint = words::note_about(&row.name);
    let empty = typed.is_empty();
    let area = ScrollArea::vertical().id_salt("text").auto_shrink(false).max_height(field.height() - 2.0);
    let response = widgets::scrolls(&mut child, area, |ui| {
        let edit = TextEdit::multiline(typed)
            .id(id)
            .font(egui::FontSelection::FontId(font))
            .text_color(p.ink)
            .frame(Frame::new().inner_margin(Margin { left: 9, right: 9, top: 5, bottom: 4 }))
            .background_color(Color32::TRANSPARENT)
            .desired_width(field.width() - 2.0)
            .desired_rows(1)
            .min_size(vec2(field.width() - 2.0, field.height() - 2.0));
        ui.add(edit).accessible_name(words::NEW_NOTE)
    });
    let focus = response.has_focus();
    let hair = widgets::hairline_width(ui.painter());
    let (thick, ink) = match (draft.is_some_and(|draft| draft.fault.is_some()), focus) {
        (true, true) => (stroke::FOCUS, p.danger),
        (true, false) => (hair, p.danger),
        (false, true) => (stroke::FOCUS, p.accent),
        (false, false) => (hair, p.line_strong),
    };
    let corner = egui::CornerRadius::same(radius::CONTROL);
    let edge = egui::Stroke::new(thick, ink);
    let shape = egui::epaint::RectShape::new(field, corner, p.base, edge, egui::StrokeKind::Inside);
    ui.painter().set(ground, shape);
    if empty {
        let mut room = field.shrink2(vec2(10.0, 0.0));
        let key = Action::Entry(EntryAction::FocusNote).key_cap();
        if let Some(key) = key.filter(|_| !focus) {
            room.max.x = widgets::key_cap_at_right(ui, room.translate(vec2(4.0, 0.0)), &key).left() - space::S;
        }
        let line = text::line(ui, &hint, room.width(), TextLook::body(p.ink3));
        text::paint(ui.painter(), room, Align::Min, &line);
    }
    response
}

/// A lead without uuid takes no note.
fn read_only_ui(ui: &mut Ui, foot: Rect, actions: &mut Actions) {
    let p = theme::palette(ui);
    let mut room = foot.shrink2(vec2(space::L, 0.0));
    let key = record_action().key_cap();
    let record = Button::plain(record::words::RECORD_MORE).icon(Icon::PhoneOutgoing).key(key.as_deref());
    let size = vec2(record.natural_width(ui), height::BUTTON);
    let place = Rect::from_min_size(egui::pos2(room.right() - size.x, room.center().y - size.y / 2.0), size);
    if at(ui, place, |ui| record.show(ui)).clicked() {
        actions.push(record_action());
    }
    room.max.x = place.left() - space::S;
    let square = widgets::square_at_left(room, icon::SMALL);
    widgets::icon(ui.painter(), square, Icon::Info, IconFill::Regular, icon::SMALL, p.ink3);
    room.min.x = square.right() + space::S;
    at(ui, room, |ui| widgets::label(ui, all_words::READ_ONLY, TextLook::small(p.ink2)));
}
