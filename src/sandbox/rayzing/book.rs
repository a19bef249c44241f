//! The book of records: seeded ones are made when they are looked at, changed ones are kept, orders are cached.
//!
//! A seeded record costs a few dozen bytes until somebody writes to it, so a million of them fit.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::super::clock::iso;
use super::super::options::Order;
use super::super::seed;

/// Which of the two lists a record stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Lead,
    NonLead,
}

impl Kind {
    /// The word of the `type` parameter.
    pub(super) fn parse(word: &str) -> Option<Self> {
        match word {
            "lead" => Some(Self::Lead),
            "non-lead" => Some(Self::NonLead),
            _ => None,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::NonLead => "non-lead",
        }
    }
}

struct Row {
    /// What the seed makes the record from; also breaks ties in an order.
    index: u64,
    created_ms: i64,
    updated_ms: i64,
    kind: Kind,
    gone: bool,
    /// The record once it differs from the seeded one.
    kept: Option<Box<Value>>,
}

/// The places of one list and the order they are in, if they are.
#[derive(Default)]
struct Sorted {
    by: Option<Order>,
    rows: Vec<usize>,
}

/// All records of the bot.
pub(super) struct Book {
    seed: u64,
    base_ms: i64,
    rows: Vec<Row>,
    by_uuid: HashMap<String, usize>,
    /// By `Kind`.
    sorted: [Sorted; 2],
    /// List requests so far, for the arrivals.
    pub(super) list_requests: usize,
    /// Members of writes whose JSON type was not the documented one (contract section 9, line 8).
    pub(super) type_errors: Vec<Value>,
    fresh_ids: u64,
}

impl Book {
    pub(super) fn seeded(seed: u64, base_ms: i64, count: usize, malformed: usize) -> Self {
        let mut book = Self {
            seed,
            base_ms,
            rows: Vec::with_capacity(count + malformed),
            by_uuid: HashMap::with_capacity(count),
            sorted: Default::default(),
            list_requests: 0,
            type_errors: Vec::new(),
            fresh_ids: 0,
        };
        for index in 0..count as u64 {
            let key = seed::key(seed, base_ms, index);
            if let Some(uuid) = seed::uuid(seed, index) {
                book.by_uuid.insert(uuid, book.rows.len());
            }
            let kind = if key.is_lead { Kind::Lead } else { Kind::NonLead };
            let (created_ms, updated_ms) = (key.created_ms, key.updated_ms);
            book.push(Row { index, created_ms, updated_ms, kind, gone: false, kept: None });
        }
        for at in 0..malformed {
            let index = (count + at) as u64;
            let seed::Key { created_ms, updated_ms, .. } = seed::key(seed, base_ms, index);
            let kept = Some(Box::new(seed::malformed(seed, base_ms, index)));
            book.push(Row { index, created_ms, updated_ms, kind: Kind::Lead, gone: false, kept });
        }
        book
    }

    /// The record at a place.
    pub(super) fn record(&self, at: usize) -> Value {
        let row = &self.rows[at];
        row.kept.as_deref().cloned().unwrap_or_else(|| seed::record(self.seed, self.base_ms, row.index))
    }

    /// The record at a place with the list it stands in, as `/state` shows it.
    pub(super) fn shown(&self, at: usize) -> Value {
        json!({ "kind": self.rows[at].kind.word(), "record": self.record(at) })
    }

    /// Every place that is not removed.
    pub(super) fn present(&self) -> impl Iterator<Item = usize> {
        self.rows.iter().enumerate().filter(|(_, row)| !row.gone).map(|(at, _)| at)
    }

    /// The place of a uuid.
    pub(super) fn by_uuid(&self, uuid: &str) -> Option<usize> {
        self.by_uuid.get(uuid).copied().filter(|at| !self.rows[*at].gone)
    }

    /// The place of a uuid or `_id`.
    pub(super) fn find(&self, key: &str) -> Option<usize> {
        self.by_uuid(key).or_else(|| self.present().find(|at| self.id_is(*at, key)))
    }

