//! Where the agent is on the page of templates, and what is being edited there.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use super::tree::{self, At};
use crate::bridge::templates::PartFault;
use crate::bridge::{Answer, Refused, Snapshot};
use crate::domain::template::Sheet;

/// What can be asked for on the page.
#[derive(Clone, Debug, PartialEq)]
pub enum TemplatesAction {
    Choose(Shown),
    /// An empty template.
    New,
    /// A new template like the shown one.
    Copy,
    Name(String),
    /// This vendor is (not) told.
    Part {
        vendor: &'static str,
        told: bool,
    },
    /// This value stands there; nothing does.
    Put {
        vendor: &'static str,
        at: At,
        value: Option<Value>,
    },
    /// The value at this place comes from there from now on.
    From {
        vendor: &'static str,
        at: At,
        word: &'static str,
    },
    Save,
    /// What was edited goes back to what the settings say.
    GiveUp,
    AskToRemove,
    Remove,
    /// Opens the place for an import.
    Import,
    ImportText(String),
    ImportPath(String),
    /// Reads the file at the typed path.
    ReadFile,
    /// What happens to one of the imported.
    Take {
        name: String,
        how: Take,
    },
    ImportNow,
    /// Opens the place for an export: of the shown one, or of all.
    Export {
        all: bool,
    },
    ExportPath(String),
    WriteFile,
    /// Closes an import, an export or a question.
    Leave,
}

/// One of the list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Shown {
    /// The one of this name in the settings.
    Kept(String),
    /// One that is not in the settings yet, by a number.
    New(u32),
}

/// A template that is being edited.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    pub sheet: Sheet,
    /// Parts that were switched off, so that switching them on again brings them back.
    pub put_away: BTreeMap<String, Table>,
}

/// What happens to an imported template whose name is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Take {
    /// It takes the place of the one in the settings.
    Instead,
    /// It gets a name of its own.
    Beside,
    Not,
}

/// What is being imported.
#[derive(Clone, Debug, Default)]
pub struct Import {
    pub text: String,
    pub path: String,
    /// What the text holds; nothing while it is empty.
    pub found: Option<Result<Vec<(Sheet, Take)>, String>>,
    /// Why it was not read or not taken in.
    pub fault: Option<String>,
    pub focus: bool,
}

/// What is being exported.
#[derive(Clone, Debug, Default)]
pub struct Export {
    /// What is exported, in words.
    pub what: String,
    pub text: String,
    pub path: String,
    pub fault: Option<String>,
    /// Where it was written.
    pub done: Option<String>,
}

/// What stands in the place of the editor.
#[derive(Clone, Debug, Default)]
pub enum Aside {
    #[default]
    Nothing,
    Import(Import),
    Export(Export),
    Remove(String),
}

impl Aside {
    /// Something stands there.
    pub fn is_open(&self) -> bool {
        !matches!(self, Self::Nothing)
    }
}

/// A question to the engine that is out.
pub(super) enum Waiting {
    /// The settings are being written; then this one is shown.
    Save {
        of: Shown,
        name: String,
        answer: Answer<Result<(), Refused>>,
    },
    Remove(Answer<Result<(), Refused>>),
    Import {
        first: String,
        answer: Answer<Result<(), Refused>>,
    },
    Read(Answer<Result<String, Refused>>),
    Write(Answer<Result<(), Refused>>),
}

/// Where the agent is on the page.
#[derive(Default)]
pub struct TemplatesPlace {
    pub chosen: Option<Shown>,
    /// What was edited and not saved; kept over a restart.
    pub drafts: BTreeMap<Shown, Draft>,
    pub aside: Aside,
    /// Why the shown one was not saved.
    pub fault: Option<String>,
    /// The name shall get the focus.
    pub focus: bool,
    /// The chosen row shall get the focus.
    pub follow: bool,
    /// The sheet that was checked last, and what was wrong with it.
    pub(super) checked: Option<(Sheet, Vec<PartFault>)>,
    pub(super) checking: Option<(Sheet, Answer<Vec<PartFault>>)>,
    pub(super) waiting: Option<Waiting>,
}

