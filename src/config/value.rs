//! Checks one value of the file against the kind that the registry states for its key.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::address;
use super::problem::nearest;
use super::reader::{Reader, listed};
use crate::vendors::{SettingKind, SettingSpec};

/// A value and where it stands.
pub(super) type Value<'t> = Spanned<DeValue<'t>>;

/// The value as plain TOML when it is of that kind; else the problem is noted.
pub(super) fn of_kind(reader: &mut Reader<'_>, key: &str, kind: SettingKind, value: &Value<'_>) -> Option<toml::Value> {
    match kind {
        SettingKind::Text => text(reader, key, value).map(toml::Value::from),
        SettingKind::Shaped { shape, check } => {
            let text = text(reader, key, value)?;
            if check(text) {
                return Some(text.into());
            }
            reader.error(value.span(), format!("`{key}` does not look right"), format!("write it as {shape}"));
            None
        }
        SettingKind::Choice(words) => one_of(reader, key, words, value).map(toml::Value::from),
        SettingKind::TextList => {
            list(reader, key, value, |reader, key, item| text(reader, key, item).map(str::to_owned))
        }
        SettingKind::ChoiceList(words) => {
            list(reader, key, value, |reader, key, item| one_of(reader, key, words, item).map(str::to_owned))
        }
        SettingKind::Whole => whole(reader, key, 0..=i64::MAX, value).map(toml::Value::Integer),
        SettingKind::Address => web_address(reader, key, value).map(toml::Value::from),
        SettingKind::Table(settings) => {
            let DeValue::Table(inner) = value.get_ref() else {
                reader.wrong_kind(value.span(), key, value.get_ref(), "a table");
                return None;
            };
            Some(table(reader, &format!("`{key}`"), None, value.span(), inner, settings, &[]).into())
        }
    }
}

/// Reads a table of settings: checks each key, fills in defaults, notes what is missing or unknown. Keys in `elsewhere`
/// are known but read by the caller.
pub(super) fn table(
    reader: &mut Reader<'_>,
    owner: &str,
    account: Option<&str>,
    span: Range<usize>,
    table: &DeTable<'_>,
    settings: &[SettingSpec],
    elsewhere: &[&str],
) -> toml::Table {
    let mut out = toml::Table::new();
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        if elsewhere.contains(&name) {
            continue;
        }
        let Some(setting) = settings.iter().find(|setting| setting.key == name) else {
            let known: Vec<_> = elsewhere.iter().copied().chain(settings.iter().map(|setting| setting.key)).collect();
            reader.unknown_key(key.span(), name, owner, account, &known);
            continue;
        };
        // An empty text is how a sample line says "not set".
        if !setting.required && value.get_ref().as_str() == Some("") {
            continue;
        }
        if let Some(value) = of_kind(reader, name, setting.kind, value) {
            out.insert(name.to_owned(), value);
        }
    }
    for setting in settings {
        if setting.required && !table.contains_key(setting.key) {
            reader.error(span.clone(), format!("{owner} lacks `{}`, {}", setting.key, setting.means), "add it");
        }
        if let Some(default) = setting.default.and_then(plain_default) {
            out.entry(setting.key).or_insert(default);
        }
    }
    out
}

/// The text of a value.
pub(super) fn text<'v>(reader: &mut Reader<'_>, key: &str, value: &'v Value<'_>) -> Option<&'v str> {
    if let Some(text) = value.get_ref().as_str() {
        return Some(text);
    }
    reader.wrong_kind(value.span(), key, value.get_ref(), "text in quotes");
    None
}

/// A whole number within `range`.
pub(super) fn whole(
    reader: &mut Reader<'_>,
    key: &str,
    range: std::ops::RangeInclusive<i64>,
    value: &Value<'_>,
) -> Option<i64> {
    let DeValue::Integer(digits) = value.get_ref() else {
        reader.wrong_kind(value.span(), key, value.get_ref(), "a whole number");
        return None;
    };
    let number = i64::from_str_radix(digits.as_str(), digits.radix()).ok().filter(|number| range.contains(number));
    if number.is_none() {
        let (least, most) = (range.start(), range.end());
        let hint =
            if *most == i64::MAX { format!("write {least} or more") } else { format!("write {least} to {most}") };
        reader.error(value.span(), format!("`{key}` is out of range"), hint);
    }
    number
}

