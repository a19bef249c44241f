//! Checks one file against the walls and the plain rules.

use super::paths::{from_root, paths};
use super::scan::{Kind, Piece, Source, scan};
use super::walls::{
    COLOURS, COLOURS_WITHOUT_HUE, EMPTY_NAMES, GLOBAL_STATE, HOMES, ROOMS, VENDOR_REGISTRY, VENDORS,
    VENDORS_ANYWHERE_IN_A_WORD, WIRING, doors,
};

/// Checks one file of `src/`, `tests/` or `benches/`; `file` is its path from the crate's folder.
pub(super) fn check(file: &str, text: &str) -> Vec<String> {
    let source = scan(text);
    let mut found = Vec::new();
    plain_rules(file, text, &source, &mut found);
    if let Some(inside) = file.strip_prefix("src/") {
        imports(inside, &source, &mut found);
        vendor_names(inside, &source, &mut found);
        window_rules(inside, &source, &mut found);
    }
    found.into_iter().map(|(line, what)| format!("{file}:{line}: {what}")).collect()
}

type Found = Vec<(usize, String)>;

fn plain_rules(file: &str, text: &str, source: &Source, found: &mut Found) {
    if !text.starts_with("//!") {
        found.push((1, "does not open with `//!` and its purpose".to_owned()));
    }
    let stem = file.trim_end_matches(".rs").trim_end_matches("/mod").rsplit('/').next().unwrap_or_default();
    if EMPTY_NAMES.contains(&stem) {
        found.push((1, format!("`{stem}` says nothing about what is in it")));
    }
    for (line, comment) in &source.comments {
        for word in ["TODO", "FIXME", "XXX", "HACK"] {
            for (at, _) in comment.match_indices(word) {
                let rest = &comment[at + word.len()..];
                let number = rest.strip_prefix("(#").and_then(|rest| rest.split_once(')'));
                let numbered = number.is_some_and(|(digits, _)| digits.parse::<u32>().is_ok());
                if !(word == "TODO" && numbered) {
                    found.push((*line, format!("{word} without the issue it waits for")));
                }
            }
        }
    }
    let pieces = &source.pieces;
    for at in 0..pieces.len() {
        if attribute_says(pieces, at, "ignore") {
            found.push((pieces[at].line, "ignores a test".to_owned()));
        }
        let lint = attribute_says(pieces, at, "allow") || attribute_says(pieces, at, "expect");
        if lint && !attribute(pieces, at).any(|piece| piece.is_word("reason")) {
            found.push((pieces[at].line, "allows a lint without a reason".to_owned()));
        }
    }
    let support = file.starts_with("tests/it/support");
    if (file.starts_with("tests/") && !support) || file.ends_with("/tests.rs") {
        let sleeps = pieces.iter().filter(|piece| piece.is_word("sleep") || piece.is_word("sleep_until"));
        found.extend(sleeps.map(|piece| (piece.line, "sleeps in a test; wait for what is expected".to_owned())));
    }
}

/// The pieces of the attribute that begins at `at` with `#`.
fn attribute(pieces: &[Piece], at: usize) -> impl Iterator<Item = &Piece> {
    let open = at + 1 + usize::from(pieces.get(at + 1).is_some_and(|piece| piece.is_sign('!')));
    let opened = pieces.get(open).is_some_and(|piece| piece.is_sign('['));
    pieces.iter().skip(open).take_while(move |piece| opened && !piece.is_sign(']'))
}

/// True where an attribute begins at `at` and is of that name, be it inside a `cfg_attr`.
fn attribute_says(pieces: &[Piece], at: usize, name: &str) -> bool {
    let mut words = attribute(pieces, at).skip(1);
    let first = words.next();
    pieces[at].is_sign('#')
        && (first.is_some_and(|piece| piece.is_word(name))
            || first.is_some_and(|piece| piece.is_word("cfg_attr")) && words.any(|piece| piece.is_word(name)))
}

fn imports(inside: &str, source: &Source, found: &mut Found) {
    let room = inside.split('/').next().unwrap_or_default().trim_end_matches(".rs");
    let pieces = &source.pieces;
    for at in 0..pieces.len() {
        let next = |ahead: usize, word: &str| pieces.get(at + ahead).is_some_and(|piece| piece.is_word(word));
        if next(0, "extern") && next(1, "crate") {
            found.push((pieces[at].line, "`extern crate` hides where a name comes from".to_owned()));
        }
        if attribute_says(pieces, at, "path") {
            found.push((pieces[at].line, "`#[path]` puts a file into another room".to_owned()));
        }
        if next(0, "include") && pieces.get(at + 1).is_some_and(|piece| piece.is_sign('!')) {
            found.push((pieces[at].line, "`include!` puts a file into another room".to_owned()));
        }
    }
    for path in paths(source) {
        let what = match from_root(inside, &path) {
            Some(segments) if WIRING.contains(&room) => no_room(&segments),
            Some(segments) => through_a_wall(room, &segments),
            None => away_from_home(inside, &path.segments),
        };
        found.extend(what.map(|what| (path.line, what)));
    }
}

