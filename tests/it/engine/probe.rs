//! Finding out what a vendor makes of lists, on a lead that is none the worse for it.

use leadline::bridge::{Command, ProbeReport, question};
use leadline::domain::{Change, ListKnowledge, ListMode as Way, OutboxState};
use leadline::engine::Mode;
use leadline::sandbox::{ListMode, Lists, Order, SandboxOptions};
use serde_json::{Value, json};

use crate::support::engine::{Driver, Site, World, puts, small, uuids};

const FULL: [&str; 2] = ["vip", "late payer"];

fn lists(full: bool) -> Value {
    if full {
        json!({
            "tags": FULL, "notes": [{ "title": "Call", "description": "after 17:00" }],
            "attributes": [{ "key": "PLAN", "value": "gold" }, { "key": "ZONE", "value": "north" }],
        })
    } else {
        json!({ "tags": [], "notes": [], "attributes": [] })
    }
}

fn lead_of(site: &Site, full: bool, mode: Mode) -> (Driver<'_>, String) {
    let uuid = uuids(site.sandbox())[3].clone();
    site.sandbox().edit(&uuid, &lists(full)).unwrap();
    let mut driver = site.drive(mode);
    driver.sync(true);
    site.sandbox().clear_log();
    (driver, uuid)
}

fn probe(driver: &mut Driver<'_>, uuid: &str) -> ProbeReport {
    let lead = driver.id(uuid);
    driver.ask(|reply| Command::ProbeLists { account: "desk-0".into(), lead, reply }).unwrap()
}

fn ways(report: &ProbeReport) -> [Option<Way>; 3] {
    report.lists.each_ref().map(|list| list.knowledge.mode())
}

fn way(mode: ListMode) -> Way {
    match mode {
        ListMode::Replace => Way::Replace,
        ListMode::Append => Way::Append,
        ListMode::Merge => Way::Merge,
    }
}

/// Tags, notes and attributes as key and value, test entries left out.
fn held(site: &Site, uuid: &str) -> [Vec<String>; 3] {
    let record = site.sandbox().record(uuid).unwrap();
    let details = &record["profile"]["userDetails"];
    let of = |list: &Value, word: fn(&Value) -> String| -> Vec<String> {
        list.as_array().unwrap().iter().map(word).filter(|word| !word.starts_with("leadline-probe-")).collect()
    };
    [
        of(&details["tags"], |tag| tag.as_str().unwrap().to_owned()),
        of(&record["profile"]["notes"], |note| {
            format!("{}={}", note["title"].as_str().unwrap(), note["description"].as_str().unwrap())
        }),
        of(&details["attributes"], |one| {
            format!("{}={}", one["key"].as_str().unwrap(), one["value"].as_str().unwrap())
        }),
    ]
}

fn full() -> [Vec<String>; 3] {
    let of = |all: &[&str]| all.iter().map(|&one| one.to_owned()).collect();
    [of(&FULL), of(&["Call=after 17:00"]), of(&["PLAN=gold", "ZONE=north"])]
}

