//! How a request ended, and what that says about its account.

use std::time::Duration;

use jiff::Timestamp;

use super::account::{Credential, Job};
use super::backoff::{READ_TRIES, Rhythm};
use super::{CallId, Engine, Now};
use crate::bridge::command::{AccountTest, TestOutcome};
use crate::secrets::{AccountCredentials, SecretsError};
use crate::vendors::error::{ApiError, Failure};
use crate::vendors::parts::HistoryAnswer;
use crate::vendors::request::{ApiReply, RetryAfter};

/// After that long without an answer, tries become rare.
const DAY_SECS: i64 = 24 * 60 * 60;
const HOUR: Duration = Duration::from_secs(60 * 60);

/// Under this name and the account's a wait that the vendor stated is remembered.
pub(super) const SLOWED: &str = "slowed/";
/// Unclear ends of writes in a row that stop the account's writes for a while.
const BREAKER: u32 = 5;

impl Engine {
    /// The reply to a request, whatever it was for.
    pub(super) fn reply(&mut self, now: Now, call: CallId, outcome: Result<ApiReply, ApiError>) {
        let date = outcome.as_ref().ok().and_then(|reply| reply.date);
        let Some((account, job)) = self.came_in(now, call, date) else { return };
        if self.accounts[account].retired.is_some() {
            return self.late_reply(now, account, job, outcome);
        }
        let in_flight = match job {
            Job::Token { ask } => return self.token_reply(now, account, *ask, outcome),
            Job::Test { reply, began } => {
                let read = outcome.and_then(|reply| self.read_test(account, &reply));
                self.note(now, account, read.as_ref().err());
                self.accounts[account].gave_token |= read.is_ok() && self.accounts[account].asks_for_tokens();
                let test = self.tested(account, read.as_ref().err(), now.mono.saturating_sub(began));
                return reply.answer(Ok(test));
            }
            Job::Tell(telling) => return self.recording_answered(now, account, &telling, outcome),
            Job::TokenToTell => return self.token_to_tell(now, account, outcome),
            Job::Reach => return self.reached(now, account, outcome),
            job => job,
        };
        let Some(part) = self.accounts[account].leads else { return };
        let bytes = outcome.as_ref().map_or(0, |reply| reply.body.len());
        match in_flight {
            // The answer to a question comes in read: see `told`.
            Job::Token { .. }
            | Job::History { .. }
            | Job::Test { .. }
            | Job::Tell(_)
            | Job::TokenToTell
            | Job::Reach => {}
            Job::LaneWrite { lead } => {
                let outcome = outcome.and_then(|reply| part.read_write(&reply));
                self.note_write(now, account, outcome.as_ref().err());
                self.lane_written(now, account, lead, outcome);
            }
            Job::ProbeWrite => {
                let outcome = outcome.and_then(|reply| part.read_write(&reply));
                self.note_write(now, account, outcome.as_ref().err());
                self.probe_written(now, account, outcome);
            }
            Job::ProbeRead { place } => {
                let page = outcome.and_then(|reply| part.read_list(&self.accounts[account].settings, place.0, &reply));
                self.note(now, account, page.as_ref().err());
                match page {
                    Ok(page) => {
                        let taken = self.take_page(now, account, place.0, place.1, &page, false);
                        self.say_if_not_kept(taken);
                        self.probe_page(now, account, place, &page);
                    }
                    Err(error) => self.probe_read_failed(now, account, &error),
                }
            }
            Job::Walk(kind) => {
                let page = outcome.and_then(|reply| part.read_list(&self.accounts[account].settings, kind, &reply));
                self.note(now, account, page.as_ref().err());
                match page {
                    Ok(page) => self.walk_page(now, account, kind, &page, bytes),
                    Err(error) => self.walk_failed(now, account, kind, &error),
                }
            }
            Job::LaneRead { lead, place } => {
                let page = outcome.and_then(|reply| part.read_list(&self.accounts[account].settings, place.0, &reply));
                self.note(now, account, page.as_ref().err());
                match page {
                    Ok(page) => {
                        let taken = self.take_page(now, account, place.0, place.1, &page, false);
                        self.say_if_not_kept(taken);
                        self.lane_page(now, account, lead, place, &page);
                    }
                    Err(error) => self.lane_read_failed(now, account, lead, &error),
                }
            }
            Job::Refresh { lead, mut search, place } => {
                let page = outcome.and_then(|reply| part.read_list(&self.accounts[account].settings, place.0, &reply));
                self.note(now, account, page.as_ref().err());
                match page {
                    Ok(page) => {
                        let found = search.take(place, &page).is_some();
                        let taken = self.take_page(now, account, place.0, place.1, &page, false);
                        self.say_if_not_kept(taken);
                        if !found {
                            self.accounts[account].refreshes.push_front((lead, search));
                        }
                    }
                    Err(error) => {
                        let title = self.accounts[account].spec.title;
                        self.say(
                            format!(
                                "{title} {}. What is shown was read earlier; try again in a moment.",
                                error.sentence()
                            ),
                            true,
                        );
                    }
                }
            }
        }
    }

