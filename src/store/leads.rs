//! Reading the mirror: what the vendors last said about each lead.
//!
//! Two tables: `leads_hot` is read whole at the start and therefore narrow; `leads_cold` keeps the vendor's record
//! letter by letter and is read one lead at a time. Written in `mirror.rs`.

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row};

use super::column::{count, text, text_or_empty, time, time_or_epoch, truth};
use super::{Store, StoreError};
use crate::domain::{AccountName, AgentId, LastMessage, Lead, LeadId, LeadKind, LeadStatus, RemoteId};

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
