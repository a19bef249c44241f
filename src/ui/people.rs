//! Small facts about people in the words of the window: who wrote, what an agent is called.

use crate::bridge::Snapshot;
use crate::domain::{AgentId, LastMessage};

/// Who wrote a message. The vendor does not say which agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writer {
    Customer,
    Bot,
    Agent,
}

impl Writer {
    /// Reads the vendor's word; what is not known to be the bot's or an agent's is the customer's.
    pub fn of(message: &LastMessage) -> Self {
        match message.by.as_deref() {
            Some(by) if by.eq_ignore_ascii_case("bot") => Self::Bot,
            Some(by) if by.eq_ignore_ascii_case("agent") => Self::Agent,
            _ => Self::Customer,
        }
    }
}

/// The name of an agent: from the address book, else the beginning of the id. "You" is me.
pub fn agent(id: &AgentId, snapshot: &Snapshot) -> String {
    if snapshot.me.contains(id) {
        return "You".to_owned();
    }
    match snapshot.agents.get(id) {
        Some(name) => name.clone(),
        None => id.as_str().chars().take(8).collect(),
    }
}

/// The same with its full name: "Mira Tan (you)".
pub fn agent_in_full(id: &AgentId, snapshot: &Snapshot) -> String {
    let name = snapshot.agents.get(id);
    match (name, snapshot.me.contains(id)) {
        (Some(name), true) => format!("{name} (you)"),
        (Some(name), false) => name.clone(),
        (None, true) => "You".to_owned(),
        (None, false) => id.as_str().to_owned(),
    }
}

/// Up to two letters for an avatar: "NÖ". Digits and signs give none.
pub fn initials(name: &str) -> String {
    let words: Vec<char> = name.split_whitespace().filter_map(|word| word.chars().next()).collect();
    let ends = match words.as_slice() {
        [] => return String::new(),
        [one] => vec![*one],
        [first, .., last] => vec![*first, *last],
    };
    ends.into_iter().filter(|c| c.is_alphabetic()).flat_map(char::to_uppercase).collect()
}
