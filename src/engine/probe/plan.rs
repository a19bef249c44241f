//! What a reading means for a probe of lists, and what is to be written next: pure.
//!
//! A marked test entry is written alone. Where the entries that were there are gone afterwards, a written list replaces
//! and they are written back at once. Where they are still there, the same entry is written once more with another
//! value: two of it mean that lists are appended to, one means that they are merged. A list that was empty tells
//! nothing by the first entry, so a second one decides first.

use serde::{Deserialize, Serialize};

use crate::domain::{Attribute, Lead, List, ListMode, ListWrites, Note};

/// Readings after a write that show nothing of it, before that is believed.
pub(super) const LOOKS: u32 = 3;
/// Times that the old entries are written back.
const RESTORES: u32 = 3;

/// An entry as its key and its value: a tag has no value, a note has its title and its text.
pub(super) type Entry = (String, String);

/// How far one list got; kept on disk before anything of it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Tried {
    pub list: List,
    /// What was there before the first write.
    pub original: Vec<Entry>,
    pub step: Step,
    /// Readings since the last write that did not show it.
    pub looks: u32,
    pub found: Option<ListMode>,
    /// What is known of it, in words; set when it is done.
    pub words: String,
    /// What stays on the lead, in words.
    pub left: Option<String>,
}

/// What was written last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Step {
    Nothing,
    /// The first test entry alone.
    First,
    /// Another one, to a list that was empty before.
    Second,
    /// The first one with another value.
    Again,
    /// What was there before, for the how-manieth time.
    Restore(u32),
    Done,
}

/// What follows from a reading for one list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Write this list.
    Send(Vec<Entry>),
    /// Read again.
    Look,
    Done,
}

impl Tried {
    pub(super) fn new(list: List) -> Self {
        let (found, left) = (None, None);
        Self { list, original: Vec::new(), step: Step::Nothing, looks: 0, found, words: String::new(), left }
    }

    /// Takes a reading; `mark` names the test entries of this probe.
    pub(super) fn take(&mut self, lead: &Lead, mark: &str) -> Next {
        let held = entries(lead, self.list);
        let of_key = |key: &str| held.iter().filter(|entry| entry.0 == key).collect::<Vec<_>>();
        let (first, second) = (of_key(mark), of_key(&second_of(mark)));
        match self.step {
            Step::Done => Next::Done,
            Step::Nothing => {
                self.original = held;
                self.send(Step::First, vec![self.entry(mark, "first")])
            }
            Step::First if first.is_empty() => {
                let is_emptied = !self.original.is_empty() && self.old_are_gone(&held);
                self.look_or(&held, mark, if is_emptied { "the list was emptied instead" } else { "" })
            }
            Step::First if self.original.is_empty() => {
                self.send(Step::Second, vec![self.entry(&second_of(mark), "second")])
            }
            Step::First if self.old_are_gone(&held) => {
                let number = self.original.len();
                self.found_out(
                    ListMode::Replace,
                    format!("one test entry was written, and of the {number} that were there none was left"),
                );
                self.restore(&held, mark, 1)
            }
            Step::First => self.send(Step::Again, vec![self.entry(mark, "again")]),
            Step::Second if second.is_empty() => self.look_or(&held, mark, ""),
            Step::Second if first.is_empty() => {
                self.found_out(
                    ListMode::Replace,
                    "two test entries were written one after the other, and only the second was left".to_owned(),
                );
                self.restore(&held, mark, 1)
            }
            Step::Second => self.send(Step::Again, vec![self.entry(mark, "again")]),
            Step::Again => self.judge_again(&held, &first, mark),
            Step::Restore(times) => {
                let (kept, still) = (self.old_are_there(&held), held.iter().any(|entry| is_test(entry, mark)));
                if kept && !still {
                    let back = if self.original.is_empty() { "the list is empty again" } else { "all of it is back" };
                    self.words.push_str(&format!("; {back}"));
                    return self.done();
                }
                if self.looks < 1 {
                    self.looks += 1;
                    return Next::Look;
                }
                if times < RESTORES {
                    return self.restore(&held, mark, times + 1);
                }
                self.left = Some(if kept {
                    format!("the test entries {} stay, the vendor keeps them", self.names(&held, mark))
                } else {
                    format!("not all of the entries that were there could be written back: {}", listed(&self.original))
                });
                self.done()
            }
        }
    }

    /// Ends it without having found out.
    pub(super) fn give_up(&mut self, words: String) {
        if self.step != Step::Done {
            self.words = words;
            self.step = Step::Done;
        }
    }

    /// Whether old entries may be missing at the vendor because of this probe.
    pub(super) fn owes(&self) -> bool {
        !matches!(self.step, Step::Nothing | Step::Done | Step::Again)
    }

