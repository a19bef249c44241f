//! Identifiers, one type each, so that none can stand in for another.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id as the vendor or the configuration spells it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text.into())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

macro_rules! row_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

text_id!(
    /// Name of a configured account (`[[account]] name`), unique within a profile.
    AccountName
);
text_id!(
    /// The vendor's own id of a record (`_id` of a lead): the key of the mirror, per account.
    RemoteId
);
text_id!(
    /// The vendor's id of a human in support.
    AgentId
);
row_id!(
    /// Our own number of a lead: a row of the mirror, the same for the life of the database.
    LeadId
);
row_id!(
    /// Our number of one change: a row of the outbox and of the journal.
    ChangeId
);
row_id!(
    /// The changes that were made together and are undone together.
    BatchId
);

/// Whether a text has the shape of an RFC 4122 uuid, whatever its version: by a sample, what a chat user is known by.
pub fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_has_five_groups_of_hexadecimal_digits() {
        assert!(is_uuid("0d1f8a52-3b65-4b5e-9f0e-6b0f9f1c2a77"));
        assert!(is_uuid("0D1F8A52-3B65-4B5E-9F0E-6B0F9F1C2A77"));
        let short = "0d1f8a52-3b65-4b5e-9f0e-6b0f9f1c2a7";
        for no in ["", "64aa00000000000000000001", short, &format!("{short}g")] {
            assert!(!is_uuid(no), "{no}");
        }
    }
}
