//! The command line as clap reads it.
//!
//! The sandbox keeps its own arguments; `main` puts their type in for `S`.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::LazyLock;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser, Subcommand};

use super::{
    account, completions, config, create, credential, doctor, edit, leads, outbox, record, recovery, resolve, show,
    sync, timeline,
};

/// Version, commit and build date. A build that wants the last two said sets `LEADLINE_COMMIT` and
/// `LEADLINE_BUILD_DATE` for the compiler.
pub static VERSION: LazyLock<String> = LazyLock::new(|| {
    let commit = option_env!("LEADLINE_COMMIT").unwrap_or("unknown");
    let date = option_env!("LEADLINE_BUILD_DATE").unwrap_or("unknown");
    format!("{} (commit {commit}, built {date})", env!("CARGO_PKG_VERSION"))
});

/// A desktop inbox for support agents: every lead, everything that was sent to them, and nothing lost.
///
/// Without a command it opens the window.
#[derive(Debug, Parser)]
#[command(name = "leadline", version = VERSION.as_str(), subcommand_help_heading = "Commands")]
pub struct Args<S: clap::Args> {
    /// Opens the window on a built-in sandbox: no account needed, nothing is kept
    #[arg(long)]
    pub demo: bool,
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Option<Command<S>>,
}

/// Options of every command. Each is also an environment variable; the option wins.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Keeps configuration, database and credentials apart from other profiles
    #[arg(long, global = true, env = "LEADLINE_PROFILE", value_name = "NAME", default_value = "default")]
    pub profile: String,
    /// Reads this configuration file
    #[arg(long, global = true, env = "LEADLINE_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Puts database, log and lock under this directory
    #[arg(long, global = true, env = "LEADLINE_DATA_DIR", value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// How much is logged: off, error, warn, info, debug or trace
    #[arg(long, global = true, env = "LEADLINE_LOG", value_name = "LEVEL", value_parser = log_level)]
    pub log: Option<::log::LevelFilter>,
}

/// All commands.
#[derive(Debug, Subcommand)]
pub enum Command<S: clap::Args> {
    #[command(flatten)]
    Engine(EngineCommand),
    #[command(flatten)]
    Local(LocalCommand),
    /// Serves fake vendors on this machine, for trying out and testing
    Sandbox(S),
}

/// The commands that need the engine; [`super::run`] runs them.
#[derive(Debug, Subcommand)]
pub enum EngineCommand {
    /// Reads all lead accounts once
    Sync(sync::SyncArgs),
    /// Lists leads, with changes that are not sent yet
    Leads(leads::LeadsArgs),
    /// Shows one lead: every field, pending changes, and how fresh it is
    Show(show::ShowArgs),
    /// Shows everything that happened with a lead, newest first
    Timeline(timeline::TimelineArgs),
    /// Changes fields of a lead; the changes wait in the outbox until they are sent
    Edit(edit::EditArgs),
    /// Makes a new lead of a chat user's uuid; it waits in the outbox until it is sent
    Create(create::CreateArgs),
    /// Shows and sends what waits to be sent
    Outbox(outbox::OutboxArgs),
    /// Answers a conflict
    Resolve(resolve::ResolveArgs),
    /// Tells other systems about a call, a visit or another fact, by a template
    Record(record::RecordArgs),
    /// Tests accounts, and finds out how they take lists
    Account(account::AccountArgs),
}

impl EngineCommand {
    /// Whether it may take long, waiting for a vendor: then it takes commands of others meanwhile.
    pub fn may_take_long(&self) -> bool {
        match self {
            Self::Sync(_) | Self::Account(_) => true,
            Self::Timeline(args) => args.refresh,
            Self::Edit(args) => args.send,
            Self::Create(args) => args.send,
            Self::Outbox(args) => matches!(args.command, Some(outbox::OutboxCommand::Send { .. })),
            Self::Leads(_) | Self::Show(_) | Self::Resolve(_) | Self::Record(_) => false,
        }
    }

    /// The account that the command names, if it names one.
    pub fn account(&self) -> Option<&str> {
        match self {
            Self::Account(args) => Some(args.command.account()),
            Self::Create(args) => args.account.as_deref(),
            _ => None,
        }
    }
}

