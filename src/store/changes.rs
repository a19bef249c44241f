//! Writing the outbox: a new change, its moves from state to state, its attempts.

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, params};

use super::column::{micros, text_or_empty};
use super::outbox::change_from_text;
use super::{StoreError, Tx};
use crate::domain::outbox::Conflict;
use crate::domain::{AccountName, BatchId, Change, ChangeId, LeadId, OutboxState};

/// A change that an agent just made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewChange {
    pub batch: BatchId,
    pub account: AccountName,
    pub lead: LeadId,
    pub change: Change,
    /// The value the agent saw in that field.
    pub base: Option<String>,
    pub made_at: Timestamp,
    /// Who made it, as the journal will name them.
    pub who: String,
}

/// Where an outbox row goes, and all that goes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemMove {
    pub state: OutboxState,
    pub why: String,
    pub conflict: Option<Conflict>,
    pub next_try_at: Option<Timestamp>,
    pub said_yes: bool,
    /// `Some` replaces the value that the later comparison stands on.
    pub base: Option<Option<String>>,
}

impl Tx<'_> {
    /// A change into the outbox and into the journal, in this same transaction.
    ///
    /// # Errors
    /// When it cannot be kept, or its batch or lead does not exist.
    pub fn add_change(&self, new: &NewChange) -> Result<ChangeId, StoreError> {
        let wish = json(&new.change)?;
        let made_at = micros(new.made_at);
        self.connection
            .prepare_cached(
                "INSERT INTO outbox (batch, account, lead, change, base, state, made_at, moved_at) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
            )?
            .execute(params![
                new.batch.0,
                new.account.as_str(),
                new.lead.0,
                wish,
                new.base,
                OutboxState::Queued.as_str(),
                made_at,
            ])?;
        let id = self.connection.last_insert_rowid();
        self.connection
            .prepare_cached(
                "INSERT INTO journal (change, batch, account, lead, wish, before, who, made_at) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![id, new.batch.0, new.account.as_str(), new.lead.0, wish, new.base, new.who, made_at,])?;
        Ok(ChangeId(id))
    }

    /// Moves a row; the journal's outcome follows when it is done.
    ///
    /// # Errors
    /// When it cannot be kept, there is no such row, or the row cannot be read and would be sent.
    pub fn move_item(&self, id: ChangeId, to: &ItemMove, now: Timestamp) -> Result<(), StoreError> {
        if matches!(to.state, OutboxState::Queued | OutboxState::Sending | OutboxState::Waiting) {
            self.must_be_readable(id)?;
        }
        let conflict = to.conflict.as_ref().map(json).transpose()?;
        let moved = self
            .connection
            .prepare_cached(
                "UPDATE outbox SET moved_at = CASE WHEN state = ?2 THEN moved_at ELSE ?3 END, state = ?2, why = ?4, \
                 conflict = ?5, next_try_at = ?6, said_yes = ?7, base = CASE WHEN ?8 THEN ?9 ELSE base END \
                 WHERE id = ?1",
            )?
            .execute(params![
                id.0,
                to.state.as_str(),
                micros(now),
                to.why,
                conflict,
                to.next_try_at.map(micros),
                to.said_yes,
                to.base.is_some(),
                to.base.as_ref().and_then(Option::as_deref),
            ])?;
        if moved != 1 {
            return Err(StoreError::missing("This change"));
        }
        let outcome = to.state.is_done().then(|| to.state.as_str());
        self.connection
            .prepare_cached("UPDATE journal SET outcome = ?2, outcome_at = ?3 WHERE change = ?1 AND outcome IS NOT ?2")?
            .execute(params![id.0, outcome, outcome.map(|_| micros(now))])?;
        Ok(())
    }

    /// Notes, before the first byte leaves, that these changes are about to, in this one request: state `sending`, one
    /// attempt more. The request is as it may be shown, without credentials.
    ///
    /// # Errors
    /// When it cannot be kept, one of them does not exist, is history, or cannot be read.
    pub fn begin_attempt(&self, ids: &[ChangeId], request: &str, now: Timestamp) -> Result<(), StoreError> {
        self.connection.prepare_cached("INSERT INTO requests (shown) VALUES (?1)")?.execute([request])?;
        let request = self.connection.last_insert_rowid();
        for id in ids {
            self.must_be_readable(*id)?;
            let begun = self
                .connection
                .prepare_cached(
                    "UPDATE outbox SET moved_at = CASE WHEN state = 'sending' THEN moved_at ELSE ?2 END, \
                     state = 'sending', attempts = attempts + 1, next_try_at = NULL \
                     WHERE id = ?1 AND state NOT IN ('confirmed', 'accepted', 'cancelled')",
                )?
                .execute(params![id.0, micros(now)])?;
            if begun != 1 {
                return Err(StoreError::Other(
                    "This change is done already, so it is not sent again. Refresh to see how it ended.".to_owned(),
                ));
            }
            self.connection
                .prepare_cached("INSERT INTO attempts (change, began_at, request) VALUES (?1, ?2, ?3)")?
                .execute(params![id.0, micros(now), request])?;
        }
        Ok(())
    }

    /// Writes how the running attempts of these changes ended. Their state is moved by [`Tx::move_item`].
    ///
    /// # Errors
    /// When it cannot be kept.
    pub fn finish_attempt(&self, ids: &[ChangeId], outcome: &str, now: Timestamp) -> Result<(), StoreError> {
        for id in ids {
            self.connection
                .prepare_cached(
                    "UPDATE attempts SET ended_at = ?2, outcome = ?3 WHERE change = ?1 AND outcome IS NULL",
                )?
                .execute(params![id.0, micros(now), outcome])?;
        }
        Ok(())
    }

    /// The same for attempts that the vendor turned away before it looked at them: they do not count.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub fn take_back_attempt(&self, ids: &[ChangeId], outcome: &str, now: Timestamp) -> Result<(), StoreError> {
        self.finish_attempt(ids, outcome, now)?;
        for id in ids {
            self.connection
                .prepare_cached("UPDATE outbox SET attempts = max(attempts - 1, 0) WHERE id = ?1")?
                .execute([id.0])?;
        }
        Ok(())
    }

    /// A row that cannot be read is never sent: what would go out is not what the agent asked for.
    fn must_be_readable(&self, id: ChangeId) -> Result<(), StoreError> {
        let raw = self
            .connection
            .prepare_cached("SELECT change FROM outbox WHERE id = ?1")?
            .query_row([id.0], |row| text_or_empty(row, 0))
            .optional()?
            .ok_or_else(|| StoreError::missing("This change"))?;
        if change_from_text(&raw).is_some() {
            return Ok(());
        }
        Err(StoreError::Other(
            "This change cannot be read, so it is not sent. Make it again and drop this one, or install the newest \
             Leadline."
                .to_owned(),
        ))
    }
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value)
        .map_err(|_| StoreError::Other("This change cannot be written down, so it was not kept.".to_owned()))
}
