//! One field in place: looks like text until it is used, becomes a field under pointer or focus.
//!
//! Enter saves, Esc gives up, leaving it keeps what was typed as a draft that says so.

use egui::{Align, Id, Key, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::in_place::InPlace;
use super::{facts, value_column};
use crate::bridge::{OpenLead, Snapshot};
use crate::domain::{Field, LeadId, OutboxState};
use crate::search::Row;
use crate::theme::{self, Icon, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::list::band::at;
use crate::ui::state::{Popup, UiState};
use crate::ui::text as words;
use crate::ui::widgets::IconButton;
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::{entries, people};

/// The id of a field: by lead, so that typing never runs on into another lead.
pub fn field_id(lead: LeadId, field: Field) -> Id {
    Id::unique(("field", lead.0, field.as_str()))
}

/// The worst state of the open changes of a field.
pub fn pending(open: &OpenLead, field: Field) -> Option<OutboxState> {
    open.pending.iter().rev().find(|change| change.item.change.slot() == field.into()).map(|change| change.item.state)
}

/// The value as a person edits it.
fn value_of(field: Field, open: &OpenLead, snapshot: &Snapshot) -> String {
    match (field, field.of(&open.view.lead)) {
        (Field::Agent, Some(id)) => {
            let id = id.as_str().into();
            snapshot.agents.get(&id).cloned().unwrap_or_else(|| id.as_str().to_owned())
        }
        (Field::DialCode, Some(code)) => field.show(Some(&code)),
        (_, value) => value.unwrap_or_default(),
    }
}

/// The value as it is shown at rest.
fn shown_value(field: Field, open: &OpenLead, snapshot: &Snapshot) -> String {
    match &open.view.lead.agent {
        Some(agent) if field == Field::Agent => people::agent_in_full(agent, snapshot),
        _ => value_of(field, open, snapshot),
    }
}

/// An agent is saved by id, whatever of name and id was typed.
fn to_save(field: Field, typed: &str, snapshot: &Snapshot) -> String {
    let named = || snapshot.agents.iter().find(|(_, name)| name.eq_ignore_ascii_case(typed.trim()));
    match field {
        Field::Agent => named().map_or_else(|| typed.to_owned(), |(id, _)| id.as_str().to_owned()),
        _ => typed.to_owned(),
    }
}

/// Draws label, value and what belongs to it.
pub fn field_ui(
    ui: &mut Ui,
    field: Field,
    row: &Row,
    open: &OpenLead,
    snapshot: &Snapshot,
    state: &mut UiState,
    actions: &mut Actions,
) {
    let p = theme::palette(ui);
    let height = state.appearance.density.heights().key_value_row;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let column = value_column(rect.width());
    let label = text::line(ui, field.word(), column - space::L - space::S, TextLook::small(p.ink2));
    text::paint(ui.painter(), rect.with_min_x(rect.left() + space::L), Align::Min, &label);
    let mut place = rect.with_min_x(rect.left() + column).with_max_x(rect.right() - space::M);
    let whole = value_of(field, open, snapshot);
    if !whole.is_empty() && field != Field::Agent {
        place.max.x = copy_ui(ui, place, field.word(), &whole, actions);
    }
    if field == Field::Agent && !row.read_only {
        place.max.x = assign_ui(ui, place, actions);
    }
    if row.read_only {
        read_only_ui(ui, place, field, &shown_value(field, open, snapshot));
        return;
    }
    edit_ui(ui, place, field, row, open, snapshot, state, actions);
    under_ui(ui, rect, row.id, field, open, state);
}

/// The copy icon at the right edge. Gives where the value must end.
fn copy_ui(ui: &mut Ui, place: Rect, what: &'static str, whole: &str, actions: &mut Actions) -> f32 {
    let action = Action::Copy { what, text: whole.to_owned() };
    let name = action.name();
    let square = Rect::from_center_size(pos2(place.right() - 9.0, place.center().y), vec2(22.0, 22.0));
    if at(ui, square, |ui| IconButton::small(Icon::CopySimple, &name).show(ui)).clicked() {
        actions.push(action);
    }
    square.left()
}

/// The way to the choice of agents, at the right edge. Gives where the value must end.
fn assign_ui(ui: &mut Ui, place: Rect, actions: &mut Actions) -> f32 {
    let action = Action::Popup(Popup::Assign);
    let (name, key) = (action.name(), action.key_cap());
    let square = Rect::from_center_size(pos2(place.right() - 9.0, place.center().y), vec2(22.0, 22.0));
    if at(ui, square, |ui| IconButton::small(Icon::UserList, &name).key(key.as_deref()).show(ui)).clicked() {
        actions.push(action);
    }
    square.left()
}

fn read_only_ui(ui: &mut Ui, place: Rect, field: Field, shown: &str) {
    let p = theme::palette(ui);
    let (words, ink) = if shown.is_empty() { (words::NONE, p.ink3) } else { (shown, p.ink) };
    let line = text::line(ui, words, place.width(), TextLook::small(ink));
    text::paint(ui.painter(), place, Align::Min, &line);
    let response = ui.interact(place, ui.scope_id().with(("value", field.as_str())), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{}: {words}", field.word())));
}

#[expect(clippy::too_many_arguments, reason = "a panel's four, and what the row looked up already")]
fn edit_ui(
    ui: &mut Ui,
    place: Rect,
    field: Field,
    row: &Row,
    open: &OpenLead,
    snapshot: &Snapshot,
    state: &mut UiState,
    actions: &mut Actions,
) {
    let lead = row.id;
    let draft = state.drafts.get(lead, field).cloned();
    let value = value_of(field, open, snapshot);
    let mut typed = draft.as_ref().map_or_else(|| value.clone(), |draft| draft.text.clone());
    let look = InPlace {
        id: field_id(lead, field),
        name: field.word(),
        hint: words::ADD,
        drafted: draft.is_some(),
        faulty: draft.as_ref().is_some_and(|draft| draft.fault.is_some()),
    };
    // At rest the value is painted over the empty-handed editor: cut with "…", in reading order, in aged ink.
    let rests = look.rests(ui);
    let focus = state.focus_field == Some((lead, field));
    if focus {
        state.focus_field = None;
    }
    let response = look.show(ui, place, &mut typed, focus);
    if rests && !value.is_empty() {
        resting_value(ui, place, field, open, snapshot, state);
    }
    if response.changed() {
        actions.push(Action::Type { lead, field, text: typed.clone() });
    }
    if response.lost_focus() {
        let (enter, escape) = ui.input(|input| (input.key_pressed(Key::Enter), input.key_pressed(Key::Escape)));
        if escape {
            actions.push(Action::GiveUp { lead, field });
        } else if enter {
            actions.push(Action::Save { lead, field, text: to_save(field, &typed, snapshot) });
        } else if draft.is_some() && typed == value {
            actions.push(Action::GiveUp { lead, field });
        }
    }
}

/// The value at rest, and the word of a change that is not confirmed yet behind it.
fn resting_value(ui: &mut Ui, place: Rect, field: Field, open: &OpenLead, snapshot: &Snapshot, state: &UiState) {
    let p = theme::palette(ui);
    let aged = p.aged(state.now.as_second() - open.view.read_at.as_second());
    let pending = pending(open, field);
    let word = pending.map(|pending| {
        text::line(ui, &pending.word().to_lowercase(), place.width(), TextLook::caption(p.outbox(pending).ink))
    });
    let room = place.width() - word.as_ref().map_or(0.0, |word| word.width() + 6.0);
    // Our own wish is fresh, whatever the age of the vendor's values.
    let ink = if pending.is_some() { p.ink } else { aged };
    let line = text::line(ui, &shown_value(field, open, snapshot), room.max(24.0), TextLook::small(ink));
    let right = text::paint(ui.painter(), place, Align::Min, &line).right();
    if let Some(word) = word {
        text::paint(ui.painter(), place.with_min_x(right + 6.0), Align::Min, &word);
    }
}

/// What is wrong with a draft, what a colleague did meanwhile, or that it is not saved.
fn under_ui(ui: &mut Ui, rect: Rect, lead: LeadId, field: Field, open: &OpenLead, state: &UiState) {
    let Some(draft) = state.drafts.get(lead, field) else { return };
    let p = theme::palette(ui);
    if let Some(now) = state.entries.meanwhile(lead, &field.into(), &open.view.lead) {
        let sentence = entries::words::changed_meanwhile(&field.show(now.as_deref()));
        facts::under_value_ui(ui, rect, &sentence, p.warn);
    }
    match &draft.fault {
        Some(fault) => facts::under_value_ui(ui, rect, fault, p.danger),
        None => facts::under_value_ui(ui, rect, words::NOT_SAVED, p.ink3),
    }
}
