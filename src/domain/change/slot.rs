//! A slot: the one thing a change touches. A field is a slot, and so is each entry of a list.
//!
//! A list is never compared or written over as a whole: a tag, a note and an attribute are slots of their own, each
//! with a value or without one. What one agent does to a tag and another to a note can therefore never clash, and the
//! three-way comparison of a field (before, theirs, mine) is the same for an entry of a list.

use serde::{Deserialize, Serialize};

use super::field::Field;
use super::note;
use crate::domain::lead::{Attribute, Lead, Note};

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
    /// The lead itself: whether the vendor has it.
    Lead,
    /// Nothing of the lead: a fact that a vendor is told.
    Recording,
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

/// The value of a tag that is there, and of a lead that the vendor has.
pub(super) const THERE: &str = "yes";

impl Slot {
    /// The list it is an entry of.
    pub fn list(&self) -> Option<List> {
        match self {
            Self::Field(_) | Self::Lead | Self::Recording => None,
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
    /// write) by its title and text; its value tells how many equal ones there are.
    pub fn of(&self, lead: &Lead) -> Option<String> {
        match self {
            Self::Lead => (!lead.is_made_here()).then(|| THERE.to_owned()),
            Self::Recording => None,
            Self::Field(field) => field.of(lead),
            Self::Tag(tag) => lead.tags.iter().any(|held| same_tag(held, tag)).then(|| THERE.to_owned()),
            Self::Note(seen) => seen.find(&lead.notes).map(|at| {
                let found = &lead.notes[at];
                note::value(found, note::count(&lead.notes, found))
            }),
            Self::Attribute(key) => nth_of_key(lead, key).map(|at| lead.attributes[at].value.clone()),
        }
    }

    /// Whether it is a note that an agent adds: one that they never saw at the vendor.
    pub fn is_new_note(&self, wanted: Option<&str>) -> bool {
        matches!((self, wanted), (Self::Note(Note { id: None, title, description }), Some(wanted))
            if note::words(wanted) == (title.trim().to_owned(), description.trim().to_owned()))
    }

    /// Whether the lead holds `wanted` there. `base` is what was seen before: with equal notes and ids that are new
    /// after each write, only their number tells whether one of them is gone or one more there.
    pub fn holds(&self, lead: &Lead, base: Option<&str>, wanted: Option<&str>) -> bool {
        match self {
            Self::Attribute(key) if wanted.is_some() => {
                lead.attributes.iter().any(|held| held.key == *key && self.same(Some(&held.value), wanted))
            }
            Self::Note(new) if self.is_new_note(wanted) => {
                let before = base.filter(|base| self.same(Some(base), wanted)).map_or(0, note::number);
                note::count(&lead.notes, new) > before
            }
            Self::Note(seen) => {
                if let Some(at) = seen.find_by_id(&lead.notes) {
                    return wanted.is_some_and(|wanted| note::words(wanted) == note::words_of(&lead.notes[at]));
                }
                let before = base.map_or(1, note::number).max(1);
                let is_gone = note::count(&lead.notes, seen) < before;
                match wanted {
                    None => is_gone,
                    Some(wanted) if note::words(wanted) == note::words_of(seen) => !is_gone,
                    Some(wanted) => is_gone && note::count(&lead.notes, &note::of_value(wanted)) > 0,
                }
            }
            _ => self.same(self.of(lead).as_deref(), wanted),
        }
    }

    /// Whether two values of this slot are the same to a vendor; blanks around the words of a list entry do not count.
    pub fn same(&self, a: Option<&str>, b: Option<&str>) -> bool {
        match self {
            Self::Field(field) => field.same(a, b),
            Self::Lead | Self::Recording | Self::Tag(_) => a.is_some() == b.is_some(),
            Self::Attribute(_) => a.map(str::trim) == b.map(str::trim),
            Self::Note(_) => a.map(note::words) == b.map(note::words),
        }
    }

    /// Whether a later wish about `later` is about this same thing, after an earlier wish of ours put `value` here: a
    /// note that was edited is seen with its new words afterwards.
    pub fn continues(&self, value: Option<&str>, later: &Self) -> bool {
        match (self, later) {
            (Self::Note(earlier), Self::Note(seen)) => match (&earlier.id, &seen.id) {
                (Some(a), Some(b)) => a == b,
                (None, None) => value.map(note::words) == Some(note::words_of(seen)),
                _ => false,
            },
            (Self::Tag(a), Self::Tag(b)) => same_tag(a, b),
            // Each fact stands for itself.
            (Self::Recording, _) => false,
            _ => self == later,
        }
    }

    /// The word that names it on the command line and in `resolve --field`: `status`, `tag:vip`, `attribute:PLAN`,
    /// `note`.
    pub fn name(&self) -> String {
        match self {
            Self::Lead => "lead".to_owned(),
            Self::Recording => "recording".to_owned(),
            Self::Field(field) => field.as_str().to_owned(),
            Self::Tag(tag) => format!("tag:{tag}"),
            Self::Note(_) => "note".to_owned(),
            Self::Attribute(key) => format!("attribute:{key}"),
        }
    }

    /// Whether a person could mean any slot by `name`.
    pub fn is_a_name(name: &str) -> bool {
        let plain = name.trim().replace('-', "_").to_lowercase();
        let of_an_entry = |prefix: &str| plain.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty());
        Field::from_name(&plain).is_some()
            || ["note", "notes", "tag", "tags", "attribute", "attributes"].contains(&plain.as_str())
            || ["note:", "tag:", "attribute:"].into_iter().any(of_an_entry)
    }

    /// Whether a person who types `name` means this one: its own name, that of its list, or a note's id.
    pub fn is_named(&self, name: &str) -> bool {
        let plain = name.trim().replace('-', "_").to_lowercase();
        self.name() == name.trim()
            || match self {
                Self::Lead | Self::Recording => false,
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
            Self::Lead => "Lead".to_owned(),
            Self::Recording => "Recording".to_owned(),
            Self::Field(field) => field.word().to_owned(),
            Self::Tag(tag) => format!("Tag “{tag}”"),
            Self::Note(note) => format!("Note “{}”", note.heading()),
            Self::Attribute(key) => key.clone(),
        }
    }

    /// Its name inside a sentence: `status`, `tag “vip”`, `PLAN`.
    pub fn in_sentence(&self) -> String {
        match self {
            Self::Lead => "the lead".to_owned(),
            Self::Recording => "the recording".to_owned(),
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
            (Self::Lead | Self::Recording | Self::Tag(_), Some(_)) => "there".to_owned(),
            (Self::Lead | Self::Recording | Self::Tag(_), None) => "not there".to_owned(),
            (Self::Attribute(_) | Self::Note(_), None) => "nothing".to_owned(),
            (Self::Attribute(_), Some(value)) => value.to_owned(),
            (Self::Note(_), Some(value)) => {
                let (title, description) = note::parts(value);
                match (title.trim(), description.trim()) {
                    (title, "") => format!("“{title}”"),
                    ("", text) => format!("“{text}”"),
                    (title, text) => format!("“{title}: {text}”"),
                }
            }
        }
    }

    /// Puts `value` there: adds, overwrites or takes away. Everything else stays as and where it is. `base` is what
    /// was seen before: a new note is not added again where it stands already.
    pub fn put(&self, lead: &mut Lead, base: Option<&str>, value: Option<&str>) {
        match self {
            Self::Lead | Self::Recording => {}
            Self::Field(field) => field.put(lead, value.unwrap_or_default()),
            Self::Tag(tag) => {
                let there = lead.tags.iter().any(|held| same_tag(held, tag));
                match value {
                    Some(_) if !there => lead.tags.push(tag.clone()),
                    Some(_) => {}
                    None => lead.tags.retain(|held| !same_tag(held, tag)),
                }
            }
            Self::Attribute(key) => match (nth_of_key(lead, key), value) {
                (Some(at), Some(value)) => value.clone_into(&mut lead.attributes[at].value),
                (None, Some(value)) => {
                    lead.attributes.push(Attribute { key: key.clone(), value: value.to_owned() });
                }
                (_, None) => lead.attributes.retain(|held| held.key != *key),
            },
            Self::Note(new) if self.is_new_note(value) => {
                if !self.holds(lead, base, value) {
                    lead.notes.push(new.clone());
                }
            }
            Self::Note(seen) => match (seen.find(&lead.notes), value.map(note::parts)) {
                (Some(at), Some((title, description))) => {
                    let held = &mut lead.notes[at];
                    (held.title, held.description) = (title, description);
                }
                (None, Some((title, description))) => lead.notes.push(Note { id: None, title, description }),
                (Some(at), None) => {
                    lead.notes.remove(at);
                }
                (None, None) => {}
            },
        }
    }
}

/// Where the attribute of this key stands. A vendor may have a key twice: then it is the one with the first value by
/// the alphabet, since lists may come back in another order.
fn nth_of_key(lead: &Lead, key: &str) -> Option<usize> {
    let of_key = lead.attributes.iter().enumerate().filter(|(_, held)| held.key == key);
    of_key.min_by_key(|(_, held)| &held.value).map(|(at, _)| at)
}

/// Blanks around a tag are not part of it.
fn same_tag(a: &str, b: &str) -> bool {
    a.trim() == b.trim()
}
