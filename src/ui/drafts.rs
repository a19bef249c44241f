//! What is being typed into fields: kept here at once, by the engine at every pause, and gone only when it was saved
//! or given up.

use std::collections::BTreeMap;

use crate::bridge::{Answer, Command, Refused, Snapshot, question};
use crate::domain::{DraftOf, LeadId};

/// A pause in typing, in seconds.
const PAUSE_SECS: f64 = 0.4;
/// How long after a refusal it is tried again, in seconds.
const AGAIN_SECS: f64 = 5.0;

/// A text that is not saved.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub text: String,
    /// Why it cannot be saved as it is, since the agent tried.
    pub fault: Option<String>,
    /// Input time of the last letter that the engine does not know yet.
    unkept_since: Option<f64>,
    /// The engine has said that all of it is on disk.
    kept: bool,
}

/// A text that was handed over and not acknowledged yet.
struct Out {
    lead: LeadId,
    of: DraftOf,
    text: String,
    answer: Answer<Result<(), Refused>>,
}

/// All unsaved texts.
#[derive(Default)]
pub struct Drafts {
    all: BTreeMap<(LeadId, DraftOf), Draft>,
    out: Vec<Out>,
}

impl std::fmt::Debug for Drafts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Drafts").field("all", &self.all.len()).field("out", &self.out.len()).finish()
    }
}

impl Drafts {
    /// The draft of a place.
    pub fn get(&self, lead: LeadId, of: impl Into<DraftOf>) -> Option<&Draft> {
        self.all.get(&(lead, of.into()))
    }

    /// All of one lead.
    pub fn of_lead(&self, lead: LeadId) -> impl Iterator<Item = (&DraftOf, &Draft)> {
        self.all.iter().filter(move |((of, _), _)| *of == lead).map(|((_, of), draft)| (of, draft))
    }

    /// Whether all of this text is on disk.
    pub fn is_kept(&self, lead: LeadId, of: impl Into<DraftOf>) -> bool {
        self.get(lead, of).is_some_and(|draft| draft.kept)
    }

    /// Takes in what the engine said of the texts it was given. One that it could not keep is offered again; the first
    /// reason why is given back.
    pub fn take_answers(&mut self, time: f64) -> Option<String> {
        let mut trouble = None;
        for out in std::mem::take(&mut self.out) {
            let kept = match out.answer.ready() {
                None => {
                    self.out.push(out);
                    continue;
                }
                Some(Ok(Ok(()))) => true,
                Some(Ok(Err(refused))) => {
                    trouble.get_or_insert_with(|| refused.to_string());
                    false
                }
                // A newer text took its place, or the engine began anew: this one may not have been looked at.
                Some(Err(_)) => false,
            };
            // What was typed since is another text, and goes its own way.
            let draft = self.all.get_mut(&(out.lead, out.of)).filter(|draft| draft.text == out.text);
            if let Some(draft) = draft.filter(|draft| draft.unkept_since.is_none()) {
                draft.kept = kept;
                draft.unkept_since = (!kept).then_some(time + AGAIN_SECS);
            }
        }
        trouble
    }

    /// A letter was typed.
    pub fn type_text(&mut self, lead: LeadId, of: impl Into<DraftOf>, text: String, time: f64) {
        self.all.insert((lead, of.into()), Draft { text, fault: None, unkept_since: Some(time), kept: false });
    }

    /// It cannot be saved like that; the text stays.
    pub fn refuse(&mut self, lead: LeadId, of: impl Into<DraftOf>, text: String, fault: String, time: f64) {
        let draft = Draft { text, fault: Some(fault), unkept_since: Some(time), kept: false };
        self.all.insert((lead, of.into()), draft);
    }

    /// Saved or given up; the command makes the engine forget it too.
    pub fn forget(&mut self, lead: LeadId, of: impl Into<DraftOf>) -> Option<Command> {
        let of = of.into();
        self.all.remove(&(lead, of.clone())).map(|_| Command::Draft { lead, of, text: String::new(), reply: None })
    }

    /// The drafts that should be kept now: typing paused, or `all` of them.
    pub fn due(&mut self, time: f64, all: bool) -> Vec<Command> {
        let mut due = Vec::new();
        for ((lead, of), draft) in &mut self.all {
            if draft.unkept_since.is_some_and(|since| all || time - since >= PAUSE_SECS) {
                (draft.unkept_since, draft.kept) = (None, false);
                let (reply, answer) = question();
                let text = draft.text.clone();
                due.push(Command::Draft { lead: *lead, of: of.clone(), text: text.clone(), reply: Some(reply) });
                self.out.push(Out { lead: *lead, of: of.clone(), text, answer });
            }
        }
        due
    }

    /// Seconds until the next draft should be kept.
    pub fn next_due(&self, time: f64) -> Option<f64> {
        let oldest = self.all.values().filter_map(|draft| draft.unkept_since).reduce(f64::min)?;
        Some((oldest + PAUSE_SECS - time).max(0.0))
    }

    /// Takes over what the engine had kept from the last time. What is typed now wins.
    pub fn restore(&mut self, snapshot: &Snapshot) {
        for ((lead, of), text) in &snapshot.drafts {
            self.all.entry((*lead, of.clone())).or_insert_with(|| Draft {
                text: text.to_string(),
                fault: None,
                unkept_since: None,
                kept: true,
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
        assert!(!drafts.is_kept(lead, Field::Name), "not before the engine says so");
        assert!(matches!(drafts.forget(lead, Field::Name), Some(Command::Draft { text, .. }) if text.is_empty()));
    }
    #[test]
    fn what_could_not_be_kept_is_offered_again_and_only_what_is_on_disk_counts_as_kept() {
        let (lead, mut drafts) = (LeadId(1), Drafts::default());
        let answer = |drafts: &mut Drafts, time: f64, all: bool, done: Option<Result<(), Refused>>| {
            for command in drafts.due(time, all) {
                let Command::Draft { reply: Some(reply), .. } = command else { panic!("{command:?}") };
                if let Some(done) = done.clone() {
                    reply.answer(done);
                }
            }
            drafts.take_answers(time)
        };
        drafts.type_text(lead, Field::Name, "Na".into(), 10.0);
        let full = Refused::NotKept("The disk is full.".into());
        assert_eq!(answer(&mut drafts, 11.0, false, Some(Err(full))), Some("The disk is full.".to_owned()));
        assert!(!drafts.is_kept(lead, Field::Name));
        assert!(drafts.due(12.0, false).is_empty(), "not at every frame");
        assert_eq!(answer(&mut drafts, 17.0, false, None), None, "an engine that began anew says nothing of it");
        assert!(!drafts.is_kept(lead, Field::Name));
        assert_eq!(answer(&mut drafts, 23.0, false, Some(Ok(()))), None);
        assert!(drafts.is_kept(lead, Field::Name));
        // What was typed while the answer was out is another text.
        drafts.type_text(lead, Field::Name, "Nad".into(), 24.0);
        let Command::Draft { reply: Some(reply), .. } = drafts.due(25.0, false).remove(0) else { panic!("no draft") };
        drafts.type_text(lead, Field::Name, "Nadi".into(), 25.1);
        reply.answer(Ok(()));
        drafts.take_answers(25.2);
        assert!(!drafts.is_kept(lead, Field::Name));
        assert_eq!(drafts.due(26.0, false).len(), 1);
    }
}
