//! Plants what is forbidden, in every spelling, and what is allowed, and looks whether the walls know the difference.

use super::rules::check;

/// File, source, and a part of what has to be said.
const CAUGHT: &[(&str, &str, &str)] = &[
    // Every spelling of one forbidden path.
    ("src/ui/list.rs", "use crate::store::Store;", "ui may not name store"),
    ("src/ui/list.rs", "use crate::{domain, store};", "ui may not name store"),
    ("src/ui/list.rs", "use crate::{domain::{lead, ids}, bridge, store::{self, Store}};", "ui may not name store"),
    ("src/ui/list.rs", "use crate::store as shelf;", "ui may not name store"),
    ("src/ui/list.rs", "pub(crate) use crate::store::*;", "ui may not name store"),
    ("src/ui/list.rs", "fn f() { crate::store::open(); }", "ui may not name store"),
    ("src/ui/list.rs", "fn f(s: &crate :: store\n:: Store) {}", "ui may not name store"),
    ("src/ui/list.rs", "fn f() -> Option<Vec<crate::store::Row>> { None }", "ui may not name store"),
    ("src/ui/list.rs", "fn f() { super::super::store::open(); }", "ui may not name store"),
    ("src/ui/list.rs", "use super::super::store;", "ui may not name store"),
    ("src/ui/mod.rs", "use super::store;", "ui may not name store"),
    ("src/ui/widgets/mod.rs", "use super::super::{theme, store};", "ui may not name store"),
    ("src/ui/list.rs", "mod tests { use super::super::super::store; }", "ui may not name store"),
    ("src/ui/list.rs", "fn f() { self::super::super::store::open() }", "ui may not name store"),
    ("src/ui/list.rs", "use r#crate::store;", "ui may not name store"),
    ("src/ui/list.rs", "macro_rules! m { () => { $crate::store::open() } }", "ui may not name store"),
    ("src/ui/list.rs", "use leadline::store::Store;", "ui may not name store"),
    ("src/ui/list.rs", "fn f() { ::leadline::store::open() }", "ui may not name store"),
    ("src/ui/list.rs", "#[serde(with = \"crate::store::times\")] struct S;", "ui may not name store"),
    (
        "src/ui/list.rs",
        "#[cfg_attr(a, serde(with = \"crate::store::x\", rename = \"b\"))] struct S;",
        "ui may not name store",
    ),
    ("src/ui/list.rs", "const C: char = '\"'; use crate::store; const D: char = '\"';", "ui may not name store"),
    ("src/ui/list.rs", "fn f<'a>(x: &'a str) { crate::store::open(x) }", "ui may not name store"),
    // Ways round the wall.
    ("src/ui/list.rs", "use crate as house;", "no room"),
    ("src/ui/list.rs", "use crate::{self as house};", "no room"),
    ("src/ui/list.rs", "use super::super as house;", "no room"),
    ("src/ui/list.rs", "use crate::*;", "no room"),
    ("src/ui/list.rs", "use crate::Store;", "no room"),
    ("src/lib.rs", "pub use crate::store::Store;", "lib.rs lets store out"),
    ("src/lib.rs", "pub use self::store::Store;", "lib.rs lets store out"),
    ("src/ui/list.rs", "extern crate rusqlite as db;", "extern crate"),
    ("src/ui/list.rs", "#[path = \"../store/mod.rs\"] mod shelf;", "#[path]"),
    ("src/ui/list.rs", "include!(\"../store/mod.rs\");", "include!"),
    // Every wall.
    ("src/ui/list.rs", "use crate::engine::Engine;", "ui may not name engine"),
    ("src/ui/list.rs", "use crate::vendors::http;", "ui may not name vendors"),
    ("src/ui/list.rs", "use crate::secrets::Secret;", "ui may not name secrets"),
    ("src/ui/list.rs", "use crate::config::Config;", "ui may not name config"),
    ("src/ui/list.rs", "use crate::search::Index;", "ui may name only Row"),
    ("src/bridge/snapshot.rs", "use crate::search::{Rows, index};", "bridge may name only Row"),
    ("src/ui/list.rs", "#[cfg_attr(unix, path = \"../store/mod.rs\")] mod shelf;", "#[path]"),
    ("src/app.rs", "use crate::engine::Engine;", "app may not name engine"),
    ("src/cli/edit.rs", "use crate::engine::Engine;", "cli may not name engine"),
    ("src/cli/edit.rs", "use crate::store::Store;", "cli may not name store"),
    ("src/cli/edit.rs", "use crate::ui::text;", "cli may not name ui"),
    ("src/engine/plan.rs", "use crate::ui::text;", "engine may not name ui"),
    ("src/engine/plan.rs", "use crate::sandbox::Sandbox;", "engine may not name sandbox"),
    ("src/store/leads.rs", "use crate::vendors::VendorName;", "store may not name vendors"),
    ("src/store/leads.rs", "use crate::secrets::Secret;", "store may not name secrets"),
    ("src/search/mod.rs", "use crate::store::Store;", "search may not name store"),
    ("src/vendors/http.rs", "use crate::store::Store;", "vendors may not name store"),
    (
        "src/vendors/http.rs",
        "use crate::secrets::SecretStore;",
        "vendors may name only AccountCredentials, Secret of secrets",
    ),
    ("src/vendors/http.rs", "use crate::secrets::*;", "vendors may name only AccountCredentials, Secret of secrets"),
    ("src/vendors/http.rs", "use crate::config::Config;", "vendors may name only AccountSettings"),
    ("src/config/mod.rs", "use crate::vendors::http::Sender;", "config may name only spec"),
    ("src/config/mod.rs", "use crate::vendors;", "config may name only spec"),
    ("src/bridge/command.rs", "use crate::engine::Engine;", "bridge may not name engine"),
    ("src/bridge/command.rs", "use crate::store::Row;", "bridge may not name store"),
    ("src/sandbox/mod.rs", "use crate::vendors::spec::VendorName;", "sandbox may not name vendors"),
    ("src/theme/mod.rs", "use crate::ui::text;", "theme may not name ui"),
    ("src/domain/lead.rs", "use crate::paths;", "domain may not name paths"),
    ("src/domain/lead.rs", "use crate::theme::Colour;", "domain may not name theme"),
    ("src/paths.rs", "use crate::config::Config;", "paths may not name config"),
    ("src/log.rs", "use crate::store::Store;", "log may not name store"),
    // One outside library, one home.
    ("src/engine/mod.rs", "use rusqlite::Connection;", "rusqlite lives in store/"),
    ("src/engine/mod.rs", "use rusqlite as db;", "rusqlite lives in store/"),
    ("src/engine/mod.rs", "use {log::warn, rusqlite::{self, Row}};", "rusqlite lives in store/"),
    ("src/engine/mod.rs", "fn f(c: &rusqlite::Connection) {}", "rusqlite lives in store/"),
    ("src/engine/mod.rs", "fn f(c: &::rusqlite::Connection) {}", "rusqlite lives in store/"),
    ("src/vendors/mod.rs", "use reqwest::Client;", "reqwest lives in"),
    ("src/engine/mod.rs", "use keyring_core::Entry;", "keyring_core lives in"),
    ("src/domain/lead.rs", "use egui::Color32;", "egui lives in"),
    ("src/vendors/http.rs", "fn f(c: &egui::Context) {}", "egui lives in"),
    ("src/store/mod.rs", "use eframe::egui;", "eframe lives in"),
    ("src/engine/mod.rs", "use egui::Context;", "egui lives in"),
    ("src/search/mod.rs", "use egui::Context;", "egui lives in"),
    ("src/vendors/auth.rs", "use hyper::Request;", "hyper lives in"),
    ("src/engine/mod.rs", "use anyhow::Result;", "anyhow lives in"),
    // A vendor's name stands in its folder and the registry.
    ("src/ui/text.rs", "const TITLE: &str = \"Rayzing\";", "names rayzing"),
    ("src/engine/plan.rs", "fn is_rayzing() {}", "names rayzing"),
    ("src/engine/plan.rs", "struct RayzingPass;", "names rayzing"),
    ("src/cli/record.rs", "const TARGETS: &str = \"--to ray,others\";", "names ray"),
    ("src/engine/plan.rs", "struct RayEvent;", "names ray"),
    ("src/engine/plan.rs", "fn send_mxo() {}", "names mxo"),
    ("src/engine/plan.rs", "const VENDOR: &str = \"releva\";", "names releva"),
    ("src/vendors/ray/mod.rs", "const OTHER: &str = \"capillary\";", "names capillary"),
    ("src/vendors/http.rs", "fn pace() { if name == \"rayzing\" {} }", "names rayzing"),
    ("src/ui/capillary_panel.rs", "", "names capillary"),
    ("src/main.rs", "const DEMO: &str = r#\"vendor = \"mxo\"\"#;", "names mxo"),
    // The window.
    ("src/ui/list.rs", "use std::sync::Mutex;", "Mutex"),
    ("src/ui/list.rs", "static mut LAST: u32 = 0;", "static: the window"),
    ("src/ui/list.rs", "static LAST: std::sync::OnceLock<u32> = std::sync::OnceLock::new();", "OnceLock"),
    ("src/ui/list.rs", "static LAST: AtomicU32 = AtomicU32::new(0);", "AtomicU32"),
    ("src/ui/list.rs", "thread_local! { static A: u8 = 0; }", "thread_local"),
    ("src/ui/list.rs", "let red = Color32::from_rgb(255, 0, 0);", "colour by hue"),
    ("src/ui/list.rs", "let red = egui::Color32::RED;", "colour by hue"),
    ("src/app.rs", "let grey = Color32::from_gray(7);", "colour by hue"),
    ("src/app.rs", "let red = Color32::from_rgba_unmultiplied(1, 2, 3, 4);", "colour by hue"),
    ("src/ui/list.rs", "const RED: &str = \"#ff0000\";", "colour by hue"),
    // Plain rules.
    ("src/engine/helpers.rs", "", "says nothing"),
    ("src/engine/common/mod.rs", "", "says nothing"),
    ("tests/it/cli.rs", "fn f() { std::thread::sleep(SECOND); }", "sleeps"),
    ("tests/it/cli.rs", "use std::thread::sleep as nap;", "sleeps"),
    ("src/config/tests.rs", "fn f() { thread::sleep(SECOND); }", "sleeps"),
    ("tests/it/cli.rs", "#[ignore] fn f() {}", "ignores a test"),
    ("tests/it/cli.rs", "#[ignore = \"slow\"] fn f() {}", "ignores a test"),
    ("tests/it/cli.rs", "#[cfg_attr(slow, ignore)] fn f() {}", "ignores a test"),
    ("src/log.rs", "#[allow(dead_code)] fn f() {}", "without a reason"),
    ("src/log.rs", "#![expect(dead_code)]", "without a reason"),
];

