//! Opens what the engine works on: the profile, its key in the keychain, its encrypted database.

use crate::bridge::{NoDatabase, Phase, Trouble};
use crate::instance::{Instance, InstanceError};
use crate::paths::Paths;
use crate::secrets::{SecretStore, SecretsError};
use crate::store::{Store, StoreError};

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
            let store = Store::in_memory().map_err(|error| no_database(place, &error))?;
            return Ok(Opened { store, phase: Phase::InMemory(why.clone()), instance: None });
        }
        Place::Disk(paths) => paths,
    };
    let other = |why: String| Phase::NoDatabase(NoDatabase { trouble: Trouble::Other, why, folder: folder(place) });
    paths.create_dirs().map_err(|error| other(error.to_string()))?;
    let instance = Instance::acquire(paths).map_err(|error| match error {
        InstanceError::InUse(in_use) => Phase::InUse(in_use.to_string()),
        InstanceError::Path(error) => other(error.to_string()),
    })?;
    let exists = paths.database_file.try_exists().unwrap_or(true);
    let key = secrets
        .open_or_create_database_key(&paths.profile, &paths.database_dir, exists)
        .map_err(|error| no_key(place, &error))?;
    let store = Store::open(&paths.database_file, key.expose()).map_err(|error| no_database(place, &error))?;
    Ok(Opened { store, phase: Phase::Ready, instance: Some(instance) })
}

/// The phase of a key that could not be had.
fn no_key(place: &Place, error: &SecretsError) -> Phase {
    let trouble = match error {
        // The keychain answers, but the key of this database is not in it.
        SecretsError::KeyGone { .. } | SecretsError::KeyDamaged { .. } | SecretsError::KeyIdGone => Trouble::KeyGone,
        SecretsError::Path(_) => Trouble::Other,
        _ => return Phase::NoKeychain(error.to_string()),
    };
    Phase::NoDatabase(NoDatabase { trouble, why: error.to_string(), folder: folder(place) })
}

/// The phase of a database that could not be opened or read.
pub(super) fn no_database(place: &Place, error: &StoreError) -> Phase {
    let trouble = match error {
        StoreError::WrongKey => Trouble::WrongKey,
        StoreError::Damaged(_) => Trouble::Damaged,
        StoreError::TooNew { .. } => Trouble::TooNew,
        _ => Trouble::Other,
    };
    Phase::NoDatabase(NoDatabase { trouble, why: error.to_string(), folder: folder(place) })
}

fn folder(place: &Place) -> Option<String> {
    match place {
        Place::Disk(paths) => Some(paths.database_dir.display().to_string()),
        Place::Memory(_) => None,
    }
}
