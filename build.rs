//! Tells a release its commit and day, for `leadline --version`.
//!
//! Only a release: in everyday builds each commit would compile the crate anew for two words that nobody reads there.
//! `LEADLINE_COMMIT` and `LEADLINE_BUILD_DATE` say it instead where there is no git, as in a packager's build.

#![allow(clippy::print_stdout, reason = "that is how a build script speaks to cargo")]

use std::env::{self, VarError};
use std::process::Command;

fn main() {
    // Without such a line cargo would run this again for every changed file.
    println!("cargo::rerun-if-changed=build.rs");
    for name in ["LEADLINE_COMMIT", "LEADLINE_BUILD_DATE"] {
        println!("cargo::rerun-if-env-changed={name}");
    }
    if env::var("PROFILE").as_deref() != Ok("release") {
        return;
    }
    // A source package may lie in somebody else's working tree, whose commit is not ours.
    let git = |arguments: &[&str]| git(&["ls-files", "build.rs"]).and_then(|_| git(arguments));
    // Grows with every commit and checkout of this working tree.
    if let Some(log) = git(&["rev-parse", "--git-path", "logs/HEAD"]) {
        println!("cargo::rerun-if-changed={log}");
    }
    let not_given = |name: &str| env::var(name) == Err(VarError::NotPresent);
    if not_given("LEADLINE_COMMIT")
        && let Some(commit) = git(&["rev-parse", "--short=12", "HEAD"])
    {
        println!("cargo::rustc-env=LEADLINE_COMMIT={commit}");
    }
    // The commit's own day: the same commit builds the same program.
    if not_given("LEADLINE_BUILD_DATE")
        && let Some(day) = git(&["show", "--no-patch", "--format=%cs", "HEAD"])
    {
        println!("cargo::rustc-env=LEADLINE_BUILD_DATE={day}");
    }
}

/// What git answers; `None` without git or outside a working tree.
fn git(arguments: &[&str]) -> Option<String> {
    let answer = Command::new("git").args(arguments).output().ok().filter(|answer| answer.status.success())?;
    let text = String::from_utf8(answer.stdout).ok()?.trim().to_owned();
    (!text.is_empty()).then_some(text)
}
