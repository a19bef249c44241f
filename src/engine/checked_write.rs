//! The checked write: read, compare, write only what was touched, read back. Pure judgements over given readings.
//!
//! One *unit* is the run of changes at the front of a lead's lane that go out together. Where one slot was changed
//! twice, the first change's base and the last change's value count; the ones between were replaced.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::items::may_have_arrived;
use super::list_ways::KEEPS;
use crate::domain::change::note;
use crate::domain::outbox::Conflict;
use crate::domain::{Change, ChangeId, Lead, ListMode, Note, OutboxItem, Slot};

/// What a unit wants of one slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The change that wants it: the last of this slot in the unit.
    pub change: ChangeId,
    pub slot: Slot,
    /// What the agent saw before the first change of this slot in the unit.
    pub base: Option<String>,
    /// `None` takes the entry away.
    pub value: Option<String>,
    /// Earlier values of ours that were sent without an answer: finding one of them there is finding our own.
    pub tried: Vec<Option<String>>,
    /// Earlier changes that this one took the place of.
    pub replaces: Vec<ChangeId>,
    /// The vendor already answered a clear yes to this value: it is only read back, never written again by itself.
    pub said_yes: bool,
    /// It was sent and no readable answer came: it may still arrive.
    pub unclear: bool,
    /// A new note that was taken away again before anything of it was sent.
    pub never_was: bool,
}

impl Wish {
    /// Whether the vendor, which holds `theirs`, holds it.
    pub fn holds(&self, theirs: &Lead) -> bool {
        self.slot.holds(theirs, self.base.as_deref(), self.value.as_deref())
    }
}

/// Folds the changes at the front of a lane, oldest first.
pub fn wishes_of<'a>(items: impl IntoIterator<Item = &'a OutboxItem>) -> Vec<Wish> {
    let mut wishes: Vec<Wish> = Vec::new();
    let mut attempted: BTreeSet<ChangeId> = BTreeSet::new();
    for item in items {
        let wish = Wish {
            change: item.id,
            slot: item.change.slot(),
            base: item.base.clone(),
            value: item.change.value(),
            tried: Vec::new(),
            replaces: Vec::new(),
            said_yes: item.said_yes,
            unclear: item.attempts > 0 && may_have_arrived(item),
            never_was: false,
        };
        if item.attempts > 0 {
            attempted.insert(item.id);
        }
        let is_new = matches!(item.change, Change::AddNote { .. });
        let continued = |earlier: &&mut Wish| earlier.slot.continues(earlier.value.as_deref(), &wish.slot);
        match wishes.iter_mut().rev().filter(|_| !is_new).find(continued) {
            Some(now) => {
                let mut earlier = std::mem::replace(now, wish);
                let was_new = earlier.slot.is_new_note(earlier.value.as_deref());
                let was_sent = attempted.contains(&earlier.change);
                if was_sent {
                    earlier.tried.push(earlier.value);
                }
                earlier.replaces.push(earlier.change);
                now.unclear |= earlier.unclear;
                // A note is looked for as it was before the first of these changes; a new one that nobody was sent is
                // one with its newest words.
                let slot = match &now.value {
                    Some(value) if was_new && earlier.tried.is_empty() => Slot::Note(new_note(value)),
                    _ => earlier.slot,
                };
                now.never_was = now.value.is_none() && was_new && earlier.tried.is_empty();
                (now.slot, now.base, now.tried, now.replaces) = (slot, earlier.base, earlier.tried, earlier.replaces);
            }
            None => wishes.push(wish),
        }
    }
    wishes
}

fn new_note(value: &str) -> Note {
    let (title, description) = note::parts(value);
    Note { id: None, title, description }
}

/// What the reading before a write says about one wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// The vendor holds it already.
    AlreadyRight,
    /// The vendor holds what the agent saw: it may be written.
    Write,
    /// Somebody else changed the same field.
    Conflict(Conflict),
    /// The vendor said yes to it before and holds something else: written once, never again by itself.
    StoredAs(Option<String>),
    /// How the vendor takes this list is not known, so nothing of it is sent.
    FindOut,
    /// The vendor's way with this list leaves no way to do it.
    Keeps(ListMode),
    /// It was sent without an answer and is not there; the vendor would add it a second time.
    MayDouble,
}

/// Judges a wish by a reading made just now; `mode` is what writing its list does, where it is an entry of one.
pub fn judge(wish: &Wish, theirs: &Lead, mode: Option<ListMode>, read_at: Timestamp) -> Judgement {
    let held = wish.slot.of(theirs);
    if wish.never_was || wish.holds(theirs) {
        Judgement::AlreadyRight
    } else if wish.said_yes {
        Judgement::StoredAs(held)
    } else if matches!(wish.slot, Slot::Tag(_))
        || wish.slot.is_new_note(wish.value.as_deref())
        || wish.slot.same(held.as_deref(), wish.base.as_deref())
        || wish.tried.iter().any(|ours| wish.slot.same(held.as_deref(), ours.as_deref()))
    {
        // A tag is there or not, and a new note is nobody else's: there are no two sides to choose between.
        match mode {
            _ if wish.slot.list().is_none() => Judgement::Write,
            None => Judgement::FindOut,
            Some(mode) if !mode.can(theirs, &wish.slot, wish.value.as_deref()) => Judgement::Keeps(mode),
            Some(mode) if wish.unclear && !mode.repeats_safely() => Judgement::MayDouble,
            Some(_) => Judgement::Write,
        }
    } else {
        Judgement::Conflict(Conflict {
            slot: wish.slot.clone(),
            before: wish.base.clone(),
            theirs: held,
            mine: wish.value.clone(),
            read_at,
        })
    }
}

