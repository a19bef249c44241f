//! A change: one wish of an agent about one lead.
//!
//! Here live the rules of what may be asked for ([`Change::set`] and its siblings) and of how wishes lie over what the
//! vendor last said ([`fold`]). What a change touches is its [`Slot`]; a field is a slot, and so is each entry of a
//! list.

mod field;
pub mod note;
pub mod slot;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use field::Field;
pub use slot::{List, Slot};

use super::lead::{Lead, Note};
use super::phone;
use super::recording::ToRecord;
use super::status::LeadStatus;

/// One wish. Its values are in the spelling of [`Lead`]: a status by its wire word, a dial code without `+`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum Change {
    /// The vendor is to make this lead, which is known here by its uuid alone.
    Create,
    /// Tell a vendor about a fact. Touches nothing of the lead, and can be sent once only.
    Record {
        recording: Box<ToRecord>,
    },
    /// Put this value into that field.
    Set {
        field: Field,
        value: String,
    },
    AddTag {
        tag: String,
    },
    RemoveTag {
        tag: String,
    },
    AddNote {
        title: String,
        description: String,
    },
    /// New words for a note that the agent saw as `note`.
    EditNote {
        note: Note,
        title: String,
        description: String,
    },
    DeleteNote {
        note: Note,
    },
    SetAttribute {
        key: String,
        value: String,
    },
    RemoveAttribute {
        key: String,
    },
}

/// Why a change cannot be asked for, in words for the agent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadChange(pub String);

impl Change {
    /// A checked wish to put `value` into `field`, brought into the spelling of [`Lead`].
    ///
    /// # Errors
    /// When no vendor could take it: a status that is none of the six, a picture that is no web address,
    /// a dial code without digits, an agent taken away (nobody documents how).
    pub fn set(field: Field, value: &str) -> Result<Self, BadChange> {
        let value = match field {
            Field::Status => LeadStatus::from_typed(value)
                .map(|s| s.wire().to_owned())
                .ok_or_else(|| {
                    BadChange(format!(
                        "“{value}” is not a status that can be set; use one of OPEN, INPROGRESS, REVIEW, ONHOLD, DEPENDANCY, CLOSED"
                    ))
                })?,
            Field::DialCode => {
                let code = value.trim().trim_start_matches('+');
                if code.is_empty() || phone::digits(code).chars().count() != code.chars().count() {
                    return Err(BadChange(format!("“{value}” is not a dial code; write it like +49")));
                }
                phone::digits(code)
            }
            Field::Picture => {
                let address = value.trim();
                if !(address.starts_with("https://") || address.starts_with("http://")) {
                    return Err(BadChange("a picture is a web address that begins with https://".to_owned()));
                }
                address.to_owned()
            }
            Field::Agent => {
                let id = value.trim();
                if id.is_empty() {
                    return Err(BadChange(
                        "an agent cannot be taken away, because nobody documents how; name another agent's id".to_owned(),
                    ));
                }
                id.to_owned()
            }
            Field::Name | Field::Email | Field::Phone => value.trim().to_owned(),
        };
        Ok(Self::Set { field, value })
    }

    /// A tag more.
    ///
    /// # Errors
    /// When nothing is left of it without the blanks around it.
    pub fn add_tag(tag: &str) -> Result<Self, BadChange> {
        Ok(Self::AddTag { tag: not_empty(tag, "a tag needs at least one letter")? })
    }

    /// A tag less.
    ///
    /// # Errors
    /// When nothing is left of it without the blanks around it.
    pub fn remove_tag(tag: &str) -> Result<Self, BadChange> {
        Ok(Self::RemoveTag { tag: not_empty(tag, "a tag needs at least one letter")? })
    }

    /// A new note; its title or its text may be empty, not both (contract section 4, field limits).
    ///
    /// # Errors
    /// When both are.
    pub fn add_note(title: &str, description: &str) -> Result<Self, BadChange> {
        let (title, description) = note_words(title, description)?;
        Ok(Self::AddNote { title, description })
    }

    /// Other words for a note.
    ///
    /// # Errors
    /// When neither title nor text is left.
    pub fn edit_note(note: Note, title: &str, description: &str) -> Result<Self, BadChange> {
        let (title, description) = note_words(title, description)?;
        Ok(Self::EditNote { note, title, description })
    }

