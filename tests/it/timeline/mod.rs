//! The strip of a lead through the engine: every item that a fake holds, every way an answer can fail, and when
//! anybody is asked at all.

mod ahead;
mod faults;
mod items;
mod keeping;
mod narrow;
mod networks;
mod resting;

use std::time::Duration;

use leadline::bridge::{Command, HistorySource, HistoryState, Timeline, Wanted};
use leadline::domain::LeadId;
use leadline::engine::Mode;
use leadline::sandbox::SandboxOptions;
use serde_json::Value;

use crate::support::engine::{Driver, Site, small};

/// The vendor that keeps histories, and its place among the accounts.
const VENDOR: &str = "capillary";
const LOYALTY: usize = 1;

/// A synced site of two accounts.
fn site(options: SandboxOptions) -> Site {
    let site = Site::with_histories(options);
    site.drive(Mode::Quiet).sync(true);
    site.sandbox().clear_log();
    site
}

/// What the fake of the histories holds.
fn customers(site: &Site) -> Vec<Value> {
    site.sandbox().state()["vendors"][VENDOR]["customers"].as_array().unwrap().clone()
}

/// The uuid of a lead whose customer has a number, and what the customer is.
fn somebody(site: &Site) -> (String, Value) {
    let fits = |customer: &Value| {
        customer["mobile"].is_string()
            && customer["lead"]["uuid"].is_string()
            && customer["history"]["items"].as_array().unwrap().len() > 3
    };
    let found = customers(site).into_iter().find(fits).unwrap();
    (found["lead"]["uuid"].as_str().unwrap().to_owned(), found)
}

/// Arms a fault on an endpoint of the histories.
fn fault(site: &Site, fault: &str) {
    site.sandbox().add_fault(format!("{VENDOR}:{fault}").parse().unwrap());
}

fn act(site: &Site, action: &str, what: &Value) {
    site.sandbox().act(VENDOR, action, what).unwrap();
}

/// What was asked of the histories: the path of each request.
fn asked(site: &Site) -> Vec<String> {
    let ours = site.sandbox().log().into_iter().filter(|entry| entry["vendor"] == VENDOR);
    ours.map(|entry| entry["path"].as_str().unwrap().to_owned()).collect()
}

/// What was asked for in each question, in their order.
fn questions(site: &Site) -> Vec<Value> {
    let ours = site.sandbox().log().into_iter().filter(|entry| entry["vendor"] == VENDOR);
    ours.map(|entry| entry["query"].clone()).filter(|query| query["identifierValue"].is_string()).collect()
}

/// Sets a key of the account that keeps histories.
fn set(site: &mut Site, key: &str, value: impl Into<toml::Value>) {
    site.config.accounts[LOYALTY].options.insert(key.into(), value.into());
}

/// How many of these were for tokens.
fn tokens(asked: &[String]) -> usize {
    asked.iter().filter(|path| path.contains("token")).count()
}

impl Driver<'_> {
    fn strip(&mut self, lead: LeadId, refresh: bool) -> Timeline {
        let refresh = refresh.then(Wanted::default);
        self.ask(|reply| Command::Timeline { lead, refresh, reply }).unwrap().timeline
    }

    /// The strip of the open lead as the window would have it, and its one source.
    fn shown(&mut self) -> (std::sync::Arc<Timeline>, HistorySource) {
        let timeline = self.snapshot().open.clone().unwrap().timeline.clone();
        assert_eq!(timeline.sources.len(), 1);
        let source = timeline.sources[0].clone();
        (timeline, source)
    }

    fn rest(&mut self, lead: LeadId) {
        self.command(Command::Open(Some(lead)));
        self.pass(Duration::from_millis(350));
    }
}

/// The sentence of a failure.
#[track_caller]
fn failed(source: &HistorySource) -> &str {
    match &source.state {
        HistoryState::Failed(sentence) => sentence,
        other => panic!("{other:?}"),
    }
}

/// Items of the histories only.
fn theirs(timeline: &Timeline) -> Vec<Value> {
    let all = timeline.items.iter().map(|line| serde_json::to_value(line).unwrap());
    all.filter(|item| item["source"] == VENDOR).collect()
}
