//! What was read out of something pasted into a form: settings by key, and what is still missing.

/// The outcome of reading a pasted text. Which keys there can be is the vendor's business; the text itself is not kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// Settings of an account that stand in the text: key in the settings file and value.
    pub found: Vec<(&'static str, String)>,
    /// What is missing or cannot be told, and what to do; `None` when everything is there, or when there is no text
    /// yet.
    pub fault: Option<String>,
}

impl Pasted {
    /// Everything that was asked for.
    pub fn whole(found: Vec<(&'static str, String)>) -> Self {
        Self { found, fault: None }
    }

    /// Not everything, and why.
    pub fn lacking(found: Vec<(&'static str, String)>, fault: impl Into<String>) -> Self {
        Self { found, fault: Some(fault.into()) }
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.found.iter().find(|(found, _)| *found == key).map(|(_, value)| value.as_str())
    }
}
