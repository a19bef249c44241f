//! The rows of the conflict screen as plain values: clashes first, then what is merged, then what only one side did.
//!
//! What others did is what readings saw since the oldest change that clashes was made; what we do are the open changes.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::Pick;
use super::theirs::Theirs;
use crate::bridge::{OpenLead, OutboxView};
use crate::domain::change::note::parts;
use crate::domain::outbox::Conflict;
use crate::domain::{ChangeId, Field, LeadStatus, OutboxState, Slot};

/// Everything on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub rows: Vec<Row>,
    pub clashes: usize,
    /// Clashes without a choice.
    pub undecided: usize,
    /// Rows in which something of ours is written.
    pub written: usize,
    /// Between which readings others changed something.
    pub range: Option<(Timestamp, Timestamp)>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// `Status`, `Note “Call back”`, `Tags`.
    pub name: String,
    pub kind: Kind,
    pub before: Cell,
    pub theirs: Cell,
    pub yours: Cell,
    pub saved: Cell,
}

/// How the two sides stand to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Clash { change: ChangeId, can_both: bool, pick: Option<Pick> },
    Merged,
    OnlyYou,
    OnlyThey,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    Status(LeadStatus),
    /// Tags with what became of each.
    Tags(Vec<(String, Mark)>),
    Nothing,
    Unchanged,
    Removed,
    /// Two notes.
    Both,
    /// The agent has not picked yet.
    Open,
}

/// What one side did to a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Kept,
    Added,
    Removed,
}

/// The open changes that clash.
pub fn clashes(open: &OpenLead) -> impl Iterator<Item = (&OutboxView, &Conflict)> {
    let clashing = |change: &&std::sync::Arc<OutboxView>| !change.item.state.is_done();
    open.pending.iter().filter(clashing).filter_map(|change| Some((change.as_ref(), change.item.conflict.as_ref()?)))
}

/// Puts the rows together.
pub fn plan(open: &OpenLead, picks: &BTreeMap<ChangeId, Pick>) -> Plan {
    let mut rows: Vec<Row> = clashes(open).map(|(change, clash)| clash_row(change.item.id, clash, picks)).collect();
    let clashes = rows.len();
    let undecided = rows.iter().filter(|row| matches!(row.kind, Kind::Clash { pick: None, .. })).count();
    let mine = Mine::of(open);
    let theirs = Theirs::of(open);
    rows.extend(tags_row(open, &mine, &theirs));
    rows.extend(mine.others.iter().map(|change| only_you(change)));
    rows.extend(theirs.rows(open));
    // Merged before one-sided, ours before theirs; the sort keeps the order within each.
    rows.sort_by_key(|row| match row.kind {
        Kind::Clash { .. } => 0,
        Kind::Merged => 1,
        Kind::OnlyYou => 2,
        Kind::OnlyThey => 3,
    });
    let written = rows.iter().filter(|row| row.is_written()).count();
    Plan { rows, clashes, undecided, written, range: theirs.range }
}

impl Row {
    /// Whether something of ours goes out.
    fn is_written(&self) -> bool {
        match &self.kind {
            Kind::Clash { pick, .. } => matches!(pick, Some(Pick::Mine | Pick::Both)),
            Kind::Merged | Kind::OnlyYou => true,
            Kind::OnlyThey => false,
        }
    }
}

fn clash_row(change: ChangeId, clash: &Conflict, picks: &BTreeMap<ChangeId, Pick>) -> Row {
    let slot = &clash.slot;
    let cell = |value: &Option<String>| cell(slot, value.as_deref());
    let can_both = matches!(slot, Slot::Note(_)) && clash.theirs.is_some() && clash.mine.is_some();
    // Two notes lose nothing: that is the choice to begin with.
    let pick = picks.get(&change).copied().or(can_both.then_some(Pick::Both));
    let saved = match pick {
        None => Cell::Open,
        Some(Pick::Theirs) => cell(&clash.theirs),
        Some(Pick::Mine) => cell(&clash.mine),
        Some(Pick::Both) => Cell::Both,
    };
    Row {
        name: slot.word(),
        kind: Kind::Clash { change, can_both, pick },
        before: cell(&clash.before),
        theirs: cell(&clash.theirs),
        yours: cell(&clash.mine),
        saved,
    }
}

