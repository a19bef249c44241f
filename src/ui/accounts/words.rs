//! The page's wording: what an account's state means, in a sentence each for what, why and what now.

use crate::bridge::about::{HowKnown, KeychainState, KnownFact, Lamp, Pending};
use crate::bridge::forms::VendorForm;
use crate::bridge::{AccountHealth, AccountState};
use crate::theme::{Icon, IconFill, Palette, StateLook};
use crate::ui::accounts::AccountsAction;
use crate::ui::state::UiState;
use crate::ui::text::counted;

pub const ACCOUNTS: &str = "Accounts";
pub const SECRETS_STAY: &str = "secrets live in the keychain and are never shown";
pub const TEST_ALL: &str = "Test all";
pub const CONNECT: &str = "Connect an account…";
pub const COLUMNS: [&str; 6] = ["Vendor and account", "State", "Key", "Last success", "Last refusal", "Clock"];
pub const NO_ACCOUNTS: &str = "No accounts yet.";
pub const NO_ACCOUNTS_MEANS: &str = "An account is a vendor, an address and a key. The key goes into the keychain.";
pub const NONE: &str = "none";
pub const NOT_YET: &str = "not yet";
pub const UNKNOWN: &str = "unknown";
pub const KEY: &str = "Key";
pub const WHAT_IT_CAN_DO: &str = "What it can do";
pub const LIMITS: &str = "Limits";
pub const LAST_CONTACT: &str = "Last contact";
pub const LAST_SUCCESS: &str = "Last success";
pub const LAST_REFUSAL: &str = "Last refusal";
pub const CLOCK: &str = "Its clock";
pub const KEYCHAIN: &str = "Keychain";
pub const ITEMS: &str = "Keys";
pub const TEST_NOW: &str = "Test now";
pub const TESTING: &str = "Testing…";
pub const ENTER_KEY: &str = "Enter key…";
pub const REPLACE_KEY: &str = "Replace key…";
pub const REMOVE_KEY: &str = "Remove key…";
pub const REMOVE_ACCOUNT: &str = "Remove account…";
pub const SHOW_OUTBOX: &str = "Show the outbox";
pub const KEEP_IN_KEYCHAIN: &str = "Keep in the keychain";
pub const STORING: &str = "Storing…";
pub const CANCEL: &str = "Cancel";
pub const ONE_AT_A_TIME: &str = "The last wish is still being carried out.";
pub const FILL_IN_ALL: &str = "Fill in every field first.";
pub const KEY_GOES: &str =
    "What you paste goes to the keychain and nowhere else. It is never shown again. Then the account is tested.";
pub const VENDOR: &str = "Vendor";
pub const NAME: &str = "Name";
pub const NAME_MEANS: &str = "what you call it: a word without blanks";
pub const ADDRESS: &str = "Address";
pub const ADDRESS_MEANS: &str = "base_url: https, or http on this machine";
pub const ADD: &str = "Add to the settings";
pub const ADDING: &str = "Writing…";
pub const THEN_THE_KEY: &str = "It is written into the settings file, whose comments stay. Then its key is asked for.";

const NOT_ASKED_WHY: &str = "Nothing was wanted of it since Leadline started. A test asks it.";

/// The name of an action, for screen readers and tests.
pub fn action(action: &AccountsAction) -> String {
    match action {
        AccountsAction::Choose(account) => return format!("Show {account}"),
        AccountsAction::Test(_) => TEST_NOW,
        AccountsAction::TestAll => TEST_ALL,
        AccountsAction::EnterKey(_) => ENTER_KEY,
        AccountsAction::KeepKey => KEEP_IN_KEYCHAIN,
        AccountsAction::AskToRemoveKey(_) => REMOVE_KEY,
        AccountsAction::RemoveKey(_) => "Remove the key",
        AccountsAction::Connect => CONNECT,
        AccountsAction::PickVendor(_) => VENDOR,
        AccountsAction::Add => ADD,
        AccountsAction::AskToRemove(_) => REMOVE_ACCOUNT,
        AccountsAction::Remove(_) => "Remove the account",
        AccountsAction::Leave => CANCEL,
    }
    .to_owned()
}

/// Somebody has to look at it.
pub fn is_bad(account: &AccountHealth) -> bool {
    matches!(account.state, AccountState::CredentialMissing | AccountState::CredentialRefused)
}

