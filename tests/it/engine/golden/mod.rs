//! Two hundred merges, written down for people, and what holds of all of them.

use jiff::Timestamp;
use leadline::domain::change::fold;
use leadline::domain::{
    Attribute, BatchId, Change, ChangeId, Lead, LeadId, LeadKind, List, ListMode, ListWrites, Note, OutboxItem,
    OutboxState, RemoteId,
};
use leadline::engine::checked_write::{Judgement, Wish, judge, wishes_of};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

fn empty() -> Lead {
    Lead::empty("desk".into(), RemoteId::from("1"), LeadKind::Lead)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|word| *word != "-")
}

fn note(text: &str) -> Note {
    let (title, description) = text.split_once(':').unwrap();
    Note { id: None, title: title.to_owned(), description: description.to_owned() }
}

/// A list as the table writes it.
fn lead(list: &str, entries: &str) -> Lead {
    let mut lead = empty();
    for entry in words(entries) {
        match list {
            "tags" => lead.tags.push(entry.to_owned()),
            "attributes" => {
                let (key, value) = entry.split_once('=').unwrap();
                lead.attributes.push(Attribute { key: key.to_owned(), value: value.to_owned() });
            }
            _ => {
                let (id, text) = entry.split_once('=').unwrap();
                lead.notes.push(Note { id: Some(id.to_owned()), ..note(text) });
            }
        }
    }
    lead
}

/// What the agent did, seeing `base`.
fn change(list: &str, ours: &str, base: &Lead) -> Change {
    let seen = |id: &str| base.notes.iter().find(|note| note.id.as_deref() == Some(id)).unwrap().clone();
    match (list, &ours[..1], &ours[1..]) {
        ("tags", "+", tag) => Change::add_tag(tag).unwrap(),
        ("tags", "-", tag) => Change::remove_tag(tag).unwrap(),
        ("attributes", "-", key) => Change::remove_attribute(key).unwrap(),
        ("attributes", ..) => {
            let (key, value) = ours.split_once('=').unwrap();
            Change::set_attribute(key, value).unwrap()
        }
        ("notes", "+", text) => {
            let Note { title, description, .. } = note(text);
            Change::add_note(&title, &description).unwrap()
        }
        ("notes", "-", id) => Change::DeleteNote { note: seen(id) },
        _ => {
            let (id, text) = ours.split_once('>').unwrap();
            let Note { title, description, .. } = note(text);
            Change::edit_note(seen(id), &title, &description).unwrap()
        }
    }
}

/// The entries of a list, ids left out, in the order of the alphabet.
fn shown(list: &str, lead: &Lead) -> String {
    let mut all: Vec<String> = match list {
        "tags" => lead.tags.clone(),
        "attributes" => lead.attributes.iter().map(|held| format!("{}={}", held.key, held.value)).collect(),
        _ => lead.notes.iter().map(|note| format!("{}:{}", note.title, note.description)).collect(),
    };
    all.sort();
    if all.is_empty() { "-".to_owned() } else { all.join(" ") }
}

fn sorted(text: &str) -> String {
    let mut all: Vec<&str> = words(text).collect();
    all.sort_unstable();
    if all.is_empty() { "-".to_owned() } else { all.join(" ") }
}

/// What a vendor of this kind makes of `held` when it is sent `writes`; notes get new ids.
fn written(held: &Lead, mode: ListMode, writes: &ListWrites) -> Lead {
    fn one<T: Clone>(held: &[T], sent: Option<&[T]>, mode: ListMode, same: impl Fn(&T, &T) -> bool) -> Vec<T> {
        let Some(sent) = sent else { return held.to_vec() };
        let mut then = if mode == ListMode::Replace { Vec::new() } else { held.to_vec() };
        for entry in sent {
            match then.iter().position(|there| mode == ListMode::Merge && same(there, entry)) {
                Some(at) => then[at] = entry.clone(),
                None => then.push(entry.clone()),
            }
        }
        then
    }
    let mut then = held.clone();
    then.tags = one(&held.tags, writes.tags.as_deref(), mode, |a, b| a == b);
    then.attributes = one(&held.attributes, writes.attributes.as_deref(), mode, |a, b| a.key == b.key);
    then.notes = one(&held.notes, writes.notes.as_deref(), mode, |a, b| a.title == b.title);
    for (at, note) in then.notes.iter_mut().enumerate() {
        note.id = Some(format!("new {at}"));
    }
    then
}

