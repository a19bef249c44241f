//! Cuts Rust source into the pieces that matter for the walls: words, `::`, texts and signs, comments aside.
//!
//! This is no parser: it only knows where comments, texts, characters and lifetimes end. `paths` reads the pieces.

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
