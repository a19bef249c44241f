//! Questions about a part of a history: asked for one request, merged with what is kept for its answer, never kept.

use super::*;
use crate::bridge::{TimelineAnswer, Wanted};
use crate::domain::Interaction;
use crate::domain::timeline::TimelineItem;

/// Somebody who waits for a lead's questions to be answered.
#[derive(Debug)]
pub(in crate::engine) struct TimelineRequest {
    number: u64,
    pub(super) lead: LeadId,
    narrowed: Vec<Narrowed>,
    reply: Option<Reply<Result<TimelineAnswer, Refused>>>,
}

/// What an account answered to a question about a part.
#[derive(Debug)]
pub(super) struct Narrowed {
    /// The account.
    pub at: usize,
    pub outcome: Result<(Vec<StoredItem>, Found), String>,
}

impl Engine {
    /// `timeline`: the strip as it is stored, or after everybody was asked.
    pub(in crate::engine) fn answer_timeline(
        &mut self,
        now: Now,
        lead: LeadId,
        refresh: Option<&Wanted>,
        reply: Reply<Result<TimelineAnswer, Refused>>,
    ) {
        self.timeline_requests += 1;
        let number = self.timeline_requests;
        match refresh {
            None => {}
            Some(wanted) if *wanted == Wanted::default() => self.want_histories(now, lead, Reason::Asked),
            Some(wanted) => self.want_parts(now, lead, wanted, number),
        }
        self.timelines.push(TimelineRequest { number, lead, narrowed: Vec::new(), reply: Some(reply) });
    }

    /// Asks every account that keeps histories about the part that is wanted.
    fn want_parts(&mut self, now: Now, lead: LeadId, wanted: &Wanted, request: u64) {
        let found = self.mirror_lead(lead);
        let Some(Some((_, mirror))) = self.say_if_not_kept(found) else { return };
        for at in 0..self.accounts.len() {
            let account = &self.accounts[at];
            let Some(part) = account.interactions else { continue };
            let scopes = part.scopes(&account.settings, &wanted.networks, &wanted.types);
            let identifiers = part.identifiers(&account.settings, &mirror);
            for scope in scopes {
                if scope == Scope::default() {
                    self.want_history(now, at, &mirror, lead, Reason::Asked);
                } else if !identifiers.is_empty() {
                    self.accounts[at].try_now();
                    let mut ask = Ask::new(lead, identifiers.clone(), Reason::Asked, self.index.number());
                    ask.narrowed = Some((request, scope));
                    self.accounts[at].queue(ask);
                }
            }
        }
        self.reopen_if(lead);
    }

    /// Gives an answer about a part to whoever asked for it.
    pub(super) fn hand_over(&mut self, request: u64, narrowed: Narrowed) {
        if let Some(waiting) = self.timelines.iter_mut().find(|waiting| waiting.number == request) {
            waiting.narrowed.push(narrowed);
        }
    }

    /// Answers those whose lead has no open question of theirs any more.
    pub(super) fn answer_timelines(&mut self) {
        let requests = std::mem::take(&mut self.timelines);
        for mut request in requests {
            let is_open = |ask: &Ask| match &ask.narrowed {
                Some((of, _)) => *of == request.number,
                None => ask.lead == request.lead && ask.reason == Reason::Asked,
            };
            if self.accounts.iter().any(|account| account.all_asks().any(is_open)) {
                self.timelines.push(request);
                continue;
            }
            let found = self.mirror_lead(request.lead).and_then(|found| match found {
                Some((_, mirror)) => self.whole_answer(&mirror, &mut request),
                None => Ok(TimelineAnswer::default()),
            });
            if let Some(reply) = request.reply.take() {
                reply.answer(found.map_err(crate::engine::edit::not_kept));
            }
        }
    }

    /// What is kept, with the parts that only this request asked for.
    fn whole_answer(&mut self, mirror: &Lead, request: &mut TimelineRequest) -> Result<TimelineAnswer, StoreError> {
        let timeline = self.timeline(request.lead, mirror)?;
        let mut answer = TimelineAnswer { timeline: Arc::unwrap_or_clone(timeline), in_part: Vec::new() };
        let mut more = Vec::new();
        for Narrowed { at, outcome } in std::mem::take(&mut request.narrowed) {
            let name = self.accounts[at].settings.name.clone();
            let is_theirs = !self.unlinked.contains(&(request.lead, name.clone()));
            let Some(source) = answer.timeline.sources.iter_mut().find(|source| source.account == name) else {
                continue;
            };
            match outcome {
                Err(sentence) => source.state = HistoryState::Failed(sentence),
                Ok((items, found)) => {
                    let had_none = !answer.in_part.contains(&name);
                    if is_theirs && !matches!(source.state, HistoryState::Failed(_)) {
                        let is_known = found.state == "known";
                        if is_known {
                            source.state = HistoryState::Known;
                        } else if had_none {
                            source.state = HistoryState::NobodyFound;
                        }
                    }
                    found.warnings.into_iter().for_each(|warning| answer::add_once(&mut source.warnings, warning));
                    let read = |stored: StoredItem| {
                        let item: Interaction = crate::engine::strip::read(&stored.item).ok()?;
                        Some((item, stored.unmasked))
                    };
                    if is_theirs {
                        more.extend(items.into_iter().filter_map(read));
                    }
                    answer.in_part.push(name);
                }
            }
        }
        answer.in_part.dedup();
        if !more.is_empty() {
            answer.timeline.items = self.timeline_with(request.lead, mirror, &more)?.into();
        }
        // The outer contract knows no other kinds.
        if !answer.timeline.items.iter().all(TimelineItem::is_told_outside) {
            Arc::make_mut(&mut answer.timeline.items).retain(TimelineItem::is_told_outside);
        }
        Ok(answer)
    }
}
