//! Capillary, the history of what was sent to a customer.
//!
//! A reply goes through [`envelope`] (finds the records), [`map`] (makes items of them, codes hidden), [`time`] (finds
//! the zone) and [`fold`] (each once). [`wire`] reads JSON without assuming its shape; [`refusal`] says what a no means.

pub mod interactions;
pub mod spec;
pub mod token;

mod envelope;
mod fold;
mod identity;
mod map;
mod refusal;
#[cfg(test)]
mod tests;
mod time;
mod wire;
