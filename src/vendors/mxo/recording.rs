//! Recording into MXO: live while it is fresh, late with its own time, late in bulk where the settings say so.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::advice::advice;
use super::event;
use crate::config::AccountSettings;
use crate::domain::recording::Event;
use crate::vendors::error::{ApiError, Failure};
use crate::vendors::parts::ACCESS_TOKEN;
use crate::vendors::recording::{Bundle, Part, Recorded, Recording};
use crate::vendors::request::{ApiReply, ApiRequest, HeaderText, Method, header};
use crate::vendors::template::{Reading, iso_millis};

/// A live call carries no time, so what happened longer ago than this goes with its time, by a late one.
const LATE_SECS: i64 = 120;

/// The documented limit of a bulk call (contract section 2).
const MOST: usize = 100;

/// How an event goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Live,
    /// The profile only; no answer to speak of.
    Update,
    Late,
    Bulk,
}

/// The recording part.
#[derive(Debug)]
pub struct MxoRecording;

impl Recording for MxoRecording {
    fn part(&self, reading: &mut Reading, table: &toml::Table) -> Box<dyn Part> {
        Box::new(event::Part::read(reading, table))
    }

    fn bundle(&self, account: &AccountSettings, event: &Event, now: Timestamp) -> Bundle {
        match form(account, event, now) {
            Form::Live => Bundle { key: "live", most: 1 },
            Form::Update => Bundle { key: "update", most: 1 },
            Form::Late => Bundle { key: "late", most: 1 },
            Form::Bulk => Bundle { key: "bulk", most: MOST },
        }
    }

    fn record(&self, account: &AccountSettings, events: &[Event], visitor: Option<&str>, now: Timestamp) -> ApiRequest {
        let mut query = vec![("sk", account.option("site_key").unwrap_or_default().to_owned())];
        let form = events.first().map_or(Form::Live, |event| form(account, event, now));
        let alone = match events {
            [event] => Some(event),
            _ => None,
        };
        let (endpoint, method, path, body) = match (form, alone) {
            (Form::Live, Some(event)) => ("interaction", Method::Post, INTERACTION, event.body.clone()),
            (Form::Update, Some(event)) => ("update", Method::Put, INTERACTION, event.body.clone()),
            (Form::Late | Form::Bulk, Some(event)) => {
                ("offline", Method::Put, OFFLINE, timed(account, event).to_string())
            }
            (_, None) => {
                let list: Value = events.iter().map(|event| timed(account, event)).collect();
                let wrapped = account.option("bulk_body") == Some("wrapped");
                let body = if wrapped { json!({ "interactions": list }) } else { list };
                ("bulk", Method::Put, BULK, body.to_string())
            }
        };
        // A bulk call could name one customer only, so it names none: the keys in it do.
        if let (Some(visitor), Some(_)) = (visitor.filter(|visitor| !visitor.is_empty()), alone) {
            query.push(("tid", visitor.to_owned()));
        }
        ApiRequest {
            endpoint,
            method,
            path,
            query,
            headers: vec![
                header("authorization", HeaderText::Credential { prefix: "Bearer ", field: ACCESS_TOKEN }),
                header("content-type", HeaderText::Fixed("application/json")),
                header("accept", HeaderText::Fixed("application/json")),
                // Written dataMimeType in the document; names of headers have no case.
                header("datamimetype", HeaderText::Fixed("application/json")),
            ],
            body: Some(body.into_bytes()),
        }
    }

    fn read(&self, sent: &ApiRequest, reply: &ApiReply) -> Result<Recorded, ApiError> {
        let body: Option<Value> = serde_json::from_slice(&reply.body).ok();
        let object = body.as_ref().and_then(Value::as_object);
        let message = said(object);
        if let Some(error) = ApiError::from_status(reply.status, reply.retry_after) {
            return Err(error.with_message(message));
        }
        let Some(object) = object else {
            // How an update is answered is not documented: nothing at all is one of the ways.
            if sent.method == Method::Put && reply.body.trim_ascii().is_empty() {
                return Ok(Recorded::default());
            }
            return Err(ApiError::new(
                Failure::Unclear,
                "answered with something that is no JSON object; a sign-in page of the network may stand in between",
            ));
        };
        let code = object.get("statusCode").and_then(|code| match code {
            Value::Number(number) => number.as_u64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        });
        match code {
            Some(200) => {}
            Some(code) => {
                let coded = u16::try_from(code).ok().and_then(|code| ApiError::from_status(code, reply.retry_after));
                let error = coded.unwrap_or_else(|| {
                    ApiError::new(Failure::Unclear, format!("answered 200 with another status inside ({code})"))
                });
                return Err(error.with_message(message));
            }
            None if object.get("tid").is_some_and(Value::is_string) => {}
            None if sent.method == Method::Put && object.is_empty() => {}
            None => {
                return Err(ApiError::new(Failure::Unclear, "answered 200 without saying whether it was recorded")
                    .with_message(message));
            }
        }
        let visitor = object.get("tid").and_then(Value::as_str).map(str::trim).filter(|tid| !tid.is_empty());
        Ok(Recorded { visitor: visitor.map(str::to_owned), advice: advice(object), kept: kept(object) })
    }
}

const INTERACTION: &str = "/one/oauth2/rt/api/2.0/interaction";
const OFFLINE: &str = "/one/oauth2/rt/api/2.0/interaction/offline";
const BULK: &str = "/one/oauth2/rt/api/2.0/interactions/offline";

/// How this event goes at this moment.
fn form(account: &AccountSettings, event: &Event, now: Timestamp) -> Form {
    let late = now.as_second().saturating_sub(event.happened_at.as_second()) > LATE_SECS;
    match (late, account.option("late_sending").unwrap_or("offline")) {
        (true, "offline") => Form::Late,
        (true, "bulk") => Form::Bulk,
        _ if event.way == "put" => Form::Update,
        _ => Form::Live,
    }
}

/// The event with the time when it happened (contract section 2.3).
fn timed(account: &AccountSettings, event: &Event) -> Value {
    let mut body: Map<String, Value> = serde_json::from_str(&event.body).unwrap_or_default();
    let at = match account.option("timestamps") {
        Some("iso") => json!(iso_millis(event.happened_at)),
        _ => json!(event.happened_at.as_millisecond()),
    };
    body.insert("timestamp".to_owned(), at);
    Value::Object(body)
}

fn said(object: Option<&Map<String, Value>>) -> Option<String> {
    let object = object?;
    ["message", "error_description", "error"].iter().find_map(|name| object.get(*name)?.as_str()).map(str::to_owned)
}

/// Tracking and capture points of the answer, where there are any.
fn kept(object: &Map<String, Value>) -> Option<String> {
    let some = |name: &&str| object.get(*name).is_some_and(|list| list.as_array().is_some_and(|list| !list.is_empty()));
    let kept: Map<String, Value> = ["trackers", "captures"]
        .iter()
        .filter(|name| some(name))
        .map(|name| ((*name).to_owned(), object[*name].clone()))
        .collect();
    (!kept.is_empty()).then(|| Value::Object(kept).to_string())
}
