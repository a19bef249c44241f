//! RAY, which takes lists of recorded interactions.
//!
//! `event` makes the vendor's JSON of one fact, `user` the person in it; `recording` sends it and reads the answer;
//! `token` signs in. Nothing that is recorded can be read back, so a clear yes is all that is ever known.

mod answer;
mod event;
pub mod recording;
mod slots;
pub mod spec;
#[cfg(test)]
mod tests;
pub mod token;
mod user;
