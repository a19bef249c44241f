//! One profile as the command line names it: its places, its settings, its log.

use crate::cli::{Exit, Global, Stop};
use crate::config::{Config, Problem, Severity};
use crate::log as leadline_log;
use crate::paths::{PathOptions, Paths};
use crate::vendors::http::Http;

/// Places and settings, checked.
#[derive(Clone, Debug)]
pub struct Profile {
    pub paths: Paths,
    pub config: Config,
}

/// Where the files of the named profile are.
///
/// # Errors
/// A profile name that cannot be one (wrong usage), or a machine without a home.
pub fn places(global: &Global) -> Result<Paths, Stop> {
    let profile = global.profile.parse().map_err(|error| Stop::usage(format!("{error}")))?;
    let options = PathOptions { profile, config: global.config.clone(), data_dir: global.data_dir.clone() };
    Paths::resolve(&options).map_err(|error| Stop::new(Exit::Failed, error.to_string()))
}

/// A settings file that was named has to be there: to go on without accounts would look like having lost them.
///
/// # Errors
/// It is not (exit 2).
pub fn named_file_is_there(global: &Global) -> Result<(), Stop> {
    match &global.config {
        Some(file) if matches!(file.try_exists(), Ok(false)) => Err(Stop::usage(format!(
            "The settings file {} is not there; --config or LEADLINE_CONFIG names it. Check its path, or leave the name \
             away to use the usual place (`leadline config path`).",
            file.display()
        ))),
        _ => Ok(()),
    }
}

impl Profile {
    /// Reads the settings, opens the log, and keeps reports of panics from now on.
    ///
    /// # Errors
    /// Every problem of the settings (exit 2), or an unusable place.
    pub fn open(global: &Global) -> Result<Self, Stop> {
        let paths = places(global)?;
        named_file_is_there(global)?;
        leadline_log::keep_crashes(&paths, crate::cli::args::VERSION.as_str());
        let config = Config::read(&paths.config_file).map_err(|problems| Stop::usage(told(&problems)))?;
        // A log that cannot be written is no reason not to work; doctor tells about it.
        if let Err(error) = paths.create_dirs().map_err(|e| e.to_string()).and_then(|()| {
            leadline_log::install(&paths, global.log.unwrap_or(::log::LevelFilter::Info)).map_err(|e| e.to_string())
        }) {
            ::log::warn!("no log: {error}");
        }
        Ok(Self { paths, config })
    }

    /// That the settings have this account: said before anything is opened or handed over.
    ///
    /// # Errors
    /// They have not (exit 2).
    pub fn knows(&self, account: &str) -> Result<(), Stop> {
        if self.config.account(&account.into()).is_some() {
            return Ok(());
        }
        let known: Vec<_> = self.config.accounts.iter().map(|account| account.name.as_str()).collect();
        let known =
            if known.is_empty() { "none is configured".to_owned() } else { format!("known: {}", known.join(", ")) };
        Err(Stop::usage(format!("There is no account “{account}” ({known}).")))
    }

    /// The sender, with the network's settings.
    ///
    /// # Errors
    /// Settings that cannot be used (exit 2).
    pub fn http(&self) -> Result<Http, Stop> {
        Http::new(&self.config.network).map_err(Stop::usage)
    }
}

fn told(problems: &[Problem]) -> String {
    let mut text =
        "The settings file is not right, so nothing was done. `leadline config check` shows this again.".to_owned();
    for problem in problems.iter().filter(|problem| problem.severity == Severity::Error) {
        text.push_str("\n  ");
        text.push_str(&problem.to_string());
    }
    text
}
