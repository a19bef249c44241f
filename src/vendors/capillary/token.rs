//! Signing in: a token that is fetched with key and secret, or Basic with till and password (contract section 2).

use std::time::Duration;

use serde_json::value::RawValue;

use super::refusal::{complaints, status_error, unreadable};
use super::wire::{Members, text, whole};
use crate::config::AccountSettings;
use crate::secrets::Secret;
use crate::vendors::error::{ApiError, Failure};
use crate::vendors::parts::{ACCESS_TOKEN, Token, Tokens};
use crate::vendors::request::{
    ApiReply, ApiRequest, CredentialBody, Header, HeaderText, Method, PasswordForm, TokenRequest, header,
};

/// What the vendor's sample shows, for an answer that names no lifetime.
const USUAL_LIFETIME_SECS: i64 = 300;
/// The longest life that is documented.
const LONGEST_LIFETIME_SECS: i64 = 30 * 86_400;

/// The vendor's way to tokens.
#[derive(Debug)]
pub struct CapillaryTokens;

impl Tokens for CapillaryTokens {
    fn ask(&self, account: &AccountSettings) -> Option<TokenRequest> {
        if account.auth() == "basic" {
            return None;
        }
        let field = |field| HeaderText::Credential { prefix: "", field };
        Some(TokenRequest {
            request: ApiRequest {
                endpoint: "token",
                method: Method::Post,
                path: "/v3/oauth/token/generate",
                query: Vec::new(),
                headers: json_headers(),
                body: None,
            },
            body: CredentialBody::Json(vec![("key", field("key")), ("secret", field("secret"))]),
            address: None,
        })
    }

    fn read(&self, reply: &ApiReply) -> Result<Token, ApiError> {
        let body: Option<&RawValue> = serde_json::from_slice(&reply.body).ok();
        let members = body.and_then(Members::of);
        let said = members.clone().map(|mut members| complaints(&mut members)).unwrap_or_default();
        let message = said.iter().find_map(|complaint| complaint.message.clone());
        // The body of a failing call is not documented; its 4xx can only mean the key, the secret or their rights.
        let refused = matches!(reply.status, 400 | 401 | 403 | 404 | 422);
        if refused || (200..300).contains(&reply.status) && !said.is_empty() {
            let words = format!("gave no token for this key and secret ({})", reply.status);
            return Err(ApiError::new(Failure::Credential, words).with_message(message));
        }
        if let Some(error) = status_error(reply) {
            return Err(error.with_message(message));
        }
        let Some(mut members) = members else {
            return Err(ApiError::new(Failure::Unclear, unreadable(&reply.body)));
        };
        let mut data = members.take("data").and_then(Members::of).unwrap_or_default();
        let value = data.take_as("accessToken", text).filter(|token| !token.trim().is_empty());
        let Some(value) = value else {
            return Err(ApiError::new(
                Failure::Unclear,
                "answered without a token (expected a text at $.data.accessToken)",
            ));
        };
        let secs = data.take_as("ttlSeconds", whole).unwrap_or(USUAL_LIFETIME_SECS).clamp(0, LONGEST_LIFETIME_SECS);
        let lifetime = Duration::from_secs(secs.unsigned_abs());
        Ok(Token { value: Secret::new(value), lifetime, early: Token::EARLY })
    }
}

/// The headers that sign a call of this account.
pub(super) fn signed(account: &AccountSettings) -> Vec<Header> {
    let mut headers = json_headers();
    headers.push(if account.auth() == "basic" {
        header("authorization", HeaderText::Basic { user: "till", password: "password", form: PasswordForm::Md5Hex })
    } else {
        // One overview page writes CAP-API-ACCESS-TOKEN; all others this one.
        header("x-cap-api-oauth-token", HeaderText::Credential { prefix: "", field: ACCESS_TOKEN })
    });
    let attribution = account.options.get("attribution").and_then(|value| value.as_table());
    let setting = |key: &str| attribution?.get(key)?.as_str().filter(|text| !text.is_empty());
    if let Some(code) = setting("code") {
        let entity = setting("type").unwrap_or("TILL");
        headers.push(header("x-cap-api-attribution-entity-type", HeaderText::Text(entity.to_owned())));
        headers.push(header("x-cap-api-attribution-entity-code", HeaderText::Text(code.to_owned())));
    }
    headers
}

fn json_headers() -> Vec<Header> {
    vec![
        header("accept", HeaderText::Fixed("application/json")),
        header("content-type", HeaderText::Fixed("application/json")),
    ]
}
