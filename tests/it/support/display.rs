//! A display of its own with a window manager, and hands on its keyboard.
//!
//! Packages: xvfb, openbox, xdotool.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A virtual screen; its programs end with it.
pub(crate) struct Display {
    name: String,
    server: Child,
    manager: Child,
}

impl Display {
    /// A screen of this size in pixels.
    pub(crate) fn start(size: &str) -> Self {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", &format!("{size}x24"), "-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("package xvfb");
        let mut number = String::new();
        // The pipe stays open: the server writes to it twice and ends when it cannot.
        let output = server.stdout.as_mut().expect("piped");
        BufReader::new(output).read_line(&mut number).expect("Xvfb says its number");
        let name = format!(":{}", number.trim());
        let manager = Command::new("openbox")
            .args(["--sm-disable", "--config-file", "/etc/xdg/openbox/rc.xml"])
            .env("DISPLAY", &name)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("package openbox");
        Self { name, server, manager }
    }

    /// Shows the program on this screen, drawn without a graphics card.
    pub(crate) fn show_on<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("DISPLAY", &self.name).env_remove("WAYLAND_DISPLAY")
    }

    /// Runs xdotool and answers what it prints; `None` where it found nothing.
    pub(crate) fn xdotool(&self, arguments: &[&str]) -> Option<String> {
        let output = Command::new("timeout")
            .args(["--kill-after=2", "20", "xdotool"])
            .args(arguments)
            .env("DISPLAY", &self.name)
            .output()
            .expect("package xdotool");
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// The window of that name once it has the keyboard.
    pub(crate) fn window(&self, name: &str) -> String {
        until(&format!("a window called {name} with the keyboard"), || {
            let found = self.xdotool(&["search", "--onlyvisible", "--name", name])?;
            let window = found.lines().next()?.to_owned();
            self.xdotool(&["windowfocus", &window])?;
            (self.xdotool(&["getwindowfocus"])? == window).then_some(window)
        })
    }

    /// Presses these keys, one after the other.
    pub(crate) fn keys(&self, keys: &[&str]) {
        let mut arguments = vec!["key", "--delay", "30"];
        arguments.extend(keys);
        self.xdotool(&arguments).expect("keys are pressed");
    }

    /// Types a text.
    pub(crate) fn types(&self, text: &str) {
        self.xdotool(&["type", "--delay", "20", text]).expect("text is typed");
    }

    /// Asks the window manager to close a window, as its cross does; of no effect where it is gone already.
    pub(crate) fn close(&self, window: &str) {
        if self.xdotool(&["windowactivate", "--sync", window]).is_some() {
            self.keys(&["alt+F4"]);
        }
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        for child in [&mut self.manager, &mut self.server] {
            let _gone = child.kill();
            let _status = child.wait();
        }
    }
}

/// Waits, bounded, until there is an answer.
#[track_caller]
pub(crate) fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(began.elapsed() < Duration::from_secs(60), "waited too long for {what}");
        sleep(Duration::from_millis(50));
    }
}

/// Lets that much time pass: for showing that nothing happens in it.
pub(crate) fn let_pass(span: Duration) {
    sleep(span);
}
