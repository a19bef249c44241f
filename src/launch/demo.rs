//! `leadline --demo`: the window on the built-in sandbox.
//!
//! Real HTTP to fakes on 127.0.0.1, secrets in memory, a temporary profile that is removed at the end: nothing leaves
//! the machine and nothing stays on it.

use std::sync::mpsc::{self, Sender};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use tempfile::TempDir;

use crate::app::DemoDoor;
use crate::bridge::{Answer, Command, Link, question};
use crate::cli::{Exit, Stop};
use crate::config::Config;
use crate::engine::{self, EngineHandle, Mode};
use crate::launch::profile::Profile;
use crate::launch::window::{self, Opening};
use crate::paths::{PathOptions, Paths, ProfileName};
use crate::sandbox::{Order, Sandbox, SandboxOptions, TEMPLATES};
use crate::secrets::{AccountCredentials, Secret, SecretStore};
use crate::vendors::{find, leads_of};

/// Opens the demo and returns when its window is closed.
///
/// # Errors
/// No place for the temporary profile, no sandbox, no window.
pub fn run() -> Result<Exit, Stop> {
    let screen = window::Screen::default();
    let demo = Demo::start(screen.wake())?;
    let shown = window::show(&demo.link, &screen, &Opening { demo: true, ..Opening::default() });
    demo.end();
    shown.map(|()| Exit::Done)
}

/// A running demo: the fakes, an engine on them, and its profile, which goes with it.
struct Demo {
    link: Link,
    engine: EngineHandle,
    _sandbox: Sandbox,
    _home: TempDir,
}

impl Demo {
    /// Starts fakes and engine. Takes a moment: it makes up thousands of leads.
    fn start(wake: Box<dyn Fn() + Send>) -> Result<Self, Stop> {
        let failed = |what: &str, error: &dyn std::fmt::Display| {
            Stop::new(Exit::Failed, format!("The demo cannot start: {what} ({error})."))
        };
        let sandbox = Sandbox::start(SandboxOptions { order: Order::UpdatedDesc, ..SandboxOptions::default() })
            .map_err(|error| failed("the sandbox does not serve", &error))?;
        let home = tempfile::Builder::new()
            .prefix("leadline-demo-")
            .tempdir()
            .map_err(|error| failed("no temporary folder", &error))?;
        let options = PathOptions {
            profile: ProfileName::default(),
            config: Some(home.path().join("config.toml")),
            data_dir: Some(home.path().to_owned()),
        };
        let paths = Paths::resolve(&options).map_err(|error| failed("no place for its files", &error))?;
        let secrets = SecretStore::in_memory();
        let description = sandbox.describe();
        let settings = settings_of(&description, &sandbox.agents());
        let config = Config::parse(&settings).map_err(|_| failed("its settings are not right", &"a fault of ours"))?;
        // On disk too, so that the settings can be changed as in a real profile.
        paths.write_config(&settings).map_err(|error| failed("no settings file", &error))?;
        for account in &config.accounts {
            let fields = description["vendors"][account.vendor.as_str()]["credentials"].as_object();
            let credentials: AccountCredentials = fields
                .into_iter()
                .flatten()
                .filter_map(|(name, value)| Some((name.clone(), Secret::new(value.as_str()?.to_owned()))))
                .collect();
            secrets
                .store_account(&paths.profile, &account.name, &credentials)
                .map_err(|error| failed("no secrets", &error))?;
        }
        let setup = Profile { paths, config }.setup(secrets, Mode::Live, wake)?;
        let (link, engine) = engine::start(setup).map_err(|error| failed("no thread", &error.kind()))?;
        Ok(Self { link, engine, _sandbox: sandbox, _home: home })
    }

    /// Ends the engine, then the fakes; the profile is removed.
    fn end(self) {
        // An engine that has already ended has nothing to be told.
        let _ended = self.link.send_blocking(Command::Quit);
        self.engine.join();
    }
}

/// The demo behind the first start's left door: on a thread of its own, which lives as long as it is shown.
#[derive(Debug)]
pub struct Door {
    screen: window::Screen,
    running: Mutex<Running>,
}

/// The demo that runs, if any, and the threads of all there were.
#[derive(Debug, Default)]
struct Running {
    /// Its thread ends when this is gone.
    end: Option<Sender<()>>,
    threads: Vec<JoinHandle<()>>,
}

impl Door {
    /// A door of the window on this screen.
    pub fn new(screen: window::Screen) -> Self {
        Self { screen, running: Mutex::default() }
    }

