//! What the window needs to connect an account and to change settings, without knowing any vendor.

use crate::domain::template::Sheet;
use crate::domain::{AccountName, AgentId, Pasted};

/// How an account of a vendor is connected from something pasted. Made from the registry, so that no vendor is named in
/// the window.
#[derive(Clone, Debug)]
pub struct ConnectForm {
    /// The vendor's name in the registry, and as people write it.
    pub vendor: &'static str,
    pub title: &'static str,
    /// What the pasted field is called, and what stands in it while it is empty.
    pub label: &'static str,
    pub placeholder: &'static str,
    /// What is looked for in the text: keys of settings, and their names.
    pub ids: &'static [(&'static str, &'static str)],
    /// Reads a pasted text; pure.
    pub read: fn(&str) -> Pasted,
    /// What the form proposes.
    pub base_url: &'static str,
    pub account: &'static str,
    /// The credential's fields: names in the keychain item, and on the form.
    pub credentials: Vec<(&'static str, &'static str)>,
}

/// An account that is to be added to the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAccount {
    pub vendor: String,
    pub name: String,
    pub base_url: String,
    /// The vendor's own keys.
    pub settings: Vec<(String, String)>,
}

/// One wish about the settings file; its comments stay.
#[derive(Clone, Debug, PartialEq)]
pub enum SettingsEdit {
    /// `[me] name`; an empty one is taken out.
    MyName(String),
    /// My agent id at this account; an empty one is taken out.
    MyId { account: AccountName, id: String },
    /// A line of the address book; without a name it is taken out.
    Colleague { id: AgentId, name: Option<String> },
    /// Seconds between two looks for news.
    SyncEvery { account: AccountName, secs: u64 },
    /// An account that is not tried before; its key is asked for afterwards.
    Add(NewAccount),
    /// Its leads, changes and credential stay.
    Remove(AccountName),
    /// A template as it shall be, in the place of the one called `instead_of`; a new one where that is `None`.
    PutTemplate { instead_of: Option<String>, sheet: Sheet },
    /// What was recorded with it stays as it is.
    RemoveTemplate(String),
}

/// An account as the settings screen shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountInSettings {
    pub account: AccountName,
    /// The vendor as people write it.
    pub title: &'static str,
    /// It lists leads, so it has agents.
    pub has_leads: bool,
    pub me: Option<AgentId>,
    pub sync_every_secs: u64,
}

/// Where things are kept; the paths are as the system writes them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// `None` where nothing is kept on disk.
    pub settings: Option<String>,
    pub database: Option<String>,
    pub log: Option<String>,
    /// The person's own folder, where the system tells it.
    pub home: Option<String>,
    /// Where the secrets are, in words.
    pub secrets: String,
    /// The database's key outlives this session, so there is a recovery key that can be shown.
    pub recovery_key: bool,
}

/// The settings as the window may change them, and where everything is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SettingsView {
    pub my_name: String,
    pub accounts: Vec<AccountInSettings>,
    pub places: Places,
}
