//! What the keychain can answer instead of a secret, in words: what, why, what now.
//!
//! Nothing the platform says is repeated here: its texts can name items. Only the name of a D-Bus error is kept.

use zeroize::Zeroize as _;

use crate::paths::PathError;

/// Why a secret could not be had or kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SecretsError {
    /// Nothing leads to a keychain: there is no session bus.
    #[error(
        "The keychain cannot be reached: this session has no D-Bus, through which it is asked. Log in to a desktop \
         session, or start Leadline with dbus-run-session, then try again."
    )]
    NoSessionBus,
    /// There is a session bus, but no Secret Service on it.
    #[error(
        "The keychain is missing: no Secret Service runs in this session. Start or install one (GNOME Keyring, \
         KWallet or KeePassXC), then try again."
    )]
    NoService,
    /// The keychain runs but has no place where things are kept, which also is how one looks that was never unlocked.
    #[error(
        "The keychain is not ready: it has no default keyring to keep secrets in. Log in with your password, or \
         create a default keyring in your keychain program, then try again."
    )]
    NotSetUp,
    /// The keychain is locked and its dialog was dismissed or could not be shown.
    #[error(
        "The keychain is locked: its dialog was dismissed or could not be shown. Unlock the keychain, then try again."
    )]
    Locked,
    /// No answer in time.
    #[error(
        "The keychain has not answered for {waited_secs} s: it may be waiting for you. Answer its dialog, then try \
         again."
    )]
    Slow {
        /// How long was waited.
        waited_secs: u64,
    },
    /// An earlier call has had no answer yet, so this one was not asked at all.
    #[error(
        "Leadline is still waiting for the keychain's dialog, which an earlier request opened. Answer its dialog, then \
         try again."
    )]
    StillWaiting,
    /// The keychain is there and says no.
    #[error(
        "The keychain refused access: it does not allow Leadline to use this item. Allow Leadline in your keychain \
         program, then try again."
    )]
    Denied,
    /// An item that was there a moment ago is not any more.
    #[error("The keychain's item is gone: another program removed it meanwhile. Enter the credential again.")]
    Gone,
    /// An item that is there cannot be what we stored.
    #[error(
        "The keychain's item cannot be understood: it is not what Leadline stored there. Nothing was changed. Restore \
         the item in your keychain program, or enter the credential again."
    )]
    Damaged,
    /// Several items answer to one name, and choosing one would be a guess.
    #[error(
        "The keychain holds several items for the same name, and Leadline does not guess between them. Remove all but \
         one of the `leadline` items of that name in your keychain program, then try again."
    )]
    Ambiguous,
    /// The platform keeps no secret of this length.
    #[error("The secret is too long for this system's keychain, which keeps at most {limit}. Use a shorter one.")]
    TooLong {
        /// The platform's limit, in its own unit.
        limit: u32,
    },
    /// What was stored did not come back equal; it is not used.
    #[error(
        "The keychain did not keep the database's key: what it gave back is not what it was given. Nothing else was \
         changed. Check the keychain in its own program, then try again."
    )]
    NotKept,
    /// A database exists, and the keychain has no key for it.
    #[error(
        "The database's key is not in the keychain (item `{user}` of `leadline`), so the database cannot be opened. \
         Nothing was deleted. Restore or unlock the keychain that held it and try again, or enter the recovery key \
         (by command: `leadline recovery restore`)."
    )]
    KeyGone {
        /// The item's name, `PROFILE/database/ID`.
        user: String,
    },
    /// A database exists, and what the keychain has in the place of its key is no key.
    #[error(
        "The keychain's item `{user}` of `leadline` is not the database's key that was stored there, so the database \
         cannot be opened. Nothing was changed. Restore the item in your keychain program and try again, or enter the \
         recovery key (by command: `leadline recovery restore`)."
    )]
    KeyDamaged {
        /// The item's name, `PROFILE/database/ID`.
        user: String,
    },
    /// A database exists, and the file that says which key opens it does not, or cannot be understood.
    #[error(
        "The file database.id beside the database is missing or damaged, so its key cannot be found. Nothing was \
         deleted. Put the file back from a backup and try again, or enter the recovery key (by command: \
         `leadline recovery restore`)."
    )]
    KeyIdGone,
    /// A text given as a database key that cannot be one.
    #[error(
        "This is not a recovery key: one has 13 groups of five letters and digits. Nothing was tried. Check it, then \
         enter it again."
    )]
    NotAKey,
    /// A recovery key with a slip.
    #[error(
        "There is a slip in group {group} of this recovery key, so nothing was tried. Compare that group with what was \
         written down, then enter the key again."
    )]
    Slip {
        /// Counted from 1.
        group: usize,
    },
    /// The keychain holds something where a new key was to go.
    #[error(
        "The keychain already holds a different key for this database, and keys are never overwritten. Try again, or \
         remove the item in your keychain program first."
    )]
    KeyTaken,
    /// `database.id` cannot be read or written.
    #[error(transparent)]
    Path(#[from] PathError),
    /// Anything else.
    #[error("The keychain failed{}. Check it in its own program, then try again.", .code.as_ref().map(|c| format!(" ({c})")).unwrap_or_default())]
    Other {
        /// The name of the D-Bus error, or a fixed word of ours.
        code: Option<String>,
    },
}

