//! What a run proved, as one line that `.ci/trust` gathers: a promise, how often it was put to the test, what came of it.
#![allow(clippy::print_stdout, reason = "the lines are what is asked for")]

/// Prints a line of the table. `promise` is a row of the list in `.ci/trust`.
pub(crate) fn proved(promise: &str, figures: &str) {
    println!("TRUST\t{promise}\t{figures}");
}
