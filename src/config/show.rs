//! Prints the effective settings, and the commented file that a first start writes.

use toml::{Table, Value};

use super::{AccountSettings, Config, Proxy};
use crate::vendors::{REGISTRY, VendorSpec};

const FIRST_TEXT_HEAD: &str = "\
# Settings of Leadline. Comments are kept when the window changes something.
# No token, key or password is accepted here: those go into the system's keychain with
#     leadline credential set ACCOUNT
# `leadline config check` says whether this file is right, `leadline config show` what it means.
# Remove the `# ` in front of what you need; lines with `##` only explain.
#
## Accounts: one [[account]] for each bot or service, as many as you like. `name` is yours to choose; the keychain item
## hangs off it. Keys that may stand in any account: requests_per_second, timeout_secs, sync_every_secs, me.
";

const FIRST_TEXT_TAIL: &str = r#"
## Who you are: stands beside what you change. Your id at each bot is `me` of its account.
# [me]
# name = "Mira Tan"

## Your colleagues: the id that the bot has for them, and what you call them. Nothing of it is sent anywhere.
# [agents]
# "631aa793bcfa100487d13d0d" = "Mira Tan"

## How the network is reached.
# [network]
# ca_file = ""                    # a PEM file of further certificate authorities
# proxy = "system"                # or "none", "http://host:port"

## What agents may record into other systems: one [[template]] each, with a table [template.VENDOR] for every vendor
## that takes it.
# [[template]]
# name = "Phone call"
"#;

/// The text of a new settings file: everything in it is a comment.
pub fn first_text() -> String {
    let mut text = FIRST_TEXT_HEAD.to_owned();
    for spec in REGISTRY {
        text.push('\n');
        text.push_str(&format!("## {}. {}\n", spec.title, credential_words(spec)));
        for line in spec.sample.lines() {
            text.push_str("# ");
            text.push_str(line);
            text.push('\n');
        }
    }
    text + FIRST_TEXT_TAIL
}

/// Which credential an account of that vendor needs, in words.
fn credential_words(spec: &VendorSpec) -> String {
    let mut ways: Vec<Option<&str>> = spec.credentials.iter().map(|field| field.when_auth).collect();
    ways.dedup();
    let ways: Vec<String> = ways
        .into_iter()
        .map(|auth| {
            let fields: Vec<_> = spec.credentials.iter().filter(|field| field.when_auth == auth).collect();
            let names = fields.iter().map(|field| field.name).collect::<Vec<_>>().join(" and ");
            auth.map_or_else(|| names.clone(), |auth| format!("{names} (auth = \"{auth}\")"))
        })
        .collect();
    format!("Its credential, for the keychain: {}.", ways.join(", or "))
}

impl Config {
    /// What is in effect, defaults included, as TOML. There is no secret to leave out: none is accepted.
    pub fn show(&self) -> String {
        let mut root = Table::new();
        let accounts: Vec<Value> = self.accounts.iter().map(|account| account_table(account).into()).collect();
        if !accounts.is_empty() {
            root.insert("account".into(), accounts.into());
        }
        if let Some(name) = &self.my_name {
            root.insert("me".into(), Table::from_iter([("name".to_owned(), Value::from(name.as_str()))]).into());
        }
        if !self.agents.is_empty() {
            let agents = self.agents.iter().map(|(id, name)| (id.to_string(), Value::from(name.as_str())));
            root.insert("agents".into(), agents.collect::<Table>().into());
        }
        let mut network = Table::new();
        if let Some(path) = &self.network.ca_file {
            network.insert("ca_file".into(), path.to_string_lossy().into_owned().into());
        }
        let proxy = match &self.network.proxy {
            Proxy::System => "system",
            Proxy::None => "none",
            Proxy::Address(address) => address,
        };
        network.insert("proxy".into(), proxy.into());
        root.insert("network".into(), network.into());
        let templates: Vec<Value> = self.templates.iter().map(template_value).collect();
        if !templates.is_empty() {
            root.insert("template".into(), templates.into());
        }
        root.to_string()
    }
}

fn account_table(account: &AccountSettings) -> Table {
    let secs = |duration: std::time::Duration| Value::Integer(i64::try_from(duration.as_secs()).unwrap_or(i64::MAX));
    let mut table = Table::new();
    table.insert("name".into(), account.name.as_str().into());
    table.insert("vendor".into(), account.vendor.as_str().into());
    table.insert("base_url".into(), account.base_url.as_str().into());
    table.insert("requests_per_second".into(), account.requests_per_second.into());
    table.insert("timeout_secs".into(), secs(account.timeout));
    table.insert("sync_every_secs".into(), secs(account.sync_every));
    if let Some(me) = &account.me {
        table.insert("me".into(), me.as_str().into());
    }
    table.extend(account.options.clone());
    table
}

fn template_value(template: &super::Template) -> Value {
    let mut table = Table::from_iter([("name".to_owned(), Value::from(template.name.as_str()))]);
    table.extend(template.parts.iter().map(|(vendor, part)| (vendor.to_string(), Value::from(part.clone()))));
    table.into()
}
