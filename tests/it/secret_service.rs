//! The keychain for real: GNOME Keyring on a private bus, in each state it can be in.
//!
//! The bus's address is a variable of the whole process, so each test talks to a child: this very test binary, told
//! by a variable to act as one. The child takes a command a line on stdin and answers a line, after `@`, on stdout.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests: a panic is the report")] // in a test's support, too, a panic is the report

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use leadline::paths::ProfileName;
use leadline::secrets::{Secret, SecretStore};

use crate::support::session::Session;

const AS_CHILD: &str = "LEADLINE_TEST_CHILD";
const BOUND: Duration = Duration::from_secs(60);

const NO_BUS: &str = "Missing: The keychain cannot be reached: this session has no D-Bus, through which it is asked. \
                      Log in to a desktop session, or start Leadline with dbus-run-session, then try again.";
const NO_SERVICE: &str = "Missing: The keychain is missing: no Secret Service runs in this session. Start or install \
                          one (GNOME Keyring, KWallet or KeePassXC), then try again.";
const LOCKED: &str = "Locked: The keychain is locked: its dialog was dismissed or could not be shown. Unlock the \
                      keychain, then try again.";
const SLOW: &str = "Slow: The keychain has not answered for 1 s: it may be waiting for you. Answer its dialog, then \
                    try again.";
const STILL_WAITING: &str = "Slow: Leadline is still waiting for the keychain's dialog, which an earlier request \
                             opened. Answer its dialog, then try again.";

const NOT_SET_UP: &str = "Missing: The keychain is not ready: it has no default keyring to keep secrets in. Log in with \
                          your password, or create a default keyring in your keychain program, then try again.";

/// Not a test of its own: what the children of the tests below run.
#[test]
fn child_process_entry() {
    if std::env::var_os(AS_CHILD).is_none() {
        return;
    }
    let mut store = SecretStore::os_keychain().with_timeout(BOUND);
    for line in std::io::stdin().lines() {
        let line = line.unwrap();
        let words: Vec<&str> = line.split(' ').collect();
        let answer = match words[..] {
            ["timeout", secs] => {
                store = store.with_timeout(Duration::from_secs(secs.parse().unwrap()));
                Ok("ok".into())
            }
            ["get", user] => store.get(user).map(|s| s.map_or("none".into(), |s| s.expose().to_owned())),
            ["set", user, text] => store.set(user, &Secret::new(text.into())).map(|()| "ok".into()),
            ["remove", user] => store.remove(user).map(|was_there| was_there.to_string()),
            // `database DIR true|false`: whether a database exists there.
            ["database", dir, exists] => store
                .open_or_create_database_key(&ProfileName::default(), dir.as_ref(), exists == "true")
                .map(|key| key.expose().to_owned()),
            _ => panic!("unknown command"),
        };
        let answer = answer.unwrap_or_else(|error| format!("{:?}: {error}", error.kind()));
        println!("\n@{answer}");
    }
}

/// A process of its own that asks the keychain.
pub(crate) struct Asker {
    child: Child,
    commands: Option<ChildStdin>,
    answers: Receiver<String>,
}

