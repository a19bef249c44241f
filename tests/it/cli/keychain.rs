//! Without a usable keychain: the code, the way out in words, and nothing written in plain text instead.

use std::fs;

use super::{database_key, few, uuids};
use crate::secret_service::Asker;
use crate::support::program::Program;
use crate::support::session::Session;

const ACCOUNTLESS: &str = "[me]\nname = \"Mira Tan\"\n";

/// Nothing of the database was begun.
fn nothing_kept(program: &Program) {
    for name in ["leadline.db", "leadline.db.new"] {
        assert!(!program.database_dir().join(name).exists(), "{name} was made without a keychain");
    }
}

#[test]
fn without_a_secret_service_a_command_leaves_with_6_and_a_way_out_and_works_once_there_is_one() {
    let program = Program { session: Session::without_bus() };
    program.configure(ACCOUNTLESS);
    program.run(&["leads"]).refused(6, "this session has no D-Bus");
    program.run(&["sync"]).refused(6, "dbus-run-session");
    program.run(&["doctor"]).with(6);
    program.run(&["config", "show"]).ok();
    nothing_kept(&program);

    let mut program = Program { session: Session::start() };
    program.configure(ACCOUNTLESS);
    let refused = program.run(&["leads"]).refused(6, "no Secret Service runs in this session");
    assert!(refused.err.contains("GNOME Keyring, KWallet or KeePassXC"), "{}", refused.err);
    nothing_kept(&program);
    program.session.start_keyring();
    program.run(&["leads"]).ok();
    program.run(&["doctor"]).ok();
}

#[test]
fn a_keychain_that_was_never_set_up_or_is_locked_is_said_and_costs_nothing() {
    let mut program = Program { session: Session::start() };
    program.session.start_keyring_never_unlocked();
    program.configure(ACCOUNTLESS);
    program.run(&["leads"]).refused(6, "keychain");
    nothing_kept(&program);

    let (mut program, _sandbox) = Program::with_sandbox(few());
    let uuid = &uuids(&program)[0];
    program.run(&["edit", uuid, "--name", "Kept"]).ok();
    program.session.lock_keyring();
    program.run(&["leads"]).refused(6, "The keychain is locked");
    program.run(&["edit", uuid, "--name", "Not kept"]).refused(6, "Unlock the keychain, then try again");
    program.run_with(&["credential", "set", "main-bot"], "token=x\n").refused(6, "locked");
    program.run(&["credential", "list"]).refused(6, "locked");
    program.run(&["doctor"]).with(6);
    program.session.unlock_keyring();
    assert_eq!(program.outbox().len(), 1);
    // A keychain that crashes and comes back is the same keychain.
    program.session.stop_keyring();
    program.run(&["leads"]).refused(6, "no Secret Service runs");
    program.session.start_keyring();
    assert_eq!(program.outbox().len(), 1);
}

#[test]
fn a_keychain_that_does_not_answer_is_given_up_on_in_time() {
    let (program, _sandbox) = Program::with_sandbox(few());
    program.session.pause_keyring();
    program.run(&["leads"]).refused(6, "has not answered");
    program.session.resume_keyring();
    program.run(&["leads"]).ok();
}

#[test]
fn a_database_whose_key_is_gone_is_said_and_left_alone() {
    let (program, _sandbox) = Program::with_sandbox(few());
    let uuid = &uuids(&program)[0];
    program.run(&["edit", uuid, "--name", "Kept"]).ok();
    let key = database_key(&program);
    let id = fs::read_to_string(program.database_dir().join("database.id")).unwrap();
    let user = format!("default/database/{}", id.trim());
    let mut asker = Asker::start(&program.session);
    assert_eq!(asker.ask(&format!("remove {user}")), "true");
    let before = fs::read(program.database_dir().join("leadline.db")).unwrap();
    for call in [&["leads"][..], &["edit", uuid, "--name", "Lost"], &["sync"]] {
        let refused = program.run(call).refused(7, "Nothing was deleted");
        assert!(refused.err.contains(&user), "{}", refused.err);
    }
    program.run(&["doctor"]).with(7);
    assert_eq!(fs::read(program.database_dir().join("leadline.db")).unwrap(), before);
    assert_eq!(asker.ask(&format!("get {user}")), "none", "a key is never made for a database that exists");

    let ids = program.database_dir().join("database.id");
    fs::rename(&ids, ids.with_extension("aside")).unwrap();
    program.run(&["leads"]).refused(7, "database.id");
    fs::rename(ids.with_extension("aside"), &ids).unwrap();
    assert_eq!(asker.ask(&format!("set {user} {}", "0".repeat(64))), "ok");
    program.run(&["leads"]).refused(7, "the key belongs to another database");
    assert_eq!(asker.ask(&format!("set {user} {key}")), "ok");
    asker.finish();
    assert_eq!(program.outbox().len(), 1);
}
