//! The log: one redacted, bounded file that a person can attach to a ticket.
//!
//! Convention for every message in this crate: fixed words and small numbers, never a name, a URL, a body or an error
//! text of a vendor. `redact` is the net below that, `files` keeps the size and age within bounds, `crash` reports panics.

mod crash;
mod files;
mod redact;

use std::sync::{Mutex, PoisonError};

pub use crash::keep_crashes;
use files::LogFiles;
use jiff::Timestamp;
use log::{Level, LevelFilter, Log, Metadata, Record};

use crate::paths::{PathError, Paths, create_private_dir};

/// Why there is no log.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The folder or the file cannot be used.
    #[error(transparent)]
    Path(#[from] PathError),
    /// A log was installed before in this process.
    #[error("The log cannot be started: this process already has one. Start Leadline anew.")]
    AlreadyInstalled,
}

/// Sends this process's log to `paths.log_file`: our own messages down to `level`, other crates' warnings and errors.
///
/// # Errors
/// The folder or file cannot be used, or a logger is installed already. The program can go on without a log.
pub fn install(paths: &Paths, level: LevelFilter) -> Result<(), LogError> {
    create_private_dir("state folder", &paths.state_dir)?;
    let logger = FileLog { level, files: Mutex::new(LogFiles::open(&paths.log_file, Timestamp::now())?) };
    log::set_boxed_logger(Box::new(logger)).map_err(|_| LogError::AlreadyInstalled)?;
    log::set_max_level(level);
    Ok(())
}

struct FileLog {
    level: LevelFilter,
    files: Mutex<LogFiles>,
}

impl Log for FileLog {
    fn enabled(&self, about: &Metadata<'_>) -> bool {
        let own = about.target() == "leadline" || about.target().starts_with("leadline::");
        about.level() <= self.level && (own || about.level() <= Level::Warn)
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let now = Timestamp::now();
        let line = line(now, record);
        // Nothing can be told when the log itself fails (a full disk): the program matters more.
        let _ = self.files.lock().unwrap_or_else(PoisonError::into_inner).write(&line, now);
    }

    fn flush(&self) {}
}

fn line(now: Timestamp, record: &Record<'_>) -> String {
    let message = redact::redact(&record.args().to_string());
    let target = redact::redact(record.target());
    format!("{now:.3} {:5} {target} {message}\n", record.level())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log_of(level: LevelFilter, records: &[(Level, &str, &str)]) -> String {
        let temp = tempfile::tempdir().unwrap();
        let path = temp.path().join("leadline.log");
        let logger = FileLog { level, files: Mutex::new(LogFiles::open(&path, Timestamp::now()).unwrap()) };
        for &(level, target, message) in records {
            logger.log(&Record::builder().level(level).target(target).args(format_args!("{message}")).build());
        }
        std::fs::read_to_string(path).unwrap()
    }

    #[test]
    fn only_our_own_messages_come_below_warnings() {
        let records = [
            (Level::Debug, "leadline::engine", "a"),
            (Level::Trace, "leadline::engine", "b"),
            (Level::Info, "hyper::proto", "c"),
            (Level::Warn, "hyper::proto", "d"),
            (Level::Info, "leadline_else", "e"),
        ];
        let written = log_of(LevelFilter::Debug, &records);
        let messages: Vec<_> = written.lines().filter_map(|l| l.rsplit(' ').next()).collect();
        assert_eq!(messages, ["a", "d"]);
        assert!(log_of(LevelFilter::Off, &records).is_empty());
    }

    #[test]
    fn a_line_has_its_time_level_target_and_redacted_message() {
        let written = log_of(LevelFilter::Info, &[(Level::Info, "leadline::store", "mail to a@b.example\nx")]);
        let (time, rest) = written.split_once(' ').unwrap();
        assert!(time.ends_with('Z') && time.parse::<Timestamp>().is_ok(), "{time}");
        assert_eq!(rest, "INFO  leadline::store mail to [e-mail]\\u{a}x\n");
    }
}
