//! Settings that changed while the program runs: accounts that came, went, or lead elsewhere now.
//!
//! Everything names an account by its place in a list, so places are never given to another one: an account that goes
//! is *retired* where it stands, and one that comes, or that leads to another host or bot now, gets a new place. What a
//! retired account has out is awaited, and the end of a write is recorded; nothing more is asked of it. Its leads and
//! changes stay.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::account::{Account, Job, Retired};
use super::items::LONGEST_STATED;
use super::replies::SLOWED;
use super::{Effect, Engine, Now};
use crate::bridge::command::Refused;
use crate::bridge::health::{SyncFailure, SyncFailureKind};
use crate::bridge::{Reply, SyncReport};
use crate::config::{AccountSettings, Config};
use crate::domain::{AccountName, ChangeId, LeadId, LeadKind};
use crate::store::StoreError;
use crate::vendors::error::ApiError;
use crate::vendors::request::ApiReply;

impl Engine {
    /// The accounts of the settings, with their places.
    pub(super) fn live_accounts(&self) -> impl Iterator<Item = (usize, &Account)> {
        self.accounts.iter().enumerate().filter(|(_, account)| account.retired.is_none())
    }

    /// The place of the account of this name, while it is in the settings.
    pub(super) fn account_at(&self, name: &AccountName) -> Option<usize> {
        self.live_accounts().find(|(_, account)| account.settings.name == *name).map(|(at, _)| at)
    }

    /// The settings file was read again.
    pub(super) fn settings(
        &mut self,
        now: Now,
        found: Result<Box<Config>, String>,
        reply: Option<Reply<Result<(), Refused>>>,
    ) {
        let taken = found.map_err(Refused::Wrong).map(|config| self.take_settings(now, &config));
        self.dirty = true;
        self.answer_or_say(reply, taken);
    }

    fn take_settings(&mut self, now: Now, config: &Config) {
        self.my_name = config.my_name.clone().unwrap_or_else(|| "me".to_owned());
        self.me = Arc::new(config.accounts.iter().filter_map(|settings| settings.me.clone()).collect());
        self.agents = Arc::new(config.agents.clone());
        self.templates.clone_from(&config.templates);
        self.shown_templates = Arc::new(self.template_views());
        let places = self.settings_view.places.clone();
        self.settings_view = Arc::new(super::connect::settings_view(config, places));
        let live: Vec<usize> = self.live_accounts().map(|(at, _)| at).collect();
        for at in live {
            match config.account(&self.accounts[at].settings.name) {
                Some(new) if new.identity() == self.accounts[at].identity => self.adjust(now, at, new),
                _ => self.retire(now, at),
            }
        }
        for (position, new) in (0..).zip(&config.accounts) {
            match self.account_at(&new.name) {
                Some(at) => self.accounts[at].position = position,
                None => self.add_account(now, new, position),
            }
        }
        self.place_leads();
        let shown = self.show_all_again(now);
        self.say_if_not_kept(shown);
        self.index.look_from(self.viewpoint(now));
        self.renew_undo_offer();
        self.reopen();
        log::info!("took in settings with {} accounts", config.accounts.len());
    }

    /// The same bot with another pace, time-out or way of signing in.
    fn adjust(&mut self, now: Now, at: usize, new: &AccountSettings) {
        if self.accounts[at].settings == *new {
            return;
        }
        self.accounts[at].settings = new.clone();
        // A token was fetched as the settings were.
        self.accounts[at].token_until = None;
        self.accounts[at].ahead.look_again();
        self.load_list_ways(at);
        let released = self.release_list_changes(now, at);
        self.say_if_not_kept(released);
        self.effects.push(Effect::UseAccount { account: at, settings: Box::new(new.clone()) });
        self.effects.push(Effect::LoadCredential(at));
    }

    fn add_account(&mut self, now: Now, settings: &AccountSettings, position: usize) {
        let at = self.accounts.len();
        self.accounts.push(Account { position, ..Account::new(settings.clone(), now) });
        let loaded = self.load_account(now, at);
        self.say_if_not_kept(loaded);
        self.effects.push(Effect::UseAccount { account: at, settings: Box::new(settings.clone()) });
        self.effects.push(Effect::LoadCredential(at));
    }

