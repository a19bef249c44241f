//! What a fake vendor is to the rest of the sandbox, and the register of all of them.
//!
//! A new vendor is one folder beside `rayzing/` and one line in [`VENDORS`]; the ports, the log, the faults, the
//! control port and the first line on stdout follow from it.

use std::sync::Arc;

use serde_json::Value;

use super::clock::Clock;
use super::exchange::{Answer, Request};
use super::options::SandboxOptions;

/// Every vendor the sandbox can play.
pub(super) const VENDORS: &[Registration] = &[
    super::rayzing::REGISTRATION,
    super::capillary::REGISTRATION,
    super::ray::REGISTRATION,
    super::releva::REGISTRATION,
    super::mxo::REGISTRATION,
];

/// How a fake vendor enters the house.
pub(super) struct Registration {
    pub(super) name: &'static str,
    pub(super) endpoints: &'static [Endpoint],
    pub(super) open: fn(&SandboxOptions, Arc<Clock>) -> Arc<dyn Fake>,
}

/// One endpoint as the fault switches name it.
pub(super) struct Endpoint {
    pub(super) name: &'static str,
    pub(super) writes: bool,
}

/// What a request that is answered with success really does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// What it says.
    Store,
    /// Nothing, although the answer says otherwise.
    Discard,
    /// Each text is stored trimmed and one character short.
    Trim,
}

/// What `Effect::Trim` makes of a value.
pub(super) fn short(value: &Value) -> Value {
    match value {
        Value::String(text) => {
            let mut chars = text.trim().chars();
            chars.next_back();
            chars.as_str().into()
        }
        Value::Array(items) => items.iter().map(short).collect(),
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), short(value))).collect(),
        other => other.clone(),
    }
}

/// One fake vendor. Methods are called from the server's thread and from tests, so state sits behind a lock.
pub(super) trait Fake: Send + Sync {
    /// Address, ids and credentials, for the first line on stdout.
    fn describe(&self, base_url: &str) -> Value;
    /// Which endpoint a request is for; `None` is none of them.
    fn endpoint(&self, request: &Request) -> Option<&'static str>;
    /// A request has come in; whether a fault spoils its answer is not decided yet.
    fn arrived(&self, _request: &Request) {}
    /// The faithful answer.
    fn answer(&self, request: &Request, options: &SandboxOptions, effect: Effect) -> Answer;
    /// This vendor's way of refusing that request with `status`.
    fn refusal(&self, request: &Request, status: u16, options: &SandboxOptions) -> Answer;
    /// This vendor's way of saying no under HTTP 200.
    fn polite_refusal(&self) -> Answer;
    /// Everything it holds, or only the record that `key` (any id) names.
    fn state(&self, key: Option<&str>) -> Value;
    /// What happens at the vendor without the client; an unknown word is answered with the known ones.
    fn act(&self, action: &str, what: &Value) -> Result<Value, String>;
}
