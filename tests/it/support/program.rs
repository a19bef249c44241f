//! The program as a person or a script calls it: the built binary in a private session, with files of its own.
//!
//! Every call runs under `timeout`, so that none outlives its bound.

#![allow(clippy::unwrap_used, clippy::panic, reason = "in a test's support, too, a panic is the report")]

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::process::ExitStatusExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use leadline::sandbox::{Sandbox, SandboxOptions};
use serde_json::Value;

use super::session::Session;

/// Seconds after which a call is killed.
const BOUND_SECS: &str = "90";

/// The name of the account that [`Program::connect`] writes down.
pub(crate) const ACCOUNT: &str = "main-bot";

/// How a call ended, and what it said.
#[derive(Debug)]
pub(crate) struct Ran {
    /// `None`: killed by a signal.
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// Left with this code.
    #[track_caller]
    pub(crate) fn with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "stdout: {}\nstderr: {}", self.out, self.err);
        self
    }

    /// Left with 0.
    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        self.with(0)
    }

    /// Left with this code, said why on stderr, and printed nothing.
    #[track_caller]
    pub(crate) fn refused(self, code: i32, words: &str) -> Self {
        let ran = self.with(code);
        assert!(ran.err.contains(words), "“{words}” is not in: {}", ran.err);
        assert_eq!(ran.out, "", "data in spite of a refusal");
        ran
    }

    /// stdout as the one JSON value that it is.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.out.matches('\n').count(), 1, "one line: {:?}", self.out);
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }

    /// The lines of stdout.
    pub(crate) fn lines(&self) -> Vec<&str> {
        self.out.lines().collect()
    }
}

/// The program in a session.
pub(crate) struct Program {
    pub(crate) session: Session,
}

impl Program {
    /// In a session with an unlocked keyring.
    pub(crate) fn start() -> Self {
        let mut session = Session::start();
        session.start_keyring();
        Self { session }
    }

    /// The settings file of the default profile.
    pub(crate) fn config_file(&self) -> PathBuf {
        self.session.dir().join("config/leadline/config.toml")
    }

    /// The folder of the default profile's database.
    pub(crate) fn database_dir(&self) -> PathBuf {
        self.session.dir().join("data/leadline/default")
    }

    /// The default profile's log.
    pub(crate) fn log_file(&self) -> PathBuf {
        self.session.dir().join("state/leadline/default/leadline.log")
    }

    /// Writes the settings of the default profile.
    pub(crate) fn configure(&self, text: &str) {
        std::fs::create_dir_all(self.config_file().parent().unwrap()).unwrap();
        std::fs::write(self.config_file(), text).unwrap();
    }

    /// Writes settings with one unpaced account at these fakes and stores its credential.
    pub(crate) fn connect(&self, description: &Value) {
        self.configure(&settings(description, ""));
        self.run_with(&["credential", "set", ACCOUNT], &credential(description)).ok();
    }

    /// A small sandbox in this process, connected and synced.
    pub(crate) fn with_sandbox(options: SandboxOptions) -> (Self, Sandbox) {
        let program = Self::start();
        let sandbox = Sandbox::start(options).unwrap();
        program.connect(&sandbox.describe());
        program.run(&["sync"]).ok();
        (program, sandbox)
    }

