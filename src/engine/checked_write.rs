//! The checked write: read, compare, write only what was touched, read back. Pure judgements over given readings.
//!
//! One *unit* is the run of changes at the front of a lead's lane that go out together. Where one field was changed
//! twice, the first change's base and the last change's value count; the ones between were replaced.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::domain::outbox::Conflict;
use crate::domain::{ChangeId, Field, Lead, OutboxItem};

/// What a unit wants of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The change that wants it: the last of this field in the unit.
    pub change: ChangeId,
    pub field: Field,
    /// What the agent saw before the first change of this field in the unit.
    pub base: Option<String>,
    pub value: String,
    /// Earlier values of ours that were sent without an answer: finding one of them there is finding our own.
    pub tried: Vec<String>,
    /// The vendor already answered a clear yes to this value: it is only read back, never written again by itself.
    pub said_yes: bool,
}

/// A unit: what it wants, and the changes that later ones replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    pub wishes: Vec<Wish>,
    pub replaced: Vec<ChangeId>,
}

impl Unit {
    /// Folds the changes at the front of a lane, oldest first.
    pub fn of<'a>(items: impl IntoIterator<Item = &'a OutboxItem>) -> Self {
        let mut unit = Self::default();
        let mut by_field: BTreeMap<Field, usize> = BTreeMap::new();
        let mut attempted: BTreeSet<ChangeId> = BTreeSet::new();
        for item in items {
            let field = item.change.field();
            let wish = Wish {
                change: item.id,
                field,
                base: item.base.clone(),
                value: item.change.value().to_owned(),
                tried: Vec::new(),
                said_yes: item.said_yes,
            };
            if item.attempts > 0 {
                attempted.insert(item.id);
            }
            match by_field.get(&field) {
                Some(&at) => {
                    let earlier = std::mem::replace(&mut unit.wishes[at], wish);
                    let now = &mut unit.wishes[at];
                    (now.base, now.tried) = (earlier.base, earlier.tried);
                    if attempted.contains(&earlier.change) {
                        now.tried.push(earlier.value);
                    }
                    unit.replaced.push(earlier.change);
                }
                None => {
                    by_field.insert(field, unit.wishes.len());
                    unit.wishes.push(wish);
                }
            }
        }
        unit
    }
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
}

/// Judges a wish by a reading made just now.
pub fn judge(wish: &Wish, theirs: &Lead, read_at: Timestamp) -> Judgement {
    let held = wish.field.of(theirs);
    if wish.field.same(held.as_deref(), Some(&wish.value)) {
        Judgement::AlreadyRight
    } else if wish.said_yes {
        Judgement::StoredAs(held)
    } else if wish.field.same(held.as_deref(), wish.base.as_deref())
        || wish.tried.iter().any(|ours| wish.field.same(held.as_deref(), Some(ours)))
    {
        Judgement::Write
    } else {
        Judgement::Conflict(Conflict {
            field: wish.field,
            before: wish.base.clone(),
            theirs: held,
            mine: wish.value.clone(),
            read_at,
        })
    }
}

/// The reason shown when the vendor kept something else after it said yes.
pub fn stored_as(field: Field, wanted: &str, base: Option<&str>, held: Option<&str>) -> String {
    if field.same(held, base) {
        format!(
            "The vendor said yes, but still shows {} for {}. Nothing was stored; try again, or drop the change.",
            field.show(held),
            field.word().to_lowercase()
        )
    } else {
        format!(
            "The vendor said yes, but stored it as {} instead of {}. Keep that, or set it again.",
            field.show(held),
            field.show(Some(wanted))
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{BatchId, Change, LeadId, LeadKind, LeadStatus, OutboxState, RemoteId};

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
        let (change, field, base) = (ChangeId(1), Field::Status, Some(base.into()));
        Wish { change, field, base, value: value.into(), tried: Vec::new(), said_yes }
    }

    #[test]
    fn changes_of_one_field_fold_to_the_first_base_and_the_last_value() {
        let unit = Unit::of(&[
            item(1, Field::Status, Some("OPEN"), "REVIEW"),
            item(2, Field::Name, None, "Nadia"),
            item(3, Field::Status, Some("REVIEW"), "CLOSED"),
        ]);
        assert_eq!(unit.replaced, [ChangeId(1)]);
        assert_eq!(unit.wishes.len(), 2);
        assert_eq!(unit.wishes[0].change, ChangeId(3));
        assert_eq!((unit.wishes[0].base.as_deref(), unit.wishes[0].value.as_str()), (Some("OPEN"), "CLOSED"));
    }

    #[test]
    fn a_reading_decides_between_write_done_and_conflict() {
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(judge(&wish("OPEN", "REVIEW", false), &theirs("OPEN"), now), Judgement::Write);
        assert_eq!(judge(&wish("OPEN", "REVIEW", false), &theirs("REVIEW"), now), Judgement::AlreadyRight);
        let Judgement::Conflict(conflict) = judge(&wish("OPEN", "REVIEW", false), &theirs("CLOSED"), now) else {
            panic!("a colleague's value must clash")
        };
        assert_eq!(
            (conflict.before.as_deref(), conflict.theirs.as_deref(), conflict.mine.as_str()),
            (Some("OPEN"), Some("CLOSED"), "REVIEW")
        );
    }

    #[test]
    fn an_earlier_value_of_ours_that_may_have_arrived_is_no_colleagues() {
        let now = Timestamp::UNIX_EPOCH;
        let mut first = item(1, Field::Status, Some("OPEN"), "REVIEW");
        let second = item(2, Field::Status, Some("REVIEW"), "CLOSED");
        let never_sent = &Unit::of([&first, &second]).wishes[0];
        assert!(matches!(judge(never_sent, &theirs("REVIEW"), now), Judgement::Conflict(_)));
        first.attempts = 1;
        let sent = &Unit::of([&first, &second]).wishes[0];
        assert_eq!(judge(sent, &theirs("REVIEW"), now), Judgement::Write);
        assert_eq!(judge(sent, &theirs("OPEN"), now), Judgement::Write);
        assert!(matches!(judge(sent, &theirs("ONHOLD"), now), Judgement::Conflict(_)));
    }

    #[test]
    fn after_a_clear_yes_nothing_is_written_again() {
        let now = Timestamp::UNIX_EPOCH;
        for held in ["OPEN", "CLOSED"] {
            assert_eq!(
                judge(&wish("OPEN", "REVIEW", true), &theirs(held), now),
                Judgement::StoredAs(Some(held.into()))
            );
        }
        assert_eq!(judge(&wish("OPEN", "REVIEW", true), &theirs("REVIEW"), now), Judgement::AlreadyRight);
    }
}
