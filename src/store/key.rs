//! The key: handing it over, proving it, and trying it without leaving a trace.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use zeroize::Zeroizing;

use super::open::BUSY_TIMEOUT;
use super::{StoreError, files, migrate};

/// Tries the key without leaving a trace.
pub(super) fn try_key(path: &Path, key_hex: &str) -> Result<(), StoreError> {
    let has_log = std::fs::metadata(files::beside(path, "-wal")).is_ok_and(|log| log.len() > 0);
    let empty = std::fs::metadata(path).map_err(|error| StoreError::from_io(path, &error))?.len() == 0;
    if empty {
        // We never leave an empty file behind, so somebody else emptied this one. SQLite would take it for a new
        // database and delete the log beside it, with whatever that still holds.
        return Err(StoreError::Damaged(0));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let looked = named(path, || {
        let connection = Connection::open_with_flags(files::untouched_uri(path), flags)?;
        unlock(&connection, key_hex)?;
        migrate::refuse_newer(&connection)
    });
    // A power cut or a kill during a checkpoint can tear the first page, which then stands whole in the log only, and can
    // leave pages behind that do not fit together without the log: a file that is shorter than its first page says.
    // This way of looking reads the log; it keeps its index in memory and folds nothing back into the file.
    match looked {
        Err(StoreError::WrongKey | StoreError::Damaged(_)) if has_log => named(path, || {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let connection = Connection::open_with_flags(path, flags)?;
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
            connection.busy_timeout(BUSY_TIMEOUT)?;
            connection.execute_batch("PRAGMA locking_mode = EXCLUSIVE")?;
            unlock(&connection, key_hex)
        }),
        other => other,
    }
}

/// Hands the key over and proves it by reading.
pub(super) fn unlock(connection: &Connection, key_hex: &str) -> Result<(), StoreError> {
    // The library would write its own complaints to stderr.
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
    let key = Zeroizing::new(format!("PRAGMA key = \"x'{key_hex}'\""));
    connection.execute_batch(&key)?;
    // A SQLite without encryption takes the key, says nothing, and writes plain text.
    let cipher: Option<String> =
        connection.pragma_query_value(None, "cipher_version", |row| row.get(0)).ok().filter(|v: &String| !v.is_empty());
    if cipher.is_none() {
        return Err(StoreError::Other(
            "This build of Leadline cannot encrypt its database, so it keeps nothing. Install a proper build."
                .to_owned(),
        ));
    }
    match connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())) {
        Err(rusqlite::Error::SqliteFailure(error, _)) if error.code == ErrorCode::NotADatabase => {
            Err(StoreError::WrongKey)
        }
        other => Ok(other?),
    }
}

/// Puts the real path into errors that SQLite gives without one.
pub(super) fn named<T>(path: &Path, work: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
    work().map_err(|error| match error {
        StoreError::Unwritable { why, .. } => StoreError::Unwritable { path: path.to_owned(), why },
        other => other,
    })
}
