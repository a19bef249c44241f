//! What a reading of the settings file carries along: the text, for positions, and the problems found so far.

use std::ops::Range;

use toml::de::DeValue;

use super::problem::{Problem, Severity, nearest, position};
use super::refuse;

/// Collects problems while the sections are walked.
pub(super) struct Reader<'t> {
    text: &'t str,
    problems: Vec<Problem>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, problems: Vec::new() }
    }

    /// Notes what stops the file from being used.
    pub(super) fn error(&mut self, span: Range<usize>, message: impl Into<String>, suggestion: impl Into<String>) {
        self.note(Severity::Error, span, message.into(), suggestion.into());
    }

    /// Notes what is odd.
    pub(super) fn warning(&mut self, span: Range<usize>, message: impl Into<String>, suggestion: impl Into<String>) {
        self.note(Severity::Warning, span, message.into(), suggestion.into());
    }

    fn note(&mut self, severity: Severity, span: Range<usize>, message: String, suggestion: String) {
        let (line, column) = position(self.text, span.start);
        let suggestion = (!suggestion.is_empty()).then_some(suggestion);
        self.problems.push(Problem { line, column, message, suggestion, severity });
    }

    /// Notes that `value` is not of the kind that belongs here; `wanted` is that kind with its article.
    pub(super) fn wrong_kind(&mut self, span: Range<usize>, key: &str, value: &DeValue<'_>, wanted: &str) {
        let found = match value {
            DeValue::String(_) => "text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.error(span, format!("`{key}` is {found}, and has to be {wanted}"), format!("write it as {wanted}"));
    }

    /// Notes a key that nothing here reads: a credential is refused, a near miss is named, else all keys are listed.
    /// `owner` is the section for the message, `account` its account's name where it has one.
    pub(super) fn unknown_key(
        &mut self,
        span: Range<usize>,
        key: &str,
        owner: &str,
        account: Option<&str>,
        known: &[&str],
    ) {
        if refuse::is_credential(key) {
            let (message, suggestion) = refuse::sentence(key, account);
            return self.error(span, message, suggestion);
        }
        let suggestion = match nearest(key, known.iter().copied()) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("known are {}", listed(known, "and")),
        };
        self.error(span, format!("{owner} has no key `{}`", shortened(key)), suggestion);
    }

    /// The problems in the order of their lines, and whether one of them is an error.
    pub(super) fn finish(mut self) -> (Vec<Problem>, bool) {
        self.problems.sort_by_key(|problem| (problem.line, problem.column));
        let failed = self.problems.iter().any(|problem| problem.severity == Severity::Error);
        (self.problems, failed)
    }
}

/// `a`, `b` and `c`, or with another word before the last one.
pub(super) fn listed(words: &[&str], before_last: &str) -> String {
    let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} {before_last} {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

/// A key that is far too long to be one may be a value in the wrong place, so only its beginning is repeated.
fn shortened(key: &str) -> String {
    let mut chars = key.chars().filter(|c| !c.is_control());
    let start: String = chars.by_ref().take(24).collect();
    if chars.next().is_some() { format!("{}…", start.chars().take(6).collect::<String>()) } else { start }
}
