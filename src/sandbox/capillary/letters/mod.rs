//! What a shop writes to its customers, in each of the sandbox's languages.
//!
//! `{code}` is a one-time code, `{n}` a number of points, `{order}` an order number. No body exists at this vendor: a
//! subject is all there is, and for short messages it is the text (contract section 3.1).

mod indic;
mod latin;
mod orient;

use super::super::seed::CULTURE_COUNT;

/// One language's set of messages.
pub(super) struct Letters {
    /// With the code in the text.
    pub(super) codes: &'static [&'static str],
    /// About a code, but without it, as the vendor document's sample has them.
    pub(super) code_subject: &'static str,
    pub(super) points: &'static str,
    pub(super) bill: &'static str,
    pub(super) parcel: &'static str,
    pub(super) offers: &'static [&'static str],
    pub(super) account: &'static str,
    pub(super) survey: &'static str,
    /// The script's own digits from nought to nine, where codes are sometimes written in them.
    pub(super) digits: Option<&'static str>,
}

/// In the order of the seed's cultures.
const LETTERS: [&Letters; CULTURE_COUNT] = [
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

/// The messages of the culture at this place.
pub(super) fn of(culture: usize) -> &'static Letters {
    LETTERS[culture % CULTURE_COUNT]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_message_has_room_for_its_code_and_digits_are_ten() {
        for letters in LETTERS {
            assert!(letters.codes.iter().all(|text| text.matches("{code}").count() == 1), "{}", letters.bill);
            assert!(letters.points.contains("{n}") && letters.parcel.contains("{order}"), "{}", letters.bill);
            assert!(letters.digits.is_none_or(|digits| digits.chars().count() == 10), "{}", letters.bill);
        }
    }
}
