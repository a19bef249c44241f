//! Tags and notes by keyboard in the real window, under every way in which a vendor may take a list.

use std::time::Duration;

use leadline::sandbox::{ListMode, Order, Sandbox, SandboxOptions};
use serde_json::Value;

use super::Window;
use super::typing::open_lead;
use crate::support::display::{Display, let_pass, until};
use crate::support::program::{ACCOUNT, Program, credential, settings};

#[test]
fn tags_and_notes_end_as_meant_or_the_vendor_keeps_them() {
    for (mode, word, order, page_size) in [
        (ListMode::Replace, "replace", Order::UpdatedDesc, 20),
        (ListMode::Append, "append", Order::Shuffled, 7),
        (ListMode::Merge, "merge", Order::OldestFirst, 50),
    ] {
        let program = Program::start();
        let options = SandboxOptions { leads: 80, order, page_size, lists: mode.into(), ..SandboxOptions::default() };
        let sandbox = Sandbox::start(options).unwrap();
        let about = sandbox.describe();
        let lists = format!("lists = {{ tags = \"{word}\", notes = \"{word}\", attributes = \"{word}\" }}");
        program.configure(&settings(&about, &lists));
        program.run_with(&["credential", "set", ACCOUNT], &credential(&about)).ok();
        program.run(&["sync"]).ok();
        let (lead, half) = somebody(&program);
        let uuid = lead["uuid"].as_str().unwrap();
        let last = lead["tags"].as_array().unwrap().last().unwrap().as_str().unwrap().to_owned();

        let display = Display::start("1280x800");
        let window = Window::open(&program, &display);
        open_lead(&program, &display, &half);
        // Two presses in an empty field take the last tag away; then a new one.
        display.keys(&["t"]);
        for _ in 0..2 {
            // The field has the keyboard from the next frame on.
            let_pass(Duration::from_secs(1));
            display.keys(&["BackSpace"]);
        }
        display.types("welcome");
        display.keys(&["Return"]);
        display.keys(&["Escape"]);
        display.keys(&["n"]);
        display.types("Call back");
        display.keys(&["Return"]);
        display.types("after 17:00");
        display.keys(&["ctrl+Return"]);
        let held = || sandbox.record(uuid).unwrap();
        until("the new tag and the note at the vendor", || {
            (count(&tags(&held()), "welcome") == 1 && notes(&held()) == 1).then_some(())
        });
        let keeps = mode != ListMode::Replace;
        if !keeps {
            until("the old tag gone", || (count(&tags(&held()), &last) == 0).then_some(()));
        }
        window.close(&display);
        program.run(&["outbox", "send", "--until-idle"]);
        assert_eq!(count(&tags(&held()), &last), usize::from(keeps), "{word}: {}", held());
        assert_eq!((count(&tags(&held()), "welcome"), notes(&held())), (1, 1), "{word}: nothing stands twice");
        let kept: Vec<Value> = program.outbox().into_iter().filter(|row| row["state"] == "needs_agent").collect();
        assert_eq!(kept.len(), usize::from(keeps), "{word}: {kept:?}");
        assert!(kept.iter().all(|row| row["why"].as_str().unwrap().starts_with("the vendor keeps it")), "{kept:?}");
    }
}

/// A lead with tags and without notes, and half an address that nobody else has.
fn somebody(program: &Program) -> (Value, String) {
    let leads = program.leads("");
    let fits = |lead: &&Value| {
        let tags = lead["tags"].as_array().unwrap();
        let mut each = tags.clone();
        each.dedup();
        lead["kind"] == "lead"
            && lead["uuid"].is_string()
            && !tags.is_empty()
            && each.len() == tags.len()
            && lead["notes"].as_array().unwrap().is_empty()
    };
    let half = |lead: &Value| Some(lead["email"].as_str()?.split_once('@')?.0.to_owned());
    let found = leads.iter().filter(fits).filter_map(|lead| Some((lead.clone(), half(lead)?)));
    found
        .into_iter()
        .find(|(_, half)| half.is_ascii() && program.leads(half).len() == 1)
        .expect("somebody has tags and an address of their own")
}

fn tags(record: &Value) -> Vec<String> {
    let tags = record["profile"]["userDetails"]["tags"].as_array().cloned().unwrap_or_default();
    tags.into_iter().filter_map(|tag| tag.as_str().map(str::to_owned)).collect()
}

fn count(tags: &[String], wanted: &str) -> usize {
    tags.iter().filter(|tag| *tag == wanted).count()
}

/// How often the note of this test stands there.
fn notes(record: &Value) -> usize {
    let notes = record["profile"]["notes"].as_array().cloned().unwrap_or_default();
    notes.iter().filter(|note| note["title"] == "Call back" && note["description"] == "after 17:00").count()
}
