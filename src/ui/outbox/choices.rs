//! What can be done with an outbox row in its state, and why the rest cannot.

use crate::bridge::{OutboxAction, OutboxView};
use crate::domain::OutboxState;
use crate::ui::actions::Action;
use crate::ui::record::words as record;
use crate::ui::text;

/// What an action is called on this row, and what it leads to. What may have been recorded is named as that.
pub fn words(action: OutboxAction, row: &OutboxView) -> (String, &'static str) {
    match (action, row.item.state) {
        (OutboxAction::Retry, OutboxState::Unknown) => (record::SEND_AGAIN.to_owned(), record::SEND_AGAIN_MEANS),
        (OutboxAction::Arrived, _) => (Action::Outbox(action).name(), record::ARRIVED_MEANS),
        (OutboxAction::Drop, OutboxState::Unknown) => (record::DISCARD.to_owned(), record::DISCARD_MEANS),
        _ => (Action::Outbox(action).name(), text::consequence(action)),
    }
}

/// Whether this makes sense for the row now.
///
/// # Errors
/// Why not, in words.
pub fn can(action: OutboxAction, row: &OutboxView) -> Result<(), &'static str> {
    let state = row.item.state;
    if state.is_done() {
        return Err(text::IS_DONE);
    }
    match (action, state) {
        (OutboxAction::Retry, OutboxState::NeedsAgent) if row.item.conflict.is_some() => Err(text::NEEDS_CHOICE),
        (OutboxAction::Retry | OutboxAction::Hold, OutboxState::Sending) => Err(text::ON_THE_WIRE),
        (OutboxAction::Retry | OutboxAction::Hold, OutboxState::Held) => Err(text::IS_HELD),
        (OutboxAction::Hold, OutboxState::NeedsAgent | OutboxState::Unknown) => Err(text::NEEDS_CHOICE),
        (OutboxAction::Release, state) if state != OutboxState::Held => Err(text::NOT_HELD),
        (OutboxAction::Arrived, state) if state != OutboxState::Unknown => Err(text::NEEDS_CHOICE),
        _ => Ok(()),
    }
}
