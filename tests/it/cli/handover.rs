//! Commands that are answered by another process that has the profile open, over the local socket.

use std::io::{Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use leadline::sandbox::{Order, Sandbox, SandboxOptions};
use serde_json::json;

use super::{Holder, few, uuids};
use crate::support::display::{Display, until};
use crate::support::figures::proved;
use crate::support::program::{ACCOUNT, Program, Ran, credential, finish, settings, wait_for};

fn socket(program: &Program) -> PathBuf {
    program.session.dir().join("run/leadline/default.sock")
}

fn log(program: &Program) -> String {
    std::fs::read_to_string(program.log_file()).unwrap_or_default()
}

fn answered(program: &Program) -> usize {
    log(program).matches("answers a command of another process").count()
}

/// What a call prints and leaves with.
fn said(ran: &Ran) -> (Option<i32>, &str, &str) {
    (ran.code, &ran.out, &ran.err)
}

#[test]
fn what_is_answered_by_another_process_is_the_same_to_the_byte() {
    let (program, sandbox) = Program::with_sandbox(few());
    let uuid = &uuids(&program)[0];
    program.run(&["edit", uuid, "--name", "X Y"]).ok();
    let calls: &[&[&str]] = &[
        &["leads", "--format", "json"],
        &["leads", "status:open", "--format", "csv"],
        &["leads", "nobody-is-called-so"],
        &["show", uuid, "--json"],
        &["show", "nobody-there"],
        &["show", &uuid[..6]],
        &["outbox", "--json"],
        &["outbox", "retry", "99"],
        &["timeline", uuid, "--json"],
        &["resolve", "1", "--field", "name=mine"],
        &["account", "test", "nobody"],
        &["leads", "--limt"],
        &["edit", uuid, "--status", "escalated"],
    ];
    let alone: Vec<Ran> = calls.iter().map(|call| program.run(call)).collect();
    let _holder = Holder::start(&program, &sandbox);
    wait_for("the socket", || socket(&program).exists());
    assert_eq!(socket(&program).metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(socket(&program).parent().unwrap().metadata().unwrap().permissions().mode() & 0o777, 0o700);
    for (call, alone) in calls.iter().zip(&alone) {
        assert_eq!(said(&program.run(call)), said(alone), "{call:?}");
    }
    // All but what was wrong before anybody had to be asked.
    assert_eq!(answered(&program), calls.len() - 3, "{}", log(&program));
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let code = program.bounded(&["leads"]).stdout(full).stderr(Stdio::null()).status().unwrap().code();
    assert_eq!(code, Some(1), "output that cannot be written");
    let mut seen_enough = program.command(&["leads", "--format", "json"]).spawn().unwrap();
    drop(seen_enough.stdout.take());
    let ran = seen_enough.wait_with_output().unwrap();
    assert_eq!((ran.status.code(), ran.stderr), (Some(0), Vec::new()), "a reader that went away");
}

#[test]
fn an_edit_is_kept_and_sent_by_the_process_that_has_the_profile() {
    let (program, sandbox) = Program::with_sandbox(few());
    let uuid = &uuids(&program)[0];
    let mut holder = Holder::start(&program, &sandbox);
    wait_for("the socket", || socket(&program).exists());
    let made = program.run(&["edit", uuid, "--status", "review", "--json"]).ok().json();
    assert_eq!(program.outbox()[0]["id"], made["changes"][0]);
    // The holder's reading never ends, so the write waits behind it; it ends with its process.
    holder.0.kill().unwrap();
    holder.0.wait().unwrap();
    assert!(socket(&program).exists(), "a socket is left over from the crash");
    assert_eq!(program.outbox()[0]["id"], made["changes"][0], "what was acknowledged is kept");
    program.run(&["outbox", "send"]).ok();
    assert!(!socket(&program).exists(), "the left-over socket was replaced and removed");
    assert_eq!(sandbox.record(uuid).unwrap()["status"], "REVIEW");
}

#[test]
fn a_caller_whose_answering_process_dies_is_told() {
    let (program, sandbox) = Program::with_sandbox(few());
    let mut holder = Holder::start(&program, &sandbox);
    wait_for("the socket", || socket(&program).exists());
    // The vendor keeps it waiting, so that it is still at it when it dies; asking the vendor proves it took the call.
    sandbox.add_fault("rayzing:list:timeout-before".parse().unwrap());
    sandbox.clear_log();
    let asking = program.command(&["account", "test", ACCOUNT]).spawn().unwrap();
    wait_for("the call to be taken", || answered(&program) == 1);
    wait_for("the vendor to be asked", || !sandbox.log().is_empty());
    holder.0.kill().unwrap();
    holder.0.wait().unwrap();
    let ran = asking.wait_with_output().unwrap();
    assert_eq!(ran.status.code(), Some(1));
    let err = String::from_utf8(ran.stderr).unwrap();
    assert!(err.contains("ended before it was done"), "{err}");
}

#[test]
fn rubbish_silence_and_a_crowd_at_the_socket_stop_nobody() {
    let (program, sandbox) = Program::with_sandbox(few());
    let _holder = Holder::start(&program, &sandbox);
    wait_for("the socket", || socket(&program).exists());
    for rubbish in [&b"GET / HTTP/1.1\r\n\r\n"[..], b"C\xff\xff\xff\xff", b"C\0\0\0\x02{]", b"X\0\0\0\x01\0"] {
        let mut stream = UnixStream::connect(socket(&program)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream.write_all(rubbish).unwrap();
        let mut answer = Vec::new();
        // Hung up with bytes unread is a reset on some systems.
        let _reset = stream.read_to_end(&mut answer);
        assert_eq!(answer, b"", "{rubbish:?}");
    }
    let silent: Vec<UnixStream> = (0..40).map(|_| UnixStream::connect(socket(&program)).unwrap()).collect();
    // While all seats are taken a call is refused in words; the silent ones are hung up on after a while.
    let refused = program.run(&["leads"]).refused(8, "already open in another Leadline");
    assert!(refused.err.contains("as many commands as it can"), "{}", refused.err);
    wait_for("a free seat", || program.run(&["leads"]).code == Some(0));
    drop(silent);
}

#[test]
fn another_version_or_settings_file_is_refused_in_words_and_changed_settings_are_taken_in() {
    let (program, sandbox) = Program::with_sandbox(few());
    let _holder = Holder::start(&program, &sandbox);
    wait_for("the socket", || socket(&program).exists());
    let call = json!({
        "version": "0.0.9 (commit x, built y)", "config_file": program.config_file(), "settings": "",
        "stdout_is_terminal": false, "stderr_is_terminal": false, "no_color": true,
        "wish": { "Run": ["leadline", "leads"] },
    });
    let call = call.to_string();
    let mut stream = UnixStream::connect(socket(&program)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let head = [&b"C"[..], &u32::try_from(call.len()).unwrap().to_be_bytes()].concat();
    stream.write_all(&[&head[..], call.as_bytes()].concat()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.starts_with('R') && answer.contains("It is another version"), "{answer:?}");
    assert!(answer.contains("0.0.9 (commit x, built y) here"), "{answer:?}");

    let copy = program.session.dir().join("copy.toml");
    std::fs::copy(program.config_file(), &copy).unwrap();
    let refused = program.run(&["leads", "--config", copy.to_str().unwrap()]).refused(8, "another settings file");
    assert!(refused.err.contains("Name the same one with --config"), "{}", refused.err);
    let more = settings(&sandbox.describe(), "").replace(ACCOUNT, "other-bot");
    program.configure(&format!("{}\n{more}", settings(&sandbox.describe(), "")));
    // What was changed in the settings meanwhile is taken in first, as if the command ran by itself.
    program.run(&["account", "test", "other-bot"]).with(4);
    program.configure(&settings(&sandbox.describe(), ""));
    program.run(&["account", "test", "other-bot"]).refused(2, "There is no account “other-bot”");
    let listed = program.run(&["leads"]).ok();
    assert!(!listed.err.contains("no longer in the settings"), "{}", listed.err);
    assert_eq!(answered(&program), 2, "by the holder");
}

#[test]
fn a_command_waits_for_one_that_is_about_to_end() {
    let (program, sandbox) = Program::with_sandbox(few());
    let calls: Vec<_> = (0..6).map(|_| program.command(&["leads", "--format", "json"]).spawn().unwrap()).collect();
    for call in calls {
        let ran = call.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert_eq!(ran.status.code(), Some(0), "{said}");
        assert!(!ran.stdout.is_empty());
    }
    drop(sandbox);
}

#[test]
fn a_credential_goes_to_the_keychain_and_the_holder_is_told_to_read_it_again() {
    let (program, sandbox) = Program::with_sandbox(few());
    let _holder = Holder::start(&program, &sandbox);
    wait_for("the socket", || socket(&program).exists());
    program.run_with(&["credential", "set", ACCOUNT], &credential(&sandbox.describe())).ok();
    assert!(log(&program).contains("reads a credential again that was changed outside"));
    program.run(&["credential", "list", "--json"]).ok();
    assert_eq!(answered(&program), 0, "nothing of a credential was handed over");
}

/// A window of the default profile.
fn window(program: &Program, display: &Display, arguments: &[&str]) -> Shown {
    let mut command = program.command(arguments);
    let child = display.show_on(&mut command).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let id = display.window("Leadline");
    until("its socket", || socket(program).exists().then_some(()));
    Shown { child, id }
}

struct Shown {
    child: std::process::Child,
    id: String,
}

impl Drop for Shown {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _status = self.child.wait();
    }
}

#[test]
fn commands_beside_an_open_window_are_answered_by_it_and_show_in_it() {
    let options = SandboxOptions { leads: 60, order: Order::UpdatedDesc, ..SandboxOptions::default() };
    let (program, sandbox) = Program::with_sandbox(options);
    let uuid = &uuids(&program)[0];
    let display = Display::start("1024x640");
    let mut shown = window(&program, &display, &["--log", "trace"]);
    let frames = || log(&program).lines().rev().find(|line| line.contains("shows revision")).map(str::to_owned);
    let revision = |line: Option<String>| line.and_then(|line| line.rsplit(' ').next()?.parse::<u64>().ok());
    until("the first frame", || revision(frames()));
    let before = revision(frames()).unwrap();

    let made = program.run(&["edit", uuid, "--status", "review", "--json"]).ok().json();
    assert!(made["changes"][0].is_i64(), "{made}");
    until("a frame that shows it", || (revision(frames())? > before).then_some(()));
    until("the write at the vendor", || (sandbox.record(uuid)?["status"] == "REVIEW").then_some(()));
    until("the confirmation", || (program.outbox()[0]["state"] == "confirmed").then_some(()));
    let lead = program.run(&["show", uuid, "--json"]).ok().json();
    assert_eq!(lead["status"], "REVIEW");
    let swept = program.run(&["sync", "--json"]).ok().json();
    assert_eq!(swept["accounts"][0]["name"], ACCOUNT);
    program.run(&["outbox", "send", "--until-idle"]).ok();
    assert_eq!(program.run(&["account", "test", ACCOUNT, "--json"]).ok().json()["outcome"], "works");
    assert!(answered(&program) >= 6, "all by the window");
    assert!(shown.child.try_wait().unwrap().is_none(), "the window is still open");

    // A second start brings the first one's window to the front and ends.
    let other = display.xdotool(&["getwindowfocus"]).unwrap();
    assert_eq!(other, shown.id);
    let again = finish(display.show_on(&mut program.bounded(&[])), "").ok();
    assert!(again.err.contains("Leadline is open already"), "{}", again.err);
    // Also from a session without a display.
    program.run(&[]).ok();

    let status = until("the window to close", || {
        display.close(&shown.id);
        shown.child.try_wait().unwrap()
    });
    assert!(status.success(), "{status}");
    assert!(!socket(&program).exists());
    program.run(&["leads"]).ok();
}

#[test]
fn a_window_that_closes_while_it_answers_tells_the_caller() {
    let options = SandboxOptions { leads: 60, order: Order::UpdatedDesc, ..SandboxOptions::default() };
    let (program, sandbox): (Program, Sandbox) = Program::with_sandbox(options);
    // The vendor would be waited for much longer than anybody waits for a window.
    program.configure(&settings(&sandbox.describe(), "timeout_secs = 300\n"));
    let display = Display::start("1024x640");
    let mut shown = window(&program, &display, &[]);
    sandbox.add_fault("rayzing:list:timeout-before".parse().unwrap());
    sandbox.clear_log();
    let asking = program.command(&["sync", "--full"]).spawn().unwrap();
    wait_for("the call to be taken", || answered(&program) == 1);
    wait_for("the reading to be under way", || !sandbox.log().is_empty());
    let began = Instant::now();
    let status = until("the window to close", || {
        display.close(&shown.id);
        shown.child.try_wait().unwrap()
    });
    assert!(status.success(), "{status}");
    proved("a window on a silent vendor closes", &format!("in {} ms", began.elapsed().as_millis()));
    let ran = asking.wait_with_output().unwrap();
    assert_eq!(ran.status.code(), Some(1), "{}", String::from_utf8_lossy(&ran.stderr));
    assert!(!ran.stderr.is_empty());
}