    /// The answer to a question about a history.
    pub(super) fn told(
        &mut self,
        now: Now,
        call: CallId,
        answer: Result<HistoryAnswer, ApiError>,
        date: Option<Timestamp>,
    ) {
        if let Some((account, Job::History { ask, question })) = self.came_in(now, call, date)
            && self.accounts[account].retired.is_none()
        {
            self.history_reply(now, account, *ask, &question, answer);
        }
    }

    /// A request has ended: whose it was and what for. `date`: the vendor's own time.
    fn came_in(&mut self, now: Now, call: CallId, date: Option<Timestamp>) -> Option<(usize, Job)> {
        let is_it = |account: &super::account::Account| account.in_flight.as_ref().is_some_and(|f| f.call == call);
        let account = self.accounts.iter().position(is_it)?;
        let in_flight = self.accounts[account].in_flight.take()?;
        if let Some(date) = date {
            self.accounts[account].clock_difference_secs = Some(date.as_second() - now.at.as_second());
        }
        self.dirty = true;
        Some((account, in_flight.job))
    }

    /// What the keychain has for an account.
    pub(super) fn credential(
        &mut self,
        now: Now,
        account: usize,
        found: Result<Option<AccountCredentials>, SecretsError>,
    ) {
        if account >= self.accounts.len() {
            return;
        }
        self.meet_credential(now, account, found.as_ref().ok().and_then(Option::as_ref));
        let entry = &mut self.accounts[account];
        entry.fields_present.clear();
        entry.credential = match found {
            Ok(Some(fields)) => {
                let present = fields.fields_present();
                let known = entry.spec.credentials.iter().map(|field| field.name);
                entry.fields_present = known.filter(|name| present.contains(name)).collect();
                if entry.spec.credentials_missing(entry.settings.auth(), &present).is_empty() {
                    Credential::Present
                } else {
                    Credential::Missing
                }
            }
            Ok(None) => Credential::Missing,
            Err(error) => Credential::NoKeychain(error.to_string()),
        };
        self.dirty = true;
        if entry.credential == Credential::Present {
            entry.lists.iter_mut().for_each(|list| list.due = now.mono);
            let leads: Vec<_> = self.lanes.keys().copied().collect();
            for lead in leads {
                if self.places.get(&lead).is_some_and(|place| place.account == Some(account)) {
                    self.ready_lane(lead, now.mono);
                }
            }
            self.credential_came(now, account);
            self.ready_recordings(now, account);
        }
    }

    /// What an ended write says about its account.
    pub(super) fn note_write(&mut self, now: Now, account: usize, error: Option<&ApiError>) {
        let entry = &mut self.accounts[account];
        match error {
            // One lead's trouble until it is several writes' in a row: the lane waits by itself.
            Some(error) if error.failure == Failure::Unclear => {
                entry.write_failures += 1;
                entry.trouble.clone_from(&error.words);
                if entry.write_failures >= BREAKER {
                    let wait = Rhythm::Write.wait(entry.write_failures - BREAKER + 1, self.jitter.draw());
                    entry.blocked_until = Some(now.mono + wait);
                }
            }
            error => {
                entry.write_failures = 0;
                entry.took_write |= error.is_none();
                self.note(now, account, error);
            }
        }
    }

