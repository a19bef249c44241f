//! Turns an edit into texts that should carry it out; the caller takes the first one that means the right thing.

use toml::de::{DeTable, DeValue};

use super::place::{
    Value, Written, after_sample, end_of, end_of_table, indent, is_under_header, line_end, line_start,
    with_comments_after, written,
};
use super::{Edit, WriteFault, account, not_toml, template};
use crate::domain::ids::AccountName;

/// A table and where it stands; the name is that of its section.
pub(super) struct Found<'v, 't> {
    pub section: &'static str,
    pub value: &'v Value<'t>,
    pub table: &'v DeTable<'t>,
}

/// The texts to try, best first; none where the form of the file leaves no way.
///
/// # Errors
///
/// [`WriteFault::NotToml`].
pub(super) fn candidates(text: &str, edit: &Edit) -> Result<Vec<String>, WriteFault> {
    let root = DeTable::parse(text).map_err(|fault| not_toml(text, &fault))?;
    let root = root.get_ref();
    Ok(match edit {
        Edit::SetAccountKey { account, key, value } => {
            one_account(root, account).and_then(|found| set(text, &found, key, &rendered(value)))
        }
        Edit::RemoveAccountKey { account, key } => {
            one_account(root, account).and_then(|found| remove(text, found.table, key))
        }
        Edit::AddAccount(new) => return Ok(add_account(text, root, new)),
        Edit::RemoveAccount(name) => one_account(root, name).and_then(|found| remove_block(text, &found)),
        Edit::PutTemplate { instead_of: None, template } => return Ok(template::added(text, root, template)),
        Edit::PutTemplate { instead_of: Some(name), template } => return template::replaced(text, name, template),
        Edit::RemoveTemplate(name) => one_template(root, name).and_then(|found| remove_block(text, &found)),
        Edit::SetMyName(Some(name)) => return Ok(set_in_section(text, root, "me", "name", name)),
        Edit::SetMyName(None) => section(root, "me").and_then(|found| remove(text, found.table, "name")),
        Edit::SetAgent { id, name } => return Ok(set_in_section(text, root, "agents", id.as_str(), name)),
        Edit::RemoveAgent(id) => section(root, "agents").and_then(|found| remove(text, found.table, id.as_str())),
        Edit::SetNetwork { key, value: Some(value) } => return Ok(set_in_section(text, root, "network", key, value)),
        Edit::SetNetwork { key, value: None } => {
            section(root, "network").and_then(|found| remove(text, found.table, key))
        }
    }
    .into_iter()
    .collect())
}

fn section<'v, 't>(root: &'v DeTable<'t>, section: &'static str) -> Option<Found<'v, 't>> {
    let value = root.get(section)?;
    Some(Found { section, value, table: value.get_ref().as_table()? })
}

fn one_account<'v, 't>(root: &'v DeTable<'t>, name: &AccountName) -> Option<Found<'v, 't>> {
    named(root, "account", name.as_str())
}

pub(super) fn one_template<'v, 't>(root: &'v DeTable<'t>, name: &str) -> Option<Found<'v, 't>> {
    named(root, "template", name)
}

/// The table of this name in a list of tables.
fn named<'v, 't>(root: &'v DeTable<'t>, section: &'static str, name: &str) -> Option<Found<'v, 't>> {
    root.get(section)?.get_ref().as_array()?.iter().find_map(|value| {
        let table = value.get_ref().as_table()?;
        let its_name = table.get("name")?.get_ref().as_str()?;
        (its_name == name).then_some(Found { section, value, table })
    })
}

/// Replaces a value where it stands, or adds the key after the last one of its table.
pub(super) fn set(text: &str, found: &Found<'_, '_>, key: &str, value: &str) -> Option<String> {
    if let Some(old) = found.table.get(key) {
        let replaceable = !is_under_header(text, old);
        return replaceable.then(|| spliced(text, old.span().start, old.span().end, value));
    }
    let key = key_text(key);
    let end = end_of_table(text, found.table, false);
    Some(match written(text, found.value.span()) {
        Written::Header => {
            // An indented key is followed by keys as far to the right; a header says nothing about its keys.
            let blanks = if end == 0 { "" } else { indent(text, first_key(text, found)) };
            let after = line_end(text, end.max(found.value.span().end));
            with_lines(text, after, &format!("{blanks}{key} = {value}\n"))
        }
        Written::Inline if end == 0 => return None,
        Written::Inline => spliced(text, end, end, &format!(", {key} = {value}")),
        Written::Dotted => {
            let after = line_end(text, end);
            with_lines(text, after, &format!("{}.{key} = {value}\n", found.section))
        }
    })
}

