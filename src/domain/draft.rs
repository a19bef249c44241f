//! What a draft is of: the place on a lead into which text is being typed that is no change yet.

use super::change::note::note_value;
use super::{Field, Note};

/// The place of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DraftOf {
    Field(Field),
    NewTag,
    /// The first line becomes the title, the rest the text.
    NewNote,
    /// The form of a recording, as the window wrote it.
    Recording,
    /// A note that is being edited: its id, or its words where the vendor gives none.
    Note(String),
    /// `KEY = value`, not added yet.
    NewAttribute,
    /// The value of an attribute, by its key.
    Attribute(String),
}

impl DraftOf {
    /// The draft of a note that is there.
    pub fn note(note: &Note) -> Self {
        Self::Note(note.id.clone().unwrap_or_else(|| note_value(note)))
    }

    /// The word in the database.
    pub fn name(&self) -> String {
        match self {
            Self::Field(field) => field.as_str().to_owned(),
            Self::NewTag => "new_tag".to_owned(),
            Self::NewNote => "new_note".to_owned(),
            Self::Recording => "recording".to_owned(),
            Self::Note(id) => format!("note:{id}"),
            Self::NewAttribute => "new_attribute".to_owned(),
            Self::Attribute(key) => format!("attribute:{key}"),
        }
    }

    /// The inverse of [`DraftOf::name`].
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "new_tag" => return Some(Self::NewTag),
            "new_note" => return Some(Self::NewNote),
            "recording" => return Some(Self::Recording),
            "new_attribute" => return Some(Self::NewAttribute),
            _ => {}
        }
        match name.split_once(':') {
            Some(("note", id)) => Some(Self::Note(id.to_owned())),
            Some(("attribute", key)) => Some(Self::Attribute(key.to_owned())),
            _ => Field::from_name(name).map(Self::Field),
        }
    }
}

impl From<Field> for DraftOf {
    fn from(field: Field) -> Self {
        Self::Field(field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_found_again_by_its_name() {
        let all = [
            DraftOf::Field(Field::DialCode),
            DraftOf::NewTag,
            DraftOf::NewNote,
            DraftOf::Recording,
            DraftOf::Note("64aa:1".into()),
            DraftOf::note(&Note { id: None, title: "a:b".into(), description: String::new() }),
            DraftOf::NewAttribute,
            DraftOf::Attribute("new_tag".into()),
        ];
        for of in all {
            assert_eq!(DraftOf::from_name(&of.name()), Some(of));
        }
        assert_eq!(DraftOf::from_name("of a later release"), None);
    }
}
