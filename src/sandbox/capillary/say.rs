//! How this vendor says no: one form for each of its two interfaces (contract section 7).

use serde_json::{Value, json};

use super::super::exchange::Answer;

/// A refusal before it is put in the words of an interface.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) status: u16,
    pub(super) code: u32,
    pub(super) why: String,
}

impl Refused {
    pub(super) fn new(status: u16, code: u32, why: impl Into<String>) -> Self {
        Self { status, code, why: why.into() }
    }

    /// `{"errors": […], "warnings": []}`.
    pub(super) fn in_v2(&self) -> Answer {
        let errors = json!([{ "status": false, "code": self.code, "message": self.why }]);
        Answer::json(self.status, json!({ "errors": errors, "warnings": [] }).to_string())
    }

    /// The older envelope; 816, 10xx and 80xx are about the customer, the others about the request.
    pub(super) fn in_v1(&self) -> Answer {
        let status = |code: u32, why: &str| json!({ "success": "false", "code": code, "message": why });
        let response: Value = if matches!(self.code, 816 | 1_000..=1_099 | 8_000..) {
            let item = status(self.code, &self.why);
            json!({ "status": status(500, "All requests have failed due to errors"), "customer": { "item_status": item } })
        } else {
            json!({ "status": status(self.code, &self.why) })
        };
        Answer::json(self.status, json!({ "response": response }).to_string())
    }

    /// The words for a status that something else asks for.
    pub(super) fn of_status(status: u16) -> Self {
        let (code, why) = match status {
            400 => (400, "Bad Request"),
            401 => (401, "Authentication failed"),
            403 => (4000, "Access denied"),
            404 => (404, "Not Found"),
            405 => (405, "Method Not Allowed"),
            413 => (413, "Payload Too Large"),
            415 => (415, "Unsupported Media Type"),
            429 => (429, "Too Many Requests"),
            461 => (461, "Search is busy, try again"),
            521 => (521, "Several actions on one customer at once"),
            503 => (4001, "Authorization is not available"),
            _ => (status.into(), "Unexpected error"),
        };
        Self::new(status, code, why)
    }
}
