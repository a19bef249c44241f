//! Finding out how a vendor takes lists, before the first list edit of an account goes out: what is offered, asked and
//! answered. The panel that draws it stands over the timeline ([`super::lead::find_out`]).

use super::actions::can_edit;
use super::state::{Screen, UiState};
use super::{text, walking};
use crate::bridge::{AccountHealth, Answer, Command, OpenLead, OutboxView, ProbeReport, Refused, Snapshot, question};
use crate::domain::{AccountName, LeadId, List, ListKnowledge, OutboxItem, OutboxState};

/// What can be asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum FindOutAction {
    /// What it would do, in full, over this lead.
    Open { account: AccountName, lead: LeadId },
    /// It stands over a lead and stays open while another one is chosen.
    Stay(AccountName),
    /// Folded to one line; the changes wait.
    Later,
    /// On this lead, now.
    Begin { account: AccountName, lead: LeadId },
    /// The same on the open lead, while it is offered over it: what the key does.
    BeginHere,
    /// What was found has been read.
    PutAway,
}

impl FindOutAction {
    /// Whether it can be done now; the reason in words when not.
    ///
    /// # Errors
    /// Why not, to stand beside a disabled control.
    pub fn available(&self, snapshot: &Snapshot, state: &UiState) -> Result<(), &'static str> {
        match self {
            Self::Begin { .. } if state.finding.is_running() => Err(text::FINDING_OUT_NOW),
            Self::Begin { lead, .. } => can_edit(snapshot, *lead),
            Self::BeginHere => {
                let open = snapshot.open.as_deref().ok_or(text::NO_LEAD_CHOSEN)?;
                match shown(open, snapshot, state) {
                    Some(Shown::Offered(..)) => can_edit(snapshot, open.view.id),
                    _ => Err(words::NOT_OFFERED),
                }
            }
            _ => Ok(()),
        }
    }
}

/// How far it is.
#[derive(Default)]
pub struct FindOut {
    /// It was put off for this account: one line stays.
    later: Option<AccountName>,
    /// It is open for this account, on whichever lead is chosen.
    open: Option<AccountName>,
    asked: Option<Asked>,
    found: Option<(AccountName, Result<ProbeReport, String>)>,
}

struct Asked {
    account: AccountName,
    lead_name: String,
    answer: Answer<Result<ProbeReport, Refused>>,
}

impl std::fmt::Debug for FindOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FindOut").field("open", &self.open).field("running", &self.is_running()).finish_non_exhaustive()
    }
}

