//! The engine on a disk that fails for a while: nothing is half done, nothing is sent twice, and what failed is told.

use std::collections::BTreeMap;

use leadline::bridge::recording::Draft;
use leadline::bridge::{Command, SyncReport};
use leadline::domain::{Change, ChangeId, DraftOf, Field, LeadId, OutboxState};
use leadline::engine::Mode;
use leadline::store::Store;
use serde_json::json;

use super::power::CALL;
use super::{Bench, CHILD_IN, Failing};
use crate::support::dice::{Dice, rounds};
use crate::support::engine::{Driver, Site, small, uuids};
use crate::support::figures::proved;

/// What was acknowledged so far.
#[derive(Default)]
struct Kept {
    edits: BTreeMap<ChangeId, (LeadId, Field, String)>,
    recordings: BTreeMap<ChangeId, String>,
    drafts: BTreeMap<LeadId, String>,
    /// Things that were refused, and syncs that said so, while something failed.
    told: usize,
}

/// Not a test of its own: what the child of the test below does.
#[test]
fn child_on_a_failing_disk() {
    if std::env::var_os(CHILD_IN).is_none() {
        return;
    }
    let (mut dice, failing) = (Dice::new(), Failing::of_child());
    let site = Site::with_recordings(small(30), CALL, &[]);
    let uuids = uuids(site.sandbox());
    let mut driver = site.drive(Mode::Quiet);
    driver.sync_all(true);
    let leads: Vec<LeadId> = uuids.iter().map(|uuid| driver.id(uuid)).collect();
    let (mut kept, mut met) = (Kept::default(), 0);
    for round in 0..rounds(40, 800) {
        let how = failing.begin(&mut dice, round);
        // The first leads are a colleague's.
        let lead = dice.pick(&leads[5..]);
        match dice.below(5) {
            0 => edit(&mut driver, &mut kept, lead, round),
            1 => record(&mut driver, &mut kept, lead, round, dice.pick(&["ray", "mxo"])),
            2 => draft(&mut driver, &mut kept, lead, round),
            3 => sync(&site, &mut driver, &mut kept, &uuids[..5], round, &how),
            _ => drop(driver.send()),
        }
        met += usize::from(failing.end());
        let shown = shown(&mut driver);
        let notice = driver.snapshot().notice.map(|notice| notice.text.clone()).unwrap_or_default();
        drop(driver);
        let when = format!("round {round}, {how}");
        the_disk_has(&site.store(), &shown, &kept, &when);
        driver = site.drive(Mode::Quiet);
        let differences = differences(&shown, &self::shown(&mut driver));
        assert!(differences.is_empty() || speaks_of_the_disk(&notice), "{when}: “{notice}”, but {differences:?}");
    }
    everything_works_again(&site, driver, &kept, &uuids, &leads);
    println!(
        "\n{met} rounds met a fault, {} were told; {} edits, {} recordings, {} drafts kept, 0 lost, 0 twice",
        kept.told,
        kept.edits.len(),
        kept.recordings.len(),
        kept.drafts.len()
    );
    assert!(met > 0 && kept.told > 0 && !kept.edits.is_empty() && !kept.recordings.is_empty());
    std::process::exit(0);
}

/// What rows ask for, and where they stand.
type Shown = BTreeMap<ChangeId, (String, OutboxState)>;

/// The rows that an agent sees.
fn shown(driver: &mut Driver<'_>) -> Shown {
    driver.outbox().iter().map(|view| (view.item.id, (text(&view.item.change), view.item.state))).collect()
}

fn text(change: &Change) -> String {
    serde_json::to_string(change).unwrap()
}

/// What is shown is on the disk, what is on the disk is shown, and what was acknowledged is there.
fn the_disk_has(store: &Store, shown: &Shown, kept: &Kept, when: &str) {
    store.integrity().unwrap_or_else(|error| panic!("{when}: {error}"));
    let on_disk = |id: ChangeId| store.item(id).unwrap().map(|item| text(&item.change));
    for (id, (wish, _)) in shown {
        assert_eq!(on_disk(*id).as_ref(), Some(wish), "{when}: {id} is not what was shown");
    }
    for item in store.open_items().unwrap() {
        assert!(shown.contains_key(&item.id), "{when}: {} was not shown", item.id);
    }
    for (id, value) in kept.edits.iter().map(|(id, (_, _, value))| (id, value)).chain(&kept.recordings) {
        assert!(on_disk(*id).is_some_and(|wish| wish.contains(value)), "{when}: {id}, {value} is gone");
    }
    let drafts: BTreeMap<_, _> = store.drafts().unwrap().into_iter().map(|(lead, _, text)| (lead, text)).collect();
    assert_eq!(drafts, kept.drafts, "{when}");
}

/// Rows that stand elsewhere after the next start.
fn differences(before: &Shown, now: &Shown) -> Vec<String> {
    let differs = |(id, (_, now)): (&ChangeId, &(String, OutboxState))| {
        // Of what is done only the newest is shown.
        let before = before.get(id).map_or(OutboxState::Confirmed, |(_, state)| *state);
        (before != *now && !(before.is_done() && now.is_done())).then(|| format!("{id} was {before:?}, is {now:?}"))
    };
    now.iter().filter_map(differs).collect()
}

