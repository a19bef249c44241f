//! The last net under the log: blanks what looks like a person or a secret, and makes control characters visible.
//!
//! By convention a message is fixed words and small numbers, so this should never find anything; it is for other
//! crates' warnings and for our own mistakes. Rather too much than too little: numbers of seven digits or more go too.
//! Names and free text cannot be recognised by anything; they must not get here.

/// Longer messages are cut: a log is no place for a document.
const MAX_CHARS: usize = 2_000;

/// One line that may be written to the log.
pub(super) fn redact(message: &str) -> String {
    let cut = message.char_indices().nth(MAX_CHARS).map_or(message, |(at, _)| whole_words(&message[..at]));
    let mut text = blank_urls(cut);
    text = blank_after_keywords(&text);
    text = blank_emails(&text);
    text = blank_tokens(&text);
    text = blank_numbers(&text);
    text = escape(&text);
    if cut.len() < message.len() {
        text.push_str("… (cut)");
    }
    text
}

/// Half a token or half a number would no longer be recognised.
fn whole_words(cut: &str) -> &str {
    cut[..cut.rfind(ends_word).unwrap_or(0)].trim_end_matches(|c: char| !c.is_alphabetic())
}

fn ends_word(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '>' | '(' | ')' | '[' | ']' | '{' | '}' | ',' | ';' | '|')
}

/// Keeps scheme, host and path; user information, query and fragment go.
fn blank_urls(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        out.push_str(before);
        let url = &after[..after.find(ends_word).unwrap_or(after.len())];
        rest = &after[url.len()..];
        let authority = &url[..url.find(['/', '?', '#']).unwrap_or(url.len())];
        let path = &url[authority.len()..];
        if let Some((_, host)) = authority.rsplit_once('@') {
            out.push_str("[user] ");
            out.push_str(host);
        } else {
            out.push_str(authority);
        }
        match path.find(['?', '#']) {
            Some(query) => {
                out.push_str(&path[..query]);
                out.push_str("?[query]");
            }
            None => out.push_str(path),
        }
    }
    out + rest
}

/// `Bearer x`, `token=x`, `"password": "x"`: the value goes, whatever it looks like.
fn blank_after_keywords(text: &str) -> String {
    const KEYWORDS: [&str; 8] = ["bearer", "basic", "token", "password", "secret", "authorization", "key", "cookie"];
    let lower = text.to_ascii_lowercase();
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    while let Some((at, end)) = KEYWORDS
        .iter()
        .filter_map(|word| lower[from..].find(word).map(|at| (from + at, from + at + word.len())))
        .min_by_key(|&(at, end)| (at, usize::MAX - end))
    {
        let scheme = lower[at..end] == *"bearer" || lower[at..end] == *"basic";
        let gap = text[end..].find(|c: char| !matches!(c, '=' | ':' | '"' | '\'' | ' ')).unwrap_or(text.len() - end);
        let value = end + gap;
        let joined = text[end..value].contains(['=', ':']) || (scheme && gap > 0);
        out.push_str(&text[from..value]);
        from = value;
        // `authorization: bearer x`: the next round finds the inner word.
        let inner = KEYWORDS[..2].iter().any(|word| lower[value..].starts_with(word));
        if joined && value < text.len() && !inner {
            from += text[value..].find(ends_word).unwrap_or(text.len() - value);
            out.push_str("[secret]");
        }
    }
    out.push_str(&text[from..]);
    out
}

fn blank_emails(text: &str) -> String {
    each_piece(
        text,
        |c| ends_word(c) || matches!(c, ':' | '=' | '/' | '?' | '&'),
        |piece| {
            let around = piece.split_once(['@', '＠']).is_some_and(|(name, host)| !name.is_empty() && !host.is_empty());
            around.then_some("[e-mail]")
        },
    )
}

/// Long runs of the base64 or hexadecimal alphabet: keys, tokens, ids.
fn blank_tokens(text: &str) -> String {
    let outside = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '_' | '-' | '='));
    each_piece(text, outside, |piece| (piece.len() >= 24 && !is_words(piece)).then_some("[token]"))
}

/// Lower-case words joined by `_`, `-`, `/`, `=`: our own names and folders.
fn is_words(piece: &str) -> bool {
    piece.split(['_', '-', '/', '=']).all(|word| word.len() <= 16 && word.bytes().all(|b| b.is_ascii_lowercase()))
}

