//! What happens to an agent at work: faults of the vendor, and colleagues in its own pages.

use std::time::Duration;

use leadline::sandbox::KINDS;
use serde_json::{Value, json};

use crate::support::engine::Site;

/// Kinds that cost real time, kinds that only a write knows, and the one after which somebody has to enter a key.
const DEAR: [&str; 4] = ["timeout-before", "timeout-after", "huge", "401"];
const OF_WRITES: [&str; 4] = ["ok-stores-nothing", "late", "trims", "drip"];
const LIES: [&str; 3] = ["ok-stores-nothing", "late", "trims"];

/// The settings say how the vendor takes lists: nothing has to be found out first.
pub(super) fn state_ways(site: &mut Site) {
    let table = ["tags", "notes", "attributes"].map(|list| (list.to_owned(), toml::Value::from("replace")));
    let account = &mut site.config.accounts[0];
    account.options.insert("lists".to_owned(), toml::Table::from_iter(table).into());
    // Nothing here is about polling.
    account.sync_every = Duration::from_secs(900);
}

/// The next request of a kind meets a fault. `at` chooses among all faults there are, or among the dear ones.
pub(super) fn arm(site: &Site, writes: bool, dear: bool, at: usize) {
    let fits = |word: &&str| DEAR.contains(word) == dear && (writes || !OF_WRITES.contains(word));
    let kinds: Vec<&str> = KINDS.iter().map(|(word, _)| *word).filter(fits).collect();
    let vendor = site.config.accounts[0].vendor.as_str();
    let endpoint = if writes { "update" } else { "list" };
    let fault = format!("{vendor}:{endpoint}:{}:1", kinds[at % kinds.len()]);
    site.sandbox().add_fault(fault.parse().unwrap());
}

/// The next write is answered with a yes, and something else is stored, or nothing, or later.
pub(super) fn arm_a_lie(site: &Site, at: usize) {
    let vendor = site.config.accounts[0].vendor.as_str();
    let fault = format!("{vendor}:update:{}:1", LIES[at % LIES.len()]);
    site.sandbox().add_fault(fault.parse().unwrap());
}

/// What a colleague sets; `n` makes it like nothing else.
pub(super) fn colleagues_set(site: &Site, uuid: &str, what: usize, n: usize) -> Value {
    let record = site.sandbox().record(uuid).unwrap();
    let list = |path: &str| record.pointer(path).and_then(Value::as_array).cloned().unwrap_or_default();
    match what % 6 {
        0 => json!({ "status": format!("THEIRS{n}") }),
        1 => json!({ "name": format!("Theirs {n}") }),
        2 => json!({ "email": format!("theirs{n}@example.org") }),
        3 => json!({ "websiteVisits": n }),
        4 => {
            let mut attributes = list("/profile/userDetails/attributes");
            attributes.retain(|entry| entry["key"] != "LEDGER");
            attributes.push(json!({ "key": "LEDGER", "value": format!("theirs {n}") }));
            json!({ "attributes": attributes })
        }
        _ => {
            let mut tags = list("/profile/userDetails/tags");
            if n.is_multiple_of(3) {
                tags.retain(|tag| !tag.as_str().unwrap_or_default().starts_with("ours-"));
            }
            tags.push(format!("theirs-{n}").into());
            json!({ "tags": tags })
        }
    }
}
