//! Every wish that was acknowledged, and what must have become of it in the end.

use std::collections::BTreeMap;

use leadline::domain::{ChangeId, OutboxState};
use leadline::store::Store;

use super::shadow::Shadow;

/// The reason of a row whose wish went on in a later one.
const REPLACED: &str = "a later change of yours took its place";

/// A wish that was acknowledged.
#[derive(Clone, Debug)]
pub(super) struct Intent {
    pub(super) id: ChangeId,
    pub(super) uuid: String,
    pub(super) slot: String,
    pub(super) value: Option<String>,
    /// The agent themselves gave it up.
    pub(super) given_up: bool,
}

#[derive(Debug, Default)]
pub(super) struct Wishes {
    pub(super) all: Vec<Intent>,
}

impl Wishes {
    pub(super) fn add(&mut self, id: ChangeId, uuid: &str, slot: &str, value: Option<String>) {
        let (uuid, slot) = (uuid.to_owned(), slot.to_owned());
        self.all.push(Intent { id, uuid, slot, value, given_up: false });
    }

    pub(super) fn of(&self, id: ChangeId) -> Intent {
        self.all
            .iter()
            .find(|intent| intent.id == id)
            .unwrap_or_else(|| panic!("nobody wished for change {id}"))
            .clone()
    }

    pub(super) fn give_up(&mut self, id: ChangeId) {
        self.all.iter_mut().filter(|intent| intent.id == id).for_each(|intent| intent.given_up = true);
    }

    /// Every wish is on disk, in the outbox and in the journal, with an attempt for each write; what is there was wished
    /// for, and what is called confirmed was there.
    pub(super) fn are_kept(&self, store: &Store, shadow: &Shadow<'_>) {
        let mut journal = BTreeMap::new();
        for intent in &self.all {
            let item = store.item(intent.id).unwrap().unwrap_or_else(|| panic!("{intent:?} is lost"));
            journal.entry(item.lead).or_insert_with(|| store.journal_of(item.lead).unwrap());
            let row = journal[&item.lead].iter().find(|row| row.entry.change == intent.id);
            let row = row.unwrap_or_else(|| panic!("{intent:?} is in no journal"));
            assert_eq!((&row.entry.change_made, row.entry.state), (&item.change, item.state), "{intent:?}");
            if item.state == OutboxState::Confirmed {
                let was_there = shadow.was_ever_there(&intent.uuid, &intent.slot, intent.value.as_deref());
                assert!(was_there, "{intent:?} is called confirmed, and the vendor never held it");
            }
        }
        for (id, times) in shadow.sent(self) {
            let begun = store.attempts(id).unwrap().len();
            assert!(begun >= times, "{times} writes of change {id}, and {begun} attempts were noted before");
        }
        let entered: usize = journal.values().map(Vec::len).sum();
        assert_eq!(entered, self.all.len(), "the journal knows of other changes");
    }

    /// While nothing is on its way: the last wish for every slot arrived, and only a colleague changed it since, or its
    /// row is open and says why. Returns how many rows are open.
    pub(super) fn have_arrived_or_are_shown(&self, store: &Store, shadow: &Shadow<'_>) -> usize {
        let mut slots: BTreeMap<(&str, &str), Vec<&Intent>> = BTreeMap::new();
        for intent in &self.all {
            slots.entry((&intent.uuid, &intent.slot)).or_default().push(intent);
        }
        let mut open = 0;
        for ((uuid, slot), intents) in slots {
            let mut later = false;
            for intent in intents.into_iter().rev() {
                let item = store.item(intent.id).unwrap().unwrap();
                if !item.state.is_done() {
                    assert!(!item.why.is_empty() || later || item.state == OutboxState::Queued, "{item:?}");
                    open += 1;
                    break;
                }
                let wanted = intent.value.as_deref();
                if intent.given_up && shadow.has_counted(uuid, slot, wanted) {
                    // It may stand there, and the agent knew.
                    break;
                }
                if intent.given_up || (later && item.state == OutboxState::Cancelled && item.why == REPLACED) {
                    later = true;
                    continue;
                }
                let now = shadow.value(uuid, slot).map(String::as_str);
                assert!(shadow.was_there(uuid, slot, wanted), "{intent:?} never arrived: {item:?}");
                assert!(now == wanted || shadow.is_theirs(uuid, slot), "{intent:?} is gone: {now:?}");
                break;
            }
        }
        open
    }
}