/// The commands that need no engine: each has a `run` in its own file, and a desk that `main` sets up.
#[derive(Debug, Subcommand)]
pub enum LocalCommand {
    /// Keeps accounts' credentials in the keychain
    Credential(credential::CredentialArgs),
    /// Shows the key that opens the database should the keychain lose its own, and takes it back
    Recovery(recovery::RecoveryArgs),
    /// Says where the configuration is, what it is, and whether it is right
    Config(config::ConfigArgs),
    /// Checks keychain, database, network and more; fit to paste in a ticket
    Doctor(doctor::DoctorArgs),
    /// Prints a script that completes commands and options in a shell
    Completions(completions::CompletionsArgs),
}

impl<S: clap::Args> Args<S> {
    /// Reads a command line, program name first.
    ///
    /// # Errors
    /// Wrong usage, `--help` and `--version`: `error.exit()` prints them and leaves with 2 or 0.
    pub fn read(line: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> Result<Self, clap::Error> {
        let args = Self::try_parse_from(line)?;
        if args.demo && args.command.is_some() {
            let sentence = "--demo opens the window and takes no command; for commands, start “leadline sandbox” and point a configuration at it";
            return Err(Self::command().error(ErrorKind::ArgumentConflict, sentence));
        }
        Ok(args)
    }
}

fn log_level(text: &str) -> Result<::log::LevelFilter, String> {
    text.parse().map_err(|_| "use one of off, error, warn, info, debug, trace".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, clap::Args)]
    struct NoSandbox {
        #[arg(long, default_value_t = 0)]
        seed: u64,
    }

    fn read(line: &str) -> Result<Args<NoSandbox>, clap::Error> {
        Args::read(std::iter::once("leadline").chain(line.split_whitespace()))
    }

    #[test]
    fn the_definition_is_sound() {
        Args::<NoSandbox>::command().debug_assert();
    }

    #[test]
    fn every_call_of_the_contract_is_understood() {
        for line in [
            "",
            "--demo",
            "sync --full --json",
            "sync --histories",
            "timeline 64aa0000",
            "timeline 64aa0000 --refresh --network capillary --type sms --type email --json",
            "leads nadia --limit 5 --format csv",
            "leads -tag:spam --limit 5",
            "show 64aa0000 --json",
            "edit 64aa0000 --status review --dial-code +49 --send --json",
            "create --uuid 0d1f8a52-3b65-4b5e-9f0e-6b0f9f1c2a77 --name N --add-tag a --send --json",
            "outbox",
            "outbox --json",
            "outbox list --json",
            "outbox send --until-idle --json",
            "outbox retry 1",
            "outbox hold 1",
            "outbox release 1",
            "outbox drop 1",
            "outbox arrived 1",
            "credential set main-bot",
            "credential list --json",
            "credential remove main-bot",
            "account test main-bot --json",
            "account probe main-bot --lead 64aa0000 --json",
            "edit 64aa0000 --add-tag a --add-tag b --edit-note n1 T=t --delete-note n2 --set-attribute K=V",
            "resolve 12 --field status=mine --field dial-code=theirs --json",
            "recovery show",
            "recovery restore",
            "config path",
            "config show",
            "config check",
            "doctor --json",
            "completions bash",
            "completions zsh",
            "completions fish",
            "sandbox --seed 3",
            "--profile a sync --config c.toml --data-dir d --log debug",
        ] {
            let read = read(line);
            assert!(read.is_ok(), "{line}: {}", read.unwrap_err());
        }
    }

    #[test]
    fn wrong_usage_leaves_with_two_and_help_with_zero() {
        for line in [
            "nonsense",
            "--demo sync",
            "timeline",
            "timeline 64aa0000 --type=",
            "leads colour:red",
            "leads --limt",
            "edit 64aa0000",
            "edit 64aa0000 --status escalated",
            "create --name N",
            "create --uuid 64aa0000",
            "create --uuid 0d1f8a52-3b65-4b5e-9f0e-6b0f9f1c2a77 --remove-tag a",
            "outbox retry twelve",
            "resolve 12",
            "completions",
            "completions tcsh",
            "resolve 12 --field status=ours",
            "recovery",
            "recovery restore 008J2-4CT4R",
            "--log loud sync",
        ] {
            assert_eq!(read(line).err().map(|error| error.exit_code()), Some(2), "{line}");
        }
        for line in ["--help", "--version", "edit --help", "outbox send --help"] {
            assert_eq!(read(line).err().map(|error| error.exit_code()), Some(0), "{line}");
        }
        assert!(read("--version").unwrap_err().to_string().starts_with("leadline 0.1.0 (commit "));
    }
}
