//! Commands on their way to the engine. A full line loses nothing: what does not fit waits here, in order.

use std::collections::VecDeque;

use crate::bridge::{Command, Link};

/// A wait that is worth a word, in seconds.
const LONG_SECS: f64 = 1.0;

/// The commands that could not be handed over yet.
#[derive(Debug, Default)]
pub struct Outgoing {
    waiting: VecDeque<Command>,
    /// Input time since which the first one waits.
    since: Option<f64>,
    /// The engine has ended: nothing will be taken any more.
    ended: bool,
}

impl Outgoing {
    /// Puts a command at the end. Of commands that only say where the agent looks, the newest is enough.
    pub fn push(&mut self, command: Command) {
        self.waiting.retain(|earlier| !outdated(earlier, &command));
        self.waiting.push_back(command);
    }

    /// Hands over what fits.
    pub fn flush(&mut self, link: &Link, time: f64) {
        while let Some(command) = self.waiting.pop_front() {
            if let Err(full) = link.try_send(command) {
                self.ended = full.ended;
                self.waiting.push_front(full.command);
                self.since.get_or_insert(time);
                return;
            }
            self.ended = false;
        }
        self.since = None;
    }

    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Edits and typed texts among what waits: what must not be lost by quitting.
    pub fn edits(&self) -> usize {
        let is_edit = |c: &&Command| {
            matches!(
                c,
                Command::Change { .. }
                    | Command::CreateLead { .. }
                    | Command::Undo
                    | Command::Redo
                    | Command::Outbox { .. }
                    | Command::Resolve { .. }
            ) || matches!(c, Command::Draft { text, .. } if !text.is_empty())
        };
        self.waiting.iter().filter(is_edit).count()
    }

    /// How many wait, once that took so long that it should be said.
    pub fn long_wait(&self, time: f64) -> Option<usize> {
        self.since.filter(|since| time - since > LONG_SECS).map(|_| self.waiting.len())
    }

    /// The engine has ended while something still waits for it.
    pub fn has_ended(&self) -> bool {
        self.ended && !self.waiting.is_empty()
    }
}

/// Whether `newer` makes `earlier` pointless.
fn outdated(earlier: &Command, newer: &Command) -> bool {
    match (earlier, newer) {
        (Command::Open(_), Command::Open(_)) | (Command::Look { .. }, Command::Look { .. }) => true,
        (Command::Remember { key: a, .. }, Command::Remember { key: b, .. }) => a == b,
        (Command::Draft { lead: a, of: x, .. }, Command::Draft { lead: b, of: y, .. }) => a == b && x == y,
        _ => false,
    }
}
