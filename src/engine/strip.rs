//! The strip of a lead from what is stored: read once, put together when something of it moved, no request.
//!
//! An account that left the settings still shows what it told, as long as no account of the same vendor answered since:
//! that one may be the same under another name, and nothing that happened once stands twice. It is nobody's source any
//! more, since it cannot be asked. The lead's own account may have left too; then its name stands for its vendor.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Engine;
use super::histories::Found;
use crate::bridge::recording::NextBest;
use crate::bridge::{HistorySource, Timeline};
use crate::domain::interaction::Interaction;
use crate::domain::recorded::Told;
use crate::domain::timeline::{Difference, Past, TimelineItem, Wished, assemble};
use crate::domain::{AccountName, AsWritten, LastMessage, Lead, LeadId};
use crate::store::{StoreError, StoredHistory};
use crate::vendors::REGISTRY;

/// What accounts told about one lead, as it was last read from the store; [`Engine::forget_kept`] when that changes.
#[derive(Debug)]
pub(super) struct Kept {
    lead: LeadId,
    answers: Vec<Answer>,
    /// What is shown of the answers, and the titles as they came.
    interactions: Vec<(Interaction, Option<String>)>,
    shown: Option<Shown>,
    /// What a vendor advised last.
    next_best: Option<NextBest>,
}

/// One account's answer, without its items.
#[derive(Debug)]
pub(super) struct Answer {
    account: AccountName,
    pub asked_at: Timestamp,
    pub found: Found,
    /// What another version kept and this one cannot read: a reason to ask again.
    pub unreadable: usize,
}

/// The strip that was put together last, and from what beside the answers.
#[derive(Debug)]
struct Shown {
    beside: Past,
    created_at: Option<Timestamp>,
    last_seen_at: Option<Timestamp>,
    last_message: Option<LastMessage>,
    timeline: Arc<Timeline>,
}

impl Kept {
    pub(super) fn answer(&self, account: &AccountName) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.account == *account)
    }
}

impl Shown {
    fn is_of(&self, beside: &Past, lead: &Lead) -> bool {
        let Past { lead_source, written, messages, wished, differences, interactions: _ } = &self.beside;
        *lead_source == beside.lead_source
            && *written == beside.written
            && *messages == beside.messages
            && *wished == beside.wished
            && *differences == beside.differences
            && self.created_at == lead.created_at
            && self.last_seen_at == lead.last_seen_at
            && self.last_message == lead.last_message
    }
}

impl Engine {
    /// Everything that is known to have happened with this lead; `lead` is what the vendor last said. The same strip
    /// is the same pointer.
    pub(super) fn timeline(&mut self, id: LeadId, lead: &Lead) -> Result<Arc<Timeline>, StoreError> {
        let beside = self.beside(id, lead)?;
        self.kept(id)?;
        let Some(mut kept) = self.kept.take() else { return Ok(Arc::default()) };
        let sources = self.history_sources(id, lead, &kept);
        let timeline = match kept.shown.take() {
            Some(shown) if shown.is_of(&beside, lead) => with_sources(shown.timeline, sources),
            _ => {
                // Lent, not copied: there may be many.
                let mut past = Past { interactions: std::mem::take(&mut kept.interactions), ..beside.clone() };
                let items = assemble(lead, &past);
                kept.interactions = std::mem::take(&mut past.interactions);
                Arc::new(Timeline { items: items.into(), sources })
            }
        };
        kept.shown = Some(Shown {
            beside,
            created_at: lead.created_at,
            last_seen_at: lead.last_seen_at,
            last_message: lead.last_message.clone(),
            timeline: Arc::clone(&timeline),
        });
        self.kept = Some(kept);
        Ok(timeline)
    }

