//! Telephone numbers: digits for comparing and searching, one spelling for showing.

/// Only the digits of a number, in ASCII (`+49 (555) 01-00` and `٤٩٥٥٥` alike).
pub fn digits(text: &str) -> String {
    text.chars().filter_map(ascii_digit).collect()
}

/// `+49 5550100`, or what there is of it; `None` when there is no number.
/// A number that already carries its own `+` is shown alone.
pub fn display(dial_code: Option<&str>, number: Option<&str>) -> Option<String> {
    let number = number.map(str::trim).filter(|n| !n.is_empty())?;
    match dial_code.map(|c| c.trim().trim_start_matches('+')).filter(|c| !c.is_empty()) {
        Some(code) if !number.starts_with('+') => Some(format!("+{code} {number}")),
        _ => Some(number.to_owned()),
    }
}

/// Country code and number as digits, without `+`. A number without any sign of its country has no such form: the same
/// digits are somebody else's in another country.
pub fn international(dial_code: Option<&str>, number: &str) -> Option<String> {
    // The first of several, without an extension. A slash parts two numbers only where both sides are long enough;
    // else it stands behind an area code.
    let number = number.split([',', ';']).next()?.to_lowercase();
    let number = match number.split_once('/') {
        Some((one, two)) if digits(one).len() >= 7 && digits(two).len() >= 7 => one.to_owned(),
        _ => number,
    };
    let number = number.split("ext").next()?.split('x').next()?.trim();
    if number.contains('*') || number.chars().any(char::is_alphabetic) {
        return None;
    }
    let written = number.replace("(0)", "");
    let dialled = digits(&written);
    let international = written.starts_with(['+', '＋']) || written.starts_with("(+");
    let code = digits(dial_code.unwrap_or_default());
    let code = code.trim_start_matches('0');
    let whole = if international {
        dialled
    } else if let Some(rest) = dialled.strip_prefix("00") {
        rest.to_owned()
    } else if code.is_empty() {
        // Twelve digits hold a country code wherever they come from.
        Some(dialled).filter(|digits| digits.len() >= 12)?
    } else if dialled.starts_with(code) && dialled.len() > 10 {
        dialled
    } else {
        format!("{code}{}", without_trunk(code, &dialled))
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

/// The decimal digit sets that customers type: ASCII, Arabic-Indic, Persian, Devanagari, Bengali, Thai, full width.
fn ascii_digit(c: char) -> Option<char> {
    const ZEROS: [char; 7] = ['0', '٠', '۰', '०', '০', '๐', '０'];
    ZEROS.iter().find_map(|&zero| {
        let offset = (c as u32).checked_sub(zero as u32)?;
        (offset < 10).then(|| char::from(b'0' + u8::try_from(offset).unwrap_or(0)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_found_in_every_spelling() {
        assert_eq!(digits("+49 (555) 01-00"), "495550100");
        assert_eq!(digits("٠١٢"), "012");
        assert_eq!(digits("९८७"), "987");
        assert_eq!(digits("call me"), "");
    }

    #[test]
    fn a_number_is_shown_with_its_code_once() {
        assert_eq!(display(Some("49"), Some("5550100")).as_deref(), Some("+49 5550100"));
        assert_eq!(display(Some("+49"), Some("5550100")).as_deref(), Some("+49 5550100"));
        assert_eq!(display(Some("49"), Some("+49 5550100")).as_deref(), Some("+49 5550100"));
        assert_eq!(display(None, Some("5550100")).as_deref(), Some("5550100"));
        assert_eq!(display(Some("49"), Some(" ")), None);
    }

    #[test]
    fn a_number_is_written_with_its_country_and_without_signs() {
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
            assert_eq!(international(code, number).as_deref(), wanted, "{code:?} {number}");
        }
    }
}
