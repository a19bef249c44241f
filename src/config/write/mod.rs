//! Edits of the settings file that leave the rest of it as its owner wrote it, to the byte.
//!
//! An edit is a pure function from text to text ([`edited`]): the parser says where a value, a key or a table stands, and
//! only that place is replaced ([`splice`]). What comes out is read again and must mean exactly what the edit says and
//! nothing else, so a file written in a form that this cannot edit (a whole account on one line, say) is refused in words
//! and never damaged. [`mod@file`] applies edits to the file on disk.
//!
//! What stays and what goes: everything outside the edited place stays. A line that is removed takes the comment on that
//! same line with it; comment lines above it stay. An account that is removed takes what stands between its header and
//! the next blank line or header after its last key; comment lines above its header stay.
//!
//! No credential can be written: a key that looks like one is refused before, and the check that every result has to
//! pass ([`Config::parse`]) refuses it again.

mod account;
mod file;
mod meaning;
mod place;
mod splice;
mod template;

#[cfg(test)]
mod tests;

pub use account::NewAccount;
pub use file::SettingsFile;

use super::problem::{Problem, syntax};
use super::{Config, Template, refuse};
use crate::domain::ids::{AccountName, AgentId};
use crate::paths::PathError;

/// One wish about the settings file.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Gives a key of an account (`base_url`, `me`, or one of the vendor's own) this value.
    SetAccountKey {
        /// Whose key.
        account: AccountName,
        /// The key as the file spells it.
        key: String,
        /// Its new value.
        value: toml::Value,
    },
    /// Takes a key of an account away, so that its default holds; nothing when it is not there.
    RemoveAccountKey {
        /// Whose key.
        account: AccountName,
        /// The key as the file spells it.
        key: String,
    },
    /// Adds an account, after the last one.
    AddAccount(NewAccount),
    /// Removes an account.
    RemoveAccount(AccountName),
    /// Adds a template after the last one, or puts it in the place of the one called `instead_of`; what is the same in
    /// both stays as it is written.
    PutTemplate {
        /// What the template was called; `None` for a new one.
        instead_of: Option<String>,
        /// As it shall be.
        template: Template,
    },
    /// Removes a template.
    RemoveTemplate(String),
    /// `[me] name`; `None` takes it away.
    SetMyName(Option<String>),
    /// Adds a colleague to `[agents]`, or gives one that is there this name.
    SetAgent {
        /// The agent's id at the vendor.
        id: AgentId,
        /// What to call them.
        name: String,
    },
    /// Takes a colleague out of `[agents]`; nothing when they are not there.
    RemoveAgent(AgentId),
    /// `[network] ca_file` or `proxy`; `None` takes it away.
    SetNetwork {
        /// The key as the file spells it.
        key: &'static str,
        /// Its new value.
        value: Option<String>,
    },
}

/// Why the settings file was not written. In every case the file on disk is what it was.
#[derive(Debug, thiserror::Error)]
pub enum WriteFault {
    /// The file is not TOML, so nobody can say where anything stands in it.
    #[error("The settings file is not rewritten, because it is not TOML: {0}. Mend it by hand, then try again.")]
    NotToml(Problem),
    /// The file is whole, but would not be right after the edit (or was not right before it).
    #[error("The settings file was not changed, because it would not be right afterwards:{}", lines(.0))]
    NotRight(Vec<Problem>),
    /// An edit of an account that is not in the file.
    #[error(
        "The settings file has no account `{0}`, so nothing was changed. It may have been removed or renamed by hand; \
         restart Leadline to read the file again."
    )]
    NoSuchAccount(AccountName),
    /// A new account with the name of another.
    #[error("The settings file has an account `{0}` already, so nothing was changed. Choose another name.")]
    AccountExists(AccountName),
    /// An edit of a template that is not in the file.
    #[error(
        "The settings file has no template “{0}”, so nothing was changed. It may have been removed or renamed by hand; \
         restart Leadline to read the file again."
    )]
    NoSuchTemplate(String),
    /// A template with the name of another.
    #[error("The settings file has a template “{0}” already, so nothing was changed. Choose another name.")]
    TemplateExists(String),
    /// A key that belongs into the keychain.
    #[error("The settings file was not changed: {0}.")]
    Credential(String),
    /// What is to be changed is written in a form that is not edited here.
    #[error(
        "The settings file was not changed: {what} is written there in a form that Leadline does not edit. Change it by \
         hand, or write it as `leadline config show` does."
    )]
    Form {
        /// What was to be changed: a key or a section, never a value.
        what: String,
    },
    /// Somebody else wrote to the file after it was read.
    #[error(
        "The settings file was changed by somebody else since Leadline read it, so nothing was written over it. Restart \
         Leadline to read it again, then repeat the change."
    )]
    ChangedOnDisk,
    /// The file cannot be read or replaced.
    #[error(transparent)]
    Path(#[from] PathError),
}

