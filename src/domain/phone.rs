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
}