/// The state in a word, with its glyph.
pub fn state(account: &AccountHealth, p: &Palette, ui: &UiState) -> (StateLook, String) {
    let look = |icon, fill, ink| StateLook { icon, fill, ink };
    match &account.state {
        AccountState::NotAsked => (look(Icon::CircleDashed, IconFill::Regular, p.ink3), "Not asked".to_owned()),
        AccountState::Works => (look(Icon::CheckCircle, IconFill::Regular, p.ok), "Works".to_owned()),
        AccountState::CredentialMissing => (look(Icon::HandPalm, IconFill::Fill, p.danger), "No key".to_owned()),
        AccountState::CredentialRefused => (look(Icon::HandPalm, IconFill::Fill, p.danger), "Refused".to_owned()),
        AccountState::Offline { .. } => (look(Icon::WifiSlash, IconFill::Regular, p.warn), "Offline".to_owned()),
        AccountState::Slowed { until } => {
            let secs = (until.as_second() - ui.now.as_second()).max(0);
            let wait = if secs < 100 { format!("{secs} s") } else { format!("{} min", (secs + 59) / 60) };
            (look(Icon::ClockCountdown, IconFill::Regular, p.warn), format!("Slowed, {wait}"))
        }
        AccountState::Odd => (look(Icon::Warning, IconFill::Regular, p.warn), "Odd answer".to_owned()),
    }
}

/// What the keychain has, in a word.
pub fn keychain(account: &AccountHealth) -> (Icon, &'static str) {
    match account.about.keychain {
        KeychainState::NotAsked => (Icon::CircleDashed, "Being asked"),
        KeychainState::Present => (Icon::LockKey, "In keychain"),
        KeychainState::Missing => (Icon::WarningCircle, "Missing"),
        KeychainState::Unusable(_) => (Icon::WarningCircle, "No keychain"),
    }
}

/// `+2 s`: the vendor's clock minus ours.
pub fn clock(account: &AccountHealth) -> String {
    match account.clock_difference_secs {
        None => UNKNOWN.to_owned(),
        Some(0) => "0 s".to_owned(),
        Some(secs) if secs < 0 => format!("−{} s", secs.unsigned_abs()),
        Some(secs) => format!("+{secs} s"),
    }
}

/// What, why, what now.
pub struct Sentence {
    pub what: String,
    pub why: String,
    pub now: String,
}

/// The sentence that stands first in the inspector.
pub fn sentence(account: &AccountHealth, ui: &UiState) -> Sentence {
    let (title, name) = (account.title, &account.account);
    let waits = pending(account.about.pending, "wait for it; nothing is lost");
    let and = |first: &str| if waits.is_empty() { first.to_owned() } else { format!("{first} {waits}") };
    match &account.state {
        AccountState::NotAsked => Sentence {
            what: format!("{title} was not asked yet"),
            why: account.about.no_test.map_or_else(|| NOT_ASKED_WHY.to_owned(), str::to_owned),
            now: waits,
        },
        AccountState::Works => Sentence {
            what: format!("{title} answers and accepts the key"),
            why: match account.last_success_at {
                Some(at) => format!("It answered at {}.", ui.moment(at)),
                None => String::new(),
            },
            now: waits,
        },
        AccountState::CredentialMissing => match &account.about.keychain {
            KeychainState::Unusable(words) => {
                Sentence { what: "The keychain cannot be asked".to_owned(), why: words.clone(), now: waits }
            }
            _ => {
                let missing: Vec<String> = account
                    .about
                    .fields
                    .iter()
                    .filter(|field| !field.is_there)
                    .map(|field| field.label.to_lowercase())
                    .collect();
                Sentence {
                    what: format!("{title} has no key here"),
                    why: format!("The keychain has no {} for “{name}”, so nothing is asked.", listed(&missing)),
                    now: and("Enter it; it goes to the keychain and nowhere else."),
                }
            }
        },
        AccountState::CredentialRefused => {
            let said = account.last_refusal.as_ref().map(|(at, words)| format!("It {words} at {}.", ui.moment(*at)));
            let worked = account.last_success_at.map(|at| format!(" It worked until {}.", ui.moment(at)));
            Sentence {
                what: format!("{title} refused the key"),
                why: format!("{}{}", said.unwrap_or_default(), worked.unwrap_or_default()),
                now: and("Ask whoever gave it for a new key, then replace it here."),
            }
        }
        AccountState::Offline { since } => Sentence {
            what: format!("{title} cannot be reached since {}", ui.moment(*since)),
            why: account.sentence.clone(),
            now: and(&tries_again(account, ui)),
        },
        AccountState::Slowed { until } => Sentence {
            what: format!("{title} asked to slow down"),
            why: format!("It is asked again at {}, which nobody's “try now” changes.", ui.moment(*until)),
            now: waits,
        },
        AccountState::Odd => Sentence {
            what: format!("{title} answers, but not as it should"),
            why: account.sentence.clone(),
            now: and(&tries_again(account, ui)),
        },
    }
}

