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
    let shown: Vec<(Cow<'_, str>, TextLook)> = spans
        .iter()
        .map(|(text, look)| {
            let (text, cut) = visible(text, Breaks::Joined, LINE_CHARS_MOST);
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
    // The first place whose text no longer fits; the one before it is the answer.
    let too_long = places.partition_point(|chars| lay_out(Some(*chars)).size().x <= width);
    let chars = too_long.checked_sub(1).and_then(|at| places.get(at)).copied().unwrap_or(0);
    Line { galley: lay_out(Some(chars)), cut: true }
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
    let rtl = may_be_rtl(&shown);
    let mut job = LayoutJob::single_section(shown.clone().into_owned(), look.format());
    job.wrap =
        TextWrapping { max_width: width, max_rows: rows_most, break_anywhere: false, overflow_character: Some(REST) };
    if rtl {
        // Only to learn where the rows end; they are laid out again in reading order.
        job.wrap.max_rows = rows_most.saturating_add(1);
    }
    let logical = galley(ui, job);
    if !rtl {
        let cut = logical.elided || bounded;
        return Line { galley: logical, cut };
    }
    let cut = logical.rows.len() > rows_most || bounded;
    let mut rest = shown.chars();
    let mut visual = self::job();
    visual.break_on_newline = true;
    for (at, row) in logical.rows.iter().take(rows_most).enumerate() {
        let chars = row.char_count_including_newline().0;
        let mut text: String = rest.by_ref().take(chars).collect();
        if at > 0 {
            visual.append("\n", 0.0, look.format());
        }
        if cut && at + 1 == rows_most {
            text.extend(rest.by_ref().take(LINE_CHARS_MOST));
            let row = [(Cow::Owned(text.replace('\n', " ")), look)];
            let line = cut_and_reorder(ui, &row, true, width);
            // Its text already stands in reading order; each section stays its own piece.
            for section in &line.galley.job.sections {
                visual.append(&line.galley.job.text[section.byte_range.as_usize()], 0.0, look.format());
            }
        } else {
            append_visual(&mut visual, text.trim_end_matches(['\n', ' ']), look);
        }
    }
    Line { galley: galley(ui, visual), cut }
}
