//! A first account from the window, and edits of the settings file: tried before it is kept, in effect at once.

use leadline::bridge::command::Refused;
use leadline::bridge::{Command, NewAccount, Secret, SettingsEdit};
use leadline::domain::{AgentId, Field};
use leadline::engine::Mode;
use leadline::search::View;

use crate::support::engine::{Running, Site, gets, small, uuids};

/// A bot that is not in the settings, and what somebody would type to connect it.
fn unconnected() -> (Site, NewAccount, Vec<(String, Secret)>) {
    let mut site = Site::new(small(24));
    let token = site.true_credential(0);
    site.remove_credential(0);
    let account = site.config.accounts.remove(0);
    let settings = ["bot_id", "customer_id"].map(|key| (key.to_owned(), account.option(key).unwrap().to_owned()));
    let new = NewAccount {
        vendor: account.vendor.as_str().to_owned(),
        name: "main-bot".to_owned(),
        base_url: account.base_url,
        settings: settings.into(),
    };
    (site, new, token)
}

fn connect(running: &Running<'_>, account: &NewAccount, fields: &[(String, Secret)]) -> Result<(), Refused> {
    running.ask(|reply| Command::Connect { account: account.clone(), fields: fields.to_vec(), reply })
}

#[test]
fn a_new_account_is_tried_kept_and_read() {
    let (site, account, token) = unconnected();
    let running = site.start(Mode::Live);
    let first = running.wait_for("the start", |snapshot| snapshot.phase.is_working());
    assert!(first.accounts.is_empty() && first.connect.is_some());
    connect(&running, &account, &token).unwrap();
    let snapshot = running.wait_for("all leads", |snapshot| snapshot.rows.len() == 24);
    assert_eq!(snapshot.accounts[0].account.as_str(), "main-bot");
    let text = site.settings_if_any().unwrap();
    assert!(text.starts_with("# Settings of Leadline."), "the commented file of a first start: {text}");
    assert!(!text.contains(token[0].1.expose()), "no secret in the file");
    assert_eq!(site.credential("main-bot").unwrap().get("token").map(Secret::expose), Some(token[0].1.expose()));
    // The same name again is another account: nothing of it is tried or kept.
    site.sandbox().clear_log();
    let Err(Refused::Wrong(why)) = connect(&running, &account, &token) else { panic!("two accounts of one name") };
    assert!(why.contains("`main-bot` already"), "{why}");
}

#[test]
fn of_an_account_that_does_not_work_nothing_is_kept_and_the_reason_says_what_to_do() {
    let (site, account, token) = unconnected();
    let wrong = vec![("token".to_owned(), Secret::new("withdrawn".to_owned()))];
    let elsewhere = |base_url: &str| NewAccount { base_url: base_url.to_owned(), ..account.clone() };
    let nameless = NewAccount { name: "two words".to_owned(), ..account.clone() };
    let running = site.start(Mode::Live);
    running.wait_for("the start", |snapshot| snapshot.phase.is_working());
    for (account, fields, words) in [
        (account.clone(), &wrong, "refused the access token"),
        (elsewhere("http://127.0.0.1:9"), &token, "could not be reached"),
        (elsewhere("http://api.example.com"), &token, "write https"),
        (elsewhere("nonsense"), &token, "write it as https://host"),
        (nameless, &token, "`name`"),
    ] {
        let Err(refused) = connect(&running, &account, fields) else { panic!("{words}: it was connected") };
        let why = refused.to_string();
        assert!(why.contains(words), "{words} is not in: {why}");
        assert!(!why.contains("withdrawn") && !why.contains(token[0].1.expose()), "{why}");
        assert!(!why.contains("check base_url and the network. Check"), "advice is given once: {why}");
    }
    site.sandbox().add_fault("rayzing:list:500:1".parse().unwrap());
    let Err(refused) = connect(&running, &account, &token) else { panic!("it was connected") };
    assert!(refused.to_string().contains("Test again in a moment. Nothing was saved."), "{refused}");
    assert_eq!(site.settings_if_any(), None, "no file was written");
    for name in ["main-bot", "two words"] {
        assert!(site.credential(name).is_none(), "{name}");
    }
    assert!(gets(site.sandbox()).len() <= 2, "one harmless request a try");
    // What was wrong is put right: the same engine goes on.
    connect(&running, &account, &token).unwrap();
    running.wait_for("all leads", |snapshot| snapshot.rows.len() == 24);
}

