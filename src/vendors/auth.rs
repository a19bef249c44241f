//! Answers of token endpoints in the usual shape of OAuth 2, which more than one vendor uses.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use super::error::{ApiError, Failure};
use super::parts::Token;
use super::request::ApiReply;
use crate::secrets::Secret;

/// The longest life that is believed.
const LONGEST_SECS: f64 = 30.0 * 86_400.0;

/// The usual members, and those of vendors that say no in an envelope of their own.
#[derive(Default, Deserialize)]
struct Answer {
    access_token: Option<String>,
    /// A number, or a number as text.
    expires_in: Option<Value>,
    error: Option<String>,
    error_description: Option<String>,
    message: Option<String>,
}

/// Reads the answer; `usual_secs` is the life of a token whose answer names none, `whom` names what was refused
/// ("this client and user").
///
/// # Errors
/// [`Failure::Credential`] where the credential was refused, else what hindered the call.
pub(super) fn read_token(reply: &ApiReply, usual_secs: f64, whom: &str) -> Result<Token, ApiError> {
    let answer: Option<Answer> = serde_json::from_slice(&reply.body).ok();
    let is_json = answer.is_some();
    let answer = answer.unwrap_or_default();
    let says_no = answer.error.is_some() || answer.message.is_some();
    let message = answer.error_description.or(answer.message).or(answer.error);
    if matches!(reply.status, 400 | 401 | 403) {
        let words = format!("gave no token for {whom} ({})", reply.status);
        return Err(ApiError::new(Failure::Credential, words).with_message(message));
    }
    if let Some(error) = ApiError::from_status(reply.status, reply.retry_after) {
        return Err(error.with_message(message));
    }
    let Some(value) = answer.access_token.filter(|token| !token.trim().is_empty()) else {
        if says_no {
            // HTTP 200 with a body that says no.
            return Err(ApiError::new(Failure::Credential, format!("gave no token for {whom}")).with_message(message));
        }
        let words = if is_json {
            "answered without a token (expected a text at $.access_token)"
        } else {
            "answered with something that is no JSON object; a sign-in page of the network may stand in between"
        };
        return Err(ApiError::new(Failure::Unclear, words));
    };
    let secs = answer.expires_in.and_then(|life| match life {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    });
    let secs = secs.filter(|secs| secs.is_finite() && *secs >= 0.0).unwrap_or(usual_secs);
    let lifetime = Duration::from_secs_f64(secs.min(LONGEST_SECS));
    Ok(Token { value: Secret::new(value), lifetime, early: Token::EARLY })
}
