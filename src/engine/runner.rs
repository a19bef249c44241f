//! Gives the engine a thread, a clock and a network.
//!
//! The engine's thread owns engine and store and handles one input at a time. Requests run on the workers of a tokio
//! runtime, keychain calls on a thread of their own; both answer into the same queue.

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::runtime::Runtime;
use tokio::sync::mpsc;

use super::start::{self, Opened, Place};
use super::{Effect, Engine, Input, Mode, Now};
use crate::bridge::link::EngineEnd;
use crate::bridge::{Command, Link, Phase, Snapshot};
use crate::config::Config;
use crate::paths::ProfileName;
use crate::secrets::{AccountCredentials, SecretStore};
use crate::vendors::error::{ApiError, Failure};
use crate::vendors::http::{Destination, Http};
use crate::vendors::parts::ACCESS_TOKEN;

/// What an engine needs.
pub struct Setup {
    pub place: Place,
    /// The profile its keychain items belong to.
    pub profile: ProfileName,
    pub config: Config,
    pub secrets: SecretStore,
    pub http: Http,
    pub mode: Mode,
    /// Called after every publication; must not block.
    pub wake: Box<dyn Fn() + Send>,
}

/// A running engine.
#[derive(Debug)]
pub struct EngineHandle {
    thread: JoinHandle<()>,
}

impl EngineHandle {
    /// Waits until the engine has ended; for whoever sent [`Command::Quit`].
    pub fn join(self) {
        if self.thread.join().is_err() {
            log::error!("the engine ended in a panic");
        }
    }
}

/// Starts an engine on its own thread. Returns at once; the first snapshots say how far it is.
///
/// # Errors
/// When the system gives no thread.
pub fn start(setup: Setup) -> std::io::Result<(Link, EngineHandle)> {
    let (link, end) = Link::new(Snapshot::starting(Timestamp::now()));
    let thread = std::thread::Builder::new().name("engine".to_owned()).spawn(move || run(setup, end))?;
    Ok((link, EngineHandle { thread }))
}

/// Workers for requests: one is never kept waiting by the other's TLS.
const WORKERS: usize = 2;
/// Inputs that are handled before the window is told.
const BURST: usize = 32;

fn run(mut setup: Setup, mut end: EngineEnd) {
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(WORKERS).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            log::error!("no runtime: {}", error.kind());
            return;
        }
    };
    let began = Instant::now();
    let Some((mut engine, _instance)) = open_until_it_works(&mut setup, &mut end, &runtime, began) else {
        return runtime.shutdown_background();
    };
    let (inputs_tx, mut inputs) = mpsc::unbounded_channel();
    let mut world = World {
        credentials: vec![None; setup.config.accounts.len()],
        inputs: inputs_tx,
        setup: &setup,
        runtime: &runtime,
    };
    'life: loop {
        for effect in engine.take_effects() {
            if world.carry_out(effect) {
                break 'life;
            }
        }
        let published = Instant::now();
        if let Some(snapshot) = engine.take_snapshot(now(began)) {
            let took_ms = published.elapsed().as_secs_f64() * 1_000.0;
            log::trace!("publishes revision {} in {took_ms:.2} ms", snapshot.revision);
            end.snapshots.send_replace(Arc::new(snapshot));
            (setup.wake)();
        }
        let deadline = engine.next_wake();
        let next = runtime.block_on(async {
            tokio::select! {
                biased;
                command = end.commands.recv() => command.map(Input::Command),
                input = inputs.recv() => input,
                () = sleep_until(began, deadline) => Some(Input::Tick),
            }
        });
        // Nobody holds the other end any more.
        let Some(input) = next else { break };
        // Nothing is taken from a queue that is not handled: a lost reply would stop its account for good.
        let mut waiting = Some(input);
        let stepped = Instant::now();
        for _ in 0..BURST {
            let Some(input) = waiting.take().or_else(|| next_waiting(&mut end, &mut inputs)) else { break };
            world.notice(&input);
            engine.step(now(began), input);
        }
        log::trace!("steps took {:.1} ms", stepped.elapsed().as_secs_f64() * 1_000.0);
    }
    drop(engine);
    // A hanging server must not hold up the end.
    runtime.shutdown_background();
}

/// What waits already, commands first.
fn next_waiting(end: &mut EngineEnd, inputs: &mut mpsc::UnboundedReceiver<Input>) -> Option<Input> {
    end.commands.try_recv().map(Input::Command).or_else(|_| inputs.try_recv()).ok()
}

