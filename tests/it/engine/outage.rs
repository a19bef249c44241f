//! An hour without a network, with everything there is to do for each host: counted by host, not by account.
#![allow(clippy::print_stdout, reason = "a test of counts says its counts")]

use std::collections::BTreeMap;
use std::time::Duration;

use leadline::bridge::Command;
use leadline::bridge::recording::Draft;
use leadline::domain::{ChangeId, Field, LeadId, OutboxState};
use leadline::engine::Mode;
use leadline::sandbox::{Order, SandboxOptions};
use leadline::vendors::error::Failure;

use crate::recording::CALL;
use crate::support::engine::{Driver, Site, World, counts, puts, small};
use crate::support::figures::proved;

const MINUTE: Duration = Duration::from_secs(60);
const EDITS: usize = 10;
const RECORDINGS: usize = 30;

/// Every vendor, two accounts at each of their addresses, and histories that are asked for in the background.
fn site() -> Site {
    let options = SandboxOptions { order: Order::UpdatedDesc, ..small(40) };
    let mut site = Site::with_all_parts(options, CALL, &[("capillary", "background = \"view\"")]);
    for at in 0..site.config.accounts.len() {
        let name = format!("second{at}");
        site.add_another(at, &name);
    }
    for account in &mut site.config.accounts {
        account.requests_per_second = 2.0;
    }
    site
}

/// Leads of both accounts that have them.
fn leads(driver: &mut Driver<'_>) -> Vec<LeadId> {
    let found = driver.ask(|reply| Command::Leads { query: Default::default(), limit: None, reply }).leads;
    let fits = |email: &str| email.contains('@');
    found
        .iter()
        .filter(|view| view.lead.uuid.is_some() && view.lead.email.as_deref().is_some_and(fits))
        .map(|view| view.id)
        .collect()
}

fn record(driver: &mut Driver<'_>, lead: LeadId, n: usize) -> Vec<ChangeId> {
    let draft = Draft {
        lead,
        template: "Phone call".to_owned(),
        happened_at: driver.now.at,
        text: format!("fact {n}"),
        inputs: BTreeMap::new(),
        to: None,
        although_twin: false,
    };
    driver.ask(|reply| Command::Record { draft: Box::new(draft), reply }).unwrap().changes
}

#[test]
fn an_hour_without_a_network_costs_each_host_few_requests_however_much_waits_for_it() {
    let mut worst = 0;
    for failure in [Failure::NotSent, Failure::Unclear] {
        let site = site();
        let mut driver = site.drive(Mode::Live);
        driver.pass(10 * MINUTE);
        site.sandbox().clear_log();
        let leads = leads(&mut driver);
        assert!(leads.len() > EDITS * 2);
        driver.world = World::Fails(failure.clone());
        driver.by_host.clear();
        let step = leads.len() / EDITS;
        let edits: Vec<ChangeId> = leads
            .iter()
            .step_by(step)
            .map(|lead| driver.wish(*lead, Field::Name, "Somebody Else").unwrap().changes[0])
            .collect();
        let told: Vec<ChangeId> = (0..RECORDINGS / 6).flat_map(|n| record(&mut driver, leads[n], n)).collect();
        assert_eq!(told.len(), RECORDINGS);
        for lead in &leads[..5] {
            driver.command(Command::AskHistory(*lead));
            driver.pass(12 * MINUTE);
        }
        let asked = std::mem::take(&mut driver.by_host);
        println!("{failure:?}: {asked:?} in the hour");
        assert_eq!(asked.len(), 5, "every host was tried");
        assert!(asked.values().all(|asked| *asked <= 40), "{failure:?}: {asked:?} requests in the hour");

        driver.world = World::Net;
        driver.pass(Duration::from_secs(10));
        let first = driver.by_host.clone();
        // Twice the pace, whatever had piled up.
        assert!(first.values().all(|asked| *asked <= 2 * 2 * 11), "{failure:?}: {first:?} in the first ten seconds");
        driver.pass(15 * MINUTE);
        let states = |driver: &mut Driver<'_>, ids: &[ChangeId], wanted| {
            ids.iter().filter(|id| driver.state(**id) == wanted).count()
        };
        assert_eq!(states(&mut driver, &edits, OutboxState::Confirmed), edits.len());
        let vendor = site.config.accounts[0].vendor.as_str();
        let written: Vec<_> = puts(site.sandbox()).into_iter().filter(|put| put["vendor"] == vendor).collect();
        assert_eq!((written.len(), written.iter().filter(|put| counts(put)).count()), (edits.len(), edits.len()));
        let unknown = states(&mut driver, &told, OutboxState::Unknown);
        assert_eq!(states(&mut driver, &told, OutboxState::Accepted), told.len() - unknown);
        assert!((failure == Failure::Unclear) == (unknown > 0), "{failure:?}: {unknown} unknown");
        let after = &driver.by_host;
        println!("{failure:?}: {after:?} in the quarter of an hour after, {unknown} of {RECORDINGS} unknown");
        // Two accounts a host: two lists each, every half minute; and each edit is read, written, read back.
        let most = 2 * 2 * 32 + 3 * edits.len() + 20;
        assert!(after.values().all(|asked| *asked <= most), "{failure:?}: {after:?}");
        worst = worst.max(asked.into_values().max().unwrap_or_default());
    }
    proved("the same, two accounts a host", &format!("at most {worst} requests to a host in the hour"));
}
