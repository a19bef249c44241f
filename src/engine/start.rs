//! Opens what the engine works on: the profile, its key in the keychain, its encrypted database.

use crate::bridge::Phase;
use crate::instance::{Instance, InstanceError};
use crate::paths::Paths;
use crate::secrets::{SecretStore, SecretsError};
use crate::store::Store;

/// Where the store lives.
#[derive(Clone, Debug)]
pub enum Place {
    /// In the profile's folder, encrypted with a key from the keychain.
    Disk(Box<Paths>),
    /// In memory, gone at the end; the reason is shown.
    Memory(String),
}

/// What an opened store comes with.
pub(super) struct Opened {
    pub store: Store,
    pub phase: Phase,
    /// Held as long as the engine lives.
    pub instance: Option<Instance>,
}

/// Opens the store. A failure is a phase with its sentence; nothing was deleted or overwritten.
pub(super) fn open(place: &Place, secrets: &SecretStore) -> Result<Opened, Phase> {
    let paths = match place {
        Place::Memory(why) => {
            let store = Store::in_memory().map_err(|error| Phase::NoDatabase(error.to_string()))?;
            return Ok(Opened { store, phase: Phase::InMemory(why.clone()), instance: None });
        }
        Place::Disk(paths) => paths,
    };
    paths.create_dirs().map_err(|error| Phase::NoDatabase(error.to_string()))?;
    let instance = Instance::acquire(paths).map_err(|error| match error {
        InstanceError::InUse(in_use) => Phase::InUse(in_use.to_string()),
        InstanceError::Path(error) => Phase::NoDatabase(error.to_string()),
    })?;
    let exists = paths.database_file.try_exists().unwrap_or(true);
    let key = secrets
        .open_or_create_database_key(&paths.profile, &paths.database_dir, exists)
        .map_err(|error| phase_of(&error))?;
    let store = Store::open(&paths.database_file, key.expose()).map_err(|error| Phase::NoDatabase(error.to_string()))?;
    Ok(Opened { store, phase: Phase::Ready, instance: Some(instance) })
}

fn phase_of(error: &SecretsError) -> Phase {
    match error {
        // The keychain answers, but the key of this database is not in it.
        SecretsError::KeyGone { .. } | SecretsError::KeyIdGone | SecretsError::Path(_) => Phase::NoDatabase(error.to_string()),
        _ => Phase::NoKeychain(error.to_string()),
    }
}
