//! The journal: who wanted what, in which batch, and what Ctrl+Z would take back.

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row, params};

use super::column::{micros, text, text_or_empty, time_or_epoch};
use super::outbox::change_from_text;
use super::{Store, StoreError, Tx};
use crate::domain::{AccountName, BatchId, Change, ChangeId, LeadId, OutboxState};

/// Changes that were made together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalBatch {
    pub batch: BatchId,
    pub made_at: Timestamp,
    /// In the order they were made; one that cannot be read is left out (it stays in the file).
    pub entries: Vec<JournalEntry>,
}

/// One change as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalEntry {
    pub change: ChangeId,
    pub lead: LeadId,
    pub change_made: Change,
    /// The value the agent saw when they made it.
    pub before: Option<String>,
    pub who: String,
    /// Where its outbox row stands now.
    pub state: OutboxState,
}

/// One change of a lead, as its timeline shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalRow {
    pub entry: JournalEntry,
    pub batch: BatchId,
    /// The account that it goes to.
    pub account: AccountName,
    pub made_at: Timestamp,
    /// Why the outbox row stands where it does.
    pub why: String,
}

impl Store {
    /// What agents here did to this lead, oldest first; one that cannot be read is left out.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn journal_of(&self, lead: LeadId) -> Result<Vec<JournalRow>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT j.change, j.lead, j.wish, j.before, j.who, o.state, j.made_at, o.why, j.batch, j.account \
             FROM journal j JOIN outbox o ON o.id = j.change WHERE j.lead = ?1 ORDER BY j.change",
        )?;
        let rows = statement.query_map([lead.0], |row| {
            let Some(entry) = entry_from_row(row)? else { return Ok(None) };
            Ok(Some(JournalRow {
                entry,
                batch: BatchId(row.get(8)?),
                account: AccountName::from(text_or_empty(row, 9)?.as_str()),
                made_at: time_or_epoch(row, 6)?,
                why: text_or_empty(row, 7)?,
            }))
        })?;
        rows.filter_map(Result::transpose).map(|row| row.map_err(StoreError::from)).collect()
    }

    /// The newest batch that can be taken back: no undo, not undone, with an entry that is not cancelled. A lead that
    /// was made is not taken back once that left: no vendor documents how.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn newest_undoable_batch(&self) -> Result<Option<JournalBatch>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT b.id, b.made_at FROM batches b \
             WHERE NOT EXISTS (SELECT 1 FROM batches u WHERE u.undoes = b.id) \
             AND EXISTS (SELECT 1 FROM journal j JOIN outbox o ON o.id = j.change \
                         WHERE j.batch = b.id AND o.state <> 'cancelled') \
             AND NOT EXISTS (SELECT 1 FROM journal j JOIN outbox o ON o.id = j.change \
                             WHERE j.batch = b.id AND j.wish = '{\"op\":\"create\"}' AND o.attempts > 0) \
             AND EXISTS (SELECT 1 FROM journal j JOIN outbox o ON o.id = j.change \
                         WHERE j.batch = b.id AND NOT (j.wish LIKE '{\"op\":\"record\"%' \
                         AND o.state IN ('accepted', 'unknown', 'sending', 'cancelled'))) \
             ORDER BY b.id DESC",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (batch, made_at) = (BatchId(row.get(0)?), time_or_epoch(row, 1)?);
            if !self.undoes_something(batch)? {
                let entries = self.entries_of(batch, None)?;
                return Ok((!entries.is_empty()).then_some(JournalBatch { batch, made_at, entries }));
            }
        }
        Ok(None)
    }

    /// What the newest undo took back, if no edit was made since: the undo, and the changes it took back. Of those
    /// that were cancelled, only the ones whose reason is `taken_back` were cancelled by it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn newest_redoable_batch(&self, taken_back: &str) -> Result<Option<(BatchId, JournalBatch)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT b.id, b.made_at, b.undoes, EXISTS (SELECT 1 FROM batches u WHERE u.undoes = b.id) \
             FROM batches b ORDER BY b.id DESC",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let undo = BatchId(row.get(0)?);
            let Some(target) = row.get::<_, Option<i64>>(2)?.map(BatchId) else { return Ok(None) };
            let is_undone: bool = row.get(3)?;
            if is_undone || !self.undoes_something(undo)? {
                continue;
            }
            let made_at = time_or_epoch(row, 1)?;
            let entries = self.entries_of(target, Some(taken_back))?;
            return Ok((!entries.is_empty()).then_some((undo, JournalBatch { batch: target, made_at, entries })));
        }
        Ok(None)
    }

    /// The changes of a batch, oldest first; one that cannot be read is left out (it stays in the file).
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn batch_entries(&self, batch: BatchId) -> Result<Vec<JournalEntry>, StoreError> {
        self.entries_of(batch, None)
    }

    /// The batch of a change, and whether it was taken back already; `None` where there is no such change.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn batch_of(&self, change: ChangeId) -> Result<Option<(BatchId, bool)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT j.batch, EXISTS (SELECT 1 FROM batches u WHERE u.undoes = j.batch \
             AND NOT EXISTS (SELECT 1 FROM batches r WHERE r.undoes = u.id)) FROM journal j WHERE j.change = ?1",
        )?;
        Ok(statement.query_row([change.0], |row| Ok((BatchId(row.get(0)?), row.get(1)?))).optional()?)
    }

    /// With `taken_back`: without those that were cancelled for another reason.
    fn entries_of(&self, batch: BatchId, taken_back: Option<&str>) -> Result<Vec<JournalEntry>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT j.change, j.lead, j.wish, j.before, j.who, o.state FROM journal j JOIN outbox o ON o.id = j.change \
             WHERE j.batch = ?1 AND (?2 IS NULL OR o.state <> 'cancelled' OR o.why = ?2) ORDER BY j.change",
        )?;
        let entries = statement.query_map(params![batch.0, taken_back], entry_from_row)?.filter_map(Result::transpose);
        Ok(entries.collect::<Result<Vec<_>, _>>()?)
    }

    /// Whether this batch takes something back; one that takes back an undo does something again.
    fn undoes_something(&self, batch: BatchId) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT undoes FROM batches WHERE id = ?1")?;
        let (mut at, mut undoes) = (batch.0, false);
        while let Some(Some(before)) = statement.query_row([at], |row| row.get::<_, Option<i64>>(0)).optional()? {
            (at, undoes) = (before, !undoes);
        }
        Ok(undoes)
    }
}

impl Tx<'_> {
    /// A new batch, to which changes can then be added.
    ///
    /// # Errors
    /// When it cannot be kept, or the batch it undoes does not exist.
    pub fn new_batch(&self, made_at: Timestamp, undoes: Option<BatchId>) -> Result<BatchId, StoreError> {
        self.connection
            .prepare_cached("INSERT INTO batches (made_at, undoes) VALUES (?1, ?2)")?
            .execute(params![micros(made_at), undoes.map(|batch| batch.0)])?;
        Ok(BatchId(self.connection.last_insert_rowid()))
    }
}

fn entry_from_row(row: &Row<'_>) -> rusqlite::Result<Option<JournalEntry>> {
    let Some(change_made) = change_from_text(&text_or_empty(row, 2)?) else { return Ok(None) };
    Ok(Some(JournalEntry {
        change: ChangeId(row.get(0)?),
        lead: LeadId(row.get(1)?),
        change_made,
        before: text(row, 3)?,
        who: text_or_empty(row, 4)?,
        state: OutboxState::from_name(&text_or_empty(row, 5)?).unwrap_or(OutboxState::NeedsAgent),
    }))
}
