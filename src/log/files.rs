//! The log's files: one written, older ones beside it; together at most 10 MB and 7 days.
//!
//! `leadline.log` becomes `leadline-TIME.log` when it is full or a new UTC day begins; then the oldest go.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::paths::{PathError, open_private};

/// When the written file becomes an older one.
const MAX_FILE: u64 = 1_000_000;
/// What all older ones may take together.
const MAX_OLDER: u64 = 9_000_000;
const MAX_AGE: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// The file being written.
pub(super) struct LogFiles {
    path: PathBuf,
    file: File,
    bytes: u64,
    day: jiff::civil::Date,
}

impl LogFiles {
    pub(super) fn open(path: &Path, now: Timestamp) -> Result<Self, PathError> {
        let file = open_append(path)?;
        let found = file.metadata().ok();
        // An empty file has no day yet; a written one has the day of its last line.
        let written = found.as_ref().filter(|m| m.len() > 0).and_then(|m| Timestamp::try_from(m.modified().ok()?).ok());
        let day = utc_day(written.unwrap_or(now));
        let files = Self { path: path.into(), file, bytes: found.map_or(0, |m| m.len()), day };
        files.drop_old(now);
        Ok(files)
    }

    /// Appends `line`, which ends in a newline.
    pub(super) fn write(&mut self, line: &str, now: Timestamp) -> io::Result<()> {
        let length = line.len() as u64;
        if self.bytes > 0 && (self.bytes + length > MAX_FILE || utc_day(now) != self.day) {
            self.rotate(now)?;
        }
        self.day = utc_day(now);
        self.bytes += length;
        // One call for the whole line, so that two processes (a command beside the window) do not mix theirs.
        self.file.write_all(line.as_bytes())
    }

    fn rotate(&mut self, now: Timestamp) -> io::Result<()> {
        let older = format!("leadline-{}.log", now.strftime("%Y%m%dT%H%M%S.%9fZ"));
        fs::rename(&self.path, self.path.with_file_name(older))?;
        self.file = open_append(&self.path).map_err(io::Error::other)?;
        self.bytes = 0;
        self.drop_old(now);
        Ok(())
    }

    /// Best effort: a file that cannot be removed must not stop the program, and is tried again next time.
    fn drop_old(&self, now: Timestamp) {
        let Some(entries) = self.path.parent().and_then(|dir| fs::read_dir(dir).ok()) else { return };
        let mut older: Vec<_> = entries.flatten().filter(|e| is_older_log(&e.file_name().to_string_lossy())).collect();
        older.sort_by_key(|entry| std::cmp::Reverse(entry.file_name()));
        let mut kept = 0;
        for entry in older {
            let Ok(found) = entry.metadata() else { continue };
            kept += found.len();
            let age = found.modified().ok().and_then(|at| SystemTime::from(now).duration_since(at).ok());
            if kept > MAX_OLDER || age.is_some_and(|age| age > MAX_AGE) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

fn open_append(path: &Path) -> Result<File, PathError> {
    open_private("log file", path, OpenOptions::new().append(true).create(true))
}

fn is_older_log(name: &str) -> bool {
    name.strip_prefix("leadline-").and_then(|n| n.strip_suffix("Z.log")).is_some_and(|n| n.starts_with("20"))
}

fn utc_day(at: Timestamp) -> jiff::civil::Date {
    at.to_zoned(TimeZone::UTC).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(dir: &Path) -> Vec<u64> {
        fs::read_dir(dir).unwrap().map(|e| e.unwrap().metadata().unwrap().len()).collect()
    }

    #[test]
    fn however_much_is_written_the_files_stay_within_their_bound() {
        let temp = tempfile::tempdir().unwrap();
        let mut now = Timestamp::now();
        let mut files = LogFiles::open(&temp.path().join("leadline.log"), now).unwrap();
        let line = format!("{}\n", "x".repeat(99_999));
        for _ in 0..150 {
            now += Duration::from_millis(1);
            files.write(&line, now).unwrap();
        }
        let sizes = sizes(temp.path());
        assert!(sizes.iter().sum::<u64>() <= 10_000_000, "{sizes:?}");
        assert!(sizes.len() >= 9, "{sizes:?}");
    }

    #[test]
    fn a_new_day_begins_a_new_file_and_a_week_later_the_old_one_goes() {
        let temp = tempfile::tempdir().unwrap();
        let path = temp.path().join("leadline.log");
        let now = Timestamp::now();
        let mut files = LogFiles::open(&path, now).unwrap();
        files.write("one\n", now).unwrap();
        files.write("two\n", now + Duration::from_secs(24 * 3600)).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two\n");
        assert_eq!(sizes(temp.path()).len(), 2);
        fs::write(temp.path().join("leadline-notes.txt"), "mine").unwrap();
        files.write("three\n", now + Duration::from_secs(9 * 24 * 3600)).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "three\n");
        assert_eq!(sizes(temp.path()).len(), 2, "the log and the stranger's file");
    }
}
