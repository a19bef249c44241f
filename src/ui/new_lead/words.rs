//! What the form of a new lead says.

use super::{NewLeadAction, Part};

pub const NEW_LEAD: &str = "New lead";
pub const MAKE: &str = "Make the lead";
pub const LATER: &str = "Later";
pub const CLEAR: &str = "Clear the form";
pub const STATUS: &str = "Status";
pub const NO_STATUS: &str = "None";
pub const ACCOUNT: &str = "Account";
pub const UUID_HINT: &str = "Paste the uuid or the address of the page";
pub const TAGS_HINT: &str = "Several by comma";
pub const UUID_MEANS: &str =
    "The vendor gives no uuid by itself. Copy it from the visitor's page there; an address that holds it will do.";
pub const KEPT: &str = "What you type stays here until the lead is made, also after a restart.";
pub const NO_ACCOUNT: &str = "No account takes leads.";
pub const WHICH_ACCOUNT: &str = "Choose the account first.";
pub const NO_UUID: &str = "Paste the uuid first.";
pub const SEVERAL_UUIDS: &str = "Several uuids stand there; leave the lead's alone.";
pub const BEING_MADE: &str = "It is being made.";

/// The label of a field.
pub fn part(part: Part) -> &'static str {
    match part {
        Part::Uuid => "Uuid",
        Part::Name => "New lead's name",
        Part::Email => "New lead's e-mail",
        Part::DialCode => "New lead's dial code",
        Part::Phone => "New lead's phone",
        Part::Tags => "New lead's tags",
    }
}

/// The label over a field.
pub fn label(part: Part) -> &'static str {
    match part {
        Part::Uuid => "Uuid",
        Part::Name => "Name",
        Part::Email => "E-mail",
        Part::DialCode => "Dial code",
        Part::Phone => "Phone",
        Part::Tags => "Tags",
    }
}

/// The name of an action.
pub fn action(action: &NewLeadAction) -> String {
    match action {
        NewLeadAction::Open => "New lead…".to_owned(),
        NewLeadAction::Later => LATER.to_owned(),
        NewLeadAction::Type(typed, _) => format!("Type into {}", part(*typed)),
        NewLeadAction::Account(name) => format!("Make it at {}", name.as_str()),
        NewLeadAction::Status(status) => {
            format!("{STATUS}: {}", status.as_ref().map_or(NO_STATUS, |status| status.word()))
        }
        NewLeadAction::Make => MAKE.to_owned(),
        NewLeadAction::Clear => CLEAR.to_owned(),
    }
}
