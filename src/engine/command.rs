//! Which part of the engine answers which command.

use super::histories::Reason;
use super::{Effect, Engine, Now, recovery};
use crate::bridge::command::Refused;
use crate::bridge::{Command, Reply};

impl Engine {
    pub(super) fn command(&mut self, now: Now, command: Command) {
        match command {
            Command::Change { leads, changes, reply } => {
                let made = self.change(now, &leads, &changes);
                self.answer_or_say(reply, made);
            }
            Command::Record { draft, reply } => {
                let made = self.record(now, &draft);
                reply.answer(made);
            }
            Command::PreviewRecording { draft, reply } => reply.answer(self.preview(now, &draft)),
            Command::CheckTemplate { sheet, reply } => self.check_template(&sheet, reply),
            Command::ReadFile { path, reply } => self.effects.push(Effect::ReadFile { path, reply }),
            Command::WriteFile { path, text, reply } => self.effects.push(Effect::WriteFile { path, text, reply }),
            Command::InFull { change, reply } => {
                reply.answer(self.in_full(change).map_err(super::edit::not_kept));
            }
            Command::EditAgain { change, of, text, reply } => {
                let done = self.edit_again(now, change, &of, &text);
                self.dirty = true;
                reply.answer(done);
            }
            Command::HoldAll { hold, reply } => {
                let done = self.hold_all(now, hold);
                self.answer_or_say(reply, done);
            }
            Command::Undo => {
                let undone = self.undo(now);
                self.answer_or_say(None, undone);
            }
            Command::TakeBack { change, alone, reply } => {
                self.dirty = true;
                let taken = self.take_back_of(now, change, alone);
                reply.answer(taken);
            }
            Command::Redo => {
                let redone = self.redo(now);
                self.answer_or_say(None, redone);
            }
            Command::CreateLead { account, uuid, changes, reply } => {
                let made = self.create_lead(now, account.as_ref(), &uuid, &changes);
                self.answer_or_say(reply, made);
            }
            Command::ProbeLists { account, lead, reply } => self.probe_lists(now, &account, lead, reply),
            Command::Outbox { change, action, reply } => {
                let done = self.outbox_action(now, change, action);
                self.answer_or_say(reply, done);
            }
            Command::Resolve { change, name, side, reply } => {
                let done = self.resolve(now, change, &name, side);
                self.answer_or_say(reply, done);
            }
            Command::Look { view, query, sort } => {
                self.index.look(view, query, sort);
                log::debug!("lists {} leads", self.index.shown().len());
                self.dirty = true;
            }
            Command::LetUpdatesIn => {
                self.index.let_updates_in();
                self.dirty = true;
            }
            Command::Open(lead) => self.open_lead(now, lead),
            Command::Seen(lead) => self.seen(lead),
            Command::Remember { key, value } => {
                let kept = self.store.write(|tx| tx.remember(key, &value));
                self.say_if_not_kept(kept);
            }
            Command::Draft { lead, of, text, reply } => {
                let kept = self.draft(lead, of, &text);
                self.answer_or_say(reply, kept);
            }
            Command::AskHistory(lead) => self.want_histories(now, lead, Reason::Asked),
            Command::Link { lead, account, linked } => self.link(lead, &account, linked),
            Command::Timeline { lead, refresh, reply } => self.answer_timeline(now, lead, refresh.as_ref(), reply),
            Command::Refresh(lead) => self.refresh(lead),
            Command::Sync { full, reply } => self.sync(full, reply),
            Command::Send { until_idle, reply } => self.send_now(now, until_idle, reply),
            Command::TestAccount { account, reply } => self.test_account(&account, reply),
            Command::CredentialChanged(account) => {
                if let Some(at) = self.account_at(&account) {
                    // Entering the same one again is a reason to try, too.
                    self.try_writing_again(at);
                    self.effects.push(Effect::LoadCredential(at));
                }
            }
            Command::EnterCredential { account, fields, reply } => self.enter_credential(&account, fields, reply),
            Command::RemoveCredential { account, reply } => self.remove_credential(&account, reply),
            Command::Connect { account, fields, reply } => self.connect(account, fields, reply),
            Command::EditSettings { edits, reply } => self.edit_settings(edits, reply),
            Command::SettingsChanged { reply } => self.effects.push(Effect::ReadSettings { reply }),
            Command::TryAgain => {
                let live: Vec<usize> = self.live_accounts().map(|(at, _)| at).collect();
                for at in live {
                    self.try_writing_again(at);
                    self.effects.push(Effect::LoadCredential(at));
                }
            }
            Command::ShowRecoveryKey { reply } => self.effects.push(Effect::ShowRecoveryKey { reply }),
            // The engine works already; these belong to a start that failed.
            Command::WorkInMemory => {}
            Command::EnterRecoveryKey { reply, .. } | Command::StartAnew { reply } => {
                reply.answer(Err(recovery::not_wanted()));
            }
            Command::Leads { query, limit, reply } => reply.answer(self.leads(now, &query, limit)),
            Command::FindLead { name, reply } => reply.answer(self.find_lead(&name)),
            Command::OutboxList { reply } => reply.answer(self.outbox_list()),
            Command::Accounts { reply } => reply.answer(self.health(now)),
            Command::Quit => self.effects.push(Effect::End),
        }
    }

    pub(super) fn answer_or_say<T: Send + 'static>(
        &mut self,
        reply: Option<Reply<Result<T, Refused>>>,
        outcome: Result<T, Refused>,
    ) {
        match reply {
            Some(reply) => reply.answer(outcome),
            None => {
                if let Err(refused) = outcome {
                    self.say(refused.to_string(), true);
                }
            }
        }
    }
}
