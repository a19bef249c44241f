//! Outbox, journal, attempts, and what lies on the desk.

use leadline::domain::outbox::Conflict;
use leadline::domain::{BatchId, ChangeId, OutboxState};
use leadline::store::{ItemMove, Store};

use super::*;

fn to(state: OutboxState) -> ItemMove {
    ItemMove { state, why: String::new(), conflict: None, next_try_at: None, said_yes: false, base: None }
}

fn move_to(store: &mut Store, id: ChangeId, state: OutboxState) {
    store.write(|tx| tx.move_item(id, &to(state), noon())).unwrap();
}

#[test]
fn a_change_stands_in_outbox_and_journal_or_in_neither() {
    let profile = Profile::new();
    let mut store = profile.open();
    let lead = keep(&mut store, &lead("1"));
    let id = set_status(&mut store, lead, "review");
    let given_up: Result<(), _> = store.write(|tx| {
        let batch = tx.new_batch(noon(), None)?;
        let change = Change::set(Field::Name, "half-way").unwrap();
        let (base, made_at, who) = (None, noon(), String::new());
        tx.add_change(&NewChange { batch, account: "main-bot".into(), lead, change, base, made_at, who })?;
        Err(refused())
    });
    assert_eq!(given_up, Err(refused()));
    drop(store);

    let store = profile.open();
    let items = store.open_items().unwrap();
    assert_eq!(items.len(), 1);
    let item = &items[0];
    assert_eq!((item.id, item.lead, item.state), (id, lead, OutboxState::Queued));
    assert_eq!(item.account.as_str(), "main-bot");
    assert_eq!(item.change, Change::set(Field::Status, "review").unwrap());
    assert_eq!((item.base.as_deref(), item.why.as_str(), item.attempts, item.said_yes), (Some("OPEN"), "", 0, false));
    assert_eq!((item.created_at, item.moved_at, item.next_try_at), (noon(), noon(), None));
    let journal = store.newest_undoable_batch().unwrap().unwrap();
    assert_eq!((journal.batch, journal.made_at), (item.batch, noon()));
    assert_eq!(journal.entries.len(), 1);
    let entry = &journal.entries[0];
    assert_eq!((entry.change, entry.lead, &entry.change_made), (id, lead, &item.change));
    assert_eq!((entry.before.as_deref(), entry.who.as_str()), (Some("OPEN"), "Mira Tan"));
}

#[test]
fn a_change_of_a_lead_or_batch_that_is_not_there_is_refused() {
    let mut store = Store::in_memory().unwrap();
    let known = keep(&mut store, &lead("1"));
    for (batch, lead) in [(BatchId(99), known), (BatchId(1), LeadId(99))] {
        let change = Change::set(Field::Name, "x").unwrap();
        let (base, made_at, who) = (None, noon(), String::new());
        let new = NewChange { batch, account: "main-bot".into(), lead, change, base, made_at, who };
        store
            .write(|tx| {
                tx.new_batch(noon(), None)?;
                tx.add_change(&new)
            })
            .unwrap_err();
    }
    assert_eq!(store.open_items().unwrap(), []);
}

#[test]
fn a_move_carries_everything_and_the_journal_follows_when_it_is_done() {
    let mut store = Store::in_memory().unwrap();
    let lead = keep(&mut store, &lead("1"));
    let id = set_status(&mut store, lead, "review");
    let later = at("2026-11-20T13:00:00Z");
    let clash = ItemMove {
        state: OutboxState::NeedsAgent,
        why: "Somebody changed it".to_owned(),
        conflict: Some(Conflict {
            slot: Field::Status.into(),
            before: Some("OPEN".to_owned()),
            theirs: None,
            mine: Some("REVIEW".to_owned()),
            read_at: noon(),
        }),
        next_try_at: Some(later),
        said_yes: true,
        base: Some(None),
    };
    store.write(|tx| tx.move_item(id, &clash, later)).unwrap();
    let item = store.item(id).unwrap().unwrap();
    assert_eq!((item.state, &item.why, &item.conflict), (clash.state, &clash.why, &clash.conflict));
    assert_eq!((item.next_try_at, item.said_yes, &item.base, item.moved_at), (Some(later), true, &None, later));

    move_to(&mut store, id, OutboxState::Confirmed);
    assert_eq!(store.open_items().unwrap(), []);
    assert_eq!(store.newest_undoable_batch().unwrap().unwrap().entries[0].state, OutboxState::Confirmed);
    assert_eq!(store.item(id).unwrap().unwrap().conflict, None);
    assert!(store.write(|tx| tx.move_item(ChangeId(99), &to(OutboxState::Held), noon())).is_err());
    assert_eq!(store.item(ChangeId(99)).unwrap(), None);
}

