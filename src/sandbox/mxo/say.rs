//! How this vendor says yes and no (contract sections 3 and 4).

use serde_json::{Value, json};

use super::super::exchange::Answer;
use super::quirks::{MxoErrors, MxoQuirks, PutReply};

/// A refusal before it is put in the words of a switch.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) status: u16,
    /// The token endpoint speaks the standard's words, whatever the switches say.
    token: Option<&'static str>,
    why: String,
}

impl Refused {
    pub(super) fn new(status: u16, why: impl Into<String>) -> Self {
        Self { status, token: None, why: why.into() }
    }

    /// The token endpoint's own.
    pub(super) fn token(status: u16, error: &'static str, why: &str) -> Self {
        Self { status, token: Some(error), why: why.to_owned() }
    }

    /// The words for a status that something else asks for.
    pub(super) fn of_status(status: u16) -> Self {
        let why = match status {
            400 => "Bad input parameter",
            401 => "Invalid OAuth token",
            403 => "The user lacks permission",
            404 => "Not found",
            405 => "Method not allowed",
            408 => "Request timeout",
            413 => "Payload too large",
            429 => "Too many requests",
            503 => "Service unavailable",
            _ => "Internal error",
        };
        Self::new(status, why)
    }

    /// Why, for lists of errors.
    pub(super) fn why(&self) -> &str {
        &self.why
    }

    pub(super) fn spoken(&self, quirks: &MxoQuirks) -> Answer {
        let Self { status, token, why } = self;
        if let Some(error) = token {
            return Answer::json(*status, json!({ "error": error, "error_description": why }).to_string());
        }
        let message = |http: u16| Answer::json(http, json!({ "statusCode": status, "message": why }).to_string());
        match quirks.errors {
            MxoErrors::Message => message(*status),
            MxoErrors::Ok if matches!(status, 401 | 404 | 405) => message(*status),
            MxoErrors::Ok => message(200),
            MxoErrors::Oauth => {
                let word = if *status == 401 { "invalid_token" } else { "invalid_request" };
                Answer::json(*status, json!({ "error": word, "error_description": why }).to_string())
            }
            MxoErrors::Text => Answer::text(*status, why),
            MxoErrors::Html => Answer::html(*status, &format!("<html><body><h1>{why}</h1></body></html>")),
            MxoErrors::Empty => Answer::empty(*status),
            MxoErrors::OnlyHttp => Answer::json(*status, r#"{"statusCode":200}"#),
        }
    }
}

/// The answer to a PUT that was taken; a bulk call has no tid to tell.
pub(super) fn put(quirks: &MxoQuirks, tid: Option<&str>) -> Answer {
    let mut body = json!({ "statusCode": 200 });
    if let Some(tid) = tid {
        body["tid"] = tid.into();
    }
    match quirks.put_reply {
        PutReply::Json => ok(&body),
        PutReply::Empty => Answer::empty(200),
    }
}

pub(super) fn ok(body: &Value) -> Answer {
    Answer::json(200, body.to_string())
}
