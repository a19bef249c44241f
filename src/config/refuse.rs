//! Keeps credentials out of the settings file: which keys look like one, and what the refusal says.

use crate::vendors::REGISTRY;

/// A key with one of these in it means a secret whatever surrounds it.
const TELLING: &[&str] = &[
    "token",
    "secret",
    "passw",
    "passphrase",
    "credential",
    "bearer",
    "apikey",
    "api_key",
    "private_key",
    "access_key",
];

/// True where `key` names something that belongs into the keychain: a vendor's credential field, or a telling word.
/// Settings that a vendor declares are none, however they are called.
pub(super) fn is_credential(key: &str) -> bool {
    let key = key.to_lowercase().replace(['-', ' ', '.'], "_");
    if REGISTRY.iter().any(|spec| spec.setting(&key).is_some()) {
        return false;
    }
    let declared = REGISTRY.iter().flat_map(|spec| spec.credentials).any(|field| field.name == key);
    declared || TELLING.iter().any(|word| key.contains(word))
}

/// Message and suggestion for a refused key: its name, never its value.
pub(super) fn sentence(key: &str, account: Option<&str>) -> (String, String) {
    let message = format!(
        "`{key}` looks like a credential, and this file must hold none: it is plain text that gets copied and backed up"
    );
    let account = account.unwrap_or("ACCOUNT");
    (message, format!("remove the line, then give it to the keychain with `leadline credential set {account}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_credential_field_of_every_vendor_is_refused() {
        for field in REGISTRY.iter().flat_map(|spec| spec.credentials) {
            assert!(is_credential(field.name), "{}", field.name);
            assert!(is_credential(&field.name.to_uppercase().replace('_', "-")), "{}", field.name);
        }
    }

    #[test]
    fn no_setting_of_any_vendor_is_refused() {
        for setting in REGISTRY.iter().flat_map(|spec| spec.settings) {
            assert!(!is_credential(setting.key), "{}", setting.key);
        }
        for key in ["name", "vendor", "base_url", "me", "timeout_secs", "proxy", "keys"] {
            assert!(!is_credential(key), "{key}");
        }
    }

    #[test]
    fn telling_words_are_refused_wherever_they_stand() {
        for key in ["x-bot-token", "my_password", "API_KEY", "bearer", "oauth.secret", "credentials"] {
            assert!(is_credential(key), "{key}");
        }
    }
}
