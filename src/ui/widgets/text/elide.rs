//! Lays text out in a width: wraps, and cuts with `…` in logical order before anything is reordered.

use std::borrow::Cow;
use std::sync::Arc;

use egui::epaint::text::ByteRangeExt as _;
use egui::text::{LayoutJob, TextWrapping};
use egui::{Galley, Ui};
use unicode_normalization::char::is_combining_mark;

use super::bidi::{may_be_rtl, visual_pieces};
use super::visible::{Breaks, visible};
use super::{Line, TextLook};

/// What stands for the rest of a cut text.
const REST: char = '…';
/// Characters of one line that are ever laid out; the widest line of the window shows about two hundred.
const LINE_CHARS_MOST: usize = 300;

/// A job of pieces from left to right, as wide as it gets.
fn job() -> LayoutJob {
    LayoutJob { wrap: TextWrapping::no_max_width(), break_on_newline: false, ..LayoutJob::default() }
}

fn galley(ui: &Ui, job: LayoutJob) -> Arc<Galley> {
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// Appends one line in reading order.
fn append_visual(job: &mut LayoutJob, text: &str, look: TextLook) {
    for piece in visual_pieces(text) {
        job.append(&piece, 0.0, look.format());
    }
}

/// One line, spans one after another.
pub(super) fn lay_out_line(ui: &Ui, spans: &[(&str, TextLook)], width: f32) -> Line {
    let mut bounded = false;
    // More characters than this never fit: the narrowest are twice as wide.
    let chars_most = share(LINE_CHARS_MOST, (width / 1.5 + 20.0) / 300.0);
    let shown: Vec<(Cow<'_, str>, TextLook)> = spans
        .iter()
        .map(|(text, look)| {
            let (text, cut) = visible(text, Breaks::Joined, chars_most);
            bounded |= cut;
            (text, *look)
        })
        .collect();
    if shown.iter().any(|(text, _)| may_be_rtl(text)) {
        cut_and_reorder(ui, &shown, bounded, width)
    } else {
        cut(ui, &shown, bounded, width)
    }
}

/// Left-to-right text: the toolkit cuts it as it lays it out.
fn cut(ui: &Ui, spans: &[(Cow<'_, str>, TextLook)], bounded: bool, width: f32) -> Line {
    let mut job = job();
    job.wrap = TextWrapping { max_width: width, max_rows: 1, break_anywhere: true, overflow_character: Some(REST) };
    for (text, look) in spans {
        job.append(text, 0.0, look.format());
    }
    let galley = galley(ui, job);
    let cut = galley.elided || bounded;
    Line { galley, cut }
}

/// Text with right-to-left words: looks for the longest beginning that fits together with its `…`.
fn cut_and_reorder(ui: &Ui, spans: &[(Cow<'_, str>, TextLook)], bounded: bool, width: f32) -> Line {
    let lay_out = |chars: Option<usize>| {
        let mut job = job();
        let mut left = chars.unwrap_or(usize::MAX);
        for (text, look) in spans {
            let end = text.char_indices().nth(left).map_or(text.len(), |(at, _)| at);
            let count = text[..end].chars().count();
            left -= count.min(left);
            let last = chars.is_some() && left == 0;
            if last {
                append_visual(&mut job, &format!("{}{REST}", text[..end].trim_end()), *look);
                break;
            }
            append_visual(&mut job, &text[..end], *look);
        }
        galley(ui, job)
    };
    let all = lay_out(None);
    if all.size().x <= width {
        return Line { galley: all, cut: bounded };
    }
    let places = cut_places(spans);
    let count = places.len();
    let guess = share(count, width / all.size().x);
    let fitting = fitting(count, guess, |at| places.get(at).is_some_and(|n| lay_out(Some(*n)).size().x <= width));
    let chars = fitting.checked_sub(1).and_then(|at| places.get(at)).copied().unwrap_or(0);
    Line { galley: lay_out(Some(chars)), cut: true }
}

/// A part of a count, for a guess.
fn share(count: usize, part: f32) -> usize {
    let share = u16::try_from(count).map_or(f32::MAX, f32::from) * part.clamp(0.0, 1.0);
    // A guess: anything in range will do, and the search repairs it.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a guess that the search repairs")]
    let guess = share as usize;
    guess.min(count)
}

/// How many of the first places fit, where each that fits follows only such that fit. Looks around a guess first,
/// because every question costs a layout.
fn fitting(count: usize, guess: usize, fits: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, count);
    let (mut at, mut step) = (guess.min(count.saturating_sub(1)), 1);
    while low < high {
        if fits(at) {
            low = at + 1;
            at = if high == count { (at + step).min(count - 1) } else { low.midpoint(high) };
        } else {
            high = at;
            at = if low == 0 { at.saturating_sub(step) } else { low.midpoint(high) };
        }
        step *= 2;
    }
    low
}

/// Where a text may be cut, as counts of characters: never between a letter and what belongs to it.
fn cut_places(spans: &[(Cow<'_, str>, TextLook)]) -> Vec<usize> {
    let belongs = |c: char| {
        is_combining_mark(c)
            || matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
    };
    let mut places = Vec::new();
    let mut before = None;
    for (at, c) in spans.iter().flat_map(|(text, _)| text.chars()).enumerate() {
        if !belongs(c) && before != Some('\u{200d}') {
            places.push(at);
        }
        before = Some(c);
    }
    places
}

/// Wrapped text of at most `rows_most` rows.
pub(super) fn lay_out_block(ui: &Ui, text: &str, width: f32, rows_most: u16, look: TextLook) -> Line {
    let rows_most = usize::from(rows_most);
    let (shown, bounded) = visible(text, Breaks::Kept, LINE_CHARS_MOST.saturating_mul(rows_most));
    if may_be_rtl(&shown) {
        return wrap_and_reorder(ui, &shown, bounded, width, rows_most, look);
    }
    let mut job = LayoutJob::single_section(shown.into_owned(), look.format());
    job.wrap =
        TextWrapping { max_width: width, max_rows: rows_most, break_anywhere: false, overflow_character: Some(REST) };
    let galley = galley(ui, job);
    let cut = galley.elided || bounded;
    Line { galley, cut }
}

/// Wraps text with right-to-left words by measuring it: the toolkit's own rows count glyphs, and a ligature has fewer
/// of those than letters.
fn wrap_and_reorder(ui: &Ui, text: &str, bounded: bool, width: f32, rows_most: usize, look: TextLook) -> Line {
    let mut block = LayoutJob { break_on_newline: true, ..job() };
    let (mut rows, mut cut) = (0, bounded);
    let mut paragraphs = text.trim_end().lines().peekable();
    while let Some(paragraph) = paragraphs.next() {
        let mut rest = paragraph.trim_end();
        loop {
            if rows > 0 {
                block.append("\n", 0.0, look.format());
            }
            rows += 1;
            let end = row_end(ui, rest, width, look);
            let more_follows = end < rest.len();
            if rows == rows_most && more_follows {
                let line = cut_and_reorder(ui, &[(Cow::Borrowed(rest), look)], true, width);
                // It stands in reading order already; each of its sections stays a piece of its own.
                for section in &line.galley.job.sections {
                    block.append(&line.galley.job.text[section.byte_range.as_usize()], 0.0, look.format());
                }
                return Line { galley: galley(ui, block), cut: true };
            }
            append_visual(&mut block, rest[..end].trim_end(), look);
            rest = rest[end..].trim_start();
            if rest.is_empty() {
                break;
            }
        }
        if rows == rows_most {
            cut |= paragraphs.peek().is_some();
            break;
        }
    }
    Line { galley: galley(ui, block), cut }
}

/// Where a row of this width ends: behind the last word that fits, or inside a word that is wider than the row.
fn row_end(ui: &Ui, text: &str, width: f32, look: TextLook) -> usize {
    let fits = |end: &usize| {
        let mut row = job();
        append_visual(&mut row, text[..*end].trim_end(), look);
        galley(ui, row).size().x <= width
    };
    let word_ends: Vec<usize> = text
        .char_indices()
        .filter(|(_, c)| c.is_whitespace())
        .map(|(at, c)| at + c.len_utf8())
        .chain([text.len()])
        .collect();
    let words = fitting(word_ends.len(), share(word_ends.len(), 0.5), |at| word_ends.get(at).is_some_and(&fits));
    if let Some(end) = words.checked_sub(1).and_then(|at| word_ends.get(at)) {
        return *end;
    }
    let places: Vec<usize> = cut_places(&[(Cow::Borrowed(text), look)])
        .into_iter()
        .skip(1)
        .filter_map(|chars| text.char_indices().nth(chars).map(|(at, _)| at))
        .collect();
    let letters = places.partition_point(&fits).max(1);
    places.get(letters - 1).copied().unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_search_finds_the_edge_from_every_guess() {
        for count in 0..20 {
            for edge in 0..=count {
                for guess in 0..=count {
                    assert_eq!(fitting(count, guess, |at| at < edge), edge, "{count} {edge} {guess}");
                }
            }
        }
    }
}
