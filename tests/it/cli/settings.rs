//! The settings file from outside: named but missing, with certificates that are none, with an account taken out.

use std::io::{Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::PermissionsExt as _;

use leadline::sandbox::SandboxOptions;
use serde_json::json;

use super::{Holder, database, few, text, uuids};
use crate::support::program::{ACCOUNT, Program, settings, wait_for};

#[test]
fn a_settings_file_that_is_named_and_missing_is_wrong_usage_and_the_usual_one_may_be_missing() {
    let program = Program::start();
    program.run(&["leads"]).ok();
    program.run(&["config", "check"]).ok();
    let missing = program.session.dir().join("not-there.toml");
    let missing = missing.to_str().unwrap();
    for command in [&["leads"][..], &["sync"], &["credential", "list"], &["config", "check"], &["config", "show"], &[]]
    {
        let named = program.run(&[command, &["--config", missing]].concat()).refused(2, missing);
        assert!(named.err.contains("is not there"), "{}", named.err);
        program.run_in(&[("LEADLINE_CONFIG", missing)], command).refused(2, missing);
    }
    let path = program.run(&["config", "path", "--config", missing]).ok();
    assert_eq!(path.out.trim_end(), missing);
    assert!(!std::path::Path::new(missing).exists());
}

#[test]
fn a_file_of_certificates_that_cannot_be_used_is_found_by_the_check_with_its_line() {
    let program = Program::start();
    let dir = program.session.dir();
    let file = |name: &str, content: &str| {
        let file = dir.join(name);
        std::fs::write(&file, content).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let absent = dir.join("absent.pem").to_str().unwrap().to_owned();
    let hollow = "-----BEGIN CERTIFICATE-----\nbm8gY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n";
    let broken = "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n";
    for (ca_file, why) in [
        (absent, "ca_file cannot be read"),
        (dir.to_str().unwrap().to_owned(), "ca_file cannot be read"),
        (file("empty.pem", ""), "ca_file holds no certificate"),
        (file("words.pem", "hello"), "ca_file holds no certificate"),
        (file("broken.pem", broken), "ca_file holds no certificate"),
        (file("hollow.pem", hollow), "ca_file"),
    ] {
        program.configure(&format!("[me]\nname = \"Mira\"\n\n[network]\nproxy = \"none\"\nca_file = \"{ca_file}\"\n"));
        let checked = program.run(&["config", "check"]).with(2);
        assert!(checked.out.contains(":6: error: ") && checked.out.contains(why), "{ca_file}: {}", checked.out);
        program.run(&["sync"]).refused(2, "ca_file");
    }
    program.configure("[network]\nca_file = \"\"\n");
    program.run(&["config", "check"]).ok();
}

#[test]
fn leads_of_an_account_that_was_taken_out_of_the_settings_keep_everything_that_was_read() {
    let (program, sandbox) = Program::with_sandbox(SandboxOptions { leads: 60, ..few() });
    let rich = |lead: &&serde_json::Value| {
        ["notes", "attributes", "tags"].iter().all(|list| lead[list].as_array().is_some_and(|list| !list.is_empty()))
    };
    let before = program.leads("");
    let lead = before.iter().find(rich).expect("somebody has notes, tags and attributes");
    let id = text(&lead["id"]);
    program.configure("");
    let after = program.run(&["show", id, "--json"]).ok().json();
    assert_eq!(&after, lead);
    assert_eq!(program.leads(""), before);
    let sheet = program.run(&["show", id]).ok();
    assert!(sheet.out.contains("main-bot (no longer in the settings)"), "{}", sheet.out);
    let note = text(&lead["notes"][0]["title"]);
    assert!(note.is_empty() || sheet.out.contains(note), "{}", sheet.out);
    let table = program.run(&["leads"]).ok();
    assert!(table.err.contains("The account “main-bot” is no longer in the settings"), "{}", table.err);
    // And back again.
    program.configure(&settings(&sandbox.describe(), ""));
    assert!(!program.run(&["leads"]).ok().err.contains("no longer in the settings"));
}

#[test]
fn a_lead_that_cannot_be_read_from_the_database_is_said_and_the_others_are_there() {
    let (program, _sandbox) = Program::with_sandbox(few());
    let all = program.leads("").len();
    // A page of records that the disk lost: the list itself lies on others.
    let bare = database(&program);
    let leaf = "SELECT max(pageno) FROM dbstat WHERE name = 'leads_cold' AND pagetype = 'leaf'";
    let page: u32 = bare.query_row(leaf, [], |row| row.get(0)).unwrap();
    let size = "SELECT pgsize FROM dbstat WHERE pageno = 1";
    let size: u32 = bare.query_row(size, [], |row| row.get(0)).unwrap();
    bare.close().unwrap();
    let file = program.database_dir().join("leadline.db");
    let mut file = std::fs::OpenOptions::new().write(true).open(file).unwrap();
    file.seek(SeekFrom::Start(u64::from((page - 1) * size + 100))).unwrap();
    file.write_all(&[0x55; 64]).unwrap();
    drop(file);
    for format in ["json", "csv", "table"] {
        let listed = program.run(&["leads", "--format", format]).with(1);
        let (count, _) =
            listed.err.split_once(" could not be read from the database: ").unwrap_or_else(|| panic!("{}", listed.err));
        let count = count.lines().last().and_then(|line| line.split(' ').next()?.parse::<usize>().ok()).unwrap();
        assert!(count > 0 && count < all, "{}", listed.err);
        if format == "json" {
            assert_eq!(listed.json().as_array().unwrap().len(), all - count);
        }
    }
}

#[test]
fn a_lead_that_is_gone_is_marked_in_json_and_only_then() {
    let (program, sandbox) = Program::with_sandbox(few());
    assert!(program.leads("").iter().all(|lead| lead.get("gone").is_none()));
    let uuid = &uuids(&program)[0];
    sandbox.remove(uuid).unwrap();
    program.run(&["sync", "--full"]).ok();
    program.run(&["sync", "--full"]).ok();
    let gone: Vec<_> = program.leads("").into_iter().filter(|lead| lead.get("gone").is_some()).collect();
    assert_eq!(gone.len(), 1, "{gone:?}");
    assert_eq!((&gone[0]["uuid"], &gone[0]["gone"]), (&json!(uuid), &json!(true)));
    let shown = program.run(&["show", uuid, "--json"]).ok().json();
    assert_eq!(shown["gone"], true);
}

#[test]
fn blanks_around_a_credential_are_kept_and_pointed_out_without_the_value() {
    let program = Program::start();
    let description = leadline::sandbox::Sandbox::start(few()).unwrap().describe();
    program.configure(&settings(&description, ""));
    let stored = program.run_with(&["credential", "set", ACCOUNT], "token=hunter2 \r\n").ok();
    assert!(stored.err.contains("begins or ends with a blank, which was kept"), "{}", stored.err);
    assert!(!stored.err.contains("hunter2"));
    let stored = program.run_with(&["credential", "set", ACCOUNT], "token=hunter2\n").ok();
    assert!(!stored.err.contains("blank"), "{}", stored.err);
}

#[test]
fn the_doctor_tells_versions_system_who_else_runs_and_files_that_others_can_read() {
    let (program, sandbox) = Program::with_sandbox(few());
    std::fs::set_permissions(program.config_file(), std::fs::Permissions::from_mode(0o644)).unwrap();
    let findings = |program: &Program| {
        let looked = program.run(&["doctor", "--json"]).ok().json();
        let found = looked["findings"].as_array().unwrap().clone();
        move |name: &str| {
            let found = found.iter().find(|found| found["name"] == name).unwrap_or_else(|| panic!("{name}: {found:?}"));
            (text(&found["state"]).to_owned(), text(&found["detail"]).to_owned())
        }
    };
    let found = findings(&program);
    assert!(found("version").1.starts_with(env!("CARGO_PKG_VERSION")));
    assert!(
        found("system").1.contains("SQLite 3.") && found("system").1.contains("SQLCipher 4."),
        "{:?}",
        found("system")
    );
    assert_eq!(found("keychain"), ("ok".to_owned(), "answers".to_owned()));
    assert_eq!(found("running").1, "no other Leadline has the profile open");
    assert_eq!(found("settings file").0, "warn");
    assert!(found("settings").1.ends_with(": 1 account (rayzing)"), "{:?}", found("settings"));
    for name in ["database folder", "state folder", "runtime folder", "tls", "proxy", "clock", "display", "database"] {
        assert!(!found(name).1.is_empty());
    }
    let holder = Holder::start(&program, &sandbox);
    wait_for("its socket", || program.session.dir().join("run/leadline/default.sock").exists());
    let found = findings(&program);
    assert!(found("running").1.contains(&format!("(process {})", holder.0.id())), "{:?}", found("running"));
    assert!(found("running").1.ends_with("it takes commands"), "{:?}", found("running"));
    assert_eq!(found("database").0, "warn");
    let missing = program.run(&["doctor", "--config", "/not/there.toml"]).with(2);
    assert!(missing.out.contains("is not there"), "{}", missing.out);
}
