//! Commands of one process answered by another that has the profile open: same output, same exit code.
//!
//! The caller sends its command line (checked already; the commands that need an engine read no stdin) and what it knows
//! of its terminal. The holder runs the very same code of `cli` on a line to its own engine and sends back what that
//! writes, piece by piece, then the exit code. Credentials never travel: they go to the keychain in the calling process,
//! and the holder is told to read them again. [`answer`] is the holder's side, [`ask`] the caller's.
//!
//! Only processes of the same version talk to each other. On systems without such sockets nobody listens, and a command
//! beside a window says so and leaves with 8.

#[cfg(unix)]
mod answer;
#[cfg(unix)]
mod ask;
#[cfg(not(unix))]
mod nobody;

#[cfg(unix)]
pub use answer::{Host, Serving, serve};
#[cfg(unix)]
pub use ask::{run_there, show_window, tell};
#[cfg(not(unix))]
pub use nobody::{Host, Serving, run_there, serve, show_window, tell};

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::cli::Exit;
use crate::config::Config;
use crate::domain::AccountName;
use crate::launch::profile::Profile;

/// What a caller sends.
#[derive(Debug, Serialize, Deserialize)]
struct Call {
    /// Version, commit and build date of the caller.
    version: String,
    /// Its settings file, and the accounts it read from it: the holder answers by its own settings, so these must agree.
    config_file: PathBuf,
    accounts: Vec<AccountName>,
    stdout_is_terminal: bool,
    stderr_is_terminal: bool,
    no_color: bool,
    wish: Wish,
}

/// What is wanted.
#[derive(Debug, Serialize, Deserialize)]
enum Wish {
    /// This command line, program name first.
    Run(Vec<String>),
    /// The window, in front.
    Show,
    /// This account's credential has changed in the keychain.
    CredentialChanged(AccountName),
}

/// How a caller fared.
#[derive(Debug)]
pub enum Outcome {
    /// It was done there; leave with this.
    Done(Exit),
    /// Whoever holds the profile does not do it, and why.
    Refused(String),
    /// Nobody listens.
    Nobody,
}

/// What both sides compare: where the settings are, and which accounts they name.
fn settings_of(profile: &Profile) -> (PathBuf, Vec<AccountName>) {
    (whole_path(&profile.paths.config_file), account_names(&profile.config))
}

fn account_names(config: &Config) -> Vec<AccountName> {
    config.accounts.iter().map(|account| account.name.clone()).collect()
}

/// The same file has one whole path, however it was named; one that is not there yet is taken as it is spelt.
fn whole_path(path: &Path) -> PathBuf {
    path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}
