//! What a caller sends to the process that has the profile, and what both must agree on.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::domain::AccountName;
use crate::launch::profile::Profile;

/// What a caller sends.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Call {
    /// Version, commit and build date of the caller.
    pub version: String,
    /// Its settings file, and what it read from it (no secret is in there): the holder answers by its own settings, so
    /// these must agree.
    pub config_file: PathBuf,
    pub settings: String,
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

/// What both sides compare: where the settings are, and what they mean.
pub(super) fn settings_of(profile: &Profile) -> (PathBuf, String) {
    (whole_path(&profile.paths.config_file), profile.config.show())
}

/// The same file has one whole path, however it was named; one that is not there yet is taken as it is spelt.
fn whole_path(path: &Path) -> PathBuf {
    path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}
