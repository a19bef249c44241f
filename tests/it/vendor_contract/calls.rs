//! What a vendor can be asked, of whatever parts it has: each call is built and read by the client's own part, and goes
//! over real HTTP.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use leadline::config::AccountSettings;
use leadline::domain::recording::{Event, Fact};
use leadline::domain::{Field, Lead, LeadKind, ListWrites};
use leadline::sandbox::{Sandbox, SandboxOptions};
use leadline::vendors::error::ApiError;
use leadline::vendors::parts::{HistoryAnswer, Token};
use leadline::vendors::request::{ApiReply, ApiRequest, CredentialBody};
use leadline::vendors::{VendorSpec, interactions_of, leads_of, recording_of, tokens_of};
use serde_json::json;

use super::histories::about_somebody;
use super::styles::{Style, Way};
use crate::support::engine::{Site, uuids};

/// A call that one of the parts makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    List,
    Write,
    History,
    /// Of something new.
    Record,
    /// Of something that happened hours ago; as many as go in one call.
    RecordLate,
    Token,
    Test,
}

/// One vendor's account at its fake.
pub(super) struct Desk {
    pub(super) site: Site,
    at: usize,
    way: &'static Way,
}

impl Desk {
    pub(super) fn new(spec: &VendorSpec, options: SandboxOptions, way: &'static Way, style: &Style) -> Self {
        let mut site = Site::with_every_vendor(options);
        let at = site.config.accounts.iter().position(|account| account.vendor == spec.name);
        let at = at.unwrap_or_else(|| panic!("{} has no fake in the sandbox", spec.name));
        site.config.accounts[at].options.extend(way.settings.parse::<toml::Table>().unwrap());
        let switches: serde_json::Value = serde_json::from_str(style.switches).unwrap();
        site.sandbox().set_options(&json!({ spec.name.as_str(): switches })).unwrap();
        Self { site, at, way }
    }

    fn account(&self) -> &AccountSettings {
        &self.site.config.accounts[self.at]
    }

