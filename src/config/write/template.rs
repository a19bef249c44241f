//! The text of templates: a new one, and one that changed in some of its keys.

use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

use super::place::{Written, after_sample, line_start, written};
use super::splice::{
    Found, block_end, key_text, one_template, quoted, remove, remove_block, rendered, set, spliced, with_block,
};
use super::{WriteFault, not_toml};
use crate::config::Template;

/// A list of tables that would be longer than this on one line stands on several.
const LINE: usize = 100;

/// What the template means as plain TOML.
pub(super) fn meaning(template: &Template) -> Table {
    let mut table = Table::from_iter([("name".to_owned(), Value::from(template.name.as_str()))]);
    table.extend(template.parts.iter().map(|(vendor, part)| (vendor.to_string(), part.clone().into())));
    table
}

/// The template of this name in what a file means.
///
/// # Errors
///
/// [`WriteFault::NoSuchTemplate`].
pub(super) fn of<'r>(root: &'r mut Table, name: &str) -> Result<&'r mut Table, WriteFault> {
    let templates = root.get_mut("template").and_then(Value::as_array_mut);
    let found = templates.and_then(|templates| templates.iter_mut().find(|found| is_named(found, name)));
    found.and_then(Value::as_table_mut).ok_or_else(|| WriteFault::NoSuchTemplate(name.to_owned()))
}

pub(super) fn is_named(template: &Value, name: &str) -> bool {
    template.get("name").and_then(Value::as_str) == Some(name)
}

/// The texts with a new template, best first: after the last one, where the samples explain templates, at the end.
pub(super) fn added(text: &str, root: &DeTable<'_>, template: &Template) -> Vec<String> {
    let block = block(template);
    let last = root.get("template").and_then(|found| found.get_ref().as_array()).and_then(|all| all.iter().last());
    let place = last.map(|value| block_end(text, value)).or_else(|| after_sample(text, "[[template]]"));
    place.into_iter().chain([text.len()]).map(|at| with_block(text, at, &block)).collect()
}

/// The texts in which a template is another one: first with only those keys touched that differ, then, where a part is
/// written in a form that does not allow that, written anew as a whole.
///
/// # Errors
///
/// [`WriteFault::NotToml`].
pub(super) fn replaced(text: &str, name: &str, template: &Template) -> Result<Vec<String>, WriteFault> {
    let root = DeTable::parse(text).map_err(|fault| not_toml(text, &fault))?;
    let anew = one_template(root.get_ref(), name).filter(|found| written(text, found.value.span()) == Written::Header);
    let anew = anew.map(|found| {
        let from = line_start(text, found.value.span().start);
        spliced(text, from, block_end(text, found.value), &block(template))
    });
    let by_keys = by_keys(text, name, template)?;
    Ok(by_keys.into_iter().chain(anew).collect())
}

/// Key by key, reading the text again after each. `None` where a key is written in a form that is not edited.
fn by_keys(text: &str, name: &str, template: &Template) -> Result<Option<String>, WriteFault> {
    let wanted = meaning(template);
    let mut text = text.to_owned();
    let mut name = name;
    loop {
        let root = DeTable::parse(&text).map_err(|fault| not_toml(&text, &fault))?;
        let Some(found) = one_template(root.get_ref(), name) else { return Ok(None) };
        let mut is = super::meaning::of(&text)?;
        let is = of(&mut is, name)?;
        let next = match first_difference(is, &wanted) {
            None => return Ok(Some(text)),
            Some(Difference::Value(key, value)) => {
                if key == "name" {
                    name = &template.name;
                }
                set(&text, &found, key, &rendered(value))
            }
            Some(Difference::NewPart(vendor, part)) => {
                Some(with_block(&text, block_end(&text, found.value), &part_block(vendor, part)))
            }
            Some(Difference::OldPart(vendor)) => part_of(&found, &vendor).and_then(|part| remove_block(&text, &part)),
            Some(Difference::In(vendor, key, value)) => part_of(&found, vendor).and_then(|part| match value {
                Some(value) => set(&text, &part, key, &shown(key, value)),
                None => remove(&text, part.table, key),
            }),
        };
        match next {
            Some(next) if next != text => text = next,
            _ => return Ok(None),
        }
    }
}

/// One way in which a template differs from what it shall be.
enum Difference<'w> {
    Value(&'w str, &'w Value),
    NewPart(&'w str, &'w Table),
    OldPart(String),
    /// A key of a part; without a value it goes.
    In(&'w str, &'w str, Option<&'w Value>),
}

fn first_difference<'w>(is: &'w Table, wanted: &'w Table) -> Option<Difference<'w>> {
    for (key, value) in wanted {
        match (value, is.get(key)) {
            (Value::Table(part), Some(Value::Table(old))) => {
                let gone = old.keys().find(|key| !part.contains_key(*key));
                if let Some(gone) = gone {
                    return Some(Difference::In(key, gone, None));
                }
                if let Some((inner, value)) = part.iter().find(|(inner, value)| old.get(*inner) != Some(value)) {
                    return Some(Difference::In(key, inner, Some(value)));
                }
            }
            (Value::Table(part), None) => return Some(Difference::NewPart(key, part)),
            (value, old) if old != Some(value) => return Some(Difference::Value(key, value)),
            _ => {}
        }
    }
    let gone = is.keys().find(|key| !wanted.contains_key(*key))?;
    Some(Difference::OldPart(gone.clone()))
}

fn part_of<'v, 't>(template: &Found<'v, 't>, vendor: &str) -> Option<Found<'v, 't>> {
    let value = template.table.get(vendor)?;
    let DeValue::Table(table) = value.get_ref() else { return None };
    // The section is the name of a table written by dots, which a part of a list never is.
    Some(Found { section: "template", value, table })
}

fn block(template: &Template) -> String {
    let parts = template.parts.iter().map(|(vendor, part)| part_block(vendor.as_str(), part));
    let head = format!("[[template]]\nname = {}\n", quoted(&template.name));
    std::iter::once(head).chain(parts).collect()
}

fn part_block(vendor: &str, part: &Table) -> String {
    let keys = part.iter().map(|(key, value)| format!("{} = {}\n", key_text(key), shown(key, value)));
    std::iter::once(format!("[template.{vendor}]\n")).chain(keys).collect()
}

/// A value behind its key, on several lines where one would be too long.
fn shown(key: &str, value: &Value) -> String {
    let line = rendered(value);
    match value {
        Value::Array(items) if key.len() + line.len() > LINE && items.iter().all(Value::is_table) => {
            let lines = items.iter().map(|item| format!("    {},\n", rendered(item)));
            std::iter::once("[\n".to_owned()).chain(lines).chain(["]".to_owned()]).collect()
        }
        _ => line,
    }
}

#[cfg(test)]
mod tests;
