//! What an answer means: yes only where HTTP, `statusCode` and `result` agree (contract section 3).

use serde_json::Value;

use crate::vendors::error::{ApiError, Failure};
use crate::vendors::recording::Recorded;
use crate::vendors::request::ApiReply;

/// Reads the answer to an event.
pub(super) fn read(reply: &ApiReply) -> Result<Recorded, ApiError> {
    let body: Option<Value> = serde_json::from_slice(&reply.body).ok();
    let member = |name: &str| body.as_ref().and_then(|body| body.get(name));
    let text = |name: &str| member(name).and_then(Value::as_str).map(str::to_owned);
    let message = text("message").or_else(|| text("error_description")).or_else(|| text("error"));
    let code = member("statusCode").and_then(|code| match code {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    });
    let said_yes = text("result").as_deref() == Some("success");
    if let Some(error) = ApiError::from_status(reply.status, reply.retry_after) {
        return Err(error.with_message(message));
    }
    match code {
        Some(200) if said_yes => return Ok(Recorded::default()),
        None if said_yes => return Ok(Recorded::default()),
        _ => {}
    }
    // HTTP said yes and the body says no: its own code says which. A code that is none of HTTP's, or a "success" with
    // another code, is no yes either.
    let coded = code.and_then(|code| u16::try_from(code).ok()).filter(|code| (300..600).contains(code));
    if let Some(error) = coded.and_then(|code| ApiError::from_status(code, reply.retry_after)) {
        return Err(error.with_message(message));
    }
    if body.as_ref().and_then(Value::as_object).is_none() {
        return Err(ApiError::new(Failure::Unclear, unreadable(&reply.body)));
    }
    if member("error").is_some() && code.is_none() && member("result").is_none() {
        let credential = matches!(text("error").as_deref(), Some("invalid_token" | "unauthorized" | "invalid_grant"));
        let failure = if credential { Failure::Credential } else { Failure::Refused };
        return Err(ApiError::new(failure, "said no").with_message(message));
    }
    match member("result") {
        // A word other than success is a no; without any word nothing was said.
        Some(result) if !result.is_null() && !said_yes => {
            Err(ApiError::new(Failure::Refused, "said no").with_message(message))
        }
        _ if code.is_some() && code != Some(200) => {
            Err(ApiError::new(Failure::Refused, format!("said no (statusCode {})", code.unwrap_or_default()))
                .with_message(message))
        }
        _ => Err(ApiError::new(Failure::Unclear, "answered 200 without saying whether it was recorded")
            .with_message(message)),
    }
}

/// Why a body is no answer, in words without its content.
pub(super) fn unreadable(body: &[u8]) -> String {
    let start = body.trim_ascii_start();
    if start.is_empty() {
        "answered with nothing (expected JSON)".to_owned()
    } else if start[0] == b'<' {
        "answered with a web page instead of JSON; a sign-in page of the network may stand in between".to_owned()
    } else {
        "answered with something that is no JSON object".to_owned()
    }
}
