//! What is wrong with a settings file, where, why, and what to do now.

use std::fmt;
use std::io;
use std::ops::Range;

use serde::Serialize;

/// How much a [`Problem`] matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Odd, but the file is usable.
    Warning,
    /// The file is not used until this is mended.
    Error,
}

/// One thing that is wrong. Neither text ever contains a value from the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// From 1; 0 where the file as a whole is meant.
    pub line: usize,
    /// In characters, from 1; 0 where the file as a whole is meant.
    pub column: usize,
    /// What is wrong and why.
    pub message: String,
    /// What to do now.
    pub suggestion: Option<String>,
    /// Whether the file can be used all the same.
    pub severity: Severity,
}

impl fmt::Display for Problem {
    /// `line 3, column 1: error: what and why; what now`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "line {}, column {}: ", self.line, self.column)?;
        }
        let severity = match self.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        write!(f, "{severity}: {}", self.message)?;
        self.suggestion.as_ref().map_or(Ok(()), |suggestion| write!(f, "; {suggestion}"))
    }
}

/// Line and column, both from 1, of a byte offset; the column counts characters.
pub(super) fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset.min(text.len())).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// The one of `candidates` that `word` was probably meant to be.
pub(super) fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let word = word.to_lowercase().replace('-', "_");
    let limit = (word.chars().count() / 3).clamp(1, 3);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The problem of a file that is no text.
pub(super) fn not_utf8(bytes: &[u8], valid_up_to: usize) -> Problem {
    let (line, column) = position(&String::from_utf8_lossy(&bytes[..valid_up_to]), valid_up_to);
    let message = "this is not UTF-8 text, and TOML is always UTF-8".to_owned();
    let suggestion = Some("save the file again as UTF-8".to_owned());
    Problem { line, column, message, suggestion, severity: Severity::Error }
}

/// The problem of a file that the system will not hand out.
pub(super) fn unreadable(fault: &io::Error) -> Problem {
    let message = format!("the settings file cannot be read ({})", fault.kind());
    let suggestion = Some("make it readable for your user, or name another one with --config FILE".to_owned());
    Problem { line: 0, column: 0, message, suggestion, severity: Severity::Error }
}

/// The problem of a file that is not TOML.
pub(super) fn syntax(text: &str, span: Option<Range<usize>>, what: &str) -> Problem {
    let (line, column) = span.map_or((1, 1), |span| position(text, span.start));
    let message = format!("this is not TOML: {}", what.trim_end().replace('\n', ", "));
    let suggestion = Some("mend this line first; what follows it was not looked at".to_owned());
    Problem { line, column, message, suggestion, severity: Severity::Error }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_counts_lines_and_characters_from_one() {
        let text = "a\nकख = 1\n";
        assert_eq!(position(text, 0), (1, 1));
        assert_eq!(position(text, text.find('=').unwrap()), (2, 4));
        assert_eq!(position(text, text.len() + 9), (3, 1));
    }

    #[test]
    fn a_near_miss_is_named_and_a_far_one_is_not() {
        let keys = ["name", "base_url", "timeout_secs"];
        assert_eq!(nearest("base-url", keys), Some("base_url"));
        assert_eq!(nearest("timeoutsecs", keys), Some("timeout_secs"));
        assert_eq!(nearest("naem", keys), Some("name"));
        assert_eq!(nearest("zone", keys), None);
        assert_eq!(nearest("", keys), None);
    }
}
