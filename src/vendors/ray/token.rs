//! Signing in: the password grant with the client's own Basic credentials (contract section 1).

use std::time::Duration;

use crate::config::AccountSettings;
use crate::vendors::auth;
use crate::vendors::error::ApiError;
use crate::vendors::parts::{ACCESS_TOKEN, Token, Tokens};
use crate::vendors::request::{
    ApiReply, ApiRequest, CredentialBody, HeaderText, Method, PasswordForm, TokenRequest, header,
};

/// Ten minutes, where the answer names no lifetime.
const USUAL_LIFETIME_SECS: f64 = 600.0;

/// How long before its end the contract wants a token renewed.
const EARLY: Duration = Duration::from_secs(60);

/// The vendor's way to tokens.
#[derive(Debug)]
pub struct RayTokens;

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
        let token = auth::read_token(reply, USUAL_LIFETIME_SECS, "this client and user")?;
        Ok(Token { early: EARLY, ..token })
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
