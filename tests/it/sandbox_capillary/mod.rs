//! The sandbox's Capillary against its contract, line by line (section 9), over hand-written HTTP.
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

mod answers;
mod asking;
mod histories;
mod old;
mod refusing;

use leadline::sandbox::{CapillaryQuirks, Sandbox, SandboxOptions};
use serde_json::{Value, json};

use crate::support::raw::{Reply, ask};

const TOKEN: &str = "/v3/oauth/token/generate";
const V2: &str = "/v2/customers/interaction";
const V1: &str = "/v1.1/customer/interaction";

impl Reply {
    /// The code of the only element of `errors`.
    fn code(&self) -> Value {
        let answer = self.json();
        assert_eq!(answer["errors"].as_array().map(Vec::len), Some(1), "{answer}");
        assert_eq!(answer["errors"][0]["status"], false);
        answer["errors"][0]["code"].clone()
    }

    /// The group of that name in the v2 shape.
    fn group(&self, name: &str) -> Value {
        let groups = self.json()["interaction"].as_array().unwrap().clone();
        groups.into_iter().find(|group| group["name"] == name).unwrap_or_default()
    }
}

/// A sandbox with what is needed to talk to it.
struct Site {
    sandbox: Sandbox,
    address: String,
    control: String,
    about: Value,
    token: String,
}

impl Site {
    fn new(options: SandboxOptions) -> Self {
        let sandbox = Sandbox::start(options).unwrap();
        let all = sandbox.describe();
        let address = |value: &Value| value.as_str().unwrap().trim_start_matches("http://").to_owned();
        let about = all["vendors"]["capillary"].clone();
        let (address, control) = (address(&about["base_url"]), address(&all["control"]["base_url"]));
        let mut site = Self { sandbox, address, control, about, token: String::new() };
        site.token = site.fresh_token();
        site
    }

    fn with(capillary: CapillaryQuirks) -> Self {
        Self::new(SandboxOptions { leads: 60, capillary, ..SandboxOptions::default() })
    }

    fn small() -> Self {
        Self::with(CapillaryQuirks::default())
    }

    fn credential(&self, name: &str) -> &str {
        self.about["credentials"][name].as_str().unwrap()
    }

    fn ask_token(&self, body: Value) -> Reply {
        ask(&self.address, "POST", TOKEN, &[("content-type", "application/json")], &body.to_string()).unwrap()
    }

    fn fresh_token(&self) -> String {
        let reply = self.ask_token(json!({ "key": self.credential("key"), "secret": self.credential("secret") }));
        reply.json()["data"]["accessToken"].as_str().unwrap().to_owned()
    }

    fn try_get(&self, path: &str) -> std::io::Result<Reply> {
        ask(&self.address, "GET", path, &[("x-cap-api-oauth-token", &self.token)], "")
    }

    fn get(&self, path: &str) -> Reply {
        self.try_get(path).unwrap()
    }

    /// The v2 answer by an identifier, with more of the query behind it.
    fn v2(&self, name: &str, value: &str, more: &str) -> Reply {
        self.get(&format!("{V2}?identifierName={name}&identifierValue={value}{more}"))
    }

    /// The v2 answer about a customer of `/state`, by whatever it has.
    fn about(&self, customer: &Value, more: &str) -> Reply {
        let (name, value) = identifier(customer);
        self.v2(name, value, more)
    }

    /// The same from the older interface, whole.
    fn v1(&self, customer: &Value, more: &str) -> Reply {
        let (name, value) = identifier(customer);
        self.get(&format!("{V1}?format=json&{name}={value}{more}"))
    }

    fn customers(&self) -> Vec<Value> {
        self.sandbox.state()["vendors"]["capillary"]["customers"].as_array().unwrap().clone()
    }

    /// A customer that has it all: e-mail, mobile, external id and messages.
    fn somebody(&self) -> Value {
        let whole = |customer: &Value| {
            ["email", "mobile", "external_id"].iter().all(|name| customer[*name].is_string())
                && customer["history"]["items"].as_array().unwrap().len() > 3
        };
        self.customers().into_iter().find(whole).unwrap()
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

/// One of the identifiers a customer has.
fn identifier(customer: &Value) -> (&'static str, &str) {
    ["mobile", "email", "external_id"].into_iter().find_map(|name| Some((name, customer[name].as_str()?))).unwrap()
}

/// An instant of `/state` as a clock `ahead_secs` ahead of UTC shows it.
fn clock(at: &Value, ahead_secs: i64, form: &str) -> String {
    let at: jiff::Timestamp = at.as_str().unwrap().parse().unwrap();
    (at + jiff::SignedDuration::from_secs(ahead_secs)).strftime(form).to_string()
}
