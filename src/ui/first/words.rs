//! The words of the first start.

use super::form::Missing;
use crate::bridge::ConnectForm;

pub const CLAIM: &str = "Every lead, and everything that was ever sent to them";

// The left door.
pub const DEMO_TITLE: &str = "Explore with demo data";
pub const DEMO_MEANS: &str = "A made-up company on fakes of its vendors.";
pub const DEMO_LEADS: &str = "5,000 leads in many languages";
pub const DEMO_TROUBLE: &str = "Bounces and failures to look into";
pub const DEMO_STAYS: &str = "Nothing leaves this machine";
pub const DEMO_GOES: &str = "Gone when you leave it";
pub const START_DEMO: &str = "Start the demo";
pub const DEMO_STARTING: &str = "Making up leads…";
pub const LEAVE_DEMO: &str = "Leave the demo";
pub const IN_DEMO: &str = "Demo data: leave the demo";
pub const IN_DEMO_MEANS: &str =
    "Everything here is made up and stays on this machine. Leaving it takes you back to the two doors.";

// The right door.
pub const CONNECT_TITLE: &str = "Connect an account";
pub const CONNECT_MEANS: &str = "One bot is enough. Other vendors can follow.";
pub const TOKEN_HINT: &str = "From vendor support; goes to the keychain";
pub const CONNECT: &str = "Test and save";
pub const CHANGE: &str = "Change…";
pub const BASE_URL: &str = "Address of the interface (base_url)";
pub const ACCOUNT_NAME: &str = "Name of the account";

// The foot.
pub const PRESS: &str = "Press";
pub const FOR_THE_KEYS: &str = "anywhere for the keys";

/// What the account will be called and where it leads, in one line.
pub fn will_be(name: &str, base_url: &str) -> String {
    let host = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    format!("“{name}” at {host}")
}

/// "Bot 64aa0000…000c".
pub fn found(name: &str, id: &str) -> String {
    format!("{name} {id}")
}

/// Beside the button while something is missing.
pub fn missing(missing: Missing, form: &ConnectForm) -> String {
    match missing {
        Missing::Ids => "paste the page or the script first".to_owned(),
        Missing::Credential(n) => {
            let label = form.credentials.get(n).map_or("credential", |(_, label)| label);
            format!("paste the {} first", label.to_lowercase())
        }
    }
}

/// While the vendor is asked.
pub fn asking(vendor: &str) -> String {
    format!("Asking {vendor}…")
}

/// Where secrets go on this system.
pub fn keychain(works: bool) -> &'static str {
    match (works, cfg!(target_os = "macos"), cfg!(windows)) {
        (false, ..) => "No keychain: nothing is kept",
        (true, true, _) => "Keychain found",
        (true, _, true) => "Keychain found: Credential Manager",
        (true, ..) => "Keychain found: Secret Service",
    }
}

/// "Follows your system: light".
pub fn theme(follows: bool, dark: bool) -> String {
    let word = if dark { "dark" } else { "light" };
    if follows { format!("Follows your system: {word}") } else { format!("Theme: {word}") }
}

// Why something cannot be asked for now.
pub const NO_DEMO: &str = "This window has no demo. Start Leadline with --demo for one.";
pub const NOT_IN_DEMO: &str = "This is no demo that was started here.";
pub const IS_ASKED: &str = "The vendor is being asked already.";
pub const INCOMPLETE: &str = "The bot's page or script, and the token, come first.";
pub const TWO_DOORS: &str = "There is no account yet. Connect one, or start the demo.";
