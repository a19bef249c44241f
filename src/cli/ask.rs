//! Asking the engine: waits until it has started, sends a command, waits for the answer.

use std::time::Duration;

use super::exit::{Exit, Stop};
use super::io::Io;
use crate::bridge::reply::Reply;
use crate::bridge::{Command, Link, Phase, Snapshot, question};

/// How often a progress line is drawn anew.
const PROGRESS_EVERY: Duration = Duration::from_millis(100);

/// Waits until the engine has started.
///
/// # Errors
/// Without a keychain, without a database, while the profile is in use, or when the engine ended.
pub fn wait_for_start(link: &mut Link) -> Result<(), Stop> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(|error| {
        Stop::new(Exit::Failed, format!("Waiting is not possible here: {error}. Close other programs and try again."))
    })?;
    let snapshot = runtime.block_on(link.wait_for(|snapshot| snapshot.phase != Phase::Starting));
    match Stop::of_phase(&snapshot.phase) {
        Some(stop) => Err(stop),
        None if snapshot.phase.is_working() => Ok(()),
        None => Err(ended(link)),
    }
}

/// Puts one question to the engine and waits for its answer.
///
/// # Errors
/// When the engine ended before it answered.
pub fn ask<T: Send + 'static>(link: &Link, command: impl FnOnce(Reply<T>) -> Command) -> Result<T, Stop> {
    let (reply, answer) = question();
    link.send_blocking(command(reply)).map_err(|_| ended(link))?;
    answer.block_and_take().map_err(|none| Stop::of_phase(&link.snapshot().phase).unwrap_or_else(|| none.into()))
}

/// The same for what takes long: on a terminal, stderr shows how far it is.
///
/// # Errors
/// When the engine ended before it answered.
pub fn ask_patiently<T: Send + Sync + 'static>(
    link: &Link,
    io: &mut Io<'_>,
    words: impl Fn(&Snapshot) -> String,
    command: impl FnOnce(Reply<T>) -> Command,
) -> Result<T, Stop> {
    let (reply, answer) = question();
    link.send_blocking(command(reply)).map_err(|_| ended(link))?;
    if io.stderr_is_terminal {
        while answer.ready().is_none() {
            io.progress(&words(&link.snapshot()));
            std::thread::sleep(PROGRESS_EVERY);
        }
        io.end_progress();
    }
    answer.block_and_take().map_err(|none| Stop::of_phase(&link.snapshot().phase).unwrap_or_else(|| none.into()))
}

/// The engine is gone: for the reason its last snapshot gives, or for one that only the log knows.
fn ended(link: &Link) -> Stop {
    Stop::of_phase(&link.snapshot().phase).unwrap_or_else(|| {
        Stop::new(
            Exit::Failed,
            "Leadline's engine ended before this was done. What was acknowledged is kept; try again, and if it stays so, run “leadline doctor”.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::fake;

    #[test]
    fn a_failed_start_ends_with_its_own_code_and_sentence() {
        for (phase, exit) in [
            (Phase::NoKeychain("no keychain".into()), Exit::Keychain),
            (Phase::NoDatabase(fake::no_database("no database")), Exit::Database),
            (Phase::InUse("in use".into()), Exit::InUse),
        ] {
            let sentence = phase.failure().unwrap().to_owned();
            let (mut link, _engine) = fake::link_in(phase);
            assert_eq!(wait_for_start(&mut link), Err(Stop::new(exit, sentence)));
        }
        let (mut link, engine) = fake::link_in(Phase::Starting);
        drop(engine);
        assert_eq!(wait_for_start(&mut link).unwrap_err().exit, Exit::Failed);
        let (mut link, _engine) = fake::link_in(Phase::InMemory("demo".into()));
        assert_eq!(wait_for_start(&mut link), Ok(()));
    }

    #[test]
    fn an_engine_that_ends_is_said_instead_of_waited_for() {
        let (link, engine) = fake::link_in(Phase::Ready);
        drop(engine);
        let gone = ask(&link, |reply| Command::OutboxList { reply }).unwrap_err();
        assert_eq!(gone.exit, Exit::Failed);
    }
}
