//! What a vendor's folder says about its vendor for people, as data: how calls sign in, what an account can do, what is
//! documented and what nobody knows. The accounts page shows it; nothing acts on it.

/// One way of signing in, as lines of label and text. `{key}` in a text stands for the setting of that name.
#[derive(Debug, PartialEq)]
pub struct SignIn {
    /// Only accounts whose `auth` is this; `None`: every account.
    pub when_auth: Option<&'static str>,
    pub lines: &'static [(&'static str, &'static str)],
}

/// Something an account can be used for.
#[derive(Debug, PartialEq)]
pub struct Ability {
    pub words: &'static str,
    /// What has to succeed for it to count as seen.
    pub seen_by: SeenBy,
}

/// The kind of call that shows an ability.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeenBy {
    /// The vendor gave a token.
    Token,
    /// A reading succeeded.
    Reading,
    /// The vendor said yes to a write.
    Writing,
    /// A recording; none is sent by this version.
    Recording,
}

/// One thing one would like to know about the vendor.
#[derive(Debug, PartialEq)]
pub struct Fact {
    /// Under this key the engine puts what it found out; a dotted one (`lists.notes`) is also a setting.
    pub key: &'static str,
    pub label: &'static str,
    /// What the vendor documents; `None` where nobody does.
    pub documented: Option<&'static str>,
    /// What Leadline does while it is not known; a phrase.
    pub meanwhile: &'static str,
}

impl Fact {
    /// Something the vendor documents.
    pub const fn documented(key: &'static str, label: &'static str, says: &'static str) -> Self {
        Self { key, label, documented: Some(says), meanwhile: "" }
    }

    /// Something that nobody documents.
    pub const fn unknown(key: &'static str, label: &'static str, meanwhile: &'static str) -> Self {
        Self { key, label, documented: None, meanwhile }
    }
}

/// What is to be said about a vendor.
#[derive(Debug, PartialEq)]
pub struct About {
    pub sign_in: &'static [SignIn],
    pub abilities: &'static [Ability],
    pub facts: &'static [Fact],
    /// What the harmless test does; a sentence or two.
    pub test: &'static str,
}