const LET_THROUGH: &[(&str, &str)] = &[
    ("src/ui/list.rs", "use crate::{bridge::snapshot::Snapshot, domain, search::{Row, view}, theme};"),
    ("src/ui/list.rs", "use super::widgets; use crate::ui::text;"),
    ("src/ui/list.rs", "mod tests { use super::*; use super::super::widgets; }"),
    ("src/ui/mod.rs", "pub mod list; pub use self::list::list_ui; use egui::Ui;"),
    ("src/ui/list.rs", "// crate::store is behind the wall\n/* use crate::store; /* nested */ */"),
    ("src/ui/list.rs", "const WORDS: &str = \"use crate::store; is forbidden\";"),
    ("src/ui/list.rs", "pub(crate) fn f() {} pub(super) fn g() {} pub(in crate::ui) fn h() {}"),
    ("src/ui/list.rs", "fn f() -> impl Sized + use<'_> { store.engine.rusqlite }"),
    ("src/ui/list.rs", "static KEYS: &[u8] = &[]; let none = Color32::TRANSPARENT;"),
    ("src/ui/list.rs", "let array = relevant(array); struct Array; fn xray_relevance() {}"),
    ("src/ui/list.rs", "const ANCHOR: &str = \"#123\"; // a Rayzing bot's lead"),
    ("src/theme/light.rs", "pub const ACCENT: Color32 = Color32::from_rgb(1, 2, 3); const C: &str = \"#ff0000\";"),
    ("src/app.rs", "use crate::{bridge, ui, theme}; use eframe::egui;"),
    ("src/cli/edit.rs", "use crate::{bridge::command::Command, domain::ids::LeadId}; use super::output;"),
    ("src/engine/mod.rs", "use crate::{bridge, config, domain, search, secrets, store, vendors};"),
    ("src/vendors/http.rs", "use crate::{config::AccountSettings, domain::ids, secrets::Secret}; use reqwest::Client;"),
    ("src/vendors/rayzing/spec.rs", "use crate::vendors::spec::VendorName; const NAME: &str = \"rayzing\";"),
    ("src/vendors/mxo/spec.rs", "const TITLE: &str = \"Medallia MXO\";"),
    ("src/vendors/mod.rs", "pub mod ray; pub mod releva; pub static REGISTRY: &[&str] = &[\"mxo\"];"),
    ("src/sandbox/rayzing.rs", "use crate::domain::ids; use hyper::Request; struct Rayzing;"),
    ("src/config/mod.rs", "use crate::vendors::{REGISTRY, find, spec::VendorSpec};"),
    ("src/store/mod.rs", "use rusqlite::Connection; use crate::domain::lead::Lead;"),
    ("src/secrets/keychain.rs", "use keyring_core::Entry; use crate::paths;"),
    ("src/main.rs", "use leadline::{app, cli, engine, sandbox, secrets, store}; use anyhow::Context;"),
    ("src/log.rs", "#[test] fn f() { quiet(&[\"leadline::engine\", \"hyper::proto\"]) }"),
    ("src/log.rs", "fn f() { log::warn!(\"x\") }"),
    ("src/log.rs", "#[allow(dead_code, reason = \"the next issue uses it\")] fn expect() {}"),
    ("src/paths.rs", "#[error(\"{}\", .path.display())] struct E { path: PathBuf }"),
    ("src/engine/mod.rs", "// TODO(#12): the rest"),
    ("tests/it/support/mod.rs", "fn poll() { std::thread::sleep(TICK); }"),
    ("tests/it/cli.rs", "use leadline::{store, ui, engine}; #[test] fn f() { ignore(); }"),
];

