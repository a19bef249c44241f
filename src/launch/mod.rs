//! Start-up: turns a command line into a window, a command, or a sandbox, and wires each to the engine.
//!
//! The only room beside `main` that knows all others. [`profile`] works out places, settings and network; [`window`]
//! opens the window, [`demo`] with the sandbox behind it; [`desks`] lend the local commands their hands; [`handover`] lets a
//! running one answer the commands of others.

pub mod demo;
pub mod desks;
pub mod handover;
pub mod profile;
pub mod window;

use std::time::{Duration, Instant};

use crate::bridge::{Command, Link};
use crate::cli::{self, Exit, Io, Stop};
use crate::domain::AccountName;
use crate::engine::{self, EngineHandle, Mode, PlannedFault, Setup, StorePlace};
use crate::instance::Instance;
use crate::sandbox::{self, SandboxArgs};
use crate::secrets::SecretStore;

use handover::Outcome;
use profile::Profile;

/// Runs what the command line asks for.
pub fn run(args: cli::Args<SandboxArgs>) -> Exit {
    let mut io = Io::of_process();
    let outcome = match args.command {
        None if args.demo => demo::run(),
        None => window::run(&args.global),
        Some(cli::Command::Sandbox(args)) => serve(args),
        Some(cli::Command::Local(command)) => local(command, &args.global, &mut io),
        Some(cli::Command::Engine(command)) => with_engine(command, &args.global, &mut io),
    };
    cli::finish(outcome, &mut io)
}

fn serve(args: SandboxArgs) -> Result<Exit, Stop> {
    sandbox::serve(args.into(), &mut std::io::stdout()).map(|()| Exit::Done).map_err(|error| {
        Stop::new(Exit::Failed, format!("The sandbox cannot serve ({error}). Try again, or with fewer leads."))
    })
}

fn local(command: cli::LocalCommand, global: &cli::Global, io: &mut Io) -> Result<Exit, Stop> {
    match command {
        cli::LocalCommand::Credential(args) => {
            let changed = args.command.changes().map(AccountName::from);
            let mut desk = desks::Credentials { profile: Profile::open(global)?, secrets: SecretStore::os_keychain() };
            let done = cli::credential::run(args, &mut desk, io)?;
            if let Some(account) = changed
                && !handover::tell(&desk.profile, &account)
            {
                desk.forget_refusal(&account);
            }
            Ok(done)
        }
        cli::LocalCommand::Recovery(args) => {
            let mut desk = desks::Recovery { profile: Profile::open(global)?, secrets: SecretStore::os_keychain() };
            cli::recovery::run(&args, &mut desk, io)
        }
        cli::LocalCommand::Config(args) => {
            if args.command != cli::config::ConfigCommand::Path {
                profile::named_file_is_there(global)?;
            }
            cli::config::run(args, &desks::Settings { paths: profile::places(global)? }, io)
        }
        cli::LocalCommand::Completions(args) => cli::completions::run::<SandboxArgs>(args, io),
        cli::LocalCommand::Doctor(args) => {
            let missing = profile::named_file_is_there(global).err().map(|stop| stop.sentence);
            cli::doctor::run(args, &mut desks::Doctor { paths: profile::places(global)?, missing }, io)
        }
    }
}

fn with_engine(command: cli::EngineCommand, global: &cli::Global, io: &mut Io) -> Result<Exit, Stop> {
    let profile = Profile::open(global)?;
    if let Some(account) = command.account() {
        profile.knows(account)?;
    }
    let (link, engine) = loop {
        let setup = profile.clone().setup(SecretStore::os_keychain(), Mode::Quiet, Box::new(|| {}))?;
        let (mut link, engine) = engine::start(setup).map_err(|error| no_thread(&error))?;
        let Err(stop) = cli::ask::wait_for_start(&mut link) else { break (link, engine) };
        end(&link, engine);
        if stop.exit != Exit::InUse {
            return Err(stop);
        }
        if let Some(exit) = by_whoever_has_it(&profile, &stop, io)? {
            return Ok(exit);
        }
    };
    let serving = command.may_take_long().then(|| handover::serve(&profile, &link, handover::Host::Command));
    let outcome = cli::run(command, link.clone(), io);
    if let Some(serving) = serving {
        // Whoever reads our output need not wait for the others. What cannot be written is told at the end.
        let _told_at_the_end = io.flush();
        serving.end_when_all_are_answered(io);
    }
    end(&link, engine);
    outcome
}

fn end(link: &Link, engine: EngineHandle) {
    // An engine that has already ended has nothing to be told.
    let _ended = link.send_blocking(Command::Quit);
    engine.join();
}

/// How long a command waits for another one that has the profile for a moment, or for a window that is being opened.
const PATIENCE: Duration = Duration::from_secs(3);
const LOOKS_EVERY: Duration = Duration::from_millis(50);

/// Hands the command to whoever has the profile open. `None`: nobody has it any more.
fn by_whoever_has_it(profile: &Profile, in_use: &Stop, io: &mut Io) -> Result<Option<Exit>, Stop> {
    let until = Instant::now() + PATIENCE;
    let why = loop {
        match handover::run_there(profile, io) {
            Outcome::Done(exit) => return Ok(Some(exit)),
            Outcome::Refused(why) => break why,
            Outcome::Nobody => {}
        }
        if Instance::acquire(&profile.paths).is_ok() {
            return Ok(None);
        }
        if Instant::now() > until {
            break "It takes no commands here: it is just starting or ending, or belongs to another session."
                .to_owned();
        }
        std::thread::sleep(LOOKS_EVERY);
    };
    Err(Stop::new(Exit::InUse, format!("{} {why}", in_use.sentence)))
}

fn no_thread(error: &std::io::Error) -> Stop {
    Stop::new(
        Exit::Failed,
        format!("The system gives Leadline no thread ({}). Close other programs and try again.", error.kind()),
    )
}

impl Profile {
    /// What an engine for this profile needs.
    ///
    /// # Errors
    /// Wrong settings of the network.
    pub fn setup(self, secrets: SecretStore, mode: Mode, wake: Box<dyn Fn() + Send>) -> Result<Setup, Stop> {
        let http = self.http()?;
        Ok(Setup {
            profile: self.paths.profile.clone(),
            paths: self.paths.clone(),
            place: StorePlace::Disk(Box::new(self.paths)),
            config: self.config,
            secrets,
            http,
            mode,
            wake,
            fault: PlannedFault::default(),
        })
    }
}
