//! What is half typed on the settings screen, and what was asked of the settings file.

use std::collections::BTreeMap;
use std::fmt;

use crate::bridge::command::Refused;
use crate::bridge::{Answer, Command, SettingsEdit, Snapshot, question};
use crate::domain::{AccountName, AgentId};

use super::words;

/// A place where something can be typed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    MyName,
    /// My agent id at this account.
    MyId(AccountName),
    /// What a colleague is called.
    Name(AgentId),
    /// Seconds between two looks for news.
    Interval(AccountName),
    /// A colleague who was never seen: the id, and the name.
    NewId,
    NewName,
}

struct Asked {
    /// Where it was typed, and what.
    typed: Vec<(Spot, String)>,
    answer: Answer<Result<(), Refused>>,
}

/// The screen's own memory. What was refused stays typed, with the reason under it.
#[derive(Default)]
pub struct Desk {
    drafts: BTreeMap<Spot, String>,
    faults: BTreeMap<Spot, String>,
    asked: Vec<Asked>,
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Desk").field("drafts", &self.drafts.len()).field("asked", &self.asked.len()).finish()
    }
}

impl Desk {
    /// What stands at a spot: typed, else what the settings say.
    pub fn text(&self, spot: &Spot, snapshot: &Snapshot) -> String {
        self.drafts.get(spot).cloned().unwrap_or_else(|| said(spot, snapshot))
    }

    /// Something was typed there.
    pub fn type_text(&mut self, spot: Spot, text: String) {
        self.faults.remove(&spot);
        self.drafts.insert(spot, text);
    }

    /// Whether something is typed that the settings do not say.
    pub fn is_typed(&self, spot: &Spot) -> bool {
        self.drafts.contains_key(spot)
    }

    /// Why it was not saved.
    pub fn fault(&self, spot: &Spot) -> Option<&str> {
        self.faults.get(spot).map(String::as_str)
    }

    pub fn give_up(&mut self, spot: &Spot) {
        self.drafts.remove(spot);
        self.faults.remove(spot);
    }

    /// The typed text as a wish; nothing where it is so already, or is no value.
    pub fn save(&mut self, spot: Spot, snapshot: &Snapshot) -> Option<Command> {
        let text = self.drafts.get(&spot)?.trim().to_owned();
        if text == said(&spot, snapshot) {
            self.give_up(&spot);
            return None;
        }
        // The toolkit says twice that a field lost the focus.
        if self.asked.iter().any(|asked| asked.typed.iter().any(|(at, typed)| *at == spot && *typed == text)) {
            return None;
        }
        let edit = match &spot {
            Spot::MyName => SettingsEdit::MyName(text.clone()),
            Spot::MyId(account) => SettingsEdit::MyId { account: account.clone(), id: text.clone() },
            Spot::Name(id) => {
                SettingsEdit::Colleague { id: id.clone(), name: (!text.is_empty()).then(|| text.clone()) }
            }
            Spot::Interval(account) => match text.parse().ok().filter(|secs| (1..=86_400).contains(secs)) {
                Some(secs) => SettingsEdit::SyncEvery { account: account.clone(), secs },
                None => {
                    self.faults.insert(spot, words::NO_INTERVAL.to_owned());
                    return None;
                }
            },
            Spot::NewId | Spot::NewName => return self.add(snapshot),
        };
        Some(self.ask(vec![edit], vec![(spot, text)]))
    }

    /// The typed id and name as a new line of the address book.
    pub fn add(&mut self, snapshot: &Snapshot) -> Option<Command> {
        let [id, name] = [Spot::NewId, Spot::NewName].map(|spot| self.text(&spot, snapshot).trim().to_owned());
        for (spot, text, fault) in [(Spot::NewId, &id, words::NO_ID), (Spot::NewName, &name, words::NO_NAME)] {
            if text.is_empty() {
                self.faults.insert(spot, fault.to_owned());
                return None;
            }
        }
        let edit = SettingsEdit::Colleague { id: id.as_str().into(), name: Some(name.clone()) };
        Some(self.ask(vec![edit], vec![(Spot::NewId, id), (Spot::NewName, name)]))
    }

    /// Takes a line out of the address book.
    pub fn forget(&mut self, id: AgentId) -> Option<Command> {
        let spot = Spot::Name(id.clone());
        self.give_up(&spot);
        Some(self.ask(vec![SettingsEdit::Colleague { id, name: None }], vec![(spot, String::new())]))
    }

    fn ask(&mut self, edits: Vec<SettingsEdit>, typed: Vec<(Spot, String)>) -> Command {
        let (reply, answer) = question();
        self.asked.push(Asked { typed, answer });
        Command::EditSettings { edits, reply }
    }

    /// Takes in the answers that came: what was saved is typed no more, what was refused says why.
    pub fn take_answers(&mut self) {
        for asked in std::mem::take(&mut self.asked) {
            let refused = match asked.answer.ready() {
                None => {
                    self.asked.push(asked);
                    continue;
                }
                Some(Ok(Ok(()))) => None,
                Some(Ok(Err(refused))) => Some(refused.to_string()),
                Some(Err(none)) => Some(none.to_string()),
            };
            match refused {
                None => {
                    for (spot, text) in asked.typed {
                        // Only if nothing else was typed since.
                        if self.drafts.get(&spot).is_some_and(|typed| typed.trim() == text) {
                            self.give_up(&spot);
                        }
                    }
                }
                Some(why) => {
                    if let Some((spot, _)) = asked.typed.into_iter().next() {
                        self.faults.insert(spot, why);
                    }
                }
            }
        }
    }
}

/// What the settings say at a spot.
fn said(spot: &Spot, snapshot: &Snapshot) -> String {
    let account = |name: &AccountName| snapshot.settings.accounts.iter().find(|account| account.account == *name);
    match spot {
        Spot::MyName => snapshot.settings.my_name.clone(),
        Spot::MyId(name) => account(name).and_then(|a| a.me.as_ref()).map(ToString::to_string).unwrap_or_default(),
        Spot::Name(id) => snapshot.agents.get(id).cloned().unwrap_or_default(),
        Spot::Interval(name) => account(name).map(|a| a.sync_every_secs.to_string()).unwrap_or_default(),
        Spot::NewId | Spot::NewName => String::new(),
    }
}
