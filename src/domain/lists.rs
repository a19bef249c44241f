//! What a vendor makes of a list it is sent, and so what may be sent to it.
//!
//! Nobody documents whether a written list replaces the one that is there, is added to it, or is merged with it by
//! key. It is stated in the settings or found out on a lead (never guessed), and then decides what a change of an
//! entry sends: the whole list, or the new entries alone. What the vendor's way cannot express is said instead of sent.

use serde::{Deserialize, Serialize};

use super::change::note;
use super::{Attribute, Lead, List, Note, Slot};

/// What writing a list does at a vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListMode {
    /// What is sent is the list from then on.
    Replace,
    /// What is sent is added to what is there.
    Append,
    /// An entry that is there is overwritten, any other is added: tags by themselves, notes by title, attributes by key.
    Merge,
}

impl ListMode {
    pub const ALL: [Self; 3] = [Self::Replace, Self::Append, Self::Merge];

    /// The word in the settings and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Replace => "replace",
            Self::Append => "append",
            Self::Merge => "merge",
        }
    }

    /// The inverse of [`ListMode::as_str`].
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == name)
    }

    /// The word on screen, of what the vendor does: "replaced", "appended", "merged".
    pub fn word(self) -> &'static str {
        match self {
            Self::Replace => "replaced",
            Self::Append => "appended",
            Self::Merge => "merged",
        }
    }

    /// Whether the vendor can be brought to hold `value` in `slot`, given what it holds now. Where it only adds, an
    /// entry that is there stays for ever.
    pub fn can(self, theirs: &Lead, slot: &Slot, value: Option<&str>) -> bool {
        let there = slot.of(theirs).is_some() && !slot.is_new_note(value);
        match (self, slot, value) {
            (Self::Replace, ..) | (_, Slot::Field(_) | Slot::Lead | Slot::Recording, _) => true,
            (_, _, None) => !there,
            (Self::Append, ..) => !there,
            (Self::Merge, Slot::Note(_), Some(value)) => {
                let title = note::parts(value).0;
                let of_title = theirs.notes.iter().filter(|note| note.title == title).count();
                // Merged by title: another text for one title is an overwrite, another title a second note, and a
                // new note with a title that is there would overwrite a colleague's.
                let held = slot.of(theirs).map(|held| note::parts(&held).0);
                if there { held.as_deref() == Some(title.as_str()) && of_title == 1 } else { of_title == 0 }
            }
            (Self::Merge, ..) => true,
        }
    }

    /// Whether sending the same change a second time leaves the same list: only then may a write whose outcome is not
    /// known be sent again.
    pub fn repeats_safely(self) -> bool {
        !matches!(self, Self::Append)
    }
}

/// Lists to send; one that is not touched is not named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListWrites {
    pub tags: Option<Vec<String>>,
    pub notes: Option<Vec<Note>>,
    pub attributes: Option<Vec<Attribute>>,
}

impl ListWrites {
    /// What to send so that the vendor, which holds `theirs`, comes to hold these values too. Where the list is
    /// replaced, everything that is there is sent along.
    pub fn of<'a>(
        theirs: &Lead,
        mode: impl Fn(List) -> ListMode,
        wants: impl IntoIterator<Item = (&'a Slot, Option<&'a str>)>,
    ) -> Self {
        let mut whole = theirs.clone();
        let mut alone = Lead::empty(theirs.account.clone(), theirs.remote_id.clone(), theirs.kind);
        let mut touched = [false; List::ALL.len()];
        for (slot, value) in wants {
            let Some(list) = slot.list() else { continue };
            touched[list as usize] = true;
            let before = slot.of(&whole);
            slot.put(&mut whole, before.as_deref(), value);
            if value.is_some() {
                let before = slot.of(&alone);
                slot.put(&mut alone, before.as_deref(), value);
            }
        }
        let from = |list: List| match mode(list) {
            ListMode::Replace => &whole,
            ListMode::Append | ListMode::Merge => &alone,
        };
        let sent = |list: List| touched[list as usize].then(|| from(list));
        Self {
            tags: sent(List::Tags).map(|lead| lead.tags.clone()),
            notes: sent(List::Notes).map(|lead| lead.notes.clone()),
            attributes: sent(List::Attributes).map(|lead| lead.attributes.clone()),
        }
    }

    /// No list is touched.
    pub fn is_empty(&self) -> bool {
        self.tags.is_none() && self.notes.is_none() && self.attributes.is_none()
    }
}

/// What is known about the way a vendor takes one list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum ListKnowledge {
    /// Neither stated nor found out: nothing of this list is sent.
    NotKnown,
    /// The settings say so.
    Set { mode: ListMode },
    /// Found out on a lead.
    Found {
        mode: ListMode,
        at: jiff::Timestamp,
        /// The vendor's id of the lead it was tried on, and what was read back, in words: the proof.
        lead: String,
        proof: String,
    },
}

impl ListKnowledge {
    /// The way, where it is known.
    pub fn mode(&self) -> Option<ListMode> {
        match self {
            Self::NotKnown => None,
            Self::Set { mode } | Self::Found { mode, .. } => Some(*mode),
        }
    }
}
