//! The recovery key with a real keychain: printed, typed back, refused where it does not fit; and nothing lost on the way.

use std::fs;
use std::process::{Child, Stdio};

use super::{database_key, few, uuids};
use crate::secret_service::Asker;
use crate::support::display::{Display, until};
use crate::support::program::Program;

/// The keychain's item of the database's key.
fn item(program: &Program) -> String {
    let ids = fs::read_to_string(program.database_dir().join("database.id")).unwrap();
    format!("default/database/{}", ids.lines().next().unwrap())
}

fn database(program: &Program) -> Vec<u8> {
    fs::read(program.database_dir().join("leadline.db")).unwrap()
}

/// The recovery key as `recovery show` prints it.
fn shown(program: &Program) -> String {
    let ran = program.run(&["recovery", "show"]).ok();
    assert!(ran.err.contains("Write this key down") && ran.lines().len() == 1, "{} {}", ran.out, ran.err);
    assert!(!ran.err.contains(ran.out.trim()), "the key is on stderr, too");
    ran.out.trim().to_owned()
}

#[test]
fn a_key_that_the_keychain_lost_is_given_back_by_command_and_everything_is_there() {
    let (program, _sandbox) = Program::with_sandbox(few());
    let uuid = &uuids(&program)[0];
    program.run(&["edit", uuid, "--name", "Kept"]).ok();
    let (key, raw) = (shown(&program), database_key(&program));
    let mut asker = Asker::start(&program.session);
    assert_eq!(asker.ask(&format!("remove {}", item(&program))), "true");
    let before = database(&program);
    program.run(&["leads"]).refused(7, "leadline recovery restore");
    program.run(&["recovery", "show"]).refused(7, "is not in the keychain");

    // One character off, another database's key, and what is no key at all.
    let slip = key.replacen(&key[30..35], "ZZZZZ", 1);
    for (typed, code, words) in [
        (slip.as_str(), 2, "a slip in group 6"),
        ("hello", 2, "a slip in group 1"),
        ("hi", 2, "13 groups of five"),
        ("", 2, "Nothing came in by stdin"),
        (&"5a".repeat(32), 7, "does not open the database in"),
    ] {
        let ran = program.run_with(&["recovery", "restore"], &format!("{typed}\n")).refused(code, words);
        assert!(typed.len() < 3 || !ran.err.contains(typed), "{}", ran.err);
        assert_eq!(asker.ask(&format!("get {}", item(&program))), "none", "{typed} reached the keychain");
        assert_eq!(database(&program), before);
    }
    let typed = format!("  {}\n", key.to_lowercase().replace('-', " "));
    let ran = program.run_with(&["recovery", "restore"], &typed).ok();
    assert!(ran.out.is_empty() && ran.err.contains("is in the keychain now"), "{}", ran.err);
    assert_eq!(asker.ask(&format!("get {}", item(&program))), raw);
    asker.finish();
    assert_eq!(program.outbox().len(), 1);
    assert!(program.leads("").iter().any(|lead| lead["name"] == "Kept"));
    assert_eq!(shown(&program), key);
    // A second time it has nothing to do.
    program.run_with(&["recovery", "restore"], &typed).ok();
}

#[test]
fn a_wrong_key_in_the_keychain_is_left_there_and_stands_in_nobodys_way() {
    let (program, _sandbox) = Program::with_sandbox(few());
    let key = shown(&program);
    let (wrong_item, wrong) = (item(&program), "5a".repeat(32));
    let mut asker = Asker::start(&program.session);
    assert_eq!(asker.ask(&format!("set {wrong_item} {wrong}")), "ok");
    program.run(&["leads"]).refused(7, "recovery key");
    program.run(&["recovery", "show"]).refused(7, "cannot be opened with the key from the keychain");
    program.run_with(&["recovery", "restore"], &wrong).refused(7, "does not open");
    program.run_with(&["recovery", "restore"], &key).ok();
    assert_eq!(asker.ask(&format!("get {wrong_item}")), wrong);
    asker.finish();
    assert!(!program.leads("").is_empty());
}

#[test]
fn without_a_keychain_or_a_database_there_is_no_key_to_show_or_to_try() {
    let program = Program::start();
    program.configure("[me]\nname = \"Mira Tan\"\n");
    for call in [&["recovery", "show"][..], &["recovery", "restore"]] {
        program.run_with(call, &"5a".repeat(32)).refused(7, "There is no database in");
    }
    assert!(!program.database_dir().join("database.id").exists());
    program.run(&["leads"]).ok();
    let key = shown(&program);
    program.session.lock_keyring();
    program.run(&["recovery", "show"]).refused(6, "The keychain is locked");
    program.run_with(&["recovery", "restore"], &key).refused(6, "The keychain is locked");
    program.session.unlock_keyring();
    assert_eq!(shown(&program), key);
}

/// The window, ended with the test.
struct Shown(Child);

impl Drop for Shown {
    fn drop(&mut self) {
        let _gone = self.0.kill();
        let _status = self.0.wait();
    }
}

#[test]
fn a_key_that_the_keychain_lost_is_typed_into_the_window_which_then_opens_with_everything() {
    let (program, _sandbox) = Program::with_sandbox(few());
    program.run(&["edit", &uuids(&program)[0], "--name", "Kept"]).ok();
    program.run(&["outbox", "hold", "1"]).ok();
    let (key, raw, leads) = (shown(&program), database_key(&program), program.leads("").len());
    let mut asker = Asker::start(&program.session);
    assert_eq!(asker.ask(&format!("remove {}", item(&program))), "true");

    let log = || fs::read_to_string(program.log_file()).unwrap_or_default();
    let (before, display) = (log().len(), Display::start("1024x640"));
    let mut command = program.command(&["--log", "trace"]);
    let child = display.show_on(&mut command).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut window = Shown(child);
    let id = display.window("Leadline");
    // The cursor that blinks in the field draws a frame now and then; what is typed then arrives there.
    until("the page with its field", || {
        let log = log();
        let (_, since) = log[before..].split_once("the start waits for the agent")?;
        (since.matches("shows revision").count() > 5).then_some(())
    });
    display.types(&key.to_lowercase());
    display.keys(&["Return"]);
    until("the key in the keychain", || (asker.ask(&format!("get {}", item(&program))) == raw).then_some(()));
    until("the list", || log()[before..].contains(&format!("first rows: {leads} of {leads}")).then_some(()));
    // Answered by the window.
    assert_eq!(program.outbox()[0]["state"], "held");
    let status = until("the window to close", || {
        display.close(&id);
        window.0.try_wait().unwrap()
    });
    assert!(status.success(), "{status}");
    asker.finish();
    assert!(!log().contains(&key[..11]) && !log().contains(&key.to_lowercase()[..11]), "the key is in the log");
}
