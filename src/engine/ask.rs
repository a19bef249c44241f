//! Answers to questions: what command lines print.

use super::edit::not_kept;
use super::{Engine, Now};
use crate::bridge::command::{LeadsFound, Refused};
use crate::bridge::{AccountHealth, LeadView, OutboxView};
use crate::domain::LeadId;
use crate::domain::query::Query;
use crate::search::view::Matcher;
use crate::search::{Row, Sort};
use crate::store::StoreError;

impl Engine {
    /// Every lead that matches, newest change first.
    pub(super) fn leads(&mut self, now: Now, query: &Query, limit: Option<usize>) -> LeadsFound {
        let matcher = Matcher::new(query, &self.viewpoint(now));
        let mut rows: Vec<&Row> =
            self.index.rows().iter().map(|row| &**row).filter(|row| matcher.matches(row)).collect();
        rows.sort_unstable_by(|a, b| Sort::NewestChange.compare(a, b));
        let ids: Vec<LeadId> = rows.iter().take(limit.unwrap_or(usize::MAX)).map(|row| row.id).collect();
        let mut found = LeadsFound { leads: Vec::with_capacity(ids.len()), unread: None };
        for id in ids {
            // A row of the list without its lead is one that cannot be read, too.
            let view = self.lead_view(id).and_then(|view| view.ok_or(StoreError::Damaged(0)));
            match view {
                Ok((view, _)) => found.leads.push(view),
                Err(error) => found.unread.get_or_insert_with(|| (0, error.to_string())).0 += 1,
            }
        }
        found
    }

    /// The lead that a person named.
    pub(super) fn find_lead(&mut self, name: &str) -> Result<Box<LeadView>, Refused> {
        let name = name.trim();
        let found = self.store.find_leads(name).map_err(not_kept)?;
        let id = match found.as_slice() {
            [id] => *id,
            [] if name.chars().count() < 6 => {
                return Err(Refused::Wrong(format!(
                    "No lead has the id “{name}”. Name one by its uuid, its id, or at least the first 6 characters of either."
                )));
            }
            [] => {
                return Err(Refused::Wrong(format!(
                    "No lead has an id or uuid that begins with “{name}”. Sync, or check the spelling."
                )));
            }
            _ => {
                return Err(Refused::Wrong(format!(
                    "Several leads have an id that begins with “{name}”. Give more of it."
                )));
            }
        };
        let view = self.lead_view(id).map_err(not_kept)?;
        view.map(|(view, _)| Box::new(view)).ok_or_else(|| {
            Refused::Wrong("This lead is not in the database any more. Sync, then try again.".to_owned())
        })
    }

    /// The outbox with its recent history, oldest first.
    pub(super) fn outbox_list(&self) -> Vec<OutboxView> {
        let mut views: Vec<OutboxView> =
            self.done.values().chain(self.items.values()).map(|view| (**view).clone()).collect();
        views.sort_by_key(|view| view.item.id);
        views
    }

    /// How all accounts are.
    pub(super) fn health(&self, now: Now) -> Vec<AccountHealth> {
        let mut live: Vec<_> = self.live_accounts().map(|(_, account)| account).collect();
        live.sort_by_key(|account| account.position);
        let pending = self.pending_by_account();
        let of = |name| pending.get(name).copied().unwrap_or_default();
        live.into_iter().map(|account| account.health(now, of(&account.settings.name))).collect()
    }
}
