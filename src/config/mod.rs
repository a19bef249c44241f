//! The settings file: read, checked against the registry of vendors, and turned into effective settings.
//!
//! Every problem is found in one reading and says where it is, what and why, and what to do now. No message ever repeats
//! a value from the file, because a value may be a credential in the wrong place; credentials are refused by the name of
//! their key ([`refuse`]). The file belongs to its owner: [`mod@write`] changes what was asked for and no other byte of it.
//!
//! [`reader`] holds the problems while a file is read, [`sections`] and [`account`] walk it, [`value`] checks single
//! values by the kind that a vendor's `spec.rs` states, and [`show`] prints what came out.

mod account;
mod address;
mod problem;
mod reader;
mod refuse;
mod sections;
mod show;
mod value;
pub mod write;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

pub use account::AccountSettings;
pub use problem::{Problem, Severity};
pub use show::first_text;

use crate::domain::ids::{AccountName, AgentId};
use crate::vendors::VendorName;

/// The settings of one profile. The default is what a missing file means: no accounts, nothing set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// The accounts, in the order of the file.
    pub accounts: Vec<AccountSettings>,
    /// What the agent is called (`[me] name`).
    pub my_name: Option<String>,
    /// The local address book (`[agents]`).
    pub agents: BTreeMap<AgentId, String>,
    /// How the network is reached.
    pub network: Network,
    /// What agents may record, in the order of the file.
    pub templates: Vec<Template>,
    /// What is odd but does not stop the program; at most `Severity::Warning`.
    pub warnings: Vec<Problem>,
}

/// `[network]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Network {
    /// A PEM file of further certificate authorities.
    pub ca_file: Option<PathBuf>,
    /// Which proxy requests take.
    pub proxy: Proxy,
}

/// `[network] proxy`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Proxy {
    /// What the system or the environment says.
    #[default]
    System,
    /// Straight to the vendor.
    None,
    /// This one; no credentials in it.
    Address(String),
}

/// One `[[template]]`: something agents may record.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    /// Unique.
    pub name: String,
    /// What each vendor makes of it: a table only that vendor's folder understands.
    pub parts: BTreeMap<VendorName, toml::Table>,
}

impl Config {
    /// Reads the file at `path`; a missing file is an empty configuration.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the file, at least one problem of `Severity::Error`, in the order of its lines;
    /// warnings are among them. A file that cannot be read at all is one problem with line 0.
    pub fn read(path: &Path) -> Result<Self, Vec<Problem>> {
        match std::fs::read(path) {
            Ok(bytes) => match std::str::from_utf8(&bytes) {
                Ok(text) => Self::parse(text),
                Err(fault) => Err(vec![problem::not_utf8(&bytes, fault.valid_up_to())]),
            },
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(fault) => Err(vec![problem::unreadable(&fault)]),
        }
    }

    /// Reads the text of a settings file.
    ///
    /// # Errors
    ///
    /// As [`Config::read`].
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        sections::read_all(text.strip_prefix('\u{feff}').unwrap_or(text))
    }

    /// On which line `[network]` has this key, from 1.
    pub fn line_of_network(text: &str, key: &str) -> Option<usize> {
        let root = toml::de::DeTable::parse(text).ok()?;
        let (key, _) = root.get_ref().get("network")?.get_ref().as_table()?.get_key_value(key)?;
        Some(problem::position(text, key.span().start).0)
    }

    /// The account of that name.
    pub fn account(&self, name: &AccountName) -> Option<&AccountSettings> {
        self.accounts.iter().find(|account| account.name == *name)
    }
}