#[test]
fn edits_are_in_the_file_with_its_comments_and_in_effect_at_once() {
    let site = Site::new(small(40));
    site.write_settings(&site.config.accounts);
    let text = format!("# mine, do not touch\n{}", site.settings_if_any().unwrap());
    site.write_settings_text(&text);
    let running = site.start(Mode::Live);
    let snapshot = running.wait_for("all leads", |snapshot| snapshot.rows.len() == 40);
    let ((agent, account), held) =
        snapshot.agent_counts.iter().max_by_key(|(_, count)| **count).map(|(key, n)| (key.clone(), *n)).unwrap();
    let plain = snapshot.rows.iter().filter(|row| row.agent.as_ref() == Some(&agent)).count();
    assert_eq!(held, plain, "the count is that of a plain scan");
    let edits = vec![
        SettingsEdit::MyName("Lin".to_owned()),
        SettingsEdit::MyId { account: account.clone(), id: agent.to_string() },
        SettingsEdit::Colleague { id: AgentId::from("64bb"), name: Some("Arif".to_owned()) },
        SettingsEdit::SyncEvery { account: account.clone(), secs: 7 },
    ];
    running.ask(|reply| Command::EditSettings { edits, reply }).unwrap();
    let mine = View::READY_MADE.iter().position(|view| *view == View::Mine).unwrap();
    let snapshot = running.wait_for("Mine", |snapshot| snapshot.view_counts[mine] == held);
    assert_eq!(*snapshot.me, [agent]);
    assert_eq!(snapshot.agents.get(&AgentId::from("64bb")).map(String::as_str), Some("Arif"));
    assert_eq!((snapshot.settings.my_name.as_str(), snapshot.settings.accounts[0].sync_every_secs), ("Lin", 7));
    let text = site.settings_if_any().unwrap();
    assert!(text.starts_with("# mine, do not touch\n") && text.contains("sync_every_secs = 7"), "{text}");

    let edits = vec![
        SettingsEdit::MyId { account, id: String::new() },
        SettingsEdit::Colleague { id: AgentId::from("64bb"), name: None },
    ];
    running.ask(|reply| Command::EditSettings { edits, reply }).unwrap();
    let snapshot = running.wait_for("nothing is mine", |snapshot| snapshot.view_counts[mine] == 0);
    assert!(snapshot.me.is_empty() && snapshot.agents.is_empty());
}

#[test]
fn an_edit_of_a_file_that_is_not_right_changes_nothing() {
    let site = Site::new(small(4));
    let broken = "[[account]]\nname = \n";
    site.write_settings_text(broken);
    let running = site.start(Mode::Live);
    running.wait_for("the leads", |snapshot| snapshot.rows.len() == 4);
    let edits = vec![SettingsEdit::MyName("Lin".to_owned())];
    let Err(refused) = running.ask(|reply| Command::EditSettings { edits, reply }) else { panic!("it was written") };
    assert!(refused.to_string().contains("line 2"), "{refused}");
    assert_eq!(site.settings_if_any().as_deref(), Some(broken));
}

#[test]
fn a_colleagues_name_is_answered_with_their_id_and_nothing_is_kept() {
    let mut site = Site::new(small(4));
    site.config.agents = [(AgentId::from("64bb"), "Arif".to_owned())].into();
    let mut driver = site.drive(Mode::Quiet);
    driver.sync(true);
    let uuid = uuids(site.sandbox())[0].clone();
    let lead = driver.id(&uuid);
    let Err(Refused::Wrong(why)) = driver.wish(lead, Field::Agent, "arif") else { panic!("a name went out as an id") };
    assert!(why.contains("“Arif” is a name") && why.ends_with("Give the id: 64bb."), "{why}");
    assert!(driver.outbox().is_empty());
    driver.wish(lead, Field::Agent, "64bb").unwrap();
    driver.send();
    assert_eq!(site.sandbox().record(&uuid).unwrap()["_agentAssigned"], "64bb");
}
