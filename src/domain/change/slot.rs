//! A slot: the one thing a change touches. A field is a slot, and so is each entry of a list.
//!
//! A list is never compared or written over as a whole: a tag, a note and an attribute are slots of their own, each
//! with a value or without one. What one agent does to a tag and another to a note can therefore never clash, and the
//! three-way comparison of a field (before, theirs, mine) is the same for an entry of a list.

use serde::{Deserialize, Serialize};

use super::field::Field;
use crate::domain::lead::{Lead, Note};

/// The three lists of a lead that are written as lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum List {
    Tags,
    Notes,
    Attributes,
}

impl List {
    pub const ALL: [Self; 3] = [Self::Tags, Self::Notes, Self::Attributes];

    /// The word in JSON, in the settings and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tags => "tags",
            Self::Notes => "notes",
            Self::Attributes => "attributes",
        }
    }

    /// The inverse of [`List::as_str`].
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|list| list.as_str() == name)
    }
}

/// What a change touches.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slot {
    /// A tag that is there or not.
    Tag(String),
    /// A note as the agent saw it, or as they want it when it is new.
    Note(Note),
    /// The value of an attribute, by its key.
    Attribute(String),
    /// A field, written as its word alone.
    #[serde(untagged)]
    Field(Field),
}

impl From<Field> for Slot {
    fn from(field: Field) -> Self {
        Self::Field(field)
    }
}

/// The value of a tag that is there.
const THERE: &str = "yes";

impl Slot {
    /// The list it is an entry of.
    pub fn list(&self) -> Option<List> {
        match self {
            Self::Field(_) => None,
            Self::Tag(_) => Some(List::Tags),
            Self::Note(_) => Some(List::Notes),
            Self::Attribute(_) => Some(List::Attributes),
        }
    }

    /// The field, where it is one.
    pub fn field(&self) -> Option<Field> {
        match self {
            Self::Field(field) => Some(*field),
            _ => None,
        }
    }

    /// What the lead holds there. A note is found by its id, and where that is gone (vendors may give new ones at each
    /// write) by its title and text.
    pub fn of(&self, lead: &Lead) -> Option<String> {
        match self {
            Self::Field(field) => field.of(lead),
            Self::Tag(tag) => lead.tags.iter().any(|held| same_tag(held, tag)).then(|| THERE.to_owned()),
            Self::Note(seen) => seen.find(&lead.notes).map(|at| note_value(&lead.notes[at])),
            Self::Attribute(key) => lead.attributes.iter().find(|held| held.key == *key).map(|held| held.value.clone()),
        }
    }

    /// Whether the lead holds `wanted` there. For a note that may have got a new id by being written, one with the
    /// wanted title and text counts, as long as the one the agent saw is gone.
    pub fn holds(&self, lead: &Lead, wanted: Option<&str>) -> bool {
        let Self::Note(seen) = self else { return self.same(self.of(lead).as_deref(), wanted) };
        match (seen.find(&lead.notes).map(|at| note_value(&lead.notes[at])), wanted) {
            (None, None) => true,
            (Some(held), Some(wanted)) if self.same(Some(&held), Some(wanted)) => true,
            (None, Some(wanted)) => lead.notes.iter().any(|note| self.same(Some(&note_value(note)), Some(wanted))),
            (Some(_), _) => false,
        }
    }

    /// Whether two values of this slot are the same to a vendor; blanks around the words of a list entry do not count.
    pub fn same(&self, a: Option<&str>, b: Option<&str>) -> bool {
        match self {
            Self::Field(field) => field.same(a, b),
            Self::Tag(_) => a.is_some() == b.is_some(),
            Self::Attribute(_) => a.map(str::trim) == b.map(str::trim),
            Self::Note(_) => a.map(note_parts).map(trimmed) == b.map(note_parts).map(trimmed),
        }
    }

    /// Whether a later wish about `later` is about this same thing, after an earlier wish of ours put `value` here: a
    /// note that was edited is seen with its new words afterwards.
    pub fn continues(&self, value: Option<&str>, later: &Self) -> bool {
        match (self, later) {
            (Self::Note(earlier), Self::Note(seen)) => match (&earlier.id, &seen.id) {
                (Some(a), Some(b)) => a == b,
                _ => {
                    let seen = note_value(seen);
                    self.same(Some(&note_value(earlier)), Some(&seen)) || self.same(value, Some(&seen))
                }
            },
            (Self::Tag(a), Self::Tag(b)) => same_tag(a, b),
            _ => self == later,
        }
    }

