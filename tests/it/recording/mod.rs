//! Recordings through the engine, over real HTTP: each fact reaches each vendor once, or is said to be unknown.

mod chunks;
mod clocks;
mod credentials;
mod ledger;
mod sending;
mod stating;
mod styles;
mod templates;

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use leadline::bridge::recording::{Draft, RecordRefused};
use leadline::bridge::{Command, OutboxAction};
use leadline::domain::{ChangeId, LeadId, OutboxState};
use leadline::engine::Mode;
use leadline::sandbox::SandboxOptions;
use serde_json::{Value, json};

use crate::support::engine::{Driver, Site, small};

/// One template for all three systems that are told things.
pub(crate) const CALL: &str = r#"
[[template]]
name = "Phone call"
[template.ray]
type = "CALL"
sub_type = "SUPPORT"
props = [{ key = "comment", from = "text" }]
[template.releva]
action = "phone_call"
custom = [{ key = "comment", kind = "string", from = "text" }]
[template.mxo]
path = "/call"
properties = [{ name = "comment", from = "text" }]
"#;

const VENDORS: [&str; 3] = ["ray", "releva", "mxo"];

/// A synced site that records, and a lead with an e-mail address.
fn site(options: SandboxOptions, extra: &[(&str, &str)]) -> Site {
    // Nothing here is about polling the leads.
    let extra = [extra, &[("rayzing", "sync_every_secs = 86400")]].concat();
    let site = Site::with_recordings(options, CALL, &extra);
    site.drive(Mode::Quiet).sync(true);
    site.sandbox().clear_log();
    site
}

fn fault(site: &Site, fault: &str) {
    site.sandbox().add_fault(fault.parse().unwrap());
}

/// Turns switches of a vendor's fake.
fn switch(site: &Site, vendor: &str, switches: &Value) {
    site.sandbox().set_options(&json!({ vendor: switches })).unwrap();
}

/// What a vendor has stored.
fn stored(site: &Site, vendor: &str) -> Vec<Value> {
    site.sandbox().state()["vendors"][vendor]["recorded"].as_array().unwrap().clone()
}

/// Requests to an endpoint of a vendor, tokens aside.
fn calls(site: &Site, vendor: &str) -> usize {
    let log = site.sandbox().log();
    log.iter().filter(|entry| entry["vendor"] == vendor && !entry["path"].as_str().unwrap().contains("token")).count()
}

fn tokens(site: &Site, vendor: &str) -> usize {
    let log = site.sandbox().log();
    log.iter().filter(|entry| entry["vendor"] == vendor && entry["path"].as_str().unwrap().contains("token")).count()
}

impl Driver<'_> {
    /// Leads with an e-mail address.
    fn people(&mut self) -> Vec<LeadId> {
        let all = self.ask(|reply| Command::Leads { query: Default::default(), limit: None, reply });
        all.leads
            .into_iter()
            .filter(|view| view.lead.email.as_deref().is_some_and(|e| e.contains('@')))
            .map(|v| v.id)
            .collect()
    }

    fn try_record(&mut self, draft: Draft) -> Result<Vec<ChangeId>, RecordRefused> {
        self.ask(|reply| Command::Record { draft: Box::new(draft), reply }).map(|made| made.changes)
    }

    fn record(&mut self, lead: LeadId, text: &str, to: &[&str]) -> Vec<ChangeId> {
        let at = self.now.at;
        self.try_record(draft(lead, text, to, at)).unwrap()
    }
}

fn draft(lead: LeadId, text: &str, to: &[&str], at: Timestamp) -> Draft {
    Draft {
        lead,
        template: "Phone call".to_owned(),
        happened_at: at,
        text: text.to_owned(),
        inputs: BTreeMap::new(),
        to: (!to.is_empty()).then(|| to.iter().map(|name| (*name).to_owned()).collect()),
        although_twin: false,
    }
}

fn hours(n: i64) -> SignedDuration {
    SignedDuration::from_hours(n)
}

/// The text that an agent wrote, wherever the vendor has it.
fn comment(event: &Value) -> String {
    let event = &event["event"];
    let in_list = |list: &Value, name: &str| {
        let found = list.as_array()?.iter().find(|entry| entry[name] == "comment")?;
        Some(found.clone())
    };
    let found = event["customProps"]["comment"].as_str().map(str::to_owned);
    found
        .or_else(|| in_list(&event["properties"], "name")?["value"].as_str().map(str::to_owned))
        .or_else(|| in_list(&event["custom"]["string"], "key")?["values"][0].as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// The states of these rows.
fn states(driver: &mut Driver<'_>, ids: &[ChangeId]) -> Vec<OutboxState> {
    ids.iter().map(|id| driver.row(*id).item.state).collect()
}

/// Says what became of an unknown one.
fn settle(driver: &mut Driver<'_>, id: ChangeId, action: OutboxAction) {
    driver.act(id, action).unwrap();
}

fn options() -> SandboxOptions {
    small(60)
}