/// "It waits until 10:12, then tries one read."
pub fn tries_again(account: &AccountHealth, ui: &UiState) -> String {
    account.about.waits_until.map_or_else(
        || "It is tried again by itself.".to_owned(),
        |until| format!("It waits until {}, then tries one read.", ui.clock_with_secs(until)),
    )
}

/// "3 changes wait for it; nothing is lost." Empty when none is open.
fn pending(pending: Pending, tail: &str) -> String {
    let n = pending.all();
    match n {
        0 => String::new(),
        1 => format!("1 change {}.", tail.replacen("wait", "waits", 1)),
        _ => format!("{} {tail}.", counted(n, "change", "changes")),
    }
}

/// Who waits for an account, counted by what they wait for, for the question whether it shall go.
pub fn counted_pending(pending: Pending) -> String {
    let mut parts = Vec::new();
    if pending.waiting > 0 {
        let verb = if pending.waiting == 1 { "waits" } else { "wait" };
        parts.push(format!("{} {verb}", counted(pending.waiting, "change", "changes")));
    }
    if pending.unknown > 0 {
        parts.push(format!("{} unknown", counted(pending.unknown, "outcome is", "outcomes are")));
    }
    if pending.needs_you > 0 {
        let verb = if pending.needs_you == 1 { "needs" } else { "need" };
        parts.push(format!("{} {verb} you (refused, or in conflict)", counted(pending.needs_you, "change", "changes")));
    }
    listed(&parts)
}

/// What stops when the key goes.
pub fn removing_key(account: &AccountHealth) -> (String, String) {
    let can: Vec<String> = account.about.can.iter().map(|(words, _)| words.to_lowercase()).collect();
    let stops = format!(
        "Without its key nothing is read from {0} or sent to it: it stops to {1}. Leads, drafts and changes stay on this computer.",
        account.title,
        listed(&can)
    );
    (stops, pending(account.about.pending, "wait until a key is entered again; nothing is lost"))
}

/// What becomes of what an account has, when it goes.
pub fn removing(account: &AccountHealth) -> Vec<String> {
    let pending = account.about.pending;
    let first = if pending.all() == 0 {
        "No change waits for this account.".to_owned()
    } else {
        let (they, are) = if pending.all() == 1 { ("it stays", "is") } else { ("they stay", "are") };
        format!("{} for this account; {they} in the outbox and {are} never sent to another.", counted_pending(pending))
    };
    vec![
        first,
        "Its leads, histories and drafts stay on this computer until they are erased. Put the account back with the same address and ids, and everything goes on.".to_owned(),
        "Its key stays in the keychain; remove the key first if that shall go, too.".to_owned(),
    ]
}

/// "a, b and c".
pub fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// "What is known of Rayzing".
pub fn known_title(account: &AccountHealth) -> String {
    format!("What is known of {}, {}", account.title, account.account)
}

/// How something is known, in a word with its glyph.
pub fn how_known(how: &HowKnown, ui: &UiState) -> (Icon, String) {
    match how {
        HowKnown::Documented => (Icon::Note, "documented".to_owned()),
        HowKnown::Found { at, proof } => {
            let when = at.map(|at| format!(" on {}", ui.day(at))).unwrap_or_default();
            let proof = if proof.is_empty() { String::new() } else { format!(": {proof}") };
            (Icon::Flask, format!("found out{when}{proof}"))
        }
        HowKnown::Set => (Icon::PencilSimple, "set by you".to_owned()),
        HowKnown::NotKnown => (Icon::Question, "not known".to_owned()),
    }
}

/// One fact as a sentence, for screen readers.
pub fn fact_sentence(fact: &KnownFact, ui: &UiState) -> String {
    format!("{}: {}, {}", fact.label, fact.value, how_known(&fact.how, ui).1)
}

/// What an ability's lamp says.
pub fn lamp(lamp: Lamp) -> &'static str {
    match lamp {
        Lamp::Works => "seen to work",
        Lamp::Refused => "refused",
        Lamp::NotTried => "not tried yet",
    }
}

/// The title of the form for a new account.
pub fn connect_title(form: &VendorForm) -> String {
    format!("Connect {}", form.title)
}
