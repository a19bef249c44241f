//! The plug is pulled while an agent works: edits, drafts, recordings, sendings and syncs on the real database.
//!
//! A child works once and is told on; then the power is cut at many places of what it did. A line that it printed stands
//! in the log between what it had done before and what came after, and so do the requests it sent: so everything that it
//! had acknowledged at the moment of the cut is known exactly.

use std::collections::{BTreeMap, BTreeSet};

use leadline::bridge::Command;
use leadline::bridge::recording::Draft;
use leadline::domain::{Change, ChangeId, DraftOf, Field, LeadId};
use leadline::engine::Mode;
use leadline::store::Store;

use super::disk::{Disk, Files};
use super::told::{self, Op};
use super::{Bench, CHILD_IN, laid_out};
use crate::support::dice::{Dice, rounds};
use crate::support::engine::{Driver, Site, small, uuids};
use crate::support::figures::proved;

/// Lets the child keep things without waiting for the disk.
const LESS_SAFELY: &str = "LEADLINE_TEST_LESS_SAFELY";

pub(super) const CALL: &str = "[[template]]\nname = \"Call\"\n[template.ray]\ntype = \"CALL\"\nsub_type = \"SUPPORT\"\n\
                    props = [{ key = \"comment\", from = \"text\" }]\n[template.mxo]\npath = \"/call\"\n\
                    properties = [{ name = \"comment\", from = \"text\" }]\n";

/// Not a test of its own: what the child of the tests below does.
#[test]
fn child_that_works() {
    let Some(folder) = std::env::var_os(CHILD_IN) else { return };
    let site = Site::with_recordings(small(30), CALL, &[]);
    // The home was there before the program.
    std::fs::File::open(folder).unwrap().sync_all().unwrap();
    let mut driver = site.drive(Mode::Quiet);
    let (file, key) = site.database();
    if std::env::var_os(LESS_SAFELY).is_some() {
        driver.engine.keep_less_safely().unwrap();
    }
    // The test harness has begun a line.
    println!("\nopened {} {key}", file.display());
    driver.sync_all(true);
    let uuids = uuids(site.sandbox());
    let leads: Vec<LeadId> = uuids.iter().map(|uuid| driver.id(uuid)).collect();
    println!("synced {}", leads.len());
    let mut dice = Dice::new();
    for step in 0..rounds(90, 900) {
        let lead = dice.pick(&leads);
        match dice.below(20) {
            0..10 => edit(&mut driver, &mut dice, lead, step),
            10..14 => {
                let text = format!("{step:06} {}", "half a thought ".repeat(usize::try_from(dice.below(200)).unwrap()));
                let of = DraftOf::NewNote;
                driver.ask(|reply| Command::Draft { lead, of, text, reply: Some(reply) }).unwrap();
                println!("typed {lead} {step:06}");
            }
            14..17 => record(&mut driver, lead, step, dice.pick(&["ray", "mxo"])),
            17..19 => drop(driver.send()),
            _ => drop(driver.sync_all(dice.below(2) == 0)),
        }
    }
    // Whoever loses power says no good-bye, and neither does this.
    std::process::exit(0);
}

fn edit(driver: &mut Driver<'_>, dice: &mut Dice, lead: LeadId, step: u64) {
    let fields = [(Field::Name, format!("Name {step:06}")), (Field::Email, format!("n{step:06}@example.com"))];
    let some = 1 + usize::try_from(dice.below(2)).unwrap();
    let wishes: Vec<_> = fields[..some].iter().map(|(field, value)| (*field, value.as_str())).collect();
    for (id, (_, value)) in driver.wishes(lead, &wishes).unwrap().changes.iter().zip(&wishes) {
        println!("kept {id} {value}");
    }
}

fn record(driver: &mut Driver<'_>, lead: LeadId, step: u64, to: &str) {
    let draft = Draft {
        lead,
        template: "Call".to_owned(),
        happened_at: driver.now.at,
        text: format!("Call {step:06}"),
        inputs: BTreeMap::new(),
        to: Some(vec![to.to_owned()]),
        although_twin: false,
    };
    // Not every lead can be told of everywhere.
    let Ok(made) = driver.ask(|reply| Command::Record { draft: Box::new(draft), reply }) else { return };
    for id in made.changes {
        println!("kept {id} Call {step:06}");
    }
}

