//! Walks the file section by section: accounts, me, agents, network, templates.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{Problem, syntax};
use super::reader::Reader;
use super::{AccountSettings, Config, Network, Proxy, Template, account, address, value};
use crate::vendors::{REGISTRY, find};

const SECTIONS: &[&str] = &["account", "me", "agents", "network", "template"];

/// Reads the whole text.
///
/// # Errors
///
/// As [`Config::read`].
pub(super) fn read_all(text: &str) -> Result<Config, Vec<Problem>> {
    let root = DeTable::parse(text).map_err(|fault| vec![syntax(text, fault.span(), fault.message())])?;
    let mut reader = Reader::new(text);
    let mut config = Config::default();
    let mut templates = Vec::new();
    for (key, found) in root.get_ref() {
        match key.get_ref().as_ref() {
            "account" => {
                for (span, table) in tables(&mut reader, "account", found) {
                    read_account(&mut reader, &mut config.accounts, span, table);
                }
            }
            "me" => config.my_name = read_me(&mut reader, found),
            "agents" => read_agents(&mut reader, &mut config, found),
            "network" => config.network = read_network(&mut reader, found),
            "template" => templates = tables(&mut reader, "template", found),
            other => reader.unknown_key(key.span(), other, "the file", None, SECTIONS),
        }
    }
    // After the accounts, wherever they stand: a template is checked against them.
    for (span, table) in templates {
        read_template(&mut reader, &mut config, span, table);
    }
    let (problems, failed) = reader.finish();
    if failed {
        return Err(problems);
    }
    config.warnings = problems;
    Ok(config)
}

/// The tables of a `[[key]]` section.
fn tables<'v, 't>(
    reader: &mut Reader<'_>,
    key: &str,
    found: &'v Spanned<DeValue<'t>>,
) -> Vec<(Range<usize>, &'v DeTable<'t>)> {
    let hint = format!("write each one under a line [[{key}]], in double brackets");
    let Some(items) = found.get_ref().as_array() else {
        reader.error(found.span(), format!("`{key}` has to be a list of tables"), hint);
        return Vec::new();
    };
    let mut out = Vec::new();
    for item in items {
        match item.get_ref().as_table() {
            Some(table) => out.push((item.span(), table)),
            None => reader.error(item.span(), format!("`{key}` has to be a list of tables"), hint.clone()),
        }
    }
    out
}

/// The table of a `[key]` section.
fn table<'v, 't>(reader: &mut Reader<'_>, key: &str, found: &'v Spanned<DeValue<'t>>) -> Option<&'v DeTable<'t>> {
    let table = found.get_ref().as_table();
    if table.is_none() {
        reader.error(found.span(), format!("`{key}` has to be one table"), format!("write it under a line [{key}]"));
    }
    table
}

fn read_account(reader: &mut Reader<'_>, accounts: &mut Vec<AccountSettings>, span: Range<usize>, table: &DeTable<'_>) {
    let Some(account) = account::read(reader, span.clone(), table) else { return };
    if accounts.iter().any(|other| other.name == account.name) {
        let at = table.get("name").map_or(span, Spanned::span);
        let message = "two accounts have the same `name`, and the keychain item hangs off it";
        return reader.error(at, message, "give this one another name");
    }
    accounts.push(account);
}

fn read_me(reader: &mut Reader<'_>, found: &Spanned<DeValue<'_>>) -> Option<String> {
    let table = table(reader, "me", found)?;
    let mut name = None;
    for (key, found) in table {
        match key.get_ref().as_ref() {
            "name" => name = value::text(reader, "name", found).filter(|name| !name.is_empty()).map(str::to_owned),
            other => reader.unknown_key(key.span(), other, "[me]", None, &["name"]),
        }
    }
    name
}

fn read_agents(reader: &mut Reader<'_>, config: &mut Config, found: &Spanned<DeValue<'_>>) {
    let Some(table) = table(reader, "agents", found) else { return };
    for (id, name) in table {
        if let Some(name) = value::text(reader, "agents", name) {
            config.agents.insert(id.get_ref().as_ref().into(), name.to_owned());
        }
    }
}

fn read_network(reader: &mut Reader<'_>, found: &Spanned<DeValue<'_>>) -> Network {
    let mut network = Network::default();
    let Some(table) = table(reader, "network", found) else { return network };
    for (key, found) in table {
        match key.get_ref().as_ref() {
            "ca_file" => {
                let path = value::text(reader, "ca_file", found).filter(|path| !path.is_empty());
                network.ca_file = path.map(PathBuf::from);
                if network.ca_file.as_ref().is_some_and(|path| path.is_relative()) {
                    let message = "`ca_file` is relative, and nobody can say to which folder";
                    reader.error(found.span(), message, "write the whole path");
                }
            }
            "proxy" => match value::text(reader, "proxy", found) {
                None | Some("system" | "") => {}
                Some("none") => network.proxy = Proxy::None,
                Some(text) => match address::checked_proxy(text) {
                    Ok(address) => network.proxy = Proxy::Address(address),
                    Err((why, what_now)) => reader.error(found.span(), format!("`proxy` {why}"), what_now),
                },
            },
            other => reader.unknown_key(key.span(), other, "[network]", None, &["ca_file", "proxy"]),
        }
    }
    network
}

fn read_template(reader: &mut Reader<'_>, config: &mut Config, span: Range<usize>, table: &DeTable<'_>) {
    let mut name = None;
    let mut parts = BTreeMap::new();
    let known: Vec<_> = std::iter::once("name").chain(REGISTRY.iter().map(|spec| spec.name.as_str())).collect();
    for (key, found) in table {
        let word = key.get_ref().as_ref();
        if word == "name" {
            name = value::text(reader, "name", found).filter(|name| !name.is_empty());
        } else if let Some(spec) = find(word) {
            let Some(inner) = found.get_ref().as_table() else {
                let message = format!("`{word}` of a template has to be a table");
                reader.error(found.span(), message, format!("write it under a line [template.{word}]"));
                continue;
            };
            if !config.accounts.iter().any(|account| account.vendor == spec.name) {
                let message = format!("this template records into {}, and no account of it is set up", spec.title);
                reader.warning(key.span(), message, "add an [[account]] for it, or remove this part");
            }
            parts.insert(spec.name, value::plain_table(reader, inner));
        } else {
            reader.unknown_key(key.span(), word, "a template", None, &known);
        }
    }
    match name {
        None => reader.error(span, "a template lacks `name`, which agents choose it by", "add it"),
        Some(name) if config.templates.iter().any(|other| other.name == name) => {
            reader.error(span, "two templates have the same `name`", "give one of them another name");
        }
        Some(name) => config.templates.push(Template { name: name.to_owned(), parts }),
    }
}
