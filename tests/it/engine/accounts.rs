//! Accounts that come, go, get a credential or lead elsewhere while the program runs.

use std::time::Duration;

use leadline::bridge::about::{HowKnown, KeychainState};
use leadline::bridge::command::Refused;
use leadline::bridge::{AccountState, Command, NewAccount, OutboxAction, Secret, SettingsEdit};
use leadline::config::AccountSettings;
use leadline::domain::{Field, OutboxState};
use leadline::engine::Mode;
use leadline::sandbox::SandboxOptions;
use leadline::vendors::error::Failure;

use crate::support::engine::{Driver, Site, World, gets, puts, small, uuids};

/// Two bots of which only the first is in the settings at the start.
fn two_bots() -> (Site, AccountSettings) {
    let mut site = Site::of(vec![small(12), SandboxOptions { seed: 99, ..small(9) }]);
    let second = site.config.accounts.pop().unwrap();
    (site, second)
}

fn reload(driver: &mut Driver<'_>) -> Result<(), Refused> {
    driver.ask(|reply| Command::SettingsChanged { reply: Some(reply) })
}

/// The second bot under the name of the first.
fn in_place_of(first: &AccountSettings, second: &AccountSettings) -> AccountSettings {
    AccountSettings { name: first.name.clone(), ..second.clone() }
}

#[test]
fn an_account_that_comes_is_read_and_one_that_goes_keeps_its_leads() {
    let (site, second) = two_bots();
    let first = site.config.accounts[0].clone();
    let mut driver = site.drive(Mode::Live);
    driver.pass_until("the first bot", |driver| driver.snapshot().rows.len() == 12);
    site.write_settings(&[first.clone(), second.clone()]);
    reload(&mut driver).unwrap();
    driver.pass_until("the second bot", |driver| driver.snapshot().rows.len() == 21);
    let names = |driver: &mut Driver<'_>| -> Vec<String> {
        driver.snapshot().accounts.iter().map(|account| account.account.to_string()).collect()
    };
    assert_eq!(names(&mut driver), ["desk-0", "desk-1"]);

    site.write_settings(&[second]);
    reload(&mut driver).unwrap();
    assert_eq!(names(&mut driver), ["desk-1"]);
    site.sandbox().clear_log();
    driver.pass(Duration::from_secs(600));
    assert_eq!(gets(site.sandbox()).len(), 0, "nothing is asked of an account that is gone");
    assert_eq!(driver.snapshot().rows.len(), 21, "its leads stay");
}

#[test]
fn a_file_with_a_mistake_changes_nothing_and_says_where() {
    let (site, _) = two_bots();
    let mut driver = site.drive(Mode::Quiet);
    site.write_settings_text("[[account]]\nname = \"desk-0\"\nvendor = \"nobody\"\nbase_url = \"https://x.example\"\n");
    let Err(Refused::Wrong(why)) = reload(&mut driver) else { panic!("a wrong file was taken in") };
    assert!(why.contains("line 3"), "{why}");
    assert_eq!(driver.snapshot().accounts.len(), 1);
}

#[test]
fn a_change_of_an_account_that_went_waits_here_and_goes_when_it_is_back() {
    let (site, second) = two_bots();
    let first = site.config.accounts[0].clone();
    let uuid = uuids(site.sandbox())[3].clone();
    let mut driver = site.drive(Mode::Quiet);
    driver.sync(true);
    let change = driver.set(&uuid, Field::Name, "Somebody Else");
    site.write_settings(std::slice::from_ref(&second));
    reload(&mut driver).unwrap();
    driver.send();
    let row = driver.row(change);
    assert!(row.item.why.contains("not in the settings any more"), "{}", row.item.why);
    assert_eq!((puts(site.sandbox()).len(), puts(&site.sandboxes[1]).len()), (0, 0));

    site.write_settings(&[second, first]);
    reload(&mut driver).unwrap();
    assert_eq!(driver.row(change).item.why, "");
    driver.send();
    assert_eq!(driver.state(change), OutboxState::Confirmed);
    assert_eq!((puts(site.sandbox()).len(), puts(&site.sandboxes[1]).len()), (1, 0));
}

