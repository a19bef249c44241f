//! Releva, which takes custom events.
//!
//! `event` makes the vendor's JSON of one fact, `custom` its lists of values; `recording` sends events and reads the
//! answer. A yes means that the vendor has taken them over, not that it knows the customer.

mod custom;
mod event;
pub mod recording;
mod slots;
pub mod spec;
#[cfg(test)]
mod tests;
