//! Reads a vendor's table of a template, and names everything that is wrong with it at once.

use super::{Filled, LeadPart, Source, TemplateField, ValueKind};
use crate::vendors::recording::{Input, InputKind, TemplateFault};

/// The keys a field may have beside those of its vendor.
const FIELD_KEYS: [&str; 7] = ["from", "value", "type", "label", "default", "options", "required"];

/// A field, where it could be read.
pub type FieldRead = Option<TemplateField>;

/// A table that is being read, with what was wrong so far.
#[derive(Debug, Default)]
pub struct Reading {
    pub faults: Vec<TemplateFault>,
}

impl Reading {
    /// Notes a fault.
    pub fn fault(&mut self, at: impl Into<String>, why: impl Into<String>, what_now: impl Into<String>) {
        self.faults.push(TemplateFault { at: at.into(), why: why.into(), what_now: what_now.into() });
    }

    /// Names keys that nobody reads: a misspelt one would be left out in silence.
    pub fn known_keys(&mut self, at: &str, table: &toml::Table, known: &[&str]) {
        for key in table.keys().filter(|key| !known.contains(&key.as_str())) {
            self.fault(join(at, key), "nobody reads this key", format!("use one of {}", known.join(", ")));
        }
    }

    /// A text that has to be there and say something.
    pub fn needed_text<'t>(&mut self, table: &'t toml::Table, key: &str) -> Option<&'t str> {
        let text = self.text(table, key);
        if text.is_none_or(|text| text.trim().is_empty()) {
            self.fault(key, "it is missing or empty", "write it; the vendor gives out the words that count");
            return None;
        }
        text
    }

    /// A text that may be left out.
    pub fn text<'t>(&mut self, table: &'t toml::Table, key: &str) -> Option<&'t str> {
        let found = table.get(key)?;
        if found.as_str().is_none() {
            self.fault(key, "it has to be a text", "write it in quotes");
        }
        found.as_str()
    }

    /// The tables of a list, each with its place.
    pub fn tables<'t>(&mut self, table: &'t toml::Table, key: &str) -> Vec<(String, &'t toml::Table)> {
        let Some(found) = table.get(key) else { return Vec::new() };
        let Some(items) = found.as_array() else {
            self.fault(key, "it has to be a list", format!("write {key} = [{{ … }}]"));
            return Vec::new();
        };
        let mut tables = Vec::new();
        for (n, item) in items.iter().enumerate() {
            let at = format!("{key}[{n}]");
            match item.as_table() {
                Some(table) => tables.push((at, table)),
                None => self.fault(at, "it has to be a table", "write { key = \"…\", from = \"text\" }"),
            }
        }
        tables
    }

    /// A field: `from` or `value`, and what belongs to an input. `own` are the vendor's keys beside it.
    pub fn field(&mut self, at: &str, table: &toml::Table, own: &[&str]) -> FieldRead {
        let known: Vec<&str> = own.iter().chain(&FIELD_KEYS).copied().collect();
        self.known_keys(at, table, &known);
        let kind = match self.text(table, "type") {
            None => None,
            Some(word) => {
                let found = ValueKind::WORDS.iter().find(|(known, _)| *known == word);
                if found.is_none() {
                    let words: Vec<_> = ValueKind::WORDS.iter().map(|(word, _)| *word).collect();
                    self.fault(join(at, "type"), "nobody knows this type", format!("use one of {}", words.join(", ")));
                }
                Some(found?.1)
            }
        };
        let source = match (table.get("from"), table.get("value")) {
            (Some(from), None) => self.source(at, from, kind, table)?,
            (None, Some(value)) => Source::Fixed(self.fixed(at, value)?),
            (Some(_), Some(_)) => {
                self.fault(at, "it has `from` and `value`, and only one can be meant", "remove one of them");
                return None;
            }
            (None, None) => {
                self.fault(at, "it says neither `from` nor `value`", "write from = \"text\", or value = \"…\"");
                return None;
            }
        };
        let kind = kind.unwrap_or_else(|| usual_kind(&source));
        Some(TemplateField { source, kind })
    }

    fn source(&mut self, at: &str, from: &toml::Value, kind: Option<ValueKind>, table: &toml::Table) -> Option<Source> {
        let Some(word) = from.as_str() else {
            self.fault(join(at, "from"), "it has to be a text", "write it in quotes");
            return None;
        };
        let source = match word {
            "text" => Some(Source::Text),
            "agent" => Some(Source::Agent),
            "status" => Some(Source::Status),
            "tags" => Some(Source::Tags),
            "input" => return self.input(at, kind, table).map(Source::Input),
            _ => match (word.strip_prefix("lead."), word.strip_prefix("attribute:")) {
                (Some("status"), _) => Some(Source::Status),
                (Some("tags"), _) => Some(Source::Tags),
                (Some(name), _) => {
                    LeadPart::WORDS.iter().find(|(word, _)| *word == name).map(|(_, part)| Source::Lead(*part))
                }
                (_, Some(key)) if !key.trim().is_empty() => Some(Source::Attribute(key.to_owned())),
                _ => None,
            },
        };
        if source.is_none() {
            let parts: Vec<_> = LeadPart::WORDS.iter().map(|(word, _)| *word).collect();
            self.fault(
                join(at, "from"),
                "nobody knows where this comes from",
                format!("use text, agent, status, tags, input, attribute:KEY, or lead. with {}", parts.join(", ")),
            );
        }
        source
    }

    /// What the agent types.
    fn input(&mut self, at: &str, kind: Option<ValueKind>, table: &toml::Table) -> Option<Input> {
        let label = self.text(table, "label").map(str::trim).filter(|label| !label.is_empty());
        let named = ["key", "name"].iter().find_map(|key| table.get(*key)?.as_str());
        let Some(label) = label.or(named) else {
            self.fault(at, "an input has no `label`, so the form could not name it", "add label = \"…\"");
            return None;
        };
        let options: Vec<String> = match table.get("options") {
            None => Vec::new(),
            Some(found) => {
                let list =
                    found.as_array().map(|list| list.iter().filter_map(|o| Some(o.as_str()?.to_owned())).collect());
                match list {
                    Some(list) => list,
                    None => {
                        self.fault(join(at, "options"), "it has to be a list of texts", "write [\"a\", \"b\"]");
                        return None;
                    }
                }
            }
        };
        let default = match table.get("default") {
            None => None,
            Some(found) => Some(self.fixed(&join(at, "default"), found)?.to_text()),
        };
        if let Some(default) = default.as_ref().filter(|d| !options.is_empty() && !options.contains(d)) {
            self.fault(join(at, "default"), format!("“{default}” is none of the options"), "name one of them");
        }
        let kind = if options.is_empty() {
            match kind.unwrap_or(ValueKind::String) {
                ValueKind::String => InputKind::Text,
                ValueKind::Number => InputKind::Number,
                ValueKind::Boolean => InputKind::Truth,
                ValueKind::Date => InputKind::Date,
            }
        } else {
            InputKind::Choice(options)
        };
        let required = match table.get("required") {
            None => false,
            Some(found) => match found.as_bool() {
                Some(required) => required,
                None => {
                    self.fault(join(at, "required"), "it is neither true nor false", "write required = true");
                    return None;
                }
            },
        };
        Some(Input { label: label.to_owned(), kind, default, required })
    }

    /// A value that stands in the file.
    fn fixed(&mut self, at: &str, value: &toml::Value) -> Option<Filled> {
        match value {
            toml::Value::String(text) => Some(Filled::Text(text.clone())),
            toml::Value::Integer(number) => Some(Filled::Number(serde_json::Number::from(*number))),
            toml::Value::Float(number) => serde_json::Number::from_f64(*number).map(Filled::Number),
            toml::Value::Boolean(truth) => Some(Filled::Truth(*truth)),
            toml::Value::Array(list) => {
                let texts: Option<Vec<String>> = list.iter().map(|item| item.as_str().map(str::to_owned)).collect();
                if texts.is_none() {
                    self.fault(at, "a list has to hold texts", "write [\"a\", \"b\"]");
                }
                texts.map(Filled::List)
            }
            toml::Value::Datetime(_) | toml::Value::Table(_) => {
                self.fault(at, "this kind of value cannot be sent", "write a text, a number or true or false");
                None
            }
        }
    }
}

/// The type of a field that names none.
fn usual_kind(source: &Source) -> ValueKind {
    match source {
        Source::Lead(LeadPart::WebsiteVisits) | Source::Fixed(Filled::Number(_)) => ValueKind::Number,
        Source::Lead(LeadPart::CreatedAt | LeadPart::UpdatedAt | LeadPart::LastSeenAt) => ValueKind::Date,
        Source::Fixed(Filled::Truth(_)) => ValueKind::Boolean,
        _ => ValueKind::String,
    }
}

/// The place of a key inside another place.
pub(super) fn join(at: &str, key: &str) -> String {
    if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") }
}
