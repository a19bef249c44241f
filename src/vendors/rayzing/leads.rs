//! The two lead endpoints as pure request and reply functions.
//!
//! One token, three spellings: `x-bot-token` on the list, `x-bp-token` on the update, or the newer
//! `Authorization: Bearer` with `authtype: Key` on both (contract sections 2 and 8).

use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use super::map::lead_from_wire;
use super::wire::{Chat, Envelope, OnlyId};
use crate::config::AccountSettings;
use crate::domain::timeline::LeadTimes;
use crate::domain::{Attribute, Field, Lead, LeadKind, ListWrites, Note};
use crate::vendors::error::{ApiError, Failure};
use crate::vendors::parts::{Leads, Page, RemoteLead, Skipped, fingerprint};
use crate::vendors::plain::expected_and_found;
use crate::vendors::request::{ApiReply, ApiRequest, Header, HeaderText, Method, header};

/// The vendor's lead part.
#[derive(Debug)]
pub struct RayzingLeads;

impl Leads for RayzingLeads {
    fn list(&self, account: &AccountSettings, kind: LeadKind, page: u32) -> ApiRequest {
        ApiRequest {
            endpoint: "list",
            method: Method::Get,
            path: "/inbox/direct/chats",
            query: vec![
                ("botId", account.option("bot_id").unwrap_or_default().to_owned()),
                ("customerId", account.option("customer_id").unwrap_or_default().to_owned()),
                ("page", page.to_string()),
                ("type", list_type(kind).to_owned()),
            ],
            headers: credential_headers(account, "x-bot-token"),
            body: None,
        }
    }

    fn read_list(&self, account: &AccountSettings, kind: LeadKind, reply: &ApiReply) -> Result<Page, ApiError> {
        let envelope = accepted_envelope(reply)?;
        let items: Vec<&RawValue> = match envelope.data.map(RawValue::get) {
            // Missing or null data is an empty list, but only under an explicit yes (section 3).
            None | Some("null") if envelope.success == Some(true) => Vec::new(),
            None | Some("null") => {
                return Err(ApiError::new(
                    Failure::Unclear,
                    "answered with something that is no lead list (neither data nor success)",
                ));
            }
            Some(text) => serde_json::from_str(text).map_err(|_| {
                ApiError::new(Failure::Unclear, "answered with data that is no list (expected an array at $.data)")
            })?,
        };
        let mut page = Page { length: items.len(), ..Page::default() };
        for item in items {
            match self.read_record(account, kind, item.get()) {
                Ok(lead) => page.leads.push(RemoteLead { lead, record: item.get().to_owned() }),
                Err(skipped) => page.skipped.push(skipped),
            }
        }
        Ok(page)
    }

    fn read_record(&self, account: &AccountSettings, kind: LeadKind, record: &str) -> Result<Lead, Skipped> {
        let mut decoder = serde_json::Deserializer::from_str(record);
        match serde_path_to_error::deserialize::<_, Chat>(&mut decoder) {
            Ok(chat) if !chat.id.is_empty() => Ok(lead_from_wire(&account.name, kind, chat)),
            Ok(_) => Err(Skipped {
                remote_id: None,
                path: "$._id".to_owned(),
                why: "expected an id, found an empty text".to_owned(),
                fingerprint: fingerprint(record),
            }),
            Err(error) => Err(Skipped {
                remote_id: serde_json::from_str::<OnlyId>(record).ok().and_then(|only| only.id),
                path: match error.path().to_string().as_str() {
                    "." => "$".to_owned(),
                    path => format!("$.{path}"),
                },
                why: expected_and_found(&error.inner().to_string()),
                fingerprint: fingerprint(record),
            }),
        }
    }

    fn times(&self, record: &str) -> LeadTimes {
        let Ok(chat) = serde_json::from_str::<Chat>(record) else { return LeadTimes::default() };
        let message = chat.last_message.and_then(|message| message.at);
        LeadTimes { created: chat.created_at, seen: chat.last_seen_at, message }
    }

