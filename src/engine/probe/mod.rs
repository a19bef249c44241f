//! Finds out on one lead what a vendor makes of a list it is sent; `plan` judges, this sends and remembers.
//!
//! What was there before is on disk before the first write, so that a process that ends in between writes it back at
//! its next start before anything else of that lead. While a probe is at work its lead's lane stands still.

mod plan;
mod report;

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::account::Job;
use super::backoff::Rhythm;
use super::edit::not_kept;
use super::lanes::Lane;
use super::locate::Search;
use super::{Engine, Mode, Now};
use crate::bridge::command::Refused;
use crate::bridge::{ProbeReport, Reply};
use crate::domain::{AccountName, Lead, LeadId, LeadKind, List, ListKnowledge};
use crate::store::StoreError;
use crate::vendors::error::{ApiError, Failure};
use crate::vendors::parts::Page;

use plan::{Next, Step, Tried, writes};

/// Memory key of a probe that is at work, by account and bot; empty when there is none.
const AT_WORK: &str = "probe/";
/// Waits between the readings that look for what was written.
const WAITS: [Duration; 3] = [Duration::from_millis(300), Duration::from_secs(1), Duration::from_secs(3)];
/// Failures in a row after which whoever waits is told; what is owed to the lead is still done.
const PATIENCE: u32 = 4;

/// A probe at work.
#[derive(Debug)]
pub(super) struct Probe {
    record: Record,
    pub reply: Option<Reply<Result<ProbeReport, Refused>>>,
    began: Duration,
    pub due: Duration,
    /// Something of it may have been written: it is on disk.
    begun: bool,
    /// The reading that is going on.
    search: Option<Box<Search>>,
    /// A write is out; how the lists stood before it.
    writing: Option<Vec<Tried>>,
    failures: u32,
    credential: bool,
    unreachable: bool,
}

/// What the next process needs to go on with it.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Record {
    lead: LeadId,
    /// What its test entries are called.
    mark: String,
    lists: Vec<Tried>,
}

impl Probe {
    fn of(record: Record, reply: Option<Reply<Result<ProbeReport, Refused>>>, now: Now) -> Self {
        let begun = reply.is_none();
        Self {
            record,
            reply,
            began: now.mono,
            due: now.mono,
            begun,
            search: None,
            writing: None,
            failures: 0,
            credential: false,
            unreachable: false,
        }
    }
}

impl Engine {
    pub(super) fn probe_lists(
        &mut self,
        now: Now,
        name: &AccountName,
        lead: LeadId,
        reply: Reply<Result<ProbeReport, Refused>>,
    ) {
        match self.new_probe(name, lead) {
            Err(refused) => reply.answer(Err(refused)),
            Ok((account, record)) => {
                // Being asked is a reason to try now.
                self.try_writing_again(account);
                let entry = &mut self.accounts[account];
                if entry.slowed.is_none() {
                    entry.blocked_until = None;
                }
                entry.probe = Some(Box::new(Probe::of(record, Some(reply), now)));
            }
        }
    }

    fn new_probe(&mut self, name: &AccountName, lead: LeadId) -> Result<(usize, Record), Refused> {
        let wrong = |words: String| Err(Refused::Wrong(words));
        let Some(account) = self.account_at(name) else {
            let known: Vec<_> = self.live_accounts().map(|(_, account)| account.settings.name.to_string()).collect();
            return wrong(format!("There is no account “{name}” (known: {}).", known.join(", ")));
        };
        let title = self.accounts[account].spec.title;
        if self.accounts[account].leads.is_none() {
            return wrong(format!("{title} keeps no leads, so account “{name}” has no lists to find out about."));
        }
        let view = self.lead_view(lead).map_err(not_kept)?.map(|(view, _)| view.lead);
        let Some(view) = view.filter(|view| view.account == *name) else {
            return wrong(format!("This lead is not one of account “{name}”. Name one of its own leads."));
        };
        if view.uuid.is_none() || view.is_made_here() {
            return wrong(format!(
                "{} cannot be written to, so nothing can be found out on it. Take another lead.",
                view.display_name()
            ));
        }
        if self.accounts[account].probe.is_some() {
            return wrong(format!("Account “{name}” is being looked into already. Wait until that is done."));
        }
        let mark = format!("leadline-probe-{:08x}", self.jitter.draw() & 0xffff_ffff);
        let is_open = |list: &List| !matches!(self.list_way(account, *list), ListKnowledge::Set { .. });
        let lists = List::ALL.into_iter().filter(is_open).map(Tried::new).collect();
        Ok((account, Record { lead, mark, lists }))
    }