    pub(super) fn vendor(&self) -> &'static str {
        self.account().vendor.as_str()
    }

    /// Every call of its parts.
    pub(super) fn calls(&self) -> Vec<Call> {
        let name = self.account().vendor;
        let mut calls = Vec::new();
        if leads_of(name).is_some() {
            calls.extend([Call::List, Call::Write]);
        }
        if interactions_of(name).is_some() {
            calls.push(Call::History);
        }
        if let Some(part) = recording_of(name) {
            calls.extend([Call::Record, Call::RecordLate]);
            calls.extend(part.test(self.account()).map(|_| Call::Test));
        }
        if tokens_of(name).is_some_and(|tokens| tokens.ask(self.account()).is_some()) {
            calls.push(Call::Token);
        }
        calls
    }

    /// Makes the call and reads its answer.
    pub(super) fn make(&self, call: Call) -> Result<(), ApiError> {
        self.make_changed(call, false)
    }

    /// The same without anything of what is asked, so that any vendor has to refuse it.
    pub(super) fn make_spoilt(&self, call: Call) -> Result<(), ApiError> {
        self.make_changed(call, true)
    }

    fn make_changed(&self, call: Call, spoilt: bool) -> Result<(), ApiError> {
        let (account, name) = (self.account(), self.account().vendor);
        let change = |mut request: ApiRequest| {
            match &mut request.body {
                Some(body) if spoilt => *body = b"{}".to_vec(),
                // Which language to answer in stays said.
                None if spoilt => request.query.retain(|(name, _)| *name == "format"),
                _ => {}
            }
            request
        };
        match call {
            Call::List => {
                let part = leads_of(name).unwrap();
                let reply = self.send(change(part.list(account, LeadKind::Lead, 1)))?;
                part.read_list(account, LeadKind::Lead, &reply).map(drop)
            }
            Call::Write => {
                let part = leads_of(name).unwrap();
                let uuid = &uuids(self.site.sandbox())[3];
                let request = part.write(account, uuid, &[(Field::Status, "REVIEW")], &ListWrites::default());
                part.read_write(&self.send(change(request))?)
            }
            Call::History => {
                let part = interactions_of(name).unwrap();
                let question = about_somebody(self.site.sandbox(), self.vendor());
                let reply = self.send(change(part.ask(account, &question)))?;
                match part.read(account, &question, &reply)? {
                    HistoryAnswer::Page(page) if !page.items.is_empty() && page.skipped.is_empty() => Ok(()),
                    other => panic!("{other:?}"),
                }
            }
            Call::Record | Call::RecordLate => {
                let part = recording_of(name).unwrap();
                let sent = change(self.recording(call));
                part.read(&sent, &self.send(sent.clone())?).map(drop)
            }
            Call::Token => self.token(spoilt).map(drop),
            Call::Test => {
                let part = recording_of(name).unwrap();
                part.read_test(&self.send(change(part.test(account).unwrap()))?)
            }
        }
    }

    /// The request that records with the template that the vendor comes with.
    pub(super) fn recording(&self, call: Call) -> ApiRequest {
        let (account, now) = (self.account(), Timestamp::now());
        let part = recording_of(account.vendor).unwrap();
        let is_late = call == Call::RecordLate;
        let happened_at = if is_late { now - SignedDuration::from_hours(3) } else { now };
        let event = self.event(happened_at, now);
        let most = part.bundle(account, &event, now).most;
        let events = vec![event; if is_late { most.min(2) } else { 1 }];
        part.record(account, &events, None, now)
    }

    fn event(&self, happened_at: Timestamp, now: Timestamp) -> Event {
        let account = self.account();
        let mut table: toml::Table = account.spec().template.parse().unwrap();
        table.extend(self.way.template.parse::<toml::Table>().unwrap());
        let fact = Fact {
            template: "Phone call".to_owned(),
            happened_at,
            text: "asked for the invoice".to_owned(),
            inputs: BTreeMap::new(),
            agent: "Mira".to_owned(),
        };
        let mut lead = Lead::empty("desk".into(), "64aa00000000000000000001".into(), LeadKind::Lead);
        lead.email = Some("nadia@example.org".to_owned());
        (lead.dial_code, lead.phone) = (Some("49".to_owned()), Some("5550100".to_owned()));
        recording_of(account.vendor).unwrap().event(account, &table, &fact, &lead, now).unwrap()
    }

    /// Sends, signed as the account's settings say.
    fn send(&self, request: ApiRequest) -> Result<ApiReply, ApiError> {
        let signs = tokens_of(self.account().vendor).is_some_and(|tokens| tokens.ask(self.account()).is_some());
        match signs {
            true => self.site.send_signed(self.at, request, self.token(false)?.value),
            false => self.site.send(self.at, request),
        }
    }

    fn token(&self, spoilt: bool) -> Result<Token, ApiError> {
        let tokens = tokens_of(self.account().vendor).unwrap();
        let mut request = tokens.ask(self.account()).unwrap();
        if let (true, CredentialBody::Json(fields) | CredentialBody::Form(fields)) = (spoilt, &mut request.body) {
            fields.clear();
        }
        tokens.read(&self.site.send_token(self.at, request)?)
    }

    /// What the sandbox calls the endpoint of a call.
    pub(super) fn endpoint(&self, call: Call) -> String {
        self.make(call).unwrap();
        self.site.sandbox().log().pop().unwrap()["endpoint"].as_str().unwrap().to_owned()
    }

    /// Arms one fault and nothing else.
    pub(super) fn fault(&self, endpoint: &str, word: &str) {
        self.site.sandbox().clear_faults();
        self.site.sandbox().add_fault(format!("{}:{endpoint}:{word}:1", self.vendor()).parse().unwrap());
    }

    /// Takes the fault back, should nothing have met it.
    pub(super) fn heal(&mut self) {
        self.site.sandbox().clear_faults();
        self.waits_for_answers(true);
    }

    /// Whether an answer is waited for as usual, or hardly, since none will come.
    pub(super) fn waits_for_answers(&mut self, waits: bool) {
        self.site.config.accounts[self.at].timeout = Duration::from_millis(if waits { 2_000 } else { 100 });
    }

    pub(super) fn enter_wrong_credential(&self) {
        self.site.enter_wrong_credential(self.at);
    }

    /// Requests that went where nobody was asked.
    pub(super) fn strays(&self) -> usize {
        self.site.sandbox().log().iter().filter(|entry| entry["vendor"] == "elsewhere").count()
    }
}

/// Everything that a sandbox knows about people and credentials.
pub(super) fn held(sandbox: &Sandbox) -> String {
    sandbox.describe().to_string() + &sandbox.state().to_string()
}

/// Nothing of a customer, an address or a credential stands in what is said, and something is said.
pub(super) fn tells_nothing(held: &str, error: &ApiError) {
    assert!(error.words.len() >= "said no".len() && !error.words.ends_with('.'), "{}", error.words);
    let said = format!("{} {error:?}", error.sentence());
    for piece in said.split(|c: char| !c.is_alphanumeric() && !"@.-".contains(c)) {
        if piece.len() >= 16 || piece.contains('@') {
            assert!(!held.contains(piece), "tells {piece:?}: {said}");
        }
    }
    assert!(!said.contains("127.0.0.1") && !said.contains("http://") && !said.contains("eyJ"), "{said}");
}
