//! The sandbox's MXO against its contract, line by line (section 6), over hand-written HTTP.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests: a panic is the report")]

mod asking;
mod batches;
mod customers;
mod late;
mod live;
mod refusing;

use leadline::sandbox::{MxoQuirks, SandboxOptions};
use serde_json::{Value, json};

use crate::support::raw::{Desk, Reply, ask};

const TOKEN: &str = "/one/oauth2token";
const LIVE: &str = "/one/oauth2/rt/api/2.0/interaction";
const OFFLINE: &str = "/one/oauth2/rt/api/2.0/interaction/offline";
const BULK: &str = "/one/oauth2/rt/api/2.0/interactions/offline";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const JSON: (&str, &str) = ("content-type", "application/json");
const MIME: (&str, &str) = ("dataMimeType", "application/json");
/// 2024-03-05T08:10:11.120Z.
const THEN_MS: i64 = 1_709_626_211_120;

/// An MXO with a token in hand.
struct Site {
    desk: Desk,
    bearer: String,
    site_key: String,
}

impl Site {
    fn with(mxo: MxoQuirks) -> Self {
        let desk = Desk::new("mxo", SandboxOptions { leads: 5, mxo, ..SandboxOptions::default() });
        let site_key = desk.about["site_key"].as_str().unwrap().to_owned();
        let mut site = Self { desk, bearer: String::new(), site_key };
        site.bearer = site.fresh_bearer();
        site
    }

    fn small() -> Self {
        Self::with(MxoQuirks::default())
    }

    fn ask_token(&self, form: &str) -> Reply {
        let basic = self.desk.basic(self.desk.credential("client_secret"));
        self.desk.ask("POST", TOKEN, &[("authorization", &basic), FORM], form)
    }

    fn fresh_bearer(&self) -> String {
        let reply = self.ask_token("grant_type=client_credentials");
        format!("Bearer {}", reply.json()["access_token"].as_str().unwrap())
    }

    /// A call as it should be; `path` may bring a query of its own.
    fn try_call(&self, method: &str, path: &str, body: &Value) -> std::io::Result<Reply> {
        let headers = [("authorization", self.bearer.as_str()), JSON, MIME];
        let mark = if path.contains('?') { '&' } else { '?' };
        ask(&self.desk.address, method, &format!("{path}{mark}sk={}", self.site_key), &headers, &body.to_string())
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Reply {
        self.try_call(method, path, body).unwrap()
    }

    fn post(&self, body: &Value) -> Reply {
        self.call("POST", LIVE, body)
    }

    fn licensed(&self) -> u64 {
        self.desk.state()["licensed_uses"].as_u64().unwrap()
    }
}

/// The contract's own example with a key of its own.
fn interaction(key: &str) -> Value {
    json!({
        "url": "api://leadline.support/lead/status", "uri": "api://leadline.support/lead/status",
        "customerKey": key, "customerKeyName": "email",
        "properties": [{ "name": "status", "value": "ONHOLD" }, { "name": "agent", "value": "mira" }],
        "device": { "appName": "Leadline", "osName": "Linux", "locale": "de-DE", "ipAddress": "detect" },
    })
}

/// The same with its time.
fn late(key: &str) -> Value {
    changed(&interaction(key), "timestamp", json!(THEN_MS))
}

/// The same with one member changed; `null` takes it out.
fn changed(interaction: &Value, name: &str, value: Value) -> Value {
    let mut interaction = interaction.clone();
    let members = interaction.as_object_mut().unwrap();
    if value.is_null() {
        members.remove(name);
    } else {
        members.insert(name.to_owned(), value);
    }
    interaction
}
