//! The switches that only this vendor has: one for each thing its document leaves open.

use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};

/// How RAY behaves where nobody knows how it does (contract section 5). Also its part of the command line.
#[derive(Clone, Debug, PartialEq, Eq, Args, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RayQuirks {
    /// The header that carries the token of RAY, `{token}` where it goes.
    #[arg(id = "ray-auth-header", long = "ray-auth-header", value_name = "HEADER", default_value = AUTH_HEADER)]
    pub auth_header: String,
    /// How RAY refuses who asks: credentials, and tokens that are missing, wrong or expired.
    #[arg(id = "ray-sign-in", long = "ray-sign-in", value_enum, default_value_t)]
    pub sign_in: RaySignIn,
    /// The status with which RAY refuses a wrong user or password.
    #[arg(id = "ray-grant-refusal", long = "ray-grant-refusal", value_enum, default_value_t)]
    pub grant_refusal: GrantRefusal,
    /// How long a token of RAY lives; 0 is expired at once.
    #[arg(id = "ray-token-ttl", long = "ray-token-ttl", value_name = "SECS", default_value_t = 3_599)]
    pub token_ttl_secs: u64,
    /// A token of RAY also ends after this many calls.
    #[arg(id = "ray-token-calls", long = "ray-token-calls", value_name = "N")]
    pub token_calls: Option<u32>,
    /// RAY does not say how long its tokens live.
    #[arg(id = "ray-token-life-unsaid", long = "ray-token-life-unsaid")]
    pub token_life_unsaid: bool,
    /// How RAY refuses events.
    #[arg(id = "ray-errors", long = "ray-errors", value_enum, default_value_t)]
    pub errors: RayErrors,
    /// RAY writes `statusCode` as text.
    #[arg(id = "ray-code-as-text", long = "ray-code-as-text")]
    pub code_as_text: bool,
    /// What RAY's `result` says when something failed.
    #[arg(id = "ray-failure-word", long = "ray-failure-word", value_name = "WORD", default_value = FAILURE)]
    pub failure_word: String,
    /// RAY takes an empty list of events for a success.
    #[arg(id = "ray-empty-list", long = "ray-empty-list")]
    pub empty_list: bool,
    /// What RAY does with a list in which one event is wrong.
    #[arg(id = "ray-list", long = "ray-list", value_enum, default_value_t)]
    pub list: RayList,
    /// RAY refuses longer lists with 413.
    #[arg(id = "ray-max-events", long = "ray-max-events", value_name = "N")]
    pub max_events: Option<usize>,
    /// RAY refuses events that are further in the future than this.
    #[arg(id = "ray-future-limit", long = "ray-future-limit", value_name = "SECS")]
    pub future_limit_secs: Option<u32>,
    /// RAY refuses events that are older than this.
    #[arg(id = "ray-past-limit", long = "ray-past-limit", value_name = "SECS")]
    pub past_limit_secs: Option<u32>,
    /// RAY wants phones as `+` and digits.
    #[arg(id = "ray-strict-phone", long = "ray-strict-phone")]
    pub strict_phone: bool,
}

const AUTH_HEADER: &str = "Authorization: Bearer {token}";
const FAILURE: &str = "error";

impl Default for RayQuirks {
    fn default() -> Self {
        Self {
            auth_header: AUTH_HEADER.to_owned(),
            sign_in: RaySignIn::default(),
            grant_refusal: GrantRefusal::default(),
            token_ttl_secs: 3_599,
            token_calls: None,
            token_life_unsaid: false,
            errors: RayErrors::default(),
            code_as_text: false,
            failure_word: FAILURE.to_owned(),
            empty_list: false,
            list: RayList::default(),
            max_events: None,
            future_limit_secs: None,
            past_limit_secs: None,
            strict_phone: false,
        }
    }
}

impl RayQuirks {
    /// The same, but no refusal goes under HTTP 200: where a fault asks for a status, that very status comes.
    pub(super) fn with_status(&self) -> Self {
        let errors = match self.errors {
            RayErrors::Body | RayErrors::OnlyCode | RayErrors::OnlyResult => RayErrors::Status,
            other => other,
        };
        let sign_in = if self.sign_in == RaySignIn::OkEnvelope { RaySignIn::Envelope } else { self.sign_in };
        Self { errors, sign_in, ..self.clone() }
    }
}

/// How it refuses who asks (contract section 1: either shape must be taken).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum RaySignIn {
    /// `{"error": …, "error_description": …}` with its status.
    #[default]
    Oauth,
    /// The envelope of its own services with the same status.
    Envelope,
    /// That envelope under HTTP 200.
    OkEnvelope,
}

/// The status of `invalid_grant`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
pub enum GrantRefusal {
    /// 400.
    #[default]
    #[serde(rename = "400")]
    #[value(name = "400")]
    BadRequest,
    /// 401.
    #[serde(rename = "401")]
    #[value(name = "401")]
    Unauthorized,
}

/// How it refuses events. A client must take every one of these for a no.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum RayErrors {
    /// The envelope, and the HTTP status equals its `statusCode`.
    #[default]
    Status,
    /// The envelope under HTTP 200.
    Body,
    /// The HTTP status refuses, the envelope says success.
    OnlyHttp,
    /// Only `statusCode` refuses: HTTP 200 and `result` is `success`.
    OnlyCode,
    /// Only `result` refuses: HTTP 200 and `statusCode` is 200.
    OnlyResult,
    /// The HTTP status with the message as plain text.
    Text,
    /// The HTTP status with a page for people.
    Html,
    /// The HTTP status without a body.
    Empty,
}

/// What becomes of a list in which one event is wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum RayList {
    /// Nothing is kept.
    #[default]
    AllOrNothing,
    /// The events before it are kept.
    FirstBadStops,
}
