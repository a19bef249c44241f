//! Every switch of the sandbox, as plain values that also travel as JSON over the control port.

use std::fmt;

use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::capillary::CapillaryQuirks;
use super::faults::Fault;
use super::mxo::MxoQuirks;
use super::ray::RayQuirks;
use super::rayzing::Quirks;
use super::releva::RelevaQuirks;

/// What a sandbox is started with. Everything but `leads`, `seed`, `base_ms`, `malformed`, `huge_history` and
/// `faults` may also be changed while it runs (`Sandbox::set_options`, `POST /options`); faults have their own way in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SandboxOptions {
    /// How many records are seeded, leads and non-leads together.
    pub leads: usize,
    /// The same seed makes the same people, ids and credentials.
    pub seed: u64,
    /// The instant the seeded ages count back from, Unix milliseconds; `None` is now.
    pub base_ms: Option<i64>,
    /// How many records that no client can decode are mixed in.
    pub malformed: usize,
    /// How many messages the customer of the first seeded lead was sent; 0 is as many as others.
    pub huge_history: usize,
    /// Records on one page; no vendor tells its client.
    pub page_size: usize,
    /// The order the lists are served in.
    pub order: Order,
    /// What a write does to notes, tags and attributes.
    pub lists: Lists,
    /// New leads that turn up while a client is paging.
    pub arrivals: Arrivals,
    /// How long `slow` waits before it answers, and what `Retry-After` says.
    pub timings: Timings,
    /// What only the first vendor has.
    pub rayzing: Quirks,
    /// What only the second vendor has.
    pub capillary: CapillaryQuirks,
    /// What only the third vendor has.
    pub ray: RayQuirks,
    /// What only the fourth vendor has.
    pub releva: RelevaQuirks,
    /// What only the fifth vendor has.
    pub mxo: MxoQuirks,
    /// Faults that are armed from the start.
    pub faults: Vec<Fault>,
}

impl Default for SandboxOptions {
    fn default() -> Self {
        Self {
            leads: 5_000,
            seed: 7,
            base_ms: None,
            malformed: 0,
            huge_history: 0,
            page_size: 20,
            order: Order::CreatedDesc,
            lists: Lists::from(ListMode::Replace),
            arrivals: Arrivals::default(),
            timings: Timings::default(),
            rayzing: Quirks::default(),
            capillary: CapillaryQuirks::default(),
            ray: RayQuirks::default(),
            releva: RelevaQuirks::default(),
            mxo: MxoQuirks::default(),
            faults: Vec::new(),
        }
    }
}

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// Last changed first: an edit moves the lead to the head.
    UpdatedDesc,
    /// Last created first.
    CreatedDesc,
    /// First created first: new leads arrive at the tail.
    OldestFirst,
    /// No order a client could make out, but the same one on every request.
    Shuffled,
}

/// What a write does with a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum ListMode {
    /// The sent list is the new list.
    Replace,
    /// The sent entries are added, duplicates included.
    Append,
    /// The sent entries are added or overwrite those of the same key (tag, note title, attribute key).
    Merge,
}

/// One mode for each of the three lists. `ListMode::Append.into()` sets all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lists {
    pub notes: ListMode,
    pub tags: ListMode,
    pub attributes: ListMode,
}

impl From<ListMode> for Lists {
    fn from(mode: ListMode) -> Self {
        Self { notes: mode, tags: mode, attributes: mode }
    }
}

/// `count` new leads before every `every`th list request; `every` 0 is never.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Arrivals {
    pub every: usize,
    pub count: usize,
}

impl Default for Arrivals {
    fn default() -> Self {
        Self { every: 0, count: 1 }
    }
}

/// The clockwork of the faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Timings {
    /// `slow` answers this late.
    pub slow_ms: u64,
    /// `late` stores this long after its answer.
    pub late_ms: u64,
    /// `drip` sends one byte in this time.
    pub drip_ms: u64,
    /// What the `-retry` kinds ask for.
    pub retry_after_secs: u32,
}

impl Default for Timings {
    fn default() -> Self {
        Self { slow_ms: 3_000, late_ms: 3_000, drip_ms: 10, retry_after_secs: 2 }
    }
}

/// Why a switch cannot be set; the text names the switch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadSwitch(pub String);

impl fmt::Display for BadSwitch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadSwitch {}

/// What is fixed once the data is seeded, or has a way in of its own.
const FIXED: &[&str] = &["leads", "seed", "base_ms", "malformed", "huge_history", "faults"];

impl SandboxOptions {
    /// These options with `patch` laid over them; objects are merged, `lists` may be one word for all three.
    ///
    /// # Errors
    /// The patch is no object, names an unknown or fixed switch, or gives a value the switch does not take.
    pub fn patched(&self, patch: &Value) -> Result<Self, BadSwitch> {
        let Value::Object(wanted) = patch else { return Err(BadSwitch("options must be a JSON object".into())) };
        let mut all = serde_json::to_value(self).map_err(|error| BadSwitch(error.to_string()))?;
        for (name, value) in wanted {
            if FIXED.contains(&name.as_str()) {
                return Err(BadSwitch(format!("`{name}` cannot be changed by options while the sandbox runs")));
            }
            let value = match (name.as_str(), value) {
                ("lists", Value::String(mode)) => serde_json::json!({"notes": mode, "tags": mode, "attributes": mode}),
                _ => value.clone(),
            };
            overlay(&mut all[name.as_str()], value);
        }
        serde_json::from_value(all).map_err(|error| BadSwitch(error.to_string()))
    }
}

/// Lays `new` over `old`: objects member by member, everything else whole.
fn overlay(old: &mut Value, new: Value) {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            for (name, value) in new {
                overlay(old.entry(name).or_insert(Value::Null), value);
            }
        }
        (old, new) => *old = new,
    }
}
