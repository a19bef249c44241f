//! Where everything of one profile lies: configuration, database, log, lock.
//!
//! Working it out touches no disk ([`Paths::resolve`]); [`Paths::create_dirs`] makes the folders. Options win over
//! the environment's `XDG_*` (Linux) or the system's own places (macOS, Windows). Next door: `places` knows
//! the systems, `files` writes, `error` finds the words.

mod error;
mod files;
mod places;
mod profile;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

pub use error::PathError;
pub use files::{create_private_dir, open_private, read_text, refuse_symlink, write_atomically};
use places::Places;
pub use profile::{BadProfileName, ProfileName};

/// What the command line (or its `LEADLINE_*` variables) says about places.
#[derive(Clone, Debug, Default)]
pub struct PathOptions {
    /// `--profile NAME`.
    pub profile: ProfileName,
    /// `--config FILE`.
    pub config: Option<PathBuf>,
    /// `--data-dir DIR`: database, state and runtime go below it.
    pub data_dir: Option<PathBuf>,
}

/// The places of one profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// Whose places these are.
    pub profile: ProfileName,
    /// The settings file.
    pub config_file: PathBuf,
    /// The folder of the database and its backups.
    pub database_dir: PathBuf,
    /// The encrypted database.
    pub database_file: PathBuf,
    /// The folder of log, crash files and window geometry.
    pub state_dir: PathBuf,
    /// The current log; older ones lie beside it.
    pub log_file: PathBuf,
    /// The folder of locks and sockets, shared by all profiles.
    pub runtime_dir: PathBuf,
    /// Held locked by the process that has the profile open.
    pub lock_file: PathBuf,
    /// Where that process listens for commands.
    pub socket_file: PathBuf,
}

impl Paths {
    /// Works out the places from `options` and this process's environment.
    ///
    /// # Errors
    /// [`PathError::NoHome`]: neither says where files belong.
    pub fn resolve(options: &PathOptions) -> Result<Self, PathError> {
        Self::resolve_with(options, &|name| std::env::var_os(name), std::env::home_dir())
    }

    fn resolve_with(
        options: &PathOptions,
        variable: &dyn Fn(&str) -> Option<OsString>,
        home: Option<PathBuf>,
    ) -> Result<Self, PathError> {
        let profile = options.profile.clone();
        let places = Places { variable, home };
        let config_file = match &options.config {
            Some(file) => file.clone(),
            None => config_in(&places.config()?, &profile),
        };
        let (data, state, runtime) = match &options.data_dir {
            Some(dir) => (dir.join("data"), dir.join("state"), dir.join("runtime")),
            None => {
                let state = places.state()?;
                (places.data()?, state.clone(), places.runtime().unwrap_or_else(|| state.join("runtime")))
            }
        };
        let database_dir = data.join(profile.as_str());
        let state_dir = state.join(profile.as_str());
        Ok(Self {
            config_file,
            database_file: database_dir.join("leadline.db"),
            database_dir,
            log_file: state_dir.join("leadline.log"),
            state_dir,
            lock_file: runtime.join(format!("{profile}.lock")),
            socket_file: runtime.join(format!("{profile}.sock")),
            runtime_dir: runtime,
            profile,
        })
    }

    /// Creates the folders of database, state and runtime, 0700. The configuration's is made when it is first written.
    ///
    /// # Errors
    /// The first folder that cannot be made or made private.
    pub fn create_dirs(&self) -> Result<(), PathError> {
        create_private_dir("database folder", &self.database_dir)?;
        create_private_dir("state folder", &self.state_dir)?;
        create_private_dir("runtime folder", &self.runtime_dir)
    }

    /// Replaces the settings file, making its folder when needed.
    ///
    /// # Errors
    /// The folder or the file cannot be written; the old file is then still whole.
    pub fn write_config(&self, text: &str) -> Result<(), PathError> {
        // A folder that was named by hand (`--config`) keeps its rights: it may hold other things.
        if let Some(dir) = self.config_file.parent().filter(|d| !d.as_os_str().is_empty() && !d.is_dir()) {
            create_private_dir("configuration folder", dir)?;
        }
        write_atomically("configuration file", &self.config_file, text.as_bytes())
    }
}

fn config_in(dir: &Path, profile: &ProfileName) -> PathBuf {
    if profile.is_default() {
        dir.join("config.toml")
    } else {
        dir.join("profiles").join(profile.as_str()).join("config.toml")
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;

    fn resolve(options: &PathOptions, env: &[(&str, &str)], home: Option<&str>) -> Result<Paths, PathError> {
        let lookup = |name: &str| env.iter().find(|(n, _)| *n == name).map(|(_, v)| OsString::from(v));
        Paths::resolve_with(options, &lookup, home.map(PathBuf::from))
    }

    #[test]
    fn the_default_profile_lies_in_the_xdg_folders() {
        let env = [
            ("XDG_CONFIG_HOME", "/c"),
            ("XDG_DATA_HOME", "/d"),
            ("XDG_STATE_HOME", "/s"),
            ("XDG_RUNTIME_DIR", "/run/user/1"),
        ];
        let paths = resolve(&PathOptions::default(), &env, None).unwrap();
        assert_eq!(paths.config_file, Path::new("/c/leadline/config.toml"));
        assert_eq!(paths.database_file, Path::new("/d/leadline/default/leadline.db"));
        assert_eq!(paths.log_file, Path::new("/s/leadline/default/leadline.log"));
        assert_eq!(paths.lock_file, Path::new("/run/user/1/leadline/default.lock"));
    }

    #[test]
    fn without_xdg_variables_or_with_relative_ones_home_decides() {
        let paths = resolve(&PathOptions::default(), &[("XDG_DATA_HOME", "relative")], Some("/h")).unwrap();
        assert_eq!(paths.config_file, Path::new("/h/.config/leadline/config.toml"));
        assert_eq!(paths.database_dir, Path::new("/h/.local/share/leadline/default"));
        assert_eq!(paths.runtime_dir, Path::new("/h/.local/state/leadline/runtime"));
    }

    #[test]
    fn another_profile_shares_no_file_with_the_default_one() {
        let options = PathOptions { profile: "shop".parse().unwrap(), ..PathOptions::default() };
        let paths = resolve(&options, &[], Some("/h")).unwrap();
        assert_eq!(paths.config_file, Path::new("/h/.config/leadline/profiles/shop/config.toml"));
        assert_eq!(paths.database_dir, Path::new("/h/.local/share/leadline/shop"));
        assert_eq!(paths.state_dir, Path::new("/h/.local/state/leadline/shop"));
        assert_eq!(paths.socket_file, Path::new("/h/.local/state/leadline/runtime/shop.sock"));
    }

    #[test]
    fn options_win_over_the_environment() {
        let options =
            PathOptions { config: Some("my.toml".into()), data_dir: Some("/data".into()), ..PathOptions::default() };
        let paths = resolve(&options, &[("XDG_RUNTIME_DIR", "/run/user/1")], None).unwrap();
        assert_eq!(paths.config_file, Path::new("my.toml"));
        assert_eq!(paths.database_dir, Path::new("/data/data/default"));
        assert_eq!(paths.state_dir, Path::new("/data/state/default"));
        assert_eq!(paths.runtime_dir, Path::new("/data/runtime"));
    }

    #[test]
    fn without_any_home_the_missing_variable_is_named() {
        let said = resolve(&PathOptions::default(), &[], None).unwrap_err().to_string();
        assert_eq!(
            said,
            "There is no place for the configuration: the variable HOME is not set to a full path. Set it, or use \
             --config and --data-dir."
        );
    }
}
