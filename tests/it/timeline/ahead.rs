//! Asking about the leads of the listed view while there is nothing else to do: in which order, how often, and when not.

use leadline::domain::{AccountName, query::Query};
use leadline::sandbox::Timings;
use leadline::search::{Sort, View};
use leadline::vendors::interactions_of;
use serde_json::json;

use super::items::known;
use super::*;

/// A synced site whose histories are asked for ahead, at so many requests a second.
fn ahead(options: SandboxOptions, pace: f64) -> Site {
    let mut site = site(options);
    set(&mut site, "background", "view");
    site.config.accounts[LOYALTY].requests_per_second = pace;
    // The list stays as it is: hours pass here.
    site.config.accounts[0].sync_every = Duration::from_secs(1_000_000);
    site
}

fn look(driver: &mut Driver<'_>, query: &str) {
    let query = Query::parse(query).unwrap();
    driver.command(Command::Look { view: View::All, query, sort: Sort::NewestChange });
}

fn listed(driver: &mut Driver<'_>) -> Vec<LeadId> {
    driver.snapshot().listing.order.iter().copied().collect()
}

/// Kind and value of each question, in their order.
fn asked_by(site: &Site) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    questions(site).iter().map(|query| (text(&query["identifierName"]), text(&query["identifierValue"]))).collect()
}

/// What has to be asked about these leads: the identifiers of each in their order, up to the one that is known.
fn expected(site: &Site, driver: &mut Driver<'_>, leads: &[LeadId]) -> Vec<(String, String)> {
    let customers = customers(site);
    let known = known(&customers);
    let views = driver.ask(|reply| Command::Leads { query: Query::default(), limit: None, reply });
    let settings = &site.config.accounts[LOYALTY];
    let part = interactions_of(settings.vendor).unwrap();
    let mut all = Vec::new();
    for lead in leads {
        let view = views.leads.iter().find(|view| view.id == *lead).unwrap();
        for identifier in part.identifiers(settings, &view.lead) {
            let value = identifier.value.clone();
            let key = if identifier.kind == "email" { value.to_lowercase() } else { value.clone() };
            all.push((identifier.kind.to_owned(), value));
            if known.contains_key(&(identifier.kind, key)) {
                break;
            }
        }
    }
    all
}

#[test]
fn the_view_is_asked_about_from_its_top_each_lead_once_and_at_the_pace() {
    let site = ahead(small(60), 1.5);
    let mut driver = site.drive(Mode::Live);
    driver.pass(Duration::from_millis(1_900));
    assert_eq!(asked(&site), Vec::<String>::new(), "a view is looked at for a moment first");
    for second in 1..=20_u64 {
        driver.pass(Duration::from_secs(1));
        assert!(asked(&site).len() as u64 <= 2 + second * 3 / 2, "{} requests in {second} s", asked(&site).len());
    }
    assert!(asked(&site).len() > 20, "the pace is used: {}", asked(&site).len());
    driver.pass(Duration::from_secs(200));
    let leads = listed(&mut driver);
    assert_eq!(asked_by(&site), expected(&site, &mut driver, &leads));
    // How far it is stands in the snapshot.
    let counts = driver.snapshot().history_counts;
    drop(driver);
    assert_eq!(counts[0] as u64, site.store().leads_with_history().unwrap());
    assert!(counts[0] > 40 && counts[1] <= counts[0], "{counts:?}");
}

#[test]
fn what_was_answered_today_is_not_asked_again_by_hours_nor_by_a_restart() {
    let site = ahead(small(40), 0.0);
    let mut driver = site.drive(Mode::Live);
    driver.pass(Duration::from_secs(30));
    let whole = asked_by(&site).len();
    let counts = driver.snapshot().history_counts;
    assert!(whole > 25, "{whole}");
    site.sandbox().clear_log();
    driver.pass(Duration::from_secs(3 * 3_600));
    look(&mut driver, "");
    driver.pass(Duration::from_secs(60));
    assert_eq!(asked_by(&site), []);
    drop(driver);
    let mut driver = site.drive(Mode::Live);
    assert_eq!(driver.snapshot().history_counts, counts);
    driver.pass(Duration::from_secs(3_600));
    assert_eq!(asked_by(&site), []);
    // Another number is another question, and the only one.
    let (uuid, customer) = somebody(&site);
    let other = customers(&site).into_iter().find(|other| {
        other["id"] != customer["id"] && other["mobile"].as_str().is_some_and(|mobile| mobile.len() >= 12)
    });
    let mobile = other.unwrap()["mobile"].clone();
    site.sandbox().edit(&uuid, &json!({ "dial_code": "", "phone": mobile })).unwrap();
    driver.sync(true);
    driver.pass(Duration::from_secs(700));
    assert_eq!(asked_by(&site), [("mobile".to_owned(), mobile.as_str().unwrap().to_owned())]);
    site.sandbox().clear_log();
    driver.pass(Duration::from_secs(25 * 3_600));
    assert_eq!(asked_by(&site).len(), whole, "a day is long enough");
}

