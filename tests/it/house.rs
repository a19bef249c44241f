//! The house from the street: what lies at the top level, the two commands, licences, and lints with their reasons.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a file that cannot be read is the test's report")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a visitor sees first. A new entry has to be worth that place.
const TOP_LEVEL: &[&str] = &[
    ".ci",
    ".gitignore",
    "ARCHITECTURE.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "assets",
    "benches",
    "build.rs",
    "check",
    "clippy.toml",
    "demo",
    "deny.toml",
    "rust-toolchain.toml",
    "rustfmt.toml",
    "src",
    "tests",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn read(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_else(|fault| panic!("{file}: {fault}"))
}

/// The files under version control; none where this is no checkout.
fn tracked_files() -> Vec<String> {
    let git = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output();
    let listed = git.ok().filter(|out| out.status.success()).map(|out| out.stdout).unwrap_or_default();
    String::from_utf8(listed).unwrap().split('\0').filter(|file| !file.is_empty()).map(str::to_owned).collect()
}

#[test]
fn the_top_level_holds_what_a_visitor_looks_for_and_nothing_else() {
    for file in tracked_files() {
        let entry = file.split('/').next().unwrap();
        assert!(TOP_LEVEL.contains(&entry), "{file}: {entry} does not belong at the top level");
    }
}

#[test]
fn the_readme_offers_two_commands_and_both_are_there() {
    let readme = read("README.md");
    let commands: Vec<_> = readme.lines().map(str::trim).filter(|line| line.starts_with("./")).collect();
    assert_eq!(commands, ["./demo", "./check"]);
}

#[cfg(unix)]
#[test]
fn scripts_can_be_run_and_stop_at_the_first_fault() {
    use std::os::unix::fs::PermissionsExt;
    for script in ["demo", "check", ".ci/run"] {
        let mode = fs::metadata(root().join(script)).unwrap().permissions().mode();
        assert_eq!(mode & 0o111, 0o111, "{script} cannot be run");
        let text = read(script);
        assert!(text.starts_with("#!/usr/bin/env bash\n# "), "{script} does not say what it is");
        assert!(text.contains("\nset -euo pipefail\n"), "{script} would go on after a fault");
        let checked = Command::new("bash").arg("-n").arg(root().join(script)).status().unwrap();
        assert!(checked.success(), "{script}");
    }
}

#[test]
fn the_last_thing_a_check_of_everything_does_is_running_the_tests() {
    let run = read(".ci/run");
    assert_eq!(run.lines().last(), Some("exec ./check"));
    for step in ["cargo fmt --check", "cargo clippy", "-D warnings", "cargo doc", "cargo deny"] {
        assert!(run.contains(step), "{step}");
    }
}

#[test]
fn the_crate_is_under_both_licences_and_says_so() {
    let manifest: toml::Table = read("Cargo.toml").parse().unwrap();
    assert_eq!(manifest["package"]["license"].as_str(), Some("MIT OR Apache-2.0"));
    assert!(read("LICENSE-MIT").starts_with("MIT License\n"));
    assert!(read("LICENSE-APACHE").contains("Version 2.0, January 2004"));
    let readme = read("README.md");
    assert!(readme.contains("LICENSE-MIT") && readme.contains("LICENSE-APACHE"));
}

#[test]
fn the_pinned_toolchain_is_the_oldest_that_is_promised() {
    let manifest: toml::Table = read("Cargo.toml").parse().unwrap();
    let pinned: toml::Table = read("rust-toolchain.toml").parse().unwrap();
    let promised = manifest["package"]["rust-version"].as_str().unwrap();
    let channel = pinned["toolchain"]["channel"].as_str().unwrap();
    assert!(channel.starts_with(promised), "{channel} is pinned, {promised} is promised");
    assert!(read(".ci/prepare.sh").contains(channel), "the hint in .ci/prepare.sh names another version");
}

#[test]
fn every_lint_has_its_reason_beside_it() {
    let manifest = read("Cargo.toml");
    let mut seen = 0;
    let mut inside = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.starts_with("[lints.");
        } else if inside && line.contains(" = ") {
            seen += 1;
            let reason = line.split_once('#').map(|(_, reason)| reason.trim()).unwrap_or_default();
            assert!(!reason.is_empty(), "no reason: {line}");
        }
    }
    assert!(seen > 5, "the lints are gone");
}

#[test]
fn every_crate_that_comes_twice_has_its_reason() {
    let deny: toml::Table = read("deny.toml").parse().unwrap();
    for skipped in deny["bans"]["skip"].as_array().unwrap() {
        assert!(skipped.get("reason").and_then(toml::Value::as_str).is_some_and(|why| why.len() > 5), "{skipped}");
    }
    assert_eq!(deny["bans"]["multiple-versions"].as_str(), Some("deny"));
    assert_eq!(deny["sources"]["unknown-registry"].as_str(), Some("deny"));
    assert_eq!(deny["sources"]["unknown-git"].as_str(), Some("deny"));
}

#[test]
fn no_file_remembers_the_machine_it_was_written_on() {
    // Put together here, so that this file does not find itself.
    let machine_paths = [concat!("/ro", "ot/"), concat!("/wo", "rk/")];
    for file in tracked_files() {
        // Pictures and fonts are no text; a file that was just removed is still listed.
        let Ok(text) = fs::read_to_string(root().join(&file)) else { continue };
        for path in machine_paths {
            assert!(!text.contains(path), "{file} names {path}");
        }
    }
}
