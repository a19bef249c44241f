//! What the window says about tags, notes and attributes while they are edited.

use super::EntryAction;
use crate::domain::{DraftOf, Note};

pub const NEW_TAG: &str = "New tag";
pub const NEW_TAG_HINT: &str = "Tag, or several by comma";
pub const KNOWN_TAGS: &str = "Known tags";
pub const ADD_TAG: &str = "Add a tag";
pub const TAG_NOT_SAVED: &str = "Not saved. Enter adds it, Esc gives up.";
pub const NEW_NOTE: &str = "New note";
pub const ADD_NOTE: &str = "Write a note";
pub const NOTE_NOT_SAVED: &str = "Not saved yet; it stays here until you save it.";
pub const SAVE: &str = "Save";
pub const SAVE_NOTE: &str = "Save note";
pub const GIVE_UP: &str = "Give up";
pub const SHOW_WHOLE: &str = "Show the whole note";
pub const SHOW_ALL: &str = "Show all";
pub const SHOW_LESS: &str = "Show less";
pub const NOTE_GONE: &str = "The note you were editing is not there any more as you saw it. Your words are kept here; save them as a new note, or give them up.";
pub const SAVE_AS_NEW: &str = "Save as a new note";
pub const ADD_ATTRIBUTE: &str = "Add an attribute";
pub const ATTRIBUTE_KEY: &str = "Key of the new attribute";
pub const ATTRIBUTE_VALUE: &str = "Value of the new attribute";
pub const KEY_HINT: &str = "KEY";
pub const VALUE_HINT: &str = "Value";
pub const SAME_KEY_TWICE: &str = "This key stands here twice; a change goes to the other one.";
pub const ATTRIBUTE_GONE: &str = "Not there any more. Enter adds it again, Esc gives up.";
pub const UNKNOWN_ORIGIN: &str = "Author and time unknown";
pub const YOU: &str = "You";
pub const SOMEBODY_ELSE: &str = "Someone else";
pub const A_KEY_IS_MISSING: &str = "An attribute needs a key, then its value.";
pub const NOTE_IS_GONE: &str = "This note is not there any more as you saw it.";

/// The name of an action, for buttons and screen readers.
pub fn action(action: &EntryAction) -> String {
    match action {
        EntryAction::FocusTags => ADD_TAG.to_owned(),
        EntryAction::FocusNote => ADD_NOTE.to_owned(),
        EntryAction::NewAttribute(_) => ADD_ATTRIBUTE.to_owned(),
        EntryAction::Type { of, .. } | EntryAction::Append { of, .. } => format!("Type into {}", place(of)),
        EntryAction::Save { of: DraftOf::NewNote, .. } => SAVE_NOTE.to_owned(),
        EntryAction::Save { of, .. } => format!("Save {}", place(of)),
        EntryAction::SaveAsNew { .. } => SAVE_AS_NEW.to_owned(),
        EntryAction::GiveUp { of, .. } => format!("Give up {}", place(of)),
        EntryAction::RemoveTag { tag, .. } => format!("Remove tag {tag}"),
        EntryAction::EditNote { note, .. } => format!("Edit note {}", note.heading()),
        EntryAction::DeleteNote { note, .. } => format!("Delete note {}", note.heading()),
        EntryAction::UnfoldNote { note, .. } => format!("{SHOW_WHOLE} {}", note.heading()),
        EntryAction::RemoveAttribute { key, .. } => format!("Remove {key}"),
    }
}

/// What a draft is of, inside a sentence.
pub fn place(of: &DraftOf) -> String {
    match of {
        DraftOf::Field(field) => field.word().to_lowercase(),
        DraftOf::NewTag => "the new tag".to_owned(),
        DraftOf::NewNote => "the new note".to_owned(),
        DraftOf::Recording => "the recording".to_owned(),
        DraftOf::Note(_) => "the note".to_owned(),
        DraftOf::NewAttribute => "the new attribute".to_owned(),
        DraftOf::Attribute(key) => key.clone(),
    }
}

/// The empty composer: "Write a note about Nadia". A long name is left out.
pub fn note_about(name: &str) -> String {
    let first = name.split_whitespace().next().unwrap_or_default();
    if first.is_empty() || first.chars().count() > 16 {
        ADD_NOTE.to_owned()
    } else {
        format!("{ADD_NOTE} about {first}")
    }
}

/// After the first Backspace in an empty field.
pub fn press_again(tag: &str) -> String {
    format!("Press Backspace again to remove “{tag}”.")
}

/// Every tag that was typed stands there.
pub fn there_already(tags: &[&str]) -> String {
    let named: Vec<String> = tags.iter().map(|tag| format!("“{tag}”")).collect();
    format!("{} is there already.", named.join(", "))
}

/// A key that stands in the table.
pub fn key_is_there(key: &str) -> String {
    format!("{key} is there already; change its value in its own row.")
}

/// What somebody else put where the agent is typing.
pub fn changed_meanwhile(shown: &str) -> String {
    format!("Someone else changed this to {shown} while you were typing. Saving writes yours over it.")
}

pub fn removed_meanwhile() -> &'static str {
    "Someone else took this away while you were typing."
}

/// A tag for a screen reader: "tag vip", "tag vip, Queued", "tag de is being removed, Needs you".
pub fn tag(tag: &str, removed: bool, state: Option<&str>) -> String {
    let removed = if removed { " is being removed" } else { "" };
    let state = state.map(|word| format!(", {word}")).unwrap_or_default();
    format!("tag {tag}{removed}{state}")
}

/// A note for a screen reader.
pub fn note(note: &Note, origin: &str) -> String {
    let text = if note.description.is_empty() { String::new() } else { format!(" {}", note.description) };
    format!("Note: {}.{text} {origin}", note.title).trim().to_owned()
}