impl Asker {
    pub(crate) fn start(session: &Session) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["secret_service::child_process_entry", "--exact", "--nocapture", "--test-threads=1"]);
        command.env(AS_CHILD, "1").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = session.in_env(&mut command).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let (answers_tx, answers) = mpsc::channel();
        // Ends with the child, whose output it reads.
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if let Some(answer) = line.strip_prefix('@') {
                    let _ = answers_tx.send(answer.to_owned());
                }
            }
        });
        Self { commands: child.stdin.take(), child, answers }
    }

    pub(crate) fn ask(&mut self, command: &str) -> String {
        writeln!(self.commands.as_mut().unwrap(), "{command}").unwrap();
        self.answers.recv_timeout(BOUND).expect("the child answers in time")
    }

    /// Lets the child come to its end by itself.
    pub(crate) fn finish(mut self) {
        self.commands = None;
        // Its output closes when it ends.
        assert_eq!(self.answers.recv_timeout(BOUND), Err(mpsc::RecvTimeoutError::Disconnected), "the child ends");
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Asker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_secret_is_kept_replaced_and_removed_and_outlives_its_process() {
    let mut session = Session::start();
    session.start_keyring();
    let mut asker = Asker::start(&session);
    assert_eq!(asker.ask("get default/account/a"), "none");
    assert_eq!(asker.ask("set default/account/a first"), "ok");
    assert_eq!(asker.ask("set default/account/a zweitens-ü-🔑"), "ok");
    asker.finish();

    let mut asker = Asker::start(&session);
    assert_eq!(asker.ask("get default/account/a"), "zweitens-ü-🔑");
    assert_eq!(asker.ask("get other/account/a"), "none");
    assert_eq!(asker.ask("remove default/account/a"), "true");
    assert_eq!(asker.ask("remove default/account/a"), "false");
    assert_eq!(asker.ask("get default/account/a"), "none");
    let long = "0123456789".repeat(800);
    assert_eq!(asker.ask(&format!("set default/account/long {long}")), "ok");
    assert_eq!(asker.ask("get default/account/long"), long);
    asker.finish();
}

#[test]
fn without_a_bus_or_a_service_the_keychain_is_said_to_be_missing() {
    let mut asker = Asker::start(&Session::without_bus());
    assert_eq!(asker.ask("get u"), NO_BUS);
    assert_eq!(asker.ask("set u x"), NO_BUS);
    asker.finish();

    let session = Session::start();
    let mut asker = Asker::start(&session);
    assert_eq!(asker.ask("get u"), NO_SERVICE);
    assert_eq!(asker.ask("set u x"), NO_SERVICE);
    asker.finish();
}

#[test]
fn a_service_that_starts_later_or_starts_anew_is_found_by_the_same_process() {
    let mut session = Session::start();
    let mut asker = Asker::start(&session);
    assert_eq!(asker.ask("get u"), NO_SERVICE);
    session.start_keyring();
    assert_eq!(asker.ask("set u x"), "ok");
    session.stop_keyring();
    assert_eq!(asker.ask("get u"), NO_SERVICE);
    session.start_keyring();
    assert_eq!(asker.ask("get u"), "x");
    // Again, without a call in between that notices: the old connection's session is unknown to the new service.
    session.stop_keyring();
    session.start_keyring();
    assert_eq!(asker.ask("get u"), "x");
    asker.finish();
}

#[test]
fn a_locked_keychain_says_so_and_works_again_once_unlocked() {
    let mut session = Session::start();
    session.start_keyring();
    let mut asker = Asker::start(&session);
    assert_eq!(asker.ask("set u x"), "ok");
    session.lock_keyring();
    assert_eq!(asker.ask("get u"), LOCKED);
    assert_eq!(asker.ask("set u y"), LOCKED);
    assert_eq!(asker.ask("set v y"), LOCKED);
    assert_eq!(asker.ask("remove u"), LOCKED);
    session.unlock_keyring();
    assert_eq!(asker.ask("get u"), "x");
    asker.finish();
}

#[test]
fn a_keychain_that_does_not_answer_is_waited_for_no_longer_than_said_and_its_late_answer_arrives() {
    let mut session = Session::start();
    session.start_keyring();
    let mut asker = Asker::start(&session);
    assert_eq!(asker.ask("set u x"), "ok");
    assert_eq!(asker.ask("timeout 1"), "ok");
    session.pause_keyring();
    assert_eq!(asker.ask("get u"), SLOW);
    assert_eq!(asker.ask("get v"), STILL_WAITING);
    assert_eq!(asker.ask("set v y"), STILL_WAITING);
    session.resume_keyring();
    let answer = std::iter::repeat_with(|| asker.ask("get u")).find(|answer| answer != STILL_WAITING).unwrap();
    assert_eq!(answer, "x");
    assert_eq!(asker.ask("get v"), "none");

    // A process whose call is still blocked ends all the same.
    session.pause_keyring();
    assert_eq!(asker.ask("get u"), SLOW);
    asker.finish();
}

#[test]
fn a_keychain_that_was_never_unlocked_answers_nothing_there_and_that_is_not_believed() {
    let mut session = Session::start();
    let dir = tempfile::tempdir().unwrap();
    let open = |exists: bool| format!("database {} {exists}", dir.path().display());
    let id_file = || std::fs::read_to_string(dir.path().join("database.id")).unwrap();
    session.start_keyring();
    let mut asker = Asker::start(&session);
    let key = asker.ask(&open(false));
    assert_eq!(key.len(), 64);
    let id = id_file();
    asker.finish();

    let mut other = Session::start();
    other.start_keyring_never_unlocked();
    let mut asker = Asker::start(&other);
    assert_eq!(asker.ask("get u"), "none", "the keychain's untrue answer");
    assert_eq!(asker.ask("set u x"), NOT_SET_UP);
    assert!(asker.ask(&open(true)).starts_with("Gone: The database's key is not in the keychain"));
    assert_eq!(id_file(), id);
    // Told that there is no database, it may begin anew, but the key of before stays where it was.
    assert_eq!(asker.ask(&open(false)), NOT_SET_UP);
    assert!(id_file().lines().count() == 2 && id_file().ends_with(&id));
    asker.finish();

    let mut asker = Asker::start(&session);
    assert_eq!(asker.ask(&format!("get default/database/{}", id.trim())), key);
    assert_ne!(asker.ask(&open(false)), key);
    assert_eq!(asker.ask(&format!("get default/database/{}", id.trim())), key);
    asker.finish();
}

#[test]
fn a_locked_keychain_leads_to_no_new_key() {
    let mut session = Session::start();
    session.start_keyring();
    let dir = tempfile::tempdir().unwrap();
    let open = |exists: bool| format!("database {} {exists}", dir.path().display());
    let mut asker = Asker::start(&session);
    let key = asker.ask(&open(false));
    session.lock_keyring();
    assert_eq!(asker.ask(&open(true)), LOCKED);
    assert_eq!(asker.ask(&open(false)), LOCKED);
    session.unlock_keyring();
    assert_eq!(asker.ask(&open(true)), key);
    asker.finish();
}
