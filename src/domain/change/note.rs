//! A note's words as one value of its slot, and how many notes have the same words.
//!
//! A vendor may give notes new ids at each write. Then nothing but their number tells equal notes apart, so a value
//! that was read says it: `["Call back", "after 17:00"]`, and `["Call back", "after 17:00", 2]` where two stand there.

use serde_json::{Value, json};

use crate::domain::lead::Note;

/// The words of this note, of which there are so many.
pub(super) fn value(note: &Note, number: usize) -> String {
    if number > 1 { json!([note.title, note.description, number]).to_string() } else { note_value(note) }
}

/// A note's words as one value: title and text.
pub fn note_value(note: &Note) -> String {
    json!([note.title, note.description]).to_string()
}

/// Title and text of a value; what is no such value is a title without text.
pub fn parts(value: &str) -> (String, String) {
    let found = serde_json::from_str::<Vec<Value>>(value).ok();
    let text = |all: &[Value], at: usize| all.get(at).and_then(Value::as_str).map(str::to_owned);
    found.and_then(|all| Some((text(&all, 0)?, text(&all, 1)?))).unwrap_or_else(|| (value.to_owned(), String::new()))
}

/// The words that are compared: blanks around them do not count.
pub(super) fn words(value: &str) -> (String, String) {
    let (title, description) = parts(value);
    (title.trim().to_owned(), description.trim().to_owned())
}

pub(super) fn words_of(note: &Note) -> (String, String) {
    (note.title.trim().to_owned(), note.description.trim().to_owned())
}

/// A note with these words.
pub(super) fn of_value(value: &str) -> Note {
    let (title, description) = parts(value);
    Note { id: None, title, description }
}

/// How many equal notes stood there when this value was read.
pub(super) fn number(value: &str) -> usize {
    let found = serde_json::from_str::<Vec<Value>>(value).ok();
    found.and_then(|all| usize::try_from(all.get(2)?.as_u64()?).ok()).unwrap_or(1)
}

/// How many of these notes have the same words as this one.
pub(super) fn count(notes: &[Note], like: &Note) -> usize {
    notes.iter().filter(|note| words_of(note) == words_of(like)).count()
}
