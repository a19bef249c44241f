//! What an account of Releva consists of.

use crate::vendors::about::{Ability, About, Fact, SeenBy, SignIn};
use crate::vendors::spec::{CredentialField, SettingKind, SettingSpec, VendorName, VendorSpec};

const LOCALE: SettingKind = SettingKind::Shaped { shape: "two lower-case letters as in \"en\"", check: is_locale };

/// For the accounts page.
const ABOUT: About = About {
    sign_in: &[SignIn {
        when_auth: None,
        lines: &[("Scheme", "secret key"), ("Recording", "Authorization: Bearer {token}")],
    }],
    abilities: &[Ability { words: "Record custom events", seen_by: SeenBy::Recording }],
    facts: &[
        Fact::documented("accepted", "What a 202 means", "accepted, not matched to a profile"),
        Fact::unknown("duplicates", "The same event twice", "nothing is sent twice on a guess"),
        Fact::unknown("rate", "Limits of a call", "our own pace, 50 a call"),
    ],
    test: "The test asks for the events of one second in the year 2000. It records nothing.",
};

/// The registry's entry.
pub static SPEC: VendorSpec = VendorSpec {
    name: VendorName::new("releva"),
    title: "Releva",
    base_url_example: "https://releva.ai",
    requests_per_second: 2.0,
    credentials: &[CredentialField::always("secret_key", "Secret key")],
    identity: &[],
    settings: &[
        SettingSpec::optional("locale", LOCALE, "the language of the shop; without it the system's"),
        SettingSpec::with_default(
            "identifier",
            SettingKind::Choice(&["both", "email", "phone"]),
            "\"both\"",
            "what a customer is named by",
        ),
        SettingSpec::optional("profile_id_attribute", SettingKind::Text, "the lead attribute with the profile id"),
        // The vendor drops events of agents it does not recognise without a word, so this is a setting.
        SettingSpec::optional("user_agent", SettingKind::Text, "how Leadline introduces itself"),
    ],
    about: ABOUT,
    paste: None,
    sample: include_str!("sample.toml"),
    template: include_str!("template.toml"),
    slots: super::slots::SLOTS,
};

fn is_locale(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_is_two_lower_case_letters() {
        assert!(is_locale("en"));
        assert!(!is_locale("EN") && !is_locale("eng") && !is_locale("e1") && !is_locale(""));
    }
}
