//! What agents do: wishes, answers to conflicts, and the actions of the outbox screen. (Taking back is in `undo`.)
//!
//! Every wish is durable (journal and outbox in one transaction) before anything else is done about it.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::items::{may_have_arrived, to};
use super::{Engine, Now};
use crate::bridge::command::{ChangesMade, OutboxAction, Refused, Side};
use crate::domain::recording::ON_YOUR_WORD;
use crate::domain::recording::ToRecord;
use crate::domain::{
    AccountName, AgentId, BatchId, Change, ChangeId, DraftOf, Field, Lead, LeadId, OutboxItem, OutboxState,
};
use crate::store::{ItemMove, NewChange, StoreError};

/// What is kept in one transaction as one batch.
#[derive(Debug, Default)]
pub(super) struct Wishes {
    /// The batch that this one takes back or does again.
    pub undoes: Option<BatchId>,
    pub changes: Vec<(LeadId, Change)>,
    /// Facts about leads, each for the account that is told.
    pub recordings: Vec<(LeadId, AccountName, ToRecord)>,
    /// Other rows that move with it.
    pub moves: Vec<(ChangeId, ItemMove)>,
    /// Those of them that end: what they wanted is not what the agent saw.
    pub gone: BTreeSet<ChangeId>,
}

impl Engine {
    pub(super) fn change(&mut self, now: Now, leads: &[LeadId], changes: &[Change]) -> Result<ChangesMade, Refused> {
        let wishes: Vec<(LeadId, Change)> =
            leads.iter().flat_map(|lead| changes.iter().map(|change| (*lead, change.clone()))).collect();
        if wishes.is_empty() {
            return Err(Refused::Wrong("There is nothing to change: name a lead and a value.".to_owned()));
        }
        for change in changes.iter().filter(|change| change.slot().field() == Some(Field::Agent)) {
            self.is_an_id(&change.value().unwrap_or_default())?;
        }
        self.keep_wishes(now, Wishes { changes: wishes, ..Wishes::default() })
    }

    /// A colleague's name where their id belongs would make a lead nobody's.
    fn is_an_id(&self, agent: &str) -> Result<(), Refused> {
        let is_name = |name: &String| name.to_lowercase() == agent.to_lowercase();
        match self.agents.iter().find(|(_, name)| is_name(name)) {
            Some((id, name)) if !self.agents.contains_key(&AgentId::from(agent)) => Err(Refused::Wrong(format!(
                "“{name}” is a name in your address book, and the vendor knows agents by their ids. Give the id: {id}."
            ))),
            _ => Ok(()),
        }
    }

