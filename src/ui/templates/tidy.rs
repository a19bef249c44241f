//! What is half typed in a template, as it shall stand in the settings.

use toml::{Table, Value};

use crate::domain::template::Sheet;

/// Without blanks around its name and texts that say nothing, and without empty lines among choices. Texts that are
/// told as they stand keep their blanks.
pub(super) fn tidy(sheet: &Sheet) -> Sheet {
    let parts = sheet.parts.iter().map(|(vendor, part)| (vendor.clone(), table(part)));
    Sheet { name: sheet.name.trim().to_owned(), parts: parts.collect() }
}

fn table(table: &Table) -> Table {
    let tidied = table.iter().filter_map(|(key, found)| Some((key.clone(), value(key, found)?)));
    tidied.collect()
}

fn value(key: &str, found: &Value) -> Option<Value> {
    match found {
        // A name that is empty is missing, which the vendor's folder says better.
        Value::String(text) if text.is_empty() && key != "value" => None,
        Value::Array(items) if key == "options" => {
            let lines = items.iter().filter_map(Value::as_str).map(str::trim).filter(|line| !line.is_empty());
            let lines: Vec<Value> = lines.map(Value::from).collect();
            (!lines.is_empty()).then_some(Value::Array(lines))
        }
        Value::Array(items) => Some(Value::Array(
            items.iter().map(|item| item.as_table().map_or(item.clone(), |t| table(t).into())).collect(),
        )),
        Value::Table(inner) => Some(table(inner).into()),
        other => Some(other.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_nothing_goes_and_what_is_told_stays_as_it_is() {
        let part: Table = "type = \"\"\nprops = [{ key = \"a\", value = \" x \" }, { key = \"\", from = \"input\", options = [\" Yes\", \"\", \"No \"] }]\nuser = { name = { value = \"\" } }".parse().unwrap();
        let sheet = Sheet { name: " Call ".to_owned(), parts: [("ray".to_owned(), part)].into() };
        let wanted: Table = "props = [{ key = \"a\", value = \" x \" }, { from = \"input\", options = [\"Yes\", \"No\"] }]\nuser = { name = { value = \"\" } }".parse().unwrap();
        assert_eq!(tidy(&sheet), Sheet { name: "Call".to_owned(), parts: [("ray".to_owned(), wanted)].into() });
        assert_eq!(tidy(&tidy(&sheet)), tidy(&sheet));
    }
}
