//! Where a search hit stands in a text, so that it can be marked, and what to show when it stands nowhere in sight.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use crate::domain::phone;
use crate::domain::query::{Condition, Query};
use crate::search::Row;
use crate::search::fold::fold;

/// The words of a query that can be marked, folded once for each query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Needles {
    words: Vec<String>,
    tags: Vec<String>,
}

/// The line that shows a hit which the row itself does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Name,
    Email,
    Phone,
    Tag,
}

impl Source {
    /// What stands before it: `E-mail: …`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Name => "Name:",
            Self::Email => "E-mail:",
            Self::Phone => "Phone:",
            Self::Tag => "Tag:",
        }
    }
}

impl Needles {
    pub fn new(query: &Query) -> Self {
        let mut needles = Self::default();
        for term in query.terms.iter().filter(|term| !term.negated) {
            match &term.what {
                Condition::Text(text) => needles.words.push(fold(text)),
                Condition::Agent(_) => {}
                Condition::Tag(tag) => needles.tags.push(fold(tag)),
                Condition::Status(_) => {}
            }
        }
        needles.words.retain(|word| !word.is_empty());
        needles
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.tags.is_empty()
    }

    /// All hits in a text, in order, not overlapping.
    pub fn in_text(&self, text: &str) -> Vec<Range<usize>> {
        if self.words.is_empty() {
            return Vec::new();
        }
        let folded = Folded::new(text);
        let mut hits: Vec<Range<usize>> =
            self.words.iter().filter_map(|word| folded.find(word).or_else(|| digits_in(text, word))).collect();
        hits.sort_by_key(|hit| hit.start);
        hits.dedup_by(|later, earlier| later.start < earlier.end);
        hits
    }

    /// All hits in a tag: a whole tag asked for by `tag:` is one.
    pub fn in_tag(&self, tag: &str) -> Vec<Range<usize>> {
        let folded = fold(tag);
        if self.tags.contains(&folded) { std::iter::once(0..tag.len()).collect() } else { self.in_text(tag) }
    }

    /// The first hit that is neither in the part of the name that is seen nor in a tag that is.
    pub fn out_of_sight(&self, row: &Row, name_seen: usize, tags_seen: usize) -> Option<(Source, String)> {
        let seen = row.name.get(..name_seen).unwrap_or(&row.name);
        for word in &self.words {
            let alone = Self { words: vec![word.clone()], tags: Vec::new() };
            let hits = |text: &str| !alone.in_text(text).is_empty();
            if hits(seen) || row.tags.iter().take(tags_seen).any(|tag| hits(tag)) {
                continue;
            }
            let places = [
                (Source::Name, Some(&row.name)),
                (Source::Email, row.email.as_ref()),
                (Source::Phone, row.phone.as_ref()),
            ];
            let tags = row.tags.iter().skip(tags_seen).map(|tag| (Source::Tag, Some(tag)));
            for (source, text) in places.into_iter().chain(tags) {
                if let Some(text) = text.filter(|text| hits(text)) {
                    let at = alone.in_text(text).first().map_or(0, |hit| hit.start);
                    return Some((source, from_hit(text, at)));
                }
            }
        }
        let tag = row.tags.iter().skip(tags_seen).find(|tag| self.tags.contains(&fold(tag)))?;
        Some((Source::Tag, tag.clone()))
    }
}

/// The text from shortly before the hit, so that a cut at its end does not take the hit away.
fn from_hit(text: &str, hit: usize) -> String {
    const BEFORE: usize = 12;
    let before = text[..hit].chars().count();
    if before <= BEFORE {
        return text.to_owned();
    }
    std::iter::once('…').chain(text.chars().skip(before - BEFORE)).collect()
}

/// A text folded letter by letter, knowing where each letter came from.
struct Folded {
    text: String,
    /// Byte in the folded text → byte in the original, at the beginnings of letters.
    from: Vec<(usize, usize)>,
    original: usize,
}

impl Folded {
    fn new(text: &str) -> Self {
        let mut folded = Self { text: String::new(), from: Vec::new(), original: text.len() };
        let mut starts: Vec<usize> = Vec::new();
        for (at, c) in text.char_indices() {
            if starts.is_empty() || !is_combining_mark(c) {
                starts.push(at);
            }
        }
        let ends = starts.iter().skip(1).copied().chain([text.len()]);
        for (from, to) in starts.iter().copied().zip(ends) {
            folded.from.push((folded.text.len(), from));
            folded.text.push_str(&fold(&text[from..to]));
        }
        folded
    }

    fn find(&self, needle: &str) -> Option<Range<usize>> {
        let start = self.text.find(needle)?;
        let end = start + needle.len();
        let letter = |at: usize| self.from.partition_point(|(folded, _)| *folded <= at).checked_sub(1);
        let from = self.from[letter(start)?].1;
        let to = self.from.get(self.from.partition_point(|(folded, _)| *folded < end)).map_or(self.original, |l| l.1);
        Some(from..to)
    }
}

/// The digits of a telephone number, whatever stands between them.
fn digits_in(text: &str, word: &str) -> Option<Range<usize>> {
    let wanted = phone::digits(word);
    let only = word.chars().all(|c| c.is_numeric() || c.is_whitespace() || "+-()./".contains(c));
    if wanted.len() < 3 || !only {
        return None;
    }
    let mut places = Vec::new();
    let mut digits = String::new();
    for (at, c) in text.char_indices() {
        let digit = phone::digits(c.encode_utf8(&mut [0; 4]));
        if !digit.is_empty() {
            places.push(at..at + c.len_utf8());
            digits.push_str(&digit);
        }
    }
    let start = digits.find(&wanted)?;
    Some(places.get(start)?.start..places.get(start + wanted.len() - 1)?.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needles(query: &str) -> Needles {
        Needles::new(&Query::parse(query).unwrap())
    }

    fn marked<'a>(query: &str, text: &'a str) -> Vec<&'a str> {
        needles(query).in_text(text).into_iter().map(|hit| &text[hit]).collect()
    }

    #[test]
    fn hits_are_found_through_accents_and_point_at_the_original_letters() {
        assert_eq!(marked("ozt", "Nadia Öztürk"), ["Özt"]);
        assert_eq!(marked("NGUYEN", "Nguyễn Thị"), ["Nguyễn"]);
        assert_eq!(marked("lukasz", "Łukasz Wiśniewski"), ["Łukasz"]);
        assert_eq!(marked("शर्मा", "अनन्या शर्मा"), ["शर्मा"]);
        assert_eq!(marked("dia na", "Nadia Öztürk"), ["Na", "dia"]);
        assert!(marked("-nadia", "Nadia").is_empty());
    }

    #[test]
    fn a_phone_number_is_found_by_its_digits() {
        assert_eq!(marked("55501182", "+65 5550 1182"), ["5550 1182"]);
        assert_eq!(marked("+65-555", "+65 5550 1182"), ["+65 555"].map(|s| &s[1..]));
    }

    #[test]
    fn the_text_is_cut_before_the_hit_and_never_in_it() {
        assert_eq!(from_hit("nadia@example.org", 0), "nadia@example.org");
        assert_eq!(from_hit("somebody.with.a.long.address@example.org", 29), "…ong.address@example.org");
    }
}