fn item(id: i64, change: Change, base: Option<String>) -> OutboxItem {
    OutboxItem {
        id: ChangeId(id),
        batch: BatchId(1),
        account: "desk".into(),
        lead: LeadId(1),
        change,
        base,
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

/// The open rows of an agent who did these things one after the other.
fn rows(base: &Lead, changes: &[Change]) -> Vec<OutboxItem> {
    let mut seen = base.clone();
    let mut out = Vec::new();
    for (id, change) in (1..).zip(changes) {
        let before = change.slot().of(&seen);
        change.apply_to(&mut seen, before.as_deref());
        out.push(item(id, change.clone(), before));
    }
    out
}

#[test]
fn two_hundred_merges_end_as_they_are_written_down() {
    let mut cases = 0;
    for line in include_str!("merges.txt").lines() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [list, mode, base, theirs, ours, sent, then] = cells.as_slice() else { panic!("{line}") };
        let mode = ListMode::from_name(mode).unwrap();
        let (base, theirs) = (lead(list, base), lead(list, theirs));
        let rows = rows(&base, &[change(list, ours, &base)]);
        let wish: Wish = wishes_of(&rows).remove(0);
        let judged = judge(&wish, &theirs, Some(mode), Timestamp::UNIX_EPOCH);
        let (word, after) = match &judged {
            Judgement::AlreadyRight => ("nothing".to_owned(), theirs.clone()),
            Judgement::Conflict(_) => ("clash".to_owned(), theirs.clone()),
            Judgement::Keeps(_) => ("keeps".to_owned(), theirs.clone()),
            Judgement::Write => {
                let writes = ListWrites::of(&theirs, |_| mode, [(&wish.slot, wish.value.as_deref())]);
                let whole = written(&empty(), ListMode::Replace, &writes);
                let after = written(&theirs, mode, &writes);
                let counted = Wish { base: wish.slot.of(&theirs), ..wish.clone() };
                assert!(counted.holds(&after), "not seen to be right: {line}");
                (shown(list, &whole), after)
            }
            other => panic!("{line}: {other:?}"),
        };
        assert_eq!(word, if matches!(judged, Judgement::Write) { sorted(sent) } else { (*sent).to_owned() }, "{line}");
        assert_eq!(shown(list, &after), sorted(then), "{line}");
        cases += 1;
    }
    assert!(cases >= 200, "{cases}");
}

const TAGS: [&str; 4] = ["a", "b", "c", "d"];

fn some_tags() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::btree_set(0..4_usize, 0..4)
        .prop_map(|all| all.into_iter().map(|at| TAGS[at].to_owned()).collect())
}

fn some_lead() -> impl Strategy<Value = Lead> {
    let notes = proptest::collection::vec((0..3_usize, 0..2_usize), 0..4);
    let attributes = proptest::collection::btree_map(0..3_usize, 0..3_usize, 0..3);
    (some_tags(), notes, attributes).prop_map(|(tags, notes, attributes)| {
        let mut lead = empty();
        lead.tags = tags;
        lead.notes = notes
            .into_iter()
            .enumerate()
            .map(|(at, (title, text))| Note {
                id: Some(format!("n{at}")),
                title: format!("T{title}"),
                description: format!("x{text}"),
            })
            .collect();
        lead.attributes = attributes
            .into_iter()
            .map(|(key, value)| Attribute { key: format!("K{key}"), value: format!("v{value}") })
            .collect();
        lead
    })
}

/// What an agent does next; which note is meant is told by its place.
#[derive(Clone, Debug)]
enum Deed {
    Tag(usize, bool),
    Attribute(usize, Option<usize>),
    Add(usize, usize),
    Edit(usize, usize, usize),
    Delete(usize),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        (0..4_usize, any::<bool>()).prop_map(|(tag, there)| Deed::Tag(tag, there)),
        (0..3_usize, proptest::option::of(3..6_usize)).prop_map(|(key, value)| Deed::Attribute(key, value)),
        (3..6_usize, 3..5_usize).prop_map(|(title, text)| Deed::Add(title, text)),
        (0..6_usize, 0..6_usize, 5..9_usize).prop_map(|(at, title, text)| Deed::Edit(at, title, text)),
        (0..6_usize).prop_map(Deed::Delete),
    ]
}

fn done(seen: &Lead, deed: &Deed) -> Option<Change> {
    let note = |at: &usize| seen.notes.get(*at).cloned();
    match deed {
        Deed::Tag(tag, true) => Change::add_tag(TAGS[*tag]).ok(),
        Deed::Tag(tag, false) => Change::remove_tag(TAGS[*tag]).ok(),
        Deed::Attribute(key, Some(value)) => Change::set_attribute(&format!("K{key}"), &format!("v{value}")).ok(),
        Deed::Attribute(key, None) => Change::remove_attribute(&format!("K{key}")).ok(),
        Deed::Add(title, text) => Change::add_note(&format!("T{title}"), &format!("x{text}")).ok(),
        Deed::Edit(at, title, text) => Change::edit_note(note(at)?, &format!("T{title}"), &format!("x{text}")).ok(),
        Deed::Delete(at) => Some(Change::DeleteNote { note: note(at)? }),
    }
}

