//! Folding of text for search: letter case and accents do not matter.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, without the accents of Latin, Greek and Cyrillic letters. Marks of other scripts are letters of
/// their own and stay.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfd().filter(|c| !is_accent(*c)).flat_map(char::to_lowercase).map(plain).nfc().collect()
}

/// Combining marks that only decorate: the blocks of general diacritics. A Devanagari vowel sign is no accent.
fn is_accent(c: char) -> bool {
    is_combining_mark(c) && matches!(c, '\u{0300}'..='\u{036F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}')
}

/// Letters that have a plain form which decomposition does not give.
fn plain(c: char) -> char {
    match c {
        'ø' => 'o',
        'ł' => 'l',
        'đ' => 'd',
        'ħ' => 'h',
        'ı' => 'i',
        'ŧ' => 't',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_case_do_not_matter_and_vowel_signs_do() {
        assert_eq!(fold("Nadia ÖZTÜRK"), "nadia ozturk");
        assert_eq!(fold("Łukasz Wiśniewski"), "lukasz wisniewski");
        assert_eq!(fold("Nguyễn Thị Ánh Tuyết"), "nguyen thi anh tuyet");
        assert_eq!(fold("अनन्या"), "अनन्या");
        assert_ne!(fold("कि"), fold("क"));
        assert_eq!(fold("İSTANBUL"), "istanbul");
    }
}
