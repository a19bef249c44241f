//! How this vendor says yes and no (contract section 3).

use serde_json::json;

use super::super::exchange::Answer;
use super::quirks::{Accepted, RelevaErrors, RelevaQuirks, Unauthorized};

/// A refusal before it is put in the words of a switch.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) status: u16,
    why: String,
}

impl Refused {
    pub(super) fn new(status: u16, why: impl Into<String>) -> Self {
        Self { status, why: why.into() }
    }

    /// A key that is missing or wrong; a key for browsers and apps is a wrong one.
    pub(super) fn key(quirks: &RelevaQuirks) -> Self {
        match quirks.unauthorized {
            Unauthorized::Status => Self::of_status(401),
            Unauthorized::Token => Self::new(400, "The provided token is invalid"),
            Unauthorized::Domain => Self::new(400, "The domain for this token cannot be found"),
        }
    }

    /// The words for a status that something else asks for.
    pub(super) fn of_status(status: u16) -> Self {
        let why = match status {
            400 => "Bad request",
            401 => "Unauthorized: the secret key is missing or invalid",
            403 => "Forbidden",
            404 => "Not found",
            405 => "Method not allowed",
            408 => "Request timeout",
            413 => "Too many events in one request",
            422 => "The request could not be processed",
            429 => "Too many requests",
            503 => "Service unavailable",
            _ => "Internal server error",
        };
        Self::new(status, why)
    }

    pub(super) fn spoken(&self, quirks: &RelevaQuirks) -> Answer {
        let Self { status, why } = self;
        match quirks.errors {
            RelevaErrors::Message => Answer::json(*status, json!({ "message": why }).to_string()),
            RelevaErrors::Braces => Answer::json(*status, "{}"),
            RelevaErrors::Text => Answer::text(*status, why),
            RelevaErrors::Html => Answer::html(*status, &format!("<html><body><h1>{why}</h1></body></html>")),
            RelevaErrors::Empty => Answer::empty(*status),
        }
    }
}

/// Accepted, which is not yet matched to anybody.
pub(super) fn accepted(quirks: &RelevaQuirks) -> Answer {
    match quirks.accepted {
        Accepted::Accepted => Answer::json(202, "{}"),
        Accepted::Empty => Answer::empty(202),
        Accepted::Ok => Answer::json(200, "{}"),
    }
}
