//! Several recordings in one call, and the call is refused: each goes alone only where that could help.

use leadline::bridge::OutboxAction;
use leadline::domain::OutboxState;
use leadline::engine::Mode;

use super::*;

/// Facts of three hours ago about this many people, which go together.
fn record_late(driver: &mut Driver<'_>, count: usize, vendor: &str) -> Vec<ChangeId> {
    let at = driver.now.at - hours(3);
    let people = driver.people();
    let told = people.iter().take(count).enumerate();
    told.flat_map(|(n, lead)| driver.try_record(draft(*lead, &format!("fact {n}"), &[vendor], at)).unwrap()).collect()
}

#[test]
fn a_call_that_nobody_may_make_is_not_made_again_for_each_of_its_events() {
    // Every call counts as use of a licence, useless ones included (mxo, section 2), and none of these is about an event.
    for (vendor, endpoint) in [("mxo", "bulk"), ("releva", "events")] {
        for status in ["403", "404"] {
            let site = site(small(200), &[("mxo", "late_sending = \"bulk\"")]);
            fault(&site, &format!("{vendor}:{endpoint}:{status}"));
            let mut driver = site.drive(Mode::Quiet);
            let ids = record_late(&mut driver, 40, vendor);
            let report = driver.send();
            assert_eq!((report.confirmed, report.needs_agent), (0, 40), "{vendor} {status}: {report:?}");
            assert_eq!(calls(&site, vendor), 1, "{vendor} {status}");
            assert!(states(&mut driver, &ids).iter().all(|state| *state == OutboxState::NeedsAgent));
            let why = driver.row(ids[7]).item.why;
            assert!(why.contains(status) && why.ends_with("Edit it, or drop it."), "{why}");
            // Allowed again, they go when somebody says so, together as before.
            site.sandbox().clear_faults();
            for id in &ids {
                driver.act(*id, OutboxAction::Retry).unwrap();
            }
            let report = driver.send();
            assert_eq!((report.confirmed, calls(&site, vendor)), (40, 2), "{vendor} {status}: {report:?}");
            assert_eq!(stored(&site, vendor).len(), 40, "{vendor} {status}");
        }
    }
}

#[test]
fn a_call_that_holds_too_much_is_made_in_single_ones() {
    let site = site(options(), &[]);
    switch(&site, "releva", &json!({ "max_events": 3 }));
    let mut driver = site.drive(Mode::Quiet);
    let ids = record_late(&mut driver, 5, "releva");
    driver.send();
    assert_eq!(states(&mut driver, &ids), [OutboxState::Accepted; 5]);
    assert_eq!((calls(&site, "releva"), stored(&site, "releva").len()), (6, 5));
}
