//! Finds what has the form of a one-time code, and leaves out what has another form: dates, times, amounts, telephones.

use super::cells::Cell;
use super::words::{AMOUNT_WORDS, Words};

/// Digits that stand together: `482913`, `12 34 56`, `123-456`; a range of cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub from: usize,
    pub to: usize,
    pub digits: usize,
    /// Its form says telephone or something else long; a code only where the text says so right beside it.
    pub long: bool,
    /// Four digits that could be a year.
    pub year: bool,
    /// A unit follows; a code only where the text says so right before it.
    pub unit: bool,
}

/// The fewest and the most digits of a code.
const SIZES: std::ops::RangeInclusive<usize> = 4..=8;

/// All numbers of a text that could be codes by their form. `after_word` says where a word for codes ends: there a
/// number may touch a letter (`OTP482913`).
pub(super) fn numbers(cells: &[Cell], after_word: impl Fn(usize) -> bool) -> Vec<Number> {
    let runs = runs(cells);
    let mut found = Vec::new();
    let mut at = 0;
    while at < runs.len() {
        let mut end = at + 1;
        while end < runs.len() && joined(cells, runs[end - 1], runs[end]) {
            // `2024-03-05 08`: another separator begins something else.
            if end > at + 1 && cells[runs[end - 1].1].c != cells[runs[at].1].c {
                break;
            }
            end += 1;
        }
        chain(cells, &runs[at..end], &mut found);
        at = end;
    }
    found.retain(|number| {
        let hangs_on_word = after_word(number.from) || number.from > 0 && after_word(number.from - 1);
        !is_part(cells, number, hangs_on_word) && !is_amount(cells, number.from, number.to)
    });
    found
}

fn runs(cells: &[Cell]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, _) in cells.iter().enumerate().filter(|(_, cell)| cell.is_digit()) {
        match runs.last_mut() {
            Some((_, to)) if *to == at => *to += 1,
            _ => runs.push((at, at + 1)),
        }
    }
    runs
}

/// Exactly one separator between two runs.
fn joined(cells: &[Cell], left: (usize, usize), right: (usize, usize)) -> bool {
    right.0 == left.1 + 1 && cells[left.1].is_code_separator()
}

/// Reads runs that are joined by single separators as one code, as several, or as something else.
fn chain(cells: &[Cell], runs: &[(usize, usize)], found: &mut Vec<Number>) {
    let length = |run: &(usize, usize)| run.1 - run.0;
    let (first, last) = (runs[0], runs[runs.len() - 1]);
    let digits: usize = runs.iter().map(length).sum();
    let mut add = |from: usize, to: usize, digits: usize, long: bool| {
        if SIZES.contains(&digits) {
            let year = to - from == 4 && matches!((cells[from].c, cells[from + 1].c), ('1', '9') | ('2', '0'));
            found.push(Number { from, to, digits, long, year, unit: word_after(cells, to, &AMOUNT_WORDS) });
        }
    };
    if runs.len() == 1 {
        return add(first.0, first.1, digits, false);
    }
    if is_date(cells, runs) {
        return;
    }
    let equal = runs.iter().all(|run| length(run) == length(&first));
    let hyphens = runs.windows(2).all(|pair| cells[pair[0].1].c == '-');
    if SIZES.contains(&digits) && (equal || hyphens || runs.iter().all(|run| length(run) < 4)) {
        return add(first.0, last.1, digits, false);
    }
    // `482913 5`: the parts stand for themselves. Nine digits and more are a telephone or a card, unless they are
    // codes side by side.
    let long = digits > 8 && !(equal && length(&first) >= 6);
    for run in runs {
        add(run.0, run.1, length(run), long);
    }
}

/// `10-12-2024`, `2024-12-10`, `10 12 2024`.
fn is_date(cells: &[Cell], runs: &[(usize, usize)]) -> bool {
    let value = |run: (usize, usize)| {
        cells[run.0..run.1].iter().fold(0_u32, |sum, cell| sum.saturating_mul(10) + cell.c.to_digit(10).unwrap_or(0))
    };
    let [a, b, c] = *runs else { return false };
    let day = |run: (usize, usize)| run.1 - run.0 <= 2 && (1..=31).contains(&value(run));
    let year = |run: (usize, usize)| run.1 - run.0 == 4 && (1900..=2100).contains(&value(run));
    day(b) && ((day(a) && year(c)) || (year(a) && day(c)))
}