    /// Another value, or a new attribute. The key is taken letter by letter.
    ///
    /// # Errors
    /// When the key is empty.
    pub fn set_attribute(key: &str, value: &str) -> Result<Self, BadChange> {
        Ok(Self::SetAttribute { key: not_empty(key, "an attribute needs a key")?, value: value.trim().to_owned() })
    }

    /// An attribute less.
    ///
    /// # Errors
    /// When the key is empty.
    pub fn remove_attribute(key: &str) -> Result<Self, BadChange> {
        Ok(Self::RemoveAttribute { key: not_empty(key, "an attribute needs a key")? })
    }

    /// What it touches.
    pub fn slot(&self) -> Slot {
        match self {
            Self::Create => Slot::Lead,
            Self::Record { .. } => Slot::Recording,
            Self::Set { field, .. } => Slot::Field(*field),
            Self::AddTag { tag } | Self::RemoveTag { tag } => Slot::Tag(tag.clone()),
            Self::AddNote { title, description } => {
                Slot::Note(Note { id: None, title: title.clone(), description: description.clone() })
            }
            Self::EditNote { note, .. } | Self::DeleteNote { note } => Slot::Note(note.clone()),
            Self::SetAttribute { key, .. } | Self::RemoveAttribute { key } => Slot::Attribute(key.clone()),
        }
    }

    /// The value it wants there; `None` takes the entry away.
    pub fn value(&self) -> Option<String> {
        match self {
            Self::Set { value, .. } | Self::SetAttribute { value, .. } => Some(value.clone()),
            Self::Create | Self::AddTag { .. } => Some(slot::THERE.to_owned()),
            Self::AddNote { title, description } | Self::EditNote { title, description, .. } => {
                let (title, description) = (title.clone(), description.clone());
                Some(note::note_value(&Note { id: None, title, description }))
            }
            Self::RemoveTag { .. } | Self::DeleteNote { .. } | Self::RemoveAttribute { .. } | Self::Record { .. } => {
                None
            }
        }
    }

    /// What it tells a vendor, where it is a recording.
    pub fn recording(&self) -> Option<&ToRecord> {
        match self {
            Self::Record { recording } => Some(recording),
            _ => None,
        }
    }

    /// The change that puts `value` into `slot`: what an undo or a merge wants, in the words of a change. `None` for what
    /// cannot be wished twice.
    pub fn to(slot: &Slot, value: Option<&str>) -> Option<Self> {
        Some(match (slot, value) {
            (Slot::Recording, _) => return None,
            (Slot::Lead, _) => Self::Create,
            (Slot::Field(field), value) => Self::Set { field: *field, value: value.unwrap_or_default().to_owned() },
            (Slot::Tag(tag), Some(_)) => Self::AddTag { tag: tag.clone() },
            (Slot::Tag(tag), None) => Self::RemoveTag { tag: tag.clone() },
            (Slot::Attribute(key), Some(value)) => Self::SetAttribute { key: key.clone(), value: value.to_owned() },
            (Slot::Attribute(key), None) => Self::RemoveAttribute { key: key.clone() },
            (Slot::Note(note), None) => Self::DeleteNote { note: note.clone() },
            (Slot::Note(note), Some(value)) => {
                let (title, description) = note::parts(value);
                if note.id.is_none() && note.title == title && note.description == description {
                    Self::AddNote { title, description }
                } else {
                    Self::EditNote { note: note.clone(), title, description }
                }
            }
        })
    }

    /// The word in JSON: `set_status`, `add_tag`, `edit_note`, …
    pub fn op(&self) -> String {
        match self {
            Self::Create => "create".to_owned(),
            Self::Record { .. } => "record".to_owned(),
            Self::Set { field, .. } => format!("set_{}", field.as_str()),
            Self::AddTag { .. } => "add_tag".to_owned(),
            Self::RemoveTag { .. } => "remove_tag".to_owned(),
            Self::AddNote { .. } => "add_note".to_owned(),
            Self::EditNote { .. } => "edit_note".to_owned(),
            Self::DeleteNote { .. } => "delete_note".to_owned(),
            Self::SetAttribute { .. } => "set_attribute".to_owned(),
            Self::RemoveAttribute { .. } => "remove_attribute".to_owned(),
        }
    }

