//! What a fault of our own leaves behind: a file beside the log with the place and the way there.
//!
//! Never the message of the panic: it can quote the text that was being worked on, and that is a customer's.

use std::backtrace::Backtrace;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::paths::{PathError, Paths, create_private_dir, write_atomically};

/// How many are kept; the oldest go first.
const KEPT: usize = 5;

/// From now on a panic of this process says one sentence on stderr and keeps a crash file.
pub fn keep_crashes(paths: &Paths, version: &'static str) {
    let dir = paths.state_dir.clone();
    std::panic::set_hook(Box::new(move |panic| {
        let place =
            panic.location().map_or_else(|| "an unknown place".to_owned(), |at| format!("{}:{}", at.file(), at.line()));
        let thread = std::thread::current().name().unwrap_or("without a name").to_owned();
        let now = Timestamp::now();
        let way = Backtrace::force_capture();
        let text = format!("Leadline {version}\n{now}\nthread {thread}\nat {place}\n\n{way}\n");
        let kept = match keep(&dir, now, &text) {
            Ok(file) => format!("A report that holds nobody's data is in {}; please send it in.", file.display()),
            Err(_) => "No report of it could be kept.".to_owned(),
        };
        // Not by the log: the fault may have been met while its lock was held.
        let _nobody = writeln!(
            std::io::stderr(),
            "leadline: Leadline met a fault of its own ({place}). What was acknowledged is kept. {kept}"
        );
    }));
}

fn keep(dir: &Path, now: Timestamp, text: &str) -> Result<PathBuf, PathError> {
    create_private_dir("state folder", dir)?;
    let file = dir.join(format!("crash-{}.txt", now.strftime("%Y%m%dT%H%M%S.%9fZ")));
    write_atomically("crash file", &file, text.as_bytes())?;
    let entries = fs::read_dir(dir).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut all: Vec<PathBuf> = entries.filter(|path| is_crash_file(path)).collect();
    all.sort();
    for old in all.iter().rev().skip(KEPT) {
        // One that cannot be removed is tried again the next time.
        let _tried = fs::remove_file(old);
    }
    Ok(file)
}

fn is_crash_file(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with("crash-20") && name.ends_with("Z.txt")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_five_are_kept_and_other_files_left_alone() {
        let temp = tempfile::tempdir().unwrap();
        fs::write(temp.path().join("crash-notes.txt"), "mine").unwrap();
        for second in 0..8 {
            keep(temp.path(), Timestamp::from_second(1_800_000_000 + second).unwrap(), "x").unwrap();
        }
        let mut names: Vec<_> =
            fs::read_dir(temp.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        assert_eq!(names.len(), 6, "{names:?}");
        assert_eq!(names[0], "crash-20270115T080003.000000000Z.txt");
        assert_eq!(names[5], "crash-notes.txt");
    }
}
