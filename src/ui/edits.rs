//! Edits: wishes about leads and outbox rows, as commands whose answer is waited for in [`super::asked`].

use super::asked::Asked;
use super::state::UiState;
use crate::bridge::{Command, OutboxAction, Side, Snapshot, question};
use crate::domain::{Change, ChangeId, Field, LeadId, LeadStatus, Slot};

/// Asks for a status, unless it is so already.
pub(super) fn set_status(status: &LeadStatus, snapshot: &Snapshot, state: &mut UiState) {
    state.popup = None;
    let Some(lead) = state.chosen else { return };
    // Asking for what is so already would only fill the journal.
    if snapshot.rows.get(lead).is_some_and(|row| row.status.as_ref() == Some(status)) {
        return;
    }
    set(lead, Field::Status, status.wire(), state);
}

/// Asks for a value that was chosen, not typed: nothing is a draft of it.
pub(super) fn set(lead: LeadId, field: Field, value: &str, state: &mut UiState) {
    match Change::set(field, value) {
        Ok(change) => {
            let (reply, answer) = question();
            state.outgoing.push(Command::Change { leads: vec![lead], changes: vec![change], reply: Some(reply) });
            state.asked.push(Asked::change(answer));
        }
        Err(fault) => state.trouble = Some(sentence(&fault.0)),
    }
}

/// A typed text becomes a change, or says why it cannot.
pub(super) fn save(lead: LeadId, field: Field, text: String, snapshot: &Snapshot, state: &mut UiState) {
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
            state.asked.push(Asked::typed(lead, field, text, answer));
        }
    }
}

/// A fault as a sentence of its own.
pub(super) fn sentence(fault: &str) -> String {
    let mut chars = fault.chars();
    let first: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    let end = if fault.ends_with('.') { "" } else { "." };
    format!("{first}{}{end}", chars.as_str())
}

/// Answers a clash.
pub(super) fn resolve(change: ChangeId, slot: &Slot, side: Side, state: &mut UiState) {
    let (reply, answer) = question();
    state.outgoing.push(Command::Resolve { change, name: slot.name(), side, reply: Some(reply) });
    state.asked.push(Asked::other(answer));
}

/// One action on the chosen row of the outbox.
pub(super) fn outbox_action(action: OutboxAction, snapshot: &Snapshot, state: &mut UiState) {
    let Some(change) = state.outbox.chosen_row(snapshot).map(|row| row.item.id) else { return };
    let (reply, answer) = question();
    state.outgoing.push(Command::Outbox { change, action, reply: Some(reply) });
    state.asked.push(Asked::other(answer));
}
