//! Ways out for a database that does not open: its recovery key, and a new database beside the old file.
//!
//! Nothing here deletes or overwrites: a key goes into the keychain only after it opened the database, and a file that
//! is given up keeps its content under another name. Window and commands use the same functions.

use super::Input;
use super::start::Place;
use super::world::World;
use crate::bridge::{Phase, Refused, Reply, Secret};
use crate::instance::{Instance, InstanceError};
use crate::paths::Paths;
use crate::secrets::{SecretStore, SecretsError};
use crate::store::{Store, StoreError};

/// Why a recovery key was not shown or not taken.
#[derive(Debug, thiserror::Error)]
pub enum RecoveryFault {
    /// There is nothing that it could open.
    #[error(
        "There is no database in {} yet, so there is no key to it either. The first start makes both.", .0.database_dir.display()
    )]
    NoDatabase(Box<Paths>),
    /// The key is one, and not this database's.
    #[error(
        "This recovery key does not open the database in {}: it belongs to another one, or the file is damaged. Nothing \
         was changed.", .0.database_dir.display()
    )]
    DoesNotOpen(Box<Paths>),
    /// What the keychain says.
    #[error(transparent)]
    Secrets(#[from] SecretsError),
    /// What is in the way of looking into the database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Somebody else has the profile.
    #[error(transparent)]
    Instance(#[from] InstanceError),
}

/// The recovery key of this profile's database, from the keychain alone. Where nobody else has the profile open, it is
/// proven first: one that does not open the database is of no use on paper.
///
/// # Errors
/// Any [`RecoveryFault`] but a locked profile.
pub fn show(paths: &Paths, secrets: &SecretStore) -> Result<Secret, RecoveryFault> {
    is_there(paths)?;
    let printed = secrets.recovery_key(&paths.profile, &paths.database_dir)?;
    if let Ok(_instance) = Instance::acquire(paths) {
        let key = crate::secrets::read_recovery_key(printed.expose())?;
        Store::is_key_of(&paths.database_file, key.expose())?;
    }
    Ok(printed)
}

/// Puts a recovery key that was typed into the keychain, after it opened the database.
///
/// # Errors
/// Any [`RecoveryFault`]; nothing was changed.
pub fn restore(paths: &Paths, secrets: &SecretStore, typed: &Secret) -> Result<(), RecoveryFault> {
    is_there(paths)?;
    let _instance = Instance::acquire(paths)?;
    secrets.restore_database_key(&paths.profile, &paths.database_dir, typed, |key| {
        Store::is_key_of(&paths.database_file, key.expose()).map_err(|error| match error {
            StoreError::WrongKey => RecoveryFault::DoesNotOpen(Box::new(paths.clone())),
            other => other.into(),
        })
    })
}

fn is_there(paths: &Paths) -> Result<(), RecoveryFault> {
    // What cannot be looked at is told by whoever opens it.
    let there = paths.database_file.try_exists().unwrap_or(true);
    if there { Ok(()) } else { Err(RecoveryFault::NoDatabase(Box::new(paths.clone()))) }
}

/// A recovery key was typed while the start waits.
pub(super) fn enter(place: &Place, secrets: &SecretStore, phase: &Phase, typed: &Secret) -> Result<(), Refused> {
    match (place, phase) {
        (Place::Disk(paths), Phase::NoDatabase(none)) if none.trouble.takes_recovery_key() => {
            restore(paths, secrets, typed).map_err(|fault| Refused::Wrong(fault.to_string()))
        }
        _ => Err(not_wanted()),
    }
}

/// A new database was asked for while the start waits; gives the sentence about the old one.
pub(super) fn start_anew(place: &Place, phase: &Phase) -> Result<String, Refused> {
    let Place::Disk(paths) = place else { return Err(not_wanted()) };
    if !matches!(phase, Phase::NoDatabase(none) if none.trouble.lets_start_anew()) {
        return Err(not_wanted());
    }
    let not_done = |error: &dyn std::fmt::Display| Refused::NotKept(error.to_string());
    let _instance = Instance::acquire(paths).map_err(|error| not_done(&error))?;
    let aside = Store::set_aside(&paths.database_file).map_err(|error| not_done(&error))?;
    log::warn!("the database was set aside, a new one begins");
    Ok(format!("A new database was begun. The old file is kept as {}.", aside.display()))
}

/// There is nothing to recover.
pub(super) fn not_wanted() -> Refused {
    Refused::Wrong("The database does not wait for this, so nothing was changed.".to_owned())
}

impl World<'_> {
    /// Asks on a thread of its own: the keychain may show a dialog.
    pub(super) fn show_recovery_key(&self, reply: Reply<Result<Secret, Refused>>) {
        let Place::Disk(paths) = &self.setup.place else { return reply.answer(Err(nothing_to_recover())) };
        let (paths, secrets, inputs) = (paths.clone(), self.setup.secrets.clone(), self.inputs.clone());
        let spawned = std::thread::Builder::new().name("keychain-ask".to_owned()).spawn(move || {
            reply.answer(show(&paths, &secrets).map_err(|fault| Refused::Wrong(fault.to_string())));
            inputs.send(Input::Answered).unwrap_or_default();
        });
        if let Err(error) = spawned {
            log::error!("no thread for the keychain: {}", error.kind());
        }
    }
}

fn nothing_to_recover() -> Refused {
    Refused::Wrong("This session keeps nothing on disk, so there is no recovery key.".to_owned())
}