#[test]
fn what_is_forbidden_is_caught_in_every_spelling() {
    for (file, source, expected) in CAUGHT {
        let found = check(file, &format!("//! Planted.\n{source}\n"));
        assert!(found.iter().any(|what| what.contains(expected)), "{file}: {source}\n  gave {found:?}");
        assert!(found.iter().all(|what| what.starts_with(&format!("{file}:"))), "{found:?}");
    }
}

#[test]
fn what_is_allowed_passes() {
    for (file, source) in LET_THROUGH {
        let found = check(file, &format!("//! Planted.\n{source}\n"));
        assert_eq!(found, Vec::<String>::new(), "{file}: {source}");
    }
}

#[test]
fn an_open_end_and_a_missing_purpose_are_caught() {
    // Put together here, so that this file is not caught itself.
    for word in [concat!("TO", "DO"), concat!("TO", "DO(later)"), concat!("FIX", "ME"), concat!("TO", "DO(#x)")] {
        assert_eq!(check("src/log.rs", &format!("//! Planted.\n// {word}: more\n")).len(), 1, "{word}");
    }
    assert_eq!(check("src/log.rs", "fn f() {}\n").len(), 1);
    assert_eq!(check("src/log.rs", "\n//! Late.\n").len(), 1);
}

#[test]
fn the_line_of_a_finding_is_its_own() {
    let source = "//! Planted.\n/* two\nlines */ const T: &str = r#\"a\nb\"#;\nuse crate::store;\n";
    assert_eq!(check("src/ui/list.rs", source), ["src/ui/list.rs:5: ui may not name store"]);
}
