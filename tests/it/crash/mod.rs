//! Pulling the plug on the computer, and disks that fail: what was acknowledged is there afterwards.
//!
//! A small library in C (`shim.c`) is preloaded into a child: this test binary again, or the program itself. It tells
//! every operation below one folder and lets some of them fail. `told` reads what it told, `disk` is a disk that forgets
//! what nobody asked it to keep. `power` and `creation` cut the power there, `failing` and `half` let operations fail.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "here a panic is the report")]
#![allow(clippy::print_stdout, reason = "a test that fails says its seed; a child says what it acknowledged")]

mod creation;
mod disk;
mod failing;
mod half;
mod power;
mod told;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use disk::Disk;
use told::Op;

use crate::support::dice::Dice;

/// Seconds after which a child is killed.
const BOUND_SECS: &str = "280";

/// Where a child is to work; without it, it is no child.
const CHILD_IN: &str = "LEADLINE_TEST_CHILD_IN";

/// A place with the built library, a folder that it watches, and room for what it tells.
struct Bench {
    place: TempDir,
}

impl Bench {
    fn new() -> Self {
        let place = tempfile::Builder::new().prefix("ll-").tempdir().unwrap();
        let bench = Self { place };
        std::fs::create_dir(bench.folder()).unwrap();
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/crash/shim.c");
        let mut compiler = Command::new("cc");
        compiler.args(["-O1", "-shared", "-fPIC", "-pthread", "-o"]).arg(bench.library()).arg(source);
        assert!(compiler.status().expect("a C compiler, which SQLCipher needs too").success());
        bench
    }

    fn at(&self, name: &str) -> PathBuf {
        self.place.path().canonicalize().unwrap().join(name)
    }

    fn library(&self) -> PathBuf {
        self.at("shim.so")
    }

    /// What is watched where nothing else is said.
    fn folder(&self) -> PathBuf {
        self.at("folder")
    }

    /// What is to fail.
    fn failing(&self) -> Failing {
        Failing(self.at("failing"))
    }

    /// Preloads the library into that command.
    fn preload<'c>(&self, command: &'c mut Command, folder: &Path) -> &'c mut Command {
        command
            .env("LD_PRELOAD", self.library())
            .env("LEADLINE_SHIM_FOLDER", folder)
            .env("LEADLINE_SHIM_FAIL", self.failing().0)
    }

    /// This test binary, to run the test of that name as a child, its temporary folders below the watched one.
    fn child(&self, test: &str) -> Command {
        let mut child = Command::new("timeout");
        child.args(["--kill-after=2", BOUND_SECS]).arg(std::env::current_exe().unwrap());
        child.args([&format!("crash::{test}"), "--exact", "--nocapture", "--test-threads=1"]);
        child.env(CHILD_IN, self.folder()).env("TMPDIR", self.folder()).stdin(Stdio::null());
        self.preload(&mut child, &self.folder());
        child
    }

    /// Runs such a child to its end, from this disk on, and gives all that it did.
    fn told_by(&self, child: &mut Command) -> (Disk, Vec<Op>) {
        let before = Disk::of_folder(&self.folder());
        let log = self.at("told");
        let ran = child.env("LEADLINE_SHIM_LOG", &log).output().unwrap();
        assert!(
            ran.status.success(),
            "{}{}",
            String::from_utf8_lossy(&ran.stdout),
            String::from_utf8_lossy(&ran.stderr)
        );
        let ops = told::read(&std::fs::read(&log).unwrap());
        // What was told is the whole truth: it leads to what is there.
        let mut disk = before.clone();
        ops.iter().for_each(|op| disk.does(op));
        let (there, told) = (Disk::of_folder(&self.folder()).as_it_is(), disk.as_it_is());
        let names = |files: &disk::Files| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&told), names(&there), "files that nobody told of");
        for (name, bytes) in &there {
            assert!(told[name] == *bytes, "{name} is not as it was told");
        }
        (before, ops)
    }
}

/// The file that says which operations fail; see `shim.c`.
struct Failing(PathBuf);

impl Failing {
    /// In a child of [`Bench::child`].
    fn of_child() -> Self {
        Self(std::env::var_os("LEADLINE_SHIM_FAIL").unwrap().into())
    }

    /// From now on some operations fail, as the dice have it; gives how.
    fn begin(&self, dice: &mut Dice, turn: u64) -> String {
        // Linux's numbers of a failing disk and a full one.
        let error = dice.pick(&[5, 28]);
        // Writes, fsyncs, changes of length, new files; or all of them.
        let kinds = dice.pick(&["w", "s", "ws", "t", "cwstru"]);
        let (first, count) = (1 + dice.below(30), dice.pick(&[0, 0, 1, 5]));
        let how = format!("{error} {kinds} {first} {count} {turn}");
        std::fs::write(&self.0, &how).unwrap();
        how
    }

    /// Nothing fails any more; whether anything did.
    fn end(&self) -> bool {
        std::fs::remove_file(&self.0).unwrap();
        std::fs::remove_file(self.0.with_extension("met")).is_ok()
    }
}

/// Puts these files into a new folder.
fn laid_out(files: &disk::Files) -> TempDir {
    let place = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let file = place.path().join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }
    place
}
