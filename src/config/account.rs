//! One `[[account]]`: the keys every account has, and the vendor's own.

use std::ops::Range;
use std::time::Duration;

use toml::de::DeTable;

use super::reader::{Reader, listed};
use super::{address, value};
use crate::domain::ids::{AccountName, AgentId};
use crate::vendors::{REGISTRY, VendorName, VendorSpec, find};

/// The keys every account may have.
const COMMON: &[&str] = &["name", "vendor", "base_url", "requests_per_second", "timeout_secs", "sync_every_secs", "me"];

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);
const DEFAULT_SYNC_EVERY: Duration = Duration::from_secs(60);

/// What one account is set to, defaults filled in; nothing in it is secret.
#[derive(Clone, Debug, PartialEq)]
pub struct AccountSettings {
    /// Unique in the profile; the keychain item hangs off it.
    pub name: AccountName,
    /// Whose account it is.
    pub vendor: VendorName,
    /// https, or http on loopback; no trailing slash, no credentials, no query.
    pub base_url: String,
    /// The pace of requests; 0 is unpaced and allowed on loopback only.
    pub requests_per_second: f64,
    /// For one whole request.
    pub timeout: Duration,
    /// The pause between two looks for news.
    pub sync_every: Duration,
    /// My own agent id there.
    pub me: Option<AgentId>,
    /// The vendor's own keys, checked against its `spec.rs`, defaults filled in.
    pub options: toml::Table,
}

impl AccountSettings {
    /// Settings of an account that nobody can be asked for: for reading what is stored of one that is gone.
    pub fn unreachable(name: AccountName, vendor: VendorName) -> Self {
        Self {
            name,
            vendor,
            base_url: String::new(),
            requests_per_second: 0.0,
            timeout: DEFAULT_TIMEOUT,
            sync_every: DEFAULT_SYNC_EVERY,
            me: None,
            options: toml::Table::new(),
        }
    }

    /// The way of signing in that was chosen; empty where the vendor has one way only.
    pub fn auth(&self) -> &str {
        self.option("auth").unwrap_or_default()
    }

    /// A text option of the vendor.
    pub fn option(&self, key: &str) -> Option<&str> {
        self.options.get(key)?.as_str()
    }

    /// Whose data it leads to, in one line: vendor, address and the settings that the vendor's `spec.rs` names for
    /// it. What was wished under one identity is never sent under another, whatever the account is called.
    pub fn identity(&self) -> String {
        let spec = self.spec();
        // The host counts, not the path: a gateway may move its interface without becoming somebody else.
        let host = self.base_url.split_once("://").map_or(self.base_url.as_str(), |(_, rest)| rest);
        let host = host.split('/').next().unwrap_or(host);
        let mut line = format!("{} {}", spec.name, host.to_ascii_lowercase());
        for key in spec.identity {
            let value = self.options.get(*key).map(ToString::to_string).unwrap_or_default();
            line.push_str(&format!(" {key}={value}"));
        }
        line
    }

    /// True where the account leads to this very machine: a sandbox or a test.
    pub fn is_loopback(&self) -> bool {
        address::is_loopback(&self.base_url)
    }

    /// The registry's entry of the vendor.
    ///
    /// # Panics
    ///
    /// Never: only the registry makes a [`VendorName`].
    #[allow(clippy::expect_used, reason = "only the registry makes a VendorName")]
    pub fn spec(&self) -> &'static VendorSpec {
        find(self.vendor.as_str()).expect("only the registry makes a VendorName")
    }
}

/// Reads one account; `None` where it cannot be used.
pub(super) fn read(reader: &mut Reader<'_>, span: Range<usize>, table: &DeTable<'_>) -> Option<AccountSettings> {
    let name = table.get("name").and_then(|found| checked_name(reader, found));
    if !table.contains_key("name") {
        reader.error(span.clone(), "an account lacks `name`, which its keychain item hangs off", "add it");
    }
    let spec = read_vendor(reader, span.clone(), table);
    let settings = spec.map_or(&[][..], |spec| spec.settings);
    let owner = spec.map_or_else(|| "an account".to_owned(), |spec| format!("an account of {}", spec.title));
    let options = match spec {
        Some(_) => value::table(reader, &owner, name.as_deref(), span.clone(), table, settings, COMMON),
        None => {
            refuse_credentials(reader, name.as_deref(), table);
            toml::Table::new()
        }
    };
    let base_url = read_base_url(reader, span, table, spec);
    let pace = read_pace(reader, table, spec, base_url.as_deref());
    let timeout = read_secs(reader, table, "timeout_secs", 1..=600, DEFAULT_TIMEOUT);
    let sync_every = read_secs(reader, table, "sync_every_secs", 1..=86_400, DEFAULT_SYNC_EVERY);
    let me = table.get("me").and_then(|found| value::text(reader, "me", found));
    let me = me.filter(|id| !id.is_empty()).map(AgentId::from);
    Some(AccountSettings {
        name: name?.into(),
        vendor: spec?.name,
        base_url: base_url?,
        requests_per_second: pace?,
        timeout: timeout?,
        sync_every: sync_every?,
        me,
        options,
    })
}

