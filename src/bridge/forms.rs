//! The registry of vendors as forms need it: what an account of each has, and which of it is secret.

use crate::domain::template::Slot;

/// A vendor that an account can be connected to, as a form needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VendorForm {
    /// The vendor's name in the registry, and as people write it.
    pub vendor: &'static str,
    pub title: &'static str,
    pub base_url_example: &'static str,
    /// What has to be filled in.
    pub required: Vec<FormField>,
    /// What may be left as it is.
    pub optional: Vec<FormField>,
    /// What goes into the keychain.
    pub secrets: Vec<SecretField>,
    /// Its table of a template to begin with, as it stands in the settings; empty where nothing is recorded.
    pub template: &'static str,
    /// What can stand in that table, in the order of the editor.
    pub slots: &'static [Slot],
}

/// One key of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormField {
    pub key: &'static str,
    /// One phrase: what it is.
    pub means: &'static str,
    /// The form it must have, in words; empty for any text.
    pub shape: &'static str,
    /// One of these, where there are few.
    pub choices: &'static [&'static str],
    /// What holds where it is left out.
    pub default: Option<&'static str>,
}

/// One field of an account's keychain item; never a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretField {
    pub name: &'static str,
    pub label: &'static str,
    /// Needed only where the account's `auth` is this.
    pub when_auth: Option<&'static str>,
}
