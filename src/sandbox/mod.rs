//! The sandbox: fake vendors on 127.0.0.1, each on its own port, with seeded people and switchable faults.
//!
//! A fake is written from the vendor's contract in plain JSON and never from the client's own types: a fake built from
//! those would share their mistakes. Walk on: `vendor.rs` (the register), `rayzing/` (leads), `capillary/` (histories),
//! `ray/`, `releva/` and `mxo/` (which are told what happened), `ledger.rs` (what those three have kept), `seed/` (the
//! people), `spoil.rs` (what faults do), `control.rs` (the control port).

mod args;
mod base64;
mod body;
mod capillary;
mod clock;
mod control;
mod exchange;
mod faults;
mod kinds;
mod ledger;
mod log;
mod mxo;
mod options;
mod ray;
mod rayzing;
mod releva;
mod seed;
mod server;
mod spoil;
mod tokens;
mod vendor;
mod world;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;

use serde_json::{Value, json};
use tokio::sync::oneshot;

/// Templates by which every fake can be told of calls and visits, for the settings file.
pub const TEMPLATES: &str = include_str!("templates.toml");

pub use args::{SandboxArgs, serve};
pub use capillary::{CapillaryQuirks, ErrorsHttp, NoCustomer, TokenRefusal, TypeFilter, V1Paging, Zone};
pub use faults::Fault;
pub use kinds::{FaultKind, KINDS};
pub use mxo::{BadItem, BulkBody, MxoErrors, MxoQuirks, NamedBy, PostReply, PutReply, TimeForm};
pub use options::{Arrivals, BadSwitch, ListMode, Lists, Order, SandboxOptions, Timings};
pub use ray::{GrantRefusal, RayErrors, RayList, RayQuirks, RaySignIn};
pub use rayzing::{AuthMode, ErrorBody, PastTheEnd, Quirks, UnknownBot, UnknownUuid};
pub use releva::{Accepted, RelevaErrors, RelevaQuirks, Unauthorized};

use server::{Door, accept};
use vendor::VENDORS;
use world::World;

/// A running sandbox. Dropping it ends its connections and frees its ports.
pub struct Sandbox {
    world: Arc<World>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Seeds the data and serves it from a thread of its own; answers as soon as this returns.
    ///
    /// # Errors
    /// No port of 127.0.0.1 can be bound, or no thread or runtime can be had.
    pub fn start(options: SandboxOptions) -> io::Result<Self> {
        let control = bound()?;
        let doors: Vec<TcpListener> = VENDORS.iter().map(|_| bound()).collect::<io::Result<_>>()?;
        let addresses: Vec<SocketAddr> = doors.iter().map(TcpListener::local_addr).collect::<io::Result<_>>()?;
        let world = Arc::new(World::new(options, &addresses, control.local_addr()?));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel();
        let served = Arc::clone(&world);
        let thread = std::thread::Builder::new().name("sandbox".into()).spawn(move || {
            let _: io::Result<()> = runtime.block_on(async {
                for (at, door) in doors.into_iter().enumerate() {
                    let listener = tokio::net::TcpListener::from_std(door)?;
                    drop(tokio::spawn(accept(listener, Arc::clone(&served), Door::Vendor(at))));
                }
                let listener = tokio::net::TcpListener::from_std(control)?;
                drop(tokio::spawn(accept(listener, served, Door::Control)));
                // Ends when the handle is dropped; the runtime then drops every connection.
                let _ = stopped.await;
                Ok(())
            });
        })?;
        Ok(Self { world, stop: Some(stop), thread: Some(thread) })
    }

    /// Addresses, ids and credentials:
    /// `{"vendors": {NAME: {"base_url", ids…, "credentials": {…}}}, "control": {"base_url", "state", "log"}}`.
    pub fn describe(&self) -> Value {
        self.world.describe()
    }

    /// The ids of the agents to whom its leads are given, for an address book of made-up names.
    pub fn agents(&self) -> Vec<String> {
        self.world.agents()
    }

    /// Everything the fakes hold: `{"options", "faults", "vendors": {NAME: {"records": [{"kind", "record"}], …}}}`.
    pub fn state(&self) -> Value {
        self.world.state(None)
    }

    /// The record of a lead (by uuid or `_id`) at the first vendor that holds it.
    pub fn record(&self, key: &str) -> Option<Value> {
        let found =
            |desk: &world::Desk| desk.fake.state(Some(key))["records"].get(0).map(|found| found["record"].clone());
        self.world.desks.iter().find_map(found)
    }

