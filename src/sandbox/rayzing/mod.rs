//! The fake of Rayzing: two endpoints over one book of records (contract sections 3, 4, 6 and 9).

mod book;
mod colleague;
mod list;
mod lists;
mod put;
mod quirks;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

pub use quirks::{AuthMode, ErrorBody, PastTheEnd, Quirks, UnknownBot, UnknownUuid};

use super::clock::Clock;
use super::exchange::{Answer, Request};
use super::options::SandboxOptions;
use super::seed;
use super::vendor::{Effect, Endpoint, Fake, Registration};
use book::Book;

/// The line for the register.
pub(super) const REGISTRATION: Registration = Registration {
    name: "rayzing",
    endpoints: &[Endpoint { name: "list", writes: false }, Endpoint { name: "update", writes: true }],
    open: |options, clock| Arc::new(Rayzing::new(options, clock)),
};

const CHATS: &str = "/inbox/direct/chats";
const LEAD: &str = "/inbox/direct/lead";

struct Rayzing {
    token: String,
    bot_id: String,
    customer_id: String,
    clock: Arc<Clock>,
    book: Mutex<Book>,
}

/// A refusal before it is put in the words of the error mode.
struct Refused {
    status: u16,
    why: String,
}

impl Refused {
    fn new(status: u16, why: impl Into<String>) -> Self {
        Self { status, why: why.into() }
    }
}

impl Rayzing {
    fn new(options: &SandboxOptions, clock: Arc<Clock>) -> Self {
        Self {
            token: format!("sandbox-{}", seed::hex(options.seed, "rayzing token", 40)),
            bot_id: seed::hex(options.seed, "rayzing bot", 24),
            customer_id: seed::hex(options.seed, "rayzing customer", 24),
            book: Mutex::new(Book::seeded(options.seed, clock.base_ms(), options.leads, options.malformed)),
            clock,
        }
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// 404 and 405 come before the credential, the credential before everything else.
    fn routed(&self, request: &Request, options: &SandboxOptions, effect: Effect) -> Result<Answer, Refused> {
        match (request.path.as_str(), request.method.as_str()) {
            (CHATS, "GET") => {
                self.admitted(request, "x-bot-token", options)?;
                self.list(request, options)
            }
            (LEAD, "PUT") => {
                self.admitted(request, "x-bp-token", options)?;
                self.put(request, options, effect)
            }
            (CHATS | LEAD, _) => Err(Refused::new(405, "Method Not Allowed")),
            _ => Err(Refused::new(404, "Not Found")),
        }
    }

    /// Each call takes its own header name only; the other one does not open it (contract section 2).
    fn admitted(&self, request: &Request, header: &str, options: &SandboxOptions) -> Result<(), Refused> {
        let known = match options.rayzing.auth {
            AuthMode::Headers => request.header(header) == Some(&self.token),
            AuthMode::Bearer => {
                let bearer = request.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
                bearer == Some(&self.token) && request.header("authtype") == Some("Key")
            }
        };
        if known { Ok(()) } else { Err(Refused::new(401, "Unauthorized")) }
    }

    fn is_our_bot(&self, bot_id: &str, customer_id: &str) -> bool {
        bot_id == self.bot_id && customer_id == self.customer_id
    }
}

impl Fake for Rayzing {
    fn describe(&self, base_url: &str) -> Value {
        json!({
            "base_url": base_url, "bot_id": self.bot_id, "customer_id": self.customer_id,
            "credentials": { "token": self.token },
        })
    }

    fn endpoint(&self, request: &Request) -> Option<&'static str> {
        match (request.path.as_str(), request.method.as_str()) {
            (CHATS, "GET") => Some("list"),
            (LEAD, "PUT") => Some("update"),
            _ => None,
        }
    }

    fn answer(&self, request: &Request, options: &SandboxOptions, effect: Effect) -> Answer {
        self.routed(request, options, effect).unwrap_or_else(|refused| {
            let answer = spoken(&refused, options);
            match (refused.status, request.path.as_str()) {
                (405, CHATS) => answer.with_header("allow", "GET"),
                (405, _) => answer.with_header("allow", "PUT"),
                _ => answer,
            }
        })
    }

    fn refusal(&self, _request: &Request, status: u16, options: &SandboxOptions) -> Answer {
        let quirks = Quirks { refuse_with_200: false, ..options.rayzing.clone() };
        spoken(&Refused::new(status, reason(status)), &SandboxOptions { rayzing: quirks, ..options.clone() })
    }

    fn polite_refusal(&self) -> Answer {
        Answer::json(200, r#"{"success":false,"message":"The request could not be completed","code":400}"#)
    }

    fn state(&self, key: Option<&str>) -> Value {
        let book = self.book();
        let records: Vec<Value> = match key {
            Some(key) => book.find(key).map(|at| book.shown(at)).into_iter().collect(),
            None => book.present().map(|at| book.shown(at)).collect(),
        };
        json!({ "count": book.present().count(), "records": records, "type_errors": book.type_errors })
    }

    fn act(&self, action: &str, what: &Value) -> Result<Value, String> {
        let now = self.clock.tick_ms();
        colleague::act(&mut self.book(), now, action, what)
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        409 => "Conflict",
        413 => "Payload Too Large",
        422 => "Unprocessable Entity",
        429 => "Too Many Requests",
        _ => "Error",
    }
}

/// A refusal in the words of the error mode; what the real bodies look like is unknown (contract section 6).
fn spoken(refused: &Refused, options: &SandboxOptions) -> Answer {
    let Refused { status, why } = refused;
    let message = || json!({ "success": false, "message": why, "code": status }).to_string();
    if options.rayzing.refuse_with_200 && !matches!(status, 404 | 405) {
        return Answer::json(200, message());
    }
    match options.rayzing.errors {
        ErrorBody::Empty => Answer::empty(*status),
        ErrorBody::Json => Answer::json(*status, "{}"),
        ErrorBody::Message => Answer::json(*status, message()),
    }
}
