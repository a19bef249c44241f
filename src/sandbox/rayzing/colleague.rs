//! What happens to the book without the client: colleagues edit, visitors arrive and convert, records are removed.

use serde_json::{Map, Value, json};

use super::super::options::{ListMode, Lists};
use super::book::{Book, Kind};
use super::put;

/// The words of `set` that differ from those of a write.
const ALIASES: &[(&str, &str)] = &[("agent", "agentId"), ("dial_code", "dialCode"), ("prefix", "dialCode")];

pub(super) fn act(book: &mut Book, now: i64, action: &str, what: &Value) -> Result<Value, String> {
    match action {
        "edit" => edit(book, now, what),
        "arrive" => {
            let count = what.get("count").and_then(Value::as_u64).unwrap_or(1);
            let places: Vec<usize> = (0..count).map(|_| book.arrive(now)).collect();
            let uuids: Vec<Value> = places.into_iter().map(|at| book.record(at)["uuid"].clone()).collect();
            Ok(json!({ "uuids": uuids }))
        }
        "convert" => {
            let at = named(book, what)?;
            let to = what.get("to").and_then(Value::as_str).unwrap_or("");
            let kind = Kind::parse(to).ok_or("`to` must be lead or non-lead")?;
            book.convert(at, kind);
            let record = book.record(at);
            book.keep(at, record, Some(now));
            Ok(book.shown(at))
        }
        "remove" => {
            let at = named(book, what)?;
            book.remove(at);
            Ok(json!({}))
        }
        _ => Err(format!("`{action}` is no known action; known: edit, arrive, convert, remove")),
    }
}

/// `set` takes the names of a write (lists are replaced) and dotted paths; `"touch": false` leaves `updatedAt` alone.
fn edit(book: &mut Book, now: i64, what: &Value) -> Result<Value, String> {
    let at = named(book, what)?;
    let Some(Value::Object(wanted)) = what.get("set") else { return Err("`set` must be an object".into()) };
    let mut record = book.record(at);
    let mut flat = Map::new();
    for (name, value) in wanted {
        let name = ALIASES.iter().find(|(alias, _)| alias == name).map_or(name.as_str(), |(_, field)| field);
        let is_list = ["tags", "notes", "attributes"].contains(&name);
        if is_list || put::SCALARS.iter().any(|(field, _)| *field == name) {
            flat.insert(name.to_owned(), value.clone());
        } else {
            put::set(&mut record, &name.split('.').collect::<Vec<_>>(), value.clone());
        }
    }
    put::write(&mut record, &flat, Lists::from(ListMode::Replace), book);
    let touched = what.get("touch").and_then(Value::as_bool).unwrap_or(true);
    book.keep(at, record, touched.then_some(now));
    Ok(book.shown(at))
}

fn named(book: &Book, what: &Value) -> Result<usize, String> {
    let key = ["key", "uuid", "_id"].into_iter().find_map(|name| what.get(name).and_then(Value::as_str));
    let key = key.ok_or("`uuid` or `_id` is needed")?;
    book.find(key).ok_or_else(|| format!("nothing goes by {key}"))
}
