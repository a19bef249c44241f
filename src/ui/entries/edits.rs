//! What an entry action does: drafts here, wishes to the engine. What was typed stays until the engine has it.

use super::place::note_of;
use super::{EntryAction, completion, words};
use crate::bridge::{Command, OpenLead, Snapshot, question};
use crate::domain::change::BadChange;
use crate::domain::{Change, DraftOf, LeadId, Slot};
use crate::theme::Layout;
use crate::ui::asked::Asked;
use crate::ui::edits::sentence;
use crate::ui::state::{Pane, Screen, UiState};

/// Does one action that is available.
pub(in crate::ui) fn dispatch(action: EntryAction, snapshot: &Snapshot, state: &mut UiState) {
    let open = |lead: LeadId| snapshot.open.as_deref().filter(|open| open.view.id == lead);
    match action {
        EntryAction::FocusTags => focus(DraftOf::NewTag, state),
        EntryAction::FocusNote => focus(DraftOf::NewNote, state),
        EntryAction::NewAttribute(lead) => {
            state.entries.adding = Some((lead, DraftOf::NewAttribute));
            state.entries.focus = Some((lead, DraftOf::NewAttribute));
        }
        EntryAction::Type { lead, of, text } => {
            state.entries.begin(lead, &of, open(lead).map(|open| &open.view.lead));
            state.entries.armed = None;
            // A place for something new that is empty again holds nothing to keep.
            let is_new = matches!(of, DraftOf::NewTag | DraftOf::NewNote | DraftOf::NewAttribute);
            if is_new && text.is_empty() {
                state.entries.adding = Some((lead, of.clone()));
                forget(lead, of, state);
            } else {
                state.drafts.type_text(lead, of, text, state.time);
            }
        }
        EntryAction::Append { of, text } => {
            if let Some(lead) = state.chosen {
                let typed = state.drafts.get(lead, of.clone()).map(|draft| draft.text.clone()).unwrap_or_default();
                state.drafts.type_text(lead, of, typed + &text, state.time);
            }
        }
        EntryAction::GiveUp { lead, of } => {
            if state.entries.adding.as_ref() == Some(&(lead, of.clone())) {
                state.entries.adding = None;
            }
            forget(lead, of, state);
        }
        EntryAction::Save { lead, of, text } => save(lead, of, text, open(lead), state),
        EntryAction::SaveAsNew { lead, of, text } => {
            let (title, description) = note_words(&text);
            ask(lead, vec![Change::add_note(&title, &description)], Some((of, text)), state);
        }
        EntryAction::RemoveTag { lead, tag } => {
            state.entries.armed = None;
            ask(lead, vec![Change::remove_tag(&tag)], None, state);
        }
        EntryAction::EditNote { lead, note } => {
            let of = DraftOf::note(&note);
            if state.drafts.get(lead, of.clone()).is_none() {
                let text = note_text(&note.title, &note.description);
                state.entries.begin(lead, &of, open(lead).map(|open| &open.view.lead));
                state.drafts.type_text(lead, of.clone(), text, state.time);
            }
            state.entries.focus = Some((lead, of));
        }
        EntryAction::DeleteNote { lead, note } => {
            forget(lead, DraftOf::note(&note), state);
            ask(lead, vec![Ok(Change::DeleteNote { note })], None, state);
        }
        EntryAction::UnfoldNote { lead, note } => {
            let key = (lead, note);
            if !state.entries.unfolded.remove(&key) {
                state.entries.unfolded.insert(key);
            }
        }
        EntryAction::RemoveAttribute { lead, key } => {
            forget(lead, DraftOf::Attribute(key.clone()), state);
            ask(lead, vec![Change::remove_attribute(&key)], None, state);
        }
    }
}

/// Brings the place of a new entry into sight and gives it the keys.
fn focus(of: DraftOf, state: &mut UiState) {
    let Some(lead) = state.chosen else { return };
    state.popup = None;
    state.screen = Screen::Inbox;
    match (state.layout, &of) {
        (Layout::Single, DraftOf::NewTag) => state.pane = Pane::Profile,
        (Layout::Single, _) => state.pane = Pane::Lead,
        (Layout::Drawer, DraftOf::NewTag) => state.drawer = true,
        // A drawer would lie over the composer.
        (Layout::Drawer, _) => state.drawer = false,
        _ => {}
    }
    state.entries.adding = Some((lead, of.clone()));
    state.entries.focus = Some((lead, of));
}

fn forget(lead: LeadId, of: DraftOf, state: &mut UiState) {
    state.entries.end(lead, &of);
    let forget = state.drafts.forget(lead, of);
    state.outgoing_extend(forget);
}

