//! Other people's text made safe for a terminal, and cut to a width.
//!
//! Names and messages come from strangers. What could move the cursor, recolour the screen or turn words around
//! is printed as a mark that can be seen.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Characters that change the direction of text without being seen.
pub fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Line breaks that are no control characters, and the mark that byte orders leave behind.
pub fn is_odd_space(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// One line of text in which nothing can act on a terminal: `ESC` becomes `␛`, a line end `␊`, a bidi control
/// `\u{202e}`.
pub fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\0'..='\x1f' => out.extend(char::from_u32(0x2400 + u32::from(c))),
            '\x7f' => out.push('␡'),
            _ if c.is_control() || is_bidi_control(c) || is_odd_space(c) => out.extend(c.escape_unicode()),
            _ => out.push(c),
        }
    }
    out
}

/// The same, keeping line ends.
pub fn safe_lines(text: &str) -> String {
    text.split('\n').map(|line| safe(line.strip_suffix('\r').unwrap_or(line))).collect::<Vec<_>>().join("\n")
}

/// How many columns of a terminal it takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// At most `max` columns of it, the last one `…` where something is missing.
pub fn cut(text: &str, max: usize) -> String {
    if text.width() <= max {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1; // the …
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > max {
            break;
        }
        out.push(c);
    }
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

/// `1 lead`, `2 leads`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_acts_on_a_terminal_comes_through() {
        assert_eq!(safe("a\x1b[31mred\x07\r\nb\tc\x7f"), "a␛[31mred␇␍␊b␉c␡");
        assert_eq!(safe("\u{9b}31m"), r"\u{9b}31m");
        assert_eq!(safe("abc\u{202e}fdp.exe\u{2066}"), r"abc\u{202e}fdp.exe\u{2066}");
        assert_eq!(safe("نادية · नादिया · 👩‍🔧"), "نادية · नादिया · 👩‍🔧");
        assert_eq!(safe_lines("one\r\ntwo\x1b"), "one\ntwo␛");
    }

    #[test]
    fn a_cut_fits_its_columns_in_every_script() {
        assert_eq!(cut("Nadia Rahman", 12), "Nadia Rahman");
        assert_eq!(cut("Nadia Rahman", 7), "Nadia…");
        assert_eq!(cut("山田太郎さん", 7), "山田太…");
        for text in ["山田太郎さん", "👩‍🔧👩‍🔧👩‍🔧👩‍🔧", "é́́é́́é́́", ""] {
            for max in 1..9 {
                assert!(width(&cut(text, max)) <= max, "{text} in {max}");
            }
        }
    }
}