    /// What was learned about an account earlier: how long it asked to wait, and how its lists are ordered.
    pub(super) fn load_account(&mut self, now: Now, at: usize) -> Result<(), StoreError> {
        let account = &mut self.accounts[at];
        let stated = self.memory.get(&format!("{SLOWED}{}", account.settings.name));
        let until = stated.and_then(|until| until.parse::<Timestamp>().ok()).filter(|until| *until > now.at);
        if let Some(until) = until {
            let wait = Duration::try_from(until.duration_since(now.at)).unwrap_or_default().min(LONGEST_STATED);
            account.blocked_until = Some(now.mono + wait);
            account.slowed = Some(until);
            "asked to slow down".clone_into(&mut account.trouble);
        }
        for list in &mut account.lists {
            if let Some(json) = self.store.sync_state(&account.settings.name, list.kind)? {
                // What cannot be read, or was learned about another bot, is learned again: it is only ever a shortcut.
                let learned: super::account::ListMemory = serde_json::from_str(&json).unwrap_or_default();
                if learned.identity.is_empty() || learned.identity == account.identity {
                    list.memory = learned;
                }
                list.memory.identity.clone_from(&account.identity);
            }
        }
        self.load_list_ways(at);
        self.load_probe(now, at);
        Ok(())
    }

    /// Takes an account out of everything that asks, plans or waits. Who waited for it is told.
    fn retire(&mut self, now: Now, at: usize) {
        let name = self.accounts[at].settings.name.clone();
        let gone = format!("Account “{name}” was taken out of the settings meanwhile, or leads elsewhere now.");
        let account = &mut self.accounts[at];
        account.retired = Some(Retired { leads: account.leads.take() });
        (account.interactions, account.tokens, account.token_until) = (None, None, None);
        account.ready.clear();
        account.to_record.clear();
        account.refreshes.clear();
        account.asks.clear();
        for reply in std::mem::take(&mut account.tests) {
            reply.answer(Err(Refused::Wrong(gone.clone())));
        }
        for list in &mut account.lists {
            (list.walk, list.wanted) = (None, None);
        }
        if let Some(reply) = account.probe.take().and_then(|probe| probe.reply) {
            reply.answer(Err(Refused::Wrong(gone.clone())));
        }
        self.history_failures.retain(|(_, of), _| *of != at);
        for kind in LeadKind::ALL {
            let failure = SyncFailure { kind: SyncFailureKind::Odd, sentence: gone.clone() };
            self.walk_ended(at, kind, &SyncReport { failure: Some(failure), ..SyncReport::default() });
        }
        let leads: Vec<LeadId> = self.lanes.keys().copied().collect();
        for lead in leads {
            if self.places.get(&lead).is_some_and(|place| place.account == Some(at)) {
                self.halt_lane(now, lead);
            }
        }
    }

    /// The account of each lead, by the names in the settings as they are now.
    fn place_leads(&mut self) {
        let live: Vec<(AccountName, usize)> =
            self.live_accounts().map(|(at, account)| (account.settings.name.clone(), at)).collect();
        for row in self.index.rows().iter() {
            if let Some(place) = self.places.get_mut(&row.id) {
                place.account = live.iter().find(|(name, _)| *name == row.account).map(|(_, at)| *at);
            }
        }
    }

    /// Every open row beside the settings as they are now; what may go, goes on.
    fn show_all_again(&mut self, now: Now) -> Result<(), StoreError> {
        let open: Vec<ChangeId> = self.items.keys().copied().collect();
        for id in open {
            // One whose request is out keeps saying so until its answer is in.
            if !self.is_out(id) {
                self.show_again(now, id)?;
            }
        }
        let leads: Vec<LeadId> = self.lanes.keys().copied().collect();
        for lead in leads {
            if self.lanes.get(&lead).is_some_and(super::lanes::Lane::is_idle) {
                self.ready_lane(lead, now.mono);
            }
            self.explain(lead);
        }
        Ok(())
    }

    /// An answer to a retired account: the end of a write is recorded, a test is told, a reading is of no use any more.
    pub(super) fn late_reply(&mut self, now: Now, at: usize, job: Job, outcome: Result<ApiReply, ApiError>) {
        match job {
            Job::LaneWrite { lead } => {
                let Some(part) = self.accounts[at].retired.as_ref().and_then(|retired| retired.leads) else { return };
                let outcome = outcome.and_then(|reply| part.read_write(&reply));
                self.lane_written(now, at, lead, outcome);
                self.halt_lane(now, lead);
                let again = self.show_all_again(now);
                self.say_if_not_kept(again);
            }
            Job::Test { reply, .. } => {
                let name = &self.accounts[at].settings.name;
                reply.answer(Err(Refused::Wrong(format!(
                    "Account “{name}” was taken out of the settings while it was tested, or leads elsewhere now."
                ))));
            }
            // What a probe owes is on disk, and goes on when the account is back.
            Job::ProbeRead { .. } | Job::ProbeWrite => {}
            Job::Tell(telling) => {
                // What left under the old settings is told how it ended; nothing of it is sent again.
                self.recording_answered(now, at, &telling, outcome);
                let again = self.show_all_again(now);
                self.say_if_not_kept(again);
            }
            Job::TokenToTell | Job::Reach => {}
            Job::Walk(_) | Job::LaneRead { .. } | Job::Refresh { .. } | Job::Token { .. } | Job::History { .. } => {}
        }
    }
}
