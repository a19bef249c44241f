//! What others did to a lead since the oldest change that clashes was made, as readings saw it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::plan::{Cell, Kind, Row, cell, clashes};
use crate::bridge::OpenLead;
use crate::domain::change::note::note_value;
use crate::domain::timeline::Detail;
use crate::domain::{Attribute, Field, Note, Slot};

/// What readings saw others do.
#[derive(Default)]
pub(super) struct Theirs {
    pub(super) came: BTreeSet<String>,
    pub(super) went: BTreeSet<String>,
    /// Slot → what it was and what it is.
    values: BTreeMap<Slot, (Option<String>, Option<String>)>,
    pub(super) range: Option<(Timestamp, Timestamp)>,
}

impl Theirs {
    pub(super) fn of(open: &OpenLead) -> Self {
        let Some(since) = clashes(open).map(|(change, _)| change.item.created_at).min() else { return Self::default() };
        let mut theirs = Self::default();
        // Oldest first: what was before stays what it was first.
        for line in open.timeline.items.iter().rev() {
            let Detail::Observed { field, old, new, from, to } = &line.detail else { continue };
            if *to < since {
                continue;
            }
            theirs.range = Some(theirs.range.map_or((*from, *to), |(a, b)| (a.min(*from), b.max(*to))));
            theirs.take(field, old.as_deref(), new.as_deref());
        }
        theirs
    }

    fn take(&mut self, field: &str, old: Option<&str>, new: Option<&str>) {
        match field {
            "tags" => {
                let (old, new) = (list::<String>(old), list::<String>(new));
                for tag in new.iter().filter(|tag| !old.contains(tag)) {
                    if !self.went.remove(tag) {
                        self.came.insert(tag.clone());
                    }
                }
                for tag in old.iter().filter(|tag| !new.contains(tag)) {
                    if !self.came.remove(tag) {
                        self.went.insert(tag.clone());
                    }
                }
            }
            "attributes" => {
                let (old, new) = (list::<Attribute>(old), list::<Attribute>(new));
                let value = |all: &[Attribute], key: &str| all.iter().find(|a| a.key == key).map(|a| a.value.clone());
                let keys: BTreeSet<&str> = old.iter().chain(&new).map(|a| a.key.as_str()).collect();
                for key in keys {
                    self.value(Slot::Attribute(key.to_owned()), value(&old, key), value(&new, key));
                }
            }
            "notes" => {
                let (old, new) = (list::<Note>(old), list::<Note>(new));
                for note in old.iter().filter(|note| note.find(&new).is_none()) {
                    self.value(Slot::Note(note.clone()), Some(note_value(note)), None);
                }
                for note in &new {
                    let before = note.find(&old).map(|at| note_value(&old[at]));
                    self.value(Slot::Note(note.clone()), before, Some(note_value(note)));
                }
            }
            name => {
                if let Some(field) = Field::from_name(name) {
                    self.value(field.into(), old.map(str::to_owned), new.map(str::to_owned));
                }
            }
        }
    }

    fn value(&mut self, slot: Slot, old: Option<String>, new: Option<String>) {
        if let Some((_, now)) = self.values.get_mut(&slot) {
            *now = new;
        } else if !slot.same(old.as_deref(), new.as_deref()) {
            self.values.insert(slot, (old, new));
        }
    }

    /// A row for each slot that none of our changes touches.
    pub(super) fn rows(&self, open: &OpenLead) -> Vec<Row> {
        let ours = |slot: &Slot| {
            open.pending.iter().any(|change| {
                let (touched, value) = (change.item.change.slot(), change.item.change.value());
                touched == *slot || touched.continues(value.as_deref(), slot)
            }) || clashes(open).any(|(_, clash)| clash.slot == *slot || same_note(&clash.slot, slot))
        };
        let changed =
            self.values.iter().filter(|(slot, (old, new))| !slot.same(old.as_deref(), new.as_deref()) && !ours(slot));
        changed
            .map(|(slot, (old, new))| {
                let theirs = if new.is_none() { Cell::Removed } else { cell(slot, new.as_deref()) };
                let before = cell(slot, old.as_deref());
                let (kind, yours) = (Kind::OnlyThey, Cell::Unchanged);
                Row { name: slot.word(), kind, before, saved: theirs.clone(), theirs, yours }
            })
            .collect()
    }
}

/// A note that clashes is seen by its id, whatever its words are by now.
fn same_note(a: &Slot, b: &Slot) -> bool {
    matches!((a, b), (Slot::Note(a), Slot::Note(b)) if a.id.is_some() && a.id == b.id)
}

fn list<T: for<'de> serde::Deserialize<'de>>(json: Option<&str>) -> Vec<T> {
    json.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
}
