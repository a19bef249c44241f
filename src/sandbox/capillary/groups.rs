//! The groups of an answer: which there are, what stands in each, and what a filter leaves of them.

use super::history::History;
use super::item::Item;
use super::quirks::TypeFilter;

/// Groups of messages that are always there, empty or not. `phone` repeats `sms` (contract section 3.1).
const ALWAYS: &[&str] = &["email", "sms", "phone", "whatsapp", "zalo", "line", "viber"];
/// Words of the `type` parameter that are no group of the one network that has messages.
const SOCIAL: &[&str] = &["checkin", "like", "comment", "mention", "retweet", "tweet"];

/// What `type` asks for, where it is heeded at all.
pub(super) struct Filter<'a>(Option<&'a str>);

impl<'a> Filter<'a> {
    pub(super) fn new(word: Option<&'a str>, mode: TypeFilter) -> Self {
        Self(word.filter(|word| mode == TypeFilter::Applied && !word.is_empty()))
    }

    /// Whether a group is answered.
    pub(super) fn takes(&self, group: &str) -> bool {
        match self.0 {
            None => true,
            Some("emailbulk") => group == "email",
            Some("feedback") => group == "survey",
            Some(word) if SOCIAL.contains(&word) => false,
            Some(word) => group == word,
        }
    }

    /// Whether a group of a social network is answered.
    pub(super) fn takes_social(&self, group: &str) -> bool {
        self.0.is_none_or(|word| word == group)
    }

    /// `email` is mail about something that happened, `emailbulk` is mail to many.
    fn takes_item(&self, item: &Item) -> bool {
        match self.0 {
            Some("email") => item.campaign == -1,
            Some("emailbulk") => item.campaign != -1,
            _ => true,
        }
    }
}

/// The groups of messages with their messages, as served.
pub(super) fn messages<'h>(history: &'h History, filter: &Filter<'_>) -> Vec<(&'h str, Vec<&'h Item>)> {
    let of = |group: &str| {
        let source = if group == "phone" { "sms" } else { group };
        history.items.iter().filter(|item| item.group == source && filter.takes_item(item)).collect::<Vec<_>>()
    };
    // Groups of products that no document of this interface names are there only where something stands in them.
    let mut groups = ALWAYS.to_vec();
    for item in &history.items {
        if !groups.contains(&item.group.as_ref()) {
            groups.push(&item.group);
        }
    }
    groups.into_iter().filter(|group| filter.takes(group)).map(|group| (group, of(group))).collect()
}
