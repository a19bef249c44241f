//! Keeps the walls of the house: who may import whom, one home for each outside library, plain files.
//!
//! `walls` holds the rules as data, `rules` applies them, `scan` and `paths` read the source, `planted` proves that each
//! rule catches what it is for. A finding names file, line and rule; where the rule itself is wrong, change
//! `ARCHITECTURE.md` and `walls` together.

#![allow(clippy::unwrap_used, reason = "a file that cannot be read is the test's report")]

mod paths;
mod planted;
mod rules;
mod scan;
mod walls;

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_file_keeps_the_walls() {
    let mut found = Vec::new();
    for (file, text) in rust_files() {
        found.extend(rules::check(&file, &text));
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn files_are_small_rooms() {
    let mut lengths: Vec<_> = rust_files()
        .into_iter()
        .filter(|(file, _)| file.starts_with("src/"))
        .map(|(file, text)| (text.lines().count(), file))
        .collect();
    lengths.sort();
    let median = lengths[lengths.len() / 2].0;
    let (longest, file) = &lengths[lengths.len() - 1];
    println!("{} files in src, median length {median} lines, longest {longest} ({file})", lengths.len());
    assert!(median <= 200, "the median file has {median} lines");
}

/// Every Rust file of ours, its path from the crate's folder and its text.
fn rust_files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<PathBuf> = ["src", "tests", "benches"].map(|folder| root.join(folder)).into();
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                files.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}