    fn running(&self) -> MutexGuard<'_, Running> {
        // A panic while a handle was put away leaves the others as good as before.
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl DemoDoor for Door {
    fn open(&self) -> Answer<Result<Link, String>> {
        let (reply, answer) = question();
        let (end, ended) = mpsc::channel::<()>();
        let screen = self.screen.clone();
        let spawned = std::thread::Builder::new().name("demo".to_owned()).spawn(move || {
            let wake = screen.wake();
            match Demo::start(screen.wake()) {
                Ok(demo) => {
                    reply.answer(Ok(demo.link.clone()));
                    wake();
                    // Until the way back is taken, or the window is gone with the other end.
                    let _end = ended.recv();
                    demo.end();
                }
                Err(stop) => {
                    reply.answer(Err(stop.sentence));
                    wake();
                }
            }
        });
        match spawned {
            Ok(thread) => {
                let mut running = self.running();
                running.end = Some(end);
                running.threads.push(thread);
            }
            Err(error) => log::error!("no thread for the demo: {}", error.kind()),
        }
        answer
    }

    fn close(&self) {
        self.running().end = None;
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        // The temporary profiles have to be gone before the process is.
        let Running { end, threads } = std::mem::take(&mut *self.running());
        drop(end);
        for thread in threads {
            if thread.join().is_err() {
                log::error!("a demo ended in a panic");
            }
        }
    }
}

/// Made-up colleagues, for the agents that the made-up leads are given to; the first is whoever looks at the demo.
const COLLEAGUES: [&str; 6] = ["You", "Arif", "Mei Lin", "Jonas", "Priya", "Noor"];

/// The settings file that the sandbox's own description amounts to: one account per vendor, every id as it says.
fn settings_of(description: &serde_json::Value, agents: &[String]) -> String {
    let mut text = String::from("[me]\nname = \"You\"\n");
    for (vendor, facts) in description["vendors"].as_object().into_iter().flatten() {
        text.push_str(&format!(
            "\n[[account]]\nname = \"demo-{vendor}\"\nvendor = \"{vendor}\"\nrequests_per_second = 0\n"
        ));
        for (key, value) in facts.as_object().into_iter().flatten().filter(|(key, _)| *key != "credentials") {
            text.push_str(&format!("{key} = {value}\n"));
        }
        let has_leads = find(vendor).and_then(|spec| leads_of(spec.name)).is_some();
        if let Some(me) = agents.first().filter(|_| has_leads) {
            text.push_str(&format!("me = \"{me}\"\n"));
        }
    }
    text.push_str("\n[agents]\n");
    for (id, name) in agents.iter().zip(COLLEAGUES) {
        text.push_str(&format!("\"{id}\" = \"{name}\"\n"));
    }
    text.push_str(TEMPLATES);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_can_record_by_its_templates_into_every_vendor_that_takes_recordings() {
        let sandbox = Sandbox::start(SandboxOptions { leads: 1, ..SandboxOptions::default() }).expect("a sandbox");
        let config =
            Config::parse(&settings_of(&sandbox.describe(), &sandbox.agents())).expect("settings that are right");
        let names: Vec<_> = config.templates.iter().map(|template| template.name.as_str()).collect();
        assert_eq!(names, ["Phone call", "Store visit"]);
        for template in &config.templates {
            for spec in crate::vendors::REGISTRY {
                let Some(part) = crate::vendors::recording_of(spec.name) else { continue };
                let table = template.parts.get(&spec.name).expect("a part for it");
                assert!(part.check(table).is_empty(), "{}: {:?}", template.name, part.check(table));
            }
        }
    }

    #[test]
    fn the_demo_has_an_account_of_every_vendor_with_every_field_of_its_credential() {
        let sandbox = Sandbox::start(SandboxOptions { leads: 1, ..SandboxOptions::default() }).expect("a sandbox");
        let description = sandbox.describe();
        let config = Config::parse(&settings_of(&description, &sandbox.agents())).expect("settings that are right");
        for spec in crate::vendors::REGISTRY {
            let account = config.accounts.iter().find(|account| account.vendor == spec.name);
            assert!(account.is_some(), "{} has no fake in the sandbox", spec.name);
            let given = &description["vendors"][spec.name.as_str()]["credentials"];
            let wanted = spec.credentials.iter().map(|field| field.name);
            assert!(wanted.clone().all(|field| given[field].is_string()), "{given}");
            assert_eq!(given.as_object().map(serde_json::Map::len), Some(wanted.count()));
        }
    }
}