    /// The sentence of the undo notice and the outbox: `Status Open → Review`, `Add tag “vip”`.
    pub fn summary(&self, base: Option<&str>) -> String {
        match self {
            Self::Set { field, value } => {
                format!("{} {} → {}", field.word(), field.show(base), field.show(Some(value)))
            }
            Self::Create => "New lead".to_owned(),
            Self::Record { recording } => format!("Record “{}”", recording.fact.template),
            Self::AddTag { tag } => format!("Add tag “{tag}”"),
            Self::RemoveTag { tag } => format!("Remove tag “{tag}”"),
            Self::AddNote { title, description } => format!("Add note “{}”", heading(title, description)),
            Self::EditNote { note, title, description } => {
                format!("Edit note “{}” → “{}”", note.heading(), heading(title, description))
            }
            Self::DeleteNote { note } => format!("Delete note “{}”", note.heading()),
            Self::SetAttribute { key, value } => match base {
                Some(before) => format!("{key} {before} → {value}"),
                None => format!("Add {key} {value}"),
            },
            Self::RemoveAttribute { key } => format!("Remove {key}"),
        }
    }

    /// Whether `later` is about the same thing as this one: together they are one wish. A new note is never an old one.
    pub fn continues(&self, later: &Self) -> bool {
        !matches!(later, Self::AddNote { .. }) && self.slot().continues(self.value().as_deref(), &later.slot())
    }

    /// Lays this wish over a lead; `base` is what the agent saw there before.
    pub fn apply_to(&self, lead: &mut Lead, base: Option<&str>) {
        self.slot().put(lead, base, self.value().as_deref());
    }

    /// The change that takes this one back, given what the agent saw `before` it and how the lead stands now; `None`
    /// where nothing of it is left.
    pub fn taken_back(&self, before: Option<&str>, lead: &Lead) -> Option<Self> {
        let slot = self.slot();
        if slot == Slot::Recording {
            // What was told cannot be untold.
            return None;
        }
        let Slot::Note(note) = &slot else {
            return (!slot.holds(lead, None, before)).then(|| Self::to(&slot, before)).flatten();
        };
        if !slot.holds(lead, before, self.value().as_deref()) {
            return None;
        }
        let words = |note: &Note| (note.title.clone(), note.description.clone());
        Some(match self {
            Self::AddNote { .. } => Self::DeleteNote { note: lead.notes.get(note.find_last(&lead.notes)?)?.clone() },
            Self::EditNote { title, description, .. } => {
                let wanted = Note { id: None, title: title.clone(), description: description.clone() };
                let at = note.find_by_id(&lead.notes).or_else(|| wanted.find(&lead.notes))?;
                let (title, description) = words(note);
                Self::EditNote { note: lead.notes.get(at)?.clone(), title, description }
            }
            _ => {
                let (title, description) = words(note);
                Self::AddNote { title, description }
            }
        })
    }

    /// The change that does this one again, given how the lead stands now; `None` where it stands already.
    pub fn done_again(&self, before: Option<&str>, lead: &Lead) -> Option<Self> {
        let again = self.recording().is_none() && !self.slot().holds(lead, before, self.value().as_deref());
        again.then(|| self.clone())
    }
}

fn not_empty(text: &str, why: &str) -> Result<String, BadChange> {
    let text = text.trim();
    if text.is_empty() { Err(BadChange(why.to_owned())) } else { Ok(text.to_owned()) }
}

fn note_words(title: &str, description: &str) -> Result<(String, String), BadChange> {
    let (title, description) = (title.trim(), description.trim());
    if title.is_empty() && description.is_empty() {
        return Err(BadChange("a note needs a title or a text".to_owned()));
    }
    Ok((title.to_owned(), description.to_owned()))
}

fn heading<'a>(title: &'a str, description: &'a str) -> &'a str {
    let title = if title.trim().is_empty() { description } else { title };
    title.trim().lines().next().unwrap_or_default()
}

/// What is on screen: the mirror's lead with every open wish laid over it, in the order they were made, each with what
/// the agent saw before it.
pub fn fold<'a>(mirror: &Lead, open: impl IntoIterator<Item = (&'a Change, Option<&'a str>)>) -> Lead {
    let mut lead = mirror.clone();
    for (change, base) in open {
        change.apply_to(&mut lead, base);
    }
    lead
}
