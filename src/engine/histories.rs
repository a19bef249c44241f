//! Asking other systems what they sent a customer.

use super::Engine;
use crate::bridge::{HistorySource, HistoryState};
use crate::domain::{Lead, LeadId};
use crate::store::StoredHistory;

impl Engine {
    /// Whether an agent said that this answer is about somebody else.
    pub(super) fn is_unlinked(&self, _lead: LeadId, _stored: &StoredHistory) -> bool {
        false
    }

    /// How far each account that keeps histories was asked about this lead.
    pub(super) fn history_sources(&self, _id: LeadId, _lead: &Lead, stored: &[StoredHistory]) -> Vec<HistorySource> {
        self.accounts
            .iter()
            .filter(|account| account.leads.is_none())
            .map(|account| {
                let answer = stored.iter().find(|stored| stored.account == account.settings.name);
                HistorySource {
                    account: account.settings.name.clone(),
                    vendor: account.spec.name.as_str(),
                    title: account.spec.title,
                    asked_at: answer.map(|answer| answer.asked_at),
                    state: if answer.is_some() { HistoryState::Known } else { HistoryState::NeverAsked },
                    customer: None,
                    warnings: Vec::new(),
                }
            })
            .collect()
    }
}
