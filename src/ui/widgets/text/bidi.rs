//! Puts a line in the order in which it is read: the toolkit shapes words but lays them out from left to right.
//!
//! The result is a list of pieces for the toolkit, each shaped by itself. A word of a right-to-left script is one piece in its
//! own letter order (shaping turns it); everything else in such a run (spaces, dots, brackets) comes one by one in
//! reverse, brackets mirrored. Lines are cut before they come here.

use std::borrow::Cow;

use unicode_bidi::BidiInfo;
use unicode_normalization::char::is_combining_mark;

/// Whether any character of the text could stand in a right-to-left run. Cheap; the rule for all Latin text is no.
pub(super) fn may_be_rtl(text: &str) -> bool {
    text.chars().any(|c| {
        matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}' | '\u{200f}' | '\u{202b}' | '\u{202e}' | '\u{2067}')
    })
}

/// The pieces of one line from left to right. `text` must not hold line breaks.
pub(super) fn visual_pieces(text: &str) -> Vec<Cow<'_, str>> {
    if text.contains('‹') {
        let held = hold_marks(text);
        if held != text {
            let pieces = pieces_of(&held).into_iter().map(|piece| piece.replace(HOLD, ""));
            return pieces.filter(|piece| !piece.is_empty()).map(Cow::Owned).collect();
        }
    }
    pieces_of(text)
}

/// Holds the brackets of a mark to it. No such character comes from outside: it would be a mark itself.
const HOLD: char = '\u{200e}';

/// A mark that stands for a control (`‹LRM›`) is a left-to-right word, brackets and all.
fn hold_marks(text: &str) -> String {
    let mut held = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(at) = rest.find('‹') {
        let (before, mark) = rest.split_at(at);
        held.push_str(before);
        let inside = mark['‹'.len_utf8()..].find(|c: char| !(c.is_ascii_uppercase() || "U+0123456789".contains(c)));
        let end = '‹'.len_utf8() + inside.unwrap_or(0);
        let is_mark =
            inside.is_some_and(|length| length > 1) && mark.get(end..).is_some_and(|end| end.starts_with('›'));
        let end = if is_mark { end + '›'.len_utf8() } else { '‹'.len_utf8() };
        if is_mark {
            held.push(HOLD);
        }
        held.push_str(&mark[..end]);
        if is_mark {
            held.push(HOLD);
        }
        rest = &mark[end..];
    }
    held.push_str(rest);
    held
}

fn pieces_of(text: &str) -> Vec<Cow<'_, str>> {
    let info = BidiInfo::new(text, None);
    if !info.has_rtl() {
        return vec![Cow::Borrowed(text)];
    }
    let mut pieces = Vec::new();
    for paragraph in &info.paragraphs {
        let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            let rtl = levels.get(run.start).is_some_and(unicode_bidi::Level::is_rtl);
            let Some(slice) = text.get(run) else { continue };
            if rtl {
                pieces.extend(tokens(slice).into_iter().rev());
            } else {
                pieces.push(Cow::Borrowed(slice));
            }
        }
    }
    pieces
}

/// A right-to-left run, split into words and the single signs between them, in reading order.
fn tokens(run: &str) -> Vec<Cow<'_, str>> {
    let mut starts: Vec<usize> = Vec::new();
    let mut before: Option<char> = None;
    for (at, c) in run.char_indices() {
        if !before.is_some_and(|b| stays_with(b, c)) {
            starts.push(at);
        }
        before = Some(c);
    }
    let ends = starts.iter().skip(1).copied().chain([run.len()]);
    starts.iter().copied().zip(ends).filter_map(|(from, to)| run.get(from..to)).map(mirrored).collect()
}

/// Whether `c` belongs to the same piece as the character before it.
fn stays_with(before: char, c: char) -> bool {
    let emoji_part = matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}');
    let joiner = |c| matches!(c, '\u{200c}' | '\u{200d}');
    let flag = |c| matches!(c, '\u{1f1e6}'..='\u{1f1ff}');
    (is_rtl_letter(before) && is_rtl_letter(c))
        || is_combining_mark(c)
        || (is_combining_mark(before) && is_rtl_letter(c))
        || emoji_part
        || joiner(c)
        || joiner(before)
        || (flag(before) && flag(c))
}

/// Letters and signs of the right-to-left scripts: one font draws them, and shaping turns them round.
fn is_rtl_letter(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}')
}

/// Brackets open towards the word they follow.
fn mirrored(token: &str) -> Cow<'_, str> {
    let turned = match token {
        "(" => ")",
        ")" => "(",
        "[" => "]",
        "]" => "[",
        "{" => "}",
        "}" => "{",
        "<" => ">",
        ">" => "<",
        "«" => "»",
        "»" => "«",
        "‹" => "›",
        "›" => "‹",
        other => other,
    };
    Cow::Borrowed(turned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        visual_pieces(text).concat()
    }

    #[test]
    fn words_swap_places_and_letters_do_not() {
        assert_eq!(shown("فاطمة الزهراء العلوي"), "العلوي الزهراء فاطمة");
        assert_eq!(shown("דוד לוי"), "לוי דוד");
    }

    #[test]
    fn latin_names_and_numbers_inside_keep_their_order() {
        assert_eq!(shown("Order 42 for Nadia"), "Order 42 for Nadia");
        assert_eq!(shown("שלום Nadia Öztürk 42"), "Nadia Öztürk 42 שלום");
        assert_eq!(shown("Agent: فاطمة الزهراء"), "Agent: الزهراء فاطمة");
    }

    #[test]
    fn signs_end_up_on_the_far_side_and_brackets_are_mirrored() {
        assert_eq!(shown("שלום…"), "…שלום");
        assert_eq!(shown("דוד (לוי) כהן."), ".כהן (לוי) דוד");
    }

    #[test]
    fn a_mark_keeps_its_brackets() {
        assert_eq!(shown("הטלפון ‹LRM›+49 555 (אתמול)"), "(אתמול) ‹LRM›+49 555 הטלפון");
        assert_eq!(shown("‹U+2065›שלום‹RLO›"), "‹U+2065›שלום‹RLO›");
        assert_eq!(shown("שלום ‹Nadia› ‹"), "› ‹Nadia› שלום");
    }

    #[test]
    fn a_family_stays_one_family() {
        assert_eq!(shown("שלום 👩\u{200d}💻 דוד"), "דוד 👩\u{200d}💻 שלום");
    }
}
