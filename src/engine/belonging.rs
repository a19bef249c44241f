//! Whose data a change belongs to: a wish is kept with the identity that its account had, and goes nowhere else.
//!
//! The name of an account can be given to another bot, customer or address, by hand or in the window, while the
//! program runs or before it starts. What was wished before is then shown as needing the agent and is never sent; put
//! the old settings back, and it goes on by itself. On disk nothing moves: what is shown follows from a comparison.

use super::items::{READING_BACK, may_have_arrived};
use super::{Engine, Now};
use crate::bridge::command::Refused;
use crate::domain::{AccountName, ChangeId, LeadId, OutboxItem, OutboxState};
use crate::store::StoreError;

impl Engine {
    /// Reads whose data the open rows belong to. Rows of earlier versions are taken for wishes under the settings as
    /// they are now.
    pub(super) fn load_identities(&mut self) -> Result<(), StoreError> {
        let live: Vec<(AccountName, String)> = self
            .live_accounts()
            .map(|(_, account)| (account.settings.name.clone(), account.identity.clone()))
            .collect();
        for (name, identity) in live {
            if self.store.has_orphans(&name)? {
                self.store.write(|tx| tx.adopt_orphans(&name, &identity))?;
            }
        }
        self.identities = self.store.open_identities()?.into_iter().collect();
        Ok(())
    }

    /// Why this change must not be sent to what its account is now; `None` where it may.
    pub(super) fn estranged(&self, id: ChangeId, account: &AccountName) -> Option<String> {
        let now = &self.accounts[self.account_at(account)?];
        let then = self.identities.get(&id)?;
        (*then != now.identity).then(|| {
            let keys = now.spec.identity.iter().map(|key| format!(", {key}")).collect::<String>();
            format!(
                "It was made while account “{account}” led elsewhere (another base_url{keys}), so it is not sent there. Put the old settings back and it goes on, or drop it."
            )
        })
    }

    /// The same as a refusal, for whoever wants to send it all the same.
    pub(super) fn refuse_estranged(&self, id: ChangeId, account: &AccountName) -> Result<(), Refused> {
        self.estranged(id, account).map_or(Ok(()), |why| Err(Refused::Wrong(format!("Change {id} stays here. {why}"))))
    }

    /// A change that is history was made elsewhere, so taking it back would write there what was never there.
    pub(super) fn was_made_elsewhere(&self, id: ChangeId, lead: LeadId) -> Result<bool, StoreError> {
        let account = self.index.rows().get(lead).and_then(|row| self.account_at(&row.account));
        let (Some(at), Some(then)) = (account, self.store.identity(id)?) else { return Ok(false) };
        Ok(self.accounts[at].identity != then)
    }

    /// A row as it is to be shown: one that belongs elsewhere needs the agent, whatever it waited for before.
    pub(super) fn as_it_stands(&self, mut item: OutboxItem) -> OutboxItem {
        let stays = item.state.is_done() || item.state == OutboxState::Held;
        if let Some(why) = self.estranged(item.id, &item.account).filter(|_| !stays) {
            item.why = if may_have_arrived(&item) { format!("{READING_BACK}. {why}") } else { why };
            item.state = OutboxState::NeedsAgent;
            item.conflict = None;
        }
        item
    }

    /// Shows this row as it stands on disk and beside the settings.
    pub(super) fn show_again(&mut self, now: Now, id: ChangeId) -> Result<(), StoreError> {
        let Some(stored) = self.store.item(id)? else { return Ok(()) };
        let moved_at = stored.moved_at;
        let shown = self.view_of(self.as_it_stands(stored))?;
        if let Some(view) = self.items.get(&id) {
            // The words beside it: which vendor it is for may have come with the settings.
            let mut renewed = (**view).clone();
            (renewed.vendor, renewed.vendor_title) = (shown.vendor, shown.vendor_title);
            self.show(renewed);
        }
        self.show_moved(now, id, |item| *item = shown.item);
        if let Some(view) = self.items.get(&id) {
            let mut view = (**view).clone();
            view.item.moved_at = moved_at;
            self.show(view);
        }
        Ok(())
    }
}
