//! Every named thing the agent can do. Keys, menus, buttons, the key sheet and tests all speak in these.
//!
//! What an action does stands in [`super::dispatch`]; its key in [`super::keys`]; here are its name and whether it
//! can be done right now.

use crate::bridge::{OutboxAction, Side, Snapshot};
use crate::domain::{AccountName, AgentId, ChangeId, Field, LeadId, LeadStatus, OutboxState, Slot};
use crate::search::{Sort, View};

use super::accounts::AccountsAction;
use super::decide::{DecideAction, Pick};
use super::entries::EntryAction;
use super::find_out::FindOutAction;
use super::new_lead::NewLeadAction;
use super::record::RecordAction;
use super::recovery::{self, RecoveryAction};
use super::settings::{TextSize, ThemeChoice};
use super::state::{OutboxGroup, Pane, Popup, Screen, UiState};
use super::templates::TemplatesAction;
use super::text;
use super::timeline::Filter;
use super::{first, settings};
use crate::theme::Density;

/// One thing that can be asked of the window.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    // Walking.
    /// The row below, in the list or the outbox.
    Next,
    Previous,
    /// Enter: the chosen lead takes the keys (and the window, where one pane is shown at a time).
    OpenChosen,
    /// Esc: out of whatever is innermost.
    Back,
    /// This lead, by pointer.
    Choose(LeadId),
    /// Enter in the search field: the first of what was found.
    FirstHit,
    FocusSearch,

    // Editing.
    SetStatus(LeadStatus),
    SetStatusAndNext(LeadStatus),
    /// Something was typed into a field and stands there, not saved yet.
    Type {
        lead: LeadId,
        field: Field,
        text: String,
    },
    /// The typed text becomes a change.
    Save {
        lead: LeadId,
        field: Field,
        text: String,
    },
    /// The typed text is thrown away.
    GiveUp {
        lead: LeadId,
        field: Field,
    },
    /// The form of a new lead.
    NewLead(NewLeadAction),
    /// The form of a recording.
    Record(RecordAction),
    /// How a vendor takes lists.
    FindOut(FindOutAction),
    /// The conflict screen.
    Decide(DecideAction),
    /// Tags, notes, attributes.
    Entry(EntryAction),
    Undo,
    /// What the newest undo took back.
    Redo,
    Refresh,
    /// Gives the chosen lead to this agent.
    Assign(AgentId),
    Resolve {
        change: ChangeId,
        slot: Slot,
        side: Side,
    },

    // The timeline.
    /// Asks every system that keeps histories about the chosen lead, now.
    AskHistory,
    /// This customer of that account is (not) the lead.
    Link {
        lead: LeadId,
        account: AccountName,
        linked: bool,
    },
    /// What the timeline shows.
    Narrow(Filter),
    /// A click on a line: it is chosen, a run unfolds, a cut text is shown whole.
    ToggleItem(u64),
    /// Shows the code in an item for ten seconds, or hides it before that.
    RevealItem(u64),
    /// The chosen line of the timeline shows what it knows.
    OpenLine,
    /// And hides it again.
    FoldLine,

    // Looking.
    Show(View),
    SortBy(Sort),
    Search(String),
    LetUpdatesIn,
    Go(Screen),
    /// One pane at a time: which one.
    ShowPane(Pane),
    ToggleProfile,
    /// Opens this popup, or closes it when it is open.
    Popup(Popup),
    Copy {
        what: &'static str,
        text: String,
    },

    // The outbox.
    ChooseChange(ChangeId),
    ShowGroup(OutboxGroup),
    /// On the chosen row.
    Outbox(OutboxAction),
    /// The request of the chosen row is shown as it left.
    ShowRaw(bool),
    /// The chosen change goes back to where it was typed.
    EditAgain,
    /// Takes back everything that was wished together with this change, or (alone) what it did to its lead.
    TakeBack {
        change: ChangeId,
        alone: bool,
    },
    /// Everything on its way waits, or goes on.
    HoldAll(bool),
    /// A clash of the chosen row.
    ResolveChosen(Side),

    // The accounts page.
    Accounts(AccountsAction),

    // Who, and how everything is set.
    First(first::Wish),
    Settings(settings::Wish),
    Templates(TemplatesAction),

    // The window.
    ZoomIn,
    ZoomOut,
    ZoomReset,
    SetTheme(ThemeChoice),
    SetDensity(Density),
    SetTextSize(TextSize),
    /// A pane was dragged to this width.
    Resize(Pane, f32),
    PutNoticeAway(u64),
    TryAgain,
    WorkInMemory,
    /// The recovery key, and a database that does not open.
    Recovery(RecoveryAction),
    /// Quit although something would be lost.
    QuitAnyway,
    StayHere,
}

