//! Makes every character of foreign text visible: what would act on the line instead of standing in it becomes a mark.
//!
//! Names and messages are other people's. A direction override could make `fdp.exe` out of `exe.pdf`, a zero-width
//! space makes two equal names differ, a thousand accents on one letter paint over the rows around it.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_normalization::char::is_combining_mark;

/// More accents than this on one letter are not drawn. No script needs more.
const MARKS_MOST: usize = 6;

/// What becomes of line breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Breaks {
    /// They become spaces: rows of a list.
    Joined,
    /// They stay: notes and requests.
    Kept,
}

/// The text as it may be laid out, at most `chars_most` characters of it. Borrowed where nothing had to change.
///
/// The second value says whether anything was left out at the end.
pub fn visible(text: &str, breaks: Breaks, chars_most: usize) -> (Cow<'_, str>, bool) {
    let end = text.char_indices().nth(chars_most).map(|(at, _)| at);
    let (text, cut) = (end.map_or(text, |at| &text[..at]), end.is_some());
    if text.bytes().all(|b| (b' '..=b'~').contains(&b)) {
        return (Cow::Borrowed(text), cut);
    }
    let mut out = String::with_capacity(text.len());
    let (mut before, mut marks) = (None, 0);
    for c in text.chars() {
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        if marks <= MARKS_MOST {
            push_visible(&mut out, c, before, breaks);
        }
        before = Some(c);
    }
    (if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }, cut)
}

fn push_visible(out: &mut String, c: char, before: Option<char>, breaks: Breaks) {
    let mark = match c {
        '\r' => return,
        '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
            return out.push(if breaks == Breaks::Kept { '\n' } else { ' ' });
        }
        '\t' => return out.push(' '),
        '\u{ad}' => "SHY",
        '\u{61c}' => "ALM",
        '\u{200b}' => "ZWSP",
        // Joiners are spelling in Indic scripts, Persian and emoji; anywhere else they only hide.
        '\u{200c}' if joins(before) => return out.push(c),
        '\u{200d}' if joins(before) => return out.push(c),
        '\u{200c}' => "ZWNJ",
        '\u{200d}' => "ZWJ",
        '\u{200e}' => "LRM",
        '\u{200f}' => "RLM",
        '\u{202a}' => "LRE",
        '\u{202b}' => "RLE",
        '\u{202c}' => "PDF",
        '\u{202d}' => "LRO",
        '\u{202e}' => "RLO",
        '\u{2060}' => "WJ",
        '\u{2066}' => "LRI",
        '\u{2067}' => "RLI",
        '\u{2068}' => "FSI",
        '\u{2069}' => "PDI",
        '\u{feff}' => "BOM",
        // Tags spell out the flags of England, Scotland and Wales, behind a black flag.
        '\u{e0020}'..='\u{e007f}' if matches!(before, Some('\u{1f3f4}' | '\u{e0020}'..='\u{e007f}')) => {
            return out.push(c);
        }
        c if c.is_control() || is_invisible(c) => {
            // Writing into a String cannot fail.
            let _ = write!(out, "‹U+{:04X}›", u32::from(c));
            return;
        }
        c => return out.push(c),
    };
    let _ = write!(out, "‹{mark}›");
}

/// A joiner after this character means something.
fn joins(before: Option<char>) -> bool {
    before.is_some_and(|c| !c.is_ascii() && !c.is_whitespace() && !('\u{200b}'..='\u{206f}').contains(&c))
}

/// Characters without any ink that are not spaces.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}' | '\u{2061}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}' | '\u{3164}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> String {
        visible(text, Breaks::Joined, 300).0.into_owned()
    }

    #[test]
    fn what_acts_on_the_line_is_shown_as_a_mark() {
        assert_eq!(line("invoice\u{202e}fdp.exe"), "invoice‹RLO›fdp.exe");
        assert_eq!(line("Nadia\u{200b} Öztürk"), "Nadia‹ZWSP› Öztürk");
        assert_eq!(line("\u{202a}+65 5550 1182\u{202c}"), "‹LRE›+65 5550 1182‹PDF›");
        assert_eq!(line("a\0b\u{7}c\u{9b}d"), "a‹U+0000›b‹U+0007›c‹U+009B›d");
        assert_eq!(line("ad\u{200d}min"), "ad‹ZWJ›min");
    }

    #[test]
    fn joiners_that_are_spelling_stay() {
        for text in ["می\u{200c}خواهم", "क्\u{200d}ष", "👩\u{200d}💻", "🏴\u{e0067}\u{e0062}\u{e007f}"]
        {
            assert_eq!(line(text), text);
        }
    }

    #[test]
    fn breaks_become_spaces_in_a_line_and_stay_in_a_block() {
        assert_eq!(line("one\r\ntwo\tthree\u{2028}four"), "one two three four");
        assert_eq!(visible("one\r\ntwo", Breaks::Kept, 300).0, "one\ntwo");
    }

    #[test]
    fn a_huge_message_is_bounded_and_a_tower_of_accents_is_cut() {
        let huge = "ж".repeat(20_000);
        let (text, cut) = visible(&huge, Breaks::Joined, 300);
        assert!(cut && text.chars().count() == 300);
        assert_eq!(line(&format!("a{}b", "\u{301}".repeat(100))).chars().count(), 2 + MARKS_MOST);
    }

    #[test]
    fn plain_text_is_not_copied() {
        assert!(matches!(visible("Where is my refund?", Breaks::Joined, 300).0, Cow::Borrowed(_)));
        assert!(matches!(visible("Łukasz Wiśniewski", Breaks::Joined, 300).0, Cow::Borrowed(_)));
    }
}
