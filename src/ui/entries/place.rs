//! What the window knows while entries are edited: who gets the focus, what is about to go, what stood there before.

use std::collections::{BTreeMap, BTreeSet};

use egui::Rect;

use super::completion::Offer;
use super::origin::Origins;
use crate::domain::{DraftOf, Lead, LeadId, Note, Slot};
use crate::ui::drafts::Drafts;

/// Where the agent is among the entries.
#[derive(Clone, Debug, Default)]
pub struct EntriesPlace {
    /// This text shall get the focus.
    pub focus: Option<(LeadId, DraftOf)>,
    /// The place for something new is open although nothing is typed yet.
    pub adding: Option<(LeadId, DraftOf)>,
    /// The tag that a second Backspace removes.
    pub armed: Option<(LeadId, String)>,
    pub completion: Completion,
    pub unfolded: BTreeSet<(LeadId, Note)>,
    pub origins: Origins,
    /// What stood at a place when typing began there.
    seen: BTreeMap<(LeadId, DraftOf), Option<String>>,
}

/// The list of known tags under the field.
#[derive(Clone, Debug, Default)]
pub struct Completion {
    /// What it was made for.
    pub made_for: Option<(LeadId, String, u64)>,
    pub offers: Vec<Offer>,
    /// The one that Enter takes.
    pub chosen: Option<usize>,
    /// Where it was drawn: a press there does not close it.
    pub rect: Option<Rect>,
}

impl EntriesPlace {
    /// Whether the place for something new is open.
    pub fn is_adding(&self, lead: LeadId, of: &DraftOf, drafts: &Drafts) -> bool {
        let is = |place: &Option<(LeadId, DraftOf)>| place.as_ref().is_some_and(|(l, o)| *l == lead && o == of);
        is(&self.adding) || is(&self.focus) || drafts.get(lead, of.clone()).is_some()
    }

    /// Takes the order to focus this text.
    pub fn take_focus(&mut self, lead: LeadId, of: &DraftOf) -> bool {
        let is_meant = self.focus.as_ref().is_some_and(|(l, o)| *l == lead && o == of);
        if is_meant {
            self.focus = None;
        }
        is_meant
    }

    /// The first letter was typed over what stands there now.
    pub fn begin(&mut self, lead: LeadId, of: &DraftOf, shown: Option<&Lead>) {
        if let Some(shown) = shown {
            self.seen.entry((lead, of.clone())).or_insert_with(|| value_at(of, shown));
        }
    }

    /// Typing ended there: saved or given up.
    pub fn end(&mut self, lead: LeadId, of: &DraftOf) {
        self.seen.remove(&(lead, of.clone()));
    }

    /// What stands there now, where somebody else changed it since typing began.
    pub fn meanwhile(&self, lead: LeadId, of: &DraftOf, shown: &Lead) -> Option<Option<String>> {
        let seen = self.seen.get(&(lead, of.clone()))?;
        let now = value_at(of, shown);
        (now != *seen).then_some(now)
    }
}

/// The value at the place of a draft; what is new has none.
fn value_at(of: &DraftOf, lead: &Lead) -> Option<String> {
    match of {
        DraftOf::Field(field) => field.of(lead),
        DraftOf::Attribute(key) => Slot::Attribute(key.clone()).of(lead),
        DraftOf::Note(_) => note_of(of, lead).and_then(|note| Slot::Note(note.clone()).of(lead)),
        DraftOf::NewTag | DraftOf::NewNote | DraftOf::NewAttribute | DraftOf::Recording => None,
    }
}

/// The note that a draft is of, while it is there.
pub fn note_of<'a>(of: &DraftOf, lead: &'a Lead) -> Option<&'a Note> {
    lead.notes.iter().find(|note| DraftOf::note(note) == *of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Attribute, LeadKind, RemoteId};

    #[test]
    fn what_a_colleague_does_while_one_types_is_noticed_until_typing_ends() {
        let mut lead = Lead::empty("a".into(), RemoteId::from("1"), LeadKind::Lead);
        lead.attributes = vec![Attribute { key: "PLAN".into(), value: "gold".into() }];
        let (id, of) = (LeadId(1), DraftOf::Attribute("PLAN".into()));
        let mut place = EntriesPlace::default();
        place.begin(id, &of, Some(&lead));
        assert_eq!(place.meanwhile(id, &of, &lead), None);
        lead.attributes[0].value = "silver".into();
        place.begin(id, &of, Some(&lead));
        assert_eq!(place.meanwhile(id, &of, &lead), Some(Some("silver".into())));
        lead.attributes.clear();
        assert_eq!(place.meanwhile(id, &of, &lead), Some(None));
        place.end(id, &of);
        assert_eq!(place.meanwhile(id, &of, &lead), None);
    }
}