    /// A probe that an earlier process did not end.
    pub(super) fn load_probe(&mut self, now: Now, at: usize) {
        let json = self.memory.get(&self.probe_key(at)).filter(|json| !json.is_empty());
        match json.map(|json| serde_json::from_str::<Record>(json)) {
            None => {}
            Some(Ok(record)) => self.accounts[at].probe = Some(Box::new(Probe::of(record, None, now))),
            Some(Err(_)) => log::error!("what a probe left to be written back cannot be read; it is kept"),
        }
    }

    /// Of the bot that the account leads to: what is owed to one is not written to another.
    fn probe_key(&self, at: usize) -> String {
        format!("{AT_WORK}{}/{}", self.accounts[at].settings.name, self.accounts[at].identity)
    }

    /// Whether this lead's lane has to stand still.
    pub(super) fn is_probed(&self, account: usize, lead: LeadId) -> bool {
        self.accounts[account].probe.as_ref().is_some_and(|probe| probe.record.lead == lead)
            && self.lanes.get(&lead).is_none_or(Lane::is_idle)
    }

    /// When the account's probe wants to go on.
    pub(super) fn probe_due(&self, account: usize) -> Option<Duration> {
        let probe = self.accounts[account].probe.as_ref()?;
        let wanted =
            self.mode == Mode::Live || probe.reply.is_some() || !self.sends.is_empty() || !self.syncs.is_empty();
        let may_write = probe.reply.is_some() || !self.accounts[account].writes_refused;
        (wanted && may_write && self.is_probed(account, probe.record.lead)).then_some(probe.due)
    }

    /// Whether a probe has work that a command line should not leave behind.
    pub(super) fn probe_goes_on(&self, now: Now, account: usize) -> bool {
        let entry = &self.accounts[account];
        let may = entry.probe.as_ref().is_some_and(|probe| probe.failures == 0 && entry.leads.is_some());
        may && !self.lacks_credential(account)
            && !entry.writes_refused
            && entry.blocked_until.is_none_or(|until| until <= now.mono)
    }

    /// The next reading of it.
    pub(super) fn advance_probe(&mut self, now: Now, account: usize) {
        let Some(probe) = &self.accounts[account].probe else { return };
        if probe.record.lists.iter().all(|tried| tried.step == Step::Done) {
            return self.probe_ends(now, account);
        }
        let lead = probe.record.lead;
        if probe.search.is_none() {
            match self.new_search(account, lead, probe.begun) {
                Ok(search) => {
                    if let Some(probe) = &mut self.accounts[account].probe {
                        probe.search = Some(Box::new(search));
                    }
                }
                Err(error) => return self.probe_fails(now, account, &error.to_string(), None),
            }
        }
        let Some(search) = self.accounts[account].probe.as_mut().and_then(|probe| probe.search.as_mut()) else {
            return;
        };
        match search.next_place() {
            Some(place) => {
                let Some(part) = self.accounts[account].leads else { return };
                let request = part.list(&self.accounts[account].settings, place.0, place.1);
                self.call(now, account, request, Job::ProbeRead { place });
            }
            None => {
                let words = "the lead was not found near the page where it was last seen; sync, then try again";
                self.probe_fails(now, account, words, None);
            }
        }
    }

    /// A page that it asked for, already taken into the mirror.
    pub(super) fn probe_page(&mut self, now: Now, account: usize, place: (LeadKind, u32), page: &Page) {
        let Some(probe) = &mut self.accounts[account].probe else { return };
        let Some(search) = &mut probe.search else { return };
        let Some(theirs) = search.take(place, page).cloned() else {
            probe.due = now.mono;
            return;
        };
        probe.search = None;
        if let Err(error) = self.probe_found(now, account, &theirs) {
            let words = error.to_string();
            self.say_if_not_kept(Err::<(), _>(error));
            self.probe_fails(now, account, &words, None);
        }
    }

