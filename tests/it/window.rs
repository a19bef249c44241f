//! The real window under a virtual display: found by half a name, one key, the plug pulled, started again.

#![cfg(target_os = "linux")]

mod lists;
mod long_history;
mod typing;

use std::process::{Child, Stdio};
use std::time::Duration;

use leadline::sandbox::{Order, Sandbox, SandboxOptions};
use serde_json::Value;

use crate::support::display::{Display, let_pass, until};
use crate::support::program::{ACCOUNT, Program, token};

/// The window, opened on the default profile.
struct Window {
    child: Child,
    id: String,
}

impl Window {
    fn open(program: &Program, display: &Display) -> Self {
        let mut command = program.command(&["--log", "trace"]);
        let shown_before = first_rows(program);
        let child = display.show_on(&mut command).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let id = display.window("Leadline");
        until("the first rows", || (first_rows(program) > shown_before).then_some(()));
        Self { child, id }
    }

    fn close(mut self, display: &Display) {
        let status = until("the window to close", || {
            display.close(&self.id);
            self.child.try_wait().unwrap()
        });
        assert!(status.success(), "{status}");
    }
}

/// How often a window of this profile has shown its first rows.
fn first_rows(program: &Program) -> usize {
    log(program).matches("the window shows its first rows").count()
}

fn log(program: &Program) -> String {
    std::fs::read_to_string(program.log_file()).unwrap_or_default()
}

fn writes(sandbox: &Sandbox) -> Vec<Value> {
    sandbox.log().into_iter().filter(|entry| entry["method"] == "PUT").collect()
}

#[test]
fn a_status_set_by_one_key_survives_the_plug_and_reaches_the_vendor_once() {
    let options = SandboxOptions { leads: 400, order: Order::UpdatedDesc, ..SandboxOptions::default() };
    let (program, sandbox) = Program::with_sandbox(options);
    let leads = program.leads("status:open");
    // Half an address: names of made-up people repeat, and every keyboard types it.
    let (lead, half) = leads
        .iter()
        .filter(|lead| lead["kind"] == "lead" && lead["uuid"].is_string())
        .filter_map(|lead| Some((lead, lead["email"].as_str()?.split_once('@')?.0.to_owned())))
        .find(|(_, half)| half.is_ascii() && program.leads(half).len() == 1)
        .expect("somebody has an address of their own");
    let uuid = lead["uuid"].as_str().unwrap();
    let display = Display::start("1280x800");

    // The vendor cannot be reached: the edit has to wait.
    for endpoint in ["list", "update"] {
        sandbox.add_fault(format!("rayzing:{endpoint}:reset-before").parse().unwrap());
    }
    let window = Window::open(&program, &display);
    display.keys(&["slash"]);
    display.types(&half);
    until("what was searched for", || log(&program).contains("lists 1 leads").then_some(()));
    display.keys(&["Return"]);
    until("the lead found", || log(&program).contains("opens a lead").then_some(()));
    display.keys(&["3"]);
    until("the edit on disk", || log(&program).contains("made 1 changes").then_some(()));
    window.kill();
    let waiting = program.run(&["outbox", "list", "--json"]).ok().json();
    let row = &waiting[0];
    assert_eq!(row["op"], "set_status", "{waiting}");
    assert!(["queued", "waiting"].contains(&row["state"].as_str().unwrap()), "{waiting}");
    assert_eq!(row["lead"], lead["id"], "{half} found somebody else: {waiting}");

    sandbox.clear_faults();
    sandbox.clear_log();
    let window = Window::open(&program, &display);
    until("the write at the vendor", || (!writes(&sandbox).is_empty()).then_some(()));
    until("the read-back", || sandbox.log().iter().rev().take_while(|e| e["method"] != "PUT").next().map(drop));
    window.close(&display);
    let [write] = writes(&sandbox).try_into().expect("one PUT");
    assert!(write["headers"].get("x-bp-token").is_some(), "{write}");
    let mut members: Vec<&String> = write["body"].as_object().unwrap().keys().collect();
    members.sort();
    assert_eq!(members, ["botId", "customerId", "status", "uuid"]);
    assert_eq!(sandbox.record(uuid).unwrap()["status"], "REVIEW");
    let before = sandbox.log().into_iter().take_while(|e| e["method"] != "PUT").last().unwrap();
    assert!(before["headers"].get("x-bot-token").is_some(), "a reading stands before the write: {before}");
}

