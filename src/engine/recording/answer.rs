//! What came of a call with recordings.

use super::{Telling, unknown};
use crate::domain::recording::Answered;
use crate::domain::{ChangeId, OutboxState};
use crate::engine::backoff::Rhythm;
use crate::engine::items::to;
use crate::engine::lanes::wall;
use crate::engine::{Effect, Engine, Now};
use crate::store::ItemMove;
use crate::vendors::error::{ApiError, Failure};
use crate::vendors::recording::Recorded;
use crate::vendors::request::ApiReply;

impl Engine {
    /// The answer to recordings.
    pub(in crate::engine) fn recording_answered(
        &mut self,
        now: Now,
        at: usize,
        telling: &Telling,
        outcome: Result<ApiReply, ApiError>,
    ) {
        let Some(part) = self.accounts[at].recording else { return };
        let outcome = outcome.and_then(|reply| part.read(&telling.sent, &reply));
        self.accounts[at].probed = false;
        let kept = match outcome {
            Ok(recorded) => {
                self.note(now, at, None);
                self.accounts[at].took_write = true;
                self.recorded(now, at, &telling.ids, recorded)
            }
            Err(error) => self.not_recorded(now, at, telling, &error),
        };
        self.say_if_not_kept(kept);
    }

    fn recorded(
        &mut self,
        now: Now,
        at: usize,
        ids: &[ChangeId],
        recorded: Recorded,
    ) -> Result<(), crate::store::StoreError> {
        let title = self.accounts[at].spec.title;
        let subject = match ids {
            [id] => self.item(*id).and_then(|item| item.change.recording()?.event.subject.clone()),
            _ => None,
        };
        let moves: Vec<_> = ids
            .iter()
            .filter_map(|id| self.item(*id))
            .map(|item| (item.id, to(item, OutboxState::Accepted, format!("{title} said yes"))))
            .collect();
        let answer = Answered { advice: recorded.advice, kept: recorded.kept };
        let leads: Vec<_> = moves.iter().filter_map(|(id, _)| self.item(*id)).map(|item| item.lead).collect();
        let kept = self.move_items(now, &moves, |tx| {
            tx.finish_attempt(ids, "the vendor said yes", now.at)?;
            if let (Some(subject), Some(visitor)) = (&subject, &recorded.visitor) {
                tx.keep_visitor(subject, visitor)?;
            }
            match ids {
                [id] if answer != Answered::default() => tx.keep_answer(*id, &answer),
                _ => Ok(()),
            }
        });
        // What was told cannot be taken back any more.
        self.renew_undo_offer();
        if kept.is_err() {
            // The yes is known even if the disk does not take it: it must not go out a second time.
            for id in ids {
                self.show_moved(now, *id, |item| {
                    item.state = OutboxState::Accepted;
                    item.why = format!("{title} said yes");
                });
            }
        }
        for lead in leads {
            self.forget_kept(lead);
            self.reopen_if(lead);
        }
        kept
    }

