//! Writing the mirror: what sync read, and the marks beside it.

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, params};

use super::column::{count, micros};
use super::{StoreError, Tx};
use crate::domain::{AccountName, AgentId, Lead, LeadId, LeadKind, LeadStatus, RemoteId};

/// How many characters of the last message the narrow table keeps.
const MESSAGE_CHARS: usize = 200;

impl Tx<'_> {
    /// Writes what the vendor said about a lead, known or new, with its record letter by letter.
    /// `changed` sets the mark "changed since the agent looked"; `false` leaves the mark as it is.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub fn upsert_lead(
        &self,
        lead: &Lead,
        record: &str,
        page: u32,
        read_at: Timestamp,
        changed: bool,
    ) -> Result<LeadId, StoreError> {
        let message = lead.last_message.as_ref();
        let mut hot = self.connection.prepare_cached(
            "INSERT INTO leads_hot (account, remote_id, uuid, kind, name, provided_name, email, phone, dial_code, \
             status, tags, agent, is_online, message_at, message_by, message_text, created_at, updated_at, \
             last_seen_at, page, read_at, changed) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22) \
             ON CONFLICT (remote_id, account) DO UPDATE SET uuid = excluded.uuid, kind = excluded.kind, \
             name = excluded.name, provided_name = excluded.provided_name, email = excluded.email, \
             phone = excluded.phone, dial_code = excluded.dial_code, status = excluded.status, tags = excluded.tags, \
             agent = excluded.agent, is_online = excluded.is_online, message_at = excluded.message_at, \
             message_by = excluded.message_by, message_text = excluded.message_text, \
             created_at = excluded.created_at, updated_at = excluded.updated_at, \
             last_seen_at = excluded.last_seen_at, page = excluded.page, read_at = excluded.read_at, \
             changed = max(changed, excluded.changed), missed_passes = 0 \
             RETURNING id",
        )?;
        let id: i64 = hot.query_row(
            params![
                lead.account.as_str(),
                lead.remote_id.as_str(),
                lead.uuid,
                lead.kind.as_str(),
                lead.name,
                lead.provided_name,
                lead.email,
                lead.phone,
                lead.dial_code,
                lead.status.as_ref().map(LeadStatus::wire),
                tags_text(&lead.tags)?,
                lead.agent.as_ref().map(AgentId::as_str),
                lead.is_online,
                message.and_then(|m| m.at).map(micros),
                message.and_then(|m| m.by.as_deref()),
                message.and_then(|m| m.text.as_deref()).map(beginning),
                lead.created_at.map(micros),
                lead.updated_at.map(micros),
                lead.last_seen_at.map(micros),
                page,
                micros(read_at),
                changed,
            ],
            |row| row.get(0),
        )?;
        // A record that is the same is not written again: reading it is cheaper than its pages in the log.
        self.connection
            .prepare_cached(
                "INSERT INTO leads_cold (lead, record) VALUES (?1, ?2) \
                 ON CONFLICT (lead) DO UPDATE SET record = excluded.record WHERE record IS NOT excluded.record",
            )?
            .execute(params![id, record])?;
        Ok(LeadId(id))
    }

    /// A lead that an agent makes: no vendor said anything about it, so it has no record and stands on no page.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub fn make_lead(&self, account: &AccountName, uuid: &str, now: Timestamp) -> Result<LeadId, StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO leads_hot (account, remote_id, uuid, kind, is_online, page, read_at) \
                 VALUES (?1, ?2, ?3, ?4, 0, 0, ?5)",
            )?
            .execute(params![
                account.as_str(),
                Lead::id_made_here(uuid).as_str(),
                uuid,
                LeadKind::Lead.as_str(),
                micros(now)
            ])?;
        Ok(LeadId(self.connection.last_insert_rowid()))
    }

    /// The vendor's id of a lead that was made here.
    ///
    /// # Errors
    /// When it cannot be kept, or there is no such lead.
    pub fn name_made_lead(&self, id: LeadId, remote_id: &RemoteId) -> Result<(), StoreError> {
        let mut statement =
            self.connection.prepare_cached("UPDATE leads_hot SET remote_id = ?2 WHERE id = ?1 AND page = 0")?;
        one_lead(statement.execute(params![id.0, remote_id.as_str()])?)
    }

    /// Everything that hangs off a lead made here hangs off the vendor's record from now on, and the place that was
    /// kept for it goes: nothing is left in it.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub fn move_over(&self, made: LeadId, real: LeadId) -> Result<(), StoreError> {
        for sql in [
            "UPDATE outbox SET lead = ?2 WHERE lead = ?1",
            "UPDATE journal SET lead = ?2 WHERE lead = ?1",
            "UPDATE seen_messages SET lead = ?2 WHERE lead = ?1",
            "UPDATE observed_differences SET lead = ?2 WHERE lead = ?1",
            // Histories are asked for again.
            "DELETE FROM interactions WHERE lead = ?1 AND ?2 IS NOT NULL",
            "DELETE FROM histories WHERE lead = ?1 AND ?2 IS NOT NULL",
            "UPDATE OR IGNORE drafts SET lead = ?2 WHERE lead = ?1",
            "DELETE FROM drafts WHERE lead = ?1 AND ?2 IS NOT NULL",
            "DELETE FROM leads_hot WHERE id = ?1 AND page = 0 AND ?2 IS NOT NULL",
        ] {
            self.connection.prepare_cached(sql)?.execute(params![made.0, real.0])?;
        }
        Ok(())
    }

    /// Notes that a pass saw this lead unchanged.
    ///
    /// # Errors
    /// When it cannot be kept, or there is no such lead.
    pub fn touch_lead(&self, id: LeadId, page: u32, read_at: Timestamp) -> Result<(), StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("UPDATE leads_hot SET page = ?2, read_at = ?3, missed_passes = 0 WHERE id = ?1")?;
        one_lead(statement.execute(params![id.0, page, micros(read_at)])?)
    }

    /// The agent has looked: the "changed" mark goes.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub fn seen_by_agent(&self, id: LeadId) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("UPDATE leads_hot SET changed = 0 WHERE id = ?1 AND changed <> 0")?
            .execute([id.0])?;
        Ok(())
    }

    /// A whole pass did not see this lead. Gives back how many in a row that makes.
    ///
    /// # Errors
    /// When it cannot be kept, or there is no such lead.
    pub fn missed_by_pass(&self, id: LeadId) -> Result<u32, StoreError> {
        self.connection
            .prepare_cached(
                "UPDATE leads_hot SET missed_passes = missed_passes + 1 WHERE id = ?1 RETURNING missed_passes",
            )?
            .query_row([id.0], |row| count(row, 0))
            .optional()?
            .ok_or_else(|| StoreError::missing("This lead"))
    }
}

fn one_lead(rows: usize) -> Result<(), StoreError> {
    if rows == 1 { Ok(()) } else { Err(StoreError::missing("This lead")) }
}

fn tags_text(tags: &[String]) -> Result<Option<String>, StoreError> {
    if tags.is_empty() {
        return Ok(None);
    }
    serde_json::to_string(tags).map(Some).map_err(|_| StoreError::Other("A list of tags cannot be written.".to_owned()))
}

/// The first characters of a message, with a mark where it was cut.
fn beginning(message: &str) -> String {
    match message.char_indices().nth(MESSAGE_CHARS) {
        Some((cut, _)) => format!("{}…", &message[..cut]),
        None => message.to_owned(),
    }
}
