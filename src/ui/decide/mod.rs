//! The conflict screen: what two people changed at once on one lead, side by side, and what will be saved.
//!
//! [`plan`] puts the rows together as plain values, [`screen`] and [`row`] draw them, [`edits`] does what was chosen.
//! Neither side is thrown away: theirs stays in the strip of the lead, and yours as a draft where theirs is taken.

pub mod edits;
pub mod plan;
pub mod row;
pub mod screen;
mod theirs;
pub mod words;

use std::collections::BTreeMap;

use super::state::UiState;
use super::text;
use crate::bridge::{OpenLead, Snapshot};
use crate::domain::{ChangeId, LeadId};

/// What was chosen for one clash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pick {
    Theirs,
    Mine,
    /// Both can stay: two notes.
    Both,
}

/// Where the agent is on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deciding {
    pub lead: LeadId,
    pub picks: BTreeMap<ChangeId, Pick>,
    /// The clash that the keys are about.
    pub at: usize,
}

/// What can be asked for on the conflict screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecideAction {
    /// All clashes of this lead.
    Open(LeadId),
    /// Esc: nothing is decided, what was picked stays picked.
    Later,
    Pick(ChangeId, Pick),
    /// By key, for the clash that the keys are about.
    PickHere(Pick),
    /// Theirs for every clash; nothing happens before it is saved.
    PickTheirs,
    Save,
}

impl DecideAction {
    /// Whether it can be done now; the reason in words when not.
    ///
    /// # Errors
    /// Why not, to stand beside a disabled control.
    pub fn available(&self, snapshot: &Snapshot, state: &UiState) -> Result<(), &'static str> {
        match self {
            Self::Open(_) => Ok(()),
            Self::Save => {
                let (open, deciding) = shown(snapshot, state).ok_or(text::NO_CONFLICT)?;
                if plan::plan(open, &deciding.picks).undecided == 0 { Ok(()) } else { Err(words::UNDECIDED) }
            }
            _ => shown(snapshot, state).map(|_| ()).ok_or(text::NO_CONFLICT),
        }
    }
}

/// The lead whose clashes are on screen, and what was picked. Gone when nothing clashes any more.
pub fn shown<'a>(snapshot: &'a Snapshot, state: &'a UiState) -> Option<(&'a OpenLead, &'a Deciding)> {
    let deciding = state.deciding.as_ref().filter(|deciding| Some(deciding.lead) == state.chosen)?;
    let open = snapshot.open.as_deref().filter(|open| open.view.id == deciding.lead)?;
    plan::clashes(open).next()?;
    Some((open, deciding))
}
