//! How this vendor says yes and no (contract section 3).

use serde_json::json;

use super::super::exchange::Answer;
use super::quirks::{RayErrors, RayQuirks, RaySignIn};

/// A refusal before it is put in the words of a switch.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) status: u16,
    /// The word of OAuth where it is about who asks; `None` where it is about what is asked.
    error: Option<&'static str>,
    why: String,
}

impl Refused {
    /// About what is asked.
    pub(super) fn new(status: u16, why: impl Into<String>) -> Self {
        Self { status, error: None, why: why.into() }
    }

    /// About who asks.
    pub(super) fn sign_in(status: u16, error: &'static str, why: &str) -> Self {
        Self { status, error: Some(error), why: why.to_owned() }
    }

    /// The words for a status that something else asks for.
    pub(super) fn of_status(status: u16) -> Self {
        let why = match status {
            400 => "Bad Request",
            401 => return no_token(),
            403 => "You do not have permission",
            404 => "Not Found",
            405 => "Method Not Allowed",
            408 => "Request Timeout",
            413 => "Payload Too Large",
            415 => "Unsupported Media Type",
            422 => "Unprocessable Entity",
            429 => "Too Many Requests",
            503 => "Service Unavailable",
            _ => "Unexpected error",
        };
        Self::new(status, why)
    }

    pub(super) fn spoken(&self, quirks: &RayQuirks) -> Answer {
        let Self { status, error, why } = self;
        let enveloped = |http: u16, code: u16, result: &str| Answer::json(http, envelope(quirks, why, code, result));
        let failure = quirks.failure_word.as_str();
        if let Some(error) = error {
            return match quirks.sign_in {
                RaySignIn::Oauth => {
                    Answer::json(*status, json!({ "error": error, "error_description": why }).to_string())
                }
                RaySignIn::Envelope => enveloped(*status, *status, failure),
                RaySignIn::OkEnvelope => enveloped(200, *status, failure),
            };
        }
        match quirks.errors {
            // Nobody knows a path that is not there to be refused in any other way.
            _ if matches!(status, 404 | 405) => enveloped(*status, *status, failure),
            RayErrors::Status => enveloped(*status, *status, failure),
            RayErrors::Body => enveloped(200, *status, failure),
            RayErrors::OnlyHttp => enveloped(*status, 200, SUCCESS),
            RayErrors::OnlyCode => enveloped(200, *status, SUCCESS),
            RayErrors::OnlyResult => enveloped(200, 200, failure),
            RayErrors::Text => Answer::text(*status, why),
            RayErrors::Html => Answer::html(*status, &format!("<html><body><h1>{why}</h1></body></html>")),
            RayErrors::Empty => Answer::empty(*status),
        }
    }
}

const SUCCESS: &str = "success";

/// A token that is missing, wrong or expired.
pub(super) fn no_token() -> Refused {
    Refused::sign_in(401, "invalid_token", "The access token is missing, not valid or expired")
}

/// `{"message":"ok","result":"success","statusCode":200}`.
pub(super) fn done(quirks: &RayQuirks) -> Answer {
    Answer::json(200, envelope(quirks, "ok", 200, SUCCESS))
}

/// A no under HTTP 200, whatever the switches say.
pub(super) fn polite() -> Answer {
    let quirks = RayQuirks { errors: RayErrors::Body, ..RayQuirks::default() };
    Refused::new(400, "The request could not be completed").spoken(&quirks)
}

fn envelope(quirks: &RayQuirks, message: &str, code: u16, result: &str) -> String {
    let code = if quirks.code_as_text { json!(code.to_string()) } else { json!(code) };
    json!({ "message": message, "result": result, "statusCode": code }).to_string()
}
