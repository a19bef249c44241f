//! Whose events are kept: programs that look like people's, and people who are tracked (contract line 7).

use std::collections::HashSet;

use serde_json::Value;

use super::super::seed;

/// Words in the names of programs that nobody sits before.
const BOTS: &[&str] = &["bot", "crawl", "spider", "curl", "wget", "python", "okhttp", "reqwest", "headless"];

/// Whether a program looks like a bot or cannot be recognised. A product and its version can.
pub(super) fn looks_like_a_bot(user_agent: Option<&str>) -> bool {
    let agent = user_agent.unwrap_or("").to_lowercase();
    let product = agent.split(' ').next().unwrap_or("");
    let named = product.split_once('/').is_some_and(|(name, version)| !name.is_empty() && !version.is_empty());
    !named || BOTS.iter().any(|word| agent.contains(word))
}

/// The people the shop knows: the sandbox's seeded ones, by address and by number.
pub(super) struct Tracked {
    emails: HashSet<String>,
    phones: HashSet<String>,
}

impl Tracked {
    /// Makes every record of the seed once, which takes a moment for a million of them.
    pub(super) fn seeded(seed: u64, base_ms: i64, count: usize) -> Self {
        let mut all = Self { emails: HashSet::new(), phones: HashSet::new() };
        for index in 0..count as u64 {
            let contact = &seed::record(seed, base_ms, index)["profile"]["userDetails"]["contact"];
            if let Some(email) = contact["email"].as_str() {
                all.emails.insert(email.trim().to_lowercase());
            }
            let digits = |value: &Value| {
                let text = value.as_str().unwrap_or("");
                text.chars().filter(char::is_ascii_digit).collect::<String>()
            };
            all.phones.insert(format!(
                "+{}{}",
                digits(&contact["phone"]["prefix"]),
                digits(&contact["phone"]["number"])
            ));
        }
        all
    }

    /// Whether an event is about one of them.
    pub(super) fn has(&self, event: &Value) -> bool {
        event["email"].as_str().is_some_and(|email| self.emails.contains(&email.trim().to_lowercase()))
            || event["phoneNumber"].as_str().is_some_and(|phone| self.phones.contains(phone))
    }
}