    /// The same with interactions that are not kept: one that is kept, too, stands as it was told last.
    pub(super) fn timeline_with(
        &mut self,
        id: LeadId,
        lead: &Lead,
        more: &[(Interaction, Option<String>)],
    ) -> Result<Vec<TimelineItem>, StoreError> {
        let mut past = self.beside(id, lead)?;
        let told: HashSet<_> = more.iter().filter_map(|(item, _)| name_of(item)).collect();
        let kept = self.kept(id)?.interactions.iter();
        let others = kept.filter(|(item, _)| match name_of(item) {
            Some(name) => !told.contains(&name),
            None => !more.iter().any(|(other, _)| other == item),
        });
        let others: Vec<_> = others.cloned().collect();
        past.interactions = others.into_iter().chain(more.iter().cloned()).collect();
        Ok(assemble(lead, &past))
    }

    /// What the strip holds beside what other systems told.
    fn beside(&self, id: LeadId, lead: &Lead) -> Result<Past, StoreError> {
        let source = self.account_at(&lead.account).map(|at| &self.accounts[at]);
        let wished = self.store.journal_of(id)?.into_iter().map(|row| Wished {
            batch: row.batch,
            told: row.entry.change_made.recording().map(|_| self.told_by(&row.account)),
            change: row.entry.change,
            wish: row.entry.change_made,
            before: row.entry.before,
            who: row.entry.who,
            made_at: row.made_at,
            state: row.entry.state,
            why: row.why,
        });
        let differences = self.store.observed_differences(id)?.into_iter().map(|seen| Difference {
            field: seen.field,
            old: seen.old,
            new: seen.new,
            from: seen.from,
            to: seen.to,
        });
        let part = source.and_then(|account| account.leads);
        let record = part.map_or(Ok(None), |_| self.store.record(id))?;
        let written = part.zip(record).map(|(part, record)| part.times(&record)).unwrap_or_default();
        Ok(Past {
            written,
            lead_source: source.map_or_else(|| lead.account.to_string(), |account| account.spec.name.to_string()),
            messages: self.store.seen_messages(id)?,
            wished: wished.collect(),
            differences: differences.collect(),
            interactions: Vec::new(),
        })
    }

    /// An account that is told of recordings; one that left the settings goes by its name.
    fn told_by(&self, account: &AccountName) -> Told {
        let spec = self.account_at(account).map(|at| self.accounts[at].spec);
        let place = |name| REGISTRY.iter().position(|known| known.name == name);
        Told {
            account: account.clone(),
            vendor: spec.map_or_else(|| account.to_string(), |spec| spec.name.to_string()),
            title: spec.map_or_else(|| account.to_string(), |spec| spec.title.to_owned()),
            rank: spec.and_then(|spec| place(spec.name)).unwrap_or(usize::MAX),
        }
    }

    /// What accounts told about this lead, read from the store only when that is not known yet.
    pub(super) fn kept(&mut self, lead: LeadId) -> Result<&Kept, StoreError> {
        let kept = match self.kept.take() {
            Some(kept) if kept.lead == lead => kept,
            _ => self.read_kept(lead)?,
        };
        Ok(self.kept.insert(kept))
    }

    /// What accounts told about this lead changed, or which of it is shown.
    pub(super) fn forget_kept(&mut self, lead: LeadId) {
        self.kept = self.kept.take().filter(|kept| kept.lead != lead);
    }

    /// What a vendor advised last about the lead whose past is kept in memory.
    pub(super) fn next_best(&self, lead: LeadId) -> Option<NextBest> {
        self.kept.as_ref().filter(|kept| kept.lead == lead)?.next_best.clone()
    }

    fn read_next_best(&self, lead: LeadId) -> Result<Option<NextBest>, StoreError> {
        let newest = self.store.newest_advice(lead)?;
        Ok(newest.map(|(account, at, advice)| NextBest { title: self.told_by(&account).title, at, advice }))
    }

