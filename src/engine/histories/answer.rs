//! The answer to a question: its pages put together, the next identifier, or why there is none.

use super::*;
use crate::config::AccountSettings;
use crate::engine::{CallId, Input};
use crate::vendors::interactions_of;

/// Reads what came for a question; for whoever carries out [`Effect::Ask`], on any thread.
pub fn told(
    call: CallId,
    settings: &AccountSettings,
    question: &Question,
    outcome: Result<ApiReply, ApiError>,
) -> Input {
    let date = outcome.as_ref().ok().and_then(|reply| reply.date);
    let answer = outcome.and_then(|reply| match interactions_of(settings.vendor) {
        Some(part) => part.read(settings, question, &reply),
        None => Err(ApiError::new(Failure::Refused, "keeps no histories")),
    });
    Input::Told(call, Box::new(answer), date)
}

impl Engine {
    /// The answer to a question.
    pub(in crate::engine) fn history_reply(
        &mut self,
        now: Now,
        at: usize,
        mut ask: Ask,
        question: &Question,
        answer: Result<HistoryAnswer, ApiError>,
    ) {
        let Some(part) = self.accounts[at].interactions else { return };
        let expired = matches!(&answer, Err(error) if error.failure == Failure::Credential);
        if expired && self.accounts[at].token_until.is_some() && !ask.renewed {
            // A token can be withdrawn before its time: one renewal, then the credential itself is in doubt.
            self.accounts[at].token_until = None;
            (ask.renewed, ask.signed) = (true, false);
            return self.go_on(at, ask);
        }
        self.note(now, at, answer.as_ref().err());
        // Where to read on without this network, once another one has told something.
        let next = part.next_network(&self.accounts[at].settings, question);
        match answer {
            Ok(HistoryAnswer::Page(page)) => self.history_page(now, at, ask, *page, next),
            // Who was found in one network is not somebody else in the next one.
            Ok(HistoryAnswer::NoSuchCustomer) if ask.answered => self.next_page(now, at, ask, next),
            Ok(HistoryAnswer::NoSuchCustomer) => self.next_identifier(now, at, ask),
            Ok(HistoryAnswer::Merged) => {
                let words = "the customer was merged into another one, which is not named";
                add_once(&mut ask.warnings, words.to_owned());
                if ask.answered { self.next_page(now, at, ask, next) } else { self.next_identifier(now, at, ask) }
            }
            // One network that is refused takes nothing from what the others tell.
            Err(error) if error.failure == Failure::Refused && (next.is_some() || ask.answered) => {
                let network = question.scope.networks.get(question.place.network).cloned();
                let network = network.or_else(|| self.network_of(at, question.place.network)).unwrap_or_default();
                ask.refused = Some(error.clone());
                add_once(&mut ask.warnings, format!("for “{network}” it {}", error.sentence()));
                self.next_page(now, at, ask, next);
            }
            Err(error) => self.ask_failed(now, at, ask, &error),
        }
    }

    /// What the settings call a network.
    fn network_of(&self, at: usize, place: usize) -> Option<String> {
        let list = self.accounts[at].settings.options.get("networks")?.as_array()?;
        Some(list.get(place)?.as_str()?.to_owned())
    }

    fn history_page(&mut self, now: Now, at: usize, mut ask: Ask, page: HistoryPage, next_network: Option<Place>) {
        if let Some(zone) = page.items.iter().find_map(|item| item.interaction.zone_assumed.clone()) {
            let proof = "as its answers look; marked as assumed".to_owned();
            self.accounts[at].found.insert("zone", (zone, proof));
        }
        for warning in page.warnings {
            add_once(&mut ask.warnings, warning.message);
        }
        if let Some(offset) = page.zone_hint {
            let settings = &self.accounts[at].settings;
            let zone = settings.option("zone").unwrap_or_default();
            let words = format!(
                "its times look as if written in {offset}; the settings of account “{}” say zone = \"{zone}\"",
                settings.name
            );
            add_once(&mut ask.warnings, words);
        }
        ask.skipped += page.skipped.len();
        merge(&mut ask.customer, page.customer);
        ask.answered = true;
        let mut brought = false;
        for item in &page.items {
            brought |= ask.seen.insert(number_of(&(&item.key, &item.interaction.channel)));
        }
        ask.items.extend(page.items);
        let next = match page.next {
            // A page that says once more what was said before ends the reading, whatever it promises.
            Some(next) if next.network == ask.place.network && !brought => {
                if page.may_be_cut {
                    let words = "it says the same page again and again, so it may hold more than is shown";
                    add_once(&mut ask.warnings, words.to_owned());
                }
                next_network
            }
            next => next,
        };
        self.next_page(now, at, ask, next);
    }