    /// What an ended request says about its account.
    pub(super) fn note(&mut self, now: Now, account: usize, error: Option<&ApiError>) {
        let random = self.jitter.draw();
        let at = account;
        let together = match error.map(|error| &error.failure) {
            Some(Failure::NotSent | Failure::Unclear) => self.host_failed(at),
            _ => {
                self.host_answered(at);
                0
            }
        };
        let account = &mut self.accounts[at];
        let Some(error) = error else {
            account.last_success_at = Some(now.at);
            (account.failures, account.offline_since, account.failing_since) = (0, None, None);
            account.trouble.clear();
            return;
        };
        let since = *account.failing_since.get_or_insert(now.at);
        let for_a_day = now.at.as_second() - since.as_second() > DAY_SECS;
        let block = |failures: u32| {
            let (rhythm, count) = if failures < READ_TRIES {
                (Rhythm::Read, failures)
            } else {
                (Rhythm::Write, failures - READ_TRIES + 1)
            };
            if for_a_day { HOUR } else { rhythm.wait(count, random) }
        };
        match &error.failure {
            Failure::NotSent => {
                account.failures += 1;
                account.offline_since = account.offline_since.or(Some(now.at));
                account.blocked_until = Some(now.mono + block(account.failures.max(together)));
            }
            Failure::Unclear => {
                account.failures += 1;
                account.blocked_until = Some(now.mono + block(account.failures.max(together)));
            }
            Failure::Slowed(until) => {
                account.failures += 1;
                account.offline_since = None;
                let stated = until.map(|until| match until {
                    RetryAfter::In(_) => until.wait(now.at),
                    // By the vendor's own clock, where it told it.
                    RetryAfter::At(_) => {
                        let skew = jiff::SignedDuration::from_secs(account.clock_difference_secs.unwrap_or(0));
                        until.wait(now.at.checked_add(skew).unwrap_or(now.at))
                    }
                });
                // Told to come back at once, again and again, is still told to slow down.
                let least = Rhythm::Write.wait(account.failures, random).max(Duration::from_millis(500));
                let wait = stated.filter(|stated| *stated >= Duration::from_secs(1)).unwrap_or(least);
                account.last_refusal = Some((now.at, error.words.clone()));
                account.blocked_until = Some(now.mono + wait);
                account.slowed = Some(super::lanes::wall(now, now.mono + wait));
            }
            // It answered, so it can be reached.
            Failure::Credential | Failure::Refused => {
                if error.failure == Failure::Credential {
                    account.credential = Credential::Refused;
                }
                (account.failures, account.offline_since, account.failing_since) = (0, None, None);
                account.last_refusal = Some((now.at, error.words.clone()));
            }
        }
        account.waits_with_host = false;
        account.trouble.clone_from(&error.words);
        if for_a_day && account.failing_since.is_some() {
            account.trouble.push_str("; after a day without an answer it is tried once an hour");
        }
        // A stated wait holds for the next process, too.
        if let (Failure::Slowed(_), Some(until)) = (&error.failure, account.slowed) {
            let key = format!("{SLOWED}{}", account.settings.name);
            let kept = self.store.write(|tx| tx.remember(&key, &until.to_string()));
            self.say_if_not_kept(kept);
        }
        if together > 0 {
            self.others_wait(now, at, &error.failure, block(together));
        }
    }

    /// Reads the answer to the harmless test, whichever of the vendor's calls it was (see `plan`).
    fn read_test(&self, account: usize, reply: &ApiReply) -> Result<(), ApiError> {
        let account = &self.accounts[account];
        let settings = &account.settings;
        if let Some(tokens) = account.tokens.filter(|tokens| tokens.ask(settings).is_some()) {
            return tokens.read(reply).map(drop);
        }
        if let Some(part) = account.leads {
            return part.read_list(settings, crate::domain::LeadKind::Lead, reply).map(drop);
        }
        if let Some(part) = account.interactions {
            return part.read(settings, &super::plan::nobody(), reply).map(drop);
        }
        account.recording.map_or(Ok(()), |part| part.read_test(reply))
    }

    /// The sentence of the harmless test.
    fn tested(&self, account: usize, error: Option<&ApiError>, took: Duration) -> AccountTest {
        let account = &self.accounts[account];
        let (title, name) = (account.spec.title, &account.settings.name);
        let (outcome, sentence) = match error {
            None => (TestOutcome::Works, format!("{title} answered and accepted the credential of account “{name}”.")),
            Some(error) => match error.failure {
                Failure::Credential => (TestOutcome::Credential, account.credential_words()),
                Failure::NotSent | Failure::Slowed(_) => (
                    TestOutcome::Unreachable,
                    format!("{title} {}. Check the network and base_url, then test again.", error.sentence()),
                ),
                Failure::Unclear => (
                    TestOutcome::Unreachable,
                    format!("{title} {}. Nothing was changed; test again in a moment.", error.sentence()),
                ),
                Failure::Refused => (
                    TestOutcome::Odd,
                    format!("{title} {}. Check {} of account “{name}”.", error.sentence(), account.what_to_check()),
                ),
            },
        };
        AccountTest {
            account: name.clone(),
            vendor: account.spec.name.as_str().to_owned(),
            outcome,
            sentence,
            took_ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        }
    }
}
