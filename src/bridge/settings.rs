//! Edits of the settings file, and what may be written into it: the registry of vendors as forms need it.

use crate::domain::{AccountName, AgentId};

/// One wish about the settings file. Comments and everything else in it stay as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingsEdit {
    AddAccount(NewAccount),
    /// Its leads, changes and credential stay.
    RemoveAccount(AccountName),
    /// `None` takes the key away, so that its default holds. The text is read by the kind that the vendor states.
    SetAccountKey {
        account: AccountName,
        key: String,
        value: Option<String>,
    },
    /// Who I am.
    SetMyName(Option<String>),
    /// A colleague in the address book, new or with another name.
    SetAgent {
        id: AgentId,
        name: String,
    },
    RemoveAgent(AgentId),
}

/// An account to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAccount {
    pub name: AccountName,
    /// The vendor's name in the registry.
    pub vendor: String,
    pub base_url: String,
    /// Its other keys as typed; empty ones are left out.
    pub settings: Vec<(String, String)>,
}

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
