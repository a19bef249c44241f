//! The vendor's JSON of one fact, as a live call takes it (contract section 2.2).

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::config::AccountSettings;
use crate::domain::recording::{Event, Fact, Subject};
use crate::domain::{Lead, phone};
use crate::vendors::recording::{self, EventFault};
use crate::vendors::template::{Reading, TemplateField, fill};

/// What has not happened yet cannot be recorded; clocks differ by this much.
const FUTURE_SECS: i64 = 300;

/// How the vendor calls a customer's key that the account gives no name.
const KEY_NAME: &str = "customerkey";

/// A template's table, read.
#[derive(Debug, Default)]
pub(super) struct Part {
    path: String,
    way: String,
    properties: Vec<(String, TemplateField)>,
}

impl Part {
    /// Reads the table, noting all its faults.
    pub(super) fn read(reading: &mut Reading, table: &toml::Table) -> Self {
        reading.known_keys("", table, &["path", "send", "properties"]);
        let path = reading.text(table, "path").unwrap_or("/").trim();
        if !path.starts_with('/') || path.contains(char::is_whitespace) {
            // An address that nobody configured is taken without effect, so a slip would never be seen.
            reading.fault("path", "it is no path of an interaction", "begin it with /, as it is configured in MXO");
        }
        let way = reading.text(table, "send").unwrap_or("post");
        if !matches!(way, "post" | "put") {
            reading.fault("send", "nobody knows this way", "use post, or put for an update without an answer");
        }
        let mut properties: Vec<(String, TemplateField)> = Vec::new();
        for (at, property) in reading.tables(table, "properties") {
            let Some(name) = property.get("name").and_then(toml::Value::as_str).filter(|name| !name.trim().is_empty())
            else {
                reading.fault(at, "a property has no `name`", "add name = \"…\", as it is configured in MXO");
                continue;
            };
            if properties.iter().any(|(other, _)| other == name) {
                reading.fault(&at, "two properties have the same `name`", "remove one");
            }
            let field = reading.field(&at, property, &["name"]);
            properties.extend(field.map(|field| (name.to_owned(), field)));
        }
        Self { path: path.to_owned(), way: way.to_owned(), properties }
    }
}

impl recording::Part for Part {
    fn fields(&self) -> Vec<&TemplateField> {
        self.properties.iter().map(|(_, field)| field).collect()
    }

    fn event(
        &self,
        account: &AccountSettings,
        fact: &Fact,
        lead: &Lead,
        now: Timestamp,
    ) -> Result<Event, Vec<EventFault>> {
        let mut faults = Vec::new();
        let whole = |why: &str| EventFault { input: None, why: why.to_owned() };
        if fact.happened_at.as_second() > now.as_second() + FUTURE_SECS {
            faults.push(whole("This is said to have happened in the future. Correct the time, then record it."));
        }
        let touchpoint = account.option("touchpoint").unwrap_or_default().trim_end_matches('/');
        let address = format!("{touchpoint}{}", self.path);
        if touchpoint.is_empty() || !self.path.starts_with('/') {
            faults.push(whole("MXO needs the whole address of the touchpoint. Set touchpoint on the account."));
        }
        let mut body = Map::new();
        match account.option("address_field").unwrap_or("both") {
            "uri" => drop(body.insert("uri".to_owned(), json!(address))),
            "url" => drop(body.insert("url".to_owned(), json!(address))),
            _ => {
                body.insert("url".to_owned(), json!(address));
                body.insert("uri".to_owned(), json!(address));
            }
        }
        let name = account.option("customer_key_name").map(str::trim).filter(|name| !name.is_empty());
        let key = customer_key(account, lead);
        if let Some(key) = &key {
            body.insert("customerKey".to_owned(), json!(key));
            if let Some(name) = name {
                body.insert("customerKeyName".to_owned(), json!(name));
            }
        }
        let mut properties = Vec::new();
        for (name, field) in &self.properties {
            match fill(field, fact, lead) {
                // Values are texts, whatever they were.
                Ok(Some(value)) => properties.push(json!({ "name": name, "value": value.to_text() })),
                Ok(None) => {}
                Err(fault) => faults.push(fault),
            }
        }
        if !properties.is_empty() {
            body.insert("properties".to_owned(), Value::Array(properties));
        }
        body.insert("device".to_owned(), device());
        if !faults.is_empty() {
            return Err(faults);
        }
        let space = account.option("site_key").unwrap_or_default().to_owned();
        let subject = match key {
            Some(value) => Subject { space, name: name.unwrap_or(KEY_NAME).to_owned(), value },
            // Nobody in particular, but the same nobody next time.
            None => Subject { space, name: String::new(), value: format!("{}/{}", lead.account, lead.remote_id) },
        };
        Ok(Event {
            body: Value::Object(body).to_string(),
            happened_at: fact.happened_at,
            way: self.way.clone(),
            subject: Some(subject),
        })
    }
}

/// The value that MXO knows the customer by, from where the settings say.
fn customer_key(account: &AccountSettings, lead: &Lead) -> Option<String> {
    let plain = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    match account.option("customer_key").unwrap_or("email") {
        "email" => plain(lead.email.as_deref()?),
        "phone" => {
            let number = phone::international(lead.dial_code.as_deref(), lead.phone.as_deref()?)?;
            Some(format!("+{number}"))
        }
        other => {
            let key = other.strip_prefix("attribute:")?;
            plain(&lead.attributes.iter().find(|attribute| attribute.key == key)?.value)
        }
    }
}

/// This program, as the vendor's samples name devices; nothing about the computer's owner.
fn device() -> Value {
    let system = match std::env::consts::OS {
        "linux" => "Linux",
        "macos" => "macOS",
        "windows" => "Windows",
        other => other,
    };
    json!({ "appName": "Leadline", "appVer": env!("CARGO_PKG_VERSION"), "osName": system })
}
