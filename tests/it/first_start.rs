//! The first start in the real window, by keyboard alone: from an empty home to the first edited lead, the token in the
//! keychain, how the vendor takes lists found out on the way.

#![cfg(target_os = "linux")]

use std::process::{Child, Stdio};

use leadline::sandbox::{Order, Sandbox, SandboxOptions};
use serde_json::Value;

use crate::secret_service::Asker;
use crate::support::display::{Display, until};
use crate::support::program::Program;

/// The window, and how often it has drawn.
struct Window<'p> {
    child: Child,
    id: String,
    program: &'p Program,
    display: &'p Display,
}

impl<'p> Window<'p> {
    /// On a home in which nothing was ever started.
    fn open(program: &'p Program, display: &'p Display) -> Self {
        let mut command = program.command(&["--log", "trace"]);
        let child = display.show_on(&mut command).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let id = display.window("Leadline");
        let window = Self { child, id, program, display };
        until("the two doors", || window.says("the window shows its first rows").then_some(()));
        window.rest(0);
        window
    }

    fn says(&self, words: &str) -> bool {
        log(self.program).contains(words)
    }

    fn frames(&self) -> usize {
        log(self.program).lines().filter(|line| line.contains("frame ")).count()
    }

    /// Until it has drawn since, and draws no more: what was pressed is done.
    fn rest(&self, before: usize) {
        let (mut last, mut quiet) = (before, 0);
        until("the window to rest", || {
            let now = self.frames();
            // On a busy machine one frame takes as long as some looks.
            quiet = if now > before && now == last { quiet + 1 } else { 0 };
            last = now;
            (quiet > 8).then_some(())
        });
    }

    fn key(&self, key: &str) {
        let before = self.frames();
        self.display.keys(&[key]);
        self.rest(before);
    }

    fn types(&self, text: &str) {
        let before = self.frames();
        self.display.types(text);
        self.rest(before);
    }

    fn close(mut self) {
        let status = until("the window to close", || {
            self.display.close(&self.id);
            self.child.try_wait().unwrap()
        });
        assert!(status.success(), "{status}");
    }
}

fn log(program: &Program) -> String {
    std::fs::read_to_string(program.log_file()).unwrap_or_default()
}

#[test]
fn by_keyboard_alone_a_script_a_token_and_the_probe_lead_to_the_first_edited_lead() {
    let program = Program::start();
    let sandbox =
        Sandbox::start(SandboxOptions { leads: 120, order: Order::UpdatedDesc, ..SandboxOptions::default() }).unwrap();
    let about = &sandbox.describe()["vendors"]["rayzing"];
    let said = |key: &str| about[key].as_str().unwrap().to_owned();
    let token = about["credentials"]["token"].as_str().unwrap().to_owned();
    let display = Display::start("1280x800");
    let window = Window::open(&program, &display);
    assert!(!program.config_file().exists());

    // Past the demo's button into the first field; Enter leads to what is missing.
    window.key("Tab");
    window.key("Tab");
    let (bot, customer) = (said("bot_id"), said("customer_id"));
    window.types(&format!("<script id='w' src='https://cdn.example.com/bot.js?v=3' defer>{bot},{customer}</script>"));
    window.key("Return");
    window.types("not-this-one");
    // "Change…" shows the address as a field and goes there; Enter tries what is whole.
    window.key("Tab");
    window.key("Return");
    window.types(&said("base_url"));
    window.key("Return");
    until("the refusal", || window.says("an account was not connected").then_some(()));
    window.rest(0);
    assert_eq!(gets(&sandbox), 1, "one harmless request");
    assert!(!program.config_file().exists(), "an account that does not work is not written down");
    // Everything is still typed, and the token has the keyboard again: only it is typed anew.
    window.key("ctrl+a");
    window.types(&token);
    window.key("Return");
    until("the account in use", || window.says("took in settings with 1 accounts").then_some(()));
    until("the first pages", || (gets(&sandbox) > 3).then_some(()));
    until("a lead", || {
        display.keys(&["j"]);
        window.says("opens a lead").then_some(())
    });
    window.rest(0);
    // The first list edit of this bot waits until it is known how lists are taken; a key finds out on this lead.
    window.key("t");
    window.types("welcome");
    window.key("Return");
    assert_eq!(writes(&sandbox), 0, "nothing of a list is sent on a guess");
    window.key("Escape");
    window.key("f");
    until("the tag at the vendor", || tagged(&sandbox, "welcome").then_some(()));
    until("no test entry left", || (!tagged(&sandbox, "leadline-probe")).then_some(()));
    // Known from now on: the next one goes by itself.
    window.key("t");
    window.types("second");
    window.key("Return");
    until("the second tag at the vendor", || tagged(&sandbox, "second").then_some(()));
    window.close();

    let text = std::fs::read_to_string(program.config_file()).unwrap();
    assert!(text.contains(&format!("bot_id = \"{bot}\"")) && text.contains(&customer), "{text}");
    for secret in [token.as_str(), "not-this-one"] {
        assert!(!text.contains(secret) && !log(&program).contains(secret));
    }
    let mut asker = Asker::start(&program.session);
    let item: Value = serde_json::from_str(&asker.ask("get default/account/main-bot")).unwrap();
    assert_eq!(item["token"], token.as_str(), "the keychain holds the token");
    asker.finish();
    program.run(&["sync", "--full"]).ok();
    assert_eq!(program.leads("").len(), 120);
}

/// Whether any record has a tag that begins so.
fn tagged(sandbox: &Sandbox, tag: &str) -> bool {
    let state = sandbox.state();
    let records = state["vendors"]["rayzing"]["records"].as_array().unwrap();
    let tags = records.iter().filter_map(|found| found["record"]["profile"]["userDetails"]["tags"].as_array());
    tags.flatten().any(|held| held.as_str().is_some_and(|held| held.starts_with(tag)))
}

fn writes(sandbox: &Sandbox) -> usize {
    sandbox.log().iter().filter(|entry| entry["method"] == "PUT").count()
}

/// How often the fake was asked.
fn gets(sandbox: &Sandbox) -> usize {
    sandbox
        .log()
        .iter()
        .filter(|entry| entry["method"] == "GET" && entry["headers"].get("x-bot-token").is_some())
        .count()
}

#[test]
fn the_demo_opens_in_the_same_window_by_one_key_and_leaves_nothing_behind() {
    let program = Program::start();
    let display = Display::start("1024x640");
    let window = Window::open(&program, &display);
    let rows = || log(&program).matches("the window shows its first rows").count();
    display.keys(&["d"]);
    until("the demo's first rows", || (rows() > 1).then_some(()));
    until("a lead of the demo", || {
        display.keys(&["j"]);
        window.says("opens a lead").then_some(())
    });
    window.close();
    assert!(!program.config_file().exists(), "the demo writes no settings of yours");
    assert_eq!(program.run(&["leads"]).ok().lines().len(), 0, "no lead of the demo is in your database");
}
