//! Gives the engine a thread, a clock and a network.
//!
//! The engine's thread owns engine and store and handles one input at a time. Requests run on the workers of a tokio
//! runtime, keychain calls on a thread of their own; both answer into the same queue.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::runtime::Runtime;
use tokio::sync::mpsc;

use super::start::{self, Opened, Place};
use super::supervise::{self, Falls, PlannedFault};
use super::waiting::{Wanted, publish, wait_for_agent};
use super::world::World;
use super::{Engine, Input, Mode, Now};
use crate::bridge::connect::Places;
use crate::bridge::link::EngineEnd;
use crate::bridge::{Command, Link, Phase, Snapshot};
use crate::config::Config;
use crate::paths::{Paths, ProfileName};
use crate::secrets::SecretStore;
use crate::vendors::http::Http;

/// What an engine needs.
pub struct Setup {
    pub place: Place,
    /// The profile its keychain items belong to.
    pub profile: ProfileName,
    pub config: Config,
    /// The profile's places. The settings file there is where `config` came from, to be read again when it was changed
    /// and to be edited; it need not exist.
    pub paths: Paths,
    pub secrets: SecretStore,
    pub http: Http,
    pub mode: Mode,
    /// Called after every publication; must not block.
    pub wake: Box<dyn Fn() + Send>,
    /// Faults of our own that tests let it meet.
    #[doc(hidden)]
    pub fault: PlannedFault,
}

impl Setup {
    /// Where everything is, in words for the settings screen.
    fn places(&self) -> Places {
        let on_disk = matches!(self.place, Place::Disk(_));
        // A profile that lives as long as the process has no log of its own.
        let passing = self.secrets.is_in_memory();
        let path = |path: &std::path::Path| path.display().to_string();
        let secrets = if passing {
            "In memory only, until you quit".to_owned()
        } else {
            format!("The system's keychain: service leadline, items {}/…", self.profile)
        };
        Places {
            settings: Some(path(&self.paths.config_file)),
            database: on_disk.then(|| path(&self.paths.database_file)),
            log: (!passing).then(|| path(&self.paths.log_file)),
            home: std::env::home_dir().map(|home| path(&home)),
            secrets,
            recovery_key: on_disk && !passing,
        }
    }
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
            return publish(&setup, &end, Phase::Stopped(supervise::no_workers(&error)));
        }
    };
    let began = Instant::now();
    let mut falls = Falls::default();
    'lives: while let Some((mut engine, instance)) = open_until_it_works(&mut setup, &mut end, &runtime, began) {
        loop {
            // What was being worked on is thrown away with the engine; what counts is in the store.
            let life = catch_unwind(AssertUnwindSafe(|| live(&setup, &mut end, &runtime, &mut engine, began)));
            if life.is_ok() {
                break 'lives;
            }
            log::error!("the engine met a fault of its own");
            let anew = falls.may_go_on(began.elapsed()).then(|| {
                let last = end.snapshots.borrow().clone();
                anew(engine, &setup, &last, now(began))
            });
            let anew = anew.flatten();
            match anew {
                Some(fresh) => engine = fresh,
                None => break,
            }
        }
        drop(instance);
        let stopped = Phase::Stopped(supervise::falls_again(&setup.place));
        if matches!(wait_for_agent(&mut setup, &mut end, &runtime, &stopped), Wanted::End) {
            break;
        }
        falls = Falls::default();
    }
    // A hanging server must not hold up the end.
    runtime.shutdown_background();
}

/// An engine on the store of one that fell, which says so.
fn anew(fallen: Engine, setup: &Setup, last: &Snapshot, now: Now) -> Option<Engine> {
    let (store, phase, revision) = fallen.into_store();
    let made = catch_unwind(AssertUnwindSafe(|| {
        let mut engine = Engine::new(store, &setup.config, setup.mode, phase, now, seed())?;
        engine.rise(now, revision, last);
        // The file may say something else by now.
        engine.step(now, Input::Command(Command::SettingsChanged { reply: None }));
        Ok::<_, crate::store::StoreError>(engine)
    }));
    match made {
        Ok(Ok(engine)) => Some(engine),
        Ok(Err(error)) => {
            log::error!("it does not begin anew: {error}");
            None
        }
        Err(_) => None,
    }
}

/// Works until somebody asks to quit.
fn live(setup: &Setup, end: &mut EngineEnd, runtime: &Runtime, engine: &mut Engine, began: Instant) {
    engine.tell_places(setup.places());
    let (inputs_tx, mut inputs) = mpsc::unbounded_channel();
    let mut world = World::new(setup, runtime, inputs_tx);
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
            let Some(input) = waiting.take().or_else(|| next_waiting(end, &mut inputs)) else { break };
            setup.fault.meet();
            world.notice(&input);
            engine.step(now(began), input);
        }
        log::trace!("steps took {:.1} ms", stepped.elapsed().as_secs_f64() * 1_000.0);
    }
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
    let mut aside = None;
    loop {
        let opened = start::open(&setup.place, &setup.secrets).and_then(|Opened { store, phase, instance }| {
            Engine::new(store, &setup.config, setup.mode, phase, now(began), seed())
                .map(|engine| (engine, instance))
                .map_err(|error| start::no_database(&setup.place, &error))
        });
        let phase = match opened {
            Ok((mut engine, instance)) => {
                if let Some(words) = aside.take() {
                    engine.say(words, false);
                }
                return Some((engine, instance));
            }
            Err(phase) => phase,
        };
        if setup.mode == Mode::Live {
            log::warn!("the start waits for the agent");
        }
        match wait_for_agent(setup, end, runtime, &phase) {
            Wanted::End => return None,
            Wanted::AnotherTry => {}
            Wanted::NewDatabase(words) => aside = Some(words),
        }
    }
}

fn seed() -> u64 {
    u64::from(std::process::id()) ^ u64::try_from(Timestamp::now().as_microsecond()).unwrap_or(0)
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
