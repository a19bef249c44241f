//! Where the agent is on the accounts page, and what is half typed there.
//!
//! A secret that is being typed is a value that cannot be printed and is wiped when it goes; it goes when the form does.

use crate::bridge::command::AccountTest;
use crate::bridge::forms::VendorForm;
use crate::bridge::{AccountHealth, Answer, Refused, Secret, Snapshot};
use crate::domain::AccountName;

/// What can be asked for on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountsAction {
    Choose(AccountName),
    Test(AccountName),
    TestAll,
    /// Opens the form for the account's key.
    EnterKey(AccountName),
    /// What is typed goes to the keychain.
    KeepKey,
    /// Asks whether the key shall go.
    AskToRemoveKey(AccountName),
    RemoveKey(AccountName),
    /// Opens the form for a new account.
    Connect,
    PickVendor(&'static str),
    /// The new account goes into the settings.
    Add,
    /// Asks whether the account shall go.
    AskToRemove(AccountName),
    Remove(AccountName),
    /// Closes a form or a question; what was typed there is wiped.
    Leave,
}

/// What stands in the inspector instead of the account.
#[derive(Default)]
pub enum Aside {
    #[default]
    Nothing,
    Key(KeyForm),
    Connect(ConnectForm),
    RemoveKey(AccountName),
    Remove(AccountName),
}

impl Aside {
    /// Something stands there.
    pub fn is_open(&self) -> bool {
        !matches!(self, Self::Nothing)
    }
}

/// A key that is being typed.
pub struct KeyForm {
    pub account: AccountName,
    pub fields: Vec<SecretBox>,
    /// Why it was not kept.
    pub fault: Option<String>,
    /// The first field shall get the focus.
    pub focus: bool,
}

/// One secret field.
pub struct SecretBox {
    pub name: &'static str,
    pub label: &'static str,
    pub typed: Secret,
}

/// A new account that is being filled in.
pub struct ConnectForm {
    pub vendor: &'static str,
    pub name: String,
    pub base_url: String,
    /// The vendor's required keys, in the order of its form.
    pub fields: Vec<(&'static str, String)>,
    pub fault: Option<String>,
    pub focus: bool,
}

/// A harmless test: out, or how it ended.
pub struct Tested {
    pub account: AccountName,
    pub state: TestState,
}

pub enum TestState {
    Out(Answer<Result<AccountTest, Refused>>),
    Done(Result<AccountTest, String>),
}

/// A question to the engine whose answer moves the page on.
pub enum Waiting {
    /// The keychain is storing it; then the account is tested.
    KeepKey(AccountName, Answer<Result<(), Refused>>),
    RemoveKey(Answer<Result<bool, Refused>>),
    /// The settings are being written; then its key is asked for.
    Add(AccountName, Answer<Result<(), Refused>>),
    /// It is in the settings; the snapshot that has it may be one frame away.
    Added(AccountName),
    Remove(Answer<Result<(), Refused>>),
}

/// Where the agent is on the page.
#[derive(Default)]
pub struct AccountsPlace {
    pub chosen: Option<AccountName>,
    pub aside: Aside,
    pub tests: Vec<Tested>,
    pub waiting: Option<Waiting>,
    /// The chosen row shall get the focus.
    pub follow: bool,
}

impl std::fmt::Debug for AccountsPlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccountsPlace").field("chosen", &self.chosen).finish_non_exhaustive()
    }
}

impl AccountsPlace {
    /// The account that the inspector is about: the chosen one while it is there, else the first that needs somebody,
    /// else the first.
    pub fn shown<'s>(&self, snapshot: &'s Snapshot) -> Option<&'s AccountHealth> {
        let accounts = &snapshot.accounts;
        let chosen = accounts.iter().find(|account| Some(&account.account) == self.chosen.as_ref());
        chosen.or_else(|| accounts.iter().find(|account| super::words::is_bad(account))).or_else(|| accounts.first())
    }

    /// How the newest test of this account stands.
    pub fn test_of(&self, account: &AccountName) -> Option<&TestState> {
        self.tests.iter().find(|test| test.account == *account).map(|test| &test.state)
    }

    /// Whether this account is being tested.
    pub fn is_testing(&self, account: &AccountName) -> bool {
        matches!(self.test_of(account), Some(TestState::Out(_)))
    }
}

impl KeyForm {
    /// An empty form with the fields that this account needs.
    pub fn of(account: &AccountHealth) -> Self {
        let fields = account.about.fields.iter();
        Self {
            account: account.account.clone(),
            fields: fields
                .map(|field| SecretBox { name: field.name, label: field.label, typed: Secret::with_room() })
                .collect(),
            fault: None,
            focus: true,
        }
    }

    /// Whether every field holds something.
    pub fn is_full(&self) -> bool {
        self.fields.iter().all(|field| !field.typed.expose().trim().is_empty())
    }
}

impl ConnectForm {
    /// An empty form of this vendor.
    pub fn of(form: &VendorForm, snapshot: &Snapshot) -> Self {
        Self {
            vendor: form.vendor,
            name: free_name(form.vendor, snapshot),
            base_url: form.base_url_example.to_owned(),
            fields: form.required.iter().map(|field| (field.key, String::new())).collect(),
            fault: None,
            focus: true,
        }
    }

    /// Whether every field holds something.
    pub fn is_full(&self) -> bool {
        let filled = |text: &String| !text.trim().is_empty();
        filled(&self.name) && filled(&self.base_url) && self.fields.iter().all(|(_, text)| filled(text))
    }
}

/// The vendor's name, with a number where an account is called so already.
fn free_name(vendor: &str, snapshot: &Snapshot) -> String {
    let taken = |name: &str| snapshot.accounts.iter().any(|account| account.account.as_str() == name);
    let numbered = (2..).map(|n| format!("{vendor}-{n}"));
    std::iter::once(vendor.to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
}
