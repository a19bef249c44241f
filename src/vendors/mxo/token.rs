//! Signing in: client credentials, at an address of its own (contract section 1).

use std::time::Duration;

use serde::Deserialize;

use crate::config::AccountSettings;
use crate::secrets::Secret;
use crate::vendors::error::{ApiError, Failure};
use crate::vendors::parts::{Token, Tokens};
use crate::vendors::request::{
    ApiReply, ApiRequest, CredentialBody, HeaderText, Method, PasswordForm, TokenRequest, header,
};

/// Five minutes, where the answer names no lifetime.
const USUAL_LIFETIME_SECS: f64 = 300.0;

/// The vendor's way to tokens.
#[derive(Debug)]
pub struct MxoTokens;

#[derive(Deserialize)]
struct Answer {
    access_token: Option<String>,
    /// A number, or a number as text.
    expires_in: Option<serde_json::Value>,
    error: Option<String>,
    error_description: Option<String>,
    message: Option<String>,
}

impl Tokens for MxoTokens {
    fn ask(&self, account: &AccountSettings) -> Option<TokenRequest> {
        let address = account.option("token_url").filter(|address| !address.is_empty());
        Some(TokenRequest {
            request: ApiRequest {
                endpoint: "token",
                method: Method::Post,
                // One word: `/one/oauth2/token` is not there.
                path: "/one/oauth2token",
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
            body: CredentialBody::Form(vec![("grant_type", HeaderText::Fixed("client_credentials"))]),
            address: address.map(str::to_owned),
        })
    }

    fn read(&self, reply: &ApiReply) -> Result<Token, ApiError> {
        let answer: Option<Answer> = serde_json::from_slice(&reply.body).ok();
        let message = answer.as_ref().and_then(|answer| {
            answer.error_description.clone().or_else(|| answer.message.clone()).or_else(|| answer.error.clone())
        });
        if matches!(reply.status, 400 | 401 | 403) {
            let words = format!("gave no token for this client ({})", reply.status);
            return Err(ApiError::new(Failure::Credential, words).with_message(message));
        }
        if let Some(error) = ApiError::from_status(reply.status, reply.retry_after) {
            return Err(error.with_message(message));
        }
        let token = answer.as_ref().and_then(|answer| answer.access_token.clone()).filter(|t| !t.trim().is_empty());
        let Some(value) = token else {
            if answer.is_some_and(|answer| answer.error.is_some()) {
                return Err(ApiError::new(Failure::Credential, "gave no token for this client").with_message(message));
            }
            return Err(ApiError::new(
                Failure::Unclear,
                "answered without a token (expected a text at $.access_token)",
            ));
        };
        let secs = answer.and_then(|answer| answer.expires_in).and_then(|value| match value {
            serde_json::Value::Number(number) => number.as_f64(),
            serde_json::Value::String(text) => text.trim().parse().ok(),
            _ => None,
        });
        let secs = secs.filter(|secs| secs.is_finite() && *secs >= 0.0).unwrap_or(USUAL_LIFETIME_SECS);
        Ok(Token { value: Secret::new(value), lifetime: Duration::from_secs_f64(secs.min(30.0 * 86_400.0)) })
    }
}
