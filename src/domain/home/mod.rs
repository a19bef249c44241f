//! Which clock hangs at a customer's home, where a country or a dial code tells it without doubt.
//!
//! Only what is known counts: a place with several clocks gives none, and two facts that speak for different clocks
//! give none either. People travel; that is said beside the clock, not guessed here.

use super::lead::Lead;
use super::phone;

mod countries;

use countries::{COUNTRIES, Country};

/// What is known of a customer's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Home {
    /// One clock: its name in the zone database.
    Known { zone: &'static str, by: Fact },
    /// The place has several.
    Several(Fact),
    /// Country and dial code speak for different ones.
    Disagree { country: String, dial_code: String },
    /// Neither is known, or it is none that is known here.
    Unknown,
}

/// What a clock was found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// As the lead spells it.
    Country(String),
    /// Digits, without `+`.
    DialCode(String),
}

/// Finds the clock of a lead.
pub fn home(lead: &Lead) -> Home {
    let country = lead.country.as_deref().map(str::trim).and_then(|text| Some((by_name(text)?, text.to_owned())));
    let code = dial_code(lead).map(|code| (by_code(code), code.to_owned()));
    match (country, code) {
        (Some((country, name)), Some((places, code))) => {
            if agree(country, &places, &code) {
                of(&[country], Fact::Country(name))
            } else {
                Home::Disagree { country: name, dial_code: code }
            }
        }
        (Some((country, name)), None) => of(&[country], Fact::Country(name)),
        (None, Some((places, code))) => of(&places, Fact::DialCode(code)),
        (None, None) => Home::Unknown,
    }
}

fn of(places: &[&'static Country], by: Fact) -> Home {
    match places {
        [] => Home::Unknown,
        [first, rest @ ..] if !first.zone.is_empty() && rest.iter().all(|other| other.zone == first.zone) => {
            Home::Known { zone: first.zone, by }
        }
        _ => Home::Several(by),
    }
}

/// Whether a dial code may be one of this country: its own, the beginning of it (`1` of `1876`), or one with its clock.
fn agree(country: &Country, places: &[&'static Country], code: &str) -> bool {
    country.code.starts_with(code)
        || code.starts_with(country.code)
        || places.iter().any(|place| !place.zone.is_empty() && place.zone == country.zone)
}

/// By its name in English or its two letters.
fn by_name(text: &str) -> Option<&'static Country> {
    let is_it = |country: &&Country| {
        country.letters.eq_ignore_ascii_case(text)
            || country.names.split('|').any(|name| name.eq_ignore_ascii_case(text))
    };
    COUNTRIES.iter().find(is_it)
}

/// Every place with this code.
fn by_code(code: &str) -> Vec<&'static Country> {
    COUNTRIES.iter().filter(|country| country.code == code).collect()
}

/// The dial code of the lead, or the one its number begins with; none where no place here has it.
fn dial_code(lead: &Lead) -> Option<&'static str> {
    let known = |digits: &str| COUNTRIES.iter().map(|country| country.code).find(|code| *code == digits);
    if let Some(number) = lead.phone.as_deref().map(str::trim).filter(|number| number.starts_with('+')) {
        // No code begins another one but for the islands under +1, whose longer codes say more.
        let digits = phone::digits(number);
        let codes = COUNTRIES.iter().map(|country| country.code).filter(|code| digits.starts_with(code));
        return codes.max_by_key(|code| code.len());
    }
    known(&phone::digits(lead.dial_code.as_deref()?))
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;
    use crate::domain::{LeadKind, RemoteId};

    fn lead(country: &str, code: &str, number: &str) -> Lead {
        let mut lead = Lead::empty("a".into(), RemoteId::from("1"), LeadKind::Lead);
        let filled = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        (lead.country, lead.dial_code, lead.phone) = (filled(country), filled(code), filled(number));
        lead
    }

    #[test]
    fn one_clock_is_found_by_country_or_dial_code_and_says_by_which() {
        let country = |name: &str| Fact::Country(name.to_owned());
        let code = |code: &str| Fact::DialCode(code.to_owned());
        for (lead, zone, by) in [
            (lead("Germany", "", ""), "Europe/Berlin", country("Germany")),
            (lead(" de ", "49", "5550143"), "Europe/Berlin", country("de")),
            (lead("", "+84", "555"), "Asia/Ho_Chi_Minh", code("84")),
            (lead("Việt Nam", "84", ""), "Asia/Ho_Chi_Minh", code("84")),
            (lead("", "", "+91 98765 43210"), "Asia/Kolkata", code("91")),
            (lead("", "", "+1 (876) 555-0100"), "America/Jamaica", code("1876")),
            (lead("Jamaica", "1", "8765550100"), "America/Jamaica", country("Jamaica")),
            (lead("Réunion", "262", ""), "Indian/Reunion", country("Réunion")),
        ] {
            assert_eq!(home(&lead), Home::Known { zone, by }, "{lead:?}");
        }
    }

    #[test]
    fn what_could_be_several_clocks_is_none() {
        for (country, code, number) in [
            ("USA", "1", ""),
            ("", "1", "2025550100"),
            ("Spain", "34", ""),
            ("", "7", ""),
            ("", "262", ""),
            ("Brazil", "", ""),
            ("", "", "+61 2 5550 0100"),
        ] {
            assert!(matches!(home(&lead(country, code, number)), Home::Several(_)), "{country} {code} {number}");
        }
    }

    #[test]
    fn facts_that_contradict_each_other_give_no_clock() {
        for (country, code) in [("Germany", "91"), ("India", "1"), ("USA", "49")] {
            assert!(matches!(home(&lead(country, code, "")), Home::Disagree { .. }), "{country} {code}");
        }
        for (country, code) in [("", ""), ("Atlantis", ""), ("", "999"), ("Atlantis", "0")] {
            assert_eq!(home(&lead(country, code, "")), Home::Unknown, "{country} {code}");
        }
    }

    #[test]
    fn every_clock_exists_and_every_country_stands_once() {
        for country in COUNTRIES {
            assert!(country.zone.is_empty() || TimeZone::get(country.zone).is_ok(), "{}", country.names);
            assert!(country.code.bytes().all(|byte| byte.is_ascii_digit()) && !country.code.is_empty());
            let same = |other: &&Country| other.letters == country.letters || other.names == country.names;
            assert_eq!(COUNTRIES.iter().filter(same).count(), 1, "{}", country.names);
        }
        // No code but those under +1 begins another one.
        for country in COUNTRIES.iter().filter(|country| country.code != "1") {
            let longer = |other: &&Country| other.code != country.code && other.code.starts_with(country.code);
            assert_eq!(COUNTRIES.iter().find(longer).map(|other| other.names), None, "{}", country.names);
        }
    }
}
