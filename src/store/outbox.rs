//! Reading the outbox: what is open, what is history, what was attempted.
//!
//! A row that cannot be understood (written by another release, or damaged) is never left out and never deleted.
//! It comes as `needs_agent`, with its raw text in the sentence beside it; its `change` is then only a stand-in,
//! and the writers refuse to send it.

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row};

use super::column::{count, text, text_or_empty, time, time_or_epoch, truth};
use super::{Store, StoreError};
use crate::domain::outbox::Conflict;
use crate::domain::{AccountName, BatchId, Change, ChangeId, Field, LeadId, OutboxItem, OutboxState};

/// One time that a change was about to leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    pub change: ChangeId,
    pub began_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    /// In words; `None` when the program died in between.
    pub outcome: Option<String>,
    /// What left, credentials blanked; `None` where an earlier release sent it.
    pub request: Option<String>,
}

/// An outbox row whose change this release cannot read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    pub change: ChangeId,
    /// What stands in the file.
    pub raw: String,
}

macro_rules! item_columns {
    () => {
        "id, batch, account, lead, change, base, state, why, conflict, attempts, next_try_at, made_at, moved_at, \
         said_yes"
    };
}

impl Store {
    /// Every row that is not history yet, oldest first, rows that cannot be read included.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn open_items(&self) -> Result<Vec<OutboxItem>, StoreError> {
        let mut statement = self.connection.prepare_cached(concat!(
            "SELECT ",
            item_columns!(),
            " FROM outbox WHERE state NOT IN ('confirmed', 'accepted', 'cancelled') ORDER BY id"
        ))?;
        let items = statement.query_map([], item_from_row)?;
        Ok(items.collect::<Result<_, _>>()?)
    }

    /// One row, open or history.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn item(&self, id: ChangeId) -> Result<Option<OutboxItem>, StoreError> {
        let mut statement =
            self.connection.prepare_cached(concat!("SELECT ", item_columns!(), " FROM outbox WHERE id = ?1"))?;
        Ok(statement.query_row([id.0], item_from_row).optional()?)
    }

    /// History that ended at `since` or later: the newest `limit` rows, newest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn done_items(&self, since: Timestamp, limit: usize) -> Result<Vec<OutboxItem>, StoreError> {
        let mut statement = self.connection.prepare_cached(concat!(
            "SELECT ",
            item_columns!(),
            " FROM outbox WHERE state IN ('confirmed', 'accepted', 'cancelled') AND moved_at >= ?1 \
             ORDER BY moved_at DESC, id DESC LIMIT ?2"
        ))?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let items = statement.query_map([super::column::micros(since), limit], item_from_row)?;
        Ok(items.collect::<Result<_, _>>()?)
    }

    /// Open rows whose change cannot be read: their `change` is a stand-in that must not be laid over a lead.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn unreadable_items(&self) -> Result<Vec<Unreadable>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, change FROM outbox WHERE state NOT IN ('confirmed', 'accepted', 'cancelled') ORDER BY id",
        )?;
        let all = statement
            .query_map([], |row| Ok(Unreadable { change: ChangeId(row.get(0)?), raw: text_or_empty(row, 1)? }))?;
        Ok(all
            .filter(|row| row.as_ref().map_or(true, |row| change_from_text(&row.raw).is_none()))
            .collect::<Result<_, _>>()?)
    }

    /// How often this change was about to leave, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn attempts(&self, id: ChangeId) -> Result<Vec<Attempt>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT change, began_at, ended_at, outcome, shown FROM attempts \
                 LEFT JOIN requests ON requests.id = attempts.request WHERE change = ?1 ORDER BY attempts.id",
        )?;
        let all = statement.query_map([id.0], |row| {
            Ok(Attempt {
                change: ChangeId(row.get(0)?),
                began_at: time_or_epoch(row, 1)?,
                ended_at: time(row, 2)?,
                outcome: text(row, 3)?,
                request: text(row, 4)?,
            })
        })?;
        Ok(all.collect::<Result<_, _>>()?)
    }

    /// Changes with an attempt that began and has no outcome: the program died in between, so it is not known
    /// whether they arrived.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn unfinished_attempts(&self) -> Result<Vec<ChangeId>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT DISTINCT change FROM attempts WHERE outcome IS NULL ORDER BY change")?;
        let all = statement.query_map([], |row| row.get(0).map(ChangeId))?;
        Ok(all.collect::<Result<_, _>>()?)
    }
}

/// The change in a column, if this release knows it.
pub(super) fn change_from_text(json: &str) -> Option<Change> {
    serde_json::from_str(json).ok()
}

fn item_from_row(row: &Row<'_>) -> rusqlite::Result<OutboxItem> {
    let raw_change = text_or_empty(row, 4)?;
    let raw_state = text_or_empty(row, 6)?;
    let raw_conflict = text(row, 8)?;
    let mut item = OutboxItem {
        id: ChangeId(row.get(0)?),
        batch: BatchId(row.get(1)?),
        account: AccountName::from(text_or_empty(row, 2)?),
        lead: LeadId(row.get(3)?),
        change: stand_in(),
        base: text(row, 5)?,
        state: OutboxState::NeedsAgent,
        why: text_or_empty(row, 7)?,
        conflict: raw_conflict.as_deref().and_then(|json| serde_json::from_str::<Conflict>(json).ok()),
        attempts: count(row, 9)?,
        next_try_at: time(row, 10)?,
        created_at: time_or_epoch(row, 11)?,
        moved_at: time_or_epoch(row, 12)?,
        said_yes: truth(row, 13)?,
    };
    let state = OutboxState::from_name(&raw_state);
    match (change_from_text(&raw_change), state) {
        (Some(change), Some(state)) => {
            item.change = change;
            item.state = state;
            if raw_conflict.is_some() && item.conflict.is_none() && !state.is_done() {
                item.state = OutboxState::NeedsAgent;
                item.why = cannot_read("the two sides of its conflict", &raw_conflict.unwrap_or_default());
            }
        }
        (Some(change), None) => {
            item.change = change;
            item.why = cannot_read("where this stands", &raw_state);
        }
        (None, state) => {
            // History stays history: nothing more will happen to it.
            item.state = state.filter(|s| s.is_done()).unwrap_or(OutboxState::NeedsAgent);
            item.why = cannot_read("what this asks for", &raw_change);
        }
    }
    Ok(item)
}

/// Stands where a change cannot be read. A field that the list does not show and nobody searches.
fn stand_in() -> Change {
    Change::Set { field: Field::Picture, value: String::new() }
}

fn cannot_read(what: &str, raw: &str) -> String {
    format!(
        "Leadline cannot read {what}; it is kept as it was written: {raw} — make the change again and drop this one, \
         or install the newest Leadline"
    )
}
