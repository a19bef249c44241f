//! The sandbox's first vendor against its contract, line by line, over hand-written HTTP.
//!
//! Neither our client nor an HTTP library speaks here: both could share a mistake with the server.
// Helpers of tests: a panic is the report, and a literal is handed over as it is.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::needless_pass_by_value,
    reason = "helpers of tests: a panic is the report"
)]

mod failing;
mod reading;
mod serving;
mod writing;

use leadline::sandbox::{Quirks, Sandbox, SandboxOptions};
use serde_json::{Value, json};

use crate::support::raw::{Reply, ask};

impl Reply {
    fn ids(&self) -> Vec<String> {
        self.json()["data"].as_array().unwrap().iter().map(|lead| lead["_id"].as_str().unwrap().to_owned()).collect()
    }
}

/// A sandbox with what is needed to talk to it.
struct Site {
    sandbox: Sandbox,
    address: String,
    control: String,
    token: String,
    bot: String,
    customer: String,
}

impl Site {
    fn new(options: SandboxOptions) -> Self {
        let sandbox = Sandbox::start(options).unwrap();
        let about = sandbox.describe();
        let vendor = &about["vendors"]["rayzing"];
        let text = |value: &Value| value.as_str().unwrap().trim_start_matches("http://").to_owned();
        Self {
            address: text(&vendor["base_url"]),
            control: text(&about["control"]["base_url"]),
            token: text(&vendor["credentials"]["token"]),
            bot: text(&vendor["bot_id"]),
            customer: text(&vendor["customer_id"]),
            sandbox,
        }
    }

    fn small() -> Self {
        Self::new(SandboxOptions { leads: 40, ..SandboxOptions::default() })
    }

    fn with(rayzing: Quirks) -> Self {
        Self::new(SandboxOptions { leads: 40, rayzing, ..SandboxOptions::default() })
    }

    fn list_path(&self, kind: &str, page: &str) -> String {
        format!("/inbox/direct/chats?botId={}&customerId={}&page={page}&type={kind}", self.bot, self.customer)
    }

    fn get(&self, path: &str) -> Reply {
        ask(&self.address, "GET", path, &[("x-bot-token", &self.token)], "").unwrap()
    }

    fn page(&self, page: u64) -> Reply {
        self.get(&self.list_path("lead", &page.to_string()))
    }

    /// Pages from 1 until the first empty one.
    fn all(&self, kind: &str) -> Vec<Value> {
        let mut leads = Vec::new();
        for page in 1.. {
            let reply = self.get(&self.list_path(kind, &page.to_string())).json();
            let found = reply["data"].as_array().unwrap();
            if found.is_empty() {
                break;
            }
            leads.extend(found.iter().cloned());
        }
        leads
    }

    fn body(&self, uuid: &str, fields: Value) -> String {
        let mut body = json!({ "uuid": uuid, "botId": self.bot, "customerId": self.customer });
        body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        body.to_string()
    }

    fn try_put(&self, uuid: &str, fields: Value) -> std::io::Result<Reply> {
        let headers = [("x-bp-token", self.token.as_str()), ("content-type", "application/json")];
        ask(&self.address, "PUT", "/inbox/direct/lead", &headers, &self.body(uuid, fields))
    }

    fn put(&self, uuid: &str, fields: Value) -> Reply {
        self.try_put(uuid, fields).unwrap()
    }

    fn some_uuid(&self) -> String {
        self.page(1).json()["data"][0]["uuid"].as_str().unwrap().to_owned()
    }

    fn control(&self, method: &str, path: &str, body: Value) -> Reply {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        ask(&self.control, method, path, &[], &body).unwrap()
    }

    fn fault(&self, word: &str) {
        self.sandbox.clear_faults();
        self.sandbox.add_fault(word.parse().unwrap());
    }
}
