//! The sandbox's Releva against its contract, line by line (section 5), over hand-written HTTP.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests: a panic is the report")]

mod answering;
mod asking;
mod reading_back;

use leadline::sandbox::{RelevaQuirks, SandboxOptions};
use serde_json::{Value, json};

use crate::support::raw::{Desk, Reply, ask};

const EVENTS: &str = "/api/v0/events";
const JSON: (&str, &str) = ("content-type", "application/json");

/// A Releva with its key in hand.
struct Site {
    desk: Desk,
    bearer: String,
}

impl Site {
    fn with(releva: RelevaQuirks) -> Self {
        let desk = Desk::new("releva", SandboxOptions { leads: 40, releva, ..SandboxOptions::default() });
        let bearer = format!("Bearer {}", desk.credential("secret_key"));
        Self { desk, bearer }
    }

    fn small() -> Self {
        Self::with(RelevaQuirks { visible_after_ms: 0, ..RelevaQuirks::default() })
    }

    fn try_tell(&self, events: &Value) -> std::io::Result<Reply> {
        let headers = [("authorization", self.bearer.as_str()), JSON];
        ask(&self.desk.address, "POST", EVENTS, &headers, &json!({ "events": events }).to_string())
    }

    fn tell(&self, events: &Value) -> Reply {
        self.try_tell(events).unwrap()
    }

    /// The export with a query behind it.
    fn export(&self, query: &str) -> Reply {
        self.desk.ask("GET", &format!("{EVENTS}{query}"), &[("authorization", &self.bearer)], "")
    }
}

/// The contract's own example.
fn event(action: &str) -> Value {
    json!({
        "email": "nadia@example.org", "phoneNumber": "+495550100", "profileId": "crm-42", "locale": "de",
        "action": action, "timestamp": "2024-03-05T08:10:11.120Z",
        "custom": {
            "string": [{ "key": "agent", "values": ["mira"] }, { "key": "tags", "values": ["vip", "refund"] }],
            "numeric": [{ "key": "websiteVisits", "values": [4] }],
            "date": [{ "key": "lastSeenAt", "values": ["2024-03-05T08:59:58.000Z"] }],
        },
        "products": [{ "id": "p-1", "custom": { "string": [{ "key": "size", "values": ["xl"] }] } }],
    })
}

/// The same event with one member (a JSON pointer) changed; `null` takes it out.
fn changed(pointer: &str, value: Value) -> Value {
    let mut event = event("changed");
    match (value.is_null(), pointer.rsplit_once('/').unwrap()) {
        (true, (holder, name)) => {
            event.pointer_mut(holder).unwrap().as_object_mut().unwrap().remove(name);
        }
        (false, (holder, name)) => match event.pointer_mut(holder).unwrap() {
            Value::Object(members) => drop(members.insert(name.to_owned(), value)),
            other => other[name.parse::<usize>().unwrap()] = value,
        },
    }
    event
}
