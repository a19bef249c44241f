//! The shapes on the wire (contract sections 3 and 4), read without assuming more than JSON.
//!
//! Two envelopes come from either address, lists may be bare objects, numbers may be texts, and members appear that
//! nobody documented. So an object is taken as its members in their order, known ones are taken out one by one, and
//! what is left stays as it was written.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// An object's members, each a piece of the reply.
#[derive(Clone, Debug, Default)]
pub(super) struct Members<'r>(Vec<(Cow<'r, str>, &'r RawValue)>);

impl<'r> Members<'r> {
    /// The members of an object; `None` where the JSON is something else.
    pub(super) fn of(json: &'r RawValue) -> Option<Self> {
        serde_json::from_str(json.get()).ok()
    }

    /// Takes a member out; of two with the same name the last one wins. JSON's null counts as missing.
    pub(super) fn take(&mut self, name: &str) -> Option<&'r RawValue> {
        let mut found = None;
        self.0.retain(|(known, json)| {
            let is = known == name;
            if is {
                found = Some(*json);
            }
            !is
        });
        found.filter(|json| json.get() != "null")
    }

    /// Takes a member out where it can be read; else it stays, to be shown as it came.
    pub(super) fn take_as<T>(&mut self, name: &str, read: impl Fn(&'r RawValue) -> Option<T>) -> Option<T> {
        let (_, json) = self.0.iter().rev().find(|(known, _)| known == name)?;
        let value = read(json);
        if value.is_some() || json.get() == "null" {
            self.take(name);
        }
        value
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// What was not taken.
    pub(super) fn rest(self) -> impl Iterator<Item = (Cow<'r, str>, &'r RawValue)> {
        self.0.into_iter()
    }
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(Name(name)) = map.next_key()? {
                    members.push((name, map.next_value()?));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// A member's name, borrowed where it holds no escape.
struct Name<'r>(Cow<'r, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// One or many: a list with one element may come as that element, an empty one as nothing at all (section 4, trap 2).
pub(super) fn one_or_many(json: Option<&RawValue>) -> Vec<&RawValue> {
    let Some(json) = json else { return Vec::new() };
    match json.get().as_bytes().first() {
        Some(b'[') => serde_json::from_str(json.get()).unwrap_or_default(),
        // The older interface writes nothing as an empty object too (trap 8).
        Some(b'{') if json.get()[1..].trim() == "}" => Vec::new(),
        Some(b'{') => vec![json],
        _ if is_nothing(json) => Vec::new(),
        // A bare text or number where an object belongs is still one thing that the vendor said.
        _ => vec![json],
    }
}

/// Null, an empty text, or the text "null" (section 4, trap 1).
pub(super) fn is_nothing(json: &RawValue) -> bool {
    let text = json.get();
    text == "null" || text.starts_with('"') && matches!(text.trim_matches('"').trim(), "" | "null" | "NULL")
}

/// A text, or a number as its digits.
pub(super) fn text(json: &RawValue) -> Option<String> {
    match json.get().as_bytes().first()? {
        b'"' => serde_json::from_str(json.get()).ok(),
        b'-' | b'0'..=b'9' => Some(json.get().to_owned()),
        _ => None,
    }
}

/// A whole number, or a text that is one.
pub(super) fn whole(json: &RawValue) -> Option<i64> {
    text(json)?.trim().parse().ok()
}

/// A truth value, or a text that is one.
pub(super) fn truth(json: &RawValue) -> Option<bool> {
    let word = if json.get().starts_with('"') { text(json)? } else { json.get().to_owned() };
    match word.trim().to_ascii_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(json: &str) -> &RawValue {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn one_thing_may_come_bare_and_none_in_many_ways() {
        assert_eq!(one_or_many(Some(raw("[{},{}]"))).len(), 2);
        assert_eq!(one_or_many(Some(raw(r#"{"a":1}"#))).len(), 1);
        for nothing in ["[]", "{ }", "null", "\"\"", "\"null\"", "\" \""] {
            assert!(one_or_many(Some(raw(nothing))).is_empty(), "{nothing}");
        }
        assert!(one_or_many(None).is_empty());
    }

    #[test]
    fn numbers_and_truths_may_be_texts() {
        assert_eq!(whole(raw("1685581782856")), Some(1_685_581_782_856));
        assert_eq!(whole(raw("\" 42 \"")), Some(42));
        assert_eq!(whole(raw("\"SUMMER\"")), None);
        assert_eq!(whole(raw("{}")), None);
        assert_eq!((truth(raw("\"true\"")), truth(raw("false")), truth(raw("1"))), (Some(true), Some(false), None));
        assert_eq!(text(raw("495550100")).as_deref(), Some("495550100"));
    }

    #[test]
    fn what_cannot_be_read_is_left_to_be_shown() {
        let mut members = Members::of(raw(r#"{"a":1,"b":{"c":1},"a":2,"\u0064":null}"#)).unwrap();
        assert_eq!(members.take_as("a", whole), Some(2));
        assert_eq!(members.take_as("b", whole), None);
        assert_eq!(members.take_as("d", whole), None);
        let rest: Vec<_> = members.rest().map(|(name, json)| format!("{name}={}", json.get())).collect();
        assert_eq!(rest, [r#"b={"c":1}"#]);
    }
}
