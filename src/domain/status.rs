//! The status of a lead. (Delivery has a `DeliveryState`, the outbox an `OutboxState`.)

use serde::{Deserialize, Serialize};

/// A lead's status. On the wire exactly the spelling of [`LeadStatus::wire`]; a value nobody documented is
/// kept as it is, shown as it is, and never rewritten.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LeadStatus {
    Open,
    InProgress,
    Review,
    OnHold,
    Dependency,
    Closed,
    /// A value that is not one of the six (accounts can configure their own).
    Other(String),
}

impl LeadStatus {
    /// The six that can be set, in the order of the keys 1 to 6.
    pub const SETTABLE: [Self; 6] =
        [Self::Open, Self::InProgress, Self::Review, Self::OnHold, Self::Dependency, Self::Closed];

    /// The spelling on the wire. `DEPENDANCY` is the vendor's own and must stay so.
    pub fn wire(&self) -> &str {
        match self {
            Self::Open => "OPEN",
            Self::InProgress => "INPROGRESS",
            Self::Review => "REVIEW",
            Self::OnHold => "ONHOLD",
            Self::Dependency => "DEPENDANCY",
            Self::Closed => "CLOSED",
            Self::Other(raw) => raw,
        }
    }

    /// The word on screen; an unknown value stands for itself.
    pub fn word(&self) -> &str {
        match self {
            Self::Open => "Open",
            Self::InProgress => "In progress",
            Self::Review => "Review",
            Self::OnHold => "On hold",
            Self::Dependency => "Dependency",
            Self::Closed => "Closed",
            Self::Other(raw) => raw,
        }
    }

    /// Reads the wire spelling. Exact: `open` is not `OPEN` and stays `Other("open")`.
    pub fn from_wire(raw: &str) -> Self {
        Self::SETTABLE.into_iter().find(|status| status.wire() == raw).unwrap_or_else(|| Self::Other(raw.to_owned()))
    }

    /// Reads what a person types (`open`, `in progress`, `Dependency`, `ONHOLD`); `None` if it is none of the six.
    pub fn from_typed(text: &str) -> Option<Self> {
        let squeeze =
            |s: &str| -> String { s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
        let typed = squeeze(text);
        Self::SETTABLE.into_iter().find(|status| squeeze(status.wire()) == typed || squeeze(status.word()) == typed)
    }
}

impl Serialize for LeadStatus {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.wire())
    }
}

impl<'de> Deserialize<'de> for LeadStatus {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|raw| Self::from_wire(&raw))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_survives_the_wire_and_unknown_ones_stay_as_they_are() {
        for status in LeadStatus::SETTABLE {
            assert_eq!(LeadStatus::from_wire(status.wire()), status);
        }
        for raw in ["ESCALATED", "open", "", "DEPENDENCY"] {
            assert_eq!(LeadStatus::from_wire(raw), LeadStatus::Other(raw.to_owned()));
            assert_eq!(LeadStatus::from_wire(raw).wire(), raw);
        }
    }

    #[test]
    fn a_person_may_type_the_word_or_the_wire_spelling() {
        assert_eq!(LeadStatus::from_typed("in progress"), Some(LeadStatus::InProgress));
        assert_eq!(LeadStatus::from_typed("dependency"), Some(LeadStatus::Dependency));
        assert_eq!(LeadStatus::from_typed("DEPENDANCY"), Some(LeadStatus::Dependency));
        assert_eq!(LeadStatus::from_typed("on-hold"), Some(LeadStatus::OnHold));
        assert_eq!(LeadStatus::from_typed("escalated"), None);
    }
}