    fn read_kept(&self, lead: LeadId) -> Result<Kept, StoreError> {
        let histories = self.store.histories(lead)?;
        let next_best = self.read_next_best(lead)?;
        let mut kept = Kept { lead, answers: Vec::new(), interactions: Vec::new(), shown: None, next_best };
        let configured: Vec<_> = histories.iter().map(|history| self.vendor_of(history)).collect();
        for (history, vendor) in histories.iter().zip(&configured) {
            let mut items = Vec::with_capacity(history.items.len());
            let mut unreadable = 0;
            for stored in &history.items {
                match read(&stored.item) {
                    Ok(item) => items.push((item, stored.unmasked.clone())),
                    Err(_) => unreadable += 1,
                }
            }
            let found = serde_json::from_str(&history.found).unwrap_or_else(|_| {
                unreadable += 1;
                Found::default()
            });
            let is_left = vendor.is_none();
            let is_succeeded = |(item, _): &(Interaction, _)| configured.contains(&Some(item.source.as_str()));
            let hidden = self.unlinked.contains(&(lead, history.account.clone()))
                || is_left && items.first().is_some_and(is_succeeded);
            if !hidden {
                kept.interactions.append(&mut items);
            }
            let (account, asked_at) = (history.account.clone(), history.asked_at);
            kept.answers.push(Answer { account, asked_at, found, unreadable });
        }
        Ok(kept)
    }

    /// The vendor of the account that told it, while that is in the settings.
    fn vendor_of(&self, history: &StoredHistory) -> Option<&'static str> {
        let account = self.account_at(&history.account).map(|at| &self.accounts[at]);
        account.map(|account| account.spec.name.as_str())
    }
}

/// By what an item is the same in another answer; `None` where it has no number.
fn name_of(item: &Interaction) -> Option<[Option<&str>; 5]> {
    let number = item.remote_id.as_deref()?;
    let network = item.extra.get("network");
    Some([Some(&item.source), network, item.channel.as_deref(), Some(number), item.title.as_deref()])
}

/// The same strip with what its sources say now.
fn with_sources(timeline: Arc<Timeline>, sources: Vec<HistorySource>) -> Arc<Timeline> {
    if timeline.sources == sources {
        return timeline;
    }
    Arc::new(Timeline { items: Arc::clone(&timeline.items), sources })
}

/// An item as it lies in the database: its JSON, and how its time was written, which the outer contract does not tell.
pub(super) fn stored(item: &Interaction) -> Option<String> {
    #[derive(Serialize)]
    struct Stored<'a> {
        #[serde(flatten)]
        item: &'a Interaction,
        #[serde(skip_serializing_if = "Option::is_none")]
        written: Option<&'a AsWritten>,
    }
    serde_json::to_string(&Stored { item, written: item.written.as_ref() }).ok()
}

/// Reads back what [`stored`] wrote, or another version did.
pub(super) fn read(stored: &str) -> serde_json::Result<Interaction> {
    #[derive(Deserialize)]
    struct Beside {
        written: Option<AsWritten>,
    }
    let mut item: Interaction = serde_json::from_str(stored)?;
    item.written = serde_json::from_str::<Beside>(stored).ok().and_then(|beside| beside.written);
    Ok(item)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{InteractionKind, ZoneFound};

    #[test]
    fn how_a_time_was_written_lies_beside_an_item_and_may_be_missing() {
        let mut item = Interaction::empty("vendor", InteractionKind::Message);
        item.extra.set_text("sender", "shop");
        assert_eq!(read(&stored(&item).unwrap()).unwrap(), item);
        for zone in [
            ZoneFound::Stated,
            ZoneFound::Set { zone: "Asia/Kolkata".into(), offset: "+05:30".into() },
            ZoneFound::Inferred,
            ZoneFound::Usual,
        ] {
            item.written = Some(AsWritten { text: Some("05-03-2024 08:10:00".into()), sent: None, zone });
            assert_eq!(read(&stored(&item).unwrap()).unwrap(), item);
        }
        let newer = stored(&item).unwrap().replace("usual", "asked_the_stars");
        assert_eq!(read(&newer).unwrap().written, None, "what another version wrote costs no item");
    }
}