    fn write(&self, account: &AccountSettings, uuid: &str, fields: &[(Field, &str)], lists: &ListWrites) -> ApiRequest {
        let mut body = Map::new();
        body.insert("uuid".to_owned(), json!(uuid));
        body.insert("botId".to_owned(), json!(account.option("bot_id").unwrap_or_default()));
        body.insert("customerId".to_owned(), json!(account.option("customer_id").unwrap_or_default()));
        for (field, value) in fields {
            body.insert(wire_name(*field).to_owned(), wire_value(*field, value));
        }
        // The documented shapes of section 4: a note's `_id` is left out.
        if let Some(tags) = &lists.tags {
            body.insert("tags".to_owned(), json!(tags));
        }
        if let Some(notes) = &lists.notes {
            let note = |note: &Note| json!({ "title": note.title, "description": note.description });
            body.insert("notes".to_owned(), notes.iter().map(note).collect());
        }
        if let Some(attributes) = &lists.attributes {
            let entry = |entry: &Attribute| json!({ "key": entry.key, "value": entry.value });
            body.insert("attributes".to_owned(), attributes.iter().map(entry).collect());
        }
        let mut headers = credential_headers(account, "x-bp-token");
        headers.push(header("content-type", HeaderText::Fixed("application/json")));
        ApiRequest {
            endpoint: "update",
            method: Method::Put,
            path: "/inbox/direct/lead",
            query: Vec::new(),
            headers,
            body: Some(Value::Object(body).to_string().into_bytes()),
        }
    }

    fn read_write(&self, reply: &ApiReply) -> Result<(), ApiError> {
        let envelope = accepted_envelope(reply)?;
        if envelope.success == Some(true) {
            return Ok(());
        }
        // Any proxy's page can be a 200; only the vendor's own yes is one.
        Err(ApiError::new(Failure::Unclear, "answered 200 without saying whether it was done"))
    }
}

fn list_type(kind: LeadKind) -> &'static str {
    match kind {
        LeadKind::Lead => "lead",
        LeadKind::NonLead => "non-lead",
    }
}

fn credential_headers(account: &AccountSettings, name: &'static str) -> Vec<Header> {
    if account.auth() == "bearer" {
        vec![
            header("authorization", HeaderText::Credential { prefix: "Bearer ", field: "token" }),
            header("authtype", HeaderText::Fixed("Key")),
        ]
    } else {
        vec![header(name, HeaderText::Credential { prefix: "", field: "token" })]
    }
}

/// Written flat, read nested; the names differ (section 8, oddities 2, 3 and 5).
fn wire_name(field: Field) -> &'static str {
    match field {
        Field::Status => "status",
        Field::Name => "name",
        Field::Email => "email",
        Field::Phone => "phone",
        Field::DialCode => "dialCode",
        Field::Picture => "picture",
        Field::Agent => "agentId",
    }
}

fn wire_value(field: Field, value: &str) -> Value {
    match field {
        Field::DialCode if !value.is_empty() => json!(format!("+{}", value.trim_start_matches('+'))),
        _ => json!(value),
    }
}

/// The envelope of a reply that is not a failure by section 6: HTTP 2xx, not `success: false`, no other `code`.
fn accepted_envelope(reply: &ApiReply) -> Result<Envelope<'_>, ApiError> {
    let envelope = serde_json::from_slice::<Envelope<'_>>(&reply.body);
    if let Some(error) = ApiError::from_status(reply.status, reply.retry_after) {
        return Err(error.with_message(envelope.ok().and_then(|e| e.message)));
    }
    let envelope = envelope.map_err(|error| ApiError::new(Failure::Unclear, unreadable(&reply.body, &error)))?;
    let refused = envelope.success == Some(false);
    match envelope.code {
        Some(200) if !refused => Ok(envelope),
        None if !refused => Ok(envelope),
        // A refusal in the body of a 200: its own code says which.
        code => {
            let error = code
                .and_then(|code| u16::try_from(code).ok())
                .and_then(|code| ApiError::from_status(code, reply.retry_after))
                .unwrap_or_else(|| ApiError::new(Failure::Refused, "said no"));
            Err(error.with_message(envelope.message))
        }
    }
}

fn unreadable(body: &[u8], error: &serde_json::Error) -> String {
    let start = body.trim_ascii_start();
    if start.is_empty() {
        "answered with nothing (expected JSON)".to_owned()
    } else if start[0] == b'<' {
        "answered with a web page instead of JSON; a sign-in page of the network may stand in between".to_owned()
    } else if std::str::from_utf8(body).is_err() {
        "answered with bytes that are no UTF-8 text (expected JSON)".to_owned()
    } else if error.is_eof() {
        "answered with JSON that breaks off".to_owned()
    } else {
        format!("answered with something that cannot be read (line {}, column {})", error.line(), error.column())
    }
}
