//! Recording into RAY: one event a call, as a list of one (contract sections 2 and 3).

use jiff::Timestamp;

use super::event::Part;
use super::{answer, token};
use crate::config::AccountSettings;
use crate::domain::Lead;
use crate::domain::recording::{Event, Fact};
use crate::vendors::error::ApiError;
use crate::vendors::recording::{Bundle, EventFault, Input, Recorded, Recording, TemplateFault};
use crate::vendors::request::{ApiReply, ApiRequest, HeaderText, Method, header};
use crate::vendors::template::{Reading, inputs};

/// The recording part.
#[derive(Debug)]
pub struct RayRecording;

impl Recording for RayRecording {
    fn check(&self, part: &toml::Table) -> Vec<TemplateFault> {
        let mut reading = Reading::default();
        Part::read(&mut reading, part);
        reading.faults
    }

    fn inputs(&self, part: &toml::Table) -> Vec<Input> {
        inputs(Part::read(&mut Reading::default(), part).fields())
    }

    fn event(
        &self,
        account: &AccountSettings,
        part: &toml::Table,
        fact: &Fact,
        lead: &Lead,
        now: Timestamp,
    ) -> Result<Event, Vec<EventFault>> {
        Part::read(&mut Reading::default(), part).event(account, fact, lead, now)
    }

    fn bundle(&self, _account: &AccountSettings, _event: &Event, _now: Timestamp) -> Bundle {
        // Whether a list with one bad event is taken in part is not known, so a failure belongs to exactly one event.
        Bundle { key: "event", most: 1 }
    }

    fn record(
        &self,
        account: &AccountSettings,
        events: &[Event],
        _visitor: Option<&str>,
        _now: Timestamp,
    ) -> ApiRequest {
        let list = events.iter().map(|event| event.body.as_str()).collect::<Vec<_>>().join(",");
        ApiRequest {
            endpoint: "interaction",
            method: Method::Post,
            path: "/events/interaction",
            query: Vec::new(),
            headers: vec![
                token::signed(account),
                header("content-type", HeaderText::Fixed("application/json")),
                header("accept", HeaderText::Fixed("application/json")),
            ],
            body: Some(format!("[{list}]").into_bytes()),
        }
    }

    fn read(&self, _sent: &ApiRequest, reply: &ApiReply) -> Result<Recorded, ApiError> {
        answer::read(reply)
    }
}
