//! What a vendor's folder fulfils that records interactions, and the values that pass through it.
//!
//! Pure like the other parts: the template's table and the fact go in, an event comes out; events go in, a request
//! comes out. When an event is made and when it is sent are two moments, and a recording may be sent once only, so the
//! two are two functions.

use std::fmt;

use jiff::Timestamp;

use super::error::ApiError;
use super::request::{ApiReply, ApiRequest};
use super::template::{Reading, TemplateField, inputs};
use crate::config::AccountSettings;
use crate::domain::Lead;
use crate::domain::recording::{Advice, Event, Fact};

/// A vendor into which agents record interactions.
pub trait Recording: fmt::Debug + Send + Sync {
    /// Reads this vendor's table of a template, noting everything that is wrong with it.
    fn part(&self, reading: &mut Reading, table: &toml::Table) -> Box<dyn Part>;

    /// What is wrong with this vendor's table of a template; empty when agents can record with it.
    fn check(&self, table: &toml::Table) -> Vec<TemplateFault> {
        let mut reading = Reading::default();
        self.part(&mut reading, table);
        reading.faults
    }

    /// What the form asks for beside text and time, in the order of the template.
    fn inputs(&self, table: &toml::Table) -> Vec<Input> {
        inputs(self.part(&mut Reading::default(), table).fields())
    }

    /// The fact in this vendor's words. `now` is for refusing what has not happened yet.
    ///
    /// # Errors
    /// Everything for which the vendor would have to refuse it, so that it is refused here.
    fn event(
        &self,
        account: &AccountSettings,
        table: &toml::Table,
        fact: &Fact,
        lead: &Lead,
        now: Timestamp,
    ) -> Result<Event, Vec<EventFault>> {
        self.part(&mut Reading::default(), table).event(account, fact, lead, now)
    }

    /// How many events of the kind of this one may go in one call at this moment, and which belong together: events
    /// with the same `key` do.
    fn bundle(&self, account: &AccountSettings, event: &Event, now: Timestamp) -> Bundle;

    /// The call that records these events (a bundle). `visitor` is what the vendor called this customer before, by
    /// [`Event::subject`]; it is given only where all events have the same.
    fn record(&self, account: &AccountSettings, events: &[Event], visitor: Option<&str>, now: Timestamp) -> ApiRequest;

    /// A harmless question that records nothing, for vendors whose calls carry the credential itself.
    fn test(&self, _account: &AccountSettings) -> Option<ApiRequest> {
        None
    }

    /// Reads the answer to [`Recording::test`].
    ///
    /// # Errors
    /// Whatever does not show that the credential is accepted.
    fn read_test(&self, reply: &ApiReply) -> Result<(), ApiError> {
        ApiError::from_status(reply.status, reply.retry_after).map_or(Ok(()), Err)
    }

    /// Reads the answer to `sent`.
    ///
    /// # Errors
    /// Whatever is not a clear yes.
    fn read(&self, sent: &ApiRequest, reply: &ApiReply) -> Result<Recorded, ApiError>;
}

/// A vendor's table of a template, read.
pub trait Part {
    /// The fields it fills, in the order of the template.
    fn fields(&self) -> Vec<&TemplateField>;

    /// The event of a fact.
    ///
    /// # Errors
    /// Everything for which the vendor would have to refuse it.
    fn event(
        &self,
        account: &AccountSettings,
        fact: &Fact,
        lead: &Lead,
        now: Timestamp,
    ) -> Result<Event, Vec<EventFault>>;
}

/// Events that may go together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    pub key: &'static str,
    /// 1 and more.
    pub most: usize,
}

/// What a clear yes brought along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    /// What the vendor calls the customer from now on.
    pub visitor: Option<String>,
    /// What it advises to do next.
    pub advice: Vec<Advice>,
    /// Members worth keeping with the answer (trackers, captures), as JSON.
    pub kept: Option<String>,
}

/// What is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateFault {
    /// Where in the vendor's table: `props[0].from`.
    pub at: String,
    /// Without a full stop.
    pub why: String,
    pub what_now: String,
}

/// Why a fact cannot be recorded as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventFault {
    /// The label of the form's field it is about; `None` where it is about the lead or the whole.
    pub input: Option<String>,
    /// What, why, what now: one sentence.
    pub why: String,
}

/// A field of the form that a template asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Its name on the form and in `record --set`.
    pub label: String,
    pub kind: InputKind,
    pub default: Option<String>,
    pub required: bool,
}

/// What can stand in an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputKind {
    Text,
    /// A number, whole or not.
    Number,
    /// Yes or no.
    Truth,
    /// A date or a time.
    Date,
    /// One of these.
    Choice(Vec<String>),
}
