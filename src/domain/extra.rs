//! Members of a vendor's record that Leadline does not know: kept byte for byte, in their order.
//!
//! Reading them into numbers and maps would lose digits, order and spelling; a vendor's surprise must survive as it came.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

/// A JSON object kept verbatim. A name stands in it once: the last one wins, as everywhere in JSON.
#[derive(Clone, Default)]
pub struct Extra(Vec<(String, Box<RawValue>)>);

impl Extra {
    /// Adds or replaces a member.
    pub fn set(&mut self, name: impl Into<String>, json: Box<RawValue>) {
        let name = name.into();
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, value)) => *value = json,
            None => self.0.push((name, json)),
        }
    }

    /// Adds or replaces a member by a text.
    pub fn set_text(&mut self, name: impl Into<String>, text: &str) {
        if let Ok(json) = serde_json::value::to_raw_value(text) {
            self.set(name, json);
        }
    }

    /// The JSON of a member, as the vendor wrote it.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, json)| json.get())
    }

    /// Names and their JSON, in the vendor's order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, json)| (name.as_str(), json.get()))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Extra {}

/// Names only: the values are a customer's.
impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

impl Serialize for Extra {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, json) in &self.0 {
            map.serialize_entry(name, json)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Extra {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Extra;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Extra, A::Error> {
                let mut extra = Extra::default();
                while let Some((name, json)) = map.next_entry::<String, Box<RawValue>>()? {
                    extra.set(name, json);
                }
                Ok(extra)
            }
        }
        deserializer.deserialize_map(Members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_comes_back_byte_for_byte() {
        let text = r#"{"z":1.0,"a":12345678901234567890123,"n":null,"o":{"b":[1e2, "ü"],"a":""}}"#;
        let extra: Extra = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&extra).unwrap(), text);
        assert_eq!(extra.get("a"), Some("12345678901234567890123"));
        assert_eq!(format!("{extra:?}"), r#"{"z", "a", "n", "o"}"#);
    }

    #[test]
    fn a_name_stands_once() {
        let extra: Extra = serde_json::from_str(r#"{"a":1,"b":2,"a":3}"#).unwrap();
        assert_eq!(serde_json::to_string(&extra).unwrap(), r#"{"a":3,"b":2}"#);
    }
}