    fn probe_found(&mut self, now: Now, account: usize, theirs: &Lead) -> Result<(), StoreError> {
        let Some(probe) = &mut self.accounts[account].probe else { return Ok(()) };
        probe.failures = 0;
        let before = probe.record.lists.clone();
        let mut then = probe.record.clone();
        let mut sends = Vec::new();
        let mut looks = None;
        for tried in &mut then.lists {
            match tried.take(theirs, &probe.record.mark) {
                Next::Send(entries) => sends.push((tried.list, entries)),
                Next::Look => looks = looks.max(Some(tried.looks)),
                Next::Done => {}
            }
        }
        if sends.is_empty() {
            let wait = looks.map(|looks| WAITS[(looks.max(1) as usize - 1).min(WAITS.len() - 1)]);
            (probe.record, probe.due) = (then, now.mono + wait.unwrap_or_default());
            if wait.is_none() {
                self.probe_ends(now, account);
            }
            return Ok(());
        }
        // What is owed to the lead is on disk before its first byte leaves.
        self.keep_probe(account, Some(&then))?;
        let Some(probe) = &mut self.accounts[account].probe else { return Ok(()) };
        (probe.record, probe.begun, probe.writing) = (then, true, Some(before));
        let Some(part) = self.accounts[account].leads else { return Ok(()) };
        let uuid = theirs.uuid.clone().unwrap_or_default();
        let request = part.write(&self.accounts[account].settings, &uuid, &[], &writes(sends));
        self.call(now, account, request, Job::ProbeWrite);
        Ok(())
    }

    /// The answer to its write.
    pub(super) fn probe_written(&mut self, now: Now, account: usize, outcome: Result<(), ApiError>) {
        let title = self.accounts[account].spec.title;
        let Some(probe) = &mut self.accounts[account].probe else { return };
        let Some(before) = probe.writing.take() else { return };
        probe.due = now.mono;
        let Err(error) = outcome else {
            probe.failures = 0;
            return;
        };
        let words = format!("{title} {}", error.sentence());
        for (tried, before) in probe.record.lists.iter_mut().zip(before) {
            match error.failure {
                // Only a reading tells; what is owed is written until it shows.
                Failure::Unclear => match (tried.step, before.step) {
                    (Step::Restore(_), Step::Restore(times)) => tried.step = Step::Restore(times),
                    (Step::Restore(_), _) => tried.step = Step::Restore(0),
                    _ => {}
                },
                Failure::Refused if tried.step != before.step => {
                    let is_owed = matches!(tried.step, Step::Restore(_));
                    *tried = before;
                    if is_owed {
                        tried.left = Some(format!("what was there could not be written back: {words}"));
                    }
                    tried.give_up(words.clone());
                }
                Failure::Refused => {}
                _ => *tried = before,
            }
        }
        if error.failure != Failure::Refused {
            self.probe_fails(now, account, &words, Some(&error.failure));
        }
    }

    /// A reading of it failed.
    pub(super) fn probe_read_failed(&mut self, now: Now, account: usize, error: &ApiError) {
        let words = format!("{} {}", self.accounts[account].spec.title, error.sentence());
        self.probe_fails(now, account, &words, Some(&error.failure));
    }

