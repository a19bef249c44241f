//! Whose data a change belongs to: a line of the settings, kept beside it and compared before anything is sent.

use rusqlite::OptionalExtension as _;

use super::column::{text, text_or_empty};
use super::{Store, StoreError, Tx};
use crate::domain::{AccountName, ChangeId};

impl Store {
    /// The identities of all rows that are not history yet, where one is known.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn open_identities(&self) -> Result<Vec<(ChangeId, String)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, identity FROM outbox \
             WHERE state NOT IN ('confirmed', 'accepted', 'cancelled') AND identity IS NOT NULL ORDER BY id",
        )?;
        let all = statement.query_map([], |row| Ok((ChangeId(row.get(0)?), text_or_empty(row, 1)?)))?;
        Ok(all.collect::<Result<_, _>>()?)
    }

    /// The identity under which this change was wished; `None` where no version wrote one down.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn identity(&self, id: ChangeId) -> Result<Option<String>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT identity FROM outbox WHERE id = ?1")?;
        Ok(statement.query_row([id.0], |row| text(row, 0)).optional()?.flatten())
    }

    /// Whether any open row of this account has no identity: it was made by an earlier version.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn has_orphans(&self, account: &AccountName) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT 1 FROM outbox WHERE state NOT IN ('confirmed', 'accepted', 'cancelled') \
             AND identity IS NULL AND account = ?1",
        )?;
        Ok(statement.exists([account.as_str()])?)
    }
}

impl Tx<'_> {
    /// Writes down under which identity this change was wished.
    ///
    /// # Errors
    /// When it cannot be kept, or there is no such row.
    pub fn belongs_to(&self, id: ChangeId, identity: &str) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached("UPDATE outbox SET identity = ?2 WHERE id = ?1")?;
        if statement.execute(rusqlite::params![id.0, identity])? == 1 {
            Ok(())
        } else {
            Err(StoreError::missing("This change"))
        }
    }

    /// Takes the account's open rows without an identity for wishes under this one.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub fn adopt_orphans(&self, account: &AccountName, identity: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "UPDATE outbox SET identity = ?2 WHERE account = ?1 AND identity IS NULL \
                 AND state NOT IN ('confirmed', 'accepted', 'cancelled')",
            )?
            .execute([account.as_str(), identity])?;
        Ok(())
    }
}