impl std::fmt::Debug for TemplatesPlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TemplatesPlace").field("chosen", &self.chosen).finish_non_exhaustive()
    }
}

impl TemplatesPlace {
    /// Every row of the list: what the settings have, then what is new.
    pub fn rows(&self, snapshot: &Snapshot) -> Vec<Shown> {
        let kept = snapshot.templates.iter().map(|template| Shown::Kept(template.name.clone()));
        // A draft of a template that somebody removed meanwhile stays reachable.
        let lost = self.drafts.keys().filter(|shown| !self.is_there(shown, snapshot));
        kept.chain(lost.cloned()).collect()
    }

    fn is_there(&self, shown: &Shown, snapshot: &Snapshot) -> bool {
        matches!(shown, Shown::Kept(name) if kept(name, snapshot).is_some())
    }

    /// The one in the editor: the chosen one while it is there, else the first.
    pub fn shown(&self, snapshot: &Snapshot) -> Option<Shown> {
        let rows = self.rows(snapshot);
        rows.iter().find(|row| Some(*row) == self.chosen.as_ref()).or(rows.first()).cloned()
    }

    /// How a template stands in the editor: as edited, else as it is in the settings.
    pub fn draft(&self, shown: &Shown, snapshot: &Snapshot) -> Draft {
        self.drafts.get(shown).cloned().unwrap_or_else(|| match shown {
            Shown::Kept(name) => Draft { sheet: kept(name, snapshot).cloned().unwrap_or_default(), ..Draft::default() },
            Shown::New(_) => Draft::default(),
        })
    }

    /// Whether it differs from the settings.
    pub fn is_edited(&self, shown: &Shown) -> bool {
        self.drafts.contains_key(shown)
    }

    /// Changes the shown one; what is as it is in the settings again is no draft any more.
    pub(super) fn edit(&mut self, snapshot: &Snapshot, change: impl FnOnce(&mut Draft)) {
        let Some(shown) = self.shown(snapshot) else { return };
        let mut draft = self.draft(&shown, snapshot);
        change(&mut draft);
        self.fault = None;
        let as_kept = matches!(&shown, Shown::Kept(name) if kept(name, snapshot) == Some(&draft.sheet));
        if as_kept {
            self.drafts.remove(&shown);
        } else {
            self.drafts.insert(shown.clone(), draft);
        }
        self.chosen = Some(shown);
    }

    /// A number that no new one has.
    pub(super) fn next_new(&self) -> Shown {
        let taken = |n: &u32| self.drafts.contains_key(&Shown::New(*n));
        Shown::New((1..).find(|n| !taken(n)).unwrap_or_default())
    }

    /// What is wrong in a vendor's part, as of the last check.
    pub fn faults<'p>(&'p self, vendor: &str) -> impl Iterator<Item = &'p PartFault> {
        let all = self.checked.iter().flat_map(|(_, faults)| faults);
        all.filter(move |fault| fault.vendor == vendor)
    }

    /// What is wrong at a place, or in it.
    pub fn faults_at(&self, vendor: &str, at: &At) -> Option<String> {
        let words: Vec<&str> =
            self.faults(vendor).filter(|fault| at.holds(&fault.at)).map(|fault| fault.sentence.as_str()).collect();
        (!words.is_empty()).then(|| words.join(" "))
    }

    /// Something was asked whose answer is not there yet.
    pub fn is_waiting(&self) -> bool {
        self.waiting.is_some()
    }
}

impl Draft {
    /// A value of a vendor's part.
    pub fn get(&self, vendor: &str, at: &At) -> Option<&Value> {
        tree::get(self.sheet.parts.get(vendor)?, at)
    }

    /// A text of a vendor's part; empty where none stands there.
    pub fn text(&self, vendor: &str, at: &At) -> &str {
        self.get(vendor, at).and_then(Value::as_str).unwrap_or_default()
    }
}

/// The template of this name in the settings.
pub(super) fn kept<'s>(name: &str, snapshot: &'s Snapshot) -> Option<&'s Sheet> {
    snapshot.templates.iter().find(|template| template.name == name).map(|template| &template.sheet)
}
