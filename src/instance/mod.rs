//! One process per profile: locks that the system itself releases when their holder ends, however it ends; and the
//! socket at which the holder takes the others' commands ([`socket`], [`frame`]).
//!
//! Two locks: one in the runtime folder, beside the socket, and one beside the database. The runtime folder depends on
//! the session (a job of cron has none), so alone it would let two processes open one database.

pub mod frame;
#[cfg(unix)]
pub mod socket;

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;

use crate::paths::{PathError, Paths, ProfileName, create_private_dir, open_private};

/// The proof that this process alone has the profile open; dropping it lets the next one in.
#[derive(Debug)]
pub struct Instance {
    // A lock belongs to the open file. The file itself stays: removing it would let two processes lock two files.
    _locks: [Option<File>; 2],
}

/// Why the profile could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum InstanceError {
    /// Another process has it.
    #[error(transparent)]
    InUse(#[from] InUse),
    /// The lock file cannot be used.
    #[error(transparent)]
    Path(#[from] PathError),
}

/// Another Leadline has the profile open.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "The profile `{profile}` is already open in another Leadline{}. Use that one, or close it, then try again.",
    .pid.as_ref().map(|pid| format!(" (process {pid})")).unwrap_or_default()
)]
pub struct InUse {
    /// The profile that was wanted.
    pub profile: ProfileName,
    /// The other's process id, where the system lets us read it.
    pub pid: Option<u32>,
}

impl Instance {
    /// Takes the profile for this process, without waiting.
    ///
    /// # Errors
    /// [`InstanceError::InUse`] when another process has it, [`InstanceError::Path`] when the lock file cannot be used.
    pub fn acquire(paths: &Paths) -> Result<Self, InstanceError> {
        create_private_dir("runtime folder", &paths.runtime_dir)?;
        create_private_dir("database folder", &paths.database_dir)?;
        let beside_database = paths.database_dir.join("leadline.lock");
        Ok(Self { _locks: [lock(paths, &paths.lock_file)?, lock(paths, &beside_database)?] })
    }
}

/// Locks one file; `None` on a disk that knows no locks.
fn lock(paths: &Paths, file: &Path) -> Result<Option<File>, InstanceError> {
    let what = "lock file";
    let mut options = OpenOptions::new();
    // Not truncated: until the lock is ours the text is the other's process id.
    options.read(true).write(true).create(true).truncate(false);
    let mut lock = open_private(what, file, &mut options)?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            return Err(InUse { profile: paths.profile.clone(), pid: read_pid(&mut lock) }.into());
        }
        Err(TryLockError::Error(error)) if error.kind() == std::io::ErrorKind::Unsupported => {
            log::warn!("a disk knows no locks");
            return Ok(None);
        }
        Err(TryLockError::Error(source)) => {
            return Err(PathError::Io { what, tried: "locked", path: file.to_owned(), source }.into());
        }
    }
    // The id is only for the other's sentence: the lock holds without it.
    if let Err(error) = write_pid(&mut lock) {
        log::warn!("the process id could not be written to the lock file: {}", error.kind());
    }
    Ok(Some(lock))
}

fn write_pid(lock: &mut File) -> std::io::Result<()> {
    lock.set_len(0)?;
    lock.rewind()?;
    lock.write_all(format!("{}\n", std::process::id()).as_bytes())
}

fn read_pid(lock: &mut File) -> Option<u32> {
    let mut text = String::new();
    lock.take(32).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths::PathOptions;

    fn paths(dir: &std::path::Path, profile: &str) -> Paths {
        let profile = profile.parse().unwrap();
        Paths::resolve(&PathOptions { profile, config: Some(dir.join("c.toml")), data_dir: Some(dir.into()) }).unwrap()
    }

    #[test]
    fn a_second_one_is_told_who_has_the_profile_and_gets_it_afterwards() {
        let temp = tempfile::tempdir().unwrap();
        let paths = paths(temp.path(), "default");
        let first = Instance::acquire(&paths).unwrap();
        let Err(InstanceError::InUse(in_use)) = Instance::acquire(&paths) else { panic!("two at once") };
        let pid = std::process::id();
        assert_eq!(in_use.pid, Some(pid));
        let want = format!(
            "The profile `default` is already open in another Leadline (process {pid}). Use that one, or close it, \
             then try again."
        );
        assert_eq!(in_use.to_string(), want);
        drop(first);
        Instance::acquire(&paths).unwrap();
    }

    #[test]
    fn another_runtime_folder_does_not_let_a_second_one_at_the_same_database() {
        let temp = tempfile::tempdir().unwrap();
        let paths = paths(temp.path(), "default");
        let runtime = temp.path().join("elsewhere");
        let by_cron = Paths { lock_file: runtime.join("default.lock"), runtime_dir: runtime, ..paths.clone() };
        let first = Instance::acquire(&paths).unwrap();
        let Err(InstanceError::InUse(in_use)) = Instance::acquire(&by_cron) else { panic!("two at once") };
        assert_eq!(in_use.pid, Some(std::process::id()));
        drop(first);
        Instance::acquire(&by_cron).unwrap();
    }

    #[test]
    fn two_profiles_do_not_hinder_each_other() {
        let temp = tempfile::tempdir().unwrap();
        let _one = Instance::acquire(&paths(temp.path(), "one")).unwrap();
        Instance::acquire(&paths(temp.path(), "two")).unwrap();
    }
}
