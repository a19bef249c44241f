//! Why a record would not decode, in plain words: what was expected and what was found, never the value, which is a
//! customer's, and no name of our own types, which nobody outside knows.

/// The sentence for a decoder's own (serde's) words.
pub(super) fn expected_and_found(words: &str) -> String {
    // From the end: a quoted value in front may hold these very words.
    let words = words.rsplit_once(" at line ").map_or(words, |(words, _)| words);
    if let Some(member) = words.strip_prefix("missing field ") {
        return format!("expected the member {member}, found none");
    }
    if let Some(member) = words.strip_prefix("duplicate field ") {
        return format!("expected the member {member} once, found it twice");
    }
    if words.starts_with("data did not match any variant") {
        return "expected a text, a number, or true or false, found something else".to_owned();
    }
    let (found, expected) = words.rsplit_once(", expected ").unwrap_or((words, ""));
    let expected = kind(EXPECTED, expected);
    let found = found.strip_prefix("invalid type: ").and_then(|found| kind(FOUND, found));
    match (expected, found) {
        (Some(expected), Some(found)) => format!("expected {expected}, found {found}"),
        (Some(expected), None) => format!("expected {expected}, found something else"),
        (None, Some(found)) => format!("expected something else, found {found}"),
        (None, None) if ["surrogate", "unicode", "hex escape", "escape"].iter().any(|part| words.contains(part)) => {
            "expected a whole text, found a broken character in it".to_owned()
        }
        (None, None) if words.contains("out of range") => "expected a number, found one that is too large".to_owned(),
        (None, None) => "expected a whole record, found something else".to_owned(),
    }
}

/// How the decoder begins to name a kind, and what people call it.
type Kinds = &'static [(&'static str, &'static str)];

const FOUND: Kinds = &[
    ("string", "a text"),
    ("character", "a text"),
    ("integer", "a number"),
    ("floating point", "a number"),
    ("number", "a number"),
    ("boolean", "true or false"),
    ("null", "null"),
    ("unit", "null"),
    ("sequence", "a list"),
    ("map", "an object"),
];

const EXPECTED: Kinds = &[
    ("a string", "a text"),
    ("a borrowed string", "a text"),
    ("str", "an object"),
    ("a map", "an object"),
    ("a boolean", "true or false"),
    ("a sequence", "a list"),
    ("unit", "null"),
    ("f", "a number"),
    ("i", "a whole number"),
    ("u", "a whole number"),
];

fn kind(kinds: Kinds, words: &str) -> Option<&'static str> {
    kinds.iter().find(|(start, _)| words.starts_with(start)).map(|(_, plain)| *plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expected_and_found_are_said_in_plain_words_and_never_the_value() {
        for (words, plain) in [
            (
                "invalid type: string \"Nadia, expected \\\" x\", expected f64 at line 1 column 3",
                "expected a number, found a text",
            ),
            (
                "invalid type: integer `5550100`, expected a string at line 1 column 3",
                "expected a text, found a number",
            ),
            ("invalid type: map, expected a sequence at line 1 column 2", "expected a list, found an object"),
            ("invalid type: sequence, expected struct Phone at line 1 column 2", "expected an object, found a list"),
            ("invalid type: null, expected a string at line 1 column 2", "expected a text, found null"),
            (
                "invalid type: boolean `true`, expected i64 at line 1 column 2",
                "expected a whole number, found true or false",
            ),
            (
                "invalid length 0, expected struct Chat with 12 elements at line 1 column 2",
                "expected an object, found something else",
            ),
            ("missing field `_id` at line 1 column 20", "expected the member `_id`, found none"),
            ("duplicate field `uuid` at line 1 column 20", "expected the member `uuid` once, found it twice"),
            (
                "data did not match any variant of untagged enum Scalar",
                "expected a text, a number, or true or false, found something else",
            ),
            (
                "lone leading surrogate in hex escape at line 1 column 9",
                "expected a whole text, found a broken character in it",
            ),
            ("number out of range at line 1 column 9", "expected a number, found one that is too large"),
            ("whatever comes next", "expected a whole record, found something else"),
        ] {
            assert_eq!(expected_and_found(words), plain, "{words}");
        }
    }

    #[test]
    fn what_the_decoder_really_says_is_understood() {
        #[derive(Debug, serde::Deserialize)]
        #[expect(dead_code, reason = "only what goes wrong matters here")]
        struct Record {
            id: String,
            visits: Option<f64>,
            tags: Option<Vec<String>>,
            profile: Option<Box<Record>>,
            online: Option<bool>,
            code: Option<u32>,
        }
        for (json, plain) in [
            (r#"{"id":5}"#, "expected a text, found a number"),
            (r#"{"id":"a","visits":"many"}"#, "expected a number, found a text"),
            (r#"{"id":"a","visits":[1]}"#, "expected a number, found a list"),
            (r#"{"id":"a","tags":"vip"}"#, "expected a list, found a text"),
            (r#"{"id":"a","tags":{"0":"vip"}}"#, "expected a list, found an object"),
            (r#"{"id":"a","profile":"none"}"#, "expected an object, found a text"),
            (r#"{"id":"a","profile":false}"#, "expected an object, found true or false"),
            (r#"{"id":"a","online":1.5}"#, "expected true or false, found a number"),
            (r#"{"id":"a","code":"7"}"#, "expected a whole number, found a text"),
            ("[]", "expected an object, found something else"),
            ("{}", "expected the member `id`, found none"),
            (r#"{"id":"\ud800"}"#, "expected a whole text, found a broken character in it"),
            (r#"{"id":"a","id":"b"}"#, "expected the member `id` once, found it twice"),
        ] {
            let words = serde_json::from_str::<Record>(json).unwrap_err().to_string();
            assert_eq!(expected_and_found(&words), plain, "{json}: {words}");
        }
    }
}