    fn judge_again(&mut self, held: &[Entry], of_mark: &[&Entry], mark: &str) -> Next {
        let again = self.entry(mark, "again");
        let is_tag = self.list == List::Tags;
        let (found, words) = match of_mark {
            [] | [_] if self.looks == 0 && (is_tag || of_mark != [&again]) => {
                self.looks += 1;
                return Next::Look;
            }
            [one] if *one == &again => {
                let what = if is_tag { "stands there once" } else { "has the second value" };
                (ListMode::Merge, format!("a test entry was written twice, the others stayed, and it {what}"))
            }
            [_, _, ..] => (
                ListMode::Append,
                "a test entry was written twice, the others stayed, and it stands there twice".to_owned(),
            ),
            _ => return self.look_or(held, mark, "an entry with the same name was ignored"),
        };
        self.found_out(found, words);
        self.left = Some(format!(
            "the test entry {} stays: nothing can be taken away where lists are {}",
            self.names(held, mark),
            found.word()
        ));
        self.done()
    }

    fn look_or(&mut self, held: &[Entry], mark: &str, odd: &str) -> Next {
        if self.looks < LOOKS {
            self.looks += 1;
            return Next::Look;
        }
        let what = if odd.is_empty() { "nothing of it showed" } else { odd };
        self.words = format!("a test entry was written and {what}; state the way in the settings");
        if !self.original.is_empty() && self.old_are_gone(held) {
            return self.restore(held, mark, 1);
        }
        if held.iter().any(|entry| is_test(entry, mark)) {
            self.left = Some(format!("the test entry {} stays", self.names(held, mark)));
        }
        self.done()
    }

    fn send(&mut self, step: Step, entries: Vec<Entry>) -> Next {
        (self.step, self.looks) = (step, 0);
        Next::Send(entries)
    }

    /// The old entries, and what somebody else added meanwhile.
    fn restore(&mut self, held: &[Entry], mark: &str, times: u32) -> Next {
        let mut whole = self.original.clone();
        let added = held.iter().filter(|entry| !is_test(entry, mark) && !has(&self.original, entry));
        whole.extend(added.cloned());
        self.send(Step::Restore(times), whole)
    }

    fn found_out(&mut self, mode: ListMode, words: String) {
        (self.found, self.words) = (Some(mode), words);
    }

    fn done(&mut self) -> Next {
        self.step = Step::Done;
        Next::Done
    }

    fn old_are_gone(&self, held: &[Entry]) -> bool {
        !self.original.iter().any(|entry| has(held, entry))
    }

    fn old_are_there(&self, held: &[Entry]) -> bool {
        self.original.iter().all(|entry| has(held, entry))
    }

    fn entry(&self, key: &str, value: &str) -> Entry {
        let value = match self.list {
            List::Tags => String::new(),
            List::Notes => format!("Test entry of Leadline ({value}), may be deleted"),
            List::Attributes => value.to_owned(),
        };
        (key.to_owned(), value)
    }

    fn names(&self, held: &[Entry], mark: &str) -> String {
        let mut names: Vec<&str> =
            held.iter().filter(|entry| is_test(entry, mark)).map(|entry| entry.0.as_str()).collect();
        names.dedup();
        if names.is_empty() { mark.to_owned() } else { names.join(", ") }
    }
}

/// The lists to write, out of what each one wants.
pub(super) fn writes(sends: Vec<(List, Vec<Entry>)>) -> ListWrites {
    let mut writes = ListWrites::default();
    for (list, entries) in sends {
        match list {
            List::Tags => writes.tags = Some(entries.into_iter().map(|(tag, _)| tag).collect()),
            List::Notes => {
                let note = |(title, description)| Note { id: None, title, description };
                writes.notes = Some(entries.into_iter().map(note).collect());
            }
            List::Attributes => {
                let attribute = |(key, value)| Attribute { key, value };
                writes.attributes = Some(entries.into_iter().map(attribute).collect());
            }
        }
    }
    writes
}

fn entries(lead: &Lead, list: List) -> Vec<Entry> {
    match list {
        List::Tags => lead.tags.iter().map(|tag| (tag.clone(), String::new())).collect(),
        List::Notes => lead.notes.iter().map(|note| (note.title.clone(), note.description.clone())).collect(),
        List::Attributes => lead.attributes.iter().map(|held| (held.key.clone(), held.value.clone())).collect(),
    }
}

fn second_of(mark: &str) -> String {
    format!("{mark}-2")
}

fn is_test(entry: &Entry, mark: &str) -> bool {
    entry.0 == mark || entry.0 == second_of(mark)
}

/// A vendor may take blanks around words away.
fn has(held: &[Entry], wanted: &Entry) -> bool {
    held.iter().any(|entry| entry.0.trim() == wanted.0.trim() && entry.1.trim() == wanted.1.trim())
}

fn listed(entries: &[Entry]) -> String {
    let word = |(key, value): &Entry| if value.is_empty() { key.clone() } else { format!("{key}: {value}") };
    entries.iter().map(word).collect::<Vec<_>>().join("; ")
}