/// What a child did, and how to open what it left.
struct Work {
    before: Disk,
    ops: Vec<Op>,
    lines: Vec<(usize, String)>,
    requests: Vec<(usize, String, String)>,
    /// Below the watched folder.
    file: String,
    key: String,
    /// Writes to the database itself, not to its log.
    foldings: Vec<usize>,
}

fn work(bench: &Bench, dice: &mut Dice, less_safely: bool) -> Work {
    let mut child = bench.child("power::child_that_works");
    child.env("LEADLINE_SEED", dice.below(u64::MAX).to_string());
    if less_safely {
        child.env(LESS_SAFELY, "1");
    }
    let (before, ops) = bench.told_by(&mut child);
    let (lines, requests) = (told::lines(&ops), told::requests(&ops));
    let is_database = |name: &str| name.ends_with("leadline.db.new");
    let created = ops.iter().find_map(|op| match op {
        Op::Created { file, name } if is_database(name) => Some(*file),
        _ => None,
    });
    let folds = |op: &Op| matches!(op, Op::Wrote { file, .. } if Some(*file) == created);
    let foldings = ops.iter().enumerate().filter(|(_, op)| folds(op)).map(|(at, _)| at).collect();
    let opened = lines.iter().find_map(|(_, line)| line.strip_prefix("opened ")).unwrap();
    let (file, key) = opened.rsplit_once(' ').unwrap();
    let file = file.strip_prefix(&format!("{}/", bench.folder().display())).unwrap().to_owned();
    Work { before, file, key: key.to_owned(), ops, lines, requests, foldings }
}

/// What was looked for after all cuts, and what was not there.
#[derive(Debug, Default)]
struct Count {
    edits: usize,
    edits_lost: usize,
    drafts: usize,
    drafts_lost: usize,
    sent: usize,
    sent_without_attempt: usize,
    leads_lost: usize,
}

impl Count {
    fn in_words(&self) -> String {
        format!(
            "{} of {} edits lost, {} of {} drafts lost, {} of {} requests without their attempt",
            self.edits_lost, self.edits, self.drafts_lost, self.drafts, self.sent_without_attempt, self.sent
        )
    }
}

impl Work {
    /// Cuts the power so often, and looks each time at what is left.
    fn cut(&self, dice: &mut Dice, cuts: u64) -> Count {
        let mut places: Vec<usize> = (0..cuts)
            .map(|_| {
                let anywhere = usize::try_from(dice.below(self.ops.len() as u64)).unwrap();
                // Some of them soon after something was acknowledged, where a loss would show.
                let said = self.lines[usize::try_from(dice.below(self.lines.len() as u64)).unwrap()].0;
                let soon_after = said + 1 + usize::try_from(dice.below(6)).unwrap();
                // Or while the log is being folded into the file.
                let folding = dice.pick(&self.foldings) + 1;
                dice.pick(&[anywhere, soon_after, folding]).min(self.ops.len())
            })
            .collect();
        places.sort_unstable();
        let (mut disk, mut done, mut count) = (self.before.clone(), 0, Count::default());
        for place in places {
            self.ops[done..place].iter().for_each(|op| disk.does(op));
            done = place;
            self.look(place, &disk.after_a_cut(dice), &mut count);
        }
        count
    }

