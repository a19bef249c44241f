//! The switches that only this vendor has: one for each thing its documents leave open or contradict.

use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};

/// How Releva behaves where nobody knows how it does (contract section 5). Also its part of the command line.
#[derive(Clone, Debug, PartialEq, Eq, Args, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RelevaQuirks {
    /// How Releva refuses a key that is missing or wrong.
    #[arg(id = "releva-unauthorized", long = "releva-unauthorized", value_enum, default_value_t)]
    pub unauthorized: Unauthorized,
    /// How Releva says that it took the events.
    #[arg(id = "releva-accepted", long = "releva-accepted", value_enum, default_value_t)]
    pub accepted: Accepted,
    /// The body of a refusal of Releva.
    #[arg(id = "releva-errors", long = "releva-errors", value_enum, default_value_t)]
    pub errors: RelevaErrors,
    /// Releva takes an event with a profile id alone, as its newer page has it.
    #[arg(id = "releva-profile-id", long = "releva-profile-id")]
    pub profile_id_is_enough: bool,
    /// Releva refuses events without a locale.
    #[arg(id = "releva-needs-locale", long = "releva-needs-locale")]
    pub needs_locale: bool,
    /// Releva refuses empty members of `custom`.
    #[arg(id = "releva-no-empty-custom", long = "releva-no-empty-custom")]
    pub no_empty_custom: bool,
    /// Releva leaves a bad event of a list out without a word.
    #[arg(id = "releva-skip-bad", long = "releva-skip-bad")]
    pub skip_bad_events: bool,
    /// Releva shows an accepted event this long after its arrival.
    #[arg(id = "releva-visible-after", long = "releva-visible-after", value_name = "MS", default_value_t = 10_000)]
    pub visible_after_ms: u32,
    /// Releva drops events of programs that look like a bot without a word.
    #[arg(id = "releva-drop-bots", long = "releva-drop-bots")]
    pub drop_bots: bool,
    /// Releva drops events about people it does not track without a word.
    #[arg(id = "releva-drop-untracked", long = "releva-drop-untracked")]
    pub drop_untracked: bool,
    /// Releva refuses more events in one call with 413.
    #[arg(id = "releva-max-events", long = "releva-max-events", value_name = "N", default_value_t = 50)]
    pub max_events: usize,
}

impl Default for RelevaQuirks {
    fn default() -> Self {
        Self {
            unauthorized: Unauthorized::default(),
            accepted: Accepted::default(),
            errors: RelevaErrors::default(),
            profile_id_is_enough: false,
            needs_locale: false,
            no_empty_custom: false,
            skip_bad_events: false,
            visible_after_ms: 10_000,
            drop_bots: false,
            drop_untracked: false,
            max_events: 50,
        }
    }
}

/// How it refuses a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
pub enum Unauthorized {
    /// 401.
    #[default]
    #[serde(rename = "401")]
    #[value(name = "401")]
    Status,
    /// 400 with a message about the token.
    #[serde(rename = "400-token")]
    #[value(name = "400-token")]
    Token,
    /// 400 with a message about the domain of the token.
    #[serde(rename = "400-domain")]
    #[value(name = "400-domain")]
    Domain,
}

/// How it says yes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
pub enum Accepted {
    /// 202 with `{}`.
    #[default]
    #[serde(rename = "202")]
    #[value(name = "202")]
    Accepted,
    /// 202 without a body.
    #[serde(rename = "202-empty")]
    #[value(name = "202-empty")]
    Empty,
    /// 200 with `{}`.
    #[serde(rename = "200")]
    #[value(name = "200")]
    Ok,
}

/// The body of a refusal; its status is the same in all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum RelevaErrors {
    /// `{"message": …}`.
    #[default]
    Message,
    /// `{}`, as for a success.
    Braces,
    /// The message as plain text.
    Text,
    /// A page for people.
    Html,
    /// No body.
    Empty,
}
