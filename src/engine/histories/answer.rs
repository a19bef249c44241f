//! The answer to a question: its pages put together, the next identifier, or why there is none.

use super::*;

impl Engine {
    /// The answer to a question.
    pub(in crate::engine) fn history_reply(
        &mut self,
        now: Now,
        at: usize,
        mut ask: Ask,
        question: &Question,
        outcome: Result<ApiReply, ApiError>,
    ) {
        let Some(part) = self.accounts[at].interactions else { return };
        let answer = outcome.and_then(|reply| part.read(&self.accounts[at].settings, question, &reply));
        let expired = matches!(&answer, Err(error) if error.failure == Failure::Credential);
        if expired && self.accounts[at].token_until.is_some() && !ask.renewed {
            // A token can be withdrawn before its time: one renewal, then the credential itself is in doubt.
            self.accounts[at].token_until = None;
            (ask.renewed, ask.signed) = (true, false);
            return self.go_on(at, ask);
        }
        self.note(now, at, answer.as_ref().err());
        match answer {
            Ok(HistoryAnswer::Page(page)) => self.history_page(now, at, ask, *page),
            Ok(HistoryAnswer::NoSuchCustomer) => self.next_identifier(now, at, ask),
            Ok(HistoryAnswer::Merged) => {
                let words = "the customer was merged into another one, which is not named";
                add_once(&mut ask.warnings, words.to_owned());
                self.next_identifier(now, at, ask);
            }
            Err(error) => self.ask_failed(now, at, ask, &error),
        }
    }

    pub(super) fn history_page(&mut self, now: Now, at: usize, mut ask: Ask, page: HistoryPage) {
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
        (ask.tries, ask.renewed, ask.signed) = (0, false, false);
        let held = Some(fingerprint(&page.items));
        let repeats = held == ask.last_page;
        ask.items.extend(page.items);
        match page.next {
            // A page that says once more what the one before it said ends the reading, whatever it promises.
            Some(next) if !repeats || next.network != ask.place.network => {
                ask.last_page = held.filter(|_| next.network == ask.place.network);
                ask.place = next;
                self.go_on(at, ask);
            }
            _ => self.history_known(now, at, ask),
        }
    }

    pub(super) fn history_known(&mut self, now: Now, at: usize, mut ask: Ask) {
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
            warnings: ask.warnings,
            asked_by: number_of(&ask.identifiers),
        };
        let items = part
            .together(ask.items)
            .into_iter()
            .filter_map(|remote| {
                let unmasked = remote.interaction.masked.then(|| part.clear_title(&remote.record)).flatten();
                Some(StoredItem { item: crate::engine::strip::stored(&remote.interaction)?, unmasked })
            })
            .collect();
        self.keep_answer(now, at, ask.lead, items, &found);
    }

    pub(super) fn next_identifier(&mut self, now: Now, at: usize, mut ask: Ask) {
        ask.at += 1;
        (ask.place, ask.tries, ask.renewed, ask.signed) = (Place::default(), 0, false, false);
        if ask.at < ask.identifiers.len() {
            self.go_on(at, ask);
        } else {
            let asked_by = number_of(&ask.identifiers);
            let found = Found { state: "nobody".to_owned(), warnings: ask.warnings, asked_by, ..Found::default() };
            self.keep_answer(now, at, ask.lead, Vec::new(), &found);
        }
    }

    pub(super) fn ask_failed(&mut self, now: Now, at: usize, mut ask: Ask, error: &ApiError) {
        let lead = ask.lead;
        ask.tries += 1;
        let transient = matches!(error.failure, Failure::NotSent | Failure::Unclear | Failure::Slowed(_));
        if transient && ask.tries < READ_TRIES {
            self.go_on(at, ask);
            self.say_held(now, at, lead);
            return self.reopen_if(lead);
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
        self.give_up(now, at, lead, sentence);
    }

    /// A question ends in words; the earlier answer stays.
    pub(super) fn give_up(&mut self, now: Now, at: usize, lead: LeadId, sentence: String) {
        log::debug!("asks nobody about a lead any more for now");
        self.history_failures.insert((lead, at), Failed { sentence, again: now.mono + FAILED_REST });
        self.reopen_if(lead);
    }

    pub(super) fn keep_answer(&mut self, now: Now, at: usize, lead: LeadId, items: Vec<StoredItem>, found: &Found) {
        let history = StoredHistory {
            account: self.accounts[at].settings.name.clone(),
            asked_at: now.at,
            found: serde_json::to_string(found).unwrap_or_default(),
            items,
        };
        let kept = self.store.write(|tx| tx.replace_history(lead, &history));
        match kept {
            Ok(()) => {
                self.history_failures.remove(&(lead, at));
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

/// What a page holds, in a number.
fn fingerprint(items: &[RemoteInteraction]) -> u64 {
    let named: Vec<_> = items.iter().map(|item| (&item.key, &item.interaction.channel)).collect();
    number_of(&named)
}

/// Equal values have equal numbers. Another release may have others: then somebody is asked once more.
pub(super) fn number_of<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn add_once(words: &mut Vec<String>, more: String) {
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
