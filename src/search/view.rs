//! The ready-made views and the orders a list can stand in.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{Timestamp, ToSpan};

use super::fold;
use super::row::Row;
use crate::domain::query::{Condition, Query};
use crate::domain::{AgentId, LeadStatus};

/// A ready-made view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum View {
    #[default]
    All,
    /// Assigned to me.
    Mine,
    /// Assigned to nobody.
    Unassigned,
    /// The last words are the customer's.
    Unanswered,
    /// Not closed, and no change for seven days.
    Stale,
    /// Has changes that are not yet confirmed.
    WaitingToSend,
}

/// What membership of a view depends on beside the row.
#[derive(Clone, Debug, Default)]
pub struct Viewpoint {
    /// My agent ids, on all bots.
    pub me: Vec<AgentId>,
    /// The address book: what `agent:NAME` looks in.
    pub agents: Arc<BTreeMap<AgentId, String>>,
    /// Leads that did not change since then are stale.
    pub stale_before: Timestamp,
}

impl Viewpoint {
    /// How it looks from `now`: stale after seven days.
    pub fn at(now: Timestamp, me: Vec<AgentId>) -> Self {
        Self {
            me,
            agents: Arc::default(),
            stale_before: now.checked_sub((7 * 24).hours()).unwrap_or(Timestamp::UNIX_EPOCH),
        }
    }
}

impl Viewpoint {
    /// The same with an address book.
    #[must_use]
    pub fn knowing(self, agents: &Arc<BTreeMap<AgentId, String>>) -> Self {
        Self { agents: Arc::clone(agents), ..self }
    }
}

impl View {
    pub const READY_MADE: [Self; 6] =
        [Self::All, Self::Mine, Self::Unassigned, Self::Unanswered, Self::Stale, Self::WaitingToSend];

    /// The name in the rail of views.
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "All leads",
            Self::Mine => "Mine",
            Self::Unassigned => "Unassigned",
            Self::Unanswered => "Unanswered",
            Self::Stale => "Stale",
            Self::WaitingToSend => "Waiting to send",
        }
    }

    /// The name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Mine => "mine",
            Self::Unassigned => "unassigned",
            Self::Unanswered => "unanswered",
            Self::Stale => "stale",
            Self::WaitingToSend => "waiting_to_send",
        }
    }

    /// The inverse of [`View::as_str`].
    pub fn from_name(name: &str) -> Option<Self> {
        Self::READY_MADE.into_iter().find(|view| view.as_str() == name)
    }

    /// Whether the row stands in this view.
    pub fn holds(self, row: &Row, from: &Viewpoint) -> bool {
        match self {
            Self::All => true,
            Self::Mine => row.agent.as_ref().is_some_and(|agent| from.me.contains(agent)),
            Self::Unassigned => row.agent.is_none(),
            Self::Unanswered => row
                .last_message
                .as_ref()
                .and_then(|m| m.by.as_deref())
                .is_some_and(|by| by.eq_ignore_ascii_case("user")),
            Self::Stale => {
                row.status != Some(LeadStatus::Closed) && row.updated_at.is_some_and(|at| at < from.stale_before)
            }
            Self::WaitingToSend => row.pending.is_some(),
        }
    }
}

/// The order of a list. Ties stand in the order of the leads' numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Newest change at the vendor first; leads without a time last.
    #[default]
    NewestChange,
    Name,
}

impl Sort {
    /// How two rows stand to each other.
    pub fn compare(self, a: &Row, b: &Row) -> Ordering {
        match self {
            Self::NewestChange => b.updated_at.cmp(&a.updated_at),
            Self::Name => fold::fold(&a.name).cmp(&fold::fold(&b.name)),
        }
        .then_with(|| a.id.cmp(&b.id))
    }
}

/// A query made ready for matching: its words folded once.
#[derive(Clone, Debug, Default)]
pub struct Matcher(Vec<(bool, Ready)>);

#[derive(Clone, Debug)]
enum Ready {
    /// Folded text, and its digits where it is nothing but a phone number.
    Text(String, Option<String>),
    Status(LeadStatus),
    Tag(String),
    /// One of these agents; nobody.
    Agents(Vec<AgentId>),
    Nobody,
}

impl Matcher {
    pub fn new(query: &Query, from: &Viewpoint) -> Self {
        Self(
            query
                .terms
                .iter()
                .map(|term| {
                    let ready = match &term.what {
                        Condition::Text(text) => Ready::Text(fold::fold(text), phone_digits(text)),
                        Condition::Status(status) => Ready::Status(status.clone()),
                        Condition::Tag(tag) => Ready::Tag(fold::fold(tag)),
                        Condition::Agent(word) => agents_called(word, from),
                    };
                    (term.negated, ready)
                })
                .collect(),
        )
    }

