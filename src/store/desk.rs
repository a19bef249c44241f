//! What lies on the agent's desk: text being typed, and what the window wants to find again.

use std::collections::BTreeMap;

use rusqlite::params;

use super::column::text_or_empty;
use super::{Store, StoreError, Tx};
use crate::domain::{DraftOf, LeadId};

impl Store {
    /// All that the window asked to be remembered.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn memory(&self) -> Result<BTreeMap<String, String>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT key, value FROM memory")?;
        let all = statement.query_map([], |row| Ok((text_or_empty(row, 0)?, text_or_empty(row, 1)?)))?;
        Ok(all.collect::<Result<_, _>>()?)
    }

    /// All text that is being typed. A draft of a place that this release does not know stays in the file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn drafts(&self) -> Result<Vec<(LeadId, DraftOf, String)>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT lead, field, text FROM drafts")?;
        let all = statement.query_map([], |row| {
            let of = DraftOf::from_name(&text_or_empty(row, 1)?);
            let text = text_or_empty(row, 2)?;
            let lead = LeadId(row.get(0)?);
            Ok(of.map(|of| (lead, of, text)))
        })?;
        Ok(all.filter_map(Result::transpose).collect::<Result<_, _>>()?)
    }
}

impl Tx<'_> {
    /// Keeps a piece of window state.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub fn remember(&self, key: &str, value: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO memory (key, value) VALUES (?1, ?2) \
                 ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value IS NOT excluded.value",
            )?
            .execute([key, value])?;
        Ok(())
    }

    /// Keeps what is being typed; an empty text forgets it.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub fn set_draft(&self, lead: LeadId, of: &DraftOf, text: &str) -> Result<(), StoreError> {
        if text.is_empty() {
            self.connection
                .prepare_cached("DELETE FROM drafts WHERE lead = ?1 AND field = ?2")?
                .execute(params![lead.0, of.name()])?;
            return Ok(());
        }
        self.connection
            .prepare_cached(
                "INSERT INTO drafts (lead, field, text) VALUES (?1, ?2, ?3) \
                 ON CONFLICT (lead, field) DO UPDATE SET text = excluded.text",
            )?
            .execute(params![lead.0, of.name(), text])?;
        Ok(())
    }
}
