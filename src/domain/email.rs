//! E-mail addresses: what can be one, and what surely is none.

/// The address without the blanks around it, if it can be one: two sides of an `@`, and no asterisks of a mask.
pub fn usable(text: &str) -> Option<&str> {
    let text = text.trim();
    let (name, host) = text.rsplit_once('@')?;
    let plain = !text.contains(|c: char| c.is_whitespace() || c.is_control() || c == '*');
    (plain && !name.is_empty() && !host.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_two_sides_and_no_mask() {
        assert_eq!(usable(" nadia@example.org "), Some("nadia@example.org"));
        for text in ["", "nadia", "@example.org", "nadia@", "n***@example.org", "na dia@example.org"] {
            assert_eq!(usable(text), None, "{text}");
        }
    }
}
