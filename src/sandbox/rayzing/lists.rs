//! What a write makes of a list: replaced, appended to, or merged by key.
//!
//! Nobody documents which one the vendor does (contract section 4), so the sandbox does all three.

use serde_json::Value;

use super::super::options::ListMode;

/// The list after `sent` was written to `old`. `key` is the member that tells entries apart; without one an entry is
/// its own key.
pub(super) fn written(mut old: Vec<Value>, sent: &[Value], mode: ListMode, key: Option<&str>) -> Value {
    match mode {
        ListMode::Replace => sent.to_vec().into(),
        ListMode::Append => {
            old.extend_from_slice(sent);
            old.into()
        }
        ListMode::Merge => {
            for entry in sent {
                let same = |known: &&mut Value| match key {
                    Some(key) => known.get(key) == entry.get(key),
                    None => *known == entry,
                };
                match old.iter_mut().find(same) {
                    // The entry keeps the id it had.
                    Some(known) => overwrite(known, entry),
                    None => old.push(entry.clone()),
                }
            }
            old.into()
        }
    }
}

fn overwrite(known: &mut Value, entry: &Value) {
    if let (Value::Object(known), Value::Object(entry)) = (known, entry) {
        for (name, value) in entry.iter().filter(|(name, _)| name.as_str() != "_id") {
            known.insert(name.clone(), value.clone());
        }
    }
}
