//! Tells a release its commit and day, for `leadline --version`.
//!
//! Only a release: in everyday builds each commit would compile the crate anew for two words that nobody reads there.
//! `LEADLINE_COMMIT` and `LEADLINE_BUILD_DATE` say it instead where there is no git, as in a packager's build;
//! `SOURCE_DATE_EPOCH` makes the day repeatable.

#![allow(clippy::print_stdout, reason = "that is how a build script speaks to cargo")]

use std::env::{self, VarError};
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

const SECONDS_A_DAY: u64 = 24 * 60 * 60;

fn main() {
    // Without such a line cargo would run this again for every changed file.
    println!("cargo::rerun-if-changed=build.rs");
    for name in ["LEADLINE_COMMIT", "LEADLINE_BUILD_DATE", "SOURCE_DATE_EPOCH"] {
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
    if not_given("LEADLINE_BUILD_DATE") {
        let given = env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
        let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        println!("cargo::rustc-env=LEADLINE_BUILD_DATE={}", day(given.unwrap_or_else(now) / SECONDS_A_DAY));
    }
}

/// What git answers; `None` without git or outside a working tree.
fn git(arguments: &[&str]) -> Option<String> {
    let answer = Command::new("git").args(arguments).output().ok().filter(|answer| answer.status.success())?;
    let text = String::from_utf8(answer.stdout).ok()?.trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// The UTC date of a day counted from 1970-01-01.
fn day(mut left: u64) -> String {
    let leap = |year: u64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let mut year = 1970;
    while left >= 365 + u64::from(leap(year)) {
        left -= 365 + u64::from(leap(year));
        year += 1;
    }
    let lengths = [31, 28 + u64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while left >= lengths[month] {
        left -= lengths[month];
        month += 1;
    }
    format!("{year}-{:02}-{:02}", month + 1, left + 1)
}
