//! The switches that only this vendor has: one for each thing its documents leave open or contradict.

use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};

/// How MXO behaves where nobody knows how it does (contract section 6). Also its part of the command line.
#[derive(Clone, Debug, PartialEq, Eq, Args, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MxoQuirks {
    /// How long a token of MXO lives; 0 is expired at once.
    #[arg(id = "mxo-token-ttl", long = "mxo-token-ttl", value_name = "SECS", default_value_t = 3_600)]
    pub token_ttl_secs: u64,
    /// A token of MXO also ends after this many calls.
    #[arg(id = "mxo-token-calls", long = "mxo-token-calls", value_name = "N")]
    pub token_calls: Option<u32>,
    /// MXO does not say how long its tokens live.
    #[arg(id = "mxo-token-life-unsaid", long = "mxo-token-life-unsaid")]
    pub token_life_unsaid: bool,
    /// MXO writes `Bearer` where it usually writes `bearer`.
    #[arg(id = "mxo-token-type-upper", long = "mxo-token-type-upper")]
    pub token_type_upper: bool,
    /// MXO refuses a wrong client with 400 where it usually has 401.
    #[arg(id = "mxo-client-refused-by-400", long = "mxo-client-refused-by-400")]
    pub client_refused_by_400: bool,
    /// The user of MXO lacks the permission: every call but the token is refused with 403.
    #[arg(id = "mxo-forbidden", long = "mxo-forbidden")]
    pub forbidden: bool,
    /// MXO takes calls without the header `dataMimeType`.
    #[arg(id = "mxo-lenient-header", long = "mxo-lenient-header")]
    pub lenient_header: bool,
    /// The member by which MXO knows the touchpoint.
    #[arg(id = "mxo-named-by", long = "mxo-named-by", value_enum, default_value_t)]
    pub named_by: NamedBy,
    /// MXO refuses members that it does not know, also the other one of `uri` and `url`.
    #[arg(id = "mxo-strict-members", long = "mxo-strict-members")]
    pub strict_members: bool,
    /// A path below the touchpoint that is configured in MXO (repeatable); without any, all of them are.
    #[arg(id = "mxo-path", long = "mxo-path", value_name = "PATH")]
    pub paths: Vec<String>,
    /// What MXO answers to a live POST.
    #[arg(id = "mxo-post-reply", long = "mxo-post-reply", value_enum, default_value_t)]
    pub post_reply: PostReply,
    /// What MXO answers to a PUT.
    #[arg(id = "mxo-put-reply", long = "mxo-put-reply", value_enum, default_value_t)]
    pub put_reply: PutReply,
    /// Every answer of MXO carries a new tid for the customer.
    #[arg(id = "mxo-tid-changes", long = "mxo-tid-changes")]
    pub tid_changes: bool,
    /// How MXO wants the time of an offline interaction.
    #[arg(id = "mxo-timestamps", long = "mxo-timestamps", value_enum, default_value_t)]
    pub timestamps: TimeForm,
    /// The form of a bulk call to MXO.
    #[arg(id = "mxo-bulk-body", long = "mxo-bulk-body", value_enum, default_value_t)]
    pub bulk_body: BulkBody,
    /// What one bad interaction does to a bulk call to MXO.
    #[arg(id = "mxo-bad-item", long = "mxo-bad-item", value_enum, default_value_t)]
    pub bad_item: BadItem,
    /// How MXO refuses.
    #[arg(id = "mxo-errors", long = "mxo-errors", value_enum, default_value_t)]
    pub errors: MxoErrors,
    /// A batch of MXO that comes again under its own id is not kept again.
    #[arg(id = "mxo-batch-once", long = "mxo-batch-once")]
    pub batch_once: bool,
}

impl Default for MxoQuirks {
    fn default() -> Self {
        Self {
            token_ttl_secs: 3_600,
            token_calls: None,
            token_life_unsaid: false,
            token_type_upper: false,
            client_refused_by_400: false,
            forbidden: false,
            lenient_header: false,
            named_by: NamedBy::default(),
            strict_members: false,
            paths: Vec::new(),
            post_reply: PostReply::default(),
            put_reply: PutReply::default(),
            tid_changes: false,
            timestamps: TimeForm::default(),
            bulk_body: BulkBody::default(),
            bad_item: BadItem::default(),
            errors: MxoErrors::default(),
            batch_once: false,
        }
    }
}

impl MxoQuirks {
    /// The same, but no refusal goes under HTTP 200: where a fault asks for a status, that very status comes.
    pub(super) fn with_status(&self) -> Self {
        let errors = if self.errors == MxoErrors::Ok { MxoErrors::Message } else { self.errors };
        Self { errors, ..self.clone() }
    }
}

/// Which of two members names the touchpoint (contract section 2.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum NamedBy {
    /// Either; `uri` wins where they differ.
    #[default]
    Either,
    /// `uri` is required.
    Uri,
    /// `url` is required.
    Url,
}

/// The answer to a live POST.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum PostReply {
    /// With trackers, captures and optimizations.
    #[default]
    Full,
    /// `statusCode` and `tid`.
    Minimal,
    /// The lists are null.
    Nulls,
    /// The same as full, but no optimization can be decoded.
    Undecodable,
}

/// The answer to a PUT.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum PutReply {
    /// `statusCode` and `tid`; `statusCode` alone for a bulk call.
    #[default]
    Json,
    /// No body.
    Empty,
}

/// How the time of an interaction is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum TimeForm {
    /// A number of milliseconds since 1970.
    #[default]
    EpochMs,
    /// ISO 8601 text.
    Iso,
    /// Both are taken.
    Either,
}

/// The form of a bulk call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum BulkBody {
    /// An array.
    #[default]
    Array,
    /// `{"interactions": […]}`.
    Wrapped,
}

/// What becomes of a bulk call with a bad interaction in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum BadItem {
    /// The whole call is refused.
    #[default]
    Refused,
    /// The bad one is left out without a word.
    Skipped,
}

/// How it refuses. A client must take every one of these for a no.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum MxoErrors {
    /// `{"statusCode": 400, "message": …}` with that status.
    #[default]
    Message,
    /// `{"error": …, "error_description": …}`.
    Oauth,
    /// The message as plain text.
    Text,
    /// A page for people.
    Html,
    /// No body.
    Empty,
    /// HTTP 200, and the `statusCode` of the body refuses; a token, a path or a method is still refused by its status.
    Ok,
    /// The HTTP status refuses, the body looks like a success.
    OnlyHttp,
}
