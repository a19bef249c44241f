//! What a caller sends to the process that has the profile, and what both must agree on.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::domain::AccountName;
use crate::launch::profile::Profile;

/// What a caller sends.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Call {
    /// Version, commit and build date of the caller.
    pub version: String,
    /// Its settings file, and the accounts it read from it: the holder answers by its own settings, so these must agree.
    pub config_file: PathBuf,
    pub accounts: Vec<AccountName>,
    pub stdout_is_terminal: bool,
    pub stderr_is_terminal: bool,
    pub no_color: bool,
    pub wish: Wish,
}

/// What is wanted.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Wish {
    /// This command line, program name first.
    Run(Vec<String>),
    /// The window, in front.
    Show,
    /// This account's credential has changed in the keychain.
    CredentialChanged(AccountName),
}

/// What both sides compare: where the settings are, and which accounts they name.
pub(super) fn settings_of(profile: &Profile) -> (PathBuf, Vec<AccountName>) {
    (whole_path(&profile.paths.config_file), account_names(&profile.config))
}

fn account_names(config: &Config) -> Vec<AccountName> {
    config.accounts.iter().map(|account| account.name.clone()).collect()
}

/// The same file has one whole path, however it was named; one that is not there yet is taken as it is spelt.
fn whole_path(path: &Path) -> PathBuf {
    path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}
