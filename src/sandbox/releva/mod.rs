//! The fake of Releva: custom events in bulk, and the export that shows them once they are live (contract section 5).
//!
//! Walk on: `event.rs` (what an event must hold), `tracked.rs` (whose events are kept), `export.rs` (what can be read
//! back), `say.rs` (yes and no), `quirks.rs` (the switches).

mod event;
mod export;
mod quirks;
mod say;
mod tracked;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use serde_json::{Map, Value, json};

pub use quirks::{Accepted, RelevaErrors, RelevaQuirks, Unauthorized};

use super::clock::Clock;
use super::exchange::{Answer, Request};
use super::ledger::Ledger;
use super::options::SandboxOptions;
use super::seed;
use super::vendor::{Effect, Endpoint, Fake, Registration};
use say::Refused;
use tracked::{Tracked, looks_like_a_bot};

/// The line for the register.
pub(super) const REGISTRATION: Registration = Registration {
    name: "releva",
    endpoints: &[Endpoint { name: "events", writes: true }, Endpoint { name: "export", writes: false }],
    open: |options, clock| Arc::new(Releva::new(options, clock)),
};

const EVENTS: &str = "/api/v0/events";
/// Known addresses that this fake does not serve; all of them are posted to (contract section 4).
const SIBLINGS: &[&str] = &["profiles", "register", "subscribe", "unsubscribe", "products", "companies", "push"];

struct Releva {
    seed: u64,
    leads: usize,
    clock: Arc<Clock>,
    secret_key: String,
    /// For browsers and apps; it opens nothing here.
    access_token: String,
    ledger: Ledger,
    /// Events that were accepted and not kept.
    dropped: AtomicUsize,
    /// Made when it is first needed: a sandbox with a million leads starts at once.
    tracked: OnceLock<Tracked>,
}

impl Releva {
    fn new(options: &SandboxOptions, clock: Arc<Clock>) -> Self {
        Self {
            seed: options.seed,
            leads: options.leads,
            clock,
            secret_key: format!("sandbox-{}", seed::hex(options.seed, "releva secret", 40)),
            access_token: format!("sandbox-{}", seed::hex(options.seed, "releva access", 24)),
            ledger: Ledger::default(),
            dropped: AtomicUsize::new(0),
            tracked: OnceLock::new(),
        }
    }

    /// 404 and 405 come before the key, the key before everything else.
    fn routed(&self, request: &Request, options: &SandboxOptions, effect: Effect) -> Result<Answer, Refused> {
        let sibling = request.path.strip_prefix("/api/v0/").is_some_and(|name| SIBLINGS.contains(&name));
        match (request.path.as_str(), request.method.as_str()) {
            (EVENTS, "POST") => {
                self.admit(request, &options.releva)?;
                self.events(request, &options.releva, effect)
            }
            (EVENTS, "GET") => {
                self.admit(request, &options.releva)?;
                let live = self.ledger.until(self.clock.now_ms() - i64::from(options.releva.visible_after_ms));
                export::page(&live, request, options.page_size)
            }
            (EVENTS, _) => Err(Refused::of_status(405)),
            (_, method) if sibling && method != "POST" => Err(Refused::of_status(405)),
            _ => Err(Refused::of_status(404)),
        }
    }

    fn admit(&self, request: &Request, quirks: &RelevaQuirks) -> Result<(), Refused> {
        if request.authorization("bearer") == Some(&self.secret_key) { Ok(()) } else { Err(Refused::key(quirks)) }
    }

    /// `POST /api/v0/events`. Nothing is taken for a repetition.
    fn events(&self, request: &Request, quirks: &RelevaQuirks, effect: Effect) -> Result<Answer, Refused> {
        if request.media_type() != "application/json" {
            return Err(Refused::new(400, "The content type must be application/json"));
        }
        let body = request.json().ok_or_else(|| Refused::new(400, "The body is not valid JSON"))?;
        let events = body["events"].as_array().filter(|events| !events.is_empty());
        let events = events.ok_or_else(|| Refused::new(400, "events must be an array with at least one event"))?;
        if events.len() > quirks.max_events {
            return Err(Refused::of_status(413));
        }
        let mut good = Vec::new();
        for (at, one) in events.iter().enumerate() {
            match event::check(at, one, quirks) {
                Ok(()) => good.push(one),
                Err(_) if quirks.skip_bad_events => {}
                Err(refused) => return Err(refused),
            }
        }
        let by_a_bot = quirks.drop_bots && looks_like_a_bot(request.header("user-agent"));
        let now_ms = self.clock.now_ms();
        for event in good {
            if by_a_bot || quirks.drop_untracked && !self.tracked().has(event) {
                self.dropped.fetch_add(1, Ordering::Relaxed);
            } else {
                self.ledger.enter(event, Map::new(), effect, now_ms);
            }
        }
        Ok(say::accepted(quirks))
    }

    fn tracked(&self) -> &Tracked {
        self.tracked.get_or_init(|| Tracked::seeded(self.seed, self.clock.base_ms(), self.leads))
    }
}

impl Fake for Releva {
    fn describe(&self, base_url: &str) -> Value {
        json!({ "base_url": base_url, "locale": "en", "credentials": { "secret_key": self.secret_key } })
    }

    fn endpoint(&self, request: &Request) -> Option<&'static str> {
        match (request.path.as_str(), request.method.as_str()) {
            (EVENTS, "POST") => Some("events"),
            (EVENTS, "GET") => Some("export"),
            _ => None,
        }
    }

    fn answer(&self, request: &Request, options: &SandboxOptions, effect: Effect) -> Answer {
        self.routed(request, options, effect).unwrap_or_else(|refused| {
            let answer = refused.spoken(&options.releva);
            match (refused.status, request.path.as_str()) {
                (405, EVENTS) => answer.with_header("allow", "GET, POST"),
                (405, _) => answer.with_header("allow", "POST"),
                _ => answer,
            }
        })
    }

    fn refusal(&self, _request: &Request, status: u16, options: &SandboxOptions) -> Answer {
        Refused::of_status(status).spoken(&options.releva)
    }

    fn polite_refusal(&self) -> Answer {
        // No document has this; the only thing that is not a success about it is the message.
        Refused::new(200, "The events could not be accepted").spoken(&RelevaQuirks::default())
    }

    fn state(&self, key: Option<&str>) -> Value {
        let mut state = self.ledger.shown(key);
        state["dropped"] = self.dropped.load(Ordering::Relaxed).into();
        state["front_end_token"] = self.access_token.clone().into();
        state
    }

    fn act(&self, action: &str, _what: &Value) -> Result<Value, String> {
        Err(format!("`{action}` is no known action; this vendor knows none"))
    }
}
