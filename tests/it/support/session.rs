//! A private desktop session for tests: an own D-Bus, an own home, and GNOME Keyring when asked for.
//!
//! Needs the Debian packages `dbus`, `gnome-keyring`, `libglib2.0-bin` (gdbus) and `coreutils`. The bus knows no
//! service files, so nothing starts by itself and no dialog can open. Every process leads its own process group and
//! runs under `timeout`: dropped or not, none outlives its bound.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests: a panic is the report")] // in a test's support, too, a panic is the report

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use tempfile::TempDir;

/// Seconds after which whatever is left is killed; more for the runs of an hour.
fn bound_secs() -> &'static str {
    if std::env::var_os("LEADLINE_LONG").is_some() { "7200" } else { "300" }
}

/// The password of the private keyring.
const PASSWORD: &str = "session-password";

/// A session; everything in it ends with the value.
pub(crate) struct Session {
    // Before the folder, so that the processes are gone when it is removed.
    keyring: Option<Group>,
    _bus: Option<Group>,
    address: Option<String>,
    dir: TempDir,
}

impl Session {
    /// A session with a bus and nothing on it.
    pub(crate) fn start() -> Self {
        let mut session = Self::without_bus();
        let dir = session.dir.path();
        let config = dir.join("bus.conf");
        let text = format!(
            "<busconfig><type>session</type><listen>unix:dir={}</listen><policy context=\"default\">\
             <allow send_destination=\"*\"/><allow receive_sender=\"*\"/><allow own=\"*\"/></policy></busconfig>",
            dir.join("run").display()
        );
        std::fs::write(&config, text).unwrap();
        let mut bus = bounded("dbus-daemon");
        bus.arg(format!("--config-file={}", config.display())).args(["--print-address", "--nofork"]);
        let mut bus = Group(session.in_env(&mut bus).stdout(Stdio::piped()).spawn().unwrap());
        let mut address = String::new();
        BufReader::new(bus.0.stdout.take().unwrap()).read_line(&mut address).unwrap();
        assert!(address.starts_with("unix:"), "dbus-daemon gave no address: is the package dbus installed?");
        session.address = Some(address.trim().into());
        session._bus = Some(bus);
        session
    }

    /// A session as a bare container has it: a home, and no bus.
    pub(crate) fn without_bus() -> Self {
        let dir = tempfile::Builder::new().prefix("ll-").tempdir().unwrap();
        let run = dir.path().join("run");
        std::fs::create_dir(&run).unwrap();
        // GNOME Keyring refuses a run-time folder that others may enter.
        std::fs::set_permissions(&run, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
        Self { keyring: None, _bus: None, address: None, dir }
    }

    /// Starts an unlocked keyring and waits until it can keep things.
    pub(crate) fn start_keyring(&mut self) {
        self.start_daemon("--unlock", PASSWORD);
        let alias = self.ask_service("ReadAlias", "default");
        assert!(alias.contains("/collection/"), "the keyring has no default collection: {alias}");
    }

    /// Starts a keyring that nobody has ever unlocked, so that it has no place to keep things.
    pub(crate) fn start_keyring_never_unlocked(&mut self) {
        self.start_daemon("--start", "");
    }

    fn start_daemon(&mut self, how: &str, password: &str) {
        let mut daemon = bounded("gnome-keyring-daemon");
        daemon.args([how, "--components=secrets", "--foreground"]);
        let mut daemon = Group(self.in_env(&mut daemon).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap());
        daemon.0.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
        self.keyring = Some(daemon);
        let waited = self.run("gdbus", &["wait", "--session", "--timeout=30", "org.freedesktop.secrets"]);
        assert!(waited.status.success(), "no Secret Service: are gnome-keyring and libglib2.0-bin installed?");
    }

    /// Ends the keyring, as a crash of it would.
    pub(crate) fn stop_keyring(&mut self) {
        self.keyring = None;
    }

    /// Locks the keyring.
    pub(crate) fn lock_keyring(&self) {
        self.ask_service("Lock", "['/org/freedesktop/secrets/collection/login']");
    }

    /// Unlocks the keyring by its password, the way a login does: by its control socket, without a dialog.
    pub(crate) fn unlock_keyring(&self) {
        const UNLOCK: u32 = 1;
        let password = PASSWORD.as_bytes();
        let length = u32::try_from(password.len()).unwrap();
        let numbers = [8 + 4 + length, UNLOCK, length].map(u32::to_be_bytes).concat();
        let mut control = UnixStream::connect(self.dir.path().join("run/keyring/control")).unwrap();
        control.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        // A first byte by which the daemon reads who is asking, then: whole length, operation, text.
        control.write_all(&[&[0], &numbers[..], password].concat()).unwrap();
        let mut answer = [0; 8];
        control.read_exact(&mut answer).unwrap();
        assert_eq!(answer, [0, 0, 0, 8, 0, 0, 0, 0], "the keyring refused to unlock");
    }

    /// Stops the keyring from answering without ending it.
    pub(crate) fn pause_keyring(&self) {
        self.keyring.as_ref().unwrap().signal("STOP");
    }

    /// Lets it go on.
    pub(crate) fn resume_keyring(&self) {
        self.keyring.as_ref().unwrap().signal("CONT");
    }

    /// The folder that holds home, configuration, data, state and run-time files.
    pub(crate) fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Puts `command` into this session and out of the one the tests run in.
    pub(crate) fn in_env<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        let dir = self.dir.path();
        for name in ["DISPLAY", "WAYLAND_DISPLAY", "GNOME_KEYRING_CONTROL", "DBUS_SESSION_BUS_ADDRESS"] {
            command.env_remove(name);
        }
        for (name, below) in [
            ("HOME", "home"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_RUNTIME_DIR", "run"),
        ] {
            command.env(name, dir.join(below));
        }
        if let Some(address) = &self.address {
            command.env("DBUS_SESSION_BUS_ADDRESS", address);
        }
        command
    }

    fn ask_service(&self, method: &str, argument: &str) -> String {
        let method = format!("org.freedesktop.Secret.Service.{method}");
        let path = "/org/freedesktop/secrets";
        let call = ["call", "--session", "--dest=org.freedesktop.secrets", "--object-path", path, "--method"];
        let answer = self.run("gdbus", &[&call[..], &[method.as_str(), argument]].concat());
        assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
        String::from_utf8(answer.stdout).unwrap()
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Output {
        self.in_env(bounded(program).args(arguments)).output().unwrap()
    }
}

/// A process and whatever it started; killed when dropped.
struct Group(Child);

impl Group {
    /// Signals the program and the `timeout` around it.
    fn signal(&self, name: &str) {
        let group = format!("-{}", self.0.id());
        let done = Command::new("kill").args(["-s", name, "--", &group]).status();
        assert!(done.is_ok_and(|done| done.success()) || std::thread::panicking(), "kill -s {name} failed");
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if matches!(self.0.try_wait(), Ok(None)) {
            // `timeout` passes it on, kills what does not heed it in 2 s, and reaps it.
            self.signal("TERM");
            self.signal("CONT");
            let _ = self.0.wait();
        }
    }
}

fn bounded(program: &str) -> Command {
    let mut command = Command::new("timeout");
    command.args(["--kill-after=2", bound_secs(), program]).process_group(0).stdin(Stdio::null()).stderr(Stdio::null());
    command
}
