//! `leadline recovery`: the keychain's key of the database, printed or proven and put back.

use crate::cli::recovery::RecoveryDesk;
use crate::cli::{Exit, Stop};
use crate::engine::recovery::{self, RecoveryFault};
use crate::instance::InstanceError;
use crate::launch::profile::Profile;
use crate::secrets::{Secret, SecretStore, SecretsError};

/// Keychain and database of one profile.
#[derive(Debug)]
pub struct Recovery {
    pub profile: Profile,
    pub secrets: SecretStore,
}

impl RecoveryDesk for Recovery {
    fn show(&mut self) -> Result<Secret, Stop> {
        recovery::show(&self.profile.paths, &self.secrets).map_err(|fault| stop(&fault))
    }

    fn restore(&mut self, typed: &Secret) -> Result<(), Stop> {
        recovery::restore(&self.profile.paths, &self.secrets, typed).map_err(|fault| stop(&fault))
    }
}

fn stop(fault: &RecoveryFault) -> Stop {
    let exit = match fault {
        RecoveryFault::Secrets(SecretsError::NotAKey | SecretsError::Slip { .. }) => Exit::Usage,
        RecoveryFault::Secrets(SecretsError::KeyGone { .. } | SecretsError::KeyIdGone) => Exit::Database,
        // In the place of the key there is something else.
        RecoveryFault::Secrets(SecretsError::KeyDamaged { .. } | SecretsError::Damaged) => Exit::Database,
        RecoveryFault::Secrets(error) if error.is_unavailable() => Exit::Keychain,
        RecoveryFault::Secrets(_) => Exit::Failed,
        RecoveryFault::Instance(InstanceError::InUse(_)) => Exit::InUse,
        RecoveryFault::NoDatabase(_)
        | RecoveryFault::DoesNotOpen(_)
        | RecoveryFault::Store(_)
        | RecoveryFault::Instance(InstanceError::Path(_)) => Exit::Database,
    };
    Stop::new(exit, fault.to_string())
}