    /// The program with these arguments, in the session, not yet started and not bounded.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        self.prepared(env!("CARGO_BIN_EXE_leadline"), arguments)
    }

    fn prepared(&self, program: &str, arguments: &[impl AsRef<OsStr>]) -> Command {
        let mut command = Command::new(program);
        self.session.in_env(&mut command);
        for (name, _) in std::env::vars_os() {
            let name_text = name.to_string_lossy().to_uppercase();
            if name_text.starts_with("LEADLINE_") || name_text.ends_with("_PROXY") || name_text == "NO_COLOR" {
                command.env_remove(name);
            }
        }
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// The same under `timeout`.
    pub(crate) fn bounded(&self, arguments: &[&str]) -> Command {
        let mut all = vec!["--kill-after=2", BOUND_SECS, env!("CARGO_BIN_EXE_leadline")];
        all.extend(arguments);
        self.prepared("timeout", &all)
    }

    /// Runs it to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        finish(&mut self.bounded(arguments), "")
    }

    /// The same with something on stdin.
    pub(crate) fn run_with(&self, arguments: &[&str], stdin: &str) -> Ran {
        finish(&mut self.bounded(arguments), stdin)
    }

    /// The same with further variables.
    pub(crate) fn run_in(&self, variables: &[(&str, &str)], arguments: &[&str]) -> Ran {
        finish(self.bounded(arguments).envs(variables.iter().copied()), "")
    }

    /// The outbox as JSON.
    #[track_caller]
    pub(crate) fn outbox(&self) -> Vec<Value> {
        self.run(&["outbox", "--json"]).ok().json().as_array().unwrap().clone()
    }

    /// The leads of a query as JSON.
    #[track_caller]
    pub(crate) fn leads(&self, query: &str) -> Vec<Value> {
        self.run(&["leads", query, "--format", "json"]).ok().json().as_array().unwrap().clone()
    }
}

/// Settings with one unpaced account at the fakes that `description` tells of; `more` goes into the account.
pub(crate) fn settings(description: &Value, more: &str) -> String {
    let vendor = &description["vendors"]["rayzing"];
    format!(
        "[[account]]\nname = \"{ACCOUNT}\"\nvendor = \"rayzing\"\nbase_url = {}\nbot_id = {}\ncustomer_id = {}\n\
         requests_per_second = 0\n{more}\n",
        vendor["base_url"], vendor["bot_id"], vendor["customer_id"]
    )
}

/// The lines of stdin that `credential set` wants.
pub(crate) fn credential(description: &Value) -> String {
    format!("token={}\n", token(description))
}

/// The token of the fake.
pub(crate) fn token(description: &Value) -> &str {
    description["vendors"]["rayzing"]["credentials"]["token"].as_str().unwrap()
}

/// Runs a command to its end with this on stdin.
pub(crate) fn finish(command: &mut Command, stdin: &str) -> Ran {
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    // A command that does not read is free to end before everything is written.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    let output = child.wait_with_output().unwrap();
    Ran {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// `leadline sandbox` as a process of its own; ended when dropped.
pub(crate) struct Served {
    child: Child,
    pub(crate) description: Value,
}

impl Served {
    /// Starts it and reads its first line.
    pub(crate) fn start(program: &Program, arguments: &[&str]) -> Self {
        let mut child = program.bounded(&[&["sandbox"], arguments].concat()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, description: serde_json::from_str(&line).unwrap() }
    }

    /// Asks its control port.
    pub(crate) fn control(&self, what: &str) -> Value {
        let address = self.description["control"]["base_url"].as_str().unwrap().trim_start_matches("http://");
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        write!(stream, "GET {what} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        serde_json::from_str(body).unwrap()
    }

    /// Sends it a signal and waits for its end; the number of the signal that ended it.
    pub(crate) fn signalled(mut self, name: &str) -> Option<i32> {
        signal(&self.child, name);
        // `timeout` ends the way its program did.
        self.child.wait().unwrap().signal()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            // `timeout` passes it on.
            signal(&self.child, "TERM");
            let _ = self.child.wait();
        }
    }
}

/// Sends a child a signal by its id.
pub(crate) fn signal(child: &Child, name: &str) {
    let _ = Command::new("kill").args(["-s", name, &child.id().to_string()]).status();
}

/// Waits until something holds; for what no channel tells.
#[track_caller]
pub(crate) fn wait_for(what: &str, mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < Duration::from_secs(60), "still waiting for {what}");
        sleep(Duration::from_millis(2));
    }
}

/// Lets that much time pass: the moment at which something is killed.
pub(crate) fn pause(time: Duration) {
    sleep(time);
}
