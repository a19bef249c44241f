//! RAY, which takes lists of recorded interactions.

pub mod spec;
