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

    /// Answers whoever waits for nothing any more. What cannot be asked ends in words first.
    pub(in crate::engine) fn settle_timelines(&mut self, now: Now) {
        for at in 0..self.accounts.len() {
            let account = &mut self.accounts[at];
            let (is_hopeless, words): (&dyn Fn(&Ask) -> bool, String) = match account.credential {
                Credential::Present | Credential::Unknown => {
                    let wait = account.blocked_until.unwrap_or_default().saturating_sub(now.mono);
                    if wait <= SHORT_WAIT {
                        continue;
                    }
                    // Nobody sits out a long wait in front of a command line.
                    let (title, trouble, secs) = (account.spec.title, &account.trouble, wait.as_secs());
                    let words = format!("{title} {trouble}; it may be asked again in {secs} s.");
                    (&|ask| ask.reason == Reason::Asked && self.timelines.iter().any(|one| one.lead == ask.lead), words)
                }
                _ => (&|_| true, account.credential_words()),
            };
            let (given_up, left): (VecDeque<Ask>, VecDeque<Ask>) =
                std::mem::take(&mut account.asks).into_iter().partition(|ask| is_hopeless(ask));
            account.asks = left;
            for ask in given_up {
                self.give_up(now, at, &ask, words.clone(), false);
            }
        }
        self.answer_timelines();
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
                } else if account.asks.iter().any(|ask| ask.lead == lead && ask.narrowed.is_none()) {
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
