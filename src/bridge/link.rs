//! The two ends of the line to the engine.

use std::sync::Arc;

use tokio::sync::{mpsc, watch};

use super::command::Command;
use super::snapshot::Snapshot;

/// How many commands may wait for the engine before the sender keeps its own.
pub const QUEUE_LENGTH: usize = 256;

/// The driver's end: sends commands, reads snapshots. Never blocks unless asked to.
#[derive(Clone, Debug)]
pub struct Link {
    commands: mpsc::Sender<Command>,
    snapshots: watch::Receiver<Arc<Snapshot>>,
}

/// The engine has not caught up, or has ended; the command comes back and must be kept and tried again.
#[derive(Debug)]
pub struct QueueFull {
    pub command: Command,
    /// The engine has ended: trying again is of no use.
    pub ended: bool,
}

/// The engine's end.
#[derive(Debug)]
pub struct EngineEnd {
    pub commands: mpsc::Receiver<Command>,
    pub snapshots: watch::Sender<Arc<Snapshot>>,
}

impl Link {
    /// A fresh line, with a first snapshot in it.
    pub fn new(first: Snapshot) -> (Self, EngineEnd) {
        let (commands_tx, commands) = mpsc::channel(QUEUE_LENGTH);
        let (snapshots_tx, snapshots) = watch::channel(Arc::new(first));
        (Self { commands: commands_tx, snapshots }, EngineEnd { commands, snapshots: snapshots_tx })
    }

    /// Hands a command over without waiting.
    ///
    /// # Errors
    /// Gives the command back when the queue is full or the engine has ended.
    pub fn try_send(&self, command: Command) -> Result<(), Box<QueueFull>> {
        self.commands.try_send(command).map_err(|error| {
            Box::new(match error {
                mpsc::error::TrySendError::Full(command) => QueueFull { command, ended: false },
                mpsc::error::TrySendError::Closed(command) => QueueFull { command, ended: true },
            })
        })
    }

    /// Hands a command over, waiting for room; for command lines only.
    ///
    /// # Errors
    /// Gives the command back when the engine has ended.
    pub fn send_blocking(&self, command: Command) -> Result<(), Box<QueueFull>> {
        self.commands.blocking_send(command).map_err(|error| Box::new(QueueFull { command: error.0, ended: true }))
    }

    /// The newest snapshot.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshots.borrow())
    }

    /// Waits until a snapshot fulfils `done`, or the engine ends (then the last one); for command lines only.
    pub async fn wait_for(&mut self, mut done: impl FnMut(&Snapshot) -> bool) -> Arc<Snapshot> {
        // An error means that the engine ended: its last snapshot still stands.
        let _ended = self.snapshots.wait_for(|snapshot| done(snapshot)).await.is_err();
        self.snapshot()
    }
}