/// A piece of something longer: a decimal, a time, a date with slashes, a word, a masked card, a telephone.
fn is_part(cells: &[Cell], number: &Number, hangs_on_word: bool) -> bool {
    let before = |back: usize| number.from.checked_sub(back).map(|at| cells[at]);
    let after = |ahead: usize| cells.get(number.to + ahead).copied();
    let digit = |cell: Option<Cell>| cell.is_some_and(Cell::is_digit);
    let groups = |mark: Option<Cell>, next: Option<Cell>, step: &dyn Fn(usize) -> Option<Cell>| {
        let Some(mark) = mark else { return false };
        match mark.c {
            // `1.234,56` and `4829.50`; a comma between two codes is none of these, nor one before `10分钟`.
            '.' | ',' | '٫' | '٬' => {
                let length = (0..4).take_while(|n| digit(step(*n))).count();
                let word_follows = step(length).is_some_and(|cell| cell.c.is_alphabetic() && !cell.is_spaced_letter());
                (1..=3).contains(&length) && !word_follows
            }
            ':' | '/' | ')' | '(' => digit(next),
            _ => false,
        }
    };
    let touches_word = |cell: Option<Cell>| cell.is_some_and(Cell::is_spaced_letter);
    let masked = |cell: Option<Cell>| cell.is_some_and(|cell| matches!(cell.c, '*' | '•'));
    let plus = (1..=4)
        .map_while(|back| before(back).filter(|cell| matches!(cell.c, ' ' | '(' | '-' | '+')))
        .any(|cell| cell.c == '+');
    groups(before(1), before(2), &|n| before(2 + n))
        || groups(after(0), after(1), &|n| after(1 + n))
        || !hangs_on_word && touches_word(before(1))
        || touches_word(after(0))
        || masked(before(1))
        || masked(after(0))
        || plus
        || !hangs_on_word
            && before(1).is_some_and(|cell| cell.c == '-')
            && touches_word(before(2))
            && !is_letter_prefix(cells, number)
}

/// `G-482913`: one letter, a hyphen and six digits are a code wherever they stand.
pub(super) fn is_letter_prefix(cells: &[Cell], number: &Number) -> bool {
    number.from >= 2
        && cells[number.from - 1].c == '-'
        && cells[number.from - 2].is_spaced_letter()
        && (number.from < 3 || !(cells[number.from - 3].is_spaced_letter() || cells[number.from - 3].is_digit()))
}

/// A currency or a percent sign right before or after.
fn is_amount(cells: &[Cell], from: usize, to: usize) -> bool {
    let is_mark =
        |cell: &Cell| matches!(cell.c, '$' | '£' | '¥' | '¤' | '฿' | '៛' | '%' | '₠'..='\u{20cf}' | '֏' | '৳' | '௹');
    let skip = |cell: &&Cell| matches!(cell.c, ' ' | '.' | ':');
    let mut back = cells[..from].iter().rev().skip_while(skip);
    let mut ahead = cells[to..].iter().skip_while(|cell| cell.c == ' ');
    if back.next().is_some_and(is_mark) || ahead.next().is_some_and(is_mark) {
        return true;
    }
    word_before(cells, from, &AMOUNT_WORDS)
}

fn word_before(cells: &[Cell], from: usize, words: &Words) -> bool {
    let end = from - cells[..from].iter().rev().take_while(|cell| matches!(cell.c, ' ' | '.')).count();
    let start = end - cells[..end].iter().rev().take_while(|cell| cell.c.is_alphabetic() || cell.c == '$').count();
    // `Rs. 500`; a full stop after anything longer ends a sentence.
    let stopped = cells[end..from].iter().any(|cell| cell.c == '.');
    end - start >= 2 && !(stopped && end - start > 2) && words.is(cells, start, end)
}

fn word_after(cells: &[Cell], to: usize, words: &Words) -> bool {
    let start = to + cells[to..].iter().take_while(|cell| matches!(cell.c, ' ' | '-')).count();
    let spaced = cells.get(start).is_some_and(|cell| cell.is_spaced_letter());
    match words.at(cells, start) {
        Some(end) => !spaced || end >= start + cells[start..].iter().take_while(|c| c.is_spaced_letter()).count(),
        None => false,
    }
}
