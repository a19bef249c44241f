//! The mirror: what the vendors last said about each lead.
//!
//! Two tables: `leads_hot` is read whole at the start and therefore narrow; `leads_cold` keeps the vendor's record
//! letter by letter and is read one lead at a time.

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row, params};

use super::column::{count, micros, text, text_or_empty, time, time_or_epoch, truth};
use super::{Store, StoreError, Tx};
use crate::domain::{AccountName, AgentId, LastMessage, Lead, LeadId, LeadKind, LeadStatus, RemoteId};

/// How many characters of the last message the narrow table keeps.
const MESSAGE_CHARS: usize = 200;

/// A lead as the narrow table keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredLead {
    pub id: LeadId,
    /// Without what stands only in the record: notes, attributes, city, country, gender, picture, website visits;
    /// the last message is cut after 200 characters.
    pub lead: Lead,
    /// The page of the vendor's list where it was last seen.
    pub page: u32,
    /// When the vendor's values were last read.
    pub read_at: Timestamp,
    /// The vendor's values changed since the agent looked.
    pub changed: bool,
    /// How many whole passes in a row did not see it.
    pub missed_passes: u32,
}

macro_rules! hot_columns {
    () => {
        "id, account, remote_id, uuid, kind, name, provided_name, email, phone, dial_code, status, tags, agent, \
         is_online, message_at, message_by, message_text, created_at, updated_at, last_seen_at, page, read_at, \
         changed, missed_passes"
    };
}

impl Store {
    /// Every lead, one after the other, in the order of their numbers.
    ///
    /// # Errors
    /// When the file cannot be read to its end; what was handed out before is right.
    pub fn stored_leads(&self, each: &mut dyn FnMut(StoredLead)) -> Result<(), StoreError> {
        let mut statement =
            self.connection.prepare_cached(concat!("SELECT ", hot_columns!(), " FROM leads_hot ORDER BY id"))?;
        let mut rows = statement.query([])?;
        let mut accounts = Accounts::default();
        while let Some(row) = rows.next()? {
            each(stored_lead(row, &mut accounts)?);
        }
        Ok(())
    }

    /// One lead, if we have it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn stored_lead(&self, id: LeadId) -> Result<Option<StoredLead>, StoreError> {
        let mut statement =
            self.connection.prepare_cached(concat!("SELECT ", hot_columns!(), " FROM leads_hot WHERE id = ?1"))?;
        Ok(statement.query_row([id.0], |row| stored_lead(row, &mut Accounts::default())).optional()?)
    }

    /// Our number of the vendor's record.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn lead_id(&self, account: &AccountName, remote_id: &RemoteId) -> Result<Option<LeadId>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT id FROM leads_hot WHERE remote_id = ?1 AND account = ?2")?;
        let found = statement.query_row([remote_id.as_str(), account.as_str()], |row| row.get(0)).optional()?;
        Ok(found.map(LeadId))
    }

    /// The vendor's record of this lead, letter by letter.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn record(&self, id: LeadId) -> Result<Option<String>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT record FROM leads_cold WHERE lead = ?1")?;
        Ok(statement.query_row([id.0], |row| text_or_empty(row, 0)).optional()?)
    }
}

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

/// One name per account, shared by all its leads.
#[derive(Default)]
struct Accounts(Vec<AccountName>);

impl Accounts {
    fn named(&mut self, name: &str) -> AccountName {
        if let Some(known) = self.0.iter().find(|known| known.as_str() == name) {
            return known.clone();
        }
        let account = AccountName::from(name);
        self.0.push(account.clone());
        account
    }
}

fn stored_lead(row: &Row<'_>, accounts: &mut Accounts) -> rusqlite::Result<StoredLead> {
    let kind = match row.get_ref(4)?.as_str() {
        Ok(word) if word == LeadKind::NonLead.as_str() => LeadKind::NonLead,
        _ => LeadKind::Lead,
    };
    let account = match row.get_ref(1)?.as_str() {
        Ok(name) => accounts.named(name),
        Err(_) => AccountName::from(text_or_empty(row, 1)?),
    };
    let mut lead = Lead::empty(account, RemoteId::from(text_or_empty(row, 2)?), kind);
    lead.uuid = text(row, 3)?;
    lead.name = text(row, 5)?;
    lead.provided_name = text(row, 6)?;
    lead.email = text(row, 7)?;
    lead.phone = text(row, 8)?;
    lead.dial_code = text(row, 9)?;
    lead.status = text(row, 10)?.map(|raw| LeadStatus::from_wire(&raw));
    // Tags that cannot be read are none here; they still stand in the record.
    lead.tags = text(row, 11)?.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default();
    lead.agent = text(row, 12)?.map(AgentId::from);
    lead.is_online = truth(row, 13)?;
    let message = LastMessage { at: time(row, 14)?, by: text(row, 15)?, text: text(row, 16)? };
    lead.last_message = (message.at.is_some() || message.by.is_some() || message.text.is_some()).then_some(message);
    lead.created_at = time(row, 17)?;
    lead.updated_at = time(row, 18)?;
    lead.last_seen_at = time(row, 19)?;
    Ok(StoredLead {
        id: LeadId(row.get(0)?),
        lead,
        page: count(row, 20)?,
        read_at: time_or_epoch(row, 21)?,
        changed: truth(row, 22)?,
        missed_passes: count(row, 23)?,
    })
}
