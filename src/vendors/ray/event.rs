//! The vendor's JSON of one fact. `type`, `subType` and the props come from the agents' template and nowhere else: the
//! vendor's list of them is not public (contract section 2), and a guess would be recorded for good.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::user;
use crate::config::AccountSettings;
use crate::domain::Lead;
use crate::domain::recording::{Event, Fact};
use crate::vendors::recording::{self, EventFault};
use crate::vendors::template::{Reading, TemplateField, fill, iso_millis};

/// What has not happened yet cannot be recorded; clocks differ by this much.
pub(super) const FUTURE_SECS: i64 = 300;

/// A template's table, read.
#[derive(Debug, Default)]
pub(super) struct Part {
    kind: Option<String>,
    sub_kind: Option<String>,
    store_id: Option<i64>,
    props: Vec<(String, TemplateField)>,
    user: Vec<(String, TemplateField)>,
}

impl Part {
    /// Reads the table, noting all its faults.
    pub(super) fn read(reading: &mut Reading, table: &toml::Table) -> Self {
        reading.known_keys("", table, &["type", "sub_type", "store_id", "props", "user"]);
        let mut part = Self {
            kind: reading.needed_text(table, "type").map(|text| text.trim().to_owned()),
            sub_kind: reading.needed_text(table, "sub_type").map(|text| text.trim().to_owned()),
            ..Self::default()
        };
        if let Some(found) = table.get("store_id") {
            part.store_id = found.as_integer().filter(|id| *id >= 0);
            if part.store_id.is_none() {
                reading.fault("store_id", "it has to be a whole number", "write the number of the store");
            }
        }
        for (at, prop) in reading.tables(table, "props") {
            let Some(key) = prop.get("key").and_then(toml::Value::as_str).filter(|key| !key.trim().is_empty()) else {
                reading.fault(at, "a prop has no `key`", "add key = \"…\", as the vendor calls it");
                continue;
            };
            if part.props.iter().any(|(other, _)| other == key) {
                reading.fault(&at, "two props have the same `key`, and only one could be sent", "remove one");
            }
            let field = reading.field(&at, prop, &["key"]);
            part.props.extend(field.map(|field| (key.to_owned(), field)));
        }
        part.user = user::fields(reading, table);
        part
    }
}

impl recording::Part for Part {
    fn fields(&self) -> Vec<&TemplateField> {
        self.props.iter().chain(&self.user).map(|(_, field)| field).collect()
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
        let kind = self.kind.clone().filter(|kind| !kind.is_empty());
        let sub_kind = self.sub_kind.clone().filter(|kind| !kind.is_empty());
        if kind.is_none() || sub_kind.is_none() {
            faults.push(whole(
                "This template has no type or no subType for RAY, and they are never guessed. Ask the vendor's support for its list and add them to the template.",
            ));
        }
        let store_id = self.store_id.or_else(|| account.options.get("store_id").and_then(toml::Value::as_integer));
        if store_id.is_none() {
            faults.push(whole("RAY needs a store. Set store_id on the account or in the template."));
        }
        if fact.happened_at.as_second() > now.as_second() + FUTURE_SECS {
            faults.push(whole("This is said to have happened in the future. Correct the time, then record it."));
        }
        let mut props = Map::new();
        for (key, field) in &self.props {
            match fill(field, fact, lead) {
                Ok(Some(value)) => {
                    props.insert(key.clone(), value.to_json());
                }
                Ok(None) => {}
                Err(fault) => faults.push(fault),
            }
        }
        let user = user::user(&self.user, fact, lead, &mut faults);
        if !faults.is_empty() {
            return Err(faults);
        }
        let body = json!({
            "type": kind,
            "subType": sub_kind,
            "customProps": Value::Object(props),
            "storeId": store_id,
            "source": "OTHER",
            "timestamp": iso_millis(fact.happened_at),
            "user": Value::Object(user),
        });
        Ok(Event { body: body.to_string(), happened_at: fact.happened_at, way: String::new(), subject: None })
    }
}