    /// Goes on with another page, or ends.
    fn next_page(&mut self, now: Now, at: usize, mut ask: Ask, next: Option<Place>) {
        match (next, ask.refused.take()) {
            (Some(next), refused) => {
                ask.turn_to(next);
                ask.refused = refused;
                self.go_on(at, ask);
            }
            (None, Some(refused)) if !ask.answered => self.ask_failed(now, at, ask, &refused),
            (None, _) => self.history_known(now, at, ask),
        }
    }

    fn history_known(&mut self, now: Now, at: usize, mut ask: Ask) {
        let Some(part) = self.accounts[at].interactions else { return };
        if ask.skipped > 0 {
            let records = if ask.skipped == 1 { "record" } else { "records" };
            ask.warnings.push(format!("{} {records} could not be read", ask.skipped));
        }
        if ask.customer.ids.len() > 1 {
            let numbers: Vec<String> = ask.customer.ids.iter().map(i64::to_string).collect();
            ask.warnings.push(format!("its records name several customers: {}", numbers.join(", ")));
        }
        let found = Found {
            state: "known".to_owned(),
            number: ask.customer.ids.first().map(i64::to_string),
            evidence: evidence(&ask),
            warnings: std::mem::take(&mut ask.warnings),
            asked_by: number_of(&ask.identifiers),
        };
        let items = part
            .together(std::mem::take(&mut ask.items))
            .into_iter()
            .filter_map(|remote| {
                let unmasked = remote.interaction.masked.then(|| part.clear_title(&remote.record)).flatten();
                Some(StoredItem { item: crate::engine::strip::stored(&remote.interaction)?, unmasked })
            })
            .collect();
        self.keep_or_hand_over(now, at, &ask, items, found);
    }

    fn next_identifier(&mut self, now: Now, at: usize, mut ask: Ask) {
        ask.at += 1;
        ask.turn_to(Place::default());
        if ask.at < ask.identifiers.len() {
            self.go_on(at, ask);
        } else {
            let (asked_by, warnings) = (number_of(&ask.identifiers), std::mem::take(&mut ask.warnings));
            let found = Found { state: "nobody".to_owned(), warnings, asked_by, ..Found::default() };
            self.keep_or_hand_over(now, at, &ask, Vec::new(), found);
        }
    }

    /// Only a whole answer takes the place of the earlier one.
    fn keep_or_hand_over(&mut self, now: Now, at: usize, ask: &Ask, items: Vec<StoredItem>, found: Found) {
        match &ask.narrowed {
            Some((request, _)) => self.hand_over(*request, Narrowed { at, outcome: Ok((items, found)) }),
            None => self.keep_answer(now, at, ask.lead, items, &found),
        }
    }

    pub(super) fn ask_failed(&mut self, now: Now, at: usize, mut ask: Ask, error: &ApiError) {
        let lead = ask.lead;
        ask.tries += 1;
        let transient = matches!(error.failure, Failure::NotSent | Failure::Unclear | Failure::Slowed(_));
        if transient && ask.tries < READ_TRIES {
            let is_waited_for = ask.reason > Reason::Ahead && ask.narrowed.is_none();
            self.go_on(at, ask);
            if is_waited_for {
                self.say_held(now, at, lead);
                self.reopen_if(lead);
            }
            return;
        }
        let account = &self.accounts[at];
        let (title, name) = (account.spec.title, &account.settings.name);
        let what_now = match error.failure {
            Failure::Credential => None,
            Failure::Refused => Some(format!("If that stays so, check the settings of account “{name}”.")),
            Failure::NotSent => Some("Check the network, then ask again.".to_owned()),
            Failure::Slowed(_) | Failure::Unclear => Some("Ask again in a moment.".to_owned()),
        };
        let sentence = match what_now {
            Some(what_now) => format!("{title} {}. {what_now}", error.sentence()),
            None => account.credential_words(),
        };
        self.give_up(now, at, &ask, sentence, error.failure == Failure::Refused);
    }

