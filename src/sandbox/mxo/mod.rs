//! The fake of Medallia MXO: a token endpoint, and interactions live, late, in bulk and in batches (contract section 6).
//!
//! Walk on: `routes.rs` (which address is which), `door.rs` (who may tell), `interaction.rs` (what must be told),
//! `telling.rs` (live, late and in bulk), `batch.rs`, `tids.rs` (who is who), `optimizations.rs` (what a live call
//! answers), `say.rs` (yes and no), `quirks.rs` (the switches).

mod batch;
mod door;
mod interaction;
mod optimizations;
mod quirks;
mod routes;
mod say;
mod telling;
mod tids;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};

pub use quirks::{BadItem, BulkBody, MxoErrors, MxoQuirks, NamedBy, PostReply, PutReply, TimeForm};

use super::clock::Clock;
use super::exchange::{Answer, Request};
use super::ledger::Ledger;
use super::options::SandboxOptions;
use super::vendor::{Effect, Endpoint, Fake, Registration};
use batch::Batches;
use door::Door;
use routes::{Route, endpoint};
use say::Refused;
use tids::Tids;

/// The line for the register.
pub(super) const REGISTRATION: Registration = Registration {
    name: "mxo",
    endpoints: &[
        Endpoint { name: "token", writes: false },
        Endpoint { name: "interaction", writes: true },
        Endpoint { name: "update", writes: true },
        Endpoint { name: "offline", writes: true },
        Endpoint { name: "bulk", writes: true },
        Endpoint { name: "batch", writes: true },
        Endpoint { name: "batch-state", writes: false },
    ],
    open: |options, clock| Arc::new(Mxo::new(options, clock)),
};

struct Mxo {
    seed: u64,
    clock: Arc<Clock>,
    door: Door,
    ledger: Ledger,
    tids: Tids,
    batches: Batches,
    /// Every request to a service that is licensed, useless and faulty ones included.
    licensed: AtomicU64,
    answers: AtomicU64,
}

impl Mxo {
    fn new(options: &SandboxOptions, clock: Arc<Clock>) -> Self {
        Self {
            seed: options.seed,
            clock,
            door: Door::new(options.seed),
            ledger: Ledger::default(),
            tids: Tids::default(),
            batches: Batches::default(),
            licensed: AtomicU64::new(0),
            answers: AtomicU64::new(0),
        }
    }

    /// 404 and 405 come first; then token, permission, site key, headers and body, in the order of line 3.
    fn routed(&self, request: &Request, quirks: &MxoQuirks, effect: Effect) -> Result<Answer, Refused> {
        let route = Route::of(&request.path).ok_or_else(|| Refused::of_status(404))?;
        if endpoint(request).is_none() {
            return Err(Refused::of_status(405));
        }
        if route == Route::Token {
            return self.door.token(request, quirks, self.clock.now_ms());
        }
        self.door.admit(request, quirks, self.clock.now_ms())?;
        match route {
            Route::Told { site_key, batch, errors } => {
                self.door.space(Some(site_key))?;
                self.batches.told(batch, errors)
            }
            Route::Batch { site_key, update } => {
                self.door.space(Some(site_key))?;
                self.batch(request, quirks, update, effect)
            }
            _ => {
                self.door.space(request.query("sk"))?;
                if !quirks.lenient_header && request.header("datamimetype").is_none_or(str::is_empty) {
                    return Err(Refused::new(400, "dataMimeType is required"));
                }
                if request.media_type() != "application/json" {
                    return Err(Refused::new(400, "The content type must be application/json"));
                }
                let body = request.json().ok_or_else(|| Refused::new(400, "The body is not valid JSON"))?;
                match route {
                    Route::Offline => self.late(request, &body, quirks, effect),
                    Route::Bulk => self.bulk(request, &body, quirks, effect),
                    _ => self.live(request, &body, quirks, effect),
                }
            }
        }
    }
}

impl Fake for Mxo {
    fn describe(&self, base_url: &str) -> Value {
        json!({
            "base_url": base_url, "site_key": self.door.site_key, "touchpoint": interaction::TOUCHPOINT,
            "customer_key_name": "email", "credentials": self.door.credentials(),
        })
    }

    fn endpoint(&self, request: &Request) -> Option<&'static str> {
        endpoint(request)
    }

    fn arrived(&self, request: &Request) {
        if Route::of(&request.path).is_some_and(Route::is_licensed) {
            self.licensed.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn answer(&self, request: &Request, options: &SandboxOptions, effect: Effect) -> Answer {
        self.routed(request, &options.mxo, effect).unwrap_or_else(|refused| {
            let answer = refused.spoken(&options.mxo);
            match Route::of(&request.path).filter(|_| refused.status == 405) {
                Some(route) => answer.with_header("allow", route.methods()),
                None => answer,
            }
        })
    }

    fn refusal(&self, request: &Request, status: u16, options: &SandboxOptions) -> Answer {
        let refused = match (Route::of(&request.path), status) {
            (Some(Route::Token), 400) => Refused::token(400, "invalid_request", "The request is not valid"),
            (Some(Route::Token), 401) => Refused::token(401, "invalid_client", "Client authentication failed"),
            (Some(Route::Token), 403) => Refused::token(403, "unauthorized_client", "The client is not authorized"),
            _ => Refused::of_status(status),
        };
        refused.spoken(&options.mxo.with_status())
    }

    fn polite_refusal(&self) -> Answer {
        Refused::of_status(400).spoken(&MxoQuirks { errors: MxoErrors::Ok, ..MxoQuirks::default() })
    }

    fn state(&self, key: Option<&str>) -> Value {
        let mut state = self.ledger.shown(key);
        let (tids, mixed) = self.tids.shown();
        state["tids"] = tids;
        state["mixed_tids"] = mixed;
        state["licensed_uses"] = self.licensed.load(Ordering::Relaxed).into();
        state["tokens_issued"] = self.door.tokens.issued().into();
        state
    }

    fn act(&self, action: &str, _what: &Value) -> Result<Value, String> {
        match action {
            "revoke" => Ok(json!({ "revoked": self.door.tokens.revoke() })),
            _ => Err(format!("`{action}` is no known action; known: revoke")),
        }
    }
}
