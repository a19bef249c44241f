//! The words about the recovery key, and about a database that does not open.

use super::RecoveryAction;

pub const TITLE: &str = "Recovery key";
pub const MEANS: &str = "It opens the database on this computer should the keychain ever lose its key. Write it down, or \
                         keep it in a password manager, and not beside the computer: whoever has it and the file can \
                         read everything.";
pub const CLIPBOARD: &str = "A copy stands on the clipboard, where other programs can read it.";
pub const ASKING: &str = "Asking the keychain…";
pub const NOTICE: &str = "This computer’s keychain alone can open your database. Write down its recovery key, and a lost \
                          keychain costs nothing.";
pub const PUT_AWAY: &str = "Not now";
pub const MEANS_IN_SETTINGS: &str = "Opens the database should the keychain lose its key.";

// Why not.
pub const NO_KEY: &str = "There is no recovery key here.";
pub const NOT_WANTED: &str = "The database does not wait for this.";
pub const OPENING: &str = "The database is being opened.";
pub const TYPE_IT: &str = "Type the recovery key first.";

// The page of a database that does not open.
pub const KEY_GONE_TITLE: &str = "The key of your database is gone";
pub const WRONG_KEY_TITLE: &str = "The key does not open your database";
pub const DAMAGED_TITLE: &str = "Your database is damaged";
pub const TOO_NEW_TITLE: &str = "Your database needs a newer Leadline";
pub const FIELD_HINT: &str = "13 groups of five letters and digits";
pub const FOLDER: &str = "Folder";
pub const ASK_TITLE: &str = "Start anew with an empty database?";
pub const ASK_KEPT: &str = "The old file stays in its folder under another name, and nothing is deleted. With its key, or \
                            mended, it can be put back by hand.";
pub const ASK_LOST: &str = "Leads come back from the vendors, accounts and their keys stay. What was only in the old file is \
                            not in the new one: changes that were not sent, drafts, the journal with its undo, recordings \
                            whose outcome is unknown, histories that were fetched, and who was linked to whom.";

/// The key's groups, for a screen reader.
pub fn spoken(groups: &str) -> String {
    format!("{TITLE}: {}", groups.replace('-', " "))
}

/// The name of an action.
pub fn action(action: RecoveryAction) -> &'static str {
    match action {
        RecoveryAction::Show => "Show the recovery key…",
        RecoveryAction::Copy => "Copy",
        RecoveryAction::WrittenDown => "I wrote it down",
        RecoveryAction::Later => PUT_AWAY,
        RecoveryAction::Close => "Close",
        RecoveryAction::Enter => "Open with this key",
        RecoveryAction::Reveal => "Show what is typed",
        RecoveryAction::AskToStartAnew => "Start anew, keep this file…",
        RecoveryAction::StartAnew => "Start anew, keep the old file",
        RecoveryAction::KeepWaiting => "Go back",
    }
}
