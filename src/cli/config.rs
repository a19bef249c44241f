//! `leadline config`: where the configuration is, what it is, and whether it is right.

use std::path::PathBuf;

use clap::Subcommand;

use super::exit::{Exit, Stop};
use super::io::Io;
use super::text;

#[derive(Clone, Copy, Debug, clap::Args)]
pub struct ConfigArgs {
    #[command(subcommand)]
    pub command: ConfigCommand,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Subcommand)]
pub enum ConfigCommand {
    /// Prints where the file is (it need not exist)
    Path,
    /// Prints what is in effect; never a secret
    Show,
    /// Checks the file: every mistake with its line and a suggestion
    Check,
}

/// One mistake in the configuration. Its words are parts of one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Odd, but the configuration can be used.
    pub harmless: bool,
    /// Counted from 1; `None` when it is about the file as a whole.
    pub line: Option<usize>,
    /// What is wrong and why.
    pub sentence: String,
    /// What to write instead.
    pub suggestion: Option<String>,
}

/// What this command needs from the configuration.
pub trait ConfigDesk {
    /// Where the file is, or would be.
    fn path(&self) -> PathBuf;

    /// What is in effect, as TOML without secrets.
    ///
    /// # Errors
    /// When the file cannot be read.
    fn show(&self) -> Result<String, Stop>;

    /// Everything that is wrong with it, in the order of its lines.
    ///
    /// # Errors
    /// When the file cannot be read.
    fn check(&self) -> Result<Vec<Mistake>, Stop>;
}

/// Prints what was asked for. Mistakes found by `check` leave with 2.
///
/// # Errors
/// When the file cannot be read or the output cannot be written.
pub fn run(args: ConfigArgs, desk: &dyn ConfigDesk, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let path = desk.path().display().to_string();
    match args.command {
        // A path goes into scripts as it is; on a terminal it must not act.
        ConfigCommand::Path if io.stdout_is_terminal => io.data(&format!("{}\n", text::safe(&path)))?,
        ConfigCommand::Path => io.data(&format!("{path}\n"))?,
        ConfigCommand::Show => {
            let shown = text::safe_lines(&desk.show()?);
            io.data(shown.trim_end())?;
            io.data("\n")?;
        }
        ConfigCommand::Check => {
            let mistakes = desk.check()?;
            io.data(&checked(&path, &mistakes))?;
            if mistakes.iter().any(|mistake| !mistake.harmless) {
                return Ok(Exit::Usage);
            }
        }
    }
    Ok(Exit::Done)
}

/// A line for each mistake, in the form that editors jump to.
pub fn checked(path: &str, mistakes: &[Mistake]) -> String {
    let line = |mistake: &Mistake| {
        let at = mistake.line.map(|line| format!(":{line}")).unwrap_or_default();
        let severity = if mistake.harmless { "warning" } else { "error" };
        let suggestion = mistake.suggestion.as_ref().map(|words| format!("; {words}")).unwrap_or_default();
        format!("{}\n", text::safe(&format!("{path}{at}: {severity}: {}{suggestion}", mistake.sentence)))
    };
    if mistakes.is_empty() {
        return format!("{}\n", text::safe(&format!("{path}: nothing is wrong")));
    }
    mistakes.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::fake;

    struct Desk(Vec<Mistake>);

    impl ConfigDesk for Desk {
        fn path(&self) -> PathBuf {
            "/c/config.toml".into()
        }

        fn show(&self) -> Result<String, Stop> {
            Ok("[[account]]\nname = \"main-bot\"\n\n".into())
        }

        fn check(&self) -> Result<Vec<Mistake>, Stop> {
            Ok(self.0.clone())
        }
    }

    fn print(command: ConfigCommand, mistakes: Vec<Mistake>) -> (Exit, String) {
        let (mut io, out, _err) = fake::streams(b"");
        let exit = run(ConfigArgs { command }, &Desk(mistakes), &mut io).unwrap();
        (exit, out.text())
    }

    #[test]
    fn path_and_content_are_printed_and_mistakes_leave_with_two() {
        let out = |text: &str| (Exit::Done, text.to_owned());
        assert_eq!(print(ConfigCommand::Path, vec![]), out("/c/config.toml\n"));
        assert_eq!(print(ConfigCommand::Show, vec![]), out("[[account]]\nname = \"main-bot\"\n"));
        assert_eq!(print(ConfigCommand::Check, vec![]), out("/c/config.toml: nothing is wrong\n"));
        let mistakes = vec![
            Mistake {
                harmless: false,
                line: Some(3),
                sentence: "there is no setting “vender”".into(),
                suggestion: Some("did you mean “vendor”?".into()),
            },
            Mistake { harmless: true, line: None, sentence: "it is readable by others".into(), suggestion: None },
        ];
        let expected = "\
/c/config.toml:3: error: there is no setting “vender”; did you mean “vendor”?
/c/config.toml: warning: it is readable by others
";
        let harmless = print(ConfigCommand::Check, mistakes[1..].to_vec());
        assert_eq!(harmless, out("/c/config.toml: warning: it is readable by others\n"));
        assert_eq!(print(ConfigCommand::Check, mistakes), (Exit::Usage, expected.to_owned()));
    }
}
