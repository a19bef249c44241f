//! Builds what the window reads. Nothing here grows with the number of leads.

use std::sync::Arc;

use super::{Engine, Now};
use crate::bridge::{Listing, Snapshot};

impl Engine {
    /// The state as of now: clones of persistent structures and shared pointers.
    pub(super) fn publish(&mut self, now: Now) -> Snapshot {
        self.revision += 1;
        Snapshot {
            revision: self.revision,
            published_at: now.at,
            phase: self.phase.clone(),
            rows: self.index.rows().clone(),
            listing: Listing {
                view: self.index.view(),
                query: self.index.query().clone(),
                sort: self.index.sort(),
                order: self.index.shown().clone(),
                updates_waiting: self.index.updates_waiting(),
            },
            view_counts: self.index.counts(),
            history_counts: self.index.told_counts(),
            open: self.open_view.clone(),
            outbox: self.items.clone(),
            outbox_done: self.done.clone(),
            outbox_counts: self.counts,
            accounts: Arc::new(self.health(now)),
            vendors: Arc::clone(&self.vendors),
            agents: Arc::clone(&self.agents),
            me: Arc::clone(&self.me),
            agent_counts: self.index.agents().clone(),
            settings: Arc::clone(&self.settings_view),
            connect: self.connect_form.clone(),
            templates: Arc::clone(&self.shown_templates),
            undo: self.undo.clone(),
            redo: self.redo.clone(),
            tags: self.index.tags().clone(),
            notice: self.notice.clone(),
            memory: Arc::clone(&self.memory),
            drafts: self.drafts.clone(),
        }
    }
}