    fn look(&self, place: usize, files: &Files, count: &mut Count) {
        let place_of = laid_out(files);
        let said: Vec<&str> =
            self.lines.iter().take_while(|(at, _)| *at < place).map(|(_, line)| line.as_str()).collect();
        let file = place_of.path().join(&self.file);
        if files.contains_key(&self.file) {
            let id = files.get(&self.file.replace("leadline.db", "database.id"));
            assert!(id.is_some_and(|id| id.len() == 33), "cut at {place}: nobody knows which key opens the database");
        } else {
            assert!(!said.iter().any(|line| line.starts_with("opened")), "cut at {place}: the database is gone");
        }
        let store = Store::open(&file, &self.key).unwrap_or_else(|error| panic!("cut at {place}: {error:?}"));
        store.integrity().unwrap_or_else(|error| panic!("cut at {place}: {error:?}"));
        let mut values = BTreeMap::new();
        let drafts: BTreeMap<String, String> =
            store.drafts().unwrap().into_iter().map(|(lead, _, text)| (lead.to_string(), text)).collect();
        let mut typed = BTreeMap::new();
        for line in said {
            let mut words = line.splitn(3, ' ');
            let (what, which, value) = (words.next(), words.next().unwrap_or_default(), words.next());
            match (what, value) {
                (Some("kept"), Some(value)) => {
                    let id = ChangeId(which.parse().unwrap());
                    count.edits += 1;
                    values.insert(value, id);
                    let there = store.item(id).unwrap().is_some_and(|item| wish(&item.change).contains(value));
                    count.edits_lost += usize::from(!there);
                }
                (Some("typed"), Some(value)) => drop(typed.insert(which, value)),
                (Some("synced"), _) => {
                    let mut leads = 0;
                    store.stored_leads(&mut |_| leads += 1).unwrap();
                    count.leads_lost += which.parse::<usize>().unwrap().saturating_sub(leads);
                }
                _ => {}
            }
        }
        for (lead, newest) in typed {
            count.drafts += 1;
            // A later one may have made it to the disk before it was acknowledged.
            count.drafts_lost += usize::from(drafts.get(lead).is_none_or(|text| &text[..6] < newest));
        }
        for (_, head, body) in self.requests.iter().take_while(|(at, ..)| *at < place) {
            // A recording may name its customer by what an edit made of them.
            let carries = |value: &str| value.starts_with("Call") == head.starts_with("POST") && body.contains(value);
            for (_, id) in values.iter().filter(|(value, _)| carries(value)) {
                count.sent += 1;
                count.sent_without_attempt += usize::from(store.attempts(*id).unwrap().is_empty());
            }
        }
        drop(store);
        assert_eq!(orphans(&file, &self.key), BTreeSet::new(), "cut at {place}: outbox and journal differ");
    }
}

fn wish(change: &Change) -> String {
    serde_json::to_string(change).unwrap()
}

/// Outbox rows without a journal entry, and the other way round.
pub(super) fn orphans(file: &std::path::Path, key: &str) -> BTreeSet<i64> {
    let bare = rusqlite::Connection::open(file).unwrap();
    bare.execute_batch(&format!("PRAGMA key = \"x'{key}'\"")).unwrap();
    let mut found = bare
        .prepare(
            "SELECT id FROM outbox WHERE id NOT IN (SELECT change FROM journal) \
             UNION SELECT change FROM journal WHERE change NOT IN (SELECT id FROM outbox)",
        )
        .unwrap();
    found.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

#[test]
fn whatever_was_acknowledged_before_a_power_cut_is_there_after_it_and_nothing_is_half() {
    let (bench, mut dice) = (Bench::new(), Dice::new());
    let work = work(&bench, &mut dice, false);
    let cuts = rounds(20, 200);
    let count = work.cut(&mut dice, cuts);
    let what = format!("{cuts} cuts in {} operations, {}", work.ops.len(), count.in_words());
    proved("power cuts while an agent works", &what);
    assert!(count.edits > 0 && count.drafts > 0 && count.sent > 0, "nothing was looked for: {count:?}");
    let lost = [count.edits_lost, count.drafts_lost, count.sent_without_attempt, count.leads_lost];
    assert_eq!(lost, [0; 4], "{count:?}");
}

#[test]
fn the_same_cuts_lose_edits_of_a_database_that_does_not_wait_for_the_disk() {
    let (bench, mut dice) = (Bench::new(), Dice::new());
    let work = work(&bench, &mut dice, true);
    let cuts = rounds(20, 200);
    let count = work.cut(&mut dice, cuts);
    proved("the same cuts, less safely kept", &format!("{cuts} cuts, {}", count.in_words()));
    assert!(count.edits_lost > 0, "no loss was seen where there must be some: {count:?}");
}