/// The same seed on both: the very uuid of the change exists at the other bot, too.
#[test]
fn a_change_is_never_sent_to_the_bot_that_took_its_accounts_place() {
    let mut site = Site::of(vec![small(12), small(12)]);
    let second = site.config.accounts.pop().unwrap();
    let first = site.config.accounts[0].clone();
    let other = in_place_of(&first, &second);
    let uuid = uuids(site.sandbox())[3].clone();
    assert_eq!(uuids(&site.sandboxes[1])[3], uuid);
    let mut driver = site.drive(Mode::Quiet);
    driver.sync(true);
    let change = driver.set(&uuid, Field::Name, "Somebody Else");
    let held = driver.set(&uuids(site.sandbox())[4], Field::Name, "Held Back");
    driver.act(held, OutboxAction::Hold).unwrap();

    // While it runs.
    site.write_settings(std::slice::from_ref(&other));
    reload(&mut driver).unwrap();
    let stays = |driver: &mut Driver<'_>| {
        let row = driver.row(change);
        assert_eq!(row.item.state, OutboxState::NeedsAgent);
        assert!(row.item.why.contains("led elsewhere"), "{}", row.item.why);
        assert!(matches!(driver.act(change, OutboxAction::Retry), Err(Refused::Wrong(_))));
        assert!(matches!(driver.act(held, OutboxAction::Release), Err(Refused::Wrong(_))));
        driver.sync(true);
        let report = driver.send();
        assert_eq!((report.confirmed, report.needs_agent), (0, 1));
        assert_eq!(driver.state(change), OutboxState::NeedsAgent);
        assert_eq!((puts(site.sandbox()).len(), puts(&site.sandboxes[1]).len()), (0, 0));
    };
    stays(&mut driver);
    drop(driver);

    // And when it was edited while it did not run.
    let original = std::mem::replace(&mut site.config.accounts[0], other.clone());
    let site = site;
    let mut driver = site.drive(Mode::Quiet);
    let row = driver.row(change);
    assert_eq!(row.item.state, OutboxState::NeedsAgent);
    assert!(matches!(driver.act(change, OutboxAction::Retry), Err(Refused::Wrong(_))));
    driver.sync(true);
    driver.send();
    assert_eq!((puts(site.sandbox()).len(), puts(&site.sandboxes[1]).len()), (0, 0));
    // What is wished now belongs to the bot that is there now; another lead's, since this lead's wait behind it.
    let now = driver.set(&uuids(&site.sandboxes[1])[7], Field::Name, "Third Person");
    driver.send();
    assert_eq!(driver.state(now), OutboxState::Confirmed);
    assert_eq!((puts(site.sandbox()).len(), puts(&site.sandboxes[1]).len()), (0, 1));

    // The old settings again: it goes by itself, the later one stays confirmed, the held one may be released.
    site.write_settings(&[original]);
    reload(&mut driver).unwrap();
    driver.act(held, OutboxAction::Release).unwrap();
    driver.send();
    assert_eq!(driver.state(change), OutboxState::Confirmed);
    assert_eq!(driver.state(held), OutboxState::Confirmed);
    assert_eq!((puts(site.sandbox()).len(), puts(&site.sandboxes[1]).len()), (2, 1));
    // What was done at the other bot is not taken back here.
    driver.command(Command::Undo);
    driver.send();
    assert_eq!(puts(&site.sandboxes[1]).len(), 1);
}

#[test]
fn the_end_of_a_write_that_was_out_when_its_account_went_is_recorded() {
    let (site, second) = two_bots();
    let first = site.config.accounts[0].clone();
    let uuid = uuids(site.sandbox())[3].clone();
    let mut driver = site.drive(Mode::Quiet);
    driver.sync(true);
    let change = driver.set(&uuid, Field::Name, "Somebody Else");
    let (reply, _answer) = leadline::bridge::question();
    driver.command(Command::Send { until_idle: false, reply });
    driver.send_only();
    while puts(site.sandbox()).is_empty() {
        assert!(driver.one_answer(), "the write never left");
    }
    // It left, and its answer is not in yet.
    site.write_settings(std::slice::from_ref(&second));
    driver.command(Command::SettingsChanged { reply: None });
    driver.pump();
    let row = driver.row(change);
    assert_eq!((row.item.state, row.item.said_yes), (OutboxState::Waiting, true), "{}", row.item.why);
    assert!(row.item.why.starts_with("reading back") && row.item.why.contains("settings"), "{}", row.item.why);

    site.write_settings(&[second, first]);
    reload(&mut driver).unwrap();
    driver.send();
    assert_eq!(driver.state(change), OutboxState::Confirmed);
    assert_eq!(puts(site.sandbox()).len(), 1, "a clear yes is never written again");
}

