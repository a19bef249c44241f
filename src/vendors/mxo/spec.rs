//! What an account of Medallia MXO consists of.

use crate::vendors::about::{Ability, About, Fact, SeenBy, SignIn};
use crate::vendors::spec::{CredentialField, SettingKind, SettingSpec, VendorName, VendorSpec};

const SITE_KEY: SettingKind = SettingKind::Shaped { shape: "ONE-XXXXXXXXXX-1234", check: is_site_key };

/// An address that is not fully qualified is accepted by the vendor without effect, so it is checked here.
const TOUCHPOINT: SettingKind = SettingKind::Shaped { shape: "scheme://touchpoint", check: is_touchpoint };

const CUSTOMER_KEY: SettingKind =
    SettingKind::Shaped { shape: "\"email\", \"phone\" or \"attribute:KEY\"", check: is_customer_key };

/// For the accounts page.
const ABOUT: About = About {
    sign_in: &[SignIn {
        when_auth: None,
        lines: &[
            ("Scheme", "token, fetched with client id and secret"),
            ("Recording", "Authorization: Bearer {token}"),
        ],
    }],
    abilities: &[
        Ability { words: "Get a token", seen_by: SeenBy::Token },
        Ability { words: "Record live", seen_by: SeenBy::Recording },
        Ability { words: "Record late, up to 100 at once", seen_by: SeenBy::Recording },
        Ability { words: "Answer with a next best action", seen_by: SeenBy::Recording },
    ],
    facts: &[
        Fact::documented("bulk", "Interactions a call", "at most 100"),
        Fact::unknown("timestamps", "Form of a time", "milliseconds since 1970; a setting"),
        Fact::unknown("bulk_body", "Form of a bulk call", "a plain array; a setting"),
        Fact::unknown("rate", "Rate limit", "our own pace"),
    ],
    test: "The test asks for a token, since every other call is licensed use. It records nothing.",
};

/// The registry's entry.
pub static SPEC: VendorSpec = VendorSpec {
    name: VendorName::new("mxo"),
    title: "Medallia MXO",
    base_url_example: "https://example.thunderhead.com",
    requests_per_second: 2.0,
    credentials: &[
        CredentialField::always("client_id", "Client id"),
        CredentialField::always("client_secret", "Client secret"),
    ],
    identity: &["site_key"],
    settings: &[
        SettingSpec::optional("token_url", SettingKind::Address, "where tokens come from; without it base_url's"),
        SettingSpec::required("site_key", SITE_KEY, "the key of the space"),
        SettingSpec::required("touchpoint", TOUCHPOINT, "the touchpoint that recorded interactions belong to"),
        SettingSpec::optional("customer_key_name", SettingKind::Text, "what the vendor calls the customer's key"),
        SettingSpec::with_default("customer_key", CUSTOMER_KEY, "\"email\"", "where a lead's customer key comes from"),
        SettingSpec::with_default(
            "late_sending",
            SettingKind::Choice(&["offline", "bulk", "live"]),
            "\"offline\"",
            "how an interaction of the past is sent",
        ),
        SettingSpec::with_default(
            "address_field",
            SettingKind::Choice(&["both", "uri", "url"]),
            "\"both\"",
            "which member names the touchpoint",
        ),
        SettingSpec::with_default(
            "timestamps",
            SettingKind::Choice(&["epoch_ms", "iso"]),
            "\"epoch_ms\"",
            "how times are written",
        ),
        SettingSpec::with_default(
            "bulk_body",
            SettingKind::Choice(&["array", "wrapped"]),
            "\"array\"",
            "the form of a bulk call",
        ),
    ],
    about: ABOUT,
    paste: None,
    sample: include_str!("sample.toml"),
    template: include_str!("template.toml"),
    slots: super::slots::SLOTS,
};

fn is_site_key(text: &str) -> bool {
    let mut parts = text.split('-');
    let word = |part: Option<&str>, len: usize, fits: fn(&u8) -> bool| {
        part.is_some_and(|part| part.len() == len && part.as_bytes().iter().all(fits))
    };
    parts.next() == Some("ONE")
        && word(parts.next(), 10, |byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && word(parts.next(), 4, u8::is_ascii_digit)
        && parts.next().is_none()
}

fn is_touchpoint(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    !scheme.is_empty()
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        && !rest.is_empty()
        && !rest.starts_with('/')
        && !rest.contains(char::is_whitespace)
}

fn is_customer_key(text: &str) -> bool {
    matches!(text, "email" | "phone") || text.strip_prefix("attribute:").is_some_and(|key| !key.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_take_what_they_say() {
        assert!(
            is_site_key("ONE-ABCDEFGHJK-1234") && !is_site_key("ONE-ABC-1234") && !is_site_key("ONE-ABCDEFGHJK-12345")
        );
        assert!(
            is_touchpoint("api://leadline.support") && !is_touchpoint("leadline.support") && !is_touchpoint("api:///x")
        );
        assert!(is_customer_key("attribute:ID") && !is_customer_key("attribute:") && !is_customer_key("name"));
    }
}