fn speaks_of_the_disk(sentence: &str) -> bool {
    sentence.contains("disk") || sentence.contains("database")
}

/// A refusal is a sentence.
fn told(kept: &mut Kept, sentence: &str) {
    assert!(speaks_of_the_disk(sentence), "{sentence}");
    kept.told += 1;
}

fn edit(driver: &mut Driver<'_>, kept: &mut Kept, lead: LeadId, round: u64) {
    let (name, email) = (format!("Name {round:06}"), format!("n{round:06}@example.com"));
    match driver.wishes(lead, &[(Field::Name, &name), (Field::Email, &email)]) {
        Ok(made) => {
            for (id, (field, value)) in made.changes.iter().zip([(Field::Name, name), (Field::Email, email)]) {
                kept.edits.insert(*id, (lead, field, value));
            }
        }
        Err(refused) => told(kept, &refused.to_string()),
    }
}

fn record(driver: &mut Driver<'_>, kept: &mut Kept, lead: LeadId, round: u64, to: &str) {
    let text = format!("Call {round:06}");
    let draft = Draft {
        lead,
        template: "Call".to_owned(),
        happened_at: driver.now.at,
        text: text.clone(),
        inputs: BTreeMap::new(),
        to: Some(vec![to.to_owned()]),
        although_twin: false,
    };
    let before = shown(driver).len();
    match driver.ask(|reply| Command::Record { draft: Box::new(draft), reply }) {
        Ok(made) => kept.recordings.extend(made.changes.into_iter().map(|id| (id, text.clone()))),
        // Not every lead can be told of everywhere, so that this may be about something else.
        Err(refused) => {
            assert!(!refused.to_string().is_empty());
            assert_eq!(shown(driver).len(), before, "refused and kept: {refused}");
        }
    }
}

fn draft(driver: &mut Driver<'_>, kept: &mut Kept, lead: LeadId, round: u64) {
    let text = format!("{round:06} half a thought");
    let typed = text.clone();
    match driver.ask(|reply| Command::Draft { lead, of: DraftOf::NewNote, text: typed, reply: Some(reply) }) {
        Ok(()) => drop(kept.drafts.insert(lead, text)),
        Err(refused) => told(kept, &refused.to_string()),
    }
}

/// A colleague's write is read, or it is told that it was not.
fn sync(site: &Site, driver: &mut Driver<'_>, kept: &mut Kept, theirs: &[String], round: u64, how: &str) {
    let name = format!("Their {round:06}");
    for uuid in theirs {
        site.sandbox().edit(uuid, &json!({ "profile": { "userDetails": { "name": name } } })).unwrap();
    }
    let reports: Vec<SyncReport> = driver.sync_all(true);
    match &reports[0].failure {
        Some(failure) => told(kept, &failure.sentence),
        None => {
            for uuid in theirs {
                let seen = driver.lead(uuid).lead.name;
                assert_eq!(seen.as_ref(), Some(&name), "round {round}, {how}: the sync said nothing");
            }
        }
    }
}

/// Without faults everything arrives: each edit as it was meant last, each recording once or said to be unknown.
fn everything_works_again(site: &Site, mut driver: Driver<'_>, kept: &Kept, uuids: &[String], leads: &[LeadId]) {
    assert!(driver.sync_all(true).iter().all(|report| report.failure.is_none()));
    driver.send();
    drop(driver);
    let store = site.store();
    let state = |id: &ChangeId| store.item(*id).unwrap().unwrap().state;
    let mut last = BTreeMap::new();
    for (id, (lead, field, value)) in &kept.edits {
        assert!(state(id).is_done(), "{id} is {:?}", state(id));
        last.insert((lead, field.as_str()), value);
    }
    for ((lead, field), value) in last {
        let at = leads.iter().position(|one| one == lead).unwrap();
        let record = site.sandbox().record(&uuids[at]).unwrap()["profile"]["userDetails"].to_string();
        assert!(record.contains(value.as_str()), "{field} of {} is not {value}: {record}", uuids[at]);
    }
    for (id, text) in &kept.recordings {
        let at_vendors = ["ray", "mxo"].map(|vendor| site.sandbox().recorded(vendor));
        let times = at_vendors.iter().flatten().filter(|event| event.to_string().contains(text)).count();
        match state(id) {
            OutboxState::Accepted => assert_eq!(times, 1, "{text}"),
            OutboxState::Unknown => assert!(times <= 1, "{text} arrived {times} times"),
            other => panic!("{text} is {other:?} and arrived {times} times"),
        }
    }
}

#[test]
fn an_engine_whose_disk_fails_for_a_while_does_nothing_by_halves_or_twice_and_tells_what_failed() {
    let (bench, mut dice) = (Bench::new(), Dice::new());
    let mut child = bench.child("half::child_on_a_failing_disk");
    let ran = child.env("LEADLINE_SEED", dice.below(u64::MAX).to_string()).output().unwrap();
    let (said, why) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    println!("{said}");
    let figures = said.lines().find(|line| line.contains("rounds met a fault"));
    assert!(ran.status.success() && figures.is_some(), "{why}");
    proved("an engine on a failing disk", figures.unwrap());
}
