//! The fake of Capillary: a token endpoint, and the same histories through two interfaces (contract section 9).
//!
//! Walk on: `customers.rs` (who), `history.rs` (what they were sent), `v2.rs` and `v1.rs` (the two shapes),
//! `door.rs` (who may ask), `look_up.rs` (what a request asks for), `quirks.rs` (the switches).

mod customers;
mod delivery;
mod digest;
mod door;
mod episodes;
mod groups;
mod history;
mod item;
mod later;
mod letters;
mod look_up;
mod quirks;
mod say;
mod v1;
mod v2;

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde_json::{Value, json};

pub use quirks::{CapillaryQuirks, ErrorsHttp, NoCustomer, TokenRefusal, TypeFilter, V1Paging, Zone};

use super::clock::Clock;
use super::exchange::{Answer, Request};
use super::options::SandboxOptions;
use super::seed;
use super::vendor::{Effect, Endpoint, Fake, Registration};
use customers::{Customer, Customers};
use door::Door;
use history::History;
use say::Refused;

/// The line for the register.
pub(super) const REGISTRATION: Registration = Registration {
    name: "capillary",
    endpoints: &[
        Endpoint { name: "token", writes: false },
        Endpoint { name: "interactions", writes: false },
        Endpoint { name: "interactions-v1", writes: false },
    ],
    open: |options, clock| Arc::new(Capillary::new(options, clock)),
};

const TOKEN: &str = "/v3/oauth/token/generate";
/// Singular; the plural of one documentation page is not served (contract section 3).
const V2: &str = "/v2/customers/interaction";
const V1: &str = "/v1.1/customer/interaction";

struct Capillary {
    seed: u64,
    leads: usize,
    huge_history: usize,
    zone: &'static str,
    clock: Arc<Clock>,
    door: Door,
    /// Made when somebody first asks: a sandbox with a million leads starts at once.
    customers: OnceLock<Customers>,
    later: Mutex<Later>,
    answers: AtomicU64,
}

/// What happened since the seeding.
#[derive(Default)]
struct Later {
    sent: Vec<(i64, item::Item)>,
    /// Customers that are now part of another one.
    merged: HashSet<i64>,
}

impl Capillary {
    fn new(options: &SandboxOptions, clock: Arc<Clock>) -> Self {
        Self {
            seed: options.seed,
            leads: options.leads,
            huge_history: options.huge_history,
            zone: options.capillary.zone.word(),
            clock,
            door: Door::new(options.seed),
            customers: OnceLock::new(),
            later: Mutex::default(),
            answers: AtomicU64::new(0),
        }
    }

    fn customers(&self) -> &Customers {
        self.customers.get_or_init(|| Customers::seeded(self.seed, self.clock.base_ms(), self.leads))
    }

    /// The seeded history with what was sent since.
    fn history(&self, customer: &Customer) -> History {
        let mut history = history::history(self.seed, self.clock.base_ms(), customer, self.huge_history);
        let later = self.later.lock().unwrap_or_else(PoisonError::into_inner);
        history.items.extend(later.sent.iter().filter(|(id, _)| *id == customer.id).map(|(_, item)| item.clone()));
        history
    }

    /// 404 and 405 come before the credential, the credential before everything else.
    fn routed(&self, request: &Request, options: &SandboxOptions) -> Result<Answer, Refused> {
        let (quirks, now_ms) = (&options.capillary, self.clock.now_ms());
        match (request.path.as_str(), request.method.as_str()) {
            (TOKEN, "POST") => self.door.token(request, quirks, now_ms),
            (V2, "GET") => {
                self.door.admit(request, quirks, now_ms)?;
                self.v2(request, quirks)
            }
            (V1, "GET") => {
                self.door.admit(request, quirks, now_ms)?;
                self.v1(request, quirks)
            }
            (TOKEN | V2 | V1, _) => Err(Refused::of_status(405)),
            _ => Err(Refused::of_status(404)),
        }
    }

    /// Every reply of the vendor's own carries a number for its support.
    fn numbered(&self, answer: Answer) -> Answer {
        let number = self.answers.fetch_add(1, Ordering::Relaxed);
        answer.with_header("x-cap-requestid", seed::hex(self.seed, &format!("capillary request {number}"), 32))
    }
}

impl Fake for Capillary {
    fn describe(&self, base_url: &str) -> Value {
        json!({
            "base_url": base_url, "auth": "oauth", "zone": self.zone, "api": "v2", "networks": ["capillary"],
            "identifiers": ["mobile", "email", "external_id"], "external_id_attribute": "LOYALTY_ID",
            "credentials": self.door.credentials(),
        })
    }

    fn endpoint(&self, request: &Request) -> Option<&'static str> {
        match (request.path.as_str(), request.method.as_str()) {
            (TOKEN, "POST") => Some("token"),
            (V2, "GET") => Some("interactions"),
            (V1, "GET") => Some("interactions-v1"),
            _ => None,
        }
    }

    fn answer(&self, request: &Request, options: &SandboxOptions, _effect: Effect) -> Answer {
        let answer = self.routed(request, options).unwrap_or_else(|refused| {
            let answer = if request.path == V1 { refused.in_v1() } else { refused.in_v2() };
            match (refused.status, request.path.as_str()) {
                (405, TOKEN) => answer.with_header("allow", "POST"),
                (405, _) => answer.with_header("allow", "GET"),
                _ => answer,
            }
        });
        self.numbered(answer)
    }

    fn refusal(&self, _request: &Request, status: u16, _options: &SandboxOptions) -> Answer {
        self.numbered(Refused::of_status(status).in_v2())
    }

    fn polite_refusal(&self) -> Answer {
        self.numbered(Refused::new(200, 500, "The request could not be completed").in_v2())
    }

    fn state(&self, key: Option<&str>) -> Value {
        let customers = self.customers();
        let shown = |customer: &Customer| {
            let mut all = customer.shown();
            all["history"] = self.history(customer).shown();
            all
        };
        let chosen: Vec<Value> = match key {
            Some(key) => customers.find_any(key).map(shown).into_iter().collect(),
            None => customers.rows.iter().map(shown).collect(),
        };
        json!({ "count": customers.rows.len(), "customers": chosen })
    }

    fn act(&self, action: &str, what: &Value) -> Result<Value, String> {
        self.happens(action, what)
    }
}