/// A number, whole or not, that is finite and not negative.
pub(super) fn number(reader: &mut Reader<'_>, key: &str, value: &Value<'_>) -> Option<f64> {
    let number = match value.get_ref() {
        DeValue::Float(digits) => digits.as_str().parse::<f64>().ok(),
        DeValue::Integer(digits) if digits.radix() == 10 => digits.as_str().parse::<f64>().ok(),
        other => {
            reader.wrong_kind(value.span(), key, other, "a number");
            return None;
        }
    };
    let number = number.filter(|number| number.is_finite() && *number >= 0.0);
    if number.is_none() {
        reader.error(value.span(), format!("`{key}` is out of range"), "write a number of zero or more");
    }
    number
}

/// A web address under the rules of `base_url`.
pub(super) fn web_address(reader: &mut Reader<'_>, key: &str, value: &Value<'_>) -> Option<String> {
    match address::checked(text(reader, key, value)?) {
        Ok(address) => Some(address),
        Err((why, what_now)) => {
            reader.error(value.span(), format!("`{key}` {why}"), what_now);
            None
        }
    }
}

/// The value as plain TOML, for parts that only a vendor's folder understands.
pub(super) fn plain(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<toml::Value> {
    Some(match value.get_ref() {
        DeValue::String(text) => toml::Value::String(text.to_string()),
        DeValue::Integer(_) => toml::Value::Integer(whole(reader, "number", i64::MIN..=i64::MAX, value)?),
        DeValue::Float(digits) => toml::Value::Float(digits.as_str().parse().ok()?),
        DeValue::Boolean(flag) => toml::Value::Boolean(*flag),
        DeValue::Datetime(at) => toml::Value::Datetime(*at),
        DeValue::Array(items) => items.iter().filter_map(|item| plain(reader, item)).collect::<Vec<_>>().into(),
        DeValue::Table(inner) => toml::Value::Table(plain_table(reader, inner)),
    })
}

/// The table as plain TOML.
pub(super) fn plain_table(reader: &mut Reader<'_>, table: &DeTable<'_>) -> toml::Table {
    table.iter().filter_map(|(key, value)| Some((key.get_ref().to_string(), plain(reader, value)?))).collect()
}

fn one_of<'w>(reader: &mut Reader<'_>, key: &str, words: &[&'w str], value: &Value<'_>) -> Option<&'w str> {
    let text = text(reader, key, value)?;
    if let Some(word) = words.iter().find(|word| **word == text) {
        return Some(word);
    }
    let hint = nearest(text, words.iter().copied())
        .map_or_else(|| format!("write one of {}", listed(words, "or")), |word| format!("did you mean \"{word}\"?"));
    reader.error(value.span(), format!("`{key}` has a value that is not known"), hint);
    None
}

fn list(
    reader: &mut Reader<'_>,
    key: &str,
    value: &Value<'_>,
    read: impl Fn(&mut Reader<'_>, &str, &Value<'_>) -> Option<String>,
) -> Option<toml::Value> {
    let DeValue::Array(items) = value.get_ref() else {
        reader.wrong_kind(value.span(), key, value.get_ref(), "a list in square brackets");
        return None;
    };
    let mut out: Vec<String> = Vec::new();
    for item in items.iter() {
        let word = read(reader, key, item)?;
        if out.contains(&word) {
            reader.error(item.span(), format!("`{key}` names the same thing twice"), "remove one of them");
            return None;
        }
        out.push(word);
    }
    Some(out.into())
}

/// A default of the registry; a test reads every one of them.
pub(super) fn plain_default(text: &str) -> Option<toml::Value> {
    let table: toml::Table = toml::from_str(&format!("default = {text}")).ok()?;
    table.into_iter().next().map(|(_, value)| value)
}
