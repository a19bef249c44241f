//! Signing in: client credentials, at an address of its own (contract section 1).

use crate::config::AccountSettings;
use crate::vendors::auth;
use crate::vendors::error::ApiError;
use crate::vendors::parts::{Token, Tokens};
use crate::vendors::request::{
    ApiReply, ApiRequest, CredentialBody, HeaderText, Method, PasswordForm, TokenRequest, header,
};

/// Five minutes, where the answer names no lifetime.
const USUAL_LIFETIME_SECS: f64 = 300.0;

/// The vendor's way to tokens.
#[derive(Debug)]
pub struct MxoTokens;

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
        auth::read_token(reply, USUAL_LIFETIME_SECS, "this client")
    }
}
