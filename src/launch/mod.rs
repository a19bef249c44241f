//! Start-up: turns a command line into a window, a command, or a sandbox, and wires each to the engine.
//!
//! The only room beside `main` that knows all others. [`profile`] works out places, settings and network; [`window`]
//! opens the window, [`demo`] with the sandbox behind it; [`desks`] lend the local commands their hands.

pub mod demo;
pub mod desks;
pub mod profile;
pub mod window;

use crate::bridge::Command;
use crate::cli::{self, Exit, Io, Stop};
use crate::engine::{self, Mode, Setup, StorePlace};
use crate::sandbox::{self, SandboxArgs};
use crate::secrets::SecretStore;

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
            let profile = Profile::open(global)?;
            cli::credential::run(args, &mut desks::Credentials { profile, secrets: SecretStore::os_keychain() }, io)
        }
        cli::LocalCommand::Config(args) => {
            cli::config::run(args, &desks::Settings { paths: profile::places(global)? }, io)
        }
        cli::LocalCommand::Doctor(args) => {
            cli::doctor::run(args, &mut desks::Doctor { paths: profile::places(global)? }, io)
        }
    }
}

fn with_engine(command: cli::EngineCommand, global: &cli::Global, io: &mut Io) -> Result<Exit, Stop> {
    let profile = Profile::open(global)?;
    let setup = profile.setup(SecretStore::os_keychain(), Mode::Quiet, Box::new(|| {}))?;
    let (link, engine) = engine::start(setup).map_err(|error| no_thread(&error))?;
    let outcome = cli::run(command, link.clone(), io);
    // An engine that has already ended has nothing to be told.
    let _ended = link.send_blocking(Command::Quit);
    engine.join();
    outcome
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
        })
    }
}