/// Copies `text`, with each run between characters that are `outside` replaced where `replace` says so.
fn each_piece(text: &str, outside: impl Fn(char) -> bool, replace: impl Fn(&str) -> Option<&'static str>) -> String {
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive(&outside) {
        let (piece, end) = match part.char_indices().next_back() {
            Some((at, last)) if outside(last) => part.split_at(at),
            _ => (part, ""),
        };
        out.push_str(replace(piece).unwrap_or(piece));
        out.push_str(end);
    }
    out
}

/// Seven or more digits of any script, also when written in groups, as phone numbers are.
fn blank_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(char::is_numeric) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (mut digits, mut end, mut gap) = (0, 0, 0);
        for (at, c) in rest.char_indices() {
            if c.is_numeric() {
                (digits, end, gap) = (digits + 1, at + c.len_utf8(), 0);
            } else if gap < 3 && (matches!(c, ' ' | '-' | '.' | '/' | '(' | ')' | '+' | '\u{a0}' | '–') || is_hidden(c))
            {
                gap += 1;
            } else {
                break;
            }
        }
        out.push_str(if digits >= 7 { "[number]" } else { &rest[..end] });
        rest = &rest[end..];
    }
    out + rest
}

/// Characters that change how a line looks without being seen: controls, direction marks, zero-width ones.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || c == '\u{feff}'
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_looks_private_survives_in_any_dress() {
        for (private, canaries) in [
            ("write to nadia.oz+a@mail.example.com now", vec!["nadia", "mail.example"]),
            ("<nadia@x.example>, mailto:nadia@x.example", vec!["nadia"]),
            ("अनन्या@उदाहरण.भारत", vec!["अनन्या"]),
            ("call +91 98765-43210", vec!["98765", "43210"]),
            ("call (040) 123.45.67", vec!["123", "67"]),
            ("call 9876543", vec!["9876543"]),
            ("call 98\u{200b}765\u{200b}43210", vec!["98", "43210"]),
            ("call ٠٩٨٧٦٥٤٣٢١ or ९८७६५४३२१०", vec!["٠٩٨", "३२१"]),
            ("id 64aa0000000000000000000c", vec!["64aa"]),
            ("uuid 0f8fad5b-d9cb-469f-a165-70867728950e", vec!["0f8fad5b"]),
            ("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0", vec!["eyJ"]),
            ("abcdefghijklmnopqrstuvwxyz", vec!["abcdef"]),
            ("q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQ+/==", vec!["q83v"]),
            // The recovery key, as it is printed.
            ("tries 008J2-4CT4R-ANK7V-F24SS-NAXW6-SQFE8-ZW01J", vec!["008J2", "ANK7V", "ZW01J"]),
            ("Authorization: Bearer canary1", vec!["canary1"]),
            ("authorization: basic Y2FuYXJ5", vec!["Y2Fu"]),
            ("{\"password\": \"canary2\"}", vec!["canary2"]),
            ("token=canary3&x", vec!["canary3"]),
            ("client_secret : canary4", vec!["canary4"]),
            ("https://me:canary5@host.example/p?name=canary6#canary7", vec!["canary"]),
            ("see wss://h/p?canary8, or http://canary9@h", vec!["canary"]),
        ] {
            let line = redact(private);
            for canary in canaries {
                assert!(!line.contains(canary), "{private:?} became {line:?}");
            }
        }
    }

    #[test]
    fn our_own_messages_stay_as_they_are() {
        for plain in [
            "rayzing list_leads 200 took_ms=1234 bytes=987654",
            "the keychain answered 31 s after it was asked, too late for its caller; success: true",
            "outbox: 3 queued, 1 waiting, needs_agent 2",
            "https://api.example.com/v2/customers",
            "zbus org.freedesktop.DBus.Error.ServiceUnknown",
            "the key of page 3 is the last",
        ] {
            assert_eq!(redact(plain), plain);
        }
    }

    #[test]
    fn a_message_stays_one_line_that_a_terminal_shows_as_it_is() {
        assert_eq!(redact("a\nb\u{1b}[31m\u{202e}c\u{85}"), "a\\u{a}b\\u{1b}[31m\\u{202e}c\\u{85}");
        assert!(redact(&"é ".repeat(1 << 20)).len() < 3 * MAX_CHARS + 20);
        let halved = redact(&format!("{}98765 43210 end", "x ".repeat(MAX_CHARS / 2 - 4)));
        assert!(halved.ends_with("x… (cut)"), "{}", &halved[halved.len() - 40..]);
    }
}
