//! The small traits a vendor's folder fulfils, and the values that pass through them.
//!
//! A part is pure: it builds requests and reads replies. It has no client, no clock and no state.

use super::error::ApiError;
use super::request::{ApiReply, ApiRequest};
use crate::config::AccountSettings;
use crate::domain::{Field, Lead, LeadKind};

/// A vendor that lists leads page by page and takes changes of their fields.
pub trait Leads: std::fmt::Debug + Send + Sync {
    /// The request for one page, counted from 1.
    fn list(&self, account: &AccountSettings, kind: LeadKind, page: u32) -> ApiRequest;

    /// Reads a page; a record that will not decode is skipped and named, the others live.
    ///
    /// # Errors
    /// When the reply as a whole is no page: refused, unreadable, not the contract's envelope.
    fn read_list(&self, account: &AccountSettings, kind: LeadKind, reply: &ApiReply) -> Result<Page, ApiError>;

    /// Reads one stored record again, exactly as it once came.
    ///
    /// # Errors
    /// Names the place that does not decode.
    fn read_record(&self, account: &AccountSettings, kind: LeadKind, record: &str) -> Result<Lead, Skipped>;

    /// The request that writes these fields of the lead with this uuid, and nothing else.
    fn write(&self, account: &AccountSettings, uuid: &str, fields: &[(Field, &str)]) -> ApiRequest;

    /// Reads the answer to a write.
    ///
    /// # Errors
    /// Whatever is not a clear yes.
    fn read_write(&self, reply: &ApiReply) -> Result<(), ApiError>;
}

/// One page of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub leads: Vec<RemoteLead>,
    pub skipped: Vec<Skipped>,
    /// How many records the page held, readable or not: an empty page ends a pass.
    pub length: usize,
}

/// A lead as the vendor holds it, with its record verbatim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteLead {
    pub lead: Lead,
    /// The vendor's JSON of this record, byte for byte.
    pub record: String,
}

/// A record that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    pub remote_id: Option<String>,
    /// Where in the record, as a JSON path.
    pub path: String,
    /// Expected and found, without the value itself.
    pub why: String,
}
