//! Who may tell: tokens for client and user, and the header that carries them (contract section 1, lines 1 and 2).

use serde_json::{Value, json};

use super::super::base64::base64;
use super::super::exchange::{Answer, Request};
use super::super::seed;
use super::super::tokens::{Life, Tokens};
use super::quirks::{GrantRefusal, RayQuirks};
use super::say::{Refused, no_token};

/// What opens it, and the tokens that are out.
pub(super) struct Door {
    seed: u64,
    client_id: String,
    client_secret: String,
    username: String,
    password: String,
    tokens: Tokens,
}

impl Door {
    pub(super) fn new(seed: u64) -> Self {
        let word = |name: &str, digits| seed::hex(seed, &format!("ray {name}"), digits);
        Self {
            seed,
            client_id: format!("sandbox-{}", word("client", 12)),
            client_secret: format!("sandbox-{}", word("client secret", 40)),
            // Both hold what a form must percent-encode: the vendor's own sample forgets to.
            username: format!("api.user+{}@bistro.example", word("user", 6)),
            password: format!("sandbox-{}&grant=50%+ü", word("password", 20)),
            tokens: Tokens::new(seed, "ray"),
        }
    }

    /// The credentials under the names the client has for them.
    pub(super) fn credentials(&self) -> Value {
        json!({
            "client_id": self.client_id, "client_secret": self.client_secret,
            "username": self.username, "password": self.password,
        })
    }

    /// `POST /oauth/token`.
    pub(super) fn token(&self, request: &Request, quirks: &RayQuirks, now_ms: i64) -> Result<Answer, Refused> {
        let client = base64(format!("{}:{}", self.client_id, self.client_secret).as_bytes());
        if request.authorization("basic") != Some(&client) {
            return Err(Refused::sign_in(401, "unauthorized", "Full authentication is required"));
        }
        let form = request.form().ok_or_else(|| {
            Refused::sign_in(415, "unsupported_media_type", "The body must be application/x-www-form-urlencoded")
        })?;
        let value = |name: &str| form.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        if value("grant_type") != Some("password") {
            return Err(Refused::sign_in(400, "unsupported_grant_type", "Unsupported grant type"));
        }
        if value("username") != Some(&self.username) || value("password") != Some(&self.password) {
            let status = if quirks.grant_refusal == GrantRefusal::Unauthorized { 401 } else { 400 };
            return Err(Refused::sign_in(status, "invalid_grant", "Bad credentials"));
        }
        let life = Life { ttl_secs: quirks.token_ttl_secs, calls: quirks.token_calls };
        let mut reply = json!({
            "access_token": self.tokens.issue(life, now_ms), "token_type": "bearer", "scope": "read write",
            "jti": seed::hex(self.seed, &format!("ray jti {}", self.tokens.issued()), 32),
        });
        if !quirks.token_life_unsaid {
            reply["expires_in"] = quirks.token_ttl_secs.into();
        }
        Ok(Answer::json(200, reply.to_string()))
    }

    /// Lets a call in, or says why not.
    pub(super) fn admit(&self, request: &Request, quirks: &RayQuirks, now_ms: i64) -> Result<(), Refused> {
        let given = token_in(request, &quirks.auth_header).ok_or_else(no_token)?;
        if self.tokens.admit(given, now_ms) { Ok(()) } else { Err(no_token()) }
    }

    /// Ends every token that is out; returns how many there were.
    pub(super) fn revoke(&self) -> usize {
        self.tokens.revoke()
    }

    /// How many tokens were handed out.
    pub(super) fn issued(&self) -> u64 {
        self.tokens.issued()
    }
}

/// What stands in the gap of a header such as `Authorization: Bearer {token}`.
fn token_in<'a>(request: &'a Request, template: &str) -> Option<&'a str> {
    let (name, shape) = template.split_once(':')?;
    let (before, after) = shape.trim().split_once("{token}")?;
    request.header(name.trim())?.strip_prefix(before)?.strip_suffix(after)
}
