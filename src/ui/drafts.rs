//! What is being typed into fields: kept here at once, by the engine at every pause, and gone only when it was saved
//! or given up.

use std::collections::BTreeMap;

use crate::bridge::{Command, Snapshot};
use crate::domain::{DraftOf, LeadId};

/// A pause in typing, in seconds.
const PAUSE_SECS: f64 = 0.4;

/// A text that is not saved.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub text: String,
    /// Why it cannot be saved as it is, since the agent tried.
    pub fault: Option<String>,
    /// Input time of the last letter that the engine does not know yet.
    unkept_since: Option<f64>,
}

/// All unsaved texts.
#[derive(Clone, Debug, Default)]
pub struct Drafts(BTreeMap<(LeadId, DraftOf), Draft>);

impl Drafts {
    /// The draft of a place.
    pub fn get(&self, lead: LeadId, of: impl Into<DraftOf>) -> Option<&Draft> {
        self.0.get(&(lead, of.into()))
    }

    /// All of one lead.
    pub fn of_lead(&self, lead: LeadId) -> impl Iterator<Item = (&DraftOf, &Draft)> {
        self.0.iter().filter(move |((of, _), _)| *of == lead).map(|((_, of), draft)| (of, draft))
    }

    /// Whether all of this text was handed over to be kept.
    pub fn is_kept(&self, lead: LeadId, of: impl Into<DraftOf>) -> bool {
        self.get(lead, of).is_some_and(|draft| draft.unkept_since.is_none())
    }

    /// A letter was typed.
    pub fn type_text(&mut self, lead: LeadId, of: impl Into<DraftOf>, text: String, time: f64) {
        self.0.insert((lead, of.into()), Draft { text, fault: None, unkept_since: Some(time) });
    }

    /// It cannot be saved like that; the text stays.
    pub fn refuse(&mut self, lead: LeadId, of: impl Into<DraftOf>, text: String, fault: String, time: f64) {
        self.0.insert((lead, of.into()), Draft { text, fault: Some(fault), unkept_since: Some(time) });
    }

    /// Saved or given up; the command makes the engine forget it too.
    pub fn forget(&mut self, lead: LeadId, of: impl Into<DraftOf>) -> Option<Command> {
        let of = of.into();
        self.0.remove(&(lead, of.clone())).map(|_| Command::Draft { lead, of, text: String::new() })
    }

    /// The drafts that should be kept now: typing paused, or `all` of them.
    pub fn due(&mut self, time: f64, all: bool) -> Vec<Command> {
        let mut due = Vec::new();
        for ((lead, of), draft) in &mut self.0 {
            if draft.unkept_since.is_some_and(|since| all || time - since >= PAUSE_SECS) {
                draft.unkept_since = None;
                due.push(Command::Draft { lead: *lead, of: of.clone(), text: draft.text.clone() });
            }
        }
        due
    }

    /// Seconds until the next draft should be kept.
    pub fn next_due(&self, time: f64) -> Option<f64> {
        let oldest = self.0.values().filter_map(|draft| draft.unkept_since).reduce(f64::min)?;
        Some((oldest + PAUSE_SECS - time).max(0.0))
    }

    /// Takes over what the engine had kept from the last time. What is typed now wins.
    pub fn restore(&mut self, snapshot: &Snapshot) {
        for ((lead, of), text) in &snapshot.drafts {
            self.0.entry((*lead, of.clone())).or_insert_with(|| Draft {
                text: text.to_string(),
                fault: None,
                unkept_since: None,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Field;

    #[test]
    fn a_draft_goes_to_the_engine_once_for_every_pause() {
        let (lead, mut drafts) = (LeadId(1), Drafts::default());
        drafts.type_text(lead, Field::Name, "N".into(), 10.0);
        drafts.type_text(lead, Field::Name, "Na".into(), 10.3);
        assert!(drafts.due(10.5, false).is_empty());
        assert!(drafts.next_due(10.5).is_some_and(|secs| (secs - 0.2).abs() < 1e-6));
        assert!(matches!(drafts.due(10.8, false).as_slice(), [Command::Draft { text, .. }] if text == "Na"));
        assert!(drafts.due(20.0, true).is_empty());
        assert!(matches!(drafts.forget(lead, Field::Name), Some(Command::Draft { text, .. }) if text.is_empty()));
    }
}