/// Opens keychain and database, saying each failure and trying again when asked. `None`: asked to quit.
fn open_until_it_works(
    setup: &mut Setup,
    end: &mut EngineEnd,
    runtime: &Runtime,
    began: Instant,
) -> Option<(Engine, Option<crate::instance::Instance>)> {
    loop {
        let opened = start::open(&setup.place, &setup.secrets).and_then(|Opened { store, phase, instance }| {
            let seed = u64::from(std::process::id()) ^ u64::try_from(Timestamp::now().as_microsecond()).unwrap_or(0);
            Engine::new(store, &setup.config, setup.mode, phase, now(began), seed)
                .map(|engine| (engine, instance))
                .map_err(|error| Phase::NoDatabase(error.to_string()))
        });
        let phase = match opened {
            Ok(working) => return Some(working),
            Err(phase) => phase,
        };
        if setup.mode == Mode::Live {
            log::warn!("the start waits for the agent");
        }
        let mut snapshot = Snapshot::starting(Timestamp::now());
        snapshot.phase = phase;
        end.snapshots.send_replace(Arc::new(snapshot));
        (setup.wake)();
        loop {
            match runtime.block_on(end.commands.recv())? {
                Command::Quit => return None,
                Command::TryAgain => break,
                Command::WorkInMemory => {
                    setup.place = Place::Memory("This session is kept in memory only.".to_owned());
                    break;
                }
                // Its reply, if it has one, answers from its own drop that nothing was done.
                _ => {}
            }
        }
        let mut snapshot = Snapshot::starting(Timestamp::now());
        snapshot.phase = Phase::Starting;
        end.snapshots.send_replace(Arc::new(snapshot));
        (setup.wake)();
    }
}

/// What effects act on.
struct World<'s> {
    credentials: Vec<Option<AccountCredentials>>,
    inputs: mpsc::UnboundedSender<Input>,
    setup: &'s Setup,
    runtime: &'s Runtime,
}

impl World<'_> {
    /// Keeps what passes by that requests will need.
    fn notice(&mut self, input: &Input) {
        if let Input::Credential(account, found) = input
            && let Some(slot) = self.credentials.get_mut(*account)
        {
            *slot = found.as_ref().ok().cloned().flatten();
        }
    }

    /// True when it was the end.
    fn carry_out(&mut self, effect: Effect) -> bool {
        match effect {
            Effect::End => return true,
            Effect::LoadCredential(account) => {
                let Some(settings) = self.setup.config.accounts.get(account) else { return false };
                let (secrets, profile, name) =
                    (self.setup.secrets.clone(), self.setup.profile.clone(), settings.name.clone());
                let inputs = self.inputs.clone();
                // Its own thread: the keychain may show a dialog and block for as long as it likes.
                let spawned = std::thread::Builder::new().name("keychain-ask".to_owned()).spawn(move || {
                    let found = secrets.load_account(&profile, &name);
                    inputs.send(Input::Credential(account, found)).unwrap_or_default();
                });
                if let Err(error) = spawned {
                    log::error!("no thread for the keychain: {}", error.kind());
                }
            }
            Effect::UseToken { account, token } => {
                if let Some(slot) = self.credentials.get_mut(account) {
                    slot.get_or_insert_default().set(ACCESS_TOKEN, token);
                }
            }
            Effect::CallForToken { call, account, request } => {
                let Some(to) = self.destination(account) else { return false };
                let (http, inputs) = (self.setup.http.clone(), self.inputs.clone());
                self.runtime.spawn(async move {
                    let outcome = http.send_token(&to, request).await;
                    inputs.send(Input::Reply(call, outcome)).unwrap_or_default();
                });
            }
            Effect::Ask { call, account, request, question } => {
                let Some(to) = self.destination(account) else { return false };
                let Some(settings) = self.setup.config.accounts.get(account).cloned() else { return false };
                let (http, inputs) = (self.setup.http.clone(), self.inputs.clone());
                self.runtime.spawn(async move {
                    let outcome = http.send(&to, request).await;
                    let read = tokio::task::spawn_blocking(move || super::told(call, &settings, &question, outcome));
                    // A reader that panicked is reported by the log; its call must end all the same.
                    let input = read.await.unwrap_or_else(|_| {
                        let words = "answered with something that could not be read";
                        Input::Told(call, Box::new(Err(ApiError::new(Failure::Unclear, words))), None)
                    });
                    inputs.send(input).unwrap_or_default();
                });
            }
            Effect::Call { call, account, request } => {
                let Some(to) = self.destination(account) else { return false };
                let (http, inputs) = (self.setup.http.clone(), self.inputs.clone());
                self.runtime.spawn(async move {
                    let outcome = http.send(&to, request).await;
                    inputs.send(Input::Reply(call, outcome)).unwrap_or_default();
                });
            }
        }
        false
    }
}

impl World<'_> {
    /// Where the account's calls go, and what signs them.
    fn destination(&self, account: usize) -> Option<Destination> {
        let settings = self.setup.config.accounts.get(account)?;
        Some(Destination {
            vendor: settings.vendor.as_str(),
            base_url: settings.base_url.clone(),
            timeout: settings.timeout,
            credential: self.credentials.get(account).cloned().flatten().unwrap_or_default(),
        })
    }
}

fn now(began: Instant) -> Now {
    Now { at: Timestamp::now(), mono: began.elapsed() }
}

/// Sleeps to that moment; a moment that never comes is a sleep that never ends.
async fn sleep_until(began: Instant, at: Duration) {
    match began.checked_add(at) {
        Some(moment) if at < Duration::from_secs(60 * 60 * 24 * 365) => tokio::time::sleep_until(moment.into()).await,
        _ => std::future::pending().await,
    }
}
