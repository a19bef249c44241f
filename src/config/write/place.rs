//! Where things stand in the text of a settings file: ends of tables, lines, and commented samples.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value and where it stands. A table under a header stands where its header does.
pub(super) type Value<'t> = Spanned<DeValue<'t>>;

/// How a table is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// Under a line `[name]` or `[[name]]`.
    Header,
    /// In braces on one line.
    Inline,
    /// As `name.key = value`, without a line of its own.
    Dotted,
}

/// How the table at that place is written.
pub(super) fn written(text: &str, span: Range<usize>) -> Written {
    match text.as_bytes().get(span.start) {
        Some(b'[') => Written::Header,
        Some(b'{') => Written::Inline,
        _ => Written::Dotted,
    }
}

/// Where a value ends. Tables under headers of their own count only where `whole` is asked for; else they end at 0.
pub(super) fn end_of(text: &str, value: &Value<'_>, whole: bool) -> usize {
    match value.get_ref() {
        DeValue::Table(table) => match written(text, value.span()) {
            Written::Inline => value.span().end,
            Written::Header if whole => value.span().end.max(end_of_table(text, table, whole)),
            Written::Header => 0,
            Written::Dotted => end_of_table(text, table, whole),
        },
        DeValue::Array(items) if items.iter().any(|item| is_under_header(text, item)) => {
            if whole {
                items.iter().map(|item| end_of(text, item, whole)).max().unwrap_or(0)
            } else {
                0
            }
        }
        _ => value.span().end,
    }
}

/// Where the last key of a table ends, 0 for none; `whole` as in [`end_of`].
pub(super) fn end_of_table(text: &str, table: &DeTable<'_>, whole: bool) -> usize {
    table.iter().map(|(_, value)| end_of(text, value, whole)).max().unwrap_or(0)
}

/// True for a table that has a header line, and for a list of such tables.
pub(super) fn is_under_header(text: &str, value: &Value<'_>) -> bool {
    match value.get_ref() {
        DeValue::Table(_) => written(text, value.span()) != Written::Inline,
        DeValue::Array(items) => items.iter().any(|item| is_under_header(text, item)),
        _ => false,
    }
}

/// The beginning of the line in which `at` stands.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// The beginning of the line after the one in which `at` stands.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1)
}

/// The blanks before the first other character of the line in which `at` stands.
pub(super) fn indent(text: &str, at: usize) -> &str {
    let line = &text[line_start(text, at)..];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// The end of a table whose last line ends at `from`: comment lines that follow without a blank line belong to it,
/// unless they run into the next header, to which they then belong.
pub(super) fn with_comments_after(text: &str, from: usize) -> usize {
    let mut at = from;
    while at < text.len() {
        let line = text[at..line_end(text, at)].trim();
        if line.is_empty() {
            return at;
        }
        if !line.starts_with('#') {
            return from;
        }
        at = line_end(text, at);
    }
    at
}

/// The end of the first paragraph that is all comment and has a line which, without its `#`, begins with `start`: where a
/// file that was begun from the commented samples explains that thing.
pub(super) fn after_sample(text: &str, start: &str) -> Option<usize> {
    let mut at = 0;
    let (mut comments_only, mut explains) = (true, false);
    loop {
        let line = text[at..line_end(text, at)].trim();
        if line.is_empty() {
            if comments_only && explains {
                return Some(at);
            }
            (comments_only, explains) = (true, false);
            if at == text.len() {
                return None;
            }
        } else {
            match line.strip_prefix('#') {
                Some(rest) => explains |= rest.trim_start().starts_with(start),
                None => comments_only = false,
            }
        }
        at = line_end(text, at);
    }
}
