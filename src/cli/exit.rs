//! How a command ends: the exit codes of the contract, and the sentence that goes with a bad one.

use crate::bridge::{NoAnswer, Phase, Refused};

/// The exit codes. Where several apply, [`Exit::combine`] says which one wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Exit {
    #[default]
    Done = 0,
    Failed = 1,
    /// Wrong usage or configuration.
    Usage = 2,
    /// A vendor could not be reached.
    Unreachable = 3,
    /// A credential is missing or was refused.
    Credential = 4,
    /// Something waits for an agent.
    NeedsAgent = 5,
    /// The keychain is missing or locked.
    Keychain = 6,
    /// The database cannot be opened.
    Database = 7,
    /// Another Leadline has the profile open.
    InUse = 8,
}

impl Exit {
    /// The first to apply wins: what makes everything else meaningless stands before what can be repaired alone.
    const PRECEDENCE: [Self; 9] = [
        Self::Usage,
        Self::Database,
        Self::InUse,
        Self::Keychain,
        Self::Credential,
        Self::Unreachable,
        Self::NeedsAgent,
        Self::Failed,
        Self::Done,
    ];

    /// The number for the operating system.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// The one with that number.
    pub fn of_code(code: u8) -> Option<Self> {
        Self::PRECEDENCE.into_iter().find(|exit| exit.code() == code)
    }

    /// The one of the two that is said.
    #[must_use]
    pub fn combine(self, other: Self) -> Self {
        Self::PRECEDENCE.into_iter().find(|exit| *exit == self || *exit == other).unwrap_or(self)
    }
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        exit.code().into()
    }
}

/// A command that could not go on: its exit code, and what, why and what now in words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct Stop {
    pub exit: Exit,
    /// Empty when there is nobody left to tell (the reader of our output went away).
    pub sentence: String,
}

impl Stop {
    pub fn new(exit: Exit, sentence: impl Into<String>) -> Self {
        Self { exit, sentence: sentence.into() }
    }

    /// Wrong usage or configuration.
    pub fn usage(sentence: impl Into<String>) -> Self {
        Self::new(Exit::Usage, sentence)
    }

    /// The start of the engine failed; `None` while it works or is still starting.
    pub fn of_phase(phase: &Phase) -> Option<Self> {
        match phase {
            Phase::NoKeychain(why) => Some(Self::new(Exit::Keychain, why)),
            Phase::NoDatabase(none) => Some(Self::new(Exit::Database, &none.why)),
            Phase::InUse(why) => Some(Self::new(Exit::InUse, why)),
            Phase::Stopped(why) => Some(Self::new(Exit::Failed, why)),
            Phase::Starting | Phase::Ready | Phase::InMemory(_) => None,
        }
    }
}

impl From<Refused> for Stop {
    fn from(refused: Refused) -> Self {
        Self::new(Exit::Failed, refused.to_string())
    }
}

impl From<NoAnswer> for Stop {
    fn from(none: NoAnswer) -> Self {
        Self::new(Exit::Failed, none.to_string())
    }
}

impl From<std::io::Error> for Stop {
    /// An error while writing our own output. A reader that has seen enough (`| head`) is no failure.
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Self::new(Exit::Done, ""),
            _ => Self::new(
                Exit::Failed,
                format!("The output could not be written: {error}. Make room or choose another place, then try again."),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_that_is_said_follows_the_contract() {
        let order = [2_u8, 7, 8, 6, 4, 3, 5, 1, 0];
        assert_eq!(Exit::PRECEDENCE.map(Exit::code), order);
        for (at, first) in Exit::PRECEDENCE.into_iter().enumerate() {
            for later in &Exit::PRECEDENCE[at..] {
                assert_eq!(first.combine(*later), first);
                assert_eq!(later.combine(first), first);
            }
        }
    }

    #[test]
    fn a_reader_that_went_away_is_no_failure_but_a_full_disk_is() {
        let gone = Stop::from(std::io::Error::from(std::io::ErrorKind::BrokenPipe));
        assert_eq!((gone.exit, gone.sentence.as_str()), (Exit::Done, ""));
        assert_eq!(Stop::from(std::io::Error::from(std::io::ErrorKind::StorageFull)).exit, Exit::Failed);
    }
}
