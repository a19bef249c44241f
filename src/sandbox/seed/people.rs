//! What makes a person of a place: names, where they live, and what is said in their language.

use super::{indic, latin, orient};

/// One language with its people. Names come with a Latin handle for addresses.
pub(super) struct Culture {
    pub(super) given: &'static [(&'static str, &'static str)],
    pub(super) family: &'static [(&'static str, &'static str)],
    /// Family name first, as in Hanoi or Budapest.
    pub(super) family_first: bool,
    /// What stands between the names; nothing in Chinese.
    pub(super) joint: &'static str,
    pub(super) dial: &'static str,
    pub(super) country: &'static str,
    pub(super) cities: &'static [&'static str],
    /// What visitors, the bot and agents say last.
    pub(super) user: &'static [&'static str],
    pub(super) bot: &'static [&'static str],
    pub(super) agent: &'static [&'static str],
}

/// How many languages there are.
pub(in super::super) const CULTURE_COUNT: usize = CULTURES.len();

/// The order matters: the newest records take the first cultures one after the other.
pub(super) const CULTURES: &[&Culture] = &[
    &latin::VIETNAMESE,
    &latin::ENGLISH,
    &indic::HINDI,
    &orient::ARABIC,
    &latin::GERMAN,
    &orient::THAI,
    &orient::JAPANESE,
    &latin::TURKISH,
    &orient::HEBREW,
    &indic::TAMIL,
    &latin::SPANISH,
    &orient::CHINESE,
    &latin::POLISH,
    &orient::KOREAN,
    &indic::BENGALI,
    &latin::IRISH,
    &orient::KHMER,
    &orient::URDU,
    &indic::TELUGU,
    &latin::FRENCH,
];
