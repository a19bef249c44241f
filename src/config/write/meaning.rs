//! What a settings file means as plain TOML, and what an edit makes of that: the measure every edited text is held to.

use toml::{Table, Value};

use super::{Edit, WriteFault, account, not_toml, template};
use crate::config::Template;
use crate::domain::ids::AccountName;

/// The meaning of a text.
///
/// # Errors
///
/// [`WriteFault::NotToml`].
pub(super) fn of(text: &str) -> Result<Table, WriteFault> {
    text.parse().map_err(|fault| not_toml(text, &fault))
}

/// Makes the edit in the meaning; false where it already was so.
///
/// # Errors
///
/// An account that is not there, or is already, or a section that is no table.
pub(super) fn apply(root: &mut Table, edit: &Edit) -> Result<bool, WriteFault> {
    let before = root.clone();
    match edit {
        Edit::SetAccountKey { account, key, value } => {
            account_of(root, account)?.insert(key.clone(), value.clone());
        }
        Edit::RemoveAccountKey { account, key } => {
            account_of(root, account)?.remove(key);
        }
        Edit::AddAccount(new) => {
            if account_of(root, &new.name).is_ok() {
                return Err(WriteFault::AccountExists(new.name.clone()));
            }
            let accounts = root.entry("account").or_insert_with(|| Value::Array(Vec::new()));
            accounts.as_array_mut().ok_or_else(|| super::form(edit))?.push(Value::Table(account::meaning(new)));
        }
        Edit::RemoveAccount(name) => {
            account_of(root, name)?;
            if let Some(accounts) = root.get_mut("account").and_then(Value::as_array_mut) {
                accounts.retain(|account| !is_named(account, name));
                if accounts.is_empty() {
                    root.remove("account");
                }
            }
        }
        Edit::PutTemplate { instead_of, template } => put_template(root, instead_of.as_deref(), template, edit)?,
        Edit::RemoveTemplate(name) => {
            template::of(root, name)?;
            if let Some(templates) = root.get_mut("template").and_then(Value::as_array_mut) {
                templates.retain(|found| !template::is_named(found, name));
                if templates.is_empty() {
                    root.remove("template");
                }
            }
        }
        Edit::SetMyName(name) => set(root, "me", "name", name.as_deref(), edit)?,
        Edit::SetAgent { id, name } => set(root, "agents", id.as_str(), Some(name), edit)?,
        Edit::RemoveAgent(id) => set(root, "agents", id.as_str(), None, edit)?,
        Edit::SetNetwork { key, value } => set(root, "network", key, value.as_deref(), edit)?,
    }
    Ok(*root != before)
}

fn put_template(
    root: &mut Table,
    instead_of: Option<&str>,
    template: &Template,
    edit: &Edit,
) -> Result<(), WriteFault> {
    if instead_of != Some(template.name.as_str()) && template::of(root, &template.name).is_ok() {
        return Err(WriteFault::TemplateExists(template.name.clone()));
    }
    if let Some(name) = instead_of {
        *template::of(root, name)? = template::meaning(template);
        return Ok(());
    }
    let templates = root.entry("template").or_insert_with(|| Value::Array(Vec::new()));
    let templates = templates.as_array_mut().ok_or_else(|| super::form(edit))?;
    templates.push(Value::Table(template::meaning(template)));
    Ok(())
}

fn set(root: &mut Table, section: &str, key: &str, value: Option<&str>, edit: &Edit) -> Result<(), WriteFault> {
    let Some(value) = value else {
        if let Some(section) = root.get_mut(section) {
            section.as_table_mut().ok_or_else(|| super::form(edit))?.remove(key);
        }
        return Ok(());
    };
    let section = root.entry(section).or_insert_with(|| Value::Table(Table::new()));
    section.as_table_mut().ok_or_else(|| super::form(edit))?.insert(key.to_owned(), value.into());
    Ok(())
}

fn account_of<'r>(root: &'r mut Table, name: &AccountName) -> Result<&'r mut Table, WriteFault> {
    let accounts = root.get_mut("account").and_then(Value::as_array_mut);
    let found = accounts.and_then(|accounts| accounts.iter_mut().find(|account| is_named(account, name)));
    found.and_then(Value::as_table_mut).ok_or_else(|| WriteFault::NoSuchAccount(name.clone()))
}

fn is_named(account: &Value, name: &AccountName) -> bool {
    account.get("name").and_then(Value::as_str) == Some(name.as_str())
}
