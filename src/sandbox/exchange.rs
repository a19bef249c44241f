//! One request and one answer as plain values: what a fake vendor sees of HTTP.

use hyper::HeaderMap;
use hyper::body::Bytes;
use serde_json::Value;

/// A request whose body has arrived.
pub(super) struct Request {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Request {
    /// The first query value of that name.
    pub(super) fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A header's value, when it is text.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// What the body says it is, in lower case and without its parameters; empty where it says nothing.
    pub(super) fn media_type(&self) -> String {
        self.header("content-type").unwrap_or("").split(';').next().unwrap_or("").trim().to_lowercase()
    }

    /// The text after a scheme of `Authorization`; schemes are the same in any case.
    pub(super) fn authorization(&self, scheme: &str) -> Option<&str> {
        let (given, text) = self.header("authorization")?.split_once(' ')?;
        given.eq_ignore_ascii_case(scheme).then_some(text)
    }

    /// The members of a form, decoded; `None` where the body is not said to be one.
    pub(super) fn form(&self) -> Option<Vec<(String, String)>> {
        let text = std::str::from_utf8(&self.body).ok()?;
        (self.media_type() == "application/x-www-form-urlencoded").then(|| query_pairs(text))
    }

    /// The body as JSON.
    pub(super) fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }
}

/// An answer before any fault touches it.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// An answer in JSON that is written out already.
    pub(super) fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: vec![("content-type", "application/json; charset=utf-8".into())], body: body.into() }
    }

    /// A page for people, as proxies and portals send.
    pub(super) fn html(status: u16, body: &str) -> Self {
        Self { status, headers: vec![("content-type", "text/html; charset=utf-8".into())], body: body.into() }
    }

    /// Words without a form.
    pub(super) fn text(status: u16, body: &str) -> Self {
        Self { status, headers: vec![("content-type", "text/plain; charset=utf-8".into())], body: body.into() }
    }

    /// No body at all.
    pub(super) fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    pub(super) fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// Splits and decodes `a=1&b=x%20y`; what is no valid escape stays as it is.
pub(super) fn query_pairs(raw: &str) -> Vec<(String, String)> {
    raw.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), decoded(value))
        })
        .collect()
}

fn decoded(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let escape = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match (byte, escape.and_then(|hex| u8::from_str_radix(hex, 16).ok())) {
            (b'%', Some(value)) => {
                out.push(value);
                rest = &after[2..];
                continue;
            }
            (b'+', _) => out.push(b' '),
            _ => out.push(byte),
        }
        rest = after;
    }
    String::from_utf8_lossy(&out).into_owned()
}
