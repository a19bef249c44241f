//! Bad luck with files, databases and vendors: what is said, and that nothing is lost by it.

use std::fs;
use std::os::unix::fs::symlink;

use leadline::sandbox::{Sandbox, SandboxOptions};
use serde_json::json;

use super::{database, few, text, uuids};
use crate::support::program::{ACCOUNT, Program};

#[test]
fn a_data_folder_that_cannot_be_written_is_named_with_the_reason_and_the_way_out() {
    let program = Program::start();
    program.configure("");
    let dir = program.session.dir();
    let file = dir.join("a-file");
    fs::write(&file, "precious").unwrap();
    for place in [file.to_str().unwrap(), "/proc/leadline", "/dev/null/x"] {
        let refused = program.run(&["--data-dir", place, "leads"]).refused(7, place);
        assert!(refused.err.contains("--data-dir"), "{}", refused.err);
        program.run(&["--data-dir", place, "doctor"]).with(7);
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "precious");

    // Another file must not be written through a link.
    program.run(&["leads"]).ok();
    let database = program.database_dir().join("leadline.db");
    for (name, code) in [("leadline.db", 7), ("database.id", 7)] {
        let real = program.database_dir().join(name);
        let aside = dir.join("aside");
        fs::rename(&real, &aside).unwrap();
        symlink(&file, &real).unwrap();
        program.run(&["leads"]).refused(code, "");
        assert_eq!(fs::read_to_string(&file).unwrap(), "precious", "{name} was followed");
        fs::remove_file(&real).unwrap();
        fs::rename(&aside, &real).unwrap();
    }
    let lock = dir.join("run/leadline/default.lock");
    fs::remove_file(&lock).unwrap();
    symlink(&file, &lock).unwrap();
    program.run(&["leads"]).refused(7, "symbolic link");
    assert_eq!(fs::read_to_string(&file).unwrap(), "precious");
    fs::remove_file(&lock).unwrap();
    // A log that cannot be written is no reason not to work.
    fs::remove_file(program.log_file()).unwrap();
    symlink(&file, program.log_file()).unwrap();
    program.run(&["leads"]).ok();
    assert_eq!(fs::read_to_string(&file).unwrap(), "precious");
    assert!(database.is_file());
}

#[test]
fn a_newer_or_damaged_database_is_left_alone_and_said() {
    let (program, _sandbox) = Program::with_sandbox(few());
    program.run(&["edit", &uuids(&program)[0], "--name", "Kept"]).ok();
    let bare = database(&program);
    let version: i64 = bare.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    bare.pragma_update(None, "user_version", 99).unwrap();
    bare.close().unwrap();
    let file = program.database_dir().join("leadline.db");
    let newer = fs::read(&file).unwrap();
    program.run(&["leads"]).refused(7, "written by a newer Leadline (format 99");
    program.run(&["doctor"]).with(7);
    assert_eq!(fs::read(&file).unwrap(), newer, "a newer database was touched");
    database(&program).pragma_update(None, "user_version", version).unwrap();
    assert_eq!(program.outbox().len(), 1);

    let whole = fs::read(&file).unwrap();
    for (what, damaged) in [
        ("emptied", Vec::new()),
        ("cut", whole[..whole.len() / 2].to_vec()),
        ("no database", b"not a database at all".repeat(1_000)),
        ("zeroes", vec![0; whole.len()]),
    ] {
        fs::write(&file, &damaged).unwrap();
        program.run(&["leads"]).refused(7, "database");
        program.run(&["doctor"]).with(7);
        assert_eq!(fs::read(&file).unwrap(), damaged, "{what}: it was touched");
    }
    fs::write(&file, &whole).unwrap();
    assert_eq!(program.outbox().len(), 1);
    // Gone altogether: a new one is made, with the key that its name is kept for or a new one.
    fs::rename(&file, file.with_extension("aside")).unwrap();
    assert_eq!(program.outbox().len(), 0);
}

