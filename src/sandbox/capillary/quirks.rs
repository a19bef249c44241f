//! The switches that only this vendor has: one for each thing its documents leave open or contradict.

use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};

/// How Capillary behaves where nobody knows how it does (contract section 9). Also its part of the command line.
#[derive(Clone, Debug, PartialEq, Eq, Args, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CapillaryQuirks {
    /// How Capillary refuses a wrong key or secret.
    #[arg(long = "capillary-token-refusal", value_enum, default_value_t)]
    pub token_refusal: TokenRefusal,
    /// How long a token of Capillary lives; 0 is expired at once.
    #[arg(long = "capillary-token-ttl", value_name = "SECS", default_value_t = 300)]
    pub token_ttl_secs: u64,
    /// A token of Capillary also ends after this many calls.
    #[arg(long = "capillary-token-calls", value_name = "N")]
    pub token_calls: Option<u32>,
    /// Capillary refuses Basic with 403 and code 4000.
    #[arg(long = "capillary-basic-disabled")]
    pub basic_disabled: bool,
    /// The code for a customer Capillary does not have.
    #[arg(long = "capillary-no-customer", value_enum, default_value_t)]
    pub no_customer: NoCustomer,
    /// The HTTP status that goes with Capillary's look-up errors.
    #[arg(long = "capillary-errors-http", value_enum, default_value_t)]
    pub errors_http: ErrorsHttp,
    /// What Capillary does with `type`.
    #[arg(long = "capillary-type-filter", value_enum, default_value_t)]
    pub type_filter: TypeFilter,
    /// Capillary answers v2 requests in the envelope of v1.1.
    #[arg(long = "capillary-old-envelope")]
    pub old_envelope: bool,
    /// What `limit` and `offset` of v1.1 count.
    #[arg(long = "capillary-v1-paging", value_enum, default_value_t)]
    pub v1_paging: V1Paging,
    /// The zone of Capillary's times that carry none.
    #[arg(long = "capillary-zone", value_enum, default_value_t)]
    pub zone: Zone,
    /// Capillary puts `*` for the digits of one-time codes.
    #[arg(long = "capillary-mask-otp")]
    pub mask_otp: bool,
    /// Capillary puts `*****` for e-mail addresses and numbers.
    #[arg(long = "capillary-mask-receiver")]
    pub mask_receiver: bool,
    /// Capillary adds a warning to what it answers.
    #[arg(long = "capillary-warnings")]
    pub warnings: bool,
    /// Capillary has groups of the social networks too.
    #[arg(long = "capillary-social")]
    pub social: bool,
}

impl Default for CapillaryQuirks {
    fn default() -> Self {
        Self {
            token_refusal: TokenRefusal::default(),
            token_ttl_secs: 300,
            token_calls: None,
            basic_disabled: false,
            no_customer: NoCustomer::default(),
            errors_http: ErrorsHttp::default(),
            type_filter: TypeFilter::default(),
            old_envelope: false,
            v1_paging: V1Paging::default(),
            zone: Zone::default(),
            mask_otp: false,
            mask_receiver: false,
            warnings: false,
            social: false,
        }
    }
}

/// The HTTP status that refuses a wrong key or secret.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
pub enum TokenRefusal {
    /// 401.
    #[default]
    #[serde(rename = "401")]
    #[value(name = "401")]
    Unauthorized,
    /// 403.
    #[serde(rename = "403")]
    #[value(name = "403")]
    Forbidden,
}

/// The code for "no such customer".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
pub enum NoCustomer {
    /// 8015, of the general table.
    #[default]
    #[serde(rename = "8015")]
    #[value(name = "8015")]
    General,
    /// 1012, of this interface's own page.
    #[serde(rename = "1012")]
    #[value(name = "1012")]
    Own,
}

/// The HTTP status of an answer whose body holds look-up errors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
pub enum ErrorsHttp {
    /// 200.
    #[default]
    #[serde(rename = "200")]
    #[value(name = "200")]
    Ok,
    /// 400.
    #[serde(rename = "400")]
    #[value(name = "400")]
    BadRequest,
    /// 404.
    #[serde(rename = "404")]
    #[value(name = "404")]
    NotFound,
}

impl ErrorsHttp {
    pub(super) fn status(self) -> u16 {
        match self {
            Self::Ok => 200,
            Self::BadRequest => 400,
            Self::NotFound => 404,
        }
    }
}

/// What is done with `type`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum TypeFilter {
    /// Nothing: every group comes, as in the documents' sample.
    #[default]
    Ignored,
    /// Only what was asked for comes.
    Applied,
}

/// What `limit` and `offset` count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum V1Paging {
    /// The messages of each group.
    #[default]
    PerGroup,
    /// The messages of all groups, one group after the other.
    Overall,
    /// `limit` the messages of each group, `offset` nothing: every page is the first.
    NoOffset,
    /// Nothing: everything comes at once, whatever is asked for.
    Nothing,
}

/// The cluster's own zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
pub enum Zone {
    /// Europe's.
    #[default]
    #[serde(rename = "UTC")]
    #[value(name = "UTC")]
    Utc,
    /// India's and Singapore's.
    #[serde(rename = "+05:30")]
    #[value(name = "+05:30")]
    India,
}

impl Zone {
    /// As the settings file spells it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Utc => "UTC",
            Self::India => "+05:30",
        }
    }

    pub(super) fn ahead_secs(self) -> i64 {
        match self {
            Self::Utc => 0,
            Self::India => 19_800,
        }
    }
}