    /// What a vendor that is told what happened has kept, oldest first:
    /// `{"n", "arrived_at", "event"}` and what it knows beside.
    pub fn recorded(&self, vendor: &str) -> Vec<Value> {
        let desk = self.world.desks.iter().find(|desk| desk.name == vendor);
        let state = desk.map(|desk| desk.fake.state(None)).unwrap_or_default();
        state["recorded"].as_array().cloned().unwrap_or_default()
    }

    /// Every request since the start or the last clearing, oldest first; see `POST /log/clear` for the other way out.
    pub fn log(&self) -> Vec<Value> {
        self.world.log.after(0)
    }

    /// Log entries after the arrival number `n`.
    pub fn log_after(&self, n: u64) -> Vec<Value> {
        self.world.log.after(n)
    }

    /// Forgets the log; numbering goes on.
    pub fn clear_log(&self) {
        self.world.log.clear();
    }

    /// A colleague edits a lead, found by uuid or `_id`. `set` takes flat names (`status`, `name`, `email`, `phone`,
    /// `dial_code`, `picture`, `agent`, `tags`, `notes`, `attributes`) and dotted paths into the record.
    ///
    /// # Errors
    /// Nothing goes by that id.
    pub fn edit(&self, key: &str, set: &Value) -> Result<Value, String> {
        self.world.act("edit", &json!({ "key": key, "set": set }))
    }

    /// New leads turn up; returns their uuids.
    pub fn arrive(&self, count: usize) -> Vec<String> {
        let arrived = self.world.act("arrive", &json!({ "count": count })).unwrap_or_default();
        arrived["uuids"].as_array().into_iter().flatten().filter_map(|id| id.as_str().map(str::to_owned)).collect()
    }

    /// A record moves to the other list: `to` is `lead` or `non-lead`.
    ///
    /// # Errors
    /// Nothing goes by that id, or there is no such list.
    pub fn convert(&self, key: &str, to: &str) -> Result<Value, String> {
        self.world.act("convert", &json!({ "key": key, "to": to }))
    }

    /// A record is deleted at the vendor.
    ///
    /// # Errors
    /// Nothing goes by that id.
    pub fn remove(&self, key: &str) -> Result<Value, String> {
        self.world.act("remove", &json!({ "key": key }))
    }

    /// Something happens at a vendor without the client, as `POST /ACTION` of the control port with `vendor` in its body.
    ///
    /// # Errors
    /// There is no such vendor, the vendor has no such action, or `what` does not say enough.
    pub fn act(&self, vendor: &str, action: &str, what: &Value) -> Result<Value, String> {
        let mut what = what.clone();
        what.as_object_mut().ok_or("an action takes a JSON object")?.insert("vendor".into(), vendor.into());
        self.world.act(action, &what)
    }

    /// Arms a fault; `"VENDOR:ENDPOINT:KIND[:TIMES]".parse()` makes one.
    pub fn add_fault(&self, fault: Fault) {
        self.world.faults.add(fault);
    }

    /// Disarms all faults.
    pub fn clear_faults(&self) {
        self.world.faults.clear();
    }

    /// The switches as they stand.
    pub fn options(&self) -> SandboxOptions {
        (*self.world.options()).clone()
    }

    /// Changes switches while it runs, as `POST /options` does.
    ///
    /// # Errors
    /// A switch is unknown, fixed, or does not take that value.
    pub fn set_options(&self, patch: &Value) -> Result<(), BadSwitch> {
        self.world.set_options(patch)
    }

    /// Records on one page from now on.
    pub fn set_page_size(&self, size: usize) {
        let _ = self.set_options(&json!({ "page_size": size }));
    }

    /// The order of the lists from now on.
    pub fn set_order(&self, order: Order) {
        let _ = self.set_options(&json!({ "order": order }));
    }

    /// What writes do to lists from now on.
    pub fn set_lists(&self, lists: Lists) {
        let _ = self.set_options(&json!({ "lists": lists }));
    }

    /// `count` new leads before every `every`th list request from now on; 0 ends it.
    pub fn arrivals_every(&self, every: usize, count: usize) {
        let _ = self.set_options(&json!({ "arrivals": { "every": every, "count": count } }));
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A listener on a free port. It takes connections into its queue at once, before the runtime is there.
fn bound() -> io::Result<TcpListener> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}