/// All that an agent did, each thing seen as it stood after the ones before.
fn all_done(base: &Lead, deeds: &[Deed]) -> (Vec<OutboxItem>, Lead) {
    let mut seen = base.clone();
    let mut changes = Vec::new();
    for deed in deeds {
        let Some(change) = done(&seen, deed) else { continue };
        let before = change.slot().of(&seen);
        change.apply_to(&mut seen, before.as_deref());
        changes.push(change);
    }
    (rows(base, &changes), seen)
}

fn config() -> ProptestConfig {
    let seed = std::env::var("LEADLINE_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_120);
    ProptestConfig {
        cases: 512,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn merging_tags_is_commutative_and_idempotent(base in some_tags(), mine in some_tags(), yours in some_tags(), gone in some_tags()) {
        let mut start = empty();
        start.tags = base;
        let adds = |tags: &[String]| -> Vec<Change> { tags.iter().map(|tag| Change::add_tag(tag).unwrap()).collect() };
        let removes: Vec<Change> = gone
            .iter()
            .filter(|tag| !mine.contains(tag) && !yours.contains(tag))
            .map(|tag| Change::remove_tag(tag).unwrap())
            .collect();
        let merged = |parts: &[&[Change]]| {
            let mut lead = start.clone();
            for change in parts.iter().copied().flatten() {
                change.apply_to(&mut lead, None);
            }
            lead.tags.sort();
            lead.tags
        };
        let (mine, yours) = (adds(&mine), adds(&yours));
        let one = merged(&[&mine, &yours, &removes]);
        prop_assert_eq!(&one, &merged(&[&removes, &yours, &mine]));
        prop_assert_eq!(&one, &merged(&[&mine, &yours, &removes, &yours, &mine, &removes]));
        prop_assert!(one.windows(2).all(|two| two[0] != two[1]), "{:?}", one);
    }

    #[test]
    fn folding_is_true_to_the_order(base in some_lead(), deeds in proptest::collection::vec(deed(), 0..8)) {
        let (rows, seen) = all_done(&base, &deeds);
        let on_screen = fold(&base, rows.iter().map(|row| (&row.change, row.base.as_deref())));
        for list in ["tags", "notes", "attributes"] {
            prop_assert_eq!(shown(list, &on_screen), shown(list, &seen), "on screen");
        }
        let wishes = wishes_of(&rows);
        let wanted: Vec<&Wish> =
            wishes.iter().filter(|wish| judge(wish, &base, Some(ListMode::Replace), Timestamp::UNIX_EPOCH) == Judgement::Write).collect();
        let writes = ListWrites::of(&base, |_| ListMode::Replace, wanted.iter().map(|wish| (&wish.slot, wish.value.as_deref())));
        let then = written(&base, ListMode::Replace, &writes);
        for list in ["tags", "notes", "attributes"] {
            prop_assert_eq!(shown(list, &then), shown(list, &seen), "{}: {:?}", list, rows);
        }
    }

    #[test]
    fn nothing_that_we_did_not_touch_is_missing_from_what_replace_sends(
        base in some_lead(), theirs in some_lead(), deeds in proptest::collection::vec(deed(), 1..6),
    ) {
        let (rows, _) = all_done(&base, &deeds);
        let wishes = wishes_of(&rows);
        let wanted: Vec<&Wish> =
            wishes.iter().filter(|wish| judge(wish, &theirs, Some(ListMode::Replace), Timestamp::UNIX_EPOCH) == Judgement::Write).collect();
        let writes = ListWrites::of(&theirs, |_| ListMode::Replace, wanted.iter().map(|wish| (&wish.slot, wish.value.as_deref())));
        let then = written(&theirs, ListMode::Replace, &writes);
        let touched = |list: List| wishes.iter().filter(move |wish| wish.slot.list() == Some(list));
        for tag in &theirs.tags {
            let ours = touched(List::Tags).any(|wish| wish.slot.name() == format!("tag:{tag}"));
            prop_assert!(ours || then.tags.contains(tag), "{}", tag);
        }
        for held in &theirs.attributes {
            let ours = touched(List::Attributes).any(|wish| wish.slot.name() == format!("attribute:{}", held.key));
            prop_assert!(ours || then.attributes.contains(held), "{:?}", held);
        }
        // Of notes at most as many are gone as we edited or deleted.
        let same = |a: &Note, b: &Note| (&a.title, &a.description) == (&b.title, &b.description);
        let missing: usize = theirs
            .notes
            .iter()
            .enumerate()
            .filter(|(at, note)| {
                let before = theirs.notes[..=*at].iter().filter(|other| same(other, note)).count();
                then.notes.iter().filter(|other| same(other, note)).count() < before
            })
            .count();
        let notes = wanted.iter().filter(|wish| wish.slot.list() == Some(List::Notes));
        let taken = notes.filter(|wish| !wish.slot.is_new_note(wish.value.as_deref())).count();
        prop_assert!(missing <= taken, "{} of theirs missing, {} of them touched by us", missing, taken);
    }
}
