//! Decides from the words around a number whether it is a code.

use super::cells::Cell;
use super::numbers::{Number, is_letter_prefix, numbers};
use super::words::{OTHER_CODE_WORDS, OTHER_NUMBER_WORDS, SAYS_WORDS, STRONG_WORDS, WEAK_WORDS};

type Place = (usize, usize);

/// How sure it is that a number is a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Code,
    /// Only if the text holds no better one.
    Perhaps,
    Other,
}

/// The codes of a text, as ranges of cells. `about`: something else says that the text speaks of a code.
pub(super) fn codes(cells: &[Cell], about: bool) -> Vec<Place> {
    let strong = STRONG_WORDS.places(cells);
    let weak: Vec<Place> = WEAK_WORDS.places(cells).into_iter().filter(|place| !is_other_code(cells, *place)).collect();
    let reader = Reader { cells, about: about || !strong.is_empty(), strong, weak };
    let judged: Vec<(Number, Verdict)> =
        numbers(cells, |at| reader.strong.iter().chain(&reader.weak).any(|word| word.1 == at))
            .into_iter()
            .map(|number| (number, reader.judge(&number)))
            .collect();
    let pick = |wanted: Verdict| judged.iter().filter(move |(_, v)| *v == wanted).map(|(n, _)| (n.from, n.to));
    let mut codes: Vec<Place> = pick(Verdict::Code).collect();
    codes.extend(reader.words_with_digits());
    if codes.is_empty() {
        codes.extend(pick(Verdict::Perhaps));
    }
    codes
}

struct Reader<'c> {
    cells: &'c [Cell],
    about: bool,
    strong: Vec<Place>,
    weak: Vec<Place>,
}

