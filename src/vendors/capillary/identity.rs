//! By what a lead is asked for: numbers in the international form, and nothing that could be somebody else's.

use crate::config::AccountSettings;
use crate::domain::{Lead, phone};
use crate::vendors::parts::Identifier;

/// The identifiers in the configured order.
pub(super) fn identifiers(account: &AccountSettings, lead: &Lead) -> Vec<Identifier> {
    let order = account.options.get("identifiers").and_then(|value| value.as_array());
    let words = order.into_iter().flatten().filter_map(|value| value.as_str());
    let mut found: Vec<Identifier> = Vec::new();
    for word in words {
        let identifier = match word {
            "mobile" => lead
                .phone
                .as_deref()
                .and_then(|number| mobile(lead.dial_code.as_deref(), number))
                .map(|value| ("mobile", value)),
            "email" => lead.email.as_deref().and_then(email).map(|value| ("email", value)),
            "external_id" => external_id(account, lead).map(|value| ("external_id", value)),
            _ => None,
        };
        let identifier = identifier.map(|(kind, value)| Identifier { kind, value });
        found.extend(identifier.filter(|identifier| !found.contains(identifier)));
    }
    found
}

/// Country code and number as digits, without `+` (contract section 3). A number without any sign of its country is
/// not asked for: the same digits are somebody else's in another one.
fn mobile(dial_code: Option<&str>, number: &str) -> Option<String> {
    // The first of several, without an extension. A slash parts two numbers only where both sides are long enough;
    // else it stands behind an area code.
    let number = number.split([',', ';']).next()?.to_lowercase();
    let number = match number.split_once('/') {
        Some((one, two)) if phone::digits(one).len() >= 7 && phone::digits(two).len() >= 7 => one.to_owned(),
        _ => number,
    };
    let number = number.split("ext").next()?.split('x').next()?.trim();
    if number.contains('*') || number.chars().any(char::is_alphabetic) {
        return None;
    }
    let written = number.replace("(0)", "");
    let digits = phone::digits(&written);
    let international = written.starts_with(['+', '＋']) || written.starts_with("(+");
    let code = phone::digits(dial_code.unwrap_or_default());
    let code = code.trim_start_matches('0');
    let whole = if international {
        digits
    } else if let Some(rest) = digits.strip_prefix("00") {
        rest.to_owned()
    } else if code.is_empty() {
        // Twelve digits hold a country code wherever they come from.
        Some(digits).filter(|digits| digits.len() >= 12)?
    } else if digits.starts_with(code) && digits.len() > 10 {
        digits
    } else {
        format!("{code}{}", without_trunk(code, &digits))
    };
    ((7..=15).contains(&whole.len()) && !whole.starts_with('0')).then_some(whole)
}

/// The national number as it is dialled from abroad.
fn without_trunk<'d>(code: &str, digits: &'d str) -> &'d str {
    match code {
        // Italy, its enclaves, Ivory Coast and Congo keep the zero.
        "39" | "378" | "379" | "225" | "242" => digits,
        "7" if digits.len() == 11 => digits.strip_prefix('8').unwrap_or(digits),
        "36" if digits.len() == 11 => digits.strip_prefix("06").unwrap_or(digits),
        _ => digits.trim_start_matches('0'),
    }
}

fn email(text: &str) -> Option<String> {
    let text = text.trim();
    let (name, host) = text.rsplit_once('@')?;
    let plain = !text.contains(|c: char| c.is_whitespace() || c.is_control() || c == '*');
    (plain && !name.is_empty() && !host.is_empty()).then(|| text.to_owned())
}

/// The attribute that the settings name; another case of its key counts where it is the only one.
fn external_id(account: &AccountSettings, lead: &Lead) -> Option<String> {
    let wanted = account.option("external_id_attribute")?.trim();
    let exact = lead.attributes.iter().find(|attribute| attribute.key == wanted);
    let mut loose = lead.attributes.iter().filter(|attribute| attribute.key.trim().eq_ignore_ascii_case(wanted));
    let attribute = exact.or_else(|| loose.next().filter(|_| loose.next().is_none()))?;
    Some(attribute.value.trim().to_owned()).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mobile_is_written_with_its_country_and_without_signs() {
        for (code, number, wanted) in [
            (Some("49"), "5550100", Some("495550100")),
            (Some("+49"), "0555 / 0100", Some("495550100")),
            (Some("+49"), "5550100 / 5550101", Some("495550100")),
            (Some("+49"), "0555 01 00", Some("495550100")),
            (Some("0049"), "(0555) 0100", Some("495550100")),
            (None, "+49 (0) 555-0100", Some("495550100")),
            (None, "0049 555 0100", Some("495550100")),
            (Some("1"), "+49 555 0100", Some("495550100")),
            (Some("91"), "919876543210", Some("919876543210")),
            (Some("91"), "९८७६५४३२१०", Some("919876543210")),
            (Some("39"), "06 5550100", Some("39065550100")),
            (Some("7"), "8 (905) 555-01-00", Some("79055550100")),
            (Some("36"), "06 30 555 0100", Some("36305550100")),
            (Some("49"), "5550100 ext 12", Some("495550100")),
            (Some("49"), "555 0100, 555 0101", Some("495550100")),
            (None, "9876543210", None),
            (None, "919876543210", Some("919876543210")),
            (Some("49"), "*****", None),
            (Some("49"), "call me", None),
            (Some("49"), "123", None),
            (Some("49"), "5550100555010055", None),
        ] {
            assert_eq!(mobile(code, number).as_deref(), wanted, "{code:?} {number}");
        }
    }

    #[test]
    fn an_address_is_asked_for_only_if_it_is_one() {
        assert_eq!(email(" nadia@example.org ").as_deref(), Some("nadia@example.org"));
        for text in ["", "nadia", "@example.org", "n***@example.org", "na dia@example.org"] {
            assert_eq!(email(text), None, "{text}");
        }
    }
}