/// Every file of the session and its bytes.
fn holders(folder: &std::path::Path, needle: &[u8], found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().map(Result::unwrap) {
        let (path, kind) = (entry.path(), entry.file_type().unwrap());
        if kind.is_dir() {
            holders(&path, needle, found);
        } else if kind.is_file() && memchr::memmem::find(&std::fs::read(&path).unwrap(), needle).is_some() {
            found.push(path);
        }
    }
}

#[test]
fn a_key_that_is_entered_in_the_window_lands_in_the_keychain_and_nowhere_else_and_what_waited_goes() {
    let options = SandboxOptions { leads: 60, order: Order::UpdatedDesc, ..SandboxOptions::default() };
    let (program, sandbox) = Program::with_sandbox(options);
    let token = token(&sandbox.describe()).to_owned();
    let leads = program.leads("status:open");
    let lead = leads.iter().find(|lead| lead["kind"] == "lead" && lead["uuid"].is_string()).unwrap();
    let uuid = lead["uuid"].as_str().unwrap();
    program.run(&["credential", "remove", ACCOUNT]).ok();
    program.run(&["edit", uuid, "--status", "closed"]).ok();
    sandbox.clear_log();

    let display = Display::start("1280x800");
    let window = Window::open(&program, &display);
    until("the missing key", || log(&program).contains("the window shows its first rows").then_some(()));
    display.keys(&["g", "a"]);
    // Until the keychain has answered that there is none, Enter has nothing to ask for.
    until("the form for the key", || {
        // Slowly: on a busy machine a second Enter would already belong to the form.
        display.keys(&["Return"]);
        let_pass(Duration::from_secs(2));
        log(&program).contains("a key is asked for").then_some(())
    });
    let_pass(Duration::from_secs(1));
    display.types(&token);
    display.keys(&["Return"]);
    until("the write that waited for it", || (!writes(&sandbox).is_empty()).then_some(()));
    window.close(&display);
    assert_eq!(sandbox.record(uuid).unwrap()["status"], "CLOSED");

    let mut asker = crate::secret_service::Asker::start(&program.session);
    let item = asker.ask(&format!("get default/account/{ACCOUNT}"));
    asker.finish();
    assert_eq!(serde_json::from_str::<Value>(&item).unwrap(), serde_json::json!({ "token": token }));
    let mut found = Vec::new();
    holders(program.session.dir(), token.as_bytes(), &mut found);
    assert_eq!(found, Vec::<std::path::PathBuf>::new(), "the token is on the disk");
}

#[test]
fn an_idle_window_draws_no_frames() {
    let options = SandboxOptions { leads: 400, order: Order::UpdatedDesc, ..SandboxOptions::default() };
    let (program, _sandbox) = Program::with_sandbox(options);
    let display = Display::start("1024x640");
    let window = Window::open(&program, &display);
    let frames = || log(&program).lines().filter(|line| line.contains("frame ")).count();
    // It draws while it starts, when an answer comes, and when a minute turns an age; in between nothing at all.
    let quiet = until("a few seconds without a frame", || {
        let before = frames();
        let_pass(Duration::from_secs(4));
        (frames() == before).then_some(before)
    });
    assert!(quiet > 0, "the frame log is written");
    window.close(&display);
    let kept = std::fs::read_to_string(program.log_file().with_file_name("window.json")).unwrap();
    let kept: Value = serde_json::from_str(&kept).unwrap();
    assert!(kept["size"][0].as_f64().unwrap() > 600.0, "the window's size is kept for the next start: {kept}");
}

impl Window {
    /// The plug is pulled.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}
