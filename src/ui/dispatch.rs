//! Actions to what they do: window state moves here, wishes go to the engine as commands.
//!
//! The only place that turns one into the other. Nothing here waits: commands go into [`super::outgoing`].

use egui::Context;

use super::actions::Action;
use super::asked::Asked;
use super::edits::{outbox_action, resolve, save, sentence, set_status};
use super::recovery::RecoveryAction;
use super::settings::TextSize;
use super::state::{Leaving, OutboxGroup, Pane, Popup, Screen, UiState};
use super::walking::{back, choose, first_hit, go, open_chosen, walk};
use super::{
    accounts, assign, decide, entries, find_out, first, new_lead, outbox, record, recovery, settings, templates, text,
};
use crate::bridge::{Command, Side, Snapshot, question};
use crate::domain::ChangeId;
use crate::domain::query::Query;
use crate::theme::Layout;

/// How long "E-mail copied" is shown, in seconds.
const SAID_SECS: f64 = 3.0;

/// Does one action. An action that is not available now does nothing (its control says why).
pub fn dispatch(ctx: &Context, action: Action, snapshot: &Snapshot, state: &mut UiState) {
    if action.available(snapshot, state).is_err() {
        return;
    }
    match action {
        Action::Next => go(1, snapshot, state),
        Action::Previous => go(-1, snapshot, state),
        Action::OpenChosen if state.screen == Screen::Accounts => accounts::act::open(ctx, snapshot, state),
        Action::OpenChosen if state.screen == Screen::Templates => templates::act::open(state),
        Action::OpenChosen => open_chosen(snapshot, state),
        Action::Back if state.screen == Screen::Accounts && state.accounts.aside.is_open() && state.popup.is_none() => {
            accounts::act::leave(ctx, state);
        }
        Action::Back
            if state.screen == Screen::Templates && state.templates.aside.is_open() && state.popup.is_none() =>
        {
            templates::act::act(templates::TemplatesAction::Leave, snapshot, state);
        }
        Action::Templates(action) => templates::act::act(action, snapshot, state),
        Action::Back if state.recovery.asks => recovery::act::act(ctx, RecoveryAction::KeepWaiting, state),
        Action::Back => back(state),
        Action::FirstHit => first_hit(snapshot, state),
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
        Action::Type { lead, field, text } => {
            let open = snapshot.open.as_deref().filter(|open| open.view.id == lead);
            state.entries.begin(lead, &field.into(), open.map(|open| &open.view.lead));
            state.drafts.type_text(lead, field, text, state.time);
        }
        Action::Save { lead, field, text } => save(lead, field, text, snapshot, state),
        Action::GiveUp { lead, field } => {
            state.entries.end(lead, &field.into());
            let forget = state.drafts.forget(lead, field);
            state.outgoing_extend(forget);
        }
        Action::NewLead(action) => new_lead::dispatch(action, snapshot, state),
        Action::Record(action) => record::dispatch(action, snapshot, state),
        Action::FindOut(action) => find_out::dispatch(action, snapshot, state),
        Action::Decide(action) => decide::edits::dispatch(action, snapshot, state),
        Action::Entry(entry) => entries::edits::dispatch(entry, snapshot, state),
        Action::Undo => state.outgoing.push(Command::Undo),
        Action::Assign(agent) => assign::give(&agent, snapshot, state),
        Action::Redo => state.outgoing.push(Command::Redo),
        Action::Refresh => state.outgoing_extend(state.chosen.map(Command::Refresh)),
        Action::Resolve { change, slot, side } => {
            keep_mine(change, side, snapshot, state);
            resolve(change, &slot, side, state);
        }

        Action::ShowRaw(raw) => state.looked.raw = raw,
        Action::TakeBack { change, alone } => {
            let (reply, answer) = question();
            state.outgoing.push(Command::TakeBack { change, alone, reply });
            state.asked.push(Asked::taken_back(answer));
        }
        Action::EditAgain => outbox::edit_again::begin(snapshot, state),
        Action::HoldAll(hold) => state.outgoing.push(Command::HoldAll { hold, reply: None }),
        Action::AskHistory => state.outgoing_extend(state.chosen.map(Command::AskHistory)),
        Action::Link { lead, account, linked } => state.outgoing.push(Command::Link { lead, account, linked }),
        Action::Narrow(filter) => {
            state.popup = None;
            state.timeline.narrow(filter);
        }
        Action::ToggleItem(item) => {
            state.timeline.choose(item);
            state.timeline.toggle(item);
        }
        Action::OpenLine => state.timeline.unfold(true),
        Action::FoldLine => state.timeline.unfold(false),
        Action::RevealItem(item) => {
            state.timeline.choose(item);
            state.timeline.reveal(item, state.time);
        }

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
            accounts::act::leave(ctx, state);
            state.screen = screen;
            state.pane = Pane::List;
        }
        Action::ShowPane(pane) => state.pane = pane,
        Action::ToggleProfile => toggle_profile(state),
        Action::Popup(popup) => {
            state.popup = if state.popup == Some(popup) { None } else { Some(popup) };
            if popup == Popup::Assign {
                state.assign = assign::Assign::default();
            }
        }
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
            if let (Some(change), Some(slot)) = (state.outbox.chosen, clash.map(|clash| clash.slot.clone())) {
                keep_mine(change, side, snapshot, state);
                resolve(change, &slot, side, state);
            }
        }

        Action::Accounts(action) => accounts::act::act(ctx, action, snapshot, state),
        Action::First(wish) => first::wish(wish, snapshot, state),
        Action::Settings(wish) => settings::wish(wish, snapshot, state),

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
        Action::Recovery(action) => recovery::act::act(ctx, action, state),
        Action::QuitAnyway => state.leaving = Leaving::Yes,
        Action::StayHere => state.leaving = Leaving::No,
    }
}

/// Where theirs is taken, the text that was ours stays as a draft.
fn keep_mine(change: ChangeId, side: Side, snapshot: &Snapshot, state: &mut UiState) {
    if let (Side::Theirs, Some(row)) = (side, snapshot.outbox.get(&change)) {
        decide::edits::keep_row_as_draft(row, state);
    }
}

fn show_group(group: OutboxGroup, snapshot: &Snapshot, state: &mut UiState) {
    state.outbox.group = group;
    let rows = outbox::lines::shown_ids(snapshot, group);
    if !state.outbox.chosen.is_some_and(|id| rows.contains(&id)) {
        state.outbox.chosen = rows.first().copied();
    }
}

/// The search text changed.
pub(super) fn search(text: String, state: &mut UiState) {
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
