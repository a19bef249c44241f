//! What can go wrong with a file or folder, in sentences for the person at the screen.

use std::io;
use std::path::{Path, PathBuf};

/// A file or folder that could not be used: what, why, and what to do now.
#[derive(Debug, thiserror::Error)]
pub enum PathError {
    /// The system refused or failed an operation.
    #[error("The {what} {} cannot be {tried}: {}. {}", .path.display(), why(.source), advice(.source))]
    Io {
        /// The thing in words, such as "database folder".
        what: &'static str,
        /// What was wanted, as "read", "written", "created", "locked".
        tried: &'static str,
        /// Where it is.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The target is a symbolic link, through which another file would be overwritten.
    #[error(
        "The {what} {} is a symbolic link, and Leadline does not write through links: another file could be \
         overwritten. Put the file itself there, or choose another place with --config or --data-dir.",
        .path.display()
    )]
    Symlink {
        /// The thing in words.
        what: &'static str,
        /// Where it is.
        path: PathBuf,
    },
    /// Neither an option nor the environment says where files belong.
    #[error(
        "There is no place for the {what}: the variable {variable} is not set to a full path. Set it, or use --config and --data-dir."
    )]
    NoHome {
        /// The thing in words.
        what: &'static str,
        /// The variable that would say it.
        variable: &'static str,
    },
}

impl PathError {
    pub(super) fn io(what: &'static str, tried: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io { what, tried, path: path.into(), source }
    }
}

fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "permission is denied".into(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "the disk is full".into(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".into(),
        io::ErrorKind::NotFound => "it does not exist".into(),
        io::ErrorKind::NotADirectory => "part of its path is a file, not a folder".into(),
        io::ErrorKind::AlreadyExists => "a file of that name is in the way".into(),
        io::ErrorKind::IsADirectory => "it is a folder, not a file".into(),
        _ => error.to_string(),
    }
}

fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "Make room on the disk, then try again.",
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory => {
            "Move it away, or choose another place with --config or --data-dir."
        }
        _ => "Make it accessible to your user, or choose another place with --config or --data-dir.",
    }
}
