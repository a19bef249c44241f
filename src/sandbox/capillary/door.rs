//! Who may ask: tokens that are handed out for key and secret, and Basic (contract section 2).

use serde_json::{Value, json};

use super::super::base64::base64;
use super::super::exchange::{Answer, Request};
use super::super::seed;
use super::super::tokens::{Life, Tokens};
use super::digest::md5_hex;
use super::quirks::{CapillaryQuirks, TokenRefusal};
use super::say::Refused;

/// What opens it, and the tokens that are out.
pub(super) struct Door {
    key: String,
    secret: String,
    till: String,
    password: String,
    tokens: Tokens,
}

impl Door {
    pub(super) fn new(seed: u64) -> Self {
        let word = |name: &str, digits| seed::hex(seed, &format!("capillary {name}"), digits);
        Self {
            key: format!("sandbox-{}", word("key", 24)),
            secret: format!("sandbox-{}", word("secret", 40)),
            till: format!("till.{}", word("till", 6)),
            password: format!("sandbox-{}", word("password", 20)),
            tokens: Tokens::new(seed, "capillary"),
        }
    }

    /// The credentials under the names the client has for them.
    pub(super) fn credentials(&self) -> Value {
        json!({ "key": self.key, "secret": self.secret, "till": self.till, "password": self.password })
    }

    /// `POST /v3/oauth/token/generate`. Each token differs from every other.
    pub(super) fn token(&self, request: &Request, quirks: &CapillaryQuirks, now_ms: i64) -> Result<Answer, Refused> {
        let kind = request.header("content-type").unwrap_or("");
        if kind.split(';').next().unwrap_or("").trim().to_lowercase() != "application/json" {
            return Err(Refused::of_status(415));
        }
        let asked = request.json().filter(Value::is_object).ok_or_else(|| Refused::of_status(400))?;
        if asked["key"] != self.key || asked["secret"] != self.secret {
            let status = if quirks.token_refusal == TokenRefusal::Forbidden { 403 } else { 401 };
            return Err(Refused::new(status, status.into(), "Failed to generate OAuth token: access forbidden"));
        }
        let life = Life { ttl_secs: quirks.token_ttl_secs, calls: quirks.token_calls };
        let text = self.tokens.issue(life, now_ms);
        let data = json!({ "accessToken": text, "ttlSeconds": quirks.token_ttl_secs });
        Ok(Answer::json(200, json!({ "data": data, "errors": null }).to_string()))
    }

    /// Lets a call in, or says why not. A call with a token counts against the calls it is good for.
    pub(super) fn admit(&self, request: &Request, quirks: &CapillaryQuirks, now_ms: i64) -> Result<(), Refused> {
        if let Some(text) = request.header("x-cap-api-oauth-token") {
            let known = self.tokens.admit(text, now_ms);
            return if known { Ok(()) } else { Err(Refused::new(401, 401, "Invalid or expired access token")) };
        }
        let Some(basic) = request.header("authorization") else { return Err(Refused::of_status(401)) };
        if quirks.basic_disabled {
            return Err(Refused::new(403, 4_000, "Access denied: Basic authentication is disabled"));
        }
        // The hash of the password, never the password itself.
        let wanted = base64(format!("{}:{}", self.till, md5_hex(&self.password)).as_bytes());
        match basic.strip_prefix("Basic ") {
            Some(given) if given == wanted => Ok(()),
            _ => Err(Refused::of_status(401)),
        }
    }

    /// Ends every token that is out; returns how many there were.
    pub(super) fn revoke(&self) -> usize {
        self.tokens.revoke()
    }
}
