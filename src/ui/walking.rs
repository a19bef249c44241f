//! Walking: rows up and down, into a lead and out of it, and what counts as having looked.

use super::dispatch::search;
use super::list::step;
use super::state::{Leaving, Pane, Screen, UiState};
use super::{decide, outbox};
use crate::bridge::{Command, Snapshot};
use crate::domain::LeadId;
use crate::theme::Layout;

/// Down (or up) one row of what has the keys: the timeline, or the list on screen.
pub(super) fn go(by: isize, snapshot: &Snapshot, state: &mut UiState) {
    if state.screen == Screen::Inbox && decide::edits::walk(by, snapshot, state) {
        return;
    }
    if state.screen == Screen::Inbox && state.pane == Pane::Lead && state.chosen.is_some() {
        state.timeline.walk(by);
    } else {
        walk(by, snapshot, state);
    }
}

/// Down (or up) one row, in whichever list is on screen.
pub(super) fn walk(by: isize, snapshot: &Snapshot, state: &mut UiState) {
    if state.screen == Screen::Accounts {
        return super::accounts::act::walk(by, snapshot, state);
    }
    if state.screen == Screen::Templates {
        return super::templates::act::walk(by, snapshot, state);
    }
    if state.screen == Screen::Outbox {
        let rows = outbox::lines::shown_ids(snapshot, state.outbox.group);
        let at = state.outbox.chosen.and_then(|id| rows.iter().position(|row| *row == id));
        if let Some(id) = step(at, 0, by, rows.len()).and_then(|at| rows.get(at)) {
            state.outbox.chosen = Some(*id);
            state.outbox_follow = true;
        }
        return;
    }
    let order = &snapshot.listing.order;
    let at = state.chosen.and_then(|lead| state.list.position(lead, order));
    if let Some(lead) = step(at, state.list.hint, by, order.len()).and_then(|at| order.get(at)) {
        choose(*lead, snapshot, state, false);
        state.list.show_chosen = true;
        state.focus_row = true;
    }
}

/// The top of what was found.
pub(super) fn first_hit(snapshot: &Snapshot, state: &mut UiState) {
    if let Some(lead) = snapshot.listing.order.front() {
        choose(*lead, snapshot, state, false);
        state.list.show_chosen = true;
        state.focus_row = true;
    }
}

/// The lead whose details the engine shall send. By pointer it also opens where one pane is shown at a time.
pub(super) fn choose(lead: LeadId, snapshot: &Snapshot, state: &mut UiState, by_pointer: bool) {
    if state.layout == Layout::Single && by_pointer {
        state.pane = Pane::Lead;
    } else if state.layout != Layout::Single {
        state.pane = Pane::List;
    }
    state.new_lead.is_open = false;
    state.record.is_open = false;
    if state.chosen != Some(lead) {
        state.chosen = Some(lead);
        state.popup = None;
        state.outgoing.push(Command::Open(Some(lead)));
    }
    see(snapshot, state);
}

/// The chosen lead is being looked at: its mark goes.
pub fn see(snapshot: &Snapshot, state: &mut UiState) {
    let looking = state.screen == Screen::Inbox && (state.layout != Layout::Single || state.pane != Pane::List);
    let Some(row) = state.chosen.filter(|_| looking).and_then(|lead| snapshot.rows.get(lead)) else { return };
    let this = Some((row.id, row.updated_at));
    // Once for every change: if the engine cannot take the mark away, asking again would not help.
    if row.changed && state.seen != this {
        state.seen = this;
        state.outgoing.push(Command::Seen(row.id));
    }
}

/// Enter: the chosen row takes the keys, and the window where one pane is shown.
pub(super) fn open_chosen(snapshot: &Snapshot, state: &mut UiState) {
    match state.screen {
        Screen::Outbox => {
            if let Some(lead) = state.outbox.chosen_row(snapshot).map(|row| row.item.lead) {
                state.screen = Screen::Inbox;
                choose(lead, snapshot, state, true);
                state.list.show_chosen = true;
            }
        }
        // Its own page says what Enter means there.
        Screen::Accounts | Screen::Templates | Screen::Settings | Screen::Doors => {}
        Screen::Inbox => {
            if state.chosen.is_none() {
                walk(1, snapshot, state);
            }
            if state.chosen.is_some() && state.pane == Pane::Lead {
                state.timeline.enter(state.time);
            } else if state.chosen.is_some() {
                state.pane = Pane::Lead;
                see(snapshot, state);
            }
        }
    }
}

/// Out of whatever is innermost.
pub(super) fn back(state: &mut UiState) {
    if state.leaving == Leaving::Asking {
        state.leaving = Leaving::No;
    } else if state.popup.is_some() {
        state.popup = None;
    } else if state.screen == Screen::Inbox && state.new_lead.is_open {
        state.new_lead.is_open = false;
    } else if state.screen == Screen::Inbox && state.record.is_open {
        state.record.is_open = false;
    } else if state.screen == Screen::Inbox && state.deciding.is_some() {
        state.deciding = None;
    } else if state.drawer && state.layout == Layout::Drawer && state.screen == Screen::Inbox {
        state.drawer = false;
    } else if state.pane == Pane::Profile && state.layout == Layout::Single {
        state.pane = Pane::Lead;
    } else if state.pane != Pane::List {
        state.timeline.leave();
        state.pane = Pane::List;
    } else if matches!(state.screen, Screen::Outbox | Screen::Accounts | Screen::Templates | Screen::Settings) {
        state.screen = Screen::Inbox;
    } else if !state.look.text.is_empty() {
        search(String::new(), state);
    }
}