impl Action {
    /// Everything that has a key, in the order of the key sheet.
    pub fn keyed() -> Vec<Self> {
        let mut all = vec![Self::Next, Self::Previous, Self::OpenChosen, Self::Back, Self::FocusSearch];
        all.extend(LeadStatus::SETTABLE.map(Self::SetStatus));
        all.extend(LeadStatus::SETTABLE.map(Self::SetStatusAndNext));
        all.extend([Self::OpenLine, Self::FoldLine]);
        all.extend([EntryAction::FocusNote, EntryAction::FocusTags].map(Self::Entry));
        all.push(Self::Record(RecordAction::Open));
        all.push(Self::FindOut(FindOutAction::BeginHere));
        all.extend([Self::Undo, Self::Redo, Self::Refresh, Self::LetUpdatesIn, Self::ToggleProfile]);
        all.extend([Self::Go(Screen::Inbox), Self::Go(Screen::Outbox)]);
        all.extend([Self::Go(Screen::Accounts), Self::Go(Screen::Templates), Self::Go(Screen::Settings)]);
        all.extend([Self::Popup(Popup::Assign), Self::Popup(Popup::KeySheet), Self::First(first::Wish::StartDemo)]);
        all.extend([Self::ZoomIn, Self::ZoomOut, Self::ZoomReset]);
        all.extend(OUTBOX_ACTIONS.map(Self::Outbox));
        all.push(Self::EditAgain);
        all.extend([DecideAction::PickHere(Pick::Theirs), DecideAction::PickHere(Pick::Mine)].map(Self::Decide));
        all.extend([DecideAction::Save].map(Self::Decide));
        all.extend([Self::ResolveChosen(Side::Mine), Self::ResolveChosen(Side::Theirs)]);
        all
    }

    /// Whether it speaks of a row of the list, so that it must not be done on a list that is about to be another.
    pub fn means_a_row(&self) -> bool {
        matches!(
            self,
            Self::Next
                | Self::Previous
                | Self::FirstHit
                | Self::OpenChosen
                | Self::SetStatus(_)
                | Self::SetStatusAndNext(_)
                | Self::Popup(Popup::Assign)
        )
    }

    /// What it does, in words, for menus, the key sheet and screen readers.
    pub fn name(&self) -> String {
        text::action(self)
    }

