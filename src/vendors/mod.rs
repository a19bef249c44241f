//! The registry of vendors: every remote service Leadline speaks to, as data.
//!
//! What forms, the settings file, `credential set` and the health page know about a vendor they learn here, so that
//! nothing outside a vendor's own folder names it. A sixth vendor is one folder, one sandbox file, and its two lines
//! below. The words used to describe a vendor are in [`spec`].

pub mod about;
pub(crate) mod auth;
pub mod capillary;
pub mod error;
pub mod http;
pub mod mxo;
pub mod parts;
mod plain;
pub mod ray;
pub mod rayzing;
pub mod recording;
pub mod releva;
pub mod request;
#[cfg(test)]
mod samples;
pub mod spec;
pub mod template;

pub use spec::{CredentialField, SettingKind, SettingSpec, VendorName, VendorSpec};

/// Every vendor, in the order in which forms offer them.
pub static REGISTRY: &[&VendorSpec] =
    &[&rayzing::spec::SPEC, &capillary::spec::SPEC, &ray::spec::SPEC, &releva::spec::SPEC, &mxo::spec::SPEC];

/// The vendor of that name, as the settings file and the command line spell it.
pub fn find(name: &str) -> Option<&'static VendorSpec> {
    REGISTRY.iter().copied().find(|spec| spec.name.as_str() == name)
}

/// The lead part of that vendor; `None` where it lists no leads.
pub fn leads_of(vendor: VendorName) -> Option<&'static dyn parts::Leads> {
    match vendor {
        v if v == rayzing::spec::SPEC.name => Some(&rayzing::leads::RayzingLeads),
        _ => None,
    }
}

/// The history part of that vendor; `None` where it keeps none.
pub fn interactions_of(vendor: VendorName) -> Option<&'static dyn parts::Interactions> {
    match vendor {
        v if v == capillary::spec::SPEC.name => Some(&capillary::interactions::CapillaryInteractions),
        _ => None,
    }
}

/// The tokens of that vendor; `None` where its calls carry the credential itself.
pub fn tokens_of(vendor: VendorName) -> Option<&'static dyn parts::Tokens> {
    match vendor {
        v if v == capillary::spec::SPEC.name => Some(&capillary::token::CapillaryTokens),
        v if v == ray::spec::SPEC.name => Some(&ray::token::RayTokens),
        v if v == mxo::spec::SPEC.name => Some(&mxo::token::MxoTokens),
        _ => None,
    }
}

/// The recording part of that vendor; `None` where nothing can be recorded into it.
pub fn recording_of(vendor: VendorName) -> Option<&'static dyn recording::Recording> {
    match vendor {
        v if v == ray::spec::SPEC.name => Some(&ray::recording::RayRecording),
        v if v == releva::spec::SPEC.name => Some(&releva::recording::RelevaRecording),
        v if v == mxo::spec::SPEC.name => Some(&mxo::recording::MxoRecording),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_lower_case_and_found_again() {
        for (at, spec) in REGISTRY.iter().enumerate() {
            assert!(spec.name.as_str().chars().all(|c| c.is_ascii_lowercase()), "{}", spec.name);
            assert!(REGISTRY[..at].iter().all(|other| other.name != spec.name), "{} stands twice", spec.name);
            assert_eq!(find(spec.name.as_str()), Some(*spec));
        }
        assert_eq!(find("nobody"), None);
    }

    #[test]
    fn what_tells_accounts_apart_is_a_setting() {
        for spec in REGISTRY {
            assert!(spec.identity.iter().all(|key| spec.setting(key).is_some()), "{}", spec.name);
        }
    }

    #[test]
    fn no_setting_is_called_like_a_credential_field() {
        for setting in REGISTRY.iter().flat_map(|spec| spec.settings) {
            let clash = REGISTRY.iter().flat_map(|spec| spec.credentials).find(|field| field.name == setting.key);
            assert!(clash.is_none(), "`{}` could be written into the settings file", setting.key);
        }
    }

    #[test]
    fn every_credential_condition_names_an_allowed_auth() {
        for spec in REGISTRY {
            for wanted in spec.credentials.iter().filter_map(|field| field.when_auth) {
                let auth = spec.setting("auth").expect("a vendor with conditional fields has an `auth` setting");
                assert!(matches!(auth.kind, SettingKind::Choice(words) if words.contains(&wanted)), "{wanted}");
            }
        }
    }
}
