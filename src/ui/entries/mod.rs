//! Entries of a lead's lists while they are edited: tags, notes, attributes.
//!
//! [`EntryAction`] names what can be asked for, [`edits`] does it, [`place`] is what the window knows meanwhile. The
//! panels that draw them stand in the profile and at the foot of the timeline.

pub mod completion;
pub mod edits;
pub mod origin;
pub mod place;
pub mod words;

use crate::bridge::Snapshot;
use crate::domain::{DraftOf, LeadId, Note};

use super::actions::can_edit;
use super::state::UiState;
use super::text;

pub use place::EntriesPlace;

/// What can be done with the entries of a list.
#[derive(Clone, Debug, PartialEq)]
pub enum EntryAction {
    /// The field for new tags of the chosen lead takes the keys.
    FocusTags,
    /// The composer of the chosen lead takes the keys.
    FocusNote,
    /// The row for a new attribute opens.
    NewAttribute(LeadId),
    /// Something was typed and stands there, not saved yet.
    Type {
        lead: LeadId,
        of: DraftOf,
        text: String,
    },
    /// Letters that came before the field of the chosen lead had the focus.
    Append {
        of: DraftOf,
        text: String,
    },
    /// The typed text becomes a change: tags by comma, a note by its first line, an attribute.
    Save {
        lead: LeadId,
        of: DraftOf,
        text: String,
    },
    /// The typed words of a note that is not there any more become a note of their own.
    SaveAsNew {
        lead: LeadId,
        of: DraftOf,
        text: String,
    },
    /// The typed text is thrown away.
    GiveUp {
        lead: LeadId,
        of: DraftOf,
    },
    RemoveTag {
        lead: LeadId,
        tag: String,
    },
    EditNote {
        lead: LeadId,
        note: Note,
    },
    DeleteNote {
        lead: LeadId,
        note: Note,
    },
    /// Shows a long note whole, or folds it again.
    UnfoldNote {
        lead: LeadId,
        note: Note,
    },
    RemoveAttribute {
        lead: LeadId,
        key: String,
    },
}

impl EntryAction {
    /// Whether it can be done now; the reason in words when not.
    ///
    /// # Errors
    /// Why not, to stand beside a disabled control.
    pub fn available(&self, snapshot: &Snapshot, state: &UiState) -> Result<(), &'static str> {
        match self {
            Self::FocusTags | Self::FocusNote | Self::Append { .. } => {
                let lead = state.chosen.ok_or(text::NO_LEAD_CHOSEN)?;
                can_edit(snapshot, lead)
            }
            // What is being typed is kept whatever became of the lead.
            Self::Type { .. } | Self::GiveUp { .. } | Self::UnfoldNote { .. } => Ok(()),
            Self::NewAttribute(lead)
            | Self::Save { lead, .. }
            | Self::SaveAsNew { lead, .. }
            | Self::RemoveTag { lead, .. }
            | Self::EditNote { lead, .. }
            | Self::DeleteNote { lead, .. }
            | Self::RemoveAttribute { lead, .. } => can_edit(snapshot, *lead),
        }
    }
}
