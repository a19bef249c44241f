//! Access tokens that a fake has handed out: until when, and for how many calls, each of them opens something.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::json;

use super::base64::base64_url;
use super::seed;

/// How long a token is good.
#[derive(Clone, Copy)]
pub(super) struct Life {
    /// 0 is expired at once.
    pub(super) ttl_secs: u64,
    /// It also ends after this many calls.
    pub(super) calls: Option<u32>,
}

/// The tokens of one vendor.
pub(super) struct Tokens {
    seed: u64,
    vendor: &'static str,
    out: Mutex<Out>,
}

#[derive(Default)]
struct Out {
    issued: u64,
    alive: HashMap<String, Token>,
}

struct Token {
    until_ms: i64,
    calls_left: Option<u32>,
}

impl Tokens {
    pub(super) fn new(seed: u64, vendor: &'static str) -> Self {
        Self { seed, vendor, out: Mutex::default() }
    }

    /// A new token in the look of a JWT. Each differs from every other.
    pub(super) fn issue(&self, life: Life, now_ms: i64) -> String {
        let mut out = self.out();
        out.alive.retain(|_, token| token.until_ms > now_ms);
        out.issued += 1;
        let payload = json!({ "iss": "sandbox", "iat": now_ms / 1_000, "jti": out.issued }).to_string();
        let parts = [r#"{"alg":"RS256","typ":"JWT"}"#.to_owned(), payload];
        let signature = seed::hex(self.seed, &format!("{} token {} {now_ms}", self.vendor, out.issued), 64);
        let text = format!("{}.{signature}", parts.map(|part| base64_url(part.as_bytes())).join("."));
        let life_ms = i64::try_from(life.ttl_secs.saturating_mul(1_000)).unwrap_or(i64::MAX);
        let token = Token { until_ms: now_ms.saturating_add(life_ms), calls_left: life.calls };
        out.alive.insert(text.clone(), token);
        text
    }

    /// Whether a token opens a call now. A call that it opens counts against those it is good for.
    pub(super) fn admit(&self, text: &str, now_ms: i64) -> bool {
        let mut out = self.out();
        match out.alive.get_mut(text).filter(|token| token.until_ms > now_ms) {
            None | Some(Token { calls_left: Some(0), .. }) => false,
            Some(Token { calls_left: Some(left), .. }) => {
                *left -= 1;
                true
            }
            Some(Token { calls_left: None, .. }) => true,
        }
    }

    /// Ends every token that is out; returns how many there were.
    pub(super) fn revoke(&self) -> usize {
        let mut out = self.out();
        let count = out.alive.len();
        out.alive.clear();
        count
    }

    /// How many were handed out since the start.
    pub(super) fn issued(&self) -> u64 {
        self.out().issued
    }

    fn out(&self) -> MutexGuard<'_, Out> {
        self.out.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
