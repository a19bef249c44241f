//! Templates as JSON: how they are handed from one desk to another.

use serde::{Deserialize, Serialize};

use super::Sheet;

/// The member that says what the file is.
const FORMAT: &str = "leadline_templates";
/// What is written, and the newest that is read.
const VERSION: u64 = 1;

/// Why a text holds no templates.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotTemplates {
    /// Not JSON, or a value in it that no setting can hold.
    #[error("This cannot be read as JSON: {0}. Copy the whole text, from the first brace to the last.")]
    Unreadable(String),
    /// JSON of something else.
    #[error("{0} Export a template to see how one is written.")]
    Odd(String),
    /// Written by a later version.
    #[error("These templates were exported by a newer Leadline (format {0}). Update Leadline, then import them again.")]
    TooNew(u64),
}

/// The text of these templates, in their order.
pub fn written(sheets: &[Sheet]) -> String {
    #[derive(Serialize)]
    struct Written {
        leadline_templates: u64,
        templates: Vec<toml::Table>,
    }
    let templates = sheets.iter().map(|sheet| {
        let mut table = toml::Table::from_iter([("name".to_owned(), toml::Value::from(sheet.name.as_str()))]);
        table.extend(sheet.parts.iter().map(|(vendor, part)| (vendor.clone(), part.clone().into())));
        table
    });
    let written = Written { leadline_templates: VERSION, templates: templates.collect() };
    // Texts, numbers, truths, lists and tables with text keys: nothing that JSON cannot hold.
    serde_json::to_string_pretty(&written).unwrap_or_default() + "\n"
}

/// The templates of an exported text; also one template alone, or a list of them.
///
/// # Errors
/// Why nothing of it can be taken; it is all or nothing.
pub fn read(text: &str) -> Result<Vec<Sheet>, NotTemplates> {
    let mut json = serde_json::Deserializer::from_str(text.trim_start_matches('\u{feff}'));
    let found = toml::Value::deserialize(&mut json).and_then(|found| json.end().map(|()| found));
    let tables = match found.map_err(|fault| NotTemplates::Unreadable(fault.to_string()))? {
        toml::Value::Array(list) => list,
        toml::Value::Table(table) if table.contains_key(FORMAT) => whole(table)?,
        table @ toml::Value::Table(_) => vec![table],
        _ => return Err(NotTemplates::Odd("This is no template.".to_owned())),
    };
    let sheets: Vec<Sheet> = tables.into_iter().map(sheet).collect::<Result<_, _>>()?;
    match sheets.iter().enumerate().find(|(at, sheet)| sheets[..*at].iter().any(|other| other.name == sheet.name)) {
        _ if sheets.is_empty() => Err(NotTemplates::Odd("There is no template in this.".to_owned())),
        Some((_, twice)) => Err(NotTemplates::Odd(format!("Two templates in this are called “{}”.", twice.name))),
        None => Ok(sheets),
    }
}

fn whole(mut table: toml::Table) -> Result<Vec<toml::Value>, NotTemplates> {
    match table.get(FORMAT).and_then(toml::Value::as_integer).and_then(|version| u64::try_from(version).ok()) {
        Some(version @ 1..=VERSION) => log::debug!("reads templates of format {version}"),
        Some(newer @ VERSION..) => return Err(NotTemplates::TooNew(newer)),
        _ => return Err(NotTemplates::Odd(format!("Its `{FORMAT}` is no number of a format."))),
    }
    match table.remove("templates") {
        Some(toml::Value::Array(list)) => Ok(list),
        _ => Err(NotTemplates::Odd("It has no list `templates`.".to_owned())),
    }
}

fn sheet(value: toml::Value) -> Result<Sheet, NotTemplates> {
    let toml::Value::Table(table) = value else {
        return Err(NotTemplates::Odd("A template in this is no object.".to_owned()));
    };
    let mut sheet = Sheet::default();
    for (key, value) in table {
        match value {
            toml::Value::String(name) if key == "name" => name.trim().clone_into(&mut sheet.name),
            toml::Value::Table(part) if key != "name" => {
                sheet.parts.insert(key, part);
            }
            _ => return Err(NotTemplates::Odd(format!("`{key}` of a template in this has the wrong form."))),
        }
    }
    if sheet.name.is_empty() {
        return Err(NotTemplates::Odd("A template in this has no `name`.".to_owned()));
    }
    Ok(sheet)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(text: &str) -> toml::Table {
        text.parse().unwrap()
    }

    fn call() -> Sheet {
        let ray = part(
            "type = \"CALL\"\nstore_id = 7\nprops = [{ key = \"z\", from = \"text\" }, { key = \"a\", value = 1.5 }]",
        );
        Sheet { name: "Anruf – कॉल".to_owned(), parts: [("ray".to_owned(), ray)].into() }
    }

    #[test]
    fn what_is_exported_is_imported_as_it_was_keys_in_their_order() {
        let other = Sheet { name: "Visit".to_owned(), ..Sheet::default() };
        let sheets = [call(), other];
        let text = written(&sheets);
        let again = read(&text).unwrap();
        assert_eq!(again, sheets);
        assert_eq!(written(&again), text, "the order of keys survives, too");
        assert!(text.find("\"z\"").unwrap() < text.find("\"a\"").unwrap());
    }

    #[test]
    fn one_template_or_a_bare_list_is_read_too() {
        let one = r#"{"name": " Call ", "mxo": {"path": "/call"}}"#;
        let sheet = read(one).unwrap().remove(0);
        assert_eq!((sheet.name.as_str(), sheet.parts["mxo"]["path"].as_str()), ("Call", Some("/call")));
        assert_eq!(read(&format!("\u{feff}[{one}]")).unwrap(), [sheet]);
    }

    #[test]
    fn what_is_no_template_says_why() {
        for (text, words) in [
            ("{\"name\": \"x\"", "cannot be read as JSON"),
            ("{\"name\": \"x\"} {}", "cannot be read as JSON"),
            ("{\"name\": \"x\", \"ray\": {\"type\": null}}", "cannot be read as JSON"),
            ("7", "no template"),
            ("[]", "no template in this"),
            ("[7]", "no object"),
            ("{\"ray\": {}}", "no `name`"),
            ("{\"name\": \"x\", \"ray\": 7}", "`ray`"),
            ("[{\"name\": \"x\"}, {\"name\": \"x\"}]", "Two templates"),
            ("{\"leadline_templates\": 2, \"templates\": []}", "newer Leadline (format 2)"),
            ("{\"leadline_templates\": \"x\"}", "no number"),
            ("{\"leadline_templates\": 1}", "no list"),
        ] {
            let fault = read(text).unwrap_err().to_string();
            assert!(fault.contains(words), "{text}: {fault}");
        }
    }
}
