//! The name of a profile, which becomes part of folder names and keychain items.

use std::fmt;
use std::str::FromStr;

/// A profile's name: 1 to 40 of `a-z A-Z 0-9 - _`, so that it is the same single folder on every system.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProfileName(String);

/// A text that cannot be a profile's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "The profile name cannot be used: it must be 1 to 40 letters (a-z), digits, `-` or `_`, begin with a letter or \
     digit, and not be a name that Windows reserves. Choose another with --profile."
)]
pub struct BadProfileName;

impl ProfileName {
    /// The name as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the profile that is used when none is named.
    pub fn is_default(&self) -> bool {
        self.0 == "default"
    }
}

impl Default for ProfileName {
    fn default() -> Self {
        Self("default".into())
    }
}

impl fmt::Display for ProfileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ProfileName {
    type Err = BadProfileName;

    fn from_str(text: &str) -> Result<Self, BadProfileName> {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let fits = (1..=40).contains(&text.len())
            && text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && text.chars().all(plain)
            && !is_windows_device(text);
        if fits { Ok(Self(text.into())) } else { Err(BadProfileName) }
    }
}

/// Windows opens a device in place of a file of one of these names.
fn is_windows_device(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let numbered = |stem: &str| lower.strip_prefix(stem).is_some_and(|n| n.len() == 1 && n != "0" && is_digit(n));
    matches!(lower.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

fn is_digit(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names_are_taken_and_anything_that_could_leave_its_folder_is_not() {
        for good in ["default", "shop-2", "A_b", "0", "com", "com10", "console"] {
            assert_eq!(good.parse::<ProfileName>().unwrap().as_str(), good);
        }
        let long = "x".repeat(41);
        for bad in ["", ".", "..", "a/b", "a\\b", "-x", "_x", "a b", "é", "a\0", "nul", "COM1", "lpt9", &long] {
            assert!(bad.parse::<ProfileName>().is_err(), "{bad:?}");
        }
    }
}
