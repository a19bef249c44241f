//! Opening: the key, the safety settings, and the checks that they hold.
//!
//! A wrong key changes nothing: it is first tried on the file without locks, log or trace. A new database is made
//! under another name and renamed when it is whole, so a half-made one never stands under the real name.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use zeroize::Zeroizing;

use super::{Store, StoreError, files, migrate};

/// How long to wait for a lock: a checkpoint or a diagnosis may be running beside us.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Statements kept prepared; a few more than this crate has.
const STATEMENTS: usize = 64;

/// After how many pages the log is folded into the file: seldom in a full sync, often otherwise, because an edit
/// waits while it happens.
const LOG_PAGES: u32 = 1_000;
const LOG_PAGES_BULK: u32 = 16_000;

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
        if key_hex.len() != 64 || !key_hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
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

    /// After how many pages the log is folded into the file: seldom in a full sync, often otherwise, because an edit
    /// waits while it happens.
    const LOG_PAGES: u32 = 1_000;
    const LOG_PAGES_BULK: u32 = 16_000;

    /// What the connection itself answers about keeping things: journal mode and `synchronous`, `wal, FULL`.
    ///
    /// # Errors
    /// When it does not answer.
    pub fn durability(&self) -> Result<String, StoreError> {
        let journal: String = self.connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
        let synchronous: i64 = self.connection.pragma_query_value(None, "synchronous", |row| row.get(0))?;
        let synchronous = match synchronous {
            0 => "OFF",
            1 => "NORMAL",
            2 => "FULL",
            3 => "EXTRA",
            _ => "unknown",
        };
        Ok(format!("{journal}, {synchronous}"))
    }

    /// Reads the whole file: signatures of all pages, structure, references between tables. Slow.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when something does not fit together.
    pub fn integrity(&self) -> Result<(), StoreError> {
        // The signatures are checked in the file alone, where a page that stands newer in the log may rightly be torn.
        let in_file = self.fold_log_in()?;
        let signatures = in_file.then_some("PRAGMA cipher_integrity_check");
        // Each answers no rows, or one row "ok", when all is well. What else they say stays unread.
        for check in signatures.into_iter().chain(["PRAGMA integrity_check(1)", "PRAGMA foreign_key_check"]) {
            let mut statement = self.connection.prepare(check)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                if row.get_ref(0)?.as_str().unwrap_or_default() != "ok" {
                    return Err(StoreError::Damaged(0));
                }
            }
        }
        Ok(())
    }

    /// Says whether many writes in a row are coming (a full sync). The log then grows further before it is folded
    /// into the file, which saves writing the same pages again and again; afterwards it is folded in at once.
    ///
    /// # Errors
    /// When the disk fails. Nothing is lost: what was written stands in the log.
    pub fn many_writes_ahead(&self, ahead: bool) -> Result<(), StoreError> {
        let pages = if ahead { LOG_PAGES_BULK } else { LOG_PAGES };
        self.connection.query_row(&format!("PRAGMA wal_autocheckpoint = {pages}"), [], |_| Ok(()))?;
        if !ahead {
            self.fold_log_in()?;
        }
        Ok(())
    }

    /// Folds the log into the file; whether there was a log and all of it is in.
    fn fold_log_in(&self) -> Result<bool, StoreError> {
        let (busy, pages, folded): (i64, i64, i64) =
            self.connection
                .query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(busy == 0 && pages >= 0 && pages == folded)
    }

    /// How long a write waits for a lock that another program holds (5 seconds unless told).
    ///
    /// # Errors
    /// When the connection does not answer.
    #[doc(hidden)]
    pub fn give_up_waiting_after(&self, patience: Duration) -> Result<(), StoreError> {
        Ok(self.connection.busy_timeout(patience)?)
    }

    /// Keeps the file from growing beyond this many pages: how tests meet a full disk.
    ///
    /// # Errors
    /// When the connection does not answer.
    #[doc(hidden)]
    pub fn limit_pages(&self, pages: u32) -> Result<u32, StoreError> {
        Ok(self.connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |row| row.get(0))?)
    }
}

/// Tries the key without leaving a trace.
fn try_key(path: &Path, key_hex: &str) -> Result<(), StoreError> {
    let has_log = std::fs::metadata(files::beside(path, "-wal")).is_ok_and(|log| log.len() > 0);
    let empty = std::fs::metadata(path).map_err(|error| StoreError::from_io(path, &error))?.len() == 0;
    if empty && !has_log {
        // We never leave an empty file behind, so somebody else emptied this one.
        return Err(StoreError::Damaged(0));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let looked = named(path, || {
        let connection = Connection::open_with_flags(files::untouched_uri(path), flags)?;
        unlock(&connection, key_hex)?;
        migrate::refuse_newer(&connection)
    });
    // A power cut during a checkpoint can tear the first page, which then stands whole in the log only.
    // This way of looking reads the log; it keeps its index in memory and folds nothing back into the file.
    match looked {
        Err(StoreError::WrongKey) if has_log => named(path, || {
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

/// Makes a whole, empty database and gives it its name.
fn create(path: &Path, key_hex: &str) -> Result<(), StoreError> {
    let new = files::beside(path, ".new");
    for ending in ["-wal", "-shm", "-journal"] {
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

/// Hands the key over and proves it by reading.
fn unlock(connection: &Connection, key_hex: &str) -> Result<(), StoreError> {
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

/// Puts the real path into errors that SQLite gives without one.
fn named<T>(path: &Path, work: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
    work().map_err(|error| match error {
        StoreError::Unwritable { why, .. } => StoreError::Unwritable { path: path.to_owned(), why },
        other => other,
    })
}
