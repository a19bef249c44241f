//! Recording into RAY: one event a call, as a list of one (contract sections 2 and 3).

use jiff::Timestamp;

use super::{answer, event, token};
use crate::config::AccountSettings;
use crate::domain::recording::Event;
use crate::vendors::error::ApiError;
use crate::vendors::recording::{Bundle, Part, Recorded, Recording};
use crate::vendors::request::{ApiReply, ApiRequest, HeaderText, Method, header};
use crate::vendors::template::Reading;

/// The recording part.
#[derive(Debug)]
pub struct RayRecording;

impl Recording for RayRecording {
    fn part(&self, reading: &mut Reading, table: &toml::Table) -> Box<dyn Part> {
        Box::new(event::Part::read(reading, table))
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
