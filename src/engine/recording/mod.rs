//! Recordings: facts that vendors are told, each once.
//!
//! A recording cannot be read back and cannot be taken back, so its rules differ from those of a checked write. The
//! attempt and the bytes are on disk before the first byte leaves. What may have arrived is *unknown* from then on and
//! never sent again by the program. Recordings do not hold each other back: each is a fact of its own, with its own
//! time. `wish` makes them from what an agent states, here they are sent, `answer` takes what came of it.

mod answer;
mod wish;

use std::time::Duration;

use super::account::Job;
use super::backoff::Rhythm;
use super::items::to;
use super::{Effect, Engine, Now};
use crate::domain::recording::{Event, Frozen};
use crate::domain::{ChangeId, OutboxItem, OutboxState};
use crate::store::StoreError;
use crate::vendors::request::ApiRequest;

/// Failures in a row after which the vendor is tried with something that records nothing.
const BREAKER: u32 = 5;

/// A call with recordings that is out.
#[derive(Debug)]
pub(super) struct Telling {
    /// In the order in which they stand in the call.
    pub ids: Vec<ChangeId>,
    pub sent: ApiRequest,
    /// The token was renewed for this once already.
    pub renewed: bool,
}

impl Engine {
    /// Lets a recording go from `due` on, if it may.
    pub(super) fn ready_recording(&mut self, id: ChangeId, due: Duration) {
        let Some(view) = self.items.get(&id) else { return };
        let Some(at) = self.account_at(&view.item.account) else { return };
        let account = &mut self.accounts[at];
        account.to_record.retain(|(_, other)| *other != id);
        let may_go = matches!(view.item.state, OutboxState::Queued | OutboxState::Waiting);
        if account.recording.is_some() && may_go && view.item.change.recording().is_some() {
            account.to_record.insert((due, id));
        }
    }

    /// All recordings of an account may try now.
    pub(super) fn ready_recordings(&mut self, now: Now, at: usize) {
        let name = self.accounts[at].settings.name.clone();
        let ids: Vec<ChangeId> = self
            .items
            .values()
            .filter(|view| view.item.account == name && view.item.change.recording().is_some())
            .map(|view| view.item.id)
            .collect();
        for id in ids {
            self.ready_recording(id, now.mono);
        }
    }

    /// Sends the next recordings of this account, or what has to come before them.
    pub(super) fn advance_recordings(&mut self, now: Now, at: usize) {
        if self.probes_first(now, at) || self.fetches_token(now, at) {
            return;
        }
        if let Err(error) = self.tell(now, at) {
            self.telling_stops(now, at, error);
        }
    }

    /// The store failed before anything left: what was due says so and tries again later.
    fn telling_stops(&mut self, now: Now, at: usize, error: StoreError) {
        let due: Vec<ChangeId> =
            self.accounts[at].to_record.iter().filter(|(due, _)| *due <= now.mono).map(|(_, id)| *id).collect();
        self.accounts[at].stops += 1;
        let wait = Rhythm::Write.wait(self.accounts[at].stops, self.jitter.draw()).max(Duration::from_secs(1));
        let why = error.to_string();
        for id in due {
            self.show_moved(now, id, |item| {
                item.state = OutboxState::Waiting;
                item.why.clone_from(&why);
            });
            self.ready_recording(id, now.mono + wait);
        }
        self.say_if_not_kept(Err::<(), _>(error));
    }

    /// After several failures in a row something that records nothing goes first.
    fn probes_first(&mut self, now: Now, at: usize) -> bool {
        let account = &mut self.accounts[at];
        if account.failures < BREAKER || account.probed {
            return false;
        }
        let request = account.tokens.and_then(|tokens| tokens.ask(&account.settings));
        match request {
            Some(request) => self.call_for_token(now, at, request, Job::TokenToTell),
            None => {
                let call = self.next_call();
                let pace = self.accounts[at].pace();
                self.accounts[at].free_at = now.mono + pace;
                self.accounts[at].in_flight = Some(super::account::InFlight { call, job: Job::Reach });
                self.effects.push(Effect::Reach { call, account: at });
            }
        }
        true
    }

    fn fetches_token(&mut self, now: Now, at: usize) -> bool {
        let account = &self.accounts[at];
        // One that came since the last answer serves one call, however short it lives: the pace alone may take longer
        // than that, and fetching another one instead would never end.
        if account.token_until.is_some_and(|until| now.mono < until || account.probed) {
            return false;
        }
        let Some(request) = account.tokens.and_then(|tokens| tokens.ask(&account.settings)) else { return false };
        self.call_for_token(now, at, request, Job::TokenToTell);
        true
    }

