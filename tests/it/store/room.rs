//! All or nothing: work that is given up, a disk without room, a file that another program holds.

use leadline::store::{Store, StoreErrorKind};

use super::*;

fn names(store: &Store) -> Vec<String> {
    let mut all = Vec::new();
    store.stored_leads(&mut |stored| all.push(stored.lead.remote_id.to_string())).unwrap();
    all
}

#[test]
fn work_that_is_given_up_half_way_leaves_nothing() {
    let profile = profile_with_one_lead();
    let mut store = profile.open();
    let before = names(&store);
    let given_up: Result<(), _> = store.write(|tx| {
        let id = tx.upsert_lead(&lead("half-way"), "{}", 1, noon(), true)?;
        tx.set_draft(id, &Field::Name.into(), "x")?;
        tx.remember("key", "value")?;
        tx.set_sync_state(&"main-bot".into(), LeadKind::Lead, "{}")?;
        Err(refused())
    });
    assert_eq!(given_up, Err(refused()));
    assert_eq!(names(&store), before);
    assert!(store.drafts().unwrap().is_empty() && store.memory().unwrap().is_empty());
    assert_eq!(store.sync_state(&"main-bot".into(), LeadKind::Lead).unwrap(), None);
}

#[test]
fn a_panic_in_the_work_leaves_nothing_and_the_store_usable() {
    let mut store = Store::in_memory().unwrap();
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        store.write(|tx| -> Result<(), StoreError> {
            tx.remember("key", "value")?;
            panic!("on purpose");
        })
    }));
    assert!(caught.is_err());
    assert!(store.memory().unwrap().is_empty());
    store.write(|tx| tx.remember("key", "again")).unwrap();
}

#[test]
fn a_full_disk_is_said_leaves_all_before_it_whole_and_works_again() {
    let profile = profile_with_one_lead();
    let mut store = profile.open();
    let kept = set_status(&mut store, LeadId(1), "review");
    let before = names(&store);
    let pages = store.limit_pages(1).unwrap();
    let mut big = lead("too big");
    big.name = Some("x".repeat(1_000_000));
    let error = store.write(|tx| tx.upsert_lead(&big, "{}", 1, noon(), false)).unwrap_err();
    assert_eq!((&error, error.kind()), (&StoreError::Full, StoreErrorKind::NotKept));
    assert!(error.to_string().contains("no room") && error.to_string().contains("not kept"));
    assert_eq!(names(&store), before);
    assert_eq!(store.open_items().unwrap()[0].id, kept);
    store.integrity().unwrap();

    store.limit_pages(pages + 10_000).unwrap();
    keep(&mut store, &big);
    drop(store);
    let store = profile.open();
    store.integrity().unwrap();
    assert_eq!(names(&store), [before[0].clone(), "too big".to_owned()]);
}

#[test]
fn a_database_that_another_program_holds_is_said() {
    let profile = profile_with_one_lead();
    let mut store = profile.open();
    let bare = profile.bare();
    bare.execute_batch("BEGIN IMMEDIATE").unwrap();
    store.give_up_waiting_after(std::time::Duration::ZERO).unwrap();
    assert_eq!(store.write(|tx| tx.remember("key", "value")).unwrap_err(), StoreError::Locked);
    bare.execute_batch("ROLLBACK").unwrap();
    store.write(|tx| tx.remember("key", "value")).unwrap();
}

#[test]
fn a_thousand_leads_fit_in_one_transaction_and_numbers_are_never_given_out_twice() {
    let profile = Profile::new();
    let mut store = profile.open();
    store
        .write(|tx| {
            (0..1_000).try_for_each(|n| tx.upsert_lead(&lead(&format!("{n:06}")), "{}", 1, noon(), false).map(drop))
        })
        .unwrap();
    assert_eq!(names(&store).len(), 1_000);
    let first = set_status(&mut store, LeadId(1), "review");
    drop(store);
    let bare = profile.bare();
    bare.execute("DELETE FROM journal", []).unwrap();
    bare.execute("DELETE FROM outbox", []).unwrap();
    drop(bare);
    assert!(set_status(&mut profile.open(), LeadId(1), "review") > first);
}

#[test]
fn after_many_writes_the_log_is_folded_into_the_file() {
    let profile = Profile::new();
    let mut store = profile.open();
    let size = || std::fs::metadata(profile.path()).unwrap().len();
    let empty = size();
    store.many_writes_ahead(true).unwrap();
    // More than the log may hold at other times.
    let record = "x".repeat(10_000);
    for n in 0..600 {
        store.write(|tx| tx.upsert_lead(&lead(&n.to_string()), &record, 1, noon(), false)).unwrap();
    }
    assert_eq!(size(), empty);
    store.many_writes_ahead(false).unwrap();
    assert!(size() > 6_000_000);
    store.integrity().unwrap();
}