    /// Whether it can be done now; the reason in words when not.
    ///
    /// # Errors
    /// Why not, to stand beside a disabled control.
    pub fn available(&self, snapshot: &Snapshot, state: &UiState) -> Result<(), &'static str> {
        if !snapshot.phase.is_working() {
            return match self {
                Self::TryAgain
                | Self::WorkInMemory
                | Self::QuitAnyway
                | Self::StayHere
                | Self::Back
                | Self::ZoomIn
                | Self::ZoomOut
                | Self::ZoomReset
                | Self::SetTheme(_)
                | Self::SetDensity(_)
                | Self::SetTextSize(_)
                | Self::Copy { .. }
                | Self::Popup(Popup::KeySheet) => Ok(()),
                Self::Recovery(action) => recovery::available(*action, snapshot, state),
                _ => Err(text::NOT_STARTED),
            };
        }
        match self {
            Self::SetStatus(_) | Self::SetStatusAndNext(_) => {
                let lead = state.chosen.ok_or(text::NO_LEAD_CHOSEN)?;
                can_edit(snapshot, lead)
            }
            Self::Recovery(action) => recovery::available(*action, snapshot, state),
            Self::Save { lead, .. } => can_edit(snapshot, *lead),
            Self::NewLead(action) => action.available(snapshot, state),
            Self::Record(action) => action.available(snapshot, state),
            Self::FindOut(action) => action.available(snapshot, state),
            Self::Decide(decide) => decide.available(snapshot, state),
            Self::Popup(Popup::Assign) if state.popup == Some(Popup::Assign) => Ok(()),
            Self::Assign(_) | Self::Popup(Popup::Assign) => {
                can_edit(snapshot, state.chosen.ok_or(text::NO_LEAD_CHOSEN)?)
            }
            Self::Templates(action) => action.available(snapshot, state),
            Self::First(wish) => first::available(*wish, snapshot, state),
            Self::Go(screen) if (*screen == Screen::Doors) != snapshot.accounts.is_empty() => {
                Err(first::words::TWO_DOORS)
            }
            Self::Entry(entry) => entry.available(snapshot, state),
            Self::Refresh | Self::AskHistory => state.chosen.map(|_| ()).ok_or(text::NO_LEAD_CHOSEN),
            Self::OpenLine | Self::FoldLine => {
                let chosen = state.timeline.chosen.filter(|_| state.pane == Pane::Lead);
                chosen.map(|_| ()).ok_or(text::NO_LINE_CHOSEN)
            }
            Self::Undo => snapshot.undo.as_ref().map(|_| ()).ok_or(text::NOTHING_TO_UNDO),
            Self::Redo => snapshot.redo.as_ref().map(|_| ()).ok_or(text::NOTHING_TO_REDO),
            Self::LetUpdatesIn => {
                if snapshot.listing.updates_waiting > 0 {
                    Ok(())
                } else {
                    Err(text::NO_UPDATES)
                }
            }
            Self::EditAgain => {
                super::outbox::edit_again::can(state.outbox.chosen_row(snapshot).ok_or(text::NO_CHANGE_CHOSEN)?)
            }
            Self::HoldAll(hold) => {
                let states: &[OutboxState] =
                    if *hold { &[OutboxState::Queued, OutboxState::Waiting] } else { &[OutboxState::Held] };
                let some = states.iter().any(|of| snapshot.outbox_count(*of) > 0);
                if some { Ok(()) } else { Err(if *hold { text::NOTHING_TO_HOLD } else { text::NOTHING_HELD }) }
            }
            Self::Outbox(action) => {
                let row = state.outbox.chosen_row(snapshot).ok_or(text::NO_CHANGE_CHOSEN)?;
                super::outbox::choices::can(*action, row)
            }
            Self::ResolveChosen(_) => {
                let row = state.outbox.chosen_row(snapshot).ok_or(text::NO_CHANGE_CHOSEN)?;
                row.item.conflict.as_ref().map(|_| ()).ok_or(text::NO_CONFLICT)
            }
            _ => Ok(()),
        }
    }
}

/// Whether this lead takes changes.
///
/// # Errors
/// Why not, in words.
pub fn can_edit(snapshot: &Snapshot, lead: LeadId) -> Result<(), &'static str> {
    match snapshot.rows.get(lead) {
        Some(row) if row.read_only => Err(text::READ_ONLY),
        Some(_) => Ok(()),
        None => Err(text::NO_LEAD_CHOSEN),
    }
}

/// The actions of the outbox, in the order of the inspector; which of them a row takes, its state decides.
pub const OUTBOX_ACTIONS: [OutboxAction; 5] =
    [OutboxAction::Arrived, OutboxAction::Retry, OutboxAction::Hold, OutboxAction::Release, OutboxAction::Drop];

/// Actions that panels pushed while they were drawn; dispatched after the frame.
pub type Actions = Vec<Action>;
