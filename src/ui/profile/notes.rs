//! The notes of the open lead: title, three lines, who wrote it; edited in place, deleted with an undo instead of a
//! question.

use egui::{Align, Id, Key, Modifiers, Rect, Role, Sense, TextEdit, Ui, WidgetInfo, pos2, vec2};

use super::facts;
use crate::bridge::{OpenLead, Snapshot};
use crate::domain::{DraftOf, LeadId, Note, OutboxState, Slot};
use crate::search::Row;
use crate::theme::{self, Icon, radius, space, stroke};
use crate::ui::actions::{Action, Actions};
use crate::ui::drafts::Draft;
use crate::ui::entries::{EntryAction, words};
use crate::ui::list::band::at;
use crate::ui::state::UiState;
use crate::ui::text as all_words;
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, Button, IconButton};

/// A note is folded after so many lines of text.
const LINES: u16 = 3;
/// Rows of text of an unfolded one that are still laid out.
const LINES_MOST: u16 = 200;

/// The id of the editor of a note.
pub fn note_id(lead: LeadId, of: &DraftOf) -> Id {
    Id::unique(("note", lead.0, of.name()))
}

/// Draws the section; an empty one only where a note could be added.
pub fn notes_ui(
    ui: &mut Ui,
    row: &Row,
    open: &OpenLead,
    snapshot: &Snapshot,
    state: &mut UiState,
    actions: &mut Actions,
) {
    let notes = &open.view.lead.notes;
    let orphans = orphans(row.id, open, state);
    if notes.is_empty() && orphans.is_empty() && row.read_only {
        return;
    }
    let head = ui.cursor().top() + space::M;
    facts::head_ui(ui, all_words::NOTES, Some(notes.len()));
    if !row.read_only {
        plus_ui(ui, head, Action::Entry(EntryAction::FocusNote), actions);
    }
    if let Some(open) = &snapshot.open {
        state.entries.origins.follow(open);
    }
    for (n, note) in notes.iter().enumerate() {
        let of = DraftOf::note(note);
        ui.add_space(if n == 0 { 0.0 } else { space::S });
        // Two notes that nothing tells apart have one draft.
        let is_twin = notes[..n].iter().any(|earlier| DraftOf::note(earlier) == of);
        ui.push_id(("note", n), |ui| match state.drafts.get(row.id, of.clone()).cloned() {
            Some(draft) if !row.read_only && !is_twin => {
                editor_ui(ui, row.id, &of, &draft, Some((note, open)), state, actions);
            }
            _ => note_ui(ui, n, note, row, open, state, actions),
        });
    }
    for (of, draft) in orphans {
        ui.push_id(("orphan", of.name()), |ui| editor_ui(ui, row.id, &of, &draft, None, state, actions));
    }
}

/// The plus at the right end of a section's head.
pub fn plus_ui(ui: &mut Ui, top: f32, action: Action, actions: &mut Actions) {
    let right = ui.max_rect().right() - space::M;
    let square = Rect::from_center_size(pos2(right - 9.0, top + 12.0), vec2(22.0, 22.0));
    let (name, key) = (action.name(), action.key_cap());
    if at(ui, square, |ui| IconButton::small(Icon::Plus, &name).key(key.as_deref()).show(ui)).clicked() {
        actions.push(action);
    }
}

/// Texts of notes that are not there any more as they were seen.
fn orphans(lead: LeadId, open: &OpenLead, state: &UiState) -> Vec<(DraftOf, Draft)> {
    let there: Vec<DraftOf> = open.view.lead.notes.iter().map(DraftOf::note).collect();
    state
        .drafts
        .of_lead(lead)
        .filter(|(of, _)| matches!(of, DraftOf::Note(_)) && !there.contains(of))
        .map(|(of, draft)| (of.clone(), draft.clone()))
        .collect()
}

/// The state of the change of a note that is not confirmed yet.
fn pending(note: &Note, open: &OpenLead) -> Option<OutboxState> {
    let slot = Slot::Note(note.clone());
    let about = |value: Option<String>, earlier: &Slot| earlier.continues(value.as_deref(), &slot);
    let mut newest = open.pending.iter().rev();
    newest.find(|change| about(change.item.change.value(), &change.item.change.slot())).map(|change| change.item.state)
}