    /// It cannot go on now. One of which nothing was written ends; one that owes the lead something stays until that
    /// is done, and whoever waits for it is told.
    fn probe_fails(&mut self, now: Now, account: usize, words: &str, failure: Option<&Failure>) {
        let random = self.jitter.draw();
        let Some(probe) = &mut self.accounts[account].probe else { return };
        probe.search = None;
        probe.failures += 1;
        probe.credential |= failure == Some(&Failure::Credential);
        probe.unreachable |= matches!(failure, Some(Failure::NotSent | Failure::Slowed(_) | Failure::Unclear));
        probe.due = now.mono + Rhythm::Write.wait(probe.failures, random).max(Duration::from_millis(250));
        let is_patient = failure.is_some_and(|failure| *failure != Failure::Credential && *failure != Failure::Refused);
        if is_patient && probe.failures < PATIENCE {
            return;
        }
        if !probe.begun {
            for tried in &mut probe.record.lists {
                tried.give_up(format!("nothing was written: {words}"));
            }
            return self.probe_ends(now, account);
        }
        let Some(reply) = probe.reply.take() else { return };
        let mut lists = probe.record.lists.clone();
        for tried in &mut lists {
            if tried.owes() {
                tried.left = Some(
                    "test entries may be there, and what was there before may be missing; Leadline writes it back as soon as it can, also after a restart"
                        .to_owned(),
                );
            }
            tried.give_up(words.to_owned());
        }
        let report = self.probe_report(now, account, &lists);
        reply.answer(report);
    }

    /// All lists are done: what was found is remembered, and what waited for it goes on.
    fn probe_ends(&mut self, now: Now, account: usize) {
        let Some(probe) = &self.accounts[account].probe else { return };
        let (lead, lists) = (probe.record.lead, probe.record.lists.clone());
        let remote = self.mirror_lead(lead).ok().flatten().map(|(stored, _)| stored.lead.remote_id.to_string());
        let found: BTreeMap<List, ListKnowledge> = lists
            .iter()
            .filter_map(|tried| {
                let (lead, proof) = (remote.clone().unwrap_or_default(), tried.words.clone());
                Some((tried.list, ListKnowledge::Found { mode: tried.found?, at: now.at, lead, proof }))
            })
            .collect();
        let kept = self.keep_list_ways(now, account, &found).and_then(|()| self.keep_probe(account, None));
        if let Err(error) = kept {
            let words = error.to_string();
            self.say_if_not_kept(Err::<(), _>(error));
            let Some(probe) = &mut self.accounts[account].probe else { return };
            probe.due = now.mono + Duration::from_secs(5);
            if let Some(reply) = probe.reply.take() {
                reply.answer(Err(Refused::NotKept(words)));
            }
            return;
        }
        let report = self.probe_report(now, account, &lists);
        let Some(probe) = self.accounts[account].probe.take() else { return };
        match (probe.reply, report) {
            (Some(reply), report) => reply.answer(report),
            (None, Ok(report)) => {
                let name = &report.account;
                let left: Vec<String> = report.lists.iter().filter_map(|list| list.left.clone()).collect();
                let left = if left.is_empty() { "all lists are as they were".to_owned() } else { left.join("; ") };
                self.say(
                    format!("The interrupted probe of account “{name}” on {} is ended: {left}.", report.lead_name),
                    false,
                );
            }
            (None, Err(_)) => {}
        }
        self.ready_lane(lead, now.mono);
        self.dirty = true;
    }

    /// Probes that cannot ask anything end in words.
    pub(super) fn settle_probes(&mut self, now: Now) {
        for account in 0..self.accounts.len() {
            let Some(probe) = &self.accounts[account].probe else { continue };
            if probe.reply.is_none() {
                continue;
            }
            if self.lacks_credential(account)
                && self.accounts[account].credential != super::account::Credential::Unknown
            {
                let words = self.accounts[account].credential_words();
                self.probe_fails(now, account, &words, Some(&Failure::Credential));
            } else if let (Mode::Quiet, Some(words)) = (self.mode, self.long_block(now, account)) {
                let failures = PATIENCE;
                if let Some(probe) = &mut self.accounts[account].probe {
                    probe.failures = failures;
                }
                self.probe_fails(now, account, &words, Some(&Failure::NotSent));
            }
        }
    }

    fn keep_probe(&mut self, account: usize, record: Option<&Record>) -> Result<(), StoreError> {
        let key = self.probe_key(account);
        let json =
            record.map(serde_json::to_string).transpose().map_err(|error| StoreError::Other(error.to_string()))?;
        let json = json.unwrap_or_default();
        if self.memory.get(&key).is_none_or(String::is_empty) && json.is_empty() {
            return Ok(());
        }
        self.store.write(|tx| tx.remember(&key, &json))?;
        std::sync::Arc::make_mut(&mut self.memory).insert(key, json);
        Ok(())
    }
}
