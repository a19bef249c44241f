//! `leadline --demo`: the window on the built-in sandbox.
//!
//! Real HTTP to fakes on 127.0.0.1, secrets in memory, a temporary profile that is removed at the end: nothing leaves
//! the machine and nothing stays on it.

use crate::cli::{Exit, Stop};
use crate::config::Config;
use crate::engine::Mode;
use crate::launch::profile::Profile;
use crate::launch::window::{self, Opening};
use crate::paths::{PathOptions, Paths, ProfileName};
use crate::sandbox::{Order, Sandbox, SandboxOptions};
use crate::secrets::{AccountCredentials, Secret, SecretStore};

/// Opens the demo and returns when its window is closed.
///
/// # Errors
/// No place for the temporary profile, no sandbox, no window.
pub fn run() -> Result<Exit, Stop> {
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
    let config = Config::parse(&settings_of(&description))
        .map_err(|_| failed("its settings are not right", &"a fault of ours"))?;
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
    let setup = Profile { paths, config }.setup(secrets, Mode::Live, Box::new(|| {}))?;
    window::open(setup, &Opening { demo: true, title: String::new(), place_file: None })
}

/// The settings file that the sandbox's own description amounts to: one account per vendor, every id as it says.
fn settings_of(description: &serde_json::Value) -> String {
    let mut text = String::from("[me]\nname = \"You\"\n");
    for (vendor, facts) in description["vendors"].as_object().into_iter().flatten() {
        text.push_str(&format!(
            "\n[[account]]\nname = \"demo-{vendor}\"\nvendor = \"{vendor}\"\nrequests_per_second = 0\n"
        ));
        for (key, value) in facts.as_object().into_iter().flatten().filter(|(key, _)| *key != "credentials") {
            text.push_str(&format!("{key} = {value}\n"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_has_an_account_of_every_vendor_with_every_field_of_its_credential() {
        let sandbox = Sandbox::start(SandboxOptions { leads: 1, ..SandboxOptions::default() }).expect("a sandbox");
        let description = sandbox.describe();
        let config = Config::parse(&settings_of(&description)).expect("settings that are right");
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
