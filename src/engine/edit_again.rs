//! Taking a change back to its place on the lead, so that it can be put right and wished for anew.

use std::sync::Arc;

use super::edit::not_kept;
use super::items::{may_have_arrived, to};
use super::{Engine, Now};
use crate::bridge::command::Refused;
use crate::domain::{ChangeId, DraftOf, OutboxState};

impl Engine {
    /// Drops the row and puts its text back as a draft, both or neither.
    pub(super) fn edit_again(&mut self, now: Now, id: ChangeId, of: &DraftOf, text: &str) -> Result<(), Refused> {
        let item = self.open_item(id)?;
        let lead = item.lead;
        let why_not = match item.state {
            OutboxState::Queued | OutboxState::Waiting | OutboxState::Held | OutboxState::NeedsAgent
                if !may_have_arrived(item) || item.state == OutboxState::NeedsAgent =>
            {
                None
            }
            OutboxState::Sending => Some("is being sent at this moment. Try again when it has an answer."),
            _ => Some("may have arrived already, so it is not taken back to be edited. Wait until it is read back."),
        };
        if let Some(why_not) = why_not {
            return Err(Refused::Wrong(format!("Change {id} {why_not}")));
        }
        let mut moves = vec![(id, to(item, OutboxState::Cancelled, "taken back by you to edit it"))];
        moves.extend(self.inherit(item));
        self.move_items(now, &moves, |tx| tx.set_draft(lead, of, text)).map_err(not_kept)?;
        self.drafts.insert((lead, of.clone()), Arc::from(text));
        self.ready_recording(id, now.mono);
        let due = self.lanes.get(&lead).map_or(now.mono, |lane| lane.due);
        self.ready_lane(lead, due);
        self.renew_undo_offer();
        self.dirty = true;
        Ok(())
    }
}
