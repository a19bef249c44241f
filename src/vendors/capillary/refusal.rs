//! What the vendor's refusals mean (contract section 7).

use serde_json::value::RawValue;

use super::wire::{Members, is_nothing, one_or_many, text, truth, whole};
use crate::vendors::error::{ApiError, Failure};
use crate::vendors::parts::HistoryAnswer;
use crate::vendors::request::ApiReply;

/// One `{status, code, message}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Complaint {
    pub(super) code: Option<i64>,
    pub(super) message: Option<String>,
}

/// Takes `errors` out of an envelope; one that is not empty means failure, whatever the HTTP status.
pub(super) fn complaints(members: &mut Members<'_>) -> Vec<Complaint> {
    one_or_many(members.take("errors")).into_iter().map(complaint).collect()
}

pub(super) fn complaint(json: &RawValue) -> Complaint {
    match Members::of(json) {
        Some(mut members) => Complaint {
            // `response_code` in one older sample (section 4, trap 4).
            code: members.take_as("code", whole).or_else(|| members.take_as("response_code", whole)),
            message: members.take_as("message", text).filter(|message| !message.trim().is_empty()),
        },
        None => Complaint { code: None, message: text(json) },
    }
}

/// A `status` or `item_status` of the older envelope, where it says no.
pub(super) fn said_no(json: Option<&RawValue>) -> Option<Complaint> {
    let json = json.filter(|json| !is_nothing(json))?;
    let success = Members::of(json)?.take_as("success", truth);
    (success == Some(false)).then(|| complaint(json))
}

/// What complaints mean: an answer of its own, or an error.
pub(super) fn judged(complaints: &[Complaint], reply: &ApiReply) -> Result<HistoryAnswer, ApiError> {
    let has =
        |codes: &[i64]| complaints.iter().any(|complaint| complaint.code.is_some_and(|code| codes.contains(&code)));
    let message = complaints.iter().find_map(|complaint| complaint.message.clone());
    // A refused credential or a full queue says nothing about the customer.
    if !matches!(reply.status, 401 | 403 | 429) {
        if has(&[8015, 1012, 8065]) {
            return Ok(HistoryAnswer::NoSuchCustomer);
        }
        if has(&[8069]) {
            return Ok(HistoryAnswer::Merged);
        }
    }
    let code = complaints.iter().find_map(|complaint| complaint.code);
    let error = match code {
        Some(8011) => refused("does not know the source account", 8011, "check account_id"),
        Some(8012) => refused("does not know the source", 8012, "check source"),
        Some(8013) => refused("refused the kind of identifier", 8013, "check identifiers"),
        Some(8045) => refused("wants the account of the source", 8045, "set account_id"),
        Some(8089) => ApiError::new(Failure::Refused, "has this customer outside of its loyalty program (code 8089)"),
        Some(4000) => ApiError::new(Failure::Credential, "does not allow this to the credential (code 4000)"),
        Some(4001) => ApiError::new(Failure::Unclear, "cannot check credentials at the moment (code 4001)"),
        _ => status_error(reply)
            .or_else(|| {
                let status = u16::try_from(code?).ok().filter(|code| (400..600).contains(code))?;
                status_error(&ApiReply { status, retry_after: reply.retry_after, ..ApiReply::default() })
            })
            .unwrap_or_else(|| {
                let words = code.map_or_else(|| "said no".to_owned(), |code| format!("said no (code {code})"));
                ApiError::new(Failure::Refused, words)
            }),
    };
    Err(error.with_message(message))
}

fn refused(what: &str, code: u16, hint: &str) -> ApiError {
    ApiError::new(Failure::Refused, format!("{what} (code {code}); {hint}"))
}

/// What an HTTP status means here; `None` for 2xx.
pub(super) fn status_error(reply: &ApiReply) -> Option<ApiError> {
    match reply.status {
        403 => Some(ApiError::new(
            Failure::Credential,
            "does not allow this to the credential (403); its access groups may lack the customer resource",
        )),
        461 => Some(ApiError::new(Failure::Slowed(reply.retry_after), "is busy searching (461)")),
        521 => Some(ApiError::new(Failure::Slowed(reply.retry_after), "is busy with this customer (521)")),
        status => ApiError::from_status(status, reply.retry_after),
    }
}

/// Why a body is no JSON, without a word of it.
pub(super) fn unreadable(body: &[u8]) -> String {
    let start = body.trim_ascii_start();
    if start.is_empty() {
        "answered with nothing (expected JSON)".to_owned()
    } else if start[0] == b'<' {
        "answered with a web page instead of JSON; a sign-in page of the network may stand in between".to_owned()
    } else if std::str::from_utf8(body).is_err() {
        "answered with bytes that are no UTF-8 text (expected JSON)".to_owned()
    } else {
        match serde_json::from_slice::<&RawValue>(body) {
            Err(error) if error.is_eof() => "answered with JSON that breaks off".to_owned(),
            Err(error) => {
                format!(
                    "answered with something that cannot be read (line {}, column {})",
                    error.line(),
                    error.column()
                )
            }
            Ok(_) => "answered with JSON that is no object".to_owned(),
        }
    }
}
