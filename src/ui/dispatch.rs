//! Actions to what they do: window state moves here, wishes go to the engine as commands.
//!
//! The only place that turns one into the other. Nothing here waits: commands go into [`super::outgoing`].

use egui::Context;

use super::actions::Action;
use super::asked::Asked;
use super::list::step;
use super::outbox;
use super::settings::TextSize;
use super::state::{Leaving, OutboxGroup, Pane, Popup, Screen, UiState};
use super::text;
use crate::bridge::{Command, OutboxAction, Side, Snapshot, question};
use crate::domain::query::Query;
use crate::domain::{Change, ChangeId, Field, LeadId, LeadStatus};
use crate::theme::Layout;

/// How long "E-mail copied" is shown, in seconds.
const SAID_SECS: f64 = 3.0;

/// Does one action. An action that is not available now does nothing (its control says why).
pub fn dispatch(ctx: &Context, action: Action, snapshot: &Snapshot, state: &mut UiState) {
    if action.available(snapshot, state).is_err() {
        return;
    }
    match action {
        Action::Next => walk(1, snapshot, state),
        Action::Previous => walk(-1, snapshot, state),
        Action::OpenChosen => open_chosen(snapshot, state),
        Action::Back => back(state),
        Action::Choose(lead) => choose(lead, snapshot, state, true),
        Action::FocusSearch => {
            state.pane = Pane::List;
            state.focus_search = true;
        }

        Action::SetStatus(status) => set_status(&status, snapshot, state),
        Action::SetStatusAndNext(status) => {
            set_status(&status, snapshot, state);
            walk(1, snapshot, state);
        }
        Action::Type { lead, field, text } => state.drafts.type_text(lead, field, text, state.time),
        Action::Save { lead, field, text } => save(lead, field, text, snapshot, state),
        Action::GiveUp { lead, field } => {
            let forget = state.drafts.forget(lead, field);
            state.outgoing_extend(forget);
        }
        Action::Undo => state.outgoing.push(Command::Undo),
        Action::Refresh => state.outgoing_extend(state.chosen.map(Command::Refresh)),
        Action::Resolve { change, field, side } => resolve(change, field, side, state),

        Action::Show(view) => {
            state.popup = None;
            state.screen = Screen::Inbox;
            state.pane = Pane::List;
            state.look.view = view;
            look(state);
        }
        Action::SortBy(sort) => {
            state.popup = None;
            state.look.sort = sort;
            look(state);
        }
        Action::Search(text) => search(text, state),
        Action::LetUpdatesIn => state.outgoing.push(Command::LetUpdatesIn),
        Action::Go(screen) => {
            state.popup = None;
            state.screen = screen;
            state.pane = Pane::List;
        }
        Action::ShowPane(pane) => state.pane = pane,
        Action::ToggleProfile => toggle_profile(state),
        Action::Popup(popup) => state.popup = if state.popup == Some(popup) { None } else { Some(popup) },
        Action::Copy { what, text } => {
            ctx.copy_text(text);
            state.said = Some((text::copied(what), state.time + SAID_SECS));
        }

        Action::ChooseChange(change) => {
            state.outbox.chosen = Some(change);
            state.pane = if state.layout == Layout::Single { Pane::Lead } else { Pane::List };
        }
        Action::ShowGroup(group) => show_group(group, snapshot, state),
        Action::Outbox(action) => outbox_action(action, snapshot, state),
        Action::ResolveChosen(side) => {
            let clash = state.outbox.chosen_row(snapshot).and_then(|row| row.item.conflict.as_ref());
            if let (Some(change), Some(field)) = (state.outbox.chosen, clash.map(|clash| clash.field)) {
                resolve(change, field, side, state);
            }
        }

        Action::ZoomIn => state.appearance.text_size = state.appearance.text_size.larger(),
        Action::ZoomOut => state.appearance.text_size = state.appearance.text_size.smaller(),
        Action::ZoomReset => state.appearance.text_size = TextSize::default(),
        Action::SetTheme(theme) => state.appearance.theme = theme,
        Action::SetDensity(density) => {
            state.appearance.density = density;
            state.list.show_chosen = true;
        }
        Action::SetTextSize(size) => state.appearance.text_size = size,
        Action::Resize(pane, width) => match pane {
            Pane::Views => state.widths.views = Some(width),
            Pane::List => state.widths.list = Some(width),
            Pane::Profile => state.widths.profile = Some(width),
            Pane::Lead => {}
        },
        Action::PutNoticeAway(number) => state.notice_away = number,
        Action::TryAgain => state.outgoing.push(Command::TryAgain),
        Action::WorkInMemory => state.outgoing.push(Command::WorkInMemory),
        Action::QuitAnyway => state.leaving = Leaving::Yes,
        Action::StayHere => state.leaving = Leaving::No,
    }
}

