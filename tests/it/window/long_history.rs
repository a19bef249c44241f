//! How the window fares while a long history opens, read from its own frame log.
//!
//! `LEADLINE_LONG=1 cargo test --test it -- long_history --nocapture` prints the figures for 20 and 20,000 items.

use std::sync::atomic::{AtomicBool, Ordering};

use leadline::sandbox::Sandbox;

use super::*;
use crate::support::program::{ACCOUNT, credential, settings};

/// What the log says about the time in which a history was opened.
#[derive(Debug, Default)]
struct Figures {
    /// Of each frame, in milliseconds, as the toolkit counts them; sorted.
    frames: Vec<f64>,
    /// Of each round of the engine's thread, in milliseconds; sorted.
    steps: Vec<f64>,
    /// Of each publication, in milliseconds; sorted.
    publishes: Vec<f64>,
    /// The frame that showed the history first, in milliseconds.
    first: Option<f64>,
}

impl Figures {
    fn of(log: &str) -> Self {
        let mut figures = Self::default();
        for line in log.lines() {
            let number = |after: &str, unit: &str| -> Option<f64> {
                line.split_once(after)?.1.strip_suffix(unit)?.split(' ').next_back()?.parse().ok()
            };
            figures.frames.extend(number("the frame before took ", " ms"));
            figures.steps.extend(number("steps took ", " ms"));
            figures.publishes.extend(number("publishes revision ", " ms"));
        }
        figures.first = first(log);
        for all in [&mut figures.frames, &mut figures.steps, &mut figures.publishes] {
            all.sort_by(f64::total_cmp);
        }
        figures
    }
}

/// What the frame took that showed the history first: the next one says.
fn first(log: &str) -> Option<f64> {
    let kept = log.split_once("keeps a history of")?.1;
    let revision = kept.split_once("publishes revision ")?.1.split(' ').next()?;
    let shown = kept.split_once(&format!("shows revision {revision}\n"))?.1;
    shown.split_once("the frame before took ")?.1.split(' ').next()?.parse().ok()
}

fn typical(all: &[f64]) -> f64 {
    all.get(all.len() / 2).copied().unwrap_or(f64::NAN)
}

fn worst(all: &[f64]) -> f64 {
    all.last().copied().unwrap_or(f64::NAN)
}

/// A window on a lead list, and the customer with so many messages.
fn connected(items: usize) -> (Program, Sandbox, Value) {
    let program = Program::start();
    let options = SandboxOptions { leads: 60, huge_history: items, ..SandboxOptions::default() };
    let sandbox = Sandbox::start(options).unwrap();
    let description = sandbox.describe();
    let mut config = settings(&description, "");
    config.push_str("[[account]]\nname = \"loyalty\"\nvendor = \"capillary\"\nrequests_per_second = 0\n");
    let facts = description["vendors"]["capillary"].as_object().unwrap();
    for (name, value) in facts.iter().filter(|(name, _)| *name != "credentials") {
        config.push_str(&format!("{name} = {value}\n"));
    }
    program.configure(&config);
    program.run_with(&["credential", "set", ACCOUNT], &credential(&description)).ok();
    let known = &facts["credentials"];
    let lines = ["key", "secret"].map(|field| format!("{field}={}\n", known[field].as_str().unwrap())).concat();
    program.run_with(&["credential", "set", "loyalty"], &lines).ok();
    program.run(&["sync"]).ok();
    let state = sandbox.state();
    let customers = state["vendors"]["capillary"]["customers"].as_array().unwrap().clone();
    let items_of = |one: &Value| one["history"]["items"].as_array().unwrap().len();
    let found = customers.into_iter().find(|one| items_of(one) == items);
    let found = found.unwrap_or_else(|| panic!("nobody with {items} messages"));
    (program, sandbox, found)
}

/// Opens the lead by half its address and rests on it, with the pointer moving all the while.
fn opened(items: usize) -> Figures {
    let (program, sandbox, customer) = connected(items);
    let uuid = customer["lead"]["uuid"].as_str().unwrap();
    let lead = program.leads("").into_iter().find(|lead| lead["uuid"] == uuid).unwrap();
    let half = lead["email"].as_str().unwrap().split_once('@').unwrap().0.to_owned();
    let display = Display::start("1280x800");
    let window = Window::open(&program, &display);
    display.keys(&["slash"]);
    display.types(&half);
    until("what was searched for", || log(&program).contains("lists 1 leads").then_some(()));
    sandbox.clear_log();
    let before = log(&program).len();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut arguments: Vec<String> = Vec::new();
            for at in 0..60 {
                let place = ["mousemove".to_owned(), (700 + at).to_string(), "500".to_owned()];
                arguments.extend(place.into_iter().chain(["sleep".to_owned(), "0.016".to_owned()]));
            }
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            while !done.load(Ordering::Relaxed) {
                display.xdotool(&arguments);
            }
        });
        display.keys(&["Return"]);
        until("the history", || {
            let log = log(&program);
            log[before..].split_once("keeps a history of")?.1.contains("publishes revision").then_some(())
        });
        let_pass(Duration::from_secs(3));
        done.store(true, Ordering::Relaxed);
    });
    let figures = Figures::of(&log(&program)[before..]);
    window.close(&display);
    figures
}

#[test]
fn the_window_draws_on_while_a_history_of_twenty_thousand_items_opens() {
    if std::env::var_os("LEADLINE_LONG").is_none() {
        // What this measures is held by counts in every run: one strip, one set of lines, as many rows as fit.
        return;
    }
    let [few, many] = [20, 20_000].map(opened);
    let say = |what: &str, few: f64, many: f64| {
        println!("{what:34} {few:9.2} ms {many:9.2} ms   {:6.2} times", many / few);
    };
    println!("{:34} {:>12} {:>12}   ({} and {} frames)", "", "20", "20,000", few.frames.len(), many.frames.len());
    say("a frame, the typical one", typical(&few.frames), typical(&many.frames));
    say("a frame, the worst one", worst(&few.frames), worst(&many.frames));
    let first = |figures: &Figures| figures.first.unwrap_or(f64::NAN);
    say("the frame that shows the history", first(&few), first(&many));
    say("a publication, the typical one", typical(&few.publishes), typical(&many.publishes));
    say("a publication, the worst one", worst(&few.publishes), worst(&many.publishes));
    say("a round of the engine, the worst", worst(&few.steps), worst(&many.steps));
    assert!(few.frames.len() > 30 && many.frames.len() > 30, "frames are drawn all the while");
}
