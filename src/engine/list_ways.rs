//! What is known about how an account's vendor takes lists, and what waits until it is known.
//!
//! Stated in the settings, or found out by a probe and remembered with its proof; never guessed. A change of a list
//! entry that cannot go yet stands apart: it holds back nothing but what touches the same entry.

use std::collections::BTreeMap;

use super::items::to;
use super::{Engine, Now};
use crate::config::AccountSettings;
use crate::domain::{ChangeId, List, ListKnowledge, ListMode, OutboxItem, OutboxState};
use crate::store::{ItemMove, StoreError};

/// Memory key of what was found out, by the identity of an account (another bot may take lists otherwise): JSON, list word → [`ListKnowledge::Found`].
const FOUND: &str = "lists/";

/// Why a list change waits that was never sent.
pub(super) const FIND_OUT: &str = "find out first";
/// Why a list change ends that the vendor's way cannot express.
pub(super) const KEEPS: &str = "the vendor keeps it";
/// Why a list change waits that may arrive late, where sending it again could make it stand twice.
pub(super) const MAY_DOUBLE: &str = "it may still arrive";

/// Whether a row waits for a person without holding back the other changes of its lead.
pub(super) fn is_apart(item: &OutboxItem) -> bool {
    item.state == OutboxState::NeedsAgent && [FIND_OUT, KEEPS, MAY_DOUBLE].iter().any(|why| item.why.starts_with(why))
}

/// What the settings say about each list, in the order of [`List::ALL`].
pub(super) fn stated(settings: &AccountSettings) -> [ListKnowledge; List::ALL.len()] {
    let table = settings.options.get("lists").and_then(toml::Value::as_table);
    List::ALL.map(|list| {
        let mode = table.and_then(|table| table.get(list.as_str())?.as_str()).and_then(ListMode::from_name);
        mode.map_or(ListKnowledge::NotKnown, |mode| ListKnowledge::Set { mode })
    })
}

impl Engine {
    /// What is known about a list of an account.
    pub(super) fn list_way(&self, account: usize, list: List) -> &ListKnowledge {
        &self.accounts[account].ways[list as usize]
    }

    /// Puts together what the settings state and what was found out; the settings win.
    pub(super) fn load_list_ways(&mut self, account: usize) {
        let found = self.memory.get(&format!("{FOUND}{}", self.accounts[account].identity));
        // What cannot be read is found out again.
        let found: BTreeMap<List, ListKnowledge> =
            found.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
        let mut ways = stated(&self.accounts[account].settings);
        for list in List::ALL {
            if let (ListKnowledge::NotKnown, Some(known)) = (&ways[list as usize], found.get(&list)) {
                ways[list as usize] = known.clone();
            }
        }
        self.accounts[account].ways = ways;
    }

    /// Remembers what a probe found, and lets go what waited for it.
    pub(super) fn keep_list_ways(
        &mut self,
        now: Now,
        account: usize,
        found: &BTreeMap<List, ListKnowledge>,
    ) -> Result<(), StoreError> {
        let key = format!("{FOUND}{}", self.accounts[account].identity);
        let mut all: BTreeMap<List, ListKnowledge> =
            self.memory.get(&key).and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
        all.extend(found.iter().map(|(list, known)| (*list, known.clone())));
        let json = serde_json::to_string(&all).map_err(|error| StoreError::Other(error.to_string()))?;
        self.store.write(|tx| tx.remember(&key, &json))?;
        std::sync::Arc::make_mut(&mut self.memory).insert(key, json);
        self.load_list_ways(account);
        self.release_list_changes(now, account)
    }

    /// Changes that waited for the way of their list to be known go on, where it is known now.
    pub(super) fn release_list_changes(&mut self, now: Now, account: usize) -> Result<(), StoreError> {
        let name = self.accounts[account].settings.name.clone();
        let waits = |item: &OutboxItem| {
            let known = item.change.slot().list().is_some_and(|list| self.list_way(account, list).mode().is_some());
            item.account == name && known && is_apart(item) && item.why.starts_with(FIND_OUT)
        };
        let moves: Vec<(ChangeId, ItemMove)> = self
            .items
            .values()
            .filter(|view| waits(&view.item))
            .map(|view| (view.item.id, to(&view.item, OutboxState::Queued, "")))
            .collect();
        self.move_items(now, &moves, |_| Ok(()))?;
        let leads: Vec<_> = moves.iter().filter_map(|(id, _)| self.item(*id)).map(|item| item.lead).collect();
        for lead in leads {
            self.ready_lane(lead, now.mono);
        }
        Ok(())
    }
}
