//! The vendor's JSON of one fact (contract section 2).

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::custom::{self, Entry};
use crate::config::AccountSettings;
use crate::domain::recording::{Event, Fact};
use crate::domain::{Lead, email, phone};
use crate::vendors::recording::{self, EventFault};
use crate::vendors::template::{Reading, TemplateField, ValueKind, fill, iso_millis};

/// What has not happened yet cannot be recorded; clocks differ by this much.
const FUTURE_SECS: i64 = 300;

/// A template's table, read.
#[derive(Debug, Default)]
pub(super) struct Part {
    action: Option<String>,
    locale: Option<String>,
    custom: Vec<Entry>,
    products: Vec<Product>,
}

#[derive(Debug)]
struct Product {
    id: Option<TemplateField>,
    custom: Vec<Entry>,
}

impl Part {
    /// Reads the table, noting all its faults.
    pub(super) fn read(reading: &mut Reading, table: &toml::Table) -> Self {
        reading.known_keys("", table, &["action", "locale", "custom", "products"]);
        let action = reading.needed_text(table, "action").map(|text| text.trim().to_owned());
        let locale = reading.text(table, "locale").map(str::to_owned);
        if locale.as_deref().is_some_and(|locale| !is_locale(locale)) {
            reading.fault("locale", "it is no language code", "write two lower-case letters, like en");
        }
        let custom = custom::entries(reading, "", table);
        let mut products = Vec::new();
        for (at, product) in reading.tables(table, "products") {
            reading.known_keys(&at, product, &["id", "custom"]);
            let id = match product.get("id") {
                None => None,
                Some(found) => match found.as_table() {
                    Some(inner) => reading.field(&format!("{at}.id"), inner, &[]).map(|mut field| {
                        // Ids of products are texts, digits or not.
                        field.kind = ValueKind::String;
                        field
                    }),
                    None => {
                        reading.fault(format!("{at}.id"), "it has to be a table", "write { from = \"input\", … }");
                        None
                    }
                },
            };
            products.push(Product { id, custom: custom::entries(reading, &at, product) });
        }
        Self { action, locale, custom, products }
    }
}

impl recording::Part for Part {
    fn fields(&self) -> Vec<&TemplateField> {
        let products = self
            .products
            .iter()
            .flat_map(|product| product.id.iter().chain(product.custom.iter().map(|entry| &entry.field)));
        self.custom.iter().map(|entry| &entry.field).chain(products).collect()
    }

    fn event(
        &self,
        account: &AccountSettings,
        fact: &Fact,
        lead: &Lead,
        now: Timestamp,
    ) -> Result<Event, Vec<EventFault>> {
        let mut faults = Vec::new();
        let whole = |why: String| EventFault { input: None, why };
        if self.action.as_deref().is_none_or(str::is_empty) {
            faults.push(whole("This template has no action for Releva. Name one in the template.".to_owned()));
        }
        if fact.happened_at.as_second() > now.as_second() + FUTURE_SECS {
            faults.push(whole(
                "This is said to have happened in the future. Correct the time, then record it.".to_owned(),
            ));
        }
        let mut event = Map::new();
        identify(account, lead, &mut event, &mut faults);
        event.insert("action".to_owned(), json!(self.action));
        match self.locale.clone().or_else(|| account.option("locale").map(str::to_owned)).or_else(system_locale) {
            Some(locale) if is_locale(&locale) => {
                event.insert("locale".to_owned(), json!(locale));
            }
            _ => faults.push(whole(
                "Releva needs the language of the shop. Set locale on the account, two letters like en.".to_owned(),
            )),
        }
        event.insert("timestamp".to_owned(), json!(iso_millis(fact.happened_at)));
        if let Some(custom) = custom::custom(&self.custom, fact, lead, &mut faults) {
            event.insert("custom".to_owned(), custom);
        }
        let products: Vec<Value> =
            self.products.iter().filter_map(|product| product.json(fact, lead, &mut faults)).collect();
        if !products.is_empty() {
            event.insert("products".to_owned(), Value::Array(products));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let body = Value::Object(event).to_string();
        Ok(Event { body, happened_at: fact.happened_at, way: String::new(), subject: None })
    }
}

impl Product {
    /// Without anything known about it a product is left out.
    fn json(&self, fact: &Fact, lead: &Lead, faults: &mut Vec<EventFault>) -> Option<Value> {
        let mut product = Map::new();
        match self.id.as_ref().map(|field| fill(field, fact, lead)) {
            Some(Ok(Some(id))) => {
                product.insert("id".to_owned(), json!(id.to_text()));
            }
            Some(Err(fault)) => faults.push(fault),
            Some(Ok(None)) | None => {}
        }
        if let Some(custom) = custom::custom(&self.custom, fact, lead, faults) {
            product.insert("custom".to_owned(), custom);
        }
        (!product.is_empty()).then_some(Value::Object(product))
    }
}

/// Who it was: e-mail and phone as the account's setting wants, and the profile id where an attribute holds one.
fn identify(account: &AccountSettings, lead: &Lead, event: &mut Map<String, Value>, faults: &mut Vec<EventFault>) {
    let wanted = account.option("identifier").unwrap_or("both");
    let email = lead.email.as_deref().and_then(email::usable);
    let number = lead.phone.as_deref().and_then(|number| phone::international(lead.dial_code.as_deref(), number));
    // Either names the person; the setting says which one is preferred, and the other stands in where it is missing.
    let (with_email, with_phone) = match wanted {
        "email" => (true, email.is_none()),
        "phone" => (number.is_none(), true),
        _ => (true, true),
    };
    if let Some(email) = email.filter(|_| with_email) {
        event.insert("email".to_owned(), json!(email));
    }
    if let Some(number) = number.filter(|_| with_phone) {
        event.insert("phoneNumber".to_owned(), json!(format!("+{number}")));
    }
    if event.is_empty() {
        faults.push(EventFault {
            input: None,
            why: "Releva needs an e-mail address or a phone number with its country, and this lead has neither. Add one to the lead, then record again.".to_owned(),
        });
    }
    let key = account.option("profile_id_attribute").map(str::trim).filter(|key| !key.is_empty());
    let held = key.and_then(|key| lead.attributes.iter().find(|attribute| attribute.key == key));
    if let Some(id) = held.map(|attribute| attribute.value.trim()).filter(|id| !id.is_empty()) {
        event.insert("profileId".to_owned(), json!(id));
    }
}

fn is_locale(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// The language of this computer.
fn system_locale() -> Option<String> {
    let named = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))?;
    let two: String = named.chars().take(2).flat_map(char::to_lowercase).collect();
    (is_locale(&two) && named.chars().nth(2).is_none_or(|c| !c.is_alphanumeric())).then_some(two)
}
