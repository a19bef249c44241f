//! A text as the shield reads it: one cell a letter or digit, folded, with its place in the original.
//!
//! Case, accents, width, invisible characters and the script of a digit do not matter to a rule, so they are gone here.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// One folded character and the bytes it came from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    pub c: char,
    pub start: usize,
    pub end: usize,
    /// Written without an accent.
    pub plain: bool,
}

impl Cell {
    pub(super) fn is_digit(self) -> bool {
        self.c.is_ascii_digit()
    }

    /// A letter of a script that writes blanks between words; only there does a word have an edge.
    pub(super) fn is_spaced_letter(self) -> bool {
        is_spaced(self.c)
    }

    /// What may stand between the parts of a code: `12 34 56`, `123-456`.
    pub(super) fn is_code_separator(self) -> bool {
        matches!(self.c, ' ' | '-' | '·')
    }

    pub(super) fn ends_sentence(self) -> bool {
        matches!(self.c, '.' | '!' | '?' | '。' | '।' | '؟' | ';' | ',' | '、')
    }
}

pub(super) fn is_spaced(c: char) -> bool {
    c.is_alphabetic() && u32::from(c) < 0x0530
}

/// The cells of a text.
pub(super) fn cells(text: &str) -> Vec<Cell> {
    let mut cells = Vec::with_capacity(text.len());
    for (start, c) in text.char_indices() {
        let end = start + c.len_utf8();
        let first = cells.len();
        let accented = fold(c, |c| cells.push(Cell { c, start, end, plain: true }));
        // A keycap belongs to its digit; marks of direction stay where they are.
        if cells.len() == first
            && matches!(c, '\u{20e3}' | '\u{fe00}'..='\u{fe0f}')
            && let Some(digit) = cells.last_mut()
        {
            digit.end = end;
        }
        if accented {
            // The accent may stand behind its letter, as a character of its own.
            let letter = first.min(cells.len().saturating_sub(1));
            cells.iter_mut().skip(letter).for_each(|cell| cell.plain = false);
        }
    }
    cells
}

/// The folded form of a rule's words.
pub(super) fn folded(text: &str) -> Vec<char> {
    let mut out = Vec::new();
    for c in text.chars() {
        fold(c, |c| out.push(c));
    }
    out
}

/// Pushes what is left of a character; says whether an accent was dropped.
fn fold(c: char, mut push: impl FnMut(char)) -> bool {
    let mut accented = false;
    if c.is_ascii() {
        push(match c.to_ascii_lowercase() {
            '\r' => '\n',
            '\t' => ' ',
            c => c,
        });
        return false;
    }
    // A Hangul syllable would fall into letters that fold differently; it is its own form.
    if ('\u{ac00}'..='\u{d7a3}').contains(&c) {
        push(c);
        return false;
    }
    // The wide comma ends a phrase; folded to the narrow one it would look like a decimal's.
    if c == '，' {
        push('、');
        return false;
    }
    for c in std::iter::once(c).nfkd().flat_map(char::to_lowercase) {
        if canonical_combining_class(c) != 0 {
            accented = true;
            continue;
        }
        if is_invisible(c) {
            continue;
        }
        push(match c {
            'đ' => 'd',
            'ı' => 'i',
            'ł' => 'l',
            'ø' => 'o',
            '\u{5be}' | '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '\u{2028}' | '\u{2029}' | '\u{85}' => '\n',
            c if c.is_whitespace() => ' ',
            c => ascii_digit(c).unwrap_or(c),
        });
    }
    accented
}

/// Marks of direction, joiners, variation selectors, the keycap of an emoji digit, the Arabic stretch.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{640}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{20e3}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// The zeros of the decimal digit sets in living use; full width and mathematical ones are gone after folding.
const ZEROS: &[u32] = &[
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20,
    0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0,
    0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x1e950,
];

fn ascii_digit(c: char) -> Option<char> {
    ZEROS.iter().find_map(|zero| {
        let value = u32::from(c).checked_sub(*zero).filter(|value| *value < 10)?;
        char::from_digit(value, 10)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_width_script_and_invisible_characters_are_gone() {
        for (text, folded_text) in [
            ("Código É", "codigo e"),
            ("ŞİFRE ı đ", "sifre i d"),
            ("٤٨२९๑３", "482913"),
            ("4\u{200b}8\u{fe0f}\u{20e3}", "48"),
            ("a\u{a0}b–c", "a b-c"),
            ("인증번호", "인증번호"),
            ("ＯＴＰ", "otp"),
        ] {
            assert_eq!(folded(text).into_iter().collect::<String>(), folded_text, "{text}");
        }
    }

    #[test]
    fn a_cell_knows_its_bytes() {
        let found = cells("é٤x");
        assert_eq!(found.iter().map(|cell| (cell.start, cell.end)).collect::<Vec<_>>(), [(0, 2), (2, 4), (4, 5)]);
    }
}
