//! The search language: what the search box and `leadline leads QUERY` understand.
//!
//! Words are substrings of name, e-mail, phone or tag, all of them must be found; `status:`, `tag:` and `agent:` narrow;
//! a leading `-` turns one around; quotes keep spaces. What is not understood is an error that names the word.

use super::status::LeadStatus;

/// A parsed search. Empty means everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Query {
    pub terms: Vec<Term>,
}

/// One condition; all must hold.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Term {
    pub negated: bool,
    pub what: Condition,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Condition {
    /// A substring of an identity field, as typed.
    Text(String),
    /// Exactly this status (the six by word or wire spelling, any other by its raw value).
    Status(LeadStatus),
    /// A tag, whole, letter case aside.
    Tag(String),
    /// `me`, `nobody`, an agent's id, or (part of) a name in the address book.
    Agent(String),
}

/// A word of the query that is not understood. `start` and `end` are byte offsets into the text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct QueryError {
    pub start: usize,
    pub end: usize,
    pub message: String,
}

impl Query {
    /// Reads what was typed.
    ///
    /// # Errors
    /// An operator nobody knows, an operator without a value, a quote that never closes.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let terms =
            split_words(text)?.into_iter().filter_map(|word| read_term(&word).transpose()).collect::<Result<_, _>>()?;
        Ok(Self { terms })
    }

    /// Whether it matches everything.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }
}

/// What can stand before a colon, and what behind it, for example.
const OPERATORS: [(&str, &str); 3] = [("status", "open"), ("tag", "vip"), ("agent", "me")];

struct Word {
    start: usize,
    end: usize,
    text: String,
    /// Length of the part of `text` that stood before the first quote: operators are only looked for there.
    bare: usize,
}

fn split_words(text: &str) -> Result<Vec<Word>, QueryError> {
    let mut words = Vec::new();
    let mut current: Option<Word> = None;
    let mut quote: Option<usize> = None;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if c == '"' {
            let word = current.get_or_insert_with(|| Word { start: at, end, text: String::new(), bare: usize::MAX });
            word.bare = word.bare.min(word.text.len());
            word.end = end;
            quote = if quote.is_some() { None } else { Some(at) };
        } else if c.is_whitespace() && quote.is_none() {
            words.extend(current.take());
        } else {
            let word = current.get_or_insert_with(|| Word { start: at, end, text: String::new(), bare: usize::MAX });
            word.text.push(c);
            word.end = end;
        }
    }
    if let Some(start) = quote {
        return Err(QueryError { start, end: text.len(), message: "this quote is never closed".to_owned() });
    }
    words.extend(current);
    Ok(words)
}

fn read_term(word: &Word) -> Result<Option<Term>, QueryError> {
    let fail = |message: String| QueryError { start: word.start, end: word.end, message };
    let (negated, text) = match word.text.strip_prefix('-') {
        Some(rest) if word.bare > 0 && !rest.is_empty() => (true, rest),
        _ => (false, word.text.as_str()),
    };
    let bare = word.bare.saturating_sub(usize::from(negated)).min(text.len());
    let operator = text[..bare].find(':').map(|colon| (&text[..colon], &text[colon + 1..]));
    let what = match operator {
        Some((name, value)) if OPERATORS.iter().any(|(known, _)| name.eq_ignore_ascii_case(known)) => {
            let name = name.to_ascii_lowercase();
            if value.is_empty() {
                let example = OPERATORS.iter().find(|(known, _)| *known == name).map_or("", |(_, example)| example);
                return Err(fail(format!("{name}: needs a value, like {name}:{example}")));
            }
            match name.as_str() {
                "tag" => Condition::Tag(value.to_owned()),
                "agent" => Condition::Agent(value.to_owned()),
                _ => Condition::Status(
                    LeadStatus::from_typed(value).unwrap_or_else(|| LeadStatus::Other(value.to_owned())),
                ),
            }
        }
        // A colon inside something that is no operator's name (an address, a time) is ordinary text.
        Some((name, _))
            if !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic()) && !text.contains("://") =>
        {
            return Err(fail(format!(
                "“{name}:” is not known here; use status:, tag: or agent:, or put the word in quotes"
            )));
        }
        _ if text.is_empty() => return Ok(None),
        _ => Condition::Text(text.to_owned()),
    };
    Ok(Some(Term { negated, what }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(negated: bool, what: Condition) -> Term {
        Term { negated, what }
    }

    #[test]
    fn words_operators_and_quotes_are_understood() {
        let query = Query::parse(r#"nad status:"in progress" -tag:spam "call back" 14:05"#).unwrap();
        assert_eq!(
            query.terms,
            [
                term(false, Condition::Text("nad".into())),
                term(false, Condition::Status(LeadStatus::InProgress)),
                term(true, Condition::Tag("spam".into())),
                term(false, Condition::Text("call back".into())),
                term(false, Condition::Text("14:05".into())),
            ]
        );
        assert!(Query::parse("  ").unwrap().is_empty());
        assert_eq!(
            Query::parse("status:ESCALATED").unwrap().terms[0].what,
            Condition::Status(LeadStatus::Other("ESCALATED".into()))
        );
        assert_eq!(Query::parse(r#""tag:vip""#).unwrap().terms[0].what, Condition::Text("tag:vip".into()));
    }

    #[test]
    fn an_error_points_at_the_word() {
        let error = Query::parse("nadia colour:red").unwrap_err();
        assert_eq!((error.start, error.end), (6, 16));
        assert!(Query::parse("status:").is_err());
        let error = Query::parse("नाद \"x").unwrap_err();
        assert_eq!(error.start, "नाद ".len());
    }

    #[test]
    fn no_text_makes_it_panic() {
        for text in ["-", "\"", "\"\"", "-\"\"", ":", "-:", "tag:\"\"", "अ:ब", "-\"a b\"c:d", "https://a.b/c"] {
            let _ = Query::parse(text);
        }
    }
}
