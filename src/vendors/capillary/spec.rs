//! What an account of Capillary consists of.

use crate::vendors::about::{Ability, About, Fact, SeenBy, SignIn};
use crate::vendors::spec::{CredentialField, SettingKind, SettingSpec, VendorName, VendorSpec};

const ZONE: SettingKind =
    SettingKind::Shaped { shape: "\"auto\", an offset as +05:30, or a zone as Asia/Kolkata", check: is_zone };

const ATTRIBUTION: &[SettingSpec] = &[
    SettingSpec::with_default(
        "type",
        SettingKind::Choice(&[
            "TILL",
            "STORE_CODE",
            "STORE_NAME",
            "STORE_EXTERNAL_ID",
            "STORE_EXTERNAL_ID_1",
            "STORE_EXTERNAL_ID_2",
        ]),
        "\"TILL\"",
        "what the code below names",
    ),
    SettingSpec::optional("code", SettingKind::Text, "the till or store the calls are made for"),
];

/// The words of `network` (contract section 3); the last one stands in a release note only.
pub(super) const NETWORKS: &[&str] = &["capillary", "facebook", "twitter", "foursquare", "viber"];

/// For the accounts page.
const ABOUT: About = About {
    sign_in: &[
        SignIn {
            when_auth: Some("oauth"),
            lines: &[("Scheme", "token, fetched with key and secret"), ("All calls", "X-CAP-API-OAUTH-TOKEN: {token}")],
        },
        SignIn {
            when_auth: Some("basic"),
            lines: &[("Scheme", "basic"), ("All calls", "Authorization: Basic, till and MD5 of its password")],
        },
    ],
    abilities: &[
        Ability { words: "Get a token", seen_by: SeenBy::Token },
        Ability { words: "Show what was sent to a customer", seen_by: SeenBy::Reading },
    ],
    facts: &[
        Fact::unknown("zone", "Zone of its times", "inferred from each answer and marked as assumed"),
        Fact::unknown("paging", "Pages of a history", "the whole list is taken to come at once"),
        Fact::unknown("rate", "Rate limit", "our own pace"),
        Fact::unknown("masking", "A masked message", "codes are hidden by our own rule"),
    ],
    test: "The test asks for a token, or about a customer who cannot exist. It changes nothing.",
};

/// The registry's entry.
pub static SPEC: VendorSpec = VendorSpec {
    name: VendorName::new("capillary"),
    title: "Capillary",
    base_url_example: "https://eu.api.capillarytech.com",
    requests_per_second: 1.5,
    credentials: &[
        CredentialField::when("oauth", "key", "Client key"),
        CredentialField::when("oauth", "secret", "Client secret"),
        CredentialField::when("basic", "till", "Till"),
        CredentialField::when("basic", "password", "Till password"),
    ],
    identity: &[],
    settings: &[
        SettingSpec::with_default("auth", SettingKind::Choice(&["oauth", "basic"]), "\"oauth\"", "how calls sign in"),
        SettingSpec::with_default("zone", ZONE, "\"auto\"", "the zone of times that carry none"),
        SettingSpec::with_default(
            "identifiers",
            SettingKind::ChoiceList(&["mobile", "email", "external_id"]),
            r#"["mobile", "email", "external_id"]"#,
            "how a customer is asked for, in this order",
        ),
        SettingSpec::optional("external_id_attribute", SettingKind::Text, "the lead attribute with the external id"),
        SettingSpec::with_default(
            "api",
            SettingKind::Choice(&["v2", "v1.1"]),
            "\"v2\"",
            "the version of its interface",
        ),
        SettingSpec::with_default(
            "networks",
            SettingKind::ChoiceList(NETWORKS),
            r#"["capillary"]"#,
            "where interactions are asked for",
        ),
        SettingSpec::optional("source", SettingKind::Text, "the account source, sent only where stated"),
        SettingSpec::optional("account_id", SettingKind::Text, "the account of that source, sent only where stated"),
        SettingSpec::with_default(
            "background",
            SettingKind::Choice(&["off", "view"]),
            "\"off\"",
            "whether histories of the listed view are fetched in the background",
        ),
        SettingSpec::optional("attribution", SettingKind::Table(ATTRIBUTION), "for whom the calls are made"),
    ],
    about: ABOUT,
    paste: None,
    sample: include_str!("sample.toml"),
    template: "",
    slots: &[],
};

fn is_zone(text: &str) -> bool {
    text == "auto" || is_offset(text) || jiff::tz::TimeZone::get(text).is_ok()
}

fn is_offset(text: &str) -> bool {
    let bytes = text.as_bytes();
    let two = |at: usize, limit: u8| matches!(bytes[at..at + 2], [a, b] if a.is_ascii_digit() && b.is_ascii_digit() && (a - b'0') * 10 + (b - b'0') < limit);
    bytes.len() == 6 && matches!(bytes[0], b'+' | b'-') && bytes[3] == b':' && two(1, 15) && two(4, 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_auto_an_offset_or_a_name() {
        for good in ["auto", "UTC", "+05:30", "-03:00"] {
            assert!(is_zone(good), "{good}");
        }
        for bad in ["", "IST-ish", "+5:30", "+05:60", "+25:00", "05:30", "+०५:३०"] {
            assert!(!is_zone(bad), "{bad}");
        }
    }
}