    /// Whether all conditions hold.
    pub fn matches(&self, row: &Row) -> bool {
        self.0.iter().all(|(negated, ready)| {
            let found = match ready {
                Ready::Text(text, digits) => row.contains(text) || digits.as_ref().is_some_and(|d| row.contains(d)),
                Ready::Status(status) => row.status.as_ref() == Some(status),
                Ready::Tag(tag) => row.tags.iter().any(|t| fold::fold(t) == *tag),
                Ready::Agents(agents) => row.agent.as_ref().is_some_and(|agent| agents.contains(agent)),
                Ready::Nobody => row.agent.is_none(),
            };
            found != *negated
        })
    }
}

/// Whom `agent:WORD` means: me, nobody, an id, or everybody in the address book whose name has the word in it.
fn agents_called(word: &str, from: &Viewpoint) -> Ready {
    match fold::fold(word).as_str() {
        "me" => Ready::Agents(from.me.clone()),
        "nobody" | "none" => Ready::Nobody,
        folded => {
            let named = from.agents.iter().filter(|(_, name)| fold::fold(name).contains(folded));
            Ready::Agents(named.map(|(id, _)| id.clone()).chain([AgentId::from(word)]).collect())
        }
    }
}

/// The digits of a text that can only be meant as (part of) a phone number (`+49 (555)`, `0049 555`, `(55)`): nothing
/// but digits and the marks people put between them; three digits, or two beside such a mark. A leading `00` is the
/// same as `+`.
fn phone_digits(text: &str) -> Option<String> {
    let digits = crate::domain::phone::digits(text);
    let only = text.chars().all(|c| c.is_numeric() || c.is_whitespace() || "+-()./".contains(c));
    let abroad = digits.strip_prefix("00").filter(|rest| rest.len() >= 2);
    let marked = abroad.is_some() || digits.chars().count() < text.chars().count();
    let enough = if marked { 2 } else { 3 };
    let plain = abroad.unwrap_or(&digits);
    (only && plain.len() >= enough).then(|| plain.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Lead, LeadId, LeadKind, RemoteId};
    use crate::search::row::RowMarks;

    #[test]
    fn a_phone_is_found_as_it_is_shown_and_in_other_spellings() {
        let mut lead = Lead::empty("a".into(), RemoteId::from("1"), LeadKind::Lead);
        (lead.dial_code, lead.phone) = (Some("49".to_owned()), Some("55000001".to_owned()));
        let marks = RowMarks { read_at: Timestamp::UNIX_EPOCH, pending: None, changed: false, gone: false };
        let row = Row::new(LeadId(1), &lead, marks);
        for typed in ["+49 55000001", "+49", "0049 55000001", "(55) 000001", "+4955", "55-000-001", "55000001"] {
            assert!(Matcher::new(&Query::parse(typed).unwrap(), &Viewpoint::default()).matches(&row), "{typed}");
        }
        assert!(!Matcher::new(&Query::parse("55000002").unwrap(), &Viewpoint::default()).matches(&row));
    }

    #[test]
    fn an_agent_is_found_by_me_by_nobody_by_id_and_by_name() {
        let marks = || RowMarks { read_at: Timestamp::UNIX_EPOCH, pending: None, changed: false, gone: false };
        let held = |id: i64, agent: Option<&str>| {
            let mut lead = Lead::empty("a".into(), RemoteId::from(id.to_string()), LeadKind::Lead);
            lead.agent = agent.map(AgentId::from);
            Row::new(LeadId(id), &lead, marks())
        };
        let rows = [held(1, Some("64aa")), held(2, Some("64bb")), held(3, None), held(4, Some("64cc"))];
        let names = BTreeMap::from([(AgentId::from("64bb"), "Zoë Böhm".to_owned())]);
        let from = Viewpoint::at(Timestamp::UNIX_EPOCH, vec!["64aa".into()]).knowing(&Arc::new(names));
        for (typed, found) in [
            ("agent:me", vec![1]),
            ("-agent:me", vec![2, 3, 4]),
            ("agent:nobody", vec![3]),
            ("agent:64cc", vec![4]),
            ("agent:zoe", vec![2]),
            ("agent:\"böhm\"", vec![2]),
            ("agent:stranger", vec![]),
        ] {
            let matcher = Matcher::new(&Query::parse(typed).unwrap(), &from);
            let hits: Vec<i64> = rows.iter().filter(|row| matcher.matches(row)).map(|row| row.id.0).collect();
            assert_eq!(hits, found, "{typed}");
        }
    }
}
