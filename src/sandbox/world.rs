//! Everything one running sandbox holds: the fakes, the switches, the faults, the log and the clock.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Map, Value, json};

use super::clock::Clock;
use super::faults::{Fault, FaultBook};
use super::log::Log;
use super::options::{BadSwitch, SandboxOptions};
use super::vendor::{Fake, VENDORS};

/// A fake with the port it answers on.
pub(super) struct Desk {
    pub(super) name: &'static str,
    pub(super) address: SocketAddr,
    pub(super) fake: Arc<dyn Fake>,
}

/// Shared by the server's tasks and the handle.
pub(super) struct World {
    pub(super) clock: Arc<Clock>,
    pub(super) log: Log,
    pub(super) faults: FaultBook,
    pub(super) desks: Vec<Desk>,
    pub(super) control: SocketAddr,
    options: Mutex<Arc<SandboxOptions>>,
}

impl World {
    /// Seeds every vendor; `addresses` has one for each, in the register's order.
    pub(super) fn new(options: SandboxOptions, addresses: &[SocketAddr], control: SocketAddr) -> Self {
        let clock = Arc::new(Clock::new(options.base_ms));
        let desks = VENDORS
            .iter()
            .zip(addresses)
            .map(|(vendor, address)| Desk {
                name: vendor.name,
                address: *address,
                fake: (vendor.open)(&options, Arc::clone(&clock)),
            })
            .collect();
        let faults = FaultBook::new(options.faults.clone());
        let options = Mutex::new(Arc::new(options));
        Self { clock, log: Log::new(), faults, desks, control, options }
    }

    /// The switches as they stand.
    pub(super) fn options(&self) -> Arc<SandboxOptions> {
        Arc::clone(&self.options.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Lays a patch over the switches.
    pub(super) fn set_options(&self, patch: &Value) -> Result<(), BadSwitch> {
        let mut options = self.options.lock().unwrap_or_else(PoisonError::into_inner);
        *options = Arc::new(options.patched(patch)?);
        Ok(())
    }

    /// The ids of the agents to whom leads are given.
    pub(super) fn agents(&self) -> Vec<String> {
        let seed = self.options().seed;
        (0..super::seed::AGENTS).map(|number| super::seed::agent(seed, number)).collect()
    }

    /// Addresses, ids and credentials: the first line on stdout.
    pub(super) fn describe(&self) -> Value {
        let vendors: Map<String, Value> = self
            .desks
            .iter()
            .map(|desk| (desk.name.to_owned(), desk.fake.describe(&format!("http://{}", desk.address))))
            .collect();
        let control = format!("http://{}", self.control);
        json!({
            "vendors": vendors,
            "control": { "base_url": control, "state": format!("{control}/state"), "log": format!("{control}/log") },
        })
    }

    /// Everything the fakes hold, or what they hold under one id.
    pub(super) fn state(&self, key: Option<&str>) -> Value {
        let vendors: Map<String, Value> =
            self.desks.iter().map(|desk| (desk.name.to_owned(), desk.fake.state(key))).collect();
        json!({ "options": *self.options(), "faults": self.faults.all(), "vendors": vendors })
    }

    /// Something happens at a vendor without the client; without `vendor` it is the first one.
    pub(super) fn act(&self, action: &str, what: &Value) -> Result<Value, String> {
        let name = what.get("vendor").and_then(Value::as_str);
        let desk = self.desks.iter().find(|desk| name.is_none_or(|name| desk.name == name));
        desk.ok_or_else(|| format!("no vendor {}", name.unwrap_or("")))?.fake.act(action, what)
    }

    /// `{"clear": true}` and/or `{"add": ["VENDOR:ENDPOINT:KIND[:TIMES]"]}`; nothing is done when a fault is wrong.
    pub(super) fn change_faults(&self, what: &Value) -> Result<(), String> {
        let words = what.get("add").cloned().unwrap_or_else(|| json!([]));
        let added: Vec<Fault> = serde_json::from_value(words).map_err(|error| error.to_string())?;
        if what.get("clear").and_then(Value::as_bool).unwrap_or(false) {
            self.faults.clear();
        }
        added.into_iter().for_each(|fault| self.faults.add(fault));
        Ok(())
    }
}
