//! What a screen reader says of a row: one full sentence, with every state in words, and its place in the list.

use egui::{Response, Role, WidgetInfo};

use crate::bridge::Snapshot;
use crate::domain::when;
use crate::search::Row;
use crate::ui::people;
use crate::ui::state::UiState;
use crate::ui::text;
use crate::ui::widgets::Presence;

/// Gives the row its role, sentence and place.
pub fn tell(response: &Response, row: &Row, chosen: bool, at: usize, of: usize, snapshot: &Snapshot, state: &UiState) {
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, chosen, sentence(row, snapshot, state)));
    response.ctx.accesskit_node_builder(response.id, |node| {
        // The toolkit would call a chosen row "pressed".
        node.clear_toggled();
        node.set_selected(chosen);
        node.set_position_in_set(at + 1);
        node.set_size_of_set(of);
    });
}

/// "Nadia Öztürk, Review, needs you, online, last message 2 minutes ago: …".
pub fn sentence(row: &Row, snapshot: &Snapshot, state: &UiState) -> String {
    let mut parts = vec![row.name.clone()];
    parts.push(row.status.as_ref().map_or(text::NO_STATUS, |status| status.word()).to_owned());
    if let Some(pending) = row.pending {
        parts.push(pending.word().to_lowercase());
    }
    let read_secs_ago = state.now.as_second() - row.read_at.as_second();
    if let Some(presence) = Presence::after_secs(read_secs_ago).filter(|_| row.is_online) {
        parts.push(presence.words().to_owned());
    }
    if row.changed {
        parts.push(text::CHANGED.to_owned());
    }
    if row.gone {
        parts.push(text::GONE.to_owned());
    }
    if !row.tags.is_empty() {
        parts.push(format!("tagged {}", row.tags.join(", ")));
    }
    parts.push(match &row.agent {
        Some(agent) => format!("agent {}", people::agent(agent, snapshot)),
        None => "no agent".to_owned(),
    });
    if let Some(message) = &row.last_message {
        let by = match people::Writer::of(message) {
            people::Writer::Customer => "last message",
            people::Writer::Bot => "last message by the bot",
            people::Writer::Agent => "last message by an agent",
        };
        let age = message.at.map(|at| format!(" {}", when::age_spoken(at, state.now))).unwrap_or_default();
        parts.push(format!("{by}{age}: {}", message.text.as_deref().unwrap_or_default()));
    }
    parts.join(", ")
}
