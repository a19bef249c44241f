//! A computer whose clock is ten minutes off: what happened is told as it was stated, nothing storms, nothing is lost.

use std::time::Duration;

use leadline::bridge::{AccountHealth, Command, OutboxAction};
use leadline::domain::OutboxState;
use leadline::engine::Mode;
use leadline::sandbox::Timings;

use super::*;

/// Ahead of the vendors, and behind them.
const OFF: [SignedDuration; 2] = [SignedDuration::from_mins(10), SignedDuration::from_mins(-10)];

impl Driver<'_> {
    /// How the account of a vendor is.
    fn health(&mut self, vendor: &str) -> AccountHealth {
        let accounts = self.ask(|reply| Command::Accounts { reply });
        accounts.into_iter().find(|account| account.vendor == vendor).unwrap()
    }
}

/// When a vendor was told that it happened, where it was told.
fn told_at(entry: &Value) -> Option<Timestamp> {
    let timestamp = &entry["event"]["timestamp"];
    let in_ms = || Timestamp::from_millisecond(timestamp.as_i64()?).ok();
    timestamp.as_str().map_or_else(in_ms, |text| text.parse().ok())
}

fn to_the_millisecond(at: Timestamp) -> Option<Timestamp> {
    Timestamp::from_millisecond(at.as_millisecond()).ok()
}

#[test]
fn what_happened_is_told_once_and_at_the_time_that_was_stated_whatever_the_vendors_clock_says() {
    for off in OFF {
        let site = site(options(), &[]);
        let mut driver = site.drive_ahead(Mode::Live, off);
        let lead = driver.people()[0];
        for age in [SignedDuration::ZERO, SignedDuration::from_mins(-5), hours(-3)] {
            let happened_at = driver.now.at + age;
            let ids = driver.try_record(draft(lead, &format!("{age:#} ago"), &[], happened_at)).unwrap();
            driver.pass(Duration::from_secs(60));
            assert_eq!(states(&mut driver, &ids), [OutboxState::Accepted; 3], "{off} {age}");
            for vendor in VENDORS {
                let last = stored(&site, vendor).pop().unwrap();
                assert_eq!(comment(&last), format!("{age:#} ago"), "{off} {vendor}");
                // A live call of this vendor carries no time, so one is sent only for what is no news any more.
                let expected = to_the_millisecond(happened_at).filter(|_| vendor != "mxo" || !age.is_zero());
                assert_eq!(told_at(&last), expected, "{off} {vendor} {age}");
            }
        }
        for vendor in VENDORS {
            assert_eq!((stored(&site, vendor).len(), calls(&site, vendor)), (3, 3), "{off} {vendor}");
        }
    }
}

#[test]
fn a_token_lives_as_long_as_it_says_on_a_computer_whose_clock_is_off() {
    for off in OFF {
        // One contract wants it renewed a minute before its five are over, else it is half a minute.
        for (vendor, renewals) in [("ray", 8), ("mxo", 6)] {
            let site = site(options(), &[]);
            switch(&site, vendor, &json!({ "token_ttl_secs": 300 }));
            let mut driver = site.drive_ahead(Mode::Live, off);
            let people = driver.people();
            // Half an hour, a fact a minute.
            for minute in 0..30 {
                driver.record(people[minute % people.len()], &format!("minute {minute}"), &[vendor]);
                driver.pass(Duration::from_secs(60));
            }
            assert_eq!((tokens(&site, vendor), calls(&site, vendor)), (renewals, 30), "{off} {vendor}");
            assert_eq!(stored(&site, vendor).len(), 30, "{off} {vendor}");
        }
    }
}

