//! Every exit code by a real cause, and which one is said where several apply.

use std::fs::OpenOptions;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};

use leadline::sandbox::{Sandbox, SandboxOptions};
use serde_json::json;

use super::{Holder, few, uuids};
use crate::support::program::{ACCOUNT, Program, Ran, finish, settings};

/// A call of a job of cron: it knows no runtime folder, so nobody is found there who could take its command; the
/// database is in use all the same.
fn by_cron(program: &Program, arguments: &[&str]) -> Ran {
    finish(program.bounded(arguments).env_remove("XDG_RUNTIME_DIR"), "")
}

/// Puts a byte of the database's first page wrong.
fn damage(program: &Program) {
    let file = program.database_dir().join("leadline.db");
    let mut file = OpenOptions::new().read(true).write(true).open(file).unwrap();
    let mut byte = [0];
    file.seek(SeekFrom::Start(100)).unwrap();
    file.read_exact(&mut byte).unwrap();
    file.seek(SeekFrom::Start(100)).unwrap();
    file.write_all(&[!byte[0]]).unwrap();
}

/// A second account at another sandbox, below the first one's settings.
fn two_accounts(program: &Program, first: &Sandbox, second: &Sandbox) {
    let more = settings(&second.describe(), "").replace(ACCOUNT, "other-bot");
    program.configure(&format!("{}\n{more}", settings(&first.describe(), "")));
    let token = crate::support::program::credential(&second.describe());
    program.run_with(&["credential", "set", "other-bot"], &token).ok();
}

#[test]
fn each_code_has_its_cause() {
    let (program, sandbox) = Program::with_sandbox(few());
    let uuid = &uuids(&program)[0];
    program.run(&["show", "nobody-there"]).refused(1, "Sync, or check the spelling");
    let mut seen_enough = program.command(&["leads", "--format", "json"]).spawn().unwrap();
    drop(seen_enough.stdout.take());
    let ran = seen_enough.wait_with_output().unwrap();
    assert_eq!((ran.status.code(), ran.stderr), (Some(0), Vec::new()), "a reader that went away");
    let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut unwritable = program.bounded(&["leads"]);
    let status = unwritable.stdout(full).stderr(std::process::Stdio::null()).status().unwrap();
    assert_eq!(status.code(), Some(1), "output that cannot be written");
    program.run(&[]).refused(1, "There is no display in this session");
    program.run(&["--demo"]).refused(1, "There is no display in this session");
    program.run(&["sync", "--nonsense"]).refused(2, "--nonsense");
    program.run(&["account", "test", "nobody"]).refused(2, "There is no account “nobody” (known: main-bot)");
    program.run_with(&["credential", "set", "nobody"], "token=x\n").refused(2, "there are: main-bot");
    program.run_with(&["credential", "set", ACCOUNT], "tokn=x\n").refused(2, "Line 1 of stdin names no field");

    program.run_with(&["credential", "set", ACCOUNT], "token=not-the-one\n").ok();
    assert_eq!(program.run(&["sync", "--json"]).with(4).json()["accounts"][0]["failure"]["kind"], "credential");
    assert_eq!(program.run(&["account", "test", ACCOUNT, "--json"]).with(4).json()["outcome"], "credential");
    let sent = program.run(&["edit", uuid, "--name", "X Y", "--send"]).with(4);
    assert_eq!(sent.lines(), ["1"], "the edit is kept all the same");
    program.run(&["credential", "remove", ACCOUNT]).ok();
    program.run(&["account", "test", ACCOUNT]).with(4);
    program.run(&["outbox", "send"]).with(4);

    program.connect(&sandbox.describe());
    program.run(&["outbox", "send"]).ok();
    assert_eq!(sandbox.record(uuid).unwrap()["profile"]["userDetails"]["name"], "X Y");

    let holder = Holder::start(&program, &sandbox);
    let refused = by_cron(&program, &["leads"]).refused(8, "already open in another Leadline");
    assert!(refused.err.contains(&format!("(process {})", holder.0.id())), "{}", refused.err);
    assert!(refused.err.contains("It takes no commands here"), "{}", refused.err);
    by_cron(&program, &["account", "test", "nobody"]).refused(2, "There is no account “nobody” (known: main-bot)");
    program.run(&["config", "check"]).ok();
    program.run(&["credential", "list"]).ok();
    let looked = program.run(&["doctor", "--json"]).ok().json();
    let findings = looked["findings"].as_array().unwrap();
    assert!(findings.iter().any(|found| found["name"] == "database" && found["state"] == "warn"), "{looked}");
    drop(holder);

    drop(sandbox);
    let down = program.run(&["sync", "--json"]).with(3);
    assert_eq!(down.json()["accounts"][0]["failure"]["kind"], "unreachable");
    assert!(down.err.contains("nobody listens there"), "{}", down.err);
    assert_eq!(program.run(&["account", "test", ACCOUNT, "--json"]).with(3).json()["outcome"], "unreachable");
    program.run(&["edit", uuid, "--name", "Y Z", "--send"]).with(3);
    program.run(&["leads"]).ok();

    damage(&program);
    program.run(&["leads"]).refused(7, "The file was left untouched");
}

#[test]
fn where_several_codes_apply_the_first_of_the_contract_is_said() {
    let (program, sandbox) = Program::with_sandbox(few());
    let other = Sandbox::start(SandboxOptions { seed: 8, ..few() }).unwrap();
    two_accounts(&program, &sandbox, &other);
    program.run(&["sync"]).ok();
    let lead_of = |account: &str| {
        let leads = program.leads("status:open");
        let lead = leads.iter().find(|lead| lead["account"] == account && lead["kind"] == "lead");
        lead.unwrap()["uuid"].as_str().unwrap().to_owned()
    };
    let (here, there) = (lead_of(ACCOUNT), lead_of("other-bot"));

    // A conflict (5) here, and an answer that is no answer (1) there.
    program.run(&["edit", &here, "--status", "review"]).ok();
    sandbox.edit(&here, &json!({ "status": "ONHOLD" })).unwrap();
    program.run(&["outbox", "send"]).with(5);
    let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    let code = program.bounded(&["outbox", "send", "--json"]).stdout(full).status().unwrap().code();
    assert_eq!(code, Some(5), "a conflict (5) and output that cannot be written (1)");

    // A vendor that is down (3) and a conflict (5), then a refused credential (4) as well.
    let description = other.describe();
    drop(other);
    program.run(&["edit", &there, "--status", "review"]).ok();
    program.run(&["outbox", "send"]).with(3);
    program.run_with(&["credential", "set", ACCOUNT], "token=not-the-one\n").ok();
    program.run(&["sync"]).with(4);
    assert!(description.is_object());

    // A profile in use (8), a keychain that is gone (6), settings that are wrong (2), a database without a folder (7).
    program.connect(&sandbox.describe());
    let mut program = program;
    let holder = Holder::start(&program, &sandbox);
    program.session.stop_keyring();
    by_cron(&program, &["leads"]).with(8);
    let dir = program.database_dir();
    let aside = dir.with_file_name("aside");
    std::fs::rename(&dir, &aside).unwrap();
    std::fs::write(&dir, "in the way").unwrap();
    program.run(&["leads"]).refused(7, "a file of that name is in the way");
    program.configure("[[account]\n");
    program.run(&["leads"]).refused(2, "line 1");
    std::fs::remove_file(&dir).unwrap();
    std::fs::rename(&aside, &dir).unwrap();
    program.configure(&settings(&sandbox.describe(), ""));
    drop(holder);
    program.run(&["leads"]).refused(6, "keychain");
    damage(&program);
    program.run(&["leads"]).with(6);
}
