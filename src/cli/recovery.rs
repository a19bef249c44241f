//! `leadline recovery`: the key that opens the database should the keychain lose its own. Printed from the keychain,
//! typed in by stdin.

use clap::Subcommand;

use super::exit::{Exit, Stop};
use super::field_lines::read_input;
use super::io::Io;
use crate::bridge::Secret;

#[derive(Clone, Debug, clap::Args)]
pub struct RecoveryArgs {
    #[command(subcommand)]
    pub command: RecoveryCommand,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Subcommand)]
pub enum RecoveryCommand {
    /// Prints the recovery key of the database, for you to write down
    Show,
    /// Reads a recovery key from stdin and, when it opens the database, keeps it in the keychain
    Restore,
}

/// What this command needs from keychain and database.
pub trait RecoveryDesk {
    /// The recovery key, as the keychain has it.
    ///
    /// # Errors
    /// When the keychain is missing or locked (6), or there is no database or no key of it (7).
    fn show(&mut self) -> Result<Secret, Stop>;

    /// Keeps what was typed in the keychain, after it opened the database.
    ///
    /// # Errors
    /// What is no recovery key (wrong usage), a key that does not open the database (7), a profile that is open (8),
    /// a keychain that is missing or locked (6). Nothing was changed.
    fn restore(&mut self, typed: &Secret) -> Result<(), Stop>;
}

/// Shows or restores.
///
/// # Errors
/// See [`RecoveryDesk`].
pub fn run(args: &RecoveryArgs, desk: &mut dyn RecoveryDesk, io: &mut Io<'_>) -> Result<Exit, Stop> {
    match args.command {
        RecoveryCommand::Show => {
            let key = desk.show()?;
            // In two pieces: a line put together would be a copy that nobody wipes.
            io.data(key.expose())?;
            io.data("\n")?;
            io.flush()?;
            io.note(
                "Write this key down, or keep it in a password manager, and not beside this computer: whoever has it and the \
                 database can read everything. “leadline recovery restore” takes it back.",
            );
        }
        RecoveryCommand::Restore => {
            if io.stdin_is_terminal {
                let end = if cfg!(windows) { "Ctrl+Z and Enter" } else { "Ctrl+D" };
                io.note(&format!(
                    "Type the recovery key, then press Enter and {end} (what you type is seen on this screen; a pipe or file \
                     is not):"
                ));
            }
            let input = read_input(&mut io.stdin)?;
            let typed = Secret::new(input.trim().to_owned());
            if typed.is_empty() {
                return Err(Stop::usage("Nothing came in by stdin, so nothing was tried; give the recovery key."));
            }
            desk.restore(&typed)?;
            io.note("This key opens the database and is in the keychain now. A window that waits for it: press “Try again”.");
        }
    }
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::fake;

    #[derive(Default)]
    struct Desk(Vec<String>);

    impl RecoveryDesk for Desk {
        fn show(&mut self) -> Result<Secret, Stop> {
            Ok(Secret::new("008J2-4CT4R".into()))
        }

        fn restore(&mut self, typed: &Secret) -> Result<(), Stop> {
            self.0.push(typed.expose().to_owned());
            Ok(())
        }
    }

    fn call(command: RecoveryCommand, stdin: &'static [u8], desk: &mut Desk) -> (Result<Exit, Stop>, String, String) {
        let (mut io, out, err) = fake::streams(stdin);
        io.stdin_is_terminal = true;
        let done = run(&RecoveryArgs { command }, desk, &mut io);
        drop(io);
        (done, out.text(), err.text())
    }

    #[test]
    fn the_key_goes_to_stdout_alone_and_what_to_do_with_it_to_stderr() {
        let (done, out, err) = call(RecoveryCommand::Show, b"", &mut Desk::default());
        assert_eq!((done, out.as_str()), (Ok(Exit::Done), "008J2-4CT4R\n"));
        assert!(err.contains("Write this key down") && !err.contains("008J2"), "{err}");
    }

    #[test]
    fn what_is_typed_goes_to_the_desk_and_is_never_said() {
        let mut desk = Desk::default();
        let (done, out, err) = call(RecoveryCommand::Restore, b"  008j2 4ct4r\n\n", &mut desk);
        assert_eq!((done, desk.0.as_slice()), (Ok(Exit::Done), &["008j2 4ct4r".to_owned()][..]));
        assert!(out.is_empty() && !err.contains("008j2") && err.contains("in the keychain now"), "{err}");
        let (nothing, ..) = call(RecoveryCommand::Restore, b" \n", &mut desk);
        assert_eq!((nothing.unwrap_err().exit, desk.0.len()), (Exit::Usage, 1));
    }
}
