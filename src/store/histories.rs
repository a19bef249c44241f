//! What other systems sent a customer, as one account last told it, and the chat's messages that readings saw.

use std::fmt;

use jiff::Timestamp;
use rusqlite::params;

use super::column::{micros, text, text_or_empty, time, time_or_epoch};
use super::{Store, StoreError, Tx};
use crate::domain::{AccountName, LastMessage, LeadId};

/// One account's answer about one lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredHistory {
    pub account: AccountName,
    pub asked_at: Timestamp,
    /// Whom the vendor found and by what: JSON of the engine, opaque here.
    pub found: String,
    pub items: Vec<StoredItem>,
}

/// One item of an answer.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredItem {
    /// The timeline item as JSON, one-time codes hidden.
    pub item: String,
    /// Its title as it came, where something was hidden in it.
    pub unmasked: Option<String>,
}

/// Without what a customer was told, codes above all.
impl fmt::Debug for StoredItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredItem").field("hides_something", &self.unmasked.is_some()).finish_non_exhaustive()
    }
}

impl Store {
    /// What every account last told about this lead, in the order of the accounts' names.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn histories(&self, lead: LeadId) -> Result<Vec<StoredHistory>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT account, asked_at, found FROM histories WHERE lead = ?1 ORDER BY account")?;
        let found = statement.query_map([lead.0], |row| {
            Ok(StoredHistory {
                account: AccountName::from(text_or_empty(row, 0)?),
                asked_at: time_or_epoch(row, 1)?,
                found: text_or_empty(row, 2)?,
                items: Vec::new(),
            })
        })?;
        let mut histories = found.collect::<Result<Vec<_>, _>>()?;
        let mut statement = self
            .connection
            .prepare_cached("SELECT item, unmasked FROM interactions WHERE lead = ?1 AND account = ?2 ORDER BY id")?;
        for history in &mut histories {
            let items = statement.query_map(params![lead.0, history.account.as_str()], |row| {
                Ok(StoredItem { item: text_or_empty(row, 0)?, unmasked: text(row, 1)? })
            })?;
            history.items = items.collect::<Result<_, _>>()?;
        }
        Ok(histories)
    }

    /// Every lead about which an account answered, and when, in no order that means anything.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn histories_told(&self, told: &mut dyn FnMut(LeadId, AccountName, Timestamp)) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT lead, account, asked_at FROM histories")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            told(LeadId(row.get(0)?), AccountName::from(text_or_empty(row, 1)?), time_or_epoch(row, 2)?);
        }
        Ok(())
    }

    /// When this account answered about this lead, and what is kept of it beside its items.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn history_head(&self, lead: LeadId, account: &AccountName) -> Result<Option<(Timestamp, String)>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT asked_at, found FROM histories WHERE lead = ?1 AND account = ?2")?;
        let mut rows = statement.query(params![lead.0, account.as_str()])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        Ok(Some((time_or_epoch(row, 0)?, text_or_empty(row, 1)?)))
    }

    /// How many leads have an answer of some account: what a search over histories covers.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn leads_with_history(&self) -> Result<u64, StoreError> {
        let count: i64 =
            self.connection.query_row("SELECT count(DISTINCT lead) FROM histories", [], |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// The chat's messages that readings saw, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn seen_messages(&self, lead: LeadId) -> Result<Vec<LastMessage>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT at, by, text FROM seen_messages WHERE lead = ?1 ORDER BY id")?;
        let seen = statement
            .query_map([lead.0], |row| Ok(LastMessage { at: time(row, 0)?, by: text(row, 1)?, text: text(row, 2)? }))?;
        Ok(seen.collect::<Result<_, _>>()?)
    }
}

impl Tx<'_> {
    /// Puts an account's answer in the place of its earlier one.
    ///
    /// # Errors
    /// When it cannot be kept, or there is no such lead.
    pub fn replace_history(&self, lead: LeadId, history: &StoredHistory) -> Result<(), StoreError> {
        let account = history.account.as_str();
        self.connection
            .prepare_cached("DELETE FROM interactions WHERE lead = ?1 AND account = ?2")?
            .execute(params![lead.0, account])?;
        self.connection
            .prepare_cached(
                "INSERT INTO histories (lead, account, asked_at, found) VALUES (?1, ?2, ?3, ?4) \
                 ON CONFLICT (lead, account) DO UPDATE SET asked_at = excluded.asked_at, found = excluded.found",
            )?
            .execute(params![lead.0, account, micros(history.asked_at), history.found])?;
        let mut insert = self
            .connection
            .prepare_cached("INSERT INTO interactions (lead, account, item, unmasked) VALUES (?1, ?2, ?3, ?4)")?;
        for item in &history.items {
            insert.execute(params![lead.0, account, item.item, item.unmasked])?;
        }
        Ok(())
    }

    /// Keeps a last message that a reading saw, once.
    ///
    /// # Errors
    /// When it cannot be kept, or there is no such lead.
    pub fn keep_message(&self, lead: LeadId, message: &LastMessage, seen_at: Timestamp) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO seen_messages (lead, at, by, text, seen_at) SELECT ?1, ?2, ?3, ?4, ?5 \
                 WHERE NOT EXISTS (SELECT 1 FROM seen_messages \
                                   WHERE lead = ?1 AND at IS ?2 AND by IS ?3 AND text IS ?4)",
            )?
            .execute(params![lead.0, message.at.map(micros), message.by, message.text, micros(seen_at)])?;
        Ok(())
    }
}
