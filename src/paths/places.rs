//! Where each system wants files of which kind: XDG folders on Linux, their own places on macOS and Windows.

use std::ffi::OsString;
use std::path::PathBuf;

use super::PathError;

/// The system's own places; each already ends in our folder.
pub(super) struct Places<'a> {
    pub(super) variable: &'a dyn Fn(&str) -> Option<OsString>,
    pub(super) home: Option<PathBuf>,
}

impl Places<'_> {
    /// A full path from the environment. The XDG rules say that a relative one is to be ignored.
    fn full_path(&self, name: &str) -> Option<PathBuf> {
        (self.variable)(name).map(PathBuf::from).filter(|p| p.is_absolute())
    }

    fn home(&self, what: &'static str, below: &str) -> Result<PathBuf, PathError> {
        let home = self.home.as_deref().filter(|h| h.is_absolute());
        Ok(home.ok_or(PathError::NoHome { what, variable: "HOME" })?.join(below))
    }
}

#[cfg(not(any(target_os = "macos", windows)))]
impl Places<'_> {
    pub(super) fn config(&self) -> Result<PathBuf, PathError> {
        self.xdg("XDG_CONFIG_HOME", "configuration", ".config")
    }

    pub(super) fn data(&self) -> Result<PathBuf, PathError> {
        self.xdg("XDG_DATA_HOME", "database", ".local/share")
    }

    pub(super) fn state(&self) -> Result<PathBuf, PathError> {
        self.xdg("XDG_STATE_HOME", "log", ".local/state")
    }

    /// `None` where the session sets none (cron, bare containers): the lock then lies with the state.
    pub(super) fn runtime(&self) -> Option<PathBuf> {
        Some(self.full_path("XDG_RUNTIME_DIR")?.join("leadline"))
    }

    fn xdg(&self, variable: &str, what: &'static str, below_home: &str) -> Result<PathBuf, PathError> {
        let base = self.full_path(variable).map_or_else(|| self.home(what, below_home), Ok)?;
        Ok(base.join("leadline"))
    }
}

#[cfg(target_os = "macos")]
impl Places<'_> {
    pub(super) fn config(&self) -> Result<PathBuf, PathError> {
        self.home("configuration", "Library/Application Support/dev.leadline.Leadline")
    }

    pub(super) fn data(&self) -> Result<PathBuf, PathError> {
        self.home("database", "Library/Application Support/dev.leadline.Leadline/data")
    }

    pub(super) fn state(&self) -> Result<PathBuf, PathError> {
        self.home("log", "Library/Logs/dev.leadline.Leadline")
    }

    /// `TMPDIR` is a folder of this user alone on macOS, and short enough for a socket's path.
    pub(super) fn runtime(&self) -> Option<PathBuf> {
        Some(self.full_path("TMPDIR")?.join("dev.leadline.Leadline"))
    }
}

#[cfg(windows)]
impl Places<'_> {
    pub(super) fn config(&self) -> Result<PathBuf, PathError> {
        self.app_data("APPDATA", "configuration", "AppData/Roaming", "config")
    }

    pub(super) fn data(&self) -> Result<PathBuf, PathError> {
        self.app_data("LOCALAPPDATA", "database", "AppData/Local", "data")
    }

    pub(super) fn state(&self) -> Result<PathBuf, PathError> {
        self.app_data("LOCALAPPDATA", "log", "AppData/Local", "state")
    }

    pub(super) fn runtime(&self) -> Option<PathBuf> {
        None
    }

    fn app_data(&self, name: &str, what: &'static str, below: &str, own: &str) -> Result<PathBuf, PathError> {
        let base = self.full_path(name).map_or_else(|| self.home(what, below), Ok)?;
        Ok(base.join("Leadline").join(own))
    }
}