    /// The word that names it on the command line and in `resolve --field`: `status`, `tag:vip`, `attribute:PLAN`,
    /// `note`.
    pub fn name(&self) -> String {
        match self {
            Self::Field(field) => field.as_str().to_owned(),
            Self::Tag(tag) => format!("tag:{tag}"),
            Self::Note(_) => "note".to_owned(),
            Self::Attribute(key) => format!("attribute:{key}"),
        }
    }

    /// Whether a person who types `name` means this one: its own name, that of its list, or a note's id.
    pub fn is_named(&self, name: &str) -> bool {
        let plain = name.trim().replace('-', "_").to_lowercase();
        self.name() == name.trim()
            || match self {
                Self::Field(field) => Field::from_name(&plain) == Some(*field),
                Self::Tag(_) => plain == "tag" || plain == "tags",
                Self::Attribute(_) => plain == "attribute" || plain == "attributes",
                Self::Note(note) => {
                    plain == "notes" || note.id.as_ref().is_some_and(|id| name.trim() == format!("note:{id}"))
                }
            }
    }

    /// What it is called on screen: `Status`, `Tag “vip”`, `Note “Call back”`, `PLAN`.
    pub fn word(&self) -> String {
        match self {
            Self::Field(field) => field.word().to_owned(),
            Self::Tag(tag) => format!("Tag “{tag}”"),
            Self::Note(note) => format!("Note “{}”", note.heading()),
            Self::Attribute(key) => key.clone(),
        }
    }

    /// Its name inside a sentence: `status`, `tag “vip”`, `PLAN`.
    pub fn in_sentence(&self) -> String {
        match self {
            Self::Field(field) => field.word().to_lowercase(),
            Self::Tag(tag) => format!("tag “{tag}”"),
            Self::Note(note) => format!("note “{}”", note.heading()),
            Self::Attribute(key) => key.clone(),
        }
    }

    /// A value as a person reads it.
    pub fn show(&self, value: Option<&str>) -> String {
        match (self, value) {
            (Self::Field(field), value) => field.show(value),
            (Self::Tag(_), Some(_)) => "there".to_owned(),
            (Self::Tag(_), None) => "not there".to_owned(),
            (Self::Attribute(_) | Self::Note(_), None) => "nothing".to_owned(),
            (Self::Attribute(_), Some(value)) => value.to_owned(),
            (Self::Note(_), Some(value)) => {
                let (title, description) = note_parts(value);
                match (title.trim(), description.trim()) {
                    (title, "") => format!("“{title}”"),
                    ("", text) => format!("“{text}”"),
                    (title, text) => format!("“{title}: {text}”"),
                }
            }
        }
    }

    /// Puts `value` there: adds, overwrites or takes away. Everything else stays as and where it is.
    pub fn put(&self, lead: &mut Lead, value: Option<&str>) {
        match self {
            Self::Field(field) => field.put(lead, value.unwrap_or_default()),
            Self::Tag(tag) => {
                let there = lead.tags.iter().any(|held| same_tag(held, tag));
                match value {
                    Some(_) if !there => lead.tags.push(tag.clone()),
                    Some(_) => {}
                    None => lead.tags.retain(|held| !same_tag(held, tag)),
                }
            }
            Self::Attribute(key) => {
                let Some(at) = lead.attributes.iter().position(|held| held.key == *key) else {
                    if let Some(value) = value {
                        lead.attributes.push(crate::domain::Attribute { key: key.clone(), value: value.to_owned() });
                    }
                    return;
                };
                match value {
                    Some(value) => value.clone_into(&mut lead.attributes[at].value),
                    None => lead.attributes.retain(|held| held.key != *key),
                }
            }
            Self::Note(seen) => {
                let at = seen.find(&lead.notes);
                match (at, value.map(note_parts)) {
                    (Some(at), Some((title, description))) => {
                        let held = &mut lead.notes[at];
                        (held.title, held.description) = (title, description);
                    }
                    (None, Some((title, description))) => lead.notes.push(Note { id: None, title, description }),
                    (Some(at), None) => {
                        lead.notes.remove(at);
                    }
                    (None, None) => {}
                }
            }
        }
    }
}

/// The value of a tag that is there.
pub(super) fn tag_value() -> String {
    THERE.to_owned()
}

/// Blanks around a tag are not part of it.
fn same_tag(a: &str, b: &str) -> bool {
    a.trim() == b.trim()
}

/// A note's words as one value: title and text.
pub fn note_value(note: &Note) -> String {
    serde_json::json!([note.title, note.description]).to_string()
}

/// The inverse of [`note_value`]; what is no such value is a title without text.
pub fn note_parts(value: &str) -> (String, String) {
    serde_json::from_str(value).unwrap_or_else(|_| (value.to_owned(), String::new()))
}

fn trimmed((title, description): (String, String)) -> (String, String) {
    (title.trim().to_owned(), description.trim().to_owned())
}
