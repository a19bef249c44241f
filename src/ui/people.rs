//! Small facts about people in the words of the window: who wrote, what an agent is called.

use crate::bridge::Snapshot;
use crate::domain::{AccountName, AgentId, LastMessage};

/// How the journal signs what was done before I had a name.
const NAMELESS: &str = "me";

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

/// Who made a change, by the name in the journal: "you" under the name that I have now, or had none.
pub fn signed<'w>(who: &'w str, snapshot: &Snapshot) -> &'w str {
    let is_me = who.is_empty() || who == NAMELESS || who == snapshot.settings.my_name;
    if is_me { super::text::BY_YOU } else { who }
}

/// How many leads an agent holds, on all bots.
pub fn leads_of(id: &AgentId, snapshot: &Snapshot) -> usize {
    let first = (id.clone(), AccountName::from(""));
    snapshot.agent_counts.range(first..).take_while(|((agent, _), _)| agent == id).map(|(_, count)| count).sum()
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

/// "13th visit".
pub fn visits_words(n: i64) -> String {
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{ending} visit")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visits_are_counted_as_people_say_it() {
        let said: Vec<String> = [1, 2, 3, 4, 11, 12, 13, 21, 112, 1013].into_iter().map(visits_words).collect();
        assert_eq!(said[..3], ["1st visit", "2nd visit", "3rd visit"]);
        assert_eq!(said[4..8], ["11th visit", "12th visit", "13th visit", "21st visit"]);
        assert_eq!(said[8..], ["112th visit", "1013th visit"]);
    }

    #[test]
    fn the_journal_says_you_for_my_name_and_names_others() {
        let mut snapshot = Snapshot::starting(jiff::Timestamp::UNIX_EPOCH);
        let settings = crate::bridge::SettingsView { my_name: "Mira Tan".to_owned(), ..Default::default() };
        snapshot.settings = std::sync::Arc::new(settings);
        let said: Vec<_> = ["Mira Tan", "me", "", "Arif"].iter().map(|who| signed(who, &snapshot)).collect();
        assert_eq!(said, ["you", "you", "you", "Arif"]);
    }
}
