//! The shapes on the wire (contract sections 3 and 4).
//!
//! Only members that Leadline uses stand here; the record itself is kept verbatim beside them, so that a field
//! nobody documented is never lost. Every member may be missing or null.

use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// The envelope of both endpoints. The error body is not documented: everything is optional.
#[derive(Debug, Deserialize)]
pub(super) struct Envelope<'a> {
    pub success: Option<bool>,
    #[serde(default, deserialize_with = "text_or_nothing")]
    pub message: Option<String>,
    #[serde(default, deserialize_with = "number_or_numeric_text")]
    pub code: Option<i64>,
    #[serde(borrow)]
    pub data: Option<&'a RawValue>,
}

/// One chat record of the list.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Chat {
    #[serde(rename = "_id")]
    pub id: String,
    pub uuid: Option<String>,
    pub created_at: Option<String>,
    pub updated_at: Option<String>,
    pub last_seen_at: Option<String>,
    pub is_online: Option<bool>,
    pub website_visits: Option<f64>,
    pub status: Option<String>,
    #[serde(rename = "_agentAssigned")]
    pub agent_assigned: Option<String>,
    pub last_message: Option<Message>,
    pub profile: Option<Profile>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Message {
    pub at: Option<String>,
    pub by: Option<String>,
    pub text: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Profile {
    pub notes: Option<Vec<Note>>,
    pub user_details: Option<UserDetails>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Note {
    #[serde(rename = "_id")]
    pub id: Option<String>,
    pub title: Option<String>,
    pub description: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UserDetails {
    pub name: Option<String>,
    pub user_provided_name: Option<String>,
    pub picture: Option<String>,
    pub contact: Option<Contact>,
    pub city: Option<String>,
    pub country: Option<String>,
    pub gender: Option<String>,
    pub tags: Option<Vec<String>>,
    pub attributes: Option<Vec<Attribute>>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Contact {
    pub email: Option<String>,
    pub phone: Option<Phone>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Phone {
    pub number: Option<String>,
    /// Without `+` when read, with it when written (section 8, oddity 3).
    pub prefix: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Attribute {
    pub key: String,
    pub value: Option<Scalar>,
}

/// An attribute's value: documented as a string, but a number or a truth value is read as what it says.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Scalar {
    Text(String),
    Truth(bool),
    Number(serde_json::Number),
}

/// Only the id, for naming a record that will not decode.
#[derive(Debug, Deserialize)]
pub(super) struct OnlyId {
    #[serde(rename = "_id")]
    pub id: Option<String>,
}

fn text_or_nothing<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Loose {
        Text(String),
        Other(IgnoredAny),
    }
    Ok(match Loose::deserialize(deserializer)? {
        Loose::Text(text) => Some(text),
        Loose::Other(_) => None,
    })
}

/// `code` is a number; a numeric string is accepted too (section 6).
fn number_or_numeric_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Loose {
        Number(i64),
        Text(String),
        Other(IgnoredAny),
    }
    Ok(match Loose::deserialize(deserializer)? {
        Loose::Number(number) => Some(number),
        Loose::Text(text) => text.trim().parse().ok(),
        Loose::Other(_) => None,
    })
}
