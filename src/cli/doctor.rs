//! `leadline doctor`: what works here and what does not, fit to paste in a ticket.

use serde::Serialize;

use super::exit::{Exit, Stop};
use super::io::Io;
use super::text;

#[derive(Clone, Copy, Debug, clap::Args)]
pub struct DoctorArgs {
    /// Prints one JSON value
    #[arg(long)]
    pub json: bool,
}

/// How one thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingState {
    Ok,
    /// Works, but not as it should.
    Warn,
    Bad,
}

/// One thing that was looked at. Holds no secret and no customer's data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// One or two words: `keychain`, `database`, `clock`.
    pub name: String,
    pub state: FindingState,
    /// What is so; where it is not well also why and what now.
    pub detail: String,
    /// The exit code that a bad finding stands for.
    #[serde(skip)]
    pub exit: Exit,
}

impl Finding {
    /// All is well with it.
    pub fn ok(name: &str, detail: impl Into<String>) -> Self {
        Self { name: name.to_owned(), state: FindingState::Ok, detail: detail.into(), exit: Exit::Done }
    }

    /// It works, but should be looked after.
    pub fn warn(name: &str, detail: impl Into<String>) -> Self {
        Self { state: FindingState::Warn, ..Self::ok(name, detail) }
    }

    /// It does not work; `exit` is what a command that needs it would leave with.
    pub fn bad(name: &str, detail: impl Into<String>, exit: Exit) -> Self {
        Self { state: FindingState::Bad, exit, ..Self::ok(name, detail) }
    }
}

/// What this command needs from everybody else.
pub trait DoctorDesk {
    /// Looks at everything, in the order in which it is printed.
    fn findings(&mut self) -> Vec<Finding>;

    /// The home directory, which is printed as `~`; `None` where it is unknown.
    fn home(&self) -> Option<String>;
}

/// Looks at everything and prints it. Bad findings decide the exit code.
///
/// # Errors
/// When the output cannot be written.
pub fn run(args: DoctorArgs, desk: &mut dyn DoctorDesk, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let mut findings = desk.findings();
    if let Some(home) = desk.home() {
        for finding in &mut findings {
            finding.detail = without_home(&finding.detail, &home);
        }
    }
    if args.json {
        #[derive(Serialize)]
        struct Findings<'a> {
            findings: &'a [Finding],
        }
        io.json(&Findings { findings: &findings })?;
    } else {
        io.data(&sheet(&findings))?;
    }
    let bad = findings.iter().filter(|finding| finding.state == FindingState::Bad);
    Ok(bad.map(|finding| finding.exit).fold(Exit::Done, Exit::combine))
}

/// A line for each finding: state, name, detail.
pub fn sheet(findings: &[Finding]) -> String {
    let width = findings.iter().map(|finding| text::width(&finding.name)).max().unwrap_or(0);
    let line = |finding: &Finding| {
        let state = match finding.state {
            FindingState::Ok => "ok  ",
            FindingState::Warn => "warn",
            FindingState::Bad => "bad ",
        };
        format!("{state}  {:<width$}  {}\n", finding.name, text::safe(&finding.detail))
    };
    findings.iter().map(line).collect()
}

/// Puts `~` where the home directory stands: its name is often a person's.
fn without_home(text: &str, home: &str) -> String {
    let home = home.trim_end_matches(['/', '\\']);
    if home.is_empty() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(home) {
        let (before, after) = (&rest[..at], &rest[at + home.len()..]);
        // `/home/mira` is not the home of `/home/miranda`.
        let whole = !after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_'));
        out.push_str(before);
        out.push_str(if whole { "~" } else { home });
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::fake;

    struct Desk;

    impl DoctorDesk for Desk {
        fn findings(&mut self) -> Vec<Finding> {
            vec![
                Finding::ok("database", "/home/mira/.local/share/leadline/x.db is whole."),
                Finding::warn("clock", "It is 90 s off."),
                Finding::bad("keychain", "None answers. Start one.", Exit::Keychain),
                Finding::bad("tls", "No certificates.", Exit::Failed),
            ]
        }

        fn home(&self) -> Option<String> {
            Some("/home/mira/".into())
        }
    }

    #[test]
    fn findings_are_printed_without_the_home_directory_and_bad_ones_decide() {
        let expected = "\
ok    database  ~/.local/share/leadline/x.db is whole.
warn  clock     It is 90 s off.
bad   keychain  None answers. Start one.
bad   tls       No certificates.
";
        let (mut io, out, _err) = fake::streams(b"");
        assert_eq!(run(DoctorArgs { json: false }, &mut Desk, &mut io), Ok(Exit::Keychain));
        assert_eq!(out.text(), expected);
        let (mut io, out, _err) = fake::streams(b"");
        assert_eq!(run(DoctorArgs { json: true }, &mut Desk, &mut io), Ok(Exit::Keychain));
        let expected =
            r#"{"findings":[{"name":"database","state":"ok","detail":"~/.local/share/leadline/x.db is whole."},"#;
        assert!(out.text().starts_with(expected), "{}", out.text());
    }

    #[test]
    fn only_the_home_itself_is_shortened() {
        assert_eq!(without_home("/home/mira and /home/miranda/x", "/home/mira"), "~ and /home/miranda/x");
        assert_eq!(without_home("/a", "/"), "/a");
    }
}
