//! The first start: two doors, what can be pasted, what is said when it does not work, and that nothing typed is lost.

use std::sync::{Arc, Mutex};

use egui::{Key, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use leadline::app::DemoDoor;
use leadline::bridge::command::Refused;
use leadline::bridge::link::EngineEnd;
use leadline::bridge::{Answer, Command, Link, Reply, question};
use leadline::ui::state::Screen;

use super::unnamed;
use crate::app::Stage;
use crate::support::snapshots as make;

const PASTE: &str = "Bot page or widget script";
const TOKEN: &str = "Access token";
const WHOLE: &str = "page.example.com/bot-0001/acct-0002";

fn doors() -> Stage {
    Stage::new([1280.0, 800.0], make::doors())
}

/// The wish to connect among commands: vendor, name, address, settings, field names, secrets, and the reply.
#[expect(clippy::type_complexity, reason = "a command taken apart for one test")]
fn connect(
    commands: Vec<Command>,
) -> Option<(leadline::bridge::NewAccount, Vec<(String, String)>, Reply<Result<(), Refused>>)> {
    commands.into_iter().find_map(|command| match command {
        Command::Connect { account, fields, reply } => {
            let fields = fields.into_iter().map(|(name, secret)| (name, secret.expose().to_owned())).collect();
            Some((account, fields, reply))
        }
        _ => None,
    })
}

#[test]
fn without_an_account_there_are_two_doors_and_nothing_else() {
    for size in [[1280.0, 800.0], [1024.0, 640.0], [640.0, 400.0]] {
        let stage = Stage::new(size, make::doors());
        let buttons: Vec<String> =
            stage.window.get_all_by_role(Role::Button).filter_map(|node| node.accesskit_node().label()).collect();
        assert_eq!(buttons, ["Start the demo", "Change…", "Test and save"], "{size:?}");
        assert!(stage.window.query_by_role_and_label(Role::TextInput, PASTE).is_some());
        assert!(stage.window.query_by_role_and_label(Role::PasswordInput, TOKEN).is_some());
        assert_eq!(unnamed(&stage), Vec::<String>::new(), "{size:?}");
        assert_eq!(stage.window.state().state().screen, Screen::Doors);
    }
}

#[test]
fn what_is_found_and_what_is_missing_is_said_while_one_types() {
    let mut stage = doors();
    assert!(stage.window.query_by_label("paste the page or the script first").is_some());
    stage.enter(PASTE, "hello");
    assert!(stage.window.query_by_label("Nothing was found. Paste the page.").is_some());
    assert!(stage.commands().is_empty());
    stage.enter(PASTE, WHOLE);
    assert!(stage.window.query_by_label("Bot bot-0001 · Customer acct-0002").is_some());
    assert!(stage.window.query_by_label("paste the access token first").is_some());
    let button = stage.window.get_by_role_and_label(Role::Button, "Test and save");
    assert!(button.accesskit_node().is_disabled());
}

#[test]
fn enter_leads_through_the_door_and_the_wish_holds_exactly_what_was_typed() {
    let mut stage = doors();
    stage.enter(PASTE, WHOLE);
    stage.press(Key::Enter);
    stage.window.run();
    stage.window.get_by_role_and_label(Role::PasswordInput, TOKEN).type_text(" t0ken \n");
    stage.window.run();
    assert!(!format!("{:?}", stage.window.state().state()).contains("t0ken"), "what is typed there is never printed");
    stage.press(Key::Enter);
    let (account, fields, _reply) = connect(stage.commands()).expect("a wish to connect");
    assert_eq!((account.vendor.as_str(), account.name.as_str()), ("rayzing", "main-bot"));
    assert_eq!(account.base_url, "https://api.example.com");
    let ids = [("bot_id", "bot-0001"), ("customer_id", "acct-0002")];
    assert_eq!(account.settings, ids.map(|(key, id)| (key.to_owned(), id.to_owned())));
    assert_eq!(fields, [("token".to_owned(), "t0ken".to_owned())]);
    assert!(stage.window.query_by_label("Asking Rayzing…").is_some());
    // While it is asked nothing can be asked again, nor changed.
    stage.press(Key::Enter);
    assert!(connect(stage.commands()).is_none());
}

/// A stage whose connection was asked for.
fn asked() -> (Stage, Reply<Result<(), Refused>>) {
    let mut stage = doors();
    stage.enter(PASTE, WHOLE);
    stage.window.get_by_role_and_label(Role::PasswordInput, TOKEN).focus();
    stage.window.run();
    stage.window.get_by_role_and_label(Role::PasswordInput, TOKEN).type_text("t0ken");
    stage.window.run();
    stage.click(Role::Button, "Change…");
    stage.enter("Address of the interface (base_url)", "http://127.0.0.1:9");
    stage.enter("Name of the account", "desk");
    stage.click(Role::Button, "Test and save");
    let (account, _, reply) = connect(stage.commands()).expect("a wish to connect");
    assert_eq!((account.name.as_str(), account.base_url.as_str()), ("desk", "http://127.0.0.1:9"));
    (stage, reply)
}

#[test]
fn a_refusal_is_a_sentence_and_everything_stays_typed() {
    let (mut stage, reply) = asked();
    reply.answer(Err(Refused::Wrong("Rayzing refused the access token.".to_owned())));
    stage.window.run();
    stage.window.run();
    assert!(stage.window.query_by_label("Rayzing refused the access token.").is_some());
    assert_eq!(stage.value(PASTE), WHOLE);
    assert_eq!(stage.value("Address of the interface (base_url)"), "http://127.0.0.1:9");
    assert_eq!(stage.value("Name of the account"), "desk");
    assert!(stage.window.get_by_role_and_label(Role::PasswordInput, TOKEN).is_focused());
    assert_eq!(unnamed(&stage), Vec::<String>::new());
    stage.press(Key::Enter);
    let (_, fields, reply) = connect(stage.commands()).expect("it can be tried again at once");
    assert_eq!(fields, [("token".to_owned(), "t0ken".to_owned())]);
    // An engine that gives up the question says so too.
    drop(reply);
    stage.window.run();
    assert!(stage.window.query_by_label_contains("stopped working on this").is_some());
}

#[test]
fn a_connected_account_closes_the_doors_and_forgets_what_was_typed() {
    let (mut stage, reply) = asked();
    reply.answer(Ok(()));
    stage.window.run();
    stage.publish(make::inbox());
    assert_eq!(stage.window.state().state().screen, Screen::Inbox);
    assert!(stage.window.query_by_role_and_label(Role::TextInput, "Search leads").is_some());
    stage.publish(make::doors());
    assert_eq!(stage.value(PASTE), "", "the last account was removed: the doors are empty");
}

#[test]
fn keys_of_other_screens_do_nothing_at_the_doors() {
    let mut stage = doors();
    for key in [Key::G, Key::O, Key::G, Key::S, Key::J, Key::A, Key::Num3, Key::Enter] {
        stage.press(key);
    }
    assert_eq!(stage.window.state().state().screen, Screen::Doors);
    assert!(stage.commands().is_empty());
    stage.press(Key::Questionmark);
    assert!(stage.window.query_by_label("Start the demo: D").is_some(), "the key sheet comes here too");
}

/// A door whose demo is in the test's hands.
#[derive(Debug, Default)]
struct FakeDoor {
    asked: Mutex<Vec<Reply<Result<Link, String>>>>,
    closed: Mutex<usize>,
}

impl DemoDoor for FakeDoor {
    fn open(&self) -> Answer<Result<Link, String>> {
        let (reply, answer) = question();
        self.asked.lock().unwrap().push(reply);
        answer
    }

    fn close(&self) {
        *self.closed.lock().unwrap() += 1;
    }
}

fn demo() -> (Link, EngineEnd) {
    Link::new(make::inbox())
}

#[test]
fn the_demo_comes_by_one_key_and_has_a_way_back_to_what_was_typed() {
    let door = Arc::new(FakeDoor::default());
    let mut stage = Stage::with_door([1280.0, 800.0], make::doors(), Arc::<FakeDoor>::clone(&door));
    stage.enter(PASTE, WHOLE);
    stage.press(Key::Escape);
    stage.press(Key::D);
    assert!(stage.window.query_by_label("Making up leads…").is_some());
    let reply = door.asked.lock().unwrap().pop().expect("a demo was asked for");
    let (link, mut engine) = demo();
    reply.answer(Ok(link));
    stage.window.run();
    stage.window.run();
    assert!(stage.window.query_by_label("Demo, Made-up leads").is_some());
    stage.press(Key::J);
    let to_demo: Vec<Command> = std::iter::from_fn(|| engine.commands.try_recv().ok()).collect();
    assert!(to_demo.iter().any(|command| matches!(command, Command::Open(Some(_)))), "{to_demo:?}");
    assert!(stage.commands().is_empty(), "nothing of the demo reaches the real engine");
    assert_eq!(unnamed(&stage), Vec::<String>::new());

    stage.click(Role::Button, "Demo data: leave the demo");
    stage.window.run();
    assert_eq!(*door.closed.lock().unwrap(), 1);
    assert_eq!(stage.value(PASTE), WHOLE);
}

#[test]
fn a_demo_that_cannot_start_says_why() {
    let door = Arc::new(FakeDoor::default());
    let mut stage = Stage::with_door([1280.0, 800.0], make::doors(), Arc::<FakeDoor>::clone(&door));
    stage.click(Role::Button, "Start the demo");
    let reply = door.asked.lock().unwrap().pop().expect("a demo was asked for");
    reply.answer(Err("The demo cannot start: no temporary folder (full).".to_owned()));
    stage.window.run();
    assert!(stage.window.query_by_label("The demo cannot start: no temporary folder (full).").is_some());
    stage.click(Role::Button, "Start the demo");
    assert_eq!(door.asked.lock().unwrap().len(), 1, "it can be tried again");
}