fn lines(problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("\n  {problem}")).collect()
}

/// The text after `edits`, in their order; everything they do not speak of is as it was, to the byte.
///
/// # Errors
///
/// All but [`WriteFault::ChangedOnDisk`] and [`WriteFault::Path`].
pub fn edited(text: &str, edits: &[Edit]) -> Result<String, WriteFault> {
    let (mark, mut text) = match text.strip_prefix('\u{feff}') {
        Some(rest) => ("\u{feff}", rest.to_owned()),
        None => ("", text.to_owned()),
    };
    for edit in edits {
        text = one(&text, edit)?;
    }
    Config::parse(&text).map_err(WriteFault::NotRight)?;
    Ok(format!("{mark}{text}"))
}

fn one(text: &str, edit: &Edit) -> Result<String, WriteFault> {
    refuse_credential(edit)?;
    let mut wanted = meaning::of(text)?;
    if !meaning::apply(&mut wanted, edit)? {
        return Ok(text.to_owned());
    }
    let candidates = splice::candidates(text, edit)?;
    candidates.into_iter().find(|text| meaning::of(text).is_ok_and(|found| found == wanted)).ok_or_else(|| form(edit))
}

fn refuse_credential(edit: &Edit) -> Result<(), WriteFault> {
    let (account, keys): (_, Vec<&str>) = match edit {
        Edit::SetAccountKey { account, key, .. } => (account, vec![key]),
        Edit::AddAccount(new) => (&new.name, new.settings.iter().map(|(key, _)| key.as_str()).collect()),
        _ => return Ok(()),
    };
    match keys.into_iter().find(|key| refuse::is_credential(key)) {
        None => Ok(()),
        Some(key) => {
            let (message, what_now) = refuse::sentence(key, Some(account.as_str()));
            Err(WriteFault::Credential(format!("{message}; {what_now}")))
        }
    }
}

fn form(edit: &Edit) -> WriteFault {
    let what = match edit {
        Edit::SetAccountKey { account, key, .. } | Edit::RemoveAccountKey { account, key } => {
            format!("`{key}` of the account `{account}`")
        }
        Edit::AddAccount(_) => "the list of accounts".to_owned(),
        Edit::RemoveAccount(account) => format!("the account `{account}`"),
        Edit::PutTemplate { template, .. } => format!("the template “{}”", template.name),
        Edit::RemoveTemplate(name) => format!("the template “{name}”"),
        Edit::SetMyName(_) => "[me] name".to_owned(),
        Edit::SetAgent { .. } | Edit::RemoveAgent(_) => "[agents]".to_owned(),
        Edit::SetNetwork { key, .. } => format!("[network] {key}"),
    };
    WriteFault::Form { what }
}

fn not_toml(text: &str, fault: &toml::de::Error) -> WriteFault {
    WriteFault::NotToml(syntax(text, fault.span(), fault.message()))
}
