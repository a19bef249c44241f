//! What the window says and hears about templates.

/// What is wrong with a vendor's part of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartFault {
    /// The vendor's name in the registry.
    pub vendor: String,
    /// Where in its table: `props[0].from`; a part as a whole is at the empty place.
    pub at: String,
    /// What, and what now.
    pub sentence: String,
}

/// The longest file of templates that is read, in bytes.
pub const LONGEST_FILE: u64 = 1 << 20;
