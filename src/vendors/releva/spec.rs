//! What an account of Releva consists of.

use crate::vendors::spec::{CredentialField, SettingKind, SettingSpec, VendorName, VendorSpec};

const LOCALE: SettingKind = SettingKind::Shaped { shape: "two lower-case letters as in \"en\"", check: is_locale };

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
    paste: None,
    sample: include_str!("sample.toml"),
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