/// A name goes into command lines and keychain items, so it is a plain word.
fn checked_name(reader: &mut Reader<'_>, found: &value::Value<'_>) -> Option<String> {
    let name = value::text(reader, "name", found)?;
    let plain = name.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c));
    if plain && (1..=64).contains(&name.chars().count()) {
        return Some(name.to_owned());
    }
    let message = "`name` is not a plain word, and it has to stand in command lines and keychain items";
    reader.error(found.span(), message, "use 1 to 64 letters, digits, `-`, `_` or `.`");
    None
}

fn read_vendor(reader: &mut Reader<'_>, span: Range<usize>, table: &DeTable<'_>) -> Option<&'static VendorSpec> {
    let names: Vec<_> = REGISTRY.iter().map(|spec| spec.name.as_str()).collect();
    let Some(found) = table.get("vendor") else {
        reader.error(span, "an account lacks `vendor`", format!("add it: one of {}", listed(&names, "or")));
        return None;
    };
    let text = value::text(reader, "vendor", found)?;
    let spec = find(text);
    if spec.is_none() {
        let hint = super::problem::nearest(text, names.iter().copied())
            .map_or_else(|| format!("known are {}", listed(&names, "and")), |name| format!("did you mean \"{name}\"?"));
        reader.error(found.span(), "`vendor` names nobody Leadline can speak to", hint);
    }
    spec
}

/// Without a vendor the keys cannot be checked, but a credential is one whatever the vendor.
fn refuse_credentials(reader: &mut Reader<'_>, account: Option<&str>, table: &DeTable<'_>) {
    for (key, _) in table.iter().filter(|(key, _)| super::refuse::is_credential(key.get_ref())) {
        reader.unknown_key(key.span(), key.get_ref(), "an account", account, COMMON);
    }
}

fn read_base_url(
    reader: &mut Reader<'_>,
    span: Range<usize>,
    table: &DeTable<'_>,
    spec: Option<&VendorSpec>,
) -> Option<String> {
    if let Some(found) = table.get("base_url") {
        return value::web_address(reader, "base_url", found);
    }
    let example = spec.map_or("https://host", |spec| spec.base_url_example);
    let message = "an account lacks `base_url`, the address of the vendor's interface";
    reader.error(span, message, format!("add it, for example base_url = \"{example}\""));
    None
}

fn read_pace(
    reader: &mut Reader<'_>,
    table: &DeTable<'_>,
    spec: Option<&VendorSpec>,
    base_url: Option<&str>,
) -> Option<f64> {
    let key = "requests_per_second";
    let Some(found) = table.get(key) else { return spec.map(|spec| spec.requests_per_second) };
    let pace = value::number(reader, key, found)?;
    // An address that is itself refused says nothing about where it leads: one problem is enough.
    if pace == 0.0 && base_url.is_some_and(|base_url| !address::is_loopback(base_url)) {
        let message = format!("`{key}` is 0, which means unpaced, and that is for addresses on this machine only");
        let usual = spec.map_or(1.0, |spec| spec.requests_per_second);
        reader.error(found.span(), message, format!("write a pace above 0; this vendor's usual one is {usual}"));
        return None;
    }
    if pace > 1000.0 {
        reader.error(found.span(), format!("`{key}` is out of range"), "write a number up to 1000");
        return None;
    }
    Some(pace)
}

fn read_secs(
    reader: &mut Reader<'_>,
    table: &DeTable<'_>,
    key: &str,
    range: std::ops::RangeInclusive<i64>,
    default: Duration,
) -> Option<Duration> {
    let Some(found) = table.get(key) else { return Some(default) };
    let secs = value::whole(reader, key, range, found)?;
    u64::try_from(secs).ok().map(Duration::from_secs)
}