/// The reason shown when the vendor kept something else after it said yes.
pub fn stored_as(wish: &Wish, held: Option<&str>) -> String {
    let slot = &wish.slot;
    if let (Some(_), None, Some(_)) = (slot.list(), &wish.value, held) {
        format!(
            "{KEEPS}: it said yes, but still shows {}. Drop this, or take it away in the vendor's own page.",
            slot.in_sentence()
        )
    } else if slot.same(held, wish.base.as_deref()) {
        format!(
            "The vendor said yes, but still shows {} for {}. Nothing was stored; try again, or drop the change.",
            slot.show(held),
            slot.in_sentence()
        )
    } else {
        format!(
            "The vendor said yes, but stored it as {} instead of {}. Keep that, or set it again.",
            slot.show(held),
            slot.show(wish.value.as_deref())
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{BatchId, Change, Field, LeadId, LeadKind, LeadStatus, OutboxState, RemoteId};

    fn item(id: i64, field: Field, base: Option<&str>, value: &str) -> OutboxItem {
        OutboxItem {
            id: ChangeId(id),
            batch: BatchId(1),
            account: "a".into(),
            lead: LeadId(1),
            change: Change::Set { field, value: value.to_owned() },
            base: base.map(str::to_owned),
            state: OutboxState::Queued,
            why: String::new(),
            conflict: None,
            attempts: 0,
            next_try_at: None,
            created_at: Timestamp::UNIX_EPOCH,
            moved_at: Timestamp::UNIX_EPOCH,
            said_yes: false,
        }
    }

    fn theirs(status: &str) -> Lead {
        let mut lead = Lead::empty("a".into(), RemoteId::from("1"), LeadKind::Lead);
        lead.status = Some(LeadStatus::from_wire(status));
        lead
    }

    fn wish(base: &str, value: &str, said_yes: bool) -> Wish {
        let (change, slot, base) = (ChangeId(1), Slot::Field(Field::Status), Some(base.into()));
        Wish {
            change,
            slot,
            base,
            value: Some(value.into()),
            tried: Vec::new(),
            replaces: Vec::new(),
            said_yes,
            unclear: false,
            never_was: false,
        }
    }

    #[test]
    fn changes_of_one_field_fold_to_the_first_base_and_the_last_value() {
        let wishes = wishes_of(&[
            item(1, Field::Status, Some("OPEN"), "REVIEW"),
            item(2, Field::Name, None, "Nadia"),
            item(3, Field::Status, Some("REVIEW"), "CLOSED"),
        ]);
        assert_eq!(wishes[0].replaces, [ChangeId(1)]);
        assert_eq!(wishes.len(), 2);
        assert_eq!(wishes[0].change, ChangeId(3));
        assert_eq!((wishes[0].base.as_deref(), wishes[0].value.as_deref()), (Some("OPEN"), Some("CLOSED")));
    }

    #[test]
    fn a_reading_decides_between_write_done_and_conflict() {
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(judge(&wish("OPEN", "REVIEW", false), &theirs("OPEN"), None, now), Judgement::Write);
        assert_eq!(judge(&wish("OPEN", "REVIEW", false), &theirs("REVIEW"), None, now), Judgement::AlreadyRight);
        let Judgement::Conflict(conflict) = judge(&wish("OPEN", "REVIEW", false), &theirs("CLOSED"), None, now) else {
            panic!("a colleague's value must clash")
        };
        assert_eq!(
            (conflict.before.as_deref(), conflict.theirs.as_deref(), conflict.mine.as_deref()),
            (Some("OPEN"), Some("CLOSED"), Some("REVIEW"))
        );
    }

    #[test]
    fn an_earlier_value_of_ours_that_may_have_arrived_is_no_colleagues() {
        let now = Timestamp::UNIX_EPOCH;
        let mut first = item(1, Field::Status, Some("OPEN"), "REVIEW");
        let second = item(2, Field::Status, Some("REVIEW"), "CLOSED");
        let never_sent = &wishes_of([&first, &second])[0];
        assert!(matches!(judge(never_sent, &theirs("REVIEW"), None, now), Judgement::Conflict(_)));
        first.attempts = 1;
        let sent = &wishes_of([&first, &second])[0];
        assert_eq!(judge(sent, &theirs("REVIEW"), None, now), Judgement::Write);
        assert_eq!(judge(sent, &theirs("OPEN"), None, now), Judgement::Write);
        assert!(matches!(judge(sent, &theirs("ONHOLD"), None, now), Judgement::Conflict(_)));
    }

    #[test]
    fn after_a_clear_yes_nothing_is_written_again() {
        let now = Timestamp::UNIX_EPOCH;
        for held in ["OPEN", "CLOSED"] {
            assert_eq!(
                judge(&wish("OPEN", "REVIEW", true), &theirs(held), None, now),
                Judgement::StoredAs(Some(held.into()))
            );
        }
        assert_eq!(judge(&wish("OPEN", "REVIEW", true), &theirs("REVIEW"), None, now), Judgement::AlreadyRight);
    }
}