#[test]
fn every_way_is_found_out_and_nothing_that_was_there_is_lost() {
    let modes = [ListMode::Replace, ListMode::Append, ListMode::Merge];
    for (at, mode) in modes.into_iter().enumerate() {
        for (order, page_size) in [(Order::UpdatedDesc, 20), (Order::Shuffled, 3), (Order::OldestFirst, 1)] {
            for is_full in [true, false] {
                // Each list takes it another way than the two others.
                let lists = Lists { tags: mode, notes: modes[(at + 1) % 3], attributes: modes[(at + 2) % 3] };
                let site = Site::new(SandboxOptions { lists, order, page_size, ..small(20) });
                let (mut driver, uuid) = lead_of(&site, is_full, Mode::Quiet);
                let waiting = {
                    let lead = driver.id(&uuid);
                    let (reply, answer) = question();
                    let changes = vec![Change::add_tag("mine").unwrap()];
                    driver.command(Command::Change { leads: vec![lead], changes, reply: Some(reply) });
                    answer.try_take().ok().unwrap().unwrap().unwrap().changes[0]
                };
                driver.send();
                assert_eq!(driver.state(waiting), OutboxState::NeedsAgent);
                let report = probe(&mut driver, &uuid);
                let right = [lists.tags, lists.notes, lists.attributes].map(|mode| Some(way(mode)));
                assert_eq!(ways(&report), right, "{order:?} full {is_full}: {report:?}");
                for list in &report.lists {
                    let leaves = list.knowledge.mode() != Some(Way::Replace);
                    assert_eq!(list.left.is_some(), leaves, "{list:?}");
                    assert!(!list.words.is_empty());
                }
                let expected = if is_full { full() } else { Default::default() };
                assert_eq!(held(&site, &uuid), expected, "{mode:?} {order:?}");
                // What waited for it goes now, also in the next process.
                assert_eq!(driver.state(waiting), OutboxState::Queued);
                drop(driver);
                let mut driver = site.drive(Mode::Quiet);
                assert!(matches!(driver.snapshot().accounts[0].ways[0], ListKnowledge::Found { .. }));
                driver.send();
                assert_eq!(driver.state(waiting), OutboxState::Confirmed);
                assert!(held(&site, &uuid)[0].contains(&"mine".to_owned()));
            }
        }
    }
}

#[test]
fn a_list_whose_way_stands_in_the_settings_is_not_tried() {
    let mut site = Site::new(SandboxOptions { lists: ListMode::Append.into(), ..small(20) });
    let table = toml::Table::from_iter([("tags".to_owned(), toml::Value::from("replace"))]);
    site.config.accounts[0].options.insert("lists".to_owned(), table.into());
    let (mut driver, uuid) = lead_of(&site, true, Mode::Quiet);
    let report = probe(&mut driver, &uuid);
    assert_eq!(ways(&report), [Some(Way::Replace), Some(Way::Append), Some(Way::Append)]);
    assert!(report.lists[0].words.contains("settings"));
    assert!(puts(site.sandbox()).iter().all(|put| put["body"].get("tags").is_none()), "{:?}", puts(site.sandbox()));
    assert_eq!(held(&site, &uuid), full());
}

#[test]
fn a_fault_in_the_middle_ends_in_words_or_in_the_truth_and_gives_everything_back() {
    for fault in [
        "500-after:1",
        "timeout-after:1",
        "reset-before:1",
        "500:1",
        "400:1",
        "429-retry:1",
        "ok-stores-nothing:1",
        "500:2",
        "reset-after:3",
        "cut:2",
    ] {
        for mode in [ListMode::Replace, ListMode::Append] {
            let site = Site::new(SandboxOptions { lists: mode.into(), ..small(20) });
            let (mut driver, uuid) = lead_of(&site, true, Mode::Quiet);
            let vendor = site.config.accounts[0].vendor.as_str();
            site.sandbox().add_fault(format!("{vendor}:update:{fault}").parse().unwrap());
            let report = probe(&mut driver, &uuid);
            for list in &report.lists {
                let found = list.knowledge.mode();
                assert!(found.is_none_or(|found| found == way(mode)), "{fault} {mode:?}: {list:?}");
                assert!(!list.words.is_empty(), "{fault} {mode:?}: {list:?}");
            }
            driver.sync(true);
            assert_eq!(held(&site, &uuid), full(), "{fault} {mode:?}: {report:?}");
        }
    }
}

