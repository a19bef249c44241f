//! What a probe tells whoever asked for it.

use super::plan::Tried;
use crate::bridge::command::Refused;
use crate::bridge::{ListProbed, ProbeReport};
use crate::domain::{List, ListKnowledge};
use crate::engine::edit::not_kept;
use crate::engine::{Engine, Now};

impl Engine {
    /// What is known of each list, and what of it these tries found out.
    pub(super) fn probe_report(&self, now: Now, account: usize, lists: &[Tried]) -> Result<ProbeReport, Refused> {
        let entry = &self.accounts[account];
        let Some(probe) = &entry.probe else { return Err(Refused::Wrong("The probe is over.".to_owned())) };
        let lead = self.store.stored_lead(probe.record.lead).map_err(not_kept)?.map(|stored| stored.lead);
        let of = |list: List| {
            let knowledge = self.list_way(account, list).clone();
            let tried = lists.iter().find(|tried| tried.list == list);
            let words = match (&knowledge, tried) {
                (ListKnowledge::Set { mode }, _) => {
                    format!("the settings say {}, so nothing was tried", mode.as_str())
                }
                (_, Some(tried)) => tried.words.clone(),
                (_, None) => String::new(),
            };
            ListProbed { list, knowledge, words, left: tried.and_then(|tried| tried.left.clone()) }
        };
        Ok(ProbeReport {
            account: entry.settings.name.clone(),
            vendor: entry.spec.name.as_str().to_owned(),
            lead_remote_id: lead.as_ref().map(|lead| lead.remote_id.to_string()).unwrap_or_default(),
            lead_name: lead.map(|lead| lead.display_name()).unwrap_or_default(),
            lists: List::ALL.map(of),
            credential: probe.credential,
            unreachable: probe.unreachable,
            took_ms: u64::try_from(now.mono.saturating_sub(probe.began).as_millis()).unwrap_or(u64::MAX),
        })
    }
}
