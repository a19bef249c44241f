//! A text that must not be seen: wiped when dropped, never printed, never serialised.

use std::fmt;

use zeroize::Zeroizing;

/// Longer than any key or token that somebody pastes, in bytes.
const TYPED_ROOM: usize = 8 * 1024;

/// Secret text, such as a token or a key. Printing it in any way writes `[secret]`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes over `text` without a copy.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// An empty one with room for what is typed or pasted: growing would leave copies behind unwiped.
    pub fn with_room() -> Self {
        Self::new(String::with_capacity(TYPED_ROOM))
    }

    /// The text while it is being typed; for a masked field.
    pub fn edit(&mut self) -> &mut String {
        &mut self.0
    }

    /// The text itself; for the request header, the database's key, or the keychain, and nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_never_prints_itself() {
        let secret = Secret::new("canary-5f3a".into());
        assert_eq!(format!("{secret} {secret:?} {secret:#?} {:?}", Some(&secret)).matches("canary").count(), 0);
        assert_eq!(secret.expose(), "canary-5f3a");
    }
}
