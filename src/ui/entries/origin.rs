//! Who wrote a note and when, as far as the strip of its lead knows: our own journal, else what two readings saw.

use std::sync::Arc;

use jiff::Timestamp;

use super::words;
use crate::bridge::OpenLead;
use crate::domain::change::note;
use crate::domain::timeline::{Detail, TimelineItem};
use crate::domain::{Note, OutboxState, Slot};
use crate::ui::state::UiState;

/// Where a note comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    #[default]
    Unknown,
    /// A change of ours gave it these words.
    Ours { at: Timestamp, state: OutboxState },
    /// It came between two readings.
    Others { from: Timestamp, to: Timestamp },
}

/// The origins of the open lead's notes, found once for each of its states.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    of: Option<Arc<OpenLead>>,
    notes: Vec<Origin>,
}

impl Origins {
    /// Finds them anew when the open lead is another or has news.
    pub fn follow(&mut self, open: &Arc<OpenLead>) {
        if self.of.as_ref().is_some_and(|known| Arc::ptr_eq(known, open)) {
            return;
        }
        self.notes = open.view.lead.notes.iter().map(|note| origin(note, &open.timeline.items)).collect();
        self.of = Some(Arc::clone(open));
    }

    /// That of the note at this place of the list.
    pub fn get(&self, at: usize) -> Origin {
        self.notes.get(at).cloned().unwrap_or_default()
    }
}

/// The newest item that gave a note its words.
fn origin(note: &Note, newest_first: &[TimelineItem]) -> Origin {
    let words = |title: &str, text: &str| (title.trim().to_owned(), text.trim().to_owned());
    let wanted = words(&note.title, &note.description);
    newest_first
        .iter()
        .find_map(|line| match &line.detail {
            Detail::Change { slot: Slot::Note(_), after: Some(after), state, .. }
                if *state != OutboxState::Cancelled =>
            {
                let (title, text) = note::parts(after);
                (words(&title, &text) == wanted)
                    .then(|| line.item.at.map(|at| Origin::Ours { at, state: *state }))
                    .flatten()
            }
            Detail::Observed { field, old, new, from, to } if field == "notes" => {
                let holds = |json: &Option<String>| {
                    let notes: Vec<Note> =
                        json.as_deref().and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
                    notes.iter().any(|note| words(&note.title, &note.description) == wanted)
                };
                (holds(new) && !holds(old)).then_some(Origin::Others { from: *from, to: *to })
            }
            _ => None,
        })
        .unwrap_or_default()
}

impl Origin {
    /// "You, 13:44 · Confirmed". The words of an open change are its live ones.
    pub fn words(&self, live: Option<OutboxState>, state: &UiState) -> String {
        match self {
            Self::Unknown => words::UNKNOWN_ORIGIN.to_owned(),
            Self::Ours { at, state: known } => {
                format!("{}, {} · {}", words::YOU, state.moment(*at), live.unwrap_or(*known).word())
            }
            Self::Others { from, to } => {
                let range = crate::ui::text::between(&state.moment(*from), &state.moment(*to));
                format!("{}, {range}", words::SOMEBODY_ELSE)
            }
        }
    }
}