impl Reader<'_> {
    fn judge(&self, number: &Number) -> Verdict {
        if is_letter_prefix(self.cells, number) && number.digits == 6 || self.is_for_autofill(number) {
            return Verdict::Code;
        }
        let place = (number.from, number.to);
        let beside_weak = self.weak.iter().any(|word| self.is_beside(*word, place, 3, 4));
        let beside = beside_weak || self.strong.iter().any(|word| self.is_beside(*word, place, 3, 5));
        let other = self.is_somebody_elses(number.from);
        let named = self.strong.iter().chain(&self.weak).any(|word| self.is_beside(*word, place, 1, 0));
        if number.unit && !named {
            return Verdict::Other;
        }
        if number.long {
            return if beside && other == Verdict::Code { Verdict::Code } else { Verdict::Other };
        }
        if number.year && !beside {
            let says = self.is_said(number.from);
            return if self.about && says && other != Verdict::Other { Verdict::Perhaps } else { Verdict::Other };
        }
        if self.about {
            return other;
        }
        match other {
            Verdict::Code if beside_weak => Verdict::Code,
            _ => Verdict::Other,
        }
    }

    /// `Verdict::Code` where no word before the number claims it (an order, an account, a telephone).
    fn is_somebody_elses(&self, from: usize) -> Verdict {
        let start = self.phrase_start(from);
        let claims = (start..from)
            .filter_map(|at| Some((at, OTHER_NUMBER_WORDS.at(self.cells, at)?)))
            .rfind(|(at, end)| *end <= from && !self.strong.iter().any(|word| word.0 <= *at && *at < word.1));
        let Some((at, _)) = claims else { return Verdict::Code };
        let word_between = |words: &[Place]| words.iter().any(|word| word.0 >= at && word.1 <= from);
        if word_between(&self.strong) || word_between(&self.weak) {
            return Verdict::Code;
        }
        // "The OTP for your order is 482913": claimed, but said of the OTP.
        let spoken_of = self.strong.iter().any(|word| word.1 <= at && !self.sentence_ends(word.1, at));
        if spoken_of && self.is_said(from) { Verdict::Perhaps } else { Verdict::Other }
    }

    /// Back to the last digit or end of a sentence, at most 28 cells. `no.` and `nr.` end none.
    fn phrase_start(&self, from: usize) -> usize {
        let mut start = from;
        while start > 0 && from - start < 28 && !self.cells[start - 1].is_digit() {
            let word = self.cells[..start - 1].iter().rev().take_while(|cell| cell.is_spaced_letter()).count();
            let shortened = self.cells[start - 1].c == '.' && (1..=3).contains(&word);
            if is_full_stop(self.cells[start - 1]) && !shortened {
                break;
            }
            start -= 1;
        }
        start
    }

    fn sentence_ends(&self, from: usize, to: usize) -> bool {
        self.cells[from..to].iter().any(|cell| is_full_stop(*cell))
    }

    /// Whether what stands right before says "is".
    fn is_said(&self, from: usize) -> bool {
        let end = from - self.cells[..from].iter().rev().take_while(|cell| cell.c == ' ').count();
        let word = self.cells[..end].iter().rev().take_while(|cell| cell.c.is_alphabetic()).count();
        let start = if word == 0 { end.saturating_sub(1) } else { end - word };
        SAYS_WORDS.is(self.cells, start, end) || (start..end).any(|at| SAYS_WORDS.is(self.cells, at, end))
    }

    /// Whether a word and a number belong together: in one sentence, with at most so many words between them.
    fn is_beside(&self, word: Place, number: Place, words_before: usize, words_after: usize) -> bool {
        let (from, to, most) = if word.1 <= number.0 {
            (word.1, number.0, words_before)
        } else if number.1 <= word.0 {
            (number.1, word.0, words_after)
        } else {
            return false;
        };
        let between = &self.cells[from..to];
        between.len() <= 40
            && !between.iter().any(|cell| cell.is_digit() || cell.ends_sentence())
            && count_words(between) <= most
    }

    /// The last line `@shop.example #482913` of messages that a telephone fills in by itself.
    fn is_for_autofill(&self, number: &Number) -> bool {
        let before = &self.cells[..number.from];
        if before.last().is_none_or(|cell| cell.c != '#') {
            return false;
        }
        let line = before.iter().rposition(|cell| cell.c == '\n').map_or(0, |at| at + 1);
        let line = &before[line..];
        line.first().is_some_and(|cell| cell.c == '@') && line.iter().any(|cell| cell.c == '.')
    }

    /// `R4KFD2` right beside a strong word: letters and digits mixed.
    fn words_with_digits(&self) -> Vec<Place> {
        let mut found = Vec::new();
        for &(_, end) in &self.strong {
            let ahead = self.cells[end..].iter().take(20);
            let mut start = end + ahead.take_while(|cell| !cell.is_digit() && !cell.ends_sentence()).count();
            while start > end && is_token(self.cells[start - 1]) {
                start -= 1;
            }
            let to = start + self.cells[start..].iter().take_while(|cell| is_token(**cell)).count();
            let token = &self.cells[start..to];
            let digits = token.iter().filter(|cell| cell.is_digit()).count();
            let unit = token.iter().take_while(|cell| cell.is_digit()).count() == digits;
            let mixed = digits >= 1 && digits < token.len() && (5..=10).contains(&token.len());
            if mixed && (!unit || digits >= 4) && self.is_beside((end, end), (start, to), 3, 0) {
                found.push((start, to));
            }
        }
        found
    }
}

fn is_token(cell: Cell) -> bool {
    cell.c.is_ascii_alphanumeric()
}

fn is_full_stop(cell: Cell) -> bool {
    matches!(cell.c, '.' | '!' | '?' | '。' | '।' | '؟' | ';' | '\n')
}

fn count_words(cells: &[Cell]) -> usize {
    let letter = |at: usize| cells.get(at).is_some_and(|cell| cell.c.is_alphabetic());
    (0..cells.len()).filter(|&at| letter(at) && (at == 0 || !letter(at - 1))).count()
}

/// A promo code, a postal code: two words before or after say so.
fn is_other_code(cells: &[Cell], place: Place) -> bool {
    let start = {
        let mut at = place.0;
        let mut words = 0;
        while at > 0 && words < 2 && place.0 - at < 24 && !cells[at - 1].is_digit() && !is_full_stop(cells[at - 1]) {
            at -= 1;
            words += usize::from(cells[at].c == ' ' && at + 1 < place.0);
        }
        at
    };
    let mut end = place.1;
    let mut words = 0;
    while end < cells.len() && words < 3 && end - place.1 < 24 && !cells[end].is_digit() && !cells[end].ends_sentence()
    {
        words += usize::from(cells[end].c == ' ' && end > place.1);
        end += 1;
    }
    (start..end)
        .filter(|at| !(place.0..place.1).contains(at))
        .any(|at| OTHER_CODE_WORDS.at(cells, at).is_some_and(|to| to <= end))
}
