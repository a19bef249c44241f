//! Recording into Releva: events in one call where it is safe (contract section 3).

use jiff::Timestamp;
use serde_json::Value;

use super::event;
use crate::config::AccountSettings;
use crate::domain::recording::Event;
use crate::vendors::error::{ApiError, Failure};
use crate::vendors::recording::{Bundle, Part, Recorded, Recording};
use crate::vendors::request::{ApiReply, ApiRequest, Header, HeaderText, Method, header};
use crate::vendors::template::Reading;

/// The vendor names no limit; this many are known to be modest.
const MOST: usize = 50;

/// Some back ends drop events of an agent they do not recognise without a word (contract section 1).
const USER_AGENT: &str = concat!("Leadline/", env!("CARGO_PKG_VERSION"), " (desktop)");

/// The recording part.
#[derive(Debug)]
pub struct RelevaRecording;

impl Recording for RelevaRecording {
    fn part(&self, reading: &mut Reading, table: &toml::Table) -> Box<dyn Part> {
        Box::new(event::Part::read(reading, table))
    }

    fn bundle(&self, _account: &AccountSettings, _event: &Event, _now: Timestamp) -> Bundle {
        Bundle { key: "events", most: MOST }
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
            endpoint: "events",
            method: Method::Post,
            path: "/api/v0/events",
            query: Vec::new(),
            headers: headers(account),
            body: Some(format!("{{\"events\":[{list}]}}").into_bytes()),
        }
    }

    fn test(&self, account: &AccountSettings) -> Option<ApiRequest> {
        Some(ApiRequest {
            endpoint: "export",
            method: Method::Get,
            path: "/api/v0/events",
            // One second, long before there was anything: it asks for nobody's data (contract section 4).
            query: vec![
                ("startDateTime", "2000-01-01T00:00:00.000Z".to_owned()),
                ("endDateTime", "2000-01-01T00:00:01.000Z".to_owned()),
            ],
            headers: headers(account),
            body: None,
        })
    }

    fn read_test(&self, reply: &ApiReply) -> Result<(), ApiError> {
        match refused(reply) {
            Some(error) => Err(error),
            // Any page of the network is a 2xx; only the vendor's own words show that it took the key.
            None => no_complaint(reply),
        }
    }

    fn read(&self, _sent: &ApiRequest, reply: &ApiReply) -> Result<Recorded, ApiError> {
        if let Some(error) = refused(reply) {
            return Err(error);
        }
        // Documented is `{}`; an empty body is as good. Anything else under a 2xx may be a page of the network.
        if !reply.body.trim_ascii().is_empty() {
            no_complaint(reply)?;
        }
        Ok(Recorded::default())
    }
}

/// A JSON object that says nothing against what was asked.
fn no_complaint(reply: &ApiReply) -> Result<(), ApiError> {
    let body: Option<Value> = serde_json::from_slice(&reply.body).ok();
    match body.as_ref().and_then(Value::as_object) {
        Some(object) if object.get("message").is_none() && object.get("error").is_none() => Ok(()),
        Some(object) => {
            let message = object.get("message").and_then(Value::as_str).map(str::to_owned);
            let words = format!("answered {} with a complaint", reply.status);
            Err(ApiError::new(Failure::Unclear, words).with_message(message))
        }
        None => Err(ApiError::new(
            Failure::Unclear,
            "answered with something that is no JSON object; a sign-in page of the network may stand in between",
        )),
    }
}

fn headers(account: &AccountSettings) -> Vec<Header> {
    let agent = account.option("user_agent").map(str::trim).filter(|agent| !agent.is_empty());
    vec![
        header("authorization", HeaderText::Credential { prefix: "Bearer ", field: "secret_key" }),
        header("content-type", HeaderText::Fixed("application/json")),
        header("accept", HeaderText::Fixed("application/json")),
        header("user-agent", HeaderText::Text(agent.unwrap_or(USER_AGENT).to_owned())),
    ]
}

/// A status that says no. A wrong key may be told as a bad request (contract section 3).
fn refused(reply: &ApiReply) -> Option<ApiError> {
    let error = ApiError::from_status(reply.status, reply.retry_after)?;
    let body: Option<Value> = serde_json::from_slice(&reply.body).ok();
    let message = body.as_ref().and_then(|body| body.get("message")?.as_str()).map(str::to_owned);
    let about_key = message.as_deref().is_some_and(|message| {
        let message = message.to_lowercase();
        message.contains("token") || message.contains("domain") || message.contains("secret key")
    });
    if reply.status == 400 && about_key {
        return Some(ApiError::new(Failure::Credential, "refused the secret key (400)").with_message(message));
    }
    Some(error.with_message(message))
}