#[test]
fn an_entered_credential_goes_to_the_keychain_and_lets_what_waited_go() {
    let site = Site::new(small(12));
    let uuid = uuids(site.sandbox())[3].clone();
    let mut driver = site.drive(Mode::Live);
    driver.pass_until("its leads", |driver| driver.snapshot().rows.len() == 12);
    let name = site.config.accounts[0].name.clone();
    let account = || name.clone();

    assert!(driver.ask(|reply| Command::RemoveCredential { account: account(), reply }).unwrap());
    assert!(!driver.ask(|reply| Command::RemoveCredential { account: account(), reply }).unwrap());
    assert_eq!(driver.snapshot().accounts[0].state, AccountState::CredentialMissing);
    let change = driver.set(&uuid, Field::Name, "Somebody Else");
    driver.pass(Duration::from_secs(60));
    assert_eq!(driver.state(change), OutboxState::Waiting);

    let wrong = |driver: &mut Driver<'_>, fields: Vec<(&str, &str)>| {
        let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), Secret::new(value.to_owned()))).collect();
        let refused = driver.ask(|reply| Command::EnterCredential { account: account(), fields, reply }).unwrap_err();
        let Refused::Wrong(why) = refused else { panic!("{refused}") };
        assert!(!why.contains("canary"), "{why}");
    };
    let field = site.config.accounts[0].spec().credentials[0].name;
    wrong(&mut driver, vec![(field, "canary-1"), ("nickname", "canary-2")]);
    wrong(&mut driver, vec![(field, "")]);
    wrong(&mut driver, vec![]);

    let fields = site.true_credential(0);
    driver.ask(|reply| Command::EnterCredential { account: account(), fields, reply }).unwrap();
    let test = driver.ask(|reply| Command::TestAccount { account: account(), reply }).unwrap();
    assert_eq!(test.outcome, leadline::bridge::command::TestOutcome::Works, "{}", test.sentence);
    driver.pass(Duration::from_secs(60));
    assert_eq!(driver.state(change), OutboxState::Confirmed);
}

#[test]
fn an_account_is_added_and_removed_by_an_edit_of_the_file_whose_comments_stay() {
    let (site, second) = two_bots();
    let first = site.config.accounts[0].clone();
    site.write_settings(std::slice::from_ref(&first));
    let text = site.settings_text();
    site.write_settings_text(&format!("# mine, by hand\n{text}"));
    let mut driver = site.drive(Mode::Live);
    driver.pass_until("the first bot", |driver| driver.snapshot().rows.len() == 12);
    let edit =
        |driver: &mut Driver<'_>, edits: Vec<SettingsEdit>| driver.ask(|reply| Command::EditSettings { edits, reply });
    let option = |key: &str| (key.to_owned(), second.option(key).unwrap().to_owned());
    let keys = second.spec().settings.iter().filter(|setting| setting.required);
    let mut settings: Vec<_> = keys.map(|setting| option(setting.key)).collect();
    settings.push(("requests_per_second".to_owned(), "0".to_owned()));
    let new = NewAccount {
        name: second.name.to_string(),
        vendor: second.vendor.as_str().to_owned(),
        base_url: second.base_url.clone(),
        settings,
    };

    // What the file would refuse is refused, and nothing is written.
    let nowhere = NewAccount { base_url: "http://elsewhere.example".to_owned(), ..new.clone() };
    let nobody = NewAccount { vendor: "nobody".to_owned(), ..new.clone() };
    let lacking = NewAccount { settings: Vec::new(), ..new.clone() };
    let taken = NewAccount { name: first.name.to_string(), ..new.clone() };
    let text = site.settings_text();
    for wrong in [nowhere, nobody, lacking, taken] {
        let refused = edit(&mut driver, vec![SettingsEdit::Add(wrong)]).unwrap_err();
        assert!(refused.to_string().len() > 20, "{refused}");
        assert_eq!(site.settings_text(), text);
        assert_eq!(driver.snapshot().accounts.len(), 1);
    }

    edit(&mut driver, vec![SettingsEdit::Add(new)]).unwrap();
    assert!(site.settings_text().starts_with("# mine, by hand\n"));
    driver.pass_until("the second bot", |driver| driver.snapshot().rows.len() == 21);
    let uuid = uuids(&site.sandboxes[1])[2].clone();
    driver.world = World::Offline;
    let change = driver.set(&uuid, Field::Name, "Somebody Else");
    edit(&mut driver, vec![SettingsEdit::Remove(second.name.clone())]).unwrap();
    assert!(site.settings_text().starts_with("# mine, by hand\n"));
    assert!(!site.settings_text().contains(second.name.as_str()));
    driver.world = World::Net;
    driver.pass(Duration::from_secs(300));
    let row = driver.row(change);
    assert!(row.item.why.contains("not in the settings any more"), "{}", row.item.why);
    assert_eq!(puts(&site.sandboxes[1]).len(), 0);
    assert_eq!(driver.snapshot().rows.len(), 21);
}

