//! How far reading has come, and what it found changed.

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, params};

use super::column::{micros, text, text_or_empty, time_or_epoch};
use super::{Store, StoreError, Tx};
use crate::domain::{AccountName, LeadId, LeadKind};

/// A value that somebody else changed at the vendor, between two of our readings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObservedDifference {
    /// The vendor-neutral name of the field.
    pub field: String,
    pub old: Option<String>,
    pub new: Option<String>,
    /// The last reading that still gave `old`.
    pub from: Timestamp,
    /// The first reading that gave `new`.
    pub to: Timestamp,
}

impl Store {
    /// What the engine wrote about this list: opaque here.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn sync_state(&self, account: &AccountName, list: LeadKind) -> Result<Option<String>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT state FROM sync_state WHERE account = ?1 AND list = ?2")?;
        Ok(statement.query_row([account.as_str(), list.as_str()], |row| text_or_empty(row, 0)).optional()?)
    }

    /// What sync saw change on this lead, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn observed_differences(&self, lead: LeadId) -> Result<Vec<ObservedDifference>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT field, old, new, from_at, to_at FROM observed_differences WHERE lead = ?1 ORDER BY id",
        )?;
        let all = statement.query_map([lead.0], |row| {
            Ok(ObservedDifference {
                field: text_or_empty(row, 0)?,
                old: text(row, 1)?,
                new: text(row, 2)?,
                from: time_or_epoch(row, 3)?,
                to: time_or_epoch(row, 4)?,
            })
        })?;
        Ok(all.collect::<Result<_, _>>()?)
    }
}

impl Tx<'_> {
    /// Keeps how far reading this list has come.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub fn set_sync_state(&self, account: &AccountName, list: LeadKind, json: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO sync_state (account, list, state) VALUES (?1, ?2, ?3) \
                 ON CONFLICT (account, list) DO UPDATE SET state = excluded.state WHERE state IS NOT excluded.state",
            )?
            .execute([account.as_str(), list.as_str(), json])?;
        Ok(())
    }

    /// Keeps that the vendor's value of `field` was `old` when read at `from`, and `new` at `to`.
    ///
    /// # Errors
    /// When it cannot be kept, or there is no such lead.
    pub fn observed(
        &self,
        lead: LeadId,
        field: &str,
        old: Option<&str>,
        new: Option<&str>,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO observed_differences (lead, field, old, new, from_at, to_at) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![lead.0, field, old, new, micros(from), micros(to)])?;
        Ok(())
    }
}