/// Down (or up) one row, in whichever list is on screen.
fn walk(by: isize, snapshot: &Snapshot, state: &mut UiState) {
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

/// The lead whose details the engine shall send. By pointer it also opens where one pane is shown at a time.
fn choose(lead: LeadId, snapshot: &Snapshot, state: &mut UiState, by_pointer: bool) {
    if state.layout == Layout::Single && by_pointer {
        state.pane = Pane::Lead;
    } else if state.layout != Layout::Single {
        state.pane = Pane::List;
    }
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

fn open_chosen(snapshot: &Snapshot, state: &mut UiState) {
    match state.screen {
        Screen::Outbox => {
            if let Some(lead) = state.outbox.chosen_row(snapshot).map(|row| row.item.lead) {
                state.screen = Screen::Inbox;
                choose(lead, snapshot, state, true);
                state.list.show_chosen = true;
            }
        }
        Screen::Inbox => {
            if state.chosen.is_none() {
                walk(1, snapshot, state);
            }
            if state.chosen.is_some() {
                state.pane = Pane::Lead;
                see(snapshot, state);
            }
        }
    }
}

/// Out of whatever is innermost.
fn back(state: &mut UiState) {
    if state.leaving == Leaving::Asking {
        state.leaving = Leaving::No;
    } else if state.popup.is_some() {
        state.popup = None;
    } else if state.drawer && state.layout == Layout::Drawer && state.screen == Screen::Inbox {
        state.drawer = false;
    } else if state.pane == Pane::Profile && state.layout == Layout::Single {
        state.pane = Pane::Lead;
    } else if state.pane != Pane::List {
        state.pane = Pane::List;
    } else if state.screen == Screen::Outbox {
        state.screen = Screen::Inbox;
    } else if !state.look.text.is_empty() {
        search(String::new(), state);
    }
}

fn set_status(status: &LeadStatus, snapshot: &Snapshot, state: &mut UiState) {
    state.popup = None;
    let Some(lead) = state.chosen else { return };
    // Asking for what is so already would only fill the journal.
    if snapshot.rows.get(lead).is_some_and(|row| row.status.as_ref() == Some(status)) {
        return;
    }
    if let Ok(change) = Change::set(Field::Status, status.wire()) {
        let (reply, answer) = question();
        state.outgoing.push(Command::Change { leads: vec![lead], changes: vec![change], reply: Some(reply) });
        state.asked.push(Asked::status(answer));
    }
}

fn save(lead: LeadId, field: Field, text: String, snapshot: &Snapshot, state: &mut UiState) {
    let shown = snapshot.open.as_ref().filter(|open| open.view.id == lead);
    let now = shown.and_then(|open| field.of(&open.view.lead));
    if field.same(Some(text.trim()), now.as_deref()) {
        let forget = state.drafts.forget(lead, field);
        state.outgoing_extend(forget);
        return;
    }
    match Change::set(field, &text) {
        Err(fault) => {
            state.drafts.refuse(lead, field, text, sentence(&fault.0), state.time);
            state.focus_field = Some((lead, field));
        }
        Ok(change) => {
            let (reply, answer) = question();
            // The draft goes when the engine has made the change durable, not before.
            state.drafts.type_text(lead, field, text.clone(), state.time);
            state.outgoing.push(Command::Change { leads: vec![lead], changes: vec![change], reply: Some(reply) });
            state.asked.push(Asked::field(lead, field, text, answer));
        }
    }
}

/// A fault as a sentence of its own.
fn sentence(fault: &str) -> String {
    let mut chars = fault.chars();
    let first: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    let end = if fault.ends_with('.') { "" } else { "." };
    format!("{first}{}{end}", chars.as_str())
}

fn resolve(change: ChangeId, field: Field, side: Side, state: &mut UiState) {
    let (reply, answer) = question();
    state.outgoing.push(Command::Resolve { change, field, side, reply: Some(reply) });
    state.asked.push(Asked::other(answer));
}

fn outbox_action(action: OutboxAction, snapshot: &Snapshot, state: &mut UiState) {
    let Some(change) = state.outbox.chosen_row(snapshot).map(|row| row.item.id) else { return };
    let (reply, answer) = question();
    state.outgoing.push(Command::Outbox { change, action, reply: Some(reply) });
    state.asked.push(Asked::other(answer));
}

fn show_group(group: OutboxGroup, snapshot: &Snapshot, state: &mut UiState) {
    state.outbox.group = group;
    let rows = outbox::lines::shown_ids(snapshot, group);
    if !state.outbox.chosen.is_some_and(|id| rows.contains(&id)) {
        state.outbox.chosen = rows.first().copied();
    }
}

fn search(text: String, state: &mut UiState) {
    match Query::parse(&text) {
        Ok(query) => {
            state.look.fault = None;
            let news = query != state.look.query;
            state.look.query = query;
            state.look.text = text;
            if news {
                look(state);
            }
        }
        // The list stays what it was while an operator is half typed.
        Err(error) => {
            state.look.fault = Some(sentence(&error.message));
            state.look.text = text;
        }
    }
}

/// Tells the engine what the list shows.
fn look(state: &mut UiState) {
    let command = Command::Look { view: state.look.view, query: state.look.query.clone(), sort: state.look.sort };
    state.outgoing.push(command);
    state.list.hold_place = false;
}

fn toggle_profile(state: &mut UiState) {
    match state.layout {
        Layout::Single if state.pane == Pane::Profile => state.pane = Pane::Lead,
        Layout::Single if state.chosen.is_some() => state.pane = Pane::Profile,
        Layout::Single => {}
        Layout::Drawer => state.drawer = !state.drawer,
        _ => state.pane = if state.pane == Pane::Profile { Pane::List } else { Pane::Profile },
    }
    if state.popup == Some(Popup::Status) {
        state.popup = None;
    }
}
