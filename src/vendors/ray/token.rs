//! Signing in: the password grant with the client's own Basic credentials (contract section 1).

use std::time::Duration;

use serde::Deserialize;

use super::answer::unreadable;
use crate::config::AccountSettings;
use crate::secrets::Secret;
use crate::vendors::error::{ApiError, Failure};
use crate::vendors::parts::{ACCESS_TOKEN, Token, Tokens};
use crate::vendors::request::{
    ApiReply, ApiRequest, CredentialBody, HeaderText, Method, PasswordForm, TokenRequest, header,
};

/// Ten minutes, where the answer names no lifetime.
const USUAL_LIFETIME_SECS: u64 = 600;

/// The vendor's way to tokens.
#[derive(Debug)]
pub struct RayTokens;

/// The usual shape of such a server, and RAY's own envelope where it says no.
#[derive(Deserialize)]
struct Answer {
    access_token: Option<String>,
    /// A number, or a number as text.
    expires_in: Option<serde_json::Value>,
    error_description: Option<String>,
    error: Option<String>,
    message: Option<String>,
}

impl Tokens for RayTokens {
    fn ask(&self, _account: &AccountSettings) -> Option<TokenRequest> {
        let field = |field| HeaderText::Credential { prefix: "", field };
        Some(TokenRequest {
            request: ApiRequest {
                endpoint: "token",
                method: Method::Post,
                path: "/oauth/token",
                query: Vec::new(),
                headers: vec![
                    header(
                        "authorization",
                        HeaderText::Basic { user: "client_id", password: "client_secret", form: PasswordForm::AsIs },
                    ),
                    header("content-type", HeaderText::Fixed("application/x-www-form-urlencoded")),
                    header("accept", HeaderText::Fixed("application/json")),
                ],
                body: None,
            },
            body: CredentialBody::Form(vec![
                ("grant_type", HeaderText::Fixed("password")),
                ("username", field("username")),
                ("password", field("password")),
            ]),
            address: None,
        })
    }

    fn read(&self, reply: &ApiReply) -> Result<Token, ApiError> {
        let answer: Option<Answer> = serde_json::from_slice(&reply.body).ok();
        let said = |answer: &Answer| {
            answer.error_description.clone().or_else(|| answer.message.clone()).or_else(|| answer.error.clone())
        };
        let message = answer.as_ref().and_then(said);
        if matches!(reply.status, 400 | 401 | 403) {
            let words = format!("gave no token for this client and user ({})", reply.status);
            return Err(ApiError::new(Failure::Credential, words).with_message(message));
        }
        if let Some(error) = ApiError::from_status(reply.status, reply.retry_after) {
            return Err(error.with_message(message));
        }
        let Some(answer) = answer else { return Err(ApiError::new(Failure::Unclear, unreadable(&reply.body))) };
        let Some(value) = answer.access_token.as_ref().filter(|token| !token.trim().is_empty()) else {
            if answer.error.is_some() || answer.message.is_some() {
                // HTTP 200 with the envelope that says no.
                let error = ApiError::new(Failure::Credential, "gave no token for this client and user");
                return Err(error.with_message(message));
            }
            return Err(ApiError::new(
                Failure::Unclear,
                "answered without a token (expected a text at $.access_token)",
            ));
        };
        let secs = answer.expires_in.as_ref().and_then(|value| match value {
            serde_json::Value::Number(number) => number.as_f64(),
            serde_json::Value::String(text) => text.trim().parse().ok(),
            _ => None,
        });
        let lifetime = secs
            .filter(|secs| secs.is_finite() && *secs >= 0.0)
            .map_or(Duration::from_secs(USUAL_LIFETIME_SECS), |secs| {
                Duration::from_secs_f64(secs.min(30.0 * 86_400.0))
            });
        Ok(Token { value: Secret::new(value.clone()), lifetime })
    }
}

/// The header that carries the token, by the account's template: `Authorization: Bearer {token}` (section 1).
pub(super) fn signed(account: &AccountSettings) -> (std::borrow::Cow<'static, str>, HeaderText) {
    let template = account.option("auth_header").unwrap_or("Authorization: Bearer {token}");
    let (name, text) = template.split_once(": ").unwrap_or(("authorization", template));
    let (before, after) = text.split_once("{token}").unwrap_or((text, ""));
    let (before, after) = (before.to_owned(), after.to_owned());
    (name.to_ascii_lowercase().into(), HeaderText::Around { before, field: ACCESS_TOKEN, after })
}
