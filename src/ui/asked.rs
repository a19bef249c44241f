//! Questions that are out: edits whose durable yes (or refusal) has not come back yet.
//!
//! What was typed stays a draft until the engine says that it is kept; a refusal leaves it where it was typed.

use super::state::UiState;
use super::text;
use crate::bridge::command::{ChangesMade, TakenBack};
use crate::bridge::{Answer, Command, NoAnswer, Refused};
use crate::domain::{DraftOf, LeadId};

/// How long a word about it is shown, in seconds.
const SAID_SECS: f64 = 6.0;

/// One open question.
pub struct Asked(What);

enum What {
    Change { typed: Option<(LeadId, DraftOf, String)>, answer: Answer<Result<ChangesMade, Refused>> },
    Other(Answer<Result<(), Refused>>),
    TakenBack(Answer<Result<TakenBack, Refused>>),
}

impl std::fmt::Debug for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Asked")
    }
}

impl Asked {
    /// A wish that nothing was typed for: a status, something removed.
    pub fn change(answer: Answer<Result<ChangesMade, Refused>>) -> Self {
        Self(What::Change { typed: None, answer })
    }

    /// This text was saved.
    pub fn typed(
        lead: LeadId,
        of: impl Into<DraftOf>,
        text: String,
        answer: Answer<Result<ChangesMade, Refused>>,
    ) -> Self {
        Self(What::Change { typed: Some((lead, of.into(), text)), answer })
    }

    /// Something that only succeeds or is refused.
    pub fn other(answer: Answer<Result<(), Refused>>) -> Self {
        Self(What::Other(answer))
    }

    /// Something was taken back: how much of it is said.
    pub fn taken_back(answer: Answer<Result<TakenBack, Refused>>) -> Self {
        Self(What::TakenBack(answer))
    }

    /// The answer's sentence, if it came and was no.
    fn outcome(&self) -> Option<Result<(), String>> {
        fn flat<T>(ready: &Result<Result<T, Refused>, NoAnswer>) -> Result<(), String> {
            match ready {
                Ok(Ok(_)) => Ok(()),
                Ok(Err(refused)) => Err(refused.to_string()),
                Err(none) => Err(none.to_string()),
            }
        }
        match &self.0 {
            What::Change { answer, .. } => answer.ready().map(flat),
            What::Other(answer) => answer.ready().map(flat),
            What::TakenBack(answer) => answer.ready().map(flat),
        }
    }
}

/// Takes in the answers that came.
pub fn take_answers(state: &mut UiState) {
    super::find_out::take_answer(state);
    for asked in std::mem::take(&mut state.asked) {
        match (asked.outcome(), &asked.0) {
            (None, _) => state.asked.push(asked),
            (Some(Ok(())), What::Change { typed: Some((lead, of, text)), .. }) => {
                // Only if nothing else was typed since.
                if state.drafts.get(*lead, of.clone()).is_some_and(|draft| draft.text == *text) {
                    state.entries.end(*lead, of);
                    let forget: Option<Command> = state.drafts.forget(*lead, of.clone());
                    state.outgoing_extend(forget);
                }
            }
            (Some(Ok(())), What::TakenBack(answer)) => {
                if let Some(Ok(Ok(taken))) = answer.ready() {
                    let words = text::taken_back(taken.changes, taken.stayed);
                    state.said = Some((words, state.time + SAID_SECS));
                }
            }
            (Some(Ok(())), _) => {}
            (Some(Err(why)), What::Change { typed: Some((lead, of, text)), .. }) => {
                let (lead, of, text) = (*lead, of.clone(), text.clone());
                if state.drafts.get(lead, of.clone()).is_none_or(|draft| draft.text == text) {
                    state.drafts.refuse(lead, of, text, why, state.time);
                } else {
                    state.trouble = Some(why);
                }
            }
            (Some(Err(why)), _) => state.trouble = Some(why),
        }
    }
}