#[test]
fn a_record_that_cannot_be_read_is_named_and_the_others_are_there() {
    let program = Program::start();
    let sandbox = Sandbox::start(SandboxOptions { malformed: 9, page_size: 60, ..few() }).unwrap();
    program.connect(&sandbox.describe());
    let synced = program.run(&["sync", "--json"]).ok();
    let report = &synced.json()["accounts"][0];
    let skipped = report["skipped"].as_array().unwrap();
    assert!(!skipped.is_empty() && report.get("failure").is_none(), "{report}");
    assert!(skipped.iter().any(|record| record["remote_id"].is_string()), "{report}");
    assert!(skipped.iter().all(|record| record["why"].as_str().is_some_and(|why| !why.is_empty())), "{report}");
    assert!(synced.err.contains("could not be read at"), "{}", synced.err);
    assert!(program.leads("").len() >= 40);
}

#[test]
fn answers_that_are_none_cost_nothing_and_redirects_are_not_followed() {
    let (program, sandbox) = Program::with_sandbox(few());
    let before = program.leads("");
    for (fault, codes) in [
        ("redirect", &[3][..]),
        ("wrong-type", &[1, 3]),
        ("cut", &[1, 3]),
        ("403", &[1, 4]),
        ("401", &[4]),
        ("404", &[1]),
    ] {
        sandbox.add_fault(format!("rayzing:list:{fault}").parse().unwrap());
        let ran = program.run(&["sync", "--json"]);
        assert!(codes.contains(&ran.code.unwrap()), "{fault}: {ran:?}");
        let report = &ran.json()["accounts"][0];
        let failure = &report["failure"];
        assert!(failure["sentence"].as_str().is_some_and(|words| words.len() > 20), "{fault}: {failure}");
        assert!(ran.err.contains(ACCOUNT), "{fault}: {}", ran.err);
        sandbox.clear_faults();
    }
    assert!(sandbox.log().iter().all(|entry| entry["vendor"] != "elsewhere"), "a redirect was followed");
    let strip = |leads: Vec<serde_json::Value>| -> Vec<serde_json::Value> {
        leads
            .into_iter()
            .map(|mut lead| {
                lead["read_at"] = json!(null);
                lead
            })
            .collect()
    };
    assert_eq!(strip(program.leads("")), strip(before));
    program.run(&["sync"]).ok();
}

#[test]
fn a_write_that_is_refused_for_its_credential_waits_for_another_one_and_uses_up_no_attempt() {
    let (program, sandbox) = Program::with_sandbox(few());
    let uuid = &uuids(&program)[0];
    sandbox.add_fault("rayzing:update:401".parse().unwrap());
    program.run(&["edit", uuid, "--status", "review", "--send"]).with(4);
    let writes = || sandbox.log().iter().filter(|entry| entry["method"] == "PUT").count();
    assert_eq!(writes(), 1);
    let row = &program.outbox()[0];
    assert_eq!((row["state"].as_str(), row["attempts"].as_u64()), (Some("waiting"), Some(0)), "{row}");
    assert!(text(&row["why"]).starts_with("credential"), "{row}");
    // Reading works, and neither a sending nor a new edit knocks again with the same credential.
    sandbox.clear_faults();
    program.run(&["sync"]).ok();
    for until_idle in [&["outbox", "send"][..], &["outbox", "send", "--until-idle"]] {
        let sent = program.run(until_idle).with(4);
        assert!(sent.err.contains("credential set main-bot"), "{}", sent.err);
    }
    program.run(&["edit", uuid, "--name", "X Y", "--send"]).with(4);
    assert_eq!(writes(), 1, "nothing is repeated before the credential changes");
    // “Try now” is a reason to.
    program.run(&["outbox", "retry", "1"]).ok();
    program.run(&["outbox", "send", "--until-idle"]).ok();
    let record = sandbox.record(uuid).unwrap();
    assert_eq!((text(&record["status"]), text(&record["profile"]["userDetails"]["name"])), ("REVIEW", "X Y"));
    assert_eq!(program.outbox()[0]["attempts"], 1);

    // So is a credential that is entered, be it the same one again.
    sandbox.add_fault("rayzing:update:401".parse().unwrap());
    program.run(&["edit", uuid, "--status", "closed", "--send"]).with(4);
    sandbox.clear_faults();
    program.run(&["outbox", "send"]).with(4);
    program.connect(&sandbox.describe());
    program.run(&["outbox", "send"]).ok();
    assert_eq!(sandbox.record(uuid).unwrap()["status"], "CLOSED");
}
