//! For tests: the samples that stand in vendors' documents, kept letter by letter, beside what our code makes.

use std::collections::BTreeMap;

use serde_json::Value;

/// The JSON of a sample that is none as it is printed, with each of these pieces replaced. Every piece stands in it
/// exactly once, and without any single one of the repairs it is still no JSON: nothing is mended that was whole.
pub(super) fn mended(sample: &str, repairs: &[(&str, &str)]) -> Value {
    let without = |left_out: Option<usize>| {
        let kept = repairs.iter().enumerate().filter(|(at, _)| Some(*at) != left_out);
        kept.fold(sample.to_owned(), |text, (_, (piece, instead))| text.replacen(piece, instead, 1))
    };
    for (at, (piece, _)) in repairs.iter().enumerate() {
        assert_eq!(sample.matches(piece).count(), 1, "{piece:?} does not stand there once");
        assert!(serde_json::from_str::<Value>(&without(Some(at))).is_err(), "{piece:?} needs no repair");
    }
    let whole = without(None);
    serde_json::from_str(&whole).unwrap_or_else(|fault| panic!("{fault}: {whole}"))
}

/// Every member by its path, with the kind of its value. The entries of a list share one path.
pub(super) fn shape(json: &Value) -> BTreeMap<String, &'static str> {
    let mut found = BTreeMap::new();
    let mut left = vec![("$".to_owned(), json)];
    while let Some((path, value)) = left.pop() {
        match value {
            Value::Object(members) => {
                left.extend(members.iter().map(|(name, value)| (format!("{path}.{name}"), value)));
            }
            Value::Array(entries) => left.extend(entries.iter().map(|value| (format!("{path}[]"), value))),
            _ => {}
        }
        let known = found.insert(path.clone(), kind(value));
        assert!(known.is_none_or(|known| known == kind(value)), "{path} is of two kinds");
    }
    found
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}

/// The cells of the lines of a table, `a | b | c`.
pub(super) fn cells(table: &'static str) -> Vec<Vec<&'static str>> {
    table.lines().map(|line| line.split(" | ").map(|cell| cell.trim_end_matches([' ', '|'])).collect()).collect()
}

#[test]
fn a_shape_tells_members_and_kinds_apart_and_nothing_else() {
    let of = |text: &str| shape(&serde_json::from_str(text).unwrap());
    assert_eq!(of(r#"{"a":[{"b":1},{"b":2}],"c":"x"}"#), of(r#"{"c":"","a":[{"b":0}]}"#));
    for other in [r#"{"a":[{"b":"1"}],"c":"x"}"#, r#"{"a":[{}],"c":"x"}"#, r#"{"a":{"b":1},"c":"x"}"#, r#"{"a":[]}"#] {
        assert_ne!(of(r#"{"a":[{"b":1}],"c":"x"}"#), of(other), "{other}");
    }
}

#[test]
#[should_panic(expected = "needs no repair")]
fn what_is_whole_is_not_mended() {
    mended("[1, 2", &[("1", "3"), ("2", "2]")]);
}