/// One note at rest.
fn note_ui(ui: &mut Ui, n: usize, note: &Note, row: &Row, open: &OpenLead, state: &UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    let (left, width) = (ui.cursor().left() + space::L, ui.available_width() - space::L - space::M);
    let unfolded = state.entries.unfolded.contains(&(row.id, note.clone()));
    let tools = if row.read_only { 0.0 } else { 48.0 };
    let (title, text_of) = if note.title.trim().is_empty() {
        (note.heading(), note.description.trim().split_once('\n').map_or("", |(_, rest)| rest))
    } else {
        (note.title.as_str(), note.description.as_str())
    };
    let title = text::line(ui, title, width - tools, TextLook::body(p.ink).medium());
    let most = if unfolded { LINES_MOST } else { LINES };
    let body = (!text_of.trim().is_empty()).then(|| text::block(ui, text_of, width, most, TextLook::small(p.ink2)));
    let live = pending(note, open);
    let origin = state.entries.origins.get(n).words(live, state);
    let body_height = body.as_ref().map_or(0.0, text::Line::height);
    let size = vec2(ui.available_width(), 20.0 + body_height + 16.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let first = Rect::from_min_size(pos2(left, rect.top()), vec2(width - tools, 20.0));
    text::paint(ui.painter(), first, Align::Min, &title);
    let cut = body.as_ref().is_some_and(|body| body.cut);
    if let Some(body) = body {
        ui.painter().galley(text::snapped_to(ui.painter(), first.left_bottom()), body.galley, p.ink2);
    }
    let last = Rect::from_min_size(pos2(left, first.bottom() + body_height), vec2(width, 16.0));
    let ink = live.map_or(p.ink3, |live| p.outbox(live).ink);
    let folds = if cut || unfolded { 64.0 } else { 0.0 };
    let line = text::line(ui, &origin, width - folds, TextLook::caption(ink));
    text::paint(ui.painter(), last, Align::Min, &line);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words::note(note, &origin)));
    if title.cut {
        widgets::tip(response.clone(), &note.title, None);
    }
    if !row.read_only {
        let near = ui.rect_contains_pointer(rect);
        tools_ui(ui, first.with_max_x(left + width), near, note, row.id, actions);
    }
    if cut || unfolded {
        let action = EntryAction::UnfoldNote { lead: row.id, note: note.clone() };
        if fold_ui(ui, last, unfolded, note) {
            actions.push(Action::Entry(action));
        }
    }
}

/// The link at the end of a long note's last line that shows the whole, or folds it. Gives whether it was pressed.
fn fold_ui(ui: &Ui, line: Rect, unfolded: bool, note: &Note) -> bool {
    let p = theme::palette(ui);
    let words = if unfolded { words::SHOW_LESS } else { words::SHOW_ALL };
    let shown = text::line(ui, words, line.width(), TextLook::caption(p.accent).medium());
    let rect = text::paint(ui.painter(), line, Align::Max, &shown).expand2(vec2(space::XS, 2.0));
    let response = ui.interact(rect, ui.scope_id().with("fold"), Sense::click());
    if widgets::has_visible_focus(ui, &response) {
        widgets::focus_ring(ui.painter(), rect, radius::SMALL, p.accent);
    }
    let said = format!("{words}: {}", note.heading());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, said.clone()));
    response.clicked()
}

/// Edit and delete, at the end of the title.
fn tools_ui(ui: &mut Ui, line: Rect, near: bool, note: &Note, lead: LeadId, actions: &mut Actions) {
    let choices = [
        (Icon::Trash, EntryAction::DeleteNote { lead, note: note.clone() }),
        (Icon::PencilSimple, EntryAction::EditNote { lead, note: note.clone() }),
    ];
    let mut right = line.right() + 2.0;
    for (sign, entry) in choices {
        let square = Rect::from_center_size(pos2(right - 11.0, line.center().y), vec2(22.0, 22.0));
        let action = Action::Entry(entry);
        let name = action.name();
        if at(ui, square, |ui| IconButton::small(sign, &name).only_near(near).show(ui)).clicked() {
            actions.push(action);
        }
        right = square.left();
    }
}