#[test]
fn who_is_me_and_the_colleagues_are_taken_in_at_once() {
    let (site, _) = two_bots();
    let first = site.config.accounts[0].clone();
    site.write_settings(std::slice::from_ref(&first));
    let mut driver = site.drive(Mode::Quiet);
    let id = || leadline::domain::AgentId::from("631aa793bcfa100487d13d0d");
    let edits = vec![
        SettingsEdit::MyName("Lena Ek".to_owned()),
        SettingsEdit::Colleague { id: id(), name: Some("Lena Ek".to_owned()) },
        SettingsEdit::MyId { account: first.name.clone(), id: id().as_str().to_owned() },
        SettingsEdit::SyncEvery { account: first.name.clone(), secs: 120 },
    ];
    driver.ask(|reply| Command::EditSettings { edits, reply }).unwrap();
    let snapshot = driver.snapshot();
    assert_eq!(
        (snapshot.me.as_slice(), snapshot.agents.get(&id()).map(String::as_str)),
        (&[id()][..], Some("Lena Ek"))
    );
    let limits = &snapshot.accounts[0].about.limits;
    assert!(limits.iter().any(|line| line.value == "120 s"), "{limits:?}");
    let wrong = SettingsEdit::SyncEvery { account: first.name, secs: 0 };
    driver.ask(|reply| Command::EditSettings { edits: vec![wrong], reply }).unwrap_err();
}

#[test]
fn what_is_known_of_a_vendor_is_told_with_how_it_is_known() {
    let site = Site::new(SandboxOptions { order: leadline::sandbox::Order::UpdatedDesc, page_size: 7, ..small(60) });
    let mut driver = site.drive(Mode::Live);
    driver.pass(Duration::from_secs(60));
    let about = driver.snapshot().accounts[0].about.clone();
    let known = |label: &str| about.known.iter().find(|fact| fact.label == label).unwrap().clone();
    assert_eq!(known("Order of the list").value, "newest change first");
    assert!(matches!(known("Order of the list").how, HowKnown::Found { proof, .. } if proof.contains("in order")));
    assert_eq!(known("Page size").value, "7 records");
    assert_eq!(known("Written tags").how, HowKnown::NotKnown);
    assert!(about.fields.iter().all(|field| field.is_there) && about.keychain == KeychainState::Present);
    // The token itself is nowhere in what is shown.
    let shown = format!("{:?}", driver.snapshot().accounts);
    for (_, secret) in site.true_credential(0) {
        assert!(!shown.contains(secret.expose()));
    }
    driver.world = World::Fails(Failure::NotSent);
    driver.pass_until("a wait that says until when", |driver| {
        let account = driver.snapshot().accounts[0].clone();
        matches!(account.state, AccountState::Offline { .. }) && account.about.waits_until > Some(driver.now.at)
    });
}
