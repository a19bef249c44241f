//! What the strip says of each source, the links an agent takes away, and whoever waits for an answer.

use super::*;

impl Engine {
    /// The agent says that this customer is, or is not, the same person. Nothing is sent.
    pub(in crate::engine) fn link(&mut self, lead: LeadId, account: &AccountName, linked: bool) {
        let key = format!("{UNLINKED}{account}/{lead}");
        let kept = self.store.write(|tx| tx.remember(&key, if linked { "" } else { "1" }));
        if self.say_if_not_kept(kept).is_some() {
            if linked {
                self.unlinked.remove(&(lead, account.clone()));
            } else {
                self.unlinked.insert((lead, account.clone()));
            }
            self.forget_kept(lead);
            self.reopen_if(lead);
        }
    }

    /// Reads back what [`Engine::link`] remembered.
    pub(in crate::engine) fn load_unlinked(&mut self) {
        self.unlinked = self
            .memory
            .iter()
            .filter(|(_, value)| value.as_str() == "1")
            .filter_map(|(key, _)| {
                let (account, lead) = key.strip_prefix(UNLINKED)?.rsplit_once('/')?;
                Some((LeadId(lead.parse().ok()?), AccountName::from(account)))
            })
            .collect();
    }

    /// `timeline`: the strip as it is stored, or after everybody was asked.
    pub(in crate::engine) fn answer_timeline(
        &mut self,
        now: Now,
        lead: LeadId,
        refresh: bool,
        reply: Reply<Result<Timeline, Refused>>,
    ) {
        if refresh {
            self.want_histories(now, lead, false);
        }
        self.timelines.push(TimelineRequest { lead, reply: Some(reply) });
    }

    /// Answers those whose lead has no open question any more. One that cannot be asked ends in words.
    pub(in crate::engine) fn settle_timelines(&mut self, now: Now) {
        for at in 0..self.accounts.len() {
            let account = &mut self.accounts[at];
            let given_up: Vec<(LeadId, String)> = match account.credential {
                Credential::Present | Credential::Unknown => {
                    let wait = account.blocked_until.unwrap_or_default().saturating_sub(now.mono);
                    if wait <= SHORT_WAIT {
                        continue;
                    }
                    // Nobody sits out a long wait in front of a command line.
                    let waits = |ask: &Ask| self.timelines.iter().any(|request| request.lead == ask.lead);
                    let (title, trouble, secs) = (account.spec.title, &account.trouble, wait.as_secs());
                    let words = format!("{title} {trouble}; it may be asked again in {secs} s.");
                    let given_up = account.asks.iter().filter(|ask| waits(ask)).map(|ask| (ask.lead, words.clone()));
                    given_up.collect()
                }
                _ => {
                    let words = account.credential_words();
                    account.asks.iter().map(|ask| (ask.lead, words.clone())).collect()
                }
            };
            account.asks.retain(|ask| !given_up.iter().any(|(lead, _)| *lead == ask.lead));
            for (lead, words) in given_up {
                self.give_up(now, at, lead, words);
            }
        }
        let requests = std::mem::take(&mut self.timelines);
        for mut request in requests {
            if self.accounts.iter_mut().any(|account| account.ask_about(request.lead).is_some()) {
                self.timelines.push(request);
                continue;
            }
            let found = self.mirror_lead(request.lead).and_then(|found| match found {
                Some((_, mirror)) => self.timeline(request.lead, &mirror).map(|timeline| {
                    let mut told = std::sync::Arc::unwrap_or_clone(timeline);
                    told.items.retain(TimelineItem::is_told_outside);
                    told
                }),
                None => Ok(Timeline::default()),
            });
            if let Some(reply) = request.reply.take() {
                reply.answer(found.map_err(crate::engine::edit::not_kept));
            }
        }
    }

    /// How far each account that keeps histories was asked about this lead.
    pub(in crate::engine) fn history_sources(&self, lead: LeadId, mirror: &Lead, kept: &Kept) -> Vec<HistorySource> {
        let keepers = self.accounts.iter().enumerate();
        let keepers = keepers.filter_map(|(at, account)| account.interactions.map(|part| (at, account, part)));
        keepers
            .map(|(at, account, part)| {
                let name = &account.settings.name;
                let answer = kept.answer(name);
                let found = answer.map(|answer| &answer.found);
                let state = if account.is_out_about(lead) {
                    HistoryState::Asking
                } else if let Some(failed) = self.history_failures.get(&(lead, at)) {
                    HistoryState::Failed(failed.sentence.clone())
                } else if account.asks.iter().any(|ask| ask.lead == lead) {
                    HistoryState::Asking
                } else if self.unlinked.contains(&(lead, name.clone())) {
                    HistoryState::Unlinked
                } else if part.identifiers(&account.settings, mirror).is_empty() {
                    HistoryState::NothingToAskBy
                } else {
                    match found.map(|found| found.state.as_str()) {
                        None => HistoryState::NeverAsked,
                        Some("nobody") => HistoryState::NobodyFound,
                        Some(_) => HistoryState::Known,
                    }
                };
                let mut warnings = found.map(|found| found.warnings.clone()).unwrap_or_default();
                let unreadable = answer.map_or(0, |answer| answer.unreadable);
                if unreadable > 0 {
                    warnings.push(format!(
                        "{unreadable} of its items were kept by another version of Leadline and cannot be read; ask again"
                    ));
                }
                HistorySource {
                    account: name.clone(),
                    vendor: account.spec.name.as_str(),
                    title: account.spec.title,
                    asked_at: answer.map(|answer| answer.asked_at),
                    state,
                    customer: found
                        .filter(|found| found.state == "known")
                        .map(|found| LinkedCustomer { number: found.number.clone(), evidence: found.evidence.clone() }),
                    warnings,
                }
            })
            .collect()
    }
}
