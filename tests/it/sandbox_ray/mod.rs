//! The sandbox's RAY against its contract, line by line (section 5), over hand-written HTTP.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests: a panic is the report")]

mod asking;
mod refusing;
mod telling;

use leadline::sandbox::{RayQuirks, SandboxOptions};
use serde_json::{Value, json};

use crate::support::raw::{Desk, Reply, ask, percent};

const TOKEN: &str = "/oauth/token";
const EVENTS: &str = "/events/interaction";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const JSON: (&str, &str) = ("content-type", "application/json");

/// A RAY with a token in hand.
struct Site {
    desk: Desk,
    token: String,
}

impl Site {
    fn with(ray: RayQuirks) -> Self {
        let desk = Desk::new("ray", SandboxOptions { leads: 5, ray, ..SandboxOptions::default() });
        let mut site = Self { desk, token: String::new() };
        site.token = site.fresh_token();
        site
    }

    fn small() -> Self {
        Self::with(RayQuirks::default())
    }

    /// The form that the vendor wants, properly encoded.
    fn form(&self) -> String {
        let encoded = |name: &str| percent(self.desk.credential(name));
        format!("grant_type=password&username={}&password={}", encoded("username"), encoded("password"))
    }

    fn ask_token(&self, form: &str) -> Reply {
        let basic = self.desk.basic(self.desk.credential("client_secret"));
        self.desk.ask("POST", TOKEN, &[("authorization", &basic), FORM], form)
    }

    fn fresh_token(&self) -> String {
        self.ask_token(&self.form()).json()["access_token"].as_str().unwrap().to_owned()
    }

    fn try_tell(&self, body: &Value) -> std::io::Result<Reply> {
        let bearer = format!("Bearer {}", self.token);
        ask(&self.desk.address, "POST", EVENTS, &[("authorization", &bearer), JSON], &body.to_string())
    }

    fn tell(&self, body: &Value) -> Reply {
        self.try_tell(body).unwrap()
    }
}

/// An event with everything that an event can hold.
fn event(comment: &str) -> Value {
    json!({
        "type": "CALL", "subType": "INBOUND", "customProps": { "comment": comment }, "storeId": 1203, "source": "OTHER",
        "timestamp": "2024-03-05T08:10:11.120Z",
        "user": {
            "email": "nadia@example.org", "phone": "+495550100", "name": "Nadia", "lastName": "Example", "gender": "F",
            "country": "DE", "birthDate": "1990-04-01T00:00:00.000Z", "facebookProfile": "https://social.example/nadia",
        },
    })
}

/// The same event with one member (a dotted path) changed; `null` takes it out.
fn changed(path: &str, value: Value) -> Value {
    let mut event = event("changed");
    let pointer = format!("/{}", path.replace('.', "/"));
    match (value.is_null(), pointer.rsplit_once('/').unwrap()) {
        (true, (holder, name)) => {
            event.pointer_mut(holder).unwrap().as_object_mut().unwrap().remove(name);
        }
        (false, (holder, name)) => event.pointer_mut(holder).unwrap()[name] = value,
    }
    event
}

fn done() -> Value {
    json!({ "message": "ok", "result": "success", "statusCode": 200 })
}
