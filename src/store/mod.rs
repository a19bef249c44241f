//! The store: one encrypted SQLite file with the mirror, the outbox, its journal, drafts and window state.
//!
//! The only home of `rusqlite`. One connection, owned by the engine's thread. Every writer is a method of [`Tx`]
//! and so stands inside a transaction: all of it is durable when [`Store::write`] returns, or none of it is.
//! Nothing is ever deleted here because it looks corrupt. The schema, with its reasons, is in `schema/`;
//! look next at `open.rs` (key, safety settings), `leads.rs` and `mirror.rs` (reading and writing what vendors said),
//! `outbox.rs` and `changes.rs` (the same for what agents want).

mod care;
mod changes;
mod column;
mod desk;
mod error;
mod files;
mod find;
mod histories;
mod identity;
mod journal;
mod key;
mod leads;
mod migrate;
mod mirror;
mod open;
mod outbox;
mod recordings;
mod sync_state;

use rusqlite::{Connection, TransactionBehavior};

pub use changes::{ItemMove, NewChange};
pub use error::{StoreError, StoreErrorKind};
pub use histories::{StoredHistory, StoredItem};
pub use journal::{JournalBatch, JournalEntry, JournalRow};
pub use leads::StoredLead;
pub use outbox::{Attempt, Unreadable};
pub use sync_state::ObservedDifference;

/// The database of one profile.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
}

/// The versions of SQLite and of what encrypts it, in words; the second is `none` in a build without it.
pub fn versions() -> (&'static str, String) {
    let cipher = Connection::open_in_memory()
        .and_then(|connection| connection.pragma_query_value(None, "cipher_version", |row| row.get::<_, String>(0)))
        .unwrap_or_else(|_| "none".to_owned());
    (rusqlite::version(), cipher)
}

/// The inside of one transaction: all that can be written.
#[derive(Debug)]
pub struct Tx<'c> {
    connection: &'c Connection,
}

impl Store {
    /// One transaction: all or nothing, durable when it returns `Ok`.
    ///
    /// # Errors
    /// What `work` gives back (everything is then as before), or why it could not be kept: [`StoreError::Full`],
    /// [`StoreError::Io`], [`StoreError::Locked`].
    pub fn write<T>(&mut self, work: impl FnOnce(&Tx<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        // Immediate: a lock that is held elsewhere is met here, not half-way.
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let value = work(&Tx { connection: &transaction })?;
        transaction.commit()?;
        Ok(value)
    }
}
