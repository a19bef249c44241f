//! Why a change of ours stands where it stands, in a few words.

use super::state::UiState;
use crate::bridge::OutboxView;
use crate::domain::OutboxState;

/// Why a change stands where it stands, in a few words.
pub fn why(change: &OutboxView, state: &UiState) -> Option<String> {
    let item = &change.item;
    if let Some(clash) = &item.conflict {
        return Some(format!("someone set {} meanwhile", clash.slot.show(clash.theirs.as_deref())));
    }
    if !item.why.is_empty() {
        return Some(item.why.trim_end_matches('.').to_owned());
    }
    let next = item.next_try_at.filter(|_| item.state == OutboxState::Waiting)?;
    Some(format!("next try {}", super::outbox::row::in_words(next, state.now)))
}
