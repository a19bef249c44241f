//! A request as text, taken apart for the eye: how far each line stands in, what is a name and what a value.

/// What stands for a credential.
pub(super) const BLANK: &str = "••••••••";

/// One line of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    /// Blanks before it.
    pub inset: usize,
    pub kind: Kind<'a>,
}

/// What a line is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind<'a> {
    /// Method and address.
    Method(&'a str, &'a str),
    /// `"type": "CALL",`: the name up to its blank, the value, what follows it.
    Member { name: &'a str, value: &'a str, after: &'a str },
    /// A header, or punctuation.
    Plain(&'a str),
}

/// The lines of a request.
pub(super) fn pieces(request: &str) -> Vec<Piece<'_>> {
    request.lines().enumerate().map(|(at, line)| piece(line, at == 0)).collect()
}

fn piece(line: &str, first: bool) -> Piece<'_> {
    let text = line.trim_start();
    let inset = line.len() - text.len();
    let plain = Piece { inset, kind: Kind::Plain(text) };
    if first {
        return match text.split_once(' ') {
            Some((method, address)) => Piece { inset, kind: Kind::Method(method, address) },
            None => plain,
        };
    }
    // A member's name ends at the first `": `: a name of the wire holds no such thing.
    let (name, rest) = match text.find("\": ").filter(|_| text.starts_with('"')) {
        Some(end) => text.split_at(end + 3),
        None => ("", text),
    };
    if !rest.starts_with('"') {
        return plain;
    }
    let (value, after) = match rest.strip_suffix(',') {
        Some(value) => (value, ","),
        None => (rest, ""),
    };
    Piece { inset, kind: Kind::Member { name, value, after } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_texts_are_told_apart_and_everything_else_stays() {
        let request = "POST https://x.example/e\nAuthorization: Bearer ••••••••\n\n{\n  \"a\": \"b: c\",\n  \"n\": 7,\n  \"last\"\n}";
        let kinds: Vec<_> = pieces(request).into_iter().map(|piece| (piece.inset, piece.kind)).collect();
        assert_eq!(kinds[0], (0, Kind::Method("POST", "https://x.example/e")));
        assert_eq!(kinds[1], (0, Kind::Plain("Authorization: Bearer ••••••••")));
        assert_eq!(kinds[4], (2, Kind::Member { name: "\"a\": ", value: "\"b: c\"", after: "," }));
        assert_eq!(kinds[5], (2, Kind::Plain("\"n\": 7,")));
        assert_eq!(kinds[6], (2, Kind::Member { name: "", value: "\"last\"", after: "" }));
        assert_eq!(kinds[7], (0, Kind::Plain("}")));
    }
}
