//! A template as its owners write it, and how a vendor describes what can stand in it.
//!
//! What a template says belongs to the agents; which places there are belongs to each vendor's folder, which tells them
//! as [`Slot`]s. So the editor of templates knows no vendor, and a vendor no editor.

mod exchange;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use exchange::{NotTemplates, read, written};

/// Something that agents may record.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// Agents choose it by this; unique.
    pub name: String,
    /// The table of each vendor, by the vendor's name in the registry.
    pub parts: BTreeMap<String, toml::Table>,
}

/// One place in a vendor's table of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The key, as it stands in the settings.
    pub key: &'static str,
    /// What it is called on the screen.
    pub label: &'static str,
    /// One phrase: what it is for.
    pub means: &'static str,
    /// What can stand there.
    pub kind: SlotKind,
}

/// What can stand in a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotKind {
    /// A text; one that is needed cannot be left out.
    Text { needed: bool },
    /// A whole number, 0 or more.
    Number,
    /// One of these: the word of the settings, and what it is called. The first holds where it is left out.
    Choice(&'static [(&'static str, &'static str)]),
    /// One value.
    Value,
    /// A list of values, each with the vendor's name for it under the key `name` and, where `kind` is not empty, with
    /// one of `kinds` under that key; the first holds where it is left out.
    Values { name: &'static str, kind: &'static str, kinds: &'static [&'static str] },
    /// Values under names that the vendor gives out.
    Named(&'static [&'static str]),
    /// A list of tables with these slots; `one` is what one of them is called.
    Records { one: &'static str, slots: &'static [Slot] },
}

/// Where the value of a field can come from: the word of the settings, and what it is called. What begins with a word
/// and a colon takes what follows it from the agent.
pub const SOURCES: &[(&str, &str)] = &[
    ("text", "What was said"),
    ("input", "A field of the form"),
    ("value", "Always the same"),
    ("attribute:", "An attribute of the lead"),
    ("agent", "Who records it"),
    ("status", "The lead’s status"),
    ("tags", "The lead’s tags"),
    ("lead.name", "The lead’s name"),
    ("lead.email", "The lead’s e-mail"),
    ("lead.phone", "The lead’s phone"),
    ("lead.dial_code", "The lead’s dial code"),
    ("lead.city", "The lead’s city"),
    ("lead.country", "The lead’s country"),
    ("lead.gender", "The lead’s gender"),
    ("lead.picture", "The lead’s picture"),
    ("lead.agent", "The lead’s agent"),
    ("lead.last_message", "The last message"),
    ("lead.website_visits", "Visits of the website"),
    ("lead.created_at", "When the lead was made"),
    ("lead.updated_at", "When the lead changed"),
    ("lead.last_seen_at", "When the lead was last seen"),
    ("lead.id", "The lead’s id"),
    ("lead.uuid", "The lead’s uuid"),
];
