//! What is known of a vendor before anything is sent to it: its name, credentials and settings, as plain data.
//!
//! `src/config` checks the settings file against this, `leadline credential set` checks field names against it, and the
//! window builds its account form from it. It holds no behaviour but look-ups and the shape checks of single values.

use std::fmt;

use serde::{Serialize, Serializer};

use super::about::About;
use crate::domain::Pasted;
use crate::domain::template::Slot;

/// Name of a vendor as the settings file, the command line and JSON spell it; only the registry makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VendorName(&'static str);

impl VendorName {
    /// For the `spec.rs` of a vendor's folder.
    pub(in crate::vendors) const fn new(name: &'static str) -> Self {
        Self(name)
    }

    /// The spelling in files and JSON; for the screen use [`VendorSpec::title`].
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for VendorName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Serialize for VendorName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

/// One vendor: what an account of it consists of.
#[derive(Debug, PartialEq)]
pub struct VendorSpec {
    /// Its name in files and JSON.
    pub name: VendorName,
    /// Its name on the screen.
    pub title: &'static str,
    /// What a form proposes as `base_url`; an account still states its own.
    pub base_url_example: &'static str,
    /// Requests per second of an account that does not say otherwise.
    pub requests_per_second: f64,
    /// The fields of the account's keychain item.
    pub credentials: &'static [CredentialField],
    /// The settings that, beside `base_url`, say whose data it is: a change made under other values is never sent.
    pub identity: &'static [&'static str],
    /// The keys an `[[account]]` of this vendor may have beside the common ones.
    pub settings: &'static [SettingSpec],
    /// What there is to say about it to people.
    pub about: About,
    /// How an account can be connected from something that is pasted; `None` where its settings are typed.
    pub paste: Option<PasteSpec>,
    /// A complete `[[account]]` in TOML, for the settings file that a first start writes (there commented out).
    pub sample: &'static str,
    /// A complete table of this vendor inside a `[[template]]`, to begin with; empty where nothing is recorded.
    pub template: &'static str,
    /// What can stand in such a table, in the order of the editor; empty where nothing is recorded.
    pub slots: &'static [Slot],
}

impl VendorSpec {
    /// The setting of that key.
    pub fn setting(&self, key: &str) -> Option<&'static SettingSpec> {
        self.settings.iter().find(|setting| setting.key == key)
    }

    /// The credential fields an account needs that uses this `auth` (empty where the vendor has one way only).
    pub fn credentials_for(&self, auth: &str) -> impl Iterator<Item = &'static CredentialField> {
        self.credentials.iter().filter(move |field| field.when_auth.is_none_or(|wanted| wanted == auth))
    }

    /// Those fields of [`Self::credentials_for`] that are not among `present`.
    pub fn credentials_missing(&self, auth: &str, present: &[&str]) -> Vec<&'static str> {
        self.credentials_for(auth).map(|field| field.name).filter(|name| !present.contains(name)).collect()
    }
}

/// A form that reads an account's required settings out of something pasted.
#[derive(Clone, Copy, Debug)]
pub struct PasteSpec {
    /// What the form calls the field.
    pub label: &'static str,
    /// What stands in the field while it is empty.
    pub placeholder: &'static str,
    /// What is looked for: keys of settings, and what the form calls them.
    pub ids: &'static [(&'static str, &'static str)],
    /// The name that the form proposes for the account.
    pub account: &'static str,
    /// Reads a text. Pure, and quick enough for every key press.
    pub read: fn(&str) -> Pasted,
}

impl PartialEq for PasteSpec {
    /// Functions have no dependable identity; a form is what it is called.
    fn eq(&self, other: &Self) -> bool {
        (self.label, self.ids, self.account) == (other.label, other.ids, other.account)
    }
}

/// One field of an account's keychain item. All fields an account's `auth` asks for are required.
#[derive(Debug, PartialEq)]
pub struct CredentialField {
    /// `FIELD` of `leadline credential set`.
    pub name: &'static str,
    /// What the form calls it.
    pub label: &'static str,
    /// Needed only by accounts whose `auth` is this; `None`: by every account.
    pub when_auth: Option<&'static str>,
}

impl CredentialField {
    /// A field that every account of the vendor needs.
    pub const fn always(name: &'static str, label: &'static str) -> Self {
        Self { name, label, when_auth: None }
    }

    /// A field that only accounts with this `auth` need.
    pub const fn when(auth: &'static str, name: &'static str, label: &'static str) -> Self {
        Self { name, label, when_auth: Some(auth) }
    }
}

/// One key of an `[[account]]` that only this vendor knows.
#[derive(Debug, PartialEq)]
pub struct SettingSpec {
    /// The key in the settings file.
    pub key: &'static str,
    /// What its value may be.
    pub kind: SettingKind,
    /// An account without it is refused.
    pub required: bool,
    /// Its value where the account does not say, as TOML.
    pub default: Option<&'static str>,
    /// One phrase for forms and messages: what it is.
    pub means: &'static str,
}

impl SettingSpec {
    /// A key that must be there.
    pub const fn required(key: &'static str, kind: SettingKind, means: &'static str) -> Self {
        Self { key, kind, required: true, default: None, means }
    }

    /// A key that may be left out.
    pub const fn optional(key: &'static str, kind: SettingKind, means: &'static str) -> Self {
        Self { key, kind, required: false, default: None, means }
    }

    /// A key that may be left out and then has this value (TOML).
    pub const fn with_default(
        key: &'static str,
        kind: SettingKind,
        default: &'static str,
        means: &'static str,
    ) -> Self {
        Self { key, kind, required: false, default: Some(default), means }
    }
}

/// What the value of a setting may be.
#[derive(Clone, Copy, Debug)]
pub enum SettingKind {
    /// Any text.
    Text,
    /// Text of a certain form.
    Shaped {
        /// The form in words or as a pattern, for the message: "24 hexadecimal digits".
        shape: &'static str,
        /// True where the text has it.
        check: fn(&str) -> bool,
    },
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A list of texts.
    TextList,
    /// A list of these words, each at most once.
    ChoiceList(&'static [&'static str]),
    /// A whole number, zero or more.
    Whole,
    /// A web address under the rules of `base_url`: https, or http on loopback.
    Address,
    /// A table of settings of its own.
    Table(&'static [SettingSpec]),
}

impl PartialEq for SettingKind {
    /// Two shapes are the same when their words are: functions have no dependable identity.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text, Self::Text)
            | (Self::TextList, Self::TextList)
            | (Self::Whole, Self::Whole)
            | (Self::Address, Self::Address) => true,
            (Self::Shaped { shape: a, .. }, Self::Shaped { shape: b, .. }) => a == b,
            (Self::Choice(a), Self::Choice(b)) | (Self::ChoiceList(a), Self::ChoiceList(b)) => a == b,
            (Self::Table(a), Self::Table(b)) => a == b,
            _ => false,
        }
    }
}
