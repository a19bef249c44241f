//! Reads Rust source just well enough for the walls: words, paths and texts, without comments.
//!
//! This is no parser. It knows where comments, texts and lifetimes end, follows `use` trees and inline modules, and turns
//! every path into one from the crate's root. What it cannot follow (`#[path]`, `include!`, `extern crate`) is forbidden.

/// A piece of source that matters here.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// A word: a name or a keyword; `r#name` without its `r#`.
    Word(String),
    /// `::`.
    Colons,
    /// The inside of a text, escapes untouched.
    Text(String),
    /// Any other sign.
    Sign(char),
}

/// A piece and its line, from 1.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) kind: Kind,
    pub(super) line: usize,
}

impl Piece {
    pub(super) fn is_word(&self, word: &str) -> bool {
        matches!(&self.kind, Kind::Word(own) if own == word)
    }

    pub(super) fn is_sign(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }
}

/// A source file in pieces, and its comments with their lines.
pub(super) struct Source {
    pub(super) pieces: Vec<Piece>,
    pub(super) comments: Vec<(usize, String)>,
}

/// Cuts source into pieces.
pub(super) fn scan(text: &str) -> Source {
    let chars: Vec<char> = text.chars().collect();
    let mut scanner = Scanner { chars, at: 0, line: 1, pieces: Vec::new(), comments: Vec::new() };
    while scanner.at < scanner.chars.len() {
        scanner.step();
    }
    Source { pieces: scanner.pieces, comments: scanner.comments }
}

struct Scanner {
    chars: Vec<char>,
    at: usize,
    line: usize,
    pieces: Vec<Piece>,
    comments: Vec<(usize, String)>,
}

impl Scanner {
    fn peek(&self, ahead: usize) -> char {
        self.chars.get(self.at + ahead).copied().unwrap_or('\0')
    }

    fn starts_with(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(ahead, c)| self.peek(ahead) == c)
    }

    /// Moves on, counting lines, and returns what was passed.
    fn take(&mut self, count: usize) -> String {
        let end = (self.at + count).min(self.chars.len());
        let taken: String = self.chars[self.at..end].iter().collect();
        self.line += taken.matches('\n').count();
        self.at = end;
        taken
    }

    fn take_while(&mut self, fits: impl Fn(&Self) -> bool) -> String {
        let mut taken = String::new();
        while self.at < self.chars.len() && fits(self) {
            taken += &self.take(1);
        }
        taken
    }

    fn push(&mut self, line: usize, kind: Kind) {
        self.pieces.push(Piece { kind, line });
    }

    fn step(&mut self) {
        let (line, c) = (self.line, self.peek(0));
        if self.starts_with("//") {
            let comment = self.take_while(|s| s.peek(0) != '\n');
            self.comments.push((line, comment));
        } else if self.starts_with("/*") {
            let comment = self.block_comment();
            self.comments.push((line, comment));
        } else if let Some(hashes) = self.raw_text() {
            let end = format!("\"{}", "#".repeat(hashes));
            self.take_while(|s| s.peek(0) != '"');
            self.take(1);
            let text = self.take_while(|s| !s.starts_with(&end));
            self.take(end.len());
            self.push(line, Kind::Text(text));
        } else if c == '"' || (matches!(c, 'b' | 'c') && self.peek(1) == '"') {
            self.take(if c == '"' { 1 } else { 2 });
            let mut text = String::new();
            while self.at < self.chars.len() && self.peek(0) != '"' {
                let escaped = usize::from(self.peek(0) == '\\');
                text += &self.take(1 + escaped);
            }
            self.take(1);
            self.push(line, Kind::Text(text));
        } else if c == '\'' {
            self.quote();
        } else if self.starts_with("r#") && word_start(self.peek(2)) {
            self.take(2);
        } else if word_start(c) {
            let word = self.take_while(|s| s.peek(0) == '_' || s.peek(0).is_alphanumeric());
            self.push(line, Kind::Word(word));
        } else if c.is_ascii_digit() {
            self.take_while(|s| s.peek(0) == '_' || s.peek(0).is_alphanumeric());
        } else if self.starts_with("::") {
            self.take(2);
            self.push(line, Kind::Colons);
        } else {
            self.take(1);
            if !c.is_whitespace() {
                self.push(line, Kind::Sign(c));
            }
        }
    }

    fn block_comment(&mut self) -> String {
        let mut comment = self.take(2);
        let mut depth = 1;
        while depth > 0 && self.at < self.chars.len() {
            let two = if self.starts_with("/*") {
                depth += 1;
                2
            } else if self.starts_with("*/") {
                depth -= 1;
                2
            } else {
                1
            };
            comment += &self.take(two);
        }
        comment
    }

    /// The number of `#` when a raw text (`r"`, `br#"`, …) begins here.
    fn raw_text(&self) -> Option<usize> {
        let start = match (self.peek(0), self.peek(1)) {
            ('r', _) => 1,
            ('b' | 'c', 'r') => 2,
            _ => return None,
        };
        let hashes = (0..).take_while(|n| self.peek(start + n) == '#').count();
        (self.peek(start + hashes) == '"').then_some(hashes)
    }

    /// A character (passed over) or a lifetime (its word is passed over too).
    fn quote(&mut self) {
        self.take(1);
        if self.peek(0) == '\\' {
            self.take(2);
            self.take_while(|s| s.peek(0) != '\'');
            self.take(1);
        } else if self.peek(1) == '\'' {
            self.take(2);
        } else {
            self.take_while(|s| s.peek(0) == '_' || s.peek(0).is_alphanumeric());
        }
    }
}

