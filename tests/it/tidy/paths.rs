//! Finds every path in a source file and follows it to the crate's root.
//!
//! `use` trees, inline modules, paths in code and those in the texts of attributes are followed. What cannot be
//! followed (`#[path]`, `include!`, `extern crate`) is forbidden by `rules`.

use super::scan::{Kind, Piece, Source, scan};

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
    // Only in an attribute is a text a path (`with = "…"`); elsewhere it is data, such as the name of a log's target.
    let mut attribute_end = 0;
    while at < pieces.len() {
        let within: Vec<String> = modules.iter().map(|(name, _)| name.clone()).collect();
        let line = pieces[at].line;
        match &pieces[at].kind {
            Kind::Sign('#') => {
                let inner = pieces.iter().skip(at + 1).position(|piece| piece.is_sign(']'));
                let opens = pieces.iter().skip(at + 1).take(2).any(|piece| piece.is_sign('['));
                attribute_end = inner.filter(|_| opens).map_or(attribute_end, |length| at + 1 + length);
            }
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
            Kind::Text(text) if attribute_end > at => {
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

/// The path from the crate's root, or `None` where it leads into another crate or is local.
pub(super) fn from_root(inside: &str, path: &Path) -> Option<Vec<String>> {
    let mut at: Vec<String> = match inside {
        "lib.rs" | "main.rs" => Vec::new(),
        _ => inside.trim_end_matches(".rs").trim_end_matches("/mod").split('/').map(str::to_owned).collect(),
    };
    at.extend(path.within.iter().cloned());
    let mut rest = path.segments.as_slice();
    match rest.first()?.as_str() {
        "crate" | "leadline" => {
            at.clear();
            rest = &rest[1..];
        }
        "self" => rest = &rest[1..],
        "super" => {}
        _ => return None,
    }
    while rest.first().is_some_and(|segment| segment == "super") {
        at.pop();
        rest = &rest[1..];
    }
    at.extend(rest.iter().cloned());
    Some(at)
}
