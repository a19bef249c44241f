//! Who may tell: tokens for a client, and the site key of the space (contract sections 1 and 2.1, lines 1 and 3).

use serde_json::{Value, json};

use super::super::base64::base64;
use super::super::exchange::{Answer, Request};
use super::super::seed;
use super::super::tokens::{Life, Tokens};
use super::quirks::MxoQuirks;
use super::say::Refused;

/// What opens it, and the tokens that are out.
pub(super) struct Door {
    client_id: String,
    client_secret: String,
    pub(super) site_key: String,
    pub(super) tokens: Tokens,
}

impl Door {
    pub(super) fn new(seed: u64) -> Self {
        let word = |name: &str, digits| seed::hex(seed, &format!("mxo {name}"), digits);
        let digits: String =
            word("site number", 64).chars().filter(char::is_ascii_digit).chain("0000".chars()).collect();
        Self {
            client_id: format!("sandbox-{}", word("client", 12)),
            client_secret: format!("sandbox-{}", word("client secret", 40)),
            site_key: format!("ONE-{}-{}", word("site", 10).to_uppercase(), &digits[..4]),
            tokens: Tokens::new(seed, "mxo"),
        }
    }

    /// The credentials under the names the client has for them.
    pub(super) fn credentials(&self) -> Value {
        json!({ "client_id": self.client_id, "client_secret": self.client_secret })
    }

    /// `POST /one/oauth2token`.
    pub(super) fn token(&self, request: &Request, quirks: &MxoQuirks, now_ms: i64) -> Result<Answer, Refused> {
        let client = base64(format!("{}:{}", self.client_id, self.client_secret).as_bytes());
        if request.authorization("basic") != Some(&client) {
            let status = if quirks.client_refused_by_400 { 400 } else { 401 };
            return Err(Refused::token(status, "invalid_client", "Client authentication failed"));
        }
        let form = request.form().ok_or_else(|| {
            Refused::token(400, "invalid_request", "The body must be application/x-www-form-urlencoded")
        })?;
        let grant = form.iter().find(|(name, _)| name == "grant_type").map(|(_, value)| value.as_str());
        if grant != Some("client_credentials") {
            return Err(Refused::token(400, "unsupported_grant_type", "The grant type is not supported"));
        }
        let life = Life { ttl_secs: quirks.token_ttl_secs, calls: quirks.token_calls };
        let kind = if quirks.token_type_upper { "Bearer" } else { "bearer" };
        let mut reply = json!({ "access_token": self.tokens.issue(life, now_ms), "token_type": kind });
        if !quirks.token_life_unsaid {
            reply["expires_in"] = quirks.token_ttl_secs.into();
        }
        Ok(Answer::json(200, reply.to_string()))
    }

    /// Lets a call in, or says why not. Basic, which the document's example shows here, opens nothing.
    pub(super) fn admit(&self, request: &Request, quirks: &MxoQuirks, now_ms: i64) -> Result<(), Refused> {
        let token = request.authorization("bearer").ok_or_else(|| Refused::of_status(401))?;
        if !self.tokens.admit(token, now_ms) {
            return Err(Refused::of_status(401));
        }
        if quirks.forbidden { Err(Refused::of_status(403)) } else { Ok(()) }
    }

    /// Lets a site key through, wherever it stood.
    pub(super) fn space(&self, site_key: Option<&str>) -> Result<(), Refused> {
        match site_key {
            None | Some("") => Err(Refused::new(400, "sk is required")),
            Some(known) if known == self.site_key => Ok(()),
            Some(_) => Err(Refused::new(404, "There is no space with this site key")),
        }
    }
}
