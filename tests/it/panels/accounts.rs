//! The accounts page by what a person finds there: sentences and roles in, exact commands out, no secret anywhere.

use std::sync::Arc;

use egui::accesskit::Action::{Click, Focus};
use egui::{Event, Key, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use leadline::bridge::command::{AccountTest, TestOutcome};
use leadline::bridge::{AccountState, Command, Refused, SettingsEdit, Snapshot};
use leadline::ui::state::Screen;

use crate::app::Stage;
use crate::support::snapshots as make;

fn page(snapshot: Snapshot) -> Stage {
    let mut stage = Stage::new([1280.0, 800.0], snapshot);
    stage.press(Key::G);
    stage.press(Key::A);
    stage.commands();
    assert_eq!(stage.window.state().state().screen, Screen::Accounts);
    stage
}

fn accounts() -> Stage {
    page(make::with_accounts(make::inbox()))
}

fn says(stage: &Stage, words: &str) -> bool {
    stage.window.query_all_by_label_contains(words).next().is_some()
}

/// Every node that can be used and has no name.
fn unnamed(stage: &Stage) -> Vec<String> {
    let nodes = stage.window.query_all_by(|_| true);
    let used = nodes.filter(|node| {
        let node = node.accesskit_node();
        let data = node.data();
        let used = [Click, Focus].into_iter().any(|action| data.supports_action(action));
        used && node.role() != Role::ScrollView && node.label().is_none_or(|label| label.trim().is_empty())
    });
    used.map(|node| format!("{:?}", node.accesskit_node().role())).collect()
}

#[test]
fn every_account_is_one_row_with_a_full_sentence() {
    let stage = accounts();
    for words in [
        "Rayzing, aurelia: Works, key in keychain, last success 14:08, last refusal none, clock +2 s",
        "Medallia MXO, mxo: Refused, key in keychain, last success 14:08, last refusal 14:06, refused the credential (401), clock unknown",
        "RAY, ray: No key, key missing, last success not yet, last refusal none, clock unknown",
    ] {
        let row = stage.window.get_by_role_and_label(Role::Row, words);
        assert_eq!(
            row.accesskit_node().is_selected(),
            Some(words.contains("MXO")),
            "the one that needs somebody first"
        );
    }
    assert_eq!(unnamed(&stage), Vec::<String>::new());
}

#[test]
fn the_inspector_says_what_why_and_what_now_before_everything_else() {
    let mut stage = accounts();
    for words in [
        "Medallia MXO refused the key",
        "It refused the credential (401) at 14:06. It worked until 14:08.",
        "Ask whoever gave it for a new key, then replace it here. 5 changes wait for it; nothing is lost.",
        "Client id: in the keychain",
        "Get a token: refused",
    ] {
        assert!(says(&stage, words), "{words}");
    }
    stage.press(Key::K);
    for words in [
        "Rayzing answers and accepts the key",
        "Reading: x-bot-token: {token}",
        "Writing: x-bp-token: {token}",
        "List leads and chats: seen to work",
        "Order of the list: newest change first, found out: 400 neighbours in order",
        "Written tags: append, set by you",
        "Written notes: replaced as a whole list, found out on 12 Nov",
        "Rate limit: our own pace, not known",
        "Fields left out: are untouched, documented",
        "Keys: 2 of 3 found",
    ] {
        assert!(says(&stage, words), "{words}");
    }
    assert_eq!(unnamed(&stage), Vec::<String>::new());
}

#[test]
fn a_wait_after_failures_says_until_when_and_what_then() {
    let mut snapshot = make::with_accounts(make::inbox());
    let mut accounts = (*snapshot.accounts).clone();
    accounts.truncate(1);
    accounts[0].state = AccountState::Offline { since: make::minutes_ago(4) };
    accounts[0].sentence = "Rayzing could not be reached.".to_owned();
    accounts[0].about.waits_until = Some(make::minutes_ago(-4));
    snapshot.accounts = Arc::new(accounts);
    let stage = page(snapshot);
    assert!(says(&stage, "Rayzing cannot be reached since 14:05"));
    assert!(says(&stage, "It waits until 14:13:00, then tries one read."));
}

#[test]
fn a_test_is_asked_for_and_its_answer_stands_where_it_was_asked() {
    let mut stage = accounts();
    stage.click(Role::Button, "Test now");
    let Some(Command::TestAccount { account, reply }) = stage.commands().pop() else { panic!("no test was asked for") };
    assert_eq!(account.as_str(), "mxo");
    assert!(says(&stage, "Testing…"));
    stage.click(Role::Button, "Test now");
    assert!(stage.commands().is_empty(), "one at a time");
    reply.answer(Ok(AccountTest {
        account,
        vendor: "mxo".to_owned(),
        outcome: TestOutcome::Works,
        sentence: "Medallia MXO accepted it.".to_owned(),
        took_ms: 12,
    }));
    stage.window.run();
    assert!(says(&stage, "Medallia MXO accepted it. It took 12 ms."));
    // All that can be tested.
    stage.click(Role::Button, "Test all");
    let asked: Vec<String> = stage
        .commands()
        .iter()
        .map(|command| match command {
            Command::TestAccount { account, .. } => account.to_string(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(asked, ["aurelia", "mxo"]);
}

#[test]
fn a_pasted_key_goes_out_once_masked_and_is_tested_when_it_is_kept() {
    let mut stage = accounts();
    stage.press(Key::Enter);
    assert_eq!(unnamed(&stage), Vec::<String>::new());
    let field = |stage: &Stage, name: &str| {
        stage.window.get_by_role_and_label(Role::PasswordInput, name).value().unwrap_or_default()
    };
    // The first field has the focus; what is pasted ends in a line break.
    stage.window.event(Event::Paste("canary-id\n".to_owned()));
    stage.window.run();
    assert!(!field(&stage, "Client id").contains("canary"), "{}", field(&stage, "Client id"));
    assert!(
        stage
            .window
            .query_all_by(|node| {
                node.label().is_some_and(|label| label.contains("canary"))
                    || node.value().is_some_and(|value| value.contains("canary"))
            })
            .next()
            .is_none(),
        "a screen reader finds dots only"
    );
    assert!(says(&stage, "Fill in every field first."));
    stage.window.get_by_role_and_label(Role::PasswordInput, "Client secret").focus();
    stage.window.run();
    stage.window.event(Event::Paste("canary-secret".to_owned()));
    stage.window.run();
    assert!(!format!("{:?}", stage.window.state().state()).contains("canary"));
    stage.press(Key::Enter);
    let commands = stage.commands();
    assert!(!format!("{commands:?}").contains("canary"), "{commands:?}");
    let [Command::EnterCredential { account, fields, reply }] = <[Command; 1]>::try_from(commands).unwrap() else {
        panic!("something else was asked for")
    };
    let sent: Vec<_> = fields.iter().map(|(name, secret)| (name.as_str(), secret.expose())).collect();
    assert_eq!((account.as_str(), sent), ("mxo", vec![("client_id", "canary-id"), ("client_secret", "canary-secret")]));
    // The values are gone from the window at once.
    assert_eq!(field(&stage, "Client secret"), "");
    reply.answer(Err(Refused::NotKept("The keychain is locked. Unlock it, then try again.".to_owned())));
    stage.window.run();
    assert!(says(&stage, "The keychain is locked."));

    for name in ["Client id", "Client secret"] {
        stage.window.get_by_role_and_label(Role::PasswordInput, name).focus();
        stage.window.run();
        stage.window.event(Event::Paste("x".to_owned()));
        stage.window.run();
    }
    stage.click(Role::Button, "Keep in the keychain");
    let Some(Command::EnterCredential { reply, .. }) = stage.commands().pop() else { panic!("not asked for again") };
    reply.answer(Ok(()));
    stage.window.run();
    stage.window.run();
    assert!(stage.window.query_by_role_and_label(Role::PasswordInput, "Client id").is_none(), "the form is closed");
    let commands = stage.commands();
    assert!(
        matches!(commands.as_slice(), [Command::TestAccount { account, .. }] if account.as_str() == "mxo"),
        "{commands:?}"
    );
}

#[test]
fn what_was_typed_for_the_keychain_is_gone_when_the_form_is_left() {
    let mut stage = accounts();
    stage.press(Key::Enter);
    stage.window.event(Event::Paste("canary".to_owned()));
    stage.window.run();
    // Once out of the field, once out of the form.
    stage.press(Key::Escape);
    stage.press(Key::Escape);
    assert!(stage.window.query_by_role_and_label(Role::PasswordInput, "Client id").is_none());
    stage.press(Key::Enter);
    let value = stage.window.get_by_role_and_label(Role::PasswordInput, "Client id").value().unwrap_or_default();
    assert_eq!((value.as_str(), stage.commands().len()), ("", 0));
}

#[test]
fn removing_a_key_says_what_stops() {
    let mut stage = accounts();
    stage.click(Role::Button, "Remove key…");
    assert!(says(&stage, "nothing is read from Medallia MXO or sent to it"));
    assert!(says(&stage, "5 changes wait until a key is entered again; nothing is lost."));
    assert_eq!(unnamed(&stage), Vec::<String>::new());
    assert!(stage.commands().is_empty(), "nothing happens before the answer");
    stage.click(Role::Button, "Remove the key");
    let Some(Command::RemoveCredential { account, reply }) = stage.commands().pop() else { panic!("not asked for") };
    assert_eq!(account.as_str(), "mxo");
    reply.answer(Ok(true));
    stage.window.run();
    assert!(!says(&stage, "Remove the key of"));
}

#[test]
fn removing_an_account_counts_what_waits_first() {
    let mut stage = accounts();
    stage.click(Role::Button, "Remove account…");
    for words in [
        "3 changes wait, 1 outcome is unknown and 1 change needs you (refused, or in conflict) for this account; they stay in the outbox and are never sent to another.",
        "stay on this computer until they are erased",
        "Its key stays in the keychain",
    ] {
        assert!(says(&stage, words), "{words}");
    }
    stage.click(Role::Button, "Cancel");
    assert!(stage.commands().is_empty());
    stage.click(Role::Button, "Remove account…");
    stage.click(Role::Button, "Remove the account");
    let Some(Command::EditSettings { edits, reply }) = stage.commands().pop() else { panic!("not asked for") };
    assert_eq!(edits, [SettingsEdit::Remove("mxo".into())]);
    reply.answer(Err(Refused::Wrong("The settings file was changed by somebody else.".to_owned())));
    stage.window.run();
    assert!(says(&stage, "The settings file was changed by somebody else."));
}

#[test]
fn a_new_account_is_filled_in_from_its_vendors_fields_and_then_asks_for_its_key() {
    // The last account was removed: the page stays and says so.
    let mut stage = accounts();
    stage.publish(Snapshot { accounts: Arc::default(), ..make::with_accounts(make::inbox()) });
    assert!(says(&stage, "No accounts yet."));
    stage.window.get_all_by_role_and_label(Role::Button, "Connect an account…").last().unwrap().click();
    stage.window.run();
    stage.window.run();
    assert_eq!(unnamed(&stage), Vec::<String>::new());
    stage.click(Role::Button, "Medallia MXO");
    assert!(says(&stage, "Connect Medallia MXO"));
    assert_eq!((stage.value("Name"), stage.value("Address")), ("mxo".to_owned(), "https://vendor.example".to_owned()));
    assert!(says(&stage, "Fill in every field first."));
    stage.focus("site_key");
    stage.type_into("site_key", "ONE-ABCDEFGHJK-1234");
    stage.click(Role::Button, "Add to the settings");
    let Some(Command::EditSettings { edits, reply }) = stage.commands().pop() else { panic!("not asked for") };
    let [SettingsEdit::Add(new)] = edits.as_slice() else { panic!("{edits:?}") };
    assert_eq!(
        (new.name.as_str(), new.vendor.as_str(), new.base_url.as_str()),
        ("mxo", "mxo", "https://vendor.example")
    );
    assert_eq!(new.settings, [("site_key".to_owned(), "ONE-ABCDEFGHJK-1234".to_owned())]);
    reply.answer(Err(Refused::Wrong("The site key is not right.".to_owned())));
    stage.window.run();
    assert!(says(&stage, "The site key is not right.") && stage.value("site_key") == "ONE-ABCDEFGHJK-1234");

    stage.click(Role::Button, "Add to the settings");
    let Some(Command::EditSettings { reply, .. }) = stage.commands().pop() else { panic!("not asked for again") };
    reply.answer(Ok(()));
    stage.window.run();
    // It is asked for when the snapshot has the account.
    stage.publish(make::with_accounts(make::inbox()));
    stage.window.run();
    assert!(stage.window.query_by_role_and_label(Role::PasswordInput, "Client secret").is_some());
}

#[test]
fn a_bad_account_in_the_status_bar_leads_to_its_page() {
    let mut stage = Stage::new([1280.0, 800.0], make::with_accounts(make::inbox()));
    stage.window.get_by_label_contains("RAY has no key").click();
    stage.window.run();
    assert_eq!(stage.window.state().state().screen, Screen::Accounts);
    assert!(says(&stage, "RAY has no key here"));
    assert!(says(&stage, "The keychain has no user name and password for “ray”"));
}
