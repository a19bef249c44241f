//! What an account of RAY consists of.

use crate::vendors::about::{Ability, About, Fact, SeenBy, SignIn};
use crate::vendors::spec::{CredentialField, SettingKind, SettingSpec, VendorName, VendorSpec};

/// The place of the token must be a gap: a header with a token in it would be a secret in the settings file.
const HEADER: SettingKind =
    SettingKind::Shaped { shape: "`Header-Name: text {token}`, with {token} where the token goes", check: is_header };

/// For the accounts page.
const ABOUT: About = About {
    sign_in: &[SignIn {
        when_auth: None,
        lines: &[("Scheme", "token, fetched with client and user"), ("Recording", "{auth_header}")],
    }],
    abilities: &[Ability { words: "Record an interaction", seen_by: SeenBy::Recording }],
    facts: &[
        Fact::unknown("header", "Header of the token", "bearer, by its token type; a setting"),
        Fact::unknown("expiry", "Life of the token", "as its answer says, else ten minutes"),
        Fact::unknown("duplicates", "The same event twice", "nothing is sent twice on a guess"),
        Fact::unknown("rate", "Rate limit", "our own pace"),
    ],
    test: "The test asks for a token. It records nothing.",
};

/// The registry's entry.
pub static SPEC: VendorSpec = VendorSpec {
    name: VendorName::new("ray"),
    title: "RAY",
    base_url_example: "https://api.rayapp.io",
    requests_per_second: 2.0,
    credentials: &[
        CredentialField::always("client_id", "Client id"),
        CredentialField::always("client_secret", "Client secret"),
        CredentialField::always("username", "User name"),
        CredentialField::always("password", "Password"),
    ],
    identity: &["store_id"],
    settings: &[
        SettingSpec::required("store_id", SettingKind::Whole, "the store that interactions belong to"),
        SettingSpec::with_default(
            "auth_header",
            HEADER,
            "\"Authorization: Bearer {token}\"",
            "the header that carries the token",
        ),
    ],
    about: ABOUT,
    paste: None,
    sample: include_str!("sample.toml"),
    template: include_str!("template.toml"),
    slots: super::slots::SLOTS,
};

fn is_header(text: &str) -> bool {
    let Some((name, value)) = text.split_once(": ") else { return false };
    let named = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    // Before and after the gap only a scheme word may stand: anything longer could be a token somebody pasted.
    let words_only = value.replacen("{token}", "", 1).chars().all(|c| c.is_ascii_alphabetic() || " =\"".contains(c));
    named && value.matches("{token}").count() == 1 && value.len() <= 40 && words_only
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_has_a_gap_where_the_token_goes() {
        assert!(is_header("Authorization: Bearer {token}"));
        assert!(is_header("X-Access: {token}"));
        for bad in
            ["Authorization: Bearer abc", "{token}", "Bad Name: {token}", "A: a1b2c3{token}", "A: {token}{token}"]
        {
            assert!(!is_header(bad), "{bad}");
        }
    }
}
