//! Fills a field from a fact and its lead.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde_json::{Number, Value};

use super::{LeadPart, Source, TemplateField, ValueKind};
use crate::domain::recording::Fact;
use crate::domain::{Lead, phone};
use crate::vendors::recording::{EventFault, InputKind};

/// A value on its way out.
#[derive(Clone, Debug, PartialEq)]
pub enum Filled {
    Text(String),
    Number(Number),
    Truth(bool),
    At(Timestamp),
    List(Vec<String>),
}

impl Filled {
    /// As JSON.
    pub fn to_json(&self) -> Value {
        match self {
            Self::Text(text) => Value::String(text.clone()),
            Self::Number(number) => Value::Number(number.clone()),
            Self::Truth(truth) => Value::Bool(*truth),
            Self::At(at) => Value::String(iso_millis(*at)),
            Self::List(list) => list.iter().cloned().map(Value::String).collect(),
        }
    }

    /// As plain text; a list with commas.
    pub fn to_text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Truth(truth) => truth.to_string(),
            Self::At(at) => iso_millis(*at),
            Self::List(list) => list.join(", "),
        }
    }
}

/// `2024-03-05T08:10:11.120Z`, the form that every vendor's sample shows.
pub fn iso_millis(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// The value of a field; `None` where there is nothing to say.
///
/// # Errors
/// When what stands there is not of the kind that goes out.
pub fn fill(field: &TemplateField, fact: &Fact, lead: &Lead) -> Result<Option<Filled>, EventFault> {
    let text = |text: Option<&String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let raw = match &field.source {
        Source::Text => text(Some(&fact.text)).map(Filled::Text),
        Source::Agent => text(Some(&fact.agent)).map(Filled::Text),
        Source::Status => lead.status.as_ref().map(|status| Filled::Text(status.wire().to_owned())),
        Source::Tags => Some(lead.tags.clone()).filter(|tags| !tags.is_empty()).map(Filled::List),
        Source::Lead(part) => of_lead(*part, lead),
        Source::Attribute(key) => {
            let held = lead.attributes.iter().find(|attribute| attribute.key == *key);
            text(held.map(|attribute| &attribute.value)).map(Filled::Text)
        }
        Source::Input(input) => {
            let typed = text(fact.inputs.get(&input.label)).or_else(|| text(input.default.as_ref()));
            if let (InputKind::Choice(options), Some(typed)) = (&input.kind, &typed)
                && !options.contains(typed)
            {
                return Err(fault(field, &format!("“{typed}” is none of {}; choose one", options.join(", "))));
            }
            if input.required && typed.is_none() {
                return Err(fault(field, &format!("“{}” is missing; fill it in", input.label)));
            }
            typed.map(Filled::Text)
        }
        Source::Fixed(value) => Some(value.clone()),
    };
    raw.map(|raw| as_kind(field, raw)).transpose()
}

fn of_lead(part: LeadPart, lead: &Lead) -> Option<Filled> {
    let text = |text: Option<&str>| {
        text.map(str::trim).filter(|text| !text.is_empty()).map(|text| Filled::Text(text.to_owned()))
    };
    match part {
        LeadPart::Id => text(Some(lead.remote_id.as_str())),
        LeadPart::Uuid => text(lead.uuid.as_deref()),
        LeadPart::Name => text(lead.name.as_deref()).or_else(|| text(lead.provided_name.as_deref())),
        LeadPart::Email => text(lead.email.as_deref()),
        LeadPart::Phone => {
            let number = phone::international(lead.dial_code.as_deref(), lead.phone.as_deref()?)?;
            Some(Filled::Text(format!("+{number}")))
        }
        LeadPart::DialCode => text(lead.dial_code.as_deref()),
        LeadPart::City => text(lead.city.as_deref()),
        LeadPart::Country => text(lead.country.as_deref()),
        LeadPart::Gender => text(lead.gender.as_deref()),
        LeadPart::Picture => text(lead.picture.as_deref()),
        LeadPart::Agent => text(lead.agent.as_ref().map(|agent| agent.as_str())),
        LeadPart::LastMessage => text(lead.last_message.as_ref().and_then(|message| message.text.as_deref())),
        LeadPart::WebsiteVisits => lead.website_visits.map(|visits| Filled::Number(visits.into())),
        LeadPart::CreatedAt => lead.created_at.map(Filled::At),
        LeadPart::UpdatedAt => lead.updated_at.map(Filled::At),
        LeadPart::LastSeenAt => lead.last_seen_at.map(Filled::At),
    }
}

fn as_kind(field: &TemplateField, raw: Filled) -> Result<Filled, EventFault> {
    let words = raw.to_text();
    match (field.kind, raw) {
        (ValueKind::String, list @ Filled::List(_)) => Ok(list),
        (ValueKind::String, other) => Ok(Filled::Text(other.to_text())),
        (ValueKind::Number, number @ Filled::Number(_)) => Ok(number),
        (ValueKind::Number, _) => {
            let number = words.parse::<i64>().map(Number::from).ok();
            let number = number.or_else(|| words.parse::<f64>().ok().and_then(Number::from_f64));
            number.map(Filled::Number).ok_or_else(|| fault(field, &format!("“{words}” is not a number; write digits")))
        }
        (ValueKind::Boolean, truth @ Filled::Truth(_)) => Ok(truth),
        (ValueKind::Boolean, _) => match words.to_lowercase().as_str() {
            "true" | "yes" | "1" => Ok(Filled::Truth(true)),
            "false" | "no" | "0" => Ok(Filled::Truth(false)),
            _ => Err(fault(field, &format!("“{words}” is neither yes nor no; write one of them"))),
        },
        (ValueKind::Date, at @ Filled::At(_)) => Ok(at),
        (ValueKind::Date, _) => date(&words)
            .map(Filled::At)
            .ok_or_else(|| fault(field, &format!("“{words}” is not a date; write it like 2024-03-05"))),
    }
}

/// A date or a time in ISO form; one without a zone is UTC.
pub fn date(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    text.parse::<Timestamp>()
        .ok()
        .or_else(|| text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok().map(|at| at.timestamp()))
        .or_else(|| text.parse::<Date>().ok()?.to_zoned(TimeZone::UTC).ok().map(|at| at.timestamp()))
}

fn fault(field: &TemplateField, why: &str) -> EventFault {
    EventFault { input: field.label().map(str::to_owned), why: format!("{why}.") }
}
