//! What an interaction must hold (contract sections 2.2 and 2.3, lines 4 to 6 and 10).

use serde_json::{Map, Value};

use super::super::clock::instant;
use super::quirks::{MxoQuirks, NamedBy, TimeForm};
use super::say::Refused;

/// The touchpoint of this space; paths below it are configured or not.
pub(super) const TOUCHPOINT: &str = "api://leadline.support";
const MEMBERS: &[&str] = &["customerKey", "customerKeyName", "properties", "device", "timestamp"];

/// Name and value of a customer's key.
pub(super) type CustomerKey = (String, String);

/// What is told, once it is checked.
pub(super) struct Told {
    pub(super) address: String,
    /// `None` is anonymous.
    pub(super) key: Option<CustomerKey>,
    /// Unix milliseconds; `None` where no time was told.
    pub(super) happened_ms: Option<i64>,
}

/// Checks one interaction. `late` is told afterwards and needs its time.
pub(super) fn told(body: &Value, late: bool, quirks: &MxoQuirks) -> Result<Told, Refused> {
    checked(body, late, quirks).map_err(|why| Refused::new(400, why))
}

fn checked(body: &Value, late: bool, quirks: &MxoQuirks) -> Result<Told, String> {
    let Value::Object(body) = body else { return Err("an interaction must be an object".into()) };
    if quirks.strict_members {
        let named_by: &[&str] = match quirks.named_by {
            NamedBy::Either => &["uri", "url"],
            NamedBy::Uri => &["uri"],
            NamedBy::Url => &["url"],
        };
        let stranger = body.keys().find(|name| !named_by.iter().chain(MEMBERS).any(|known| known == name));
        stranger.map_or(Ok(()), |name| Err(format!("{name} is not known")))?;
    }
    let address = match quirks.named_by {
        NamedBy::Either => body.get("uri").or(body.get("url")).ok_or("uri or url is required")?,
        NamedBy::Uri => body.get("uri").ok_or("uri is required")?,
        NamedBy::Url => body.get("url").ok_or("url is required")?,
    };
    let address = address.as_str().filter(|text| fully_qualified(text)).ok_or("the address is not fully qualified")?;
    properties(body)?;
    if body.get("device").is_some_and(|device| !device.is_object()) {
        return Err("device must be an object".into());
    }
    let happened_ms = match body.get("timestamp") {
        None if late => return Err("timestamp is required".into()),
        None => None,
        Some(at) => Some(time(at, quirks.timestamps).ok_or("timestamp has the wrong form")?),
    };
    Ok(Told { address: address.to_owned(), key: key(body)?, happened_ms })
}

/// The key by its name; without a name it is `customerkey`.
fn key(body: &Map<String, Value>) -> Result<Option<CustomerKey>, &'static str> {
    let text = |name: &str| match body.get(name) {
        None => Ok(None),
        Some(value) => value.as_str().filter(|text| !text.is_empty()).map(Some).ok_or("a customer key must be a text"),
    };
    match (text("customerKeyName")?, text("customerKey")?) {
        (Some(_), None) => Err("customerKeyName needs customerKey"),
        (name, key) => Ok(key.map(|key| (name.unwrap_or("customerkey").to_owned(), key.to_owned()))),
    }
}

fn properties(body: &Map<String, Value>) -> Result<(), &'static str> {
    let property = |property: &Value| property["name"].is_string() && property["value"].is_string();
    match body.get("properties") {
        None => Ok(()),
        Some(Value::Array(items)) if items.iter().all(property) => Ok(()),
        Some(_) => Err("properties must be an array of name and value, both texts"),
    }
}

fn time(at: &Value, form: TimeForm) -> Option<i64> {
    let (number, text) = (at.as_i64(), at.as_str().and_then(instant));
    match form {
        TimeForm::EpochMs => number,
        TimeForm::Iso => text,
        TimeForm::Either => number.or(text),
    }
}

/// `scheme://touchpoint/path`, the scheme in lower case.
fn fully_qualified(address: &str) -> bool {
    let Some((scheme, rest)) = address.split_once("://") else { return false };
    let begins = scheme.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
    let goes_on = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"+.-".contains(&byte);
    begins && scheme.bytes().all(goes_on) && rest.split_once('/').is_some_and(|(touchpoint, _)| !touchpoint.is_empty())
}

/// Whether an address is configured; one that is not is taken without effect.
pub(super) fn configured(address: &str, quirks: &MxoQuirks) -> bool {
    let path = address.strip_prefix(TOUCHPOINT).filter(|path| path.starts_with('/'));
    path.is_some_and(|path| quirks.paths.is_empty() || quirks.paths.iter().any(|known| known == path))
}