#[test]
fn a_vendor_that_refuses_a_time_for_its_own_clock_leaves_it_to_the_agent_with_its_words() {
    for (off, limit, words) in
        [(OFF[0], "future_limit_secs", "lies in the future"), (OFF[1], "past_limit_secs", "is too old")]
    {
        let site = site(options(), &[]);
        switch(&site, "ray", &json!({ limit: 300 }));
        let mut driver = site.drive_ahead(Mode::Live, off);
        let people = driver.people();
        let happened_at = driver.now.at;
        let ids = driver.record(people[0], "called", &["ray"]);
        driver.pass(Duration::from_secs(3600));
        assert_eq!(states(&mut driver, &ids), [OutboxState::NeedsAgent], "{off}");
        let why = driver.row(ids[0]).item.why;
        assert!(why.contains(words) && why.ends_with("Edit it, or drop it."), "{why}");
        assert_eq!((calls(&site, "ray"), stored(&site, "ray").len()), (1, 0), "{off}: it is not tried again by itself");
        // The others go on, and so does this one when somebody says so, as it was stated at first.
        driver.record(people[1], "told elsewhere", &["releva"]);
        assert_eq!(stored(&site, "releva").len(), 1);
        switch(&site, "ray", &json!({ limit: null }));
        driver.act(ids[0], OutboxAction::Retry).unwrap();
        driver.pass(Duration::from_secs(60));
        assert_eq!(states(&mut driver, &ids), [OutboxState::Accepted], "{off}");
        let stored = stored(&site, "ray");
        assert_eq!((stored.len(), told_at(&stored[0])), (1, to_the_millisecond(happened_at)), "{off}");
    }
}

#[test]
fn a_wait_until_a_date_is_as_long_as_the_vendor_means_it() {
    let timings = Timings { retry_after_secs: 120, ..Timings::default() };
    for off in OFF {
        for (vendor, endpoint) in
            [("ray", "interaction"), ("ray", "token"), ("releva", "events"), ("mxo", "interaction")]
        {
            for kind in ["429-retry-date", "503-retry-date"] {
                let site = site(SandboxOptions { timings, ..options() }, &[]);
                fault(&site, &format!("{vendor}:{endpoint}:{kind}:1"));
                let mut driver = site.drive_ahead(Mode::Live, off);
                let lead = driver.people()[0];
                let ids = driver.record(lead, "later", &[vendor]);
                let asked = calls(&site, vendor) + tokens(&site, vendor);
                driver.pass(Duration::from_secs(60));
                assert_eq!(states(&mut driver, &ids), [OutboxState::Waiting], "{off} {vendor} {endpoint} {kind}");
                assert_eq!(calls(&site, vendor) + tokens(&site, vendor), asked, "{off} {vendor} {endpoint} {kind}");
                driver.pass(Duration::from_secs(90));
                assert_eq!(states(&mut driver, &ids), [OutboxState::Accepted], "{off} {vendor} {endpoint} {kind}");
                assert_eq!(stored(&site, vendor).len(), 1, "{off} {vendor} {endpoint} {kind}");
            }
        }
    }
}

#[test]
fn the_accounts_page_tells_how_far_the_vendors_clock_is_from_ours() {
    for off in OFF {
        let site = site(options(), &[]);
        let mut driver = site.drive_ahead(Mode::Live, off);
        let lead = driver.people()[0];
        assert_eq!(driver.health("ray").clock_difference_secs, None, "nothing was asked yet");
        driver.record(lead, "called", &[]);
        for vendor in VENDORS {
            // The vendor's minus ours. A busy machine may take its time over the answer.
            let difference = driver.health(vendor).clock_difference_secs.unwrap();
            assert!((difference + off.as_secs()).abs() < 120, "{off} {vendor}: {difference}");
        }
        // An answer that refuses has a clock, too.
        fault(&site, "releva:events:400:1");
        driver.now.at += hours(1);
        driver.record(lead, "called again", &["releva"]);
        let difference = driver.health("releva").clock_difference_secs.unwrap();
        assert!((difference + off.as_secs() + 3600).abs() < 120, "{off}: {difference}");
    }
}