    fn id_is(&self, at: usize, key: &str) -> bool {
        let row = &self.rows[at];
        match &row.kept {
            Some(kept) => kept.get("_id").and_then(Value::as_str) == Some(key),
            None => seed::id(self.seed, row.index, row.created_ms) == key,
        }
    }

    /// Keeps a changed record. With `moved_ms` its `updatedAt` moves to that instant.
    pub(super) fn keep(&mut self, at: usize, mut record: Value, moved_ms: Option<i64>) {
        if let Some(now) = moved_ms {
            if let Some(members) = record.as_object_mut() {
                members.insert("updatedAt".into(), iso(now).into());
            }
            self.rows[at].updated_ms = now;
        }
        self.rows[at].kept = Some(Box::new(record));
        self.forget_orders();
    }

    /// A new record, made from the seed as if it had just come in.
    pub(super) fn arrive(&mut self, now: i64) -> usize {
        let index = self.rows.len() as u64;
        self.enter(seed::arriving(self.seed, now, index), now, index)
    }

    /// A new record that holds next to nothing, for a uuid that was not there.
    pub(super) fn upsert(&mut self, uuid: &str, now: i64) -> usize {
        let index = self.rows.len() as u64;
        let record = json!({
            "_id": seed::id(self.seed, index, now), "uuid": uuid, "createdAt": iso(now), "updatedAt": iso(now),
            "lastSeenAt": iso(now), "isOnline": false, "status": "OPEN", "websiteVisits": 0,
            "profile": { "notes": [], "userDetails": { "contact": {}, "tags": [], "attributes": [] } },
        });
        self.enter(record, now, index)
    }

    fn enter(&mut self, record: Value, now: i64, index: u64) -> usize {
        let at = self.rows.len();
        if let Some(uuid) = record.get("uuid").and_then(Value::as_str) {
            self.by_uuid.insert(uuid.to_owned(), at);
        }
        let kept = Some(Box::new(record));
        self.push(Row { index, created_ms: now, updated_ms: now, kind: Kind::Lead, gone: false, kept });
        at
    }

    /// Moves a record to a list.
    pub(super) fn convert(&mut self, at: usize, kind: Kind) {
        let left = std::mem::replace(&mut self.rows[at].kind, kind);
        self.sorted[left as usize].rows.retain(|known| *known != at);
        self.sorted[kind as usize].rows.push(at);
        self.forget_orders();
    }

    /// Deletes a record; its place stays, so that other places keep their meaning.
    pub(super) fn remove(&mut self, at: usize) {
        let row = &mut self.rows[at];
        row.gone = true;
        self.sorted[row.kind as usize].rows.retain(|known| *known != at);
    }

    /// A 24-hex id nobody had before.
    pub(super) fn fresh_id(&mut self) -> String {
        self.fresh_ids += 1;
        seed::hex(self.seed, &format!("note {}", self.fresh_ids), 24)
    }

    /// The places of one list in order.
    pub(super) fn sorted(&mut self, kind: Kind, order: Order) -> &mut [usize] {
        let (rows, seed) = (&self.rows, self.seed);
        let sorted = &mut self.sorted[kind as usize];
        if sorted.by != Some(order) {
            // A stable sort, because it is quick on what is nearly sorted, as a list is after an edit.
            sorted.rows.sort_by_key(|at| {
                let row = &rows[*at];
                match order {
                    Order::UpdatedDesc => (-row.updated_ms, row.index),
                    Order::CreatedDesc => (-row.created_ms, row.index),
                    Order::OldestFirst => (row.created_ms, row.index),
                    Order::Shuffled => (seed::shuffled(seed, row.index), row.index),
                }
            });
            sorted.by = Some(order);
        }
        &mut sorted.rows
    }

    fn forget_orders(&mut self) {
        for sorted in &mut self.sorted {
            sorted.by = None;
        }
    }

    fn push(&mut self, row: Row) {
        self.sorted[row.kind as usize].rows.push(self.rows.len());
        self.rows.push(row);
        self.forget_orders();
    }
}
