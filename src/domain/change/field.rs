//! A field: holds one value, and is compared and written as a whole.

use serde::{Deserialize, Serialize};

use crate::domain::ids::AgentId;
use crate::domain::lead::Lead;
use crate::domain::phone;
use crate::domain::status::LeadStatus;

/// A field that holds one value and is compared and written as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Status,
    Name,
    Email,
    Phone,
    DialCode,
    Picture,
    Agent,
}

impl Field {
    pub const ALL: [Self; 7] =
        [Self::Status, Self::Name, Self::Email, Self::Phone, Self::DialCode, Self::Picture, Self::Agent];

    /// The word in JSON, in the database and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Name => "name",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::DialCode => "dial_code",
            Self::Picture => "picture",
            Self::Agent => "agent",
        }
    }

    /// The inverse of [`Field::as_str`]; `dial-code` is understood too.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.replace('-', "_").to_lowercase();
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }

    /// The word on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Status => "Status",
            Self::Name => "Name",
            Self::Email => "E-mail",
            Self::Phone => "Phone",
            Self::DialCode => "Dial code",
            Self::Picture => "Picture",
            Self::Agent => "Agent",
        }
    }

    /// What the lead holds in this field; an empty value counts as none.
    pub fn of(self, lead: &Lead) -> Option<String> {
        let value = match self {
            Self::Status => lead.status.as_ref().map(|s| s.wire().to_owned()),
            Self::Name => lead.name.clone(),
            Self::Email => lead.email.clone(),
            Self::Phone => lead.phone.clone(),
            Self::DialCode => lead.dial_code.clone(),
            Self::Picture => lead.picture.clone(),
            Self::Agent => lead.agent.as_ref().map(|a| a.as_str().to_owned()),
        };
        value.filter(|v| !v.is_empty())
    }

    /// Whether two values of this field are the same to a vendor: phones by their digits,
    /// dial codes without `+`, everything else exactly. No value and an empty one are the same.
    pub fn same(self, a: Option<&str>, b: Option<&str>) -> bool {
        let (a, b) = (a.unwrap_or_default(), b.unwrap_or_default());
        match self {
            Self::Phone if !phone::digits(a).is_empty() => phone::digits(a) == phone::digits(b),
            Self::DialCode => a.trim().trim_start_matches('+') == b.trim().trim_start_matches('+'),
            _ => a == b,
        }
    }

    /// A value as a person reads it (`REVIEW` is "Review"); "nothing" when there is none.
    pub fn show(self, value: Option<&str>) -> String {
        match value.filter(|v| !v.is_empty()) {
            None => "nothing".to_owned(),
            Some(raw) if self == Self::Status => LeadStatus::from_wire(raw).word().to_owned(),
            Some(raw) if self == Self::DialCode => format!("+{}", raw.trim_start_matches('+')),
            Some(raw) => raw.to_owned(),
        }
    }

    /// Puts a value there; an empty one takes it away.
    pub fn put(self, lead: &mut Lead, value: &str) {
        let text = (!value.is_empty()).then(|| value.to_owned());
        match self {
            Self::Status => lead.status = text.map(|raw| LeadStatus::from_wire(&raw)),
            Self::Name => lead.name = text,
            Self::Email => lead.email = text,
            Self::Phone => lead.phone = text,
            Self::DialCode => lead.dial_code = text,
            Self::Picture => lead.picture = text,
            Self::Agent => lead.agent = text.map(AgentId::from),
        }
    }
}
