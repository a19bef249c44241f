//! Opening: the key, the safety settings, and the checks that they hold.
//!
//! A wrong key changes nothing: it is first tried on the file without locks, log or trace. A new database is made
//! under another name and renamed when it is whole, so a half-made one never stands under the real name.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::key::{named, try_key, unlock};
use super::{Store, StoreError, files, migrate};

/// How long to wait for a lock: a checkpoint or a diagnosis may be running beside us.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Statements kept prepared; a few more than this crate has.
const STATEMENTS: usize = 64;

/// What the connection itself must answer before anything is kept by it.
const DURABILITY: &str = "wal, FULL";

impl Store {
    /// Opens the encrypted database, or makes it where none is. `key_hex`: 64 hexadecimal digits, the raw key.
    /// An older format is brought up to date after an encrypted copy of the file was put beside it.
    ///
    /// # Errors
    /// [`StoreError::TooNew`] and [`StoreError::WrongKey`] leave every file as it was; the others say what is in
    /// the way.
    pub fn open(path: &Path, key_hex: &str) -> Result<Self, StoreError> {
        if !is_key(key_hex) {
            return Err(StoreError::WrongKey);
        }
        let there = files::exists(path)?;
        if there {
            try_key(path, key_hex)?;
        }
        files::make_folder(files::folder_of(path))?;
        if !there {
            create(path, key_hex)?;
        }
        files::make_private(path)?;
        let connection = named(path, || connect(path, key_hex))?;
        if migrate::version(&connection)? < migrate::NEWEST {
            // The copy is made from the whole database, log included, before the first step.
            migrate::back_up(&connection, path)?;
        }
        migrate::up_to_date(&connection)?;
        let store = Self { connection };
        let durability = store.durability()?;
        if durability != DURABILITY {
            return Err(StoreError::Other(format!(
                "This disk does not let the database be kept safely ({durability} instead of {DURABILITY}), so it was \
                 not used. Choose a folder on a local disk with --data-dir."
            )));
        }
        Ok(store)
    }

    /// Proves that this key is the file's, without leaving a trace; also on a file that is too new for us.
    ///
    /// # Errors
    /// [`StoreError::WrongKey`], and what is in the way of looking.
    pub fn is_key_of(path: &Path, key_hex: &str) -> Result<(), StoreError> {
        if !is_key(key_hex) {
            return Err(StoreError::WrongKey);
        }
        match try_key(path, key_hex) {
            // To say so it had to be read.
            Err(StoreError::TooNew { .. }) => Ok(()),
            other => other,
        }
    }

    /// Gives the database's files another name beside their own, so that a new one can be made; nothing is deleted.
    /// The caller holds the profile. Answers the new name of the database.
    ///
    /// # Errors
    /// When the files cannot be named anew; the database is then still there under its own name.
    pub fn set_aside(path: &Path) -> Result<PathBuf, StoreError> {
        files::set_database_aside(path)
    }

    /// A database that is gone when it is dropped; nothing touches the disk.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn in_memory() -> Result<Self, StoreError> {
        let connection = Connection::open_in_memory()?;
        settle(&connection)?;
        migrate::up_to_date(&connection)?;
        Ok(Self { connection })
    }
}

fn is_key(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Makes a whole, empty database and gives it its name.
fn create(path: &Path, key_hex: &str) -> Result<(), StoreError> {
    let new = files::beside(path, ".new");
    for ending in files::COMPANIONS {
        // What an earlier, interrupted creation left holds nothing.
        files::remove_if_there(&files::beside(&new, ending))?;
        // A log whose database was taken away must neither be replayed into the new one nor be lost.
        files::set_aside(&files::beside(path, ending))?;
    }
    files::create_private(&new)?;
    let connection = named(path, || connect(&new, key_hex))?;
    migrate::up_to_date(&connection)?;
    // Closing folds the log into the file.
    connection.close().map_err(|(_, error)| StoreError::from(error))?;
    files::put_in_place(&new, path)
}

/// A connection with the key and all safety settings.
fn connect(path: &Path, key_hex: &str) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    // A newer version may stand in the log only. Giving up then must not fold that log into the file.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    unlock(&connection, key_hex)?;
    migrate::refuse_newer(&connection)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    settle(&connection)?;
    Ok(connection)
}

fn settle(connection: &Connection) -> Result<(), StoreError> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.execute_batch(
        // FULL: the log is on the disk before a commit returns. `fullfsync` matters on macOS, where a plain
        // fsync stops at the drive's cache. Temporary tables hold customers' data: never in a file.
        // 16 MB of pages: every page that is read again costs a decryption.
        "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON; \
         PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; \
         PRAGMA cache_size = -16000;",
    )?;
    Ok(())
}
