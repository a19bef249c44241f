//! A panic: it leaves a report, and nothing of what was being worked on.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use leadline::paths::{PathOptions, Paths};

const AS_CHILD: &str = "LEADLINE_TEST_PANICS_IN";
const CANARY: &str = "Quetzalina Zarathustra";

fn paths(dir: PathBuf) -> Paths {
    Paths::resolve(&PathOptions { data_dir: Some(dir.clone()), config: Some(dir), ..PathOptions::default() }).unwrap()
}

/// Not a test of its own: what the child of the test below runs.
#[test]
fn child_that_panics() {
    let Some(dir) = std::env::var_os(AS_CHILD) else { return };
    leadline::log::keep_crashes(&paths(dir.into()), "0.0.0 (test)");
    let ended = std::thread::Builder::new().name("engine".into()).spawn(|| panic!("{CANARY}")).unwrap().join();
    assert!(ended.is_err());
    // In the middle of a letter: the library's own message quotes the text.
    let name = format!("{CANARY} é");
    let _ = &name[..name.len() - 1];
}

#[test]
fn a_panic_is_reported_without_what_was_being_worked_on() {
    let temp = tempfile::tempdir().unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["cli::faults_of_ours::child_that_panics", "--exact", "--nocapture", "--test-threads=1"]);
    let ran = child.env(AS_CHILD, temp.path()).stdin(Stdio::null()).output().unwrap();
    assert!(!ran.status.success());
    let said = String::from_utf8(ran.stderr).unwrap();
    let met: Vec<&str> = said.lines().filter(|line| line.starts_with("leadline: Leadline met a fault")).collect();
    assert_eq!(met.len(), 2, "{said}");
    assert!(met[0].contains("faults_of_ours.rs:") && met[0].contains("What was acknowledged is kept."), "{said}");
    let state = paths(temp.path().to_owned()).state_dir;
    let files: Vec<PathBuf> = fs::read_dir(state).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 2, "{files:?}");
    for file in &files {
        assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let reports: String = files.iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    for word in ["Leadline 0.0.0 (test)", "thread engine", "child_that_panics"] {
        assert!(reports.contains(word), "{word} is not in {reports}");
    }
    for text in [&said, &reports] {
        assert!(!text.contains("Quetzalina") && !text.contains("Zarathustra"), "{text}");
    }
}
