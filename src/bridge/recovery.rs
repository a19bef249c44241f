//! Why there is no database to work on, and which ways out of that there are.

/// The database cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoDatabase {
    pub trouble: Trouble,
    /// What, why, what now.
    pub why: String,
    /// The folder that it lies in, as the system writes it.
    pub folder: Option<String>,
}

/// What is in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Trouble {
    /// The keychain does not have its key.
    KeyGone,
    /// The keychain's key does not open it; a file whose first page is damaged looks the same.
    WrongKey,
    /// Its content does not fit together.
    Damaged,
    /// A newer release wrote it.
    TooNew,
    /// The disk, its rights, another program: trying again can help.
    Other,
}

impl Trouble {
    /// A recovery key may open it.
    pub fn takes_recovery_key(self) -> bool {
        matches!(self, Self::KeyGone | Self::WrongKey)
    }

    /// It may never open again: a new one can be begun, and this one kept beside it.
    pub fn lets_start_anew(self) -> bool {
        matches!(self, Self::KeyGone | Self::WrongKey | Self::Damaged)
    }
}
