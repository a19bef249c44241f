//! The hands of the commands that need no engine: keychain, settings file, and a look at the machine.

mod credentials;
mod doctor;
mod recovery;
mod settings;

pub use credentials::Credentials;
pub use doctor::Doctor;
pub use recovery::Recovery;
pub use settings::Settings;
