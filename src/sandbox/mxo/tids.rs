//! The vendor's own ids of customers: which tid belongs to which key (contract section 3 and line 7).

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};

use super::super::seed;
use super::interaction::CustomerKey;

/// Everything that is bound in one space.
#[derive(Default)]
pub(super) struct Tids(Mutex<Book>);

#[derive(Default)]
struct Book {
    made: u64,
    bound: BTreeMap<CustomerKey, String>,
    /// The keys of each tid by their names.
    owners: BTreeMap<String, BTreeMap<String, String>>,
    /// Calls that put one customer's key beside another one's tid.
    mixed: Vec<Value>,
}

impl Tids {
    /// The tid that answers a call, bound to the key where there is one.
    pub(super) fn answer(&self, seed: u64, sent: Option<&str>, key: Option<&CustomerKey>, changes: bool) -> String {
        let mut book = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(key) = key else {
            return match sent.filter(|_| !changes) {
                Some(sent) => sent.to_owned(),
                None => book.made(seed),
            };
        };
        let strange = sent.filter(|sent| {
            book.owners.get(*sent).and_then(|keys| keys.get(&key.0)).is_some_and(|owner| *owner != key.1)
        });
        if let Some(sent) = strange {
            book.mixed.push(json!({ "tid": sent, "key_name": key.0, "key": key.1 }));
        }
        let tid = match (book.bound.get(key), sent) {
            _ if changes => book.made(seed),
            (Some(bound), _) => bound.clone(),
            // Another key on the same tid is another customer.
            (None, Some(sent)) if strange.is_none() => sent.to_owned(),
            (None, _) => book.made(seed),
        };
        book.bound.insert(key.clone(), tid.clone());
        book.owners.entry(tid.clone()).or_default().insert(key.0.clone(), key.1.clone());
        tid
    }

    /// What is bound (`[{"key_name", "key", "tid"}]`), and the calls that sent the tid of one customer with the key of
    /// another (`[{"tid", "key_name", "key"}]`, the tid as it was sent).
    pub(super) fn shown(&self) -> (Value, Value) {
        let book = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bound = book.bound.iter().map(|((name, key), tid)| json!({ "key_name": name, "key": key, "tid": tid }));
        (bound.collect(), book.mixed.clone().into())
    }
}

impl Book {
    /// A new one in the look of a uuid.
    fn made(&mut self, seed: u64) -> String {
        self.made += 1;
        let hex = seed::hex(seed, &format!("mxo tid {}", self.made), 30);
        format!("{}-{}-4{}-8{}-{}", &hex[..8], &hex[8..12], &hex[12..15], &hex[15..18], &hex[18..])
    }
}
