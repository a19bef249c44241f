//! The words by which the shield knows what a number is, in the languages that customers are written to.
//!
//! A blank in a word stands for any blanks and hyphens, or none. Words of up to four letters are whole words; longer
//! ones may have an ending. Spelling is folded as in [`mod@super::cells`], so accents may be written here as they are.

use std::sync::LazyLock;

use super::cells::{Cell, folded, is_spaced};

/// Words after which every free-standing number of the text is taken for a code.
const STRONG: &str = include_str!("words/codes.txt");

/// Words that mean a code only right beside the number.
const WEAK: &str = include_str!("words/loose.txt");

/// What makes such a word mean something else, one or two words before or after it.
const OTHER_CODES: &str = include_str!("words/other_codes.txt");

/// Words before a number that say whose number it is.
const OTHER_NUMBERS: &str = include_str!("words/other_numbers.txt");

/// Money, points and units, right before or after an amount.
const AMOUNTS: &str = include_str!("words/amounts.txt");

/// What says "the number is": before the number, at the end of what leads to it.
const SAYS: &str = include_str!("words/says.txt");

/// A list, folded once.
pub(super) struct Words(Vec<Word>);

/// A word, and whether it counts only where it is written without accents: short ones would be found in other
/// languages ("TAN" in Tân Bình).
type Word = (Vec<char>, bool);

pub(super) static STRONG_WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(STRONG));
pub(super) static WEAK_WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(WEAK));
pub(super) static OTHER_CODE_WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(OTHER_CODES));
pub(super) static OTHER_NUMBER_WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(OTHER_NUMBERS));
pub(super) static AMOUNT_WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(AMOUNTS));
pub(super) static SAYS_WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(SAYS));

impl Words {
    /// Words between commas; a line that begins with `//` is a comment.
    fn new(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with("//"));
        let words = lines.flat_map(|line| line.split(',')).map(str::trim).filter(|word| !word.is_empty());
        let mut words: Vec<Word> = words.map(|word| (folded(word), word.is_ascii() && word.len() <= 4)).collect();
        words.sort();
        words.dedup();
        Self(words)
    }

    /// Every place where one of the words stands, as cell ranges.
    pub(super) fn places(&self, cells: &[Cell]) -> Vec<(usize, usize)> {
        (0..cells.len()).filter_map(|at| Some((at, self.at(cells, at)?))).collect()
    }

    /// Where the longest word that begins at `at` ends.
    pub(super) fn at(&self, cells: &[Cell], at: usize) -> Option<usize> {
        let first = cells.get(at)?.c;
        if at > 0 && is_spaced(first) && cells[at - 1].is_spaced_letter() {
            // The middle of a word.
            return None;
        }
        let from = self.0.partition_point(|(word, _)| word[0] < first);
        let words = self.0[from..].iter().take_while(|(word, _)| word[0] == first);
        words.filter_map(|word| ends(word, cells, at)).max()
    }

    /// Whether the text from `from` to `to` is one of the words and nothing else.
    pub(super) fn is(&self, cells: &[Cell], from: usize, to: usize) -> bool {
        from < to && self.at(&cells[..to], from) == Some(to)
    }
}

fn ends((word, plain): &Word, cells: &[Cell], start: usize) -> Option<usize> {
    let spaced = is_spaced(word[0]);
    if !spaced && word.len() <= 4 && hides(cells, start, word.len()) {
        return None;
    }
    let mut at = start;
    for &c in word.iter() {
        if c == ' ' {
            while cells.get(at).is_some_and(|cell| matches!(cell.c, ' ' | '-' | '_' | '\n' | '\'' | '’')) {
                at += 1;
            }
        } else if cells.get(at).is_some_and(|cell| cell.c == c && (cell.plain || !plain)) {
            at += 1;
        } else {
            return None;
        }
    }
    if spaced {
        let end = at;
        while cells.get(at).is_some_and(|cell| cell.is_spaced_letter()) {
            at += 1;
        }
        if at > end && word.len() <= 4 {
            return None;
        }
    }
    Some(at)
}

/// Whether a short word is only a part of another, in scripts that write blanks but hang small words on their
/// neighbours: in Hebrew and Arabic "and", "the", "your", in the scripts of India endings only.
fn hides(cells: &[Cell], start: usize, length: usize) -> bool {
    let semitic = ('\u{590}'..='\u{6ff}').contains(&cells[start].c);
    let indic = ('\u{900}'..='\u{dff}').contains(&cells[start].c);
    let letter =
        |cell: &&Cell| cell.c.is_alphabetic() && ('\u{590}'..='\u{dff}').contains(&cell.c) && !cell.c.is_ascii_digit();
    let before: Vec<char> = cells[..start].iter().rev().take_while(letter).take(3).map(|cell| cell.c).collect();
    let after: String =
        cells[(start + length).min(cells.len())..].iter().take_while(letter).map(|cell| cell.c).collect();
    if semitic {
        let small = before.len() <= 2 && before.iter().all(|c| "הובלמשכالفكو".contains(*c));
        return !small || !["", "ך", "כם", "ك", "كم"].contains(&after.as_str());
    }
    indic && !before.is_empty()
}
