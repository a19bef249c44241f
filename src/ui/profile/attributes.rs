//! The attributes of the open lead as a table: values in place, a row for a new one, a key that stands twice said.

use egui::{Align, Id, Key, Rect, Sense, Ui, pos2, vec2};

use super::in_place::InPlace;
use super::notes::plus_ui;
use super::{facts, value_column};
use crate::bridge::OpenLead;
use crate::domain::{Attribute, DraftOf, LeadId, OutboxState, Slot};
use crate::search::Row;
use crate::theme::{self, Icon, height, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::entries::edits::{attribute_text, typed_attribute};
use crate::ui::entries::{EntryAction, words};
use crate::ui::list::band::at;
use crate::ui::state::UiState;
use crate::ui::text as all_words;
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{Field, IconButton};

/// The id of the editor of a value.
pub fn value_id(lead: LeadId, key: &str) -> Id {
    Id::unique(("attribute", lead.0, key))
}

/// The ids of key and value of the new row.
pub fn new_ids(lead: LeadId) -> [Id; 2] {
    ["key", "value"].map(|part| Id::unique(("new attribute", lead.0, part)))
}

/// Draws the section; an empty one only where an attribute could be added.
pub fn attributes_ui(ui: &mut Ui, row: &Row, open: &OpenLead, state: &mut UiState, actions: &mut Actions) {
    let attributes = &open.view.lead.attributes;
    let orphans = orphans(row.id, attributes, state);
    if attributes.is_empty() && orphans.is_empty() && row.read_only {
        return;
    }
    let head = ui.cursor().top() + space::M;
    facts::head_ui(ui, all_words::ATTRIBUTES, Some(attributes.len()));
    if !row.read_only {
        plus_ui(ui, head, Action::Entry(EntryAction::NewAttribute(row.id)), actions);
    }
    for (n, attribute) in attributes.iter().enumerate() {
        // Of a key that stands twice, the one that a change would go to is the one to edit.
        let of_key = Slot::Attribute(attribute.key.clone()).of(&open.view.lead);
        let is_twin = of_key.as_ref() != Some(&attribute.value) || attributes[..n].contains(attribute);
        ui.push_id(("attribute", n), |ui| {
            if row.read_only || is_twin {
                let rect = facts::pair_ui(ui, &attribute.key, &attribute.value, state);
                if is_twin {
                    facts::under_value_ui(ui, rect, words::SAME_KEY_TWICE, theme::palette(ui).ink3);
                }
            } else {
                attribute_ui(ui, &attribute.key, Some(&attribute.value), row.id, open, state, actions);
            }
        });
    }
    for key in orphans {
        ui.push_id(("gone", &key), |ui| attribute_ui(ui, &key, None, row.id, open, state, actions));
    }
    if !row.read_only && state.entries.is_adding(row.id, &DraftOf::NewAttribute, &state.drafts) {
        new_ui(ui, row.id, state, actions);
    }
}

/// Keys whose values are being typed although they are not there any more.
fn orphans(lead: LeadId, attributes: &[Attribute], state: &UiState) -> Vec<String> {
    let drafts = state.drafts.of_lead(lead).filter_map(|(of, _)| match of {
        DraftOf::Attribute(key) => Some(key.clone()),
        _ => None,
    });
    drafts.filter(|key| attributes.iter().all(|attribute| attribute.key != *key)).collect()
}

/// The state of the change of an attribute that is not confirmed yet.
fn pending(key: &str, open: &OpenLead) -> Option<OutboxState> {
    let slot = Slot::Attribute(key.to_owned());
    open.pending.iter().rev().find(|change| change.item.change.slot() == slot).map(|change| change.item.state)
}

/// One row. `value` is none where a draft outlived its attribute.
fn attribute_ui(
    ui: &mut Ui,
    key: &str,
    value: Option<&str>,
    lead: LeadId,
    open: &OpenLead,
    state: &mut UiState,
    actions: &mut Actions,
) {
    let p = theme::palette(ui);
    let row_height = state.appearance.density.heights().key_value_row;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), row_height), Sense::hover());
    let column = value_column(rect.width());
    let label = text::line(ui, key, column - space::L - space::S, TextLook::small(p.ink2));
    text::paint(ui.painter(), rect.with_min_x(rect.left() + space::L), Align::Min, &label);
    if label.cut {
        response.on_hover_text(key);
    }
    let mut place = rect.with_min_x(rect.left() + column).with_max_x(rect.right() - space::M);
    if value.is_some() {
        let action = Action::Entry(EntryAction::RemoveAttribute { lead, key: key.to_owned() });
        place.max.x = remove_ui(ui, place, ui.rect_contains_pointer(rect), action, actions);
    }
    let of = DraftOf::Attribute(key.to_owned());
    let draft = state.drafts.get(lead, of.clone()).cloned();
    let shown = value.unwrap_or_default();
    let mut typed = draft.as_ref().map_or_else(|| shown.to_owned(), |draft| draft.text.clone());
    let look = InPlace {
        id: value_id(lead, key),
        name: key,
        hint: words::VALUE_HINT,
        drafted: draft.is_some(),
        faulty: draft.as_ref().is_some_and(|draft| draft.fault.is_some()),
    };
    let rests = look.rests(ui);
    let focus = state.entries.take_focus(lead, &of);
    let response = look.show(ui, place, &mut typed, focus);
    if rests {
        let cut = resting_ui(ui, place, key, shown, open, state);
        if cut {
            response.clone().on_hover_text(shown);
        }
    }
    if response.changed() {
        actions.push(Action::Entry(EntryAction::Type { lead, of: of.clone(), text: typed.clone() }));
    }
    if response.lost_focus() {
        let (enter, escape) = ui.input(|input| (input.key_pressed(Key::Enter), input.key_pressed(Key::Escape)));
        let unchanged = value.is_some() && typed == shown;
        if escape || (draft.is_some() && unchanged) {
            actions.push(Action::Entry(EntryAction::GiveUp { lead, of: of.clone() }));
        } else if enter && !(draft.is_none() && unchanged) {
            actions.push(Action::Entry(EntryAction::Save { lead, of: of.clone(), text: typed }));
        }
    }
    let Some(draft) = draft else { return };
    if let Some(now) = state.entries.meanwhile(lead, &of, &open.view.lead).filter(|now| now.is_some()) {
        let sentence = words::changed_meanwhile(now.as_deref().unwrap_or_default());
        facts::under_value_ui(ui, rect, &sentence, p.warn);
    }
    match (&draft.fault, value) {
        (Some(fault), _) => facts::under_value_ui(ui, rect, fault, p.danger),
        (None, None) => facts::under_value_ui(ui, rect, words::ATTRIBUTE_GONE, p.warn),
        (None, Some(_)) => facts::under_value_ui(ui, rect, all_words::NOT_SAVED, p.ink3),
    }
}

