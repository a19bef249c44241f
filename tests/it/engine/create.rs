//! A lead that an agent makes: durable, written once, found again, and never a second one.

use leadline::bridge::command::LeadMade;
use leadline::bridge::{Command, OutboxAction, Refused, question};
use leadline::domain::{Change, DraftOf, Field, OutboxState};
use leadline::engine::Mode;
use leadline::sandbox::{ListMode, Order, SandboxOptions, UnknownUuid};
use serde_json::json;

use crate::support::engine::{Driver, Site, puts, small, uuids};

const UUID: &str = "0d1f8a52-3b65-4b5e-9f0e-6b0f9f1c2a77";

fn create(driver: &mut Driver<'_>, uuid: &str, changes: Vec<Change>) -> Result<LeadMade, Refused> {
    let (reply, answer) = question();
    driver.command(Command::CreateLead { account: None, uuid: uuid.to_owned(), changes, reply: Some(reply) });
    answer.try_take().ok().unwrap().unwrap()
}

fn values() -> Vec<Change> {
    vec![
        Change::set(Field::Name, "Omar New").unwrap(),
        Change::set(Field::DialCode, "+49").unwrap(),
        Change::add_tag("walk-in").unwrap(),
        Change::add_note("Hello", "from the shop").unwrap(),
    ]
}

fn site_of(options: SandboxOptions) -> Site {
    let mut site = Site::new(options);
    let ways = ["tags", "notes", "attributes"].map(|list| (list.to_owned(), toml::Value::from("replace")));
    site.config.accounts[0].options.insert("lists".to_owned(), toml::Table::from_iter(ways).into());
    site
}

#[test]
fn a_new_lead_is_shown_at_once_written_by_one_put_and_found_in_the_lists() {
    for (order, page_size) in [(Order::UpdatedDesc, 20), (Order::OldestFirst, 4), (Order::Shuffled, 1)] {
        for synced in [true, false] {
            let site = site_of(SandboxOptions { order, page_size, ..small(30) });
            let mut driver = site.drive(Mode::Quiet);
            if synced {
                driver.sync(true);
            }
            let made = create(&mut driver, UUID, values()).unwrap();
            assert_eq!(made.made.changes.len(), 5);
            let shown = driver.lead(&UUID[..8]);
            assert_eq!((shown.id, shown.lead.name.as_deref()), (made.lead, Some("Omar New")));
            assert_eq!(shown.lead.tags, ["walk-in"]);
            let snapshot = driver.snapshot();
            let row = snapshot.rows.get(made.lead).unwrap();
            assert!(row.made_here && row.pending == Some(OutboxState::Queued));
            assert!(snapshot.outbox.values().all(|view| view.lead_name == "Omar New"));
            driver.command(Command::Draft {
                lead: made.lead,
                of: DraftOf::NewNote,
                text: "typing".to_owned(),
                reply: None,
            });
            // Another process sends it.
            drop(driver);
            let mut driver = site.drive(Mode::Quiet);
            site.sandbox().clear_log();
            driver.send();
            driver.send();
            for change in &made.made.changes {
                assert_eq!(
                    driver.state(*change),
                    OutboxState::Confirmed,
                    "{order:?} {page_size} {}",
                    driver.row(*change).item.why
                );
            }
            let record = site.sandbox().record(UUID).unwrap();
            let details = &record["profile"]["userDetails"];
            assert_eq!((&details["name"], &details["tags"]), (&json!("Omar New"), &json!(["walk-in"])));
            assert_eq!(record["profile"]["notes"].as_array().unwrap().len(), 1);
            let sent = puts(site.sandbox());
            assert_eq!(sent.len(), 2, "{sent:?}");
            assert!(sent[0]["body"].get("tags").is_none(), "the lists follow their own way");
            // It is the same lead, under the vendor's id now, and what was being typed is there.
            let lead = driver.lead(UUID);
            assert_eq!(lead.id, made.lead);
            assert_eq!(lead.lead.remote_id.as_str(), record["_id"].as_str().unwrap());
            let snapshot = driver.snapshot();
            assert!(!snapshot.rows.get(made.lead).unwrap().made_here);
            assert_eq!(snapshot.drafts.get(&(made.lead, DraftOf::NewNote)).map(|text| &**text), Some("typing"));
            driver.sync(true);
            assert_eq!(driver.snapshot().rows.iter().filter(|row| row.name == "Omar New").count(), 1);
        }
    }
}

