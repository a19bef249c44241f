//! The recovery key in the window: shown to be written down, and typed where the keychain lost the database's key.
//!
//! [`sheet`] draws the key, [`act`] does what is asked for; the page that takes a typed one is in
//! [`super::start`]. The key is a value that cannot be printed; it is wiped when its sheet closes, and what was typed when
//! its page goes.

pub mod act;
pub mod sheet;
pub mod words;

use egui::Id;

use super::state::UiState;
use crate::bridge::{Answer, Phase, Refused, Secret, Snapshot};

/// What can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecoveryAction {
    /// Asks the keychain for the key and shows it.
    Show,
    Copy,
    /// It stands on paper: the window does not come back to it by itself.
    WrittenDown,
    /// Not now; the next start asks again.
    Later,
    Close,
    /// What was typed is tried on the database.
    Enter,
    /// Shows what is typed, or dots.
    Reveal,
    /// A new database is wanted: asks first.
    AskToStartAnew,
    StartAnew,
    /// The question was answered with no.
    KeepWaiting,
}

impl RecoveryAction {
    /// What it does, in words.
    pub fn name(self) -> &'static str {
        words::action(self)
    }
}

/// The key on its sheet.
#[derive(Default)]
pub enum Shown {
    #[default]
    Nothing,
    Asked(Answer<Result<Secret, Refused>>),
    Key(Secret),
    Refused(String),
}

/// What the window knows about the recovery key.
pub struct Recovery {
    /// The agent said that it stands on paper; remembered in the database that it opens.
    pub written: bool,
    /// The notice was put away until the next start.
    pub later: bool,
    pub shown: Shown,
    /// What is being typed on the page of a database whose key is gone.
    pub typed: Secret,
    pub revealed: bool,
    /// Why what was typed did not open the database, or a new one could not be begun.
    pub fault: Option<String>,
    /// The field shall get the focus.
    pub focus: bool,
    /// A new database is asked about.
    pub asks: bool,
    /// What was asked of the engine on the page.
    pub waiting: Option<Answer<Result<(), Refused>>>,
}

impl Default for Recovery {
    fn default() -> Self {
        Self {
            written: false,
            later: false,
            shown: Shown::Nothing,
            typed: Secret::with_room(),
            revealed: false,
            fault: None,
            focus: true,
            asks: false,
            waiting: None,
        }
    }
}

impl std::fmt::Debug for Recovery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recovery").field("written", &self.written).field("later", &self.later).finish_non_exhaustive()
    }
}

/// The id of the field that a recovery key is typed into.
pub fn field_id() -> Id {
    Id::unique("recovery key")
}

/// There is a recovery key that nobody has said to have on paper.
pub fn is_to_be_written_down(snapshot: &Snapshot, state: &UiState) -> bool {
    can_be_shown(snapshot) && state.remembered.is_restored() && !state.recovery.written && !state.recovery.later
}

/// There is a recovery key.
pub fn can_be_shown(snapshot: &Snapshot) -> bool {
    snapshot.phase == Phase::Ready && snapshot.settings.places.recovery_key
}

/// Whether it can be asked for now.
///
/// # Errors
/// Why not.
pub fn available(action: RecoveryAction, snapshot: &Snapshot, state: &UiState) -> Result<(), &'static str> {
    let (takes_key, lets_start_anew) = match &snapshot.phase {
        Phase::NoDatabase(none) => (none.trouble.takes_recovery_key(), none.trouble.lets_start_anew()),
        _ => (false, false),
    };
    let waits = state.recovery.waiting.is_some();
    match action {
        RecoveryAction::Show if !can_be_shown(snapshot) => Err(words::NO_KEY),
        RecoveryAction::Copy if !matches!(state.recovery.shown, Shown::Key(_)) => Err(words::NO_KEY),
        RecoveryAction::Enter if !takes_key => Err(words::NOT_WANTED),
        RecoveryAction::AskToStartAnew | RecoveryAction::StartAnew if !lets_start_anew => Err(words::NOT_WANTED),
        RecoveryAction::Enter | RecoveryAction::StartAnew if waits => Err(words::OPENING),
        RecoveryAction::Enter if state.recovery.typed.expose().trim().is_empty() => Err(words::TYPE_IT),
        _ => Ok(()),
    }
}
