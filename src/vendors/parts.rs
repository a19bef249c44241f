//! The small traits a vendor's folder fulfils, and the values that pass through them.
//!
//! A part is pure: it builds requests and reads replies. It has no client, no clock and no state.

use std::fmt;
use std::time::Duration;

use super::error::ApiError;
use super::request::{ApiReply, ApiRequest, TokenRequest};
use crate::config::AccountSettings;
use crate::domain::timeline::LeadTimes;
use crate::domain::{Extra, Field, Interaction, Lead, LeadKind, ListWrites};
use crate::secrets::Secret;

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

    /// The times of a stored record as they were written; what is missing stays so.
    fn times(&self, record: &str) -> LeadTimes;

    /// The request that writes these fields and lists of the lead with this uuid, and nothing else.
    fn write(&self, account: &AccountSettings, uuid: &str, fields: &[(Field, &str)], lists: &ListWrites) -> ApiRequest;

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
    /// Tells it from other records where it has no id: see [`fingerprint`].
    pub fingerprint: u64,
}

/// A number that is the same for the same text within this process.
pub fn fingerprint(record: &str) -> u64 {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let mut hasher = DefaultHasher::new();
    record.hash(&mut hasher);
    hasher.finish()
}

/// A vendor that knows what was sent to a customer.
pub trait Interactions: fmt::Debug + Send + Sync {
    /// By what this lead can be asked for, in the configured order; nothing that is not surely theirs.
    fn identifiers(&self, account: &AccountSettings, lead: &Lead) -> Vec<Identifier>;

    /// The request for one page.
    fn ask(&self, account: &AccountSettings, question: &Question) -> ApiRequest;

    /// Reads the answer; a record that will not decode is skipped and named, the others live.
    ///
    /// # Errors
    /// When the reply as a whole is no history: refused, unreadable, not the contract's envelope.
    fn read(&self, account: &AccountSettings, question: &Question, reply: &ApiReply)
    -> Result<HistoryAnswer, ApiError>;

    /// The items of all pages, in the order in which the pages came, each once: what was listed twice is one.
    fn together(&self, items: Vec<RemoteInteraction>) -> Vec<RemoteInteraction>;

    /// The unmasked title of a stored record, for revealing it.
    fn clear_title(&self, record: &str) -> Option<String>;

    /// What has to be asked so that what came over these networks, of these types, is among the answers. The words are
    /// a person's: what the vendor has no word for is found by asking for more, and where none of it can be the
    /// vendor's, nothing is asked. [`Scope::default`] where that is everything.
    fn scopes(&self, account: &AccountSettings, networks: &[String], types: &[String]) -> Vec<Scope>;

    /// Where to read on when nothing (more) comes from the network of this question.
    fn next_network(&self, account: &AccountSettings, question: &Question) -> Option<Place>;
}

/// How much of a history is asked for; the default is all that the settings name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Only these networks, in this order, whatever the settings name.
    pub networks: Vec<String>,
    /// Only this type of interaction, in the vendor's word.
    pub only: Option<String>,
}

/// What a customer is asked for by.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Identifier {
    /// The settings' word: `mobile`, `email`, `external_id`.
    pub kind: &'static str,
    pub value: String,
}

/// The kind only: the value is the customer's.
impl fmt::Debug for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identifier").field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// One question to a vendor's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub identifier: Identifier,
    pub scope: Scope,
    pub place: Place,
}

/// How far a history was read; the default is its beginning. Only what a page says comes next is ever asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Which of the networks that are asked.
    pub network: usize,
    /// How many records lie before.
    pub offset: u32,
}

/// What a vendor says about a customer's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HistoryAnswer {
    Page(Box<HistoryPage>),
    /// Nobody there has this identifier. Not a failure: the next identifier may be known.
    NoSuchCustomer,
    /// The customer was merged into another one, which is not named.
    Merged,
}

/// One page of a history, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryPage {
    pub items: Vec<RemoteInteraction>,
    pub skipped: Vec<Skipped>,
    pub warnings: Vec<Warning>,
    /// Where to read on; a page that brought nothing new ends the reading too.
    pub next: Option<Place>,
    /// It holds as much as was asked for at most, so there may be more.
    pub may_be_cut: bool,
    pub customer: RemoteCustomer,
    /// The offset that the vendor's own times speak for, where the settings state another zone.
    pub zone_hint: Option<String>,
    /// Members of the envelope that nobody documented.
    pub extra: Extra,
}

/// An interaction as the vendor holds it, with its record verbatim.
#[derive(Clone, PartialEq, Eq)]
pub struct RemoteInteraction {
    /// The same for the same interaction in every answer, within one customer of one account.
    pub key: String,
    pub network: String,
    /// Masked.
    pub interaction: Interaction,
    /// The vendor's JSON, byte for byte, codes included: for the encrypted file only.
    pub record: String,
}

impl fmt::Debug for RemoteInteraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RemoteInteraction").field("interaction", &self.interaction).finish_non_exhaustive()
    }
}

/// Something the vendor wants to be known beside its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub code: Option<i64>,
    /// The vendor's words; for the screen, never for the log.
    pub message: String,
}

/// What the vendor says about who the customer is: the evidence for linking it with a lead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RemoteCustomer {
    /// The vendor's numbers of the customer, as its records name them; more than one is worth a look.
    pub ids: Vec<i64>,
    pub mobile: Option<String>,
    pub email: Option<String>,
    pub external_id: Option<String>,
}

/// The credential field under which a fetched token is handed to the sender; it is never stored.
pub const ACCESS_TOKEN: &str = "access_token";

/// A vendor whose calls carry a token that is fetched and renewed.
pub trait Tokens: fmt::Debug + Send + Sync {
    /// The request for a token; `None` where this account signs its calls in another way.
    fn ask(&self, account: &AccountSettings) -> Option<TokenRequest>;

    /// Reads the answer.
    ///
    /// # Errors
    /// [`super::error::Failure::Credential`] where the credential was refused, else what hindered the call.
    fn read(&self, reply: &ApiReply) -> Result<Token, ApiError>;
}

/// A token and how long it holds from the moment of its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub value: Secret,
    pub lifetime: Duration,
    /// How long before its end the next one is fetched.
    pub early: Duration,
}

impl Token {
    /// Half a minute, where a contract names no other time.
    pub const EARLY: Duration = Duration::from_secs(30);

    /// When to fetch the next one: so early before the end, or half-way through a shorter life.
    pub fn renew_after(&self) -> Duration {
        if self.lifetime > self.early * 2 { self.lifetime - self.early } else { self.lifetime / 2 }
    }
}