/// The value at rest with the word of its pending change. Gives whether it was cut.
fn resting_ui(ui: &Ui, place: Rect, key: &str, value: &str, open: &OpenLead, state: &UiState) -> bool {
    let p = theme::palette(ui);
    let pending = pending(key, open);
    let word = pending.map(|pending| {
        text::line(ui, &pending.word().to_lowercase(), place.width(), TextLook::caption(p.outbox(pending).ink))
    });
    let room = place.width() - word.as_ref().map_or(0.0, |word| word.width() + 6.0);
    let aged = p.aged(state.now.as_second() - open.view.read_at.as_second());
    let ink = if pending.is_some() { p.ink } else { aged };
    let line = text::line(ui, value, room.max(24.0), TextLook::small(ink));
    let right = text::paint(ui.painter(), place, Align::Min, &line).right();
    if let Some(word) = word {
        text::paint(ui.painter(), place.with_min_x(right + 6.0), Align::Min, &word);
    }
    line.cut
}

/// The trash at the right edge, seen under the pointer and with the focus. Gives where the value must end.
fn remove_ui(ui: &mut Ui, place: Rect, near: bool, action: Action, actions: &mut Actions) -> f32 {
    let square = Rect::from_center_size(pos2(place.right() - 9.0, place.center().y), vec2(22.0, 22.0));
    let name = action.name();
    if at(ui, square, |ui| IconButton::small(Icon::Trash, &name).only_near(near).show(ui)).clicked() {
        actions.push(action);
    }
    square.left()
}

/// The row for a new attribute: key and value, kept together as one draft.
fn new_ui(ui: &mut Ui, lead: LeadId, state: &mut UiState, actions: &mut Actions) {
    let of = DraftOf::NewAttribute;
    let p = theme::palette(ui);
    let draft = state.drafts.get(lead, of.clone()).cloned();
    let text = draft.as_ref().map(|draft| draft.text.clone()).unwrap_or_default();
    let (key, value) = typed_attribute(&text);
    let (mut key, mut value) = (key.to_owned(), value.to_owned());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height::FIELD), Sense::hover());
    let column = value_column(rect.width());
    let [key_id, value_id] = new_ids(lead);
    let key_place = rect.with_min_x(rect.left() + space::M).with_max_x(rect.left() + column - space::XS);
    let value_place = rect.with_min_x(rect.left() + column).with_max_x(rect.right() - space::M);
    let field = |ui: &mut Ui, place: Rect, name, hint, id, typed: &mut String| {
        at(ui, place, |ui| Field::new(name).placeholder(hint).width(place.width()).id(id).show(ui, typed))
    };
    let key_field = field(ui, key_place, words::ATTRIBUTE_KEY, words::KEY_HINT, key_id, &mut key);
    let value_field = field(ui, value_place, words::ATTRIBUTE_VALUE, words::VALUE_HINT, value_id, &mut value);
    if state.entries.take_focus(lead, &of) {
        key_field.scroll_to_me(None);
        if key.is_empty() || draft.as_ref().is_some_and(|draft| draft.fault.is_some()) {
            key_field.request_focus();
        } else {
            value_field.request_focus();
        }
    }
    let typed = attribute_text(&key, &value);
    if key_field.changed() || value_field.changed() {
        actions.push(Action::Entry(EntryAction::Type { lead, of: of.clone(), text: typed.clone() }));
    }
    let (enter, escape) = ui.input(|input| (input.key_pressed(Key::Enter), input.key_pressed(Key::Escape)));
    let left = key_field.lost_focus() || value_field.lost_focus();
    let inside = [key_id, value_id].into_iter().any(|id| ui.memory(|memory| memory.has_focus(id)));
    if left && escape {
        actions.push(Action::Entry(EntryAction::GiveUp { lead, of: of.clone() }));
    } else if key_field.lost_focus() && enter && value.trim().is_empty() {
        value_field.request_focus();
    } else if left && enter {
        actions.push(Action::Entry(EntryAction::Save { lead, of: of.clone(), text: typed }));
    } else if left && !inside && typed.is_empty() {
        actions.push(Action::Entry(EntryAction::GiveUp { lead, of: of.clone() }));
    }
    let Some(draft) = draft else { return };
    match &draft.fault {
        Some(fault) => facts::under_value_ui(ui, rect, fault, p.danger),
        None if !inside => facts::under_value_ui(ui, rect, all_words::NOT_SAVED, p.ink3),
        None => {}
    }
}
