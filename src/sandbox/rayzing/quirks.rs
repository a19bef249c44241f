//! The switches that only this vendor has: one for each thing its document leaves open.

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// How this vendor behaves where nobody knows how it does (contract section 9).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Quirks {
    /// How a caller shows its token.
    pub auth: AuthMode,
    /// The body of a refusal.
    pub errors: ErrorBody,
    /// Refuses under HTTP 200 with `"success": false` (not 404 and 405 of unknown paths).
    pub refuse_with_200: bool,
    /// What asking for a bot that is not there gives.
    pub unknown_bot: UnknownBot,
    /// What a page past the end gives.
    pub past_the_end: PastTheEnd,
    /// After each list request this many records move from the tail to the head, so that a client paging on sees
    /// records twice; negative moves them from head to tail, so that it misses some.
    pub shift: i64,
    /// Takes any status, not only the six.
    pub any_status: bool,
    /// What a write to a uuid that is not there does.
    pub unknown_uuid: UnknownUuid,
    /// Pages above this one are refused with 400.
    pub page_limit: Option<u64>,
}

/// How a caller shows its token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum AuthMode {
    /// `x-bot-token` to read, `x-bp-token` to write.
    #[default]
    Headers,
    /// `Authorization: Bearer` with `authtype: Key`.
    Bearer,
}

/// The body of a refusal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorBody {
    /// No body.
    Empty,
    /// `{}`.
    Json,
    /// `{"success":false,"message":"…","code":401}`.
    #[default]
    Message,
}

/// What asking for a bot that is not there gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
pub enum UnknownBot {
    /// 200 with an empty list.
    #[default]
    #[serde(rename = "empty")]
    Empty,
    /// 400.
    #[serde(rename = "400")]
    #[value(name = "400")]
    Refused,
}

/// What a page past the end gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum PastTheEnd {
    /// An empty list.
    #[default]
    Empty,
    /// The last page, for ever.
    RepeatLast,
}

/// What a write to a uuid that is not there does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
pub enum UnknownUuid {
    /// Makes a lead of it.
    #[default]
    #[serde(rename = "upsert")]
    Upsert,
    /// 404.
    #[serde(rename = "404")]
    #[value(name = "404")]
    Refused,
}
