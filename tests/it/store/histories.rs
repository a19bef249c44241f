//! What other systems told, the chat's messages that readings saw, and the changes of one lead.

use leadline::domain::{AccountName, LastMessage, OutboxState};
use leadline::store::{ItemMove, StoredHistory, StoredItem};

use super::*;

/// An item with the spellings that no reading into numbers and maps would keep.
const ITEM: &str = "{\"at\":null,\"title\":\"Code ••••••\",\"extra\":{ \"b\" : [1.0,1e5,\"\\u0000\"],\"a\":12345678901234567890,\"a\":2 }}\n";

fn item(json: &str, unmasked: Option<&str>) -> StoredItem {
    StoredItem { item: json.to_owned(), unmasked: unmasked.map(str::to_owned) }
}

fn history(account: &str, asked_at: &str, items: Vec<StoredItem>) -> StoredHistory {
    StoredHistory { account: account.into(), asked_at: at(asked_at), found: format!("{{\"by\":\"{account}\"}}"), items }
}

fn message(when: &str, by: Option<&str>, text: Option<&str>) -> LastMessage {
    LastMessage { at: when.parse().ok(), by: by.map(str::to_owned), text: text.map(str::to_owned) }
}

#[test]
fn an_answer_comes_back_byte_for_byte_in_its_order_with_clear_titles_apart() {
    let profile = Profile::new();
    let mut store = profile.open();
    let (id, other) = (keep(&mut store, &lead("1")), keep(&mut store, &lead("2")));
    let loyalty = history(
        "loyalty",
        "2026-11-20T11:00:00.000001Z",
        vec![item("{}", None), item(ITEM, Some("Code 482913")), item("no JSON at all", None), item("{}", None)],
    );
    let archive = history("archive", "2026-11-20T12:00:00Z", Vec::new());
    store
        .write(|tx| {
            tx.replace_history(id, &loyalty)?;
            tx.replace_history(id, &archive)?;
            tx.replace_history(other, &history("loyalty", "2026-11-20T11:00:00Z", vec![item("other", None)]))
        })
        .unwrap();
    drop(store);
    let store = profile.open();
    assert_eq!(store.histories(id).unwrap(), [archive, loyalty]);
    assert_eq!(store.histories(other).unwrap()[0].items, [item("other", None)]);
    assert_eq!(store.histories(LeadId(99)).unwrap(), []);
    store.integrity().unwrap();
}

#[test]
fn asking_again_replaces_an_answer_whole_and_no_other() {
    let mut store = Store::in_memory().unwrap();
    let (id, other) = (keep(&mut store, &lead("1")), keep(&mut store, &lead("2")));
    let first = history("loyalty", "2026-11-20T11:00:00Z", vec![item("one", Some("clear")), item("two", None)]);
    let beside = history("archive", "2026-11-20T11:00:00Z", vec![item("beside", None)]);
    for lead in [id, other] {
        store.write(|tx| tx.replace_history(lead, &first)).unwrap();
        store.write(|tx| tx.replace_history(lead, &beside)).unwrap();
    }
    let mut second = history("loyalty", "2026-11-20T12:00:00Z", vec![item("three", None)]);
    second.found = "null".to_owned();
    store.write(|tx| tx.replace_history(id, &second)).unwrap();
    assert_eq!(store.histories(id).unwrap(), [beside.clone(), second.clone()]);
    assert_eq!(store.histories(other).unwrap(), [beside.clone(), first]);

    // An answer without items is an answer, too.
    let nothing = history("loyalty", "2026-11-20T13:00:00Z", Vec::new());
    store.write(|tx| tx.replace_history(id, &nothing)).unwrap();
    assert_eq!(store.histories(id).unwrap(), [beside.clone(), nothing.clone()]);

    let given_up = store.write(|tx| {
        tx.replace_history(id, &second)?;
        Err::<(), _>(refused())
    });
    assert_eq!(given_up, Err(refused()));
    assert_eq!(store.histories(id).unwrap(), [beside, nothing.clone()]);
    assert!(store.write(|tx| tx.replace_history(LeadId(99), &nothing)).is_err());
}

#[test]
fn leads_with_an_answer_are_counted_once() {
    let mut store = Store::in_memory().unwrap();
    assert_eq!(store.leads_with_history().unwrap(), 0);
    let ids: Vec<LeadId> = ["1", "2", "3"].iter().map(|id| keep(&mut store, &lead(id))).collect();
    for (id, account) in [(ids[0], "loyalty"), (ids[0], "archive"), (ids[2], "loyalty"), (ids[2], "loyalty")] {
        let empty = history(account, "2026-11-20T11:00:00Z", Vec::new());
        store.write(|tx| tx.replace_history(id, &empty)).unwrap();
    }
    assert_eq!(store.leads_with_history().unwrap(), 2);
}

