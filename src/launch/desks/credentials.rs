//! `leadline credential`: account names from the settings, field names from the registry, values to the keychain.

use crate::cli::credential::{CredentialDesk, CredentialState};
use crate::cli::{Exit, SecretText, Stop};
use crate::config::AccountSettings;
use crate::domain::AccountName;
use crate::engine::refused_key;
use crate::instance::Instance;
use crate::launch::profile::Profile;
use crate::secrets::{AccountCredentials, Secret, SecretStore, SecretsError};
use crate::store::Store;

/// The keychain items of one profile.
#[derive(Debug)]
pub struct Credentials {
    pub profile: Profile,
    pub secrets: SecretStore,
}

impl Credentials {
    fn account(&self, name: &str) -> Result<&AccountSettings, Stop> {
        self.profile.config.account(&name.into()).ok_or_else(|| {
            let known: Vec<_> = self.profile.config.accounts.iter().map(|account| account.name.as_str()).collect();
            let known = if known.is_empty() {
                "there are none yet".to_owned()
            } else {
                format!("there are: {}", known.join(", "))
            };
            Stop::usage(format!(
                "The settings have no account “{name}” ({known}). Add it to {} first.",
                self.profile.paths.config_file.display()
            ))
        })
    }
}

impl Credentials {
    /// What was refused with the credential before may be tried with the new one, by the next who opens the profile.
    pub fn forget_refusal(&self, account: &AccountName) {
        let paths = &self.profile.paths;
        if !paths.database_file.exists() {
            return;
        }
        // Somebody who has the profile and does not listen finds the new credential by itself when it starts again.
        let Ok(_instance) = Instance::acquire(paths) else { return };
        let forgotten = self
            .secrets
            .open_or_create_database_key(&paths.profile, &paths.database_dir, true)
            .map_err(|error| error.to_string())
            .and_then(|key| {
                Store::open(&paths.database_file, key.expose())
                    .and_then(|mut store| store.write(|tx| tx.remember(&refused_key(account), "")))
                    .map_err(|error| error.to_string())
            });
        if let Err(error) = forgotten {
            log::warn!("what was refused before stays so until it is tried again by hand: {error}");
        }
    }
}

impl CredentialDesk for Credentials {
    fn fields(&self, account: &str) -> Result<Vec<String>, Stop> {
        Ok(self.account(account)?.spec().credentials.iter().map(|field| field.name.to_owned()).collect())
    }

    fn set(&mut self, account: &str, fields: Vec<(String, SecretText)>) -> Result<(), Stop> {
        let settings = self.account(account)?;
        let present: Vec<&str> =
            fields.iter().filter(|(_, value)| !value.expose().is_empty()).map(|(name, _)| name.as_str()).collect();
        let missing = settings.spec().credentials_missing(settings.auth(), &present);
        if !missing.is_empty() {
            return Err(Stop::usage(format!(
                "Account “{account}” also needs {}. Nothing was stored; give all fields at once, one FIELD=VALUE a line.",
                missing.join(" and ")
            )));
        }
        let credentials: AccountCredentials =
            fields.iter().map(|(name, value)| (name.clone(), Secret::new(value.expose().to_owned()))).collect();
        self.secrets
            .store_account(&self.profile.paths.profile, &settings.name, &credentials)
            .map_err(|error| keychain(&error))
    }

    fn list(&mut self) -> Result<Vec<CredentialState>, Stop> {
        let mut states = Vec::new();
        for settings in &self.profile.config.accounts {
            let found = self
                .secrets
                .load_account(&self.profile.paths.profile, &settings.name)
                .map_err(|error| keychain(&error))?;
            let present = found.as_ref().map(AccountCredentials::fields_present).unwrap_or_default();
            states.push(CredentialState {
                account: settings.name.to_string(),
                vendor: settings.vendor.as_str().to_owned(),
                fields: settings
                    .spec()
                    .credentials_for(settings.auth())
                    .map(|field| (field.name.to_owned(), present.contains(&field.name)))
                    .collect(),
            });
        }
        Ok(states)
    }

    fn remove(&mut self, account: &str) -> Result<bool, Stop> {
        // Also of an account that was taken out of the settings: its credential must not be stuck in the keychain.
        self.secrets.remove_account(&self.profile.paths.profile, &account.into()).map_err(|error| keychain(&error))
    }
}

fn keychain(error: &SecretsError) -> Stop {
    Stop::new(if error.is_unavailable() { Exit::Keychain } else { Exit::Failed }, error.to_string())
}
