//! Recordings beyond their outbox rows: the bytes of the first try, the vendor's answer, and what it calls a customer.

use rusqlite::{OptionalExtension as _, params};

use super::column::text;
use super::{Store, StoreError, Tx};
use crate::domain::ChangeId;
use crate::domain::recording::{Answered, Frozen, Subject};

impl Store {
    /// How a recording left for the first time; `None` where it never did, or where nobody can read it any more.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn frozen(&self, id: ChangeId) -> Result<Option<Frozen>, StoreError> {
        let json = self.recording_text("SELECT frozen FROM recordings WHERE change = ?1", id)?;
        Ok(json.and_then(|json| serde_json::from_str(&json).ok()))
    }

    /// What the vendor said beside its yes.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn answered(&self, id: ChangeId) -> Result<Option<Answered>, StoreError> {
        let json = self.recording_text("SELECT answer FROM recordings WHERE change = ?1", id)?;
        Ok(json.and_then(|json| serde_json::from_str(&json).ok()))
    }

    /// What the vendor calls this customer.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn visitor(&self, subject: &Subject) -> Result<Option<String>, StoreError> {
        let found = self
            .connection
            .prepare_cached("SELECT visitor FROM visitors WHERE space = ?1 AND name = ?2 AND value = ?3")?
            .query_row(params![subject.space, subject.name, subject.value], |row| text(row, 0))
            .optional()?;
        Ok(found.flatten())
    }

    fn recording_text(&self, sql: &str, id: ChangeId) -> Result<Option<String>, StoreError> {
        Ok(self.connection.prepare_cached(sql)?.query_row([id.0], |row| text(row, 0)).optional()?.flatten())
    }
}

impl Tx<'_> {
    /// Keeps how a recording leaves, before its first byte does.
    ///
    /// # Errors
    /// When it cannot be kept, or there is no such change.
    pub fn freeze(&self, id: ChangeId, frozen: &Frozen) -> Result<(), StoreError> {
        let json = json(frozen)?;
        self.connection
            .prepare_cached(
                "INSERT INTO recordings (change, frozen) VALUES (?1, ?2) \
                 ON CONFLICT (change) DO UPDATE SET frozen = excluded.frozen",
            )?
            .execute(params![id.0, json])?;
        Ok(())
    }

    /// Keeps what the vendor said beside its yes.
    ///
    /// # Errors
    /// When it cannot be kept, or there is no such change.
    pub fn keep_answer(&self, id: ChangeId, answer: &Answered) -> Result<(), StoreError> {
        let json = json(answer)?;
        self.connection
            .prepare_cached(
                "INSERT INTO recordings (change, answer) VALUES (?1, ?2) \
                 ON CONFLICT (change) DO UPDATE SET answer = excluded.answer",
            )?
            .execute(params![id.0, json])?;
        Ok(())
    }

    /// Keeps what the vendor calls a customer from now on.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub fn keep_visitor(&self, subject: &Subject, visitor: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO visitors (space, name, value, visitor) VALUES (?1, ?2, ?3, ?4) \
                 ON CONFLICT (space, name, value) DO UPDATE SET visitor = excluded.visitor",
            )?
            .execute(params![subject.space, subject.name, subject.value, visitor])?;
        Ok(())
    }
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value)
        .map_err(|_| StoreError::Other("This recording cannot be written down, so it was not kept.".to_owned()))
}
