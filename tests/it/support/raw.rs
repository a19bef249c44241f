//! HTTP/1.1 by hand, for tests of the sandbox: neither our client nor a library, which could share a mistake with it.
// Helpers of tests: a panic is the report.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests: a panic is the report")]

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use leadline::sandbox::{Sandbox, SandboxOptions};
use serde_json::Value;

/// What came back for one request.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let line = self.head.lines().find(|line| line.to_lowercase().starts_with(&format!("{name}:")))?;
        Some(line[name.len() + 1..].trim())
    }

    pub(crate) fn is_html(&self) -> bool {
        self.header("content-type").is_some_and(|kind| kind.starts_with("text/html"))
    }
}

/// Writes one request by hand and reads until the server closes.
pub(crate) fn ask(
    address: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> std::io::Result<Reply> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    for (name, value) in headers {
        request += &format!("{name}: {value}\r\n");
    }
    if !body.is_empty() {
        request += &format!("Content-Length: {}\r\n", body.len());
    }
    stream.write_all(format!("{request}\r\n{body}").as_bytes())?;
    let mut raw = Vec::new();
    stream.read_to_end(&mut raw)?;
    let Some(end) = raw.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Err(ErrorKind::UnexpectedEof.into());
    };
    let head = String::from_utf8(raw[..end].to_vec()).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Ok(Reply { status, head, body: raw[end + 4..].to_vec() })
}

/// One vendor of a running sandbox, with what is needed to talk to it.
pub(crate) struct Desk {
    pub(crate) sandbox: Sandbox,
    pub(crate) vendor: &'static str,
    pub(crate) about: Value,
    pub(crate) address: String,
    pub(crate) control: String,
}

impl Desk {
    pub(crate) fn new(vendor: &'static str, options: SandboxOptions) -> Self {
        let sandbox = Sandbox::start(options).unwrap();
        let all = sandbox.describe();
        let address = |value: &Value| value.as_str().unwrap().trim_start_matches("http://").to_owned();
        let about = all["vendors"][vendor].clone();
        let (address, control) = (address(&about["base_url"]), address(&all["control"]["base_url"]));
        Self { sandbox, vendor, about, address, control }
    }

    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        ask(&self.address, method, path, headers, body).unwrap()
    }

    pub(crate) fn credential(&self, name: &str) -> &str {
        self.about["credentials"][name].as_str().unwrap()
    }

    /// `Basic` of the client id and a secret.
    pub(crate) fn basic(&self, secret: &str) -> String {
        format!("Basic {}", base64(format!("{}:{secret}", self.credential("client_id")).as_bytes()))
    }

    /// Turns switches of this vendor.
    pub(crate) fn switch(&self, patch: &Value) {
        let mut all = serde_json::Map::new();
        all.insert(self.vendor.to_owned(), patch.clone());
        self.sandbox.set_options(&all.into()).unwrap();
    }

    /// Arms `ENDPOINT:KIND[:TIMES]` and nothing else.
    pub(crate) fn fault(&self, word: &str) {
        self.sandbox.clear_faults();
        self.sandbox.add_fault(format!("{}:{word}", self.vendor).parse().unwrap());
    }

    /// What the control port says about this vendor.
    pub(crate) fn state(&self) -> Value {
        ask(&self.control, "GET", "/state", &[], "").unwrap().json()["vendors"][self.vendor].clone()
    }

    /// What the vendor has kept, oldest first.
    pub(crate) fn events(&self) -> Vec<Value> {
        self.sandbox.recorded(self.vendor).into_iter().map(|entry| entry["event"].clone()).collect()
    }

    /// The log of the control port as text.
    pub(crate) fn log(&self) -> Value {
        ask(&self.control, "GET", "/log", &[], "").unwrap().json()
    }
}

/// Base64 by arithmetic on one number, another way than the sandbox's.
pub(crate) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
    let sixes = bits.as_bytes().chunks(6);
    let mut text: String = sixes
        .map(|six| {
            let padded = format!("{:0<6}", std::str::from_utf8(six).unwrap());
            char::from(LETTERS[usize::from_str_radix(&padded, 2).unwrap()])
        })
        .collect();
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}

/// The bytes of base64 text, with or without padding; `None` where it is none.
pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bits = String::new();
    for letter in text.trim_end_matches('=').chars() {
        bits += &format!("{:06b}", LETTERS.find(letter)?);
    }
    let bytes = bits.as_bytes().chunks_exact(8);
    bytes.map(|eight| u8::from_str_radix(std::str::from_utf8(eight).ok()?, 2).ok()).collect()
}

/// Percent-encodes everything but letters and digits.
pub(crate) fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