#[test]
fn nothing_of_a_history_stands_readable_in_any_file() {
    let profile = Profile::new();
    let mut store = profile.open();
    let id = keep(&mut store, &lead("1"));
    let subject =
        item(r#"{"title":"canary subject","receiver":"nightingale@example.org"}"#, Some("canary code 482913"));
    store
        .write(|tx| {
            tx.replace_history(id, &history("loyalty", "2026-11-20T11:00:00Z", vec![subject]))?;
            tx.keep_message(id, &message("", Some("canary-bot"), Some("your canary is 739152")), noon())
        })
        .unwrap();
    for when in ["open", "closed"] {
        for (name, bytes) in profile.files() {
            let readable = String::from_utf8_lossy(&bytes).to_lowercase();
            for canary in ["canary", "nightingale", "482913", "739152", "seen_messages", "interactions"] {
                assert!(!readable.contains(canary), "{canary} in {name}, {when}");
            }
        }
        if when == "open" {
            store = Store::in_memory().unwrap();
        }
    }
    drop(store);
    let kept = profile.open().histories(id).unwrap();
    assert_eq!(kept[0].items[0].unmasked.as_deref(), Some("canary code 482913"));
}

#[test]
fn a_message_that_was_seen_is_kept_once_and_every_other_beside_it() {
    let profile = Profile::new();
    let mut store = profile.open();
    let (id, other) = (keep(&mut store, &lead("1")), keep(&mut store, &lead("2")));
    let nine = "2026-11-20T09:00:00.000001Z";
    let seen = [
        message(nine, Some("bot"), Some("hello")),
        message(nine, Some("user"), Some("hello")),
        message(nine, None, Some("hello")),
        message(nine, Some("bot"), Some("hello ")),
        message("2026-11-20T08:00:00Z", Some("bot"), Some("hello")),
        message("", Some("bot"), Some("hello")),
        message("", None, None),
        message("", None, Some("")),
    ];
    for when in [noon(), at("2026-11-21T00:00:00Z")] {
        for message in &seen {
            store.write(|tx| tx.keep_message(id, message, when)).unwrap();
        }
    }
    // The file keeps microseconds: what is finer is no second message.
    let finer = message("2026-11-20T09:00:00.000001999Z", Some("bot"), Some("hello"));
    store.write(|tx| tx.keep_message(id, &finer, noon())).unwrap();
    store.write(|tx| tx.keep_message(other, &seen[0], noon())).unwrap();
    drop(store);
    let mut store = profile.open();
    assert_eq!(store.seen_messages(id).unwrap(), seen, "in the order they were seen");
    assert_eq!(store.seen_messages(other).unwrap(), seen[..1]);
    assert!(store.write(|tx| tx.keep_message(LeadId(99), &seen[0], noon())).is_err());
}

#[test]
fn the_changes_of_a_lead_come_back_in_their_order_with_where_they_stand() {
    let profile = Profile::new();
    let mut store = profile.open();
    let (id, other) = (keep(&mut store, &lead("1")), keep(&mut store, &lead("2")));
    let changes: Vec<_> = ["REVIEW", "ONHOLD", "CLOSED"].iter().map(|word| set_status(&mut store, id, word)).collect();
    set_status(&mut store, other, "CLOSED");
    let asked = ItemMove {
        state: OutboxState::NeedsAgent,
        why: "Somebody else changed it.".to_owned(),
        conflict: None,
        next_try_at: None,
        said_yes: false,
        base: Some(Some("DEPENDANCY".to_owned())),
    };
    store.write(|tx| tx.move_item(changes[1], &asked, noon())).unwrap();
    drop(store);
    profile.bare().execute("UPDATE journal SET wish = '{\"op\":\"newer\"}' WHERE change = ?1", [changes[2].0]).unwrap();

    let rows = profile.open().journal_of(id).unwrap();
    let told: Vec<_> = rows.iter().map(|row| (row.entry.change, row.entry.state, row.why.as_str())).collect();
    let expected =
        [(changes[0], OutboxState::Queued, ""), (changes[1], OutboxState::NeedsAgent, "Somebody else changed it.")];
    assert_eq!(told, expected, "one that cannot be read is left out");
    for (row, word) in rows.iter().zip(["REVIEW", "ONHOLD"]) {
        assert_eq!((row.entry.lead, row.made_at, row.entry.who.as_str()), (id, noon(), "Mira Tan"));
        assert_eq!(row.entry.change_made, Change::set(Field::Status, word).unwrap());
        assert_eq!(row.entry.before.as_deref(), Some("OPEN"), "what the agent saw stays what they saw");
    }
    assert_eq!(profile.open().journal_of(LeadId(99)).unwrap(), []);
}

#[test]
fn accounts_with_any_name_keep_their_answers_apart() {
    let mut store = Store::in_memory().unwrap();
    let id = keep(&mut store, &lead("1"));
    let names = ["", "LOYALTY", "l%", "loyalty", "loyalty ", "忠诚"];
    for name in names {
        store
            .write(|tx| tx.replace_history(id, &history(name, "2026-11-20T11:00:00Z", vec![item(name, None)])))
            .unwrap();
    }
    let histories = store.histories(id).unwrap();
    let kept: Vec<&AccountName> = histories.iter().map(|history| &history.account).collect();
    assert_eq!(kept, names.map(AccountName::from).iter().collect::<Vec<_>>());
    assert!(histories.iter().all(|history| history.items == [item(history.account.as_str(), None)]));
}
