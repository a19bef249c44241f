//! Capillary, the history of what was sent to a customer.

pub mod spec;
