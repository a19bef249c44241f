//! A change: one field-level wish of an agent about one lead.
//!
//! Here live the rules of what may be asked for ([`Change::set`]), of when two values are the same
//! ([`Field::same`]), and of how wishes lie over what the vendor last said ([`fold`]).

use serde::{Deserialize, Serialize};

use super::ids::AgentId;
use super::lead::Lead;
use super::phone;
use super::status::LeadStatus;

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

/// One wish. Its values are in the spelling of [`Lead`]: a status by its wire word, a dial code without `+`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum Change {
    /// Put this value into that field.
    Set { field: Field, value: String },
}

/// Why a change cannot be asked for, in words for the agent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadChange(pub String);

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
}

impl Change {
    /// A checked wish to put `value` into `field`, brought into the spelling of [`Lead`].
    ///
    /// # Errors
    /// When no vendor could take it: a status that is none of the six, a picture that is no web address,
    /// a dial code without digits, an agent taken away (nobody documents how).
    pub fn set(field: Field, value: &str) -> Result<Self, BadChange> {
        let value = match field {
            Field::Status => LeadStatus::from_typed(value)
                .map(|s| s.wire().to_owned())
                .ok_or_else(|| {
                    BadChange(format!(
                        "“{value}” is not a status that can be set; use one of OPEN, INPROGRESS, REVIEW, ONHOLD, DEPENDANCY, CLOSED"
                    ))
                })?,
            Field::DialCode => {
                let code = value.trim().trim_start_matches('+');
                if code.is_empty() || phone::digits(code).chars().count() != code.chars().count() {
                    return Err(BadChange(format!("“{value}” is not a dial code; write it like +49")));
                }
                phone::digits(code)
            }
            Field::Picture => {
                let address = value.trim();
                if !(address.starts_with("https://") || address.starts_with("http://")) {
                    return Err(BadChange("a picture is a web address that begins with https://".to_owned()));
                }
                address.to_owned()
            }
            Field::Agent => {
                let id = value.trim();
                if id.is_empty() {
                    return Err(BadChange(
                        "an agent cannot be taken away, because nobody documents how; name another agent's id".to_owned(),
                    ));
                }
                id.to_owned()
            }
            Field::Name | Field::Email | Field::Phone => value.trim().to_owned(),
        };
        Ok(Self::Set { field, value })
    }

    /// The field it touches.
    pub fn field(&self) -> Field {
        match self {
            Self::Set { field, .. } => *field,
        }
    }

    /// The value it wants there.
    pub fn value(&self) -> &str {
        match self {
            Self::Set { value, .. } => value,
        }
    }

    /// The sentence of the undo notice and the outbox: `Status Open → Review`.
    pub fn summary(&self, base: Option<&str>) -> String {
        let field = self.field();
        format!("{} {} → {}", field.word(), field.show(base), field.show(Some(self.value())))
    }

    /// Lays this wish over a lead.
    pub fn apply_to(&self, lead: &mut Lead) {
        let Self::Set { field, value } = self;
        let text = (!value.is_empty()).then(|| value.clone());
        match field {
            Field::Status => lead.status = text.map(|raw| LeadStatus::from_wire(&raw)),
            Field::Name => lead.name = text,
            Field::Email => lead.email = text,
            Field::Phone => lead.phone = text,
            Field::DialCode => lead.dial_code = text,
            Field::Picture => lead.picture = text,
            Field::Agent => lead.agent = text.map(AgentId::from),
        }
    }
}

/// What is on screen: the mirror's lead with every open wish laid over it, in the order they were made.
pub fn fold<'a>(mirror: &Lead, open: impl IntoIterator<Item = &'a Change>) -> Lead {
    let mut lead = mirror.clone();
    for change in open {
        change.apply_to(&mut lead);
    }
    lead
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{LeadKind, RemoteId};

    fn lead() -> Lead {
        let mut lead = Lead::empty("a".into(), RemoteId::from("1"), LeadKind::Lead);
        lead.status = Some(LeadStatus::Open);
        lead
    }

    #[test]
    fn later_wishes_lie_over_earlier_ones_and_other_fields_stay() {
        let wishes = [
            Change::set(Field::Status, "review").unwrap(),
            Change::set(Field::Email, "a@b.example").unwrap(),
            Change::set(Field::Status, "closed").unwrap(),
        ];
        let folded = fold(&lead(), &wishes);
        assert_eq!(folded.status, Some(LeadStatus::Closed));
        assert_eq!(folded.email.as_deref(), Some("a@b.example"));
        assert_eq!(folded.name, None);
    }

    #[test]
    fn what_no_vendor_could_take_is_refused_here() {
        assert!(Change::set(Field::Status, "ESCALATED").is_err());
        assert!(Change::set(Field::DialCode, "+").is_err());
        assert!(Change::set(Field::DialCode, "+4x").is_err());
        assert!(Change::set(Field::Picture, "javascript:1").is_err());
        assert!(Change::set(Field::Agent, " ").is_err());
        assert_eq!(Change::set(Field::DialCode, "+49").unwrap().value(), "49");
    }

    #[test]
    fn phones_are_the_same_by_digits_and_codes_without_the_plus() {
        assert!(Field::Phone.same(Some("555-0100"), Some("5550100")));
        assert!(!Field::Phone.same(Some("555-0100"), Some("5550101")));
        assert!(!Field::Phone.same(Some("unknown"), Some("none")));
        assert!(Field::DialCode.same(Some("+49"), Some("49")));
        assert!(Field::Email.same(None, Some("")));
        assert!(!Field::Status.same(Some("OPEN"), Some("open")));
    }
}
