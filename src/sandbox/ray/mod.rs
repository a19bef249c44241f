//! The fake of RAY: a token endpoint, and one service that is told what happened (contract section 5).
//!
//! Walk on: `door.rs` (who may tell), `event.rs` (what an event must hold), `say.rs` (yes and no), `quirks.rs` (the
//! switches).

mod door;
mod event;
mod quirks;
mod say;

use std::sync::Arc;

use serde_json::{Map, Value, json};

pub use quirks::{GrantRefusal, RayErrors, RayList, RayQuirks, RaySignIn};

use super::clock::Clock;
use super::exchange::{Answer, Request};
use super::ledger::Ledger;
use super::options::SandboxOptions;
use super::vendor::{Effect, Endpoint, Fake, Registration};
use door::Door;
use say::Refused;

/// The line for the register.
pub(super) const REGISTRATION: Registration = Registration {
    name: "ray",
    endpoints: &[Endpoint { name: "token", writes: false }, Endpoint { name: "interaction", writes: true }],
    open: |options, clock| Arc::new(Ray { clock, door: Door::new(options.seed), ledger: Ledger::default() }),
};

const TOKEN: &str = "/oauth/token";
const EVENTS: &str = "/events/interaction";

struct Ray {
    clock: Arc<Clock>,
    door: Door,
    ledger: Ledger,
}

impl Ray {
    /// 404 and 405 come before the credential, the credential before everything else.
    fn routed(&self, request: &Request, quirks: &RayQuirks, effect: Effect) -> Result<Answer, Refused> {
        match (request.path.as_str(), request.method.as_str()) {
            (TOKEN, "POST") => self.door.token(request, quirks, self.clock.now_ms()),
            (EVENTS, "POST") => {
                self.door.admit(request, quirks, self.clock.now_ms())?;
                self.events(request, quirks, effect)
            }
            (TOKEN | EVENTS, _) => Err(Refused::of_status(405)),
            _ => Err(Refused::of_status(404)),
        }
    }

    /// `POST /events/interaction`. Nothing is taken for a repetition.
    fn events(&self, request: &Request, quirks: &RayQuirks, effect: Effect) -> Result<Answer, Refused> {
        if request.media_type() != "application/json" {
            return Err(Refused::of_status(415));
        }
        let Some(Value::Array(events)) = request.json() else {
            return Err(Refused::new(400, "The body must be a JSON array of events"));
        };
        if events.is_empty() && !quirks.empty_list {
            return Err(Refused::new(400, "There must be at least one event"));
        }
        if quirks.max_events.is_some_and(|most| events.len() > most) {
            return Err(Refused::of_status(413));
        }
        let now_ms = self.clock.now_ms();
        let bad = events.iter().enumerate().find_map(|(at, one)| {
            let checked = event::check(at, one, quirks, now_ms);
            checked.err().map(|refused| (at, refused))
        });
        let kept = match (&bad, quirks.list) {
            (None, _) => events.len(),
            (Some((at, _)), RayList::FirstBadStops) => *at,
            (Some(_), RayList::AllOrNothing) => 0,
        };
        for event in &events[..kept] {
            self.ledger.enter(event, Map::new(), effect, now_ms);
        }
        bad.map_or_else(|| Ok(say::done(quirks)), |(_, refused)| Err(refused))
    }
}

impl Fake for Ray {
    fn describe(&self, base_url: &str) -> Value {
        json!({ "base_url": base_url, "store_id": event::STORES[0], "credentials": self.door.credentials() })
    }

    fn endpoint(&self, request: &Request) -> Option<&'static str> {
        match (request.path.as_str(), request.method.as_str()) {
            (TOKEN, "POST") => Some("token"),
            (EVENTS, "POST") => Some("interaction"),
            _ => None,
        }
    }

    fn answer(&self, request: &Request, options: &SandboxOptions, effect: Effect) -> Answer {
        self.routed(request, &options.ray, effect).unwrap_or_else(|refused| {
            let answer = refused.spoken(&options.ray);
            if refused.status == 405 { answer.with_header("allow", "POST") } else { answer }
        })
    }

    fn refusal(&self, request: &Request, status: u16, options: &SandboxOptions) -> Answer {
        let refused = match (request.path.as_str(), status) {
            (TOKEN, 400) => Refused::sign_in(400, "invalid_grant", "Bad credentials"),
            (TOKEN, 401) => Refused::sign_in(401, "unauthorized", "Full authentication is required"),
            (TOKEN, 403) => Refused::sign_in(403, "access_denied", "Access is denied"),
            _ => Refused::of_status(status),
        };
        refused.spoken(&options.ray.with_status())
    }

    fn polite_refusal(&self) -> Answer {
        say::polite()
    }

    fn state(&self, key: Option<&str>) -> Value {
        let mut state = self.ledger.shown(key);
        state["stores"] = event::STORES.into();
        state["tokens_issued"] = self.door.issued().into();
        state
    }

    fn act(&self, action: &str, _what: &Value) -> Result<Value, String> {
        match action {
            "revoke" => Ok(json!({ "revoked": self.door.revoke() })),
            _ => Err(format!("`{action}` is no known action; known: revoke")),
        }
    }
}
