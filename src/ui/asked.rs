//! Questions that are out: edits whose durable yes (or refusal) has not come back yet.
//!
//! What was typed stays a draft until the engine says that it is kept; a refusal leaves it where it was typed.

use super::state::UiState;
use crate::bridge::command::ChangesMade;
use crate::bridge::{Answer, Command, NoAnswer, Refused};
use crate::domain::{Field, LeadId};

/// One open question.
pub struct Asked(What);

enum What {
    Change { typed: Option<(LeadId, Field, String)>, answer: Answer<Result<ChangesMade, Refused>> },
    Other(Answer<Result<(), Refused>>),
}

impl std::fmt::Debug for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Asked")
    }
}

impl Asked {
    /// A status was set.
    pub fn status(answer: Answer<Result<ChangesMade, Refused>>) -> Self {
        Self(What::Change { typed: None, answer })
    }

    /// This text was saved.
    pub fn field(lead: LeadId, field: Field, text: String, answer: Answer<Result<ChangesMade, Refused>>) -> Self {
        Self(What::Change { typed: Some((lead, field, text)), answer })
    }

    /// Something that only succeeds or is refused.
    pub fn other(answer: Answer<Result<(), Refused>>) -> Self {
        Self(What::Other(answer))
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
        }
    }
}

/// Takes in the answers that came.
pub fn take_answers(state: &mut UiState) {
    for asked in std::mem::take(&mut state.asked) {
        match (asked.outcome(), &asked.0) {
            (None, _) => state.asked.push(asked),
            (Some(Ok(())), What::Change { typed: Some((lead, field, text)), .. }) => {
                // Only if nothing else was typed since.
                if state.drafts.get(*lead, *field).is_some_and(|draft| draft.text == *text) {
                    let forget: Option<Command> = state.drafts.forget(*lead, *field);
                    state.outgoing_extend(forget);
                }
            }
            (Some(Ok(())), _) => {}
            (Some(Err(why)), What::Change { typed: Some((lead, field, text)), .. }) => {
                let (lead, field, text) = (*lead, *field, text.clone());
                if state.drafts.get(lead, field).is_none_or(|draft| draft.text == text) {
                    state.drafts.refuse(lead, field, text, why, state.time);
                } else {
                    state.trouble = Some(why);
                }
            }
            (Some(Err(why)), _) => state.trouble = Some(why),
        }
    }
}
