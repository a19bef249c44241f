//! Looking after the open file: is it kept safely, is it whole, how long may its log grow.

use std::time::Duration;

use super::{Store, StoreError};

/// After how many pages the log is folded into the file: seldom in a full sync, often otherwise, because an edit
/// waits while it happens.
const LOG_PAGES: u32 = 1_000;
const LOG_PAGES_BULK: u32 = 16_000;

impl Store {
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

    /// No longer waits for the disk at each commit: how a test of power cuts proves that it would see a loss.
    ///
    /// # Errors
    /// When the connection does not answer.
    #[doc(hidden)]
    pub fn keep_less_safely(&self) -> Result<(), StoreError> {
        Ok(self.connection.pragma_update(None, "synchronous", "NORMAL")?)
    }
}