#[test]
fn a_process_that_is_killed_after_any_of_its_requests_gives_back_what_was_there() {
    for mode in [ListMode::Replace, ListMode::Append, ListMode::Merge] {
        let mut answers = 0;
        loop {
            answers += 1;
            let site = Site::new(SandboxOptions { lists: mode.into(), ..small(20) });
            let (driver, uuid) = lead_of(&site, true, Mode::Quiet);
            drop(driver);
            let mut driver = site.drive(Mode::Quiet);
            let lead = driver.id(&uuid);
            let (reply, answer) = question();
            driver.command(Command::ProbeLists { account: "desk-0".into(), lead, reply });
            driver.send_only();
            for _ in 1..answers {
                while !driver.one_answer()
                    && driver.engine.next_wake() < driver.now.mono + std::time::Duration::from_secs(10)
                {
                    driver.now.mono = driver.engine.next_wake();
                    driver.engine.step(driver.now, leadline::engine::Input::Tick);
                    driver.send_only();
                }
            }
            drop(driver);
            let is_over = answer.try_take().is_ok_and(|answer| answer.is_ok());
            let mut driver = site.drive(Mode::Live);
            driver.pass(std::time::Duration::from_secs(30));
            assert_eq!(held(&site, &uuid), full(), "{mode:?}, killed after {answers} answers");
            if is_over {
                assert!(answers > 4, "{answers}");
                break;
            }
            assert!(answers < 40, "it never ends");
        }
    }
}

#[test]
fn a_vendor_that_stores_something_else_ends_in_words_that_name_what_is_missing() {
    let site = Site::new(SandboxOptions { lists: ListMode::Replace.into(), ..small(20) });
    let (mut driver, uuid) = lead_of(&site, true, Mode::Quiet);
    let vendor = site.config.accounts[0].vendor.as_str();
    site.sandbox().add_fault(format!("{vendor}:update:trims:100").parse().unwrap());
    let report = probe(&mut driver, &uuid);
    assert_eq!(ways(&report), [None; 3]);
    for (list, missing) in report.lists.iter().zip(["late payer", "Call: after 17:00", "ZONE: north"]) {
        assert!(list.left.as_deref().is_some_and(|left| left.contains(missing)), "{list:?}");
        assert!(list.words.contains("settings"), "{list:?}");
    }
}

#[test]
fn what_a_colleague_adds_in_the_middle_stays() {
    let site = Site::new(SandboxOptions { lists: ListMode::Replace.into(), ..small(20) });
    let (mut driver, uuid) = lead_of(&site, true, Mode::Quiet);
    let lead = driver.id(&uuid);
    let (reply, answer) = question();
    driver.command(Command::ProbeLists { account: "desk-0".into(), lead, reply });
    while puts(site.sandbox()).is_empty() {
        driver.send_only();
        driver.one_answer();
    }
    let mut tags = site.sandbox().record(&uuid).unwrap()["profile"]["userDetails"]["tags"].clone();
    tags.as_array_mut().unwrap().push("theirs".into());
    site.sandbox().edit(&uuid, &json!({ "tags": tags })).unwrap();
    driver.pass(std::time::Duration::from_secs(30));
    let report = answer.try_take().ok().unwrap().unwrap().unwrap();
    assert_eq!(ways(&report), [Some(Way::Replace); 3]);
    assert_eq!(held(&site, &uuid)[0], ["vip", "late payer", "theirs"]);
}

#[test]
fn what_cannot_be_tried_is_said() {
    let site = Site::new(small(20));
    let (mut driver, uuid) = lead_of(&site, true, Mode::Quiet);
    let lead = driver.id(&uuid);
    let asked = driver.ask(|reply| Command::ProbeLists { account: "nobody".into(), lead, reply });
    assert!(asked.unwrap_err().to_string().contains("desk-0"));
    driver.world = World::Offline;
    let report = probe(&mut driver, &uuid);
    assert!(report.unreachable && ways(&report) == [None; 3]);
    assert!(report.lists.iter().all(|list| list.words.starts_with("nothing was written") && list.left.is_none()));
    driver.world = World::Net;
    assert_eq!(ways(&probe(&mut driver, &uuid)), [Some(Way::Replace); 3]);
    drop(driver);
    site.remove_credential(0);
    let mut driver = site.drive(Mode::Quiet);
    assert!(probe(&mut driver, &uuid).credential);
}
