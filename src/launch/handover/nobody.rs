//! Systems without local sockets that say who calls: nothing is handed over, and that is said.

use super::Outcome;
use crate::bridge::Link;
use crate::cli::Io;
use crate::domain::AccountName;
use crate::launch::profile::Profile;

/// Who has the profile open.
pub enum Host {
    /// A window; brings it to the front.
    Window(Box<dyn Fn() + Send + Sync>),
    /// A command.
    Command,
}

/// Nothing that would have to end.
#[derive(Debug)]
pub struct Serving;

/// Takes no commands.
pub fn serve(_profile: &Profile, _link: &Link, _host: Host) -> Serving {
    Serving
}

impl Serving {
    /// Nothing is answered.
    pub fn stop(&mut self) {}

    /// Nobody is waited for.
    pub fn end(self) {}

    /// Nobody is waited for.
    pub fn end_when_all_are_answered(self, _io: &mut Io<'_>) {}
}

/// Nobody listens.
pub fn run_there(_profile: &Profile, _io: &mut Io<'_>) -> Outcome {
    Outcome::Refused("On this system commands cannot be handed to it.".to_owned())
}

/// Nobody listens.
pub fn show_window(_profile: &Profile) -> Outcome {
    Outcome::Nobody
}

/// Nobody listens.
pub fn tell(_profile: &Profile, _account: &AccountName) -> bool {
    false
}