/// Where the first key of a table stands.
fn first_key(text: &str, found: &Found<'_, '_>) -> usize {
    let own = found.table.iter().filter(|(_, value)| end_of(text, value, false) > 0);
    own.map(|(key, _)| key.span().start).min().unwrap_or(found.value.span().start)
}

fn set_in_section(text: &str, root: &DeTable<'_>, name: &'static str, key: &str, value: &str) -> Vec<String> {
    let value = quoted(value);
    if let Some(found) = section(root, name) {
        return set(text, &found, key, &value).into_iter().collect();
    }
    let lines = format!("[{name}]\n{} = {value}\n", key_text(key));
    let sample = after_sample(text, &format!("[{name}]"));
    sample.into_iter().chain([text.len()]).map(|at| with_block(text, at, &lines)).collect()
}

/// Takes the line (or lines) of a key away; only where nothing else stands on them.
pub(super) fn remove(text: &str, table: &DeTable<'_>, key: &str) -> Option<String> {
    let (found, value) = table.get_key_value(key)?;
    if is_under_header(text, value) {
        return None;
    }
    let (from, to) = (line_start(text, found.span().start), line_end(text, value.span().end));
    let before = text[from..found.span().start].trim();
    let after = text[value.span().end..to].trim();
    (before.is_empty() && (after.is_empty() || after.starts_with('#'))).then(|| spliced(text, from, to, ""))
}

fn add_account(text: &str, root: &DeTable<'_>, new: &account::NewAccount) -> Vec<String> {
    let block = account::block(new);
    let accounts = root.get("account").and_then(|found| found.get_ref().as_array());
    let last = accounts.and_then(|accounts| accounts.iter().last()).map(|value| block_end(text, value));
    let sample = || after_sample(text, &format!("vendor = {}", quoted(new.vendor.as_str())));
    let first = last.or_else(sample);
    first.into_iter().chain([text.len()]).map(|at| with_block(text, at, &block)).collect()
}

/// Takes a table with a header of its own away.
pub(super) fn remove_block(text: &str, found: &Found<'_, '_>) -> Option<String> {
    if written(text, found.value.span()) != Written::Header {
        return None;
    }
    let from = line_start(text, found.value.span().start);
    let mut to = block_end(text, found.value);
    // The blank lines around it become those that stood before it.
    while to < text.len() && text[to..line_end(text, to)].trim().is_empty() {
        to = line_end(text, to);
    }
    Some(spliced(text, from, to, ""))
}

/// The end of a table with a header: of its keys, its tables, and the comments that follow them.
pub(super) fn block_end(text: &str, value: &Value<'_>) -> usize {
    with_comments_after(text, line_end(text, end_of(text, value, true).max(value.span().end)))
}

pub(super) fn spliced(text: &str, from: usize, to: usize, with: &str) -> String {
    format!("{}{}{}", &text[..from], in_style_of(text, with), &text[to..])
}

/// Puts whole lines in front of the line that begins at `at`.
fn with_lines(text: &str, at: usize, lines: &str) -> String {
    // The last line of a file may lack its end.
    let newline = if at > 0 && !text[..at].ends_with('\n') { "\n" } else { "" };
    spliced(text, at, at, &format!("{newline}{lines}"))
}

/// Puts a block of lines in front of the line that begins at `at`, a blank line on both sides.
pub(super) fn with_block(text: &str, at: usize, lines: &str) -> String {
    let last_line = line_start(text, at.saturating_sub(1));
    let gap_before = !text[last_line..at].trim().is_empty();
    let gap_after = at < text.len() && !text[at..line_end(text, at)].trim().is_empty();
    let (before, after) = (if gap_before { "\n" } else { "" }, if gap_after { "\n" } else { "" });
    with_lines(text, at, &format!("{before}{lines}{after}"))
}

/// Lines that are added end as the others do.
fn in_style_of(text: &str, with: &str) -> String {
    if text.contains("\r\n") { with.replace('\n', "\r\n") } else { with.to_owned() }
}

/// A value as it stands in the file.
pub(super) fn rendered(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => quoted(text),
        other => other.to_string(),
    }
}

pub(super) fn key_text(key: &str) -> String {
    let bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    if bare { key.to_owned() } else { quoted(key) }
}

/// Text on one line in quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The place of a value on a line of a sample; `None` where the line is no `key = value`.
pub(super) fn key_and_value(line: &str) -> Option<(String, std::ops::Range<usize>)> {
    let table = DeTable::parse(line).ok()?;
    let (key, value) = table.get_ref().iter().next()?;
    let plain = !matches!(value.get_ref(), DeValue::Table(_)) || written(line, value.span()) == Written::Inline;
    plain.then(|| (key.get_ref().to_string(), value.span()))
}