#[test]
fn history_comes_newest_first_and_bounded() {
    let mut store = Store::in_memory().unwrap();
    let lead = keep(&mut store, &lead("1"));
    let ids: Vec<_> = (0..4).map(|_| set_status(&mut store, lead, "closed")).collect();
    for (id, hour) in ids.iter().zip(["10", "11", "12"]) {
        let now = at(&format!("2026-11-20T{hour}:00:00Z"));
        store.write(|tx| tx.move_item(*id, &to(OutboxState::Confirmed), now)).unwrap();
    }
    let done = |since: &str, limit| -> Vec<ChangeId> {
        store.done_items(at(since), limit).unwrap().into_iter().map(|item| item.id).collect()
    };
    assert_eq!(done("2026-11-20T11:00:00Z", 10), [ids[2], ids[1]]);
    assert_eq!(done("2026-11-20T00:00:00Z", 2), [ids[2], ids[1]]);
    assert_eq!(store.open_items().unwrap().len(), 1);
}

#[test]
fn an_attempt_without_an_outcome_is_found_at_the_next_start() {
    let profile = Profile::new();
    let mut store = profile.open();
    let lead = keep(&mut store, &lead("1"));
    let (one, two) = (set_status(&mut store, lead, "review"), set_status(&mut store, lead, "closed"));
    store.write(|tx| tx.begin_attempt(&[one, two], "PUT https://vendor.example/x", noon())).unwrap();
    let later = at("2026-11-20T13:00:00Z");
    store.write(|tx| tx.finish_attempt(&[one], "confirmed", later)).unwrap();
    drop(store);

    let mut store = profile.open();
    assert_eq!(store.unfinished_attempts().unwrap(), [two]);
    let item = store.item(two).unwrap().unwrap();
    assert_eq!((item.state, item.attempts), (OutboxState::Sending, 1));
    let attempt = &store.attempts(one).unwrap()[0];
    assert_eq!(
        (attempt.began_at, attempt.ended_at, attempt.outcome.as_deref()),
        (noon(), Some(later), Some("confirmed"))
    );
    assert_eq!(store.attempts(two).unwrap()[0].outcome, None);
    let shown = |id| store.attempts(id).unwrap()[0].request.clone();
    assert_eq!(shown(one).as_deref(), Some("PUT https://vendor.example/x"));
    assert_eq!(shown(one), shown(two), "what went in one call");

    move_to(&mut store, one, OutboxState::Confirmed);
    assert!(
        store.write(|tx| tx.begin_attempt(&[two, one], "PUT https://vendor.example/x", noon())).is_err(),
        "history is not sent again"
    );
    assert_eq!(store.item(two).unwrap().unwrap().attempts, 1, "and then nothing of it was begun");
}

#[test]
fn undo_finds_the_newest_batch_that_is_neither_an_undo_nor_undone_nor_dropped() {
    let mut store = Store::in_memory().unwrap();
    assert_eq!(store.newest_undoable_batch().unwrap(), None);
    let lead = keep(&mut store, &lead("1"));
    let ids: Vec<_> = ["review", "closed", "open"].map(|word| set_status(&mut store, lead, word)).into();
    let batches: Vec<_> = ids.iter().map(|id| store.item(*id).unwrap().unwrap().batch).collect();
    let newest = |store: &Store| store.newest_undoable_batch().unwrap().map(|found| found.batch);

    assert_eq!(newest(&store), Some(batches[2]));
    move_to(&mut store, ids[2], OutboxState::Cancelled);
    assert_eq!(newest(&store), Some(batches[1]), "a dropped one is passed over");
    store.write(|tx| tx.new_batch(noon(), Some(batches[1]))).unwrap();
    assert_eq!(newest(&store), Some(batches[0]), "an undone one is passed over, and so is the undo");
    store.write(|tx| tx.new_batch(noon(), None)).unwrap();
    assert_eq!(newest(&store), Some(batches[0]), "an empty one is passed over");
}

