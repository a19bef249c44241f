//! Places in a vendor's table of a template, and what stands there.

use std::fmt;

use toml::{Table, Value};

/// One step into a table.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Step {
    Key(String),
    /// An item of a list, from 0.
    Item(usize),
}

/// The way to a place, from the vendor's table on. Written as the vendors' folders write theirs: `props[0].from`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct At(Vec<Step>);

impl At {
    /// A key under this place.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        Self(self.0.iter().cloned().chain([Step::Key(key.to_owned())]).collect())
    }

    /// Another key of the table in which this place is.
    #[must_use]
    pub fn beside(&self, key: &str) -> Self {
        let (_, outer) = self.0.split_last().unwrap_or((&Step::Item(0), &[]));
        Self(outer.to_vec()).key(key)
    }

    /// An item of the list at this place.
    #[must_use]
    pub fn item(&self, at: usize) -> Self {
        Self(self.0.iter().cloned().chain([Step::Item(at)]).collect())
    }

    /// Whether a written place is this one or lies in it.
    pub fn holds(&self, place: &str) -> bool {
        let own = self.to_string();
        place.strip_prefix(&own).is_some_and(|rest| own.is_empty() || rest.is_empty() || rest.starts_with(['.', '[']))
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, step) in self.0.iter().enumerate() {
            match step {
                Step::Item(at) => write!(f, "[{at}]")?,
                Step::Key(key) if n == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
            }
        }
        Ok(())
    }
}

/// What stands at a place.
pub(super) fn get<'t>(table: &'t Table, at: &At) -> Option<&'t Value> {
    let (Step::Key(first), rest) = at.0.split_first()? else { return None };
    rest.iter().try_fold(table.get(first)?, |value, step| match step {
        Step::Key(key) => value.as_table()?.get(key),
        Step::Item(at) => value.as_array()?.get(*at),
    })
}

/// Puts a value there, making the tables and lists on the way; `None` takes away what is there. A list that loses its
/// last item goes, and so does a table under names that the vendor gives out.
pub(super) fn put(table: &mut Table, at: &At, value: Option<Value>) {
    if let Some((Step::Key(first), rest)) = at.0.split_first() {
        put_in(table, first, rest, value);
    }
}

fn put_in(table: &mut Table, key: &str, rest: &[Step], value: Option<Value>) {
    match (rest.split_first(), value) {
        (None, Some(value)) => {
            table.insert(key.to_owned(), value);
        }
        (None, None) => {
            table.remove(key);
        }
        (Some((Step::Key(next), rest)), value) => {
            let found = table.entry(key).or_insert_with(|| Table::new().into());
            if let Some(inner) = found.as_table_mut() {
                put_in(inner, next, rest, value);
                if inner.is_empty() {
                    table.remove(key);
                }
            }
        }
        (Some((Step::Item(at), rest)), value) => {
            let found = table.entry(key).or_insert_with(|| Value::Array(Vec::new()));
            let Some(list) = found.as_array_mut() else { return };
            match (rest.split_first(), value) {
                (None, None) if *at < list.len() => {
                    list.remove(*at);
                }
                (None, Some(value)) if *at < list.len() => list[*at] = value,
                (None, Some(value)) => list.push(value),
                (Some((Step::Key(next), rest)), value) => {
                    if let Some(inner) = list.get_mut(*at).and_then(Value::as_table_mut) {
                        put_in(inner, next, rest, value);
                    }
                }
                _ => {}
            }
            if list.is_empty() {
                table.remove(key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(place: &str) -> At {
        place.split('.').fold(At::default(), |at, word| match word.split_once('[') {
            None => at.key(word),
            Some((key, item)) => at.key(key).item(item.trim_end_matches(']').parse().unwrap()),
        })
    }

    #[test]
    fn a_value_is_put_changed_and_taken_away_wherever_it_stands() {
        let mut table = Table::new();
        for (place, value) in [("type", "CALL"), ("user.country.from", "lead.country"), ("products[0]", "")] {
            let value = if value.is_empty() { Table::new().into() } else { Value::from(value) };
            put(&mut table, &at(place), Some(value));
        }
        put(&mut table, &at("products[0].id.from"), Some("input".into()));
        let wanted = "type = \"CALL\"\nuser = { country = { from = \"lead.country\" } }\nproducts = [{ id = { from = \"input\" } }]";
        assert_eq!(table, wanted.parse::<Table>().unwrap());
        assert_eq!(get(&table, &at("products[0].id.from")).and_then(Value::as_str), Some("input"));
        assert_eq!(get(&table, &at("products[1].id")), None);
        put(&mut table, &at("user.country"), None);
        put(&mut table, &at("products[0]"), None);
        put(&mut table, &at("nothing[3].here"), None);
        assert_eq!(table, "type = \"CALL\"".parse::<Table>().unwrap());
    }

    #[test]
    fn a_place_is_written_as_the_vendors_write_it_and_holds_what_lies_in_it() {
        let place = at("products[0].custom[1]");
        assert_eq!(place.to_string(), "products[0].custom[1]");
        assert!(place.holds("products[0].custom[1]") && place.holds("products[0].custom[1].kind"));
        assert!(!place.holds("products[0].custom[11]") && !place.holds("products[0]"));
        assert!(at("type").holds("type") && !at("type").holds("types"));
    }
}
