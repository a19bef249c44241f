//! What an agent states: checked against every vendor's rules before anything is kept.

use leadline::bridge::Refused;
use leadline::bridge::command::TestOutcome;
use leadline::engine::Mode;

use super::*;

#[test]
fn a_lead_without_identifiers_a_future_time_and_unknown_names_are_refused_with_words() {
    let site = site(options(), &[]);
    let mut driver = site.drive(Mode::Quiet);
    let now = driver.now.at;
    let lead = driver.people()[0];
    let all = driver.ask(|reply| Command::Leads { query: Default::default(), limit: None, reply });
    let nobody = all.leads.into_iter().find(|view| view.lead.email.is_none() && view.lead.phone.is_none());
    if let Some(nobody) = nobody {
        let refused = driver.try_record(draft(nobody.id, "x", &["ray", "releva"], now)).unwrap_err();
        assert!(matches!(&refused, RecordRefused::Faults(faults) if faults.len() == 2), "{refused:?}");
    }
    let future = now.checked_add(hours(1)).unwrap();
    let refused = driver.try_record(draft(lead, "x", &[], future)).unwrap_err();
    assert!(matches!(&refused, RecordRefused::Faults(faults) if faults.len() == 3), "{refused:?}");
    for (draft, word) in [
        (Draft { template: "Visit".into(), ..draft(lead, "x", &[], now) }, "no template “Visit”"),
        (draft(lead, "x", &["rey"], now), "Nobody is called rey"),
        (
            Draft { inputs: [("Colour".to_owned(), "red".to_owned())].into(), ..draft(lead, "x", &[], now) },
            "has no field “Colour”",
        ),
    ] {
        match driver.try_record(draft).unwrap_err() {
            RecordRefused::Refused(Refused::Wrong(words)) => assert!(words.contains(word), "{words}"),
            other => panic!("{other:?}"),
        }
    }
    assert!(driver.outbox().is_empty());
}

#[test]
fn the_same_fact_twice_asks_before_it_is_kept() {
    let site = site(options(), &[]);
    let mut driver = site.drive(Mode::Quiet);
    let (lead, now) = (driver.people()[0], driver.now.at);
    driver.try_record(draft(lead, "called back", &["ray"], now)).unwrap();
    let refused = driver.try_record(draft(lead, " called  back", &["ray"], now)).unwrap_err();
    assert!(matches!(&refused, RecordRefused::Twin(_)), "{refused:?}");
    // Another system, another time, another text: no twin.
    driver.try_record(draft(lead, "called back", &["mxo"], now)).unwrap();
    driver.try_record(draft(lead, "called back", &["ray"], now.checked_sub(hours(1)).unwrap())).unwrap();
    driver.try_record(draft(lead, "called again", &["ray"], now)).unwrap();
    driver.try_record(Draft { although_twin: true, ..draft(lead, "called back", &["ray"], now) }).unwrap();
}

#[test]
fn the_preview_shows_the_whole_request_and_no_secret() {
    let site = site(options(), &[]);
    let mut driver = site.drive(Mode::Quiet);
    let (lead, now) = (driver.people()[0], driver.now.at);
    let shown = draft(lead, "asked for the invoice", &[], now);
    let previews = driver.ask(|reply| Command::PreviewRecording { draft: Box::new(shown), reply }).unwrap();
    assert_eq!(previews.len(), 3);
    let about = site.sandbox().describe();
    for preview in &previews {
        assert!(preview.faults.is_empty(), "{preview:?}");
        assert!(preview.request.contains("asked for the invoice") && preview.request.contains("••••••••"));
        for vendor in VENDORS {
            for secret in about["vendors"][vendor]["credentials"].as_object().unwrap().values() {
                assert!(!preview.request.contains(secret.as_str().unwrap()), "{}", preview.request);
            }
        }
    }
    assert!(driver.outbox().is_empty());
    assert_eq!(site.sandbox().log().len(), 0);
}

#[test]
fn testing_an_account_says_whether_its_key_works_and_records_nothing() {
    for right in [true, false] {
        let site = site(options(), &[]);
        if !right {
            (1..site.config.accounts.len()).for_each(|at| site.enter_wrong_credential(at));
        }
        let mut driver = site.drive(Mode::Quiet);
        for vendor in VENDORS {
            let account: leadline::domain::AccountName = format!("{vendor}-0").as_str().into();
            let test = driver.ask(|reply| Command::TestAccount { account, reply }).unwrap();
            let wanted = if right { TestOutcome::Works } else { TestOutcome::Credential };
            assert_eq!(test.outcome, wanted, "{vendor}: {}", test.sentence);
            assert!(stored(&site, vendor).is_empty());
        }
        assert_eq!(site.sandbox().state()["vendors"]["mxo"]["licensed_uses"], 0);
    }
}