#[test]
fn a_row_that_cannot_be_read_needs_the_agent_and_is_never_sent_or_lost() {
    let profile = Profile::new();
    let mut store = profile.open();
    let lead = keep(&mut store, &lead("1"));
    let ids: Vec<_> = (0..5).map(|_| set_status(&mut store, lead, "review")).collect();
    drop(store);
    let raw = r#"{"op":"teleport","to":"the moon"}"#;
    let bare = profile.bare();
    bare.execute("UPDATE outbox SET change = ?1 WHERE id = ?2", (raw, ids[0].0)).unwrap();
    bare.execute("UPDATE outbox SET state = 'levitating' WHERE id = ?1", [ids[1].0]).unwrap();
    bare.execute("UPDATE outbox SET conflict = 'torn {' WHERE id = ?1", [ids[2].0]).unwrap();
    bare.execute("UPDATE outbox SET change = CAST(X'FF00FE' AS TEXT) WHERE id = ?1", [ids[3].0]).unwrap();
    drop(bare);

    let mut store = profile.open();
    let items = store.open_items().unwrap();
    assert_eq!(items.iter().map(|item| item.id).collect::<Vec<_>>(), ids);
    for item in &items[..4] {
        assert_eq!(item.state, OutboxState::NeedsAgent);
        assert!(item.why.contains("cannot read"), "{}", item.why);
    }
    assert!(items[0].why.contains(raw));
    assert_eq!(items[4].state, OutboxState::Queued);
    let unreadable = store.unreadable_items().unwrap();
    assert_eq!(unreadable.iter().map(|row| row.change).collect::<Vec<_>>(), [ids[0], ids[3]]);
    assert_eq!(unreadable[0].raw, raw);

    for state in [OutboxState::Queued, OutboxState::Sending, OutboxState::Waiting] {
        assert!(store.write(|tx| tx.move_item(ids[0], &to(state), noon())).is_err());
    }
    assert!(store.write(|tx| tx.begin_attempt(&[ids[0]], "", noon())).is_err());
    move_to(&mut store, ids[0], OutboxState::Cancelled);
    assert_eq!(store.item(ids[0]).unwrap().unwrap().state, OutboxState::Cancelled);
    drop(store);
    let kept: String =
        profile.bare().query_row("SELECT change FROM outbox WHERE id = ?1", [ids[0].0], |row| row.get(0)).unwrap();
    assert_eq!(kept, raw);
}

#[test]
fn drafts_and_memory_are_kept_until_they_are_emptied() {
    let profile = Profile::new();
    let mut store = profile.open();
    let lead = keep(&mut store, &lead("1"));
    store
        .write(|tx| {
            tx.set_draft(lead, &Field::Email.into(), "nadia@")?;
            tx.set_draft(lead, &Field::Email.into(), "nadia@exam")?;
            tx.set_draft(lead, &Field::Name.into(), "Na")?;
            tx.remember("search", "nad")?;
            tx.remember("search", "nadia")
        })
        .unwrap();
    drop(store);
    let mut store = profile.open();
    let mut drafts = store.drafts().unwrap();
    drafts.sort();
    let expected = [(lead, Field::Name.into(), "Na".to_owned()), (lead, Field::Email.into(), "nadia@exam".to_owned())];
    assert_eq!(drafts, expected);
    assert_eq!(store.memory().unwrap().into_iter().collect::<Vec<_>>(), [("search".to_owned(), "nadia".to_owned())]);
    store.write(|tx| tx.set_draft(lead, &Field::Name.into(), "")).unwrap();
    assert_eq!(store.drafts().unwrap(), expected[1..]);
}
