//! What an event must hold (contract section 2 and line 4).

use serde_json::{Map, Value};

use super::super::clock::instant;
use super::quirks::RelevaQuirks;
use super::say::Refused;

/// Says which member of the event at place `at` is wrong.
pub(super) fn check(at: usize, event: &Value, quirks: &RelevaQuirks) -> Result<(), Refused> {
    let Value::Object(event) = event else { return Err(Refused::new(400, format!("events[{at}] must be an object"))) };
    checked(event, quirks).map_err(|why| Refused::new(400, format!("events[{at}].{why}")))
}

fn checked(event: &Map<String, Value>, quirks: &RelevaQuirks) -> Result<(), String> {
    for field in ["email", "phoneNumber", "profileId", "locale", "timestamp"] {
        if event.get(field).is_some_and(|value| !value.is_string()) {
            return Err(format!("{field} must be a string"));
        }
    }
    let text = |field: &str| event.get(field).and_then(Value::as_str);
    let known = |field: &str| text(field).is_some_and(|text| !text.trim().is_empty());
    let by_id = quirks.profile_id_is_enough && known("profileId");
    if !by_id && !known("email") && !known("phoneNumber") {
        return Err("email or phoneNumber must be set".into());
    }
    if text("phoneNumber").is_some_and(|phone| !is_phone(phone)) {
        return Err("phoneNumber must be + and digits".into());
    }
    if !known("action") {
        return Err("action must be a string that is not blank".into());
    }
    if text("timestamp").is_some_and(|at| instant(at).is_none()) {
        return Err("timestamp must be ISO 8601".into());
    }
    let two_letters = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_lowercase());
    match text("locale") {
        Some(locale) if !two_letters(locale) => return Err("locale must be ISO 639-1".into()),
        None if quirks.needs_locale => return Err("locale must be set".into()),
        _ => {}
    }
    custom(event, quirks)?;
    let products = match event.get("products") {
        None => &[][..],
        Some(Value::Array(products)) => products,
        Some(_) => return Err("products must be an array".into()),
    };
    for (at, product) in products.iter().enumerate() {
        let Value::Object(product) = product else { return Err(format!("products[{at}] must be an object")) };
        if product.get("id").is_some_and(|id| !id.is_string()) {
            return Err(format!("products[{at}].id must be a string"));
        }
        custom(product, quirks).map_err(|why| format!("products[{at}].{why}"))?;
    }
    Ok(())
}

fn is_phone(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `custom` of an event or of a product: three members, each a list of `{key, values: […]}`.
fn custom(holder: &Map<String, Value>, quirks: &RelevaQuirks) -> Result<(), String> {
    let Some(custom) = holder.get("custom") else { return Ok(()) };
    let Value::Object(custom) = custom else { return Err("custom must be an object".into()) };
    for (kind, properties) in custom {
        let fits: fn(&Value) -> bool = match kind.as_str() {
            "string" => Value::is_string,
            "numeric" => Value::is_number,
            "date" => |value| value.as_str().is_some_and(|text| instant(text).is_some()),
            other => return Err(format!("custom.{other} is not allowed")),
        };
        let Value::Array(properties) = properties else { return Err(format!("custom.{kind} must be an array")) };
        if properties.is_empty() && quirks.no_empty_custom {
            return Err(format!("custom.{kind} must not be empty"));
        }
        for (at, property) in properties.iter().enumerate() {
            if property["key"].as_str().is_none_or(str::is_empty) {
                return Err(format!("custom.{kind}[{at}].key must be a string"));
            }
            if !property["values"].as_array().is_some_and(|values| values.iter().all(fits)) {
                return Err(format!("custom.{kind}[{at}].values must be an array of {kind} values"));
            }
        }
    }
    Ok(())
}
