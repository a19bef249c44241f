//! `leadline completions SHELL`: a script that lets a shell complete commands and options.

use clap::CommandFactory as _;
use clap_complete::{Shell, generate};

use super::args::Args;
use super::exit::{Exit, Stop};
use super::io::Io;

#[derive(Clone, Copy, Debug, clap::Args)]
pub struct CompletionsArgs {
    /// For which shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Prints the script; `S` are the sandbox's arguments.
///
/// # Errors
/// When the output cannot be written.
pub fn run<S: clap::Args>(args: CompletionsArgs, io: &mut Io<'_>) -> Result<Exit, Stop> {
    // Written to memory first: the library panics where a reader goes away.
    let mut script = Vec::new();
    generate(args.shell, &mut Args::<S>::command(), "leadline", &mut script);
    io.data(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;

    use super::*;
    use crate::cli::fake;

    #[derive(Debug, clap::Args)]
    struct NoSandbox {}

    #[test]
    fn every_shell_gets_every_command_and_only_stdout_has_it() {
        let command = Args::<NoSandbox>::command();
        for shell in Shell::value_variants() {
            let (mut io, out, err) = fake::streams(b"");
            assert_eq!(run::<NoSandbox>(CompletionsArgs { shell: *shell }, &mut io), Ok(Exit::Done));
            let script = out.text();
            for command in command.get_subcommands().filter(|command| !command.is_hide_set()) {
                assert!(script.contains(command.get_name()), "{shell}: {}", command.get_name());
            }
            assert!(script.contains("until-idle") && err.text().is_empty(), "{shell}");
        }
    }
}
