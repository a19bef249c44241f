//! A shadow of the vendor: what each lead must hold there, by everything that colleagues did and agents wished for.
//!
//! Every write of ours is judged as it stands in the vendor's log: it carries nothing that nobody wished for, it goes
//! over no value that the agent never saw, and it counts once for each time that it was asked for. What the vendor holds
//! afterwards is compared member by member, so a write that the log does not show would be seen, too.

use std::collections::{BTreeMap, BTreeSet};

use leadline::domain::ChangeId;
use leadline::sandbox::Sandbox;
use serde_json::Value;

use super::slots::{Slots, apply, different, taken_apart};
use super::wishes::{Intent, Wishes};
use crate::support::engine::{counts, wait_until};

/// One lead at the vendor.
struct Held {
    slots: Slots,
    rest: Value,
    /// What the agent saw or wished for in a slot: nothing else may be written over.
    known: BTreeMap<String, BTreeSet<Option<String>>>,
    /// How often a value was asked for, and how often a write of it counted.
    asked: BTreeMap<(String, Option<String>), usize>,
    counted: BTreeMap<(String, Option<String>), usize>,
    /// Whether a write of it changed anything, be it to something else.
    effects: BTreeSet<(String, Option<String>)>,
    /// How often it was sent at all.
    sent: BTreeMap<(String, Option<String>), usize>,
    /// Slots that a colleague wrote last.
    theirs: BTreeSet<String>,
    /// Values that were there at some time.
    were: BTreeSet<(String, Option<String>)>,
    /// The same since the beginning: a status is wished for again and again.
    ever: BTreeSet<(String, Option<String>)>,
}

pub(super) struct Shadow<'s> {
    sandbox: &'s Sandbox,
    leads: BTreeMap<String, Held>,
    /// The log was read up to here.
    read: u64,
    /// Writes so far, and those that changed something there.
    pub(super) writes: usize,
    pub(super) counted: usize,
}

impl<'s> Shadow<'s> {
    /// Of these leads, as the vendor holds them now.
    pub(super) fn new(sandbox: &'s Sandbox, uuids: &[String]) -> Self {
        let leads = uuids.iter().map(|uuid| {
            let (slots, rest) = taken_apart(&sandbox.record(uuid).unwrap());
            let (known, theirs, were) = Default::default();
            let (ever, effects) = Default::default();
            let (asked, counted, sent) = Default::default();
            (uuid.clone(), Held { slots, rest, known, asked, counted, effects, sent, theirs, were, ever })
        });
        let leads = leads.collect();
        let read = sandbox.log().last().map_or(0, |entry| entry["n"].as_u64().unwrap());
        Self { sandbox, leads, read, writes: 0, counted: 0 }
    }

    pub(super) fn value(&self, uuid: &str, slot: &str) -> Option<&String> {
        self.leads[uuid].slots.get(slot)
    }

    /// Whether a colleague was the last to write there.
    pub(super) fn is_theirs(&self, uuid: &str, slot: &str) -> bool {
        self.leads[uuid].theirs.contains(slot)
    }

    /// Whether the vendor held it at some time since it was wished for.
    pub(super) fn was_there(&self, uuid: &str, slot: &str, value: Option<&str>) -> bool {
        self.leads[uuid].were.contains(&(slot.to_owned(), value.map(str::to_owned)))
    }

    /// Whether the vendor held it at any time.
    pub(super) fn was_ever_there(&self, uuid: &str, slot: &str, value: Option<&str>) -> bool {
        self.leads[uuid].ever.contains(&(slot.to_owned(), value.map(str::to_owned)))
    }

    /// Whether a write of it changed something there.
    pub(super) fn has_counted(&self, uuid: &str, slot: &str, value: Option<&str>) -> bool {
        self.leads[uuid].effects.contains(&(slot.to_owned(), value.map(str::to_owned)))
    }

    /// How many writes carried each wish: the newest change that asked for the value, as often as it was sent.
    pub(super) fn sent(&self, wishes: &Wishes) -> BTreeMap<ChangeId, usize> {
        let mut sent = BTreeMap::new();
        for (uuid, held) in &self.leads {
            for ((slot, value), times) in &held.sent {
                let of = |intent: &&Intent| intent.uuid == *uuid && intent.slot == *slot && intent.value == *value;
                // Where a value was wished for twice nobody can tell the two apart.
                if let [one] = wishes.all.iter().filter(of).collect::<Vec<_>>().as_slice() {
                    sent.insert(one.id, *times);
                }
            }
        }
        sent
    }

    /// An agent who sees `seen` there asks for `value`.
    pub(super) fn wished(&mut self, uuid: &str, slot: &str, seen: Option<String>, value: Option<String>) {
        let held = self.leads.get_mut(uuid).unwrap();
        let is_there = held.slots.get(slot).cloned() == value;
        held.known.entry(slot.to_owned()).or_default().extend([seen, value.clone()]);
        let wish = (slot.to_owned(), value);
        // What was there before counts for this wish only if it is still there.
        held.were.remove(&wish);
        held.were.extend(is_there.then(|| wish.clone()));
        held.ever.extend(is_there.then(|| wish.clone()));
        *held.asked.entry(wish).or_default() += 1;
    }