    /// Builds one call and sends it, with everything that has to be known afterwards on disk before.
    fn tell(&mut self, now: Now, at: usize) -> Result<(), StoreError> {
        let Some(part) = self.accounts[at].recording else { return Ok(()) };
        let due: Vec<ChangeId> =
            self.accounts[at].to_record.iter().filter(|(due, _)| *due <= now.mono).map(|(_, id)| *id).collect();
        let mut due: Vec<&OutboxItem> = due.iter().filter_map(|id| self.items.get(id)).map(|view| &view.item).collect();
        due.sort_by_key(|item| item.id);
        let Some(first) = due.first() else {
            self.accounts[at].to_record.clear();
            return Ok(());
        };
        let first_id = first.id;
        let frozen = self.store.frozen(first_id)?;
        let settings = &self.accounts[at].settings;
        let event_of = |item: &OutboxItem| item.change.recording().map(|recording| recording.event.clone());
        // What left together before goes together again, byte for byte.
        let again: Option<Vec<&OutboxItem>> =
            frozen.as_ref().filter(|_| !self.alone.contains(&first_id)).and_then(|frozen| {
                frozen.together.iter().map(|id| due.iter().copied().find(|item| item.id.0 == *id)).collect()
            });
        let moment = frozen.as_ref().filter(|_| again.is_some()).map_or(now.at, |frozen| frozen.at);
        let company = match again {
            Some(again) => again,
            None => {
                let Some(event) = event_of(first) else { return Ok(()) };
                let bundle = part.bundle(settings, &event, moment);
                let most = if self.alone.contains(&first_id) { 1 } else { bundle.most.max(1) };
                let fits = |item: &&OutboxItem| {
                    item.id == first_id
                        || !self.alone.contains(&item.id)
                            && event_of(item)
                                .is_some_and(|event| part.bundle(settings, &event, moment).key == bundle.key)
                };
                due.iter().copied().filter(|item| fits(item)).take(most).collect()
            }
        };
        let ids: Vec<ChangeId> = company.iter().map(|item| item.id).collect();
        let events: Vec<Event> = company.iter().filter_map(|item| event_of(item)).collect();
        let refrozen = frozen.filter(|frozen| frozen.together == ids.iter().map(|id| id.0).collect::<Vec<_>>());
        let visitor = match (&refrozen, events.as_slice()) {
            (Some(frozen), _) => frozen.visitor.clone(),
            (None, [event]) => match &event.subject {
                Some(subject) => self.store.visitor(subject)?,
                None => None,
            },
            _ => None,
        };
        let mut sent = part.record(settings, &events, visitor.as_deref(), moment);
        let frozen = match refrozen {
            Some(frozen) => {
                sent.body = Some(frozen.body.clone().into_bytes());
                None
            }
            None => Some(Frozen {
                at: moment,
                visitor,
                together: ids.iter().map(|id| id.0).collect(),
                body: String::from_utf8_lossy(sent.body.as_deref().unwrap_or_default()).into_owned(),
            }),
        };
        let moves: Vec<_> = company.iter().map(|item| (item.id, to(item, OutboxState::Sending, "sending"))).collect();
        let shown = sent.shown(&self.accounts[at].settings.base_url);
        self.move_items(now, &moves, |tx| {
            if let Some(frozen) = &frozen {
                ids.iter().try_for_each(|id| tx.freeze(*id, frozen))?;
            }
            tx.begin_attempt(&ids, &shown, now.at)
        })?;
        self.accounts[at].stops = 0;
        for id in &ids {
            self.accounts[at].to_record.retain(|(_, other)| other != id);
            self.show_moved(now, *id, |item| item.attempts += 1);
        }
        let renewed = ids.iter().any(|id| self.renewed.remove(id));
        self.call(now, at, sent.clone(), Job::Tell(Box::new(Telling { ids, sent, renewed })));
        Ok(())
    }

    /// Recordings that wait for a credential say so, once.
    pub(super) fn recordings_lack_credential(&mut self, now: Now, at: usize) {
        let words = self.accounts[at].credential_words();
        let name = self.accounts[at].settings.name.clone();
        let ids: Vec<ChangeId> = self
            .items
            .values()
            .filter(|view| view.item.account == name && view.item.state == OutboxState::Queued)
            .filter(|view| view.item.change.recording().is_some())
            .map(|view| view.item.id)
            .collect();
        for id in ids {
            self.show_moved(now, id, |item| {
                item.state = OutboxState::Waiting;
                item.why = format!("credential: {words}");
            });
        }
    }
}

/// What a start says of a recording whose call was out when the program ended.
pub(super) const ENDED: &str = "the program ended before an answer came";

/// The sentence of a recording that may have arrived.
pub(super) fn unknown(title: &str, why: &str) -> String {
    format!(
        "{title} may have recorded it: {why}. Look there; then say that it arrived, send it again (it may then stand twice), or discard it."
    )
}
