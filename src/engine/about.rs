//! What the accounts page says about an account: the vendor's own data, beside what was set and what was found out.

use std::borrow::Cow;
use std::collections::HashMap;

use super::account::{Account, Credential};
use super::order::Order;
use super::{Engine, Now};
use crate::bridge::about::{AccountAbout, HowKnown, KeyField, KeychainState, KnownFact, Lamp, Line, Pending};
use crate::domain::{AccountName, LeadKind, List, ListKnowledge, ListMode};
use crate::vendors::about::{Fact, SeenBy};

impl Engine {
    /// Changes that are not done, by account, those of accounts that are gone included.
    pub(super) fn pending_by_account(&self) -> HashMap<&AccountName, Pending> {
        let mut all: HashMap<&AccountName, Pending> = HashMap::new();
        for view in self.items.values() {
            let pending = all.entry(&view.item.account).or_default();
            match view.item.state {
                crate::domain::OutboxState::Unknown => pending.unknown += 1,
                crate::domain::OutboxState::NeedsAgent => pending.needs_you += 1,
                _ => pending.waiting += 1,
            }
        }
        all
    }
}

impl Account {
    /// Whether its calls carry a token that is fetched.
    pub(super) fn asks_for_tokens(&self) -> bool {
        self.tokens.is_some_and(|tokens| tokens.ask(&self.settings).is_some())
    }

    pub(super) fn about(&self, now: Now, pending: Pending) -> AccountAbout {
        let auth = self.settings.auth();
        let fields = self.spec.credentials_for(auth).map(|field| KeyField {
            name: field.name,
            label: field.label,
            is_there: self.fields_present.contains(&field.name),
        });
        let can = &self.spec.about.abilities;
        let usable = self.leads.is_some() || self.interactions.is_some() || self.recording.is_some();
        AccountAbout {
            keychain: match &self.credential {
                Credential::Unknown => KeychainState::NotAsked,
                Credential::Present | Credential::Refused => KeychainState::Present,
                Credential::Missing => KeychainState::Missing,
                Credential::NoKeychain(words) => KeychainState::Unusable(words.clone()),
            },
            fields: fields.collect(),
            key_facts: self.key_facts(),
            can: can.iter().map(|ability| (ability.words, self.lamp(ability.seen_by))).collect(),
            known: self.spec.about.facts.iter().map(|fact| self.known(fact)).collect(),
            limits: self.limits(),
            pending,
            waits_until: self
                .blocked_until
                .filter(|until| *until > now.mono && self.slowed.is_none())
                .map(|until| super::lanes::wall(now, until)),
            test: self.spec.about.test,
            no_test: (!usable)
                .then_some("This version of Leadline sends nothing to this vendor yet, so there is nothing to test."),
        }
    }

    fn key_facts(&self) -> Vec<Line> {
        let auth = self.settings.auth();
        let ways = self.spec.about.sign_in.iter().filter(|way| way.when_auth.is_none_or(|wanted| wanted == auth));
        let mut lines: Vec<Line> =
            ways.flat_map(|way| way.lines).map(|(label, text)| Line::new(*label, self.filled(text))).collect();
        lines.push(Line::new("Address", self.settings.base_url.clone()));
        for key in self.spec.identity {
            if let Some(value) = self.settings.options.get(*key) {
                let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                lines.push(Line::new(key.replace('_', " "), value));
            }
        }
        lines
    }

    /// A text with the settings that it names; `{token}` stays, since nothing secret is ever put there.
    fn filled(&self, text: &'static str) -> Cow<'static, str> {
        let named = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).filter(|key| *key != "token");
        match named.and_then(|key| self.settings.option(key)) {
            Some(value) => value.to_owned().into(),
            None => text.into(),
        }
    }