    /// A colleague writes; never between a reading of ours and the write that follows it at once.
    pub(super) fn colleague(&mut self, uuid: &str, set: &Value) {
        self.follow();
        self.sandbox.edit(uuid, set).unwrap();
        let held = self.leads.get_mut(uuid).unwrap();
        let (slots, rest) = taken_apart(&self.sandbox.record(uuid).unwrap());
        let changed: Vec<String> = different(&held.slots, &slots);
        for slot in changed {
            // Back to what the agent saw: a write that ended unclear looks as if it had never arrived, and may go again.
            if held.known.get(&slot).is_some_and(|known| known.contains(&slots.get(&slot).cloned())) {
                let counted = held.counted.keys().filter(|(other, _)| *other == slot);
                counted.for_each(|wish| *held.asked.entry(wish.clone()).or_default() += 1);
            }
            held.were.insert((slot.clone(), slots.get(&slot).cloned()));
            held.ever.insert((slot.clone(), slots.get(&slot).cloned()));
            held.theirs.insert(slot);
        }
        (held.slots, held.rest) = (slots, rest);
    }

    /// Reads on in the vendor's log and judges what we wrote. Afterwards the vendor holds what it must.
    pub(super) fn follow(&mut self) {
        let mut touched = BTreeSet::new();
        // Who gave up waiting may look before the vendor is done with what it was sent.
        let never = |fault: &str| fault.starts_with("timeout") || fault.starts_with("reset");
        let is_over = |put: &Value| !put["status"].is_null() || put["fault"].as_str().is_some_and(never);
        let is_put = |entry: &Value| entry["method"] == "PUT";
        wait_until(|| self.sandbox.log_after(self.read).iter().all(|entry| !is_put(entry) || is_over(entry)));
        for entry in self.sandbox.log_after(self.read) {
            self.read = entry["n"].as_u64().unwrap();
            if is_put(&entry) {
                touched.insert(self.judge(&entry));
            }
        }
        for uuid in touched {
            // It may show a moment later.
            wait_until(|| taken_apart(&self.sandbox.record(&uuid).unwrap()).0 == self.leads[&uuid].slots);
            self.compare(&uuid);
        }
    }

    /// All leads, whether we are known to have written to them or not.
    pub(super) fn compare_all(&self) {
        self.leads.keys().for_each(|uuid| self.compare(uuid));
    }

    fn compare(&self, uuid: &str) {
        let held = &self.leads[uuid];
        let (slots, rest) = taken_apart(&self.sandbox.record(uuid).unwrap());
        assert_eq!(slots, held.slots, "{uuid} holds something else than it must");
        assert_eq!(rest, held.rest, "{uuid} was changed where nobody wished for it");
    }

    fn judge(&mut self, put: &Value) -> String {
        let body = put["body"].as_object().unwrap();
        let uuid = body["uuid"].as_str().unwrap().to_owned();
        let held = self.leads.get_mut(&uuid).unwrap_or_else(|| panic!("a write to {uuid}, about which nobody wished"));
        let mut then = held.slots.clone();
        let mut sent = apply(body, &mut then);
        // Of a list, only what it changes was wished for.
        sent.extend(different(&held.slots, &then));
        let stored = taken_apart(&self.sandbox.record(&uuid).unwrap()).0;
        // Done, then spoiled: unless the key was refused before, which such an answer does not say.
        let in_secret = put["fault"].as_str().is_some_and(|fault| fault.ends_with("-after"));
        let counts = counts(put) && !(in_secret && stored == held.slots && then != held.slots);
        self.writes += 1;
        self.counted += usize::from(counts);
        for slot in &sent {
            let wish = (slot.clone(), then.get(slot).cloned());
            let before = held.slots.get(slot).cloned();
            let asked = held.asked.get(&wish).copied().unwrap_or_default();
            assert!(asked > 0, "{uuid}: {wish:?} was sent, and nobody wished for it: {put}");
            *held.sent.entry(wish.clone()).or_default() += 1;
            if !counts {
                continue;
            }
            assert!(held.known[slot].contains(&before), "{uuid}: {before:?} in {slot} was written over unseen: {put}");
            held.effects.insert(wish.clone());
            if put["fault"] == "trims" && stored.get(slot) != then.get(slot) {
                // Something else was stored, and who hears no answer sees as little of it as before.
                continue;
            }
            let counted = held.counted.entry(wish.clone()).or_default();
            *counted += 1;
            // The six statuses come again and again by themselves.
            assert!(*counted <= asked || slot == "status", "{uuid}: {wish:?} counted {counted} times: {put}");
        }
        if counts {
            if put["fault"] == "trims" {
                then = stored;
            }
            for slot in different(&held.slots, &then).into_iter().filter(|slot| !sent.contains(slot)) {
                // The vendor's own doing to what was in the same list, or a later write that is judged next.
                held.were.insert((slot.clone(), then.get(&slot).cloned()));
                held.ever.insert((slot.clone(), then.get(&slot).cloned()));
                held.theirs.insert(slot);
            }
            for slot in sent {
                held.were.insert((slot.clone(), then.get(&slot).cloned()));
                held.ever.insert((slot.clone(), then.get(&slot).cloned()));
                held.theirs.remove(&slot);
            }
            held.slots = then;
        }
        uuid
    }
}
