//! Secrets and customers' data: in the keychain and the encrypted database, and nowhere else.

use std::fs;
use std::path::{Path, PathBuf};

use leadline::sandbox::Sandbox;
use serde_json::json;

use super::{database_key, few, text, uuids};
use crate::secret_service::Asker;
use crate::support::program::{ACCOUNT, Program, finish, token, wait_for};

const NAME: &str = "Quetzalina Zarathustra";
const EMAIL: &str = "quetzalina@canary-mail.example";
const PHONE: &str = "1735550199842";
const NOTE: &str = "asked about the turquoise canary";
const WISH: &str = "Xylophonia Wunderlich";
const REFUSED_TOKEN: &str = "refused-canary-token-47110815";

/// Every file below these folders with its bytes.
fn files(folders: &[PathBuf]) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut left = folders.to_vec();
    while let Some(folder) = left.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let (path, kind) = entry.map(|entry| (entry.path(), entry.file_type().unwrap())).unwrap();
            if kind.is_dir() {
                left.push(path);
            } else if kind.is_file() {
                let bytes = fs::read(&path).unwrap();
                found.push((path, bytes));
            }
        }
    }
    found
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    memchr::memmem::find(bytes, needle).is_some()
}

fn bytes_of(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn secrets_and_customers_leave_no_trace_outside_keychain_and_encrypted_database() {
    let program = Program::start();
    let sandbox = Sandbox::start(few()).unwrap();
    let description = sandbox.describe();
    let token = token(&description).to_owned();
    program.connect(&description);
    let trace = |arguments: &[&str]| program.run_in(&[("LEADLINE_LOG", "trace")], arguments);
    trace(&["sync"]).ok();
    let uuid = uuids(&program)[0].clone();
    let set = json!({
        "name": NAME, "email": EMAIL, "phone": PHONE, "lastMessage.text": NOTE,
        "notes": [{ "_id": "64aa00000000000000000a0a", "title": "canary", "description": NOTE }],
    });
    sandbox.edit(&uuid, &set).unwrap();
    let mut said = vec![
        trace(&["sync", "--json"]).ok(),
        trace(&["edit", &uuid, "--name", WISH]).ok(),
        trace(&["outbox", "hold", "1"]).ok(),
        trace(&["outbox", "release", "1"]).ok(),
    ];
    for fault in ["invalid-json", "redirect", "refusal"] {
        sandbox.add_fault(format!("rayzing:list:{fault}").parse().unwrap());
        said.push(trace(&["sync"]));
        said.push(trace(&["account", "test", ACCOUNT]));
        sandbox.clear_faults();
    }
    sandbox.add_fault("rayzing:update:422:1".parse().unwrap());
    said.push(trace(&["outbox", "send", "--json"]).with(5));
    said.push(trace(&["outbox", "retry", "1"]).ok());
    program.run_with(&["credential", "set", ACCOUNT], &format!("token={REFUSED_TOKEN}\n")).ok();
    said.push(trace(&["sync"]).with(4));
    let stored = program.run_with(&["credential", "set", ACCOUNT], &format!("token={token}\n")).ok();
    said.push(stored);
    said.push(program.run_with(&["credential", "set", ACCOUNT], &format!("tokne={REFUSED_TOKEN}\n")).with(2));
    for call in [
        &["outbox", "send"][..],
        &["credential", "list"],
        &["credential", "list", "--json"],
        &["config", "show"],
        &["config", "check"],
        &["doctor"],
        &["doctor", "--json"],
        &["account", "test", ACCOUNT],
        &["--version"],
    ] {
        said.push(trace(call).ok());
    }

    // A program that runs, looked at from outside, and then killed: its database log stays behind.
    sandbox.add_fault("rayzing:list:timeout-before".parse().unwrap());
    sandbox.clear_log();
    let mut running = program.command(&["sync", "--full"]).env("LEADLINE_LOG", "trace").spawn().unwrap();
    wait_for("the sync to be under way", || !sandbox.log().is_empty());
    let proc = Path::new("/proc").join(running.id().to_string());
    let outside = [fs::read(proc.join("cmdline")).unwrap(), fs::read(proc.join("environ")).unwrap()];
    running.kill().unwrap();
    running.wait().unwrap();
    sandbox.clear_faults();

    // The recovery key: shown, given up by the keychain, typed wrong and right.
    let recovery = trace(&["recovery", "show"]).ok().out.trim().to_owned();
    let key = database_key(&program);
    let mut asker = Asker::start(&program.session);
    let ids = fs::read_to_string(program.database_dir().join("database.id")).unwrap();
    assert_eq!(asker.ask(&format!("remove default/database/{}", ids.trim())), "true");
    let restore = |typed: &str| {
        let mut command = program.bounded(&["--log", "trace", "recovery", "restore"]);
        finish(&mut command, typed)
    };
    said.push(trace(&["leads"]).with(7));
    said.push(restore(&recovery.replacen('-', "", 1).replacen(&recovery[6..8], "UU", 1)).with(2));
    said.push(restore(&recovery).ok());
    said.push(restore(&recovery).ok());
    said.push(trace(&["doctor"]).ok());
    let item = asker.ask(&format!("get default/account/{ACCOUNT}"));
    asker.finish();
    assert!(item.contains(&token), "the token is not in the keychain");

    let secrets: Vec<(&str, Vec<u8>)> = vec![
        ("the token", token.clone().into_bytes()),
        ("the refused token", REFUSED_TOKEN.into()),
        ("the database key", key.clone().into_bytes()),
        ("the database key in capitals", key.to_uppercase().into_bytes()),
        ("the database key as bytes", bytes_of(&key)),
        ("the recovery key", recovery.clone().into_bytes()),
        ("the recovery key in small letters", recovery.to_lowercase().into_bytes()),
        ("the recovery key without its dashes", recovery.replace('-', "").into_bytes()),
        ("half of the recovery key", recovery.as_bytes()[..35].to_vec()),
    ];
    let customers: Vec<(&str, Vec<u8>)> = [NAME, EMAIL, PHONE, NOTE, WISH, &uuid]
        .into_iter()
        .map(|canary| (canary, canary.as_bytes().to_vec()))
        .chain(NAME.split(' ').chain(WISH.split(' ')).map(|word| (word, word.as_bytes().to_vec())))
        .collect();
    let dir = program.session.dir();
    let everywhere = files(&["config", "data", "state", "cache", "home", "run"].map(|folder| dir.join(folder)));
    let names: Vec<_> = everywhere.iter().map(|(path, _)| path.file_name().unwrap().to_string_lossy()).collect();
    for expected in ["leadline.db", "database.id", "leadline.log", "config.toml"] {
        assert!(names.iter().any(|name| name == expected), "{expected} is not among {names:?}");
    }
    for (path, bytes) in &everywhere {
        for (what, needle) in secrets.iter().chain(&customers) {
            assert!(!holds(bytes, needle), "{what} is in {}", path.display());
        }
    }
    let database = &everywhere.iter().find(|(path, _)| path.ends_with("leadline.db")).unwrap().1;
    assert!(!holds(database, b"SQLite format 3"), "the database is not encrypted");
    for (what, needle) in secrets.iter().chain(&customers) {
        for ran in &said {
            assert!(!holds(ran.out.as_bytes(), needle), "{what} is on stdout: {}", ran.out);
            assert!(!holds(ran.err.as_bytes(), needle), "{what} is on stderr: {}", ran.err);
        }
        assert!(!outside.iter().any(|bytes| holds(bytes, needle)), "{what} is in the arguments or the environment");
    }
    // They were there to be found: the commands that print customers do so.
    assert_eq!(text(&program.run(&["show", &uuid, "--json"]).ok().json()["email"]), EMAIL);
    let log = fs::read_to_string(program.log_file()).unwrap();
    assert!(log.lines().count() > 10 && log.contains("status=200"), "{log}");
}
