//! `FIELD=VALUE` lines as `credential set` reads them: secrets, so they are overwritten after use and never said.

use std::io::Read;

use zeroize::Zeroizing;

use super::exit::{Exit, Stop};

/// More than any credential; what is longer is not read.
const INPUT_BYTES: usize = 64 * 1024;

/// A value that is overwritten when it is dropped and never printed.
pub struct SecretText(Zeroizing<String>);

impl SecretText {
    /// The value itself, for the keychain alone.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for SecretText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretText")
    }
}

/// Reads stdin to its end into one buffer that never moves, so that no copy of it stays behind.
///
/// # Errors
/// When it cannot be read; wrong usage when it is too long or no UTF-8 text.
pub(super) fn read_input(stdin: &mut dyn Read) -> Result<Zeroizing<String>, Stop> {
    let mut buffer = Zeroizing::new(vec![0; INPUT_BYTES]);
    let mut length = 0;
    loop {
        match stdin.read(&mut buffer[length..]) {
            Ok(0) => break,
            Ok(more) => length += more,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => {
                return Err(Stop::new(
                    Exit::Failed,
                    format!("What was to come by stdin could not be read: {error}. Nothing was stored; try again."),
                ));
            }
        }
    }
    if length == buffer.len() {
        return Err(Stop::usage(
            "What came in by stdin is too long for a credential or key. Nothing was stored; give only what is asked for.",
        ));
    }
    match std::str::from_utf8(&buffer[..length]) {
        Ok(text) => Ok(Zeroizing::new(text.to_owned())),
        Err(_) => Err(Stop::usage(
            "What came in by stdin is not UTF-8 text. Nothing was stored; save it as UTF-8 and try again.",
        )),
    }
}

/// The fields whose value begins or ends with a blank. It is kept, since a password may have one; but most often it came
/// along by copying, so whoever stores it says so.
pub fn with_blanks_around(fields: &[(String, SecretText)]) -> Vec<&str> {
    let odd = |value: &str| value.trim() != value;
    fields.iter().filter(|(_, value)| odd(value.expose())).map(|(name, _)| name.as_str()).collect()
}

/// Reads `FIELD=VALUE` lines. A value is everything after the first `=`, spaces too; empty lines are passed over.
///
/// # Errors
/// Wrong usage, named by line and field, never by value: a line without `=`, an unknown field, a field twice or
/// empty or with control characters, or no line at all.
pub fn parse_credential_lines(text: &str, known: &[String]) -> Result<Vec<(String, SecretText)>, Stop> {
    let stop = |what: String| Stop::usage(format!("{what} Nothing was stored. Known fields: {}.", known.join(", ")));
    let mut fields: Vec<(String, SecretText)> = Vec::new();
    for (at, line) in text.trim_start_matches('\u{feff}').split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.trim().is_empty() {
            continue;
        }
        let number = at + 1;
        let Some((name, value)) = line.split_once('=') else {
            return Err(stop(format!("Line {number} of stdin has no “=”; write FIELD=VALUE.")));
        };
        // A line whose beginning is unknown may be a secret that contains a `=`: it is named by its number alone.
        let Some(field) = known.iter().find(|field| *field == name.trim()) else {
            return Err(stop(format!("Line {number} of stdin names no field of this account.")));
        };
        if fields.iter().any(|(name, _)| name == field) {
            return Err(stop(format!("Line {number} of stdin gives {field} a second time.")));
        }
        if value.trim().is_empty() || value.chars().any(char::is_control) {
            return Err(stop(format!("Line {number} of stdin gives {field} no usable value.")));
        }
        fields.push((field.clone(), SecretText(Zeroizing::new(value.to_owned()))));
    }
    if fields.is_empty() {
        return Err(stop("Nothing came in by stdin; give one FIELD=VALUE line for each field.".to_owned()));
    }
    Ok(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<String> {
        vec!["key".into(), "secret".into()]
    }

    #[test]
    fn lines_become_fields_and_values_stay_as_they_are() {
        let fields = parse_credential_lines("\u{feff}key=abc\r\n\n secret = p=ss word \n", &known()).unwrap();
        let read: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.expose())).collect();
        assert_eq!(read, [("key", "abc"), ("secret", " p=ss word ")]);
        assert_eq!(format!("{:?}", fields[0]), r#"("key", SecretText)"#);
    }

    #[test]
    fn blanks_around_a_value_are_kept_and_found() {
        let fields = parse_credential_lines("key=abc \nsecret=a b\n", &known()).unwrap();
        assert_eq!((with_blanks_around(&fields), fields[0].1.expose()), (vec!["key"], "abc "));
    }

    #[test]
    fn what_is_not_understood_is_named_without_its_value() {
        for text in
            ["hunter2", "hunter2=", "password=hunter2", "key=hunter2\nkey=hunter2", "key=", "key=hunter2\x07", "", "\n"]
        {
            let stop = parse_credential_lines(text, &known()).unwrap_err();
            assert_eq!(stop.exit, Exit::Usage);
            assert!(stop.sentence.contains("Known fields: key, secret."), "{stop}");
            assert!(!stop.sentence.contains("hunter2"), "{stop}");
        }
    }

    #[test]
    fn endless_input_ends() {
        assert_eq!(read_input(&mut std::io::repeat(b'x')).unwrap_err().exit, Exit::Usage);
        assert_eq!(read_input(&mut &b"\xff"[..]).unwrap_err().exit, Exit::Usage);
    }
}
