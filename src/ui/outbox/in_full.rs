//! The chosen change of the outbox in full: its tries, what left, what was advised. Asked for when it is chosen.

use jiff::Timestamp;

use super::readable;
use crate::bridge::recording::InFull;
use crate::bridge::{Answer, Command, Refused, Snapshot, question};
use crate::domain::ChangeId;
use crate::ui::state::{Screen, UiState};

/// What is stored of a change.
#[derive(Clone, Debug)]
pub struct Known {
    pub change: InFull,
    /// What left last, as lines of label and value.
    pub lines: Vec<(String, String)>,
}

/// What was asked, and what came of it.
#[derive(Default)]
pub struct Looked {
    /// The row, and when it had moved last: what is stored changes only with it.
    of: Option<(ChangeId, Timestamp)>,
    out: Option<Answer<Result<InFull, Refused>>>,
    found: Option<Result<Known, String>>,
    /// The request is shown as it left, and not as lines to read.
    pub raw: bool,
}

impl std::fmt::Debug for Looked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Looked").field("of", &self.of).finish_non_exhaustive()
    }
}

impl Looked {
    /// What is stored of this change, once it came.
    pub fn found(&self, change: ChangeId) -> Option<&Result<Known, String>> {
        self.found.as_ref().filter(|_| self.of.is_some_and(|(of, _)| of == change))
    }
}

/// Takes in the answer, and asks about the chosen row.
pub fn look(snapshot: &Snapshot, state: &mut UiState) {
    if let Some(ready) = state.looked.out.as_ref().and_then(|out| out.ready()) {
        let found = match ready {
            Ok(Ok(change)) => Ok(Known::new(change.clone())),
            Ok(Err(refused)) => Err(refused.to_string()),
            Err(none) => Err(none.to_string()),
        };
        (state.looked.found, state.looked.out) = (Some(found), None);
    }
    let row = state.outbox.chosen_row(snapshot).filter(|_| state.screen == Screen::Outbox);
    let Some(row) = row else { return };
    let of = (row.item.id, row.item.moved_at);
    if state.looked.of != Some(of) {
        let (reply, answer) = question();
        let same_row = state.looked.of.is_some_and(|(id, _)| id == of.0);
        let found = state.looked.found.take().filter(|_| same_row);
        state.looked = Looked { of: Some(of), out: Some(answer), found, raw: state.looked.raw };
        state.outgoing.push(Command::InFull { change: of.0, reply });
    }
}

impl Known {
    fn new(change: InFull) -> Self {
        let left = change.tries.iter().rev().find_map(|one| one.request.as_deref());
        let body = left.and_then(readable::body_of).or(change.body.as_deref()).unwrap_or_default();
        let lines = readable::lines(body);
        Self { change, lines }
    }
}
