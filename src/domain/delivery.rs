//! What became of a message on its way to the customer. (A lead has a `LeadStatus`, the outbox an `OutboxState`.)

use serde::{Deserialize, Serialize};

/// The states that are told apart by shape and colour. The vendor's own word always stands beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    Delivered,
    Opened,
    Clicked,
    Sent,
    Pending,
    SoftBounce,
    HardFailure,
    Failed,
    NotDelivered,
    Blocked,
    /// The channel never reports.
    NoReport,
    /// Everything else; never guessed.
    #[default]
    Unknown,
}

impl DeliveryState {
    pub const ALL: [Self; 12] = [
        Self::Delivered,
        Self::Opened,
        Self::Clicked,
        Self::Sent,
        Self::Pending,
        Self::SoftBounce,
        Self::HardFailure,
        Self::Failed,
        Self::NotDelivered,
        Self::Blocked,
        Self::NoReport,
        Self::Unknown,
    ];

    /// The state behind a vendor's word. Case, blanks and hyphens do not matter; a word not listed is unknown.
    pub fn from_raw(raw: &str) -> Self {
        match normalised(raw).as_str() {
            "DELIVERED" => Self::Delivered,
            "OPENED" | "READ" | "OPENED_INTOUCH" => Self::Opened,
            "CLICKED" | "CLICKED_INTOUCH" => Self::Clicked,
            "SENT" => Self::Sent,
            "SENDING" | "DELAYED_DELIVERY" => Self::Pending,
            "SOFT_BOUNCED" => Self::SoftBounce,
            "HARD_BOUNCED" => Self::HardFailure,
            "FAILED" => Self::Failed,
            "NOT_DELIVERED" => Self::NotDelivered,
            word if word == "BLOCKED" || word.ends_with("_BLOCKED") => Self::Blocked,
            _ => Self::Unknown,
        }
    }

    /// The word in JSON and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Opened => "opened",
            Self::Clicked => "clicked",
            Self::Sent => "sent",
            Self::Pending => "pending",
            Self::SoftBounce => "soft_bounce",
            Self::HardFailure => "hard_failure",
            Self::Failed => "failed",
            Self::NotDelivered => "not_delivered",
            Self::Blocked => "blocked",
            Self::NoReport => "no_report",
            Self::Unknown => "unknown",
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Delivered => "Delivered",
            Self::Opened => "Opened",
            Self::Clicked => "Clicked",
            Self::Sent => "Sent",
            Self::Pending => "Pending",
            Self::SoftBounce => "Soft bounce",
            Self::HardFailure => "Hard failure",
            Self::Failed => "Failed",
            Self::NotDelivered => "Not delivered",
            Self::Blocked => "Blocked",
            Self::NoReport => "No report",
            Self::Unknown => "Unknown",
        }
    }
}

/// The state of one message, with the vendor's word for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    pub state: DeliveryState,
    /// Unchanged; missing where the vendor said nothing.
    pub raw: Option<String>,
}

impl Delivery {
    /// From the vendor's word; an empty one counts as missing.
    pub fn from_raw(raw: Option<String>) -> Self {
        let raw = raw.filter(|raw| !raw.trim().is_empty());
        Self { state: raw.as_deref().map(DeliveryState::from_raw).unwrap_or_default(), raw }
    }

    /// Of a channel that never reports.
    pub fn no_report() -> Self {
        Self { state: DeliveryState::NoReport, raw: None }
    }

    /// The word on screen; an unknown value stands for itself.
    pub fn word(&self) -> &str {
        match (&self.raw, self.state) {
            (Some(raw), DeliveryState::Unknown) => raw,
            (_, state) => state.word(),
        }
    }

    /// The message did not arrive and will not: a hard failure, a block, a time-out or a limit. A soft bounce is a
    /// warning, not a failure.
    pub fn is_failure(&self) -> bool {
        match self.state {
            DeliveryState::HardFailure
            | DeliveryState::Failed
            | DeliveryState::NotDelivered
            | DeliveryState::Blocked => true,
            DeliveryState::Unknown => self.raw.as_deref().is_some_and(|raw| {
                let word = normalised(raw);
                word.ends_with("TIMEOUT") || word.ends_with("LIMIT_EXCEEDED")
            }),
            _ => false,
        }
    }
}

fn normalised(raw: &str) -> String {
    raw.trim().chars().map(|c| if c == '-' || c.is_whitespace() { '_' } else { c.to_ascii_uppercase() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vendors_words_are_sorted_by_the_table_and_unknown_ones_stay_as_they_are() {
        for (raw, state, word) in [
            ("DELIVERED", DeliveryState::Delivered, "Delivered"),
            ("opened", DeliveryState::Opened, "Opened"),
            ("read", DeliveryState::Opened, "Opened"),
            ("OPENED_INTOUCH", DeliveryState::Opened, "Opened"),
            ("CLICKED_INTOUCH", DeliveryState::Clicked, "Clicked"),
            ("SENT", DeliveryState::Sent, "Sent"),
            ("sending", DeliveryState::Pending, "Pending"),
            ("DELAYED_DELIVERY", DeliveryState::Pending, "Pending"),
            ("SOFT_BOUNCED", DeliveryState::SoftBounce, "Soft bounce"),
            ("HARD_BOUNCED", DeliveryState::HardFailure, "Hard failure"),
            ("FAILED", DeliveryState::Failed, "Failed"),
            ("NOT-DELIVERED", DeliveryState::NotDelivered, "Not delivered"),
            ("NOT_DELIVERED", DeliveryState::NotDelivered, "Not delivered"),
            (" blocked ", DeliveryState::Blocked, "Blocked"),
            ("MOBILE_WHITELISTED_BLOCKED", DeliveryState::Blocked, "Blocked"),
            ("DND-BLOCKED", DeliveryState::Blocked, "Blocked"),
            ("GTW_NOT_FOUND", DeliveryState::Unknown, "GTW_NOT_FOUND"),
            ("SENT_TO_NSADMIN", DeliveryState::Unknown, "SENT_TO_NSADMIN"),
            ("UNBLOCKED", DeliveryState::Unknown, "UNBLOCKED"),
            ("zugestellt", DeliveryState::Unknown, "zugestellt"),
        ] {
            let delivery = Delivery::from_raw(Some(raw.to_owned()));
            assert_eq!((delivery.state, delivery.word()), (state, word), "{raw}");
            assert_eq!(delivery.raw.as_deref(), Some(raw));
        }
        assert_eq!(Delivery::from_raw(Some("  ".into())), Delivery::default());
        assert_eq!(Delivery::no_report().word(), "No report");
    }

    #[test]
    fn failures_are_final_ones_time_outs_and_limits() {
        let failed = |raw: &str| Delivery::from_raw(Some(raw.to_owned())).is_failure();
        for raw in ["FAILED", "HARD_BOUNCED", "NOT-DELIVERED", "NDNC_BLOCKED", "RELEVENCE_TIMEOUT", "TIMEOUT"] {
            assert!(failed(raw), "{raw}");
        }
        assert!(failed("CREDIT_LIMIT_EXCEEDED"));
        for raw in ["DELIVERED", "SOFT_BOUNCED", "SENT", "GTW_NOT_FOUND", "x"] {
            assert!(!failed(raw), "{raw}");
        }
        assert!(!Delivery::default().is_failure());
    }

    #[test]
    fn the_json_words_are_those_of_the_database() {
        for state in DeliveryState::ALL {
            assert_eq!(serde_json::to_string(&state).unwrap(), format!("\"{}\"", state.as_str()));
        }
    }
}
