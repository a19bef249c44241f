//! Arguments, start-up, exit codes. Everything else is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    match leadline::cli::Args::read(std::env::args_os()) {
        Ok(args) => leadline::launch::run(args).into(),
        // Prints help, version or what is wrong with the line, and leaves with 0 or 2.
        Err(error) => error.exit(),
    }
}