/// A note while it is edited, or the text for one that has gone meanwhile.
fn editor_ui(
    ui: &mut Ui,
    lead: LeadId,
    of: &DraftOf,
    draft: &Draft,
    note: Option<(&Note, &OpenLead)>,
    state: &mut UiState,
    actions: &mut Actions,
) {
    let p = theme::palette(ui);
    let id = note_id(lead, of);
    let saves = note.is_some();
    let save = |text: String| {
        let of = of.clone();
        Action::Entry(if saves {
            EntryAction::Save { lead, of, text }
        } else {
            EntryAction::SaveAsNew { lead, of, text }
        })
    };
    let mut typed = draft.text.clone();
    let focused = ui.memory(|memory| memory.has_focus(id));
    // Taken before the editor does: it would begin a line.
    let enter = focused && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    let margin = egui::Margin { left: 12, right: 12, top: 2, bottom: 8 };
    egui::Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        let name = note.map_or_else(
            || words::SAVE_AS_NEW.to_owned(),
            |(note, _)| format!("{} {}", all_words::NOTE, note.heading()),
        );
        let response = text_ui(ui, id, &name, draft.fault.is_some(), &mut typed);
        if state.entries.take_focus(lead, of) {
            response.request_focus();
            response.scroll_to_me(None);
        }
        if response.changed() {
            actions.push(Action::Entry(EntryAction::Type { lead, of: of.clone(), text: typed.clone() }));
        }
        if let Some(fault) = &draft.fault {
            widgets::paragraph(ui, fault, 4, TextLook::caption(p.danger));
        }
        match note {
            None => drop(widgets::paragraph(ui, words::NOTE_GONE, 5, TextLook::caption(p.warn))),
            Some((note, open)) => {
                let slot = Slot::Note(note.clone());
                if let Some(now) = state.entries.meanwhile(lead, of, &open.view.lead) {
                    let sentence = words::changed_meanwhile(&slot.show(now.as_deref()));
                    widgets::paragraph(ui, &sentence, 5, TextLook::caption(p.warn));
                }
            }
        }
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            let words = if saves { words::SAVE } else { words::SAVE_AS_NEW };
            if Button::plain(words).show(ui).clicked() || enter {
                actions.push(save(typed.clone()));
            }
            if Button::quiet(words::GIVE_UP).show(ui).clicked() {
                actions.push(Action::Entry(EntryAction::GiveUp { lead, of: of.clone() }));
            }
        });
    });
}

/// An editor of several lines in its own frame.
pub fn text_ui(ui: &mut Ui, id: Id, name: &str, faulty: bool, typed: &mut String) -> egui::Response {
    let p = theme::palette(ui);
    let ground = ui.painter().add(egui::Shape::Noop);
    let font = theme::font(theme::Size::Small, theme::Weight::Regular);
    let edit = TextEdit::multiline(typed)
        .id(id)
        .font(egui::FontSelection::FontId(font))
        .text_color(p.ink)
        .frame(egui::Frame::new().inner_margin(egui::Margin { left: 8, right: 8, top: 5, bottom: 5 }))
        .background_color(egui::Color32::TRANSPARENT)
        .desired_width(ui.available_width())
        .desired_rows(3);
    let response = ui.add(edit).accessible_name(name);
    let focus = response.has_focus();
    let ink = match (faulty, focus) {
        (true, _) => p.danger,
        (false, true) => p.accent,
        (false, false) => p.line_strong,
    };
    let width = if focus { stroke::FOCUS } else { widgets::hairline_width(ui.painter()) };
    let corner = egui::CornerRadius::same(radius::CONTROL);
    let edge = egui::Stroke::new(width, ink);
    let shape = egui::epaint::RectShape::new(response.rect, corner, p.base, edge, egui::StrokeKind::Inside);
    ui.painter().set(ground, shape);
    response
}
