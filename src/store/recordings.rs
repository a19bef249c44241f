//! Recordings beyond their outbox rows: the bytes of the first try, the vendor's answer, and what it calls a customer.

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, params};

use super::column::{text, text_or_empty, time_or_epoch};
use super::{Store, StoreError, Tx};
use crate::domain::recording::{Advice, Answered, Frozen, Subject};
use crate::domain::{AccountName, ChangeId, LeadId};

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

    /// What a vendor advised in its newest yes about this lead: the account, when, and what.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn newest_advice(&self, lead: LeadId) -> Result<Option<(AccountName, Timestamp, Vec<Advice>)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT o.account, o.moved_at, r.answer FROM journal j JOIN recordings r ON r.change = j.change \
             JOIN outbox o ON o.id = j.change WHERE j.lead = ?1 AND o.state = 'accepted' AND r.answer IS NOT NULL \
             ORDER BY o.moved_at DESC, o.id DESC",
        )?;
        let mut rows = statement.query([lead.0])?;
        while let Some(row) = rows.next()? {
            let answered = text(row, 2)?.and_then(|json| serde_json::from_str::<Answered>(&json).ok());
            let advice = answered.map(|answered| answered.advice).unwrap_or_default();
            if !advice.is_empty() {
                let account = AccountName::from(text_or_empty(row, 0)?.as_str());
                return Ok(Some((account, time_or_epoch(row, 1)?, advice)));
            }
        }
        Ok(None)
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