/// The states that differ in what a person or a script does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SecretsKind {
    /// There is no usable keychain.
    Missing,
    /// It is locked.
    Locked,
    /// It has not answered (yet).
    Slow,
    /// It refused.
    Denied,
    /// The item or the database's key is not there.
    Gone,
    /// Everything else.
    Other,
}

impl SecretsError {
    /// The state behind the words.
    pub fn kind(&self) -> SecretsKind {
        match self {
            Self::NoSessionBus | Self::NoService | Self::NotSetUp => SecretsKind::Missing,
            Self::Locked => SecretsKind::Locked,
            Self::Slow { .. } | Self::StillWaiting => SecretsKind::Slow,
            Self::Denied => SecretsKind::Denied,
            Self::Gone | Self::KeyGone { .. } | Self::KeyDamaged { .. } | Self::KeyIdGone => SecretsKind::Gone,
            _ => SecretsKind::Other,
        }
    }

    /// Whether the keychain as a whole cannot be used now: commands leave with 6, the window offers "Try again" and a
    /// session in memory.
    pub fn is_unavailable(&self) -> bool {
        matches!(self.kind(), SecretsKind::Missing | SecretsKind::Locked | SecretsKind::Slow | SecretsKind::Denied)
    }

    pub(super) fn other(code: &str) -> Self {
        Self::Other { code: Some(code.into()) }
    }

    /// Sorts the library's error; `opening` tells a failed connection from a failed call.
    pub(super) fn from_keyring(error: keyring_core::Error, opening: bool) -> Self {
        use keyring_core::Error;
        match error {
            Error::PlatformFailure(cause) => from_platform(cause.as_ref(), opening, false),
            Error::NoStorageAccess(cause) => from_platform(cause.as_ref(), opening, true),
            Error::NoEntry => Self::Gone,
            Error::BadEncoding(mut bytes) | Error::BadDataFormat(mut bytes, _) => {
                bytes.zeroize();
                Self::Damaged
            }
            Error::TooLong(_, limit) => Self::TooLong { limit },
            Error::Ambiguous(_) => Self::Ambiguous,
            Error::NoDefaultStore => Self::NoService,
            Error::BadStoreFormat(_) => Self::other("store format"),
            Error::Invalid(..) => Self::other("invalid name"),
            Error::NotSupportedByStore(_) => Self::other("not supported"),
            _ => Self::Other { code: None },
        }
    }
}

/// The concrete error types are private to the platform's crates, so their words decide.
fn from_platform(
    cause: &(dyn std::error::Error + Send + Sync + 'static),
    opening: bool,
    no_access: bool,
) -> SecretsError {
    let mut words = cause.to_string();
    let mut source = cause.source();
    while let Some(inner) = source {
        words.push('\n');
        words.push_str(&inner.to_string());
        source = inner.source();
    }
    let says = |any: &[&str]| any.iter().any(|part| words.contains(part));
    if says(&["prompt dismissed", "object locked", "IsLocked", "before prompt completed", "canceled"]) {
        SecretsError::Locked
    } else if says(&["result not returned"]) {
        SecretsError::NotSetUp
    } else if says(&["ServiceUnknown", "NameHasNoOwner", "DBus.Error.Spawn", "DBus.Error.NoReply"]) {
        // NoReply is what the bus says when the service ends while it is being asked.
        SecretsError::NoService
    } else if says(&["AccessDenied", "NotAuthorized", "AuthFailed"]) || no_access {
        SecretsError::Denied
    } else if let Some(code) = dbus_error_name(&words) {
        SecretsError::Other { code: Some(code) }
    } else if opening && cfg!(target_os = "linux") {
        // Every failure to open that is no D-Bus reply means that there was nobody to reply.
        SecretsError::NoSessionBus
    } else {
        SecretsError::Other { code: None }
    }
}

fn dbus_error_name(words: &str) -> Option<String> {
    let name = &words[words.find("org.freedesktop.")?..];
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '.').unwrap_or(name.len());
    Some(name[..end.min(80)].trim_end_matches('.').into())
}
