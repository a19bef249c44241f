//! Commands of one process answered by another that has the profile open: same output, same exit code.
//!
//! The caller sends its command line (checked already; the commands that need an engine read no stdin) and what it knows
//! of its terminal. The holder runs the very same code of `cli` on a line to its own engine and sends back what that
//! writes, piece by piece, then the exit code. Credentials never travel: they go to the keychain in the calling process,
//! and the holder is told to read them again. `answer` is the holder's side, `ask` the caller's, `call` what goes between
//! them.
//!
//! Only processes of the same version talk to each other. On systems without such sockets nobody listens, and a command
//! beside a window says so and leaves with 8.

#[cfg(unix)]
mod answer;
#[cfg(unix)]
mod ask;
#[cfg(unix)]
mod call;
#[cfg(not(unix))]
mod nobody;

#[cfg(unix)]
pub use answer::{Host, Serving, serve};
#[cfg(unix)]
pub use ask::{run_there, show_window, tell};
#[cfg(not(unix))]
pub use nobody::{Host, Serving, run_there, serve, show_window, tell};

use crate::cli::Exit;

/// How a caller fared.
#[derive(Debug)]
pub enum Outcome {
    /// It was done there; leave with this.
    Done(Exit),
    /// Whoever holds the profile does not do it, and why.
    Refused(String),
    /// Nobody listens.
    Nobody,
}
