//! What can go wrong with the database, in words for the agent.
//!
//! No customer's data and no SQL ever stands in these: SQLite's own messages can quote a statement with its
//! values, so only its numeric (extended) code is kept.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// A failure of the store. Each sentence says what, why, and what now.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// A newer release wrote the file. It was not touched.
    #[error(
        "The database was written by a newer Leadline (format {found}, this one knows {known}), so it was left \
         untouched. Install {} again.", needed(release.as_deref())
    )]
    TooNew {
        found: i64,
        known: i64,
        /// The first release that knows the format, where the file says it.
        release: Option<String>,
    },
    /// The key does not open the file; a damaged first page looks the same from outside.
    #[error(
        "The database cannot be opened with the key from the keychain: the key belongs to another database, or the \
         file is damaged. The file was left untouched. Enter the recovery key (by command: `leadline recovery restore`), or put back the file of a backup."
    )]
    WrongKey,
    /// The content does not fit together (SQLite's extended code, 0 where a check of ours found it).
    #[error(
        "The database file is damaged (code {0}). Nothing was deleted. Close Leadline, keep a copy of the file, and \
         put back a backup; or start anew in the window, which keeps this file beside the new one. What is only in the \
         outbox can still be in the damaged file."
    )]
    Damaged(i32),
    /// There is no room for the write; what was there before is whole.
    #[error(
        "There is no room left on the disk, so this was not kept. What was kept before is whole. Free some room and \
         try again."
    )]
    Full,
    /// Reading or writing the disk failed.
    #[error(
        "The disk failed while the database was used (code {code}), so this was not kept. Check the disk and try again."
    )]
    Io { code: i32 },
    /// The file or its folder cannot be written.
    #[error("{} cannot be written ({why}), so nothing can be kept. Change its permissions or choose another folder with --data-dir.", path.display())]
    Unwritable { path: PathBuf, why: String },
    /// Somebody else holds the file.
    #[error("Another program is using the database, so this was not kept. Close it and try again.")]
    Locked,
    /// Something that should not happen; the text says what.
    #[error("{0}")]
    Other(String),
}

/// What a [`StoreError`] means for the one who asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreErrorKind {
    /// This database cannot be used at all: exit code 7.
    CannotOpen,
    /// This one thing was not kept; trying again can help.
    NotKept,
}

impl StoreError {
    /// What it means for the one who asked. (Whatever `Store::open` gives back is "cannot be opened".)
    pub fn kind(&self) -> StoreErrorKind {
        match self {
            Self::TooNew { .. } | Self::WrongKey | Self::Damaged(_) | Self::Unwritable { .. } => {
                StoreErrorKind::CannotOpen
            }
            Self::Full | Self::Io { .. } | Self::Locked | Self::Other(_) => StoreErrorKind::NotKept,
        }
    }

    /// An error of the file system around the database.
    pub(super) fn from_io(path: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind as K;
        match error.kind() {
            K::StorageFull | K::QuotaExceeded => Self::Full,
            K::PermissionDenied => unwritable(path, "permission denied"),
            K::ReadOnlyFilesystem => unwritable(path, "the disk is read-only"),
            K::NotADirectory | K::AlreadyExists => unwritable(path, "a file stands where a folder is needed"),
            K::NotFound => unwritable(path, "it does not exist"),
            _ => Self::Io { code: error.raw_os_error().unwrap_or(0) },
        }
    }

    /// A row that was expected to be there.
    pub(super) fn missing(what: &str) -> Self {
        Self::Other(format!("{what} is not in the database, so nothing was changed. Refresh and try again."))
    }
}

/// Which Leadline reads the file.
fn needed(release: Option<&str>) -> String {
    release.map_or("the newer Leadline".to_owned(), |release| format!("Leadline {release} or a later one"))
}

fn unwritable(path: &Path, why: &str) -> StoreError {
    StoreError::Unwritable { path: path.to_owned(), why: why.to_owned() }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let (code, extended) = match &error {
            rusqlite::Error::SqliteFailure(e, _) => (e.code, e.extended_code),
            rusqlite::Error::SqlInputError { error, .. } => (error.code, error.extended_code),
            // A value of the wrong type: STRICT tables rule it out, so the file was changed by something else.
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::Utf8Error(..) => return Self::Damaged(0),
            _ => return unexpected(0),
        };
        match code {
            // The log's index could not grow: no room, though SQLite files it under I/O.
            _ if extended == rusqlite::ffi::SQLITE_IOERR_SHMSIZE => Self::Full,
            ErrorCode::DiskFull => Self::Full,
            ErrorCode::SystemIoFailure => Self::Io { code: extended },
            // After the key was proven, "not a database" is a page that fails its signature.
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Damaged(extended),
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Locked,
            ErrorCode::ReadOnly => unwritable(Path::new("The database"), "it is read-only"),
            ErrorCode::CannotOpen | ErrorCode::PermissionDenied => {
                unwritable(Path::new("The database"), "it cannot be opened for writing")
            }
            _ => unexpected(extended),
        }
    }
}

fn unexpected(code: i32) -> StoreError {
    StoreError::Other(format!(
        "The database refused this (code {code}), so it was not kept. This is a fault of Leadline: please report the code."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sql_text_never_reaches_an_error() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        let error = connection.execute_batch("INSERT INTO canary_table VALUES ('canary')").unwrap_err();
        let ours = StoreError::from(error);
        assert!(!format!("{ours} {ours:?}").contains("canary"));
    }
}