/// A value in its cell. Of a note whose title the row names, the text alone.
pub(super) fn cell(slot: &Slot, value: Option<&str>) -> Cell {
    match (slot, value) {
        (Slot::Field(Field::Status), Some(raw)) if !raw.is_empty() => Cell::Status(LeadStatus::from_wire(raw)),
        (_, None | Some("")) => Cell::Nothing,
        (Slot::Note(note), Some(value)) => {
            let (title, text) = parts(value);
            if title.trim() == note.title.trim() && !text.trim().is_empty() {
                Cell::Text(text)
            } else if text.trim().is_empty() {
                Cell::Text(title)
            } else {
                Cell::Text(format!("{title}: {text}"))
            }
        }
        (slot, value) => Cell::Text(slot.show(value)),
    }
}

/// What we want beside the clashes and what will go by itself.
struct Mine<'a> {
    /// Tag → whether it shall be there.
    tags: BTreeMap<String, bool>,
    others: Vec<&'a OutboxView>,
}

impl<'a> Mine<'a> {
    fn of(open: &'a OpenLead) -> Self {
        let goes = |change: &&std::sync::Arc<OutboxView>| {
            let state = change.item.state;
            change.item.conflict.is_none() && !state.is_done() && !state.waits_for_agent() && state != OutboxState::Held
        };
        let mut mine = Self { tags: BTreeMap::new(), others: Vec::new() };
        for change in open.pending.iter().filter(goes) {
            match change.item.change.slot() {
                Slot::Tag(tag) => {
                    mine.tags.insert(tag, change.item.change.value().is_some());
                }
                _ => mine.others.push(change),
            }
        }
        mine
    }
}

fn only_you(change: &OutboxView) -> Row {
    let slot = change.item.change.slot();
    let wanted = change.item.change.value();
    let yours = if wanted.is_none() { Cell::Removed } else { cell(&slot, wanted.as_deref()) };
    // A new note is not there before, whatever its slot says of equal ones.
    let is_new = slot.is_new_note(wanted.as_deref());
    let before = if is_new { Cell::Nothing } else { cell(&slot, change.item.base.as_deref()) };
    Row { name: slot.word(), kind: Kind::OnlyYou, before, theirs: Cell::Unchanged, saved: yours.clone(), yours }
}

/// All tags in one row: what each side did, and both together.
fn tags_row(open: &OpenLead, mine: &Mine<'_>, theirs: &Theirs) -> Option<Row> {
    if mine.tags.is_empty() && theirs.came.is_empty() && theirs.went.is_empty() {
        return None;
    }
    let now = &open.mirror.tags;
    let mut before: Vec<String> = now.iter().filter(|tag| !theirs.came.contains(*tag)).cloned().collect();
    before.extend(theirs.went.iter().cloned());
    let side = |came: &dyn Fn(&str) -> bool, went: &dyn Fn(&str) -> bool, new: Vec<String>| {
        let kept = before.iter().map(|tag| (tag.clone(), if went(tag) { Mark::Removed } else { Mark::Kept }));
        let new = new.into_iter().filter(|tag| came(tag) && !before.contains(tag)).map(|tag| (tag, Mark::Added));
        Cell::Tags(kept.chain(new).collect())
    };
    let theirs_cell =
        side(&|tag| theirs.came.contains(tag), &|tag| theirs.went.contains(tag), theirs.came.iter().cloned().collect());
    let yours_cell = side(
        &|tag| mine.tags.get(tag) == Some(&true),
        &|tag| mine.tags.get(tag) == Some(&false),
        mine.tags.keys().cloned().collect(),
    );
    let mut saved: Vec<String> = now.iter().filter(|tag| mine.tags.get(*tag) != Some(&false)).cloned().collect();
    saved.extend(mine.tags.iter().filter(|(tag, there)| **there && !now.contains(tag)).map(|(tag, _)| tag.clone()));
    let they_did = !theirs.came.is_empty() || !theirs.went.is_empty();
    let (kind, theirs_cell, yours_cell) = match (mine.tags.is_empty(), they_did) {
        (false, true) => (Kind::Merged, theirs_cell, yours_cell),
        (false, false) => (Kind::OnlyYou, Cell::Unchanged, yours_cell),
        (true, _) => (Kind::OnlyThey, theirs_cell, Cell::Unchanged),
    };
    let plain = |tags: Vec<String>| Cell::Tags(tags.into_iter().map(|tag| (tag, Mark::Kept)).collect());
    Some(Row {
        name: crate::ui::text::TAGS.to_owned(),
        kind,
        before: plain(before.clone()),
        theirs: theirs_cell,
        yours: yours_cell,
        saved: plain(saved),
    })
}