fn no_room(segments: &[String]) -> Option<String> {
    let room = segments.first().map_or("the crate's root", String::as_str);
    (!ROOMS.contains(&room)).then(|| format!("{room} is no room: name the room, so that the wall can see it"))
}

fn through_a_wall(room: &str, segments: &[String]) -> Option<String> {
    if let Some(what) = no_room(segments) {
        return Some(what);
    }
    let other = segments[0].as_str();
    if other == room {
        return None;
    }
    if room == "lib" {
        return Some(format!("lib.rs lets {other} out under another name"));
    }
    match doors(room).iter().find(|(door, _)| *door == other) {
        None => Some(format!("{room} may not name {other}")),
        Some((_, None)) => None,
        Some((_, Some(names))) if segments.get(1).is_some_and(|name| names.contains(&name.as_str())) => None,
        Some((_, Some(names))) => Some(format!("{room} may name only {} of {other}", names.join(", "))),
    }
}

fn away_from_home(inside: &str, segments: &[String]) -> Option<String> {
    let library = segments.first()?.as_str();
    let (_, homes) = HOMES.iter().find(|(libraries, _)| libraries.contains(&library))?;
    (!lives_in(inside, homes)).then(|| format!("{library} lives in {}", homes.join(", ")))
}

fn lives_in(inside: &str, homes: &[&str]) -> bool {
    homes.iter().any(|home| inside == *home || home.ends_with('/') && inside.starts_with(home))
}

fn vendor_names(inside: &str, source: &Source, found: &mut Found) {
    if lives_in(inside, VENDOR_REGISTRY) {
        return;
    }
    let own = inside.strip_prefix("vendors/").and_then(|rest| rest.split('/').next()).unwrap_or_default();
    let own: &[&str] = if own == "mxo" { &["mxo", "medallia"] } else { &[own] };
    let words = program(source).iter().filter_map(|piece| match &piece.kind {
        Kind::Word(text) | Kind::Text(text) => Some((piece.line, text.as_str())),
        _ => None,
    });
    for (line, text) in std::iter::once((1, inside)).chain(words) {
        let lower = text.to_lowercase();
        let parts = parts(text);
        for vendor in VENDORS.iter().filter(|vendor| !own.contains(vendor)) {
            let inside_a_word = VENDORS_ANYWHERE_IN_A_WORD.contains(vendor) && lower.contains(vendor);
            if inside_a_word || parts.iter().any(|part| part == vendor) {
                found.push((line, format!("names {vendor} outside its folder and the registry")));
            }
        }
    }
}

/// The words within a name or a text, in lower case: `RayClient`, `ray_client` and "to ray" all hold `ray`.
fn parts(text: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut after_lower = false;
    for c in text.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && after_lower) {
            out.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(part) = out.last_mut()
        {
            part.extend(c.to_lowercase());
        }
        after_lower = c.is_lowercase() || c.is_numeric();
    }
    out
}

/// The pieces before the file's own tests: a test speaks of examples, and may call a vendor or a colour by name.
fn program(source: &Source) -> &[Piece] {
    let pieces = &source.pieces;
    let tests = (0..pieces.len()).find(|&at| {
        let word = |ahead: usize, word: &str| pieces.get(at + ahead).is_some_and(|piece| piece.is_word(word));
        pieces[at].is_sign('#') && word(2, "cfg") && word(4, "test") && word(7, "mod")
    });
    &pieces[..tests.unwrap_or(pieces.len())]
}

fn window_rules(inside: &str, source: &Source, found: &mut Found) {
    let pieces = program(source);
    for (at, piece) in pieces.iter().enumerate() {
        let word = match &piece.kind {
            Kind::Word(word) => word.as_str(),
            Kind::Text(text) => {
                let digits = text.strip_prefix('#').unwrap_or_default();
                let hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
                if !inside.starts_with("theme/") && hex && matches!(digits.len(), 6 | 8) {
                    found.push((piece.line, "a colour by hue; theme/ names colours by use".to_owned()));
                }
                continue;
            }
            _ => continue,
        };
        if inside.starts_with("ui/") {
            let static_mut = word == "static" && pieces.get(at + 1).is_some_and(|next| next.is_word("mut"));
            if static_mut || word.starts_with("Atomic") || GLOBAL_STATE.contains(&word) {
                found.push((piece.line, format!("{word}: the window has one state, and it is UiState")));
            }
        }
        if !inside.starts_with("theme/") {
            let hue = match (word, pieces.get(at + 1), pieces.get(at + 2)) {
                ("Color32", Some(Piece { kind: Kind::Colons, .. }), Some(Piece { kind: Kind::Word(name), .. })) => {
                    name.chars().all(|c| c.is_uppercase() || c == '_') && !COLOURS_WITHOUT_HUE.contains(&name.as_str())
                }
                _ => COLOURS.contains(&word) || word.starts_with("from_rgba_") || word.starts_with("from_rgb_"),
            };
            if hue {
                found.push((piece.line, "a colour by hue; theme/ names colours by use".to_owned()));
            }
        }
    }
}