    /// Makes wishes durable as one batch, together with what they do to other rows, and lets their lanes go.
    pub(super) fn keep_wishes(&mut self, now: Now, wishes: Wishes) -> Result<ChangesMade, Refused> {
        let mut ready: Vec<NewChange> = Vec::with_capacity(wishes.changes.len());
        // What the agent saw: the mirror with everything that was asked for so far, this batch included.
        let mut seen: HashMap<LeadId, Lead> = HashMap::new();
        for (lead, change) in &wishes.changes {
            let view = match seen.entry(*lead) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => {
                    place.insert(self.lead_without(*lead, &wishes.gone).map_err(not_kept)?.ok_or_else(|| {
                        Refused::Wrong("This lead is not in the database. Sync, then try again.".to_owned())
                    })?)
                }
            };
            if view.uuid.is_none() {
                return Err(Refused::Wrong(format!(
                    "{} can only be read: the vendor gives this lead no uuid, and changes are addressed by it.",
                    view.display_name()
                )));
            }
            let slot = change.slot();
            let base = slot.of(view).filter(|base| slot.field().is_none() || !base.is_empty());
            change.apply_to(view, base.as_deref());
            ready.push(NewChange {
                batch: BatchId(0),
                account: view.account.clone(),
                lead: *lead,
                change: change.clone(),
                base,
                made_at: now.at,
                who: self.my_name.clone(),
            });
        }
        for (lead, account, recording) in wishes.recordings {
            ready.push(NewChange {
                batch: BatchId(0),
                account,
                lead,
                change: Change::Record { recording: Box::new(recording) },
                base: None,
                made_at: now.at,
                who: self.my_name.clone(),
            });
        }
        let moves = wishes.moves;
        let identities: HashMap<AccountName, String> = self
            .live_accounts()
            .map(|(_, account)| (account.settings.name.clone(), account.identity.clone()))
            .collect();
        let (batch, ids) = self
            .store
            .write(|tx| {
                moves.iter().try_for_each(|(id, to)| tx.move_item(*id, to, now.at))?;
                let batch = tx.new_batch(now.at, wishes.undoes)?;
                let ids = ready
                    .iter_mut()
                    .map(|new| {
                        new.batch = batch;
                        let id = tx.add_change(new)?;
                        if let Some(identity) = identities.get(&new.account) {
                            tx.belongs_to(id, identity)?;
                        }
                        Ok(id)
                    })
                    .collect::<Result<Vec<_>, StoreError>>()?;
                Ok((batch, ids))
            })
            .map_err(not_kept)?;
        // It is durable. Whatever cannot be read from here on is no reason to say that it was not kept.
        for (id, new) in ids.iter().zip(&ready) {
            if let Some(identity) = identities.get(&new.account) {
                self.identities.insert(*id, identity.clone());
            }
        }
        let items: Vec<OutboxItem> = ids.iter().zip(&ready).map(|(id, new)| queued(*id, new)).collect();
        for item in items.iter().filter(|item| item.change.recording().is_none()) {
            let lane = self.lanes.entry(item.lead).or_insert_with(super::lanes::Lane::idle);
            lane.items.push(item.id);
            lane.changes.push(super::lanes::OpenChange::of(item));
        }
        for item in items {
            let view = self.view_of(item);
            if let Some(view) = self.say_if_not_kept(view) {
                self.show(view);
            }
        }
        self.show_moves(now, &moves);
        for id in &ids {
            self.ready_recording(*id, now.mono);
        }
        for new in &ready {
            self.explain(new.lead);
            self.refresh_row(new.lead);
            if self.lanes.get(&new.lead).is_some_and(super::lanes::Lane::is_idle) {
                self.ready_lane(new.lead, now.mono);
            }
        }
        log::info!("made {} changes", ids.len());
        self.renew_undo_offer();
        Ok(ChangesMade { batch, changes: ids })
    }

    /// Answers one field of a conflict.
    pub(super) fn resolve(&mut self, now: Now, id: ChangeId, name: &str, side: Side) -> Result<(), Refused> {
        let item = self.open_item(id)?;
        let Some(conflict) = item.conflict.clone().filter(|conflict| conflict.slot.is_named(name)) else {
            return Err(Refused::Wrong(format!(
                "Change {id} has no conflict over {name}. `leadline outbox` shows what it waits for."
            )));
        };
        if side == Side::Mine {
            self.refuse_estranged(id, &item.account)?;
        }
        let lead = item.lead;
        let answer = match side {
            // The agent has now seen theirs: that is what the next check must find.
            Side::Mine => {
                ItemMove { base: Some(conflict.theirs), said_yes: false, ..to(item, OutboxState::Queued, "") }
            }
            Side::Theirs => to(item, OutboxState::Cancelled, "theirs was kept"),
        };
        self.move_items(now, &[(id, answer)], |_| Ok(())).map_err(not_kept)?;
        self.ready_lane(lead, now.mono);
        Ok(())
    }

    /// One action of the outbox screen.
    pub(super) fn outbox_action(&mut self, now: Now, id: ChangeId, action: OutboxAction) -> Result<(), Refused> {
        let item = self.open_item(id)?;
        let (lead, state) = (item.lead, item.state);
        if state == OutboxState::Sending {
            return Err(Refused::Wrong(format!(
                "Change {id} is being sent at this moment. Try again when it has an answer."
            )));
        }
        if matches!(action, OutboxAction::Retry | OutboxAction::Release) {
            self.refuse_estranged(id, &item.account)?;
        }
        let moved = match action {
            OutboxAction::Retry if state == OutboxState::Held => {
                return Err(Refused::Wrong(format!("Change {id} is held. Release it first.")));
            }
            OutboxAction::Retry => {
                let again = if item.said_yes && state == OutboxState::NeedsAgent { false } else { item.said_yes };
                ItemMove { said_yes: again, ..to(item, OutboxState::Queued, "") }
            }
            OutboxAction::Hold if may_have_arrived(item) && state != OutboxState::NeedsAgent => {
                return Err(Refused::Wrong(format!(
                    "Change {id} may have been stored already; it is being read back and cannot be held."
                )));
            }
            OutboxAction::Hold => to(item, OutboxState::Held, "you asked to wait"),
            OutboxAction::Release if state != OutboxState::Held => {
                return Err(Refused::Wrong(format!("Change {id} is not held; it is {}.", state.word().to_lowercase())));
            }
            OutboxAction::Release => to(item, OutboxState::Queued, ""),
            OutboxAction::Drop if may_have_arrived(item) && state != OutboxState::NeedsAgent => {
                to(item, OutboxState::Cancelled, "dropped by you; it may have been stored before")
            }
            OutboxAction::Drop if state == OutboxState::Unknown => {
                to(item, OutboxState::Cancelled, "discarded by you; it may have been recorded")
            }
            OutboxAction::Drop => to(item, OutboxState::Cancelled, "dropped by you"),
            OutboxAction::Arrived if item.change.recording().is_some() && state == OutboxState::Unknown => {
                to(item, OutboxState::Accepted, ON_YOUR_WORD)
            }
            OutboxAction::Arrived if item.change.recording().is_some() => {
                return Err(Refused::Wrong(format!(
                    "“It arrived” is for recordings whose outcome is unknown. Change {id} is {}.",
                    state.word().to_lowercase()
                )));
            }
            OutboxAction::Arrived => {
                return Err(Refused::Wrong(format!(
                    "“It arrived” is for recordings whose outcome is unknown. Change {id} can be read back, so Leadline looks by itself."
                )));
            }
        };
        // A recording goes to an account of its own; everything else to that of its lead.
        let goes_to = match item.change.recording() {
            Some(_) => self.account_at(&item.account),
            None => self.places.get(&lead).and_then(|place| place.account),
        };
        let mut moves = vec![(id, moved)];
        if action == OutboxAction::Drop {
            moves.extend(self.inherit(item));
            if item.change == Change::Create {
                moves.extend(self.end_with_making(lead, id));
            }
        }
        self.move_items(now, &moves, |_| Ok(())).map_err(not_kept)?;
        if let (OutboxAction::Retry, Some(account)) = (action, goes_to) {
            self.unblock(account);
        }
        self.ready_recording(id, now.mono);
        let due = if action == OutboxAction::Retry {
            now.mono
        } else {
            self.lanes.get(&lead).map_or(now.mono, |lane| lane.due)
        };
        self.ready_lane(lead, due);
        self.renew_undo_offer();
        Ok(())
    }

    /// Keeps what is being typed.
    pub(super) fn draft(&mut self, lead: LeadId, of: DraftOf, text: &str) -> Result<(), Refused> {
        // An answer is news: whoever asked looks when the next snapshot is there.
        self.dirty = true;
        self.store.write(|tx| tx.set_draft(lead, &of, text)).map_err(not_kept)?;
        if text.is_empty() {
            self.drafts.remove(&(lead, of));
        } else {
            self.drafts.insert((lead, of), Arc::from(text));
        }
        Ok(())
    }

    /// The agent looked at it.
    pub(super) fn seen(&mut self, lead: LeadId) {
        if self.index.rows().get(lead).is_some_and(|row| row.changed) {
            let kept = self.store.write(|tx| tx.seen_by_agent(lead));
            if self.say_if_not_kept(kept).is_some() {
                self.refresh_row(lead);
            }
        }
    }

    /// The chosen lead; one whose reading is old is read again.
    pub(super) fn open_lead(&mut self, now: Now, lead: Option<LeadId>) {
        self.open = lead;
        log::debug!("opens {}", if lead.is_some() { "a lead" } else { "none" });
        self.rest_on(now, lead);
        self.reopen();
        self.dirty = true;
        if let Some(lead) = lead
            && self.mode == super::Mode::Live
            && let Some(row) = self.index.rows().get(lead)
            && now.at.as_second() - row.read_at.as_second() > OLD_READING_SECS
        {
            self.refresh(lead);
        }
    }

    pub(super) fn open_item(&self, id: ChangeId) -> Result<&crate::domain::OutboxItem, Refused> {
        match self.items.get(&id) {
            Some(view) => Ok(&view.item),
            None if matches!(self.store.item(id), Ok(Some(_))) => {
                Err(Refused::Wrong(format!("Change {id} is done already; nothing more happens to it.")))
            }
            None => Err(Refused::Wrong(format!("There is no change {id}. `leadline outbox` lists them."))),
        }
    }

    /// "Try now" ends a wait of ours, never one that the vendor named.
    fn unblock(&mut self, account: usize) {
        if self.accounts[account].slowed.is_none() {
            self.accounts[account].blocked_until = None;
        }
        self.try_writing_again(account);
    }
}

/// The outbox row of a change that was just kept.
fn queued(id: ChangeId, new: &NewChange) -> OutboxItem {
    OutboxItem {
        id,
        batch: new.batch,
        account: new.account.clone(),
        lead: new.lead,
        change: new.change.clone(),
        base: new.base.clone(),
        state: OutboxState::Queued,
        why: String::new(),
        conflict: None,
        attempts: 0,
        next_try_at: None,
        created_at: new.made_at,
        moved_at: new.made_at,
        said_yes: false,
    }
}

/// A chosen lead that was read longer ago than this is read again.
const OLD_READING_SECS: i64 = 60;

#[expect(clippy::needless_pass_by_value, reason = "`map_err` hands it over")]
pub(super) fn not_kept(error: StoreError) -> Refused {
    Refused::NotKept(error.to_string())
}
