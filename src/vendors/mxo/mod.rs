//! Medallia MXO, which takes interactions live and late and answers with what to do next.
//!
//! `event` makes the vendor's JSON of one fact; `recording` chooses how it goes (live, late, late in bulk), sends it and
//! reads the answer; `advice` unpacks what to do next; `token` signs in. Every call is licensed use, so nothing is asked
//! that does not record.

mod advice;
mod event;
pub mod recording;
mod slots;
pub mod spec;
#[cfg(test)]
mod tests;
pub mod token;