    fn not_recorded(
        &mut self,
        now: Now,
        at: usize,
        telling: &Telling,
        error: &ApiError,
    ) -> Result<(), crate::store::StoreError> {
        let ids = &telling.ids;
        let has_tokens = self.accounts[at].tokens.is_some_and(|part| part.ask(&self.accounts[at].settings).is_some());
        if error.failure == Failure::Credential && has_tokens && !telling.renewed {
            // A token can be withdrawn before its time: one renewal, then the credential itself is in doubt.
            self.accounts[at].token_until = None;
            self.renewed.extend(ids.iter().copied());
            return self.try_again(now, ids, "the token was refused; with a new one", "refused the token");
        }
        match &error.failure {
            Failure::Unclear => self.note_write(now, at, Some(error)),
            _ => self.note(now, at, Some(error)),
        }
        if error.failure == Failure::Unclear {
            // A vendor that answers nothing readable is left alone for a while, too.
            self.accounts[at].failures += 1;
            let together = self.host_failed(at);
            let random = self.jitter.draw();
            let until = now.mono + Rhythm::Write.wait(self.accounts[at].failures.max(together), random);
            self.accounts[at].blocked_until = Some(self.accounts[at].blocked_until.unwrap_or(until).max(until));
            self.others_wait(now, at, &error.failure, Rhythm::Write.wait(together, random));
        }
        if error.failure == Failure::Refused && ids.len() > 1 && !error.refuses_any() {
            // One of them may be wrong, and nobody says which: each goes alone, so that the others are not held by it.
            self.alone.extend(ids.iter().copied());
            return self.try_again(now, ids, "", &error.words);
        }
        let title = self.accounts[at].spec.title;
        let (state, why) = match &error.failure {
            Failure::Refused => {
                (OutboxState::NeedsAgent, format!("{title} {}. Edit it, or drop it.", error.sentence()))
            }
            Failure::Credential => {
                (OutboxState::Waiting, format!("credential: {}", self.accounts[at].credential_words()))
            }
            Failure::NotSent => (OutboxState::Waiting, format!("offline: {title} {}", error.words)),
            Failure::Slowed(_) => (OutboxState::Waiting, format!("rate limit: {title} {}", error.words)),
            Failure::Unclear => (OutboxState::Unknown, unknown(title, &format!("it {}", error.sentence()))),
        };
        let due = self.accounts[at].blocked_until.unwrap_or(now.mono).max(now.mono);
        let timed = state == OutboxState::Waiting && error.failure != Failure::Credential;
        let next_try_at = timed.then(|| wall(now, due));
        let moves: Vec<_> = ids
            .iter()
            .filter_map(|id| self.item(*id))
            .map(|item| (item.id, ItemMove { next_try_at, ..to(item, state, why.clone()) }))
            .collect();
        let words = error.words.clone();
        let kept = self.move_items(now, &moves, |tx| tx.finish_attempt(ids, &words, now.at));
        if kept.is_err() && state == OutboxState::Unknown {
            // Unknown it is, whether the disk takes it or not; on disk an attempt without an end says the same.
            for id in ids {
                self.show_moved(now, *id, |item| {
                    item.state = OutboxState::Unknown;
                    item.why.clone_from(&why);
                });
            }
        }
        for id in ids {
            self.ready_recording(*id, due);
        }
        kept
    }

    /// They go on at once, with nothing said against them.
    fn try_again(
        &mut self,
        now: Now,
        ids: &[ChangeId],
        why: &str,
        outcome: &str,
    ) -> Result<(), crate::store::StoreError> {
        let moves: Vec<_> = ids
            .iter()
            .filter_map(|id| self.item(*id))
            .map(|item| (item.id, to(item, OutboxState::Queued, why)))
            .collect();
        let kept = self.move_items(now, &moves, |tx| tx.finish_attempt(ids, outcome, now.at));
        for id in ids {
            self.ready_recording(*id, now.mono);
        }
        kept
    }

    /// A token for recordings came, or did not.
    pub(in crate::engine) fn token_to_tell(&mut self, now: Now, at: usize, outcome: Result<ApiReply, ApiError>) {
        let Some(tokens) = self.accounts[at].tokens else { return };
        let token = outcome.and_then(|reply| tokens.read(&reply));
        self.note(now, at, token.as_ref().err());
        match token {
            Ok(token) => {
                self.accounts[at].token_until = Some(now.mono + token.renew_after());
                self.accounts[at].probed = true;
                self.accounts[at].gave_token = true;
                self.effects.push(Effect::UseToken { account: at, token: token.value });
            }
            Err(error) => {
                let title = self.accounts[at].spec.title;
                let (why, due) = match &error.failure {
                    Failure::Credential => (format!("credential: {}", self.accounts[at].credential_words()), None),
                    Failure::NotSent => (format!("offline: {title} {}", error.words), Some(())),
                    Failure::Slowed(_) => (format!("rate limit: {title} {}", error.words), Some(())),
                    Failure::Unclear => (format!("server fault: {title} {}", error.sentence()), Some(())),
                    Failure::Refused => {
                        (format!("refused: {title} {}. Check the account's settings", error.sentence()), Some(()))
                    }
                };
                if error.failure == Failure::Refused {
                    let wait = Rhythm::Write.wait(4, self.jitter.draw());
                    self.accounts[at].blocked_until = Some(now.mono + wait);
                }
                let next = due.and(self.accounts[at].blocked_until).map(|until| wall(now, until));
                let ids: Vec<ChangeId> = self.accounts[at].to_record.iter().map(|(_, id)| *id).collect();
                for id in ids {
                    self.show_moved(now, id, |item| {
                        item.state = OutboxState::Waiting;
                        item.why.clone_from(&why);
                        item.next_try_at = next;
                    });
                }
            }
        }
    }

    /// A bare connection came about, or did not.
    pub(in crate::engine) fn reached(&mut self, now: Now, at: usize, outcome: Result<ApiReply, ApiError>) {
        match outcome {
            Ok(_) => self.accounts[at].probed = true,
            Err(error) => self.note(now, at, Some(&error)),
        }
    }
}