/// What is to be drawn over a lead.
#[derive(Debug)]
pub enum Shown<'a> {
    /// One line: some changes wait.
    Folded(&'a AccountHealth, Vec<List>),
    /// What it would do.
    Offered(&'a AccountHealth, Vec<List>),
    /// At work on the lead of this name.
    Running(&'a str),
    /// What was found, or why nothing could be.
    Found(&'a AccountHealth, &'a Result<ProbeReport, String>),
}

impl FindOut {
    /// It stays open for this account, whichever lead is chosen.
    pub fn stays(&self, account: &AccountName) -> bool {
        self.open.as_ref() == Some(account)
    }

    /// A probe is at work.
    pub fn is_running(&self) -> bool {
        self.asked.is_some()
    }
}

/// What stands over the open lead.
pub fn shown<'a>(open: &OpenLead, snapshot: &'a Snapshot, state: &'a UiState) -> Option<Shown<'a>> {
    let name = &open.view.lead.account;
    let health = snapshot.accounts.iter().find(|health| health.account == *name)?;
    let finding = &state.finding;
    if let Some(asked) = finding.asked.as_ref().filter(|asked| asked.account == *name) {
        return Some(Shown::Running(&asked.lead_name));
    }
    if let Some((_, found)) = finding.found.as_ref().filter(|(account, _)| account == name) {
        return Some(Shown::Found(health, found));
    }
    let waiting = waiting(open, health);
    if not_known(health).is_empty() {
        return None;
    }
    if finding.open.as_ref() == Some(name) {
        return Some(Shown::Offered(health, not_known(health)));
    }
    if waiting.is_empty() {
        None
    } else if finding.later.as_ref() == Some(name) {
        Some(Shown::Folded(health, waiting))
    } else {
        Some(Shown::Offered(health, not_known(health)))
    }
}

/// Whether a row of the outbox waits for the way of its list to be found out.
pub fn waits(row: &OutboxView, snapshot: &Snapshot) -> bool {
    let health = snapshot.accounts.iter().find(|health| health.account == row.item.account);
    let list = row.item.change.slot().list();
    list.zip(health).is_some_and(|(list, health)| waits_for(&row.item, list) && not_known(health).contains(&list))
}

fn waits_for(item: &OutboxItem, list: List) -> bool {
    item.state == OutboxState::NeedsAgent && item.conflict.is_none() && item.change.slot().list() == Some(list)
}

/// The lists of this lead whose changes wait until their way is known.
fn waiting(open: &OpenLead, health: &AccountHealth) -> Vec<List> {
    let waits = |list: &List| open.pending.iter().any(|change| waits_for(&change.item, *list));
    not_known(health).into_iter().filter(waits).collect()
}

/// The lists whose way is not known yet.
fn not_known(health: &AccountHealth) -> Vec<List> {
    List::ALL.into_iter().filter(|list| health.ways[*list as usize] == ListKnowledge::NotKnown).collect()
}

/// Does one action that is available.
pub(super) fn dispatch(action: FindOutAction, snapshot: &Snapshot, state: &mut UiState) {
    match action {
        FindOutAction::Open { account, lead } => {
            state.popup = None;
            state.screen = Screen::Inbox;
            if state.chosen != Some(lead) {
                walking::choose(lead, snapshot, state, true);
                state.list.show_chosen = true;
            }
            state.finding.later = None;
            state.finding.open = Some(account);
        }
        FindOutAction::Stay(account) => state.finding.open = Some(account),
        FindOutAction::Later => {
            let here = snapshot.open.as_deref().map(|open| open.view.lead.account.clone());
            state.finding.later = state.finding.open.take().or(here);
        }
        FindOutAction::BeginHere => {
            if let Some(open) = snapshot.open.as_deref() {
                let (account, lead) = (open.view.lead.account.clone(), open.view.id);
                dispatch(FindOutAction::Begin { account, lead }, snapshot, state);
            }
        }
        FindOutAction::Begin { account, lead } => {
            let lead_name = snapshot.rows.get(lead).map(|row| row.name.clone()).unwrap_or_default();
            let (reply, answer) = question();
            state.outgoing.push(Command::ProbeLists { account: account.clone(), lead, reply });
            state.finding.open = None;
            state.finding.found = None;
            state.finding.asked = Some(Asked { account, lead_name, answer });
        }
        FindOutAction::PutAway => {
            state.finding.later = state.finding.found.take().map(|(account, _)| account);
        }
    }
}

/// Takes in the answer when it came.
pub(super) fn take_answer(state: &mut UiState) {
    let Some(asked) = state.finding.asked.take() else { return };
    let found = asked.answer.ready().map(|ready| match ready {
        Ok(Ok(report)) => Ok(report.clone()),
        Ok(Err(refused)) => Err(refused.to_string()),
        Err(none) => Err(none.to_string()),
    });
    match found {
        Some(found) => state.finding.found = Some((asked.account, found)),
        None => state.finding.asked = Some(asked),
    }
}

/// What the panel says.
pub mod words {
    use crate::bridge::ListProbed;
    use crate::domain::{Lead, List};

    pub const FIND_OUT: &str = "Find out…";
    pub const SETTINGS: &str = "State it in the settings";
    pub const LATER: &str = "Later";
    pub const NOT_OFFERED: &str = "How the lists are taken is known, or nothing waits for it";
    pub const PUT_AWAY: &str = "Put away";
    pub const GO_ON: &str = "You can go on working. What waited goes out by itself once it is known.";

    /// The name of an action.
    pub fn action(action: &super::FindOutAction) -> &'static str {
        match action {
            super::FindOutAction::Open { .. } | super::FindOutAction::Stay(_) => FIND_OUT,
            super::FindOutAction::Later => LATER,
            super::FindOutAction::Begin { .. } | super::FindOutAction::BeginHere => "Find out on this lead",
            super::FindOutAction::PutAway => PUT_AWAY,
        }
    }

    /// "tags", "tags and notes", "tags, notes and attributes".
    pub fn lists(lists: &[List]) -> String {
        match lists {
            [] => String::new(),
            [one] => one.as_str().to_owned(),
            [first @ .., last] => {
                let first: Vec<&str> = first.iter().map(|list| list.as_str()).collect();
                format!("{} and {}", first.join(", "), last.as_str())
            }
        }
    }

    /// The head.
    pub fn title(vendor: &str, waiting: &[List]) -> String {
        format!("Find out first how {vendor} takes {}", lists(waiting))
    }

    pub fn why(vendor: &str) -> String {
        format!(
            "Nobody documents whether {vendor} replaces a list that it is sent, adds to it, or merges it. Guessing could delete a colleague's entries or make yours stand twice. So nothing of a list is sent before it is known; all else goes out as always."
        )
    }

    /// What exactly is written.
    pub fn what(lists_not_known: &[List]) -> String {
        format!(
            "Written are marked test entries, one after the other, into {} of the lead, and each is read back. Then what was there before is written back. Where the vendor only adds, test entries stay on the lead; you are told which.",
            lists(lists_not_known)
        )
    }

    /// On which lead, and whether it is a good one.
    pub fn on(name: &str, lead: &Lead) -> String {
        let counts = [
            (lead.tags.len(), "tag", "tags"),
            (lead.notes.len(), "note", "notes"),
            (lead.attributes.len(), "attribute", "attributes"),
        ];
        let held: Vec<String> = counts
            .into_iter()
            .filter(|(n, ..)| *n > 0)
            .map(|(n, one, many)| crate::ui::text::counted(n, one, many))
            .collect();
        if held.is_empty() {
            format!("On {name}: its lists are empty, so nothing of anybody can be touched.")
        } else {
            format!(
                "On {name}, which has {}. A lead with empty lists is safer, best one that you made for this: choose it in the list, this stays open.",
                held.join(", ")
            )
        }
    }

    pub fn begin(name: &str) -> String {
        let first = name.split_whitespace().next().unwrap_or_default();
        let name = if name.chars().count() > 18 { first } else { name };
        if name.is_empty() || name.chars().count() > 18 {
            "Find out here".to_owned()
        } else {
            format!("Find out on {name}")
        }
    }

    /// While it is at work.
    pub fn running(name: &str) -> String {
        format!("Finding out on {name}: test entries are written and read back, one list after the other.")
    }

    /// What was found of one list.
    pub fn found(probed: &ListProbed) -> String {
        let list = probed.list.as_str();
        let list: String = list.chars().take(1).flat_map(char::to_uppercase).chain(list.chars().skip(1)).collect();
        let way = probed.knowledge.mode().map_or("not known", |mode| mode.word());
        let words = probed.words.trim().trim_end_matches('.');
        let words = if words.is_empty() { String::new() } else { format!(" ({words})") };
        format!("{list}: {way}{words}.")
    }
}