fn word_start(c: char) -> bool {
    c == '_' || c.is_alphabetic()
}

/// A path as it was written, with the inline modules it was written in.
#[derive(Debug, PartialEq)]
pub(super) struct Path {
    pub(super) segments: Vec<String>,
    pub(super) within: Vec<String>,
    pub(super) line: usize,
}

/// Every path: those of `use` trees one by one, those in code, and those in texts of attributes.
pub(super) fn paths(source: &Source) -> Vec<Path> {
    let pieces = &source.pieces;
    let mut out = Vec::new();
    let mut modules: Vec<(String, usize)> = Vec::new();
    let (mut depth, mut at) = (0, 0);
    while at < pieces.len() {
        let within: Vec<String> = modules.iter().map(|(name, _)| name.clone()).collect();
        let line = pieces[at].line;
        match &pieces[at].kind {
            Kind::Sign('{') => depth += 1,
            Kind::Sign('}') => {
                depth -= 1;
                modules.retain(|(_, opened)| *opened < depth + 1);
            }
            Kind::Word(word) if word == "mod" => {
                if let [_, Piece { kind: Kind::Word(name), .. }, brace, ..] = &pieces[at..]
                    && brace.is_sign('{')
                {
                    modules.push((name.clone(), depth + 1));
                    depth += 1;
                    at += 2;
                }
            }
            // `use<'a>` in a type captures lifetimes and imports nothing.
            Kind::Word(word) if word == "use" && !pieces.get(at + 1).is_some_and(|next| next.is_sign('<')) => {
                let mut found = Vec::new();
                at = use_tree(pieces, at + 1, &[], &mut found);
                out.extend(found.into_iter().map(|(line, segments)| Path { segments, within: within.clone(), line }));
                continue;
            }
            Kind::Word(_) => {
                let (segments, next) = code_path(pieces, at);
                if segments.len() > 1 {
                    out.push(Path { segments, within, line });
                }
                at = next;
                continue;
            }
            Kind::Text(text) if text.contains("::") && !text.contains(' ') => {
                let inner = scan(text);
                let mut start = 0;
                while start < inner.pieces.len() {
                    let (segments, next) = code_path(&inner.pieces, start);
                    if segments.len() > 1 {
                        out.push(Path { segments, within: within.clone(), line });
                    }
                    start = next.max(start + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
    out
}

/// The path of words and colons that begins at `at` (empty where no word does), and where it ends.
fn code_path(pieces: &[Piece], mut at: usize) -> (Vec<String>, usize) {
    let mut segments = Vec::new();
    while let Some(Piece { kind: Kind::Word(word), .. }) = pieces.get(at) {
        segments.push(word.clone());
        at += 1;
        if pieces.get(at).is_none_or(|piece| piece.kind != Kind::Colons) {
            break;
        }
        at += 1;
    }
    (segments, at)
}

/// Follows one tree of a `use` and returns where it ends.
fn use_tree(pieces: &[Piece], mut at: usize, prefix: &[String], out: &mut Vec<(usize, Vec<String>)>) -> usize {
    let mut path = prefix.to_vec();
    let line = pieces.get(at).map_or(0, |piece| piece.line);
    while let Some(piece) = pieces.get(at) {
        match &piece.kind {
            Kind::Word(word) if word == "as" => {
                at += 2;
                break;
            }
            Kind::Word(word) if word == "self" && !path.is_empty() => at += 1,
            Kind::Word(word) => {
                path.push(word.clone());
                at += 1;
            }
            Kind::Sign('*') => {
                path.push("*".to_owned());
                at += 1;
            }
            Kind::Colons => at += 1,
            Kind::Sign('{') => {
                at += 1;
                while pieces.get(at).is_some_and(|piece| !piece.is_sign('}')) {
                    at = use_tree(pieces, at, &path, out);
                    at += usize::from(pieces.get(at).is_some_and(|piece| piece.is_sign(',')));
                }
                return at + 1;
            }
            _ => break,
        }
    }
    out.push((line, path));
    at
}