#[test]
fn a_lead_that_is_here_and_an_id_that_is_no_uuid_are_refused() {
    let site = site_of(small(20));
    let mut driver = site.drive(Mode::Quiet);
    driver.sync(true);
    let uuid = uuids(site.sandbox())[3].clone();
    let id = driver.lead(&uuid).lead.remote_id.to_string();
    let refused = create(&mut driver, &uuid.to_uppercase(), vec![]).unwrap_err().to_string();
    assert!(refused.contains("here already") && refused.contains(&id), "{refused}");
    assert!(create(&mut driver, "64aa00000000000000000001", vec![]).unwrap_err().to_string().contains("is no uuid"));
    create(&mut driver, UUID, vec![]).unwrap();
    assert!(create(&mut driver, UUID, vec![]).unwrap_err().to_string().contains("already"));
    assert!(
        create(&mut driver, "1d1f8a52-3b65-4b5e-9f0e-6b0f9f1c2a77", vec![Change::remove_tag("a").unwrap()]).is_err()
    );
}

#[test]
fn a_vendor_that_knows_no_new_uuids_is_said_and_a_dropped_lead_is_gone() {
    let mut options = small(20);
    options.rayzing.unknown_uuid = UnknownUuid::Refused;
    let site = site_of(options);
    let mut driver = site.drive(Mode::Quiet);
    driver.sync(true);
    let made = create(&mut driver, UUID, values()).unwrap();
    driver.send();
    let making = driver.row(made.made.changes[0]).item;
    assert_eq!(making.state, OutboxState::NeedsAgent);
    assert!(making.why.contains("check the uuid"), "{}", making.why);
    assert!(driver.lead(UUID).lead.is_made_here());
    driver.act(making.id, OutboxAction::Drop).unwrap();
    assert!(driver.snapshot().outbox.is_empty());
    assert!(driver.snapshot().rows.get(made.lead).is_none());
    drop(driver);
    let mut driver = site.drive(Mode::Quiet);
    assert!(driver.snapshot().rows.get(made.lead).is_none(), "after a restart, too");
    // And can be made after all.
    assert_eq!(create(&mut driver, UUID, vec![]).unwrap().lead, made.lead);
}

#[test]
fn an_unclear_end_is_read_before_it_is_sent_again() {
    for fault in ["reset-after", "reset-before", "500-after", "500", "timeout-after"] {
        let site = site_of(small(20));
        let mut driver = site.drive(Mode::Quiet);
        driver.sync(true);
        let vendor = site.config.accounts[0].vendor.as_str();
        site.sandbox().add_fault(format!("{vendor}:update:{fault}:1").parse().unwrap());
        let made = create(&mut driver, UUID, vec![Change::set(Field::Name, "Omar").unwrap()]).unwrap();
        driver.send();
        assert_eq!(driver.state(made.made.changes[0]), OutboxState::Confirmed, "{fault}");
        let has_arrived = fault.ends_with("after");
        assert_eq!(puts(site.sandbox()).len(), if has_arrived { 1 } else { 2 }, "{fault}");
        assert_eq!(site.sandbox().record(UUID).unwrap()["profile"]["userDetails"]["name"], "Omar");
    }
}

#[test]
fn a_lead_that_a_colleague_made_meanwhile_is_not_written_over() {
    let site = site_of(SandboxOptions { lists: ListMode::Replace.into(), ..small(20) });
    let mut driver = site.drive(Mode::Quiet);
    driver.sync(true);
    let made = create(&mut driver, UUID, values()).unwrap();
    assert_eq!(site.write_by_hand(UUID, "Theirs"), 200);
    driver.send();
    let name = driver.row(made.made.changes[1]).item;
    assert_eq!(name.conflict.unwrap().theirs.as_deref(), Some("Theirs"));
    let record = site.sandbox().record(UUID).unwrap();
    assert_eq!(record["profile"]["userDetails"]["name"], "Theirs");
}

#[test]
fn a_new_lead_that_was_not_sent_is_taken_back_and_done_again() {
    let site = site_of(small(20));
    let mut driver = site.drive(Mode::Quiet);
    driver.sync(true);
    let made = create(&mut driver, UUID, values()).unwrap();
    driver.command(Command::Undo);
    assert!(driver.snapshot().rows.get(made.lead).is_none());
    driver.send();
    assert!(puts(site.sandbox()).is_empty());
    driver.command(Command::Redo);
    assert_eq!(driver.lead(UUID).lead.name.as_deref(), Some("Omar New"));
    driver.send();
    assert!(driver.snapshot().outbox.is_empty());
    assert_eq!(site.sandbox().record(UUID).unwrap()["profile"]["userDetails"]["name"], "Omar New");
    assert!(driver.snapshot().undo.is_none(), "what left cannot be unmade");
}
