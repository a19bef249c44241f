//! A recording of the outbox beyond its row: the bytes that left and the vendor's advice, asked for when it is chosen.

use jiff::Timestamp;

use crate::bridge::recording::Recording;
use crate::bridge::{Answer, Command, Refused, Snapshot, question};
use crate::domain::ChangeId;
use crate::ui::state::{Screen, UiState};

/// What is stored of a recording.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Its body is as it left, to be copied.
    pub recording: Recording,
    /// The body laid out for reading, where it is JSON.
    pub readable: Option<String>,
}

/// What was asked, and what came of it.
#[derive(Default)]
pub struct Looked {
    /// The row, and when it had moved last: what is stored changes only with it.
    of: Option<(ChangeId, Timestamp)>,
    out: Option<Answer<Result<Recording, Refused>>>,
    found: Option<Result<Sent, String>>,
}

impl std::fmt::Debug for Looked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Looked").field("of", &self.of).finish_non_exhaustive()
    }
}

impl Looked {
    /// What is stored of this recording, once it came.
    pub fn found(&self, change: ChangeId) -> Option<&Result<Sent, String>> {
        self.found.as_ref().filter(|_| self.of.is_some_and(|(of, _)| of == change))
    }
}

/// Takes in the answer, and asks about the chosen row where it is a recording.
pub(super) fn look(snapshot: &Snapshot, state: &mut UiState) {
    if let Some(ready) = state.looked.out.as_ref().and_then(|out| out.ready()) {
        let found = match ready {
            Ok(Ok(recording)) => Ok(Sent::new(recording.clone())),
            Ok(Err(refused)) => Err(refused.to_string()),
            Err(none) => Err(none.to_string()),
        };
        (state.looked.found, state.looked.out) = (Some(found), None);
    }
    let row = state.outbox.chosen_row(snapshot).filter(|_| state.screen == Screen::Outbox);
    let Some(row) = row.filter(|row| row.item.change.recording().is_some()) else { return };
    let of = (row.item.id, row.item.moved_at);
    if state.looked.of != Some(of) {
        let (reply, answer) = question();
        let same_row = state.looked.of.is_some_and(|(id, _)| id == of.0);
        let found = state.looked.found.take().filter(|_| same_row);
        state.looked = Looked { of: Some(of), out: Some(answer), found };
        state.outgoing.push(Command::Recording { change: of.0, reply });
    }
}

impl Sent {
    fn new(recording: Recording) -> Self {
        let readable = recording.body.as_ref().map(|body| {
            let json = serde_json::from_str::<serde_json::Value>(body);
            json.and_then(|json| serde_json::to_string_pretty(&json)).unwrap_or_else(|_| body.clone())
        });
        Self { recording, readable }
    }
}
