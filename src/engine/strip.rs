//! The strip of a lead from what is stored: one reading of the database, no request.

use super::Engine;
use crate::bridge::Timeline;
use crate::domain::interaction::Interaction;
use crate::domain::timeline::{Difference, Past, Wished, assemble};
use crate::domain::{Lead, LeadId};
use crate::store::StoreError;

impl Engine {
    /// Everything that is known to have happened with this lead; `lead` is what the vendor last said.
    pub(super) fn timeline(&self, id: LeadId, lead: &Lead) -> Result<Timeline, StoreError> {
        let source = self.accounts.iter().find(|account| account.settings.name == lead.account);
        let mut past = Past {
            lead_source: source.map(|account| account.spec.name.to_string()).unwrap_or_default(),
            messages: self.store.seen_messages(id)?,
            ..Past::default()
        };
        past.wished = self
            .store
            .journal_of(id)?
            .into_iter()
            .map(|row| Wished {
                change: row.entry.change,
                wish: row.entry.change_made,
                before: row.entry.before,
                who: row.entry.who,
                made_at: row.made_at,
                state: row.entry.state,
                why: row.why,
            })
            .collect();
        past.differences = self
            .store
            .observed_differences(id)?
            .into_iter()
            .map(|seen| Difference { field: seen.field, old: seen.old, new: seen.new, from: seen.from, to: seen.to })
            .collect();
        let histories = self.store.histories(id)?;
        for stored in &histories {
            if self.is_unlinked(id, stored) {
                continue;
            }
            // What an older release kept and this one cannot read is asked for again, never shown half.
            past.interactions.extend(stored.items.iter().filter_map(|kept| {
                let item: Interaction = serde_json::from_str(&kept.item).ok()?;
                Some((item, kept.unmasked.clone()))
            }));
        }
        Ok(Timeline { items: assemble(lead, &past), sources: self.history_sources(id, &histories) })
    }
}
