//! Where a command reads and writes: data on stdout, everything else on stderr.

use std::io::{BufWriter, IsTerminal as _, Read, Write};

use serde::Serialize;

use super::exit::Stop;
use super::{json, text};

/// The three streams, and what is known about them. Tests put buffers in.
pub struct Io<'a> {
    pub stdin: Box<dyn Read + 'a>,
    pub stdout: Box<dyn Write + 'a>,
    pub stderr: Box<dyn Write + 'a>,
    pub stdin_is_terminal: bool,
    pub stdout_is_terminal: bool,
    pub stderr_is_terminal: bool,
    /// `NO_COLOR` is set to something.
    pub no_color: bool,
}

impl Io<'static> {
    /// The streams of this process.
    pub fn of_process() -> Self {
        Self {
            stdin_is_terminal: std::io::stdin().is_terminal(),
            stdout_is_terminal: std::io::stdout().is_terminal(),
            stderr_is_terminal: std::io::stderr().is_terminal(),
            no_color: std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()),
            stdin: Box::new(std::io::stdin()),
            // Rust flushes stdout at every line end, which is slow for a hundred thousand leads.
            stdout: Box::new(BufWriter::new(std::io::stdout())),
            stderr: Box::new(std::io::stderr()),
        }
    }
}

impl Io<'_> {
    /// Whether data may carry colour.
    pub fn in_colour(&self) -> bool {
        self.stdout_is_terminal && !self.no_color
    }

    /// Writes data as it is: it has been made safe by whoever formatted it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn data(&mut self, text: &str) -> Result<(), Stop> {
        Ok(self.stdout.write_all(text.as_bytes())?)
    }

    /// Writes one JSON value and a line end.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn json(&mut self, value: &impl Serialize) -> Result<(), Stop> {
        let line = json::line(value)?;
        self.data(&line)
    }

    /// Brings out what was written, so that a reader of a pipe sees it now.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn flush(&mut self) -> Result<(), Stop> {
        Ok(self.stdout.flush()?)
    }

    /// Says something to the person on stderr.
    pub fn note(&mut self, sentence: &str) {
        // Where stderr is gone nobody can be told that stderr is gone.
        let _nobody = writeln!(self.stderr, "{}", text::safe_lines(sentence));
    }

    /// Shows how far something is, on a terminal only; the next one takes its place.
    pub fn progress(&mut self, words: &str) {
        if self.stderr_is_terminal {
            let _nobody = write!(self.stderr, "\r\x1b[K{}", text::safe(words)).and_then(|()| self.stderr.flush());
        }
    }

    /// Takes the progress line away.
    pub fn end_progress(&mut self) {
        self.progress("");
    }
}