    fn lamp(&self, seen_by: SeenBy) -> Lamp {
        if matches!(self.credential, Credential::Refused | Credential::Missing) {
            return if self.credential == Credential::Refused { Lamp::Refused } else { Lamp::NotTried };
        }
        let seen = match seen_by {
            SeenBy::Token => self.gave_token,
            SeenBy::Reading => self.last_success_at.is_some(),
            SeenBy::Writing | SeenBy::Recording => self.took_write,
        };
        if seen { Lamp::Works } else { Lamp::NotTried }
    }

    /// What is known of one thing: the owner's word first, then what was found out, then the vendor's.
    fn known(&self, fact: &Fact) -> KnownFact {
        let list = fact.key.strip_prefix("lists.").and_then(List::from_name);
        if let Some((value, how)) = list.and_then(|list| self.way_of(list)) {
            return KnownFact { label: fact.label, value, how };
        }
        let (value, how) = if let Some(set) = self.set_by_owner(fact.key) {
            (set.into(), HowKnown::Set)
        } else if let Some((value, proof)) = self.found_out(fact.key) {
            (value.into(), HowKnown::Found { at: None, proof })
        } else if let Some(says) = fact.documented {
            (says.into(), HowKnown::Documented)
        } else {
            (fact.meanwhile.into(), HowKnown::NotKnown)
        };
        KnownFact { label: fact.label, value, how }
    }

    /// How it takes a list that is written; `None` while nobody knows.
    fn way_of(&self, list: List) -> Option<(Cow<'static, str>, HowKnown)> {
        let known = &self.ways[list as usize];
        let how = match known {
            ListKnowledge::NotKnown => return None,
            ListKnowledge::Set { .. } => HowKnown::Set,
            ListKnowledge::Found { at, proof, .. } => HowKnown::Found { at: Some(*at), proof: proof.clone() },
        };
        let value = match known.mode()? {
            ListMode::Replace => "replaced as a whole list",
            ListMode::Append => "appended to what is there",
            ListMode::Merge => "merged by key",
        };
        Some((value.into(), how))
    }

    /// The setting of that key (or `table.key`), where it says more than "find it out" or than its default.
    fn set_by_owner(&self, key: &str) -> Option<String> {
        let (table, name) = key.split_once('.').map_or((None, key), |(table, name)| (Some(table), name));
        let value = match table {
            Some(table) => self.settings.options.get(table)?.as_table()?.get(name)?,
            None => self.settings.options.get(name)?,
        };
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let default = self.spec.setting(name).and_then(|setting| setting.default).map(|toml| toml.trim_matches('"'));
        (text != "auto" && default != Some(text.as_str())).then_some(text)
    }

    fn found_out(&self, key: &str) -> Option<(String, String)> {
        let memory = &self.list(LeadKind::Lead).memory;
        match key {
            "order" => {
                let words = match memory.order? {
                    Order::UpdatedDesc => "newest change first",
                    Order::UpdatedAsc => "oldest change first",
                    Order::CreatedDesc => "newest record first",
                    Order::CreatedAsc => "oldest record first",
                };
                Some((words.to_owned(), memory.proof.clone()))
            }
            "page_size" if memory.page_length > 0 => {
                Some((format!("{} records", memory.page_length), "the longest page seen; never relied on".to_owned()))
            }
            key => self.found.get(key).cloned(),
        }
    }

    fn limits(&self) -> Vec<Line> {
        let pace = self.settings.requests_per_second;
        let pace =
            if pace > 0.0 { format!("{pace} requests a second") } else { "unpaced, on this machine only".to_owned() };
        let told = match &self.last_refusal {
            Some((_, words)) if self.slowed.is_some() => words.clone(),
            _ => "not told".to_owned(),
        };
        vec![
            Line::new("Pace", pace),
            Line::new("Time-out", format!("{} s", self.settings.timeout.as_secs())),
            Line::new("News every", format!("{} s", self.settings.sync_every.as_secs())),
            Line::new("Failed tries", format!("{} in a row", self.failures.max(self.write_failures))),
            Line::new("It told us", told),
        ]
    }
}