    /// A question ends in words; the earlier answer stays. `refused`: the same question would be answered the same.
    pub(super) fn give_up(&mut self, now: Now, at: usize, ask: &Ask, sentence: String, refused: bool) {
        log::debug!("asks nobody about a lead any more for now");
        match (&ask.narrowed, ask.reason) {
            (Some((request, _)), _) => self.hand_over(*request, Narrowed { at, outcome: Err(sentence) }),
            (None, Reason::Ahead) => self.failed_ahead(now, at, ask.lead, refused),
            (None, Reason::Resting | Reason::Asked) => {
                self.history_failures.insert((ask.lead, at), Failed { sentence, again: now.mono + FAILED_REST });
                self.reopen_if(ask.lead);
            }
        }
    }

    pub(super) fn keep_answer(&mut self, now: Now, at: usize, lead: LeadId, items: Vec<StoredItem>, found: &Found) {
        let history = StoredHistory {
            account: self.accounts[at].settings.name.clone(),
            asked_at: now.at,
            found: serde_json::to_string(found).unwrap_or_default(),
            items,
        };
        log::debug!("keeps a history of {} items", history.items.len());
        let kept = self.store.write(|tx| tx.replace_history(lead, &history));
        match kept {
            Ok(()) => {
                self.history_failures.remove(&(lead, at));
                self.accounts[at].ahead.answered(lead, now.at);
                self.dirty |= self.index.history_told(lead);
                self.forget_kept(lead);
            }
            Err(error) => {
                let sentence = format!("The answer could not be kept. {error}");
                self.history_failures.insert((lead, at), Failed { sentence, again: now.mono + FAILED_REST });
                self.say_if_not_kept::<()>(Err(error));
            }
        }
        self.reopen_if(lead);
    }
}

/// By what the lead and the vendor's customer are the same: the identifier that found them, and what else agrees.
fn evidence(ask: &Ask) -> Vec<String> {
    let word = |kind: &str| {
        match kind {
            "mobile" => "phone",
            "email" => "e-mail",
            "external_id" => "external id",
            other => other,
        }
        .to_owned()
    };
    let agrees = |identifier: &Identifier| {
        let value = identifier.value.as_str();
        let same = |theirs: &Option<String>, same: fn(&str, &str) -> bool| {
            theirs.as_ref().is_some_and(|theirs| same(theirs, value))
        };
        match identifier.kind {
            "mobile" => same(&ask.customer.mobile, |theirs, ours| phone::digits(theirs) == ours),
            "email" => same(&ask.customer.email, |theirs, ours| theirs.to_lowercase() == ours.to_lowercase()),
            "external_id" => same(&ask.customer.external_id, |theirs, ours| theirs == ours),
            _ => false,
        }
    };
    let found_by = ask.identifiers.get(ask.at).into_iter();
    let others = ask.identifiers.iter().enumerate().filter(|(at, _)| *at != ask.at).map(|(_, other)| other);
    found_by.chain(others.filter(|other| agrees(other))).map(|identifier| word(identifier.kind)).collect()
}

/// Equal values have equal numbers. Another release may have others: then somebody is asked once more.
pub(super) fn number_of<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

pub(super) fn add_once(words: &mut Vec<String>, more: String) {
    if !words.contains(&more) {
        words.push(more);
    }
}

/// What several pages say about one customer, put together.
fn merge(customer: &mut RemoteCustomer, other: RemoteCustomer) {
    for id in other.ids {
        if !customer.ids.contains(&id) {
            customer.ids.push(id);
        }
    }
    customer.mobile = customer.mobile.take().or(other.mobile);
    customer.email = customer.email.take().or(other.email);
    customer.external_id = customer.external_id.take().or(other.external_id);
}