/// A typed text becomes changes, or says why it cannot.
fn save(lead: LeadId, of: DraftOf, text: String, open: Option<&OpenLead>, state: &mut UiState) {
    let Some(open) = open else {
        // Its lead is not the open one any more: what was typed waits for it.
        state.drafts.type_text(lead, of, text, state.time);
        return;
    };
    let shown = &open.view.lead;
    let wanted: Vec<Result<Change, BadChange>> = match &of {
        DraftOf::NewTag => {
            let typed = completion::pieces(&text);
            let (there, new): (Vec<&str>, Vec<&str>) =
                typed.iter().partition(|tag| Slot::Tag((**tag).to_owned()).of(shown).is_some());
            if new.is_empty() && !there.is_empty() {
                refuse(lead, of, text.clone(), words::there_already(&there), state);
                return;
            }
            new.into_iter().map(Change::add_tag).collect()
        }
        // The form saves itself ([`crate::ui::record`]).
        DraftOf::Recording => Vec::new(),
        DraftOf::NewNote if text.trim().is_empty() => Vec::new(),
        DraftOf::NewNote => {
            let (title, description) = note_words(&text);
            vec![Change::add_note(&title, &description)]
        }
        DraftOf::Note(_) => {
            let Some(note) = note_of(&of, shown) else {
                refuse(lead, of, text, words::NOTE_IS_GONE.to_owned(), state);
                return;
            };
            let (title, description) = split_note(&text);
            if (title.trim(), description.trim()) == (note.title.trim(), note.description.trim()) {
                Vec::new()
            } else {
                vec![Change::edit_note(note.clone(), &title, &description)]
            }
        }
        DraftOf::NewAttribute => {
            let (key, value) = split_attribute(&text);
            if key.is_empty() && value.is_empty() {
                Vec::new()
            } else if key.is_empty() {
                refuse(lead, of, text.clone(), words::A_KEY_IS_MISSING.to_owned(), state);
                return;
            } else if Slot::Attribute(key.to_owned()).of(shown).is_some() {
                let fault = words::key_is_there(key);
                refuse(lead, of, text.clone(), fault, state);
                return;
            } else {
                vec![Change::set_attribute(key, value)]
            }
        }
        DraftOf::Attribute(key) => {
            let slot = Slot::Attribute(key.clone());
            if slot.of(shown).is_some() && slot.same(slot.of(shown).as_deref(), Some(&text)) {
                Vec::new()
            } else {
                vec![Change::set_attribute(key, &text)]
            }
        }
        DraftOf::Field(field) => vec![Change::set(*field, &text)],
    };
    if wanted.is_empty() {
        // As it was: nothing to save and nothing to keep.
        forget(lead, of, state);
        return;
    }
    ask(lead, wanted, Some((of, text)), state);
}

/// Wishes about a lead as one batch. What was typed stays a draft until they are durable.
fn ask(lead: LeadId, wanted: Vec<Result<Change, BadChange>>, typed: Option<(DraftOf, String)>, state: &mut UiState) {
    match wanted.into_iter().collect::<Result<Vec<_>, _>>() {
        Err(fault) => {
            let fault = sentence(&fault.0);
            match typed {
                Some((of, text)) => refuse(lead, of, text, fault, state),
                None => state.trouble = Some(fault),
            }
        }
        Ok(changes) => {
            let (reply, answer) = question();
            let asked = match typed {
                None => Asked::change(answer),
                Some((of, text)) => {
                    state.drafts.type_text(lead, of.clone(), text.clone(), state.time);
                    Asked::typed(lead, of, text, answer)
                }
            };
            state.outgoing.push(Command::Change { leads: vec![lead], changes, reply: Some(reply) });
            state.asked.push(asked);
        }
    }
}

fn refuse(lead: LeadId, of: DraftOf, text: String, fault: String, state: &mut UiState) {
    state.drafts.refuse(lead, of.clone(), text, fault, state.time);
    state.entries.focus = Some((lead, of));
}

/// A note as one text: its title, then the rest.
pub fn note_text(title: &str, description: &str) -> String {
    if description.is_empty() { title.to_owned() } else { format!("{title}\n{description}") }
}

/// The inverse of [`note_text`].
fn split_note(text: &str) -> (String, String) {
    let (title, description) = text.split_once('\n').unwrap_or((text, ""));
    (title.trim().to_owned(), description.trim().to_owned())
}

/// The words of a new note: blank lines before it are none of it.
fn note_words(text: &str) -> (String, String) {
    split_note(text.trim())
}

/// Key and value of a new attribute's text, `KEY = value`.
pub fn split_attribute(text: &str) -> (&str, &str) {
    let (key, value) = typed_attribute(text);
    (key.trim(), value.trim())
}

/// The same while they are typed, blanks and all.
pub fn typed_attribute(text: &str) -> (&str, &str) {
    text.split_once(" = ").or_else(|| text.split_once('=')).unwrap_or((text, ""))
}

/// The inverse of [`typed_attribute`]. An equals sign is no part of a key.
pub fn attribute_text(key: &str, value: &str) -> String {
    let key = key.replace('=', "");
    if key.is_empty() && value.is_empty() { String::new() } else { format!("{key} = {value}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_of_a_note_is_its_title_and_the_rest_its_text() {
        assert_eq!(
            note_words("\n Call back \nafter 17:00\n\nGerman "),
            ("Call back".into(), "after 17:00\n\nGerman".into())
        );
        assert_eq!(note_words("Call back"), ("Call back".into(), String::new()));
        // A note that has only a text keeps it as its text.
        assert_eq!(split_note(&note_text("", "only text")), (String::new(), "only text".into()));
        assert_eq!(split_note(&note_text("t", "a\nb")), ("t".into(), "a\nb".into()));
    }

    #[test]
    fn an_attribute_is_parted_at_its_first_equals_sign() {
        assert_eq!(split_attribute(" PLAN = a=b "), ("PLAN", "a=b"));
        assert_eq!(split_attribute("PLAN"), ("PLAN", ""));
        for (key, value) in [("MY ", "after "), ("A", ""), ("", "x = y"), ("", "")] {
            assert_eq!(typed_attribute(&attribute_text(key, value)), (key, value));
        }
    }
}
