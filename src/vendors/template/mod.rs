//! The fields of a template: where a value comes from, and as what it goes out.
//!
//! The same little language in every vendor's table: `from` or `value`, and for what the agent types `label`, `type`,
//! `default`, `options`. A vendor's folder says which fields there are; here they are read and filled.

mod fill;
mod read;
#[cfg(test)]
mod slots_tests;
#[cfg(test)]
mod tests;

use crate::vendors::recording::Input;

pub use fill::{Filled, date, fill, iso_millis};
pub use read::{FieldRead, Reading};

/// Where the value of a field comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// What the agent wrote.
    Text,
    /// The name of who records.
    Agent,
    /// The lead's status, as the vendor of leads spells it.
    Status,
    Tags,
    Lead(LeadPart),
    Attribute(String),
    Input(Input),
    /// Stands in the template itself.
    Fixed(Filled),
}

/// What a template can take from a lead, by the words of its JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeadPart {
    Id,
    Uuid,
    Name,
    Email,
    /// In the international form, with `+`.
    Phone,
    DialCode,
    City,
    Country,
    Gender,
    Picture,
    Agent,
    LastMessage,
    WebsiteVisits,
    CreatedAt,
    UpdatedAt,
    LastSeenAt,
}

impl LeadPart {
    /// The words after `lead.`, with what they mean.
    pub const WORDS: [(&'static str, Self); 16] = [
        ("id", Self::Id),
        ("uuid", Self::Uuid),
        ("name", Self::Name),
        ("email", Self::Email),
        ("phone", Self::Phone),
        ("dial_code", Self::DialCode),
        ("city", Self::City),
        ("country", Self::Country),
        ("gender", Self::Gender),
        ("picture", Self::Picture),
        ("agent", Self::Agent),
        ("last_message", Self::LastMessage),
        ("website_visits", Self::WebsiteVisits),
        ("created_at", Self::CreatedAt),
        ("updated_at", Self::UpdatedAt),
        ("last_seen_at", Self::LastSeenAt),
    ];
}

/// As what a value goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    String,
    Number,
    Boolean,
    Date,
}

impl ValueKind {
    /// The words of `type`, in the order of the variants.
    pub const WORDS: [(&'static str, Self); 4] =
        [("string", Self::String), ("number", Self::Number), ("boolean", Self::Boolean), ("date", Self::Date)];
}

/// One field of a template.
#[derive(Clone, Debug, PartialEq)]
pub struct TemplateField {
    pub source: Source,
    pub kind: ValueKind,
}

impl TemplateField {
    /// The name to speak of it to the agent: the label of an input.
    pub fn label(&self) -> Option<&str> {
        match &self.source {
            Source::Input(input) => Some(&input.label),
            _ => None,
        }
    }
}

/// What the form asks for: each label once, in the order of the template.
pub fn inputs<'f>(fields: impl IntoIterator<Item = &'f TemplateField>) -> Vec<Input> {
    let mut inputs: Vec<Input> = Vec::new();
    for field in fields {
        if let Source::Input(input) = &field.source {
            match inputs.iter_mut().find(|known| known.label == input.label) {
                Some(known) => known.required |= input.required,
                None => inputs.push(input.clone()),
            }
        }
    }
    inputs
}
