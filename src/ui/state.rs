//! What the window knows beside the snapshot: where the agent is, what is chosen, what is half typed.
//!
//! Plain values without locks; only [`super::dispatch`] and text fields change them. What should survive a restart
//! goes through [`super::memory`].

use std::sync::Arc;

use egui::{Id, Key};
use jiff::{Timestamp, tz::TimeZone};

use super::accounts::AccountsPlace;
use super::actions::Action;
use super::asked::Asked;
use super::assign::Assign;
use super::decide::Deciding;
use super::drafts::Drafts;
use super::entries::EntriesPlace;
use super::find_out::FindOut;
use super::first::FirstStart;
use super::list::ListPlace;
use super::memory::Remembered;
use super::new_lead::NewLead;
use super::outbox::edit_again::TakingBack;
use super::outbox::in_full::Looked;
use super::outgoing::Outgoing;
use super::record::RecordPlace;
use super::recovery::Recovery;
use super::settings::{Appearance, Desk, PaneWidths};
use super::templates::TemplatesPlace;
use super::timeline::TimelinePlace;
use crate::bridge::{Command, OutboxView, Snapshot};
use crate::domain::query::Query;
use crate::domain::{BatchId, ChangeId, Field, LeadId};
use crate::search::{Sort, View};
use crate::theme::Layout;

/// A place in the rail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Screen {
    #[default]
    Inbox,
    Outbox,
    Accounts,
    Settings,
    /// What agents may record.
    Templates,
    /// The first start: no account yet.
    Doors,
}

/// A pane of the inbox.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pane {
    Views,
    #[default]
    List,
    Lead,
    Profile,
}

/// What lies over the window. At most one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Popup {
    KeySheet,
    /// To whom the chosen lead is given.
    Assign,
    /// The six statuses, under the status of the profile.
    Status,
    Sort,
    /// Views, where their pane is folded away.
    Views,
    /// Rail and views, where one pane is shown at a time.
    Places,
    /// The chips of the timeline that found no room, and its sources.
    Kinds,
    /// A menu of the form of a recording: its templates, then its choices by their number.
    Record(u8),
    /// A menu of the editor of templates, by the id of its control.
    Template(Id),
    /// The recovery key, to be written down.
    RecoveryKey,
}

/// The lines at the left of the outbox.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OutboxGroup {
    #[default]
    Everything,
    State(crate::domain::OutboxState),
}

/// What the list is asked to show.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look {
    pub view: View,
    pub sort: Sort,
    /// As typed.
    pub text: String,
    /// The last text that could be read.
    pub query: Query,
    /// What is wrong with the text, if it could not be read.
    pub fault: Option<String>,
}

/// Where the agent is on the outbox screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OutboxPlace {
    pub chosen: Option<ChangeId>,
    pub group: OutboxGroup,
}

impl OutboxPlace {
    /// The chosen row, while it exists.
    pub fn chosen_row<'a>(&self, snapshot: &'a Snapshot) -> Option<&'a Arc<OutboxView>> {
        let id = self.chosen?;
        snapshot.outbox.get(&id).or_else(|| snapshot.outbox_done.get(&id))
    }
}

/// How far leaving is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Leaving {
    #[default]
    No,
    /// Edits still wait for room in the line to the engine; the window closes when they are handed over.
    WhenHandedOver,
    /// Something would be lost; the agent is asked.
    Asking,
    Yes,
}

/// Everything the window remembers between frames.
#[derive(Debug)]
pub struct UiState {
    pub screen: Screen,
    pub look: Look,
    pub chosen: Option<LeadId>,
    pub list: ListPlace,
    pub timeline: TimelinePlace,
    /// The pane that the keys are about.
    pub pane: Pane,
    /// The profile is drawn over the lead, where it has no pane of its own.
    pub drawer: bool,
    pub widths: PaneWidths,
    pub appearance: Appearance,
    pub popup: Option<Popup>,
    pub drafts: Drafts,
    pub entries: EntriesPlace,
    pub finding: FindOut,
    pub new_lead: NewLead,
    pub record: RecordPlace,
    pub recovery: Recovery,
    /// The chosen recording of the outbox, beyond its row.
    pub looked: Looked,
    /// A change that goes back to where it was typed, while the engine takes it back.
    pub taking_back: Option<TakingBack>,
    /// The conflict screen, while it is open.
    pub deciding: Option<Deciding>,
    pub outbox: OutboxPlace,
    pub accounts: AccountsPlace,
    pub first: FirstStart,
    pub desk: Desk,
    pub templates: TemplatesPlace,
    pub assign: Assign,
    /// The newest notice that was put away.
    pub notice_away: u64,
    /// The undo whose notice was put away.
    pub undo_away: Option<BatchId>,
    /// "E-mail copied", and the input time at which it goes.
    pub said: Option<(String, f64)>,
    pub outgoing: Outgoing,
    /// Edits whose durable yes has not come back yet.
    pub asked: Vec<Asked>,
    /// Why something that was asked for was not done; stays until it is put away.
    pub trouble: Option<String>,
    /// The lead and change that were last reported as seen.
    pub seen: Option<(LeadId, Option<Timestamp>)>,
    /// The chosen row of the outbox shall come into sight.
    pub outbox_follow: bool,
    /// Which panes the window has room for, as of the last frame.
    pub layout: Layout,
    pub remembered: Remembered,
    pub leaving: Leaving,