#[test]
fn another_view_ends_the_walk_and_is_walked_itself() {
    let site = ahead(small(80), 1.0);
    let mut driver = site.drive(Mode::Live);
    driver.pass(Duration::from_secs(6));
    let before = asked_by(&site);
    assert!((2..8).contains(&before.len()), "{before:?}");
    look(&mut driver, "status:closed");
    let leads = listed(&mut driver);
    assert!(leads.len() > 3 && leads.len() < 40, "{}", leads.len());
    // Typing on passes by many views: nobody is asked because of them.
    for query in ["n", "na", "nad"] {
        look(&mut driver, query);
        driver.pass(Duration::from_millis(400));
    }
    let passed = asked_by(&site).len();
    assert!(passed <= before.len() + 1, "one request may have been out: {passed}");
    look(&mut driver, "status:closed");
    driver.pass(Duration::from_secs(400));
    let new = asked_by(&site).split_off(passed);
    let told: Vec<LeadId> = leads
        .iter()
        .copied()
        .filter(|lead| !expected(&site, &mut driver, &[*lead]).iter().any(|one| before.contains(one)))
        .collect();
    assert_eq!(new, expected(&site, &mut driver, &told), "the leads of this view, in its order, and no others");
}

#[test]
fn a_lead_that_is_rested_on_goes_first_and_the_walk_goes_on_after_it() {
    let site = ahead(small(60), 0.5);
    let mut driver = site.drive(Mode::Live);
    driver.pass(Duration::from_secs(9));
    let last = listed(&mut driver).into_iter().rev().find(|lead| !expected(&site, &mut driver, &[*lead]).is_empty());
    let last = last.unwrap();
    let before = asked_by(&site).len();
    driver.rest(last);
    driver.pass(Duration::from_secs(4));
    let new = asked_by(&site).split_off(before);
    let theirs = expected(&site, &mut driver, &[last]);
    assert!(new.iter().position(|one| *one == theirs[0]).is_some_and(|at| at <= 1), "{new:?}");
    driver.pass(Duration::from_secs(400));
    let all = asked_by(&site);
    assert_eq!(all.iter().filter(|one| **one == theirs[0]).count(), 1, "nobody is asked twice about the same lead");
    let leads = listed(&mut driver);
    assert_eq!(all.len(), expected(&site, &mut driver, &leads).len());
}

#[test]
fn a_stated_wait_holds_the_walk_and_nothing_is_lost_by_it() {
    let timings = Timings { retry_after_secs: 60, ..Timings::default() };
    for word in ["429-retry", "429-retry-date", "503-retry"] {
        let site = ahead(SandboxOptions { timings, ..small(40) }, 0.0);
        fault(&site, &format!("interactions:{word}:1"));
        let mut driver = site.drive(Mode::Live);
        driver.pass(Duration::from_secs(40));
        assert_eq!(asked(&site).len(), 2, "{word}: a token and the question that was refused");
        driver.pass(Duration::from_secs(60));
        let leads = listed(&mut driver);
        let mut expected = expected(&site, &mut driver, &leads);
        expected.insert(0, expected[0].clone());
        assert_eq!(asked_by(&site), expected, "{word}");
    }
}

#[test]
fn when_nothing_works_the_walk_is_no_storm_says_nothing_of_leads_and_heals_by_itself() {
    for word in ["400", "500", "reset-before", "html", "cut"] {
        let site = ahead(small(60), 0.0);
        fault(&site, &format!("interactions:{word}"));
        let mut driver = site.drive(Mode::Live);
        driver.pass(Duration::from_secs(3_600));
        let count = asked(&site).len();
        assert!((2..=60).contains(&count), "{word}: {count} requests in an hour");
        site.sandbox().clear_faults();
        driver.pass(Duration::from_secs(2 * 3_600));
        let told = driver.snapshot().history_counts[0];
        // A lead that was refused for good is left alone for a day; one that was not answered is not.
        let least = if word == "400" { 20 } else { 45 };
        assert!(told >= least, "{word}: {told}");
    }
}

#[test]
fn a_refused_credential_and_a_stranger_stop_the_walk_where_they_should() {
    let site = ahead(small(40), 0.0);
    let (uuid, _) = somebody(&site);
    let mut driver = site.drive(Mode::Live);
    let id = driver.id(&uuid);
    driver.command(Command::Link { lead: id, account: AccountName::from("loyalty-0"), linked: false });
    let theirs = expected(&site, &mut driver, &[id]);
    driver.pass(Duration::from_secs(60));
    assert!(!asked_by(&site).contains(&theirs[0]), "nobody asks about a stranger");
    drop(driver);

    let site = ahead(small(40), 0.0);
    site.enter_wrong_credential(LOYALTY);
    let mut driver = site.drive(Mode::Live);
    driver.pass(Duration::from_secs(3_600));
    assert_eq!(asked(&site).len(), 1, "the credential is asked about once");
    site.enter_credential(LOYALTY);
    driver.command(Command::CredentialChanged("loyalty-0".into()));
    driver.pass(Duration::from_secs(60));
    assert!(driver.snapshot().history_counts[0] > 25);
}

#[test]
fn without_the_setting_and_in_a_command_line_nobody_is_asked_ahead() {
    for (setting, mode) in [("off", Mode::Live), ("view", Mode::Quiet)] {
        let mut site = ahead(small(40), 0.0);
        set(&mut site, "background", setting);
        let mut driver = site.drive(mode);
        look(&mut driver, "");
        driver.pass(Duration::from_secs(60));
        assert_eq!(asked(&site), Vec::<String>::new(), "{setting} {mode:?}");
    }
}