    // How the keys stand.
    /// The last thing that was used was a key: focus rings are shown.
    pub by_key: bool,
    /// A text field had the focus at the end of the last frame.
    pub typing: bool,
    /// First key of a sequence, and its input time.
    pub prefix: Option<(Key, f64)>,
    /// The search field shall get the focus.
    pub focus_search: bool,
    /// The row that had the focus of the keyboard in the last frame.
    pub row_focus: Option<Id>,
    /// This field shall get the focus: its text was refused.
    pub focus_field: Option<(LeadId, Field)>,
    /// The chosen row shall get the focus of the keyboard, so that a screen reader reads it.
    pub focus_row: bool,

    // What time it is.
    /// Snapshot time plus the time since; never a clock.
    pub now: Timestamp,
    /// The toolkit's input time, in seconds.
    pub time: f64,
    pub zone: TimeZone,
    /// The title over the views: the profile's name, or "Demo".
    pub title: String,
    pub demo: bool,
}

impl UiState {
    /// A fresh window.
    pub fn new(now: Timestamp, zone: TimeZone, title: String, demo: bool) -> Self {
        Self {
            screen: Screen::default(),
            look: Look::default(),
            chosen: None,
            list: ListPlace::default(),
            timeline: TimelinePlace::default(),
            pane: Pane::default(),
            drawer: false,
            widths: PaneWidths::default(),
            appearance: Appearance::default(),
            popup: None,
            drafts: Drafts::default(),
            entries: EntriesPlace::default(),
            finding: FindOut::default(),
            new_lead: NewLead::default(),
            record: RecordPlace::default(),
            recovery: Recovery::default(),
            looked: Looked::default(),
            taking_back: None,
            deciding: None,
            outbox: OutboxPlace::default(),
            accounts: AccountsPlace::default(),
            first: FirstStart::default(),
            desk: Desk::default(),
            templates: TemplatesPlace::default(),
            assign: Assign::default(),
            notice_away: 0,
            undo_away: None,
            said: None,
            outgoing: Outgoing::default(),
            asked: Vec::new(),
            trouble: None,
            seen: None,
            outbox_follow: false,
            layout: Layout::Full,
            remembered: Remembered::default(),
            leaving: Leaving::default(),
            by_key: false,
            typing: false,
            prefix: None,
            focus_search: false,
            row_focus: None,
            focus_field: None,
            focus_row: false,
            now,
            time: 0.0,
            zone,
            title,
            demo,
        }
    }

    /// Puts commands at the end of what goes to the engine.
    pub fn outgoing_extend(&mut self, commands: impl IntoIterator<Item = Command>) {
        for command in commands {
            self.outgoing.push(command);
        }
    }

    /// Whether an action's key is heard while a popup is open: only what belongs to the popup.
    pub fn popup_hears(&self, action: &Action) -> bool {
        let always = matches!(action, Action::Back | Action::ZoomIn | Action::ZoomOut | Action::ZoomReset);
        match self.popup {
            None => self.leaving != Leaving::Asking || always,
            Some(Popup::Status) => always || matches!(action, Action::SetStatus(_) | Action::SetStatusAndNext(_)),
            Some(popup) => always || *action == Action::Popup(popup),
        }
    }

    /// Minutes and more since a moment, in the words of the list.
    pub fn age(&self, at: Timestamp) -> String {
        crate::domain::when::age(at, self.now)
    }

    /// `14:07` in the agent's zone.
    pub fn clock(&self, at: Timestamp) -> String {
        at.to_zoned(self.zone.clone()).strftime("%H:%M").to_string()
    }

    /// `19 Nov`, with the year where it is another one.
    pub fn day(&self, at: Timestamp) -> String {
        let (at, now) = (at.to_zoned(self.zone.clone()), self.now.to_zoned(self.zone.clone()));
        at.strftime(if at.year() == now.year() { "%-d %b" } else { "%-d %b %Y" }).to_string()
    }

    /// `14:07:31` in the agent's zone, for what happens within minutes.
    pub fn clock_with_secs(&self, at: Timestamp) -> String {
        at.to_zoned(self.zone.clone()).strftime("%H:%M:%S").to_string()
    }

    /// `14:07` today, `19 Nov, 14:07` this year, `19 Nov 2025, 14:07` before.
    pub fn moment(&self, at: Timestamp) -> String {
        let (at, now) = (at.to_zoned(self.zone.clone()), self.now.to_zoned(self.zone.clone()));
        let format = if at.date() == now.date() {
            "%H:%M"
        } else if at.year() == now.year() {
            "%-d %b, %H:%M"
        } else {
            "%-d %b %Y, %H:%M"
        };
        at.strftime(format).to_string()
    }
}
